"""Where each value of the plan stands in a reviewed document, and what is not as it was sent out
though nobody tracked it.

A document's own table holds its text as it was sent out: paragraph by paragraph that text and the
one that came back are laid side by side. Tables of older versions lack it; there the hidden
bookmarks tell, and a value whose bookmark is gone is looked for between its neighbours.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from msgspec import Struct, field

from generator.ooxml.appearance import Appearance
from generator.ooxml.reviewed.stretches import CLOSE, MARK, OPEN, STORY, Reviewed, paragraphs
from generator.review.feedback.appearing import Found, Looks, of_paragraph, of_tables
from generator.word.provenance import Anchor, Provenance

_REACH = 12
"""Characters that a bookmark's end may have moved."""
_MOST_PAIRS = 4_000_000
"""Paragraphs times paragraphs that are compared one by one."""
_BLANK = re.compile(rf"[\s{STORY}\u00ad\u200b]+")
_FEW = 10
"""One in so many bookmarks at most is lost by a person, not by a program."""
_NUMBER = re.compile(r"\d+|[ivxlc]+|[IVXLC]+|–|")
"""What a program makes of a page number; a dash stands for one that it has not made yet."""
_A_NUMBER = "\ufffa"
_MANY = 40
"""Paragraphs that look otherwise; more of them are of a program, or of one hand that marked all."""
Place = tuple[int, int]


class Untracked(Struct, frozen=True):
    """Text that is not as it was sent out: as it was, as it is now, its offset in the base text,
    and the name of the value that it is of ('' for none).
    """

    sent: str
    now: str
    start: int
    name: str


class Laid(Struct):
    """The values of a document: where each stands in the base text; `changed` are those whose text
    was changed without tracking. `untracked` is all that was changed so.
    """

    places: dict[str, Place] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    untracked: list[Untracked] = field(default_factory=list)


def lay(reviewed: Reviewed, sent: Provenance) -> Laid:
    """Lay each value where its text stands, and find what was changed without tracking."""
    laid = Laid()
    if sent.text is None:
        _by_bookmarks(laid, reviewed, sent.anchors)
    else:
        _by_text(laid, reviewed, sent, sent.text)
    return laid


def _by_bookmarks(laid: Laid, reviewed: Reviewed, anchors: Mapping[str, Anchor]) -> None:
    """Without the text that was sent: by bookmarks; what has none is looked for beside its
    neighbours.
    """
    base = reviewed.base
    # Where the nearest bookmark after each value begins.
    following: dict[str, int] = {}
    nearest = len(base)
    for name in reversed([*anchors]):
        following[name] = nearest
        nearest = reviewed.values.get(name, (nearest, 0))[0]
    # A program that keeps no bookmarks loses them all; a person who types over a value loses one.
    lost = [name for name in anchors if name not in reviewed.values]
    is_telling = len(lost) <= len(anchors) // _FEW
    body = len(_body(base))
    low = reached = 0
    for name, anchor in anchors.items():
        if name in reviewed.values:
            low, reached = reviewed.values[name][0], max(reached, reviewed.values[name][1])
            _at_bookmark(laid, reviewed, anchor)
            if name in laid.changed:
                start, end = laid.places[name]
                laid.untracked.append(Untracked(anchor.text, base[start:end], start, name))
            continue
        high = max(following[name], low)
        found = base.find(anchor.text, low, high + len(anchor.text))
        if found >= 0:
            laid.places[name] = (found, found + len(anchor.text))
            low, reached = found, max(reached, found + len(anchor.text))
            if is_telling and found < body and not anchor.fact:
                laid.untracked.append(Untracked(anchor.text, anchor.text, found, name))
            continue
        laid.changed.add(name)
        if not anchor.fact:
            between = base[reached:high].strip(f"{MARK} ")
            # Several paragraphs are the template's own, or nobody can say which is meant.
            now = "" if MARK in between else between
            laid.untracked.append(Untracked(anchor.text, now, min(high, len(base)), name))


def _at_bookmark(laid: Laid, reviewed: Reviewed, anchor: Anchor) -> None:
    start, end = reviewed.values[anchor.name]
    found = _near(reviewed.base, anchor.text, start, end)
    if found is None:
        laid.changed.add(anchor.name)
        laid.places[anchor.name] = (start, end)
    else:
        laid.places[anchor.name] = (found, found + len(anchor.text))


def _near(base: str, text: str, start: int, end: int) -> int | None:
    """Where a text stands nearest to a stretch of its paragraph; None where it does not."""
    if base[start:end] == text:
        return start
    first = base.rfind(MARK, 0, start) + 1
    last = base.find(MARK, max(start, end - 1))
    low, high = max(first, start - _REACH), (len(base) if last < 0 else last) + 1
    places = range(low, min(high, start + _REACH) + 1)
    tries = [at for at in places if base.startswith(text, at)]
    return min(tries, key=lambda at: abs(at - start), default=None)


class _Paragraph(Struct, frozen=True):
    """A paragraph; `key` is its text without what programs change of themselves."""

    start: int
    text: str
    key: str


def _tight(text: str) -> str:
    return _BLANK.sub(" ", text).strip()


def _told(text: str, offset: int, computed: Sequence[Place]) -> list[_Paragraph]:
    """The paragraphs of a text that show anything; one page number (`computed`) is like another."""
    found = []
    for start, words in paragraphs(text):
        start += offset
        pieces, reached = [], start
        for low, high in computed[bisect_left(computed, (start,)) :]:
            if high > start + len(words):
                break
            number = words[low - start : high - start]
            if low >= reached and _NUMBER.fullmatch(number):
                pieces += [words[reached - start : low - start], _A_NUMBER]
                reached = high
        pieces.append(words[reached - start :])
        if key := _tight("".join(pieces)):
            found.append(_Paragraph(start, words, key))
    return found


def _by_text(laid: Laid, reviewed: Reviewed, table: Provenance, text: str) -> None:
    """With the text that was sent: paragraph by paragraph in the body, as a set in what surrounds
    it.
    """
    base, anchors = reviewed.base, table.anchors
    was = table.appearance
    computed = sorted(was.computed) if was else []
    made_anew = sorted(reviewed.computed) if was else []
    sent, now = _told(_body(text), 0, computed), _told(_body(base), 0, made_anew)
    same: dict[int, _Paragraph] = {}
    # Without the places of page numbers as they were sent, any change within one is of a program.
    own = [] if was else reviewed.computed
    for i1, i2, j1, j2, is_same in _regions([p.key for p in sent], [p.key for p in now]):
        if is_same:
            same |= {one.start: other for one, other in zip(sent[i1:i2], now[j1:j2], strict=True)}
        elif i2 - i1 == j2 - j1:
            for one, other in zip(sent[i1:i2], now[j1:j2], strict=True):
                laid.untracked += _difference([one], [other], other.start, own, anchors)
        else:
            start = now[j1].start if j1 < len(now) else len(_body(base))
            laid.untracked += _difference(sent[i1:i2], now[j1:j2], start, own, anchors)
    if was:
        laid.untracked += _appearing(was, reviewed, sent, same, text, anchors)
    around = _told(text[len(_body(text)) :], len(_body(text)), computed)
    around_now = _told(base[len(_body(base)) :], len(_body(base)), made_anew)
    laid.untracked += _around(around, around_now, len(base), is_exact=was is not None)
    starts = [paragraph.start for paragraph in sent]
    for anchor in anchors.values():
        place = _same_place(anchor, text, starts, same)
        if place is not None:
            laid.places[anchor.name] = place
        elif anchor.name in reviewed.values:
            _at_bookmark(laid, reviewed, anchor)
        elif anchor.start is None or anchor.start < len(_body(text)):
            laid.changed.add(anchor.name)


def _body(text: str) -> str:
    return text.partition(STORY)[0]


def _same_place(
    anchor: Anchor, text: str, starts: Sequence[int], same: Mapping[int, _Paragraph]
) -> Place | None:
    """Where a value stands whose paragraph came back as it was sent."""
    if anchor.start is None or not text.startswith(anchor.text, anchor.start):
        return None
    number = bisect_right(starts, anchor.start) - 1
    paragraph = same.get(starts[number]) if number >= 0 else None
    if paragraph is None:
        return None
    within = anchor.start - starts[number]
    if paragraph.text[within : within + len(anchor.text)] != anchor.text:
        return None
    return paragraph.start + within, paragraph.start + within + len(anchor.text)


def _regions(sent: list[str], now: list[str]) -> Iterator[tuple[int, int, int, int, bool]]:
    """Stretches [i1, i2) of some paragraphs and [j1, j2) of others, and whether they are the
    same.
    """
    lead = 0
    while lead < min(len(sent), len(now)) and sent[lead] == now[lead]:
        lead += 1
    tail = 0
    while tail < min(len(sent), len(now)) - lead and sent[-1 - tail] == now[-1 - tail]:
        tail += 1
    yield 0, lead, 0, lead, True
    rest, others = sent[lead : len(sent) - tail], now[lead : len(now) - tail]
    if len(rest) * len(others) > _MOST_PAIRS:
        yield lead, lead + len(rest), lead, lead + len(others), False
    else:
        matcher = SequenceMatcher(None, rest, others, autojunk=False)
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            yield lead + i1, lead + i2, lead + j1, lead + j2, tag == "equal"
    yield len(sent) - tail, len(sent), len(now) - tail, len(now), True


def _difference(
    sent: Sequence[_Paragraph],
    now: Sequence[_Paragraph],
    start: int,
    computed: Sequence[Place],
    anchors: Mapping[str, Anchor],
) -> Iterator[Untracked]:
    """Paragraphs that came back otherwise; not those in which a `computed` number is another."""
    one = MARK.join(paragraph.text for paragraph in sent)
    other = MARK.join(paragraph.text for paragraph in now)
    lead = _common(one, other)
    tail = _common(one[lead:][::-1], other[lead:][::-1])
    changed = (start + lead, start + len(other) - tail)
    if now and any(low <= changed[0] and changed[1] <= high for low, high in computed):
        return
    if one == other:
        other = f"{other} [sidnumret är skrivet för hand]"
    name = _value_of(sent, lead, len(one) - tail, anchors)
    yield Untracked(one, other, start, name)


def _appearing(
    was: Appearance,
    reviewed: Reviewed,
    sent: Sequence[_Paragraph],
    same: Mapping[int, _Paragraph],
    text: str,
    anchors: Mapping[str, Anchor],
) -> Iterator[Untracked]:
    """What says the same and looks otherwise, and tables of another make."""
    now = reviewed.appearance
    before, after = Looks(was), Looks(now)
    found: list[Found] = []
    for one in sent:
        if other := same.get(one.start):
            found += of_paragraph((one.start, one.text), (other.start, other.text), before, after)
    if len(found) > _MANY:
        told = f"{len(found)} stycken som ser ut på ett annat sätt än när de skickades ut"
        found = [("", told, found[0][2], found[0][3])]
    found += of_tables(was.tables, now.tables, text, reviewed.base)
    starts = [paragraph.start for paragraph in sent]
    for words, told, start, (low, high) in found:
        first, last = max(bisect_right(starts, low) - 1, 0), bisect_left(starts, high)
        around = sent[first:last]
        lead = low - around[0].start if around else 0
        yield Untracked(words, told, start, _value_of(around, lead, lead + high - low, anchors))


def _common(one: str, other: str) -> int:
    length = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        length += 1
    return length


def _value_of(
    sent: Sequence[_Paragraph], lead: int, end: int, anchors: Mapping[str, Anchor]
) -> str:
    """The innermost value that holds what changed, else the first one of its paragraphs."""
    if not sent:
        return ""
    first = sent[0].start
    last = sent[-1].start + len(sent[-1].text)
    holding = []
    inside = []
    for anchor in anchors.values():
        if anchor.start is None or anchor.fact or not first <= anchor.start <= last:
            continue
        inside.append(anchor.name)
        if anchor.start <= first + lead and first + end <= anchor.start + len(anchor.text):
            holding.append((len(anchor.text), anchor.name))
    return min(holding)[1] if holding else next(iter(inside), "")


def _around(
    sent: Sequence[_Paragraph],
    now: Sequence[_Paragraph],
    last: int,
    *,
    is_exact: bool,
) -> Iterator[Untracked]:
    """What headers, footers and notes show that they did not, and show no longer; programs copy
    them. `is_exact` is False where it is not known which of their numbers are page numbers.
    """
    before = {p.key if is_exact else _unnumbered(p.key): p for p in sent}
    after = {p.key if is_exact else _unnumbered(p.key): p for p in now}
    gone = [p for key, p in before.items() if key not in after]
    come = [p for key, p in after.items() if key not in before]
    for one, other in zip_longest(gone, come):
        was, shown = (_tight(p.text) if p else "" for p in (one, other))
        yield Untracked(was, shown, other.start if other else last, "")


def _unnumbered(text: str) -> str:
    return re.sub(r"\d+", "", text).strip()


def described(text: str) -> list[str]:
    """What is no text among some text: 'en bild', 'en textruta: Stryk det.'"""
    return re.findall(rf"{OPEN}([^{CLOSE}]*){CLOSE}", text)
