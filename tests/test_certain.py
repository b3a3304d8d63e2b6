"""What `fix` writes cannot mean anything else: a word or sign put beside a value is never repaired
away.
"""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sizes import size

from generator import files, pipeline
from generator.fix import fix
from generator.pipeline import Build
from generator.schema.dates import typed_date
from generator.swedish import is_slip

SCHEMA = files.read_schema()
TEXTS = {year: files.read(files.PLANS / f"{year}.yaml").decode() for year in (2017, 2018)}


def checked(text: str, year: int = 2017) -> Build:
    return pipeline.check(f"plans/{year}.yaml", text.encode(), SCHEMA)


def mended(old: str, new: str, year: int = 2017) -> tuple[str, Build, Build]:
    """The text with one change, as it is checked before and after fix."""
    text = TEXTS[year]
    assert old in text
    damaged = text.replace(old, new, 1)
    before = checked(damaged, year)
    return damaged, before, fix(before, lambda tried: checked(tried, year))


def errors(built: Build) -> int:
    return sum(finding.severity == "fel" for finding in built.findings)


LEFT_ALONE = [
    ("status: beslutad", "status: ej beslutad"),
    ("status: beslutad", "status: inte beslutad än"),
    ("status: beslutad", "status: nästan beslutad"),
    ("status: beslutad", "status: beslutad?"),
    ("status: beslutad", "status: obeslutad"),
    ("status: beslutad", "status: beslutas"),
    ("status: beslutad", "ej status: beslutad"),
    ("värd: Haninge", "värd: inte Haninge"),
    ("värd: Haninge", "värd: prel. Haninge"),
    ("värd: Haninge", "värd: Haninge?"),
    ("värd: Haninge", "värd: Haninge2"),
    ("värd: Haninge", "värd: Västerhaninge"),
    ("värd: Haninge", "värd: Haninge/Salem"),
    ("värd: Haninge", "värd: Haninge och ej Salem"),
    ("värd: Tyresö", "värd: Tyresö; mer"),
    ("värd: Tyresö", "värd: Tyresta"),
    ("2020: Nynäshamn", "2020: Nynäshamn - mer"),
    ("veckodag: torsdag", "veckodag: inte torsdag"),
    ("datum: 2017-02-02", "datum: fredag 2 februari 2017"),
    ("datum: 2017-06-01", "datum: 04/06/2017"),
    ("datum: 2017-06-01", "datum: 1.6.2017"),
    ("datum: 2017-06-01", "datum: 170601"),
    ("månad: 2018-01", "månad: 18 januari 2018"),
    ("belopp: 895 000", "belopp: ca 895 000 kr"),
    ("belopp: 895 000", "belopp: 0895 000"),
    ("belopp: 895 000", "belopp: 895.000,000"),
    ("undertitel: Budget {år}", "undertitel: {Budget {år}"),
    ("undertitel: Budget {år}", "undertitel: Budget {år-1}"),
    ("undertitel: Budget {år}", "undertitel: Budget {inte år}"),
    ("rubrik: Ledningsgruppen\n", "rubrik: Ledningsgruppen veckodag: fredag\n"),
    ("#regionala-utvecklingsfrågor", "#ej-regionala-utvecklingsfrågor"),
    ("rubrik: Syfte", "rubrik: Sy\ue000fte"),
]


@pytest.mark.parametrize(("old", "new"), LEFT_ALONE, ids=[new for _, new in LEFT_ALONE])
def test_what_may_mean_something_else_is_told_and_left_alone(old, new):
    damaged, before, after = mended(old, new)
    assert after.source.text == damaged
    told = [finding for finding in before.findings if finding.severity == "fel"]
    assert told
    assert all(finding.hint for finding in told)


@pytest.mark.parametrize(
    ("year", "old", "new"),
    [
        (2018, "år: 2018", "år: '2017'"),
        (2017, "veckodag: fredag", "veckodag: trsdag"),
        (2017, "värd: Haninge", "värd: Salm"),
    ],
)
def test_a_repair_that_brings_more_errors_is_not_made(year, old, new):
    damaged, before, after = mended(old, new, year)
    assert any(finding.repair for finding in before.findings)
    assert after.source.text == damaged


MADE = [
    ("status: beslutad", "status: Beslutd"),
    ("värd: Haninge", "värd: Haninges kommun"),
    ("värd: [Södertälje, Nykvarn]", "värd: Sodertälje och Nykvarn"),
    ("veckodag: torsdag", "veckodag: Torsdag"),
    ("datum: 2017-02-02", "datum: torsdagen den 2 februari 2017"),
    ("datum: 2017-03-23", "datum: 23/03/2017"),
    ("datum: 2017-06-01", "datum: 1/6 2017"),
    ("belopp: 895 000", "belopp: 895.000,00 kr"),
    ("undertitel: Budget {år}", "undertitel: '{år} års budget'"),
]


@pytest.mark.parametrize(("old", "new"), MADE, ids=[new for _, new in MADE])
def test_what_can_mean_nothing_else_is_made(old, new):
    _, _, after = mended(old, new)
    assert errors(after) == 0


QUALIFIERS = [
    "ej",
    "inte",
    "icke",
    "prel.",
    "ca",
    "nästan",
    "kanske",
    "eller",
    "utom",
    "ev",
    "?",
    "!",
    "x",
    "mer",
    "2",
    "minst",
]
PLACES = [
    "{q} {v}",
    "{v} {q}",
    "{q} {v} {q}",
    "{q}-{v}",
    "{v}-{q}",
    "({q}) {v}",
    "{v} ({q})",
    "{v}, {q}",
    "{v}; {q}",
    "{v}/{q}",
]
VALUES = [
    "status: beslutad",
    "  datum: 2016-12-08",
    "värd: Haninge",
    "värd: Botkyrkas kommun",
    "2020: Nynäshamn",
    "veckodag: fredag",
    "datum: 2 februari 2017",
    "datum: 2017-03-23",
    "belopp: 895 000 kr",
    "tid: 12.00-15.00",
    "rubrik: Syfte",
    "post: Personal",
    "månad: januari 2018",
]


@settings(max_examples=60, deadline=None)
@given(
    value=st.sampled_from(VALUES),
    qualifier=st.sampled_from(QUALIFIERS),
    place=st.sampled_from(PLACES),
)
def test_no_word_or_sign_beside_a_value_is_repaired_away(value, qualifier, place):
    key, _, words = value.partition(": ")
    text = place.format(q=qualifier, v=words)
    line = next(line for line in TEXTS[2017].split("\n") if re.match(rf" *(- )?{key}: +[^|]", line))
    damaged, before, after = mended(line, line[: line.index(":")] + f": {text}")
    number = damaged.split("\n").index(line[: line.index(":")] + f": {text}")
    now = after.source.text.split("\n")[number]
    assert qualifier in now.partition(":")[2]
    assert words.split()[0] in now
    assert errors(after) <= errors(before)


@given(st.sampled_from(["beslutad", "Haninge", "torsdag", "Södertälje"]), st.data())
def test_a_slip_is_one_letter(word, data):
    place = data.draw(st.integers(1, len(word) - 1))
    assert is_slip(word[:place] + word[place + 1 :], word)
    assert is_slip(word[:place] + word[place - 1 :], word)
    assert is_slip(word.upper(), word)
    for more in "?!()2,;":
        assert not is_slip(word[:place] + more + word[place:], word)


@given(
    st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    st.sampled_from(
        ["{0.day}/{0.month} {0.year:04}", "{0:%Y-%m-%d}", "{0:%Y%m%d}", "{0:%Y}.{0.month}.{0.day}"]
    ),
)
def test_a_typed_date_is_the_date(day, form):
    typed = typed_date(form.format(day))
    assert typed is not None
    assert typed.certain
    assert typed.iso("date") == day.isoformat()


@given(st.text("\t \u00a0", min_size=1, max_size=8).filter(lambda blanks: "\t" in blanks))
@settings(max_examples=size(15, 500), deadline=None)
def test_an_indent_with_a_tab_is_mended_whole(blanks):
    line = "          - datum: 2018-03-22"
    _, _, after = mended(line, f"{blanks}{line.lstrip()}", 2018)
    assert after.source.text == TEXTS[2018]
