"""New paragraphs of a reviewer, each of the kind that it was written as: written so, or refused
with what it is."""

import random
from itertools import product

import pytest
from judge import stories
from lxml import etree
from reviewers import SPACE, Reviewer
from test_feedback import remarks
from test_feedback import sent as sent
from test_review_kinds import ASA, BO, GOAL, made

from generator import pipeline
from generator.ooxml import package, w
from generator.review import apply

LAST_BULLET = "Regional samverkan som handlar om att både ge och få"
BULLET = "Gå före – ett gott regionalt ledarskap"
VISION = "Södertörn är en attraktiv del av Stockholm-Mälarregionen"
STYLES = {
    "plain": "",
    "bullet": "ListBullet",
    "number": "ListNumber",
    "heading": "Heading2",
    "quote": "Quote",
    "title": "Title",
}
OURS = '<w:pStyle w:val="ListParagraph"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'


def paragraph(root: etree._Element, words: str) -> etree._Element:
    """The last paragraph whose words begin so."""
    found = [
        p
        for p in root.iter(w("p"))
        if "".join(t.text or "" for t in p.iter(w("t"))).startswith(words)
    ]
    return found[-1]


def marked(of: etree._Element, kind: str, who: str) -> None:
    """The mark of a paragraph as inserted or deleted."""
    properties = of.find(w("pPr"))
    if properties is None:
        properties = etree.Element(w("pPr"))
        of.insert(0, properties)
    marks = properties.find(w("rPr"))
    if marks is None:
        marks = etree.SubElement(properties, w("rPr"))
    author, _, when = who.split('"')[1:4]
    marks.insert(0, etree.Element(w(kind), {w("id"): "970", w("author"): author, w("date"): when}))


def new(words: str, style: str, who: str = ASA) -> etree._Element:
    """A paragraph of inserted words in a style (or with properties of its own)."""
    inner = style if style.startswith("<") else f'<w:pStyle w:val="{style}"/>' if style else ""
    text = f'<w:ins w:id="971" {who}><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:ins>'
    space = w("")[1:-1]
    return etree.fromstring(f'<w:p xmlns:w="{space}"><w:pPr>{inner}</w:pPr>{text}</w:p>')


def strike(of: etree._Element, who: str = ASA) -> None:
    """All words of a paragraph, and its mark, as deleted."""
    for run in of.findall(w("r")):
        change = etree.Element(
            w("del"), {w("id"): "972", w("author"): who.split('"')[1], w("date"): who.split('"')[3]}
        )
        run.addprevious(change)
        change.append(run)
        for text in run.findall(w("t")):
            text.tag = w("delText")
            text.set(SPACE, "preserve")
    marked(of, "del", who)


def edited(docx: bytes, change) -> bytes:
    parts = package.read(docx)
    root = etree.fromstring(parts["word/document.xml"])
    change(root)
    parts["word/document.xml"] = package.written(root)
    return package.write(parts)


def after(words: str, *added: tuple[str, str], who: str = ASA):
    """Enter pressed at the end of a paragraph, as Word marks it."""

    def change(root: etree._Element) -> None:
        place = paragraph(root, words)
        marked(place, "ins", who)
        for text, style in reversed(added):
            place.addnext(new(text, style, who))
        for one in [*place.itersiblings()][: len(added) - 1]:
            marked(one, "ins", who)

    return change


def before(words: str, *added: tuple[str, str], who: str = ASA):
    """Whole paragraphs put before another, their marks and all."""

    def change(root: etree._Element) -> None:
        place = paragraph(root, words)
        for text, style in added:
            one = new(text, style, who)
            marked(one, "ins", who)
            place.addprevious(one)

    return change


def kinds(docx: bytes) -> list[tuple[str, str]]:
    """Each paragraph of the body with its style's name, all changes accepted."""

    def walk(blocks):
        for block in blocks:
            if block[0] == "table":
                for _, cells in block[2]:
                    for _, inside in cells:
                        yield from walk(inside)
            elif block[0] == "p":
                style = next(
                    (
                        dict(child[1]).get(w("val"), "")
                        for child in block[1]
                        if child[0] == "pStyle"
                    ),
                    "",
                )
                yield (
                    style.casefold().replace("listinledning", ""),
                    apply.alike("".join(text for *_, text in block[2])),
                )

    return [(style, text) for style, text in walk(stories(docx)["document.xml"]) if text]


WRITTEN = {
    "a numbered item after prose": (
        after(GOAL, ("Ett", "number")),
        f"      {GOAL}\n\n      1. Ett\n",
    ),
    "a bullet after prose": (
        after(GOAL, ("Ny punkt", "bullet")),
        f"      {GOAL}\n\n      - Ny punkt\n",
    ),
    "bullets before a heading": (
        before("Förhållningssätt", ("Ny punkt", "bullet"), ("Nästa punkt", "bullet")),
        f"      {GOAL}\n\n      - Ny punkt\n      - Nästa punkt\n",
    ),
    "a bullet after a bullet": (
        after(BULLET, ("Ny punkt", "bullet")),
        f"      - {BULLET}\n      - Ny punkt\n      - Regional",
    ),
    "prose after the last bullet": (
        after(LAST_BULLET, ("Nytt stycke.", "plain")),
        f"      - {LAST_BULLET}\n\n      Nytt stycke.\n",
    ),
    "prose between bullets": (
        after(BULLET, ("Nytt stycke.", "plain")),
        f"      - {BULLET}\n\n      Nytt stycke.\n\n      - {LAST_BULLET}\n",
    ),
    "prose before a bullet": (
        before(BULLET, ("Nytt stycke.", "plain")),
        f"enskilda kommunen\n\n      Nytt stycke.\n\n      - {BULLET}\n",
    ),
    "a bullet before the first words": (
        before("Vi samverkar", ("Ny punkt", "bullet")),
        "\n      - Ny punkt\n\n      Vi samverkar",
    ),
    "a bullet before the last words": (
        before(GOAL, ("Ny punkt", "bullet")),
        f"kommuner.\n\n      - Ny punkt\n\n      {GOAL}\n",
    ),
    "prose and a bullet": (
        after(GOAL, ("Nytt stycke.", "plain"), ("Ny punkt", "bullet")),
        f"      {GOAL}\n\n      Nytt stycke.\n\n      - Ny punkt\n",
    ),
    "a quotation goes on": (
        after(VISION, ("Nytt citat.", "quote")),
        "utveckling.\n\n      Nytt citat.\n",
    ),
    "a bullet by Word's own button": (
        after(GOAL, ("Ny punkt", "numbered")),
        f"      {GOAL}\n\n      - Ny punkt\n",
    ),
    "an empty line and a bullet": (
        after(GOAL, ("", "plain"), ("Ny punkt", "bullet")),
        f"      {GOAL}\n\n      - Ny punkt\n",
    ),
}


def styled(change, numbered: str = OURS):
    """A change whose styles are named as the document has them."""

    def made_so(root: etree._Element) -> None:
        change(root)
        for style in root.iter(w("pStyle")):
            style.set(w("val"), STYLES.get(style.get(w("val")), style.get(w("val"))))
            if style.get(w("val")) == "numbered":
                properties = style.getparent()
                properties.remove(style)
                inner = etree.fromstring(f'<x xmlns:w="{w("")[1:-1]}">{numbered}</x>')
                for child in reversed(inner):
                    properties.insert(0, child)

    return made_so


@pytest.mark.parametrize("case", WRITTEN)
def test_a_new_paragraph_is_written_as_the_kind_it_is(case, sent, plan_schema, template):
    change, lines = WRITTEN[case]
    document = edited(sent.docx, styled(change))
    done = made(sent, plan_schema, document)
    assert [why for _, why in done.refused] == []
    assert lines in done.text
    again = pipeline.produce("plan.yaml", done.text.encode(), plan_schema, template)
    shown = [
        ("list bullet" if style == "listparagraph" else style, text)
        for style, text in kinds(document)
    ]
    assert kinds(again.docx) == shown
    later = pipeline.check("plan.yaml", done.text.encode(), plan_schema)
    assert made(later, plan_schema, document).text == done.text


HEADING = "det nya stycket är en rubrik; lägg till avsnittet i filen för hand"
REFUSED = {
    "a heading after prose": (after(GOAL, ("Ny rubrik", "heading")), HEADING),
    "a heading and its text": (after(GOAL, ("Ny rubrik", "heading"), ("Text.", "plain")), HEADING),
    "a section before a heading": (
        before("Förhållningssätt", ("Ny rubrik", "heading"), ("Text.", "plain")),
        HEADING,
    ),
    "a quotation after prose": (
        after(GOAL, ("Citat.", "quote")),
        "det nya stycket är ett citat; skriv det i filen för hand",
    ),
    "prose after a quotation": (
        after(VISION, ("Text.", "plain")),
        "det nya stycket är ett vanligt stycke, men texten är ett citat; skriv det i filen för hand där det hör hemma",
    ),
    "prose before the heading after a quotation": (
        before("Samverkansområden och", ("Text.", "plain")),
        "det nya stycket är ett vanligt stycke, men texten är ett citat; skriv det i filen för hand där det hör hemma",
    ),
    "a title": (
        after(GOAL, ("Titel", "title")),
        "det nya stycket är ett stycke i formatmallen ”Title”; skriv det i filen för hand",
    ),
    "an item of a lower level": (
        after(LAST_BULLET, ("Ett", OURS.replace('ilvl w:val="0"', 'ilvl w:val="1"'))),
        "det nya stycket är en punkt på nivå 2; skriv det i filen för hand",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_stand_in_a_text_is_refused_with_what_it_is(case, sent, plan_schema):
    change, reason = REFUSED[case]
    done = made(sent, plan_schema, edited(sent.docx, styled(change)))
    assert (done.text, [why for _, why in done.refused]) == (sent.source.text, [reason])


def test_a_paragraph_put_in_a_tables_cell_is_not_put_after_the_text_above(sent, plan_schema):
    change = before("Samverkansområden", ("Nytt.", "plain"))

    def in_cell(root: etree._Element) -> None:
        cell = next(root.iter(w("tc")))
        one = new("Nytt.", "")
        marked(one, "ins", ASA)
        cell.find(w("p")).addprevious(one)

    assert change
    done = made(sent, plan_schema, edited(sent.docx, in_cell))
    assert (done.text, len(done.refused)) == (sent.source.text, 1)


def test_words_that_stay_keep_their_kind(sent, plan_schema):
    """Enter after a paragraph that is made a bullet too."""

    def change(root: etree._Element) -> None:
        after(GOAL, ("Ny punkt", "ListBullet"))(root)
        properties = paragraph(root, GOAL).find(w("pPr"))
        properties.insert(0, etree.Element(w("pStyle"), {w("val"): "ListBullet"}))

    done = made(sent, plan_schema, edited(sent.docx, change))
    assert done.text == sent.source.text
    assert [why for _, why in done.refused] == [
        "ändringen är inte spårad; fråga granskaren och ändra i filen för hand",
        "stycket görs också om till en punkt; gör det i filen för hand",
    ]


CONTRADICTING = {
    "a paragraph after it": after(GOAL, ("Nytt.", "plain"), who=BO),
    "a paragraph before the next heading": before("Förhållningssätt", ("Nytt.", "plain"), who=BO),
    "words at its end": lambda root: paragraph(root, GOAL).append(new(" Nytt.", "", BO)[1]),
}


@pytest.mark.parametrize("case", CONTRADICTING)
def test_one_strikes_a_paragraph_and_another_writes_at_its_end(case, sent, plan_schema):
    struck = edited(sent.docx, lambda root: strike(paragraph(root, GOAL)))
    written = edited(sent.docx, styled(CONTRADICTING[case]))
    for documents in ((struck, written), (written, struck)):
        found = remarks(sent, *documents)
        assert sorted(remark.conflicts for remark in found) == [(1,), (2,)]
        done = made(sent, plan_schema, *documents)
        assert (done.text, [why for _, why in done.refused]) == (
            sent.source.text,
            ["granskarna säger emot varandra; välj den ena ändringen"] * 2,
        )
        chosen = made(
            sent, plan_schema, *documents, chosen=lambda remark: "Bo Ek" in remark.authors
        )
        assert (GOAL in chosen.text, "Nytt." in chosen.text, chosen.refused) == (True, True, [])


@pytest.mark.parametrize("first", [GOAL, BULLET, LAST_BULLET, VISION])
@pytest.mark.parametrize("is_before", [False, True])
def test_a_paragraph_in_the_place_of_another(first, is_before, sent, plan_schema, template):
    """Struck, and another written before or after it: one change, that of its words."""

    def change(root: etree._Element) -> None:
        place = paragraph(root, first)
        style = place.find(f"{w('pPr')}/{w('pStyle')}")
        one = new("Helt annat.", style.get(w("val")) if style is not None else "")
        marked(one, "ins", ASA)
        (place.addprevious if is_before else place.addnext)(one)
        strike(place)

    document = edited(sent.docx, change)
    done = made(sent, plan_schema, document)
    assert [why for _, why in done.refused] == []
    again = pipeline.produce("plan.yaml", done.text.encode(), plan_schema, template)
    assert kinds(again.docx) == kinds(document)


def rewritten(words: str, old: str, new_words: str):
    def change(root: etree._Element) -> None:
        place = paragraph(root, words)
        run = next(r for r in place.findall(w("r")) if old in (r.findtext(w("t")) or ""))
        Reviewer(random.Random(1), "Bo Ek")._replace(
            run, (at := run.findtext(w("t")).index(old)), at + len(old), new_words
        )

    return change


COMES_OR_GOES = {
    "a new paragraph above": after("Vi samverkar", ("Nytt.", "")),
    "a paragraph above taken out": lambda root: strike(paragraph(root, "Vi samverkar")),
}
LATER = {
    "words": (rewritten(GOAL, "hemkommunen", "kommunen"), "mål i kommunen."),
    "the paragraph goes": (lambda root: strike(paragraph(root, GOAL), BO), None),
}


# (The only paragraph that is left of a text is not taken out.)
@pytest.mark.parametrize(("first", "second"), [*product(COMES_OR_GOES, LATER)][:3])
def test_an_answer_finds_its_paragraph_when_others_came_or_went(first, second, sent, plan_schema):
    made_first = made(sent, plan_schema, edited(sent.docx, COMES_OR_GOES[first]))
    assert len(made_first.made) == 1
    later = pipeline.check("plan.yaml", made_first.text.encode(), plan_schema)
    change, words = LATER[second]
    document = edited(sent.docx, change)
    assert [remark.stale for remark in remarks(later, document)] == [False]
    done = made(later, plan_schema, document)
    assert [why for _, why in done.refused] == []
    assert (GOAL in done.text, words is None or words in done.text) == (False, True)
    again = pipeline.check("plan.yaml", done.text.encode(), plan_schema)
    assert (made(again, plan_schema, document).text) == done.text


def test_a_new_paragraph_is_put_between_those_that_it_was_put_between(sent, plan_schema):
    """One file adds a bullet above, another one below; and again, after the first was put
    otherwise."""
    first = made(
        sent, plan_schema, edited(sent.docx, after("Fokus på den", ("Först", "ListBullet")))
    )
    document = edited(sent.docx, after(BULLET, ("Sedan", "ListBullet"), who=BO))
    later = pipeline.check("plan.yaml", first.text.encode(), plan_schema)
    done = made(later, plan_schema, document)
    assert f"      - {BULLET}\n      - Sedan\n      - {LAST_BULLET}" in done.text
    worded = done.text.replace("- Sedan", "- Därefter")
    reworded = pipeline.check("plan.yaml", worded.encode(), plan_schema)
    again = made(reworded, plan_schema, document)
    stale = "planen är ändrad här sedan dokumentet skickades ut; ändra i filen för hand"
    assert (again.text, [why for _, why in again.refused]) == (worded, [stale])


def test_one_of_two_paragraphs_alike_is_not_guessed(plan_2017, plan_schema, template):
    text = plan_2017.decode().replace(f"      {GOAL}", f"      {GOAL}\n\n      {GOAL}")
    built = pipeline.produce("plan.yaml", text.encode(), plan_schema, template)
    document = edited(built.docx, rewritten(GOAL, "hemkommunen", "kommunen"))
    later = pipeline.check(
        "plan.yaml", text.replace(f"\n\n      {GOAL}", "", 1).encode(), plan_schema
    )
    done = made(later, plan_schema, document)
    assert (done.text, len(done.refused)) == (later.source.text, 1)


def test_a_paragraph_that_stands_twice_by_now_is_not_guessed(sent, plan_schema):
    document = edited(sent.docx, rewritten(GOAL, "hemkommunen", "kommunen"))
    text = sent.source.text.replace(
        f"      {GOAL}", f"      Något nytt.\n\n      {GOAL}\n\n      {GOAL}"
    )
    later = pipeline.check("plan.yaml", text.encode(), plan_schema)
    done = made(later, plan_schema, document)
    stale = "planen är ändrad här sedan dokumentet skickades ut; ändra i filen för hand"
    assert (done.text, [why for _, why in done.refused]) == (text, [stale])


def formerly(of: etree._Element, style: str) -> None:
    """A tracked change of a paragraph's style from another."""
    properties = of.find(w("pPr"))
    attributes = {w("id"): "975", w("author"): "Åsa Öberg", w("date"): "2018-01-10T09:00:00Z"}
    was = etree.SubElement(etree.SubElement(properties, w("pPrChange"), attributes), w("pPr"))
    if style:
        etree.SubElement(was, w("pStyle"), {w("val"): style})


@pytest.mark.parametrize(
    ("style", "name"),
    [("ListBullet", "en punkt"), ("Heading2", "en rubrik"), ("Quote", "ett citat")],
)
def test_a_paragraph_that_is_made_another_kind_is_told_as_that(style, name, sent, plan_schema):
    def change(root: etree._Element) -> None:
        place = paragraph(root, GOAL)
        properties = place.find(w("pPr"))
        properties = etree.Element(w("pPr")) if properties is None else properties
        place.insert(0, properties)
        properties.insert(0, etree.Element(w("pStyle"), {w("val"): style}))
        formerly(place, "")

    document = edited(sent.docx, change)
    assert [(r.kind, r.text) for r in remarks(sent, document)] == [
        ("utseende", f"stycket görs till {name}")
    ]
    done = made(sent, plan_schema, document)
    assert done.text == sent.source.text
    assert [why.startswith("gör det i filen för hand") for _, why in done.refused] == [True]


def test_a_new_paragraph_whose_style_was_chosen_afterwards_is_told_once(sent, plan_schema):
    """Enter, the button for bullets, and words: Word tracks the style as a change of its own."""

    def change(root: etree._Element) -> None:
        after(GOAL, ("Ny punkt", "ListBullet"))(root)
        formerly(paragraph(root, "Ny punkt"), "")

    document = edited(sent.docx, change)
    assert [remark.kind for remark in remarks(sent, document)] == ["ändring"]
    done = made(sent, plan_schema, document)
    assert (f"      {GOAL}\n\n      - Ny punkt\n" in done.text, done.refused) == (True, [])
