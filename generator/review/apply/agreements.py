"""A change that breaks an agreement of the committee's, written as the user chose: with an
exemption and its reason, or as an open place of the draft.
"""

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from generator import retype
from generator.checks import is_excusable
from generator.findings import Finding, Pointer, is_under
from generator.pipeline import Build
from generator.retype import NotTypedError
from generator.review.writeback.single import has
from generator.source import Source
from generator.source.reading import spliced
from generator.values import PLACEHOLDER

_KEY = "undantag"
_SHORTEST = 3
"""Characters of the words that an exemption is known by."""


class Agreement(Struct, frozen=True):
    """That a change is made though it breaks an agreement: for a reason, as an exemption, or open
    for the committee to confirm.
    """

    reason: str
    is_open: bool = False


def broken(before: Iterable[Finding], after: Iterable[Finding], own: Pointer) -> list[Finding]:
    """The agreements that are broken after a change of the value `own`, and were not before. What
    was broken elsewhere, and is told in other words by now, is not new.
    """
    known = [*before]
    told = {(finding.code, finding.message) for finding in known}
    places = {(finding.code, finding.at) for finding in known if not _is_of(finding, own)}
    return [
        finding
        for finding in after
        if is_excusable(finding.code)
        and finding.severity in ("fel", "varning")
        and (finding.code, finding.message) not in told
        and (finding.code, finding.at) not in places
    ]


def _is_of(finding: Finding, own: Pointer) -> bool:
    return isinstance(finding.at, tuple) and is_under(finding.at, own)


def with_agreement(
    text: str,
    found: Sequence[Finding],
    agreement: Agreement,
    check: Callable[[str], Build],
    at: Pointer | None,
) -> str | None:
    """The plan's text with what was agreed written for each finding; None where that cannot be.
    `at` is the value that was changed, None where it is not known where that stands by now.
    """
    for finding in found:
        built = check(text)
        own = next((one for one in built.findings if _is_same(one, finding)), None)
        # Two changes may break one agreement together: it is written once.
        if own is None or own.severity == "information":
            continue
        written = _written(built, own, agreement, check, at)
        if written is None:
            return None
        text = written
    return text


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
