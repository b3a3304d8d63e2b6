"""How a calendar is shown: each group's heading, times and days, as a table where every day has its
host, else as lines.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, TypedDict

from generator import swedish
from generator.content.calendar.records import Group, Occasion
from generator.content.kind import Writer
from generator.shown import Filled, Heading, Paragraph, Perhaps
from generator.values import FACT, Text

if TYPE_CHECKING:
    from generator.plan import Plan


_NOBODY = "–"
"""What stands for the host of a meeting without one, in a table of meetings that have hosts."""


class Meeting(TypedDict):
    """A day of a group."""

    datum: Text
    värd: Annotated[Text, Filled("tabell", only=True)]
    parentes: Perhaps


class Days(TypedDict):
    """A group's days; `nivå` is its heading's level."""

    nivå: int
    rubrik: Heading
    tider: Perhaps
    text: list[Paragraph]
    tabell: bool
    möten: list[Meeting]


def shown_groups(groups: Iterable[Group], writer: Writer, level: int) -> Iterator[Days]:
    """Each group under a heading one level below that of the calendar."""
    for group in groups:
        yield _group(group, writer, level + 1)


def _group(group: Group, writer: Writer, level: int) -> Days:
    text, times = writer.prose(group.prose), _times(group, writer)
    days = list(_days(group, writer.plan))
    hosts = {event.at: hosts_of(writer.plan, group, event) for event, _ in days}
    has_hosts = all(hosts.values()) or bool(group.turn and any(hosts.values()))
    as_table = len(days) > 1 and has_hosts
    rows = [_meeting(event, day, hosts[event.at], writer, as_table=as_table) for event, day in days]
    return {
        "nivå": level,
        "rubrik": writer.heading(group.title),
        "tider": times,
        "text": text,
        "tabell": as_table,
        "möten": rows,
    }


def _days(group: Group, plan: "Plan") -> Iterator[tuple[Occasion, str]]:
    """The days that the text does not show already, in words."""
    alone = len(group.events) == 1 and not group.previews
    for event in group.events if not _tells_its_day(group) else ():
        yield event, day_in_words(event, year=alone or event.first.year != plan.year)
    for preview in group.previews:
        words = day_in_words(preview, year=True)
        yield preview, words[0].upper() + words[1:]


def _meeting(
    event: Occasion, day: str, hosts: tuple[Text, ...], writer: Writer, *, as_table: bool
) -> Meeting:
    places = (event.first.at, event.last.at) if event.last else (event.first.at,)
    date = writer.shown(day, *places)
    if not as_table:
        return {
            "datum": date,
            "värd": Text("", event.at),
            "parentes": _aside(hosts, event.note, event, writer),
        }
    if hosts:
        host = writer.shown(swedish.listing(hosts), hosts[0].at)
        return {"datum": date, "värd": host, "parentes": _aside((), event.note, event, writer)}
    note = writer.line(event.note) if event.note else writer.shown(_NOBODY, event.at)
    return {"datum": date, "värd": note, "parentes": _aside((), None, event, writer)}


def _aside(hosts: tuple[Text, ...], note: Text | None, event: Occasion, writer: Writer) -> Text:
    """What stands in parentheses after a day: hosts, note or both."""
    aside = [(swedish.listing(hosts), hosts[0].at)] if hosts else []
    aside += [(writer.line(note), note.at)] if note else []
    at = aside[0][1] if len(aside) == 1 else event.at
    return writer.shown(", ".join(words for words, _ in aside), at, *(place for _, place in aside))


def _times(group: Group, writer: Writer) -> Text:
    """'Torsdagar 12.00–15.00'."""
    weekday, hours = (*group.at, "veckodag"), (*group.at, "tid")
    words = times_in_words(group)
    return writer.shown(
        words[:1].upper() + words[1:], hours if group.hours else weekday, weekday, hours
    )


def times_in_words(group: Group) -> str:
    """'torsdagar 12.00–15.00'; '' where nothing is said of either."""
    weekday = f"{swedish.WEEKDAYS[group.weekday]}ar" if group.weekday is not None else ""
    return " ".join(filter(None, (weekday, "–".join(group.hours or ()))))


def _tells_its_day(group: Group) -> bool:
    """True if the group's own text shows all there is to show: one day, by name."""
    if group.prose is None or not has_one_bare_day(group):
        return False
    names, day = FACT.findall(group.prose.text), group.events[0].first.date
    return group.called in names or (day is None and month_fact(group) in names)


def has_one_bare_day(group: Group) -> bool:
    """True where there is one occasion, and nothing to show of it but its day or month."""
    events = group.events
    return len(events) == 1 and not (events[0].hosts or events[0].undecided or events[0].note)


def month_fact(group: Group) -> str:
    """The name by which texts show the month of a group's first day."""
    return f"{swedish.genitive(group.called)} månad"


def hosts_of(plan: "Plan", group: Group, event: Occasion) -> tuple[Text, ...]:
    """The hosts of an occasion, or what stands there until they are known; else those of the table
    that the group names.
    """
    if event.named:
        return event.named
    listed = (
        plan.listed(group.table, event.first.year)
        if group.table and event.first.year == plan.year
        else None
    )
    return (listed,) if listed else ()


def day_in_words(event: Occasion, *, year: bool) -> str:
    """An occasion's day or days in Swedish; a month alone always has its year."""
    first = event.first.date
    if first is None:
        return swedish.month(event.first.year, event.first.month)
    return swedish.days(first, event.last.date if event.last else None, year=year)


def day_facts(group: Group) -> Iterator[tuple[str, Text | None]]:
    """A group's first day, the month of it, and how often the group meets at least."""
    whose = swedish.genitive(group.called)
    event = group.events[0] if group.events else None
    yield group.called, Text(day_in_words(event, year=True), event.first.at) if event else None
    month = swedish.month(event.first.year, event.first.month) if event else ""
    yield month_fact(group), Text(month, event.first.at) if event else None
    least = "" if group.least is None else swedish.in_words(group.least)
    yield f"{whose} minsta antal", Text(least, (*group.at, "minst")) if least else None
