"""What belongs to a key, a text, the keys of a group or the rows of a list, and stands no deeper
than the key itself.
"""

import re
from collections.abc import Iterator
from itertools import chain, islice

from msgspec import Struct

from generator.findings import Pointer
from generator.source.page import (
    KEY_LINE,
    Guess,
    Page,
    indent_of,
    inner,
    is_item,
    opens_text,
    says_something,
)

_KEY = re.compile(r" *([^\s:#-][^:]*):(?= |$)")
"""A key, be it a name that the plan gives."""
_ITEM = re.compile(r" *(?:[-*+]|\d+[.)]) ")
"""A bullet or a number of a list in running text, below which more may stand further in."""


class _Block(Struct, frozen=True):
    """The lines that belong to the key of the line `opening`, which stands in `column`."""

    opening: int
    key: str
    column: int
    lines: list[int]


def beside_their_key(page: Page, number: int) -> Iterator[Guess]:
    """All that belongs to a key stands beside it, or further out: it belongs two spaces deeper."""
    for opening in islice(_openings(page, number), 2):
        if block := _block(page, opening):
            yield _deeper(page, block)


def _deeper(page: Page, block: _Block) -> Guess:
    first, last = block.lines[0], block.lines[-1]
    now = indent_of(page.lines[first])
    steps = block.column + 2 - now
    message = "Raden har inte samma indrag som texten den hör till."
    hint = f"Skriv {now + steps} mellanslag före i stället för {now}."
    # One line alone is as well told by its neighbours.
    penalty = 6
    if KEY_LINE.match(page.lines[first]) and is_item(page.lines[first]):
        message, penalty = "Raden har fel indrag.", 2
    if last > first:
        message = f"hör till ”{block.key}”, men står inte längre in än det."
        hint = f"Markera raderna och flytta dem {steps} mellanslag åt höger."
        penalty = 1
    also = ((block.opening, "hör till den här raden"),)
    return Guess(
        _moved(page, block),
        message,
        hint,
        (first, 0, max(now, 1)),
        penalty,
        also=also,
        rows=(first, last) if last > first else None,
    )


def _moved(page: Page, block: _Block) -> dict[int, str]:
    """The lines of a block, all as many steps to the right: so that the first stands two spaces
    deeper than its key.
    """
    steps = block.column + 2 - indent_of(page.lines[block.lines[0]])
    return {i: f"{' ' * steps}{page.lines[i]}" for i in block.lines}


def plainly_beside(page: Page, numbers: range) -> Iterator[tuple[int, dict[int, str]]]:
    """The lines of keys below which all stands beside them, each with what is below it as it should
    stand.
    """
    met: set[int] = set()
    for i in numbers:
        block = _block(page, i) if i not in met else None
        if block:
            yield i, _moved(page, block)
            met |= set(block.lines)


def _openings(page: Page, number: int) -> Iterator[int]:
    """The lines of keys that open a text or a group, from a line upwards."""
    return (i for i in chain([number], page.upward(number)) if _opened(page, i))


def _opened(page: Page, number: int) -> str:
    """The key of a line that opens a text or a group; '' for another line."""
    line = page.lines[number].rstrip()
    key = KEY_LINE.match(line)
    opens = key and (key.end() == len(line) or opens_text(line))
    return key[2] if key and opens and key[2] in page.expected.keys else ""


def _block(page: Page, opening: int) -> _Block | None:
    """What belongs to a line's key and stands no deeper; None where nothing does."""
    name, key = _opened(page, opening), KEY_LINE.match(page.lines[opening])
    below = range(opening + 1, len(page.lines))
    first = next((i for i in below if says_something(page.lines[i])), None)
    if not (name and key) or first is None or indent_of(page.lines[first]) > len(key[1]):
        return None
    column = len(key[1])
    if opens_text(page.lines[opening]):
        lines = list(_of_a_text(page, first, column))
    elif is_item(page.lines[first]):
        lines = list(_of_a_list(page, first, opening, column))
    else:
        lines = list(_of_a_group(page, first, opening))
    # Blank lines and comments at the end may belong to what comes next.
    while lines and not says_something(page.lines[lines[-1]]):
        lines.pop()
    written = [i for i in lines if page.lines[i].strip()]
    return _Block(opening, name, column, written) if written else None


def _of_a_text(page: Page, first: int, column: int) -> Iterator[int]:
    """The lines of running text, up to the next key or to what stands further out or deep
    enough.
    """
    outermost = indent_of(page.lines[first])
    is_in_item = False
    for i in range(first, len(page.lines)):
        line = page.lines[i]
        indent, key = indent_of(line), KEY_LINE.match(line)
        is_deep_enough = indent >= column + 2 and not is_in_item
        is_key = key and key[2] in page.expected.keys
        if line.strip() and (is_key or is_deep_enough or indent < outermost):
            return
        if indent == outermost and line.strip():
            is_in_item = bool(_ITEM.match(line))
        yield i


def _of_a_group(page: Page, first: int, opening: int) -> Iterator[int]:
    """The lines of the keys that the plan has in a group, with all that is below each of them."""
    outermost = indent_of(page.lines[first])
    group, met = page.pointer_of(opening), set[str]()
    around = set(_rows_around(page, opening))
    for i in range(first, len(page.lines)):
        line = page.lines[i]
        key = _KEY.match(line)
        if _row_of(line) in around:
            return
        if not says_something(line) or indent_of(line) > outermost:
            yield i
            continue
        is_beside = indent_of(line) == outermost
        is_row = is_beside and is_item(line) and i > first
        is_own = is_beside and key and key[1] not in met and page.expected.may_have(group, key[1])
        if not (is_row or is_own):
            return
        met |= {key[1]} if key else set()
        yield i


def _of_a_list(page: Page, first: int, opening: int, column: int) -> Iterator[int]:
    """The rows that the plan has in a list, with all that is below each of them, where they stand
    further out than its key: they may stand beside it.
    """
    outermost = indent_of(page.lines[first])
    if outermost == column:
        return
    row, around = (*page.pointer_of(opening), 0), set(_rows_around(page, opening))
    for i in range(first, len(page.lines)):
        line = page.lines[i]
        key = KEY_LINE.match(line)
        is_of_row = key and page.expected.may_have(row, key[2])
        if _row_of(line) in around:
            return
        if key and not is_of_row and _is_next(page, opening, row[:-2], key):
            return
        is_row = is_item(line) and indent_of(line) == outermost and is_of_row
        if says_something(line) and indent_of(line) <= outermost and not is_row:
            return
        yield i


def _is_next(page: Page, opening: int, group: Pointer, key: re.Match[str]) -> bool:
    """True for a key that stands in the column of the one that opens a list, and that its group may
    have and lacks above.
    """
    column, name = len(key[1]), key[2]
    own = KEY_LINE.match(page.lines[opening])
    is_in_column = own is not None and len(own[1]) == column
    is_of_group = is_in_column and page.expected.may_have(group, name)
    return is_of_group and page.key_above(opening, name, column) is None


def _rows_around(page: Page, number: int) -> Iterator[tuple[int, str]]:
    """The rows that a line stands in: the column and the first key of each."""
    outermost = inner(page.lines[number])
    for i in chain([number], page.upward(number)):
        if outermost == 0:
            return
        if indent_of(page.lines[i]) >= outermost:
            continue
        outermost = indent_of(page.lines[i])
        if row := _row_of(page.lines[i]):
            yield row


def _row_of(line: str) -> tuple[int, str] | None:
    """The column and the first key of the row that a line starts; None for another line."""
    key = KEY_LINE.match(line) if is_item(line) else None
    return (indent_of(line), key[2]) if key else None
