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
