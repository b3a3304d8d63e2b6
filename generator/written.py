"""What people write for a day, an amount or a member, read as what they mean: '14/6', 'fredag 15
juni', '50 tkr', 'Norrby kommun'. What may mean something else is nothing.
"""

import re
from collections.abc import Collection
from datetime import date
from decimal import Decimal

from generator.swedish import MONTHS, WEEKDAYS, genitive

_MONTHS = "|".join(f"{month[:3]}(?:{month[3:]})?\\.?" for month in MONTHS) + "|sept\\.?"
_WEEKDAYS = "|".join(f"{day[:3]}(?:{day[3:]}(?:en)?)?\\.?" for day in WEEKDAYS)
_DAY = r"(\d\d?)(?::?[ae])?"
_IN_WORDS = re.compile(
    rf"{_DAY}(?: ?({_MONTHS}))?(?: ?(?:[–-]|till|och) ?{_DAY})? ?({_MONTHS})(?: (\d{{4}}))?"
)
_IN_DIGITS = re.compile(r"(\d\d?)/(\d\d?)(?: ?(?:[–-]) ?(\d\d?)/(\d\d?))?(?:[ -](\d{4}))?")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_LEAD = re.compile(rf"(?:({_WEEKDAYS}),? )?(?:den )?(?=\d)")
_AMOUNT = re.compile(
    r"([-−]?\d{1,3}(?:[ .]\d{3})+|[-−]?\d+)(?:,(\d{1,3}))?"
    r"(?: ?(kr|kronor|:-|tkr|tusen kronor|tusental kronor|mkr|mnkr|miljoner kronor))?\.?"
)
_TIMES = {"tkr": 1_000, "tusen": 1_000, "tusental": 1_000, "mkr": 1_000_000, "mnkr": 1_000_000}
_TIMES |= {"miljoner": 1_000_000}
_BETWEEN = re.compile(r" ?(?:,|/|&| och | samt ) ?")


_UNSEEN = " \t\r\n\v\u00a0\u200b\u200c\u200d\u2060\ufeff"


class NotMeantError(Exception):
    """Words that contradict themselves; the message is a Swedish clause."""


def bare(text: str) -> str:
    """A text without blanks at its ends, and without signs that nobody sees or types: LibreOffice
    puts one into the first cell of a row that is added with tracking.
    """
    return text.strip(_UNSEEN)


def plain(text: str) -> str:
    """A text with ordinary blanks, one between words."""
    return " ".join(bare(text).replace("\u00a0", " ").replace("\u202f", " ").split())


def days(text: str, year: int) -> tuple[date, date | None] | None:
    """A day, or the first and the last of several, of a year where none is written; None for what
    is none. Raises NotMeantError for a day of another weekday than is written.
    """
    words = plain(text).lower()
    lead = _LEAD.match(words)
    weekday = lead[1] if lead else None
    rest = words[lead.end() :] if lead else words
    try:
        found = _days(rest, year)
    except ValueError:
        return None
    if found and weekday and not WEEKDAYS[found[0].weekday()].startswith(weekday[:3]):
        own = WEEKDAYS[found[0].weekday()]
        raise NotMeantError(f"{found[0]} är en {own}, men det står {weekday}")
    return found


def _days(words: str, year: int) -> tuple[date, date | None] | None:
    if iso := _ISO.fullmatch(words):
        return date(int(iso[1]), int(iso[2]), int(iso[3])), None
    if found := _IN_DIGITS.fullmatch(words):
        year = int(found[5] or year)
        last = date(year, int(found[4]), int(found[3])) if found[3] else None
        return _in_order(date(year, int(found[2]), int(found[1])), last)
    found = _IN_WORDS.fullmatch(words)
    if found is None or (found[2] and not found[3]):
        return None
    year = int(found[5] or year)
    last = date(year, _month(found[4]), int(found[3])) if found[3] else None
    return _in_order(date(year, _month(found[2] or found[4]), int(found[1])), last)


def _in_order(first: date, last: date | None) -> tuple[date, date | None] | None:
    return None if last and last <= first else (first, last)


def month(text: str, year: int) -> tuple[int, int] | None:
    """A month as (year, number), of a year where none is written; None for what is none."""
    found = re.fullmatch(rf"(?:i )?({_MONTHS})(?: (\d{{4}}))?", plain(text).lower())
    return (int(found[2] or year), _month(found[1])) if found else None


def _month(name: str) -> int:
    return next(n for n, month in enumerate(MONTHS, 1) if month.startswith(name[:3]))


def amount(text: str, unit: str) -> int | None:
    """An amount in a unit, 'kr' or 'tkr'; without a unit of its own it is in that. None for what is
    no whole number of it.
    """
    found = _AMOUNT.fullmatch(plain(text).lower())
    if found is None:
        return None
    whole = re.sub(r"[ .]", "", found[1]).replace("−", "-")
    number = Decimal(f"{whole}.{found[2] or 0}")
    if found[3]:
        number *= _TIMES.get(found[3].split()[0], 1)
        number /= _TIMES.get(unit, 1)
    return int(number) if number == int(number) and abs(number) < 10**12 else None


def members(text: str, known: Collection[str]) -> list[str] | None:
    """The members that are named, each once; None where something else is."""
    by_name = {}
    for name in known:
        for way in (name, f"{name} kommun", f"{name}s kommun", f"{genitive(name)} kommun"):
            by_name[way.casefold()] = str(name)
    words = plain(text).strip(" .,")
    if words.casefold() in by_name:
        return [by_name[words.casefold()]]
    names = [by_name.get(part.casefold(), "") for part in _BETWEEN.split(words)]
    return names if all(names) and len({*names}) == len(names) else None
