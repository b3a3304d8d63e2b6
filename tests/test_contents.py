"""The table of contents: what Word would make of the same field, and no page number that is not
known."""

import re

import pytest
from programs import need
from test_feedback import remarks
from test_plans import PLANS

from generator import pipeline
from generator.files import read_page_template
from generator.ooxml import package
from generator.render import number_pages

ALL = next(path for path in PLANS if path.stem == "allt").read_bytes()


def entries(docx: bytes) -> list[tuple[str, str, str]]:
    """Each entry: its style, its words, and the page that it tells."""
    xml = package.read(docx)["word/document.xml"].decode()
    found = re.findall(r'<w:pStyle w:val="TOC(\d)"/>(.*?)</w:p>', xml)
    shown = [
        (level, re.findall(r"<w:t[ >][^<]*?>?([^<>]*)</w:t>", entry)) for level, entry in found
    ]
    return [(level, " ".join(words[:-1]), words[-1]) for level, words in shown]


@pytest.fixture
def made(plan_schema, template):
    return pipeline.produce("p", ALL, plan_schema, template)


def test_entries_are_the_headings_and_tell_no_page_before_there_are_pages(made):
    assert [entry for entry in entries(made.docx) if entry[0] == "1"][:2] == [
        ("1", "1. Uppdraget", "–"),
        ("1", "2. Mål och aktiviteter", "–"),
    ]
    assert entries(made.docx)[-1] == ("2", "Nämnden", "–")
    xml = package.read(made.docx)["word/document.xml"].decode()
    assert 'TOC \\o "1-2" \\h \\z \\u' in xml
    assert "updateFields" not in package.read(made.docx)["word/settings.xml"].decode()
    for name in re.findall(r'<w:hyperlink w:anchor="(_Toc\d+)"', xml):
        assert xml.count(f'w:name="{name}"') == 1
        assert f"PAGEREF {name} \\h" in xml


def test_pages_are_told_once_they_are_known(made):
    name = re.search(rb'anchor="(_Toc\d+)"', package.read(made.docx)["word/document.xml"])[1]
    told = number_pages(made.docx, {name.decode(): 7})
    assert entries(told)[0] == ("1", "1. Uppdraget", "7")
    assert number_pages(told, {name.decode(): 7}) is None


def test_the_pdf_tells_the_pages(made):
    need("libreoffice-writer")
    from generator.libreoffice import lay_out

    built = pipeline.paginate(made, lay_out)
    pages = [entry[2] for entry in entries(built.docx)]
    assert pages[0] == "3"
    assert "–" not in pages
    assert pages == sorted(pages, key=int)


def test_the_page_lists_the_headings_in_its_navigation(plan_schema, plan_2017):
    deeper = plan_2017.replace(
        b"\nkapitel:", "\ninnehållsförteckning: {nivåer: 3}\nkapitel:".encode()
    )
    page = pipeline.produce_page("p", deeper, plan_schema, read_page_template()).html.decode()
    nav = page[page.index("<nav") : page.index("</nav>")]
    assert (
        '<li class="nivå-3"><a href="#naringsliv-och-hogskola">Näringsliv och Högskola</a></li>'
        in nav
    )
    assert 'id="naringsliv-och-hogskola"' in page
    plain = pipeline.produce_page("p", plan_2017, plan_schema, read_page_template()).html.decode()
    assert "nivå-3" not in plain[plain.index("<nav") : plain.index("</nav>")]


@pytest.mark.parametrize("typed", ["[]", "ja", "{nivåer: 0}", "{nivåer: 9}", "{nivåer: [2]}", "{x: 1}"])  # fmt: skip
def test_absurd_values_are_told(typed, plan_2017, plan_schema):
    raw = plan_2017.replace(b"\nkapitel:", f"\ninnehållsförteckning: {typed}\nkapitel:".encode(), 1)
    assert [f for f in pipeline.check("p", raw, plan_schema).findings if f.severity == "fel"]


def test_a_page_that_was_filled_in_is_no_remark(made):
    name = re.search(rb'anchor="(_Toc\d+)"', package.read(made.docx)["word/document.xml"])[1]
    told = number_pages(made.docx, {name.decode(): 7})
    assert told != made.docx
    assert remarks(made, told) == []


def test_a_heading_more_leaves_the_places_of_all_others(made, plan_schema, template):
    more = ALL.replace(b"kapitel:\n", b"kapitel:\n  - rubrik: Nytt\n    text: Ord.\n", 1)
    after = pipeline.produce("p", more, plan_schema, template)
    before, now = (
        re.findall(r'w:anchor="(_Toc\d{9})"', package.read(one)["word/document.xml"].decode())
        for one in (made.docx, after.docx)
    )
    assert len(before) > 15
    assert len({*before}) == len(before)
    assert [name for name in now if name in before] == before
    assert len(now) == len(before) + 1
