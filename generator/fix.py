"""Findings with a certain repair -> the same text mended: splices at their places, every other character as it was."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from generator.findings import Finding, Mark, has_errors
from generator.report import place
from generator.source import Source
from generator.source.reading import Splice, spliced

_MOST_ROUNDS = 10

Check = Callable[[str], tuple[Source, tuple[Finding, ...]]]
"""Checks the text of a plan."""


@dataclass(frozen=True)
class Fixed:
    """A mended text, the lines that changed (1-based number, before, after) and what is still to be told of it."""

    text: str
    changes: tuple[tuple[int, str, str], ...]
    findings: tuple[Finding, ...]
    source: Source


def fix(text: str, check: Check) -> Fixed:
    """Mend a text until no certain repair is left; a round that would make anything worse is not made."""
    source, findings = check(text)
    mended = text
    for _ in range(_MOST_ROUNDS):
        splices = list(_without_overlaps(_splices(source, findings)))
        if not splices:
            break
        tried = spliced(mended, splices)
        new_source, left = check(tried)
        if _weight(left) >= _weight(findings):
            break
        mended, source, findings = tried, new_source, left
    return Fixed(mended, tuple(_changes(text, mended)), findings, source)


def _weight(findings: Iterable[Finding]) -> tuple[int, int]:
    listed = list(findings)
    return sum(has_errors([finding]) for finding in listed), len(listed)


def _splices(source: Source, findings: Iterable[Finding]) -> Iterator[Splice]:
    for finding in findings:
        for edit in finding.repair:
            at = edit.at
            mark = place(finding, source) if at is None else at if isinstance(at, Mark) else source.locate(at)
            yield mark.start, mark.end, edit.text


def _without_overlaps(splices: Iterable[Splice]) -> Iterator[Splice]:
    """The splices that do not touch an earlier one; what they would mend is found again in the next round."""
    done = -1
    for start, end, text in sorted(set(splices)):
        if start > done:
            yield start, end, text
            done = max(end, start)


def _changes(before: str, after: str) -> Iterator[tuple[int, str, str]]:
    """Each stretch of lines that differs: the first line's number in the old text, the old lines and the new ones."""
    import difflib

    old, new = before.split("\n"), after.split("\n")
    for kind, start, end, new_start, new_end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield start + 1, "\n".join(old[start:end]), "\n".join(new[new_start:new_end])
