"""What a reviewed document is read as: its text in stretches, with every tracked change, and all
else that it holds.

The base text is what was sent out: all that stands and all that was deleted. Places are offsets in
it, so that the same change in two reviewers' files has the same place.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct, field

from generator.ooxml.appearance import Appearance, Table
from generator.ooxml.text import NOTE

State = Literal["same", "ins", "del", "never"]
"""Of a stretch: as it was, inserted, deleted, or inserted by one and deleted by another."""
Kind = Literal["", "moved", "row", "cell", "table"]
"""What a change is of, where it is not of text alone."""
OtherKind = Literal["utseende", "tabellrad", "innehåll"]
"""What a change is of that is none of text: looks, a row or cell, the inside of what is no text."""

MARK = "\n"
"""The end of a paragraph, as a character."""
LINE_BREAK = "\v"
STORY = "\f"
"""The beginning of each story after the body: headers, footers, notes."""
LINK = "länk "
"""What the look of a link begins with, before its address."""
OPEN, CLOSE = "\ufff9", "\ufffb"
"""Around the description of what is no text. (Signs that no text has: they are made U+FFFD.)"""


class Change(Struct, frozen=True):
    """A tracked change: its part and its number among those of the part, in document order."""

    key: tuple[str, int]
    author: str
    when: str
    kind: Kind = ""


class Stretch(Struct, frozen=True):
    """Some text in one state; `base` is its offset in the base text (an insertion's: where it was
    put), `changes` are those around it, outermost first, and `look` how it was made to look ('fet,
    länk https://…'). `sort` is the kind of paragraph that it stands in.
    """

    text: str
    state: State
    changes: tuple[Change, ...]
    base: int
    look: str = ""
    sort: str = ""


class Other(Struct, frozen=True):
    """A tracked change that is no change of text; `start` and `end` are offsets in the base text.
    `looks` are how words were made to look, before and after, where that is what was changed.
    """

    kind: OtherKind
    what: str
    author: str
    when: str
    start: int
    end: int
    looks: tuple[str, str] | None = None


class Row(Struct, frozen=True):
    """A row of a table, by the number of its table. `cells` are the stretches of the base text that
    they hold, `texts` what was inserted in each. `key` is the change that it came or went with,
    None for a row that stays; `comes` is True for a new one.
    """

    table: int
    cells: tuple[tuple[int, int], ...]
    texts: tuple[str, ...]
    key: tuple[str, int] | None
    comes: bool


class Reviewed(Struct):
    """The text of a reviewed document.

    `values`, by bookmark, and `comments`, by id, are (start, end) in the base text; `headings` are
    (start, level, words); `computed` are the results of fields such as page numbers; `links` are
    (start, address); `looks`, `styles` and `tables` are those of an Appearance. `unread` counts the
    tracked changes that were not met, by part. `rows` are those of all tables.
    """

    stretches: list[Stretch] = field(default_factory=list)
    base: str = ""
    values: dict[str, tuple[int, int]] = field(default_factory=dict)
    comments: dict[str, tuple[int, int]] = field(default_factory=dict)
    others: list[Other] = field(default_factory=list)
    headings: list[tuple[int, int, str]] = field(default_factory=list)
    computed: list[tuple[int, int]] = field(default_factory=list)
    links: list[tuple[int, str]] = field(default_factory=list)
    looks: list[tuple[int, int, str]] = field(default_factory=list)
    styles: list[tuple[int, int, str, bool]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)
    rows: list[Row] = field(default_factory=list)

    @property
    def appearance(self) -> Appearance:
        """How the base text looked, before what was tracked."""
        looks, styles = tuple(self.looks), tuple(self.styles)
        return Appearance(looks, styles, tuple(self.tables), tuple(self.computed))

    def chapter_at(self, offset: int) -> str:
        """The chapter of a place and the nearest heading above it, 'Budget 2018, Kostnader'."""
        above = [(level, words) for start, level, words in self.headings if start <= offset]
        chapter = next((words for level, words in reversed(above) if level == 1), "")
        nearest = above[-1][1] if above else ""
        return chapter if chapter == nearest else ", ".join(filter(None, (chapter, nearest)))

    def inserted_since(self, first: int) -> str:
        """What was inserted, from the stretch of a number on."""
        return "".join(s.text for s in self.stretches[first:] if s.state == "ins")


def plain(text: str) -> str:
    """A text for people: what is no text in brackets, no signs of stories."""
    return text.replace(OPEN, "[").replace(CLOSE, "]").replace(STORY, "").replace(NOTE, "[fotnot]")


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """The paragraphs of a base text, each with its offset."""
    start = 0
    for paragraph in text.split(MARK):
        yield start, paragraph
        start += len(paragraph) + 1


def address_of(look: str) -> str:
    """Where words of a look lead: 'fet, länk https://a.se' -> 'https://a.se'; '' for no link."""
    found = (part for part in look.split(", ") if part.startswith(LINK))
    return next(found, "").removeprefix(LINK)


def without_link(look: str) -> str:
    """A look apart from where its words lead."""
    return ", ".join(part for part in look.split(", ") if not part.startswith(LINK))
