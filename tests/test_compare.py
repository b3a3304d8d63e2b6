"""What changed between two plans, told by chapter."""

import re
import subprocess

import pytest
from programs import need

from generator import files, pipeline
from generator.cli import main
from generator.years import compare

EDITS = (
    ("status: beslutad\nbeslut:\n  datum: 2016-12-08", "status: utkast"),
    (
        "Det gynnar Södertörn och därmed våra kommuner.",
        "Det gynnar hela Södertörn och därmed våra kommuner.",
    ),
    ("    - Gå före – ett gott regionalt ledarskap\n", ""),
    ("datum: 2017-10-26\n            värd: Tyresö", "datum: 2017-10-19\n            värd: Tyresö"),
    ("          - datum: 2017-11-17\n", ""),
    ("tid: 08.30-13.00", "tid: 08.30-12.00"),
    ("belopp: 895 000", "belopp: 875 000"),
    (
        "            belopp: 50 000",
        "            belopp: 50 000\n          - post: Resor\n            belopp: 20 000",
    ),
)


@pytest.fixture
def changed(plan_2017) -> bytes:
    text = plan_2017.decode()
    for old, new in EDITS:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text.encode()


def spaced(text: str) -> str:
    return text.replace("\u00a0", " ")


def plan(raw: bytes, plan_schema):
    built = pipeline.check("plan", raw, plan_schema)
    assert built.plan is not None
    return built.plan


def test_every_kind_of_change_is_told_in_its_chapter(plan_2017, changed, plan_schema):
    changes = compare.compare(plan(plan_2017, plan_schema), plan(changed, plan_schema))
    told = [
        (
            change.chapter.split(".")[0],
            change.kind,
            change.name,
            *map(spaced, (change.before, change.after)),
        )
        for change in changes
    ]
    assert told == [
        ("Titelsidan", "status", "status", "beslutad 2016-12-08", "utkast"),
        (
            "2",
            "text",
            "",
            "Det gynnar Södertörn och därmed våra kommuner.",
            "Det gynnar hela Södertörn och därmed våra kommuner.",
        ),
        ("3", "text", "", "Gå före – ett gott regionalt ledarskap", ""),
        (
            "7",
            "dag",
            "Södertörns samarbetskommitté",
            "26 oktober 2017 (Tyresö)",
            "19 oktober 2017 (Tyresö)",
        ),
        ("7", "tid", "Ledningsgruppen", "fredagar 08.30–13.00", "fredagar 08.30–12.00"),
        ("7", "dag", "Ledningsgruppen", "17 november 2017", ""),
        ("8", "belopp", "Kostnader: Personal", "895 000 kr", "875 000 kr"),
        ("8", "belopp", "Kostnader: Resor", "", "20 000 kr"),
    ]
    assert all(change.at for change in changes)
    lines = spaced(compare.for_people(changes, "planen för 2016", "planen för 2017")).split("\n")
    assert lines[0] == "Jämförelse: planen för 2017 mot planen för 2016"
    assert "  Kostnader: Personal: 895 000 kr → 875 000 kr (−20 000 kr, −2,2 %)" in lines
    assert "  Kostnader: Resor: nytt: 20 000 kr" in lines
    assert "    borttaget: 17 november 2017" in lines
    assert compare.for_machines(changes)[-1]["kronor"] == 20_000


def test_nothing_changed_is_said_so(plan_2017, plan_schema):
    same = plan(plan_2017, plan_schema)
    assert compare.compare(same, same) == []
    assert compare.for_people([], "den", "den här").endswith("Inget har ändrats.")


def test_facts_are_compared_where_they_are_written(plan_2017, plan_schema):
    moved = plan_2017.replace(b"- datum: 2017-09-07", b"- datum: 2017-10-12")
    changes = compare.compare(plan(plan_2017, plan_schema), plan(moved, plan_schema))
    assert [change.kind for change in changes] == ["text", "dag"], (
        "the sentence that shows the month, as the redline does"
    )
    assert changes[0].after.endswith("i oktober\u00a02017.")


def test_compare_takes_a_year_a_file_or_a_git_revision(
    tmp_path, plan_2017, changed, capsys, monkeypatch
):
    need("git")
    (tmp_path / "2017.yaml").write_bytes(plan_2017)
    git = ["git", "-C", str(tmp_path), "-c", "user.name=x", "-c", "user.email=x@example.com"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run([*git, *command], check=True)
    (tmp_path / "2017.yaml").write_bytes(changed)
    monkeypatch.chdir(tmp_path)
    assert main(["compare", "2017.yaml", "--against", "HEAD"]) == 0
    against_revision = spaced(capsys.readouterr().out)
    assert "875 000 kr" in against_revision
    assert against_revision.startswith("Jämförelse: planen för 2017 mot versionen HEAD\n")
    assert (
        main(["compare", "2017.yaml", "--against", str(files.PLANS / "2017.yaml"), "--json"]) == 0
    )
    assert '"kronor": -20000' in capsys.readouterr().out
    for wanted in ("HEAD~9", "--help-me", "finns-inte"):
        assert main(["compare", "2017.yaml", f"--against={wanted}"]) == 1
        assert capsys.readouterr().err.startswith(
            f"{wanted} är varken ett år, en fil eller en version i git"
        )
    assert main(["compare", "2017.yaml"]) == 1
    assert (
        capsys.readouterr().err
        == "Det finns ingen plan för 2016 att jämföra med. Välj något annat med AGAINST=: ett år, en fil eller en version i git.\n"
    )


def test_an_amount_below_zero_keeps_its_sign(plan_2017, plan_schema):
    end = "            belopp: 50 000\n        summa: 945 000\n"
    typed = plan_2017.decode()
    losing = [
        typed.replace(end, f"{end}  resultat: {amount}\n") for amount in ("-10 000", "-5 000")
    ]
    one, other = (plan(text.encode(), plan_schema) for text in losing)
    told = compare.for_people(compare.compare(one, other), "a", "b")
    assert (
        "Resultat: \u221210\u00a0000\u00a0kr → \u22125\u00a0000\u00a0kr (+5\u00a0000\u00a0kr, \u221250,0\u00a0%)"
        in told
    )


def test_compare_names_the_chapters_that_the_redline_shows(plan_2017, plan_schema, template):
    from generator import context
    from generator.word.redline import chapters_touched, redline
    from generator.word.render import render

    old = plan(plan_2017, plan_schema)
    drafted = files.read(files.PLANS / "2018.yaml").decode()
    dropped = re.search(r"  - rubrik: Förhållningssätt\n.*?(?=\n  - rubrik)", drafted, re.DOTALL)
    new = plan(drafted.replace(dropped[0], "").encode(), plan_schema)
    documents = [render(template, context.make(each)) for each in (old, new)]
    touched = chapters_touched(redline(*documents, "Sekretariatet", "2018-01-01T00:00:00Z"))
    heading = re.compile(r"(?:\d+\.|Bilaga \d+:|Tidigare (?:kapitel|bilaga) \d+:) (.*)")
    found = (heading.fullmatch(change.chapter) for change in compare.compare(old, new))
    named = [match[1] if match else "" for match in found]
    assert touched == [name for name in dict.fromkeys(named) if name]
    assert "Förhållningssätt" in touched


def test_two_groups_of_one_name_are_each_compared_with_its_own(plan_2017, plan_schema):
    group = """      - rubrik: Beredningen
        möten:
          - datum: 2017-{}
      - rubrik: Beredningen
        möten:
          - datum: 2017-{}
"""
    text = plan_2017.decode()
    place = text.index("  - rubrik: Budget")
    old, new = (
        plan((text[:place] + group.format(*days) + text[place:]).encode(), plan_schema)
        for days in (("03-01", "04-05"), ("03-08", "04-05"))
    )
    told = [(change.name, change.before, change.after) for change in compare.compare(old, new)]
    assert told == [("Beredningen", "1\u00a0mars\u00a02017", "8\u00a0mars\u00a02017")]


ADDED = """  - rubrik: Uppföljning
    innehåll:
      - text: |
          Planen följs upp varje halvår. Se tabellen.
      - tabell:
          rubrik: Vad som följs upp
          kolumner: [Vad, När, Ansvarig]
          rader:
            - [Delårsuppföljning, 'juni {år}', Sekretariatet]
            - [Årsuppföljning, 'december {år}', Ledningsgruppen]
      - text: |
          Mer sägs inte.
    avsnitt:
      - rubrik: Sedan
        text: |
          Sist.

"""


def test_what_is_new_is_told_in_the_order_of_the_file_with_a_row_on_a_line(plan_2017, plan_schema):
    text = plan_2017.decode()
    place = text.index("  - rubrik: Budget")
    added = (text[:place] + ADDED + text[place:]).encode()
    old, new = plan(plan_2017, plan_schema), plan(added, plan_schema)
    told = spaced(compare.for_people(compare.compare(old, new), "a", "b")).split("\n")
    assert told[2:] == [
        "8. Uppföljning",
        "  kapitlet är nytt",
        "  + Uppföljning",
        "  + Planen följs upp varje halvår.",
        "  + Se tabellen.",
        "  + Vad som följs upp",
        "  + Vad | När | Ansvarig",
        "  + Delårsuppföljning | juni 2017 | Sekretariatet",
        "  + Årsuppföljning | december 2017 | Ledningsgruppen",
        "  + Mer sägs inte.",
        "  + Sedan",
        "  + Sist.",
    ]
    without = added.replace(b"juni {", b"maj {")
    changed = compare.compare(new, plan(without, plan_schema))
    assert [(change.before, change.after) for change in changed] == [
        (
            "Delårsuppföljning | juni 2017 | Sekretariatet",
            "Delårsuppföljning | maj 2017 | Sekretariatet",
        )
    ]


def test_numbers_of_chapters_are_those_of_the_newer_plan_alone(plan_2017, plan_schema):
    text = plan_2017.decode()
    dropped = re.search(r"  - rubrik: Syfte\n.*?(?=\n  - rubrik)", text, re.DOTALL)[0]
    old, new = (plan(one.encode(), plan_schema) for one in (text, text.replace(dropped, "")))
    chapters = [*dict.fromkeys(change.chapter for change in compare.compare(old, new))]
    assert chapters == ["Tidigare kapitel 2: Syfte"]
    appended = "  - rubrik: Karta\n    slag: bilaga\n    text: Text.\n\n# Engelska"
    longer = plan(text.replace("\n# Engelska", f"\n{appended}").encode(), plan_schema)
    (chapter,) = {change.chapter for change in compare.compare(longer, old)}
    assert chapter == "Tidigare bilaga 1: Karta"


def test_a_remark_of_a_meeting_is_told_with_its_day(plan_2017, plan_schema):
    day = "          - datum: 2017-11-17\n"
    noted = plan_2017.decode().replace(day, f"{day}            anmärkning: en torsdag\n")
    assert noted.encode() != plan_2017
    old, new = plan(plan_2017, plan_schema), plan(noted.encode(), plan_schema)
    told = [
        (change.kind, change.name, *map(spaced, (change.before, change.after)))
        for change in compare.compare(old, new)
    ]
    assert told == [
        ("dag", "Ledningsgruppen", "17 november 2017", "17 november 2017 (en torsdag)"),
    ]


def test_a_table_of_contents_is_told(plan_2017, plan_schema):
    listed = plan_2017.replace(b"\nkommuner:", "\ninnehållsförteckning: {}\nkommuner:".encode())
    deeper = listed.replace("förteckning: {}".encode(), "förteckning: {nivåer: 1}".encode())
    none, two, one = (plan(text, plan_schema) for text in (plan_2017, listed, deeper))
    seen = []
    for old, new in ((none, two), (two, one), (one, none), (two, two)):
        changes = compare.compare(old, new)
        seen.append([(change.name, change.before, change.after) for change in changes])
        assert all(change.at == ("innehållsförteckning",) for change in changes)
    name = "innehållsförteckning"
    assert seen == [
        [(name, "", "2 nivåer")],
        [(name, "2 nivåer", "1 nivå")],
        [(name, "1 nivå", "")],
        [],
    ]
