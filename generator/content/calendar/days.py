"""Which days to propose for an occasion of another year: the same weekday of the same week, off
holidays, eves and bridging days.
"""

from collections.abc import Set
from datetime import date, timedelta

from generator.almanac import unusual
from generator.content.calendar.records import Event, Group
from generator.values import Day

_REACH = 8
"""Weeks to look for an ordinary day on either side."""


def proposed(
    group: Group, event: Event, year: int, promised: Day | None, after: date, taken: Set[date]
) -> tuple[list[date], list[date], str]:
    """The days to propose, those that come first to mind, and what is wrong with the latter (''
    where nothing is, or they are only taken).

    A `promised` month or day is kept. The days come after the day `after`, and are not among those
    `taken`; where no ordinary ones are near, those that come first to mind are proposed.
    """
    first, last = event.first.date, event.last.date if event.last else event.first.date
    assert first is not None
    assert last is not None
    weekday = first.weekday() if event.last or group.weekday is None else group.weekday
    length = (last - first).days + 1
    starts = _nearby(_same_week(first, year, weekday), promised)
    spans = [_span(day, length) for day in starts]
    inside = [span for span in spans if span[0].year == span[-1].year == year] or spans
    free = [span for span in inside if not taken & {*span}]
    # Late in December there may be no day left after the one before: then any near it will do.
    later = [span for span in free if span[0] > after] or free
    for span in later:
        if not _why_not(span, group):
            return span, inside[0], _why_not(inside[0], group)
    return (later or inside)[0], inside[0], ""


def _span(first: date, length: int) -> list[date]:
    return [first + timedelta(n) for n in range(length)]


def _same_week(day: date, year: int, weekday: int) -> date:
    """The weekday of the same week of another year; of the last week where there is no 53rd.

    A year's first and last days may lie in a week of the year beside it, and so may what is found.
    """
    iso = day.isocalendar()
    of_week = iso.year + year - day.year
    try:
        return date.fromisocalendar(of_week, iso.week, weekday + 1)
    except ValueError:
        return date.fromisocalendar(of_week, iso.week - 1, weekday + 1)


def _nearby(day: date, promised: Day | None) -> list[date]:
    """The same weekday of the weeks around a day, nearest first; where a month was promised, only
    in it (or its very day).
    """
    if promised is None:
        return sorted(
            (day + timedelta(weeks=n) for n in range(-_REACH, _REACH + 1)),
            key=lambda other: (abs(other - day), other),
        )
    if promised.date:
        return [promised.date]
    start = date(promised.year, promised.month, 1)
    first = start + timedelta((day.weekday() - start.weekday()) % 7)
    inside = [
        other for n in range(5) if (other := first + timedelta(weeks=n)).month == promised.month
    ]
    return sorted(inside, key=lambda other: (abs(other - day), other))


def _why_not(span: list[date], group: Group) -> str:
    """What is wrong with the days that come first to mind; '' where it is only that they are taken
    or in the wrong order.
    """
    return next((f"{day} är {what}" for day in span if (what := unusual(day, group.weekday))), "")
