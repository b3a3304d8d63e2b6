"""What one reviewed document says: its comments, its tracked changes, what was changed without
tracking, and what could not be read.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import unquote

from generator.ooxml import comments
from generator.ooxml.reviewed import read
from generator.ooxml.reviewed.marks import TURNED
from generator.ooxml.reviewed.rows import OF_ROWS
from generator.ooxml.reviewed.stretches import MARK, Reviewed, plain
from generator.review.feedback.doubts import doubted
from generator.review.feedback.dressing import dressed
from generator.review.feedback.hunks import hunks
from generator.review.feedback.hunks.hunk import Hunk, in_words
from generator.review.feedback.laying import Laid, Place, described, lay
from generator.review.feedback.records import recorded
from generator.review.feedback.remark import OF_THE_LOOK, Remark, Review, TooManyError
from generator.word.provenance import PREFIX, Anchor, Provenance

_UNTRACKED = "ändringen är inte spårad; fråga granskaren och ändra i filen för hand"
_AROUND = 34
"""Characters that are quoted on either side of a change."""
_MOST = 3_000
"""Remarks of one document: about ten times what a much discussed plan has."""
_PROBLEMS = {
    "teckenformat": (
        "fet och kursiv text skrivs **fet** och *kursiv* i planen, annat utseende bestäms av mallen"
    ),
}
_OF_A_KIND = (
    "gör det i filen för hand: en punkt börjar med ett streck och ett mellanslag, "
    "en rubrik är ett eget avsnitt"
)
_OF_A_ROW = "lägg till eller ta bort raden i filen för hand"
_OF_A_TABLE = "ändra tabellen i filen för hand"
_PARTS = {
    "word/comments.xml": "i en kommentar",
    "word/numbering.xml": "i numreringen",
    "word/styles.xml": "i formatmallarna",
}
_UNREAD = "öppna svaret i Word och se efter vad det är"


def said(review: Review, number: int) -> list[Remark]:
    """All that a document says, the one of such a `number` among several (from 0). Raises
    TooManyError, before what is costly to prove.
    """
    parts, sent = review.parts, review.sent
    reviewed = read(parts, PREFIX, sent.ours)
    laid = lay(reviewed, sent)
    changed = recorded(hunks(reviewed, laid, sent.anchors), reviewed, laid.places, sent.anchors)
    if len(changed) + len(reviewed.others) > _MOST:
        raise TooManyError(len(changed) + len(reviewed.others), review.name)
    found = [
        *_of_text(doubted(parts, reviewed, changed, sent.ours), reviewed, sent),
        *_of_looks(reviewed, laid.places, sent, changed),
        *_untracked(reviewed, laid, sent),
        *_comments(parts, reviewed, laid.places, sent, number),
        *_unread(parts, reviewed),
    ]
    if len(found) > _MOST:
        raise TooManyError(len(found), review.name)
    return found


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
    """Some words before a stretch and after it, of its paragraph: whole ones, with … where there
    are more.
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
            problem = _OF_A_KIND if is_turned else _PROBLEMS.get(other.what, OF_THE_LOOK)
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
