"""A value that is no running text, as it is to be shown -> ways to type it in the plan's file.

What a person wrote is read as its kind of content reads it; what is left empty goes.
"""

from collections.abc import Iterator, Sequence

from generator import retype, swedish
from generator.content.kind import RefusedError, Typed
from generator.findings import Pointer
from generator.plan import Plan
from generator.retype import NotTypedError, Read
from generator.source import Source
from generator.source.reading import Splice, difference
from generator.values import PLACEHOLDER

_NOT_HERE = "uppgiften går inte att skriva så i filen; gör det för hand"


def typed(plan: Plan, at: Pointer, after: str) -> Typed | None:
    """What is typed for a value that is no text, as its kind of content knows; None for other
    values. Raises RefusedError.
    """
    if (own := plan.typed(at, after)) is not None:
        return [*own]
    ways = (content.typed(at, after, plan) for content in plan.contents())
    return next((way for way in ways if way is not None), None)


def emptied(at: Pointer) -> Iterator[Typed]:
    """Ways to leave a value out: a cell of a row is empty, what has a key of its own goes with
    it.
    """
    yield [(at, "")] if isinstance(at[-1], int) else [(at, None)]


def splices(source: Source, values: Typed, read: Read) -> list[Splice]:
    """The splices that type some values, each in the style of what it stands in the place of.
    Raises RefusedError.
    """
    if all(_is_scalar(source, place) and isinstance(new, str) and new for place, new in values):
        return [in_style(source, place, str(new)) for place, new in values]
    return [difference(source.text, _retyped(source, values, read))]


def in_style(source: Source, at: Pointer, new: str) -> Splice:
    """Another value in the place of a scalar, in the quotation marks that it has; an amount without
    spaces stays so.
    """
    mark = source.locate(at)
    typed_before = source.text[mark.start : mark.end]
    quote = typed_before[:1] if typed_before[:1] in ("'", '"') else ""
    if typed_before.strip("'\"").isdecimal():
        new = new.replace(" ", "")
    if quote and PLACEHOLDER in typed_before:
        quote = ""
    return mark.start, mark.end, f"{quote}{new}{quote}"


def amount_typed(source: Source, at: Pointer, amount: int) -> Splice:
    """An amount in SEK in the place of another, in its style."""
    return in_style(source, at, swedish.typed(amount))


def _is_scalar(source: Source, at: Pointer) -> bool:
    return has(source, at) and isinstance(source.value(at), str)


def has(source: Source, at: Pointer) -> bool:
    """True if there is a value at a place."""
    value = source.data
    for step in at:
        is_there = (
            step in value
            if isinstance(value, dict)
            else isinstance(value, list) and isinstance(step, int) and step < len(value)
        )
        if not is_there:
            return False
        value = value[step]
    return True


def _retyped(source: Source, values: Typed, read: Read) -> str:
    """The text with some values typed, one after the other. Raises RefusedError."""
    try:
        for place, new in _in_turn(source, values):
            if new is None:
                text = retype.removed(source, place, read)
            elif has(source, place):
                text = retype.retyped(source, place, new, read)
            else:
                order = [values[0][0][-1], place[-1]]
                text = retype.added(source, place, new, map(str, order), read)
            source = read(text)
    except NotTypedError:
        raise RefusedError(_NOT_HERE) from None
    return source.text


def _in_turn(source: Source, values: Typed) -> Sequence[tuple[Pointer, str | list[str] | None]]:
    """Those that are to be typed; what is to go and is not there is done already."""
    return [(place, new) for place, new in values if new is not None or has(source, place)]
