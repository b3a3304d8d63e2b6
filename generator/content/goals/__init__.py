"""Goals: a tree whose levels the plan names, such as målområde, mål and aktivitet; each with who is
responsible, when, and how it is measured.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.content.goals import change, next_year, rules
from generator.content.goals.records import Tree
from generator.content.goals.show import ShownGoals, shown
from generator.content.kind import Change, RefusedError, Roller, Typed, Writer
from generator.content.record import Key, Of
from generator.findings import Pointer
from generator.swedish import NBSP
from generator.values import Text

if TYPE_CHECKING:
    from generator.plan import Plan

__all__ = ["Goals"]


class Goals(Tree):
    """A tree of goals, and what becomes of it."""

    shape = ShownGoals

    @property
    def heading_levels(self) -> int:
        """As many as the levels that have headings."""
        deepest = max((place.depth + 1 for place in self.headed()), default=0)
        return min(deepest, len(self.levels))

    @property
    def begins_with_a_table(self) -> bool:
        """True where none has a heading."""
        return self.is_row(0)

    @property
    def ends_in_a_table(self) -> bool:  # type: ignore[override]
        """True where the last is a row."""
        *_, last = (None, *self.places())
        return last is not None and self.is_row(last.depth)

    def headings(self) -> Iterator[Text]:
        """The names of those that have headings."""
        return (place.goal.called for place in self.headed())

    def counted(self) -> Iterator[tuple[str, Text]]:
        """The level and the name of each goal."""
        return ((self.level_of(place), place.goal.called) for place in self.places())

    def show(self, writer: Writer, level: int) -> ShownGoals:
        """Headings with texts and facts, and the rows of those that have none."""
        return shown(self, writer, level)

    def asked(self, at: Pointer) -> str:
        """Goals."""
        return "mål"

    def next_year(self, roller: Roller) -> None:
        """What had its time in the old year moves to the new; what lies later stays."""
        next_year.roll(self, roller)

    def changes(self, older: "Goals | None", old: "Plan", new: "Plan") -> Iterator[Change]:
        """What is new, gone, moved or changed, by name."""
        return change.changes(self, older)

    def tells_of(self) -> Iterator[Pointer]:
        """All of it."""
        yield self.at

    def gone(self, old: "Plan", new: "Plan") -> Iterator[Change]:
        """Every goal."""
        return change.gone(self)

    def typed(self, at: Pointer, after: str, plan: "Plan") -> Typed | None:
        """When something is to be done, as it was typed: with digits, or in words; what a level is
        called, in small letters.
        """
        words = after.replace(NBSP, " ")
        if any(level.at == at for level in self.levels):
            return [(at, words[:1].lower() + words[1:])]
        dues = (place.goal.due for place in self.places())
        due = next((due for due in dues if due and due.at == at), None)
        if due is None:
            return None
        retyped = due.retyped(words)
        if retyped is None:
            raise RefusedError("det skulle inte längre vara en tid: en dag, en månad, ett år …")
        return [(at, retyped)]


Goals.rules = rules.RULES
Goals.place = Key("mål", Of(Goals), "Mål", Goals.ABOUT, Goals.EXAMPLE, must=False)
