"""Texts that say the same, whatever typography and people's own ways of writing change."""

import unicodedata
from collections.abc import Iterable, Sequence

from generator import swedish
from generator.content.kind import RefusedError, Typed
from generator.context import Printed
from generator.findings import Pointer
from generator.ooxml.reviewed.stretches import LINE_BREAK
from generator.pipeline import Build
from generator.review.writeback import typed
from generator.review.writeback.single import has
from generator.source import Source
from generator.swedish import NBSP, typeset

EMPTY = "–"
"""What stands in the document where there is no value."""


def alike(text: str) -> str:
    """A text without what typography changes: the same for what a reviewer typed and what is
    shown.
    """
    plain = text.replace(NBSP, " ").replace("\u2011", "-").replace("\u00ad", "")
    # Signs that are seen, unlike blanks.
    plain = plain.replace(LINE_BREAK, "⏎").replace("\t", "⇥")
    return swedish.folded(typeset(unicodedata.normalize("NFC", plain)).replace(NBSP, " "))


def raw(of: Source, at: Pointer) -> str:
    """What is typed at a place; '' for no text."""
    value = of.value(at) if has(of, at) else ""
    return value if isinstance(value, str) else ""


def means(tried: Build, at: Pointer, words: str, values: Typed) -> bool:
    """True for words that are read as the values that were typed."""
    assert tried.plan is not None
    try:
        return typed(tried.plan, at, words) == values
    except RefusedError:
        return False


def marks_of(shown: Iterable[Printed], record: Pointer, but: Pointer) -> set[Printed]:
    """What a row of a list is known by: its own names, days and amounts, but for one value; no
    running text, no rows below it.
    """
    return {key for key in shown if key[0][:-1] == record and key[1] is None and key[0] != but}


def holds(texts: Sequence[str], parts: Sequence[str]) -> bool:
    """True if some texts stand among others, side by side."""
    return any([*texts[start : start + len(parts)]] == [*parts] for start in range(len(texts)))


def beside(texts: Sequence[str], own: str) -> Sequence[str]:
    """A text with those that stand on its both sides."""
    place = texts.index(own) + 1
    return ["", *texts, ""][place - 1 : place + 2]


def is_like(one: Pointer, other: Pointer) -> bool:
    """True for values in the same place of two items of lists."""
    return len(one) == len(other) and all(
        a == b or (isinstance(a, int) and isinstance(b, int))
        for a, b in zip(one, other, strict=True)
    )
