"""The values of a plan: each knows its Pointer, so that whatever shows or judges it can tell where
it stands.
"""

import re
from datetime import date

from msgspec import Struct

from generator.findings import Mark, Pointer
from generator.images import Image
from generator.paragraphs import Block, Problem

PLACEHOLDER = "FYLL I"
"""What marks a place that a person must fill in: in a text, as a host, or first in a comment on the
line of a value."""
READ_THROUGH = "läs igenom"
"""What is asked where a whole text may have grown old."""
REMARK = "KOMMENTAR"
"""What a reviewer's comment begins with, where it was written into the file."""


class Text(str):
    """A text that knows where in the plan it stands; `open` where a person must still fill it in or
    confirm it.
    """

    at: Pointer
    open: bool = False

    def __new__(cls, text: str, at: Pointer) -> "Text":
        """Make a text that stands at the Pointer `at`."""
        made = super().__new__(cls, text)
        made.at = at
        return made


class Amount(int):
    """Whole kronor (SEK) that know where in the plan they stand."""

    at: Pointer

    def __new__(cls, kronor: int, at: Pointer) -> "Amount":
        """Make an amount that stands at the Pointer `at`."""
        made = super().__new__(cls, kronor)
        made.at = at
        return made


class Piece(Struct, frozen=True):
    """Text of one look; `link` is a web address, `page_of` the bookmark whose page the text is,
    `language` "en" for English, `note` the footnote that it refers to.
    """

    text: Text
    bold: bool = False
    italic: bool = False
    link: str = ""
    page_of: str = ""
    language: str = ""
    note: "Inline | None" = None


class Numbering(Struct, frozen=True):
    """How an item of a list is counted: `list` is the list's number in its text, `level` its depth
    from 1, `first` what the list begins with (0: it has bullets).
    """

    list: int
    level: int
    first: int


class Inline(Struct, frozen=True):
    """The content of one paragraph of prose: of the text at `at` the paragraph of number `block`
    (from 0; None for what is no running text).
    """

    pieces: tuple[Piece, ...]
    at: Pointer = ()
    block: int | None = 0
    numbering: Numbering | None = None

    def __str__(self) -> str:
        """The words, without their look."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def notes(self) -> "tuple[Inline, ...]":
        """The footnotes that it refers to."""
        return tuple(piece.note for piece in self.pieces if piece.note is not None)


TEXT_WIDTH, _MOST_HEIGHT = 117.0, 180.0
"""In millimetres: how wide the text of a page is, and how high a picture may be."""


class Box(Struct, frozen=True):
    """The room that a picture is shown in, in millimetres: it fills it one way."""

    width: float = TEXT_WIDTH
    height: float = _MOST_HEIGHT

    def fit(self, image: Image) -> tuple[float, float]:
        """How wide and high a picture is there."""
        scale = min(self.width / image.width, self.height / image.height)
        return image.width * scale, image.height * scale


class Picture(Inline, frozen=True):
    """A picture; its words are its description, for who does not see it. `image` is None where the
    file cannot be shown.
    """

    image: Image | None = None
    box: Box = Box()


class Pictured(Struct, frozen=True):
    """Where a plan asks for a picture: by which name, with which description (of the text at
    `alt_at`, there `within`), and in what room.
    """

    name: Text
    alt: str
    alt_at: Pointer
    box: Box
    within: tuple[int, int] | None = None


class Prose(Struct, frozen=True):
    """Running text: as typed, as blocks, and what of it lies outside the Markdown subset."""

    at: Pointer
    text: str
    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...]

    @property
    def standing(self) -> tuple[Block, ...]:
        """The blocks that stand where the text does: not its footnotes."""
        return tuple(block for block in self.blocks if not block.note)

    def __str__(self) -> str:
        """The text as typed."""
        return self.text


class Day(Struct, frozen=True):
    """A date, or a month whose day is not yet known (`day` is None)."""

    at: Pointer
    year: int
    month: int
    day: int | None

    @property
    def date(self) -> date | None:
        """The date, None for a month."""
        return date(self.year, self.month, self.day) if self.day else None

    def __str__(self) -> str:
        """ISO form, '2017-10-05' or '2018-01'."""
        return f"{self.year:04}-{self.month:02}" + (f"-{self.day:02}" if self.day else "")


class OpenPlace(Struct, frozen=True):
    """What a person must still fill in or confirm: the value, and what is to be done.

    It is said by a comment at `comment`, or where that is None in the value's own text, `within`
    (offset, length). `is_remark` is True for what a reviewer said (KOMMENTAR).
    """

    at: Pointer
    words: str
    comment: Mark | None = None
    within: tuple[int, int] | None = None
    is_remark: bool = False

    @property
    def is_lit(self) -> bool:
        """True where the document shows by colour that something is open: not for a text that is to
        be read through.
        """
        return (
            self.comment is not None
            and not self.is_remark
            and not self.words.startswith(READ_THROUGH)
        )


FACT = re.compile(r"(?<!\{)\{([^\W\d_](?:[^\W\d_]| )*)\}(?!\})", re.IGNORECASE)
"""A fact's name in braces. Double braces are ordinary text."""
