"""A calendar in the next year: each day on the same weekday of the same week, each host the one
whose turn it is.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct, field

from generator import swedish, turns
from generator.content.calendar.days import proposed
from generator.content.calendar.records import Event, Group
from generator.content.kind import Roller
from generator.findings import Pointer
from generator.values import Day

_MOST_LEFT = 4
"""Members who may be next in a cycle and are worth naming."""


def roll(groups: Sequence[Group], roller: Roller) -> None:
    """Carry the days and hosts of some groups into the next year."""
    calendar = _Calendar(roller)
    for group in groups:
        (calendar.every_other_year if group.parity else calendar.days)(group)
    days = swedish.count(calendar.proposals, "dag", "dagar")
    if calendar.proposals:
        roller.tell(
            "proposed", f"{days}, samma veckodag och samma vecka som {roller.plan.year} där det går"
        )
    for told in calendar.elsewhere:
        roller.tell("proposed", told)
    for cycle in dict.fromkeys(str(group.turn) for group in groups if group.turn):
        calendar.hosts_in_turn(cycle, [group for group in groups if group.turn == cycle])
    for group in groups:
        if not group.turn and not group.parity:
            calendar.other_hosts(group)


class _Calendar(Struct):
    """The days that are taken, where in the new year each occasion lies, and what is told of days
    that lie `elsewhere` than in the same week.
    """

    roller: Roller
    proposals: int = 0
    elsewhere: list[str] = field(default_factory=list)
    taken: set[date] = field(default_factory=set)
    when: dict[Pointer, tuple[int, int, int]] = field(default_factory=dict)

    def days(self, group: Group) -> None:
        """Every day of a group, off holidays, after the day before it; months that were announced
        are kept.
        """
        year = self.roller.year
        announced = [event.first for event in group.previews if event.first.year == year]
        after = date(year, 1, 1) - timedelta(1)
        chosen: list[tuple[Event, list[date]]] = []
        for place, event in enumerate(group.events):
            promised = announced[place] if place < len(announced) else None
            if event.first.date is None:
                self._month(
                    event.first,
                    year,
                    (promised or event.first).month,
                    "bekräfta månaden och välj dag",
                )
                continue
            span = self._proposed(group, event, promised, after)
            after = max(after, span[-1])
            self.taken.update(span)
            self.proposals += 1
            chosen.append((event, span))
        for event, span in _in_order(chosen):
            self._day(event, span)
        for preview in group.previews:
            self._month(
                preview.first,
                preview.first.year + self.roller.ahead,
                preview.first.month,
                "bekräfta månaden",
            )
        if announced:
            months = swedish.listing(swedish.MONTHS[day.month - 1] for day in announced)
            told = (
                f"mötena som planen för {self.roller.plan.year} annonserade, "
                f"med månad och värd: {months}"
            )
            self.roller.tell("moved", f"{group.title}: {told}")

    def _day(self, event: Event, span: list[date]) -> None:
        self.when[event.at] = (span[0].year, span[0].month, span[0].day)
        self.roller.retype(event.first.at, str(span[0]))
        if event.last:
            self.roller.retype(event.last.at, str(span[-1]))
        words = "bekräfta dagen" if len(span) == 1 else "bekräfta dagarna"
        if event.note and _names_another_weekday(event.note, span[0]):
            words += f" och anmärkningen (”{event.note}”)"
        self.roller.note(event.first.at, words)

    def _month(self, day: Day, year: int, month: int, words: str) -> None:
        self.when[day.at[:-1]] = (year, month, 0)
        self.roller.retype(day.at, f"{year}-{month:02}")
        self.roller.note(day.at, words)

    def _proposed(
        self, group: Group, event: Event, promised: Day | None, after: date
    ) -> list[date]:
        """The days to propose for an occasion; told where they are not those of the same week."""
        span, instead, why = proposed(group, event, self.roller.year, promised, after, self.taken)
        if why:
            self.elsewhere.append(
                f"{_shown(span)} i stället för {_shown(instead)} ({why}): {group.title}"
            )
        return span

    def every_other_year(self, group: Group) -> None:
        """What lies in the new year or after it stays; else its month, two years on, is
        proposed.
        """
        roller = self.roller
        for event in group.events:
            if event.first.year >= roller.year:
                if event.first.date is None:
                    roller.note(event.first.at, "bekräfta månaden och välj dag")
                continue
            year = event.first.year + 2 * -(-(roller.year - event.first.year) // 2)
            asked = (
                "bekräfta månaden och välj dag"
                if year == roller.year
                else f"bekräfta månaden (hålls inte {roller.year})"
            )
            self._month(event.first, year, event.first.month, asked)
            if year != roller.year:
                roller.tell(
                    "left_out", f"{group.title} {roller.year}: hålls vartannat år, nästa är {year}"
                )
            if event.last:
                roller.remove_line(event.last.at)
        if any(event.first.date and event.first.year < roller.year for event in group.events):
            roller.day_becomes_month(group.called)
        for preview in group.previews:
            self._month(
                preview.first,
                preview.first.year + roller.ahead,
                preview.first.month,
                "bekräfta månaden",
            )

    def hosts_in_turn(self, cycle: str, groups: Sequence[Group]) -> None:
        """A cycle goes on: announced meetings keep their hosts, all others follow in turn."""
        roller = self.roller
        promised = self._promised(groups)
        held = [turn for turn in roller.plan.cycles.get(cycle, []) if turn.order[0] < roller.year]
        names = (
            [str(turn.host) for turn in held] if roller.ahead == 1 else []
        )  # of the years between nothing is known
        coming = [event for group in groups for event in group.occasions if event.at in self.when]
        were_known = all(names)
        told: list[str] = []
        unknown: list[str] = []
        for event in sorted(coming, key=lambda event: self.when[event.at]):
            hosts = promised.get(event.at) or (roller.plan.following(names),)
            left = _left(names, roller.plan.members) if were_known else ""
            unknown += [] if all(hosts) else [left]
            names += hosts
            roller.host(event, *hosts, known=left and f", {left}")
            told += [host or "okänd" for host in hosts]
            if roller.was_swapped:
                roller.note(
                    event.first.at, f"bekräfta värden ({roller.plan.year} avvek från turordningen)"
                )
        if any(name != "okänd" for name in told):
            roller.tell("computed", f"värdar i tur och ordning ({cycle}): {', '.join(told)}")
        if unknown:
            many = swedish.count(len(unknown), "värd", "värdar")
            why = unknown[0] or "turordningen är inte känd"
            roller.tell("left_out", f"{many} att välja ({cycle}): {why}")

    def _promised(self, groups: Sequence[Group]) -> dict[Pointer, tuple[str, ...]]:
        """The hosts of the meetings that were announced, where the meetings stand."""
        promised: dict[Pointer, tuple[str, ...]] = {}
        for group in groups:
            announced = [event for event in group.previews if event.first.year == self.roller.year]
            promised |= {
                event.at: told.hosts for event, told in zip(group.events, announced, strict=False)
            }
        return promised

    def other_hosts(self, group: Group) -> None:
        """A host that stands in a table too; no rule gives any other."""
        listed = self.roller.plan.listed(group.table, self.roller.year) if group.table else None
        for event in group.occasions:
            if event.hosts and listed:
                self.roller.host(event, listed)
            elif event.named:
                self.roller.tell("left_out", f"värd för {group.title}: ingen turordning är känd")
                if event.hosts:
                    known = f", {self.roller.plan.year} var det {swedish.listing(event.hosts)}"
                    self.roller.host(event, "", known=known)


def _left(names: Sequence[str], members: Sequence[str]) -> str:
    """Who may be next in a cycle after some hosts, as a phrase; '' where that is almost
    everybody.
    """
    left = turns.waiting(names, len(names), members)
    return f"kvar i turordningen är {swedish.listing(left)}" if 0 < len(left) <= _MOST_LEFT else ""


def _shown(span: list[date]) -> str:
    return swedish.days(span[0], span[-1], year=False)


def _in_order(chosen: list[tuple[Event, list[date]]]) -> list[tuple[Event, list[date]]]:
    """The occasions with their days in order, where all are of the same length."""
    spans = sorted(span for _, span in chosen)
    if len({len(span) for span in spans}) > 1:
        return chosen
    return [(event, span) for (event, _), span in zip(chosen, spans, strict=True)]


def _names_another_weekday(note: str, day: date) -> bool:
    """True for a remark such as 'en tisdag' beside a day that is none."""
    named = [name for name in swedish.WEEKDAYS if name in note.casefold()]
    return bool(named) and swedish.WEEKDAYS[day.weekday()] not in named
