"""Where the values of a document that was sent out stand in the plan by now: items of lists may
have come or gone above them since.

A value is known by its words, what stands around it, and what kind of value it is; an item of a
list by the values that it holds.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from msgspec.structs import replace

from generator.context import Printed
from generator.findings import Pointer
from generator.word.provenance import Anchor, Provenance

_MOST_VALUES = 3_000
"""Values that are laid beside each other; about ten times what a plan has."""
_GONE = 1_000_000
"""Added to the number of an item that is not there any more."""
Moves = Mapping[Pointer, Pointer]


def as_now(sent: Provenance, shown: Sequence[Printed]) -> Provenance:
    """The table of what was sent out, with the places that its values have in the plan by now;
    `shown` is what the plan shows.
    """
    anchors = [anchor for anchor in sent.anchors.values() if not anchor.fact]
    before = [(anchor.at, anchor.block, anchor.text) for anchor in anchors]
    if {*before} <= {*shown} or max(len(before), len(shown)) > _MOST_VALUES:
        return sent
    moves = _moves(before, shown)
    if all(one == other for one, other in moves.items()):
        return sent
    taken = {*moves.values()}
    placed = {name: _placed(anchor, moves, taken) for name, anchor in sent.anchors.items()}
    return replace(sent, anchors=placed)


def _placed(anchor: Anchor, moves: Moves, taken: set[Pointer]) -> Anchor:
    return replace(anchor, at=_place(anchor.at, moves, taken))


def _place(at: Pointer, moves: Moves, taken: set[Pointer]) -> Pointer:
    """Where a value stands by now; one of an item that is gone stands where no other does."""
    for depth in range(len(at), 0, -1):
        own = at[:depth]
        if own in moves:
            return (*moves[own], *at[depth:])
        if own in taken and isinstance(own[-1], int):
            return (*_place(own[:-1], moves, taken), own[-1] + _GONE, *at[depth:])
    return at


def _moves(before: Sequence[Printed], shown: Sequence[Printed]) -> dict[Pointer, Pointer]:
    """The items of lists, each with where it is by now: where most of its values are."""
    one, other = (_keys(values) for values in (before, shown))
    votes: dict[Pointer, Counter[Pointer]] = defaultdict(Counter)
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for first, second, length in matcher.get_matching_blocks():
        for n in range(length):
            _vote(votes, before[first + n][0], shown[second + n][0])
    chosen = {item: counts.most_common(1)[0][0] for item, counts in votes.items()}
    # Two items cannot be one: what is claimed twice is nobody's.
    claims = Counter(chosen.values())
    return {item: place for item, place in chosen.items() if claims[place] == 1}


def _vote(votes: dict[Pointer, Counter[Pointer]], one: Pointer, other: Pointer) -> None:
    for depth, step in enumerate(one, 1):
        if isinstance(step, int):
            votes[one[:depth]][other[:depth]] += 1


def _keys(values: Iterable[Printed]) -> list[tuple[Pointer, str]]:
    """What a value is known by: its words, and its place without numbers."""
    return [(_unnumbered(at), text) for at, _, text in values]


def _unnumbered(at: Pointer) -> Pointer:
    return tuple(step for step in at if isinstance(step, str))
