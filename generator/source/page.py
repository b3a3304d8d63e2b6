"""The lines that guesses are made about, and what a guess is."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from generator.findings import Pointer

DASH = r" *(?:- +)?"
WORD = r"(?:[^\W\d]\w*|\d{4})"
KEY_LINE = re.compile(rf"^({DASH})({WORD}):(?= |$)", re.MULTILINE)
_SHOWN = 60
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
    def strangers(self, data: Any) -> Iterable[Pointer]: ...
    def misfits(self, data: Any) -> int: ...


@dataclass(frozen=True, eq=False)
class Guess:
    """Lines as they may have been meant (0-based number -> text; "" where it is left out), and what
    to tell.

    `mark` is the line and the columns [start, end) that are to blame, all 0-based; `penalty` orders
    guesses that fit equally well.
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
    lost: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True)
class Page:
    """The lines that guesses are made about, the group's data where the trouble is, and what is
    expected of them.
    """

    lines: list[str]
    data: Any
    expected: Expected

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
