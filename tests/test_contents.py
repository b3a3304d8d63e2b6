"""The table of contents: what Word would make of the same field, and no page number that is not
known."""

import re

import judge
import pytest
from lxml import etree
from programs import need
from test_feedback import remarks
from test_plans import PLANS
from test_redline import office

from generator import pipeline
from generator.files import read_page_template
from generator.ooxml import package, w
from generator.ooxml.styles import Styles
from generator.word.redline import redline
from generator.word.render import number_pages

ALL = next(path for path in PLANS if path.stem == "allt").read_bytes()
WITHOUT = ALL.replace("innehållsförteckning:\n  nivåer: 2\n".encode(), b"")
NEW = b"  - rubrik: Nytt\n    text: Ord.\n"
WHEN = "2018-01-01T00:00:00Z"


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


def test_a_short_heading_ends_at_no_stop_of_a_longer_label(plan_schema, template):
    appendix = NEW.replace(b"text:", b"slag: bilaga\n    text:")
    made = pipeline.produce("p", ALL + appendix, plan_schema, template)
    parts = package.read(made.docx)
    xml = parts["word/document.xml"].decode()
    stops = Styles(package.tree(parts["word/styles.xml"])).tab_stops("TOC1")
    assert len(stops) == 3, "one for a number, one for an appendix, one for the page"
    found = re.findall(r'<w:pStyle w:val="TOC1"/>(.*?)</w:pPr>.*?<w:t>([^<]*)</w:t>', xml)
    assert len(found) > 3
    numbered = [own for own, label in found if not label.startswith("Bilaga")]
    assert set(numbered) == {f'<w:tabs><w:tab w:val="clear" w:pos="{stops[1]}"/></w:tabs>'}
    assert {own for own, label in found if label.startswith("Bilaga")} == {""}


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


def touched(docx: bytes) -> list[str]:
    """The words of each entry that has a tracked change, those that go among them."""
    root = package.tree(package.read(docx)["word/document.xml"])
    links = [link for link in root.iter(w("hyperlink")) if "_Toc" in link.get(w("anchor"), "")]
    assert len(links) > 15
    changed = [link for link in links if next(link.iter(w("ins"), w("del")), None) is not None]
    return ["".join(t.text or "" for t in e.iter(w("t"), w("delText"))) for e in changed]


def numberless(docx: bytes, mode: str = "accept") -> list:
    """What a document shows after its changes, its table of contents without numbers and pages."""
    body = judge.stories(docx, mode)["document.xml"]
    return [
        re.sub(r"\d+\.\\t|<separate>[–\d]+<end>", "", repr(block))
        if "PAGEREF _Toc" in repr(block)
        else block
        for block in body
    ]


CHANGES = {
    "a picture": (b"          ![De fyra kommunerna runt sj\xc3\xb6n, som m\xc3\xb6ts i dess mitt](bilder/karta.png)\n\n", b"", []),
    "a chapter first": (b"kapitel:\n", b"kapitel:\n" + NEW, ["1.Nytt–"]),
    "a heading": (b"rubrik: \xc3\x85rets dagar", b"rubrik: Dagarna", ["7.Årets dagar–", "7.Dagarna–"]),
    "the last heading": (b"rubrik: N\xc3\xa4mnden\n", b"rubrik: Alla\n", ["Nämnden–", "Alla–"]),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), CHANGES.values(), ids=CHANGES)
def test_a_redline_shows_changed_headings_alone(old, new, expected, made, plan_schema, template):
    assert ALL.count(old) == 1
    later = pipeline.produce("p", ALL.replace(old, new), plan_schema, template)
    for before, after in ((made, later), (later, made)):
        tracked = redline(before.docx, after.docx, "Sekretariatet", WHEN)
        assert sorted(touched(tracked)) == sorted(expected)
        assert judge.stories(tracked, "accept") == judge.stories(after.docx)
        assert numberless(tracked, "reject") == numberless(before.docx)
        assert remarks(after, tracked) == []


def test_another_page_is_no_change_in_a_redline(made):
    names = re.findall(
        r'w:anchor="(_Toc\d{9})"', package.read(made.docx)["word/document.xml"].decode()
    )
    told = number_pages(made.docx, {name: page for page, name in enumerate(names)})
    for before, after in ((made.docx, told), (told, made.docx)):
        tracked = redline(before, after, "Sekretariatet", WHEN)
        assert judge.changes(tracked) == 0
        assert judge.stories(tracked) == judge.stories(after)


def without_paragraph(docx: bytes, words: str) -> bytes:
    """A document from which someone took the paragraph that holds some words, untracked."""
    parts = package.read(docx)
    root = package.tree(parts["word/document.xml"])
    (gone,) = [p for p in root.iter(w("p")) if words in "".join(p.itertext())]
    gone.getparent().remove(gone)
    return package.write({**parts, "word/document.xml": etree.tostring(root)})


def said(built: pipeline.Build, docx: bytes) -> list[tuple]:
    return [(r.kind, r.at, r.quote, r.text, r.problem) for r in remarks(built, docx)]


def test_a_paragraph_less_is_told_as_without_a_table_of_contents(made, plan_schema, template):
    plain = pipeline.produce("p", WITHOUT, plan_schema, template)
    assert entries(plain.docx) == []
    assert said(made, made.docx) == []
    words = "de fyra kommunerna ligger runt"
    found = said(made, without_paragraph(made.docx, words))
    assert [(kind, text) for kind, _, _, text, _ in found] == [("ospårad", "")]
    assert found == said(plain, without_paragraph(plain.docx, words))


def test_what_libreoffice_saves_is_told_as_without_a_table_of_contents(
    made, plan_schema, template, tmp_path
):
    (tmp_path / "a.docx").write_bytes(made.docx)
    office("save", tmp_path / "a.docx", tmp_path / "b.docx")
    saved = (tmp_path / "b.docx").read_bytes()
    assert said(made, saved) == []
    plain = pipeline.produce("p", WITHOUT, plan_schema, template)
    words = "de fyra kommunerna ligger runt"
    expected = said(plain, without_paragraph(plain.docx, words))
    assert said(made, without_paragraph(saved, words)) == expected


def test_words_of_an_entry_that_were_typed_over_are_told_in_libreoffices_field(made):
    """LibreOffice puts the whole entry into the field of its page; only the page is computed."""
    xml = package.read(made.docx)["word/document.xml"].decode()
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGEREF {} \\h</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'  # fmt: skip
    link = re.search(
        r'<w:hyperlink w:anchor="(_Toc\d+)"[^>]*>(.*?)<w:r><w:fldChar .*?</w:hyperlink>', xml
    )
    entry = '<w:hyperlink w:anchor="{}">{}{}<w:r><w:t>{}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:hyperlink>'  # fmt: skip
    code, shown = field.format(link[1]), link[2]
    for words, page, number in ((shown, "4", 0), (shown.replace("Uppdraget", "Annat"), "4", 1)):
        body = xml.replace(link[0], entry.format(link[1], code, words, page))
        parts = {**package.read(made.docx), "word/document.xml": body.encode()}
        assert [r.kind for r in remarks(made, package.write(parts))] == ["ospårad"] * number


def test_a_new_link_of_a_redline_is_no_remark(plan_schema, template):
    more = WITHOUT.replace(
        b"kapitel:\n", b"kapitel:\n  - rubrik: Nytt\n    text: Se [sidan](https://a.se/b).\n", 1
    )
    built = [pipeline.produce("p", raw, plan_schema, template) for raw in (WITHOUT, more)]
    for before, after in (built, built[::-1]):
        tracked = redline(before.docx, after.docx, "Sekretariatet", WHEN)
        assert judge.changes(tracked) > 3
        assert remarks(after, tracked) == []
