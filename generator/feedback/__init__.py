"""Reviewed documents -> remarks: every comment and every tracked change, each at its line of the plan, those of several reviewers together."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from generator import context
from generator.context import Printed
from generator.feedback.hunks import Hunk, Laid, hunks, lay
from generator.feedback.reading import MARK, OURS, Reviewed, read
from generator.findings import Mark, Pointer
from generator.ooxml import comments
from generator.plan import Plan
from generator.provenance import Anchor, Provenance
from generator.source import Source
from generator.writeback import place

__all__ = ["Hunk", "Remark", "collect"]

_UNTRACKED = "ändringen är inte spårad; fråga granskaren och ändra i filen för hand"
_AROUND = 34
"""Characters that are quoted on either side of a change."""
_PROBLEMS = {
    "teckenformat": "fet och kursiv text skrivs **fet** och *kursiv* i planen, annat utseende bestäms av mallen",
    "en bild": "en bild kan planen inte visa",
    "en fotnot": "en fotnot kan planen inte visa",
}
_OF_THE_LOOK = "utseendet bestäms av mallen (docs/mall.md)"


@dataclass(frozen=True)
class Remark:
    """What one or several reviewers said. `kind` is 'kommentar', 'ändring', 'utseende', 'tabellrad' or 'ospårad' (not tracked).

    `quote` is what it is about, as it was sent out; `text` what a comment says, or what would stand instead. `at` is the value of
    the plan (None: the template's own text), `within` the stretch of its text that is meant, `mark` its place in the file. `problem` says why a change cannot be made in the plan by
    the program. `stale` is True where the plan has changed since it was sent out. `hunk` is the change itself. `sent` is the table of the document that was sent out. Numbers are from 1; `conflicts` are those that say otherwise of the same words.
    """

    kind: str
    authors: tuple[str, ...]
    when: str
    chapter: str
    quote: str
    text: str
    at: Pointer | None
    order: int
    anchor: Anchor | None = None
    within: tuple[int, int] = (0, 0)
    hunk: Hunk | None = None
    problem: str = ""
    stale: bool = False
    resolved: bool = False
    answers: str = ""
    number: int = 0
    mark: Mark | None = None
    conflicts: tuple[int, ...] = ()
    threads: tuple[str, ...] = field(default=(), repr=False)
    sent: Provenance | None = field(default=None, repr=False)


def collect(reviews: Sequence[tuple[Mapping[str, bytes], Provenance]], source: Source, plan: Plan) -> list[Remark]:
    """The remarks of some reviewed documents (parts, and the table of what was sent out) on one plan, in the document's order."""
    found: list[Remark] = []
    for number, (parts, sent) in enumerate(reviews):
        reviewed = read(parts)
        laid = lay(reviewed, sent.anchors)
        of_one = [
            *_of_text(hunks(reviewed, laid, sent.anchors), reviewed, sent),
            *_of_looks(reviewed, laid.places, sent),
            *_untracked(reviewed, laid, sent),
            *_comments(parts, reviewed, laid.places, sent, number),
        ]
        found += [replace(remark, sent=sent) for remark in of_one]
    merged = sorted(_merged(found), key=lambda remark: (remark.order, remark.kind != "ändring"))
    shown = {*context.printed(plan)}
    dated = [replace(remark, stale=_is_stale(remark, shown)) for remark in merged]
    numbered = [replace(remark, number=number, mark=_mark(remark, source, plan)) for number, remark in enumerate(dated, 1)]
    return [replace(remark, conflicts=_conflicts(remark, numbered), answers=_answered(remark, numbered)) for remark in numbered]


def _of_text(found: list[Hunk], reviewed: Reviewed, sent: Provenance) -> Iterator[Remark]:
    for hunk in found:
        anchor = sent.anchors.get(hunk.value)
        start = max(reviewed.base.rfind(MARK, 0, hunk.start) + 1, hunk.start - _AROUND)
        after = reviewed.base.find(MARK, hunk.end)
        end = min(after if after >= 0 else len(reviewed.base), hunk.end + _AROUND)
        before = reviewed.base[start : hunk.start]
        rest = reviewed.base[hunk.end : max(end, hunk.end)]
        yield Remark(
            "ändring",
            (hunk.who.author,),
            hunk.who.when,
            reviewed.chapter_at(hunk.start),
            f"{before}{reviewed.base[hunk.start : hunk.end]}{rest}",
            f"{before}{hunk.text}{rest}",
            anchor.at if anchor else None,
            hunk.start,
            anchor,
            (hunk.inner_start, hunk.inner_end),
            hunk,
            hunk.problem,
        )


def _of_looks(reviewed: Reviewed, places: Mapping[str, tuple[int, int]], sent: Provenance) -> Iterator[Remark]:
    """Changes of looks, and of whole rows."""
    for other in reviewed.others:
        anchor = _anchor_at(other.start, other.end, places, sent)
        kind = "tabellrad" if "rad i tabellen" in other.what else "utseende"
        quote = reviewed.base[other.start : other.end].replace(MARK, " ").strip()[:80]
        problem = _PROBLEMS.get(
            other.what, "lägg till eller ta bort raden i filen för hand" if kind == "tabellrad" else _OF_THE_LOOK
        )
        chapter, at = reviewed.chapter_at(other.start), anchor.at if anchor else None
        yield Remark(
            kind, (other.who.author,), other.who.when, chapter, quote, other.what, at, other.start, anchor, problem=problem
        )


def _untracked(reviewed: Reviewed, laid: Laid, sent: Provenance) -> Iterator[Remark]:
    """Values whose text is not what was sent out, though nobody tracked a change of it; each place of a value told once."""
    for name in (name for name in sent.anchors if name in laid.changed):
        anchor, (start, end) = sent.anchors[name], laid.places[name]
        chapter, now = reviewed.chapter_at(start), reviewed.base[start:end]
        yield Remark("ospårad", (), "", chapter, anchor.text, now, anchor.at, start, anchor, problem=_UNTRACKED)


def _comments(
    parts: Mapping[str, bytes], reviewed: Reviewed, places: Mapping[str, tuple[int, int]], sent: Provenance, review: int
) -> Iterator[Remark]:
    for comment in (comment for comment in comments.read(parts) if comment.author != OURS):
        start, end = reviewed.comments.get(comment.identifier, (0, 0))
        anchor = _anchor_at(start, end, places, sent)
        first = places[anchor.name][0] if anchor else 0
        quote = reviewed.base[start:end].replace(MARK, " ").strip()
        yield Remark(
            "kommentar",
            (comment.author,),
            comment.when,
            reviewed.chapter_at(start),
            quote,
            comment.text,
            anchor.at if anchor else None,
            start,
            anchor,
            (max(start - first, 0), min(max(end - first, 0), len(anchor.text))) if anchor else (0, 0),
            resolved=comment.resolved,
            answers=f"{review}/{comment.answers}" if comment.answers else "",
            threads=(f"{review}/{comment.identifier}",),
        )


def _anchor_at(start: int, end: int, places: Mapping[str, tuple[int, int]], sent: Provenance) -> Anchor | None:
    """The innermost value that holds a stretch, else the first that it touches, else the last before it in its paragraph."""
    holding = [(e - s, name) for name, (s, e) in places.items() if s <= start and end <= e]
    touching = sorted((s, name) for name, (s, e) in places.items() if s < end and start < e)
    name = min(holding)[1] if holding else touching[0][1] if touching else ""
    return sent.anchors.get(name)


def _merged(found: list[Remark]) -> Iterator[Remark]:
    """The same change by several is told once, with every name; a comment that stands in several files, too."""
    by_key: dict[object, Remark] = {}
    for remark in found:
        where = remark.anchor or remark.chapter
        if remark.hunk:
            own = (
                remark.hunk.inner_start if remark.anchor else remark.hunk.start,
                remark.hunk.end - remark.hunk.start,
                remark.hunk.text,
            )
            key: object = ("ändring", where, own, remark.hunk.removes)
        else:
            key = (remark.kind, where, remark.authors, remark.when, remark.text, remark.quote)
        first = by_key.get(key)
        if first is None:
            by_key[key] = remark
        else:
            authors = tuple(dict.fromkeys((*first.authors, *remark.authors)))
            by_key[key] = replace(first, authors=authors, threads=(*first.threads, *remark.threads))
    yield from by_key.values()


def _conflicts(remark: Remark, others: Sequence[Remark]) -> tuple[int, ...]:
    """Those that change the same words otherwise, or put something else in the same place."""
    if not remark.hunk or not remark.anchor:
        return ()
    found = []
    for other in others:
        if other.number != remark.number and other.hunk and other.anchor == remark.anchor:
            one, two = remark.hunk, other.hunk
            overlap = one.inner_start < two.inner_end and two.inner_start < one.inner_end
            same_place = one.inner_start == two.inner_start and one.who.author != two.who.author
            if overlap or same_place:
                found.append(other.number)
    return tuple(found)


def _answered(remark: Remark, others: Sequence[Remark]) -> str:
    """The number of the comment that a comment answers."""
    return next((str(other.number) for other in others if remark.answers and remark.answers in other.threads), "")


def _is_stale(remark: Remark, shown: Set[Printed]) -> bool:
    """True for a remark on a value that the plan no longer shows as it was sent out."""
    anchor = remark.anchor
    return anchor is not None and not anchor.fact and (anchor.at, anchor.block, anchor.text) not in shown


def _mark(remark: Remark, source: Source, plan: Plan) -> Mark | None:
    """Where in the plan's file a remark belongs."""
    if remark.at is None or remark.anchor is None:
        return None
    if remark.stale:
        return source.locate(remark.at)
    start, end = remark.within
    return place(source, plan, remark.at, remark.anchor.block, start, end)
