"""Footnotes: real ones in Word, the PDF and the page; proven, redlined, and reviewed as any text."""

import re
from io import BytesIO

import judge
import pikepdf
import pytest
import wordify
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html
from programs import PAGES, need
from sizes import size
from test_feedback import remarks

from generator import context, files, html, libreoffice, paragraphs, pipeline
from generator.ooxml import package, text, w
from generator.review import apply
from generator.word import verify
from generator.word.redline import redline
from generator.word.render import render

WHEN = "2018-01-10T09:00:00Z"
FIRST = "Vi samverkar för att stärka den kommunala"
NOTED = """\
Ett stycke till[^b] med mer.

      - en punkt[^c]

      [^1]: Se **planen** för {år}, [Region](https://www.region.se).
      [^b]: Andra noten.
      [^c]: Tredje noten.
"""
ADDRESS = "https://www.region.se"


def noted(raw: bytes, notes: str = NOTED) -> bytes:
    """The plan of 2017 with three notes in a text."""
    typed = raw.decode()
    start = typed.index(FIRST)
    end = typed.index("\n", start)
    return f"{typed[:end]}[^1]\n\n      {notes}{typed[end:]}".encode()


@pytest.fixture(scope="module")
def built(plan_2017, plan_schema, template) -> pipeline.Build:
    made = pipeline.produce("plan.yaml", noted(plan_2017), plan_schema, template)
    assert made.docx, [finding.message for finding in made.findings]
    return made


@pytest.fixture(scope="module")
def parts(built) -> dict[str, bytes]:
    return package.read(built.docx)


def notes_of(parts: dict[str, bytes]) -> dict[str, str]:
    root = package.tree(parts["word/footnotes.xml"])
    return {
        note.get(w("id")): " ".join(words for _, words in text.paragraphs(note)).strip()
        for note in root.iter(w("footnote"))
    }


def references(parts: dict[str, bytes]) -> list[str]:
    root = package.tree(parts["word/document.xml"])
    return [reference.get(w("id")) for reference in root.iter(w("footnoteReference"))]


def test_the_sign_of_a_reference_is_one(built):
    assert text.NOTE == paragraphs.NOTE
    assert paragraphs.NOTE not in built.source.text


def test_word_has_them_as_its_own(parts):
    notes = notes_of(parts)
    assert [notes[number] for number in references(parts)] == [
        *("Se planen för 2017, Region.", "Andra noten.", "Tredje noten.")
    ]
    root = package.tree(parts["word/footnotes.xml"])
    assert [note.get(w("type")) for note in root][:2] == ["separator", "continuationSeparator"]
    settings = parts["word/settings.xml"].decode()
    assert settings.index("<w:footnotePr>") < settings.index("<w:compat>")
    styles = parts["word/styles.xml"].decode()
    assert '<w:name w:val="footnote text"/>' in styles
    assert '<w:name w:val="footnote reference"/>' in styles
    assert ADDRESS in parts["word/_rels/footnotes.xml.rels"].decode()
    assert ADDRESS not in parts["word/_rels/document.xml.rels"].decode()


def test_a_plan_without_notes_has_nothing_of_them(plan_2017, plan_schema, template):
    made = pipeline.produce("plan.yaml", plan_2017, plan_schema, template)
    parts = package.read(made.docx)
    assert "word/footnotes.xml" not in parts
    assert not [name for name, content in parts.items() if b"ootnote" in content]


@pytest.mark.parametrize("way", ["notes", "Swedish ids", "all"])
def test_notes_go_into_the_part_that_word_has_given_the_template(
    way, plan_2017, plan_schema, template
):
    saved = wordify.wordified(template, way)
    made = pipeline.produce("plan.yaml", noted(plan_2017), plan_schema, saved)
    assert made.docx, [finding.message for finding in made.findings]
    parts = package.read(made.docx)
    notes = notes_of(parts)
    assert len(set(references(parts))) == 3
    assert notes[references(parts)[1]] == "Andra noten."
    kinds = re.findall(rb'w:type="(\w+)"', parts["word/footnotes.xml"])
    assert kinds[:2] == [b"separator", b"continuationSeparator"]


DAMAGE = {
    "a note's words are lost": ("footnotes", "Andra noten.", "", {"VER001", "VER018"}),
    "two notes change places": (
        "document",
        'footnoteReference w:id="1"',
        'footnoteReference w:id="2"',
        {"VER018"},
    ),
    "a reference is lost": (
        "document",
        r'<w:footnoteReference w:id="2"/>',
        "",
        {"VER001", "VER018"},
    ),
}


@pytest.mark.parametrize(("part", "old", "new", "codes"), DAMAGE.values(), ids=DAMAGE)
def test_damage_is_seen(built, parts, part, old, new, codes):
    content = context.make(built.plan)
    assert verify.verify(built.docx, content) == []
    name = f"word/{part}.xml"
    broken = parts[name].decode().replace(old, new, 1)
    assert broken != parts[name].decode()
    told = verify.verify(package.write({**parts, name: broken.encode()}), content)
    assert {finding.code for finding in told} >= codes


def test_the_page_leads_to_a_note_and_back(plan_2017, plan_schema):
    made = pipeline.produce_page("p", noted(plan_2017), plan_schema, files.read_page_template())
    page = lxml_html.document_fromstring(made.html.decode())
    assert [link.text for link in page.xpath("//sup/a")] == ["1", "2", "3"]
    items = page.xpath("//section[@class='fotnoter']/ol/li")
    assert [item.text_content().split(" ↩")[0] for item in items] == [
        *("Se planen för 2017, Region.", "Andra noten.", "Tredje noten.")
    ]
    for number, (link, item) in enumerate(zip(page.xpath("//sup/a"), items, strict=True), 1):
        back = item.xpath("a[@class='tillbaka']")[0]
        assert (link.get("href"), back.get("href")) == (f"#{item.get('id')}", f"#{link.get('id')}")
        assert (link.get("aria-label"), back.get("aria-label")) == (
            f"Fotnot {number}",
            f"Tillbaka till texten vid fotnot {number}",
        )


def test_the_page_s_proof_misses_a_note_and_its_reference(plan_2017, plan_schema):
    plan = pipeline.check("p", noted(plan_2017), plan_schema).plan
    template, content = files.read_page_template(), context.make(plan)
    assert html.verify(html.page(template, content), content) == []
    for old in ("{{ löptext(n) }}", '<sup class="fotnot">'):
        assert old in template
        page = html.page(template.replace(old, "<sup>" if "sup" in old else ""), content)
        assert {finding.code for finding in html.verify(page, content)} >= {"VER001"}


def test_the_pdf_has_named_notes_and_says_what_leads_to_them(built):
    need(*PAGES)
    pages = pipeline.paginate(built, libreoffice.lay_out)
    with pikepdf.open(BytesIO(pages.pdf)) as document:
        names = list(document.Root.StructTreeRoot.IDTree.Names)
        assert [str(name) for name in names[::2]] == [f"fotnot-{n:05}" for n in (1, 2, 3)]
        assert {str(note.S) for note in names[1::2]} == {"/Note"}
        links = [link for page in document.pages for link in page.obj.get("/Annots", ())]
        assert all("/StructParent" in link for link in links)
        told = [str(link.Contents) for link in links]
        assert [words for words in told if words.startswith("Fotnot")] == [
            *("Fotnot 1", "Fotnot 2", "Fotnot 3")
        ]


# The review

CHANGE = f'w:author="Åsa" w:date="{WHEN}"'
REFERENCE = (
    '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
)


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def added(content: str, number: int = 9001) -> str:
    return f'<w:ins w:id="{number}" {CHANGE}>{content}</w:ins>'


def taken(content: str) -> str:
    return f'<w:del w:id="9002" {CHANGE}>{content.replace("w:t>", "w:delText>").replace("w:t ", "w:delText ")}</w:del>'


def reviewed(parts: dict[str, bytes], *edits: tuple[str, str, str]) -> bytes:
    changed = dict(parts)
    for part, old, new in edits:
        name = f"word/{part}.xml"
        before = changed[name].decode()
        assert old in before
        changed[name] = before.replace(old, new, 1).encode()
    return package.write(changed)


def applied(built: pipeline.Build, schema, document: bytes) -> tuple[list[str], list[str]]:
    """The lines that are new once all is made, and why the rest is not."""
    done = apply.apply(
        built,
        remarks(built, document),
        [],
        lambda typed: pipeline.check("plan.yaml", typed.encode(), schema),
    )
    old = built.source.text.split("\n")
    return [line.strip() for line in done.text.split("\n") if line not in old], [
        why for _, why in done.refused
    ]


MADE = {
    "a word of a note": (
        ("footnotes", run("Andra noten."), run("Andra ") + taken(run("noten")) + added(run("fotnoten")) + run(".")),
        "[^b]: Andra fotnoten.",
    ),
    "a word before a reference": (
        ("document", run("Ett stycke till"), run("Ett ") + taken(run("stycke")) + added(run("avsnitt")) + run(" till")),
        "Ett avsnitt till[^b] med mer.",
    ),
    "a word after it": (
        ("document", run(" med mer."), run(" med ") + added(run("mycket ")) + run("mer.")),
        "Ett stycke till[^b] med mycket mer.",
    ),
    "a word of an item": (
        ("document", run("en punkt"), run("en ") + added(run("god ")) + run("punkt")),
        "- en god punkt[^c]",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "line"), MADE.values(), ids=MADE)
def test_a_change_comes_back_to_its_line(built, parts, plan_schema, edit, line):
    assert applied(built, plan_schema, reviewed(parts, edit)) == ([line], [])


NEW = '<w:footnote w:id="9"><w:p><w:r><w:footnoteRef/></w:r>{}</w:p></w:footnote></w:footnotes>'
TO_THE_NEW = '<w:r><w:footnoteReference w:id="9"/></w:r>'
NOT_TRACKED = "ändringen är inte spårad; fråga granskaren och ändra i filen för hand"
REFUSED = {
    "a reference taken away": (
        [("document", REFERENCE, taken(REFERENCE))],
        {
            "kontrollen skulle säga: Texten innehåller en fotnot som inget hänvisar till "
            "(skriv [^b] i texten), som inte kan visas här."
        },
    ),
    "a new note": (
        [
            ("footnotes", "</w:footnotes>", NEW.format(added(run("Ny not."), 9005))),
            ("document", run(" med mer."), added(TO_THE_NEW) + run(" med mer.")),
        ],
        {"ändringen innehåller en fotnot; för in den i filen för hand"},
    ),
    "a new note, not tracked": (
        [
            ("footnotes", "</w:footnotes>", NEW.format(run("Ny not."))),
            ("document", run(" med mer."), TO_THE_NEW + run(" med mer.")),
        ],
        {NOT_TRACKED},
    ),
    "a word of a note, not tracked": ([("footnotes", "Andra noten", "Andra noter")], {NOT_TRACKED}),
    "a reference taken away, not tracked": ([("document", REFERENCE, "")], {NOT_TRACKED}),
}


@pytest.mark.parametrize(("edits", "why"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_made_is_told(built, parts, plan_schema, edits, why):
    lines, refused = applied(built, plan_schema, reviewed(parts, *edits))
    assert (lines, set(refused)) == ([], why)


def test_a_document_that_nobody_changed_has_no_remark(built):
    assert remarks(built, built.docx) == []


def test_a_remark_shows_where_the_note_is(built, parts):
    edit = MADE["a word after it"][0]
    (remark,) = remarks(built, reviewed(parts, edit))
    assert remark.quote == "Ett stycke till[fotnot] med mer."


# The redline

TEXTS = st.lists(
    st.tuples(st.sampled_from(["- ", ""]), st.sampled_from(["ord", "två ord", "**fet**"]), st.sampled_from(["", "En not.", "Not *två*.", "År {år}."])),
    min_size=1,
    max_size=4,
)  # fmt: skip


def as_typed(items: list[tuple[str, str, str]]) -> str:
    lines = [
        f"{sign}{words}" + (f"[^{n}]" if note else "")
        for n, (sign, words, note) in enumerate(items)
    ]
    notes = [f"[^{n}]: {note}" for n, (_, _, note) in enumerate(items) if note]
    return "\n\n".join([*lines, *notes]).replace("\n\n", "\n\n      ")


@settings(max_examples=size(12, 20), deadline=None)
@given(one=TEXTS, other=TEXTS)
def test_any_notes_are_shown_whole_and_redlined_exactly(
    one, other, small_plan, plan_schema, template
):
    documents = []
    for items in (one, other):
        raw = small_plan.decode().replace('text: "Gå före."', f"text: |\n      {as_typed(items)}")
        checked = pipeline.check("plan.yaml", raw.encode(), plan_schema)
        assert [finding.message for finding in checked.findings if finding.severity == "fel"] == []
        content = context.make(checked.plan)
        documents.append(render(template, content))
        assert verify.verify(documents[-1], content) == []
        page = html.page(files.read_page_template(), content)
        assert html.verify(page, content) == []
    tracked = redline(*documents, "Sekretariatet", WHEN)
    assert judge.stories(tracked, "accept") == judge.stories(documents[1])
    assert judge.stories(tracked, "reject") == judge.stories(documents[0])
    assert judge.dangling(tracked) == set()


def test_a_redline_brings_the_older_note_and_no_change_of_its_own_is_a_remark(
    plan_2017, plan_schema, template, built
):
    older = noted(plan_2017, NOTED.replace("Andra noten.", "Den gamla noten."))
    before = pipeline.produce("plan.yaml", older, plan_schema, template)
    tracked = redline(before.docx, built.docx, "Sekretariatet", WHEN)
    parts = package.read(tracked)
    assert "Den gamla noten." in notes_of(parts).values()
    names = re.findall(rb'bookmarkStart [^>]*w:name="([^"]+)"', parts["word/footnotes.xml"])
    assert len(names) == len(set(names)) > 2
    assert remarks(built, tracked) == []
    root = etree.fromstring(parts["word/document.xml"])
    assert len(list(root.iter(w("ins"), w("del")))) == 2
