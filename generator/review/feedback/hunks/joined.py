"""Changes that are one: of a paragraph and its mark, of what is joined, of what was moved."""

from collections.abc import Sequence

from msgspec.structs import replace

from generator.ooxml.reviewed.stretches import MARK
from generator.review.feedback.hunks.ground import Ground
from generator.review.feedback.hunks.hunk import WHOLE, Hunk


def joined(found: Sequence[Hunk], ground: Ground) -> list[Hunk]:
    """The changes, one for what was meant as one."""
    return _with_heads(_with_lone_marks(found, ground), ground)


def _with_lone_marks(found: Sequence[Hunk], ground: Ground) -> list[Hunk]:
    """A mark deleted alone before a paragraph that is deleted whole is that paragraph's: some
    programs delete it so.
    """
    ends = {
        start: end
        for name, (start, end) in ground.places.items()
        if ground.anchors[name].block is not None
    }
    made: list[Hunk] = []
    for hunk in found:
        last = made[-1] if made else None
        is_whole = ends.get(hunk.start) == hunk.end and not hunk.text
        if last and is_whole and _is_lone_mark_before(last, hunk, ground):
            made[-1] = replace(hunk, start=last.start, changes=last.changes | hunk.changes)
            continue
        made.append(hunk)
    return made


def _is_lone_mark_before(hunk: Hunk, following: Hunk, ground: Ground) -> bool:
    is_mark = not hunk.text and ground.words(hunk) == MARK
    return is_mark and hunk.end == following.start and hunk.authors == following.authors


def _with_heads(found: Sequence[Hunk], ground: Ground) -> list[Hunk]:
    """A change that takes the end of a paragraph, as one with what is changed right after it: at
    the beginning of the paragraph that is joined to it.
    """
    made: list[Hunk] = []
    for hunk in found:
        last = made[-1] if made else None
        if last and last.end == hunk.start and _joins(last, ground):
            is_head = not hunk.kind and MARK not in ground.words(hunk) + hunk.text
            if is_head and last.moved == hunk.moved:
                made[-1] = _together(last, hunk)
                continue
        made.append(hunk)
    return made


def _joins(hunk: Hunk, ground: Ground) -> bool:
    """True for a change of words up to the end of a paragraph, which goes too; not for a whole
    paragraph.
    """
    words = ground.words(hunk)
    if hunk.kind or not words.endswith(MARK) or MARK in words[:-1] + hunk.text:
        return False
    return not ground.paragraphs_at(hunk.start, hunk.end - 1) or bool(hunk.text.strip())


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


def paired(found: Sequence[Hunk], base: str) -> list[Hunk]:
    """What was moved, each place with its other one: the words that go here come there. LibreOffice
    tracks a moved paragraph as one that goes and one that comes.
    """
    made = [*found]
    waiting = [n for n, hunk in enumerate(found) if not hunk.text and (hunk.moved or hunk.removes)]
    for number, hunk in enumerate(found):
        if not hunk.text.strip() or not (hunk.moved or MARK in hunk.text):
            continue
        source = next((n for n in waiting if _is_move(found[n], hunk, base)), None)
        if source is not None:
            waiting.remove(source)
            # Both are made or neither: what hinders one of them hinders both.
            problem = hunk.problem or found[source].problem
            made[number] = replace(hunk, pair=str(source), problem=problem)
            made[source] = replace(found[source], pair=str(source), problem=problem)
    return [
        replace(hunk, problem=WHOLE["moved"]) if hunk.moved and not hunk.pair else hunk
        for hunk in made
    ]


def _is_move(source: Hunk, target: Hunk, base: str) -> bool:
    is_same = base[source.start : source.end].strip() == target.text.strip()
    return is_same and source.moved == target.moved and source.authors == target.authors
