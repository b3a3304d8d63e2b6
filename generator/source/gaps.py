"""What could not be read, told once: lines that stand together in the file are one finding, however
many guesses were made about them.
"""

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from generator.findings import Finding, Mark
from generator.source.page import says_something
from generator.source.reading import mark_at

REST_UNREAD = "Resten av filen är inte granskad. Rätta raden och kör kommandot igen."
_HINT = (
    "Ett indrag eller en rad har troligen ändrats här eller strax ovanför. Jämför med samma ställe "
    "i en annan plan. Resten av filen är granskad utan raderna."
)


class Gap(Struct, frozen=True):
    """Lines of the file, [start, end), that were left out or lack a line; and what was told of
    them.
    """

    start: int
    end: int
    finding: Finding


def told_once(typed: str, findings: Iterable[Finding], gaps: Iterable[Gap]) -> list[Finding]:
    """The findings, where those of gaps that stand together are one."""
    instead: dict[int, list[Finding]] = {}
    for run in _runs(typed, sorted(gaps, key=lambda gap: (gap.start, gap.end))):
        first, *others = run
        instead |= {id(gap.finding): [] for gap in others}
        instead[id(first.finding)] = [_of_all(typed, run) if others else first.finding]
    return [told for finding in findings for told in instead.get(id(finding), [finding])]


def _runs(typed: str, gaps: Iterable[Gap]) -> Iterator[list[Gap]]:
    """Gaps, in order, that overlap or have nothing but blank lines and comments between them."""
    run: list[Gap] = []
    for gap in gaps:
        between = typed[max(one.end for one in run) : gap.start] if run else ""
        if run and any(map(says_something, between.split("\n"))):
            yield run
            run = []
        run.append(gap)
    if run:
        yield run


def _of_all(typed: str, run: list[Gap]) -> Finding:
    """The finding of several gaps, which begins where the first of them does."""
    first = run[0].finding
    end = max(gap.end for gap in run)
    assert isinstance(first.at, Mark)
    last = mark_at(typed, end, end).line - (typed[end - 1 : end] == "\n")
    rest = next((gap.finding for gap in run if gap.finding.hint == REST_UNREAD), None)
    if last <= first.at.line:
        return rest or first
    message = f"Raderna {first.at.line}–{last} kan inte läsas."
    place = replace(first.at, end=end)
    return Finding("YML002", message, place, rest.hint if rest else _HINT)
