"""Text as a terminal shows it: without what it would obey, wrapped, measured and painted."""

import re
import unicodedata

from generator.findings import Mark

MOST_OF_A_LINE = 100
_TAB = "→   "
"""A tab, which would else look like blanks."""
_VALUE = 36
OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What a terminal obeys instead of showing it, and what turns the direction of reading."""


def visible(text: str) -> str:
    """Some text, or a name, from outside, fit to be printed on a line.

    What a terminal would obey is shown as a sign, ␛ or ‹U+202E›; so is what would break the line.
    """
    return OBEYED.sub(_as_sign, text)


def _as_sign(match: re.Match[str]) -> str:
    number = ord(match[0])
    if number < 0x20:
        return chr(0x2400 + number)
    return "␡" if number == 0x7F else f"‹U+{number:04X}›"


def shortened(text: str, most: int = _VALUE) -> str:
    """The beginning of a value, for a list."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def wrapped(words: str, width: int | None, lead: str, after: str | None = None) -> list[str]:
    """Words on as many lines as a terminal needs: behind a lead, and its width in blanks, or
    `after`, on the lines that follow.
    """
    if width is None:
        return [lead + words]
    import textwrap

    indent = " " * len(lead) if after is None else after
    return textwrap.wrap(
        words, width, initial_indent=lead, subsequent_indent=indent, break_long_words=False
    )


def window(line: str, mark: Mark, limit: int = MOST_OF_A_LINE) -> tuple[str, int, int]:
    """The part of a long line that holds the mark, the caret's column in it, and the caret's width
    on a terminal.
    """
    first, last = mark.column - 1, mark.column - 1 + max(mark.end - mark.start, 1)
    last = max(min(last, len(line.rstrip())), first + 1)
    start = max(0, min(first - limit * 3 // 10, len(line) - limit)) if len(line) > limit else 0
    end = start + limit
    head, tail = "… " if start else "", " …" if end < len(line) else ""
    before, marked = (_as_shown(part) for part in (line[start:first], line[first : min(last, end)]))
    shown = f"{head}{_as_shown(line[start:end])}{tail}"
    return shown, len(head) + width_of(before), max(width_of(marked), 1)


def _as_shown(text: str) -> str:
    return visible(text.replace("\t", _TAB))


def width_of(text: str) -> int:
    """Terminal columns: combining characters and those without width take none, wide ones two."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def painted(text: str, tone: int | None) -> str:
    """Text in a colour, where there is one."""
    return f"\x1b[1;{tone}m{text}\x1b[0m" if tone else text
