"""Text as a terminal shows it: without what it would obey, wrapped, measured and painted."""

import re
import unicodedata
from collections.abc import Iterator

from generator.findings import Mark

MOST_OF_A_LINE = 100
_TAB = "→   "
"""A tab, which would else look like blanks."""
GLUE = "\ue000"
"""Stands for a blank within what is meant to be copied: a line is broken there only where the whole
has no room on one.
"""
_HANG = 2
_LEAST_ROOM = 20
"""Columns that words have on a line, however far they would hang."""
_BEGINS = re.compile(r" *(?:(?:[-+] |\d+\. |\w+: {2,})(?=[^ ]))?")
"""What the words of a line hang behind: blanks, and a sign, a number or a word in a column."""
_TYPED = re.compile(
    r"(?<![^\s(])”[^”\n]+”"
    r"|(?<=\S)  (?! ).+?(?:  (?!#)|(?=\. [A-ZÅÄÖ])|$)"
    r"|\d{1,3}(?: \d{3})+(?!\d)"
    r"|§ \d+"
    r"|\bFYLL I\b"
)
"""What a message tells to be typed: between quotation marks, or two blanks on either side, with the
comment beside it; of a last one the end of its sentence is the end. An amount is one word.
"""
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
    `after`, on the lines that follow. A word is never broken, nor what is meant to be copied or
    typed, where it has room on a line.
    """
    if width is None:
        return [(lead + words.replace(GLUE, " ")).rstrip()]
    indent = " " * width_of(lead) if after is None else after
    indent = indent if width - len(indent) >= _LEAST_ROOM else " " * _HANG * 2
    lines: list[str] = []
    line, between = lead, ""
    room = width - len(indent)
    for blanks, word in _words(_glued(words, room), room):
        longer = f"{line}{between and blanks}{word}"
        # A lead alone on its line is torn from its words: only where they gain room by it.
        may_break = bool(between) or len(indent) < width_of(lead)
        if may_break and width_of(longer) > width:
            lines.append(line)
            longer = indent + word
        line, between = longer, " "
    return [one.replace(GLUE, " ").rstrip() for one in (*lines, line)]


def _words(words: str, room: int) -> Iterator[tuple[str, str]]:
    """The words, each with the blanks before it; what is kept together is one, where it has room
    on a line.
    """
    for blanks, word in re.findall("( *)([^ ]+)", words):
        if width_of(word) <= room:
            yield blanks, word
            continue
        for glued, part in re.findall(f"({GLUE}*)([^{GLUE}]+)", word):
            yield glued.replace(GLUE, " ") or blanks, part


def _glued(words: str, room: int) -> str:
    """The words, with what is to be typed kept together where it has room on a line of its own."""

    def together(match: re.Match[str]) -> str:
        typed = match[0].strip()
        glued = typed.replace(" ", GLUE)
        return match[0].replace(typed, glued if width_of(typed) <= room else typed)

    return _TYPED.sub(together, words)


def fitted(text: str, width: int | None) -> str:
    """Lines for people, each on as many as a terminal needs; what goes on hangs below the words
    that it belongs to.
    """
    return "\n".join("\n".join(_folded(line, width)) for line in text.split("\n"))


def _folded(line: str, width: int | None) -> list[str]:
    begins = _BEGINS.match(line)
    lead = begins[0] if begins else ""
    after = " " * (width_of(lead) + (0 if lead.strip() else _HANG))
    return wrapped(line[len(lead) :], width, lead, after)


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
