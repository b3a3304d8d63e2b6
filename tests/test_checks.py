"""Rules over whole plans: the rotations of many years, and what each check must not say."""

import pytest
from cases import codes_after

from generator import checks, pipeline
from generator.plan import MUNICIPALITIES


def test_every_check_documents_rule_reason_and_source():
    assert len(checks.CHECKS) > 15
    for check in checks.CHECKS:
        assert "Varför: " in check.__doc__
        assert "Källa: " in check.__doc__


def test_the_conference_counts_as_an_occasion(plan_2017, plan_schema):
    assert codes_after(plan_2017, plan_schema) == []
    assert codes_after(
        plan_2017,
        plan_schema,
        ("        till: 2017-08-17\n        värd: Nynäshamn", "        till: 2017-08-17\n        värd: Tyresö"),
    ) == ["ROT002"]


@pytest.mark.parametrize("host", [name for name in MUNICIPALITIES if name not in ("Huddinge",)])
def test_any_wrong_host_of_the_last_meeting_is_seen(plan_2017, plan_schema, host):
    expected = [] if host == "Södertälje" else ["ROT002"]
    assert (
        codes_after(plan_2017, plan_schema, ("2017-12-07\n        värd: Södertälje", f"2017-12-07\n        värd: {host}"))[:1]
        == expected
    )


def test_the_two_rotations_are_checked_apart(plan_2017, plan_schema):
    assert codes_after(plan_2017, plan_schema, ("2018: Huddinge", "2018: Salem")) == ["ROT002"]


def test_nyckeltalsdagen_may_lie_in_the_next_year(plan_2017, plan_schema):
    assert codes_after(plan_2017, plan_schema, ("datum: 2017-10-05", "datum: 2018-10-04")) == []
    assert codes_after(plan_2017, plan_schema, ("datum: 2017-10-05", "datum: 2018-10")) == []


def test_a_conference_of_several_days_is_exempt_from_the_weekday(plan_2017, plan_schema):
    assert codes_after(plan_2017, plan_schema, ("2017-04-06\n", "2017-04-05\n")) == []


def test_number_words_follow_the_data(plan_2017, plan_schema):
    question = "            - namn: Utnyttja den nya infrastrukturen\n"
    added = "            - namn: En sjätte fråga\n              text: Text.\n" + question
    assert codes_after(plan_2017, plan_schema, (question, added)) == ["TXT002"]
    assert codes_after(plan_2017, plan_schema, (question, added), ("hör fem konkreta", "hör sex konkreta")) == []


def test_a_stated_result_may_explain_a_difference(small_plan, plan_schema):
    less = (
        ("belopp: 750 000", "belopp: 700 000"),
        ("        belopp: 50 000\n    summa: 800 000", "        belopp: 50 000\n    summa: 750 000\n  resultat: 50 000"),
    )
    assert codes_after(small_plan, plan_schema, *less) == []


def test_eight_fees_that_add_up_are_fine(small_plan, plan_schema):
    fees = "".join(f"          {name}: 100 000\n" for name in MUNICIPALITIES)
    assert codes_after(small_plan, plan_schema, ("belopp: 800 000\n", f"belopp: 800 000\n        per_kommun:\n{fees}")) == []


def test_the_mistaken_one_of_two_turns_is_told_and_told_once(plan_2017, plan_schema):
    text = plan_2017.decode().replace("2017-03-23\n        värd: Nykvarn", "2017-03-23\n        värd: Salem")
    (finding,) = pipeline.check("plan", text.encode(), plan_schema).findings
    assert finding.at == ("kalendarium", "samarbetskommittén", "möten", 1, "värd")
    assert finding.message == "Salem är värd 2017-03-23 och igen 2017-06-01, två gånger i rad."
    assert finding.hint == "På tur står Nykvarn. Varje kommun är värd en gång på åtta tillfällen."


def test_a_decision_date_of_another_year_is_seen(plan_2017, plan_schema):
    assert codes_after(plan_2017, plan_schema, ("2016-12-08", "2015-12-08")) == ["STA001"]


def test_a_broken_host_does_not_hide_a_wrong_weekday_beside_it(plan_2017, plan_schema):
    assert codes_after(plan_2017, plan_schema, ("värd: Haninge", "värd: Hanige"), ("2017-03-23", "2017-03-24")) == [
        "SCH004",
        "KAL001",
    ]
