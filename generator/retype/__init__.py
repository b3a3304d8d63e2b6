"""A value of a plan typed anew, added, taken out or moved: the plan's text with that done, and all
else in it as it was.

The ways to do it are tried, the plainest first. One counts only where the text, read again, says
exactly what was asked for.
"""

from collections.abc import Callable, Iterable
from copy import deepcopy
from typing import Any

from generator.findings import Pointer
from generator.retype.edits import lists, swapped, texts, with_item, with_key, without
from generator.retype.extent import itself, stretch
from generator.retype.spelled import Value
from generator.source import Source
from generator.source.reading import Splice, spliced

__all__ = [
    "NotTypedError",
    "Read",
    "Value",
    "added",
    "addition",
    "moved",
    "removal",
    "removed",
    "retyped",
]

Read = Callable[[str], Source]
"""The plan's text -> the Source of it."""


class NotTypedError(Exception):
    """A change that cannot be typed without touching something else; it is made in the file."""


def retyped(source: Source, at: Pointer, new: Value, read: Read) -> str:
    """The text with another value in the place of one. Raises NotTypedError."""
    data = deepcopy(source.data)
    _holder(data, at)[at[-1]] = new
    ways = texts(source, at, new) if isinstance(new, str) else lists(source, at, new)
    return _proven(source, ways, data, read)


def added(source: Source, at: Pointer, new: Value, order: Iterable[str], read: Read) -> str:
    """The text with a value more: under a new key, which stands as `order` has it among the keys of
    its group, or in a list at a place. Raises NotTypedError.
    """
    return spliced(source.text, addition(source, at, new, order, read))


def addition(
    source: Source, at: Pointer, new: Value, order: Iterable[str], read: Read
) -> list[Splice]:
    """The splices that add a value. Raises NotTypedError."""
    data = deepcopy(source.data)
    holder = _holder(data, at)
    if isinstance(holder, list):
        holder.insert(int(at[-1]), new)
        return _first(source, with_item(source, at, new), data, read)
    holder[at[-1]] = new
    return _first(source, with_key(source, at, new, [*order]), data, read)


def removed(source: Source, at: Pointer, read: Read) -> str:
    """The text without a value, its key and the comments above it. Raises NotTypedError."""
    return spliced(source.text, removal(source, at, read))


def removal(source: Source, at: Pointer, read: Read) -> list[Splice]:
    """The splices that take a value out. Raises NotTypedError."""
    data = deepcopy(source.data)
    del _holder(data, at)[at[-1]]
    return _first(source, without(source, at), data, read)


def moved(source: Source, at: Pointer, by: int, read: Read) -> str:
    """The text with an item of a list before the one before it (`by` -1) or after the one after it
    (1), and the comments above each with it. Raises NotTypedError.
    """
    other = (*at[:-1], int(at[-1]) + by)
    data = deepcopy(source.data)
    items = _holder(data, at)
    if not isinstance(items, list) or not 0 <= int(other[-1]) < len(items):
        raise NotTypedError
    one, two = int(at[-1]), int(other[-1])
    items[one], items[two] = items[two], items[one]
    ways = (swapped(source, part, at, other) for part in (stretch, itself))
    return _proven(source, ways, data, read)


def _holder(data: Any, at: Pointer) -> Any:
    """The group or the list that a value stands in."""
    for step in at[:-1]:
        data = data[step]
    return data


def _proven(source: Source, ways: Iterable[list[Splice]], data: Any, read: Read) -> str:
    """The text of the first way that says `data` and that nothing had to be guessed in."""
    return spliced(source.text, _first(source, ways, data, read))


def _first(source: Source, ways: Iterable[list[Splice]], data: Any, read: Read) -> list[Splice]:
    """The first way that says `data` and that nothing had to be guessed in."""
    for splices in ways:
        text = spliced(source.text, splices)
        tried = read(text)
        if tried.whole and tried.reading.text == text and _same(tried.data, data):
            return splices
    raise NotTypedError


def _same(one: Any, other: Any) -> bool:
    """Equal but for the line breaks that texts end in, in the same order."""
    if isinstance(one, dict) and isinstance(other, dict):
        # A new key may stand anywhere in its group; what stands there is held, not the order.
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if _are_texts(one, other):
        return bool((one or "").rstrip("\n") == (other or "").rstrip("\n"))
    return bool(one == other)


def _are_texts(*values: Any) -> bool:
    return all(value is None or isinstance(value, str) for value in values)
