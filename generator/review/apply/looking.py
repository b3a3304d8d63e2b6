"""How running text looks, sign by sign: what must stay as it was, and what a reviewer made."""

from collections.abc import Iterator, Sequence

from generator import context
from generator.context import Printed
from generator.findings import Pointer
from generator.ooxml.reviewed.stretches import address_of
from generator.plan import Plan
from generator.review.writeback import Blocks, Change, joins, paragraphs
from generator.values import Text

Leaf = Text | context.Inline


def is_of_looks(change: Change, shown: str) -> bool:
    """True for a change that lets words that stay look otherwise."""
    is_same = change.text == shown[change.start : change.end]
    return is_same and bool(change.text) and not change.removes


def _wanted(change: Change, old: Sequence[tuple[str, object]]) -> Iterator[object]:
    """How the characters of a new text are to look: bold, italic, and the address of a link; None
    where it is not known. What stays keeps its link.
    """
    stays = is_of_looks(change, "".join(sign for sign, _ in old))
    for number in range(len(change.text)):
        look = change.looks[number] if number < len(change.looks) else None
        if look is None:
            yield None
            continue
        told = look.split(", ")
        bold, italic = "fet" in told, "kursiv" in told
        address = address_of(look)
        known = old[change.start + number][1] if stays else None
        if isinstance(known, tuple):
            address = address or known[2]
        yield (bold, italic, address) if address or stays else (bold, italic)


def is_look(wanted: object, found: object) -> bool:
    """True if a character looks as it should: a new one is bold and italic as it was written."""
    if wanted is None or wanted == found:
        return True
    if not isinstance(wanted, tuple) or not isinstance(found, tuple) or len(wanted) == _OLD:
        return False
    return wanted == found[: len(wanted)]


class Leaves:
    """What plans show, made once for each of the last ones asked for, and for the first."""

    def __init__(self) -> None:
        self._kept: list[tuple[Plan, list[Leaf]]] = []

    def of(self, plan: Plan) -> list[Leaf]:
        """All that a plan shows, in order."""
        for known, leaves in self._kept:
            if known is plan:
                return leaves
        made = [*context.leaves(context.make(plan))]
        self._kept = [*self._kept[:1], *self._kept[1:][-1:], (plan, made)]
        return made

    def printed(self, plan: Plan) -> list[Printed]:
        """Every value that a plan shows, in order."""
        return [
            (leaf.at, leaf.block if isinstance(leaf, context.Inline) else None, str(leaf))
            for leaf in self.of(plan)
            if leaf.at and str(leaf)
        ]


Looks = tuple[str, list[tuple[str, object]]]
"""A paragraph: of which kind it is, and each of its characters with how it looks (None: not
known)."""


def looks(leaves: Leaves, plan: Plan, at: Pointer) -> list[Looks]:
    """The paragraphs of some running text as they are shown, in the order of the file."""
    prose = next((prose for prose in plan.proses if prose.at == at), None)
    own = [leaf for leaf in leaves.of(plan) if isinstance(leaf, context.Inline) and leaf.at == at]
    shown = sorted(own, key=lambda leaf: leaf.block or 0)
    found: list[Looks] = []
    for block, inline in zip(prose.blocks if prose else (), shown, strict=False):
        signs: list[tuple[str, object]] = []
        for piece in inline.pieces:
            look = (piece.bold, piece.italic, piece.link, bool(piece.page_of))
            signs += [(sign, look) for sign in piece.text]
        found.append((block.kind, signs))
    return found


_OLD = 4
"""Looks that are known of a character that stays."""


def parts(old: list[tuple[str, object]], changes: Sequence[Change], own: str) -> list[Looks]:
    """The paragraphs that one of running text becomes."""
    kept = [*old]
    kinds = paragraphs(changes, own) if changes else [[own]]
    for change in reversed(changes):
        kept[change.start : change.end] = list(zip(change.text, _wanted(change, old), strict=True))
    flat = [kind for of_change in kinds for kind in of_change[:-1]] + [kinds[-1][-1]]
    return [(kind, part) for kind, part in zip(flat, split(kept), strict=True) if part]


def split(characters: Sequence[tuple[str, object]]) -> list[list[tuple[str, object]]]:
    """Characters by paragraph, without blanks."""
    parts: list[list[tuple[str, object]]] = [[]]
    for character, look in characters:
        if character == "\n":
            parts.append([])
        elif not character.isspace():
            parts[-1].append((character, look))
    return parts


def wanted(leaves: Leaves, plan: Plan, at: Pointer, changes: Blocks) -> list[Looks]:
    """The paragraphs that some running text is to have."""
    found: list[Looks] = []
    is_open = False
    for number, (kind, old) in enumerate(looks(leaves, plan, at)):
        own = changes.get(number, ())
        if any(change.removes for change in own):
            continue
        made = parts(old, own, kind) or [(kind, [])]
        if is_open:
            (before, signs), (_, others) = found.pop(), made.pop(0)
            made.insert(0, (before, [*signs, *others]))
        is_open = joins(own)
        found += made
    return [one for one in found if one[1]]


def found(leaves: Leaves, plan: Plan, at: Pointer) -> list[Looks]:
    """The paragraphs that some running text has, without those of nothing."""
    return [(kind, part) for kind, new in looks(leaves, plan, at) for part in split(new) if part]


def would_turn(leaves: Leaves, plan: Plan, at: Pointer, changes: Blocks) -> str:
    """The kind that words that stay would come to stand in, where it is another; '' for none."""
    every = looks(leaves, plan, at)
    for number, (own, old) in enumerate(every):
        of_block = changes.get(number, ())
        if joins(of_block) and number + 1 < len(every) and every[number + 1][0] != own:
            return every[number + 1][0]
        for kind, part in parts(old, of_block, own):
            stays = any(isinstance(look, tuple) and len(look) == _OLD for _, look in part)
            if kind != own and stays:
                return kind
    return ""
