"""The declared Context as the template's names walk it: what is where, of which type, and when a
text that may be empty is not.
"""

import typing
from collections.abc import Iterable, Iterator
from functools import cache
from types import UnionType
from typing import Annotated, Any, NamedTuple, get_args, get_origin

from generator.context.shape import Context
from generator.shown import Filled, Heading, Inline
from generator.values import Text

Path = tuple[str, ...]
Fact = tuple[Path, bool]
ITEM = "*"


class Value(NamedTuple):
    """What a name stands for: where it lies in the Context, and its declared type (Any: not
    known).
    """

    path: Path
    hint: Any


UNKNOWN = Value((), Any)
ROOT = Value((), Context)


def members(value: Value) -> dict[str, Value]:
    """The parts of a value by name; none for a text, a number or a list."""
    hint = plain(value.hint)
    if not typing.is_typeddict(hint):
        return {}
    return {key: Value((*value.path, key), part) for key, part in _declared(hint).items()}


@cache
def _declared(record: type) -> dict[str, Any]:
    return typing.get_type_hints(record, include_extras=True)


def leaves(value: Value = ROOT) -> Iterator[Value]:
    """Every text of the declared Context."""
    hint = plain(value.hint)
    if get_origin(hint) is list:
        yield from leaves(item(value))
    elif hint in (Text, Heading, Inline):
        yield value
    for member in members(value).values():
        yield from leaves(member)


def plain(hint: Any) -> Any:
    """A type without its notes, and without None."""
    if get_origin(hint) is Annotated:
        return plain(get_args(hint)[0])
    return (
        next(part for part in get_args(hint) if part is not type(None))
        if isinstance(hint, UnionType)
        else hint
    )


def item(value: Value) -> Value:
    """What a list holds."""
    return Value((*value.path, ITEM), get_args(plain(value.hint))[0])


@cache
def _note(hint: Any) -> Filled | None:
    """When a text of a type that may be empty is not; None for one that never is."""
    return next((note for note in get_args(hint)[1:] if isinstance(note, Filled)), None)


def is_filled(leaf: Value, facts: Iterable[Fact]) -> bool:
    """True if a text has words in it wherever the facts hold."""
    note = _note(leaf.hint)
    return note is None or any(
        known == (leaf.path, True) or (note.sure and _decides(note, leaf, known) == note.value)
        for known in facts
    )


def is_empty(leaf: Value, fact: Fact) -> bool:
    """True if there is no such text wherever a fact holds: it, or a list or record around it, is
    empty.
    """
    path, truth = fact
    if not truth and leaf.path[: len(path)] == path:
        return True
    note = _note(leaf.hint)
    if note is None or not note.only:
        return False
    return _decides(note, leaf, fact) == (not note.value)


def _decides(note: Filled, leaf: Value, fact: Fact) -> bool | None:
    """The truth of a fact if it is what the note speaks of, else None."""
    *around, key = fact[0]
    return fact[1] if key == note.key and leaf.path[: len(around)] == tuple(around) else None
