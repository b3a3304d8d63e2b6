"""`fix`: certain repairs are made, and nothing else in the file changes."""

import random

import pytest
from test_mutations import damaged

from generator import files, pipeline
from generator.fix import fix

SCHEMA = files.read_schema()


def fixed(text: str):
    def check(tried: str):
        return pipeline.check("plan.yaml", tried.encode(), SCHEMA)

    return fix(check(text), check)


REPAIRS = {
    "misspelt key": ("  rubrik: Syfte", "  rubrk: Syfte", "  rubrik: Syfte"),
    "misspelt municipality": ("värd: Nykvarn", "värd: Nykvam", "värd: Nykvarn"),
    "municipality with its kind": ("värd: Nykvarn", "värd: Nykvarns kommun", "värd: Nykvarn"),
    "date in Swedish": ("datum: 2018-02-01", "datum: 1 februari 2018  # kom ihåg", "datum: 2018-02-01  # kom ihåg"),
    "amount with a point": ("belopp: 750 000", "belopp: 750.000 kr", "belopp: 750 000"),
    "quoted number": ("år: 2018", 'år: "2018"', "år: 2018"),
    "no colon": ("    veckodag: fredag", "    veckodag fredag", "    veckodag: fredag"),
    "no space after the colon": ("- post: Personal", "- post:Personal", "- post: Personal"),
    "colon in a text": ("- post: Personal", "- post: Personal: löner", "- post: 'Personal: löner'"),
    "open quotation mark": ('text: "Gå före."', 'text: "Gå före.', 'text: "Gå före."'),
    "tab": ("    veckodag: fredag", "\tveckodag: fredag", "    veckodag: fredag"),
    "indent": ("  ledningsgruppen:\n    rubrik: Ledningsgruppen\n", "   ledningsgruppen:\n    rubrik: Ledningsgruppen\n", None),
    "word's dash": ("- post: Personal", "– post: Personal", "- post: Personal"),
    "invisible sign": ("värd: Nykvarn", "värd: Ny\u200bkvarn", "värd: Nykvarn"),
    "loose ring": ("rubrik: Områden", "rubrik: Omra\u030aden", "rubrik: Områden"),
    "double spaces": ("syfte: Att utveckla", "syfte: Att  utveckla", "syfte: Att utveckla"),
    "foreign quotation marks": ("syfte: Att utveckla", "syfte: Att »utveckla»", "syfte: Att ”utveckla”"),
    "braces": ("titel: Verksamhetsplan {år}", "titel: Verksamhetsplan {{år}}", "titel: Verksamhetsplan {år}"),
    "misspelt fact": ("titel: Verksamhetsplan {år}", "titel: Verksamhetsplan {rådslage}", "titel: Verksamhetsplan {rådslaget}"),
    "link with a space": ("[3](#klimat)", "[3] (#klimat)", "[3](#klimat)"),
    "line typed twice": ("  rubrik: Syfte\n", "  rubrik: Syfte\n  rubrik: Syfte\n", "  rubrik: Syfte\n\n"),
}


@pytest.mark.parametrize(("whole", "damage", "expected"), REPAIRS.values(), ids=REPAIRS)
def test_a_certain_repair_is_made_and_nothing_else_changes(small_plan, whole, damage, expected):
    text = small_plan.decode()
    assert text.count(whole) >= 1
    mended = fixed(text.replace(whole, damage, 1))
    assert mended.source.text == text.replace(whole, whole if expected is None else expected, 1)
    assert mended.findings == ()
    assert len(mended.changes) == 1


def test_many_mistakes_are_mended_in_one_go(small_plan):
    text = small_plan.decode()
    for whole, damage, _ in REPAIRS.values():
        text = text.replace(whole, damage, 1)
    assert [f"{finding.code} {finding.message}" for finding in fixed(text).findings if finding.severity == "fel"] == []


def test_what_is_not_certain_is_left_to_a_person(small_plan):
    text = small_plan.decode().replace("      - datum: 2018-02-01\n", "").replace("summa: 800 000", "summa: 810 000", 1)
    mended = fixed(text)
    assert mended.changes == ()
    assert {finding.code for finding in mended.findings} >= {"YML002"}


def test_a_list_is_never_replaced_as_if_it_were_a_text(small_plan):
    mended = fixed(small_plan.decode().replace("värd: Huddinge\nbudget", "värd: [Huddinge]\nbudget"))
    assert mended.changes == ()
    assert [finding.hint for finding in mended.findings] == ["En ensam värd skrivs utan klammer: Huddinge."]


def test_words_that_are_typed_otherwise_than_they_read_are_left_alone(small_plan):
    text = small_plan.decode().replace('"Gå före."', "'Gå  före, ''nu''  strax'")
    assert fixed(text).source.text == text


def test_comments_windows_line_ends_and_spacing_stay(small_plan):
    text = small_plan.decode().replace("\n", "   # anm.\r\n", 3).replace("värd: Nykvarn", "värd:   Nykvam   # ny")
    assert fixed(text).source.text == text.replace("Nykvam", "Nykvarn")


@pytest.mark.parametrize("seed", range(60))
def test_a_fix_never_makes_a_damaged_plan_worse_and_touches_only_its_changes(seed, plan_2017, small_plan):
    chance = random.Random(seed)
    text = damaged(chance.choice([plan_2017, small_plan]).decode(), chance)
    before = pipeline.check("plan.yaml", text.encode(), SCHEMA)
    mended = fixed(text)
    errors = [sum(finding.severity == "fel" for finding in found) for found in (before.findings, mended.findings)]
    assert errors[1] <= errors[0]
    assert fixed(mended.source.text).changes == ()
    rebuilt = mended.source.text.split("\n")
    for change in mended.changes:
        assert change.before != change.after
    unchanged = [line for line in before.source.text.split("\n") if line in rebuilt]
    assert len(unchanged) >= len(rebuilt) - sum(len(change.after) + len(change.before) for change in mended.changes)
