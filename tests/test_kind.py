"""A file that is damaged or something else as a whole is told so, once, and fix leaves it alone."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import files, pipeline
from generator.cli import main
from generator.cli.terminal import WrongUseError, plan_file
from generator.fix import fix
from generator.source.misread import misread

SCHEMA = files.read_schema()
PLAN = files.read(files.PLANS / "2017.yaml")


def zipped(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return target.getvalue()


KINDS = {
    "nothing": (b"", "Filen är tom."),
    "blank lines": (b"\xef\xbb\xbf\r\n  \n", "Filen är tom."),
    "zeros": (bytes(9000), "Filen är skadad: den innehåller bara nollor."),
    "one zero": (b"\0", "Filen är skadad: den innehåller bara nollor."),
    "a plan that ends in zeros": (
        PLAN[:4000] + bytes(5000),
        "Filen är skadad: på rad 59 börjar en rad nollor.",
    ),
    "a plan with a hole": (
        PLAN[:400] + bytes(512) + PLAN[912:],
        "Filen är skadad: på rad 13 börjar en rad nollor.",
    ),
    "a Word document": (files.read(files.TEMPLATE), "Filen är ett Word-dokument, ingen plan."),
    "an Excel file": (zipped("xl/workbook.xml"), "Filen är en Excel-fil, ingen plan."),
    "a LibreOffice document": (
        zipped("mimetype-opendocument"),
        "Filen är ett dokument från LibreOffice, ingen plan.",
    ),
    "a packed file": (zipped("a.txt"), "Filen är en packad fil (zip), ingen plan."),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3", "Filen är en pdf, ingen plan."),
    "an old Word document": (
        b"\xd0\xcf\x11\xe0" + b"\x01\xff" * 90,
        "Filen är ett gammalt Word- eller Excel-dokument, ingen plan.",
    ),
    "rich text": (b"{\\rtf1\\ansi", "Filen är ett RTF-dokument, ingen plan."),
    "a web page": (b"\n<!DOCTYPE html>\n<html>", "Filen är en webbsida, ingen plan."),
    "a picture": (b"\x89PNG\r\n\x1a\n", "Filen är en bild, ingen plan."),
    "bytes": (bytes(range(1, 256)) * 9, "Filen är ingen textfil."),
    "a list": (b"- 1\n", "Filen är ingen plan."),
}


@pytest.mark.parametrize(("raw", "message"), KINDS.values(), ids=KINDS)
def test_a_file_that_is_no_plan_is_told_once_with_what_to_do(raw, message):
    built = pipeline.check("plan", raw, SCHEMA)
    assert [(finding.code, finding.message) for finding in built.findings] == [("YML008", message)]
    assert all(finding.hint and not finding.repair for finding in built.findings)


@pytest.mark.parametrize("raw", [raw for raw, _ in KINDS.values()], ids=KINDS)
def test_fix_leaves_it_as_it_is(raw, tmp_path, capsys):
    path = tmp_path / "2017.yaml"
    path.write_bytes(raw)
    assert main(["fix", str(path), "--ja"]) == 1
    assert path.read_bytes() == raw
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "encoding",
    ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "cp1252", "mac_roman"],
)
def test_a_plan_in_another_encoding_is_read_whole_and_told_once(encoding, small_plan):
    built = pipeline.check("plan", small_plan.decode().encode(encoding), SCHEMA)
    assert [finding.code for finding in built.findings] == ["YML001"]
    assert built.source.text == small_plan.decode()


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
def test_bytes_that_are_no_swedish_letters_in_an_old_encoding_are_not_taken_for_it(encoding):
    raw = "å ö".encode(encoding) + b" \xa4\xb6"
    assert pipeline.check("plan", raw, SCHEMA).source.text != raw.decode(encoding)


MERGES = {
    "merge": "<<<<<<< HEAD\n{one}=======\n{other}>>>>>>> anna\n",
    "diff3": "<<<<<<< HEAD\n{one}||||||| 1234567\n{one}=======\n{other}>>>>>>> anna\n",
    "windows": "<<<<<<< .mine\r\n{one}=======\r\n{other}>>>>>>> .r12\r\n",
    "half put right": "{one}=======\n{other}",
    "indented by an editor": "    <<<<<<< HEAD\n{one}    >>>>>>> anna\n",
    "the end alone": "{one}>>>>>>> 1234567 (Ny dag)\n",
}


@pytest.mark.parametrize("merge", MERGES.values(), ids=MERGES)
@pytest.mark.parametrize(
    "line",
    ["status: beslutad\n", "            värd: Salem\n", "    - Fokus på den gemensamma nyttan\n"],
)
def test_an_unmerged_plan_is_one_finding_and_left_alone(merge, line):
    text = PLAN.decode().replace(line, merge.format(one=line, other=line.replace("a", "e")), 1)
    built = pipeline.check("plan", text.encode(), SCHEMA)
    assert [(f.code, f.message) for f in built.findings] == [
        ("YML008", "Här står två versioner av samma rader, som git inte kunde slå ihop.")
    ]
    mark = built.source.place(built.findings[0])
    assert text.split("\n")[mark.line - 1].strip()[:7] in ("<<<<<<<", "=======", ">>>>>>>")
    assert (
        fix(built, lambda tried: pipeline.check("plan", tried.encode(), SCHEMA)).source.text
        == built.source.text
    )


def misread_as(text: str, encoding: str) -> str:
    """UTF-8 read as another encoding; bytes that Windows does not use are kept, as browsers do."""
    return "".join(
        bytes([byte]).decode(encoding, "replace").replace("\ufffd", chr(byte))
        for byte in text.encode()
    )


@settings(max_examples=60, deadline=None)
@given(
    words=st.text("abc åäöÅÄÖéüÜ–—”“’…½§°€→😀\u00a0", max_size=20),
    encoding=st.sampled_from(["cp1252", "latin-1", "mac_roman", "cp850", "cp437"]),
    times=st.integers(1, 2),
)
def test_letters_that_were_misread_are_read_as_they_were_meant(words, encoding, times):
    if encoding not in ("cp1252", "latin-1"):
        times, words = 1, "".join(sign for sign in words if sign not in "😀\u00a0€→")
    damaged = f"Vi {words} här"
    for _ in range(times):
        damaged = misread_as(damaged, encoding)
    for start, end, meant in reversed(misread(damaged)):
        damaged = damaged[:start] + meant + damaged[end:]
    assert damaged == f"Vi {words} här"


@settings(max_examples=200, deadline=None)
@given(
    st.text(
        "aeråäöÅÄÖéÉàÀèüÜæøçñßÆØ ÇÑ-–—”“’‘‚„»«…·•§°½¼%€£©®×÷µ™≤≈\u00a0.,:;!?()0123", max_size=60
    )
)
def test_no_text_of_western_europe_is_taken_for_misread(text):
    assert misread(text) == []


@pytest.mark.parametrize("left", ["â€", "â€\ufffd"])
def test_half_a_misread_sign_is_told_and_left_alone(left, small_plan):
    text = small_plan.decode().replace("Att utveckla", f"Att utveckla {left} allt")
    built = pipeline.check("plan", text.encode(), SCHEMA)
    told = [
        (finding.message, finding.repair) for finding in built.findings if finding.code == "YML012"
    ]
    assert told == [("Här står ”â€”, som troligen var ett citattecken eller ett tankstreck.", ())]


@pytest.mark.parametrize("times", [1, 2])
def test_a_whole_plan_that_was_misread_is_one_finding_and_mended_to_the_letter(times, plan_2017):
    damaged = plan_2017.decode()
    for _ in range(times):
        damaged = misread_as(damaged, "cp1252")
    built = pipeline.check("plan", damaged.encode(), SCHEMA)
    assert [finding.code for finding in built.findings if finding.severity == "fel"] == ["YML012"]
    mended = fix(built, lambda tried: pipeline.check("plan", tried.encode(), SCHEMA))
    assert mended.source.text == plan_2017.decode()


@pytest.fixture
def plans(tmp_path, monkeypatch):
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "2017.yaml").write_bytes(PLAN)
    monkeypatch.setattr(files, "PLANS", folder)
    monkeypatch.chdir(tmp_path)
    return folder


MISNAMED = [
    "2019.yaml.txt",
    "2019.yml",
    "2019.YAML",
    "2019.yaml.yaml",
    "2019 (1).yaml",
    "2019",
    "2019.txt",
    "2019 .yaml",
    "Kopia av 2019.yaml",
]


@pytest.mark.parametrize("name", MISNAMED)
@pytest.mark.parametrize("asked", ["2019", "plans/2019.yaml"])
def test_a_plan_that_is_missing_but_for_its_name_is_named(plans, name, asked):
    (plans / name).write_bytes(PLAN)
    with pytest.raises(WrongUseError) as told:
        plan_file(asked)
    assert str(told.value).startswith(
        f"Det finns ingen plan {asked}, men plans/{name} finns: byt namn på filen till 2019.yaml."
    )
    assert str(told.value).endswith("Planer som finns: 2017.")


def test_where_there_is_no_plan_the_way_to_the_first_is_told(plans, capsys):
    for path in plans.iterdir():
        path.unlink()
    begin = "make begin YEAR=2018"
    for command, said in (
        ("check", f"Det finns ingen plan 2018. Här finns ingen plan än. Börja på en med  {begin}."),
        (
            "new",
            "Planen för 2018 görs av planen för 2017, men plans/2017.yaml finns inte. "
            f"Utan någon plan börjar du med  {begin}.",
        ),
    ):
        assert main([command, "2018"]) != 0
        assert capsys.readouterr().err == f"{said}\n"


@pytest.mark.parametrize(
    ("year", "way"),
    [
        ("2030", "Välj en annan:  make new YEAR=2030 FROM=2018."),
        ("2018", ""),
        ("2016", "Utan en tidigare plan börjar du med  make begin YEAR=2016."),
    ],
)
def test_a_year_whose_year_before_is_missing_is_led_on(plans, capsys, year, way):
    (plans / "2018.yaml").write_bytes(PLAN)
    assert main(["new", year]) == 1
    assert capsys.readouterr().err.endswith(f"{way}\n")


def test_new_and_compare_name_it_too(plans, capsys):
    (plans / "2018.yaml.txt").write_bytes(PLAN)
    assert main(["new", "2019"]) == 1
    assert "plans/2018.yaml.txt finns: byt namn på filen till 2018.yaml." in capsys.readouterr().err
    assert main(["compare", "2017", "--against", "2018"]) == 1
    assert "plans/2018.yaml.txt finns: byt namn på filen till 2018.yaml." in capsys.readouterr().err


NO_PLANS = [
    "~$2017.yaml",
    "._2017.yaml",
    ".2017.yaml.swp",
    ".#2017.yaml",
    "2017 (Konflikt Anna 2017-02-02).yaml",
    "2017-DESKTOP-ABC.yaml",
    "2017 - Kopia.yaml",
    "2017.sync-conflict-20170202-120000-ABC.yaml",
    "2017_conflict.yaml",
    "Kopia av 2017.yaml",
    "2017.yaml.bak",
]


def test_locks_and_copies_are_no_plans(plans):
    before = files.stamps().keys()
    for name in NO_PLANS:
        (plans / name).write_bytes(b"\0")
    assert list(files.plans()) == ["2017"]
    assert files.stamps().keys() == before
    assert {path.name for path in files.left_out()} == {
        name for name in NO_PLANS if name[0] not in ".~"
    }


def made(_) -> None:
    """What making a document says where all went well."""


def test_plans_tells_of_the_copies_that_it_leaves_out(plans, monkeypatch, capsys):
    from generator.cli import years

    (plans / "2017 - Kopia.yaml").write_bytes(PLAN)
    monkeypatch.setattr(years, "_made", made)
    years.plans(None)
    assert (
        "  plans/2017 - Kopia.yaml är ingen plan: en plan heter som sitt år"
        in capsys.readouterr().out
    )
