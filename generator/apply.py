"""Chosen changes of reviewers -> the plan's file with them made: value by value, each proven before it counts.

A value is changed only if the changed file, read again, shows exactly what the reviewers wrote there, shows every other
value as before, and has no error that it did not have. All else is refused, with the reason.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from posixpath import commonprefix

from generator import context, schema, source, swedish
from generator.context import Printed
from generator.feedback import Hunk, Remark
from generator.findings import Finding, Pointer
from generator.pipeline import Build
from generator.plan import Plan
from generator.provenance import Anchor
from generator.source.reading import Splice, spliced
from generator.swedish import NBSP, typeset
from generator.writeback import Blocks, Change, RefusedError, changed, comment_line, proposals

_UNREAD = frozenset((*source.CODES, *schema.CODES))
"""What is said of a text that cannot be read as it stands, though it may be guessed."""

_STALE = "planen är ändrad här sedan dokumentet skickades ut; ändra i filen för hand"
ALREADY_MADE = "det står redan så i planen"


@dataclass
class Applied:
    """The file's text with the changes made, what was made, and what was refused, each with the reason (a Swedish clause)."""

    text: str
    made: list[Remark] = field(default_factory=list)
    refused: list[tuple[Remark, str]] = field(default_factory=list)


def apply(built: Build, chosen: Sequence[Remark], carried: Sequence[Remark], check: Callable[[str], Build]) -> Applied:
    """Make the chosen changes in a checked plan, and write the comments `carried` above their values; `check` checks a text."""
    assert built.plan is not None
    applier = _Applier(built, built.plan, check)
    for at, remarks in _by_value(chosen):
        applier.value(at, remarks)
    return applier.done(carried)


def _by_value(chosen: Sequence[Remark]) -> Iterator[tuple[Pointer, list[Remark]]]:
    """Changes of text, by the value that they change; the others are never asked for."""
    groups: dict[Pointer, list[Remark]] = defaultdict(list)
    for remark in chosen:
        if remark.kind != "kommentar":
            groups[remark.at or ()].append(remark)
    yield from groups.items()


class _Applier:
    def __init__(self, built: Build, plan: Plan, check: Callable[[str], Build]) -> None:
        self._built, self._plan, self._check = built, plan, check
        self._shown = [*context.printed(plan)]
        self._made: dict[Pointer, tuple[list[Splice], dict[Printed, list[str]], list[Remark]]] = {}
        self._errors = _errors(built.findings)
        self._complaints: dict[Pointer, str] = {}
        self._result = Applied(built.source.text)

    def value(self, at: Pointer, remarks: list[Remark]) -> None:
        """Make the changes of one value; those that cannot be made are refused, each for its own reason."""
        possible = []
        for remark in remarks:
            if why := self._hindrance(remark, remarks):
                self._refuse([remark], why)
            else:
                possible.append(remark)
        if not possible:
            return
        try:
            changes, shown = self._changes(possible)
            expected = self._to_be(at, changes, shown)
            self._made[at] = (self._proven(at, changes, shown, expected), expected, possible)
        except RefusedError as refused:
            self._refuse(possible, str(refused))

    def _hindrance(self, remark: Remark, chosen: Sequence[Remark]) -> str:
        """Why one change cannot be made; '' where nothing hinders."""
        if remark.problem or remark.anchor is None or remark.hunk is None:
            return remark.problem or "texten kommer ur mallen, inte ur planen"
        if set(remark.conflicts) & {other.number for other in chosen}:
            return "granskarna säger emot varandra; välj den ena ändringen"
        if remark.anchor.fact:
            return "uppgiften visas här från ett annat ställe i filen; ändra den där"
        return self._staleness(remark.anchor, remark.hunk, _table(remark))

    def done(self, carried: Sequence[Remark]) -> Applied:
        """All that was made, proven together, with comments above the values that they are about.

        What brings an error alone may be right together with another (an amount and its sum); what still brings one is refused.
        """
        self._settle()
        self._refuse([remark for remark in carried if not remark.at], "kommentaren är om mallens text, inte planens")
        comments = [remark for remark in carried if remark.at and _said(remark) not in self._built.source.text]
        for lines in ([comment_line(self._built.source, remark.at or (), _said(remark)) for remark in comments], []):
            tried = self._tried(lines)
            expected = {key: texts for _, of_value, _ in self._made.values() for key, texts in of_value.items()}
            if self._shows(tried, expected) and not self._new_errors(tried):
                self._result.text = tried.source.text
                self._result.made = [remark for _, _, remarks in self._made.values() for remark in remarks] + (
                    comments if lines else []
                )
                break
        else:
            for _, _, remarks in self._made.values():
                self._refuse(remarks, "ändringarna går inte att göra tillsammans; gör dem var för sig")
        self._refuse([remark for remark in comments if remark not in self._result.made], "kommentaren går inte att skriva in där")
        return self._result

    def _settle(self) -> None:
        """Refuse what brings errors, one value at a time while that leaves fewer of them."""
        while complaint := self._new_errors(self._tried([])):
            culprits = [at for at in self._made if self._complaints[at]]
            if not culprits:
                return
            errors = {at: self._count_without(at) for at in culprits}
            gone = min(culprits, key=lambda at: errors[at])
            for at in [gone] if errors[gone] < self._count_without(None) else culprits:
                self._refuse(self._made.pop(at)[2], complaint)

    def _count_without(self, at: Pointer | None) -> int:
        """How many errors there would be without the changes of one value."""
        splices = [splice for key, (of_value, _, _) in self._made.items() if key != at for splice in of_value]
        return _errors(self._check(spliced(self._built.source.text, splices)).findings).total()

    def _tried(self, lines: list[Splice]) -> Build:
        """The plan with all that was made, and some lines more."""
        splices = [splice for of_value, _, _ in self._made.values() for splice in of_value]
        return self._check(spliced(self._built.source.text, [*splices, *lines]))

    def _refuse(self, remarks: Sequence[Remark], why: str) -> None:
        self._result.refused += [(remark, why) for remark in remarks]

    def _new_errors(self, tried: Build) -> str:
        """What the check would say of a changed plan that it did not say before; '' for nothing."""
        new = _errors(tried.findings) - self._errors
        return f"kontrollen skulle säga: {next(iter(new))[1]}" if new else ""

    def _changes(self, remarks: list[Remark]) -> tuple[Blocks, str]:
        """The changes by paragraph, and the value's text as it was sent out. Raises RefusedError."""
        anchors = {remark.anchor.name: remark.anchor for remark in remarks if remark.anchor}
        by_anchor: dict[str, list[Change]] = defaultdict(list)
        for remark in remarks:
            if remark.anchor and remark.hunk:
                by_anchor[remark.anchor.name].append(_trimmed(remark.hunk, remark.anchor.text))
        blocks: dict[int | None, list[Change]] = {}
        for name, anchor in anchors.items():
            table = next(_table(remark) for remark in remarks if remark.anchor == anchor)
            printed = (anchor.at, anchor.block, anchor.text)
            same = [other for other in table.values() if (other.at, other.block, other.text) == printed and other.name != name]
            if any(by_anchor.get(other.name) != by_anchor[name] for other in same):
                raise RefusedError("uppgiften visas på flera ställen i dokumentet; ändra den i filen för hand")
            blocks[anchor.block] = sorted(by_anchor[name], key=lambda change: change.start)
        return blocks, next(iter(anchors.values())).text

    def _staleness(self, anchor: Anchor, hunk: Hunk, table: Mapping[str, Anchor]) -> str:
        """Why a value is not as it was sent out, or whether its record may be another one by now; '' where it is the same."""
        own = (anchor.at, anchor.block, anchor.text)
        if own not in self._shown:
            after = changed(anchor.text, [Change(hunk.inner_start, hunk.inner_end, hunk.text)])
            is_made = any((at, _alike(text)) == (anchor.at, _alike(after)) for at, _, text in self._shown)
            return ALREADY_MADE if is_made and hunk.text else _STALE
        sent = {(other.at, other.block, other.text) for other in table.values() if not other.fact}
        records = [anchor.at[: place + 1] for place, step in enumerate(anchor.at) if isinstance(step, int)]
        is_other = any(_marks_of(sent, record, anchor.at) != _marks_of(self._shown, record, anchor.at) for record in records)
        return _STALE if is_other else ""

    def _to_be(self, at: Pointer, changes: Blocks, shown: str) -> dict[Printed, list[str]]:
        """What each changed paragraph is to show: none, one or several."""
        found: dict[Printed, list[str]] = {}
        for block, of_block in changes.items():
            text = next((text for place, number, text in self._shown if (place, number) == (at, block)), shown)
            text = shown if block is None else text
            parts = [] if any(change.removes for change in of_block) else changed(text, of_block).split("\n")
            found[at, block, text] = [part.strip() for part in parts if part.strip()]
        return found

    def _proven(self, at: Pointer, changes: Blocks, shown: str, expected: Mapping[Printed, list[str]]) -> list[Splice]:
        """The plainest splices that show what is expected. Raises RefusedError."""
        reason = ""
        for splices in proposals(self._built.source, self._plan, at, shown, changes):
            if _overlap(splices):
                continue
            tried = self._check(spliced(self._built.source.text, splices))
            unread = {code for code, _ in _errors(tried.findings) - self._errors if code in _UNREAD}
            if not unread and self._shows(tried, expected) and self._keeps_looks(tried, at, changes):
                self._complaints[at] = self._new_errors(tried)
                return splices
            reason = reason or self._new_errors(tried)
        raise RefusedError(reason or "ändringen skulle visas på annat sätt, eller på flera ställen; ändra i filen för hand")

    def _keeps_looks(self, tried: Build, at: Pointer, changes: Blocks) -> bool:
        """True if what stays of some running text looks as before: bullets, bold, italic, links."""
        wanted: list[_Looks] = []
        for number, (bullet, old) in enumerate(_looks(self._plan, at)):
            kept: list[tuple[str, object]] = [*old]
            for change in sorted(changes.get(number, ()), key=lambda change: -change.start):
                kept[change.start : change.end] = [(character, None) for character in change.text]
            if not any(change.removes for change in changes.get(number, ())):
                wanted += [(bullet, part) for part in _split(kept) if part]
        found = [(bullet, part) for bullet, new in _looks(tried.plan, at) for part in _split(new) if part] if tried.plan else []
        return len(wanted) == len(found) and all(
            one[0] == other[0] and all(a is None or a == b for (_, a), (_, b) in zip(one[1], other[1], strict=False))
            for one, other in zip(wanted, found, strict=True)
        )

    def _shows(self, tried: Build, expected: Mapping[Printed, list[str]]) -> bool:
        """True if a changed plan shows what is expected, and all else as before."""
        if tried.plan is None or tried.plan.gaps or tried.source.data is None:
            return False
        wanted: list[tuple[Pointer, str]] = []
        for key in self._shown:
            wanted += [(key[0], _alike(text)) for text in expected.get(key, [key[2]])]
        return wanted == [(at, _alike(text)) for at, _, text in context.printed(tried.plan)]


_Looks = tuple[bool, list[tuple[str, object]]]
"""A paragraph: whether it is a bullet, and each of its characters with how it looks (None: not known)."""


def _looks(plan: Plan, at: Pointer) -> list[_Looks]:
    """The paragraphs of some running text as they are shown."""
    prose = next((prose for prose in plan.proses if prose.at == at), None)
    shown = [leaf for leaf in context.leaves(context.make(plan)) if isinstance(leaf, context.Inline) and leaf.at == at]
    return [
        (block.bullet, [(c, (p.bold, p.italic, p.link, bool(p.page_of))) for p in inline.pieces for c in p.text])
        for block, inline in zip(prose.blocks if prose else (), shown, strict=False)
    ]


def _split(characters: Sequence[tuple[str, object]]) -> list[list[tuple[str, object]]]:
    """Characters by paragraph, without blanks."""
    parts: list[list[tuple[str, object]]] = [[]]
    for character, look in characters:
        if character == "\n":
            parts.append([])
        elif not character.isspace():
            parts[-1].append((character, look))
    return parts


def _table(remark: Remark) -> Mapping[str, Anchor]:
    """Where the values stood in the document that a reviewer was sent."""
    return remark.sent.anchors if remark.sent else {}


def _trimmed(hunk: Hunk, shown: str) -> Change:
    """A change without the words at its ends that stay: what is written back is the least that changes."""
    old, new = shown[hunk.inner_start : hunk.inner_end], hunk.text
    if hunk.removes or not (old and new):
        return Change(hunk.inner_start, hunk.inner_end, new, hunk.removes)
    lead = len(commonprefix([old, new]))
    tail = len(commonprefix([old[lead:][::-1], new[lead:][::-1]]))
    return Change(hunk.inner_start + lead, hunk.inner_end - tail, new[lead : len(new) - tail])


def _marks_of(shown: Iterable[Printed], record: Pointer, but: Pointer) -> set[Printed]:
    """What a row of a list is known by: its own names, days and amounts, but for one value; no running text, no rows below it."""
    return {key for key in shown if key[0][:-1] == record and key[1] is None and key[0] != but}


def _alike(text: str) -> str:
    """A text without what typography changes: the same for what a reviewer typed and what is shown."""
    return swedish.folded(typeset(text.replace(NBSP, " ")).replace(NBSP, " "))


def _errors(findings: Sequence[Finding]) -> Counter[tuple[str, str]]:
    return Counter((finding.code, finding.message) for finding in findings if finding.severity == "fel")


def _overlap(splices: Sequence[Splice]) -> bool:
    ordered = sorted(splices)
    return any(second[0] < first[1] for first, second in pairwise(ordered))


def _said(remark: Remark) -> str:
    """A comment as a line of the file."""
    return f"KOMMENTAR ({', '.join(remark.authors)}): {' '.join(remark.text.replace('#', '').split())}"
