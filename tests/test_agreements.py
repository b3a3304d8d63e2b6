"""A change that breaks an agreement of the committee's: told, and made only as the user chose."""

from lxml import etree
from test_apply import builds as builds
from test_apply import home as home
from test_feedback import remarks, reviewed

from generator import files, pipeline
from generator.cli import main
from generator.ooxml import package, w
from generator.review import apply
from generator.review.apply.agreements import Agreement

WEDNESDAY = ("2\u00a0februari", "1 februari")


def made(built, plan_schema, agreement: Agreement | None) -> apply.Applied:
    found = remarks(built, reviewed(built.docx, "Åsa", WEDNESDAY))

    def check(text: str) -> pipeline.Build:
        return pipeline.check("plan.yaml", text.encode(), plan_schema)

    agreed = {found[0].number: agreement} if agreement else {}
    return apply.apply(built, found, [], check, agreed)


def test_in_a_decided_plan_it_is_made_only_with_an_exemption(builds, plan_schema):
    done = made(builds[0], plan_schema, None)
    assert done.text == builds[0].source.text
    assert [why[:32] for _, why in done.refused] == ["kontrollen skulle säga: 2017-02-"]
    done = made(builds[0], plan_schema, Agreement("Haninge har sessionssalen den dagen."))
    assert done.refused == []
    assert "- datum: 2017-02-01" in done.text
    assert (
        "undantag:\n"
        "  - regel: KAL001\n"
        "    plats: 2017-02-01\n"
        "    skäl: Haninge har sessionssalen den dagen.\n" in done.text
    )
    assert done.followed[-1].startswith("undantas (nr 1): ")


def test_in_a_draft_it_may_stand_open(builds, plan_schema):
    edit = ("22\u00a0mars", "21 mars")
    built = builds[1]
    found = remarks(built, reviewed(built.docx, "Åsa", edit))

    def check(text: str) -> pipeline.Build:
        return pipeline.check("plan.yaml", text.encode(), plan_schema)

    assert [line[:10] for line in apply.brings(built, found[0], check)] == ["2018-03-21"]
    done = apply.apply(built, found, [], check, {1: Agreement("Åsa vill det", is_open=True)})
    assert "- datum: 2018-03-21  # FYLL I: bekräfta dagen\n" in done.text
    assert done.followed == ["står öppet (nr 1): " + apply.brings(built, found[0], check)[0]]


def test_the_reason_is_what_a_comment_there_says(home, builds, capsys, monkeypatch):
    (home / "svar.docx").write_bytes(reviewed(builds[1].docx, "Åsa", ("22\u00a0mars", "21 mars")))
    assert main(["apply", str(home / "svar.docx"), "--exempt", "1", "--ja"]) == 0
    text = files.read(files.PLANS / "2018.yaml").decode()
    assert "regel: KAL001\n    plats: 2018-03-21\n    skäl: Enligt Åsa i granskningen." in text
    assert "Följer med: undantas (nr 1): " in capsys.readouterr().out


def test_at_the_prompt_the_finding_stands_beside_the_choice(home, builds, capsys, monkeypatch):
    (home / "svar.docx").write_bytes(
        reviewed(builds[1].docx, "Åsa", ("22\u00a0mars", "21 mars"), ("Det gynnar", "Allt gynnar"))
    )
    asked = []

    def answer(question: str) -> str:
        asked.append(question)
        return "u" if "undantag" in question else "j"

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", answer)
    assert main(["apply", str(home / "svar.docx")]) == 0
    assert [("undantag" in question) for question in asked[:2]] == [False, True]
    assert "   kontrollen säger då: 2018-03-21" in capsys.readouterr().out
    assert "undantag:\n  - regel: KAL001" in files.read(files.PLANS / "2018.yaml").decode()


def with_row_gone(document: bytes, words: str) -> bytes:
    """A document in which Bo takes out the row that holds some words, as Word tracks it."""
    parts = package.read(document)
    root = package.tree(parts["word/document.xml"])
    row = next(row for row in root.iter(w("tr")) if words in "".join(row.itertext()))
    mark = {w("author"): "Bo", w("date"): "2018-01-12T09:00:00Z"}
    properties = row.find(w("trPr"))
    if properties is None:
        properties = etree.Element(w("trPr"))
        row.insert(0, properties)
    etree.SubElement(properties, w("del"), {w("id"): "9100", **mark})
    for number, run in enumerate([*row.iter(w("r"))]):
        gone = etree.Element(w("del"), {w("id"): f"{9101 + number}", **mark})
        run.addprevious(gone)
        gone.append(run)
        for text in run.iter(w("t")):
            text.tag = w("delText")
    parts["word/document.xml"] = package.written(root)
    return package.write(parts)


def with_host(document: bytes, day: str, host: str, new: str) -> bytes:
    """A document in which Åsa gives the meeting of a day another host."""
    parts = package.read(document)
    xml = parts["word/document.xml"].decode()
    at = xml.index(f">{host}<", xml.index(day))
    (edited,) = [reviewed_part(xml, at, host, new)]
    parts["word/document.xml"] = edited.encode()
    return package.write(parts)


def reviewed_part(xml: str, at: int, old: str, new: str) -> str:
    start, end = xml.rindex("<w:r>", 0, at), xml.index("</w:r>", at) + len("</w:r>")
    who = 'w:author="Åsa" w:date="2018-01-10T09:00:00Z"'
    gone = f'<w:del w:id="9001" {who}><w:r><w:delText>{old}</w:delText></w:r></w:del>'
    come = f'<w:ins w:id="9002" {who}><w:r><w:t>{new}</w:t></w:r></w:ins>'
    return xml[:start] + gone + come + xml[end:]


def test_an_exemption_is_of_what_is_broken_once_all_is_made(builds, plan_schema):
    """Tyresö takes September, two before its own in December; Bo strikes the one between."""
    built = builds[1]
    document = with_host(built.docx, "13\u00a0september", "Nynäshamn", "Tyresö")
    document = with_row_gone(document, "25\u00a0oktober")
    found = remarks(built, document)

    def check(text: str) -> pipeline.Build:
        return pipeline.check("plan.yaml", text.encode(), plan_schema)

    host = next(one for one in found if "Tyresö" in one.text)
    done = apply.apply(built, found, [], check, {host.number: Agreement("Tyresö vill.")})
    assert done.refused == []
    findings = check(done.text).findings
    left = [one.message for one in findings if one.code == "ROT002" and one.severity == "varning"]
    excused = [one.message for one in findings if one.code == "ROT002" and one not in left]
    assert not [message for message in left if "Tyresö" in message]
    assert any("två gånger i rad" in message for message in excused)
    told = [line for line in done.followed if line.startswith("undantas") and "Tyresö är" in line]
    assert told
    assert all("två gånger i rad" in line for line in told), "what is told is what is written"


def test_what_is_to_be_confirmed_stands_at_the_value_that_was_changed(builds, plan_schema):
    """And nowhere else: the other meeting of the new host is nobody's change."""
    built = builds[1]

    def check(new: str) -> pipeline.Build:
        return pipeline.check("plan.yaml", new.encode(), plan_schema)

    (found,) = remarks(built, with_host(built.docx, "26\u00a0april", "Nykvarn", "Salem"))
    done = apply.apply(built, [found], [], check, {1: Agreement("Enligt Åsa.", is_open=True)})
    lines = done.text.split("\n")
    (number,) = [n for n, line in enumerate(lines) if "Enligt Åsa." in line]
    assert lines[number - 1].startswith("          - datum: 2018-04-26")
    assert lines[number].startswith("            värd: Salem  # FYLL I: bekräfta (Salem är värd")
    assert lines[number].endswith("). Enligt Åsa.")


def test_another_wrong_weekday_is_asked_about_again(builds, plan_schema):
    """The plan has a Wednesday already; the reviewer wants a Tuesday."""
    text = builds[1].source.text.replace("datum: 2018-03-22", "datum: 2018-03-21", 1)

    def check(new: str) -> pipeline.Build:
        return pipeline.check("plan.yaml", new.encode(), plan_schema)

    template = files.read(files.TEMPLATE)
    built = pipeline.produce("plan.yaml", text.encode(), plan_schema, template)
    (found,) = remarks(built, reviewed(built.docx, "Åsa", ("21\u00a0mars", "20 mars")))
    assert [line[:10] for line in apply.brings(built, found, check)] == ["2018-03-20"]
