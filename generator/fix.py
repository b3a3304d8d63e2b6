"""Findings with a certain repair -> the same plan mended: splices at their places, every other
character as it was.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

from generator.findings import Finding, Mark, Pointer
from generator.older import CODES as OLDER
from generator.pipeline import Build
from generator.source import CODES, Source
from generator.source.reading import Splice, mark_at, spliced

_MOST_ROUNDS = 10
_MOST_REPAIRS = 40
_MOST_TRIALS = 80
_MOST_TRIED = 6_000_000
"""Trials of repairs of one plan, and characters read in them; the rest is for the next time."""
_OF_SIGNS = "YML006"
"""The code of signs that nobody sees: what the line says is sure all the same."""
_READ_PER_GUESS = 25_000
"""Characters read for each line that the reader had to guess about, roughly."""


def fix(built: Build, check: Callable[[str], Build]) -> Build:
    """Mend a checked plan until no certain repair is left. A repair that only changes one complaint
    for another is not made.

    First those that add no error. A key put right may then show errors that it hid, as long as the
    plan has no more of them than at first; any other repair that adds errors is made only where
    further repairs take them away again.
    """
    trials = _Trials(check)
    built = _in_the_shape_of_today(built, trials)
    mended = _rounds(built, trials, _adds_no_error)
    if _errors(mended) > _errors(built):  # together, what each alone did not
        return built
    named = _rounds(mended, trials, lambda finding, *_: finding.on_key)
    if _errors(named) <= _errors(built):
        mended = named
    bold = _rounds(mended, trials, lambda *_: True)
    return bold if _errors(bold) <= _errors(mended) else mended


def mended(built: Build, finding: Finding, check: Callable[[str], Build]) -> str | None:
    """The text of a checked plan with one finding's repair made; None where it has none, or where
    that would do no good.
    """
    own = sorted(set(_splices(finding, built.source)))
    if not own or _overlap(own):
        return None
    text = spliced(built.source.text, own)
    tried = check(text)
    # A key put right may show errors that it hid.
    adds_none = finding.on_key or _errors(tried) <= _errors(built)
    return text if adds_none and _is_better(tried, built, own) else None


def _in_the_shape_of_today(built: Build, trials: "_Trials") -> Build:
    """A plan of the older shape carried over, before anything in it is mended."""
    found = next(
        (finding for finding in built.findings if finding.code in OLDER and finding.repair), None
    )
    return (
        trials.of(spliced(built.source.text, list(_splices(found, built.source))))
        if found
        else built
    )


class _Trials:
    """A check of texts that counts them: a plan with very many faults must not take minutes."""

    def __init__(self, check: Callable[[str], Build]) -> None:
        self.check = check
        self._trials = self._tried = 0

    def has_time(self) -> bool:
        return self._trials < _MOST_TRIALS and self._tried < _MOST_TRIED

    def of(self, text: str) -> Build:
        tried = self.check(text)
        self._trials += 1
        self._tried += len(text) + _READ_PER_GUESS * sum(f.code in CODES for f in tried.findings)
        return tried


Allowed = Callable[[Finding, Build, Build], bool]
"""Whether a finding's repair may be made: judged by the plan with it, and the one without."""


def _rounds(built: Build, trials: _Trials, is_allowed: Allowed) -> Build:
    """The plan with the repairs that are allowed, made round by round."""
    mended = built
    for _ in range(_MOST_ROUNDS):
        made: list[Splice] = []
        unsure = list(_unsure_lines(mended))
        for finding in [finding for finding in mended.findings if finding.repair][:_MOST_REPAIRS]:
            own = sorted(set(_splices(finding, mended.source)))
            fits = own and not _overlap([*made, *own]) and not _touch(own, unsure)
            if fits and trials.has_time():
                tried = trials.of(spliced(mended.source.text, own))
                if is_allowed(finding, tried, mended) and _is_better(tried, mended, own):
                    made += own
        if not made:
            break
        mended = trials.check(spliced(mended.source.text, made))
    return mended


def _unsure_lines(built: Build) -> Iterator[tuple[int, int]]:
    """Where the lines of each stretch start and end that could only be guessed at, and are not for
    repair.
    """
    text = built.source.text
    for finding in built.findings:
        if finding.code in CODES and finding.code != _OF_SIGNS and not finding.repair:
            place = built.source.place(finding)
            end = text.find("\n", max(place.start, place.end - 1))
            yield text.rfind("\n", 0, place.start) + 1, end if end >= 0 else len(text)


def _touch(splices: list[Splice], stretches: list[tuple[int, int]]) -> bool:
    return any(
        start <= last and end >= first for start, end, _ in splices for first, last in stretches
    )


def _adds_no_error(_: Finding, tried: Build, before: Build) -> bool:
    return _errors(tried) <= _errors(before)


def _errors(built: Build) -> int:
    return sum(finding.severity == "fel" for finding in built.findings)


def _is_better(tried: Build, before: Build, splices: list[Splice]) -> bool:
    """True if a repair takes a complaint away and brings none to the lines that it changed."""
    text, end = tried.source.text, splices[-1][0] + len(splices[-1][2])
    first, last = mark_at(text, splices[0][0], splices[0][0]).line, mark_at(text, end, end).line
    old, new = _complaints(before), _complaints(tried)
    brought = [f for f in tried.findings if (f.code, f.message) in new - old]
    lines = [tried.source.place(finding).line for finding in brought]
    return bool(old - new) and not any(first <= line <= last for line in lines)


def _complaints(build: Build) -> Counter[tuple[str, str]]:
    return Counter((finding.code, finding.message) for finding in build.findings)


def _splices(finding: Finding, source: Source) -> Iterator[Splice]:
    for edit in finding.repair:
        at, within = (finding.at, finding.within) if edit.at is None else (edit.at, edit.within)
        mark = (
            at if isinstance(at, Mark) else source.locate(at, on_key=finding.on_key, within=within)
        )
        typed = source.text[mark.start : mark.end]
        if isinstance(at, Mark) or typed == _as_read(source, at, within, finding.on_key):
            yield mark.start, mark.end, edit.text


def _as_read(
    source: Source, at: Pointer, within: tuple[int, int] | None, on_key: bool
) -> str | None:
    """What a value or key to be replaced was read as, perhaps mended in memory: so it was judged.

    None where the value is no text.
    """
    value = source.value(at)
    if not on_key and not isinstance(value, str):
        return None
    if within:
        return str(value)[within[0] : sum(within)]
    mark = source.keys[at] if on_key else source.marks[at]
    return source.reading.text[mark.start : mark.end]


def _overlap(splices: list[Splice]) -> bool:
    """True if two splices touch: a finding's repair is made whole, or in a later round."""
    ordered = sorted(splices)
    return any(second[0] <= first[1] for first, second in pairwise(ordered))
