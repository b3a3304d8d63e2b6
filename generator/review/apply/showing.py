"""What a plan is to show once some changes are made, held against what it then shows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from generator.context import Printed
from generator.findings import Pointer

Shown = tuple[Pointer, str]
"""What is shown of a value: its place and its words."""


class Item(Struct, frozen=True):
    """An item of a list that goes, or that comes beside another, `at`: its values, by their places
    in it.
    """

    at: Pointer
    comes: bool
    is_after: bool = True
    texts: tuple[Shown, ...] = ()
    order: int = 0
    """Which it is of those that come in one place."""
    key: str = ""
    """What a new one is called, where the list is a group of keys: years."""

    @property
    def place(self) -> str | float:
        """Where it stands among the items that there are."""
        if self.key or isinstance(self.at[-1], str):
            return self.key or str(self.at[-1])
        if not self.comes:
            return int(self.at[-1])
        return int(self.at[-1]) + (0.5 if self.is_after else -0.5) + self.order / 1_000


class Wanted(Struct, frozen=True):
    """A value that is to be shown: where it was, where it will be, its words, and whether it is new
    or changed.
    """

    was: Pointer
    at: Pointer
    text: str
    is_own: bool


def wanted(
    shown: Iterable[Printed],
    expected: Mapping[Printed, Sequence[Shown]],
    items: Sequence[Item],
    length: Mapping[Pointer, int],
) -> list[Wanted]:
    """All that a plan is to show, in order; `length` tells how many items each list has."""
    every = [*_changed(shown, expected)]
    # What goes may be what another comes beside.
    for item in sorted(items, key=lambda item: not item.comes):
        every = _with_item(every, item)
    numbers = _numbers(items, length)
    return [
        Wanted(was, _renumbered(place, numbers), text, is_own) for was, place, text, is_own in every
    ]


_Entry = tuple[Pointer, tuple[str | float, ...], str, bool]


def _changed(
    shown: Iterable[Printed], expected: Mapping[Printed, Sequence[Shown]]
) -> Iterator[_Entry]:
    for key in shown:
        if key in expected:
            yield from ((at, at, text, True) for at, text in expected[key])
        else:
            yield key[0], key[0], key[2], False


def _with_item(every: list[_Entry], item: Item) -> list[_Entry]:
    """What is shown with an item more, or without one."""
    depth = len(item.at)
    own = [n for n, (_, place, _, _) in enumerate(every) if place[:depth] == item.at]
    if not item.comes:
        return [entry for n, entry in enumerate(every) if n not in set(own)]
    if not own:
        return every
    start = _after(every, item, own[-1]) if item.is_after else own[0]
    place = (*item.at[:-1], item.place)
    new: list[_Entry] = [(item.at, (*place, *within), text, True) for within, text in item.texts]
    return [*every[:start], *new, *every[start:]]


def _after(every: list[_Entry], item: Item, last: int) -> int:
    """Where a new item begins: after the one that it stands beside, and others that came there."""
    depth, start = len(item.at), last + 1
    for number in range(start, len(every)):
        place = every[number][1]
        is_new = place[: depth - 1] == item.at[:-1] and isinstance(place[depth - 1], float)
        if not is_new:
            break
        start = number + 1
    return start


Numbers = dict[Pointer, dict[float, int]]


def _numbers(items: Sequence[Item], length: Mapping[Pointer, int]) -> Numbers:
    """The number that each item of the changed lists will have."""
    of_list: dict[Pointer, list[Item]] = defaultdict(list)
    for item in items:
        if not isinstance(item.place, str):
            of_list[item.at[:-1]].append(item)
    found: Numbers = {}
    for whole, own in of_list.items():
        gone = {item.place for item in own if not item.comes}
        places = [float(n) for n in range(length[whole]) if n not in gone]
        places += [float(item.place) for item in own if item.comes]
        found[whole] = {place: n for n, place in enumerate(sorted(places))}
    return found


def _renumbered(place: Sequence[str | float], numbers: Numbers) -> Pointer:
    made: list[str | int] = []
    for depth, step in enumerate(place):
        if isinstance(step, str):
            made.append(step)
        else:
            of_list = numbers.get(tuple(place[:depth]), {})  # type: ignore[arg-type]
            made.append(of_list.get(step, step))  # type: ignore[arg-type]
    return tuple(made)
