"""What changed in a calendar: times, days and hosts, group by group."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from generator.content.calendar.records import Group, Occasion
from generator.content.calendar.show import day_in_words, hosts_of, times_in_words
from generator.content.kind import Change
from generator.findings import Pointer
from generator.swedish import listing

if TYPE_CHECKING:
    from generator.plan import Plan


class Told(Struct, frozen=True):
    """An occasion as it is told, where it stands in the plan, where in the year (from 0), and
    whether it is one announced for the next.
    """

    told: str
    at: Pointer
    place: int
    announced: bool


Pair = tuple[Told | None, Told | None]


def changes(
    old_groups: Sequence[Group], new_groups: Sequence[Group], old: "Plan", new: "Plan"
) -> Iterator[Change]:
    """What changed between the groups of two years, each known by its name; the n:th of a name is
    the n:th of it.
    """
    before, after = _by_name(old_groups), _by_name(new_groups)
    for name in dict.fromkeys((*after, *before)):
        one, other = before.get(name), after.get(name)
        title, _ = name
        if one:
            title = old.filled(one.title)
        if other:
            title = new.filled(other.title)
        times = [times_in_words(group) if group else "" for group in (one, other)]
        if times[0] != times[1] and other:
            yield Change("tid", title, times[0], times[1], other.at)
        yield from _days(title, _occasions(old, one), _occasions(new, other))


def _by_name(groups: Sequence[Group]) -> dict[tuple[str, int], Group]:
    """Groups by their names, and how many of that name came before."""
    found: dict[tuple[str, int], Group] = {}
    seen: Counter[str] = Counter()
    for group in groups:
        found[group.called, seen[group.called]] = group
        seen[group.called] += 1
    return found


def _occasions(plan: "Plan", group: Group | None) -> list[Told]:
    return [_told(plan, group, event) for event in group.occasions] if group else []


def _told(plan: "Plan", group: Group, event: Occasion) -> Told:
    hosts = hosts_of(plan, group, event)
    asides = [listing(hosts)] if hosts else []
    if event.undecided:
        asides = ["värd ej bestämd"]
    if event.note:
        asides.append(plan.filled(event.note))
    aside = ", ".join(asides)
    place = event.first.month * 31 + (event.first.day or 15)
    words = day_in_words(event, year=True) + (f" ({aside})" if aside else "")
    return Told(words, event.at, place, event in group.previews)


def _days(title: str, old: list[Told], new: list[Told]) -> Iterator[Change]:
    """Occasions that changed: as many as before are the same ones in order, else those nearest in
    the year.
    """
    pairs: list[Pair] = (
        list(zip(old, new, strict=True)) if len(old) == len(new) else _nearest(old, new)
    )
    for before, after in pairs:
        one, other = (occasion.told if occasion else "" for occasion in (before, after))
        found = after or before
        if one != other and found:
            yield Change("dag", title, one, other, found.at)


def _nearest(old: list[Told], new: list[Told]) -> list[Pair]:
    """The pairs in order that lie nearest each other in the year, of meetings and of announced ones
    each for themselves.
    """
    best: dict[tuple[int, int], int] = {}
    for i in range(len(old), -1, -1):
        for j in range(len(new), -1, -1):
            tries = [best[i + 1, j]] if i < len(old) else []
            tries += [best[i, j + 1]] if j < len(new) else []
            tries += (
                [best[i + 1, j + 1] + _nearness(old[i], new[j])]
                if i < len(old) and j < len(new)
                else []
            )
            best[i, j] = max(tries, default=0)
    found: list[Pair] = []
    i = j = 0
    while i < len(old) or j < len(new):
        if (
            i < len(old)
            and j < len(new)
            and best[i, j] == best[i + 1, j + 1] + _nearness(old[i], new[j]) > best[i + 1, j + 1]
        ):
            found.append((old[i], new[j]))
            i, j = i + 1, j + 1
        elif i < len(old) and (j == len(new) or best[i, j] == best[i + 1, j]):
            found.append((old[i], None))
            i += 1
        else:
            found.append((None, new[j]))
            j += 1
    return found


def _nearness(one: Told, other: Told) -> int:
    """From 0 (three weeks apart, or of another kind) to 21 (the same day of the year)."""
    return max(0, 21 - abs(one.place - other.place)) if one.announced == other.announced else 0
