"""Two sequences -> pairs: which old item stands for which new one. Equal items first; in what lies
between, the most alike.

Time grows as n log n with the length of the sequences: stretches between equal items are paired by
likeness only in pieces of a bounded size.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from itertools import pairwise
from typing import TypeVar

T = TypeVar("T")
Pair = tuple[T | None, T | None]

_MOST = 48
"""Items on either side of a stretch that are compared each with each."""


def align(
    old: Sequence[T],
    new: Sequence[T],
    key: Callable[[T], Hashable],
    likeness: Callable[[T, T], float],
) -> list[Pair[T]]:
    """Pairs in both orders; (old, None) was removed, (None, new) added. Items of likeness 0 are
    never paired.
    """
    pairs: list[Pair[T]] = []
    i = j = 0
    for a, b in [
        *_equal([key(item) for item in old], [key(item) for item in new]),
        (len(old), len(new)),
    ]:
        between: list[Pair[T]] = _alike(old[i:a], new[j:b], likeness)
        pairs += between
        if a < len(old) and b < len(new):
            pairs.append((old[a], new[b]))
        i, j = a + 1, b + 1
    return pairs


def _equal(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Positions of equal items in the same order: those at both ends, then those that stand equally
    often on both sides, each way inwards.
    """
    found: list[tuple[int, int]] = []
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        i, i_end, j, j_end = waiting.pop()
        while i < i_end and j < j_end and old[i] == new[j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        while i < i_end and j < j_end and old[i_end - 1] == new[j_end - 1]:
            i_end, j_end = i_end - 1, j_end - 1
            found.append((i_end, j_end))
        chain = (
            _longest(_twins(old, new, (i, i_end), (j, j_end))) if i < i_end and j < j_end else []
        )
        for a, b in [*chain, (i_end, j_end)] if chain else []:
            waiting.append((i, a, j, b))
            i, j = a + 1, b + 1
        found += chain
    return sorted(found)


def _twins(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    within: tuple[int, int],
    new_within: tuple[int, int],
) -> list[tuple[int, int]]:
    """The n:th of an item with the n:th of its equals, where there are equally many in both
    stretches.
    """
    places: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for i in range(*within):
        places[old[i]][0].append(i)
    for j in range(*new_within):
        places[new[j]][1].append(j)
    return sorted(
        pair for a, b in places.values() if len(a) == len(b) for pair in zip(a, b, strict=True)
    )


def _longest(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain of pairs that rises on both sides (pairs are sorted by the first)."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int | None] = []
    for place, (_, b) in enumerate(pairs):
        length = bisect_left(ends, b)
        before.append(last[length - 1] if length else None)
        ends[length : length + 1] = [b]
        last[length : length + 1] = [place]
    chain: list[tuple[int, int]] = []
    place_or_none = last[-1] if last else None
    while place_or_none is not None:
        chain.append(pairs[place_or_none])
        place_or_none = before[place_or_none]
    return chain[::-1]


def _alike(old: Sequence[T], new: Sequence[T], likeness: Callable[[T, T], float]) -> list[Pair[T]]:
    """A stretch without equal items, in pieces that are as long a part of it on both sides."""
    pieces = max(1, -(-len(old) // _MOST), -(-len(new) // _MOST)) if old and new else 1
    cuts = [(len(old) * n // pieces, len(new) * n // pieces) for n in range(pieces + 1)]
    found: list[Pair[T]] = []
    for (i, j), (i_end, j_end) in pairwise(cuts):
        piece: list[Pair[T]] = _most_alike(old[i:i_end], new[j:j_end], likeness)
        found += piece
    return found


def _most_alike(
    old: Sequence[T], new: Sequence[T], likeness: Callable[[T, T], float]
) -> list[Pair[T]]:
    """The pairs in order whose likeness is largest in sum."""
    rows, columns = len(old), len(new)
    alike: list[list[float]] = []
    for a in old:
        alike.append([likeness(a, b) for b in new])
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            paired = best[i + 1][j + 1] + alike[i][j] if alike[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    found: list[Pair[T]] = []
    i = j = 0
    while i < rows and j < columns:
        if alike[i][j] and best[i][j] == best[i + 1][j + 1] + alike[i][j]:
            found.append((old[i], new[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            found.append((old[i], None))
            i += 1
        else:
            found.append((None, new[j]))
            j += 1
    return [*found, *((item, None) for item in old[i:]), *((None, item) for item in new[j:])]
