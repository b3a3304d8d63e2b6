"""The template as Word saves it is as good as the one that the generator wrote, and gives the same
document."""

import random
import re

import pytest
import wordify

from generator import context, files, pipeline
from generator.ooxml import package
from generator.ooxml.text import paragraphs
from generator.word.contract import contract
from generator.word.render import render

DOCUMENT = "word/document.xml"


@pytest.fixture(scope="module")
def content(full_plan, plan_schema):
    return context.make(pipeline.check("plan", full_plan, plan_schema).plan)


@pytest.fixture(scope="module")
def expected(template, full_plan, plan_schema) -> list[str]:
    return lines(pipeline.produce("plan", full_plan, plan_schema, template).docx)


def lines(docx: bytes) -> list[str]:
    parts = package.read(docx)
    shown = [name for name in sorted(parts) if package.is_shown(name)]
    found = [text for name in shown for _, text in paragraphs(package.tree(parts[name]))]
    return [text for text in found if text]


@pytest.mark.parametrize("way", wordify.WAYS)
def test_a_template_that_word_has_saved_gives_the_same_document(
    way, template, full_plan, plan_schema, expected
):
    saved = wordify.wordified(template, way)
    assert [finding.message for finding in contract(saved)] == []
    built = pipeline.produce("plan", full_plan, plan_schema, saved)
    assert built.docx, [finding.message for finding in built.findings]
    assert len(expected) > 100
    assert lines(built.docx) == expected


def test_what_word_numbers_is_numbered_once_in_the_document(template, full_plan, plan_schema):
    saved = wordify.wordified(template, "all")
    built = pipeline.produce("plan", full_plan, plan_schema, saved)
    parts = package.read(built.docx)
    text = parts[DOCUMENT].decode()
    assert not re.findall(r"paraId|rsid|<w:sdt|smartTag|permStart|_Hlk|_GoBack|lastRendered", text)
    assert not {name for name in parts if "glossary" in name or "thumbnail" in name}
    types = parts[package.CONTENT_TYPES].decode()
    assert types.count("/docProps/custom.xml") == 1
    assert "wordprocessingml.document.main+xml" in types
    assert "template.main+xml" not in types
    names = re.findall(r'PartName="/([^"]+)"', types)
    assert len(names) > 10
    assert set(names) <= set(parts)
    settings = parts["word/settings.xml"].decode()
    assert "rsidRoot" not in settings


def test_our_own_template_is_one_of_the_ways(template):
    assert wordify.wordified(template, "as generated") == template == files.read(files.TEMPLATE)


def whole(first: str, last: str, text: str) -> str:
    """What stands from the paragraph of one tag to the paragraph of another, both included."""
    start = text.rindex("<w:p>", 0, text.index(first))
    return text[start : text.index("</w:p>", text.index(last, start)) + len("</w:p>")]


def moved(parts):
    text = parts[DOCUMENT].decode()
    fees = whole("{%p for f in b.fördelning %}", "{%p endfor %}", text)
    sides = whole("{%p for s in b.sidor %}", "{%p for s in b.sidor %}", text)
    wordify.edit(parts, DOCUMENT, (fees, ""), (sides, fees + sides))


def in_document(old: str, new: str):
    return lambda parts: wordify.edit(parts, DOCUMENT, (old, new))


def in_styles(old: str, new: str):
    return lambda parts: wordify.edit(parts, "word/styles.xml", (old, new))


def paragraph(text: str, style: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


TITLE = paragraph("{{ titel }}", "Title")
CONDITION = (
    paragraph("{%p if utkast %}", "Mallkod")
    + paragraph("Sänd svar.", "Subtitle")
    + paragraph("{%p endif %}", "Mallkod")
)
INSTRUCTIONS = {
    "a word is written anew": in_document(">Summa<", ">Totalt<"),
    "a heading of a column is written anew": in_document("Belopp (kr)", "Kronor"),
    "a chapter's headings are larger": in_styles(
        '<w:sz w:val="36"/><w:szCs w:val="36"/>', '<w:sz w:val="40"/><w:szCs w:val="40"/>'
    ),
    "a style is darker": in_styles('<w:color w:val="1F4E5F"/>', '<w:color w:val="002030"/>'),
    "points have another style": in_document(
        '<w:pStyle w:val="ListBullet"/>', '<w:pStyle w:val="Dagpunkt"/>'
    ),
    "a loop is moved with its ends": moved,
    "a text is only in drafts": in_document(TITLE, TITLE + CONDITION),
    "a text is in its own style": in_document(
        TITLE, TITLE + paragraph("För åtta kommuner", "Subtitle")
    ),
}
"""What docs/mall.md tells how to do."""


@pytest.mark.parametrize("change", INSTRUCTIONS.values(), ids=INSTRUCTIONS)
def test_what_the_manual_tells_how_to_do_can_be_done_in_word(
    change, template, full_plan, plan_schema
):
    parts = package.read(template)
    change(parts)
    saved = wordify.wordified(package.write(parts), "all")
    assert [finding.message for finding in contract(saved)] == []
    built = pipeline.produce("plan", full_plan, plan_schema, saved)
    assert built.docx, [finding.message for finding in built.findings]


NAMED = [
    *(
        f"word/{kind}.xml"
        for kind in ("document", "styles", "numbering", "settings", "header1", "footer1")
    ),
    "docProps/core.xml",
]


def test_a_part_may_have_any_name(template, context_2017):
    """Names that are other parts' usual names, among them."""
    dice = random.Random(1)
    expected = lines(render(template, context_2017))
    for _ in range(12):
        parts = package.read(template)
        some = dice.sample(NAMED, 4)
        others = [f"{name}.bort" for name in some]
        wordify.renamed(parts, dict(zip(some, others, strict=True)))
        free = dice.sample(
            [*some, "word/document2.xml", "word/a/b c.xml", "x.xml", "Word/Styles1.xml"], 4
        )
        wordify.renamed(parts, dict(zip(others, free, strict=True)))
        saved = package.write(parts)
        assert contract(saved) == [], free
        assert lines(render(saved, context_2017)) == expected, free
