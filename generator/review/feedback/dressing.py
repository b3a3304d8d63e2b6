"""Words that a reviewer made bold or italic, as a change of the value that they stand in."""

from collections.abc import Mapping

from generator.ooxml.reviewed.stretches import MARK, OPEN, Other
from generator.review.feedback.hunks.hunk import Hunk
from generator.word.provenance import Anchor

_OF_MARKDOWN = {"fet", "kursiv"}


def dressed(
    other: Other, anchor: Anchor | None, places: Mapping[str, tuple[int, int]], base: str
) -> Hunk | None:
    """The change of words that look otherwise, where running text can show it; else None."""
    if anchor is None or anchor.block is None or anchor.fact or other.looks is None:
        return None
    words = base[other.start : other.end]
    lead, tail = len(words) - len(words.lstrip()), len(words) - len(words.rstrip())
    start, end = other.start + lead, other.end - tail
    first, last = places[anchor.name]
    before, after = ({*look.split(", ")} - {""} for look in other.looks)
    is_shown = (before ^ after) <= _OF_MARKDOWN and OPEN not in words and MARK not in words
    if not (is_shown and first <= start < end <= last):
        return None
    look = ", ".join(sorted(after & _OF_MARKDOWN))
    return Hunk(
        (other.author,),
        other.when,
        "",
        start,
        end,
        base[start:end],
        (look,) * (end - start),
        value=anchor.name,
        inner_start=start - first,
        inner_end=end - first,
    )
