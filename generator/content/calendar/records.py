"""The records of a calendar: groups, occasions, and months announced for the next year."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from generator.content.kind import Content
from generator.content.lines import NAME, Line, Running
from generator.content.record import ListOf, Of, Record, key, optional
from generator.content.scalars import Choice, Hosts, Hours, Weekday, When, Whole
from generator.findings import Pointer
from generator.values import PLACEHOLDER, Day, Prose, Text

if TYPE_CHECKING:
    from generator.plan import Plan


class Occasion(Record):
    """An occasion of one or several days; its host may be `undecided` still."""

    first: Day = Day((), 1, 1, None)
    last: Day | None = None
    note: Text | None = None
    named: tuple[Text, ...] = ()

    @property
    def hosts(self) -> tuple[Text, ...]:
        """Who hosts it, as far as that is known."""
        return () if self.undecided else self.named

    @property
    def undecided(self) -> Text | None:
        """What stands for a host that is not known yet."""
        return next((name for name in self.named if name.startswith(PLACEHOLDER)), None)

    @property
    def order(self) -> tuple[int, int, int]:
        """Where it lies in time; a month before its days."""
        return self.first.year, self.first.month, self.first.day or 0

    @property
    def days(self) -> list[date]:
        """The days that it takes; none where they are not known."""
        first, last = self.first.date, self.last.date if self.last else self.first.date
        return (
            [first + timedelta(n) for n in range((last - first).days + 1)] if first and last else []
        )


_HOST = (
    "värd",
    Hosts(),
    "Värdkommun",
    "Kommunen som är värd. Flera skrivs [Norrby, Söderby].",
    "Norrby",
)


class Event(Occasion):
    """A meeting of the year."""

    first: Day = key(
        "datum",
        When("day-or-month"),
        "Datum",
        "Dagen, ÅÅÅÅ-MM-DD. Är bara månaden känd: ÅÅÅÅ-MM.",
        "2018-02-01",
    )
    last: Day | None = optional(
        "till",
        When("date"),
        "Till och med",
        "Sista dagen, om det är flera dagar: ÅÅÅÅ-MM-DD.",
        "2018-08-16",
    )
    named: tuple[Text, ...] = optional(*_HOST, empty=())
    note: Text | None = optional(
        "anmärkning", Line(), "Anmärkning", "Står inom parentes efter dagen.", "planeringskonferens"
    )

    NAME = "event"
    TITLE = "Möte"
    ABOUT = "En dag, eller flera i följd, med eventuell värdkommun."
    WHOLE = True


class Preview(Occasion):
    """A meeting announced for the next year."""

    first: Day = key("månad", When("month"), "Månad", "Månaden, ÅÅÅÅ-MM.", "2018-01")
    named: tuple[Text, ...] = optional(*_HOST, empty=())

    NAME = "preview"
    TITLE = "Möte nästa år"
    ABOUT = "Månad och värdkommun för ett möte nästa år."
    WHOLE = True


class Group(Record):
    """A group of the calendar, and what the plan says of its days: each rule follows from that.

    `weekday` 0 is Monday; `hours` are start and end as 'HH.MM'; `previews` lie in the next year.
    """

    named: Text | None = optional(
        "namn",
        NAME,
        "Namn",
        "Vad gruppen kallas i texter, {styrgruppens månad}, och i andra uppgifter. Visas inte.",
        "styrgruppen",
    )
    title: Text = key(
        "rubrik",
        Line(),
        "Rubrik",
        "Rubriken som den ska stå i dokumentet, utan nummer. {år} byts mot planens år.",
        "Styrgruppen",
    )
    weekday: int | None = optional(
        "veckodag",
        Weekday(),
        "Veckodag",
        (
            "Mötenas veckodag. Varje datum kontrolleras mot den; "
            "konferenser över flera dagar är undantagna."
        ),
        "torsdag",
    )
    hours: tuple[str, str] | None = optional(
        "tid", Hours(), "Tid", "Start- och sluttid: TT.MM-TT.MM.", "08.30-13.00"
    )
    least: int | None = optional(
        "minst",
        Whole(1, 366),
        "Minst så många möten",
        "Hur många gånger om året som gruppen minst ska mötas.",
        6,
    )
    turn: Text | None = optional(
        "turordning",
        NAME,
        "Turordning",
        (
            "Kommunerna är värdar i tur och ordning. Grupper med samma ord här delar en "
            "turordning. Ordet visas i Året i korthet."
        ),
        "kommittén",
    )
    table: Text | None = optional(
        "värdar_ur",
        NAME,
        "Värdar ur",
        "Värden hämtas ur tabellen med värdkommuner som har det namnet.",
        "dialogen",
    )
    parity: str | None = optional(
        "vartannat_år",
        Choice(("udda", "jämna")),
        "Vartannat år",
        "Gruppen möts bara de udda eller de jämna åren.",
        "udda",
    )
    prepares: Text | None = optional(
        "förbereder",
        NAME,
        "Förbereder",
        (
            "Namnet på den grupp vars möten förbereds här: "
            "ett möte under veckorna före vart och ett av dem."
        ),
        "kommittén",
    )
    weeks: int | None = optional(
        "veckor_före",
        Whole(1, 26),
        "Veckor före",
        "Inom hur många veckor som mötet förbereds; annars fem.",
        5,
    )
    prose: Prose | None = optional(
        "text",
        Running(),
        "Löptext",
        "Text under gruppens rubrik.",
        "Nästa konferens äger rum {konferensen}",
    )
    events: tuple[Event, ...] = key(
        "möten",
        ListOf(Of(Event), least=0),
        "Möten",
        "Årets dagar, i tidsordning.",
        [{"datum": "2018-02-01", "värd": "Norrby"}],
        empty=(),
        snippet={
            "label": "Nytt möte",
            "description": "En dag med värdkommun.",
            "body": {"datum": "${1:2018-02-01}", "värd": "${2:Kommun}"},
        },
    )
    previews: tuple[Preview, ...] = optional(
        "nästa_år",
        ListOf(Of(Preview)),
        "Nästa års första möten",
        "Möten som redan är kända för nästa år, med bara månad.",
        [{"månad": "2019-01", "värd": "Norrby"}],
        empty=(),
    )

    NAME = "group"
    TITLE = "Grupp i kalendern"
    ABOUT = "En grupp med sina dagar. Har gruppen en text visas den i stället för raderna."

    @property
    def called(self) -> str:
        """What texts call it: its name, or its heading."""
        return str(self.named) if self.named else self.title.casefold()

    def years(self, year: int) -> tuple[int, ...]:
        """The years that its days may lie in: the plan's, and the next one too where it meets every
        other year.
        """
        return (year, year + 1) if self.parity else (year,)

    @property
    def occasions(self) -> tuple[Occasion, ...]:
        """All its days, and the months announced for the next year."""
        return (*self.events, *self.previews)


class Groups(Content):
    """The groups of a calendar, in the order of the plan."""

    groups: tuple[Group, ...] = ()


def at_events(group: Group) -> Pointer:
    """Where a group's list of days stands."""
    return (*group.at, "möten")


def groups_of(plan: "Plan") -> Iterator[Group]:
    """Every group of the plan's calendars."""
    for calendar in plan.of(Groups):
        yield from calendar.groups


def called(plan: "Plan", name: str) -> Group | None:
    """The group of a name."""
    return next((group for group in groups_of(plan) if group.called == name), None)
