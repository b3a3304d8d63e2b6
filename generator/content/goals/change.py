"""What changed among goals, which are known by their names and the names above them."""

from collections.abc import Iterator, Sequence
from typing import Any

from generator import swedish
from generator.content.goals.records import FIELDS, Place, Tree
from generator.content.kind import Change


def changes(tree: Tree, older: Tree | None) -> Iterator[Change]:
    """What is new, gone, moved or changed, by name."""
    before, after = list(older.places()) if older else [], list(tree.places())
    pairs = dict(_same(before, after))
    for number, place in enumerate(after):
        if number in pairs:
            yield from _changed(tree.told(place), before[pairs[number]], place)
        else:
            yield Change("mål", tree.told(place), "", place.where, place.goal.called.at)
    stayed = set(pairs.values())
    for number, place in enumerate(before):
        if older and number not in stayed:
            yield _gone(older, place)


def gone(tree: Tree) -> Iterator[Change]:
    """Every goal."""
    for place in tree.places():
        yield _gone(tree, place)


def _gone(tree: Tree, place: Place) -> Change:
    return Change("mål", tree.told(place), place.where, "", place.goal.called.at)


def _same(before: Sequence[Place], after: Sequence[Place]) -> Iterator[tuple[int, int]]:
    """The goals of two plans that are each other, as places in the newer and the older list: those
    of one name under those of the same names first, then those of one name anywhere.
    """
    left, waiting = dict(enumerate(before)), dict(enumerate(after))
    for known_by in (lambda place: (place.key, place.above), lambda place: place.key):
        # The first of several that are alike is taken first: they lie last, to be popped.
        by_key: dict[Any, list[int]] = {}
        for number, place in reversed(left.items()):
            by_key.setdefault(known_by(place), []).append(number)
        for number, place in list(waiting.items()):
            if alike := by_key.get(known_by(place)):
                found = alike.pop()
                yield number, found
                del left[found], waiting[number]


def _changed(told: str, was: Place, now: Place) -> Iterator[Change]:
    """What is otherwise of a goal."""
    at = now.goal.called.at
    if was.above[-1:] != now.above[-1:]:
        yield Change("mål", told, was.where, now.where, at)
    for title, of in (*FIELDS, ("Text", lambda goal: goal.text)):
        before, after = (swedish.folded(str(of(one.goal) or "")) for one in (was, now))
        if before != after:
            yield Change("mål", f"{told}, {title.lower()}", before, after, at)
