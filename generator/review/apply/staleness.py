"""Whether a value is as it was sent out, or a change of it was made before."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from generator.content.kind import RefusedError
from generator.context import Printed
from generator.findings import Pointer
from generator.ooxml.reviewed.stretches import MARK
from generator.pipeline import Build
from generator.plan import Plan
from generator.review.apply.alike import (
    EMPTY,
    alike,
    beside,
    holds,
    is_like,
    marks_of,
    means,
    raw,
)
from generator.review.apply.comments import CARRIED
from generator.review.apply.showing import Shown
from generator.review.feedback import Hunk
from generator.review.feedback.hunks.hunk import Record
from generator.review.writeback import Change, changed, typed
from generator.word.provenance import Anchor

STALE = "planen är ändrad här sedan dokumentet skickades ut; ändra i filen för hand"
ALREADY_MADE = "det står redan så i planen"
NOT_MADE = "ändringen är inte införd"
CHANGED_SINCE = "stället är ändrat på ett annat sätt"
Table = Mapping[str, Anchor]
"""Where the values stood in the document that a reviewer was sent."""


def is_already_made(why: str) -> bool:
    """True for a reason that says that the plan has what a remark asks for."""
    return why == ALREADY_MADE or why.startswith(CARRIED)


class Staleness:
    """Holds what reviewers were sent against what the plan shows now."""

    def __init__(self, built: Build, plan: Plan, shown: Sequence[Printed]) -> None:
        self._built, self._plan, self._shown = built, plan, shown

    def of_value(self, anchor: Anchor, hunk: Hunk, table: Table) -> str:
        """Why a value is not as it was sent out, or whether its record may be another one by now;
        '' where it is the same.
        """
        own = (anchor.at, anchor.block, anchor.text)
        change = Change(hunk.inner_start, hunk.inner_end, hunk.text)
        after = "" if hunk.removes else changed(anchor.text, [change])
        if hunk.next:
            after += table[hunk.next].text[hunk.next_end :]
        is_of_paragraphs = anchor.block is not None and (hunk.removes or MARK in hunk.text)
        if is_of_paragraphs and (why := self._of_paragraphs(anchor, after, table)):
            return why
        if own not in self._shown:
            return ALREADY_MADE if self._shows_already(anchor, after) else STALE
        sent = {(other.at, other.block, other.text) for other in table.values() if not other.fact}
        records = [
            anchor.at[: place + 1] for place, step in enumerate(anchor.at) if isinstance(step, int)
        ]
        is_other = any(
            marks_of(sent, record, anchor.at) != marks_of(self._shown, record, anchor.at)
            for record in records
        )
        return STALE if is_other else ""

    def _shows_already(self, anchor: Anchor, after: str) -> bool:
        """True if the plan shows what a change asks for, in words that mean the same."""
        at = anchor.at
        if not after.strip():
            return not raw(self._built.source, at)
        texts = [(place, text) for place, _, text in self._shown if place in (at, at[:-1])]
        if any((place, alike(text)) == (at, alike(after)) for place, text in texts):
            return True
        try:
            values = typed(self._plan, at, after)
        except RefusedError:
            return False
        return bool(values) and any(
            means(self._built, place, text, values or []) for place, text in texts
        )

    def _of_paragraphs(self, anchor: Anchor, after: str, table: Mapping[str, Anchor]) -> str:
        """The same where paragraphs come or go: the paragraph stands between those that it stood
        between, or the text has as many of them as it had; or the change was made before, or nobody
        can say which paragraph is meant.
        """
        blocks = {
            o.block: o.text
            for o in table.values()
            if o.at == anchor.at and o.block is not None and not o.fact
        }
        sent = [alike(text) for _, text in sorted(blocks.items())]
        # A footnote is shown with the paragraph that refers to it, wherever it is typed.
        shown = sorted(
            (block, text)
            for at, block, text in self._shown
            if at == anchor.at and block is not None
        )
        now = [alike(text) for _, text in shown]
        parts = [alike(part) for part in after.split(MARK) if part.strip()]
        own = alike(anchor.text)
        is_added = bool(parts) and holds(now, parts) and not holds(sent, parts)
        is_gone = not parts and now.count(own) < sent.count(own)
        if is_added or is_gone:
            return ALREADY_MADE
        is_known = now.count(own) == sent.count(own) == 1
        if is_known and (not parts or beside(now, own) == beside(sent, own)):
            return ""
        return "" if len(now) == len(sent) else STALE

    def of_record(self, found: Sequence[Record], table: Table) -> str:
        """Why the record that another comes beside, or that goes, is not the one that was sent; ''
        where it is.
        """
        sent = [(anchor.at, anchor.text) for anchor in table.values() if not anchor.fact]
        now = [(at, text) for at, _, text in self._shown]
        for record in found:
            depth = len(record.at)
            own = {(at[depth:], text) for at, text in sent if at[:depth] == record.at}
            same = {(at[depth:], text) for at, text in now if at[:depth] == record.at}
            if own == same:
                return self._has_come(record, sent) if record.comes else ""
        gone = found[0]
        list_now = [
            (at[len(gone.at) :], text) for at, text in now if at[: len(gone.at) - 1] == gone.at[:-1]
        ]
        is_gone = not gone.comes and not own <= {*list_now}
        return ALREADY_MADE if is_gone or self._has_come(gone, sent) else STALE

    def _has_come(self, record: Record, sent: Sequence[Shown]) -> str:
        """What is told where the list has a record that says the same, and had none."""
        if not record.comes:
            return ""
        now = [(at, text) for at, _, text in self._shown]
        has_now, had = (self._holds_record(record, shown) for shown in (now, sent))
        return ALREADY_MADE if has_now and not had else ""

    def _holds_record(self, record: Record, shown: Sequence[Shown]) -> bool:
        depth = len(record.at)
        own = [(at, text) for at, text in shown if at[: depth - 1] == record.at[:-1]]
        every: dict[Pointer, list[str]] = defaultdict(list)
        for at, text in own:
            every[at[:depth]] += [text] if text != EMPTY else []
        written = [(within, text) for within, text in record.fields if text]
        return any(self._says(record, texts, written) for texts in every.values())

    def _says(
        self, record: Record, texts: Sequence[str], written: Sequence[tuple[Pointer, str]]
    ) -> bool:
        """True if texts say what a new record is to say."""
        return len(texts) == len(written) and all(
            alike(text) == alike(one) or self.reads_alike((*record.at, *within), text, one)
            for text, (within, one) in zip(texts, written, strict=True)
        )

    def reads_alike(self, at: Pointer, one: str, other: str) -> bool:
        """True for two texts that are typed alike at a place."""
        model = next((place for place, _, _ in self._shown if is_like(place, at)), None)
        try:
            values = typed(self._plan, model, one) if model else None
            return values is not None and values == typed(self._plan, model or (), other)
        except RefusedError:
            return False
