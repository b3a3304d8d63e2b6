"""What people and programs do to a document, one thing at a time: what is told, what is written,
what is refused."""

import json
import re
import zlib
from base64 import b64encode
from copy import deepcopy

import pytest
from committee import TEXT_BOX
from lxml import etree
from test_apply import home as home
from test_feedback import remarks, reviewed
from test_feedback import sent as sent
from test_redline import office

from generator import files, pipeline
from generator.cli import main
from generator.ooxml import W, comments, package, properties, w
from generator.ooxml.reviewed.progress import Progress
from generator.ooxml.text import text as text_of
from generator.review import apply, feedback
from generator.review.feedback import telling
from generator.word import provenance

FIRST = "Vi samverkar för att stärka"
GOAL = "Vår samverkan syftar till att kommunledningarna i politik och förvaltning ska nå sina mål i hemkommunen."
ASA = 'w:author="Åsa Öberg" w:date="2018-01-10T09:00:00Z"'
BO = 'w:author="Bo Ek" w:date="2018-01-12T09:00:00Z"'


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def ins(content: str, who: str = ASA, number: int = 901) -> str:
    return f'<w:ins w:id="{number}" {who}>{content}</w:ins>'


def dele(text: str, who: str = ASA, number: int = 902) -> str:
    return f'<w:del w:id="{number}" {who}><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'


def at(docx: bytes, words: str, fragment: str) -> bytes:
    """A document with something put right after some words of a run."""
    parts = package.read(docx)
    xml = parts["word/document.xml"].decode()
    assert xml.count(words) >= 1
    place = xml.index(words) + len(words)
    broken = f'</w:t></w:r>{fragment}<w:r><w:t xml:space="preserve">'
    parts["word/document.xml"] = (xml[:place] + broken + xml[place:]).encode()
    return package.write(parts)


def changed(docx: bytes, change) -> bytes:
    """A document whose body some function of its text has changed."""
    parts = package.read(docx)
    parts["word/document.xml"] = change(parts["word/document.xml"].decode()).encode()
    return package.write(parts)


def of_an_older_version(docx: bytes) -> bytes:
    """A document whose table does not hold the text that was sent out."""
    parts = package.read(docx)
    table = json.loads(provenance.as_json(provenance.read(parts)))
    del table["text"], table["links"]
    for value in table["values"]:
        value.pop("start", None)
    for name in [name for name in parts if name.startswith("customXml/")]:
        package.remove(parts, name)
    packed = b64encode(zlib.compress(json.dumps(table).encode())).decode()
    parts[properties.CUSTOM] = properties.custom("Plangenerator", packed)
    return package.write(parts)


def made(built, plan_schema, *documents: bytes, chosen=lambda remark: True) -> apply.Applied:
    picked = [
        remark
        for remark in remarks(built, *documents)
        if remark.kind != "kommentar" and chosen(remark)
    ]
    return apply.apply(
        built, picked, [], lambda text: pipeline.check("plan.yaml", text.encode(), plan_schema)
    )


def kinds(built, docx: bytes) -> list[tuple[str, str, str]]:
    return [(remark.kind, remark.quote, remark.text) for remark in remarks(built, docx)]


STRANGE = {
    "a text box": (TEXT_BOX, "en textruta", "[en textruta: Stryk kapitlet.]"),
    "a picture": (
        "<w:r><w:drawing><docPr descr='Karta'/></w:drawing></w:r>",
        "en bild",
        "[en bild: Karta]",
    ),
    "a sign of an unknown font": (
        '<w:r><w:sym w:font="Wingdings" w:char="F04D"/></w:r>',
        "ett tecken ur typsnittet Wingdings",
        "[ett tecken ur typsnittet Wingdings]",
    ),
    "a formula": (
        '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>a=b</m:t></m:r></m:oMath>',
        "en formel",
        "[en formel: a=b]",
    ),
    "a page break": ('<w:r><w:br w:type="page"/></w:r>', "en brytning av sida eller spalt", ""),
    "something new": (
        "<w:nytt><w:r><w:t>ord</w:t></w:r></w:nytt>",
        "något som inte kan läsas (nytt)",
        ": ord]",
    ),
    "a field": (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "fil.docx"</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("mål")}<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        "en länk till fil.docx",
        "[en länk till fil.docx]mål",
    ),
}


@pytest.mark.parametrize("case", STRANGE)
def test_what_is_no_text_is_told_with_its_words_and_never_written(case, sent, plan_schema):
    fragment, what, words = STRANGE[case]
    document = at(sent.docx, FIRST, ins(run(" nu ") + fragment))
    (remark,) = remarks(sent, document)
    assert remark.authors == ("Åsa Öberg",)
    assert words in remark.text
    assert remark.problem.startswith(f"ändringen innehåller {what}")
    done = made(sent, plan_schema, document)
    assert (done.text, done.made) == (sent.source.text, [])


@pytest.mark.parametrize("older", [False, True])
def test_a_text_box_that_nobody_tracked_is_told(older, sent):
    docx = of_an_older_version(sent.docx) if older else sent.docx
    (remark,) = remarks(sent, at(docx, FIRST, TEXT_BOX))
    assert (remark.kind, "[en textruta: Stryk kapitlet.]" in remark.text) == ("ospårad", True)


def test_words_beside_what_cannot_be_read_are_refused(sent, plan_schema):
    """A picture that nobody tracked, and a tracked word in the same paragraph."""
    document = at(at(sent.docx, FIRST, "<w:r><w:drawing/></w:r>"), "kommunala", ins(run(" nya")))
    done = made(sent, plan_schema, document)
    assert done.text == sent.source.text
    assert "texten är också ändrad utan spårning" in [why for _, why in done.refused]


def test_an_arrow_of_autocorrection_is_written(sent, plan_schema):
    document = at(
        sent.docx, FIRST, ins(f'{run(" mål ")}<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>')
    )
    assert f"{FIRST} mål → den kommunala" in made(sent, plan_schema, document).text


def test_a_no_break_hyphen_is_written_as_a_hyphen(sent, plan_schema):
    document = at(
        sent.docx, FIRST, ins(f"{run(' Stockholms')}<w:r><w:noBreakHyphen/></w:r>{run('regionen')}")
    )
    assert f"{FIRST} Stockholms-regionen den" in made(sent, plan_schema, document).text


CIRCULATING = {
    "one writes inside what another wrote": (
        ins(run(" och i ")) + ins(run("hela "), BO, 903) + ins(run("länet"), ASA, 904),
        " och i hela länet",
    ),
    "one takes away of what another wrote": (
        ins(run(" före ") + dele("2020", BO)) + ins(run("2022"), BO, 905),
        " före 2022",
    ),
}


@pytest.mark.parametrize("case", CIRCULATING)
def test_a_file_that_went_from_one_to_another_is_one_change(case, sent, plan_schema):
    fragment, words = CIRCULATING[case]
    document = at(sent.docx, FIRST, fragment)
    (remark,) = remarks(sent, document)
    assert set(remark.authors) == {"Åsa Öberg", "Bo Ek"}
    assert f"{FIRST}{words} den kommunala" in made(sent, plan_schema, document).text


def test_two_files_without_names_are_two_reviewers(sent, plan_schema):
    nobody = 'w:author="Författare"'
    one, two = (at(sent.docx, FIRST, ins(run(f" {word}"), nobody)) for word in ("alltid", "aldrig"))
    found = remarks(sent, one, two)
    assert [remark.authors for remark in found] == [
        ("Författare (1.docx)",),
        ("Författare (2.docx)",),
    ]
    assert [remark.conflicts for remark in found] == [(2,), (1,)]
    done = made(sent, plan_schema, one, two)
    assert done.text == sent.source.text


def test_two_files_of_one_name_that_clash_are_two_all_the_same(sent, plan_schema):
    """A municipality's two answers, or two people of one name: nobody knows which is meant."""
    one, two = (at(sent.docx, FIRST, ins(run(f" {word}"))) for word in ("alltid", "aldrig"))
    assert [remark.conflicts for remark in remarks(sent, one, two)] == [(2,), (1,)]
    assert made(sent, plan_schema, one, two).text == sent.source.text


def test_the_same_letters_written_in_two_ways_are_one_name(sent):
    document = at(sent.docx, FIRST, ins(run(" nu"), 'w:author="A\u030asa O\u0308berg"'))
    (remark,) = remarks(sent, document)
    assert remark.authors == ("Åsa Öberg",)


def row(document: str, marks: bool, name: str = "Resor") -> str:
    """A row of the budget after the first of the costs, as LibreOffice tracks it (or, with marks,
    Word)."""
    start = document.rindex("<w:tr>", 0, document.index("895\u00a0000"))
    end = document.index("</w:tr>", start) + len("</w:tr>")
    mark = f'<w:rPr><w:ins w:id="930" {ASA}/></w:rPr>' if marks else ""
    cell = "<w:tc><w:tcPr/><w:p><w:pPr>{}</w:pPr>{}</w:p></w:tc>"
    cells = "".join(cell.format(mark, ins(run(text))) for text in (name, "5 000"))
    new = f'<w:tr><w:trPr><w:ins w:id="931" {ASA}/></w:trPr>{cells}</w:tr>'
    return document[:end] + new + document[end:]


@pytest.mark.parametrize("marks", [False, True])
def test_a_new_row_of_the_budget_is_a_row_of_the_plan_with_its_sum(marks, sent, plan_schema):
    document = changed(sent.docx, lambda text: row(text, marks))
    (found,) = remarks(sent, document)
    assert (found.kind, found.problem) == ("ändring", "")
    done = made(sent, plan_schema, document)
    assert [why for _, why in done.refused] == [
        "kontrollen skulle säga: Intäkterna är 945\u00a0000 kr och kostnaderna 950\u00a0000 kr."
    ]
    both = reviewed(document, "Åsa Öberg", ("945\u00a0000", "950 000"))
    done = made(sent, plan_schema, both)
    assert done.refused == []
    assert (
        "          - post: Resor\n            belopp: 5 000\n          - post: Ersätt" in done.text
    )
    assert done.text.count("950 000\n") == 2
    assert len(done.followed) == 2


def test_a_sign_that_nobody_sees_is_no_word_of_a_new_row(sent, plan_schema):
    """LibreOffice puts U+200D into the first cell of a row that is added with tracking."""
    document = changed(sent.docx, lambda text: row(text, False, "Resor\u200d"))
    both = reviewed(document, "Åsa Öberg", ("945\u00a0000", "950 000"))
    done = made(sent, plan_schema, both)
    assert done.refused == []
    assert "          - post: Resor\n            belopp: 5 000\n" in done.text


def test_a_new_table_is_refused_whole(sent, plan_schema):
    cell = f"<w:tc><w:p>{ins(run('Klimat'))}</w:p></w:tc>"
    table = f"<w:tbl><w:tr>{cell}{cell}</w:tr></w:tbl>"
    document = changed(sent.docx, lambda text: text.replace("</w:p>", f"</w:p>{table}", 1))
    found = remarks(sent, document)
    assert ("tabellrad", "en ny tabell") in [(remark.kind, remark.text) for remark in found]
    assert made(sent, plan_schema, document).text == sent.source.text


UNTRACKED = {
    "a paragraph gone": lambda text: re.sub(
        rf"<w:p>(?:(?!<w:p>).)*?{re.escape(GOAL)}.*?</w:p>", "", text
    ),
    "a word typed": lambda text: text.replace(FIRST, "Vi samarbetar för att stärka"),
    "a row gone": lambda text: re.sub(r"<w:tr>(?:(?!<w:tr>).)*?>Personal<.*?</w:tr>", "", text),
    "an amount typed over, with its bookmark": lambda text: re.sub(
        r'<w:bookmarkStart w:id="(\d+)" w:name="_pv_\w+"/>((?:(?!<w:bookmarkStart).)*?)895\u00a0000(.*?)<w:bookmarkEnd w:id="\1"/>',
        r"\g<2>905 000\3",
        text,
    ),
}


@pytest.mark.parametrize("older", [False, True])
@pytest.mark.parametrize("case", UNTRACKED)
def test_what_nobody_tracked_is_told_at_its_line(case, older, sent, plan_schema):
    docx = of_an_older_version(sent.docx) if older else sent.docx
    document = changed(docx, UNTRACKED[case])
    assert document != docx
    found = remarks(sent, document)
    assert {remark.kind for remark in found} == {"ospårad"}
    assert len(found) <= 2
    assert found[0].mark is not None
    done = made(sent, plan_schema, document)
    assert (done.text, len(done.refused)) == (sent.source.text, len(found))


def test_new_text_and_the_templates_own_are_told_where_nobody_tracked_them(sent):
    document = changed(
        sent.docx, lambda text: text.replace("</w:p>", f"</w:p><w:p>{run('Smyg.')}</w:p>", 1)
    )
    assert kinds(sent, document) == [("ospårad", "", "Smyg.")]
    document = changed(sent.docx, lambda text: text.replace(">Intäkter<", ">Inkomster<"))
    assert kinds(sent, document) == [("ospårad", "Intäkter", "Inkomster")]
    (remark,) = remarks(sent, document)
    assert "   hör inte till någon uppgift i planen\n" in telling.for_people(
        [remark], "plans/2018.yaml"
    )


def test_a_links_address_that_was_changed_is_told(plan_2017, plan_schema, template):
    text = plan_2017.decode().replace(
        FIRST, f"[Södertörn](https://www.exempel.se/a) finns. {FIRST}"
    )
    built = pipeline.produce("plan.yaml", text.encode(), plan_schema, template)
    parts = package.read(built.docx)
    name = package.relationships_of("word/document.xml")
    parts[name] = parts[name].replace(b"www.exempel.se/a", b"www.annan.se/b")
    assert kinds(built, package.write(parts)) == [
        ("ospårad", "", "en länk till https://www.annan.se/b")
    ]
    parts[name] = parts[name].replace(b"www.annan.se/b", b"www.exempel.se/a/")
    assert kinds(built, package.write(parts)) == []


def test_a_page_number_that_word_made_anew_is_no_change(sent):
    document = changed(
        sent.docx, lambda text: re.sub(r"(PAGEREF.*?<w:t[^>]*>)\d+", r"\g<1>15", text)
    )
    assert document != sent.docx
    assert remarks(sent, document) == []


def test_a_comment_that_is_gone_and_changes_in_other_parts_are_counted(sent):
    parts = package.read(at(sent.docx, FIRST, '<w:r><w:commentReference w:id="5"/></w:r>'))
    tracked = (
        f'<w:style xmlns:w="{w("")[1:-1]}"><w:rPr><w:rPrChange w:id="1" {ASA}/></w:rPr></w:style>'
    )
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(
        b"</w:styles>", f"{tracked}</w:styles>".encode()
    )
    found = remarks(sent, package.write(parts))
    assert [(remark.kind, remark.text) for remark in found] == [
        ("oläst", "en kommentar som texten hänvisar till finns inte i filen"),
        ("oläst", "en spårad ändring i formatmallarna kunde inte läsas"),
    ]
    assert telling.count(found) == "2 platser som inte kunde läsas."


PROPERTIES = {
    "tabellformat": ("<w:tblPr>", "tblPrChange", "<w:tblPr/>"),
    "radformat": ("<w:trPr>", "trPrChange", "<w:trPr/>"),
    "cellformat": ("<w:tcPr>", "tcPrChange", "<w:tcPr/>"),
    "sidformat": ("<w:sectPr>", "sectPrChange", ""),
    "kolumnernas bredd": ("<w:tblGrid>", "tblGridChange", ""),
}


@pytest.mark.parametrize("what", PROPERTIES)
def test_changes_of_tables_and_pages_are_told(what, sent):
    opening, name, inner = PROPERTIES[what]
    change = f'<w:{name} w:id="940" {ASA}>{inner}</w:{name}>'
    parts = package.read(sent.docx)
    root = etree.fromstring(parts["word/document.xml"])
    holder = next(root.iter(w(opening[3:-1])))
    holder.append(etree.fromstring(f'<x xmlns:w="{w("")[1:-1]}">{change}</x>')[0])
    parts["word/document.xml"] = package.written(root)
    (remark,) = remarks(sent, package.write(parts))
    assert (remark.kind, remark.text, remark.authors) == ("utseende", what, ("Åsa Öberg",))


def test_a_cell_that_was_taken_away_is_told(sent, plan_schema):
    cell = f'<w:cellDel w:id="941" {ASA}/>'
    document = changed(sent.docx, lambda text: text.replace("<w:tcPr>", f"<w:tcPr>{cell}", 1))
    assert ("tabellrad", "borttagen cell i tabellen") in [
        (kind, text) for kind, _, text in kinds(sent, document)
    ]
    assert made(sent, plan_schema, document).text == sent.source.text


def test_new_words_are_bold_as_they_were_written_or_not_at_all(sent, plan_schema):
    bold = '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve"> alltid</w:t></w:r>'
    done = made(sent, plan_schema, at(sent.docx, FIRST, ins(bold)))
    assert f"      {FIRST} **alltid** den kommunala" in done.text
    for look, name in (('<w:u w:val="single"/>', "understruken"), ("<w:vanish/>", "dold")):
        done = made(sent, plan_schema, at(sent.docx, FIRST, ins(bold.replace("<w:b/>", look))))
        assert [why for _, why in done.refused] == [
            f"den nya texten är {name}; skriv den i filen för hand"
        ]


def added_paragraph(text: str) -> str:
    """Enter after the goal, and a sentence."""
    start = text.rindex("<w:p>", 0, text.index(GOAL))
    end = text.index("</w:p>", start) + len("</w:p>")
    paragraph = text[start:end]
    mark = f'<w:pPr><w:rPr><w:ins w:id="950" {ASA}/></w:rPr></w:pPr>'
    return (
        text[:start]
        + paragraph.replace("<w:p>", f"<w:p>{mark}", 1)
        + f"<w:p>{ins(run('Nytt.'))}</w:p>"
        + text[end:]
    )


def test_a_paragraph_is_added_once(sent, plan_schema):
    document = changed(sent.docx, added_paragraph)
    first = made(sent, plan_schema, document)
    assert f"      {GOAL}\n\n      Nytt.\n" in first.text
    later = pipeline.check("plan.yaml", first.text.encode(), plan_schema)
    second = made(later, plan_schema, document)
    assert (second.text, [why for _, why in second.refused]) == (first.text, [apply.ALREADY_MADE])


def test_one_of_two_paragraphs_alike_is_taken_out_once(plan_2017, plan_schema, template):
    text = plan_2017.decode().replace(f"      {GOAL}", f"      {GOAL}\n\n      {GOAL}")
    built = pipeline.produce("plan.yaml", text.encode(), plan_schema, template)

    def gone(xml: str) -> str:
        start = xml.rindex("<w:p>", 0, xml.index(GOAL))
        end = xml.index("</w:p>", start)
        paragraph = xml[start:end].replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
        paragraph = paragraph.replace("<w:r>", f'<w:del w:id="1" {ASA}><w:r>').replace(
            "</w:r>", "</w:r></w:del>"
        )
        mark = f'<w:pPr><w:rPr><w:del w:id="2" {ASA}/></w:rPr></w:pPr>'
        return xml[:start] + paragraph.replace("<w:p>", f"<w:p>{mark}", 1) + xml[end:]

    document = changed(built.docx, gone)
    first = made(built, plan_schema, document)
    assert first.text.count(GOAL) == 1
    later = pipeline.check("plan.yaml", first.text.encode(), plan_schema)
    second = made(later, plan_schema, document)
    assert (second.text, second.made) == (first.text, [])


def test_an_amount_brings_its_sum(plan_2017, plan_schema, template):
    built = pipeline.produce("plan.yaml", plan_2017, plan_schema, template)
    document = reviewed(built.docx, "Åsa", ("895\u00a0000", "995 000"))
    xml = package.read(document)["word/document.xml"].decode()
    assert xml.count("945\u00a0000") == 3
    fee = reviewed(document, "Åsa", ("945\u00a0000", "1 045 000"))
    done = made(built, plan_schema, fee)
    assert done.refused == []
    assert done.followed == [
        "summan av intäkterna 945\u00a0000 kr blir 1\u00a0045\u00a0000 kr",
        "summan av kostnaderna 945\u00a0000 kr blir 1\u00a0045\u00a0000 kr",
    ]
    assert done.text == plan_2017.decode().replace("945 000", "1 045 000").replace(
        "895 000", "995 000"
    )


def test_each_change_is_refused_for_its_own_reason(sent, plan_schema):
    document = reviewed(
        sent.docx, "Åsa", ("26\u00a0april", "26 februari"), ("895\u00a0000", "995 000")
    )
    reasons = {remark.quote: why for remark, why in made(sent, plan_schema, document).refused}
    assert "2018-02-26 står efter 2018-03-22" in reasons["26\u00a0april"]
    assert "Intäkterna är 945\u00a0000 kr" in reasons["895\u00a0000"]


def test_an_agreement_is_kept_in_a_decided_plan_and_may_stand_open_in_a_draft(
    sent, plan_2017, plan_schema, template
):
    """A meeting on another weekday than its group's."""
    built = pipeline.produce("plan.yaml", plan_2017, plan_schema, template)
    decided = made(built, plan_schema, reviewed(built.docx, "Åsa", ("1\u00a0juni", "2 juni")))
    (why,) = [why for _, why in decided.refused]
    assert why == "kontrollen skulle säga: 2017-06-02 är en fredag, men gruppen möts på torsdagar."
    assert decided.text == plan_2017.decode()
    draft = made(sent, plan_schema, reviewed(sent.docx, "Åsa", ("26\u00a0april", "27 april")))
    assert (draft.refused, "datum: 2018-04-27" in draft.text) == ([], True)


def test_a_first_reading_that_loses_a_word_is_not_believed(sent, plan_schema, monkeypatch):
    """The second reading shares nothing with the first: what one of them drops, no change
    survives."""
    document = at(sent.docx, FIRST, ins(run(" tappat ord")))
    assert len(made(sent, plan_schema, document).made) == 1
    add = Progress.add
    monkeypatch.setattr(
        Progress,
        "add",
        lambda self, text, look="": add(self, text.replace("tappat ", ""), look),
    )
    done = made(sent, plan_schema, document)
    assert (done.text, [why for _, why in done.refused]) == (
        sent.source.text,
        ["ändringen går inte att läsa säkert; gör den i filen för hand"],
    )


def deleted(words) -> None:
    """A run, with what it shows, as somebody deleted it."""
    change = etree.fromstring(f'<w:del xmlns:w="{W}" w:id="910" {ASA}/>')
    words.addprevious(change)
    change.append(words)
    words.find(w("t")).tag = w("delText")


def without_its_mark(paragraph) -> None:
    properties = paragraph.find(w("pPr"))
    if properties is None:
        properties = etree.Element(w("pPr"))
        paragraph.insert(0, properties)
    mark = f'<w:rPr xmlns:w="{W}"><w:del w:id="911" {ASA}/></w:rPr>'
    properties.append(etree.fromstring(mark))


def test_a_change_from_a_heading_into_the_text_below_is_made_whole_or_not_at_all(sent, plan_schema):
    """A paragraph that goes with a heading's last words does not go alone."""
    parts = package.read(sent.docx)
    root = package.tree(parts["word/document.xml"])
    below = next(line for line in root.iter(w("p")) if text_of(line).startswith(FIRST))
    heading = below.getprevious()
    first = heading.find(w("r"))
    last = deepcopy(first)
    first.addnext(last)
    first.find(w("t")).text = "S"
    for words in (last, *below.findall(w("r"))):
        deleted(words)
    for paragraph in (heading, below):
        without_its_mark(paragraph)
    last[-1].text = last[-1].text[1:]
    parts["word/document.xml"] = package.written(root)
    done = made(sent, plan_schema, package.write(parts))
    assert (done.text, done.made) == (sent.source.text, [])
    assert len(done.refused) == 2


def test_a_line_of_two_values_emptied_without_tracking_is_told(sent):
    """A day and its host: both then stand in the same place."""
    parts = package.read(sent.docx)
    root = package.tree(parts["word/document.xml"])
    line = next(line for line in root.iter(w("p")) if text_of(line).endswith(" (Huddinge)"))
    for typed in line.findall(w("r")):
        line.remove(typed)
    parts["word/document.xml"] = package.written(root)
    (remark,) = remarks(sent, package.write(parts))
    assert (remark.kind, remark.quote, remark.text) == (
        "ospårad",
        "15\xa0mars\xa02018 (Huddinge)",
        "",
    )


def test_a_comment_is_carried_without_signs_that_nobody_sees(sent, plan_schema):
    parts = package.read(sent.docx)
    comments.add(parts, "Bo\u202e Ek", "2018-01-11T10:00:00Z", ["@Åsa\u200b se\u2060 här\x85"])
    place = '<w:commentRangeStart w:id="0"/><w:commentRangeEnd w:id="0"/>'
    found = remarks(sent, at(package.write(parts), FIRST, place))
    carried = [remark for remark in found if remark.kind == "kommentar"]
    done = apply.apply(
        sent, [], carried, lambda text: pipeline.check("plan.yaml", text.encode(), plan_schema)
    )
    assert done.refused == []
    assert "# KOMMENTAR (Bo Ek): @Åsa se här\n" in done.text


def test_more_remarks_than_anyone_writes_are_one_sentence(home, sent, capsys):
    many = "".join(ins(run("x"), ASA, number) + run("y") for number in range(3_001))
    (home / "a.docx").write_bytes(at(sent.docx, FIRST, many))
    assert main(["feedback", "a.docx"]) == 1
    assert capsys.readouterr() == (
        "",
        "Filen a.docx har 3001 ändringar och kommentarer, fler än verktyget läser. Granska i flera omgångar.\n",
    )


def test_what_is_no_answer_hinders_none_of_the_others(home, sent, capsys):
    (home / "asa.docx").write_bytes(reviewed(sent.docx, "Åsa", ("Personal", "Löner")))
    (home / "~$sa.docx").write_bytes(b"\x03Asa")
    (home / "trasig.docx").write_bytes(b"PK\x03\x04 trasig")
    assert main(["feedback", "trasig.docx", "asa.docx", "~$sa.docx"]) == 1
    told = capsys.readouterr()
    assert told.out.startswith("1. Ändring av Åsa, 10 januari 2018")
    assert told.err == (
        "~$sa.docx är inget svar, utan en tillfällig fil bredvid ett öppet dokument. Den hoppas över.\n"
        "Filen trasig.docx är ingen Word-fil, eller är skadad. Be granskaren skicka den igen.\n"
    )
    before = files.read(files.PLANS / "2018.yaml")
    assert main(["apply", "trasig.docx", "asa.docx", "--all", "--ja"]) == 1
    assert "Inget är ändrat: alla svar måste gå att läsa" in capsys.readouterr().err
    assert files.read(files.PLANS / "2018.yaml") == before
    assert main(["feedback", "asa.docx", "~$sa.docx"]) == 0


def test_only_what_can_be_made_is_asked_and_never_both_of_two_that_clash(
    home, sent, capsys, monkeypatch
):
    for name, word in (("asa", "lokala"), ("bo", "globala")):
        document = reviewed(
            sent.docx,
            name.capitalize(),
            ("regionala utvecklingen", word),
            ("Intäkter", "Inkomster"),
        )
        (home / f"{name}.docx").write_bytes(document)
    asked = []

    def answer(question: str) -> str:
        asked.append(question)
        return "j"

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", answer)
    assert main(["apply", "asa.docx", "bo.docx"]) == 0
    told = capsys.readouterr().out
    assert len(asked) == 2
    assert "   kan inte göras av verktyget: den säger emot nr 1, som är vald\n" in told
    assert "   sparas till mallens ägare (build/mallsynpunkter.md)\n" in told
    assert "1 ändring är vald." in told


def test_a_strict_document_is_told_as_that(home, sent, capsys):
    parts = package.read(sent.docx)
    for name, content in parts.items():
        content = content.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        parts[name] = content.replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
    (home / "a.docx").write_bytes(package.write(parts))
    assert main(["feedback", "a.docx"]) == 1
    assert capsys.readouterr().err == (
        "Filen a.docx är sparad som Strict Open XML-dokument. Öppna den i Word, välj Arkiv, Spara som och filformatet"
        " Word-dokument (*.docx).\n"
    )


def test_parts_are_found_whatever_they_are_called(sent):
    parts = package.read(sent.docx)
    comments.add(parts, "Bo Ek", "2018-01-11T10:00:00Z", ["Stryk."])
    for old, new in (
        ("comments.xml", "comments2.xml"),
        ("document.xml", "document2.xml"),
        ("styles.xml", "styles7.xml"),
    ):
        parts[f"word/{new}"] = parts.pop(f"word/{old}")
        for name in ("_rels/.rels", "[Content_Types].xml", "word/_rels/document.xml.rels"):
            if name in parts:
                parts[name] = parts[name].replace(old.encode(), new.encode())
    parts["word/_rels/document2.xml.rels"] = parts.pop("word/_rels/document.xml.rels")
    from generator.ooxml import untrusted

    found = untrusted.read(package.write(parts))
    review = feedback.Review(found, provenance.read(found), "a.docx")
    assert [remark.text for remark in feedback.collect([review], sent.source, sent.plan)] == [
        "Stryk."
    ]


def test_what_a_terminal_would_obey_is_shown(home, sent, capsys):
    """In a name, a comment, and new words: an escape, a right-to-left sign, a forged line of the
    list."""
    evil = "Bo\u202e Ek\x9b2J\u2028"
    who = f'w:author="{evil}&#10;9. Kommentar av Åsa" w:date="2018-01-12T09:00:00Z"'
    document = at(sent.docx, FIRST, ins(run(" vänt\u202e\x9b"), who))
    (home / "a.docx").write_bytes(document)
    for arguments in (
        ["feedback", "a.docx"],
        ["feedback", "a.docx", "--json"],
        ["apply", "a.docx", "--all"],
    ):
        main(arguments)
        told = capsys.readouterr()
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]", told.out + told.err)
        assert not re.search("^9. Kommentar", told.out, re.MULTILINE)
        assert re.search(r"‹U\+202E›|\\u202e", told.out)


def test_words_inside_a_link_are_changed_and_the_link_stays(plan_2017, plan_schema, template):
    text = plan_2017.decode().replace(
        FIRST, f"Se [planen för Södertörn](https://www.exempel.se/a). {FIRST}"
    )
    built = pipeline.produce("plan.yaml", text.encode(), plan_schema, template)
    xml = package.read(built.docx)["word/document.xml"].decode()
    link = re.search(r"<w:hyperlink [^>]*>(.*?)</w:hyperlink>", xml)[0]
    run_of = re.search(r"<w:r>.*?</w:r>", link)[0]
    words = "planen för Södertörn"
    assert words in run_of
    replaced = "".join(
        [
            run_of.replace(words, "planen för "),
            f'<w:del w:id="1" {ASA}>{run_of.replace(words, "Södertörn").replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")}</w:del>',
            f'<w:ins w:id="2" {ASA}>{run_of.replace(words, "oss alla")}</w:ins>',
        ]
    )
    done = made(
        built, plan_schema, changed(built.docx, lambda whole: whole.replace(run_of, replaced, 1))
    )
    assert done.refused == []
    assert "Se [planen för oss alla](https://www.exempel.se/a). Vi samverkar" in done.text


def test_what_libreoffice_builds_is_told_and_only_words_are_written(sent, plan_schema, tmp_path):
    """A row, a table, a note and a bullet, put in with tracking in LibreOffice itself."""
    (tmp_path / "sent.docx").write_bytes(sent.docx)
    office("build", tmp_path / "sent.docx", tmp_path / "back.docx")
    back = (tmp_path / "back.docx").read_bytes()
    found = remarks(sent, back)
    told = " ".join(f"{remark.text} {remark.problem}" for remark in found)
    for words in (
        "Resor",
        "5 000",
        "Gäller inte Salem.",
        "Klimatmål",
        "Dela med oss",
        "en ny tabell",
    ):
        assert words in told.replace("\u00a0", " "), words
    done = made(sent, plan_schema, back)
    assert [remark.text.strip() for remark in done.made if "Dela med oss" not in remark.text] == []
    assert not {"Resor", "Klimatmål", "Gäller inte"} & {
        *re.findall(r"Resor|Klimatmål|Gäller inte", done.text)
    }


def test_a_paragraph_that_is_taken_out_and_changed_is_refused_whole(sent, plan_schema):
    """One file strikes the paragraph, another writes at its end: neither is made, and neither is
    told as made."""

    def struck(xml: str) -> str:
        start = xml.rindex("<w:p>", 0, xml.index(GOAL))
        end = xml.index("</w:p>", start)
        paragraph = xml[start:end].replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
        paragraph = paragraph.replace("<w:r>", f'<w:del w:id="1" {ASA}><w:r>').replace(
            "</w:r>", "</w:r></w:del>"
        )
        mark = f'<w:pPr><w:rPr><w:del w:id="2" {ASA}/></w:rPr></w:pPr>'
        return xml[:start] + paragraph.replace("<w:p>", f"<w:p>{mark}", 1) + xml[end:]

    done = made(
        sent,
        plan_schema,
        changed(sent.docx, struck),
        at(sent.docx, GOAL, ins(run(" Det är bra."), BO)),
    )
    assert (done.text, done.made) == (sent.source.text, [])
    assert len(done.refused) == 2


def test_a_deletion_from_one_paragraph_into_the_next_makes_one_of_them(sent, plan_schema):
    words = "i hemkommunen."
    head = "Vår samverkan syftar"

    def across(xml: str) -> str:
        """From inside the paragraph before the goal, over its mark, into the goal."""
        at_goal = xml.index(head)
        start = xml.rindex("<w:p>", 0, xml.rindex("våra kommuner.", 0, at_goal))
        mark = f'<w:pPr><w:rPr><w:del w:id="3" {ASA}/></w:rPr></w:pPr>'
        cut = f'</w:t></w:r>{dele("våra kommuner.", ASA, 4)}<w:r><w:t xml:space="preserve">'
        before = (
            xml[start:at_goal].replace("<w:p>", f"<w:p>{mark}", 1).replace("våra kommuner.", cut, 1)
        )
        return (
            xml[:start]
            + before
            + f'</w:t></w:r>{dele(head, ASA, 5)}<w:r><w:t xml:space="preserve">'
            + xml[at_goal + len(head) :]
        )

    document = changed(sent.docx, across)
    assert words in package.read(document)["word/document.xml"].decode()
    done = made(sent, plan_schema, document)
    assert done.refused == []
    assert "Det gynnar Södertörn och därmed  till att kommunledningarna i politik" in done.text


SIGN_FONTS = {
    "the run's own": '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>',
    "one of its two": '<w:rFonts w:ascii="Calibri" w:hAnsi="webdings"/>',
    "its style's": '<w:rStyle w:val="Tecken"/>',
    "the style that its style is based on": '<w:rStyle w:val="Litet"/>',
    "a style, and nothing of its own": '<w:rFonts w:cs="Calibri"/><w:rStyle w:val="Tecken"/>',
}


def in_font(docx: bytes, properties: str, text: str) -> bytes:
    """Words in a look put in by a reviewer, in a document with styles of signs."""
    parts = package.read(docx)
    styles = (
        '<w:style w:type="character" w:styleId="Tecken"><w:name w:val="Tecken"/>'
        '<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Litet"><w:name w:val="Litet"/><w:basedOn w:val="Tecken"/></w:style></w:styles>'
    )
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b"</w:styles>", styles.encode())
    words = f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
    return at(package.write(parts), FIRST, ins(words))


@pytest.mark.parametrize("case", SIGN_FONTS)
def test_letters_of_a_font_of_signs_are_no_letters(case, sent, plan_schema):
    document = in_font(sent.docx, SIGN_FONTS[case], " AB")
    (remark,) = remarks(sent, document)
    font = "Webdings" if "web" in SIGN_FONTS[case] else "Wingdings"
    assert f"{FIRST} [ett tecken ur typsnittet {font}: AB] den" in remark.text
    reason = f"ändringen innehåller ett tecken ur typsnittet {font}; för in den i filen för hand"
    done = made(sent, plan_schema, document)
    assert (done.text, [why for _, why in done.refused]) == (sent.source.text, [reason])


def test_known_signs_of_such_a_font_are_written_and_other_fonts_are_letters(sent, plan_schema):
    document = in_font(sent.docx, SIGN_FONTS["its style's"], " \uf0e0")
    assert f"{FIRST} → den kommunala" in made(sent, plan_schema, document).text
    over = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/><w:rStyle w:val="Tecken"/>'
    assert (
        f"{FIRST} JK den kommunala" in made(sent, plan_schema, in_font(sent.docx, over, " JK")).text
    )


@pytest.mark.parametrize("space", ["", ' xml:space="default"'])
def test_blanks_that_the_file_does_not_keep_are_not_there(space, sent, plan_schema):
    """Word drops them: what is then one word is written as one."""
    document = at(sent.docx, FIRST, ins(f"<w:r><w:t{space}>\n er\t </w:t></w:r>"))
    assert f"{FIRST}er den kommunala" in made(sent, plan_schema, document).text
    inherited = '<w:smartTag xml:space="preserve"><w:r><w:t> nu</w:t></w:r></w:smartTag>'
    assert (
        f"{FIRST} nu den kommunala"
        in made(sent, plan_schema, at(sent.docx, FIRST, ins(inherited))).text
    )


def test_a_page_reference_that_is_taken_out_is_told_once(sent, plan_schema):
    parts = package.read(sent.docx)
    root = etree.fromstring(parts["word/document.xml"])
    code = next(code for code in root.iter(w("instrText")) if "PAGEREF" in code.text)
    first = next(r for r in code.iterancestors(w("r"))).getprevious()
    runs = [first]
    while (
        runs[-1].find(w("fldChar")) is None
        or runs[-1].find(w("fldChar")).get(w("fldCharType")) != "end"
    ):
        runs.append(runs[-1].getnext())
    change = etree.Element(
        w("del"), {w("id"): "980", w("author"): "Åsa Öberg", w("date"): "2018-01-10T09:00:00Z"}
    )
    first.addprevious(change)
    for one in runs:
        if one.tag == w("r"):
            change.append(one)
    for text in change.iter(w("t")):
        text.tag = w("delText")
    for text in change.iter(w("instrText")):
        text.tag = w("delInstrText")
    parts["word/document.xml"] = package.written(root)
    found = remarks(sent, package.write(parts))
    assert [remark.kind for remark in found] == ["ändring"]
    done = made(sent, plan_schema, package.write(parts))
    assert done.refused == []
    assert done.text == sent.source.text.replace(
        "(jfr sid [4](#regionala-utvecklingsfrågor))", "(jfr sid )"
    )


@pytest.mark.parametrize(
    ("sign", "name"),
    [
        ("br", "en radbrytning inne i ett stycke"),
        ("cr", "en radbrytning inne i ett stycke"),
        ("tab", "en tabb"),
    ],
)
@pytest.mark.parametrize("words", ["Vi samverkar", "Gemensam ägarstyrning"])
def test_a_line_break_or_tab_in_the_place_of_a_space_is_something(
    sign, name, words, sent, plan_schema
):
    parts = package.read(reviewed(sent.docx, "Åsa Öberg", (words, words.replace(" ", "_"))))
    xml = parts["word/document.xml"].decode()
    broken = f"</w:t><w:{sign}/><w:t>"
    one, other = words.split(" ")
    parts["word/document.xml"] = xml.replace(f"{one}_{other}", f"{one}{broken}{other}").encode()
    done = made(sent, plan_schema, package.write(parts))
    if sign != "tab" and words == "Vi samverkar":
        assert done.text.count("Vi\\\n      samverkar") == 1
        return
    reason = f"{name} kan planen inte visa; gör ändringen i filen för hand"
    assert (done.text, [why for _, why in done.refused]) == (sent.source.text, [reason])


def test_the_deleted_mark_of_a_cells_last_paragraph_goes_nowhere(sent, plan_schema):
    """Word marks it where all of a cell was chosen and typed over; the cell keeps its paragraph."""
    document = reviewed(sent.docx, "Åsa", ("Personal", "Löner"))
    mark = f'<w:pPr><w:rPr><w:del w:id="990" {ASA}/></w:rPr>'

    def with_mark(xml: str) -> str:
        start = xml.rindex("<w:p>", 0, xml.index("Personal"))
        return xml[:start] + xml[start:].replace("<w:pPr>", mark, 1)

    parts = package.read(changed(document, with_mark))
    assert b'w:id="990"' in parts["word/document.xml"]
    done = made(sent, plan_schema, package.write(parts))
    assert done.refused == []
    assert "post: Löner" in done.text
