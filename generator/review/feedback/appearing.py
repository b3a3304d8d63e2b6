"""What looks otherwise than it was sent out, and tables of another make, though nobody tracked
it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby, islice

from generator import swedish
from generator.ooxml.appearance import TOLD, Appearance, Table

Place = tuple[int, int]
Found = tuple[str, str, int, Place]
"""The words as they were, what is told of them now, where it came back, and where it was sent."""
_STYLES = {
    "list bullet": "Punktlista",
    "title": "Rubrik",
    "subtitle": "Underrubrik",
    "quote": "Citat",
}
_UNSURE = ("", False)
"""The style of a paragraph that is joined to the one before it when a change is accepted."""
_MOST_QUOTED = 3
"""Stretches of one paragraph that are quoted."""


class Looks:
    """The looks of a document, asked by place."""

    def __init__(self, appearance: Appearance) -> None:
        self._looks = sorted(appearance.looks)
        self._ends = [end for _, end, _ in self._looks]
        self._styles = sorted(appearance.styles)
        self._starts = [start for start, *_ in self._styles]

    def of(self, start: int, text: str) -> list[tuple[str, int, str]]:
        """The signs of a text, without blanks, each with its offset and its look."""
        looks = [""] * len(text)
        for begins, ends, look in islice(self._looks, bisect_right(self._ends, start), None):
            if begins >= start + len(text):
                break
            first, last = max(begins - start, 0), min(ends - start, len(text))
            looks[first:last] = [look] * (last - first)
        each = enumerate(zip(text, looks, strict=True), start)
        return [(sign, at, look) for at, (sign, look) in each if _counts(sign)]

    def styles(self, start: int, text: str) -> set[tuple[str, bool]]:
        """The styles of the paragraphs that a paragraph of the base text is made of."""
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, start + len(text) + 1)
        return {(name, is_item) for _, _, name, is_item in self._styles[first:last]}


def _counts(sign: str) -> bool:
    return not sign.isspace() and sign not in "\u00ad\u200b"


def of_paragraph(
    sent: tuple[int, str],
    now: tuple[int, str],
    before: Looks,
    after: Looks,
) -> Iterator[Found]:
    """How a paragraph that says the same looks otherwise: its style, its bullet, its words."""
    words = " ".join(sent[1].split())
    old, new = before.styles(*sent), after.styles(*now)
    if _UNSURE in old | new:
        return
    whole = (sent[0], sent[0] + len(sent[1]))
    if old and new and not old & new:
        (style, is_item), (other, is_now_item) = min(old), min(new)
        if style != other:
            how = f"formatmallen {_named(other)} i stället för {_named(style)}"
            yield words, f"{words} [{how}]", now[0], whole
        elif is_item != is_now_item:
            told = "nu en punkt i en lista" if is_now_item else "inte längre en punkt i en lista"
            yield words, f"{words} [{told}]", now[0], whole
    signs, others = before.of(*sent), after.of(*now)
    if [sign for sign, *_ in signs] != [sign for sign, *_ in others]:
        return
    both = zip(signs, others, strict=True)
    pairs = [(one[1], other[1], _otherwise(one[2], other[2])) for one, other in both]
    shown: list[tuple[str, str, int, int, int]] = []
    for how, group in groupby(pairs, key=lambda pair: pair[2]):
        stretch = list(group)
        if how:
            (was, first, _), (was_last, last, _) = stretch[0], stretch[-1]
            quoted = " ".join(now[1][first - now[0] : last - now[0] + 1].split())
            shown.append((quoted, how, first, was, was_last + 1))
    if shown:
        more = [] if len(shown) <= _MOST_QUOTED else ["…"]
        quotes = [quoted for quoted, *_ in shown[:_MOST_QUOTED]]
        each = [f"{quoted} [{how}]" for quoted, how, *_ in shown[:_MOST_QUOTED]]
        yield " … ".join(quotes), " … ".join([*each, *more]), shown[0][2], shown[0][3:]


def _otherwise(before: str, after: str) -> str:
    """'nu fet, inte längre kursiv'; '' for the same."""
    if TOLD in (before, after):
        return ""
    old, new = {*before.split(", ")} - {""}, {*after.split(", ")} - {""}
    came = [f"nu {look}" for look in sorted(new - old)]
    went = [f"inte längre {look}" for look in sorted(old - new)]
    return ", ".join([*came, *went])


def _named(style: str) -> str:
    """A style as Word calls it in Swedish."""
    if style.startswith("heading "):
        return f"Rubrik {style.removeprefix('heading ')}"
    return _STYLES.get(style, style.capitalize())


def of_tables(
    before: Sequence[Table], after: Sequence[Table], sent: str, now: str
) -> Iterator[Found]:
    """Which tables have other columns, empty rows or joined cells, and which came or went; the
    texts that they stand in are `sent` and `now`.
    """
    old, new = [_words(table, sent) for table in before], [_words(table, now) for table in after]
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if i2 - i1 == j2 - j1:
            for one, other in zip(before[i1:i2], after[j1:j2], strict=True):
                yield from _of_table(one, other, _words(one, sent))
        elif tag == "insert":
            for other in after[j1:j2]:
                yield "", "en tabell till", other.start, (0, 0)
        else:
            start = after[j1].start if j1 < len(after) else len(now)
            told = swedish.count(j2 - j1, "tabell", "tabeller") if j2 > j1 else "(borta)"
            was = swedish.count(i2 - i1, "tabell", "tabeller")
            yield was, told, start, (before[i1].start, before[i2 - 1].end)


def _words(table: Table, text: str) -> str:
    return " ".join(text[table.start : table.end].split())


def _of_table(one: Table, other: Table, words: str) -> Iterator[Found]:
    kinds = (
        (one.columns, other.columns, "kolumn", "kolumner"),
        (one.empty, other.empty, "tom rad", "tomma rader"),
        (one.joined, other.joined, "sammanslagen cell", "sammanslagna celler"),
    )
    differing = [kind for kind in kinds if kind[0] != kind[1]]
    if differing:
        was = swedish.listing([swedish.count(old, *names) for old, _, *names in differing])
        told = swedish.listing([swedish.count(new, *names) for _, new, *names in differing])
        yield f"tabellen ”{_beginning(words)}” med {was}", told, other.start, (one.start, one.end)


def _beginning(words: str) -> str:
    return words if len(words) <= 40 else f"{words[:39]}…"
