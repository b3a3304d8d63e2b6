"""What is typed for a day or a host of the calendar, from how it is shown. What would become
something else is refused.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from generator import swedish
from generator.content.calendar.records import Group, Occasion
from generator.content.kind import RefusedError
from generator.findings import Pointer

if TYPE_CHECKING:
    from generator.plan import Plan

_MONTH = "|".join(swedish.MONTHS)
Typed = list[tuple[Pointer, str]]


def typed(groups: Iterable[Group], at: Pointer, after: str, plan: "Plan") -> Typed | None:
    """What is typed for a day or a host; None for other values. Raises RefusedError."""
    for event in (event for group in groups for event in group.occasions):
        if event.first.at == at:
            return _day(event, after)
        if at in [host.at for host in event.named]:
            return _host(event, at, after, plan)
    return None


def _host(event: Occasion, at: Pointer, after: str, plan: "Plan") -> Typed:
    if len(event.named) > 1:
        raise RefusedError("flera värdar ändras i filen för hand")
    if after not in plan.members:
        raise RefusedError("värden skulle inte längre vara en av planens kommuner")
    return [(at, after)]


def _day(event: Occasion, after: str) -> Typed:
    """'25 januari', '16–17 augusti 2017' or 'Januari 2019' as dates; what was one day stays one
    day.
    """
    text = after.replace(swedish.NBSP, " ").lower()
    text = re.sub(rf"^(?:{'|'.join(swedish.WEEKDAYS)}) (?=\d)", "", text)
    day = rf"(\d\d?)(?: ({_MONTH}))?(?:[–-](\d\d?))? ({_MONTH})(?: (\d{{4}}))?"
    whole = re.fullmatch(day, text)
    month = re.fullmatch(rf"({_MONTH}) (\d{{4}})", text)
    refused = RefusedError("datumet skulle inte längre vara ett datum av samma slag")
    if month and event.first.day is None:
        return [(event.first.at, f"{month[2]}-{_number(month[1]):02}")]
    if (
        not whole
        or event.first.day is None
        or bool(whole[3]) != bool(event.last)
        or (whole[2] and not whole[3])
    ):
        raise refused
    year = int(whole[5] or event.first.year)
    try:
        first = date(year, _number(whole[2] or whole[4]), int(whole[1]))
        if not event.last:
            return [(event.first.at, str(first))]
        return [
            (event.first.at, str(first)),
            (event.last.at, str(date(year, _number(whole[4]), int(whole[3])))),
        ]
    except ValueError:
        raise refused from None


def _number(month: str) -> int:
    return swedish.MONTHS.index(month) + 1
