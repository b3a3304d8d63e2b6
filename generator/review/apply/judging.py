"""Whether a changed plan shows what was asked for, and all else as before."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from generator import schema, source
from generator.content.kind import Typed
from generator.context import Printed
from generator.findings import Finding, Pointer
from generator.pipeline import Build
from generator.plan import Plan
from generator.review.apply import looking
from generator.review.apply.alike import EMPTY, alike, means, raw
from generator.review.apply.made import errors_of
from generator.review.apply.showing import Item, Shown, Wanted, wanted
from generator.review.apply.staleness import Staleness
from generator.review.feedback.hunks.hunk import Record
from generator.review.writeback import Blocks, Proposal

_UNREAD = frozenset((*source.CODES, *schema.CODES))
"""What is said of a text that cannot be read as it stands."""


class Judge:
    """Holds changed plans against the one that they were made of."""

    def __init__(
        self, built: Build, plan: Plan, leaves: looking.Leaves, staleness: Staleness
    ) -> None:
        self._built, self._plan, self._leaves = built, plan, leaves
        self._staleness = staleness
        self.shown = leaves.printed(plan)
        self._errors = errors_of(built.findings)
        self._agreed: list[Finding] = []

    def agree(self, findings: Sequence[Finding]) -> None:
        """Let some findings be no errors: somebody has agreed to what they are about."""
        self._agreed += findings

    def unread(self, tried: Build) -> bool:
        """True where a changed plan cannot be read as it stands, though it may be guessed."""
        return any(code in _UNREAD for code, _ in errors_of(tried.findings) - self._errors)

    def new_errors(self, tried: Build) -> Counter[tuple[str, str]]:
        """What the check would say of a changed plan that it did not say before, and that nobody
        has agreed to.
        """
        return errors_of(tried.findings) - self._errors - errors_of(self._agreed)

    def shows(
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
        length = {whole: len(self._built.source.value(whole)) for whole in lists}
        every = wanted(self.shown, expected, items, length)
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

    def shown_as(
        self, tried: Build, at: Pointer, proposal: Proposal, expected: dict[Printed, list[Shown]]
    ) -> dict[Printed, list[Shown]] | None:
        """What a changed plan shows, where that is what is expected, or for what is no text other
        words that mean the same; None for anything else.
        """
        if proposal.values is None:
            return expected if self.shows(tried, expected) else None
        for instead in self._meaning(tried, at, proposal.values):
            wanted = dict.fromkeys(expected, instead)
            if self.shows(tried, wanted):
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

    def keeps_looks(self, tried: Build, at: Pointer, changes: Blocks) -> bool:
        """True if what stays of some running text looks as before: lists, bold, italic, links."""
        wanted = looking.wanted(self._leaves, self._plan, at, changes)
        found = looking.found(self._leaves, tried.plan, at) if tried.plan else []
        return len(wanted) == len(found) and all(map(_looks_so, wanted, found))

    def says(self, tried: Build, items: Sequence[Item], record: Record) -> bool:
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

    def facts_shown(self, tried: Build, made: Collection[Pointer]) -> Iterator[str]:
        """What is told of the texts that show a fact that has changed."""
        before = Counter((at, text) for at, _, text in self.shown)
        shown = self._leaves.printed(tried.plan) if tried.plan else ()
        for at, _, text in shown:
            if (at, text) not in before and at not in made and self._follows(tried, at, at):
                yield f"rad {tried.source.locate(at).line} visar nu ”{text}”"

    def _follows(self, tried: Build, was: Pointer, at: Pointer) -> bool:
        """True for a text with facts, typed as it was: it shows what they are by now."""
        typed_before = raw(self._built.source, was)
        return "{" in typed_before and typed_before == raw(tried.source, at)


def _looks_so(wanted: looking.Looks, found: looking.Looks) -> bool:
    """True if a paragraph is of the kind that it should be, and looks so, sign by sign."""
    pairs = zip(wanted[1], found[1], strict=False)
    return wanted[0] == found[0] and all(looking.is_look(a, b) for (_, a), (_, b) in pairs)
