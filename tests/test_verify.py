"""The proof of a document: each kind of damage is seen, and a whole document has no finding."""

import re

import pytest

from generator import verify
from generator.ooxml import package
from generator.render import DOCUMENT, render


@pytest.fixture
def rendered(template, context_2017):
    return render(template, context_2017)


def damaged(docx: bytes, pattern: str, replacement: str, part: str = DOCUMENT) -> bytes:
    parts = package.read(docx)
    text, count = re.subn(pattern, replacement, parts[part].decode(), count=1, flags=re.DOTALL)
    assert count
    parts[part] = text.encode()
    return package.write(parts)


DAMAGE = {
    "text inside text": ("VER007", "Summa</w:t>", "Summa<w:r><w:t>x</w:t></w:r></w:t>"),
    "a word is lost": ("VER001", "kunskapscenter", ""),
    "a heading is lost though a table has its word": (
        "VER001",
        r"<w:p>(?:(?!</w:p>).)*Heading1(?:(?!</w:p>).)*Syfte</w:t></w:r></w:p>",
        "",
    ),
    "one of two equal rows is lost": ("VER001", "945\u00a0000", "x"),
    "a tag is left": ("VER002", "Summa</w:t>", "Summa {{ namn }}</w:t>"),
    "a part is cut off": ("VER003", "</w:body>", ""),
    "an empty paragraph": ("VER004", "<w:sectPr", "<w:p/><w:sectPr"),
    "a paragraph of blanks": ("VER004", "<w:sectPr", '<w:p><w:r><w:t xml:space="preserve"> </w:t></w:r></w:p><w:sectPr'),
    "a bookmark that is missing": ("VER006", "PAGEREF _Rubrik1", "PAGEREF _Rubrik9"),
    "a bookmark of the same name": (
        "VER006",
        "<w:sectPr",
        '<w:bookmarkStart w:id="9" w:name="_Rubrik1"/><w:bookmarkEnd w:id="9"/><w:sectPr',
    ),
}


@pytest.mark.parametrize(("code", "pattern", "replacement"), DAMAGE.values(), ids=DAMAGE)
def test_damage_is_seen(rendered, context_2017, code, pattern, replacement):
    assert {finding.code for finding in verify.verify(damaged(rendered, pattern, replacement), context_2017)} == {code}


def test_a_relationship_to_nothing_is_seen(rendered, context_2017):
    broken = damaged(rendered, 'Target="styles.xml"', 'Target="style.xml"', "word/_rels/document.xml.rels")
    assert {finding.code for finding in verify.verify(broken, context_2017)} == {"VER005"}


def test_every_code_has_its_damage():
    assert {code for code, _, _ in DAMAGE.values()} | {"VER005"} == set(verify.CODES)


def test_a_lost_word_is_told_with_its_place(rendered, context_2017):
    (finding,) = verify.verify(damaged(rendered, "kunskapscenter", ""), context_2017)
    assert finding.at == ("inledning", "text")
    assert finding.message == "Dokumentet visar inte hela texten ”Södertörns åtta kommuner är en attraktiv del av Stockholmsre…”."


def test_a_whole_document_has_no_finding(rendered, context_2017):
    assert verify.verify(rendered, context_2017) == []


def test_what_is_no_word_file_is_a_finding(context_2017):
    assert [finding.code for finding in verify.verify(b"hej", context_2017)] == ["VER003"]
