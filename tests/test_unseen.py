"""Nothing that was not seen is called nothing: comments with what is no text, what is there
already, what nobody tracked."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from committee import TEXT_BOX
from test_apply import home as home
from test_feedback import remarks, reviewed
from test_feedback import sent as sent
from test_redline import office
from test_review_kinds import FIRST, at, ins, made, run

from generator import files, pipeline
from generator.cli import main
from generator.ooxml import comments, package
from generator.review import apply
from generator.word.provenance import OURS
from generator.word.redline import redline

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
    """A document with a comment (an answer of Word) of some runs after the first words of a
    text."""
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
    "an arrow": (
        f'{run("a ")}<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>{run(" b")}',
        "a → b",
    ),
    "a sign of an unknown font": (
        '<w:r><w:sym w:font="Wingdings" w:char="F04D"/></w:r>',
        "[ett tecken ur typsnittet Wingdings]",
    ),
    "a line break": (f"{run('a')}<w:r><w:cr/></w:r>{run('b')}", "a\nb"),
    "a soft hyphen": (f"{run('för')}<w:r><w:softHyphen/></w:r>{run('slag')}", "för\u00adslag"),
    "emoji": (f"{run('Bra ')}{EMOJI}", "Bra 😊"),
    "emoji alone": (f'<w:r><x:symEx {SYMEX} x:font="Segoe UI Emoji" x:char="1F60A"/></w:r>', "😊"),
    "something newer, with words for older programs": (
        f'<w:r><mc:AlternateContent {MC}><mc:Choice Requires="n"><n:nytt xmlns:n="urn:n"/></mc:Choice>'
        "<mc:Fallback><w:t>ord</w:t></mc:Fallback></mc:AlternateContent></w:r>",
        "ord",
    ),
    "a link": (
        f'<w:hyperlink {R} r:id="rIdL">{run("källan")}</w:hyperlink>',
        "[en länk till https://www.exempel.se/a]källan",
    ),
    "a picture": ("<w:r><w:drawing><docPr descr='Karta'/></w:drawing></w:r>", "[en bild: Karta]"),
    "a text box": (TEXT_BOX, "[en textruta: Stryk kapitlet.]"),
    "a reading aid": (RUBY, "[ett ord med läsanvisning: Södertörn]"),
    "a change in the comment": (
        run("ja") + ins(run(" nu")) + "<w:del><w:r><w:delText> nej</w:delText></w:r></w:del>",
        "ja nu",
    ),
}


@pytest.mark.parametrize("case", SAID)
def test_a_comment_is_told_with_what_is_no_text(case, sent):
    content, words = SAID[case]
    told = [
        remark.text
        for remark in remarks(sent, commented(sent.docx, content))
        if remark.kind == "kommentar"
    ]
    assert told == [words]


def carried(built, plan_schema, document: bytes) -> apply.Applied:
    found = [remark for remark in remarks(built, document) if remark.kind == "kommentar"]
    return apply.apply(
        built, [], found, lambda text: pipeline.check("plan.yaml", text.encode(), plan_schema)
    )


def test_a_comment_keeps_its_number_sign_and_asks_for_nothing(sent, plan_schema):
    done = carried(sent, plan_schema, commented(sent.docx, run("Se #4 # FYLL I: allt")))
    assert done.refused == []
    assert "# KOMMENTAR (Bo Ek): Se #4 # FYLL I: allt\n" in done.text
    later = pipeline.check("plan.yaml", done.text.encode(), plan_schema)
    new = [
        place
        for place in later.plan.open_places
        if place not in sent.plan.open_places and place.is_remark
    ]
    assert [place.words for place in new] == ["(Bo Ek): Se #4 # FYLL I: allt"]
    assert len(later.plan.open_places) == len(sent.plan.open_places) + 1


def test_a_comment_whose_words_stand_elsewhere_is_carried_all_the_same(sent, plan_schema):
    elsewhere = f"# KOMMENTAR (Bo Ek): OK\n{sent.source.text}"
    built = pipeline.check("plan.yaml", elsewhere.encode(), plan_schema)
    done = carried(built, plan_schema, commented(sent.docx, run("OK")))
    assert (len(done.made), done.refused, done.text.count("# KOMMENTAR (Bo Ek): OK\n")) == (
        1,
        [],
        2,
    )


def test_a_comment_that_was_carried_is_told_with_its_line(sent, plan_schema):
    document = commented(sent.docx, run("OK"))
    first = carried(sent, plan_schema, document)
    line = 1 + first.text.split("\n").index(
        next(t for t in first.text.split("\n") if "# KOMMENTAR (Bo Ek): OK" in t)
    )
    later = pipeline.check("plan.yaml", first.text.encode(), plan_schema)
    second = carried(later, plan_schema, document)
    assert (second.text, second.made) == (first.text, [])
    assert [why for _, why in second.refused] == [f"kommentaren står redan i planen, rad {line}"]


def test_to_apply_twice_is_to_apply_once(home, sent, capsys):
    (home / "a.docx").write_bytes(
        commented(reviewed(sent.docx, "Åsa", ("Personal", "Löner")), run("OK"))
    )
    arguments = ["apply", "a.docx", "--all", "--comments", "--ja"]
    assert main(arguments) == 0
    once = files.read(files.PLANS / "2018.yaml")
    capsys.readouterr()
    assert main(arguments) == 0
    told = capsys.readouterr().out
    assert "Görs inte" not in told
    assert re.search(r"Kommentaren står redan i planen, rad \d+\.\n", told)
    assert told.endswith("2 ändringar är redan i planen.\nInget att skriva.\n")
    assert files.read(files.PLANS / "2018.yaml") == once


def test_a_warning_that_a_change_brings_is_told_before_it_is_asked(home, sent, capsys):
    document = reviewed(sent.docx, "Åsa", ("26\u00a0april", "10 maj"))
    (home / "a.docx").write_bytes(document)
    main(["apply", "a.docx", "--all"])
    assert re.search(
        r"^Kontrollen kommer att säga: .*Kristi himmels", capsys.readouterr().out, re.MULTILINE
    )


def test_emoji_that_a_reviewer_puts_in_are_read_for_what_they_show(sent, plan_schema):
    document = at(sent.docx, FIRST, ins(run(" nu ") + EMOJI))
    (remark,) = remarks(sent, document)
    assert "symEx" not in remark.text + remark.problem
    assert f"{FIRST} nu 😊 den" in made(sent, plan_schema, document).text


def test_a_reading_aid_is_told_in_words(sent):
    (remark,) = remarks(sent, at(sent.docx, FIRST, ins(RUBY)))
    assert "[ett ord med läsanvisning: Södertörn]" in remark.text
    assert "ruby" not in remark.text + remark.problem


def body(docx: bytes, *changes: tuple[str, str], part: str = "word/document.xml") -> bytes:
    """A document in whose part each first (pattern, new text) was replaced: a change that nobody
    tracked."""
    parts = package.read(docx)
    xml = parts[part].decode()
    for pattern, new in changes:
        xml, number = re.subn(pattern, new, xml, count=1, flags=re.DOTALL)
        assert number == 1, pattern
    parts[part] = xml.encode()
    return package.write(parts)


LOOKS = {
    "struck": ("<w:strike/>", "nu genomstruken"),
    "hidden": ("<w:vanish/>", "nu dold"),
    "marked": ('<w:highlight w:val="green"/>', "nu färgmarkerad"),
    "marked by shading": ('<w:shd w:val="clear" w:fill="FFFF00"/>', "nu färgmarkerad"),
    "bold": ("<w:b/>", "nu fet"),
    "italic by a style": ('<w:rStyle w:val="Emphasis"/>', "nu kursiv"),
    "raised": ('<w:vertAlign w:val="superscript"/>', "nu upphöjd eller nedsänkt"),
}


@pytest.mark.parametrize("case", LOOKS)
def test_words_that_look_otherwise_are_told_at_their_line(case, sent):
    look, told = LOOKS[case]
    document = body(sent.docx, ("<w:r>(<w:t[^>]*>Personal<)", rf"<w:r><w:rPr>{look}</w:rPr>\1"))
    (remark,) = remarks(sent, document)
    assert (remark.kind, remark.quote, remark.text) == ("ospårad", "Personal", f"Personal [{told}]")
    assert sent.source.text.split("\n")[remark.mark.line - 1].strip() == "- post: Personal"


def test_a_look_that_was_sent_and_is_gone_is_told(sent):
    document = body(sent.docx, (r'<w:highlight w:val="yellow"/>', ""))
    (remark,) = remarks(sent, document)
    assert remark.text.endswith("[inte längre färgmarkerad]")


def test_a_look_that_somebody_tracked_is_told_once(sent):
    change = (
        '<w:rPrChange w:id="9" w:author="Åsa" w:date="2018-01-10T09:00:00Z"><w:rPr/></w:rPrChange>'
    )
    document = body(
        sent.docx, ("<w:r>(<w:t[^>]*>Personal<)", rf"<w:r><w:rPr><w:b/>{change}</w:rPr>\1")
    )
    assert [remark.kind for remark in remarks(sent, document)] == ["utseende"]


STYLES = {
    "a heading": ('<w:pStyle w:val="Heading1"/>', "[formatmallen Rubrik 1 i stället för Normal]"),
    "a bullet": (
        '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>',
        "[nu en punkt i en lista]",
    ),
}


@pytest.mark.parametrize("case", STYLES)
def test_a_paragraph_of_another_style_is_told(case, sent):
    properties, told = STYLES[case]
    pattern = f"<w:p>((?:(?!<w:p>).)*?{FIRST})"
    found = remarks(sent, body(sent.docx, (pattern, rf"<w:p><w:pPr>{properties}</w:pPr>\1")))
    assert found[0].text.endswith(told)
    assert found[0].mark is not None
    assert {remark.kind for remark in found} == {"ospårad"}


COSTS = "<w:tr>((?:(?!<w:tr>).)*?>Personal<)"
CELL = "<w:tc><w:tcPr/><w:p/></w:tc>"
TABLES = {
    "an empty row": ((COSTS, rf"<w:tr>{CELL}{CELL}</w:tr><w:tr>\1"), "0 tomma rader", "1 tom rad"),
    "a column": ((COSTS, rf"<w:tr>{CELL}\1"), "2 kolumner", "3 kolumner"),
    "a joined cell": (
        (r"<w:tcPr>((?:(?!<w:tcPr>).)*?>Personal<)", r'<w:tcPr><w:vMerge w:val="restart"/>\1'),
        "0 sammanslagna celler",
        "1 sammanslagen cell",
    ),
}


@pytest.mark.parametrize("case", TABLES)
def test_a_table_of_another_make_is_told(case, sent):
    change, was, told = TABLES[case]
    (remark,) = remarks(sent, body(sent.docx, change))
    assert (remark.kind, remark.text) == ("ospårad", told)
    assert remark.quote.endswith(f"” med {was}")
    assert remark.mark is not None


FOOTER = "word/footer1.xml"
AROUND = {
    "a digit in a footer": (
        FOOTER,
        (">2018<", ">2019<"),
        "Verksamhetsplan och budget 2018",
        "Verksamhetsplan och budget 2019",
    ),
    "words gone from a footer": (
        FOOTER,
        ("Verksamhetsplan och budget ", ""),
        "Verksamhetsplan och budget 2018",
        "2018 · version 1 · sida",
    ),
    "all of a header gone": (
        "word/header1.xml",
        ("<w:p>.*</w:p>", "<w:p/>"),
        "Södertörnskommunernas",
        "",
    ),
    "a page number typed over": (
        FOOTER,
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText[^>]*> PAGE .*?w:fldCharType="end"/></w:r>',
            "<w:r><w:t>2</w:t></w:r>",
        ),
        "Verksamhetsplan",
        "",
    ),
}


@pytest.mark.parametrize("case", AROUND)
def test_what_surrounds_the_text_is_told(case, sent):
    part, change, was, now = AROUND[case]
    (remark,) = remarks(sent, body(sent.docx, change, part=part))
    assert remark.kind == "ospårad"
    assert remark.quote.startswith(was)
    assert remark.text.startswith(now)


def field(code: str, result: str) -> str:
    """A field as Word writes it."""
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    return f"{begin}<w:r><w:instrText> {code} </w:instrText></w:r>{separate}{run(result)}{end}"


def test_a_new_field_and_a_typed_over_one_are_told(sent):
    (remark,) = remarks(sent, at(sent.docx, FIRST, field("DATE", "24 januari 2019")))
    assert (remark.kind, f"{FIRST}24 januari 2019 den" in remark.text) == ("ospårad", True)
    typed = body(sent.docx, (r"(PAGEREF.*?<w:t[^>]*>)\d+", r"\g<1>nio eller tio"))
    (remark,) = remarks(sent, typed)
    assert (remark.kind, "nio eller tio" in remark.text) == ("ospårad", True)


def test_two_page_numbers_of_one_paragraph_made_anew_are_no_change(sent):
    document = body(
        sent.docx,
        (r"( PAGE .*?<w:t[^>]*>)\d+", r"\g<1>14"),
        (r"(NUMPAGES.*?<w:t[^>]*>)\d+", r"\g<1>15"),
        part=FOOTER,
    )
    assert remarks(sent, document) == []


@pytest.mark.parametrize("name", ["2017", "2018", "redline"])
def test_a_program_that_only_saves_changes_nothing(
    name, sent, plan_2017, plan_schema, template, tmp_path
):
    """Through LibreOffice and back: the plan that was adopted, a draft, and a redline of the
    two."""
    old = pipeline.produce("plans/2017.yaml", plan_2017, plan_schema, template)
    built = old if name == "2017" else sent
    document = (
        built.docx
        if name != "redline"
        else redline(old.docx, sent.docx, OURS, "2018-01-01T00:00:00Z")
    )
    (tmp_path / "sent.docx").write_bytes(document)
    office("save", tmp_path / "sent.docx", tmp_path / "back.docx")
    assert remarks(built, (tmp_path / "back.docx").read_bytes()) == []


def test_what_libreoffice_never_tracks_is_told(sent, tmp_path):
    """A column and joined cells, made with tracking on in LibreOffice itself."""
    (tmp_path / "sent.docx").write_bytes(sent.docx)
    office("dress", tmp_path / "sent.docx", tmp_path / "back.docx")
    told = " ".join(remark.text for remark in remarks(sent, (tmp_path / "back.docx").read_bytes()))
    assert "3 kolumner" in told
    assert "sammanslagen cell" in told or "sammanslagna celler" in told


OFFICE = 'w:author="Sekretariatet" w:date="2018-01-10T09:00:00Z"'


def test_a_reviewer_who_is_called_as_we_are_is_heard(sent, plan_2017, plan_schema, template):
    """In a plan that was sent out, and in a redline, whose own changes are of one time."""
    old = pipeline.produce("plans/2017.yaml", plan_2017, plan_schema, template)
    marked = redline(old.docx, sent.docx, OURS, "2018-01-01T00:00:00Z")
    for document in (sent.docx, marked):
        answer = at(
            commented(document, run("Stryk."), "Sekretariatet"),
            "kommunala och",
            ins(run(" även"), OFFICE),
        )
        found = remarks(sent, answer)
        assert [(remark.kind, remark.authors) for remark in found] == [
            ("kommentar", ("Sekretariatet",)),
            ("ändring", ("Sekretariatet",)),
        ]
        done = made(sent, plan_schema, answer)
        assert (len(done.made), done.refused) == (1, [])
        assert "den kommunala och även den regionala" in done.text


def zipped(**files: bytes) -> bytes:
    """A zip with some files."""
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


SAVE = "Öppna den i Word och spara den som Word-dokument (.docx)."
FLAT = '<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="x">'
OTHERS = {
    "flat": (FLAT.encode(), f"är ett Word-dokument sparat som XML. {SAVE}"),
    "flat in UTF-16": (FLAT.encode("utf-16"), f"är ett Word-dokument sparat som XML. {SAVE}"),
    "rtf": (rb"{\rtf1\ansi Hej}", f"är en RTF-fil. {SAVE}"),
    "html": (b"\xef\xbb\xbf <!DOCTYPE HTML><html>Hej</html>", f"är en webbsida (HTML). {SAVE}"),
    "old": (
        b"\xd0\xcf\x11\xe0" + bytes(600),
        "är en gammal (.doc) eller lösenordsskyddad Word-fil. Öppna den i Word",
    ),
    "odt": (
        zipped(**{"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}),
        f"är ett OpenDocument (.odt). {SAVE}",
    ),
    "pdf": (b"%PDF-1.7 ", "är en PDF-fil. Be granskaren skicka Word-filen."),
    "zip": (
        zipped(**{"svar/a.docx": b"PK", "svar/b.DOCX": b"PK"}),
        "är ett zip-arkiv med 2 dokument i. Packa upp det, och ange filerna som ligger i det.",
    ),
}


@pytest.mark.parametrize("case", OTHERS)
def test_what_is_of_another_kind_is_told_as_that(case, home, capsys):
    content, sentence = OTHERS[case]
    (home / "svar.docx").write_bytes(content)
    assert main(["feedback", "svar.docx"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"Filen svar.docx {sentence}")
    assert told.err.count("\n") == 1


def test_files_of_one_name_are_told_apart_by_their_folders(home, sent, capsys):
    nobody = 'w:author="Författare"'
    for folder, word in (("haninge", "alltid"), ("salem", "aldrig")):
        (home / folder).mkdir()
        (home / folder / "svar.docx").write_bytes(
            at(sent.docx, FIRST, ins(run(f" {word}"), nobody))
        )
    assert main(["feedback", "haninge/svar.docx", "salem/svar.docx"]) == 0
    told = capsys.readouterr().out
    assert "1. Ändring av Författare (haninge/svar.docx) – Syfte\n" in told
    assert "2. Ändring av Författare (salem/svar.docx) – Syfte\n" in told


def test_what_is_endless_is_told_in_few_words(home, sent, plan_schema, capsys):
    """A name of a hundred thousand letters, and a comment of four hundred thousand."""
    who = f'w:author="{"Å" * 100_000}" w:date="2018-01-10T09:00:00Z"'
    document = commented(
        at(sent.docx, "kommunala och", ins(run(" även"), who)), run("ja " * 130_000), "Bo" * 50_000
    )
    (home / "a.docx").write_bytes(document)
    for arguments in (
        ["feedback", "a.docx"],
        ["apply", "a.docx", "--all"],
        ["apply", "a.docx", "--author", "Cecilia"],
    ):
        main(arguments)
        told = capsys.readouterr()
        assert max(map(len, (told.out + told.err).split("\n"))) < 2_300
        assert len(told.out + told.err) > 50
    done = carried(sent, plan_schema, document)
    assert [why for _, why in done.refused] == [
        "kommentaren är för lång för en rad i filen; skriv det viktigaste för hand"
    ]


def test_a_list_of_one_persons_remarks_holds_the_comments_and_what_they_clash_with(
    home, sent, capsys, monkeypatch
):
    asa = commented(
        reviewed(sent.docx, "Åsa", ("regionala utvecklingen", "lokala")), run("Bra."), "Åsa"
    )
    (home / "a.docx").write_bytes(asa)
    (home / "b.docx").write_bytes(reviewed(sent.docx, "Bo", ("regionala utvecklingen", "globala")))
    monkeypatch.setenv("FILE", "a.docx b.docx")
    monkeypatch.setenv("AV", "Åsa")
    assert main(["make", "feedback"]) == 0
    told = capsys.readouterr().out
    assert "Kommentar av Åsa" in told
    assert re.search(r"Ändring av Åsa.*\n.*\n.*\n.*\n   säger emot nr \d", told)
    assert "av Bo" not in told
    assert main(["make", "apply"]) == 0
    told = capsys.readouterr().out
    assert "1 kommentar tas inte med; lägg till KOMMENTARER=1 (utan make: --comments).\n" in told
    assert re.search(
        r"^Obs: nr \d säger emot nr \d av Bo, som inte förs in\.\n", told, re.MULTILINE
    )


def test_a_file_that_is_not_there_is_named_whole(home, capsys, monkeypatch):
    monkeypatch.setenv("FILE", "svar/salem (3).docx")
    assert main(["make", "feedback"]) == 1
    told = capsys.readouterr().err
    assert "svar/salem (3).docx" in told
    assert told.count("\n") == 1


def test_a_document_that_looks_otherwise_all_over_is_told_once(sent):
    """As a program does that keeps no styles."""
    parts = package.read(sent.docx)
    document = parts["word/document.xml"].decode()
    parts["word/document.xml"] = re.sub(r'<w:pStyle w:val="[^"]*"/>', "", document).encode()
    told = [
        remark.text for remark in remarks(sent, package.write(parts)) if remark.kind == "ospårad"
    ]
    assert len(told) == 1
    assert re.fullmatch(r"\d+ stycken som ser ut på ett annat sätt än när de skickades ut", told[0])
