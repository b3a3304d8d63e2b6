"""Changed running text -> ways to change its Markdown so that it is shown, the plainest first."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from generator.content.kind import RefusedError
from generator.ooxml.reviewed.stretches import LINK
from generator.paragraphs import BULLET, LINE_BREAK, NUMBERED, PICTURE, PLAIN, Block
from generator.plan import Plan
from generator.prose import parse
from generator.review.writeback.changes import Blocks, Change, as_typed, paragraphs
from generator.review.writeback.dressed import dressed_edges, look_of, with_markup
from generator.review.writeback.ways import block_way
from generator.source.reading import Splice, difference, spliced
from generator.values import Prose

_FIRST_SIGNS = {BULLET: "- ", NUMBERED: "1. "}
"""What items begin with in a text that has none of their kind."""
_ALONE = (PLAIN, PICTURE)
"""Kinds of paragraphs with a blank line around them."""
_SEVERAL_LOOKS = "orden ser redan olika ut; skriv **fet** och *kursiv* i filen för hand"
_NUMBER = re.compile(r"(\d+)\.\s+$")
_MEANS_SOMETHING = re.compile(r"([\\*_\[\]<>#`~|])")


class _How(Struct, frozen=True):
    """How words are typed: with escaped signs, with the asterisks around what they stand in the
    place of, as Markdown of how they look, or as a paragraph of the same words was typed.
    """

    escaped: bool = False
    widened: bool = False
    dressed: bool = False
    copied: bool = False


def edits(plan: Plan, prose: Prose, changes: Blocks) -> Iterator[list[Splice]]:
    """Edits of a text's Markdown that may show it with changes made. Raises RefusedError."""
    writer = _Writer(plan, prose, changes)
    every = [change for of_block in changes.values() for change in of_block]
    if writer.is_of_looks():
        yield from writer.looking_otherwise()
        return
    plain = [
        _How(escaped=escaped, widened=widened)
        for escaped in (False, True)
        for widened in (False, True)
    ]
    is_dressed = any(any(change.looks) for change in every)
    dressed = [_How(dressed=True), _How(escaped=True, dressed=True)] if is_dressed else []
    copied = [_How(copied=True)] if writer.has_a_model(every) else []
    for how in [*copied, *dressed, *plain]:
        made = writer.edits(how)
        counted = _counted(prose, spliced(prose.text, made))
        yield made if counted is None else [difference(prose.text, counted)]


class _Writer:
    """Writes the changes of one text."""

    def __init__(self, plan: Plan, prose: Prose, changes: Blocks) -> None:
        self._plan, self._prose = plan, prose
        self._changes = {n: of_block for n, of_block in changes.items() if n is not None}
        self._ways = {
            number: block_way(prose.text, prose.blocks[number], plan) for number in self._changes
        }

    def edits(self, how: _How) -> list[Splice]:
        """All changes, typed in one way."""
        made: list[Splice] = []
        for number, changes in self._changes.items():
            if any(change.removes for change in changes):
                made.append(_without_block(self._prose, number))
                continue
            made += _around(self._prose, number, changes) if changes else ()
            every = paragraphs(changes, self._prose.blocks[number].kind)
            for change, kinds in zip(changes, every, strict=True):
                made.append(self._edit(number, change, kinds, how))
        return made

    def _edit(self, number: int, change: Change, kinds: Sequence[str], how: _How) -> Splice:
        text, way, block = self._prose.text, self._ways[number], self._prose.blocks[number]
        start, end = way.replaced(change.start, change.end, change.text)
        if change.joins:
            start = way.end if change.start == len(str(block)) else start
            end = self._start_of_next(number)
        if how.widened and start < end:
            start, end = _with_markup(text, start, end)
        if start < end and not change.text:
            start, end = _with_link(text, start, end)
        pieces = self._pieces(change, how)
        edges = (start == block.within[0], end == way.end and not change.joins)
        words = _in_paragraphs(pieces, kinds, _Signs(self._prose, number), edges)
        while words.startswith("\n") and text[start - 1 : start] == " ":
            start -= 1
        return start, end, words

    def _start_of_next(self, number: int) -> int:
        if number + 1 >= len(self._prose.blocks):
            raise RefusedError(
                "stycket efter hör till en annan text; slå ihop dem i filen för hand"
            )
        return self._prose.blocks[number + 1].within[0]

    def _pieces(self, change: Change, how: _How) -> list[str]:
        """The words of a change by paragraph, as they are typed."""
        words = as_typed(change.text)
        if how.copied:
            pieces = [self._as_another(piece) or piece for piece in words.split("\n")]
            return [piece.replace(LINE_BREAK, "\\\n") for piece in pieces]
        escape = _MEANS_SOMETHING if how.escaped else None
        if how.dressed and len(words) == len(change.text):
            words = with_markup(words, change.looks, escape)
        elif escape:
            words = escape.sub(r"\\\1", words)
        return [piece.replace(LINE_BREAK, "\\\n") for piece in words.split("\n")]

    def has_a_model(self, changes: Sequence[Change]) -> bool:
        """True if a new paragraph says what one of the plan says."""
        pieces = (
            piece for change in changes if "\n" in change.text for piece in change.text.split("\n")
        )
        return any(self._as_another(piece) for piece in pieces)

    def _as_another(self, piece: str) -> str:
        """How a paragraph of the plan that shows the same words is typed; '' for none."""
        wanted = as_typed(piece).strip()
        for prose in self._plan.proses if wanted else ():
            for block in prose.blocks:
                if as_typed(self._plan.filled(str(block))) == wanted:
                    return prose.text[block.within[0] : sum(block.within)]
        return ""

    def is_of_looks(self) -> bool:
        """True where all words stay, and some are to look otherwise."""
        return all(
            change.text
            and change.text == self._stays(number, change)
            and LINK not in " ".join(change.looks)
            for number, changes in self._changes.items()
            for change in changes
        )

    def _stays(self, number: int, change: Change) -> str:
        shown = "".join(self._plan.filled(run.text) for run in self._prose.blocks[number].runs)
        return "" if change.removes or change.joins else shown[change.start : change.end]

    def looking_otherwise(self) -> Iterator[list[Splice]]:
        """Ways to let words that stay look otherwise."""
        made: list[Splice] = []
        for number, changes in self._changes.items():
            looks = self._looks(number)
            for change in changes:
                before, after = {*looks[change.start : change.end]}, {*change.looks}
                if len(before) > 1 or len(after) > 1:
                    raise RefusedError(_SEVERAL_LOOKS)
                stretch = self._ways[number].typed(change.start, change.end)
                made += dressed_edges(self._prose.text, stretch, before.pop(), after.pop())
        yield made

    def _looks(self, number: int) -> list[str]:
        """How each character of a paragraph looks as it is shown."""
        return [
            look_of(run.bold, run.italic)
            for run in self._prose.blocks[number].runs
            for _ in self._plan.filled(run.text)
        ]


class _Signs:
    """What paragraphs of each kind begin with in some prose, around one of its paragraphs."""

    def __init__(self, prose: Prose, number: int) -> None:
        self._prose, self._number = prose, number

    def of(self, kind: str) -> str:
        """As this paragraph, or as the nearest that is of the kind. Raises RefusedError."""
        blocks = self._prose.blocks
        if kind in _ALONE:
            return ""
        same = [n for n, block in enumerate(blocks) if block.kind == kind and block.is_item]
        nearest = min(same, key=lambda n: abs(n - self._number), default=None)
        if nearest is not None:
            before = self._prose.text[: blocks[nearest].within[0]].rpartition("\n")[2]
            # Items may begin on one line, as in "- - a": the last sign is the item's own.
            return re.sub(r"\S+\s+(?=\S)", lambda sign: " " * len(sign[0]), before)
        if kind not in _FIRST_SIGNS:
            raise RefusedError(f"det nya stycket är {kind}; skriv det i filen för hand")
        return _FIRST_SIGNS[kind]

    def between(self, before: str, after: str) -> str:
        """What stands between two paragraphs of some kinds: a blank line, but between items of
        lists none.
        """
        lines = "\n\n" if before in _ALONE or after in _ALONE else "\n"
        return lines + self.of(after)


def _in_paragraphs(
    pieces: Sequence[str], kinds: Sequence[str], signs: _Signs, edges: tuple[bool, bool]
) -> str:
    """Pieces of a text as paragraphs of some kinds; `edges` tells whether the text stands first and
    last in its own. What is empty is no paragraph.
    """
    last = len(pieces) - 1
    is_open = [(n == 0 and not edges[0]) or (n == last and not edges[1]) for n in range(last + 1)]
    kept = [
        (piece, kind)
        for piece, kind, open_ in zip(pieces, kinds, is_open, strict=True)
        if open_ or piece.strip()
    ]
    words = kept[0][0] if kept else ""
    for (_, before), (piece, kind) in pairwise(kept):
        words = words.rstrip(" ") + signs.between(before, kind) + piece.lstrip(" ")
    words = words.lstrip(" ") if edges[0] else words
    return words.rstrip(" ") if edges[1] else words


def _around(prose: Prose, number: int, changes: Sequence[Change]) -> Iterator[Splice]:
    """What stands before and after a paragraph that afterwards begins or ends in one of another
    kind.
    """
    own, signs, blocks = prose.blocks[number].kind, _Signs(prose, number), prose.blocks
    kinds = paragraphs(changes, own)
    first, last = kinds[0][0], kinds[-1][-1]
    start, end = blocks[number].within[0], sum(blocks[number].within)
    if first != own and number:
        before = blocks[number - 1]
        yield sum(before.within), start, signs.between(before.kind, first)
    elif first != own:
        yield start - len(signs.of(own)), start, signs.of(first)
    if last != own and number + 1 < len(blocks):
        following = blocks[number + 1]
        yield end, following.within[0], signs.between(last, following.kind)


def _counted(prose: Prose, new: str) -> str | None:
    """A changed text whose numbered lists count on from what they began with; None where they do
    already.
    """
    firsts = {block.group: block.first for block in prose.blocks if block.first}
    lists: dict[int, list[Block]] = {}
    for block in parse(new)[0]:
        if block.first:
            lists.setdefault(block.group, []).append(block)
    if len(firsts) != len(lists):
        return None
    edits = []
    for first, items in zip(firsts.values(), lists.values(), strict=True):
        typed = [_NUMBER.search(new[: item.within[0]]) for item in items]
        is_same = len({number[1] for number in typed if number}) == 1 and len(items) > 1
        for number, found in enumerate(typed, first):
            if found and not is_same and int(found[1]) != number:
                edits.append((found.start(1), found.end(1), str(number)))
    return spliced(new, edits) if edits else None


def _with_markup(typed: str, start: int, end: int) -> tuple[int, int]:
    """A stretch with the asterisks that stand on both its sides."""
    while start and end < len(typed) and typed[start - 1] == typed[end] == "*":
        start, end = start - 1, end + 1
    return start, end


def _with_link(typed: str, start: int, end: int) -> tuple[int, int]:
    """A stretch with the link that it is all the words of."""
    address = re.compile(r"\]\([^)\s]*\)").match(typed, end)
    return (
        (start - 1, address.end()) if address and typed[start - 1 : start] == "[" else (start, end)
    )


def _without_block(prose: Prose, number: int) -> Splice:
    """The splice that takes a paragraph out of prose, with the blank line that goes with it. Raises
    RefusedError for the only one.
    """
    if len(prose.blocks) == 1:
        raise RefusedError("hela texten tas bort; gör det i filen för hand")
    text, block = prose.text, prose.blocks[number]
    start = text.rfind("\n", 0, block.within[0]) + 1
    if number + 1 < len(prose.blocks):
        following = prose.blocks[number + 1]
        end = text.rfind("\n", 0, following.within[0]) + 1
        if block.is_item and not following.is_item and number and prose.blocks[number - 1].is_item:
            end = text.find("\n", sum(block.within)) + 1
        return start, end, ""
    before = prose.blocks[number - 1]
    return sum(before.within), sum(block.within), ""
