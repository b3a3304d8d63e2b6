"""The almanac: what the arithmetic clears is never a day that the library or the rule of bridging
days names."""

from datetime import date, timedelta

import pytest
from holidays.countries.sweden import Sweden

from generator import almanac

FREE = Sweden(language="sv", categories=("public", "de_facto"))
NAMED = Sweden(language="sv", categories=("public", "de_facto", "optional"))
DAYS = [date(2010, 1, 1) + timedelta(n) for n in range((date(2094, 1, 1) - date(2010, 1, 1)).days)]
"""Every day that a plan can hold."""


def is_bridge(day: date) -> bool:
    around = (day - timedelta(1), day + timedelta(1))
    return day.weekday() < 5 and all(near.weekday() >= 5 or near in FREE for near in around)


def test_no_special_day_is_cleared_by_arithmetic():
    special = [day for day in DAYS if day in NAMED or is_bridge(day)]
    assert len(special) > 80 * 20
    assert [day for day in special if not almanac.may_be_special(day)] == []


def test_arithmetic_clears_nearly_all_working_days():
    working = [day for day in DAYS if day.weekday() < 5]
    assert sum(map(almanac.may_be_special, working)) / len(working) < 0.15


def test_every_day_that_is_special_has_its_name_and_no_other_has():
    for day in DAYS:
        assert bool(almanac.what(day)) == (day in NAMED or is_bridge(day)), day


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2018-01-05", "trettondagsafton"),
        ("2018-03-29", "skärtorsdagen"),
        ("2018-03-31", "påskafton"),
        ("2018-04-30", "valborgsmässoafton"),
        ("2018-05-01", "första maj"),
        ("2018-05-09", ""),
        ("2018-05-10", "Kristi himmelsfärdsdag"),
        ("2018-05-11", "en klämdag"),
        ("2018-05-19", "pingstafton"),
        ("2018-06-22", "midsommarafton"),
        ("2018-11-02", "allahelgonsafton"),
        ("2018-12-24", "julafton"),
        ("2018-12-31", "nyårsafton"),
        ("2017-06-05", "en klämdag"),
        ("2018-05-02", ""),
        ("2019-12-23", "en klämdag"),
        ("2022-06-05", "pingstdagen"),
        ("2025-06-08", "pingstdagen"),
        ("2049-06-06", "nationaldagen och pingstdagen"),
        ("2018-06-10", ""),
    ],
)
def test_days_have_their_swedish_names(day, name):
    assert almanac.what(date.fromisoformat(day)) == name
