"""What is typed for a day or a host of the calendar, from how it is shown. What would become
something else is refused.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from generator import written
from generator.content.calendar.records import Group, Occasion
from generator.content.kind import RefusedError, Typed
from generator.findings import Pointer

if TYPE_CHECKING:
    from generator.plan import Plan

_NO_DATE = "datumet skulle inte längre vara ett datum av samma slag; skriv dagen i filen"


def typed(groups: Iterable[Group], at: Pointer, after: str, plan: "Plan") -> Typed | None:
    """What is typed for a day or a host; None for other values. Raises RefusedError."""
    for event in (event for group in groups for event in group.occasions):
        if event.first.at == at:
            return _day(event, after)
        if at in [host.at for host in event.named]:
            return _host(at, after, plan)
    return None


def _host(at: Pointer, after: str, plan: "Plan") -> Typed:
    names = written.members(after, plan.members)
    if not names:
        raise RefusedError(
            "värden skulle inte längre vara en av planens kommuner; skriv den i filen"
        )
    whole = at[:-1] if isinstance(at[-1], int) else at
    return [(whole, names if len(names) > 1 else names[0])]


def _day(event: Occasion, after: str) -> Typed:
    """'25 januari', '16–17 augusti 2017', '14/6' or 'Januari 2019' as dates."""
    at = event.first.at
    if event.first.day is None:
        month = written.month(after, event.first.year)
        if not month:
            raise RefusedError(_NO_DATE)
        return [(at, f"{month[0]}-{month[1]:02}")]
    try:
        days = written.days(after, event.first.year)
    except written.NotMeantError as problem:
        raise RefusedError(str(problem)) from None
    if not days:
        raise RefusedError(_NO_DATE)
    first, last = days
    to = (*at[:-1], "till")
    if last or event.last:
        return [(at, str(first)), (to, str(last) if last else None)]
    return [(at, str(first))]
