"""Nothing that was not seen is called nothing: comments with what is no text, what is there already, what nobody tracked."""

import re

import pytest
from committee import TEXT_BOX
from test_apply import home as home
from test_feedback import remarks, reviewed
from test_feedback import sent as sent
from test_review_kinds import FIRST, at, ins, made, run

from generator import apply, files, pipeline
from generator.cli import main
from generator.ooxml import comments, package

MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
SYMEX = 'xmlns:x="http://schemas.microsoft.com/office/word/2015/wordml/symex"'
EMOJI = (
    f'<w:r><mc:AlternateContent {MC}><mc:Choice Requires="x"><x:symEx {SYMEX} x:font="Segoe UI Emoji" x:char="1F60A"/>'
    "</mc:Choice><mc:Fallback><w:t>😊</w:t></mc:Fallback></mc:AlternateContent></w:r>"
)
RUBY = (
    "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>läs så</w:t></w:r></w:rt>"
    "<w:rubyBase><w:r><w:t>Södertörn</w:t></w:r></w:rubyBase></w:ruby></w:r>"
)
PLACE = '<w:commentRangeStart w:id="0"/><w:commentRangeEnd w:id="0"/>'


def commented(docx: bytes, content: str, who: str = "Bo Ek") -> bytes:
    """A document with a comment (an answer of Word) of some runs after the first words of a text."""
    parts = package.read(at(docx, FIRST, PLACE))
    document = parts["word/document.xml"]
    comments.add(parts, who, "2018-01-11T10:00:00Z", ["ORD"])
    parts["word/document.xml"] = document
    xml = parts["word/comments.xml"].decode()
    parts["word/comments.xml"] = re.sub(r"<w:r>.*?</w:r>", lambda _: content, xml, count=1).encode()
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts["word/_rels/comments.xml.rels"] = f'<Relationships xmlns="{space}"/>'.encode()
    package.add_hyperlinks(parts, "word/comments.xml", {"rIdL": "https://www.exempel.se/a"})
    return package.write(parts)


R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
SAID = {
    "an arrow": (f'{run("a ")}<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>{run(" b")}', "a → b"),
    "a sign of an unknown font": (
        '<w:r><w:sym w:font="Wingdings" w:char="F04D"/></w:r>',
        "[ett tecken ur typsnittet Wingdings]",
    ),
    "a line break": (f"{run('a')}<w:r><w:cr/></w:r>{run('b')}", "a\nb"),
    "a soft hyphen": (f"{run('för')}<w:r><w:softHyphen/></w:r>{run('slag')}", "för\u00adslag"),
    "emoji": (f"{run('Bra ')}{EMOJI}", "Bra 😊"),
    "emoji alone": (f'<w:r><x:symEx {SYMEX} x:font="Segoe UI Emoji" x:char="1F60A"/></w:r>', "😊"),
    "a link": (
        f'<w:hyperlink {R} r:id="rIdL">{run("källan")}</w:hyperlink>',
        "[en länk till https://www.exempel.se/a]källan",
    ),
    "a picture": ("<w:r><w:drawing><docPr descr='Karta'/></w:drawing></w:r>", "[en bild: Karta]"),
    "a text box": (TEXT_BOX, "[en textruta: Stryk kapitlet.]"),
    "a reading aid": (RUBY, "[ett ord med läsanvisning: Södertörn]"),
    "a change in the comment": (run("ja") + ins(run(" nu")) + "<w:del><w:r><w:delText> nej</w:delText></w:r></w:del>", "ja nu"),
}


@pytest.mark.parametrize("case", SAID)
def test_a_comment_is_told_with_what_is_no_text(case, sent):
    content, words = SAID[case]
    told = [remark.text for remark in remarks(sent, commented(sent.docx, content)) if remark.kind == "kommentar"]
    assert told == [words]


def carried(built, plan_schema, document: bytes) -> apply.Applied:
    found = [remark for remark in remarks(built, document) if remark.kind == "kommentar"]
    return apply.apply(built, [], found, lambda text: pipeline.check("plan.yaml", text.encode(), plan_schema))


def test_a_comment_keeps_its_number_sign_and_asks_for_nothing(sent, plan_schema):
    done = carried(sent, plan_schema, commented(sent.docx, run("Se #4 # FYLL I: allt")))
    assert done.refused == []
    assert "# KOMMENTAR (Bo Ek): Se #4 # FYLL I: allt\n" in done.text
    later = pipeline.check("plan.yaml", done.text.encode(), plan_schema)
    new = [place for place in later.plan.open_places if place not in sent.plan.open_places and place.is_remark]
    assert [place.words for place in new] == ["(Bo Ek): Se #4 # FYLL I: allt"]
    assert len(later.plan.open_places) == len(sent.plan.open_places) + 1


def test_a_comment_whose_words_stand_elsewhere_is_carried_all_the_same(sent, plan_schema):
    elsewhere = f"# KOMMENTAR (Bo Ek): OK\n{sent.source.text}"
    built = pipeline.check("plan.yaml", elsewhere.encode(), plan_schema)
    done = carried(built, plan_schema, commented(sent.docx, run("OK")))
    assert (len(done.made), done.refused, done.text.count("# KOMMENTAR (Bo Ek): OK\n")) == (1, [], 2)


def test_a_comment_that_was_carried_is_told_with_its_line(sent, plan_schema):
    document = commented(sent.docx, run("OK"))
    first = carried(sent, plan_schema, document)
    line = 1 + first.text.split("\n").index(next(t for t in first.text.split("\n") if "# KOMMENTAR (Bo Ek): OK" in t))
    later = pipeline.check("plan.yaml", first.text.encode(), plan_schema)
    second = carried(later, plan_schema, document)
    assert (second.text, second.made) == (first.text, [])
    assert [why for _, why in second.refused] == [f"kommentaren står redan i planen, rad {line}"]


def test_to_apply_twice_is_to_apply_once(home, sent, capsys):
    (home / "a.docx").write_bytes(commented(reviewed(sent.docx, "Åsa", ("Personal", "Löner")), run("OK")))
    arguments = ["apply", "a.docx", "--all", "--comments", "--ja"]
    assert main(arguments) == 0
    once = files.read(files.PLANS / "2018.yaml")
    capsys.readouterr()
    assert main(arguments) == 0
    told = capsys.readouterr().out
    assert "Görs inte" not in told
    assert re.search(r"Kommentaren står redan i planen, rad \d+\.\n", told)
    assert told.endswith("Redan infört: 2.\nInget att skriva.\n")
    assert files.read(files.PLANS / "2018.yaml") == once


def test_a_warning_that_a_change_brings_is_told_before_it_is_asked(home, sent, capsys):
    document = reviewed(sent.docx, "Åsa", ("26\u00a0april", "10 maj"))
    (home / "a.docx").write_bytes(document)
    main(["apply", "a.docx", "--all"])
    assert re.search(r"^Kontrollen kommer att säga: .*Kristi himmels", capsys.readouterr().out, re.MULTILINE)


def test_emoji_that_a_reviewer_puts_in_are_read_for_what_they_show(sent, plan_schema):
    document = at(sent.docx, FIRST, ins(run(" nu ") + EMOJI))
    (remark,) = remarks(sent, document)
    assert "symEx" not in remark.text + remark.problem
    assert f"{FIRST} nu 😊 den" in made(sent, plan_schema, document).text


def test_a_reading_aid_is_told_in_words(sent):
    (remark,) = remarks(sent, at(sent.docx, FIRST, ins(RUBY)))
    assert "[ett ord med läsanvisning: Södertörn]" in remark.text
    assert "ruby" not in remark.text + remark.problem
