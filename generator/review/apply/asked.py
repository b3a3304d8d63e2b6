"""What reviewers ask for, of one value: which words of which of its paragraphs change, and what
these are to show then.
"""

from collections import defaultdict
from collections.abc import Sequence
from posixpath import commonprefix

from msgspec.structs import replace

from generator.content.kind import RefusedError
from generator.context import Printed
from generator.findings import Pointer
from generator.paragraphs import CELL
from generator.plan import Plan
from generator.review.apply import looking
from generator.review.apply.showing import Shown
from generator.review.apply.staleness import STALE, Table
from generator.review.feedback import Hunk, Remark
from generator.review.feedback.hunks.hunk import Record, linked
from generator.review.writeback import Blocks, Change, changed, joins
from generator.word.provenance import Anchor


class Asked:
    """Reads remarks as changes of a plan's values, each as the plan shows it now."""

    def __init__(self, plan: Plan, leaves: looking.Leaves) -> None:
        self._plan, self._leaves = plan, leaves
        self._shown = leaves.printed(plan)

    def changes(self, remarks: list[Remark]) -> tuple[Blocks, str]:
        """The changes by paragraph, and the value's text as it was sent out. Raises
        RefusedError.
        """
        anchors = {remark.anchor.name: remark.anchor for remark in remarks if remark.anchor}
        by_anchor: dict[str, list[Change]] = defaultdict(list)
        for remark in remarks:
            if remark.anchor and remark.hunk:
                by_anchor[remark.anchor.name].append(_trimmed(remark.hunk, remark.anchor.text))
            following = self._following(remark)
            if following and remark.hunk:
                anchors[following.name] = following
                head = Change(0, remark.hunk.next_end, "")
                by_anchor[following.name] += [head] if remark.hunk.next_end else []
        blocks: dict[int | None, list[Change]] = {}
        for name, anchor in anchors.items():
            table = next(table_of(remark) for remark in remarks if name in table_of(remark))
            sent = table.get(name, anchor)
            printed = (sent.at, sent.block, sent.text)
            same = [
                other
                for other in table.values()
                if (other.at, other.block, other.text) == printed and other.name != name
            ]
            others = [by_anchor[other.name] for other in same if other.name in by_anchor]
            if any(changes != by_anchor[name] for changes in others):
                raise RefusedError(
                    "uppgiften visas på flera ställen, som är ändrade "
                    "på olika sätt; välj ett av dem"
                )
            blocks[anchor.block] = sorted(by_anchor[name], key=lambda change: change.start)
        return blocks, next(iter(anchors.values())).text

    def _following(self, remark: Remark) -> Anchor | None:
        """The paragraph that goes on in the one of a change, at the number that it has by now."""
        hunk, anchor = remark.hunk, remark.anchor
        if hunk is None or anchor is None or anchor.block is None or not hunk.next:
            return None
        found = replace(table_of(remark)[hunk.next], block=anchor.block + 1)
        if (found.at, found.block, found.text) not in self._shown:
            raise RefusedError(STALE)
        return found

    def to_be(self, at: Pointer, changes: Blocks, shown: str) -> dict[Printed, list[Shown]]:
        """What each changed paragraph is to show: none, one or several. What the next one goes on
        in shows both.
        """
        found: dict[Printed, list[Shown]] = {}
        carried = ""
        for block, of_block in sorted(changes.items(), key=lambda entry: entry[0] or 0):
            if len(of_block) > 1 and any(change.removes for change in of_block):
                raise RefusedError(
                    "stycket tas bort och ändras också; "
                    "välj det ena, eller gör det i filen för hand"
                )
            text = shown if block is None else self._text_of(at, block, shown)
            is_gone = any(change.removes for change in of_block)
            after = "" if is_gone else carried + changed(text, of_block)
            carried = after if joins(of_block) else ""
            parts = [] if carried else [part.strip() for part in after.split("\n")]
            found[at, block, text] = [(at, part) for part in parts if part]
        return found

    def _text_of(self, at: Pointer, block: int, otherwise: str) -> str:
        """What a paragraph of running text shows."""
        own = (text for place, number, text in self._shown if (place, number) == (at, block))
        return next(own, otherwise)

    def places(self, remarks: Sequence[Remark]) -> str:
        """What is told of a value that the document shows in several places; '' of others."""
        anchors = {remark.anchor for remark in remarks if remark.anchor}
        for anchor in anchors:
            table = next(table_of(remark) for remark in remarks if remark.anchor == anchor)
            own = (anchor.at, anchor.block, anchor.text)
            same = [other for other in table.values() if own == (other.at, other.block, other.text)]
            if len(same) > 1:
                return f"”{anchor.text}” visas på {len(same)} ställen, som alla ändras"
        return ""

    def keep_kinds(self, at: Pointer, changes: Blocks) -> None:
        """Raise RefusedError where words that stay would come to stand in a paragraph of another
        kind, or a cell would have more or fewer paragraphs than one.
        """
        for number, (own, _) in enumerate(looking.looks(self._leaves, self._plan, at)):
            of_block = changes.get(number, ())
            if own == CELL and any(
                change.removes or change.joins or "\n" in change.text for change in of_block
            ):
                raise RefusedError(
                    "en cell i en tabell är ett enda stycke; gör det i filen för hand"
                )
        if kind := looking.would_turn(self._leaves, self._plan, at, changes):
            raise RefusedError(f"stycket görs också om till {kind}; gör det i filen för hand")


def is_of_record(remark: Remark) -> Sequence[Record]:
    """The ways to understand a whole record that comes or goes; none for other changes."""
    return remark.hunk.records if remark.hunk else ()


def table_of(remark: Remark) -> Table:
    """Where the values stood in the document that a reviewer was sent."""
    return remark.sent.anchors if remark.sent else {}


def _trimmed(hunk: Hunk, shown: str) -> Change:
    """A change without the words at its ends that stay: what is written back is the least that
    changes.
    """
    old, new = shown[hunk.inner_start : hunk.inner_end], hunk.text
    # Words that are a link from now on stay whole, also those that stood there before.
    if hunk.removes or not (old and new) or old == new or hunk.next or linked(hunk):
        start, end = hunk.inner_start, hunk.inner_end
        joined = bool(hunk.next)
        return Change(start, end, new, hunk.removes, hunk.looks, hunk.sorts, joined)
    lead = len(commonprefix([old, new]))
    tail = len(commonprefix([old[lead:][::-1], new[lead:][::-1]]))
    kept = slice(lead, len(new) - tail)
    return Change(
        hunk.inner_start + lead,
        hunk.inner_end - tail,
        new[kept],
        False,
        hunk.looks[kept],
        hunk.sorts,
    )
