"""Chosen changes of a plan, made value by value, each proven before it counts."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from posixpath import commonprefix

from generator import schema, source, swedish
from generator.content.kind import RefusedError, Typed
from generator.context import Printed
from generator.findings import Finding, Pointer
from generator.paragraphs import CELL
from generator.pipeline import Build
from generator.plan import Plan
from generator.review.apply import looking, records
from generator.review.apply.agreements import Agreement, broken, with_agreement
from generator.review.apply.alike import EMPTY, alike, means, raw
from generator.review.apply.comments import above
from generator.review.apply.showing import Item, Shown, Wanted, wanted
from generator.review.apply.staleness import (
    ALREADY_MADE,
    CHANGED_SINCE,
    NOT_MADE,
    STALE,
    Staleness,
    Table,
    is_already_made,
)
from generator.review.apply.sums import sums_of, told, wrong_sums
from generator.review.feedback import Hunk, Remark
from generator.review.feedback.hunks.hunk import Record
from generator.review.writeback import (
    Blocks,
    Change,
    Proposal,
    amount_typed,
    changed,
    joins,
    proposals,
)
from generator.source.reading import Splice, spliced
from generator.word.provenance import Anchor

_UNREAD = frozenset((*source.CODES, *schema.CODES))
"""What is said of a text that cannot be read as it stands, though it may be guessed."""

_SAME = "ändringen gör ingen skillnad i planen"
_TOGETHER = "ändringen går inte att göra tillsammans med de andra; gör den för sig"
_NOT_AGREED = "undantaget för nr {} gick inte att skriva; skriv det i filen för hand"
_FEWEST_TOGETHER = 3
"""Changes that are worth proving at once."""
_MOST_CULPRITS = 30
"""Values whose changes bring errors, of which each is tried without."""
_NO_RECORD = "raden skulle inte visas så; gör det i filen för hand"


@dataclass
class Applied:
    """The file's text with the changes made, what was made, and what was refused, each with the
    reason (a Swedish clause). `followed` tells the sums that were changed with their rows.
    """

    text: str
    made: list[Remark] = field(default_factory=list)
    refused: list[tuple[Remark, str]] = field(default_factory=list)
    followed: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Made:
    """The changes of one value: splices of the file, what it then shows, whose they are, and what is
    told of a sum that follows. `items` are what comes to a list or goes from it.
    """

    splices: list[Splice]
    expected: dict[Printed, list[Shown]]
    remarks: list[Remark]
    told: str = ""
    items: tuple[Item, ...] = ()


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
        self._broken: dict[int, list[Finding]] = {}
        self._leaves = looking.Leaves()
        self._shown = self._leaves.printed(plan)
        self._staleness = Staleness(built, plan, self._shown)
        self._made: dict[Pointer, _Made] = {}
        self._errors = _errors(built.findings)
        self._complaints: dict[Pointer, str] = {}
        self._looked: dict[Pointer, Blocks] = {}
        self._result = Applied(built.source.text)

    def values(self, groups: Iterable[tuple[Pointer, list[Remark]]]) -> None:
        """Make the changes of several values: first all those together that are plain, proven at
        once; what is left, or all where that shows anything else, one by one.
        """
        every = [*groups]
        plain = {at: made for at, of_value in every if (made := self._plainly(at, of_value))}
        proven = self._proven_of(plain)
        self._made |= proven
        self._complaints |= dict.fromkeys(proven, "")
        for at, of_value in every:
            if at not in self._made:
                self.value(at, of_value)

    def _plainly(self, at: Pointer, remarks: list[Remark]) -> _Made | None:
        """The plainest way to make the changes of a value of words, not proven; None for others."""
        is_agreed = any(remark.number in self._agreed for remark in remarks)
        if is_agreed or any(self._hindrance(remark, remarks) for remark in remarks):
            return None
        try:
            changes, shown = self._changes(remarks)
            self._keep_kinds(at, changes)
            expected = self._to_be(at, changes, shown)
            if not _differs(expected) or self._is_last_of_item(at, expected):
                return None
            every = proposals(self._source, self._plan, at, shown, changes, self._read)
            first = next(every, None)
        except RefusedError:
            return None
        if first is None or first.values is not None or _overlap(first.splices):
            return None
        self._looked[at] = changes
        return _Made(first.splices, expected, remarks, self._places(remarks))

    def _proven_of(self, made: dict[Pointer, _Made]) -> dict[Pointer, _Made]:
        """Those of some changes that together show just what is expected, and bring no error."""
        if len(made) < _FEWEST_TOGETHER:
            return {}
        splices = [splice for of_value in made.values() for splice in of_value.splices]
        tried = self._check(spliced(self._source.text, splices))
        fitting = {
            at: of_value
            for at, of_value in made.items()
            if self._keeps_looks(tried, at, self._looked[at])
        }
        is_shown = self._shows(tried, _expected(made.values()))
        if len(fitting) == len(made) and is_shown and not self._new_errors(tried):
            return made
        if len(fitting) < len(made):
            return self._proven_of(fitting)
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
                self._refuse([remark], why)
            else:
                possible.append(remark)
        if not possible:
            return
        try:
            self._make(at, self._of_value(at, possible))
        except RefusedError as refused:
            if len(possible) == 1:
                self._refuse(possible, str(refused))
            else:
                self._one_by_one(at, possible)

    def broken_by(self, remark: Remark) -> list[Finding]:
        """The agreements that a change which was made breaks."""
        return self._broken.get(remark.number, [])

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

    def _make(self, at: Pointer, made: _Made) -> None:
        """Take a proven change; what it breaks is told of those who agreed to that."""
        self._made[at] = made
        agreed = [remark for remark in made.remarks if remark.number in self._agreed]
        if agreed:
            tried = self._check(spliced(self._source.text, made.splices))
            found = broken(self._built.findings, tried.findings)
            self._broken[agreed[0].number] = found
            self._complaints[at] = _complaint(self._new_errors(tried))

    def _one_by_one(self, at: Pointer, remarks: Sequence[Remark]) -> None:
        """Make those changes of a value that can be made together with those before them."""
        kept: list[Remark] = []
        for remark in remarks:
            try:
                self._make(at, self._of_value(at, [*kept, remark]))
                kept.append(remark)
            except RefusedError as refused:
                self._refuse([remark], str(refused))

    def _of_value(self, at: Pointer, remarks: list[Remark]) -> _Made:
        """The changes of one value, proven. Raises RefusedError."""
        changes, shown = self._changes(remarks)
        self._keep_kinds(at, changes)
        expected = self._to_be(at, changes, shown)
        if not _differs(expected) and not _is_of_looks(changes, expected):
            raise RefusedError(_SAME)
        if self._is_last_of_item(at, expected):
            made, why = self._with_record(remarks, Record(at[:-1], comes=False), 0)
            if made is None:
                raise RefusedError(why or _NO_RECORD)
            return made
        splices, expected = self._proven(at, changes, shown, expected)
        if spliced(self._built.source.text, splices) == self._built.source.text:
            raise RefusedError(ALREADY_MADE)
        return _Made(splices, expected, remarks, self._places(remarks))

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
            order = sum(bool(made.items) for made in self._made.values())
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
            self._refuse([remark], str(refused))

    def _with_record(
        self, remarks: list[Remark], record: Record, order: int
    ) -> tuple[_Made | None, str]:
        """The change that lets a record come or go, proven; else why it cannot be made."""
        try:
            splices, at, _ = records.splices(self._source, self._plan, record, self._read)
        except RefusedError as refused:
            return None, str(refused)
        tried = self._check(spliced(self._source.text, splices))
        if any(code in _UNREAD for code, _ in _errors(tried.findings) - self._errors):
            return None, _complaint(self._new_errors(tried))
        shown = [(place, text) for place, _, text in self._leaves.printed(tried.plan or self._plan)]
        items = tuple(records.items(record, at, shown, order))
        if not self._says(tried, items, record) or not self._shows(tried, {}, items):
            return None, _complaint(self._new_errors(tried))
        key = record.at if not record.comes else (*record.at, f"+{order}")
        self._complaints[key] = _complaint(self._new_errors(tried))
        return _Made(splices, {}, remarks, "", items), ""

    def _says(self, tried: Build, items: Sequence[Item], record: Record) -> bool:
        """True if a new record says what the reviewer wrote, and no more."""
        (item,) = items
        if not record.comes:
            return True
        found = [text for _, text in item.texts if text != EMPTY]
        written = [(within, text) for within, text in record.fields if text]
        return len(found) == len(written) and all(
            alike(text) == alike(one)
            or self._staleness.reads_alike((*record.at, *within), text, one)
            for text, (within, one) in zip(found, written, strict=True)
        )

    @property
    def _source(self) -> source.Source:
        return self._built.source

    def refusals(self) -> dict[int, str]:
        """Why what was refused so far was refused, by number."""
        return {remark.number: why for remark, why in self._result.refused}

    def _hindrance(self, remark: Remark, chosen: Sequence[Remark]) -> str:
        """Why one change cannot be made; '' where nothing hinders."""
        if remark.problem or remark.anchor is None or remark.hunk is None:
            return remark.problem or "texten kommer ur mallen, inte ur planen"
        if set(remark.conflicts) & {other.number for other in chosen}:
            return "granskarna säger emot varandra; välj den ena ändringen"
        if remark.anchor.fact:
            return "uppgiften visas här från ett annat ställe i filen; ändra den där"
        if remark.hunk.records:
            return self._staleness.of_record(remark.hunk.records, _table(remark))
        return self._staleness.of_value(remark.anchor, remark.hunk, _table(remark))

    def done(self, carried: Sequence[Remark]) -> Applied:
        """All that was made, proven together, with comments above the values that they are about.

        What brings an error alone may be right together with another (an amount and its sum); what
        still brings one is refused.
        """
        self._settle()
        comments, lines, refused = above(self._source, carried)
        self._result.refused += refused
        if not self._made_together(comments, lines) and not self._made_together(comments, []):
            self._keep_what_agrees()
            self._made_together(comments, [])
        self._refuse(
            [remark for remark in comments if remark not in self._result.made],
            "kommentaren går inte att skriva in där",
        )
        self._write_agreements()
        return self._result

    def _write_agreements(self) -> None:
        """Write what was agreed to of the changes that were made: exemptions, and open places."""
        made = {remark.number for remark in self._result.made}
        for number, found in self._broken.items():
            if number not in made or not found:
                continue
            agreement = self._agreed[number]
            text = with_agreement(self._result.text, found, agreement, self._check)
            if text is None:
                self._result.followed.append(_NOT_AGREED.format(number))
                continue
            self._result.text = text
            how = "står öppet" if agreement.is_open else "undantas"
            self._result.followed += [f"{how} (nr {number}): {one.message}" for one in found]

    def _made_together(self, comments: Sequence[Remark], lines: Sequence[Splice]) -> bool:
        """Make all changes, with some lines more; False where that shows anything else."""
        sums = self._sums(self._made)
        tried = self._tried(self._made, sums, lines)
        every = [*self._made.values(), *sums.values()]
        items = [item for of_value in every for item in of_value.items]
        if self._new_errors(tried) or not self._shows(tried, _expected(every), items):
            return False
        self._result.text = tried.source.text
        self._result.made = [remark for of_value in every for remark in of_value.remarks]
        self._result.made += comments if lines else []
        self._result.followed = [of_value.told for of_value in every if of_value.told]
        self._result.followed += self._facts_shown(tried)
        return True

    def _keep_what_agrees(self) -> None:
        """Refuse what cannot be made together with what stands before it."""
        every, self._made = self._made, {}
        for at, of_value in every.items():
            self._made[at] = of_value
            if not self._made_together([], []):
                del self._made[at]
                self._refuse(of_value.remarks, _TOGETHER)

    def _settle(self) -> None:
        """Refuse what brings errors, one value at a time while that leaves fewer of them; each is
        told the error that goes away with it.
        """
        while new := self._new_errors(self._tried(self._made, self._sums(self._made))):
            culprits = [at for at in self._made if self._complaints[at]]
            without = {at: self._errors_without(at) for at in culprits[:_MOST_CULPRITS]}
            best = min(without, key=lambda at: without[at].total(), default=None)
            if best is None:
                return
            gone = new - without[best]
            if without[best].total() < new.total() and gone:
                self._refuse(self._made.pop(best).remarks, _complaint(gone))
                continue
            for at in culprits:
                self._refuse(self._made.pop(at).remarks, self._complaints[at])

    def _errors_without(self, at: Pointer) -> Counter[tuple[str, str]]:
        """The new errors that there would be without the changes of one value."""
        rest = {key: of_value for key, of_value in self._made.items() if key != at}
        return self._new_errors(self._tried(rest, self._sums(rest)))

    def _sums(self, made: Mapping[Pointer, "_Made"]) -> dict[Pointer, "_Made"]:
        """The sums that follow from changed amounts: those that were right before, and that nobody
        has changed. Fees by municipality add up to their row, that to the row that it is part of,
        rows to the sum of their side.
        """
        found: dict[Pointer, _Made] = {}
        lists = {item.at[:-1] for of_value in made.values() for item in of_value.items}
        sums = sums_of(self._plan)
        right = {at: of.stated for at, of in sums.items() if of.stated == of.actual}
        for _ in range(3):
            tried = self._tried({**made, **found}) if made else self._built
            wrong = wrong_sums(tried.plan) if tried.plan else {}
            # In a list whose items came or went, places are not what they were.
            wrong = {
                at: new
                for at, new in wrong.items()
                if at in right and at not in made and not _is_in(at, lists)
            }
            if not wrong:
                break
            for at, new in wrong.items():
                # A sum of sums may have followed before one of them did.
                found.pop(at, None)
                if new == right[at]:
                    continue
                printed = swedish.kronor(new)
                expected = {key: [(at, printed)] for key in self._shown if key[0] == at}
                splices = [amount_typed(self._built.source, at, new)]
                found[at] = _Made(splices, expected, [], told(sums[at], printed))
        return found

    def _tried(
        self,
        made: Mapping[Pointer, "_Made"],
        sums: Mapping[Pointer, "_Made"] | None = None,
        lines: Sequence[Splice] = (),
    ) -> Build:
        """The plan with some changes, the sums that follow, and some lines more."""
        every = [*made.values(), *(sums or {}).values()]
        splices = [splice for of_value in every for splice in of_value.splices]
        return self._check(spliced(self._built.source.text, [*splices, *lines]))

    def _refuse(self, remarks: Sequence[Remark], why: str) -> None:
        self._result.refused += [(remark, why) for remark in remarks]

    def _new_errors(self, tried: Build) -> Counter[tuple[str, str]]:
        """What the check would say of a changed plan that it did not say before, and that nobody
        has agreed to.
        """
        agreed = _errors([one for found in self._broken.values() for one in found])
        return _errors(tried.findings) - self._errors - agreed

    def _changes(self, remarks: list[Remark]) -> tuple[Blocks, str]:
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
            table = next(_table(remark) for remark in remarks if name in _table(remark))
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
                    "uppgiften visas på flera ställen, som är ändrade på olika sätt; välj ett av dem"
                )
            blocks[anchor.block] = sorted(by_anchor[name], key=lambda change: change.start)
        return blocks, next(iter(anchors.values())).text

    def _following(self, remark: Remark) -> Anchor | None:
        """The paragraph that goes on in the one of a change, at the number that it has by now."""
        hunk, anchor = remark.hunk, remark.anchor
        if hunk is None or anchor is None or anchor.block is None or not hunk.next:
            return None
        found = replace(_table(remark)[hunk.next], block=anchor.block + 1)
        if (found.at, found.block, found.text) not in self._shown:
            raise RefusedError(STALE)
        return found

    def _to_be(self, at: Pointer, changes: Blocks, shown: str) -> dict[Printed, list[Shown]]:
        """What each changed paragraph is to show: none, one or several. What the next one goes on
        in shows both.
        """
        found: dict[Printed, list[Shown]] = {}
        carried = ""
        for block, of_block in sorted(changes.items(), key=lambda entry: entry[0] or 0):
            if len(of_block) > 1 and any(change.removes for change in of_block):
                raise RefusedError(
                    "stycket tas bort och ändras också; välj det ena, eller gör det i filen för hand"
                )
            text = shown if block is None else self._text_of(at, block, shown)
            is_gone = any(change.removes for change in of_block)
            after = "" if is_gone else carried + changed(text, of_block)
            carried = after if joins(of_block) else ""
            parts = [] if carried else [part.strip() for part in after.split("\n")]
            found[at, block, text] = [(at, part) for part in parts if part]
        return found

    def _places(self, remarks: Sequence[Remark]) -> str:
        """What is told of a value that the document shows in several places; '' of others."""
        anchors = {remark.anchor for remark in remarks if remark.anchor}
        for anchor in anchors:
            table = next(_table(remark) for remark in remarks if remark.anchor == anchor)
            own = (anchor.at, anchor.block, anchor.text)
            same = [other for other in table.values() if own == (other.at, other.block, other.text)]
            if len(same) > 1:
                return f"”{anchor.text}” visas på {len(same)} ställen, som alla ändras"
        return ""

    def _text_of(self, at: Pointer, block: int, otherwise: str) -> str:
        """What a paragraph of running text shows."""
        own = (text for place, number, text in self._shown if (place, number) == (at, block))
        return next(own, otherwise)

    def _proven(
        self, at: Pointer, changes: Blocks, shown: str, expected: dict[Printed, list[Shown]]
    ) -> tuple[list[Splice], dict[Printed, list[Shown]]]:
        """The plainest splices that show what is expected, and that. Raises RefusedError."""
        reason = ""
        every = proposals(self._built.source, self._plan, at, shown, changes, self._read)
        for proposal in every:
            if _overlap(proposal.splices):
                continue
            tried = self._check(spliced(self._built.source.text, proposal.splices))
            unread = {code for code, _ in _errors(tried.findings) - self._errors if code in _UNREAD}
            wanted = None if unread else self._shown_as(tried, at, proposal, expected)
            if wanted is not None and self._keeps_looks(tried, at, changes):
                self._complaints[at] = _complaint(self._new_errors(tried))
                return proposal.splices, wanted
            reason = reason or _complaint(self._new_errors(tried))
        raise RefusedError(
            reason
            or "ändringen skulle visas på annat sätt, eller på flera ställen; ändra i filen för hand"
        )

    def _read(self, text: str) -> source.Source:
        return self._check(text).source

    def _shown_as(
        self, tried: Build, at: Pointer, proposal: Proposal, expected: dict[Printed, list[Shown]]
    ) -> dict[Printed, list[Shown]] | None:
        """What a changed plan shows, where that is what is expected, or for what is no text other
        words that mean the same; None for anything else.
        """
        if proposal.values is None:
            return expected if self._shows(tried, expected) else None
        for instead in self._meaning(tried, at, proposal.values):
            wanted = dict.fromkeys(expected, instead)
            if self._shows(tried, wanted):
                return wanted
        return None

    def _meaning(self, tried: Build, at: Pointer, values: Typed) -> Iterator[list[Shown]]:
        """What may stand for values that were typed: words that are read as just these, nothing for
        what went, or the sign for that.
        """
        if not any(value for _, value in values):
            yield []
            yield from ([(place, EMPTY)] for place in (at, at[:-1]))
            return
        whole = at[:-1] if isinstance(at[-1], int) else at
        shown = self._leaves.printed(tried.plan) if tried.plan else ()
        for place, _, words in shown:
            if whole == place or whole == place[:-1]:
                yield from [[(place, words)]] if means(tried, place, words, values) else []

    def _keep_kinds(self, at: Pointer, changes: Blocks) -> None:
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

    def _keeps_looks(self, tried: Build, at: Pointer, changes: Blocks) -> bool:
        """True if what stays of some running text looks as before: lists, bold, italic, links."""
        wanted = looking.wanted(self._leaves, self._plan, at, changes)
        found = looking.found(self._leaves, tried.plan, at) if tried.plan else []
        return len(wanted) == len(found) and all(
            one[0] == other[0]
            and all(looking.is_look(a, b) for (_, a), (_, b) in zip(one[1], other[1], strict=False))
            for one, other in zip(wanted, found, strict=True)
        )

    def _shows(
        self,
        tried: Build,
        expected: Mapping[Printed, list[Shown]],
        items: Sequence[Item] = (),
    ) -> bool:
        """True if a changed plan shows what is expected, and all else as before; a text whose own
        words stay may show a fact that has changed.
        """
        if tried.plan is None or tried.plan.gaps or tried.source.data is None:
            return False
        lists = {item.at[:-1] for item in items}
        length = {whole: len(self._source.value(whole)) for whole in lists}
        every = wanted(self._shown, expected, items, length)
        found = [(at, text) for at, _, text in self._leaves.printed(tried.plan)]
        return len(every) == len(found) and all(
            self._is_shown(tried, one, other) for one, other in zip(every, found, strict=True)
        )

    def _is_shown(self, tried: Build, one: Wanted, other: Shown) -> bool:
        """True for a value that stands where it should and says what it should."""
        at, text = other
        if one.at != at:
            return False
        is_same = alike(one.text) == alike(text)
        return is_same or (not one.is_own and self._follows(tried, one.was, at))

    def _facts_shown(self, tried: Build) -> Iterator[str]:
        """What is told of the texts that show a fact that has changed."""
        before = Counter((at, text) for at, _, text in self._shown)
        shown = self._leaves.printed(tried.plan) if tried.plan else ()
        for at, _, text in shown:
            if (at, text) not in before and at not in self._made and self._follows(tried, at, at):
                yield f"rad {tried.source.locate(at).line} visar nu ”{text}”"

    def _follows(self, tried: Build, was: Pointer, at: Pointer) -> bool:
        """True for a text with facts, typed as it was: it shows what they are by now."""
        typed_before = raw(self._built.source, was)
        return "{" in typed_before and typed_before == raw(tried.source, at)


def is_of_record(remark: Remark) -> Sequence[Record]:
    """The ways to understand a whole record that comes or goes; none for other changes."""
    return remark.hunk.records if remark.hunk else ()


def _is_in(at: Pointer, lists: Collection[Pointer]) -> bool:
    return any(at[: len(whole)] == whole for whole in lists)


def _differs(expected: Mapping[Printed, list[Shown]]) -> bool:
    """True if something is to be shown that is not shown already."""
    return any(
        [alike(text) for _, text in texts] != [alike(key[2])] for key, texts in expected.items()
    )


def _is_of_looks(changes: Blocks, expected: Mapping[Printed, list[Shown]]) -> bool:
    """True if words are to look otherwise."""
    texts = {key[1]: key[2] for key in expected}
    return any(
        looking.is_of_looks(change, texts.get(block, ""))
        for block, of_block in changes.items()
        for change in of_block
    )


def _expected(every: Iterable[_Made]) -> dict[Printed, list[Shown]]:
    return {key: texts for of_value in every for key, texts in of_value.expected.items()}


def _complaint(errors: Counter[tuple[str, str]]) -> str:
    """What the check would say; '' for nothing."""
    return f"kontrollen skulle säga: {next(iter(errors))[1]}" if errors else ""


def _table(remark: Remark) -> Table:
    """Where the values stood in the document that a reviewer was sent."""
    return remark.sent.anchors if remark.sent else {}


def _trimmed(hunk: Hunk, shown: str) -> Change:
    """A change without the words at its ends that stay: what is written back is the least that
    changes.
    """
    old, new = shown[hunk.inner_start : hunk.inner_end], hunk.text
    if hunk.removes or not (old and new) or old == new or hunk.next:
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


def _errors(findings: Sequence[Finding]) -> Counter[tuple[str, str]]:
    return Counter(
        (finding.code, finding.message) for finding in findings if finding.severity == "fel"
    )


def _overlap(splices: Sequence[Splice]) -> bool:
    ordered = sorted(splices)
    return any(second[0] < first[1] for first, second in pairwise(ordered))
