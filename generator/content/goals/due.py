"""When something is to be done: the forms in which it is typed, and what each says."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from generator import swedish
from generator.content.reader import Book, Form, Json, Reader
from generator.findings import Pointer

_MONTH = "|".join(swedish.MONTHS)
_YEAR = r"20\d\d"
_ISO = re.compile(rf"({_YEAR})(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)
_WORDS = re.compile(rf"(?:(\d\d?) )?({_MONTH})(?: ({_YEAR}))?", re.ASCII | re.IGNORECASE)
_ALWAYS = "löpande"


class Due(Struct, frozen=True):
    """When something is to be done, as it is typed: a day, a month, a part of a year, a year, or
    all along (löpande). What it does not say is None.
    """

    at: Pointer
    typed: str

    @property
    def year(self) -> int | None:
        """The year that it says."""
        found = re.search(rf"\b{_YEAR}\b", self.typed, re.ASCII)
        return int(found[0]) if found else None

    def exists(self, years: range) -> bool:
        """False for a day that the almanac lacks; one without a year is in some of the `years`."""
        found = _WORDS.fullmatch(self.typed)
        if found and not found[3]:
            return any(Due(self.at, f"{self.typed} {year}").exists(years) for year in years)
        digits = _ISO.fullmatch(_with_digits(self.typed) or self.typed)
        return digits is None or digits[3] is None or _day(digits) is not None

    def __str__(self) -> str:
        """'15 juni 2022', 'juni 2022', 'kvartal 2', '2022', 'löpande'."""
        found = _ISO.fullmatch(self.typed)
        if not found or not found[2]:
            return swedish.typeset(self.typed)
        day = _day(found)
        month = swedish.month(int(found[1]), int(found[2]))
        return swedish.days(day, year=True) if day else month

    def is_over(self, year: int) -> bool:
        """True for what was to be done before a year; what is done all along never is."""
        if self.year is None:
            return self.typed.lower() != _ALWAYS
        return self.year < year

    def moved(self, to: int) -> str:
        """The same in another year, as it is typed; 29 February is then 28."""
        moved = re.sub(rf"\b{_YEAR}\b", str(to), self.typed, count=1)
        found = _ISO.fullmatch(moved)
        is_lost = found is not None and found[3] is not None and _day(found) is None
        return f"{moved[:-2]}28" if is_lost else moved

    def retyped(self, words: str) -> str | None:
        """Other words in the form that this was typed in, with digits or without; None where they
        say no time.
        """
        if not re.search(_WHEN, words):
            return None
        return (_with_digits(words) if _ISO.fullmatch(self.typed) else "") or words


def _day(found: re.Match[str]) -> date | None:
    """The day of an ISO form; None for a month, a year, and a day that there is not."""
    try:
        return date(int(found[1]), int(found[2] or 0), int(found[3] or 0))
    except ValueError:
        return None


def _with_digits(words: str) -> str:
    """'15 juni 2022' -> '2022-06-15', 'juni 2022' -> '2022-06'; '' for other words."""
    found = _WORDS.fullmatch(words)
    if not found or not found[3]:
        return ""
    month = swedish.MONTHS.index(found[2].lower()) + 1
    return f"{found[3]}-{month:02}" + (f"-{int(found[1]):02}" if found[1] else "")


def _either_case(words: Sequence[str]) -> str:
    """A pattern for some words, each with a small or a capital first letter."""
    return "|".join(f"[{word[0]}{word[0].upper()}]{word[1:]}" for word in words)


_PARTS = _either_case(("våren", "sommaren", "hösten", "vintern"))
_WHEN = (
    f"^({_either_case((_ALWAYS,))}|20[0-9]{{2}}(-(0[1-9]|1[0-2])(-[0-3][0-9])?)?"
    f"|({_PARTS}|{_either_case(('kvartal',))} [1-4]"
    f"|([1-9]|[12][0-9]|3[01]) ({_MONTH})|{_either_case(swedish.MONTHS)})( 20[0-9]{{2}})?)$"
)


class Until(Form, frozen=True):
    """When something is to be done."""

    def schema(self, book: Book) -> Json:
        """The forms that it may have."""
        message = (
            "Skriv en dag (2018-06-15), en månad (2018-06), ett kvartal (kvartal 2), "
            "våren, hösten, ett år, eller löpande."
        )
        return {"type": "string", "pattern": _WHEN, "patternErrorMessage": message}

    def read(self, reader: Reader, value: Any, at: Pointer) -> Due | None:
        """What is typed; None where it is broken."""
        return Due(at, value) if isinstance(value, str) and reader.is_good(at) else None
