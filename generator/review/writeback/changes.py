"""Changes of values as they are shown, and texts with them made."""

import unicodedata
from collections.abc import Mapping, Sequence

from msgspec import Struct

from generator import swedish
from generator.source.reading import spliced

_TYPED = {
    ord(swedish.NBSP): " ",
    0x202F: " ",
    0x2011: "-",
    0x00AD: None,
    0x200B: None,
    0xFEFF: None,
}
"""Signs of programs, as they are typed in a file."""


class Change(Struct, frozen=True):
    """What changes in a value's text as it is shown: [start, end) becomes `text`, whose characters
    look as `looks` says ('fet', 'kursiv', 'länk https://…'). With `removes` the paragraph goes,
    with `joins` its end: what follows in the next one goes on in it. `kinds` tells of which kind
    the paragraphs are that a text of several becomes part of, the one after its last included.
    """

    start: int
    end: int
    text: str
    removes: bool = False
    looks: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    joins: bool = False


Blocks = Mapping[int | None, Sequence[Change]]
"""The changes of a value by the paragraph of running text that they are in (from 0); None for a
value that is no running text."""


def changed(shown: str, changes: Sequence[Change]) -> str:
    """A text with changes made."""
    return spliced(shown, [(change.start, change.end, change.text) for change in changes])


def joins(changes: Sequence[Change]) -> bool:
    """True if a paragraph goes on in what was the next one."""
    return any(change.joins for change in changes)


def as_typed(text: str) -> str:
    """What a reviewer typed, in the signs that the file has."""
    return unicodedata.normalize("NFC", text.translate(_TYPED))


def paragraphs(changes: Sequence[Change], own: str) -> list[list[str]]:
    """Of each change of a paragraph of a kind: the kinds of the paragraphs that its text stands in
    afterwards.
    """
    following = next((change.kinds[-1] for change in reversed(changes) if change.kinds), own)
    found: list[list[str]] = []
    for change in reversed(changes):
        marks = change.text.count("\n")
        of_change = [*(change.kinds[:marks] or [own] * marks), following]
        following = of_change[0]
        found.insert(0, of_change)
    return found
