"""The Swedish almanac: which days are no ordinary ones, and what they are called.

The names are those of the library `holidays`, which takes a tenth of a second to load. Plain
arithmetic therefore goes first and clears the days that can have no name, which are nearly all that
a plan holds.
"""

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from dateutil.easter import easter

from generator.swedish import WEEKDAYS, listing

if TYPE_CHECKING:
    from holidays import HolidayBase

_SEASONS = (
    range(101, 108),
    range(430, 503),
    range(605, 608),
    range(619, 627),
    range(1030, 1107),
    range(1223, 1232),
)
"""The stretches of the year, as month * 100 + day, that holidays, eves and bridging days not
counted from Easter lie in."""
_FROM_EASTER = (-3, -2, -1, 0, 1, 39, 40, 48, 49)
_BRIDGE = "klämdag"


def what(day: date) -> str:
    """What makes a day special, 'midsommarafton' or 'en klämdag'; '' for any other, ordinary
    Sundays included.
    """
    if not may_be_special(day):
        return ""
    if names := [
        _lowered(name) for name in _sweden("public", "de_facto", "optional").get_list(day)
    ]:
        return listing(f"en {name}" if name == _BRIDGE else name for name in names)
    is_bridge = day.weekday() < 5 and _is_free(day - timedelta(1)) and _is_free(day + timedelta(1))
    return f"en {_BRIDGE}" if is_bridge else ""


def unusual(day: date, weekday: int | None = None) -> str:
    """What makes a day no ordinary one for those who meet on a weekday (0 is Monday); '' for an
    ordinary one.
    """
    is_weekend = day.weekday() >= 5 and day.weekday() != weekday
    return what(day) or (f"en {WEEKDAYS[day.weekday()]}" if is_weekend else "")


def may_be_special(day: date) -> bool:
    """False only for a day that is certainly neither a public holiday, an eve nor a bridging
    day.
    """
    return (
        any(day.month * 100 + day.day in season for season in _SEASONS)
        or (day - easter(day.year)).days in _FROM_EASTER
    )


def _is_free(day: date) -> bool:
    return day.weekday() >= 5 or day in _sweden("public", "de_facto")


def _lowered(name: str) -> str:
    """'Trettondagsafton (från kl. 14.00)' -> 'trettondagsafton'; a name within the name keeps its
    capital.
    """
    name = name.partition(" (")[0]
    return name if name.startswith("Kristi") else name[0].lower() + name[1:]


@cache
def _sweden(*categories: str) -> "HolidayBase":
    from holidays.countries.sweden import Sweden

    return Sweden(language="sv", categories=categories)
