"""Plan -> iCalendar files (RFC 5545) for the participants' calendars: one with every day, and one
for each group of the calendar.

An event is known by its UID: the year of the occasion, its group, and its place in the group's list
of that year, days not yet known counted too. A changed date, time or host keeps the place, so a
calendar moves the event that it has. A meeting added in the middle moves those after it one place:
each UID then bears another date, and a calendar that reads the whole file is right again.
Only of a meeting taken away the last UID is left behind. (A UID of the date would lose every moved
meeting; one of the host, every group without hosts.) A group without a name is known by its
heading. After @ stands the committee, as in the file made before.

SEQUENCE is 0 in a draft and 1 in a decided plan, so that no draft replaces a decision; and one more
than in the file that was made before, for each event that differs from what stood there, so that
calendars can tell which is newer (RFC 5546, 2.1.5). There is no clock here: that file is the
memory, and DTSTAMP grows with SEQUENCE. There is no METHOD, which would ask for an organiser's
address; without it a file is for publishing.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar

from generator.content.calendar import Group, Occasion
from generator.content.calendar.records import groups_of
from generator.content.calendar.show import day_in_words, hosts_of
from generator.plan import Plan
from generator.swedish import ascii_slug, listing
from generator.values import FACT, Text

_ZONE = ZoneInfo("Europe/Stockholm")
_TIMEZONE = f"""\
BEGIN:VTIMEZONE
TZID:{_ZONE.key}
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""
"""Directive 2000/84/EC; the same rules since 1996. The library would list each change by date,
which Outlook ignores (MS-STANOICAL 2.2.47)."""
_LONGEST_SLUG = 60


def name_of(plan: Plan) -> str:
    """What the file with every day is called."""
    return f"kalendarium-{plan.year}.ics"


def make(plan: Plan, before: bytes = b"") -> dict[str, bytes]:
    """The calendar files of a plan without errors, by name; the first holds every day. Empty where
    no occasion has a day yet.

    `before` is the file with every day that was made last, b"" for none.
    """
    name = name_of(plan).removesuffix(".ics")
    made = _made_before(before)
    own = ascii_slug(plan.organisation)[:_LONGEST_SLUG].strip("-") or "plan"
    domain = next((uid.rpartition("@")[2] for uid in made if "@" in uid), own)
    groups = [
        (slug, group, list(_entries(plan, group, slug, domain)))
        for slug, group in _slugs(groups_of(plan))
    ]
    for _, _, entries in groups:
        for entry in entries:
            _count_up(entry, made.get(str(entry["uid"])))
    parts = {
        f"{name}-{slug}.ics": (group.title, entries) for slug, group, entries in groups if entries
    }
    everything = [entry for _, entries in parts.values() for entry in entries]
    files = {f"{name}.ics": (plan.organisation, everything), **parts} if parts else {}
    return {
        name: _calendar(f"{plan.filled(title)} {plan.year}", entries)
        for name, (title, entries) in files.items()
    }


def occasions(plan: Plan) -> int:
    """How many of the year's occasions have a day."""
    return sum(event.first.date is not None for group in groups_of(plan) for event in group.events)


def undated(plan: Plan) -> list[str]:
    """What is left out, having no day yet: 'januari 2019 (Norrby)', or with the group's heading
    where no host is known.
    """
    return [
        (
            f"{day_in_words(event, year=True)} "
            f"({listing(_hosts(plan, group, event) or (plan.filled(group.title),))})"
        )
        for group in groups_of(plan)
        for event in group.occasions
        if event.first.date is None
    ]


def _hosts(plan: Plan, group: Group, event: Occasion) -> tuple[Text, ...]:
    """The hosts of an occasion, as far as they are known."""
    return () if event.undecided else hosts_of(plan, group, event)


def _slugs(groups: Iterable[Group]) -> Iterator[tuple[str, Group]]:
    """Each group with an ASCII name that no other has: its key or, where the plan adds it, its
    heading without the facts in it.
    """
    taken: set[str] = set()
    for group in groups:
        name = str(group.named or FACT.sub("", group.title))
        slug = own = ascii_slug(name)[:_LONGEST_SLUG].strip("-") or "grupp"
        number = 1
        while slug in taken:
            number += 1
            slug = f"{own}-{number}"
        taken.add(slug)
        yield slug, group


def _entries(plan: Plan, group: Group, slug: str, domain: str) -> Iterator[icalendar.Event]:
    """An entry for each of the group's occasions that has a day."""
    places: dict[int, int] = {}
    for event in group.events:
        year = event.first.year
        places[year] = places.get(year, 0) + 1
        if span := _span(group, event):
            note = f" ({plan.filled(event.note)})" if event.note else ""
            entry = icalendar.Event()
            entry.add("uid", f"{year}-{slug}-{places[year]}@{domain}")
            entry.add("sequence", int(plan.decided))
            entry.add("dtstamp", datetime.combine(plan.dated, time(), UTC))
            entry.add("status", "CONFIRMED" if plan.decided else "TENTATIVE")
            entry.add(
                "summary",
                f"{'' if plan.decided else 'Preliminärt: '}{plan.filled(group.title)}{note}",
            )
            if hosts := _hosts(plan, group, event):
                entry.add("location", listing(hosts))
            entry.add("dtstart", span[0])
            entry.add("dtend", span[1])
            yield entry


def _made_before(content: bytes) -> dict[str, icalendar.Event]:
    """The events of a calendar file, by UID; none of one that cannot be read."""
    try:
        calendar = icalendar.Calendar.from_ical(content) if content else icalendar.Calendar()
        events: list[Any] = calendar.walk("VEVENT")
        return {str(event["uid"]): event for event in events}
    except (ValueError, KeyError, IndexError):
        return {}


def _count_up(entry: icalendar.Event, before: icalendar.Event | None) -> None:
    """Give an event its SEQUENCE after that of the same event before, and a DTSTAMP that grows with
    it.
    """
    own = _sequence(entry)
    sequence = own
    if before is not None:
        sequence = max(own, _sequence(before) + (_content(entry) != _content(before)))
    stamped: Any = entry["dtstamp"]
    stamp = stamped.dt + timedelta(seconds=sequence - own)
    for name in ("sequence", "dtstamp"):
        del entry[name]
    entry.add("sequence", sequence)
    entry.add("dtstamp", stamp)


def _sequence(event: icalendar.Event) -> int:
    found: Any = event.get("sequence", 0)
    return int(found)


def _content(event: icalendar.Event) -> dict[str, bytes]:
    """What an event says, apart from when it was said."""
    properties: Mapping[str, Any] = event
    return {
        name: value.to_ical()
        for name, value in properties.items()
        if name not in ("SEQUENCE", "DTSTAMP")
    }


def _span(group: Group, event: Occasion) -> tuple[date, date] | None:
    """Start and end: times where they are given for a single day, else whole days, of which the end
    is the day after the last.
    """
    day = event.first.date
    if day is None:
        return None
    if group.hours and not event.last:
        start, end = (
            datetime.combine(day, time.fromisoformat(hour.replace(".", ":")), _ZONE)
            for hour in group.hours
        )
        return start, end
    last = event.last.date if event.last else None
    return day, (last or day) + timedelta(1)


def _calendar(name: str, entries: list[icalendar.Event]) -> bytes:
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//plangenerator//kalender//SV")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add_component(icalendar.Timezone.from_ical(_TIMEZONE))
    for entry in entries:
        calendar.add_component(entry)
    content: bytes = calendar.to_ical()
    return content
