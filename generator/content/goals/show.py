"""How goals are shown: headings with what is said of each, and tables of those that are rows."""

from collections.abc import Iterator, Sequence
from typing import TypedDict

from generator.content.goals.due import Due
from generator.content.goals.records import FIELDS, Goal, Place, Tree
from generator.content.kind import Writer
from generator.shown import EMPTY, Heading, Paragraph, ShownTable, TableRow, below
from generator.values import Text


class Fact(TypedDict):
    """What is said of a goal: what it is, and what it says."""

    namn: Text
    värde: Text


class ShownGoal(TypedDict):
    """A goal with a heading of a level, and a table of those right below it, if any."""

    nivå: int
    rubrik: Heading
    text: list[Paragraph]
    uppgifter: list[Fact]
    tabell: ShownTable | None


class ShownGoals(TypedDict):
    """The goals that have headings, as a flat list; a table where none has."""

    tabell: ShownTable | None
    delar: list[ShownGoal]


def shown(tree: Tree, writer: Writer, level: int) -> ShownGoals:
    """Headings with texts and facts, and the rows of those that have none."""
    return _Shown(tree, writer).all(level)


class _Shown:
    def __init__(self, tree: Tree, writer: Writer) -> None:
        self._tree, self._writer = tree, writer
        rows = [place.goal for place in tree.places() if tree.is_row(place.depth)]
        # All tables of the tree are alike: with a column for what some row of any of them says.
        self._columns = [(title, of) for title, of in FIELDS if any(map(of, rows))]

    def all(self, level: int) -> ShownGoals:
        return {
            "tabell": self._table(self._tree.parts, 0),
            "delar": [self._one(place, level + 1 + place.depth) for place in self._tree.headed()],
        }

    def _one(self, place: Place, level: int) -> ShownGoal:
        return {
            "nivå": level,
            "rubrik": self._writer.heading(place.goal.called),
            "text": self._writer.prose(place.goal.text),
            "uppgifter": list(self._facts(place.goal)),
            "tabell": self._table(place.goal.parts, place.depth + 1),
        }

    def _facts(self, goal: Goal) -> Iterator[Fact]:
        for title, of in FIELDS:
            if value := of(goal):
                yield {"namn": Text(title, ()), "värde": self._value(value)}

    def _table(self, goals: Sequence[Goal], depth: int) -> ShownTable | None:
        """Goals as rows; None where they are no rows."""
        if not goals or not self._tree.is_row(depth):
            return None
        levels = self._tree.levels
        level = levels[min(depth, len(levels) - 1)]
        return {
            "rubrik": Text("", self._tree.at),
            "bredder": [],
            "ställningar": [],
            "huvud": {
                "först": self._writer.shown(level.capitalize(), level.at),
                "celler": [Text(title, ()) for title, _ in self._columns],
            },
            "rader": [self._row(goal) for goal in goals],
            "summa": None,
        }

    def _row(self, goal: Goal) -> TableRow:
        values = [of(goal) for _, of in self._columns]
        return {
            "först": self._writer.line(goal.called),
            "under": below(self._writer.prose(goal.text)),
            "celler": [self._value(value) if value else Text(EMPTY, ()) for value in values],
        }

    def _value(self, value: Text | Due) -> Text:
        if isinstance(value, Text):
            return self._writer.line(value)
        return self._writer.shown(str(value), value.at)
