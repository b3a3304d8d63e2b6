"""Findings with a certain repair -> the same plan mended: splices at their places, every other character as it was."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from generator.findings import Finding, Mark, Pointer
from generator.pipeline import Build
from generator.source import Source
from generator.source.reading import Splice, spliced

_MOST_ROUNDS = 10


@dataclass(frozen=True)
class Change:
    """A stretch of lines that differs: the 1-based number of the first one in the old text, the old lines and the new ones."""

    line: int
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class Fixed:
    """A mended plan, what is still to be told of it, and the changes in order."""

    source: Source
    findings: tuple[Finding, ...]
    changes: tuple[Change, ...]


def fix(built: Build, check: Callable[[str], Build]) -> Fixed:
    """Mend a checked plan until no certain repair is left. A round that makes nothing better is not made."""
    mended = built
    for _ in range(_MOST_ROUNDS):
        tried = check(spliced(mended.source.text, _without_overlaps(_splices(mended))))
        if _weight(tried) >= _weight(mended):
            break
        mended = tried
    return Fixed(mended.source, mended.findings, tuple(_changes(built.source.text, mended.source.text)))


def _weight(built: Build) -> tuple[int, int]:
    """How many errors there are, then how many findings."""
    return sum(finding.severity == "fel" for finding in built.findings), len(built.findings)


def _splices(built: Build) -> Iterator[Splice]:
    source = built.source
    for finding in built.findings:
        for edit in finding.repair:
            at, within = (finding.at, finding.within) if edit.at is None else (edit.at, edit.within)
            mark = at if isinstance(at, Mark) else source.locate(at, on_key=finding.on_key, within=within)
            if isinstance(at, Mark) or finding.on_key or source.text[mark.start : mark.end] == _as_read(source, at, within):
                yield mark.start, mark.end, edit.text


def _as_read(source: Source, at: Pointer, within: tuple[int, int] | None) -> str | None:
    """What the file must hold where a value is to be replaced; None where it is no text, or is typed otherwise than it reads."""
    value = source.data
    for step in at:
        value = value[step]
    if not isinstance(value, str):
        return None
    mark = source.locate(at)
    return value[within[0] : sum(within)] if within else source.text[mark.start : mark.end]


def _without_overlaps(splices: Iterable[Splice]) -> Iterator[Splice]:
    """The splices that do not touch an earlier one; what they would mend is found again in the next round."""
    done = -1
    for start, end, text in sorted(set(splices)):
        if start > done:
            yield start, end, text
            done = max(end, start)


def _changes(before: str, after: str) -> Iterator[Change]:
    import difflib

    old, new = before.split("\n"), after.split("\n")
    for kind, start, end, new_start, new_end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield Change(start + 1, tuple(old[start:end]), tuple(new[new_start:new_end]))
