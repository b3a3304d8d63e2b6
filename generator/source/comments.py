"""The comments of a plan that begin with a certain word, such as FYLL I, and the value that each is
about.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

from msgspec import Struct

from generator.findings import Mark, Pointer
from generator.source.reading import mark_at
from generator.source.record import Source

_ANOTHER = re.compile(r"(?<=\s)#")
"""Where another comment begins on the line of one."""
_MOST = 1000
"""Comments that are read; a text with more of them is no plan."""


class Comment(Struct, frozen=True):
    """A comment, from its # to its end: its words without the first one, its place in the file, and
    the value that it is about.

    On the line of a value it is about that value, or about all that the line holds; alone on a line
    about the value above in the same column, else about the next one.
    """

    at: Pointer
    words: str
    mark: Mark


def comments(source: Source, word: str, *, whole: bool = False) -> Iterator[Comment]:
    """Every comment that begins with `word`, in capitals or not; one that follows another on a line
    counts too, but where a comment is `whole`, whatever # it holds.
    """
    text = source.reading.text
    if "#" not in text:
        return
    groups = {at[:-1] for at in source.marks if at}
    values = sorted(
        (mark for at, mark in source.marks.items() if at not in groups), key=lambda mark: mark.start
    )
    starts = [mark.start for mark in values]
    first = r"[ \u00a0]+".join(map(re.escape, word.split()))
    asks = re.compile(rf"#[ \t]*{first}(?!\w):?", re.IGNORECASE)
    keys = sorted((mark.start, mark.column, at) for at, mark in source.keys.items())
    for match in islice(asks.finditer(text), _MOST):
        line_end = text.find("\n", match.end())
        rest = text[match.end() : line_end if line_end >= 0 else len(text)]
        words = (rest if whole else _ANOTHER.split(rest, maxsplit=1)[0]).rstrip()
        end = match.end() + len(words)
        place = bisect_right(starts, match.start()) - 1
        is_first = match.start() == 0 or text[match.start() - 1] in " \t\n"
        if is_first and not (place >= 0 and _holds(text, values[place], match.start())):
            mark = source.reading.as_typed(mark_at(text, match.start(), end))
            yield Comment(_owner(source, keys, match.start()), words.strip(), mark)


def _holds(text: str, value: Mark, offset: int) -> bool:
    """True if an offset lies in a value's own text; what follows | or > on its line does not."""
    header = (
        text[value.start : value.end].partition("\n")[0]
        if text[value.start : value.start + 1] in ("|", ">")
        else ""
    )
    return value.start + len(header) <= offset < value.end


def _owner(source: Source, keys: list[tuple[int, int, Pointer]], offset: int) -> Pointer:
    """The value that a comment at an offset is about."""
    text = source.reading.text
    line = text.rfind("\n", 0, offset) + 1
    if text[line:offset].strip():
        return _on_line(source, line, offset)
    next_key = bisect_right(keys, (offset,))
    if next_key and keys[next_key - 1][1] == offset - line + 1:
        return keys[next_key - 1][2]
    return keys[next_key][2] if next_key < len(keys) else ()


def _on_line(source: Source, line: int, offset: int) -> Pointer:
    """What a line holds before an offset: its value, or what its values have in common."""
    keys = [at for at, mark in source.keys.items() if line <= mark.start < offset]
    values = [at for at, mark in source.marks.items() if line <= mark.start < offset]
    if not keys:
        return max(values, key=len, default=())
    shared = [steps[0] for steps in zip(*keys, strict=False) if len({*steps}) == 1]
    return tuple(shared) if len(keys) > 1 else keys[0]
