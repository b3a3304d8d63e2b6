"""From where to where a value stands in the text, and what is its own."""

import re
from collections.abc import Iterable
from typing import Any

from generator.findings import Pointer
from generator.source import Source


def itself(source: Source, at: Pointer) -> tuple[int, int]:
    """What is typed of a value, without the dash before it."""
    return source.locate(at).start, end_of(source, at)


def stretch(source: Source, at: Pointer) -> tuple[int, int]:
    """What of the text is an item's own: its lines, or its part of a line."""
    if source.is_block(at[:-1]):
        return lines_of(source, at)
    return source.locate(at, on_key=True).start, end_of(source, at)


def lines_of(source: Source, at: Pointer) -> tuple[int, int]:
    """Where the lines of a value start, those of the comments right above it included, and where
    the last of them ends.
    """
    text = source.text
    start = line_start(source, at)
    indent = len(text[start:]) - len(text[start:].lstrip(" "))
    own = start
    while start:
        above = text.rfind("\n", 0, start - 1) + 1
        line = text[above:start]
        if not line.startswith(" " * indent + "#"):
            break
        start = above
    # What a file begins with is about the whole plan.
    start = start or own
    end = text.find("\n", end_of(source, at))
    end = len(text) if end < 0 else end
    return start, end - text[:end].endswith("\r")


def line_start(source: Source, at: Pointer) -> int:
    """Where the line starts that a value's key, or its dash, stands on."""
    return source.text.rfind("\n", 0, source.locate(at, on_key=True).start) + 1


def end_of(source: Source, at: Pointer) -> int:
    """Where a value ends: after its last word, or the bracket that closes it."""
    mark = source.locate(at)
    value = source.value(at)
    if not isinstance(value, list | dict):
        return mark.start + len(source.text[mark.start : mark.end].rstrip())
    end = max([mark.end, *(end_of(source, (*at, key)) for key in keys_of(value))])
    if source.text[mark.start : mark.start + 1] not in ("[", "{"):
        return end
    closing = re.compile(r"[\s,]*[\]}]").match(source.text, end)
    return closing.end() if closing else end


def keys_of(value: list[Any] | dict[str, Any]) -> Iterable[Any]:
    """The last steps to the values that a list or a group holds."""
    return value if isinstance(value, dict) else range(len(value))


def indent_of(source: Source, at: Pointer) -> str:
    """The indent of a text below its key or its dash."""
    mark = source.locate(at)
    typed = source.text[mark.start : mark.end]
    if typed.startswith("|"):
        below = re.search(r"\n( +)\S", typed)
        if below:
            return below[1]
    column = source.locate(at, on_key=True).column
    return " " * (column + 1)


def newline_of(source: Source) -> str:
    """How the lines of the text end."""
    return "\r\n" if "\r\n" in source.text else "\n"
