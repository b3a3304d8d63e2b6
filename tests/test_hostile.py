"""Files from elsewhere that are no documents of ours, or mean harm: one sentence each, bounded
memory and time, nothing written."""

import io
import re
import resource
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import files
from generator.cli import main
from generator.ooxml import package, untrusted
from generator.templating import UnusableTemplateError
from generator.word.template import prepared


def rezipped(parts: dict[str, bytes], **more: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**parts, **more}.items():
            archive.writestr(name, content)
    return target.getvalue()


@pytest.fixture(scope="module")
def ours(tmp_path_factory) -> bytes:
    target = tmp_path_factory.mktemp("ours") / "a.docx"
    assert main(["plan", str(files.PLANS / "2018.yaml"), "--output", str(target)]) == 0
    return target.read_bytes()


def with_document(ours: bytes, change) -> bytes:
    parts = package.read(ours)
    parts["word/document.xml"] = change(parts["word/document.xml"])
    return rezipped(parts)


ENTITY = b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document'
LAUGHS = (
    b"<!DOCTYPE w ["
    + b"".join(
        b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"ha") for n in range(12)
    )
    + b"]><w:document"
)
HOSTILE = {
    "a zip bomb": (
        lambda ours: rezipped(package.read(ours), **{"word/media/bild.bin": bytes(80_000_000)}),
        "är orimligt stor när den packas upp, och öppnas inte.",
    ),
    "a bomb of XML": (
        lambda ours: with_document(
            ours, lambda x: x.replace(b"<w:body>", b"<w:body>" + b" " * 25_000_000)
        ),
        "är orimligt stor när den packas upp, och öppnas inte.",
    ),
    "many parts": (
        lambda ours: rezipped(package.read(ours), **{f"x{n}": b"" for n in range(2_500)}),
        "har orimligt många delar, och öppnas inte.",
    ),
    "an external entity": (
        lambda ours: with_document(ours, lambda x: x.replace(b"<w:document", ENTITY)),
        "innehåller egna definitioner (DTD)",
    ),
    "a thousand laughs": (
        lambda ours: with_document(ours, lambda x: x.replace(b"<w:document", LAUGHS)),
        "innehåller egna definitioner (DTD)",
    ),
    "half a file": (lambda ours: ours[: len(ours) // 2], "är ingen Word-fil, eller är skadad."),
    "macros": (
        lambda ours: rezipped(package.read(ours), **{"word/vbaProject.bin": b"x"}),
        "innehåller makron",
    ),
    "a PDF renamed": (lambda ours: b"%PDF-1.7\n", "är en PDF-fil."),
    "an old Word file": (
        lambda ours: b"\xd0\xcf\x11\xe0" + bytes(600),
        "är en gammal (.doc) eller lösenordsskyddad Word-fil. Öppna",
    ),
    "nothing": (lambda ours: b"", "är ingen Word-fil, eller är skadad."),
    "a zip of something else": (
        lambda ours: rezipped({"a.txt": b"hej"}),
        "är inget Word-dokument (.docx).",
    ),
    "XML that is cut": (
        lambda ours: with_document(ours, lambda x: x[:-300]),
        "är skadad (word/document.xml går inte att läsa).",
    ),
    "another program's document": (
        lambda ours: rezipped(
            {
                n: re.sub(rb"_pv_\w+", b"x", c)
                for n, c in package.read(ours).items()
                if "custom" not in n
            }
        ),
        "är inget dokument som det här verktyget har gjort",
    ),
}


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize("command", ["feedback", "apply", "redline"])
def test_what_is_no_document_of_ours_is_one_sentence(
    what, command, ours, tmp_path, capsys, monkeypatch
):
    if command == "redline" and what == "another program's document":
        pytest.skip("any document may be compared")
    make, sentence = HOSTILE[what]
    path = tmp_path / "svar.docx"
    path.write_bytes(make(ours))
    plan = tmp_path / "2018.yaml"
    plan.write_bytes(files.read(files.PLANS / "2018.yaml"))
    arguments = {
        "redline": [str(plan), str(path), "--output", str(tmp_path / "ut.docx")],
        "apply": [str(path), "--all", "--ja", "--plan", str(plan)],
    }
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert main([command, *arguments.get(command, [str(path)])]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"Filen {path} {sentence}")
    assert told.err.count("\n") == 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000
    assert sorted(p.name for p in tmp_path.iterdir()) == ["2018.yaml", "svar.docx"]
    assert plan.read_bytes() == files.read(files.PLANS / "2018.yaml")


@pytest.mark.parametrize("how", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_file_that_is_damaged_anywhere_is_told_however_it_is_packed(how):
    packed = io.BytesIO()
    parts = package.read(files.read(files.TEMPLATE))
    with zipfile.ZipFile(packed, "w", how) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    whole = packed.getvalue()
    told = 0
    for place in range(0, len(whole), len(whole) // 120):
        damaged = bytearray(whole)
        damaged[place] ^= 0x5A
        for read, refused in (
            (untrusted.read, untrusted.UnusableDocumentError),
            (prepared, UnusableTemplateError),
        ):
            try:
                read(bytes(damaged))
            except refused:
                told += 1
    assert told > 100


def test_a_document_of_another_plan_is_one_sentence(ours, tmp_path, capsys):
    (tmp_path / "a.docx").write_bytes(ours)
    assert main(["feedback", str(tmp_path / "a.docx"), "--plan", "2017"]) == 1
    assert (
        capsys.readouterr().err
        == "plans/2017.yaml är planen för 2017, men granskad är planen för 2018.\n"
    )
    assert main(["plan", "2017", "--output", str(tmp_path / "b.docx")]) == 0
    capsys.readouterr()
    assert main(["feedback", str(tmp_path / "a.docx"), str(tmp_path / "b.docx")]) == 1
    assert (
        capsys.readouterr().err
        == f"Filen {tmp_path / 'b.docx'} är av planen för 2017, inte för 2018.\n"
    )


@settings(deadline=None, max_examples=150)
@given(place=st.integers(0, 10**6), damage=st.binary(min_size=1, max_size=40))
def test_a_damaged_file_is_read_or_refused(ours, place, damage):
    """Whatever a mail program does to the bytes: a document, or a sentence."""
    place %= len(ours)
    said = "är ett dokument"
    try:
        assert untrusted.read(ours[:place] + damage + ours[place + len(damage) :])
    except untrusted.UnusableDocumentError as error:
        said = str(error)
    assert said.startswith(("är ", "har ", "innehåller "))
