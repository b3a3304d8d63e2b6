"""A date as people type it: 5/10 2017, torsdagen den 5 oktober 2017, 16-17 augusti 2017,
2017-9-5.
"""

import re
from typing import Literal

from msgspec import Struct

from generator.swedish import MONTHS, WEEKDAYS

_MONTH = "|".join((*MONTHS, *(month[:3] for month in MONTHS), "sept"))
_WEEKDAY = rf"(?:(?P<weekday>{'|'.join(WEEKDAYS)})(?:en)?\s+)?(?:den\s+)?"
_FORMS = (
    (
        rf"(?P<day>[0-9]{{1,2}})(?:-(?P<to>[0-9]{{1,2}}))?[./ "
        rf"]+(?P<word>{_MONTH})\.?[-/ .]+(?P<year>[0-9]{{4}})"
    ),
    r"(?P<day>[0-9]{1,2})(?:-(?P<to>[0-9]{1,2}))?(?P<between>[./ "
    r"]+)(?P<number>[0-9]{1,2})\.?(?P<after>[-/ .]+)"
    r"(?P<year>[0-9]{4})",
    r"(?P<short>[0-9]{2})(?P<number>[0-9]{2})-?(?P<day>[0-9]{2})",
    r"(?P<year>[0-9]{4})[-/. ]?(?P<number>[0-9]{1,2})[-/. ]?(?P<day>[0-9]{1,2})",
    rf"(?P<word>{_MONTH}) (?P<year>[0-9]{{4}})",
)
_DATES = tuple(re.compile(_WEEKDAY + form) for form in _FORMS)


class TypedDate(Struct, frozen=True):
    """What was typed: year and month, and perhaps a day, the last of several days, a weekday.

    `certain` is False where something else may be meant: day and month in the other order, or
    another century.
    """

    year: str
    month: int
    day: int | None
    to: int | None
    weekday: str
    certain: bool

    def iso(self, form: Literal["month", "date", "last"]) -> str:
        """The month as ÅÅÅÅ-MM; the day, or the last one, as ÅÅÅÅ-MM-DD where it is known."""
        day = {"month": None, "date": self.day, "last": self.to}[form]
        return f"{self.year}-{self.month:02}" + (f"-{day:02}" if day is not None else "")


def typed_date(text: str) -> TypedDate | None:
    """The date that some text is, every word and sign of it; None if it is none."""
    typed = text.strip().lower().replace("–", "-")
    match = next((found for form in _DATES if (found := form.fullmatch(typed))), None)
    if match is None:
        return None
    part = {name: words or "" for name, words in match.groupdict().items()}
    return TypedDate(
        part.get("year") or f"20{part['short']}",
        _month(part),
        int(part["day"]) if part.get("day") else None,
        int(part["to"]) if part.get("to") else None,
        part["weekday"],
        "short" not in part and not _may_have_the_month_first(part),
    )


def _month(part: dict[str, str]) -> int:
    if "number" in part:
        return int(part["number"])
    return next(i for i, name in enumerate(MONTHS, 1) if name.startswith(part["word"][:3]))


def _may_have_the_month_first(part: dict[str, str]) -> bool:
    """True for 04/06/2017, which is 6 April to many; not for 4/6 2017, which only Swedes write."""
    is_swedish = part.get("between") == "/" and part["after"] in ("-", " ")
    return (
        "between" in part
        and not is_swedish
        and int(part["day"]) <= 12
        and part["day"] != part["number"]
    )
