"""Swedish forms, held against CLDR through Babel, and typography that never changes a word."""

import re
from datetime import date

import pytest
from babel.dates import format_date, get_day_names
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from generator import swedish

N = swedish.NBSP


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_date_is_cldr_s(day):
    assert swedish.days(day, year=True).replace(N, " ") == format_date(day, "d MMMM y", locale="sv")
    assert swedish.WEEKDAYS[day.weekday()] == format_date(day, "EEEE", locale="sv")
    assert swedish.month(day.year, day.month).replace(N, " ") == format_date(
        day, "MMMM y", locale="sv"
    )


def test_the_weekdays_are_cldr_s():
    assert dict(enumerate(swedish.WEEKDAYS)) == dict(get_day_names(locale="sv"))


@given(st.integers(-(10**12), 10**12))
def test_an_amount_is_cldr_s(amount):
    assert swedish.kronor(amount) == format_decimal(amount, locale="sv").replace("-", "\u2212")


@pytest.mark.parametrize(
    ("first", "last", "year", "expected"),
    [
        (date(2017, 8, 16), date(2017, 8, 17), True, f"16–17{N}augusti{N}2017"),
        (date(2017, 8, 31), date(2017, 9, 1), True, f"31{N}augusti–1{N}september{N}2017"),
        (date(2017, 4, 6), date(2017, 4, 7), False, f"6–7{N}april"),
        (date(2017, 2, 2), None, False, f"2{N}februari"),
    ],
)
def test_an_interval(first, last, year, expected):
    assert swedish.days(first, last, year=year) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ca 480 000 invånare", f"ca{N}480{N}000 invånare"),
        ("t ex bl. a vägen", f"t{N}ex bl.{N}a vägen"),
        ("att ex post", "att ex post"),
        ("1 234 567 kr", f"1{N}234{N}567{N}kr"),
        ("5 oktober 2017", f"5{N}oktober{N}2017"),
        ("torsdagar 12.00-15.00", "torsdagar 12.00–15.00"),
        ("åren 2017-2024", "åren 2017–2024"),
        ("16-17 augusti", f"16–17{N}augusti"),
        ("2016-12-08", "2016-12-08"),
        ("i 2018-01", "i 2018-01"),
        ("08-535 300 00", f"08-535{N}300 00"),
        ("E4-ans YH-utbildningar", "E4-ans YH-utbildningar"),
        ("Gå före - ett gott", "Gå före – ett gott"),
        ('"The Capital" “x” „y”', "”The Capital” ”x” ”y”"),
        ("5 % av", f"5{N}% av"),
    ],
)
def test_typography(typed, expected):
    assert swedish.typeset(typed) == expected


@given(st.text(st.sampled_from('abå 0123456789-–."”“.,:%kr\u00a0')))
def test_typography_changes_no_word_and_is_done_once(text):
    once = swedish.typeset(text)
    assert re.findall(r"\w+", once) == re.findall(r"\w+", text)
    assert swedish.typeset(once) == once


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Nynashamn", "Nynäshamn"),
        ("nykvan", "Nykvarn"),
        ("Tyreso", "Tyresö"),
        ("SALEM", "Salem"),
        ("Stockholm", None),
    ],
)
def test_the_closest_municipality(typed, meant):
    assert (
        swedish.closest(
            typed,
            (
                "Botkyrka",
                "Haninge",
                "Huddinge",
                "Nykvarn",
                "Nynäshamn",
                "Salem",
                "Södertälje",
                "Tyresö",
            ),
        )
        == meant
    )
