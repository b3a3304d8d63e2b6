"""Links that reviewers put in: carried as Markdown, or told and never written."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_feedback import remarks
from test_feedback import sent as sent
from test_review_kinds import FIRST, at, changed, dele, ins, made, run

from generator.ooxml import W, accepted, package
from generator.ooxml.reviewed import linked as linked_module
from generator.ooxml.reviewed import read
from generator.ooxml.reviewed.stretches import LINK

ADDRESS = "https://www.exempel.se/a?b=1#c"
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
UNDERLINED = '<w:rPr><w:rStyle w:val="Hyperlink"/><w:u w:val="single"/></w:rPr>'


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def field(words: str, *code: str) -> str:
    """A link as Word writes it with tracking on."""
    codes = "".join(
        f'<w:r><w:instrText xml:space="preserve">{piece}</w:instrText></w:r>' for piece in code
    )
    letters = f'<w:r>{UNDERLINED}<w:t xml:space="preserve">{words}</w:t></w:r>'
    return f"{mark('begin')}{codes}{mark('separate')}{letters}{mark('end')}"


def element(words: str, *, inside: bool = False) -> str:
    """A link as LibreOffice writes it: around the insertion, or inside it."""
    letters = f'<w:r>{UNDERLINED}<w:t xml:space="preserve">{words}</w:t></w:r>'
    return f'<w:hyperlink {R} r:id="rIdL">{letters if inside else ins(letters)}</w:hyperlink>'


def related(docx: bytes, address: str) -> bytes:
    parts = package.read(docx)
    package.add_hyperlinks(parts, "word/document.xml", {"rIdL": address})
    return package.write(parts)


CODE = f' HYPERLINK "{ADDRESS}" '
FORMS = {
    "a field": ins(field("källan", CODE)),
    "a field in pieces": ins(
        field("källan", ' HYPERLINK "https://www.exe', 'mpel.se/a?b=1#c" \\h')
    ),
    "a field in several insertions": "".join(
        ins(piece, number=910 + n)
        for n, piece in enumerate(re.findall(r"<w:r>.*?</w:r>", field("källan", CODE)))
    ),
    "around the insertion": element("källan"),
    "inside the insertion": ins(element("källan", inside=True)),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_new_link_becomes_markdown(form, sent, plan_schema):
    document = related(at(sent.docx, FIRST, ins(run(" "), number=900) + FORMS[form]), ADDRESS)
    (remark,) = remarks(sent, document)
    assert f"[en länk till {ADDRESS}]källan" in remark.text
    done = made(sent, plan_schema, document)
    assert done.refused == []
    assert f"{FIRST} [källan]({ADDRESS}) den kommunala" in done.text


def test_words_that_are_written_anew_as_a_link_are_that(sent, plan_schema):
    def linked(xml: str) -> str:
        whole = f"{FIRST} den"
        assert xml.count(whole) == 1
        link = dele("stärka", number=920) + ins(field("stärka", CODE), number=921)
        text = f'{whole[:-10]}</w:t></w:r>{link}<w:r><w:t xml:space="preserve"> den'
        return xml.replace(whole, text)

    done = made(sent, plan_schema, changed(sent.docx, linked))
    assert done.refused == []
    assert f"Vi samverkar för att [stärka]({ADDRESS}) den kommunala" in done.text


def test_a_link_that_begins_with_the_old_words_is_one_whole(sent, plan_schema):
    def linked(xml: str) -> str:
        whole = f"{FIRST} den"
        link = dele("stärka", number=920) + ins(field("stärka mera", CODE), number=921)
        text = f'{whole[:-10]}</w:t></w:r>{link}<w:r><w:t xml:space="preserve"> den'
        return xml.replace(whole, text)

    done = made(sent, plan_schema, changed(sent.docx, linked))
    assert f"Vi samverkar för att [stärka mera]({ADDRESS}) den kommunala" in done.text


def test_an_address_that_the_second_reading_does_not_find_is_doubted(sent, monkeypatch):
    monkeypatch.setattr(linked_module, "_new_link", lambda node: "https://www.exempel.se/fel")
    (remark,) = remarks(sent, at(sent.docx, FIRST, FORMS["a field"]))
    assert remark.problem == "ändringen går inte att läsa säkert; gör den i filen för hand"


REFUSED = {
    "a file beside it": ins(field("källan", ' HYPERLINK "fil.docx" ')),
    "a place in the document": ins(field("källan", ' HYPERLINK \\l "syfte" ')),
    "braces, which are facts": ins(field("källan", ' HYPERLINK "https://x.se/{år}" ')),
    "an address with a blank": ins(field("källan", ' HYPERLINK "https://x.se/a b" ')),
    "a program": ins(field("källan", ' HYPERLINK "javascript:alert(1)" ')),
    "a field in a field": ins(field(field("4", " PAGE "), CODE)),
}


@pytest.mark.parametrize("form", REFUSED)
def test_what_is_no_link_of_a_plan_is_told_and_never_written(form, sent, plan_schema):
    document = at(sent.docx, FIRST, REFUSED[form])
    assert all(remark.problem for remark in remarks(sent, document))
    assert made(sent, plan_schema, document).text == sent.source.text


def test_words_that_stood_there_and_became_a_link_are_told(sent, plan_schema):
    """Only the signs around them are tracked."""
    opening = ins(
        f"{mark('begin')}<w:r><w:instrText>{CODE}</w:instrText></w:r>{mark('separate')}", number=930
    )
    document = at(sent.docx, FIRST, opening)
    document = at(document, "den kommunala", ins(mark("end"), number=931))
    assert any(
        "en länk till" in remark.text and remark.problem for remark in remarks(sent, document)
    )
    assert made(sent, plan_schema, document).text == sent.source.text


PIECES = st.lists(
    st.sampled_from([run("a "), element("b"), element("c", inside=True), field("d", CODE)]),
    min_size=1,
    max_size=4,
)


@settings(deadline=None)
@given(pieces=PIECES)
def test_two_readings_agree_on_links(pieces):
    fragments = "".join(
        piece if "<w:ins " in piece else ins(piece, number=940 + n)
        for n, piece in enumerate(pieces)
    )
    body = f'<w:document xmlns:w="{W}"><w:body><w:p>{run("Före")}{fragments}</w:p></w:body></w:document>'
    parts = {"word/document.xml": body.encode()}
    package.add_hyperlinks(parts, "word/document.xml", {"rIdL": ADDRESS})
    first: dict[str, str] = {}
    for stretch in read(parts, "_pv_", None).stretches:
        if LINK in stretch.look:
            address = stretch.look.partition(LINK)[2]
            first[address] = first.get(address, "") + stretch.text
    addresses = package.addresses(parts, "word/document.xml")
    story = accepted.Story(body.encode(), None, None, addresses)
    second = story.links(range(body.count("<w:ins ")))
    expected = "".join(word for piece in pieces for word in re.findall(">([bcd])<", piece))
    assert first == second == ({ADDRESS: expected} if expected else {})
