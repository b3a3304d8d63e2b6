"""Answers to reviewers in their own files, and the table for the minutes."""

import re

import judge
import pytest
from lxml import etree
from test_apply import builds as builds
from test_apply import home as home
from test_feedback import reviewed
from test_redline import office
from test_word import by_audit, by_sdk
from test_word import sdk as sdk

from generator import files
from generator.cli import main
from generator.ooxml import comments, package, w

W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"


@pytest.fixture
def answer(builds) -> bytes:
    """Åsa's answer: two changes that can be made, one that cannot, and a comment."""
    parts = package.read(
        reviewed(
            builds[1].docx,
            "Åsa",
            ("Det gynnar", "Allt gynnar"),
            ("22\u00a0mars", "i mars"),
            ("Datum", "Dag"),
        )
    )
    comments.add(parts, "Bo Ek", "2018-01-11T10:00:00Z", ["Stämmer det?"])
    return package.write(parts)


def replied(home, answer: bytes) -> dict[str, bytes]:
    (home / "svar.docx").write_bytes(answer)
    assert main(["apply", str(home / "svar.docx"), "--all", "--ja"]) in (0, 1)
    assert main(["reply", str(home / "svar.docx")]) == 0
    (target,) = (files.BUILD / "svar").glob("*.docx")
    return package.read(target.read_bytes())


def test_each_remark_is_answered_in_the_file_and_what_others_wrote_stays(home, answer, capsys):
    parts = replied(home, answer)
    before, after = package.read(answer), parts
    told = {comment.author: [] for comment in comments.read(after)}
    for comment in comments.read(after):
        told[comment.author].append((comment.text, comment.answers, comment.resolved))
    assert told["Bo Ek"] == [("Stämmer det?", None, False)]
    assert sorted(told["Sekretariatet"]) == [
        ("Gjort.", None, True),
        (
            "Inte gjort: datumet skulle inte längre vara ett datum av samma slag; skriv dagen i filen.",
            None,
            False,
        ),
        ("Läst: planen är inte ändrad här.", "0", False),
        (
            "Till mallens ägare: orden hör till mallen; synpunkten är sparad till mallens ägare.",
            None,
            False,
        ),
    ]
    assert judge.stories(package.write(after)) == judge.stories(answer)
    first = etree.fromstring(before["word/comments.xml"])[0]
    same = etree.fromstring(after["word/comments.xml"])[0]
    kept = [(c.get(w("author")), c.get(w("date")), "".join(c.itertext())) for c in (first, same)]
    assert kept[0] == kept[1]


def test_a_thread_that_is_done_is_marked_done(home, builds):
    parts = package.read(reviewed(builds[1].docx, "Åsa", ("Det gynnar", "Allt gynnar")))
    comments.add(parts, "Åsa", "2018-01-11T10:00:00Z", ["Skriv allt."])
    root = etree.fromstring(parts["word/document.xml"])
    marks = list(root.iter(w("commentRangeStart"), w("commentRangeEnd")))
    for mark in marks:
        mark.getparent().remove(mark)
    reference = next(root.iter(w("commentReference"))).getparent()
    change = next(root.iter(w("del")))
    change.addprevious(marks[0])
    change.addnext(marks[1])
    marks[1].addnext(reference)
    parts["word/document.xml"] = package.written(root)
    after = replied(home, package.write(parts))
    extended = etree.fromstring(after["word/commentsExtended.xml"])
    assert [entry.get(f"{W15}done") for entry in extended] == ["1", "1"]
    assert extended[1].get(f"{W15}paraIdParent") == extended[0].get(f"{W15}paraId")
    texts = [(c.author, c.text, c.answers, c.resolved) for c in comments.read(after)]
    assert texts == [
        ("Åsa", "Skriv allt.", None, True),
        ("Sekretariatet", "Gjort.", "0", True),
    ]


def test_the_answers_open_in_word_and_libreoffice(home, answer, tmp_path):
    document = package.write(replied(home, answer))
    (tmp_path / "svar.docx").write_bytes(document)
    for validator in (by_sdk, by_audit):
        assert validator(tmp_path / "svar.docx") == []
    office("save", tmp_path / "svar.docx", tmp_path / "back.docx")
    back = package.read((tmp_path / "back.docx").read_bytes())
    texts = [comment.text for comment in comments.read(back)]
    assert (
        sum(text.startswith(("Gjort", "Inte gjort", "Läst", "Till mallens")) for text in texts) == 4
    )


def test_the_table_for_the_minutes_has_every_remark(home, answer, capsys):
    replied(home, answer)
    text = (files.BUILD / "synpunkter-2018.md").read_text(encoding="utf-8")
    rows = [line for line in text.split("\n") if re.match(r"\| \d", line)]
    assert len(rows) == 4
    assert "| Åsa | Syfte | " in text
    assert text.rstrip().endswith("Gjort: 1. Inte gjort: 1. Läst: 1. Till mallens ägare: 1.")
    table = (files.BUILD / "synpunkter-2018.docx").read_bytes()
    (body,) = (b for name, b in judge.stories(table).items() if name == "document.xml")
    assert next(iter(judge.texts(body))) == "Synpunkter på planen för 2018"
    (grid,) = [block for block in body if block[0] == "table"]
    assert len(grid[2]) == 5
    for validator in (by_sdk, by_audit):
        assert validator(files.BUILD / "synpunkter-2018.docx") == []
    assert "Gjort: 1. Inte gjort: 1. Läst: 1." in capsys.readouterr().out


def test_two_answers_of_one_name_become_two_files(home, builds, capsys):
    document = reviewed(builds[1].docx, "Åsa", ("Det gynnar", "Allt gynnar"))
    names = ["salem/svar.docx", "haninge/svar.docx", "salem-svar.docx"]
    for name in names:
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).write_bytes(document)
    assert main(["reply", *(str(home / name) for name in names)]) == 0
    made = sorted(path.name for path in (files.BUILD / "svar").glob("*.docx"))
    assert made == [
        "haninge-svar-svar.docx",
        "salem-svar-svar-2.docx",
        "salem-svar-svar.docx",
    ]


def test_what_an_answer_says_is_kept_for_the_template_s_owner_is_kept(home, builds, capsys):
    (home / "svar.docx").write_bytes(reviewed(builds[1].docx, "Åsa", ("Datum", "Dag")))
    assert main(["reply", str(home / "svar.docx")]) == 0
    kept = files.read(files.BUILD / "mallsynpunkter.md").decode()
    assert "Ändring av Åsa" in kept
    assert main(["reply", str(home / "svar.docx")]) == 0
    assert files.read(files.BUILD / "mallsynpunkter.md").decode() == kept


def test_what_was_carried_is_done_though_others_changed_the_same_words(home, builds, capsys):
    for name, edit in (("a", ("Det gynnar", "Allt gynnar")), ("b", ("stärka", "höja"))):
        document = reviewed(builds[1].docx, name.upper(), edit)
        (home / f"{name}.docx").write_bytes(document)
    both = [str(home / "a.docx"), str(home / "b.docx")]
    assert main(["apply", *both, "--all", "--ja"]) == 0
    assert main(["reply", *both]) == 0
    assert "Gjort: 2." in capsys.readouterr().out.splitlines()[-1]


def test_of_two_that_contradict_each_other_the_other_is_told_which_was_chosen(home, builds, capsys):
    for name, word in (("a", "höja"), ("b", "lyfta")):
        document = reviewed(builds[1].docx, name.upper(), ("stärka", word))
        (home / f"{name}.docx").write_bytes(document)
    both = [str(home / "a.docx"), str(home / "b.docx")]
    assert main(["apply", *both, "--numbers", "1", "--ja"]) == 0
    assert main(["reply", *both]) == 0
    table = files.read(files.BUILD / "synpunkter-2018.md").decode()
    assert "Inte gjort: ett annat förslag på samma ställe valdes (nr 1)." in table
    assert table.rstrip().endswith("Gjort: 1. Inte gjort: 1.")


def test_what_the_check_would_say_of_a_change_is_told_the_reviewer(home, builds):
    document = reviewed(builds[1].docx, "Åsa", ("50\u00a0000", "80\u00a0000"))
    (home / "svar.docx").write_bytes(document)
    assert main(["apply", str(home / "svar.docx"), "--all", "--ja"]) == 1
    assert main(["reply", str(home / "svar.docx")]) == 0
    table = files.read(files.BUILD / "synpunkter-2018.md").decode()
    why = "Intäkterna är 945\u00a0000 kr och kostnaderna 975\u00a0000 kr."
    assert f"| Inte gjort: kontrollen skulle säga: {why} |" in table
