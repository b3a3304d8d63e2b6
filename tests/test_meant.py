"""What a secretary meant: notes after a day, keys in capitals, days without a year; what cannot be
compared or confirmed is told."""

import pytest
from test_apply import home as home
from test_redline import office

from generator import files, pipeline
from generator.cli import main
from generator.fix import fix

DAY = "datum: 2018-01-25  # FYLL I: bekräfta dagen"
AMOUNT = "belopp: 945 000  # FYLL I"


def built(plan_schema, old: str, new: str) -> pipeline.Build:
    """The draft of 2018 with one thing typed otherwise."""
    text = files.read(files.PLANS / "2018.yaml").decode()
    assert old in text
    return pipeline.check("plan.yaml", text.replace(old, new, 1).encode(), plan_schema)


def mended(found: pipeline.Build, plan_schema) -> str:
    return fix(
        found, lambda text: pipeline.check("plan.yaml", text.encode(), plan_schema)
    ).source.text


NOTES = {
    "a day": (DAY, "datum: 2018-01-25 FYLL I: bekräfta dagen", DAY),
    "an amount": (AMOUNT, "belopp: 945 000 fyll i: stämmer", "belopp: 945 000  # fyll i: stämmer"),
    "an amount with a sign": (AMOUNT, "belopp: 945 000 # FYLL I: stämmer", "belopp: 945 000"),
}


@pytest.mark.parametrize("case", NOTES)
def test_a_note_after_a_fact_becomes_a_comment_and_the_fact_is_never_quoted(case, plan_schema):
    old, typed, meant = NOTES[case]
    text = mended(built(plan_schema, old, typed), plan_schema)
    assert meant in text
    assert "'2018-01-25" not in text
    assert "'945 000" not in text


def test_words_after_a_day_are_told_to_be_a_note_and_left_alone(plan_schema):
    found = built(plan_schema, DAY, "datum: 2018-01-25 obs: flyttad")
    (finding,) = [finding for finding in found.findings if finding.code == "YML002"]
    assert finding.hint == "Skriv  - datum: 2018-01-25  # obs: flyttad"
    assert "datum: 2018-01-25 obs: flyttad" in mended(found, plan_schema)


@pytest.mark.parametrize(
    ("old", "typed", "message", "hint"),
    [
        (
            "- post: Personal",
            "- Post:Personal",
            "Här saknas ett mellanslag efter kolonet, och ”Post” skrivs ”post”.",
            "Skriv  - post: Personal",
        ),
        (
            "värd: Salem",
            "Värd:Haninge",
            "Här saknas ett mellanslag efter kolonet, och ”Värd” skrivs ”värd”.",
            "Skriv  värd: Haninge",
        ),
    ],
)
def test_a_key_in_capitals_without_a_space_is_told_for_what_it_is(
    old, typed, message, hint, plan_schema
):
    found = built(plan_schema, old, typed)
    told = [
        (finding.message, finding.hint)
        for finding in found.findings
        if finding.code in ("YML002", "YML007", "YML010")
    ]
    assert told == [(message, hint)]


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("24 januari", "Skriv året också: 2018-01-24."),
        ("onsdag 24 januari", "Skriv året också: 2018-01-24."),
        ("5/12", "Skriv året också: 2018-12-05."),
        ("31 februari", "Skriv ÅÅÅÅ-MM-DD."),
    ],
)
def test_a_day_without_its_year_is_told_with_the_plans_year(typed, hint, plan_schema):
    found = built(plan_schema, DAY, f"datum: {typed}")
    (finding,) = [finding for finding in found.findings if finding.code == "SCH005"]
    assert (finding.hint, finding.repair) == (hint, ())


@pytest.mark.parametrize(
    ("typed", "hints"),
    [
        # One key too many and one too few: it has another name here.
        ("- månad: 2018-01", ["Menade du ”datum”?"]),
        (
            "- datum: 2018-01-25\n            plats: Huddinge",
            ["Här kan stå: datum, till, värd och anmärkning."],
        ),
    ],
)
def test_a_key_that_has_another_name_here_is_told_once_and_with_that(typed, hints, plan_schema):
    text = files.read(files.PLANS / "2018.yaml").decode()
    line = "- datum: 2018-01-25  # FYLL I: bekräfta dagen"
    assert text.count(line) == 1
    built = pipeline.check("plan", text.replace(line, typed).encode(), plan_schema)
    wrong = [finding for finding in built.findings if finding.severity == "fel"]
    assert [(finding.code, finding.hint) for finding in wrong] == [
        ("SCH001", hint) for hint in hints
    ]


def test_the_day_of_decision_is_of_the_year_before(plan_schema):
    found = built(plan_schema, "status: utkast", "status: beslutad\nbeslut:\n  datum: 7 december")
    (finding,) = [finding for finding in found.findings if finding.code == "SCH005"]
    assert finding.hint == "Skriv året också: 2017-12-07."


@pytest.mark.parametrize(
    "typed", ["Per\u00adso\u200bnal", "Per\u00adso\u00adnal", "Per\u200bso\u00adnal"]
)
def test_invisible_signs_are_mended_as_the_check_promises(typed, plan_schema):
    found = built(plan_schema, "post: Personal", f"post: {typed}")
    promised = [finding for finding in found.findings if finding.repair]
    assert promised
    assert mended(found, plan_schema) != found.source.text


@pytest.mark.parametrize("before", [b"\xff\xfe\x00", b"PK\x03\x04", "år: 2017\nbudget: [".encode()])
def test_a_plan_of_last_year_that_cannot_be_read_is_told(before, plan_schema):
    raw = files.read(files.PLANS / "2018.yaml")
    found = pipeline.check("plans/2018.yaml", raw, plan_schema, lambda _: before)
    (finding,) = [finding for finding in found.findings if finding.code == "STA004"]
    assert (finding.severity, finding.at) == ("information", ("år",))
    assert (
        finding.message
        == "Planen för 2017 går inte att läsa i sin helhet, så allt är inte jämfört med den."
    )
    whole = pipeline.check(
        "plans/2018.yaml", raw, plan_schema, lambda _: files.read(files.PLANS / "2017.yaml")
    )
    assert "STA004" not in {finding.code for finding in whole.findings}


def test_what_is_left_to_fill_in_is_told_where_nothing_is_to_be_confirmed(home, capsys):
    plan = files.PLANS / "2018.yaml"
    lines = [
        line.partition("  # FYLL I")[0] for line in plan.read_text(encoding="utf-8").split("\n")
    ]
    plan.write_text("\n".join(lines), encoding="utf-8")
    assert main(["confirm", "2018"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("plans/2018.yaml har inget att bekräfta, men ")
    assert told.endswith("kvar att fylla i:  make check YEAR=2018  visar det.\n")


def test_a_template_of_libreoffice_is_told_in_one_sentence(template, tmp_path):
    (tmp_path / "mall.docx").write_bytes(template)
    office("save", tmp_path / "mall.docx", tmp_path / "back.docx")
    (finding,) = pipeline.judge((tmp_path / "back.docx").read_bytes())
    assert finding.code == "MAL014"
    assert finding.message.startswith("Mallen är sparad i LibreOffice")
