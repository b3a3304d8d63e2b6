"""A change of words in a paragraph of which other words have changed since it was sent out: where
those words are by now.

They are known by what stands around them, where that stands once in what was sent out and once in
what the plan shows: then whoever changed the rest of the paragraph did not change that, nor has the
change been made before.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from generator.context import Printed
from generator.ooxml.reviewed.stretches import MARK
from generator.review.feedback.hunks.hunk import Hunk
from generator.word.provenance import Anchor

_AROUND = 20
"""Characters on either side of a change, by which its place is known."""
_START, _END = "\x02", "\x03"
"""The ends of a paragraph, which are as good as words to know a place by."""


def followed(
    anchor: Anchor, hunk: Hunk, sent: Iterable[Anchor], shown: Iterable[Printed]
) -> tuple[Anchor, Hunk]:
    """The paragraph of a change as the plan shows it, and the change in it; both as they were where
    its words have changed themselves, or nobody can say which are meant. `sent` are all values that
    were sent out.
    """
    is_of_words = not (hunk.removes or hunk.next or hunk.records or hunk.moved or hunk.pair)
    if anchor.block is None or anchor.fact or not is_of_words or MARK in hunk.text:
        return anchor, hunk
    whole = _whole(anchor.text)
    start, end = hunk.inner_start + 1, hunk.inner_end + 1
    left, right = whole[max(start - _AROUND, 0) : start], whole[end : end + _AROUND]
    around, made = left + whole[start:end] + right, left + hunk.text + right
    before = [_whole(one.text) for one in sent if one.at == anchor.at and not one.fact]
    now = [(block, text) for at, block, text in shown if at == anchor.at]
    places = [(block, text) for block, text in now if around in _whole(text)]
    is_made = any(made in _whole(text) for _, text in now)
    was, stands = "".join(before).count(around), "".join(map(_of, now)).count(around)
    if len(places) != 1 or is_made or was != 1 or stands != 1:
        return anchor, hunk
    ((block, text),) = places
    moved = _whole(text).index(around) + len(left) - start
    found = replace(hunk, inner_start=hunk.inner_start + moved, inner_end=hunk.inner_end + moved)
    return replace(anchor, block=block, text=text), found


def _whole(text: str) -> str:
    return f"{_START}{text}{_END}"


def _of(shown: tuple[int | None, str]) -> str:
    return _whole(shown[1])
