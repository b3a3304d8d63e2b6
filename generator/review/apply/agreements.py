"""A change that breaks an agreement of the committee's, written as the user chose: with an exemption
and its reason, or as an open place of the draft.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from generator import retype
from generator.checks import is_excusable
from generator.findings import Finding, Pointer
from generator.pipeline import Build
from generator.retype import NotTypedError
from generator.review.writeback.single import has
from generator.source import Source
from generator.source.reading import spliced
from generator.values import PLACEHOLDER

_KEY = "undantag"
_SHORTEST = 3
"""Characters of the words that an exemption is known by."""


@dataclass(frozen=True)
class Agreement:
    """That a change is made though it breaks an agreement: for a reason, as an exemption, or open
    for the committee to confirm.
    """

    reason: str
    is_open: bool = False


def broken(before: Iterable[Finding], after: Iterable[Finding]) -> list[Finding]:
    """The agreements that are broken after a change and were not before; one that is told in other
    words, of the same place, is not new.
    """
    known: set[tuple[str, object]] = set()
    for finding in before:
        known |= {(finding.code, finding.message), (finding.code, finding.at)}
    return [
        finding
        for finding in after
        if is_excusable(finding.code)
        and finding.severity in ("fel", "varning")
        and not known & {(finding.code, finding.message), (finding.code, finding.at)}
    ]


def with_agreement(
    text: str,
    found: Sequence[Finding],
    agreement: Agreement,
    check: Callable[[str], Build],
    at: Pointer | None = None,
) -> tuple[str, list[Finding]] | None:
    """The plan's text with what was agreed written for each finding, and those as they are told in
    it; None where that cannot be. `at` is the value that was changed.
    """
    told = []
    for finding in found:
        built = check(text)
        own = _as_told(finding, built.findings)
        if own is None:  # another change has mended it
            continue
        written = _written(built, own, agreement, check, at)
        if written is None:
            return None
        text = written
        told.append(own)
    return text, told


def _as_told(finding: Finding, now: Sequence[Finding]) -> Finding | None:
    """A finding as a plan with more changes in it has it: the same words, else the same place."""
    sounding = [one for one in now if one.severity in ("fel", "varning")]
    same = [one for one in sounding if _is_same(one, finding)]
    there = [one for one in sounding if (one.code, one.at) == (finding.code, finding.at)]
    return next(iter((*same, *there)), None)


def _written(
    built: Build,
    finding: Finding,
    agreement: Agreement,
    check: Callable[[str], Build],
    at: Pointer | None,
) -> str | None:
    if agreement.is_open:
        return _opened(built.source, finding, agreement.reason, check, at)
    try:
        text = _exempted(built.source, finding, agreement.reason, check)
    except NotTypedError:
        return None
    after = check(text).findings
    is_settled = any(_is_same(one, finding) and one.severity == "information" for one in after)
    is_clean = not [one for one in after if one.code == "UND001"]
    return text if is_settled and is_clean else None


def _is_same(one: Finding, other: Finding) -> bool:
    return (one.code, one.message) == (other.code, other.message)


def _exempted(source: Source, finding: Finding, reason: str, check: Callable[[str], Build]) -> str:
    """The text with an exemption of a finding more. Raises NotTypedError."""

    def read(text: str) -> Source:
        return check(text).source

    where = _words(source, finding.at) if isinstance(finding.at, tuple) else ""
    entry = {"regel": finding.code, **({"plats": where} if where else {}), "skäl": reason}
    if has(source, (_KEY,)):
        at: Pointer = (_KEY, len(source.value((_KEY,))))
        return retype.added(source, at, entry, (), read)
    return retype.added(source, (_KEY,), [entry], map(str, source.value(())), read)


def _words(source: Source, at: Pointer) -> str:
    """Whole words of the line of a value: the value itself, else the first of its group."""
    value = source.value(at) if has(source, at) else ""
    if isinstance(value, dict):
        value = next((one for one in value.values() if isinstance(one, str)), "")
    is_of_line = isinstance(value, str) and len(value) >= _SHORTEST and "\n" not in value
    return str(value) if is_of_line else ""


def _opened(
    source: Source,
    finding: Finding,
    reason: str,
    check: Callable[[str], Build],
    at: Pointer | None,
) -> str | None:
    """The text with a comment on the line of the value that was changed, which asks for what is
    found to be confirmed.
    """
    mark = source.locate(at) if at and has(source, at) else source.place(finding)
    end = source.text.find("\n", mark.start)
    end = end if end >= 0 else len(source.text)
    line = source.text[source.text.rfind("\n", 0, mark.start) + 1 : end]
    if "#" in line:
        return source.text if PLACEHOLDER in line.partition("#")[2] else None
    asked = f"  # {PLACEHOLDER}: bekräfta ({finding.message.rstrip('.')}). {reason}"
    text = spliced(source.text, [(end - line.endswith("\r"), end - line.endswith("\r"), asked)])
    return text if check(text).source.data == source.data else None
