"""What reviewers said, read back: every comment and every change at its line, those of several
together."""

import random

import pytest
from lxml import etree
from reviewers import Reviewer
from test_redline import office

from generator import files, pipeline
from generator.cli import main
from generator.ooxml import comments, package, w
from generator.review import feedback
from generator.review.feedback import telling
from generator.word import provenance
from generator.word.provenance import names

W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


@pytest.fixture(scope="session")
def sent(plan_schema, template) -> pipeline.Build:
    """The draft of 2018 as it was sent out."""
    built = pipeline.produce(
        "plans/2018.yaml", files.read(files.PLANS / "2018.yaml"), plan_schema, template
    )
    assert built.docx
    return built


def reviewed(docx: bytes, name: str, *edits: tuple[str, str], place: int = 0) -> bytes:
    """A document in which a reviewer has replaced some words, in their first places outside links
    (or in later ones)."""
    parts = package.read(docx)
    root = etree.fromstring(parts["word/document.xml"])
    reviewer = Reviewer(random.Random(1), name)
    for old, new in edits:
        runs = [
            r
            for r in root.iter(w("r"))
            if r.getparent().tag == w("p") and old in (r.findtext(w("t")) or "")
        ]
        run = runs[place]
        start = run.findtext(w("t")).index(old)
        reviewer._replace(run, start, start + len(old), new)
    parts["word/document.xml"] = package.written(root)
    return package.write(parts)


def remarks(built: pipeline.Build, *documents: bytes) -> list[feedback.Remark]:
    found = [
        feedback.Review(parts, provenance.read(parts), f"{n}.docx")
        for n, parts in enumerate(map(package.read, documents), 1)
    ]
    return feedback.collect(found, built.source, built.plan)


def test_each_change_stands_at_its_line_and_column(sent):
    document = reviewed(
        sent.docx,
        "Åsa",
        ("regionala utvecklingen", "lokala"),
        ("Gå före", "Gå alltid före"),
        ("25\u00a0januari", "1 februari"),
        ("Värdkommun", "Värd"),
    )
    found = remarks(sent, document)
    told = [(r.kind, r.authors, r.mark and (r.mark.line, r.mark.column), r.problem) for r in found]
    lines = sent.source.text.split("\n")
    assert told[0] == ("ändring", ("Åsa",), (34, 57), "")
    assert lines[33][56:].startswith("regionala utvecklingen")
    assert lines[found[1].mark.line - 1][found[1].mark.column - 1 :].startswith("Gå före")
    assert found[2].at == ("kapitel", 5, "avsnitt", 3, "avsnitt", 0, "värdkommuner", "rubrik")
    assert (found[3].at, found[3].chapter) == (
        ("kapitel", 6, "kalender", 0, "möten", 0, "datum"),
        "Kalendarium, Södertörns samarbetskommitté",
    )
    assert found[0].quote == (
        "… att stärka den kommunala och den regionala utvecklingen. Det gynnar Södertörn och därmed …"
    )
    assert found[0].text == (
        "… att stärka den kommunala och den lokala. Det gynnar Södertörn och därmed …"
    )


def test_text_of_the_template_is_told_as_that(sent):
    (remark,) = remarks(sent, reviewed(sent.docx, "Åsa", ("Intäkter", "Inkomster")))
    assert (remark.at, remark.mark, remark.problem) == (
        None,
        None,
        "texten kommer ur mallen, inte ur planen",
    )
    assert "   ur mallen, inte ur planen\n" in telling.for_people([remark], "plans/2018.yaml")


def test_several_reviewers_are_told_together_and_against_each_other(sent):
    asa = reviewed(
        sent.docx, "Åsa", ("regionala utvecklingen", "lokala utvecklingen"), ("Personal", "Löner")
    )
    bo = reviewed(
        sent.docx, "Bo", ("regionala utvecklingen", "regionala samverkan"), ("Personal", "Löner")
    )
    found = remarks(sent, asa, bo)
    assert [(remark.authors, remark.conflicts) for remark in found] == [
        (("Åsa",), (2,)),
        (("Bo",), (1,)),
        (("Åsa", "Bo"), ()),
    ]
    told = telling.for_people(found, "plans/2018.yaml")
    assert "   säger emot nr 2\n" in told
    assert "3. Ändring av Åsa och Bo, 10 januari 2018 – Budget 2018, Kostnader\n" in told
    assert told.endswith("\n\n3 ändringar.")
    assert telling.for_machines(found, "plans/2018.yaml")[0]["motsäger"] == [2]


def test_comments_come_with_their_threads(sent):
    parts = package.read(sent.docx)
    comments.add(parts, "Åsa", "2018-01-11T10:00:00Z", ["Stämmer det?"])
    root = etree.fromstring(parts["word/comments.xml"])
    root[0][0].set(f"{{{W14}}}paraId", "0A")
    answer = etree.SubElement(
        root, w("comment"), {w("id"): "1", w("author"): "Bo", w("date"): "2018-01-12T10:00:00Z"}
    )
    run = etree.SubElement(etree.SubElement(answer, w("p"), {f"{{{W14}}}paraId": "0B"}), w("r"))
    etree.SubElement(run, w("t")).text = "Ja."
    parts["word/comments.xml"] = package.written(root)
    parts["word/commentsExtended.xml"] = (
        f'<w15:commentsEx xmlns:w15="{W15}"><w15:commentEx w15:paraId="0A" w15:done="1"/>'
        '<w15:commentEx w15:paraId="0B" w15:paraIdParent="0A" w15:done="0"/></w15:commentsEx>'
    ).encode()
    question, reply = remarks(sent, package.write(parts))
    assert (question.text, question.resolved, question.answers, question.quote) == (
        "Stämmer det?",
        True,
        "",
        "UTKAST",
    )
    assert (reply.text, reply.resolved, reply.answers) == ("Ja.", True, "1")
    assert telling.head(reply) == "2. Kommentar av Bo, 12 januari 2018 (svar på 1) (klar)"


def test_rows_and_looks_are_told_once(sent):
    parts = package.read(sent.docx)
    root = etree.fromstring(parts["word/document.xml"])
    row = next(
        r
        for r in root.iter(w("tr"))
        if "2019" in "".join(r.itertext()) and "Salem" in "".join(r.itertext())
    )
    change = {w("id"): "9001", w("author"): "Åsa", w("date"): "2018-01-10T09:00:00Z"}
    etree.SubElement(row.find(w("trPr")), w("del"), change)
    run = next(
        r for r in root.iter(w("r")) if (r.findtext(w("t")) or "").startswith("Vi samverkar för")
    )
    properties = etree.Element(w("rPr"))
    run.insert(0, properties)
    properties.append(etree.Element(w("b")))
    etree.SubElement(
        etree.SubElement(properties, w("rPrChange"), {**change, w("id"): "9002"}), w("rPr")
    )
    parts["word/document.xml"] = package.written(root)
    found = remarks(sent, package.write(parts))
    told = [
        (remark.kind, remark.text, remark.problem) for remark in found if remark.kind != "ändring"
    ]
    assert told == [("utseende", "görs fet", "")]
    (gone,) = [remark for remark in found if remark.kind == "ändring"]
    assert (gone.problem, gone.hunk.records[0].comes) == ("", False)
    assert gone.at[-2:] == ("år", "2019")


def test_every_remark_comes_through_libreoffice(sent, tmp_path):
    """A session with tracked edits and a comment: every anchor of the text survives, every remark
    is on its line."""
    (tmp_path / "sent.docx").write_bytes(sent.docx)
    office("edit", tmp_path / "sent.docx", tmp_path / "back.docx")
    parts, back = package.read(sent.docx), package.read((tmp_path / "back.docx").read_bytes())
    in_headers = {
        name
        for name in names(parts)
        if name not in names({"word/document.xml": parts["word/document.xml"]})
    }
    assert names(parts) - names(back) == in_headers
    assert len(names(back)) > 150
    assert provenance.read(back) == provenance.read(parts)
    lines = sent.source.text.split("\n")
    told = [
        (remark.kind, lines[remark.mark.line - 1][remark.mark.column - 1 :][:12])
        for remark in remarks(sent, (tmp_path / "back.docx").read_bytes())
    ]
    assert told == [
        ("ändring", "regionala ut"),
        ("ändring", "Det gynnar S"),
        ("kommentar", "Respekt för "),
        ("ändring", "gott regiona"),
        ("ändring", ""),
        ("ändring", "Nyttja tillg"),
    ]


def test_the_command_lists_and_tells_where_the_plan_has_changed(sent, tmp_path, capsys):
    target = tmp_path / "asa.docx"
    target.write_bytes(reviewed(sent.docx, "Åsa", ("Personal", "Löner")))
    assert main(["feedback", str(target)]) == 0
    told = capsys.readouterr().out
    assert told == (
        "1. Ändring av Åsa, 10 januari 2018 – Budget 2018, Kostnader\n   plans/2018.yaml:272:19\n   nu:     Personal\n   skulle: Löner\n\n1 ändring.\n"
    )
    plan = tmp_path / "2018.yaml"
    plan.write_text(
        sent.source.text.replace("kapitel:\n", "kapitel:\n  # Ny rad\n"), encoding="utf-8"
    )
    assert main(["feedback", str(target), "--plan", str(plan), "--json"]) == 0
    assert '"rad": 273' in capsys.readouterr().out
    assert main(["feedback", str(target), "--plan", str(plan)]) == 0
    assert (
        "har ändrats sedan dokumentet skickades ut. Raderna gäller filen som den är nu."
        in capsys.readouterr().out
    )
