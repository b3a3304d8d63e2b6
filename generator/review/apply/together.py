"""All changes of a plan together: what brings an error alone may be right with another, sums follow
their rows, and what was agreed to is written.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence

from generator import swedish
from generator.findings import Finding, Pointer
from generator.pipeline import Build
from generator.plan import Plan
from generator.review.apply.agreements import Agreement, broken, with_agreement
from generator.review.apply.comments import above
from generator.review.apply.judging import Judge
from generator.review.apply.made import Applied, Made, complaint, expected_of
from generator.review.apply.sums import sums_of, told, wrong_sums
from generator.review.feedback import Remark
from generator.review.writeback import amount_typed
from generator.source.reading import Splice, spliced

_TOGETHER = "ändringen går inte att göra tillsammans med de andra; gör den för sig"
_NOT_AGREED = "undantaget för nr {} gick inte att skriva; skriv det i filen för hand"
_MOST_CULPRITS = 30
"""Values whose changes bring errors, of which each is tried without."""


class Together:
    """The changes of a plan's values. `made` are those that each are proven, by their value,
    `complaints` what the check would say of each alone, `broken` which agreements a change breaks,
    by its number, and `agreed` what was said about that.
    """

    def __init__(
        self,
        built: Build,
        plan: Plan,
        check: Callable[[str], Build],
        judge: Judge,
        agreed: Mapping[int, Agreement],
    ) -> None:
        self._built, self._plan, self._check = built, plan, check
        self._judge, self._agreed = judge, agreed
        self.made: dict[Pointer, Made] = {}
        self.complaints: dict[Pointer, str] = {}
        self.broken: dict[int, list[Finding]] = {}
        self.result = Applied(built.source.text)

    def make(self, carried: Sequence[Remark]) -> Applied:
        """All that was made, proven together, with comments above the values that they are about.

        What brings an error alone may be right together with another (an amount and its sum); what
        still brings one is refused.
        """
        self._settle()
        comments, lines, refused = above(self._built.source, carried)
        self.result.refused += refused
        # Comments may stand in the way of a change; the changes never give way for them.
        if not self._made_together(comments, lines) and not self._made_together(comments, []):
            self._keep_what_agrees()
            self._made_together(comments, [])
        self.result.refuse(
            [remark for remark in comments if remark not in self.result.made],
            "kommentaren går inte att skriva in där",
        )
        self._write_agreements()
        return self.result

    def _write_agreements(self) -> None:
        """Write what was agreed to of the changes that were made: exemptions, and open places."""
        if not self.broken:
            return
        final = self._check(self.result.text).findings
        made = {remark.number for remark in self.result.made}
        for at, of_value in self.made.items():
            for number in sorted(of_value.numbers & self.broken.keys() & made):
                found = self._brought(at, final)
                if found:
                    self._write_agreement(number, at, found)

    def _brought(self, at: Pointer, final: Sequence[Finding]) -> list[Finding]:
        """The agreements that are broken by a change among all that were made. Alone it may break
        others, or in other words: the meeting between two of a host may have gone.
        """
        rest = {key: of_value for key, of_value in self.made.items() if key != at}
        without = self._tried(rest, self._sums(rest)).findings
        known = {(finding.code, finding.message) for finding in without}
        new = broken(self._built.findings, final, at)
        return [finding for finding in new if (finding.code, finding.message) not in known]

    def _write_agreement(self, number: int, at: Pointer, found: Sequence[Finding]) -> None:
        agreement = self._agreed[number]
        lists = {item.at[:-1] for of_value in self.made.values() for item in of_value.items}
        # In a list whose items came or went, places are not what they were.
        place = None if _is_in(at, lists) else at
        text = with_agreement(self.result.text, found, agreement, self._check, place)
        if text is None:
            self.result.followed.append(_NOT_AGREED.format(number))
            return
        self.result.text = text
        how = "står öppet" if agreement.is_open else "undantas"
        self.result.followed += [f"{how} (nr {number}): {one.message}" for one in found]

    def _made_together(self, comments: Sequence[Remark], lines: Sequence[Splice]) -> bool:
        """Make all changes, with some lines more; False where that shows anything else."""
        sums = self._sums(self.made)
        tried = self._tried(self.made, sums, lines)
        every = [*self.made.values(), *sums.values()]
        items = [item for of_value in every for item in of_value.items]
        if self._judge.new_errors(tried) or not self._judge.shows(tried, expected_of(every), items):
            return False
        self.result.text = tried.source.text
        self.result.made = [remark for of_value in every for remark in of_value.remarks]
        self.result.made += comments if lines else []
        self.result.followed = [of_value.told for of_value in every if of_value.told]
        self.result.followed += self._judge.facts_shown(tried, self.made)
        return True

    def _keep_what_agrees(self) -> None:
        """Refuse what cannot be made together with what stands before it."""
        every, self.made = self.made, {}
        for at, of_value in every.items():
            self.made[at] = of_value
            if not self._made_together([], []):
                del self.made[at]
                self.result.refuse(of_value.remarks, _TOGETHER)

    def _settle(self) -> None:
        """Refuse what brings errors, one value at a time while that leaves fewer of them; each is
        told the error that goes away with it.
        """
        while new := self._judge.new_errors(self._tried(self.made, self._sums(self.made))):
            # Only what brings an error alone is suspected: the others are right by themselves.
            culprits = [at for at in self.made if self.complaints[at]]
            without = {at: self._errors_without(at) for at in culprits[:_MOST_CULPRITS]}
            best = min(without, key=lambda at: without[at].total(), default=None)
            if best is None:
                return
            gone = new - without[best]
            # The one whose leaving helps most goes first; with it, others may be right.
            if without[best].total() < new.total() and gone:
                self.result.refuse(self.made.pop(best).remarks, complaint(gone))
                continue
            # None of them helps alone: all go, each with its own error.
            for at in culprits:
                self.result.refuse(self.made.pop(at).remarks, self.complaints[at])

    def _errors_without(self, at: Pointer) -> Counter[tuple[str, str]]:
        """The new errors that there would be without the changes of one value."""
        rest = {key: of_value for key, of_value in self.made.items() if key != at}
        return self._judge.new_errors(self._tried(rest, self._sums(rest)))

    def _sums(self, made: Mapping[Pointer, Made]) -> dict[Pointer, Made]:
        """The sums that follow from changed amounts: those that were right before, and that nobody
        has changed. Fees by municipality add up to their row, that to the row that it is part of,
        rows to the sum of their side.
        """
        found: dict[Pointer, Made] = {}
        lists = {item.at[:-1] for of_value in made.values() for item in of_value.items}
        sums = sums_of(self._plan)
        right = {at: of.stated for at, of in sums.items() if of.stated == of.actual}
        # A fee changes its row, that the row above it, that the sum: three rounds are all there is.
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
                # The proof must find the new sum wherever the document shows it.
                printed = swedish.kronor(new)
                expected = {key: [(at, printed)] for key in self._judge.shown if key[0] == at}
                splices = [amount_typed(self._built.source, at, new)]
                found[at] = Made(splices, expected, [], told(sums[at], printed))
        return found

    def _tried(
        self,
        made: Mapping[Pointer, Made],
        sums: Mapping[Pointer, Made] | None = None,
        lines: Sequence[Splice] = (),
    ) -> Build:
        """The plan with some changes, the sums that follow, and some lines more."""
        every = [*made.values(), *(sums or {}).values()]
        splices = [splice for of_value in every for splice in of_value.splices]
        return self._check(spliced(self._built.source.text, [*splices, *lines]))


def _is_in(at: Pointer, lists: Collection[Pointer]) -> bool:
    return any(at[: len(whole)] == whole for whole in lists)
