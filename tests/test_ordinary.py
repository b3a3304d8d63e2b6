"""Ordinary wishes of reviewers, each of a kind, carried into the plan: what is written is what they
wrote, and nothing else."""

import pytest
from random_reviews import Bench
from sizes import size
from test_apply import applied
from test_apply import builds as builds
from test_apply import home as home
from test_feedback import reviewed

from generator import files, pipeline, written
from generator.cli import main
from generator.written import NotMeantError

MEMBERS = ("Haninge", "Salem", "Tyresö", "Huddinge")
DAYS = {
    "14 juni": "2018-06-14",
    "14/6": "2018-06-14",
    "14/6 2019": "2019-06-14",
    "den 14 juni": "2018-06-14",
    "14:e jun": "2018-06-14",
    "torsdag 14 juni": "2018-06-14",
    "torsdagen den 14 juni": "2018-06-14",
    "2018-06-14": "2018-06-14",
    "14–15 juni": "2018-06-14 2018-06-15",
    "31 maj–1 juni": "2018-05-31 2018-06-01",
    "31/5–1/6": "2018-05-31 2018-06-01",
}
AMOUNTS = {
    ("50 000", "kr"): 50_000,
    ("50.000 kr", "kr"): 50_000,
    ("50 tkr", "kr"): 50_000,
    ("1,2 mkr", "kr"): 1_200_000,
    ("8 400", "tkr"): 8_400,
    ("8 400 tkr", "tkr"): 8_400,
    ("8 400 000 kr", "tkr"): 8_400,
    ("50 000:-", "kr"): 50_000,
    ("−100", "kr"): -100,
}


@pytest.mark.parametrize("text", DAYS)
def test_a_day_is_read_as_people_write_it(text):
    first, last = written.days(text, 2018)
    assert " ".join(map(str, filter(None, (first, last)))) == DAYS[text]


@pytest.mark.parametrize(
    "text", ["31 juni", "i mars", "14", "14.6", "15–14 juni", "juni 14", "14/13"]
)
def test_what_is_no_day_is_none(text):
    assert written.days(text, 2018) is None


def test_a_day_of_another_weekday_than_is_written_is_told():
    with pytest.raises(NotMeantError, match="2018-06-14 är en torsdag, men det står fredag"):
        written.days("fredag 14 juni", 2018)


@pytest.mark.parametrize("case", AMOUNTS)
def test_an_amount_is_read_as_people_write_it(case):
    assert written.amount(*case) == AMOUNTS[case]


@pytest.mark.parametrize("text", ["mycket", "1.2", "8 400 kr", "5 0", "1,5"])
def test_what_is_no_whole_amount_is_none(text):
    assert written.amount(text, "tkr") is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("haninge", ["Haninge"]),
        ("Salems kommun", ["Salem"]),
        ("TYRESÖ KOMMUN", ["Tyresö"]),
        ("Haninge och Salem", ["Haninge", "Salem"]),
        ("Haninge, Salem", ["Haninge", "Salem"]),
        ("Haninge och Haninge", None),
        ("Solna", None),
    ],
)
def test_members_are_read_as_people_write_them(text, names):
    assert written.members(text, MEMBERS) == names


def test_days_amounts_and_hosts_are_typed_as_the_plan_has_them(builds, plan_schema):
    draft = builds[1]
    edits = (
        ("22\u00a0mars", "torsdag 15/3"),
        ("26\u00a0april", "19–20 april"),
        ("895\u00a0000", "900 tkr"),
        ("50\u00a0000", "45.000 kr"),
        ("Tyresö", "salem och Haninge kommun"),
    )
    done = applied(draft, plan_schema, reviewed(draft.docx, "Åsa", *edits))
    assert [why for _, why in done.refused] == ["ett år har en enda värd; välj en av dem"]
    for line in (
        "- datum: 2018-03-15  #",
        "- datum: 2018-04-19  # FYLL I: bekräfta dagen\n            till: 2018-04-20\n",
        "belopp: 900 000  #",
        "belopp: 45 000  #",
    ):
        assert line in done.text


def test_ordinary_reviews_are_carried_and_nothing_is_written_wrong():
    """Of wishes of all kinds, as Word and LibreOffice track them: nine of ten and more."""
    bench = Bench()
    for seed in range(size(9, 1_000)):
        bench.review(seed)
    tally = bench.tally
    assert tally.wrong == []
    total = sum(tally.counts.values(), type(tally.counts["ord"])())
    assert total["tyst"] == 0
    assert total["gjort"] + total["sparat"] >= 0.9 * total.total()


def test_remarks_on_the_templates_own_text_are_kept_once_for_its_owner(home, builds, capsys):
    home.joinpath("svar.docx").write_bytes(
        reviewed(
            builds[1].docx,
            "Åsa",
            ("Intäkter", "Inkomster"),
            ("Datum", "Dag"),
            ("Det gynnar", "Allt gynnar"),
        )
    )
    arguments = ["apply", str(home / "svar.docx"), "--all", "--ja"]
    assert main(arguments) == 0
    out = capsys.readouterr().out
    assert "Ur mallens egen text: 2 nya synpunkter finns nu i " in out
    assert "Skrivet: " in out
    kept = (files.BUILD / "mallsynpunkter.md").read_text(encoding="utf-8")
    assert kept.startswith("# Synpunkter på mallen\n")
    assert "- Ändring av Åsa, 10 januari 2018 – Budget 2018, Intäkter (planen för 2018)" in kept
    assert "  skulle: Inkomster\n  orden står inte så i mallen" in kept
    assert "  skulle: Dag\n  i mallen: stycke " in kept
    assert main(arguments) == 0
    assert "0 nya synpunkter" in capsys.readouterr().out
    assert (files.BUILD / "mallsynpunkter.md").read_text(encoding="utf-8") == kept


def test_an_answer_to_an_older_version_is_merged_where_its_value_is_untouched(
    builds, plan_schema, template
):
    """A meeting, a section and a row have come above since; another meeting is gone."""
    draft = builds[1]
    edits = (
        ("26\u00a0april", "19 april"),
        ("23\u00a0februari", "16 februari"),
        ("895\u00a0000", "890 000"),
        ("50\u00a0000", "55 000"),
        ("nyanlända och", "nyanlända, unga och"),
    )
    document = reviewed(draft.docx, "Åsa", *edits)
    newer = draft.source.text
    for old, new in (
        (
            "          - datum: 2018-01-25",
            "          - datum: 2018-01-11\n            värd: Tyresö\n          - datum: 2018-01-25",
        ),
        ("          - datum: 2018-01-19  # FYLL I: bekräfta dagen\n", ""),
        (
            "          - post: Personal",
            "          - post: Resor\n            belopp: 0\n          - post: Personal",
        ),
        (
            "          - rubrik: Olikhet och Mångfald",
            "          - rubrik: Nytt\n            text: Nytt.\n          - rubrik: Olikhet och Mångfald",
        ),
    ):
        assert newer.count(old) == 1
        newer = newer.replace(old, new)
    built = pipeline.produce("plan.yaml", newer.encode(), plan_schema, template)
    assert built.docx, built.findings
    done = applied(built, plan_schema, document)
    assert [why for _, why in done.refused] == []
    for line in (
        "2018-04-19",
        "2018-02-16",
        "belopp: 890 000",
        "belopp: 55 000",
        "nyanlända, unga och",
    ):
        assert line in done.text
    assert applied(built_of(done.text, plan_schema), plan_schema, document).made == []


def built_of(text: str, plan_schema) -> pipeline.Build:
    return pipeline.check("plan.yaml", text.encode(), plan_schema)


def test_an_answer_about_what_is_gone_is_refused(builds, plan_schema):
    draft = builds[1]
    document = reviewed(draft.docx, "Åsa", ("26\u00a0april", "19 april"))
    gone = "          - datum: 2018-04-26  # FYLL I: bekräfta dagen\n            värd: Nykvarn\n"
    assert draft.source.text.count(gone) == 1
    built = built_of(draft.source.text.replace(gone, ""), plan_schema)
    done = applied(built, plan_schema, document)
    assert [why for _, why in done.refused] == [
        "planen är ändrad här sedan dokumentet skickades ut; ändra i filen för hand"
    ]
