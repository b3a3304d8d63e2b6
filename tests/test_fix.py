"""`fix`: certain repairs are made, and nothing else in the file changes."""

import unicodedata
from collections import Counter

import detection
import pytest

from generator import files, pipeline
from generator.fix import fix

SCHEMA = files.read_schema()


def fixed(text: str):
    def check(tried: str):
        return pipeline.check("plan.yaml", tried.encode(), SCHEMA)

    return fix(check(text), check)


REPAIRS = {
    "misspelt key": ("- rubrik: Syfte", "- rubrk: Syfte", "- rubrik: Syfte"),
    "misspelt municipality": ("värd: Nykvarn", "värd: Nykvam", "värd: Nykvarn"),
    "municipality with its kind": ("värd: Nykvarn", "värd: Nykvarns kommun", "värd: Nykvarn"),
    "date in Swedish": (
        "datum: 2018-02-01",
        "datum: 1 februari 2018  # kom ihåg",
        "datum: 2018-02-01  # kom ihåg",
    ),
    "amount with a point": ("belopp: 750 000", "belopp: 750.000 kr", "belopp: 750 000"),
    "quoted number": ("år: 2018", 'år: "2018"', "år: 2018"),
    "no colon": ("        veckodag: fredag", "        veckodag fredag", "        veckodag: fredag"),
    "no space after the colon": ("- post: Personal", "- post:Personal", "- post: Personal"),
    "colon in a text": ("- post: Personal", "- post: Personal: löner", "- post: 'Personal: löner'"),
    "open quotation mark": ('text: "Gå före."', 'text: "Gå före.', 'text: "Gå före."'),
    "tab": ("        veckodag: fredag", "\tveckodag: fredag", "        veckodag: fredag"),
    "indent": ("        rubrik: Ledningsgruppen\n", "         rubrik: Ledningsgruppen\n", None),
    "a row too far in": (
        "          - datum: 2018-02-22\n            värd: Nykvarn\n",
        "            - datum: 2018-02-22\n              värd: Nykvarn\n",
        None,
    ),
    "a row too far out": (
        "          - post: Lokaler\n            belopp: 50 000\n",
        "        - post: Lokaler\n          belopp: 50 000\n",
        None,
    ),
    "word's dash": ("- post: Personal", "– post: Personal", "- post: Personal"),
    "invisible sign": ("värd: Nykvarn", "värd: Ny\u00adkvarn", "värd: Nykvarn"),
    "loose ring": ("rubrik: Områden", "rubrik: Omra\u030aden", "rubrik: Områden"),
    "double spaces": ("- Att utveckla", "- Att  utveckla", "- Att utveckla"),
    "foreign quotation marks": ("- Att utveckla", "- Att »utveckla»", "- Att ”utveckla”"),
    "braces": (
        "titel: Verksamhetsplan {år}",
        "titel: Verksamhetsplan {{år}}",
        "titel: Verksamhetsplan {år}",
    ),
    "address without its beginning": (
        'text: "Vi samverkar."',
        'text: "Se [utvecklingsprogrammet](www.exempel.se/program)."',
        'text: "Se [utvecklingsprogrammet](https://www.exempel.se/program)."',
    ),
    "address that its words repeat": (
        'text: "Vi samverkar."',
        'text: "Se [www.exempel.se om oss](www.exempel.se)."',
        'text: "Se [www.exempel.se om oss](https://www.exempel.se)."',
    ),
    "address of a person": (
        'text: "Vi samverkar."',
        'text: "Skriv till [sekretariatets brevlåda](info@exempel.se)."',
        'text: "Skriv till [sekretariatets brevlåda](mailto:info@exempel.se)."',
    ),
    "misspelt fact": (
        "titel: Verksamhetsplan {år}",
        "titel: Verksamhetsplan {rådslage}",
        "titel: Verksamhetsplan {rådslaget}",
    ),
    "link with a space": ("[3](#klimat)", "[3] (#klimat)", "[3](#klimat)"),
    "line typed twice": (
        "titel: Verksamhetsplan {år}\n",
        "titel: Verksamhetsplan {år}\ntitel: Verksamhetsplan {år}\n",
        "titel: Verksamhetsplan {år}\n",
    ),
}


@pytest.mark.parametrize(("whole", "damage", "expected"), REPAIRS.values(), ids=REPAIRS)
def test_a_certain_repair_is_made_and_nothing_else_changes(small_plan, whole, damage, expected):
    text = small_plan.decode()
    assert text.count(whole) >= 1
    mended = fixed(text.replace(whole, damage, 1))
    assert mended.source.text == text.replace(whole, whole if expected is None else expected, 1)
    assert mended.findings == ()


def test_many_mistakes_are_mended_in_one_go(small_plan):
    text = small_plan.decode()
    for whole, damage, _ in REPAIRS.values():
        text = text.replace(whole, damage, 1)
    assert [
        f"{finding.code} {finding.message}"
        for finding in fixed(text).findings
        if finding.severity == "fel"
    ] == []


def test_what_is_not_certain_is_left_to_a_person(small_plan):
    text = (
        small_plan.decode()
        .replace("          - datum: 2018-02-01\n", "")
        .replace("summa: 800 000", "summa: 810 000", 1)
    )
    mended = fixed(text)
    assert mended.source.text == text
    assert {finding.code for finding in mended.findings} >= {"YML002"}


def test_a_list_is_never_replaced_as_if_it_were_a_text(small_plan):
    text = small_plan.decode().replace(
        "värd: Huddinge\n\n  - rubrik: Budget", "värd: [Huddinge]\n\n  - rubrik: Budget"
    )
    mended = fixed(text)
    assert mended.source.text == text
    assert [finding.hint for finding in mended.findings] == [
        "En ensam värd skrivs utan hakklammer: Huddinge."
    ]


def test_words_that_are_typed_otherwise_than_they_read_are_left_alone(small_plan):
    text = small_plan.decode().replace('"Gå före."', "'Gå  före, ''nu''  strax'")
    assert fixed(text).source.text == text


def test_comments_windows_line_ends_and_spacing_stay(small_plan):
    text = (
        small_plan.decode()
        .replace("\n", "   # anm.\r\n", 3)
        .replace("värd: Nykvarn", "värd:   Nykvam   # ny")
    )
    assert fixed(text).source.text == text.replace("Nykvam", "Nykvarn")


LEFT_TO_A_PERSON = {
    "a number word, for what it counts may have been lost": (
        'text: "Vi samverkar."',
        'text: "Alla sju kommuner samverkar."',
    ),
    "an address that may be a file": (
        'text: "Vi samverkar."',
        'text: "Se [budgeten i sin helhet](budget.pdf)."',
    ),
    "words that stand after the bar": ('    text: "Gå före."', "    text: | Gå före nu."),
    "words where rows are wanted": ("kapitel:", "kapitel: Viktig text"),
    "two rows on one line": (
        "          - datum: 2018-01-19",
        "          - datum: 2018-01-12\n            anmärkning: konferens - datum: 2018-01-19",
    ),
    "a line of words among the rows": ("    budget:\n", "    hej på dig\n    budget:\n"),
    "text that runs on, with foreign quotation marks": (
        "- Att utveckla",
        "- Att »utveckla»\n              om allt i vår region.",
    ),
    "a zero-width space between words": ("- Att utveckla", "- Att\u200butveckla"),
    "öre": ("belopp: 750 000", "belopp: 750 000,60"),
    "a lost zero": ("belopp: 750 000", "belopp: 750 00"),
    "bars that are a text": ("- post: Personal", "- post: *Personal*"),
}


@pytest.mark.parametrize(("whole", "damage"), LEFT_TO_A_PERSON.values(), ids=LEFT_TO_A_PERSON)
def test_a_repair_that_could_lose_words_is_left_to_a_person(small_plan, whole, damage):
    text = small_plan.decode()
    assert whole in text
    damaged_text = text.replace(whole, damage, 1)
    words = Counter(filter(str.isalnum, damaged_text))
    mended = fixed(damaged_text)
    assert Counter(filter(str.isalnum, mended.source.text)) == words
    assert any(finding.severity == "fel" for finding in mended.findings)


def letters(text: str) -> Counter[str]:
    return Counter(filter(str.isalnum, unicodedata.normalize("NFC", text)))


def test_one_repair_that_reveals_more_does_not_stop_the_others(small_plan):
    text = (
        small_plan.decode()
        .replace("kostnader:\n", "kostnder:\n")
        .replace("summa: 800 000", "summa: 1", 1)
        .replace("värd: Nykvarn", "värd: Nykvam", 1)
    )
    assert "kostnader:\n" in fixed(text).source.text
    assert "Nykvam" not in fixed(text).source.text


def test_hundreds_of_loose_rings_are_mended(plan_2017):
    assert fixed(unicodedata.normalize("NFD", plan_2017.decode())).source.text == plan_2017.decode()


@pytest.mark.parametrize("seed", range(12))
def test_no_word_is_ever_lost_but_a_line_that_stands_twice(seed, plan_2017):
    for damage in list(detection.damages(plan_2017.decode()))[seed::240]:
        if damage.kind not in (
            "typed twice",
            "an old encoding",
        ):  # Ã¶ for ö is no letter lost: test_kind.py
            before, after = (
                letters(text) for text in (damage.text, fixed(damage.text).source.text)
            )
            lost = before - after
            assert sum(lost.values()) <= 2, damage.kind  # a letter of a misspelt name
