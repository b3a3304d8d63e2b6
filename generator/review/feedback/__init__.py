"""Reviewed documents -> remarks: every comment and every tracked change, each at its line of the
plan, those of several reviewers together.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import replace

from generator import context
from generator.context import Printed
from generator.findings import Mark, Pointer
from generator.ooxml import comments
from generator.ooxml.reviewed import read
from generator.ooxml.reviewed.marks import TURNED
from generator.ooxml.reviewed.rows import OF_ROWS
from generator.ooxml.reviewed.stretches import MARK, Reviewed, plain
from generator.plan import Plan
from generator.review.feedback.doubts import doubted
from generator.review.feedback.dressing import dressed
from generator.review.feedback.followed import followed
from generator.review.feedback.hunks import hunks
from generator.review.feedback.hunks.hunk import OF_TEMPLATE, Hunk, in_words
from generator.review.feedback.laying import Laid, Place, described, lay
from generator.review.feedback.records import recorded
from generator.review.feedback.versions import as_now
from generator.review.writeback import place
from generator.review.writeback.single import has
from generator.source import Source
from generator.word.provenance import PREFIX, Anchor, Provenance

__all__ = ["Hunk", "Remark", "Review", "TooManyError", "collect"]

_UNTRACKED = "ändringen är inte spårad; fråga granskaren och ändra i filen för hand"
_AROUND = 34
"""Characters that are quoted on either side of a change."""
_MOST = 3_000
"""Remarks of one document: about ten times what a much discussed plan has."""
_PROBLEMS = {
    "teckenformat": "fet och kursiv text skrivs **fet** och *kursiv* i planen, annat utseende bestäms av mallen",
}
_OF_THE_LOOK = "utseendet bestäms av mallen (docs/mall.md)"
_OF_A_KIND = "gör det i filen för hand: en punkt börjar med ett streck och ett mellanslag, en rubrik är ett eget avsnitt"
_OF_A_ROW = "lägg till eller ta bort raden i filen för hand"
_OF_A_TABLE = "ändra tabellen i filen för hand"
_ANONYMOUS = {"", "författare", "författaren", "author", "unknown author", "okänd författare"}
"""What programs call someone whose name was taken out."""
_PARTS = {
    "word/comments.xml": "i en kommentar",
    "word/numbering.xml": "i numreringen",
    "word/styles.xml": "i formatmallarna",
}
_UNREAD = "öppna svaret i Word och se efter vad det är"


class TooManyError(Exception):
    """A document has more comments and changes than are read: their number, and the file's name."""


class Review(Struct, frozen=True):
    """A reviewed document: its parts, the table of what was sent out, and its file's name."""

    parts: Mapping[str, bytes]
    sent: Provenance
    name: str = ""


class Remark(Struct, frozen=True):
    """What one or several reviewers said. `kind` is 'kommentar', 'ändring', 'utseende',
    'tabellrad', 'ospårad' (not tracked) or 'oläst' (seen, but not understood). `files` are the
    numbers of the reviews.

    `quote` is what it is about, as it was sent out; `text` what a comment says, or what would stand
    instead. `at` is the value of the plan (None: the template's own text), `within` the stretch of
    its text that is meant, `mark` its place in the file. `problem` says why a change cannot be made
    in the plan by the program. `stale` is True where the plan has changed since it was sent out.
    `hunk` is the change itself. `sent` is the table of the document that was sent out. Numbers are
    from 1; `conflicts` are those that say otherwise of the same words. `partner` is the other place
    of what was moved: neither is made without the other.
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
    threads: tuple[str, ...] = ()
    sent: Provenance | None = None
    files: frozenset[int] = frozenset()
    partner: int = 0

    @property
    def of_template(self) -> bool:
        """True for a change of the template's own text: it is for whoever owns the template."""
        return self.at is None and self.problem in (OF_TEMPLATE, _OF_THE_LOOK)


def collect(reviews: Sequence[Review], source: Source, plan: Plan) -> list[Remark]:
    """The remarks of some reviewed documents on one plan, in the document's order. Raises
    TooManyError.
    """
    found: list[Remark] = []
    now = [*context.printed(plan)]
    reviews = [replace(review, sent=as_now(review.sent, now)) for review in reviews]
    for number, review in enumerate(reviews):
        of_one = _of_one(review, number)
        if len(of_one) > _MOST:
            raise TooManyError(len(of_one), review.name)
        if len(reviews) > 1:
            of_one = [_named_by_file(remark, review.name) for remark in of_one]
        files = frozenset((number,))
        found += [replace(remark, sent=review.sent, files=files) for remark in of_one]
    merged = sorted(_merged(found), key=lambda remark: (remark.order, remark.kind != "ändring"))
    shown = {*now}
    placed = [_where_it_is(remark, shown) for remark in merged]
    dated = [replace(remark, stale=_is_stale(remark, shown)) for remark in placed]
    at_hand = [_followed(remark, now) if remark.stale else remark for remark in dated]
    numbered = [
        replace(remark, number=number, mark=_mark(remark, source, plan))
        for number, remark in enumerate(at_hand, 1)
    ]
    conflicts = _conflicts(numbered)
    numbers = {thread: str(remark.number) for remark in numbered for thread in remark.threads}
    partners = _partners(numbered)
    return [
        replace(
            remark,
            conflicts=tuple(sorted(conflicts[remark.number])),
            answers=numbers.get(remark.answers, ""),
            partner=partners.get(remark.number, 0),
        )
        for remark in numbered
    ]


def _partners(remarks: Sequence[Remark]) -> dict[int, int]:
    """By number, the other place of what was moved."""
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    for remark in remarks:
        if remark.hunk and remark.hunk.pair:
            found[min(remark.files), remark.hunk.pair].append(remark.number)
    pairs = [numbers for numbers in found.values() if len(numbers) == 2]
    return {one: other for pair in pairs for one, other in (pair, pair[::-1])}


def _of_one(review: Review, number: int) -> list[Remark]:
    """All that one document says; raises TooManyError before what is costly to prove."""
    parts, sent = review.parts, review.sent
    reviewed = read(parts, PREFIX, sent.ours)
    laid = lay(reviewed, sent)
    changed = recorded(hunks(reviewed, laid, sent.anchors), reviewed, laid.places, sent.anchors)
    if len(changed) + len(reviewed.others) > _MOST:
        raise TooManyError(len(changed) + len(reviewed.others), review.name)
    return [
        *_of_text(doubted(parts, reviewed, changed, sent.ours), reviewed, sent),
        *_of_looks(reviewed, laid.places, sent, changed),
        *_untracked(reviewed, laid, sent),
        *_comments(parts, reviewed, laid.places, sent, number),
        *_unread(parts, reviewed),
    ]


def _named_by_file(remark: Remark, name: str) -> Remark:
    """Someone without a name is told by the file: two files are two reviewers."""
    if not remark.authors:
        return replace(remark, authors=(name,))
    authors = tuple(
        f"{author or 'Någon utan namn'} ({name})" if author.casefold() in _ANONYMOUS else author
        for author in remark.authors
    )
    return replace(remark, authors=authors)


def _of_text(found: list[Hunk], reviewed: Reviewed, sent: Provenance) -> Iterator[Remark]:
    for hunk in found:
        anchor = sent.anchors.get(hunk.value)
        before, rest = _around(reviewed.base, hunk.start, hunk.end)
        yield Remark(
            "ändring",
            hunk.authors,
            hunk.when,
            reviewed.chapter_at(hunk.start),
            plain(f"{before}{reviewed.base[hunk.start : hunk.end]}{rest}"),
            plain(f"{before}{in_words(hunk)}{rest}{_undone(hunk)}"),
            anchor.at if anchor else None,
            hunk.start,
            anchor,
            (hunk.inner_start, hunk.inner_end),
            hunk,
            hunk.problem,
        )


def _around(base: str, start: int, end: int) -> tuple[str, str]:
    """Some words before a stretch and after it, of its paragraph: whole ones, with … where there are
    more.
    """
    first = base.rfind(MARK, 0, start) + 1
    last = base.find(MARK, end)
    before, after = base[first:start], base[end : last if last >= 0 else len(base)]
    if len(before) > _AROUND:
        before = f"… {before[-_AROUND:].partition(' ')[2]}"
    if len(after) > _AROUND:
        after = f"{after[:_AROUND].rpartition(' ')[0]} …"
    return before, after


def _undone(hunk: Hunk) -> str:
    """What came and went again in a change, for whoever reads the list."""
    words = " ".join(hunk.undone.split())
    return f" (tillagt och borttaget igen: {words})" if words else ""


def _of_looks(
    reviewed: Reviewed, places: Mapping[str, Place], sent: Provenance, changed: Sequence[Hunk]
) -> Iterator[Remark]:
    """Changes of looks, of rows and cells, and of what is no text; not of rows whose words are told
    as records.
    """
    told = {(hunk.start, author) for hunk in changed if hunk.records for author in hunk.authors}
    for other in reviewed.others:
        if other.what in OF_ROWS and (other.start, other.author) in told:
            continue
        anchor = _anchor_at(other.start, other.end, places, sent)
        quote = plain(reviewed.base[other.start : other.end].replace(MARK, " ").strip()[:80])
        hunk = dressed(other, anchor, places, reviewed.base)
        kind, problem = other.kind.replace("innehåll", "ändring"), ""
        if other.kind == "utseende":
            is_turned = other.what.startswith(TURNED)
            problem = _OF_A_KIND if is_turned else _PROBLEMS.get(other.what, _OF_THE_LOOK)
        elif other.kind == "tabellrad":
            problem = _OF_A_ROW if "rad i" in other.what else _OF_A_TABLE
        else:
            problem = "den är gjord i något som planen inte kan visa; för in den för hand"
        chapter, at = reviewed.chapter_at(other.start), anchor.at if anchor else None
        yield Remark(
            kind,
            (other.author,),
            other.when,
            chapter,
            quote,
            f"görs {hunk.looks[0] or 'vanlig'}" if hunk else other.what,
            at,
            other.start,
            anchor,
            (hunk.inner_start, hunk.inner_end) if hunk else (0, 0),
            hunk=hunk,
            problem="" if hunk else problem,
        )


def _untracked(reviewed: Reviewed, laid: Laid, sent: Provenance) -> Iterator[Remark]:
    """What is not as it was sent out, though nobody tracked a change of it."""
    for found in laid.untracked:
        anchor = sent.anchors.get(found.name)
        chapter, at = reviewed.chapter_at(found.start), anchor.at if anchor else None
        quote, now = plain(found.sent).strip(), plain(found.now).strip()
        yield Remark(
            "ospårad", (), "", chapter, quote, now, at, found.start, anchor, problem=_UNTRACKED
        )
    if sent.text is None:
        # Nothing tells whether these were sent out; words in them may be a reviewer's.
        told = "".join(found.now for found in laid.untracked)
        for words in described("".join(s.text for s in reviewed.stretches if s.state == "same")):
            if ": " in words and not words.startswith("en bild") and words not in told:
                start = reviewed.base.find(words)
                chapter = reviewed.chapter_at(start)
                yield Remark("ospårad", (), "", chapter, "", words, None, start, problem=_UNTRACKED)
    elif sent.links is not None:
        known = Counter(map(_address, sent.links))
        for start, address in reviewed.links:
            known[_address(address)] -= 1
            if known[_address(address)] < 0 and not _is_told(start, reviewed):
                anchor = _anchor_at(start, start, laid.places, sent)
                chapter, at = reviewed.chapter_at(start), anchor.at if anchor else None
                now = f"en länk till {address}"
                yield Remark(
                    "ospårad", (), "", chapter, "", now, at, start, anchor, problem=_UNTRACKED
                )


def _address(address: str) -> str:
    """An address without what programs change in one of themselves."""
    return unquote(address).rstrip("/")


def _is_told(start: int, reviewed: Reviewed) -> bool:
    """True for a link that stands in a tracked change, which tells its address."""
    return any(s.base == start and s.state != "same" for s in reviewed.stretches)


def _unread(parts: Mapping[str, bytes], reviewed: Reviewed) -> Iterator[Remark]:
    """What there is, but could not be read, with a count."""
    last = len(reviewed.base)
    for name, number in reviewed.unread.items():
        where = _PARTS.get(name, f"i en del av filen som inte visas ({name})")
        what = "en spårad ändring" if number == 1 else f"{number} spårade ändringar"
        told = f"{what} {where} kunde inte läsas"
        yield Remark("oläst", (), "", "", "", told, None, last, problem=_UNREAD)
    known = {comment.identifier for comment in comments.read(parts)}
    lost = [identifier for identifier in reviewed.comments if identifier not in known]
    if lost:
        what = "en kommentar" if len(lost) == 1 else f"{len(lost)} kommentarer"
        told = f"{what} som texten hänvisar till finns inte i filen"
        start = min(reviewed.comments[identifier][0] for identifier in lost)
        chapter = reviewed.chapter_at(start)
        yield Remark("oläst", (), "", chapter, "", told, None, start, problem=_UNREAD)


def _comments(
    parts: Mapping[str, bytes],
    reviewed: Reviewed,
    places: Mapping[str, tuple[int, int]],
    sent: Provenance,
    review: int,
) -> Iterator[Remark]:
    for comment in comments.read(parts, sent.ours):
        start, end = reviewed.comments.get(comment.identifier, (0, 0))
        anchor = _anchor_at(start, end, places, sent)
        first = places[anchor.name][0] if anchor else 0
        quote = plain(reviewed.base[start:end].replace(MARK, " ").strip())
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
            (max(start - first, 0), min(max(end - first, 0), len(anchor.text)))
            if anchor
            else (0, 0),
            resolved=comment.resolved,
            answers=f"{review}/{comment.answers}" if comment.answers else "",
            threads=(f"{review}/{comment.identifier}",),
        )


def _anchor_at(
    start: int, end: int, places: Mapping[str, tuple[int, int]], sent: Provenance
) -> Anchor | None:
    """The innermost value that holds a stretch, else the first that it touches, else the last
    before it in its paragraph.
    """
    holding = [(e - s, name) for name, (s, e) in places.items() if s <= start and end <= e]
    touching = [(s, name) for name, (s, e) in places.items() if s < end and start < e]
    _, name = min(holding or touching, default=(0, ""))
    return sent.anchors.get(name)


def _merged(found: list[Remark]) -> Iterator[Remark]:
    """The same change by several is told once, with every name; a comment that stands in several
    files, too.
    """
    by_key: dict[object, Remark] = {}
    for remark in found:
        where = _value(remark) or remark.chapter
        if remark.hunk:
            own = (
                remark.hunk.inner_start if remark.anchor else remark.hunk.start,
                remark.hunk.end - remark.hunk.start,
                remark.hunk.text,
                remark.hunk.sorts,
                remark.hunk.looks if remark.kind == "utseende" else (),
            )
            key: object = ("ändring", where, own, remark.hunk.removes)
        else:
            key = (remark.kind, where, remark.authors, remark.when, remark.text, remark.quote)
        first = by_key.get(key)
        if first is None:
            by_key[key] = remark
        else:
            authors = tuple(dict.fromkeys((*first.authors, *remark.authors)))
            threads = (*first.threads, *remark.threads)
            files = first.files | remark.files
            by_key[key] = replace(first, authors=authors, threads=threads, files=files)
    yield from by_key.values()


def _value(remark: Remark) -> tuple[str, Pointer, int | None, str] | None:
    """The value that a remark is on, the same for every document that was sent out with it."""
    anchor = remark.anchor
    return (anchor.name, anchor.at, anchor.block, anchor.text) if anchor else None


def _conflicts(remarks: Sequence[Remark]) -> defaultdict[int, set[int]]:
    """By number, the changes of other files that change the same words otherwise, or put something
    else in the same place.
    """
    found: defaultdict[int, set[int]] = defaultdict(set)
    by_value: defaultdict[object, list[tuple[int, int, Remark]]] = defaultdict(list)
    for remark in remarks:
        if remark.hunk and remark.anchor:
            start, end = remark.hunk.inner_start, remark.hunk.inner_end
            by_value[_value(remark)].append((start, end, remark))
    for of_value in by_value.values():
        of_value.sort(key=lambda entry: entry[:2])
        for number, (start, end, one) in enumerate(of_value):
            for other_start, _, other in of_value[number + 1 :]:
                # What is put at the end of a paragraph that is taken away falls with it.
                reach = end + bool(one.hunk and one.hunk.removes)
                if other_start >= reach and other_start > start:
                    break
                if not one.files & other.files:
                    found[one.number].add(other.number)
                    found[other.number].add(one.number)
    return found


def _where_it_is(remark: Remark, shown: Set[Printed]) -> Remark:
    """A remark on a paragraph at the number that it has in its text by now: paragraphs above it may
    have come or gone. It is known by its words, where no other has the same.
    """
    anchor = remark.anchor
    if anchor is None or anchor.block is None or anchor.fact or not _is_stale(remark, shown):
        return remark
    own = (anchor.at, anchor.text)
    now = [block for at, block, text in shown if (at, text) == own and block is not None]
    sent = [
        other
        for other in (remark.sent.anchors.values() if remark.sent else ())
        if (other.at, other.text) == own
    ]
    if len(now) != 1 or len([other for other in sent if not other.fact]) != 1:
        return remark
    return replace(remark, anchor=replace(anchor, block=now[0]))


def _followed(remark: Remark, shown: Sequence[Printed]) -> Remark:
    """A change of words whose paragraph has changed elsewhere, at its place by now."""
    if remark.anchor is None or remark.hunk is None or remark.kind != "ändring":
        return remark
    sent = remark.sent.anchors.values() if remark.sent else ()
    anchor, hunk = followed(remark.anchor, remark.hunk, sent, shown)
    within = (hunk.inner_start, hunk.inner_end)
    return replace(remark, anchor=anchor, hunk=hunk, within=within)


def _is_stale(remark: Remark, shown: Set[Printed]) -> bool:
    """True for a remark on a value that the plan no longer shows as it was sent out."""
    anchor = remark.anchor
    return (
        anchor is not None
        and not anchor.fact
        and (anchor.at, anchor.block, anchor.text) not in shown
    )


def _mark(remark: Remark, source: Source, plan: Plan) -> Mark | None:
    """Where in the plan's file a remark belongs."""
    if remark.at is None or remark.anchor is None:
        return None
    if remark.stale:
        return source.locate(_present(source, remark.at))
    start, end = remark.within
    return place(source, plan, remark.at, remark.anchor.block, start, end)


def _present(source: Source, at: Pointer) -> Pointer:
    """The place of a value, or of what it stood in where it is gone."""
    while at and not has(source, at):
        at = at[:-1]
    return at
