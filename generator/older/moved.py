"""The lines of a plan of the older shape, taken up as they were typed and put down elsewhere."""

import re
from collections.abc import Iterator
from typing import Any

from generator.findings import Pointer
from generator.source import Source

Lines = list[str]


class Typed:
    """A plan by its lines: those of a key and its value, with the comments that belong to it."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._lines = source.text.replace("\r\n", "\n").split("\n")

    def _renamed(self, at: Pointer, column: int, name: str) -> Lines:
        """A key and its value under another name."""
        lines = self._shifted(at, column)
        place = next(i for i, line in enumerate(lines) if line.lstrip().startswith(f"{at[-1]}:"))
        lines[place] = lines[place].replace(f"{at[-1]}:", f"{name}:", 1)
        return lines

    def _shifted(self, at: Pointer, column: int) -> Lines:
        """The lines of a key and its value, moved to a column."""
        start, end = dict(self._children(at[:-1]))[str(at[-1])]
        key = self._source.keys[at]
        shift = column - (key.column - 1)
        lines = list(self._lines[start:end])
        own = key.line - 1 - start
        # Without the hyphen of a list's row.
        lines[own] = " " * (key.column - 1) + lines[own][key.column - 1 :]
        return [_moved(line, shift) for line in lines]

    def _comments_above(self, at: Pointer, column: int) -> Lines:
        """The comments that stand right above a key."""
        start = dict(self._children(at[:-1]))[str(at[-1])][0]
        return [
            f"{' ' * column}{line.strip()}"
            for line in self._lines[start : self._key_line(at)]
            if line.strip()
        ]

    def _comments_of(self, at: Pointer, column: int) -> Lines:
        """The comments above a key that falls away, and the one beside it."""
        return [*self._comments_above(at, column), *self._comment_on(at, column)]

    def _comment_on(self, at: Pointer, column: int) -> Lines:
        """The comment on the line of a key that falls away, on a line of its own."""
        line = self._lines[self._key_line(at)][self._source.keys[at].column - 1 :]
        beside = re.match(r"[^#]*?:\s+(#.*)", line)
        return [f"{' ' * column}{beside[1]}"] if beside else []

    def _comment_beside(self, at: Pointer) -> str:
        """The comment after a value, with the blanks before it; '' for none."""
        line = self._source.text[self._source.locate(at).end :].partition("\n")[0].rstrip()
        return line if re.match(r"\s+#", line) else ""

    def _children(self, at: Pointer) -> Iterator[tuple[str, tuple[int, int]]]:
        """The keys of a group in the order of the file, each with its lines [start, end), comments
        above it among them.
        """
        names = [str(key[-1]) for key in self._source.keys if key[:-1] == at]
        starts = [self._start((*at, name)) for name in names]
        end = len(self._lines) if not at else self._end(at)
        for name, start, stop in zip(names, starts, [*starts[1:], end], strict=True):
            yield name, (start, stop)

    def _start(self, at: Pointer) -> int:
        line = self._key_line(at)
        while line and self._is_comment(line - 1) and not self._opens_file(line - 1):
            line -= 1
        return line

    def _opens_file(self, line: int) -> bool:
        """True for a line of the comment that the file begins with."""
        return all(above.startswith("#") for above in self._lines[:line])

    def _end(self, at: Pointer) -> int:
        """Where the lines of a value end: where what comes after it, or after what holds it,
        begins.
        """
        for length in range(len(at), 0, -1):
            around, step = at[: length - 1], at[length - 1]
            if isinstance(step, int):
                nexts = (*around, step + 1)
                if nexts in self._source.marks:
                    return self._row_start(nexts)
                continue
            names = [key for key in self._source.keys if key[:-1] == around]
            later = names[names.index((*around, step)) + 1 :]
            if later:
                return self._start(later[0])
        return len(self._lines)

    def _row_start(self, at: Pointer) -> int:
        line = self._source.locate(at).line - 1
        while line and self._is_comment(line - 1):
            line -= 1
        return line

    def _is_comment(self, line: int) -> bool:
        return self._lines[line].lstrip().startswith("#")

    def _key_line(self, at: Pointer) -> int:
        return self._source.keys[at].line - 1

    def _typed(self, at: Pointer) -> str:
        """A value on one line, as it was typed. Raises ValueError for one on several."""
        mark = self._source.locate(at)
        typed = self._source.text[mark.start : mark.end]
        if "\n" in typed:
            raise ValueError
        return typed

    def _value(self, at: Pointer, *otherwise: Any) -> Any:
        """The value at a place. Raises KeyError for none, where nothing else is given."""
        try:
            return self._source.value(at)
        except (KeyError, IndexError, TypeError):
            if otherwise:
                return otherwise[0]
            raise KeyError(at) from None


def _moved(line: str, shift: int) -> str:
    if not line.strip():
        return line.strip()
    indent = len(line) - len(line.lstrip(" "))
    return " " * max(indent + shift, 0) + line.lstrip(" ")
