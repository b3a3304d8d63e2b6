"""A value as it is typed: on a line, or over several."""

import re
from collections.abc import Iterator
from typing import Any

Value = str | list[Any] | dict[str, Any]

_PLAIN = re.compile(r"[\w(”](?:[^\n#:{}\[\],&*!|>'\"%@`]*[^\s#:{}\[\],&*!|>'\"%@`])?")
"""What needs no quotation marks, wherever it is typed."""


def ways_on_a_line(new: str, opening: str) -> Iterator[str]:
    """A text on a line in the quotation marks that another had, then in the plainest."""
    if opening == '"' and "\\" not in new and '"' not in new:
        yield f'"{new}"'
    if opening == "'":
        yield _quoted(new)
    if new:
        yield new
    yield _quoted(new)


def block(header: str, text: str, indent: str, newline: str) -> str:
    """A text over several lines, below its header."""
    lines = [f"{indent}{line}" if line.strip() else "" for line in text.rstrip("\n").split("\n")]
    return newline.join([header, *lines])


def _quoted(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


def on_a_line(value: Value) -> str:
    """A value within its line."""
    if isinstance(value, list):
        return f"[{', '.join(map(on_a_line, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {on_a_line(item)}" for key, item in value.items()) + "}"
    return value if _PLAIN.fullmatch(value) else _quoted(value)


def spelled(value: Value, indent: str, newline: str) -> str:
    """A value as it is typed over several lines, after its key or its dash; `indent` is that of the
    lines below.
    """
    if isinstance(value, dict):
        pairs = [f"{key}:{spelled_below(item, indent, newline)}" for key, item in value.items()]
        return f"{newline}{indent}".join(pairs)
    if isinstance(value, list):
        items = [f"- {spelled(item, indent + '  ', newline)}" for item in value]
        return f"{newline}{indent}".join(items)
    if "\n" in value:
        return block("|", value, indent, newline)
    return value if _PLAIN.fullmatch(value) else _quoted(value)


def spelled_below(value: Value, indent: str, newline: str) -> str:
    """What follows a key and its colon."""
    if isinstance(value, str) or not value:
        return f" {spelled(value, indent + '  ', newline)}" if value else " []" * (value == [])
    return f"{newline}{indent}  {spelled(value, indent + '  ', newline)}"
