"""Findings with a certain repair -> the same plan mended: splices at their places, every other character as it was."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

from generator.findings import Finding, Mark, Pointer
from generator.pipeline import Build
from generator.source import Source
from generator.source.reading import Splice, mark_at, spliced

_MOST_ROUNDS = 10
_MOST_REPAIRS = 40


def fix(built: Build, check: Callable[[str], Build]) -> Build:
    """Mend a checked plan until no certain repair is left. A repair that only changes one complaint for another is not made."""
    mended = built
    for _ in range(_MOST_ROUNDS):
        made: list[Splice] = []
        for finding in [finding for finding in mended.findings if finding.repair][:_MOST_REPAIRS]:
            own = sorted(set(_splices(finding, mended.source)))
            if own and not _overlap([*made, *own]) and _is_better(check(spliced(mended.source.text, own)), mended, own):
                made += own
        if not made:
            break
        mended = check(spliced(mended.source.text, made))
    return mended


def _is_better(tried: Build, before: Build, splices: list[Splice]) -> bool:
    """True if a repair takes a complaint away and brings none to the lines that it changed."""
    first, last = (
        mark_at(tried.source.text, place, place).line for place in (splices[0][0], splices[-1][0] + len(splices[-1][2]))
    )
    old, new = (Counter((f.code, f.message) for f in found.findings) for found in (before, tried))
    brought = [f for f in tried.findings if (f.code, f.message) in new - old]
    return bool(old - new) and not any(first <= tried.source.place(finding).line <= last for finding in brought)


def _splices(finding: Finding, source: Source) -> Iterator[Splice]:
    for edit in finding.repair:
        at, within = (finding.at, finding.within) if edit.at is None else (edit.at, edit.within)
        mark = at if isinstance(at, Mark) else source.locate(at, on_key=finding.on_key, within=within)
        if isinstance(at, Mark) or finding.on_key or source.text[mark.start : mark.end] == _as_read(source, at, within):
            yield mark.start, mark.end, edit.text


def _as_read(source: Source, at: Pointer, within: tuple[int, int] | None) -> str | None:
    """What the file must hold where a value is to be replaced; None where it is no text, or is typed otherwise than it reads."""
    value = source.value(at)
    if not isinstance(value, str):
        return None
    mark = source.locate(at)
    return value[within[0] : sum(within)] if within else source.text[mark.start : mark.end]


def _overlap(splices: list[Splice]) -> bool:
    """True if two splices touch: a finding's repair is made whole, or in a later round."""
    ordered = sorted(splices)
    return any(second[0] <= first[1] for first, second in pairwise(ordered))
