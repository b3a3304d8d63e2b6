"""What the plan says of goals: a tree whose levels the plan names, and what is said of each."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from generator.content.goals.due import Due, Until
from generator.content.kind import Content
from generator.content.lines import NAME, Line, Running
from generator.content.reader import Book, Form, Json, Reader
from generator.content.record import ListOf, Of, Record, key, optional
from generator.content.scalars import Choice, Whole
from generator.findings import Pointer
from generator.values import Prose, Text


class _Parts(Form, frozen=True):
    """A list of goals, each with those below it."""

    def schema(self, book: Book) -> Json:
        """A list of references: goals lie within goals."""
        return ListOf(Of(Goal)).schema(book)

    def read(self, reader: Reader, value: Any, at: Pointer) -> Any:
        """The goals, in their order."""
        return ListOf(Of(Goal)).read(reader, value, at)

    def missing(self, reader: Reader, at: Pointer) -> Any:
        """None, which `gaps` tells."""
        return ListOf(Of(Goal)).missing(reader, at)


_NEW = {
    "label": "Nytt mål",
    "description": "Ett mål, en aktivitet, eller vad nivån kallas.",
    "body": {"namn": "${1:Namn}", "ansvarig": "${2:Ansvarig}", "när": "${3:kvartal 2}"},
}


class Goal(Record):
    """A goal, an activity or whatever its level is called, with those below it."""

    called: Text = key(
        "namn", Line(), "Namn", "Vad målet eller aktiviteten heter.", "Fler i arbete"
    )
    text: Prose | None = optional(
        "text", Running(), "Text", "Text om målet eller aktiviteten.", "Vi mäter varje år."
    )
    responsible: Text | None = optional(
        "ansvarig",
        Line(),
        "Ansvarig",
        "Vem som ansvarar: en grupp, en kommun eller någon annan.",
        "Styrgruppen",
    )
    due: Due | None = optional(
        "när",
        Until(),
        "När",
        "En dag (2018-06-15), en månad (2018-06), kvartal 2, våren, hösten, ett år eller löpande.",
        "kvartal 2",
    )
    indicator: Text | None = optional(
        "indikator", Line(), "Indikator", "Vad som mäts.", "Andel i arbete"
    )
    baseline: Text | None = optional(
        "utgångsvärde", Line(), "Utgångsvärde", "Indikatorns värde när planen börjar.", "70 %"
    )
    target: Text | None = optional(
        "målvärde", Line(), "Målvärde", "Indikatorns värde när målet är nått.", "75 %"
    )
    parts: "tuple[Goal, ...]" = optional(
        "delar",
        _Parts(),
        "Delar",
        "Det som ligger en nivå ned: målområdets mål, målets aktiviteter.",
        [{"namn": "Ny aktivitet"}],
        empty=(),
        snippet=_NEW,
    )

    NAME = "goal"
    TITLE = "Mål eller aktivitet"
    ABOUT = "Ett målområde, ett mål eller en aktivitet: vad nivån kallas säger nivåer."
    EXAMPLE = {"namn": "Fler i arbete", "indikator": "Andel i arbete", "målvärde": "75 %"}


Field = tuple[str, Callable[[Goal], Text | Due | None]]
FIELDS: tuple[Field, ...] = (
    ("Ansvarig", lambda goal: goal.responsible),
    ("När", lambda goal: goal.due),
    ("Indikator", lambda goal: goal.indicator),
    ("Utgångsvärde", lambda goal: goal.baseline),
    ("Målvärde", lambda goal: goal.target),
)
"""What is said of a goal besides its name and its text, in the order of the document."""


class Place(Struct, frozen=True):
    """A goal with how deep it lies (from 0), and the names of those above it."""

    goal: Goal
    depth: int
    above: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[int, str]:
        """What it is known by in another plan."""
        return self.depth, self.goal.called.casefold()

    @property
    def where(self) -> str:
        """Under which it stands, as a clause."""
        return f"under ”{self.above[-1]}”" if self.above else "överst"


def _walk(goals: Sequence[Goal], depth: int = 0, above: tuple[str, ...] = ()) -> Iterator[Place]:
    """Goals and all below them, in the order of the file."""
    for goal in goals:
        yield Place(goal, depth, above)
        yield from _walk(goal.parts, depth + 1, (*above, goal.called))


class Tree(Content):
    """Goals and all below them. `until` is the last year that they are for, where that is not the
    plan's own; `who` those who may be responsible, where the plan lists them.
    """

    levels: tuple[Text, ...] = key(
        "nivåer",
        ListOf(NAME, unique=True),
        "Nivåer",
        "Vad nivåerna kallas, uppifrån och ned. Texter räknar dem så: fem mål, två aktiviteter.",
        ["målområde", "mål", "aktivitet"],
        empty=(),
    )
    view: str | None = optional(
        "visa",
        Choice(("rubriker", "tabell")),
        "Visa",
        "rubriker (en rubrik för varje del), eller tabell: de på sista nivån som rader.",
        "tabell",
    )
    until: int | None = optional(
        "gäller_till",
        Whole(2010, 2092),
        "Gäller till",
        "Sista året som målen gäller, om det inte är planens år.",
        2020,
    )
    who: tuple[Text, ...] = optional(
        "ansvariga",
        ListOf(Line(shown=False)),
        "Ansvariga",
        "De som kan vara ansvariga, utöver planens grupper och kommuner. Listan visas inte.",
        ["Styrgruppen", "Sekretariatet"],
        empty=(),
    )
    parts: tuple[Goal, ...] = key(
        "delar",
        _Parts(),
        "Delar",
        "Målen på den översta nivån, var och en med sina delar.",
        [{"namn": "Arbete", "delar": [Goal.EXAMPLE]}],
        empty=(),
        snippet=_NEW,
    )

    NAME = "goals"
    TITLE = "Mål"
    ABOUT = "Mål i nivåer, med ansvarig, tid, indikator och värden."
    EXAMPLE = {"nivåer": ["mål"], "delar": [Goal.EXAMPLE]}
    records = (Goal,)

    def places(self) -> Iterator[Place]:
        """Every goal, in the order of the file."""
        return _walk(self.parts)

    def headed(self) -> Iterator[Place]:
        """Those that have a heading."""
        return (place for place in self.places() if not self.is_row(place.depth))

    def level_of(self, place: Place) -> str:
        """What the level of a goal is called."""
        return str(self.levels[min(place.depth, len(self.levels) - 1)]) if self.levels else "mål"

    def told(self, place: Place) -> str:
        """'aktivitet ”Jobbmässa”'."""
        return f"{self.level_of(place)} ”{place.goal.called}”"

    def is_row(self, depth: int) -> bool:
        """True for those that are rows of a table: those of the last level."""
        return self.view == "tabell" and depth >= len(self.levels) - 1
