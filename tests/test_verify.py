"""The proof of a document: each kind of damage is seen, and a whole document has no finding."""

import re

import pytest

from generator.ooxml import package
from generator.word import verify
from generator.word.render import render
from generator.word.template import DOCUMENT


@pytest.fixture
def rendered(template, context_2017):
    return render(template, context_2017)


def damaged(docx: bytes, pattern: str, replacement: str, part: str = DOCUMENT) -> bytes:
    parts = package.read(docx)
    text, count = re.subn(pattern, replacement, parts[part].decode(), count=1, flags=re.DOTALL)
    assert count
    parts[part] = text.encode()
    return package.write(parts)


LAST = r"(<w:sectPr(?:(?!<w:sectPr).)*</w:body>)"
STYLES, SETTINGS, CORE = "word/styles.xml", "word/settings.xml", "docProps/core.xml"
TABLE = "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
PICTURE = '<wp:docPr xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" id="1" name="Karta"{}/>'
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
    "an empty paragraph": ("VER004", LAST, r"<w:p/>\1"),
    "a paragraph of blanks": (
        "VER004",
        LAST,
        r'<w:p><w:r><w:t xml:space="preserve"> </w:t></w:r></w:p>\1',
    ),
    "a relationship to nothing": (
        "VER005",
        'Target="settings.xml"',
        'Target="setting.xml"',
        "word/_rels/document.xml.rels",
    ),
    "a bookmark that is missing": ("VER006", "PAGEREF _Rubrik1", "PAGEREF _Rubrik9"),
    "a bookmark of the same name": (
        "VER006",
        LAST,
        r'<w:bookmarkStart w:id="9" w:name="_Rubrik1"/><w:bookmarkEnd w:id="9"/>\1',
    ),
    "a bookmark of the same number": (
        "VER006",
        LAST,
        r'<w:bookmarkStart w:id="1" w:name="_Rubrik2"/><w:bookmarkEnd w:id="1"/>\1',
    ),
    "a bookmark that does not end": ("VER006", '<w:bookmarkEnd w:id="1"/>', ""),
    "a bookmark with a name that Word refuses": (
        "VER006",
        LAST,
        rf'<w:bookmarkStart w:id="9" w:name="{"x" * 41}"/><w:bookmarkEnd w:id="9"/>\1',
    ),
    "a field that does not end": ("VER008", '<w:r><w:fldChar w:fldCharType="end"/></w:r>', ""),
    "a field that does not begin": ("VER008", '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', ""),
    "a field without result": (
        "VER008",
        r'<w:t xml:space="preserve">2</w:t>',
        "",
        "word/footer1.xml",
    ),
    "a cell without paragraph": (
        "VER009",
        r"<w:p>(?:(?!</w:p>).)*>Belopp \(kr\)</w:t></w:r></w:p>",
        "",
    ),
    "text outside a run": ("VER009", '<w:p>(<w:pPr><w:pStyle w:val="Title"/>)', r"<w:p>löst\1"),
    "a style that is missing": ("VER010", '<w:pStyle w:val="Quote"/>', '<w:pStyle w:val="Citat"/>'),
    "a numbering that is missing": (
        "VER010",
        '<w:numId w:val="3"/>',
        '<w:numId w:val="47"/>',
        STYLES,
    ),
    "a relationship that is missing": (
        "VER010",
        'footerReference w:type="default" r:id="rId6"',
        'footerReference w:type="default" r:id="rId66"',
    ),
    "an older mode of Word": (
        "VER011",
        'compatibilityMode" w:uri="(.*?)" w:val="15"',
        r'compatibilityMode" w:uri="\1" w:val="14"',
        SETTINGS,
    ),
    "a date that is none": ("VER011", "(<dcterms:created[^>]*>)[^<]*", r"\1igår", CORE),
    "a question when Word opens": ("VER011", "<w:zoom", "<w:updateFields/><w:zoom", SETTINGS),
    "a change that is tracked": (
        "VER012",
        LAST,
        r'<w:p><w:ins w:id="1"><w:r><w:t>Mål</w:t></w:r></w:ins></w:p>\1',
    ),
    "a comment": (
        "VER012",
        LAST,
        r'<w:p><w:r><w:t>Mål</w:t></w:r><w:r><w:commentReference w:id="0"/></w:r></w:p>\1',
    ),
    "a link that says nothing": (
        "TIL001",
        "Summa</w:t></w:r>",
        'Summa</w:t></w:r><w:hyperlink w:anchor="_Rubrik1"><w:r><w:t>här</w:t></w:r></w:hyperlink>',
    ),
    "bold for a heading": (
        "TIL002",
        LAST,
        r'<w:p><w:r><w:rPr><w:b/><w:sz w:val="28"/></w:rPr><w:t>Mål</w:t></w:r></w:p>\1',
    ),
    "a typed bullet": ("TIL003", LAST, r"<w:p><w:r><w:t>• Mål</w:t></w:r></w:p>\1"),
    "another language": ("TIL004", 'w:lang w:val="sv-SE"', 'w:lang w:val="en-US"', STYLES),
    "properties without language": ("TIL004", "<dc:language>sv-SE</dc:language>", "", CORE),
    "properties without title": ("TIL005", "<dc:title>.*?</dc:title>", "<dc:title/>", CORE),
    "properties without author": ("TIL005", "<dc:creator>.*?</dc:creator>", "", CORE),
    "a level that is skipped": (
        "TIL006",
        r'<w:pStyle w:val="Heading3"/>(.*?Näringsliv och)',
        r'<w:pStyle w:val="Heading4"/>\1',
    ),
    "a table without marked heading": ("TIL007", "<w:tblHeader/>", ""),
    "merged cells": (
        "TIL008",
        '<w:tcW w:w="1418" w:type="dxa"/>',
        '<w:tcW w:w="1418" w:type="dxa"/><w:vMerge w:val="restart"/>',
    ),
    "a table in a cell": ("TIL008", r"(<w:tc><w:tcPr>(?:(?!</w:tcPr>).)*</w:tcPr>)", rf"\1{TABLE}"),
    "an empty cell": (
        "TIL009",
        r"(<w:tc>(?:(?!</w:tc>).)*)<w:r><w:t[^>]*>År</w:t></w:r>",
        r"\1<w:r><w:drawing/></w:r>",
    ),
    "a picture without description": (
        "TIL010",
        LAST,
        rf"<w:p><w:r><w:drawing>{PICTURE.format('')}</w:drawing></w:r></w:p>\1",
    ),
    "blanks for space": ("TIL011", "Beslutad ", "Beslutad     "),
    "too faint a colour": (
        "TIL012",
        '<w:color w:val="595959"/>',
        '<w:color w:val="8A8A8A"/>',
        STYLES,
    ),
    "too dark a background": (
        "TIL012",
        "(<w:t[^>]*>Summa</w:t>)",
        r'<w:rPr><w:shd w:val="clear" w:fill="333333"/></w:rPr>\1',
    ),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_damage_is_seen(rendered, context_2017, damage):
    code, *change = damage
    assert {
        finding.code for finding in verify.verify(damaged(rendered, *change), context_2017)
    } == {code}


def test_every_code_has_its_damage():
    assert {code for code, *_ in DAMAGE.values()} - {"TIL001", "TIL002", "TIL003"} == set(
        verify.CODES
    ) - {"VER014", "VER016", "VER017", "VER018"}, (
        "in test_provenance, test_budget, test_pictures and test_footnotes"
    )


def test_a_lost_word_is_told_with_its_place(rendered, context_2017):
    (finding,) = verify.verify(damaged(rendered, "kunskapscenter", ""), context_2017)
    assert finding.at == ("kapitel", 0, "text")
    assert (
        finding.message
        == "Dokumentet visar inte hela texten ”Södertörns åtta kommuner är en attraktiv del av Stockholmsre…”."
    )


def test_what_the_template_does_is_told_as_a_place_in_the_document(rendered, context_2017):
    grey = ("(<w:t[^>]*>Summa</w:t>)", r'<w:rPr><w:color w:val="999999"/></w:rPr>\1')
    (faint,) = verify.verify(damaged(rendered, *grey), context_2017)
    assert (faint.at, faint.message) == ((), "Kontrasten är 2,8, men ska vara minst 4,5.")
    assert faint.where == "dokumentet, i stycket ”Summa” under rubriken ”Intäkter”"
    (tag,) = verify.verify(damaged(rendered, "Summa</w:t>", "Summa {{ namn }}</w:t>"), context_2017)
    assert (tag.code, tag.where) == ("VER002", "dokumentet")


def test_a_whole_document_has_no_finding(rendered, context_2017):
    assert verify.verify(rendered, context_2017) == []


def test_what_is_no_word_file_is_a_finding(context_2017):
    assert [finding.code for finding in verify.verify(b"hej", context_2017)] == ["VER003"]
