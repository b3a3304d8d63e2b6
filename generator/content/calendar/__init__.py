"""The calendar: groups with their days, hosts and times."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.content.calendar import rules
from generator.content.calendar.records import Event, Group, Groups, Occasion, Preview
from generator.content.calendar.show import (
    Days,
    day_facts,
    day_in_words,
    hosts_of,
    shown_groups,
)
from generator.content.kind import Change, Held, Roller, Turn, Typed, Writer
from generator.content.reader import Form, Json, Reader
from generator.content.record import Key, ListOf, Of
from generator.findings import Pointer
from generator.swedish import listing
from generator.values import Text

if TYPE_CHECKING:
    from generator.plan import Plan

__all__ = ["Calendar", "Event", "Group", "Occasion", "Preview"]


class Calendar(Groups):
    """The groups of a calendar, and what becomes of them."""

    shape = list[Days]
    records = (Group, Event, Preview)
    has_headings = True
    ends_in_a_table = True

    def show(self, writer: Writer, level: int) -> list[Days]:
        """The groups' headings, times and days."""
        return list(shown_groups(self.groups, writer, level))

    def headings(self) -> Iterator[Text]:
        """Those of the groups."""
        yield from (group.title for group in self.groups)

    def parties(self) -> Iterator[Text]:
        """The groups, by their names and by their headings."""
        for group in self.groups:
            yield from (Text(name, group.at) for name in (group.called, group.title) if name)

    def summary(self, plan: "Plan") -> Iterator[tuple[str, str]]:
        """The year's hosts, in the order of their turns."""
        cycles = dict.fromkeys(str(group.turn) for group in self.groups if group.turn)
        for cycle in cycles:
            turns = sorted(
                (turn for name, turn in self.turns() if name == cycle), key=lambda turn: turn.order
            )
            hosts = dict.fromkeys(
                turn.host for turn in turns if turn.host and turn.order[0] == plan.year
            )
            which = f" ({cycle})" if len(cycles) > 1 else ""
            yield f"Värdkommuner {plan.year}{which}", listing(hosts) if hosts else "inga"

    def facts(self, plan: "Plan") -> Iterator[tuple[str, Text | None]]:
        """The first day of each group: {styrgruppen}, {styrgruppens månad}, and how often it meets
        at least.
        """
        for group in self.groups:
            yield from day_facts(group)

    def turns(self) -> Iterator[tuple[str, Turn]]:
        """The turns of every group that takes part in a cycle: a turn for each host; what has none,
        as a digital meeting, is no turn.
        """
        for group in self.groups:
            for events in (group.events, group.previews) if group.turn else ():
                for number, event in enumerate(events):
                    for host in event.hosts or ((Text("", event.at),) if event.undecided else ()):
                        yield (
                            str(group.turn),
                            Turn(host, str(event.first), event.order, group.called, number),
                        )

    def held(self, plan: "Plan") -> Iterator[Held]:
        """The days of every group that lie in the year."""
        for group in self.groups:
            for event in group.events:
                if event.first.year == plan.year:
                    hosts = () if event.undecided else hosts_of(plan, group, event)
                    words = day_in_words(event, year=False)
                    yield Held(group.title, event.first, event.last, words, hosts, event.undecided)

    def turn_places(self) -> Iterator[tuple[str, Pointer]]:
        """The word of each group's cycle, and the lists of those that take part in one."""
        for group in self.groups:
            yield "", (*group.at, "turordning")
            for name in ("möten", "nästa_år") if group.turn else ():
                yield str(group.turn), (*group.at, name)

    def asked(self, at: Pointer) -> str:
        """The days of a group."""
        return next((group.called for group in self.groups if at[: len(group.at)] == group.at), "")

    def next_year(self, roller: Roller) -> None:
        """The days move to the new year, and the hosts go on in turn."""
        from generator.content.calendar import next_year

        next_year.roll(self.groups, roller)

    def changes(self, older: "Calendar | None", old: "Plan", new: "Plan") -> Iterator[Change]:
        """The times, days and hosts that changed, group by group."""
        from generator.content.calendar import change

        yield from change.changes(older.groups if older else (), self.groups, old, new)

    def tells_of(self) -> Iterator[Pointer]:
        """The remarks of its days, each of which is told with its day."""
        for group in self.groups:
            yield from (event.note.at for event in group.events if event.note)

    def gone(self, old: "Plan", new: "Plan") -> Iterator[Change]:
        """Every day."""
        from generator.content.calendar import change

        yield from change.changes(self.groups, (), old, new)

    def typed(self, at: Pointer, after: str, plan: "Plan") -> Typed | None:
        """What is typed for a day or a host."""
        from generator.content.calendar import typing

        return typing.typed(self.groups, at, after, plan)


class _Groups(Form, frozen=True):
    """A list of groups, read into a calendar."""

    items = ListOf(Of(Group))

    def schema(self, book: "object") -> Json:
        """That of the list."""
        return self.items.schema(book)  # type: ignore[arg-type]

    def read(self, reader: Reader, value: object, at: Pointer) -> Calendar:
        """The calendar of the groups."""
        return Calendar(at, self.items.read(reader, value, at))


Calendar.rules = rules.RULES
Calendar.place = Key(
    "kalender",
    _Groups(),
    "Kalender",
    "Grupper med sina dagar, i den ordning som de ska stå.",
    [{"rubrik": "Styrgruppen", "möten": [{"datum": "2018-02-01", "värd": "Norrby"}]}],
    must=False,
    snippet={
        "label": "Ny grupp",
        "description": "En grupp med sina möten.",
        "body": {
            "namn": "${1:styrgruppen}",
            "rubrik": "${2:Styrgruppen}",
            "möten": [{"datum": "${3:2018-02-01}"}],
        },
    },
)
