"""The ground on which changes are made: the text that was sent out, with the values that stand in
it and the kinds of its paragraphs.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping

from generator.ooxml.kinds import PLAIN
from generator.ooxml.reviewed.stretches import MARK, Reviewed
from generator.review.feedback.hunks.hunk import Hunk
from generator.review.feedback.laying import Laid
from generator.word.provenance import Anchor


class Ground:
    """A text, asked for what stands around a place; `changed` are the values that were changed
    without tracking.
    """

    def __init__(self, base: str, laid: Laid, anchors: Mapping[str, Anchor]) -> None:
        self.base, self.anchors, self.changed = base, anchors, laid.changed
        self.places = laid.places
        ordered = sorted((start, end, name) for name, (start, end) in laid.places.items())
        self._ordered = ordered
        self._starts = [start for start, _, _ in ordered]
        self._longest = max((end - start for start, end, _ in ordered), default=0)

    def words(self, hunk: Hunk) -> str:
        """The text that a change takes away."""
        return self.base[hunk.start : hunk.end]

    def around(self, start: int, end: int) -> tuple[int, int]:
        """From where to where the paragraphs of a stretch go, without the last mark."""
        last = self.base.find(MARK, end)
        return self.base.rfind(MARK, 0, start) + 1, last if last >= 0 else len(self.base)

    def paragraph(self, start: int, end: int | None = None) -> str:
        """The paragraph of a place, or those of a stretch."""
        first, last = self.around(start, start if end is None else end)
        return self.base[first:last]

    def is_paragraph(self, name: str) -> bool:
        """True for a whole paragraph of running text."""
        return self.anchors[name].block is not None and not self.anchors[name].fact

    def paragraphs_at(self, start: int, end: int) -> list[str]:
        """The paragraphs of running text that stand in just that stretch."""
        return [name for name in self.at(start, end) if self.is_paragraph(name)]

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

    def starting(self, start: int) -> str:
        """The paragraph of running text that begins at a place, '' for none: the longest value."""
        found = [(e, n) for s, e, n in self.near(start, start) if s == start]
        return max(found, default=(0, ""))[1]

    def touched(self, start: int, end: int) -> list[str]:
        """The values that a stretch goes into, in the order of the document."""
        found = sorted((s, -e, n) for s, e, n in self.near(start, end) if s < end and start < e)
        return [name for _, _, name in found]


class Sorts:
    """The kinds of a document's paragraphs; what running text is set in is ordinary text."""

    def __init__(self, reviewed: Reviewed, ground: Ground) -> None:
        sent = [stretch for stretch in reviewed.stretches if stretch.state in ("same", "del")]
        self._of = {stretch.base: stretch.sort for stretch in sent if stretch.text == MARK}
        starts = [stretch.base for stretch in sent]
        own = (
            sent[bisect_right(starts, start) - 1].sort
            for name, (start, _) in ground.places.items()
            if sent and ground.is_paragraph(name)
        )
        self._own = {sort for sort in own if sort.startswith("ett stycke i formatmallen")}

    def plainly(self, sort: str) -> str:
        """A kind, or ordinary text where it is what running text is set in."""
        return PLAIN if sort in self._own else sort

    def at(self, mark: int) -> str:
        """The kind of the paragraph that a mark of the base text ends."""
        return self.plainly(self._of.get(mark, ""))
