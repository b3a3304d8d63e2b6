"""Lines that can be read, and that hardly stand as they were meant: each a trouble, on which the
repairs are tried.
"""

import re
from collections.abc import Iterator
from itertools import chain, islice

from generator.findings import Pointer
from generator.source.builder import Builder, Trouble
from generator.source.page import KEY_LINE, Expected, indent_of, is_item
from generator.source.reading import mark_at

_MOST = 25
"""Of each sort: no more repairs are made."""
_TWICE = re.compile(r"^( *(?:- +)?(\w+):.*)\n\1$", re.MULTILINE)
"""A line of a key, typed twice."""
_LINE = re.compile(r"^ *([^\s#].*)$", re.MULTILINE)
"""A line that says something."""


def suspects(text: str, builder: Builder, expected: Expected) -> Iterator[Trouble]:
    """The suspect lines of a text that `builder` has read, of each sort the first."""
    sorts = (
        _strangers(builder, expected),
        _swallowed(text, builder, expected),
        _emptied(text, builder, expected),
        _without_rows(text, builder),
        _repeated(text, expected),
    )
    return chain.from_iterable(sorts)


def typed_twice(text: str, expected: Expected) -> Iterator[re.Match[str]]:
    """Lines of a key of the plan that stand twice, one right after the other."""
    return (match for match in _TWICE.finditer(text) if match[2] in expected.keys)


def _strangers(builder: Builder, expected: Expected) -> Iterator[Trouble]:
    """Keys that the plan has elsewhere: most likely their line stands too far in or out."""
    for at in islice(expected.strangers(builder.root), _MOST):
        is_known = at[-1] in expected.keys
        if (is_known or _follows_nothing(builder, at)) and at in builder.keys:
            mark = builder.keys[at]
            yield Trouble("strange", mark, (mark.line - 1,), at[:-1])


def _follows_nothing(builder: Builder, at: Pointer) -> bool:
    """True if the key above one in its group has no value: that key may be the value."""
    group = builder.root
    for step in at[:-1]:
        group = group[step]
    keys = list(group)
    before = keys[: keys.index(at[-1])][-1:]
    return any(group[key] is None for key in before)


def _swallowed(text: str, builder: Builder, expected: Expected) -> Iterator[Trouble]:
    """The first line of each running text that looks like a key of the plan: most likely it stands
    too far in.
    """
    for block in builder.blocks[:_MOST]:
        lines = KEY_LINE.finditer(text, block.start + 1, block.end)
        if match := next((match for match in lines if match[2] in expected.keys), None):
            yield _strange(text, match.start(2), match.end(2))


def _emptied(text: str, builder: Builder, expected: Expected) -> Iterator[Trouble]:
    """The first line below each running text that is empty, where no key of the plan stands: most
    likely it is the text.
    """
    for block in builder.empty[:_MOST]:
        line = _LINE.search(text, text.find("\n", block.start) + 1)
        key = KEY_LINE.match(line[0]) if line else None
        if line and not (key and key[2] in expected.keys):
            yield _strange(text, line.start(1), line.end())


def _without_rows(text: str, builder: Builder) -> Iterator[Trouble]:
    """The first line below each key without a value, where it is a row that stands further out:
    most likely it is one of the key's own.
    """
    for bare in builder.bare[:_MOST]:
        line = _LINE.search(text, text.find("\n", bare.start) + 1)
        key = KEY_LINE.match(text, text.rfind("\n", 0, bare.start) + 1)
        if line and key and is_item(line[0]) and indent_of(line[0]) < len(key[1]):
            yield _strange(text, line.start(1), line.end())


def _repeated(text: str, expected: Expected) -> Iterator[Trouble]:
    """The second of two lines that are typed twice."""
    for match in islice(typed_twice(text, expected), _MOST):
        yield _strange(text, match.end() - len(match[1].lstrip()), match.end())


def _strange(text: str, start: int, end: int) -> Trouble:
    mark = mark_at(text, start, end)
    return Trouble("strange", mark, (mark.line - 1,))
