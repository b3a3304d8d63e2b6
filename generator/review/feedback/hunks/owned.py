"""Which value of the plan a change is of: the innermost that holds it all, or why there is none."""

import re

from msgspec.structs import replace

from generator.ooxml.kinds import PLAIN, is_item
from generator.ooxml.reviewed.stretches import MARK, OPEN
from generator.review.feedback.hunks.ground import Ground
from generator.review.feedback.hunks.hunk import JOINED, OF_TEMPLATE, WHOLE, Hunk
from generator.review.feedback.hunks.placed import strange_sort
from generator.review.feedback.laying import described

_BARE = re.compile(r"[\W_]*")
"""What stands around a value that goes with it: brackets, commas, blanks."""
_ALSO_UNTRACKED = "texten är också ändrad utan spårning"
_UNDONE = "det som en lade till tog en annan bort; inget återstår att göra"


def owned(hunk: Hunk, ground: Ground) -> Hunk:
    """A change with the value that it changes, or with the reason why there is none."""
    words = ground.words(hunk)
    if not hunk.text and not words:
        value = ground.holding(hunk.start, hunk.start)
        return replace(hunk, value=value, problem=_UNDONE)
    if hunk.kind:
        nearest = ground.holding(hunk.start, hunk.end) or ground.holding(hunk.start, hunk.start)
        return replace(hunk, value=nearest, problem=WHOLE[hunk.kind])
    if strange := described(hunk.text) or described(words):
        nearest = ground.nearest(hunk.start, hunk.end)
        problem = f"ändringen innehåller {_named(strange[0])}; för in den i filen för hand"
        return replace(hunk, value=nearest, problem=problem)
    if MARK in words:
        made = _of_paragraphs(hunk, ground)
        is_changed = bool({made.value, made.next} & ground.changed)
        return replace(made, problem=made.problem or _ALSO_UNTRACKED) if is_changed else made
    if name := ground.holding(hunk.start, hunk.end):
        return _inside(hunk, name, ground)
    return _whole_value(hunk, ground) or _beside(hunk, ground)


def _named(description: str) -> str:
    """'en textruta' of 'en textruta: Stryk det.'; a link with its address."""
    return description.partition(": ")[0]


def _inside(hunk: Hunk, name: str, ground: Ground) -> Hunk:
    """A change inside a value."""
    start, end = ground.places[name]
    is_running = ground.anchors[name].block is not None
    problem = hunk.problem
    paragraph = ground.paragraph(start, end)
    if name in ground.changed:
        problem = _ALSO_UNTRACKED
    elif OPEN in paragraph:
        what = _named(described(paragraph)[0])
        problem = f"i stycket finns {what}, som inte kan läsas; ändra i filen för hand"
    if is_running and not problem:
        problem = strange_sort(hunk.sorts, hunk.start == start)
    return replace(
        hunk,
        value=name,
        inner_start=hunk.start - start,
        inner_end=hunk.end - start,
        problem=problem,
        sorts=tuple(sort if is_item(sort) else PLAIN for sort in hunk.sorts),
        removes=is_running and not hunk.text and (hunk.start, hunk.end) == (start, end),
    )


def _beside(hunk: Hunk, ground: Ground) -> Hunk:
    """A change that no value holds: it goes into the template's words, or stands among them."""
    touched = ground.touched(hunk.start, hunk.end)
    if touched:
        several = "ändringen går över flera uppgifter"
        problem = several if len(touched) > 1 else "ändringen går in i mallens egen text"
        return replace(hunk, value=touched[0], problem=problem)
    first, last = ground.around(hunk.start, hunk.start)
    strange, beside = described(ground.base[first:last]), ground.touched(first, last)
    if strange and beside:
        problem = f"texten är skriven intill {_named(strange[0])}; för in den i filen för hand"
        return replace(hunk, value=beside[0], problem=problem)
    return replace(hunk, problem=OF_TEMPLATE)


def _whole_value(hunk: Hunk, ground: Ground) -> Hunk | None:
    """The change of a value that goes whole, with what stands around it: the brackets, or all of
    its line; None for other changes.
    """
    words = ground.words(hunk)
    touched = ground.touched(hunk.start, hunk.end)
    names = [name for name in touched if not ground.anchors[name].fact]
    if hunk.text.strip() or len(names) != 1:
        return None
    (name,) = names
    start, end = ground.places[name]
    if not hunk.start <= start <= end <= hunk.end:
        return None
    around = ground.base[hunk.start : start] + ground.base[end : hunk.end]
    is_line = words.strip(MARK) == ground.paragraph(start) and words.count(MARK) <= 1
    if not is_line and (MARK in words or not _BARE.fullmatch(around)):
        return None
    return _gone(hunk, name, ground)


def _gone(hunk: Hunk, name: str, ground: Ground) -> Hunk:
    """A change that takes a value away."""
    anchor = ground.anchors[name]
    removes = anchor.block is not None
    return replace(hunk, value=name, inner_end=len(anchor.text), removes=removes)


def _of_paragraphs(hunk: Hunk, ground: Ground) -> Hunk:
    """A change that takes the end of a paragraph: the whole of one, or two that are made one."""
    words = ground.words(hunk)
    start = hunk.start + words.startswith(MARK)
    end = hunk.end - (words.endswith(MARK) and len(words) > 1)
    whole = [name for name in ground.at(start, end) if not ground.anchors[name].fact]
    if whole and not hunk.text and start < end:
        return _gone(hunk, whole[0], ground)
    return _whole_value(hunk, ground) or _of_two(hunk, ground)


def _of_two(hunk: Hunk, ground: Ground) -> Hunk:
    """Two paragraphs that are made one: only of one text can they be."""
    words = ground.words(hunk)
    mark = hunk.start + words.find(MARK)
    upper, lower = ground.holding(hunk.start, hunk.start), ground.starting(mark + 1)
    refused = replace(hunk, value=upper, problem=JOINED)
    if words.count(MARK) > 1 or MARK in hunk.text or not _are_one_text(upper, lower, ground):
        return refused
    first, second = ground.places[upper], ground.places[lower]
    is_strange = OPEN in ground.paragraph(mark) + ground.paragraph(mark + 1)
    if first[1] != mark or hunk.end > second[1] or is_strange:
        return refused
    return replace(
        hunk,
        value=upper,
        inner_start=hunk.start - first[0],
        inner_end=mark - first[0],
        next=lower,
        next_end=hunk.end - second[0],
    )


def _are_one_text(upper: str, lower: str, ground: Ground) -> bool:
    """True for two paragraphs of a running text, one right after the other."""
    own, other = ground.anchors.get(upper), ground.anchors.get(lower)
    if own is None or other is None or own.block is None:
        return False
    return (own.at, own.block + 1, False) == (other.at, other.block, other.fact)
