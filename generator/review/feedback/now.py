"""Where a remark stands in the plan by now, which may have changed since it was sent out."""

from collections.abc import Iterable, Iterator, Sequence, Set

from msgspec.structs import replace

from generator.context import Printed
from generator.findings import Mark, Pointer
from generator.plan import Plan
from generator.review.feedback.followed import followed
from generator.review.feedback.remark import Remark
from generator.review.writeback import place
from generator.review.writeback.single import has
from generator.source import Source


def by_now(
    remarks: Iterable[Remark], printed: Sequence[Printed], source: Source, plan: Plan
) -> Iterator[Remark]:
    """Remarks where they stand in the plan by now, stale where what they are on has changed.
    `printed` is what the plan shows.
    """
    shown = {*printed}
    for remark in remarks:
        placed = _placed(remark, shown)
        dated = replace(placed, stale=_is_stale(placed, shown))
        at_hand = _followed(dated, printed) if dated.stale else dated
        yield replace(at_hand, mark=_mark(at_hand, source, plan))


def _placed(remark: Remark, shown: Set[Printed]) -> Remark:
    """A remark on a paragraph at the number that it has in its text by now: paragraphs above it may
    have come or gone. It is known by its words, where no other has the same.
    """
    anchor = remark.anchor
    if anchor is None or anchor.block is None or anchor.fact or not _is_stale(remark, shown):
        return remark
    own = (anchor.at, anchor.text)
    now = [block for at, block, text in shown if (at, text) == own and block is not None]
    sent = [
        other
        for other in (remark.sent.anchors.values() if remark.sent else ())
        if (other.at, other.text) == own
    ]
    if len(now) != 1 or len([other for other in sent if not other.fact]) != 1:
        return remark
    return replace(remark, anchor=replace(anchor, block=now[0]))


def _followed(remark: Remark, shown: Sequence[Printed]) -> Remark:
    """A change of words whose paragraph has changed elsewhere, at its place by now."""
    if remark.anchor is None or remark.hunk is None or remark.kind != "ändring":
        return remark
    sent = remark.sent.anchors.values() if remark.sent else ()
    anchor, hunk = followed(remark.anchor, remark.hunk, sent, shown)
    within = (hunk.inner_start, hunk.inner_end)
    return replace(remark, anchor=anchor, hunk=hunk, within=within)


def _is_stale(remark: Remark, shown: Set[Printed]) -> bool:
    """True for a remark on a value that the plan no longer shows as it was sent out."""
    anchor = remark.anchor
    return (
        anchor is not None
        and not anchor.fact
        and (anchor.at, anchor.block, anchor.text) not in shown
    )


def _mark(remark: Remark, source: Source, plan: Plan) -> Mark | None:
    """Where in the plan's file a remark belongs."""
    if remark.at is None or remark.anchor is None:
        return None
    if remark.stale:
        return source.locate(_present(source, remark.at))
    start, end = remark.within
    return place(source, plan, remark.at, remark.anchor.block, start, end)


def _present(source: Source, at: Pointer) -> Pointer:
    """The place of a value, or of what it stood in where it is gone."""
    while at and not has(source, at):
        at = at[:-1]
    return at
