"""Ways to type a value into the text, or to take one out of it, the plainest first."""

import re
from collections.abc import Callable, Iterator

from generator.findings import Pointer
from generator.retype.extent import end_of, indent_of, keys_of, line_start, lines_of, newline_of
from generator.retype.spelled import (
    Value,
    block,
    on_a_line,
    spelled,
    spelled_below,
    ways_on_a_line,
)
from generator.source import Source
from generator.source.reading import Splice


def texts(source: Source, at: Pointer, new: str) -> Iterator[list[Splice]]:
    """Ways to type a text in the place of a value: as it was typed, then as it must be."""
    mark = source.locate(at)
    start, end = mark.start, end_of(source, at)
    typed = source.text[start:end]
    newline = newline_of(source)
    if typed.startswith("|"):
        header = typed.partition("\n")[0].rstrip("\r")
        yield [(start, end, block(header, new, indent_of(source, at), newline))]
    elif "\n" not in new:
        for way in ways_on_a_line(new, typed[:1]):
            yield [(start, end, _spaced(source, start, way))]
    yield [(start, end, _spaced(source, start, block("|", new, indent_of(source, at), newline)))]


def _spaced(source: Source, start: int, words: str) -> str:
    """What is typed, a space before it where it would stand right after a colon or a dash."""
    return f" {words}" if source.text[start - 1 : start] in (":", "-") else words


def lists(source: Source, at: Pointer, new: Value) -> Iterator[list[Splice]]:
    """A list on a line in the place of a value."""
    start, end = source.locate(at).start, end_of(source, at)
    # A comment within would be lost.
    if "#" not in source.text[start:end]:
        yield [(start, end, _spaced(source, start, on_a_line(new)))]


def with_item(source: Source, at: Pointer, new: Value) -> Iterator[list[Splice]]:
    """Ways to type one item more in a list."""
    number, whole = int(at[-1]), at[:-1]
    items = source.value(whole)
    newline = newline_of(source)
    if not items:
        indent = indent_of(source, whole)
        start, end = source.locate(whole).start, end_of(source, whole)
        start = len(source.text[:start].rstrip(" "))
        words = f"{newline}{indent}- {spelled(new, indent + '  ', newline)}"
        yield [(start, end, words)]
        return
    beside = (*whole, max(number - 1, 0))
    if not source.is_block(whole):
        words = on_a_line(new)
        end = end_of(source, beside)
        start = source.locate(beside).start
        yield [(end, end, f", {words}")] if number else [(start, start, f"{words}, ")]
        return
    first, end = lines_of(source, beside)
    line = line_start(source, beside)
    lead = re.compile(r"(?: *- )*? *(?=- )").match(source.text, line)
    indent = " " * len(lead[0]) if lead else ""
    words = f"{indent}- {spelled(new, indent + '  ', newline)}"
    if number == 0:
        yield [(first, first, f"{words}{newline}")]
        return
    apart = newline if len(items) > 1 and _are_apart(source, whole) else ""
    yield [(end, end, f"{newline}{apart}{words}")]


def _are_apart(source: Source, whole: Pointer) -> bool:
    """True where an empty line stands between the first two items of a list."""
    end, start = lines_of(source, (*whole, 0))[1], lines_of(source, (*whole, 1))[0]
    return source.text[end:start].count("\n") > 1


def with_key(source: Source, at: Pointer, new: Value, order: list[str]) -> Iterator[list[Splice]]:
    """Ways to type one key more in a group: after the last of those that stand before it in
    `order`, or first.
    """
    group, name = at[:-1], str(at[-1])
    present = [*source.value(group)]
    if not present:
        return
    earlier = order[: order.index(name)] if name in order else order
    before = [key for key in present if key in earlier]
    newline = newline_of(source)
    if not source.is_block(group):
        beside = (*group, before[-1] if before else present[0])
        end, start = end_of(source, beside), source.locate(beside, on_key=True).start
        words = f"{name}: {on_a_line(new)}"
        yield [(end, end, f", {words}")] if before else [(start, start, f"{words}, ")]
        return
    indent = " " * (source.locate((*group, present[0]), on_key=True).column - 1)
    words = f"{name}:{spelled_below(new, indent, newline)}"
    if before:
        end = lines_of(source, (*group, before[-1]))[1]
        yield [(end, end, f"{newline}{indent}{words}")]
        return
    start = source.locate((*group, present[0]), on_key=True).start
    yield [(start, start, f"{words}{newline}{indent}")]


def without(source: Source, at: Pointer) -> Iterator[list[Splice]]:
    """Ways to take a value out with its lines, or within its line."""
    text = source.text
    holder = source.value(at[:-1])
    if source.is_block(at[:-1]) and len(holder) > 1:
        start, end = lines_of(source, at)
        following = text.find("\n", end) + 1 or len(text)
        # The empty lines above an item go with it; the last item of a file ends it.
        lead = len(text[:start].rstrip(" \r\n"))
        lead = text.find("\n", lead) + 1
        yield [(lead if lead < start and lead else start, following, "")]
        keys = [*keys_of(holder)]
        if at[-1] == keys[0]:
            # The first stands on the line of the dash that its group or its list has.
            start = source.locate(at, on_key=True).start
            yield [(start, source.locate((*at[:-1], keys[1]), on_key=True).start, "")]
    elif len(holder) > 1:
        keys = [*keys_of(holder)]
        place = keys.index(at[-1])
        start = source.locate(at, on_key=True).start
        if place + 1 < len(keys):
            yield [(start, source.locate((*at[:-1], keys[place + 1]), on_key=True).start, "")]
        else:
            yield [(end_of(source, (*at[:-1], keys[place - 1])), end_of(source, at), "")]


def swapped(
    source: Source, stretch: Callable[[Source, Pointer], tuple[int, int]], *items: Pointer
) -> list[Splice]:
    """Two items, each where the other stood."""
    first, second = sorted(stretch(source, at) for at in items)
    text = source.text
    return [(*first, text[second[0] : second[1]]), (*second, text[first[0] : first[1]])]
