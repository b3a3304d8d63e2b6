"""Chosen changes of a plan, made value by value, each proven before it counts."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from generator import source
from generator.content.kind import RefusedError
from generator.context import Printed
from generator.findings import Finding, Pointer
from generator.pipeline import Build
from generator.plan import Plan
from generator.review.apply import looking, records
from generator.review.apply.agreements import Agreement, broken
from generator.review.apply.asked import Asked, is_of_record, table_of
from generator.review.apply.judging import Judge
from generator.review.apply.made import (
    Applied,
    Made,
    complaint,
    differs,
    expected_of,
    overlap,
)
from generator.review.apply.showing import Shown
from generator.review.apply.staleness import (
    ALREADY_MADE,
    CHANGED_SINCE,
    NOT_MADE,
    STALE,
    Staleness,
    is_already_made,
)
from generator.review.apply.together import Together
from generator.review.feedback import Remark
from generator.review.feedback.hunks.hunk import Record
from generator.review.writeback import Blocks, proposals
from generator.source.reading import Splice, spliced

_SAME = "ändringen gör ingen skillnad i planen"
_FEWEST_TOGETHER = 3
"""Changes that are worth proving at once."""
_NO_RECORD = "raden skulle inte visas så; gör det i filen för hand"


class Applier:
    """Makes changes in a checked plan, value by value; `check` checks a text."""

    def __init__(
        self,
        built: Build,
        plan: Plan,
        check: Callable[[str], Build],
        agreed: Mapping[int, Agreement] | None = None,
    ) -> None:
        self._built, self._plan, self._check = built, plan, check
        self._agreed = agreed or {}
        leaves = looking.Leaves()
        self._leaves = leaves
        self._shown = leaves.printed(plan)
        self._staleness = Staleness(built, plan, self._shown)
        self._asked = Asked(plan, leaves)
        self._judge = Judge(built, plan, leaves, self._staleness)
        self._looked: dict[Pointer, Blocks] = {}
        self._all = Together(built, plan, check, self._judge, self._agreed)

    def values(self, groups: Iterable[tuple[Pointer, list[Remark]]]) -> None:
        """Make the changes of several values: first all those together that are plain, proven at
        once; what is left, or all where that shows anything else, one by one.
        """
        every = [*groups]
        plain = {at: made for at, of_value in every if (made := self._plainly(at, of_value))}
        proven = self._proven_of(plain)
        self._all.made |= proven
        self._all.complaints |= dict.fromkeys(proven, "")
        for at, of_value in every:
            if at not in self._all.made:
                self.value(at, of_value)

    def _plainly(self, at: Pointer, remarks: list[Remark]) -> Made | None:
        """The plainest way to make the changes of a value of words, not proven; None for others."""
        is_agreed = any(remark.number in self._agreed for remark in remarks)
        if is_agreed or any(self._hindrance(remark, remarks) for remark in remarks):
            return None
        try:
            changes, shown = self._asked.changes(remarks)
            self._asked.keep_kinds(at, changes)
            expected = self._asked.to_be(at, changes, shown)
            if not differs(expected) or self._is_last_of_item(at, expected):
                return None
            every = proposals(self._source, self._plan, at, shown, changes, self._read)
            first = next(every, None)
        except RefusedError:
            return None
        if first is None or first.values is not None or overlap(first.splices):
            return None
        self._looked[at] = changes
        return Made(first.splices, expected, remarks, self._asked.places(remarks))

    def _proven_of(self, made: dict[Pointer, Made]) -> dict[Pointer, Made]:
        """Those of some changes that together show just what is expected, and bring no error."""
        # A proof is a check of the whole plan: one for many changes, where they get on.
        if len(made) < _FEWEST_TOGETHER:
            return {}
        splices = [splice for of_value in made.values() for splice in of_value.splices]
        tried = self._check(spliced(self._source.text, splices))
        fitting = {
            at: of_value
            for at, of_value in made.items()
            if self._judge.keeps_looks(tried, at, self._looked[at])
        }
        is_shown = self._judge.shows(tried, expected_of(made.values()))
        if len(fitting) == len(made) and is_shown and not self._judge.new_errors(tried):
            return made
        if len(fitting) < len(made):
            return self._proven_of(fitting)
        # One of them is in the way: it is in one half, and the other half may be fine.
        half = len(made) // 2
        entries = [*made.items()]
        return self._proven_of(dict(entries[:half])) | self._proven_of(dict(entries[half:]))

    def value(self, at: Pointer, remarks: list[Remark]) -> None:
        """Make the changes of one value; those that cannot be made are refused, each for its own
        reason.
        """
        possible = []
        for remark in remarks:
            if why := self._hindrance(remark, remarks):
                self._all.result.refuse([remark], why)
            else:
                possible.append(remark)
        if not possible:
            return
        try:
            self._make(at, self._of_value(at, possible))
        except RefusedError as refused:
            if len(possible) == 1:
                self._all.result.refuse(possible, str(refused))
            else:
                self._one_by_one(at, possible)

    def broken_by(self, remark: Remark) -> list[Finding]:
        """The agreements that a change which was made breaks."""
        return self._all.broken.get(remark.number, [])

    def stands(self, remark: Remark) -> str:
        """'' where the plan has what a change asks for, else why it has not, as far as that is seen
        without trying.
        """
        if remark.problem:
            return CHANGED_SINCE if remark.stale else remark.problem
        why = self._hindrance(remark, [])
        if is_already_made(why):
            return ""
        return CHANGED_SINCE if why == STALE else why or NOT_MADE

    def reason(self, remark: Remark) -> str:
        """Why a change cannot be made; NOT_MADE where it can be, '' where words look so already."""
        if is_of_record(remark):
            self.record(remark)
        else:
            self.value(remark.at or (), [remark])
        why = self.refusals().get(remark.number, NOT_MADE)
        return "" if is_already_made(why) else why

    def refusals(self) -> dict[int, str]:
        """Why what was refused so far was refused, by number."""
        return {remark.number: why for remark, why in self._all.result.refused}

    def _make(self, at: Pointer, made: Made) -> None:
        """Take a proven change; what it breaks is told of those who agreed to that."""
        self._all.made[at] = made
        agreed = [remark for remark in made.remarks if remark.number in self._agreed]
        if agreed:
            tried = self._check(spliced(self._source.text, made.splices))
            found = broken(self._built.findings, tried.findings, at)
            self._all.broken[agreed[0].number] = found
            self._judge.agree(found)
            self._all.complaints[at] = complaint(self._judge.new_errors(tried))

    def _one_by_one(self, at: Pointer, remarks: Sequence[Remark]) -> None:
        """Make those changes of a value that can be made together with those before them."""
        kept: list[Remark] = []
        for remark in remarks:
            try:
                self._make(at, self._of_value(at, [*kept, remark]))
                kept.append(remark)
            except RefusedError as refused:
                self._all.result.refuse([remark], str(refused))

    def _of_value(self, at: Pointer, remarks: list[Remark]) -> Made:
        """The changes of one value, proven. Raises RefusedError."""
        changes, shown = self._asked.changes(remarks)
        self._asked.keep_kinds(at, changes)
        expected = self._asked.to_be(at, changes, shown)
        if not differs(expected) and not is_of_looks(changes, expected):
            raise RefusedError(_SAME)
        if self._is_last_of_item(at, expected):
            made, why = self._with_record(remarks, Record(at[:-1], comes=False), 0)
            if made is None:
                raise RefusedError(why or _NO_RECORD)
            return made
        splices, expected = self._proven(at, changes, shown, expected)
        if spliced(self._built.source.text, splices) == self._built.source.text:
            raise RefusedError(ALREADY_MADE)
        return Made(splices, expected, remarks, self._asked.places(remarks))

    def _is_last_of_item(self, at: Pointer, expected: Mapping[Printed, list[Shown]]) -> bool:
        """True where a value goes that is all there is of an item of a list."""
        own = [key for key in self._shown if key[0] == at]
        is_gone = all(key in expected and not expected[key] for key in own)
        is_item = len(at) > 1 and isinstance(at[-2], int) and isinstance(at[-1], str)
        return is_gone and is_item and [*self._source.value(at[:-1])] == [at[-1]]

    def record(self, remark: Remark) -> None:
        """Let a record come or go."""
        if not is_of_record(remark):
            return
        try:
            if why := self._hindrance(remark, []):
                raise RefusedError(why)
            order = sum(bool(made.items) for made in self._all.made.values())
            whys = []
            for record in is_of_record(remark):
                made, why = self._with_record([remark], record, order)
                whys.append(why)
                if made:
                    key = record.at if not record.comes else (*record.at, f"+{order}")
                    self._make(key, made)
                    return
            raise RefusedError(next(filter(None, whys), _NO_RECORD))
        except RefusedError as refused:
            self._all.result.refuse([remark], str(refused))

    def _with_record(
        self, remarks: list[Remark], record: Record, order: int
    ) -> tuple[Made | None, str]:
        """The change that lets a record come or go, proven; else why it cannot be made."""
        try:
            splices, at, _ = records.splices(self._source, self._plan, record, self._read)
        except RefusedError as refused:
            return None, str(refused)
        tried = self._check(spliced(self._source.text, splices))
        if self._judge.unread(tried):
            return None, complaint(self._judge.new_errors(tried))
        shown = [(place, text) for place, _, text in self._leaves.printed(tried.plan or self._plan)]
        items = tuple(records.items(record, at, shown, order))
        if not self._judge.says(tried, items, record) or not self._judge.shows(tried, {}, items):
            return None, complaint(self._judge.new_errors(tried))
        key = record.at if not record.comes else (*record.at, f"+{order}")
        self._all.complaints[key] = complaint(self._judge.new_errors(tried))
        return Made(splices, {}, remarks, "", items), ""

    def _hindrance(self, remark: Remark, chosen: Sequence[Remark]) -> str:
        """Why one change cannot be made; '' where nothing hinders."""
        if remark.problem or remark.anchor is None or remark.hunk is None:
            return remark.problem or "texten kommer ur mallen, inte ur planen"
        if set(remark.conflicts) & {other.number for other in chosen}:
            return "granskarna säger emot varandra; välj den ena ändringen"
        if remark.anchor.fact:
            return "uppgiften visas här från ett annat ställe i filen; ändra den där"
        if remark.hunk.records:
            return self._staleness.of_record(remark.hunk.records, table_of(remark))
        return self._staleness.of_value(remark.anchor, remark.hunk, table_of(remark))

    def _proven(
        self, at: Pointer, changes: Blocks, shown: str, expected: dict[Printed, list[Shown]]
    ) -> tuple[list[Splice], dict[Printed, list[Shown]]]:
        """The plainest splices that show what is expected, and that. Raises RefusedError."""
        reason = ""
        every = proposals(self._built.source, self._plan, at, shown, changes, self._read)
        for proposal in every:
            if overlap(proposal.splices):
                continue
            tried = self._check(spliced(self._built.source.text, proposal.splices))
            wanted = None
            if not self._judge.unread(tried):
                wanted = self._judge.shown_as(tried, at, proposal, expected)
            if wanted is not None and self._judge.keeps_looks(tried, at, changes):
                self._all.complaints[at] = complaint(self._judge.new_errors(tried))
                return proposal.splices, wanted
            reason = reason or complaint(self._judge.new_errors(tried))
        raise RefusedError(
            reason
            or (
                "ändringen skulle visas på annat sätt, eller på flera "
                "ställen; ändra i filen för hand"
            )
        )

    def _read(self, text: str) -> source.Source:
        return self._check(text).source

    @property
    def _source(self) -> source.Source:
        return self._built.source

    def done(self, carried: Sequence[Remark]) -> Applied:
        """All that was made, proven together, with comments above the values that they are
        about.
        """
        return self._all.make(carried)


def is_of_looks(changes: Blocks, expected: Mapping[Printed, list[Shown]]) -> bool:
    """True if words are to look otherwise."""
    texts = {key[1]: key[2] for key in expected}
    return any(
        looking.is_of_looks(change, texts.get(block, ""))
        for block, of_block in changes.items()
        for change in of_block
    )
