"""A text as it is read, which knows where each of its characters was typed: repairs are made in
memory, findings point at the file.
"""

from bisect import bisect_right
from collections.abc import Iterable
from posixpath import commonprefix

from msgspec import Struct

from generator.findings import Mark

Splice = tuple[int, int, str]
"""Put a text in the place of [start, end)."""


def mark_at(text: str, start: int, end: int) -> Mark:
    """The Mark of a stretch of a text, from its offsets."""
    return Mark(
        text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start), start, max(start, end)
    )


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """The text with its splices made; they must not overlap."""
    pieces, done = [], 0
    for start, end, new in sorted(splices, key=lambda splice: splice[:2]):
        pieces += [text[done:start], new]
        done = end
    return "".join([*pieces, text[done:]])


class Reading(Struct, frozen=True):
    """`typed` is the file's text, `text` what is read; from each joint on (offset in text, offset
    in typed) the two run in step.
    """

    typed: str
    text: str
    joints: tuple[tuple[int, int], ...] = ((0, 0),)

    def changed(self, splices: Iterable[Splice]) -> "Reading":
        """The reading with splices made in its text; they must not overlap."""
        ordered = sorted(splices)
        joints: list[tuple[int, int]] = []
        shift, next_joint = 0, 0
        for start, end, new in ordered:
            while next_joint < len(self.joints) and self.joints[next_joint][0] <= start:
                joints.append((self.joints[next_joint][0] + shift, self.joints[next_joint][1]))
                next_joint += 1
            while next_joint < len(self.joints) and self.joints[next_joint][0] <= end:
                next_joint += 1
            joints.append((start + shift, self.typed_at(start)))
            shift += len(new) - (end - start)
            joints.append((end + shift, self.typed_at(end)))
        joints += [(read + shift, typed) for read, typed in self.joints[next_joint:]]
        return Reading(self.typed, spliced(self.text, ordered), tuple(joints))

    def typed_at(self, offset: int) -> int:
        """Where the character at an offset of `text` was typed; for an inserted one, where it would
        have been.
        """
        place = bisect_right(self.joints, (offset, len(self.typed))) - 1
        read, typed = self.joints[place]
        limit = self.joints[place + 1][1] if place + 1 < len(self.joints) else len(self.typed)
        return min(typed + offset - read, limit)

    def as_typed(self, mark: Mark) -> Mark:
        """The place in the file of a place in the text."""
        return mark_at(self.typed, self.typed_at(mark.start), self.typed_at(mark.end))


def difference(old: str, new: str) -> Splice:
    """The splice that makes one text of another."""
    lead = len(commonprefix([old, new]))
    tail = len(commonprefix([old[lead:][::-1], new[lead:][::-1]]))
    return lead, len(old) - tail, new[lead : len(new) - tail]
