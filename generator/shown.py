"""What a document is given to show: texts in their final form, each with its place in the plan, and
how they lie together.
"""

from dataclasses import dataclass
from typing import Annotated, TypedDict

from generator.findings import Pointer
from generator.values import Text


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one look; `link` is a web address, `page_of` the bookmark whose page the text is,
    `language` "en" for English.
    """

    text: Text
    bold: bool = False
    italic: bool = False
    link: str = ""
    page_of: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Inline:
    """The content of one paragraph of prose: of the text at `at` the paragraph of number `block`
    (from 0).
    """

    pieces: tuple[Piece, ...]
    at: Pointer = ()
    block: int = 0

    def __str__(self) -> str:
        """The words, without their look."""
        return "".join(piece.text for piece in self.pieces)


class Heading(Text):
    """A heading; `bookmark` names the place that page references lead to, '' where none does."""

    bookmark: str = ""


def echo(text: Text) -> Text:
    """A text that is shown elsewhere already: a reviewer's change of it is made there, not here."""
    made = Text(text, ())
    made.open = text.open
    return made


@dataclass(frozen=True, slots=True)
class Filled:
    """When a Text of the Context that may be empty is not: surely where `key`, of its own record or
    one around it, is `value`; with `only`, nowhere else. Without `sure` it may be empty there too.
    """

    key: str = ""
    value: bool = True
    only: bool = False
    sure: bool = True


Perhaps = Annotated[Text, Filled()]


class Paragraph(TypedDict):
    """A paragraph of prose; `inleder`: it stays on the page of what follows; `efter`: it stands
    right below a table.
    """

    punkt: bool
    inleder: bool
    efter: bool
    innehåll: Inline


class Cells(TypedDict):
    """A row of a table: its first cell, and the others."""

    först: Text
    celler: list[Text]


class Below(TypedDict):
    """Running text in a cell: its last paragraph, and those before it."""

    mer: list[Paragraph]
    slut: Paragraph


class TableRow(TypedDict):
    """A row, maybe with running text below the words of its first cell."""

    först: Text
    under: Below | None
    celler: list[Text]


class ShownTable(TypedDict):
    """A table: its caption, its columns' widths in proportion to each other (none: as the texts
    want), where the texts of each stand (none: all to the left), their headings as a row of its
    own, its rows, and its sums.
    """

    rubrik: Perhaps
    bredder: list[int]
    ställningar: list[str]
    huvud: Cells
    rader: list[TableRow]
    summa: Cells | None


EMPTY = "–"
"""What stands in a cell that has nothing, so that a screen reader has something to say."""


def below(paragraphs: list[Paragraph]) -> Below | None:
    """Running text as a cell has it; None for no text."""
    return {"mer": paragraphs[:-1], "slut": paragraphs[-1]} if paragraphs else None
