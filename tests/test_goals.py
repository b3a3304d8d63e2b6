"""Goals in levels and tables with sums: as they are shown, reviewed, carried on and compared."""

import re
from pathlib import Path

import pytest
from lxml import etree
from test_feedback import reviewed
from test_review_kinds import made

from generator import files, pipeline
from generator.content.goals import Goals
from generator.content.goals.due import Due
from generator.ooxml import package, w
from generator.ooxml.text import text
from generator.swedish import decimal, number
from generator.years import compare
from generator.years.rollforward import next_year

ALL = (Path(__file__).parent / "plans" / "allt.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def built(plan_schema, template) -> pipeline.Build:
    """The plan of every kind, as it is sent out."""
    found = pipeline.produce("plan.yaml", ALL.encode(), plan_schema, template)
    assert found.docx, found.findings
    return found


def tables(docx: bytes) -> list[list[list[str]]]:
    root = package.tree(package.read(docx)["word/document.xml"])
    return [
        [[text(cell) for cell in row.iter(w("tc"))] for row in one.iter(w("tr"))]
        for one in root.iter(w("tbl"))
    ]


def findings(changes: list[tuple[str, str]], plan_schema) -> list[str]:
    typed = ALL
    for old, new in changes:
        assert old in typed
        typed = typed.replace(old, new, 1)
    told = pipeline.check("plan.yaml", typed.encode(), plan_schema).findings
    return [f"{one.code} {one.message}" for one in told if one.severity != "information"]


def test_a_column_is_summed_and_an_empty_cell_is_a_dash(built):
    money = tables(built.docx)[0]
    assert money[1:] == [
        ["Samordning av utbildningar", "1\u00a0200,5", "640\u00a0000", "våren"],
        ["Upphandling", "310", "165\u00a0000", "hösten"],
        ["Utvärdering", "–", "40\u00a0000", "–"],
        ["Summa", "1\u00a0510,5", "845\u00a0000", "–"],
    ]


def test_texts_stand_where_the_plan_says(built):
    root = package.tree(package.read(built.docx)["word/document.xml"])
    first = next(root.iter(w("tbl")))
    for row in first.iter(w("tr")):
        placed = [cell.find(f".//{w('jc')}") for cell in row.iter(w("tc"))]
        found = ["" if one is None else one.get(w("val")) for one in placed]
        assert found == ["", "right", "right", "center"]


def test_a_stated_sum_is_shown_and_follows_a_changed_number(plan_schema, template):
    typed = ALL.replace("'165000'", "165 000").replace(
        "            - [Utvärdering, '', 40 000, –]\n",
        "            - [Utvärdering, '', 40 000, –]\n            - [Summa, '1510,5', 845 000, '']\n",
    )
    own = pipeline.produce("plan.yaml", typed.encode(), plan_schema, template)
    assert tables(own.docx)[0][-1] == ["Summa", "1\u00a0510,5", "845\u00a0000", "–"]
    document = reviewed(own.docx, "Åsa", ("640\u00a0000", "650 000"))
    done = made(own, plan_schema, document)
    assert done.refused == []
    assert done.text == typed.replace("640 000", "650 000").replace("845 000", "855 000")


def test_numbers_are_read_and_written_as_people_do():
    read = {
        "1 200,5": "1200.5",
        "310": "310",
        "-3": "-3",
        "\u22121\u00a0000": "-1000",
        "0,50": "0.50",
    }
    for typed, value in read.items():
        assert str(decimal(typed)) == value
    assert not any(map(decimal, ("", "ca 3", "1.5", "1 20", "3 %", "1,", "٣", "9" * 400, "NaN")))
    assert [number(decimal(one)) for one in ("-1200,50", "0")] == ["\u22121\u00a0200,50", "0"]


CHANGED = [
    ("Vuxna", "Alla vuxna", "namn: Vuxna kan", "namn: Alla vuxna kan"),
    ("Andel 20–24", "Antal 20–24", "indikator: Andel", "indikator: Antal"),
    ("12\u00a0maj\u00a02027", "3 juni 2027", "när: 2027-05-12", "när: 2027-06-03"),
    ("juni\u00a02027", "augusti 2027", "när: 2027-06\n", "när: 2027-08\n"),
    ("kvartal 3", "kvartal 4", "när: kvartal 3", "när: kvartal 4"),
    ("85\u00a0%", "90 %", "målvärde: 85 %", "målvärde: 90 %"),
    ("samma vecka", "samma månad", "samma vecka", "samma månad"),
    ("1\u00a0200,5", "1 250,5", "'1200,5'", "'1 250,5'"),
    ("165\u00a0000", "170 000", "'165000'", "'170000'"),
    ("640\u00a0000", "\u2212640 000", "640 000", "-640 000"),
]


@pytest.mark.parametrize("change", CHANGED, ids=lambda change: change[3])
def test_a_changed_word_comes_back_to_its_line(change, built, plan_schema):
    old, new, typed, right = change
    done = made(built, plan_schema, reviewed(built.docx, "Åsa", (old, new)))
    assert done.refused == []
    assert done.text == ALL.replace(typed, right, 1)


REFUSED = [
    ("12\u00a0maj\u00a02027", "snart", "det skulle inte längre vara en tid"),
    ("12\u00a0maj\u00a02027", "12 maj 2029", "Det ska vara gjort 12\u00a0maj\u00a02029"),
    ("310", "tre hundra", "talet skulle inte längre vara ett tal"),
]


@pytest.mark.parametrize("change", REFUSED, ids=lambda change: change[1])
def test_what_would_be_no_such_value_is_refused_in_words(change, built, plan_schema):
    old, new, why = change
    done = made(built, plan_schema, reviewed(built.docx, "Åsa", (old, new)))
    assert done.text == ALL
    assert [reason for _, reason in done.refused if why in reason], done.refused


def test_an_empty_cell_gets_words_and_a_computed_sum_none(built, plan_schema):
    xml = package.read(built.docx)["word/document.xml"].decode()
    cells = re.findall(r"<w:t[^>]*>(–|1\u00a0510,5)</w:t>", xml)
    first = cells.index("1\u00a0510,5")
    assert cells[first - 2 : first + 2] == ["–", "–", "1\u00a0510,5", "–"]
    done = made(built, plan_schema, reviewed(built.docx, "Åsa", ("–", "20")))
    assert done.text == ALL.replace("[Utvärdering, '', 40", "[Utvärdering, '20', 40")
    done = made(built, plan_schema, reviewed(built.docx, "Åsa", ("1\u00a0510,5", "9")))
    assert (done.text, done.made) == (ALL, [])


def test_the_next_year_asks_for_times_and_values(built, plan_schema):
    drawn, told = next_year(built.source, built.plan, 2028)
    for line in (
        "när: 2028  # FYLL I: bekräfta när (2027: 2027)",
        "när: 2028-05-12  # FYLL I: bekräfta när (2027: 2027-05-12)",
        "när: kvartal 3  # FYLL I: bekräfta när (2027: kvartal 3)",
        "när: löpande\n",
        "utgångsvärde: 81 %  # FYLL I: bekräfta utgångsvärdet (2027: 81 %, målet var 85 %)",
        "målvärde: 85 %  # FYLL I: bekräfta målvärdet (2027: 85 %)",
    ):
        assert line in drawn, line
    assert "rader:  # FYLL I: bekräfta talen (2027 års står kvar)\n" in drawn
    assert any("10 mål och aktiviteter från 2027" in line for line in told.kept)
    assert pipeline.check("p", drawn.encode(), plan_schema).plan is not None


def test_what_lies_later_in_a_plan_of_several_years_stays(plan_schema):
    typed = ALL.replace(
        "          visa: tabell\n", "          visa: tabell\n          gäller_till: 2029\n"
    )
    typed = typed.replace("när: 2027\n", "när: 2029\n")
    checked = pipeline.check("p", typed.encode(), plan_schema)
    drawn, _ = next_year(checked.source, checked.plan, 2028)
    assert "när: 2029\n" in drawn
    assert "gäller_till: 2029\n" in drawn
    after, _ = next_year(checked.source, checked.plan, 2031)
    assert "gäller_till: 2031  # FYLL I: bekräfta till vilket år målen gäller (förut 2029)" in after


def test_a_leap_day_moves_to_one_that_there_is():
    assert Due((), "2028-02-29").moved(2029) == "2029-02-28"
    assert Due((), "juni 2028").moved(2029) == "juni 2029"
    typed = ("2027-02-29", "30 februari 2027", "31 april", "29 februari", "löpande")
    years = range(2027, 2029)
    assert [Due((), one).exists(years) for one in typed] == [False, False, False, True, True]
    assert not Due((), "29 februari").exists(range(2027, 2028))


def test_goals_are_compared_by_name(built, plan_schema):
    def moved(typed: str) -> str:
        start = typed.index("                - namn: Vuxna kan byta yrke\n")
        end = typed.index("            - namn: Klimat\n")
        return typed[:start] + typed[end:].replace(
            "                - namn: Mindre utsläpp",
            typed[start:end] + "                - namn: Mindre utsläpp",
            1,
        )

    newer = moved(ALL).replace("målvärde: 85 %", "målvärde: 90 %")
    newer = newer.replace("namn: Möten på distans", "namn: Resfria veckor")
    newer = newer.replace("alla fyra kommunerna samma vecka", "alla kommuner samma vecka")
    plan = pipeline.check("p", newer.encode(), plan_schema).plan
    assert plan is not None
    told = compare.for_people(compare.compare(built.plan, plan), "a", "b")
    for line in (
        "  aktivitet ”Möten på distans”: borttaget: under ”Mindre utsläpp från egna resor”",
        "  aktivitet ”Resfria veckor”: nytt: under ”Mindre utsläpp från egna resor”",
        "  mål ”Vuxna kan byta yrke”: under ”Arbete och utbildning” → under ”Klimat”",
        "  mål ”Fler unga i arbete”, målvärde: 85 % → 90 %",
        "  aktivitet ”Gemensam jobbmässa”, text: Mässan hålls i alla fyra kommunerna samma vecka. → Mässan hålls i alla kommuner samma vecka.",
    ):
        assert f"{line}\n" in f"{told}\n", told
    assert told.count("\n") == 7
    assert compare.compare(built.plan, built.plan) == []


def test_what_is_gone_with_its_chapter_is_told(built, plan_schema):
    start, end = ALL.index("      - mål:\n"), ALL.index("  - rubrik: Sammanträden")
    without = pipeline.check("p", (ALL[:start] + ALL[end:]).encode(), plan_schema).plan
    assert without is not None
    changes = compare.compare(built.plan, without)
    assert sum(change.kind == "mål" for change in changes) == 10
    assert sum(change.kind == "mål" for change in compare.compare(without, built.plan)) == 10


def test_goals_may_be_shown_with_headings_alone(plan_schema, template):
    typed = ALL.replace("          visa: tabell\n", "")
    own = pipeline.produce("p", typed.encode(), plan_schema, template)
    assert own.docx, own.findings
    shown = [str(title) for title in own.plan.headings()]
    assert shown[2:6] == [
        "Arbete och utbildning",
        "Fler unga i arbete",
        "Gemensam jobbmässa",
        "Praktikplatser i förvaltningarna",
    ]
    (goals,) = own.plan.of(Goals)
    assert not goals.ends_in_a_table
    page = pipeline.produce_page("p", typed.encode(), plan_schema, files.read_page_template()).html
    assert ">Gemensam jobbmässa</h5>" in page.decode()


def test_the_tables_of_goals_are_alike(built):
    root = package.tree(package.read(built.docx)["word/document.xml"])
    grids = {
        etree.tostring(one.find(w("tblGrid")))
        for one in root.iter(w("tbl"))
        if text(one.find(w("tr"))).startswith("Aktivitet")
    }
    assert len(grids) == 1


ODD = [
    [("nivåer: [målområde, mål, aktivitet]", "nivåer: []")],
    [("nivåer: [målområde, mål, aktivitet]", "nivåer: mål")],
    [("nivåer: [målområde, mål, aktivitet]", "nivåer: [målområde, [mål], {a: b}]")],
    [("när: 2027-05-12", "när: [2027-05-12]")],
    [("när: 2027-05-12", "när: 2027-13-45")],
    [("när: 2027-05-12", "när: " + "x" * 5000)],
    [("ansvarig: Aspö", "ansvarig: {a: [b]}")],
    [("namn: Gemensam jobbmässa", "namn:")],
    [("gemensam".title() + " jobbmässa", "''")],
    [
        (
            "          delar:\n            - namn: Arbete",
            "          delar: hej\n            - namn: Arbete",
        )
    ],
    [("            - rubrik: Timmar\n              summa: ja\n", "            - {summa: ja}\n")],
    [("            - rubrik: Timmar\n", "            - rubrik: [Timmar]\n")],
    [("summa: ja", "summa: kanske")],
    [("[Upphandling, 310, '165000', hösten]", "[]")],
    [("[Upphandling, 310, '165000', hösten]", "[[], {a: b}, ~, 5]")],
    [("[Upphandling, 310, '165000', hösten]", "Upphandling")],
]


@pytest.mark.parametrize("changes", ODD, ids=str)
def test_odd_input_is_told_and_never_breaks(changes, plan_schema):
    assert findings(changes, plan_schema)


def test_a_misspelt_group_is_mended_by_fix(plan_schema):
    typed = ALL.replace("ansvarig: Nämnden", "ansvarig: Nämmden")
    found = pipeline.check("p", typed.encode(), plan_schema).findings
    (told,) = [one for one in found if one.code == "AKT003"]
    assert told.message == "”Nämmden” finns inte bland dem som kan vara ansvariga."
    assert [edit.text for edit in told.repair] == ["Nämnden"]


def test_what_a_level_is_called_is_changed_in_all_places(built, plan_schema):
    done = made(built, plan_schema, reviewed(built.docx, "Åsa", ("Aktivitet", "Åtgärd")))
    assert done.refused == []
    assert done.text == ALL.replace("mål, aktivitet]", "mål, åtgärd]")
    (told,) = done.followed
    assert told.startswith("”Aktivitet” visas på ")


def test_a_value_that_a_goal_may_be_without_is_taken_out_with_its_key(built, plan_schema):
    done = made(built, plan_schema, reviewed(built.docx, "Åsa", ("1\u00a0250", "")))
    assert done.refused == []
    assert done.text == ALL.replace("                  utgångsvärde: 1 250\n", "")
