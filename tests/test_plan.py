"""A broken value silences only what needs it: no check reports the echo of another error."""

import pytest
from cases import codes_after


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("belopp: 750 000", "belopp: 750.000"), ["SCH006"]),
        (("            belopp: 750 000\n", ""), ["SCH002"]),
        (("summa: 800 000", "summma: 800 000"), ["SCH001"]),
        (("värd: Nykvarn", "värd: Nykvran"), ["SCH004"]),
        (("2021: Botkyrka", "2021: Botkyrkan"), ["SCH004"]),
        (("2018-02-01", "2018-02-31"), ["SCH005"]),
        (("år: 2018", "år: tjugohundraarton"), ["SCH003"]),
        (("tid: 12.00-15.00", "tid: eftermiddag"), ["SCH006"]),
        (("          - rubrik: Klimat\n", "          - rubrk: Klimat\n"), ["SCH001"]),
        (("rubrik: Syfte\n", "rubrik: [Syfte]\n"), ["SCH003"]),
        (("status: utkast", "status:"), ["SCH003"]),
        (("2021: Botkyrka", "221: Botkyrka"), ["SCH001"]),
        (("2018-02-01", "2019-02-01"), ["KAL003"]),
        (
            (
                "          - datum: 2018-01-19\n",
                "          - datum: 2018-01-19\n            månad: januari\n",
            ),
            ["SCH001"],
        ),
        (("datum: 2018-01-19", "datum: 9999-12-31"), ["SCH005"]),
        (("belopp: 800 000", "belopp: " + "1" + " 000" * 2000), ["SCH007"]),
        (('    text: "Vi samverkar."', '    möten: x\n    text: "Vi samverkar."'), ["SCH001"]),
    ],
)
def test_one_mistake_is_one_finding(small_plan, plan_schema, change, expected):
    assert codes_after(small_plan, plan_schema, change) == expected


def test_errors_of_different_gates_are_told_together(small_plan, plan_schema):
    changes = (
        ("rubrik: Syfte", "rubrik: Syfte #1"),
        ("rubrik: Vision", "rubrk: Vision"),
        ("belopp: 750 000", "belopp: 700 000"),
    )
    assert set(codes_after(small_plan, plan_schema, *changes)) == {"YML007", "SCH001", "BUD002"}


def test_an_amount_without_spaces_is_the_same_amount(small_plan, plan_schema):
    assert (
        codes_after(
            small_plan,
            plan_schema,
            ("belopp: 800 000", "belopp: 800000"),
            ("belopp: 750 000", "belopp: 750\u00a0000"),
        )
        == []
    )


def test_a_broken_heading_or_day_is_not_told_twice_by_those_who_refer_to_it(
    small_plan, plan_schema
):
    refer = ('"Gå före."', '"Se sid [2](#syfte) och {rådslaget}."')
    assert codes_after(small_plan, plan_schema, refer) == []
    assert codes_after(small_plan, plan_schema, refer, ("rubrik: Syfte", "rubrik:")) == ["SCH003"]
    assert codes_after(small_plan, plan_schema, refer, ("2018-04-12", "2018-04-32")) == ["SCH005"]


def test_a_missing_key_does_not_silence_the_rules_of_other_chapters(small_plan, plan_schema):
    changes = (
        ("undertitel: Budget {år}\n", ""),
        ("- rubrik: Kalendarium\n    kalender:", "- kalender:"),
        ("belopp: 750 000", "belopp: 700 000"),
        ("2018-02-22", "2018-02-23"),
    )
    assert set(codes_after(small_plan, plan_schema, *changes)) == {"SCH002", "BUD002", "KAL001"}
