"""A budget over several years: its columns, the parts of its rows, thousands and names, in each
stage."""

import re
from pathlib import Path

import pytest
from lxml import etree
from test_apply import applied
from test_feedback import reviewed

from generator import context, files, pipeline
from generator.content.budget.next_year import _divided
from generator.ooxml import package, w
from generator.ooxml.text import text
from generator.word.verify import verify
from generator.years.compare import compare
from generator.years.rollforward import next_year

ALL = Path(__file__).with_name("plans").joinpath("allt.yaml").read_text(encoding="utf-8")
ROLLED = """\
      kolumner: [Utfall 2026, Budget 2027, Budget 2028, Plan 2029, förändring, andel]
      intäkter:
        poster:
          - post: Avgifter från kommunerna
            belopp: [0, 8 400, 8 600, 8 600]  # FYLL I: skriv Utfall 2026; bekräfta Budget 2028 (Plan 2028: 8 600); bekräfta Plan 2029
            per_kommun:  # FYLL I: bekräfta avgifterna (delade som 2027)
              Aspö: 2 150
"""


@pytest.fixture(scope="module")
def check(plan_schema):
    def checked(raw: str, before: str = "") -> pipeline.Build:
        last = before.encode() if before else None
        return pipeline.check("plan.yaml", raw.encode(), plan_schema, lambda _: last)

    return checked


@pytest.fixture(scope="module")
def sent(plan_schema, template) -> pipeline.Build:
    return pipeline.produce("plan.yaml", ALL.encode(), plan_schema, template)


def changed(raw: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert raw.count(old) == 1, old
        raw = raw.replace(old, new)
    return raw


def told(built: pipeline.Build) -> list[str]:
    return [f"{finding.code} {finding.message}" for finding in built.findings]


def tables(built: pipeline.Build) -> list[list[list[str]]]:
    """The tables of the document's budget, as texts."""
    root = etree.fromstring(package.read(built.docx)["word/document.xml"])
    found = [
        [
            [text(cell).replace("\u00a0", " ") for cell in row.iter(w("tc"))]
            for row in table.iter(w("tr"))
        ]
        for table in root.iter(w("tbl"))
    ]
    return [table for table in found if "(tkr)" in table[0][0]]


def test_the_document_shows_every_column_and_what_is_computed(sent):
    income, costs, result, fees = tables(sent)
    assert costs == [
        [
            "Post (tkr)",
            "Utfall 2025",
            "Budget 2026",
            "Budget 2027",
            "Plan 2028",
            "Förändring",
            "Andel (%)",
        ],
        ["Kansliet", "5 590", "5 700", "5 970", "6 130", "+270", "64,5"],
        ["Löner", "4 980", "5 100", "5 350", "5 500", "+250", "57,8"],
        ["Lokaler och kontorsservice", "610", "600", "620", "630", "+20", "6,7"],
        ["Gemensamma projekt", "2 410", "2 600", "2 760", "2 750", "+160", "29,8"],
        ["Kollektivtrafik", "1 400", "1 500", "1 600", "1 600", "+100", "17,3"],
        ["Näringsliv", "1 010", "1 100", "1 160", "1 150", "+60", "12,5"],
        ["Information", "390", "500", "520", "520", "+20", "5,6"],
        ["Summa", "8 390", "8 800", "9 250", "9 400", "+450", "100,0"],
    ]
    assert income[0] == costs[0]
    assert result[1:] == [
        ["Intäkter", "8 540", "8 900", "9 350", "9 500", "+450"],
        ["Kostnader", "8 390", "8 800", "9 250", "9 400", "+450"],
        ["Resultat", "150", "100", "100", "100", "0"],
    ]
    assert [fees[0], fees[1], fees[-1]] == [
        ["Kommun (tkr)", "Budget 2027"],
        ["Aspö", "2 100"],
        ["Summa", "8 400"],
    ]


def test_both_sides_have_columns_of_the_same_widths_and_a_repeated_head(sent):
    root = etree.fromstring(package.read(sent.docx)["word/document.xml"])
    wide = [table for table in root.iter(w("tbl")) if "Plan 2028" in text(table)]
    grids = [[int(column.get(w("w"))) for column in table.iter(w("gridCol"))] for table in wide]
    assert grids[0] == grids[1]
    assert {sum(grid) for grid in grids} == {6633}
    assert all(next(table.iter(w("tr"))).find(f".//{w('tblHeader')}") is not None for table in wide)


def test_the_page_tells_what_each_amount_is(plan_schema):
    built = pipeline.produce_page("p", ALL.encode(), plan_schema, files.read_page_template())
    page = built.html.decode()
    _, costs, *_ = re.findall(r'<table class="belopp kolumner".*?</table>', page, re.DOTALL)
    assert costs.count('<th scope="col"') == 7
    assert costs.count('<th scope="row"') == 8
    assert costs.count('class="delpost"') == 4
    assert '<td role="cell" data-rubrik="Plan 2028">6\u00a0130</td>' in costs
    assert "<tfoot" in costs


def bars(docx: bytes) -> list[tuple[str, int]]:
    """The words of each bar, and where it ends, in the chart of a document."""
    root = etree.fromstring(package.read(docx)["word/document.xml"])
    found = []
    for paragraph in root.iter(w("p")):
        style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        if style is not None and style.get(w("val")) == "Diagramstapel":
            own = [tab for tab in paragraph.iter(w("tab")) if tab.get(w("val")) == "left"]
            words = text(paragraph).replace("\u00a0", " ").replace("\u2009", "")
            found.append((" ".join(words.split()), int(own[0].get(w("pos"))) if own else FULL))
    return found


START, FULL = 2381, 4850
"""Where the bars of the template begin, and the longest one ends."""


def test_a_chart_shows_the_rows_of_a_side_that_has_enough_of_them(sent):
    drawn = bars(sent.docx)
    assert [words for words, _ in drawn][:4] == [
        "Utfall 2025 5 590",
        "Budget 2026 5 700",
        "Budget 2027 5 970",
        "Plan 2028 6 130",
    ]
    assert len(drawn) == 3 * 4, "income has two rows, and no chart"
    for words, end in drawn:
        amount = int(words.split(" ", 2)[2].replace(" ", ""))
        assert end - START == pytest.approx((FULL - START) * amount / 6130, abs=3)


def test_a_bar_of_another_length_is_told(sent):
    parts = package.read(sent.docx)
    (xml,) = [parts["word/document.xml"].decode()]
    end = dict(bars(sent.docx))["Utfall 2025 390"]
    parts["word/document.xml"] = xml.replace(f'w:pos="{end}"', f'w:pos="{end + 300}"').encode()
    found = verify(package.write(parts), context.make(sent.plan))
    assert [(finding.code, finding.message) for finding in found] == [
        ("VER016", "Stapeln för beloppet 390 har fel längd.")
    ]


def test_the_page_draws_the_same_bars_beside_their_numbers(plan_schema):
    built = pipeline.produce_page("p", ALL.encode(), plan_schema, files.read_page_template())
    drawn = re.findall(
        r'<rect width="(\d+)".*?<span class="tal">([\d\u00a0]+)<', built.html.decode(), re.DOTALL
    )
    assert len(drawn) == 12
    for width, amount in drawn:
        assert int(width) == round(1000 * int(amount.replace("\u00a0", "")) / 6130)


def test_amounts_of_nothing_have_no_bars(check, plan_schema, template):
    raw = re.sub(r"\[[\d ]+(, [\d ]+){3}\]", "[0, 0, 0, 0]", ALL)
    raw = re.sub(r": 2 100\n", ": 0\n", raw)
    built = pipeline.produce("plan.yaml", raw.encode(), plan_schema, template)
    assert built.docx
    assert {end for _, end in bars(built.docx)} == {START + 20}


def test_a_budget_of_one_column_is_what_it_was(plan_2017, check):
    plan = check(plan_2017.decode()).plan
    (shown,) = [part["budget"] for part in context.make(plan)["kapitel"][-1]["innehåll"]]
    assert [side["summa"] for side in shown["sidor"]] == ["945\u00a0000"] * 2
    assert shown["tabeller"] == []


def test_what_was_decided_becomes_last_year_s_column(check):
    built = check(ALL)
    rolled, done = next_year(built.source, built.plan, 2028)
    assert ROLLED in rolled
    assert (
        "        summa: [0, 9 250, 9 400, 9 400]\n      resultat: [0, 100, 100, 100]  # FYLL I"
        in rolled
    )
    assert done.left_out == ["Utfall 2026: beloppen, att fylla i"]
    assert "Budget 2027: beloppen ur planen för 2027" in done.moved
    draft = check(rolled, ALL)
    assert not [finding for finding in draft.findings if finding.severity == "fel"]
    other = changed(rolled, ("[0, 620, 630, 630]", "[0, 610, 630, 630]"))
    at = "”Lokaler och kontorsservice” är 610 tkr i kolumnen ”Budget 2027”, men 620 tkr i planen för 2027."
    assert f"BUD010 {at}" in told(check(other, ALL))


def test_years_ahead_of_the_last_column_are_to_be_filled_in(check):
    built = check(ALL)
    rolled, _ = next_year(built.source, built.plan, 2029)
    assert (
        "kolumner: [Utfall 2027, Budget 2028, Budget 2029, Plan 2030, förändring, andel]" in rolled
    )
    assert "belopp: [0, 0, 950, 900]" in rolled


@pytest.mark.parametrize(
    ("whole", "shares", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (5, [5, 0], [5, 0]),
        (9, [9], [9]),
        (10, [0, 0], [0, 0]),
        (0, [2, 3], [0, 0]),
    ],
)
def test_a_whole_is_divided_without_rest(whole, shares, parts):
    assert _divided(whole, shares) == parts


def test_a_reviewer_s_amount_brings_the_sums_of_its_column(sent, plan_schema):
    document = reviewed(sent.docx, "Åsa", ("1\u00a0160", "1 180"), ("5\u00a0350", "5 330"))
    done = applied(sent, plan_schema, document)
    assert done.refused == []
    assert done.followed == ["Gemensamma projekt 2\u00a0760 tkr blir 2\u00a0780 tkr"]
    assert done.text == changed(
        ALL,
        ("[1 010, 1 100, 1 160, 1 150]", "[1 010, 1 100, 1 180, 1 150]"),
        ("[4 980, 5 100, 5 350, 5 500]", "[4 980, 5 100, 5 330, 5 500]"),
        ("[2 410, 2 600, 2 760, 2 750]", "[2 410, 2 600, 2 780, 2 750]"),
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("5\u00a0970", "5 000"),
        ("64,5", "60,0"),
        ("5\u00a0350", "mycket"),
        ("5\u00a0350", "5 351"),
    ],
)
def test_what_is_computed_and_what_would_be_wrong_is_refused_with_words(
    sent, plan_schema, old, new
):
    done = applied(sent, plan_schema, reviewed(sent.docx, "Åsa", (old, new)))
    assert done.made == []
    assert done.text == ALL
    assert all(why for _, why in done.refused)
    assert done.refused


def test_each_cell_is_compared(check):
    old = check(ALL).plan
    new = changed(
        ALL,
        ("[390, 500, 520, 520]", "[390, 500, 520, 530]"),
        ("[8 390, 8 800, 9 250, 9 400]", "[8 390, 8 800, 9 250, 9 410]"),
        ("[150, 100, 100, 100]", "[150, 100, 100, 90]"),
        ("förändring, andel]", "förändring i procent]"),
    )
    changes = [(c.name, c.before, c.after, c.kronor) for c in compare(old, check(new).plan)]
    nbsp = "\u00a0"
    assert changes == [
        ("kolumn", "", "förändring i procent", None),
        ("kolumn", "förändring", "", None),
        ("kolumn", "andel", "", None),
        ("Kostnader: Information, Plan 2028", f"520{nbsp}tkr", f"530{nbsp}tkr", 10_000),
        ("Kostnader, summa, Plan 2028", f"9{nbsp}400{nbsp}tkr", f"9{nbsp}410{nbsp}tkr", 10_000),
        ("Resultat, Plan 2028", f"100{nbsp}tkr", f"90{nbsp}tkr", -10_000),
    ]


def test_the_same_amounts_in_another_unit_are_no_change(small_plan, check):
    raw = small_plan.decode()
    thousands = re.sub(r"(belopp|summa): (\d+) 000", r"\1: \2", raw)
    thousands = thousands.replace("    budget:\n", "    budget:\n      enhet: tusental kronor\n")
    assert told(check(thousands)) == []
    assert compare(check(raw).plan, check(thousands).plan) == []


def test_a_name_tells_one_budget_from_another(check):
    plan = check(ALL).plan
    (summary,) = [
        line for part in plan.contents() for line in part.summary(plan) if "tkr" in line[1]
    ]
    assert summary == ("Driftbudgeten", "intäkter 9\u00a0350 tkr, kostnader 9\u00a0250 tkr")


def test_budgets_that_are_called_differently_are_not_one(small_plan, check):
    """A new budget stands before the old one: that is no change of the old one's rows."""
    text = small_plan.decode()
    chapter = text[text.index("  - rubrik: Budget {år}\n") :]
    named = chapter.replace("    budget:\n", "    budget:\n      namn: driften\n")
    other = named.replace("driften", "projektet").replace("750 000", "650 000")
    other = other.replace("Budget {år}", "Projektet").replace("800 000", "700 000")
    now = text.replace(chapter, other + "\n" + named)
    before = (
        text.replace(chapter, named).replace("år: 2018", "år: 2017").replace(" 2018-", " 2017-")
    )
    built = check(now, before)
    assert built.before is not None
    assert not [line for line in told(built) if "BUD006" in line]


def test_an_agreed_departure_from_last_year_s_plan_is_excused(check):
    built = check(ALL)
    rolled, _ = next_year(built.source, built.plan, 2028)
    other = changed(rolled, ("[0, 620, 630, 630]", "[0, 610, 630, 630]"))
    excused = f"{other}\nundantag:\n  - regel: BUD010\n    skäl: Budgeten ändrades i maj.\n"
    assert "BUD010" not in {f.code for f in check(excused, ALL).findings if f.severity == "fel"}


ABSURD = (
    "kolumner: []",
    "kolumner: [[a]]",
    "kolumner: {a: b}",
    "kolumner: [andel]",
    "kolumner: [Budget 2027, 5]",
    "kolumner: [Budget 2027, Budget 2027, Budget 2027]",
    f"kolumner: [{', '.join(f'Kolumn {i} 2027' for i in range(500))}]",
    "enhet: miljoner",
    "enhet: [tusental kronor]",
    "namn: 5",
    "resultat: []",
    "resultat: [[1]]",
    "resultat: {a: 1}",
    "resultat: [1, x, 2]",
    "resultat: []\n      kolumner:",
    f"resultat: {'[' * 12}1{']' * 12}",
    f"resultat: [{', '.join('1' for _ in range(2000))}]",
)


@pytest.mark.parametrize("line", ABSURD)
def test_absurd_input_is_told(small_plan, check, line):
    raw = small_plan.decode().replace("    budget:\n", f"    budget:\n      {line}\n")
    built = check(raw, small_plan.decode())
    assert any(finding.severity == "fel" for finding in built.findings)


@pytest.mark.parametrize(
    "amount",
    [
        "[]",
        "[[]]",
        "[750 000, 1]",
        "[x]",
        "{a: 1}",
        "[750 000",
        "[-5]",
        "[750 000]\n            poster: []",
    ],
)
def test_absurd_amounts_are_told(small_plan, check, amount):
    raw = changed(small_plan.decode(), ("belopp: 750 000", f"belopp: {amount}"))
    built = check(raw, small_plan.decode())
    assert any(finding.severity == "fel" for finding in built.findings)
