"""The stretches of a reviewed text -> its tracked changes, one for what stands side by side.

Each of several who changed one place saw what the one before had written.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec.structs import replace

from generator.ooxml.reviewed.stretches import MARK, Kind, Stretch, without_link
from generator.review.feedback.hunks.hunk import Hunk

_OF_MARKDOWN = {"", "fet", "kursiv", "fet, kursiv"}
"""Looks that running text can have."""
_STRANGE = "den nya texten är {}; skriv den i filen för hand"


def tracked(stretches: Sequence[Stretch]) -> list[Hunk]:
    """Every tracked change of text, in the order of the document."""
    found: list[Hunk] = []
    before = [""]
    for is_same, group in groupby(stretches, lambda stretch: stretch.state == "same"):
        beside = list(group)
        if not is_same:
            # A new text may look as that before it, as what it stands for, or as that after it.
            looks = [*before, *(s.look for s in beside if s.state == "del")]
            made = _of_group(beside)
            found += [replace(hunk, problem=_strange_look(hunk, looks)) for hunk in made]
            continue
        looks = [stretch.look for stretch in beside if stretch.text.strip()] or [""]
        if found:
            found[-1] = _with_strange_look(_followed_by(found[-1], beside[0]), looks[0])
        before = looks[-1:]
    return [replace(hunk, kind="", moved=True) if hunk.kind == "moved" else hunk for hunk in found]


def _strange_look(hunk: Hunk, looks: Sequence[str]) -> str:
    """Why a new text's look cannot be carried: it is neither its neighbours' nor Markdown's."""
    known = {*looks, *_OF_MARKDOWN}
    own = dict.fromkeys(without_link(look) for look in hunk.looks)
    strange = [look for look in own if look not in known]
    return _STRANGE.format(strange[0]) if strange else ""


def _with_strange_look(hunk: Hunk, after: str) -> Hunk:
    """A change, whose text may also look as what follows it."""
    if hunk.problem == _STRANGE.format(after):
        return replace(hunk, problem="")
    return hunk


def _followed_by(hunk: Hunk, following: Stretch) -> Hunk:
    """A change with the kind of the paragraph that its text ends in."""
    if MARK in hunk.text and len(hunk.sorts) == hunk.text.count(MARK):
        return replace(hunk, sorts=(*hunk.sorts, following.sort))
    return hunk


def _of_group(stretches: list[Stretch]) -> Iterator[Hunk]:
    """Changed stretches side by side: one change, but one for each paragraph that is deleted; new
    paragraphs after the last of those stand in its place.
    """
    made: list[Hunk] = []
    for (kind, row), group in groupby(stretches, _whole):
        for piece in [[*group]] if row else _pieces([*group]):
            if made:
                made[-1] = _followed_by(made[-1], piece[0])
            made.append(replace(_made(piece, kind), row=row))
    yield from made


def _whole(stretch: Stretch) -> tuple[Kind, tuple[str, int] | None]:
    """What a change is of, and for a row which one."""
    # The outermost counts that says so, for a row holds its text.
    kind: Kind = next((change.kind for change in stretch.changes if change.kind), "")
    rows = (change.key for change in stretch.changes if change.kind == "row")
    return kind, next(rows, None) if kind == "row" else None


def _pieces(stretches: list[Stretch]) -> Iterator[list[Stretch]]:
    """Stretches side by side, parted after each paragraph that is deleted."""
    pieces: list[list[Stretch]] = [[]]
    for stretch in stretches:
        pieces[-1].append(stretch)
        if stretch.state == "del" and stretch.text == MARK:
            pieces.append([])
    # New paragraphs after deleted ones stand in the place of the last.
    if len(pieces) > 1 and _is_new(pieces[-1]) and all(s.state == "del" for s in pieces[-2]):
        pieces[-2:] = [pieces[-2] + pieces[-1]]
    yield from filter(None, pieces)


def _is_new(piece: list[Stretch]) -> bool:
    """True for whole paragraphs that are inserted."""
    ends = bool(piece) and piece[-1].text == MARK
    return ends and all(stretch.state == "ins" for stretch in piece)


def _made(piece: list[Stretch], kind: Kind) -> Hunk:
    deleted = [stretch for stretch in piece if stretch.state == "del"]
    start = deleted[0].base if deleted else piece[0].base
    end = deleted[-1].base + len(deleted[-1].text) if deleted else start
    changes = [change for stretch in piece for change in stretch.changes]
    inserted = [stretch for stretch in piece if stretch.state == "ins"]
    return Hunk(
        tuple(dict.fromkeys(change.author for change in changes)),
        max(change.when for change in changes),
        kind,
        start,
        end,
        "".join(stretch.text for stretch in inserted),
        tuple(stretch.look for stretch in inserted for _ in stretch.text),
        frozenset(change.key for change in changes),
        undone="".join(stretch.text for stretch in piece if stretch.state == "never"),
        sorts=tuple(stretch.sort for stretch in inserted if stretch.text == MARK),
    )
