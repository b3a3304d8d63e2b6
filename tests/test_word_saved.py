"""The template as Word saves it is as good as the one that the generator wrote, and gives the same document."""

import re

import pytest
import wordify

from generator import context, files, pipeline
from generator.contract import contract
from generator.ooxml import package
from generator.ooxml.text import paragraphs

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
def test_a_template_that_word_has_saved_gives_the_same_document(way, template, full_plan, plan_schema, expected):
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
