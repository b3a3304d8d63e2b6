"""The tracked changes of a reviewed document, each led to the value of the plan that it changes.

LibreOffice and Word put text typed at a value's edge outside its bookmark, and may move a bookmark's end by a character; so values are
first laid where their text stands, and what is inserted at an edge belongs to the value.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from generator.feedback.reading import MARK, Character, Reviewed, Who
from generator.provenance import Anchor

_WHOLE = {
    "row": "en hel rad i en tabell läggs till eller tas bort i filen för hand",
    "moved": "texten är flyttad; flytta den i filen för hand",
}
"""Why changes of a kind cannot be made in the plan."""
_REACH = 12
"""Characters that a bookmark's end may have moved."""


@dataclass(frozen=True)
class Hunk:
    """A change of one author: the base text [start, end) becomes `text`.

    `value` is the name of the value that it changes, '' for none; [inner_start, inner_end) is the same stretch in the value's own text.
    `problem` says why it cannot be made in the plan, '' where it may be. `removes` is True where a whole paragraph goes.
    """

    who: Who
    start: int
    end: int
    text: str
    value: str = ""
    inner_start: int = 0
    inner_end: int = 0
    problem: str = ""
    removes: bool = False


@dataclass(frozen=True)
class Laid:
    """The values of a document: where each stands in the base text; `changed` are those whose text was changed without tracking."""

    places: Mapping[str, tuple[int, int]]
    changed: frozenset[str]


def lay(reviewed: Reviewed, anchors: Mapping[str, Anchor]) -> Laid:
    """Lay each value where its text stands, near its bookmark."""
    places: dict[str, tuple[int, int]] = {}
    changed = set()
    for name, anchor in anchors.items():
        if name not in reviewed.values:
            continue
        start, end = reviewed.values[name]
        found = _near(reviewed.base, anchor.text, start, end)
        if found is None:
            changed.add(name)
            places[name] = (start, end)
        else:
            places[name] = (found, found + len(anchor.text))
    return Laid(places, frozenset(changed))


def _near(base: str, text: str, start: int, end: int) -> int | None:
    """Where a text stands nearest to a stretch of its paragraph; None where it does not."""
    if base[start:end] == text:
        return start
    first = base.rfind(MARK, 0, start) + 1
    last = base.find(MARK, max(start, end - 1))
    low, high = max(first, start - _REACH), (len(base) if last < 0 else last) + 1
    tries = [at for at in range(low, min(high, start + _REACH) + 1) if base.startswith(text, at)]
    return min(tries, key=lambda at: abs(at - start), default=None)


def hunks(reviewed: Reviewed, laid: Laid, anchors: Mapping[str, Anchor]) -> list[Hunk]:
    """Every tracked change of text, in the order of the document."""
    found: list[Hunk] = []
    for is_same, group in groupby(reviewed.characters, lambda character: character.state == "same"):
        if not is_same:
            found += _of_group(list(group))
    owned = [_owned(hunk, laid, anchors, reviewed.base) for hunk in _joined_paragraphs(found, reviewed.base, laid, anchors)]
    return [hunk for hunk in owned if hunk.text or hunk.end > hunk.start]


def _of_group(characters: list[Character]) -> Iterator[Hunk]:
    """Changed characters side by side: one change for each author, and one for each paragraph that an author deletes."""
    for who, group in groupby(
        characters, lambda character: (character.who.author, character.who.kind) if character.who else ("", "")
    ):
        del who
        members = list(group)
        piece: list[Character] = []
        for member in members:
            piece.append(member)
            if member.state == "del" and member.text == MARK:
                yield _made(piece)
                piece = []
        if piece:
            yield _made(piece)


def _made(piece: list[Character]) -> Hunk:
    deleted = [character for character in piece if character.state == "del"]
    start = deleted[0].base if deleted else piece[0].base
    end = deleted[-1].base + 1 if deleted else start
    who = piece[0].who
    assert who is not None
    return Hunk(who, start, end, "".join(character.text for character in piece if character.state == "ins"))


def _joined_paragraphs(found: list[Hunk], base: str, laid: Laid, anchors: Mapping[str, Anchor]) -> list[Hunk]:
    """A mark deleted alone before a paragraph that is deleted whole is that paragraph's: some programs delete it so."""
    starts = {start: end for name, (start, end) in laid.places.items() if anchors[name].block is not None}
    made: list[Hunk] = []
    for hunk in found:
        last = made[-1] if made else None
        alone = last is not None and not last.text and base[last.start : last.end] == MARK and last.end == hunk.start
        if last is not None and alone and last.who == hunk.who and not hunk.text and starts.get(hunk.start) == hunk.end:
            made[-1] = replace(hunk, start=last.start)
        else:
            made.append(hunk)
    return made


def _owned(hunk: Hunk, laid: Laid, anchors: Mapping[str, Anchor], base: str) -> Hunk:
    """A change with the value that it changes, the innermost that holds it all; or with the reason why there is none."""
    hunk = _at_the_end_before(hunk, laid, anchors, base)
    words = base[hunk.start : hunk.end]
    if hunk.who.kind:
        nearest = _holding(laid, hunk.start, hunk.end) or _holding(laid, hunk.start, hunk.start)
        return replace(hunk, value=nearest, problem=_WHOLE[hunk.who.kind])
    stripped = (hunk.start + words.startswith(MARK), hunk.end - (words.endswith(MARK) and len(words) > 0))
    if MARK in words:
        whole = next((name for name, place in laid.places.items() if place == stripped and not anchors[name].fact), None)
        if whole and not hunk.text and stripped[0] < stripped[1]:
            if anchors[whole].block is None:
                return replace(hunk, value=whole, problem="uppgiften tas bort helt; gör det i filen för hand")
            return replace(hunk, value=whole, inner_end=len(anchors[whole].text), removes=True)
        nearest = _holding(laid, hunk.start, hunk.start)
        return replace(hunk, value=nearest, problem="två stycken slogs ihop; gör det i filen för hand")
    name = _holding(laid, hunk.start, hunk.end)
    if name:
        start = laid.places[name][0]
        problem = "texten är också ändrad utan spårning" if name in laid.changed else ""
        removes = anchors[name].block is not None and not hunk.text and (hunk.start, hunk.end) == laid.places[name]
        inner = hunk.start - start, hunk.end - start
        return replace(hunk, value=name, inner_start=inner[0], inner_end=inner[1], problem=problem, removes=removes)
    touched = [name for name, (start, end) in laid.places.items() if start < hunk.end and hunk.start < end]
    if len(touched) > 1:
        return replace(hunk, value=touched[0], problem="ändringen går över flera uppgifter")
    if touched:
        return replace(hunk, value=touched[0], problem="ändringen går in i mallens egen text")
    return replace(hunk, problem="texten kommer ur mallen, inte ur planen")


def _at_the_end_before(hunk: Hunk, laid: Laid, anchors: Mapping[str, Anchor], base: str) -> Hunk:
    """A whole paragraph put before one that is no running text, as one put after the running text above: both are the same place."""

    def is_prose(place: int) -> bool:
        name = _holding(laid, place, place)
        return bool(name) and anchors[name].block is not None

    is_paragraph = hunk.start == hunk.end and hunk.text.endswith(MARK) and base[hunk.start - 1 : hunk.start] == MARK
    if is_paragraph and not is_prose(hunk.start) and is_prose(hunk.start - 1):
        return replace(hunk, start=hunk.start - 1, end=hunk.start - 1, text=MARK + hunk.text[:-1])
    return hunk


def _holding(laid: Laid, start: int, end: int) -> str:
    """The innermost value that holds a stretch. What is put at the edge of a value belongs to it, but at the edge of one inside another to the outer."""
    inside = [(e - s, name) for name, (s, e) in laid.places.items() if s <= start and end <= e]
    if start < end:
        return min(inside, default=(0, ""))[1]
    strictly = [(size, name) for size, name in inside if laid.places[name][0] < start < laid.places[name][1]]
    if strictly:
        return min(strictly)[1]
    return max(inside, default=(0, ""))[1]
