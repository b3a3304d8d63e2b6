"""The days by date, and the year on one page: what they gather, and that the page is one."""

import re

import pytest
from programs import need
from test_feedback import remarks, reviewed

from generator import context, files, pipeline


@pytest.fixture
def draft() -> bytes:
    return files.read(files.PLANS / "2018.yaml")


def shown(raw: bytes, plan_schema, key: str):
    built = pipeline.check("p", raw, plan_schema)
    assert [f for f in built.findings if f.severity == "fel"] == []
    parts = [
        part for chapter in context.make(built.plan)["kapitel"] for part in chapter["innehåll"]
    ]
    return next(part[key] for part in parts if part[key])


def test_days_stand_by_date_with_what_is_held_and_who_hosts(plan_2017, plan_schema):
    raw = plan_2017.replace(
        b"\n# Engelska", "    årets_dagar: {rubrik: Dagar}\n\n# Engelska".encode()
    )
    table = shown(raw, plan_schema, "årets_dagar")
    assert [table["huvud"]["först"], *table["huvud"]["celler"]] == ["Datum", "Möte", "Värd"]
    rows = [[row["först"], *row["celler"]] for row in table["rader"]]
    assert rows[0] == ["20\xa0januari", "Ledningsgruppen", "–"]
    assert rows[1] == ["2\xa0februari", "Södertörns samarbetskommitté", "Haninge"]
    assert ["16–17\xa0augusti", "Samarbetskommitténs planeringskonferens", "Nynäshamn"] in rows
    assert ["7\xa0september", "Södertörnskonferensen", "Södertälje och Nykvarn"] in rows
    assert rows[-1][0] == "7\xa0december"
    assert len(rows) == 17


@pytest.mark.parametrize(
    ("told", "fact"),
    [
        ("datum: 2017-12-07", ("Beslutad", "2017-12-07")),
        ("ord: Godkänd av nämnden", ("Beslut", "Godkänd av nämnden")),
        (
            "ord: Godkänd av nämnden\n  datum: 2017-12-07",
            ("Beslut", "Godkänd av nämnden 2017-12-07"),
        ),
    ],
)
def test_the_page_tells_the_decision_in_the_words_of_the_title_page(
    told, fact, plan_2017, plan_schema
):
    raw = plan_2017.replace(b"  datum: 2016-12-08", f"  {told}".encode())
    assert raw != plan_2017
    raw = raw.replace(b"\n# Engelska", "    året_i_korthet: {}\n\n# Engelska".encode())
    facts = shown(raw, plan_schema, "året_i_korthet")["fakta"]
    assert (facts[0]["namn"], facts[0]["värde"]) == fact


def test_the_page_gathers_what_the_plan_says(draft, plan_schema):
    short = shown(draft, plan_schema, "året_i_korthet")
    assert [(f["namn"], f["värde"]) for f in short["fakta"]] == [
        ("Utkast", "version 1"),
        ("Budget", "945\xa0000\xa0kr"),
    ]
    rows = {row["namn"]: row["månader"] for row in short["dagar"]["rader"]}
    assert all(len(months) == 12 for months in rows.values())
    assert "Nyckeltal Södertörn" not in rows, "it is not held this year"
    conference = rows["Samarbetskommitténs planeringskonferens"][7]
    assert (conference["dag"], conference["värd"]) == ("15–16", "Salem")
    assert conference["dag"].open, "what is to be confirmed is lit here too"
    assert rows["Södertörns rådslag"][2]["värd"] == "Huddinge"
    assert rows["Södertörnskonferensen"][8]["värd"] == "värd?"
    assert len(short["lista"][0]["punkter"]) == 5
    costs = [(row["belopp"], row["andel"], row["bredd"]) for row in short["budget"][0]["poster"]]
    assert costs == [
        ("895\xa0000\xa0kr", "95\xa0%", 947),
        ("50\xa0000\xa0kr", "5\xa0%", 53),
    ]
    assert short["värdar"][0]["turer"][0]["värde"].startswith("Huddinge, Haninge, Nykvarn")


def test_two_days_of_a_month_share_its_place(plan_2017, plan_schema):
    raw = plan_2017.replace(b"2017-06-01", b"2017-03-30").replace(
        b"\n# Engelska", "    året_i_korthet: {}\n\n# Engelska".encode()
    )
    built = pipeline.check("p", raw, plan_schema)
    parts = context.make(built.plan)["kapitel"][-1]["innehåll"]
    month = parts[-1]["året_i_korthet"]["dagar"]["rader"][0]["månader"][2]
    assert (month["dag"], month["värd"]) == ("23, 30", "Nykvarn, Salem")


def test_a_change_is_made_where_the_value_stands_and_not_on_the_page(draft, plan_schema, template):
    built = pipeline.produce("p", draft, plan_schema, template)
    (there, here) = remarks(
        built, reviewed(built.docx, "Åsa", ("15–16\xa0augusti", "16–17\xa0augusti"), ("15–16", "9"))
    )
    assert there.at == ("kapitel", 6, "kalender", 1, "möten", 0, "datum")
    assert here.at is None
    assert here.problem


def test_the_page_is_one(draft, plan_schema, template):
    need("libreoffice-writer")
    from generator.libreoffice import lay_out

    built = pipeline.paginate(pipeline.produce("p", draft, plan_schema, template), lay_out)
    from io import BytesIO

    from pikepdf import Pdf

    with Pdf.open(BytesIO(built.pdf)) as pdf:
        assert len(pdf.pages) == 10, "nine as in 2017, and this one"


@pytest.mark.parametrize("typed", ["[]", "x", "{lista: x}", "{lista: {slag: 1}}", "{lista: {rubrik: [], slag: a}}"])  # fmt: skip
@pytest.mark.parametrize("key", ["året_i_korthet", "årets_dagar"])
def test_absurd_values_are_told(key, typed, plan_2017, plan_schema):
    raw = plan_2017.replace(b"\n# Engelska", f"    {key}: {typed}\n\n# Engelska".encode())
    assert [f for f in pipeline.check("p", raw, plan_schema).findings if f.severity == "fel"]


@pytest.mark.parametrize("key", ["året_i_korthet", "årets_dagar"])
def test_a_plan_without_days_is_told_or_shown(key, plan_schema, template):
    raw = (
        "år: 2018\nstatus: utkast\norganisation: O\ntitel: T\nundertitel: U\nkommuner: [Aspö]\n"
        f"kapitel:\n  - rubrik: A\n    text: Vi.\n    {key}: {{}}\n"
    )
    built = pipeline.produce("p", raw.encode(), plan_schema, template)
    assert built.docx or any(re.fullmatch("DAG001", f.code) for f in built.findings)
