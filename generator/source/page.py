"""The lines that guesses are made about, and what a guess is."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

from msgspec import Struct

from generator.findings import Pointer

DASH = r" *(?:- +)?"
WORD = r"(?:[^\W\d]\w*|\d{4})"
KEY_LINE = re.compile(rf"^({DASH})({WORD}):(?= |$)", re.MULTILINE)
_SHOWN = 60
_FARTHEST = 2000
"""How many lines up a key's place among the others is looked for."""
_FAR = 12
"""How many lines up and down a line's neighbours may stand whose indent it may share."""


class Expected(Protocol):
    """What the plan's schema knows of its keys; see schema.Shape."""

    @property
    def keys(self) -> frozenset[str]: ...
    @property
    def texts(self) -> tuple[str, ...]: ...
    def lists_of(self, first: str) -> list[str]: ...
    def missing(self, data: Any, at: Pointer) -> list[str]: ...
    def may_have(self, at: Pointer, key: str) -> bool: ...
    def mixed(self, at: Pointer, key: str) -> str: ...
    def strangers(self, data: Any) -> Iterable[Pointer]: ...
    def misfits(self, data: Any) -> int: ...


class Guess(Struct, frozen=True, eq=False):
    """Lines as they may have been meant (0-based number -> text; "" where it is left out), and what
    to tell.

    `mark` is the line and the columns [start, end) that are to blame, all 0-based; `penalty` orders
    guesses that fit equally well.
    The message of several lines begins with `rows`, the first and the last of them.
    `certain` means that the repair may be written to the file, `whole` that no line was lost,
    `lost` the keys of lines that were.
    """

    lines: dict[int, str]
    message: str
    hint: str
    mark: tuple[int, int, int]
    penalty: int
    code: str = "YML002"
    certain: bool = True
    whole: bool = True
    also: tuple[tuple[int, str], ...] = ()
    lost: frozenset[str] = frozenset()
    rows: tuple[int, int] | None = None


class Page(Struct, frozen=True):
    """The lines that guesses are made about, the group's data where the trouble is, and what is
    expected of them.
    """

    lines: list[str]
    data: Any
    expected: Expected
    is_as_typed: Callable[[int], bool] = lambda _: True
    """Whether a line stands in the file as it does here."""

    def neighbours(self, number: int) -> list[int]:
        """The lines around one that say something, nearest first, above before below."""
        around = range(max(0, number - _FAR), min(len(self.lines), number + _FAR))
        return sorted(
            (i for i in around if i != number and says_something(self.lines[i])),
            key=lambda i: (abs(i - number), i),
        )

    def upward(self, number: int) -> Iterator[int]:
        """Every line above one that says something, nearest first."""
        return (i for i in range(number - 1, -1, -1) if says_something(self.lines[i]))

    def below(self, number: int) -> str:
        """The line below one, '' below the last."""
        return "".join(self.lines[number + 1 : number + 2])

    def above(self, number: int) -> int | None:
        """The nearest line above that says something."""
        return next((i for i in self.neighbours(number) if i < number), None)

    def same_above(self, number: int) -> int | None:
        """The line above with the same key in the same group; None for none."""
        key = KEY_LINE.match(self.lines[number])
        return self.key_above(number, key[2], len(key[1])) if key else None

    def key_above(self, number: int, name: str, column: int) -> int | None:
        """The line above a line with some key in a column, in the group that is open there; None
        for none.
        """
        for i in self.upward(number):
            key = KEY_LINE.match(self.lines[i])
            if key and len(key[1]) == column and key[2] == name:
                return i
            if indent_of(self.lines[i]) < column:
                return None
        return None

    def in_line(self, number: int, column: int) -> int | None:
        """The line nearest to one, among those typed in a column that belong to the same group or
        to a row beside it; None for none.
        """
        beside = [i for i in self.neighbours(number) if indent_of(self.lines[i]) == column]
        near = (i for i in beside if self._outermost(number, i) >= column - 2)
        return next(filter(self.is_as_typed, near), None)

    def _outermost(self, one: int, other: int) -> int:
        """How far in the outermost line between two stands; as far as they do where none is
        between.
        """
        between = self.lines[min(one, other) + 1 : max(one, other)]
        return min(
            (indent_of(line) for line in between if says_something(line)),
            default=indent_of(self.lines[other]),
        )

    def group_at(self, number: int, column: int) -> Pointer:
        """The group that a line in a column would belong to, as the indents of the lines above
        tell; a list's row is its first.
        """
        steps: list[str | int] = []
        for line in reversed(self.lines[:number]):
            key = KEY_LINE.match(line)
            if key and len(key[1]) < column:
                column = len(key[1])
                steps.append(key[2])
                if "-" in key[1]:
                    steps[-1] = 0
                    column -= 1
        return tuple(reversed(steps))

    def pointer_of(self, number: int) -> Pointer:
        """The Pointer of a line's key, as the indents of the lines above tell; a list's row is its
        first.
        """
        steps: list[str | int] = []
        # What belongs to a key stands further in than it, but for a list's rows, which may stand
        # beside it.
        outside = len(self.lines[number])
        in_list = False
        for line in reversed(self.lines[max(0, number - _FARTHEST) : number + 1]):
            key = KEY_LINE.match(line)
            if not key:
                continue
            column, starts_row = len(key[1]), "-" in key[1]
            if column < outside or (in_list and column == outside and not starts_row):
                steps.append(key[2])
            elif not (starts_row and column == outside):
                continue
            in_list = starts_row
            steps += [0] if starts_row else []
            outside = indent_of(line)
        return tuple(reversed(steps))


def says_something(line: str) -> bool:
    """True for a line that is neither empty nor a comment."""
    return bool(line.strip()) and not line.lstrip().startswith("#")


def indent_of(line: str) -> int:
    """How many spaces a line begins with."""
    return len(line) - len(line.lstrip(" "))


def short(line: str) -> str:
    """A line as it is quoted in a sentence."""
    line = line.strip()
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def words_of(number: int, line: str) -> tuple[int, int, int]:
    """The place of all the words of a line: its number, and where they start and end."""
    return number, indent_of(line), len(line.rstrip())


def inner(line: str) -> int:
    """The column where what belongs to a line's own first key stands."""
    key = KEY_LINE.match(line)
    return len(key[1]) if key else indent_of(line)


def is_item(line: str) -> bool:
    """True for a row of a list, or a bullet of running text."""
    return line.lstrip().startswith("- ")


def opens_text(line: str) -> bool:
    """True for a line with a key that running text stands below."""
    return line.rstrip().endswith((": |", ": >"))
