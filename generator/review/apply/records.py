"""A record that comes or goes -> ways to type it in the plan: a meeting, a row of a table or of a
budget, a year's host.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from generator import retype
from generator.content.kind import RefusedError
from generator.findings import Pointer
from generator.plan import Plan
from generator.retype import NotTypedError, Read
from generator.review.apply.showing import Item, Shown
from generator.review.feedback.hunks.hunk import Record
from generator.review.writeback import as_typed, typed
from generator.review.writeback.single import has
from generator.source import Source
from generator.source.reading import Splice

_NOT_TYPED = "raden går inte att skriva i filen; gör det för hand"


def splices(
    source: Source, plan: Plan, record: Record, read: Read
) -> tuple[list[Splice], Pointer, Any]:
    """The splices that add a record, or take one out; where the new one stands, and what it is.
    Raises RefusedError.
    """
    try:
        if not record.comes:
            return retype.removal(source, record.at, read), record.at, None
        at, new = _new(source, plan, record)
        return retype.addition(source, at, new, (), read), at, new
    except NotTypedError:
        raise RefusedError(_NOT_TYPED) from None


def _new(source: Source, plan: Plan, record: Record) -> tuple[Pointer, Any]:
    """Where a new record stands, and what it is."""
    whole, beside = record.at[:-1], record.at[-1]
    if isinstance(beside, str):
        (_, key), (_, text) = record.fields
        if not key.isdecimal() or has(source, (*whole, key)):
            raise RefusedError(_NOT_TYPED)
        return (*whole, key), _typed(plan, record.at, record.at, text)[0][1]
    made: dict[Pointer, Any] = {}
    for within, text in record.fields:
        if not text and isinstance(within[-1], str):
            continue
        at = _model(source, whole, within)
        if at is None:
            raise RefusedError(_NOT_TYPED)
        record_at = at[: len(whole) + 1]
        for place, value in _typed(plan, record_at, at, text):
            if value is not None:
                made[place] = value
    order = [*source.value(record.at)] if isinstance(source.value(record.at), dict) else []
    return (*whole, beside + record.is_after), _built(made, order)


def _model(source: Source, whole: Pointer, within: Pointer) -> Pointer | None:
    """A value of an item of a list that stands in the same place of its item."""
    items = range(len(source.value(whole)))
    places = [(*whole, number, *within) for number in items]
    return next((place for place in places if has(source, place)), None)


def _typed(plan: Plan, record: Pointer, at: Pointer, text: str) -> list[tuple[Pointer, Any]]:
    """What is typed for a value like another, by its places within the record."""
    values = typed(plan, at, text) if text else None
    if values is None:
        return [(at[len(record) :], as_typed(text))]
    return [(place[len(record) :], value) for place, value in values]


def _built(made: dict[Pointer, Any], order: Sequence[str]) -> Any:
    """A record of its values, in the order of another."""
    if all(isinstance(place[0], int) for place in made):
        return [made[place] for place in sorted(made)]
    found: dict[str, Any] = {}
    for place, value in made.items():
        if len(place) == 1:
            found[str(place[0])] = value
        else:
            found.setdefault(str(place[0]), []).append(value)
    keys = [key for key in order if key in found]
    others = [key for key in found if key not in keys]
    return {key: found[key] for key in (*keys, *others)}


def items(record: Record, new_at: Pointer, shown: Sequence[Shown], order: int) -> Iterator[Item]:
    """The item that a plan with the record shows."""
    if not record.comes:
        yield Item(record.at, comes=False)
        return
    own = tuple(
        (place[len(new_at) :], text) for place, text in shown if place[: len(new_at)] == new_at
    )
    key = str(new_at[-1]) if isinstance(new_at[-1], str) else ""
    yield Item(record.at, True, record.is_after, own, order, key)
