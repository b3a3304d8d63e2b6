"""Redlines: accepting all gives the new document, rejecting all the old, exactly; judged by a
reader that shares no code with the writer."""

import io
import random
import re
import subprocess
from pathlib import Path

import documents
import docx
import judge
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image
from programs import need
from sizes import size

from generator import context, files, pipeline
from generator.cli import main
from generator.ooxml import comments, package, w
from generator.word.redline import chapters_touched, redline, with_summary
from generator.word.redline.alignment import align
from generator.word.render import render
from generator.years.rollforward import next_year

WHEN = "2018-01-01T00:00:00Z"
PAIRS = size(70, 4_000)


def both_ways(old: bytes, new: bytes) -> bytes:
    """The redline of two documents, found exact."""
    made = redline(old, new, "Sekretariatet", WHEN)
    assert judge.stories(made, "accept") == judge.stories(new)
    assert judge.stories(made, "reject") == judge.stories(old)
    assert judge.dangling(made) <= judge.dangling(old) | judge.dangling(new)
    return made


@pytest.fixture(scope="module")
def years(plan_2017, plan_schema, template) -> list[bytes]:
    """The documents of 2017 to 2033, each year made up from the one before."""
    text, made = plan_2017.decode(), []
    for year in range(2017, 2034):
        built = pipeline.check("plan", text.encode(), plan_schema)
        made.append(render(template, context.make(built.plan)))
        text, _ = next_year(built.source, built.plan, year + 1)
    return made


def test_redline_of_2018_is_exact_and_says_who_and_when(years):
    made = both_ways(years[0], years[1])
    assert 80 < judge.changes(made) < 250
    root = etree.fromstring(package.read(made)["word/document.xml"])
    changes = [element for element in root.iter() if element.get(w("author"))]
    assert {(element.get(w("author")), element.get(w("date"))) for element in changes} == {
        ("Sekretariatet", WHEN)
    }
    numbers = [
        element.get(w("id"))
        for name, content in package.read(made).items()
        if package.is_shown(name)
        for element in etree.fromstring(content).iter()
        if element.get(w("author"))
    ]
    assert len(numbers) == len(set(numbers))
    assert any(
        element.tag == w("ins")
        for element in etree.fromstring(package.read(made)["word/header1.xml"]).iter()
    ), "UTKAST"
    assert made == redline(years[0], years[1], "Sekretariatet", WHEN), "the same bytes every time"
    assert chapters_touched(made)[-2:] == ["Kalendarium", "Budget 2018"]


def test_redline_against_itself_has_no_change(years):
    assert judge.changes(both_ways(years[1], years[1])) == 0


def test_a_document_with_style_ids_of_another_language_has_no_change(years):
    parts = package.read(years[1])
    documents._swedish(parts)
    saved = package.write(parts)
    assert saved != years[1]
    assert judge.changes(both_ways(years[1], saved)) == 0
    assert judge.changes(both_ways(saved, years[1])) == 0
    assert chapters_touched(redline(saved, years[1], "Sekretariatet", WHEN)) == []


def test_words_that_only_look_otherwise_are_changed_in_look_alone(years):
    root = etree.fromstring(package.read(both_ways(years[0], years[1]))["word/document.xml"])
    amounts = [t.getparent() for t in root.iter(w("t")) if t.text == "895\u00a0000"]
    assert len(amounts) == 1, "not deleted and inserted"
    assert amounts[0].find(f"{w('rPr')}/{w('rPrChange')}") is not None


def test_a_row_that_comes_and_one_that_goes_are_tracked_as_rows(years):
    root = etree.fromstring(package.read(both_ways(years[0], years[1]))["word/document.xml"])
    rows = {
        kind: [
            "".join(t.text or "" for t in row.iter(w("t"), w("delText")))
            for row in root.iter(w("tr"))
            if row.find(f"{w('trPr')}/{w(kind)}") is not None
        ]
        for kind in ("ins", "del")
    }
    assert rows == {"ins": ["2025Nykvarn"], "del": ["2017Nykvarn"]}


def test_every_pair_of_the_made_up_years_is_exact(years):
    tried = 0
    for old in years:
        for new in years[:: size(8, 1)]:
            both_ways(old, new)
            tried += 1
    assert tried >= 50


@settings(deadline=None, max_examples=PAIRS)
@given(st.integers(0, 2**63))
def test_random_pairs_are_exact(seed):
    """Headings, lists, links, fields, breaks, bookmarks, nested tables with changed rows and
    columns, moves, headers."""
    dice = random.Random(seed)
    maker = documents.Maker(dice)
    blocks = maker.blocks(10)
    other = maker.changed(blocks) if dice.random() < 0.85 else maker.blocks(10)
    one = documents.docx(blocks, "Huvud ett")
    two = documents.docx(other, dice.choice(["Huvud ett", "Huvud två"]))
    if dice.random() < 0.6:
        one, two = documents.dressed(one, dice), documents.dressed(two, dice)
    both_ways(one, two)


@settings(deadline=None, max_examples=200)
@given(
    st.lists(st.sampled_from("abcdefg"), max_size=40),
    st.lists(st.sampled_from("abcdefg"), max_size=40),
)
def test_alignment_keeps_both_orders_and_loses_nothing(old, new):
    old_items, new_items = list(enumerate(old)), list(enumerate(new))
    pairs = align(
        old_items,
        new_items,
        lambda item: item[1],
        lambda a, b: 0.5 if (ord(a[1]) - ord(b[1])) % 2 == 0 else 0.0,
    )
    assert [a for a, _ in pairs if a] == old_items
    assert [b for _, b in pairs if b] == new_items
    if old == new:
        assert all(a and b for a, b in pairs)


def test_links_of_deleted_text_come_along_and_styles_that_lack_too(template):
    old = documents.docx(
        [("p", "", [("", "link", "samverkan på Södertörn")]), ("p", "Eget", [("", "text", "slut")])]
    )
    parts = package.read(old)
    style = (
        b'<w:style w:type="paragraph" w:styleId="Eget"><w:name w:val="Eget"/></w:style></w:styles>'
    )
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b"</w:styles>", style)
    old = package.write(parts)
    new = documents.docx(
        [("p", "", [("", "link", "klimat och år")]), ("p", "", [("", "text", "slut")])]
    )
    made = package.read(both_ways(old, new))
    assert b'w:styleId="Eget"' in made["word/styles.xml"]
    assert b"https://exempel.se/1" in made["word/_rels/document.xml.rels"]


def test_any_word_document_may_be_compared():
    """Pictures, sections, list numbering and a table at the end, as python-docx makes them."""

    def document(more: int) -> bytes:
        made, target, picture = docx.Document(), io.BytesIO(), io.BytesIO()
        Image.new("RGB", (20, 20), ("blue", "red")[more]).save(picture, "PNG")
        made.add_heading(f"Rubrik {more}", 1)
        picture.seek(0)
        made.add_picture(picture)
        for number in range(3 + more):
            made.add_paragraph(f"punkt {number}", style="List Bullet")
        made.sections[0].header.paragraphs[0].text = f"Huvud {more}"
        for _ in range(1 + more):
            made.add_section()
        made.add_paragraph("I nästa del.")
        for _ in range(1 + more):
            made.add_table(2 + more, 2).cell(0, 0).text = f"cell {more}"
        made.save(target)
        return target.getvalue()

    for old, new in ((0, 1), (1, 0)):
        parts = package.read(both_ways(document(old), document(new)))
        numbers = re.findall(rb'<wp:docPr [^>]*?id="(\d+)"', parts["word/document.xml"])
        assert sorted(numbers) == [b"1", b"2"]
        assert len([name for name in parts if name.startswith("word/media/")]) == 2


def test_remarks_of_xml_are_passed_over(years):
    """Comments and processing instructions, which Word never writes; the library that compares
    would crash on them."""
    parts = package.read(years[1])
    document = (
        parts["word/document.xml"]
        .replace(b"<w:body>", b"<w:body><!-- x --><?y z?>")
        .replace(b"<w:pPr>", b"<w:pPr><!-- x -->")
    )
    parts["word/document.xml"] = document.replace(b"Inledning</w:t>", b"Inled<!-- x -->ning</w:t>")
    made = redline(years[1], package.write(parts), "S", WHEN)
    assert judge.changes(made) == 0


def test_summary_is_the_first_comment(years):
    made = with_summary(
        redline(years[0], years[1], "Sekretariatet", WHEN),
        "Sekretariatet",
        WHEN,
        ["Rad ett", "Rad två"],
    )
    (comment,) = comments.read(package.read(made))
    assert (comment.author, comment.when, comment.text) == (
        "Sekretariatet",
        WHEN,
        "Rad ett\nRad två",
    )
    assert judge.stories(made, "accept") == judge.stories(years[1])


def test_changes_and_comments_of_others_are_accepted_first(years):
    reviewed = with_summary(redline(years[0], years[1], "Någon", WHEN), "Någon", WHEN, ["Hej"])
    made = redline(reviewed, years[2], "Sekretariatet", WHEN)
    assert judge.stories(made, "reject") == judge.stories(years[1])
    assert "word/comments.xml" not in package.read(redline(years[2], reviewed, "S", WHEN))


def test_libreoffice_accepts_and_rejects_likewise(years, tmp_path):
    made = redline(years[0], years[1], "Sekretariatet", WHEN)
    (tmp_path / "redline.docx").write_bytes(made)
    for action, expected in (("accept", years[1]), ("reject", years[0])):
        target = tmp_path / f"{action}.docx"
        office(action, tmp_path / "redline.docx", target)
        assert words(target.read_bytes()) == words(expected)


def office(action: str, source: Path, target: Path) -> None:
    need("libreoffice-writer", "python3-uno")
    command = [
        "/usr/bin/python3",
        str(Path(__file__).parent / "office.py"),
        action,
        str(source),
        str(target),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)


def words(docx: bytes) -> list[str]:
    """The text of every paragraph of the document that has any."""
    return [text for text in judge.texts(judge.stories(docx)["document.xml"]) if text]


def test_the_command_writes_the_redline_and_tells_what_changed(tmp_path, capsys):
    target = tmp_path / "a.docx"
    assert main(["redline", "2018", "--output", str(target)]) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"Klart: {target}\n\nJämförelse: planen för 2018 mot planen för 2017\n")
    assert "  rådslaget 2025: nytt: Nykvarn\n" in told
    assert told.rstrip().endswith("Kalendarium, Budget 2018 och Året i korthet.")
    first = next(comments.read(package.read(target.read_bytes())))
    assert first.text.startswith("Jämförelse: planen för 2018 mot planen för 2017\n")
    other = tmp_path / "b.docx"
    assert (
        main(["redline", str(files.PLANS / "2017.yaml"), str(target), "--output", str(other)]) == 0
    )
    assert "Jämförelse: " in capsys.readouterr().out
    assert judge.changes(other.read_bytes()) > 50


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["2017"], 1, "Det finns ingen plan för 2016 att jämföra med."),
        (
            ["2018", "--against", "finns-inte"],
            1,
            "finns-inte är varken ett år, en fil eller en version",
        ),
        (["2018", "--output", "a.pdf"], 2, "Jämförelsen är en Word-fil: a.pdf ska sluta på .docx."),
        (["a", "b", "c"], 2, "Jämför två: redline GAMMAL NY"),
        (["finns-inte.docx", "2018"], 1, "Filen finns-inte.docx kan inte läsas: den finns inte."),
        (["2018", "finns-inte.docx"], 1, "Filen finns-inte.docx kan inte läsas: den finns inte."),
    ],
)
def test_redline_that_cannot_be_made_is_one_sentence(arguments, code, sentence, capsys):
    if "--against" in arguments:
        need("git")
    assert main(["redline", *arguments]) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(sentence)
    assert told.err.count("\n") == 1
