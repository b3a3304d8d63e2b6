"""A value of a plan typed anew, added, taken out or moved: the plan's text with that done, and all
else in it as it was.

The ways to do it are tried, the plainest first. One counts only where the text, read again, says
exactly what was asked for.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from typing import Any

from generator.findings import Pointer
from generator.source import Source
from generator.source.reading import Splice, spliced

Value = str | list[Any] | dict[str, Any]
Read = Callable[[str], Source]
"""The plan's text -> the Source of it."""

_PLAIN = re.compile(r"[\w(”](?:[^\n#:{}\[\],&*!|>'\"%@`]*[^\s#:{}\[\],&*!|>'\"%@`])?")
"""What needs no quotation marks, wherever it is typed."""


class NotTypedError(Exception):
    """A change that cannot be typed without touching something else; it is made in the file."""


def retyped(source: Source, at: Pointer, new: Value, read: Read) -> str:
    """The text with another value in the place of one. Raises NotTypedError."""
    data = deepcopy(source.data)
    _holder(data, at)[at[-1]] = new
    ways = _texts(source, at, new) if isinstance(new, str) else _lists(source, at, new)
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
        return _first(source, _with_item(source, at, new), data, read)
    holder[at[-1]] = new
    return _first(source, _with_key(source, at, new, [*order]), data, read)


def removed(source: Source, at: Pointer, read: Read) -> str:
    """The text without a value, its key and the comments above it. Raises NotTypedError."""
    return spliced(source.text, removal(source, at, read))


def removal(source: Source, at: Pointer, read: Read) -> list[Splice]:
    """The splices that take a value out. Raises NotTypedError."""
    data = deepcopy(source.data)
    del _holder(data, at)[at[-1]]
    return _first(source, _without(source, at), data, read)


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
    ways = (_swapped(source, stretch, at, other) for stretch in (_stretch, _itself))
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
    return (
        (one or "").rstrip("\n") == (other or "").rstrip("\n")
        if _are_texts(one, other)
        else one == other
    )


def _are_texts(*values: Any) -> bool:
    return all(value is None or isinstance(value, str) for value in values)


def _texts(source: Source, at: Pointer, new: str) -> Iterator[list[Splice]]:
    """Ways to type a text in the place of a value: as it was typed, then as it must be."""
    mark = source.locate(at)
    start, end = mark.start, _end(source, at)
    typed = source.text[start:end]
    newline = _newline(source)
    if typed.startswith("|"):
        header = typed.partition("\n")[0].rstrip("\r")
        yield [(start, end, _block(header, new, _indent(source, at), newline))]
    elif "\n" not in new:
        for way in _ways_on_a_line(new, typed[:1]):
            yield [(start, end, _spaced(source, start, way))]
    yield [(start, end, _spaced(source, start, _block("|", new, _indent(source, at), newline)))]


def _ways_on_a_line(new: str, opening: str) -> Iterator[str]:
    """A text on a line in the quotation marks that another had, then in the plainest."""
    quoted = "'" + new.replace("'", "''") + "'"
    if opening == '"' and "\\" not in new and '"' not in new:
        yield f'"{new}"'
    if opening == "'":
        yield quoted
    if new:
        yield new
    yield quoted


def _block(header: str, text: str, indent: str, newline: str) -> str:
    """A text over several lines, below its header."""
    lines = [f"{indent}{line}" if line.strip() else "" for line in text.rstrip("\n").split("\n")]
    return newline.join([header, *lines])


def _spaced(source: Source, start: int, words: str) -> str:
    """What is typed, a space before it where it would stand right after a colon or a dash."""
    return f" {words}" if source.text[start - 1 : start] in (":", "-") else words


def _lists(source: Source, at: Pointer, new: Value) -> Iterator[list[Splice]]:
    """A list on a line in the place of a value."""
    start, end = source.locate(at).start, _end(source, at)
    if "#" not in source.text[start:end]:  # a comment within would be lost
        yield [(start, end, _spaced(source, start, _on_a_line(new)))]


def _on_a_line(value: Value) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_on_a_line, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_on_a_line(item)}" for key, item in value.items()) + "}"
    return value if _PLAIN.fullmatch(value) else "'" + value.replace("'", "''") + "'"


def _typed(value: Value, indent: str, newline: str) -> str:
    """A value as it is typed over several lines, after its key or its dash; `indent` is that of the
    lines below.
    """
    if isinstance(value, dict):
        pairs = [f"{key}:{_below(item, indent, newline)}" for key, item in value.items()]
        return f"{newline}{indent}".join(pairs)
    if isinstance(value, list):
        items = [f"- {_typed(item, indent + '  ', newline)}" for item in value]
        return f"{newline}{indent}".join(items)
    if "\n" in value:
        return _block("|", value, indent, newline)
    return value if _PLAIN.fullmatch(value) else "'" + value.replace("'", "''") + "'"


def _below(value: Value, indent: str, newline: str) -> str:
    """What follows a key and its colon."""
    if isinstance(value, str) or not value:
        return f" {_typed(value, indent + '  ', newline)}" if value else " []" * (value == [])
    return f"{newline}{indent}  {_typed(value, indent + '  ', newline)}"


def _with_item(source: Source, at: Pointer, new: Value) -> Iterator[list[Splice]]:
    """Ways to type one item more in a list."""
    number, whole = int(at[-1]), at[:-1]
    items = source.value(whole)
    newline = _newline(source)
    if not items:
        indent = _indent(source, whole)
        start, end = source.locate(whole).start, _end(source, whole)
        start = len(source.text[:start].rstrip(" "))
        words = f"{newline}{indent}- {_typed(new, indent + '  ', newline)}"
        yield [(start, end, words)]
        return
    beside = (*whole, max(number - 1, 0))
    if not source.is_block(whole):
        words = _on_a_line(new)
        end = _end(source, beside)
        start = source.locate(beside).start
        yield [(end, end, f", {words}")] if number else [(start, start, f"{words}, ")]
        return
    first, end = _lines(source, beside)
    line = _line_start(source, beside)
    lead = re.compile(r"(?: *- )*? *(?=- )").match(source.text, line)
    indent = " " * len(lead[0]) if lead else ""
    words = f"{indent}- {_typed(new, indent + '  ', newline)}"
    if number == 0:
        yield [(first, first, f"{words}{newline}")]
        return
    apart = newline if len(items) > 1 and _are_apart(source, whole) else ""
    yield [(end, end, f"{newline}{apart}{words}")]


def _are_apart(source: Source, whole: Pointer) -> bool:
    """True where an empty line stands between the first two items of a list."""
    end, start = _lines(source, (*whole, 0))[1], _lines(source, (*whole, 1))[0]
    return source.text[end:start].count("\n") > 1


def _with_key(source: Source, at: Pointer, new: Value, order: list[str]) -> Iterator[list[Splice]]:
    """Ways to type one key more in a group: after the last of those that stand before it in
    `order`, or first.
    """
    group, name = at[:-1], str(at[-1])
    present = [*source.value(group)]
    if not present:
        return
    earlier = order[: order.index(name)] if name in order else order
    before = [key for key in present if key in earlier]
    newline = _newline(source)
    if not source.is_block(group):
        beside = (*group, before[-1] if before else present[0])
        end, start = _end(source, beside), source.locate(beside, on_key=True).start
        words = f"{name}: {_on_a_line(new)}"
        yield [(end, end, f", {words}")] if before else [(start, start, f"{words}, ")]
        return
    indent = " " * (source.locate((*group, present[0]), on_key=True).column - 1)
    words = f"{name}:{_below(new, indent, newline)}"
    if before:
        end = _lines(source, (*group, before[-1]))[1]
        yield [(end, end, f"{newline}{indent}{words}")]
        return
    start = source.locate((*group, present[0]), on_key=True).start
    yield [(start, start, f"{words}{newline}{indent}")]


def _without(source: Source, at: Pointer) -> Iterator[list[Splice]]:
    """Ways to take a value out with its lines, or within its line."""
    text = source.text
    holder = source.value(at[:-1])
    if source.is_block(at[:-1]) and len(holder) > 1:
        start, end = _lines(source, at)
        following = text.find("\n", end) + 1 or len(text)
        # The empty lines above an item go with it; the last item of a file ends it.
        lead = len(text[:start].rstrip(" \r\n"))
        lead = text.find("\n", lead) + 1
        yield [(lead if lead < start and lead else start, following, "")]
        keys = [*_keys(holder)]
        if at[-1] == keys[0]:
            # The first stands on the line of the dash that its group or its list has.
            start = source.locate(at, on_key=True).start
            yield [(start, source.locate((*at[:-1], keys[1]), on_key=True).start, "")]
    elif len(holder) > 1:
        keys = [*_keys(holder)]
        place = keys.index(at[-1])
        start = source.locate(at, on_key=True).start
        if place + 1 < len(keys):
            yield [(start, source.locate((*at[:-1], keys[place + 1]), on_key=True).start, "")]
        else:
            yield [(_end(source, (*at[:-1], keys[place - 1])), _end(source, at), "")]


def _swapped(
    source: Source, stretch: Callable[[Source, Pointer], tuple[int, int]], *items: Pointer
) -> list[Splice]:
    """Two items, each where the other stood."""
    first, second = sorted(stretch(source, at) for at in items)
    text = source.text
    return [(*first, text[second[0] : second[1]]), (*second, text[first[0] : first[1]])]


def _itself(source: Source, at: Pointer) -> tuple[int, int]:
    """What is typed of a value, without the dash before it."""
    return source.locate(at).start, _end(source, at)


def _stretch(source: Source, at: Pointer) -> tuple[int, int]:
    """What of the text is an item's own: its lines, or its part of a line."""
    if source.is_block(at[:-1]):
        return _lines(source, at)
    return source.locate(at, on_key=True).start, _end(source, at)


def _lines(source: Source, at: Pointer) -> tuple[int, int]:
    """Where the lines of a value start, those of the comments right above it included, and where
    the last of them ends.
    """
    text = source.text
    start = _line_start(source, at)
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
    end = text.find("\n", _end(source, at))
    end = len(text) if end < 0 else end
    return start, end - text[:end].endswith("\r")


def _line_start(source: Source, at: Pointer) -> int:
    """Where the line starts that a value's key, or its dash, stands on."""
    return source.text.rfind("\n", 0, source.locate(at, on_key=True).start) + 1


def _end(source: Source, at: Pointer) -> int:
    """Where a value ends: after its last word, or the bracket that closes it."""
    mark = source.locate(at)
    value = source.value(at)
    if not isinstance(value, list | dict):
        return mark.start + len(source.text[mark.start : mark.end].rstrip())
    end = max([mark.end, *(_end(source, (*at, key)) for key in _keys(value))])
    if source.text[mark.start : mark.start + 1] not in ("[", "{"):
        return end
    closing = re.compile(r"[\s,]*[\]}]").match(source.text, end)
    return closing.end() if closing else end


def _keys(value: list[Any] | dict[str, Any]) -> Iterable[Any]:
    return value if isinstance(value, dict) else range(len(value))


def _indent(source: Source, at: Pointer) -> str:
    """The indent of a text below its key or its dash."""
    mark = source.locate(at)
    typed = source.text[mark.start : mark.end]
    if typed.startswith("|"):
        below = re.search(r"\n( +)\S", typed)
        if below:
            return below[1]
    column = source.locate(at, on_key=True).column
    return " " * (column + 1)


def _newline(source: Source) -> str:
    return "\r\n" if "\r\n" in source.text else "\n"
