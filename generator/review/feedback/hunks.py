"""The tracked changes of a reviewed document, each led to the value of the plan that it changes.

LibreOffice and Word put text typed at a value's edge outside its bookmark; what is inserted at an
edge belongs to the value. What stands side by side in one file is one change, by all who made it:
each of them saw what the one before had written.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from generator.findings import Pointer
from generator.ooxml.kinds import HEADING, PLAIN, is_item
from generator.ooxml.reviewed.stretches import MARK, OPEN, STORY, Kind, Reviewed, Stretch
from generator.review.feedback.laying import Laid, described
from generator.word.provenance import Anchor

OF_ROW = "raden motsvarar ingen rad i filen som verktyget kan skriva; gör det i filen för hand"
_WHOLE = {
    "row": OF_ROW,
    "cell": "celler i en tabell läggs till eller tas bort i filen för hand",
    "table": "en tabell kan planen inte ta emot; för in innehållet för hand",
    "moved": "texten är flyttad; flytta den i filen för hand",
}
"""Why changes of a kind cannot be made in the plan."""
OF_TEMPLATE = "texten kommer ur mallen, inte ur planen"
_JOINED = "två stycken som inte hör till samma text slogs ihop; gör det i filen för hand"
_BARE = re.compile(r"[\W_]*")
"""What stands around a value that goes with it: brackets, commas, blanks."""
_ALSO_UNTRACKED = "texten är också ändrad utan spårning"
_UNDONE = "det som en lade till tog en annan bort; inget återstår att göra"
_OF_MARKDOWN = {"", "fet", "kursiv", "fet, kursiv"}
"""Looks that running text can have."""


@dataclass(frozen=True)
class Record:
    """A record that goes, or that comes right after another, `at`, or right before it; `fields` are
    what a new one says, by the places of its values in it.
    """

    at: Pointer
    comes: bool
    is_after: bool = True
    fields: tuple[tuple[Pointer, str], ...] = ()


@dataclass(frozen=True)
class Hunk:
    """A change of one or several authors in one file: the base text [start, end) becomes `text`.

    `looks` tells how each character of `text` was made to look. `changes` are its tracked changes,
    by part and number. `value` is the name of the value that it changes, '' for none; [inner_start,
    inner_end) is the same stretch in the value's own text. `problem` says why it cannot be made in
    the plan, '' where it may be. `removes` is True where a whole paragraph goes. `undone` is what
    one inserted and another took away again. `sorts` are the kinds of the paragraphs that a text of
    several becomes part of, one for each and one for what stands after the last mark; also that of
    one put in the place of another. `next` is the value that goes on in it, from `next_end` on, where
    the end of its paragraph goes. `moved` is True for what somebody moved from one place to another,
    both of which have the same `pair`. `row` is the change of the row that it is, `records` are ways
    to understand a whole record that comes or goes.
    """

    authors: tuple[str, ...]
    when: str
    kind: Kind
    start: int
    end: int
    text: str
    looks: tuple[str, ...] = ()
    changes: frozenset[tuple[str, int]] = frozenset()
    value: str = ""
    inner_start: int = 0
    inner_end: int = 0
    problem: str = ""
    removes: bool = False
    undone: str = ""
    sorts: tuple[str, ...] = ()
    next: str = ""
    next_end: int = 0
    moved: bool = False
    pair: str = ""
    row: tuple[str, int] | None = None
    records: tuple[Record, ...] = ()


def hunks(reviewed: Reviewed, laid: Laid, anchors: Mapping[str, Anchor]) -> list[Hunk]:
    """Every tracked change of text, in the order of the document."""
    found: list[Hunk] = []
    around = [""]
    for is_same, group in groupby(reviewed.stretches, lambda stretch: stretch.state == "same"):
        stretches = list(group)
        if found:
            found[-1] = _followed_by(found[-1], stretches[0])
        if is_same:
            around = [stretch.look for stretch in stretches if stretch.text.strip()] or [""]
            if found:
                found[-1] = _with_strange_look(found[-1], around[0])
            around = around[-1:]
        else:
            made = list(_of_group(stretches))
            looks = [*around, *(s.look for s in stretches if s.state == "del")]
            found += [replace(hunk, problem=_strange_look(hunk, looks)) for hunk in made]
    places = _Places(laid)
    sorts = _Sorts(reviewed, laid, anchors)
    found = [replace(hunk, kind="", moved=True) if hunk.kind == "moved" else hunk for hunk in found]
    joined = _joined_paragraphs(found, reviewed.base, laid, anchors)
    joined = _with_heads(joined, reviewed.base, places, anchors)
    owned: list[Hunk] = []
    for hunk in joined:
        made_own = _owned(
            _in_place(hunk, sorts, places, anchors, reviewed.base),
            laid,
            places,
            anchors,
            reviewed.base,
        )
        last = owned[-1] if owned else None
        if last and last.problem == _JOINED and last.end == hunk.start and not made_own.problem:
            # The rest of a change that goes from one paragraph into the next.
            made_own = replace(made_own, problem=_JOINED)
        owned.append(made_own)
    owned = _paired(owned, reviewed.base)
    return [hunk for hunk in owned if hunk.text or hunk.end > hunk.start or hunk.undone.strip()]


def _paired(found: list[Hunk], base: str) -> list[Hunk]:
    """What was moved, each place with its other one: the words that go here come there. LibreOffice
    tracks a moved paragraph as one that goes and one that comes.
    """
    made = [*found]
    waiting = [n for n, hunk in enumerate(found) if not hunk.text and (hunk.moved or hunk.removes)]
    for number, hunk in enumerate(found):
        words = hunk.text.strip()
        if not words or not (hunk.moved or MARK in hunk.text):
            continue
        source = next((n for n in waiting if _is_move(found[n], hunk, base)), None)
        if source is not None:
            waiting.remove(source)
            problem = hunk.problem or found[source].problem
            made[number] = replace(hunk, pair=str(source), problem=problem)
            made[source] = replace(found[source], pair=str(source), problem=problem)
    return [
        replace(hunk, problem=_WHOLE["moved"]) if hunk.moved and not hunk.pair else hunk
        for hunk in made
    ]


def _is_move(source: Hunk, target: Hunk, base: str) -> bool:
    is_same = base[source.start : source.end].strip() == target.text.strip()
    return is_same and source.moved == target.moved and source.authors == target.authors


def _with_heads(
    found: list[Hunk], base: str, places: "_Places", anchors: Mapping[str, Anchor]
) -> list[Hunk]:
    """A change that takes the end of a paragraph, as one with what is changed right after it: at
    the beginning of the paragraph that is joined to it.
    """
    made: list[Hunk] = []
    for hunk in found:
        last = made[-1] if made else None
        if last and last.end == hunk.start and _joins(last, base, places, anchors):
            is_head = not hunk.kind and MARK not in base[hunk.start : hunk.end] + hunk.text
            if is_head and last.moved == hunk.moved:
                made[-1] = _together(last, hunk)
                continue
        made.append(hunk)
    return made


def _joins(hunk: Hunk, base: str, places: "_Places", anchors: Mapping[str, Anchor]) -> bool:
    """True for a change of words up to the end of a paragraph, which goes too; not for a whole
    paragraph.
    """
    words = base[hunk.start : hunk.end]
    if hunk.kind or not words.endswith(MARK) or MARK in words[:-1] + hunk.text:
        return False
    is_whole = any(_is_paragraph(anchors[name]) for name in places.at(hunk.start, hunk.end - 1))
    return not is_whole or bool(hunk.text.strip())


def _together(one: Hunk, other: Hunk) -> Hunk:
    return replace(
        one,
        authors=tuple(dict.fromkeys((*one.authors, *other.authors))),
        when=max(one.when, other.when),
        end=other.end,
        text=one.text + other.text,
        looks=one.looks + other.looks,
        changes=one.changes | other.changes,
        problem=one.problem or other.problem,
        undone=one.undone + other.undone,
    )


_STRANGE = "den nya texten är {}; skriv den i filen för hand"


def _strange_look(hunk: Hunk, looks: Sequence[str]) -> str:
    """Why a new text's look cannot be carried: it is neither its neighbours' nor Markdown's."""
    strange = [look for look in dict.fromkeys(hunk.looks) if look not in (*looks, *_OF_MARKDOWN)]
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


def _kind(stretch: Stretch) -> Kind:
    """What a change is of: the outermost that says so, for a row holds its text."""
    return next((change.kind for change in stretch.changes if change.kind), "")


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
    kind = _kind(stretch)
    rows = (change.key for change in stretch.changes if change.kind == "row")
    return kind, next(rows, None) if kind == "row" else None


def _pieces(stretches: list[Stretch]) -> Iterator[list[Stretch]]:
    pieces: list[list[Stretch]] = [[]]
    for stretch in stretches:
        pieces[-1].append(stretch)
        if stretch.state == "del" and stretch.text == MARK:
            pieces.append([])
    if len(pieces) > 1 and _is_new(pieces[-1]) and all(s.state == "del" for s in pieces[-2]):
        pieces[-2:] = [pieces[-2] + pieces[-1]]
    yield from filter(None, pieces)


def _is_new(piece: list[Stretch]) -> bool:
    """True for whole paragraphs that are inserted."""
    return (
        bool(piece) and piece[-1].text == MARK and all(stretch.state == "ins" for stretch in piece)
    )


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


def _joined_paragraphs(
    found: list[Hunk], base: str, laid: Laid, anchors: Mapping[str, Anchor]
) -> list[Hunk]:
    """A mark deleted alone before a paragraph that is deleted whole is that paragraph's: some
    programs delete it so.
    """
    starts = {
        start: end for name, (start, end) in laid.places.items() if anchors[name].block is not None
    }
    made: list[Hunk] = []
    for hunk in found:
        last = made[-1] if made else None
        if last is not None and _is_lone_mark(last, base) and last.end == hunk.start:
            is_whole = starts.get(hunk.start) == hunk.end and not hunk.text
            if is_whole and last.authors == hunk.authors:
                changes = last.changes | hunk.changes
                made[-1] = replace(hunk, start=last.start, changes=changes)
                continue
        made.append(hunk)
    return made


def _is_lone_mark(hunk: Hunk, base: str) -> bool:
    return not hunk.text and base[hunk.start : hunk.end] == MARK


class _Places:
    """The values of a document by where they stand, asked for those around a place."""

    def __init__(self, laid: Laid) -> None:
        ordered = sorted((start, end, name) for name, (start, end) in laid.places.items())
        self._ordered, self._own = ordered, laid.places
        self._starts = [start for start, _, _ in ordered]
        self._longest = max((end - start for start, end, _ in ordered), default=0)

    def near(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        """(start, end, name) of the values that may hold or touch a stretch."""
        place = bisect_right(self._starts, end)
        while place and self._starts[place - 1] >= start - self._longest:
            place -= 1
            yield self._ordered[place]

    def holding(self, start: int, end: int) -> str:
        """The innermost value that holds a stretch, '' for none. What is put at the edge of a value
        belongs to it, but at the edge of one inside another to the outer.
        """
        inside = [(e - s, n, s, e) for s, e, n in self.near(start, end) if s <= start and end <= e]
        if start < end:
            return min(inside, default=(0, "", 0, 0))[1]
        strictly = [entry for entry in inside if entry[2] < start < entry[3]]
        if strictly:
            return min(strictly)[1]
        return max(inside, default=(0, "", 0, 0))[1]

    def nearest(self, start: int, end: int) -> str:
        """The value that holds a stretch or its start, else the first that it goes into; '' for
        none.
        """
        inside = self.holding(start, end) or self.holding(start, start)
        return inside or next(iter(self.touched(start, end)), "")

    def at(self, start: int, end: int) -> list[str]:
        """The values that stand in just that stretch."""
        return [n for s, e, n in self.near(start, end) if (s, e) == (start, end)]

    def of(self, name: str) -> tuple[int, int]:
        """Where a value stands."""
        return self._own[name]

    def starting(self, start: int) -> str:
        """The paragraph of running text that begins at a place, '' for none: the longest value."""
        found = [(e, n) for s, e, n in self.near(start, start) if s == start]
        return max(found, default=(0, ""))[1]

    def touched(self, start: int, end: int) -> list[str]:
        """The values that a stretch goes into, in the order of the document."""
        found = sorted((s, -e, n) for s, e, n in self.near(start, end) if s < end and start < e)
        return [name for _, _, name in found]


def _owned(
    hunk: Hunk, laid: Laid, places: _Places, anchors: Mapping[str, Anchor], base: str
) -> Hunk:
    """A change with the value that it changes, the innermost that holds it all; or with the reason
    why there is none.
    """
    words = base[hunk.start : hunk.end]
    if not hunk.text and not words:
        value = places.holding(hunk.start, hunk.start)
        return replace(hunk, value=value, problem=_UNDONE)
    if hunk.kind:
        nearest = places.holding(hunk.start, hunk.end) or places.holding(hunk.start, hunk.start)
        return replace(hunk, value=nearest, problem=_WHOLE[hunk.kind])
    if strange := described(hunk.text) or described(words):
        nearest = places.nearest(hunk.start, hunk.end)
        problem = f"ändringen innehåller {_named(strange[0])}; för in den i filen för hand"
        return replace(hunk, value=nearest, problem=problem)
    if MARK in words:
        made = _of_paragraphs(hunk, places, anchors, base)
        is_changed = {made.value, made.next} & laid.changed
        return replace(
            made, problem=made.problem or _ALSO_UNTRACKED if is_changed else made.problem
        )
    name = places.holding(hunk.start, hunk.end)
    if name:
        return _inside(hunk, name, laid, anchors, base)
    touched = places.touched(hunk.start, hunk.end)
    if whole := _whole_value(hunk, places, anchors, base):
        return whole
    if len(touched) > 1:
        return replace(hunk, value=touched[0], problem="ändringen går över flera uppgifter")
    if touched:
        return replace(hunk, value=touched[0], problem="ändringen går in i mallens egen text")
    first = base.rfind(MARK, 0, hunk.start) + 1
    last = _end_of_paragraph(base, hunk.start)
    if described(base[first:last]) and (beside := places.touched(first, last)):
        what = _named(described(base[first:last])[0])
        problem = f"texten är skriven intill {what}; för in den i filen för hand"
        return replace(hunk, value=beside[0], problem=problem)
    return replace(hunk, problem=OF_TEMPLATE)


def _named(description: str) -> str:
    """'en textruta' of 'en textruta: Stryk det.'; a link with its address."""
    return description.partition(": ")[0]


def _inside(hunk: Hunk, name: str, laid: Laid, anchors: Mapping[str, Anchor], base: str) -> Hunk:
    """A change inside a value."""
    start, end = laid.places[name]
    anchor = anchors[name]
    problem = hunk.problem
    paragraph = base[base.rfind(MARK, 0, start) + 1 : _end_of_paragraph(base, end)]
    if name in laid.changed:
        problem = _ALSO_UNTRACKED
    elif OPEN in paragraph:
        what = _named(described(paragraph)[0])
        problem = f"i stycket finns {what}, som inte kan läsas; ändra i filen för hand"
    removes = anchor.block is not None and not hunk.text and (hunk.start, hunk.end) == (start, end)
    inner = hunk.start - start, hunk.end - start
    return replace(
        hunk,
        value=name,
        inner_start=inner[0],
        inner_end=inner[1],
        problem=problem
        or (_strange_sort(hunk.sorts, hunk.start == start) if anchor.block is not None else ""),
        sorts=tuple(sort if is_item(sort) else PLAIN for sort in hunk.sorts),
        removes=removes,
    )


_ODD = {
    HEADING: "; lägg till avsnittet i filen för hand",
}


def _strange_sort(sorts: Sequence[str], is_before: bool) -> str:
    """Why new paragraphs cannot stand before (else after) one of some running text: they are
    neither ordinary nor items of lists, nor what the text itself is.
    """
    odd = [sort for sort in sorts if sort in _ODD]
    strange = odd or [sort for sort in sorts if sort != PLAIN and not is_item(sort)]
    if not strange or (not odd and len({*sorts}) == 1):
        return ""
    own = sorts[-1] if is_before else sorts[0]
    if odd or own == PLAIN or is_item(own):
        return (
            f"det nya stycket är {strange[0]}{_ODD.get(strange[0], '; skriv det i filen för hand')}"
        )
    new = next(sort for sort in sorts if sort != own)
    return f"det nya stycket är {new}, men texten är {own}; skriv det i filen för hand där det hör hemma"


def _end_of_paragraph(base: str, place: int) -> int:
    found = base.find(MARK, place)
    return found if found >= 0 else len(base)


def _whole_value(
    hunk: Hunk, places: _Places, anchors: Mapping[str, Anchor], base: str
) -> Hunk | None:
    """The change of a value that goes whole, with what stands around it: the brackets, or all of
    its line; None for other changes.
    """
    words = base[hunk.start : hunk.end]
    names = [name for name in places.touched(hunk.start, hunk.end) if not anchors[name].fact]
    if hunk.text.strip() or len(names) != 1:
        return None
    (name,) = names
    start, end = places.of(name)
    if not hunk.start <= start <= end <= hunk.end:
        return None
    around = base[hunk.start : start] + base[end : hunk.end]
    is_line = words.strip(MARK) == _line(base, start) and words.count(MARK) <= 1
    if not is_line and (MARK in words or not _BARE.fullmatch(around)):
        return None
    anchor = anchors[name]
    removes = anchor.block is not None
    return replace(hunk, value=name, inner_end=len(anchor.text), removes=removes)


def _line(base: str, place: int) -> str:
    """The paragraph of a place."""
    return base[base.rfind(MARK, 0, place) + 1 : _end_of_paragraph(base, place)]


def _of_paragraphs(hunk: Hunk, places: _Places, anchors: Mapping[str, Anchor], base: str) -> Hunk:
    """A change that takes the end of a paragraph: the whole of one, or two that are made one."""
    words = base[hunk.start : hunk.end]
    start = hunk.start + words.startswith(MARK)
    end = hunk.end - (words.endswith(MARK) and len(words) > 1)
    whole = [name for name in places.at(start, end) if not anchors[name].fact]
    if whole and not hunk.text and start < end:
        length = len(anchors[whole[0]].text)
        removes = anchors[whole[0]].block is not None
        return replace(hunk, value=whole[0], inner_end=length, removes=removes)
    if found := _whole_value(hunk, places, anchors, base):
        return found
    nearest = places.holding(hunk.start, hunk.start)
    mark = hunk.start + words.find(MARK)
    following = places.starting(mark + 1)
    own, other = anchors.get(nearest), anchors.get(following)
    is_one_text = (
        own is not None
        and other is not None
        and own.block is not None
        and (own.at, own.block + 1, False) == (other.at, other.block, other.fact)
    )
    if not is_one_text or words.count(MARK) > 1 or MARK in hunk.text:
        return replace(hunk, value=nearest, problem=_JOINED)
    first, second = places.of(nearest), places.of(following)
    if (
        first[1] != mark
        or hunk.end > second[1]
        or OPEN in _line(base, mark) + _line(base, mark + 1)
    ):
        return replace(hunk, value=nearest, problem=_JOINED)
    return replace(
        hunk,
        value=nearest,
        inner_start=hunk.start - first[0],
        inner_end=mark - first[0],
        next=following,
        next_end=hunk.end - second[0],
    )


def _is_paragraph(anchor: Anchor) -> bool:
    return anchor.block is not None and not anchor.fact


class _Sorts:
    """The kinds of a document's paragraphs; what running text is set in is ordinary text."""

    def __init__(self, reviewed: Reviewed, laid: Laid, anchors: Mapping[str, Anchor]) -> None:
        sent = [stretch for stretch in reviewed.stretches if stretch.state in ("same", "del")]
        self._of = {stretch.base: stretch.sort for stretch in sent if stretch.text == MARK}
        starts = [stretch.base for stretch in sent]
        own = (
            sent[bisect_right(starts, start) - 1].sort
            for name, (start, _) in laid.places.items()
            if sent and _is_paragraph(anchors[name])
        )
        self._own = {sort for sort in own if sort.startswith("ett stycke i formatmallen")}

    def plainly(self, sort: str) -> str:
        return PLAIN if sort in self._own else sort

    def at(self, mark: int) -> str:
        """The kind of the paragraph that a mark of the base text ends."""
        return self.plainly(self._of.get(mark, ""))


def _in_place(
    hunk: Hunk, sorts: _Sorts, places: _Places, anchors: Mapping[str, Anchor], base: str
) -> Hunk:
    """A change of paragraphs where it belongs in the text, with the kinds that they have there."""
    hunk = replace(hunk, sorts=tuple(map(sorts.plainly, hunk.sorts)))
    words = base[hunk.start : hunk.end]
    whole = [name for name in places.at(hunk.start, hunk.end - 1) if _is_paragraph(anchors[name])]
    if whole and words.endswith(MARK) and hunk.text.endswith(MARK) and not hunk.kind:
        own, new = sorts.at(hunk.end - 1), hunk.sorts[: hunk.text.count(MARK)]
        problem = hunk.problem or _strange_sort((own, *new), is_before=False)
        text, looks = hunk.text[:-1], hunk.looks[:-1]
        return replace(hunk, end=hunk.end - 1, text=text, looks=looks, sorts=new, problem=problem)
    moved = _at_the_end_before(hunk, places, anchors, base)
    if moved is not hunk:
        return replace(moved, sorts=(sorts.at(moved.start), *hunk.sorts[:-1]))
    return hunk


def _at_the_end_before(
    hunk: Hunk, places: _Places, anchors: Mapping[str, Anchor], base: str
) -> Hunk:
    """A whole paragraph put before one that is no running text, as one put after the running text
    above: both are the same place.
    """

    def is_prose(place: int) -> bool:
        name = places.holding(place, place)
        return bool(name) and anchors[name].block is not None

    before = base[hunk.start - 1 : hunk.start]
    is_paragraph = hunk.start == hunk.end and hunk.text.endswith(MARK) and before == MARK
    is_plain = not hunk.kind and STORY not in hunk.text
    if is_paragraph and is_plain and not is_prose(hunk.start) and is_prose(hunk.start - 1):
        place = hunk.start - 1
        looks = hunk.looks[-1:] + hunk.looks[:-1]
        return replace(hunk, start=place, end=place, text=MARK + hunk.text[:-1], looks=looks)
    return hunk
