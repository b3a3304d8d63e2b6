"""What a document is given to show: texts in their final form, each with its place in the plan, and
how they lie together.
"""

from typing import TYPE_CHECKING, Annotated, Any, TypedDict

from msgspec import Struct

from generator import prose
from generator.values import Inline, Piece, Text

__all__ = ["EMPTY", "Filled", "Heading", "Inline", "Paragraph", "Perhaps", "Piece", "Spoken"]


class Heading(Text):
    """A heading; `bookmark` names the place that page references lead to, '' where none does."""

    bookmark: str = ""


def echo(text: Text) -> Text:
    """A text that is shown elsewhere already: a reviewer's change of it is made there, not here."""
    made = Text(text, ())
    made.open = text.open
    return made


class Filled(Struct, frozen=True):
    """When a Text of the Context that may be empty is not: surely where `key`, of its own record or
    one around it, is `value`; with `only`, nowhere else. Without `sure` it may be empty there too.
    """

    key: str = ""
    value: bool = True
    only: bool = False
    sure: bool = True


Perhaps = Annotated[Text, Filled()]

_FIELDS: dict[str, Any] = {
    name: shape for element in prose.ELEMENTS for name, shape in element.fields.items()
}
Words = Annotated[Inline | None, Filled("tabell", value=False, only=True)]

if TYPE_CHECKING:
    Paragraph = dict[str, Any]
else:
    Paragraph = TypedDict(
        "Paragraph", {"inleder": bool, "efter": bool, "innehåll": Words, **_FIELDS}
    )
"""A paragraph of prose, with what its element says of it; `inleder`: it stays on the page of what
follows; `efter`: it stands right below a table."""

_NOTHING = {bool: False, int: 0}
ABSENT: dict[str, Any] = {name: _NOTHING.get(shape) for name, shape in _FIELDS.items()}
"""What a paragraph is not."""


class Spoken(TypedDict):
    """A paragraph where there is nothing but paragraphs, such as in a quotation."""

    inleder: bool
    efter: bool
    innehåll: Inline


class Cells(TypedDict):
    """A row of a table: its first cell, and the others."""

    först: Text
    celler: list[Text]


class Below(TypedDict):
    """Running text in a cell: its last paragraph, and those before it."""

    mer: list[Spoken]
    slut: Spoken


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


def below(paragraphs: list[Any]) -> Below | None:
    """Running text as a cell has it; None for no text."""
    return {"mer": paragraphs[:-1], "slut": paragraphs[-1]} if paragraphs else None
