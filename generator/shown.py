"""What a document is given to show: texts in their final form, each with its place in the plan, and
how they lie together.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

from generator import prose
from generator.values import Inline, Piece, Text

__all__ = ["EMPTY", "Filled", "Heading", "Inline", "Paragraph", "Perhaps", "Piece", "Spoken"]


class Heading(Text):
    """A heading; `bookmark` names the place that page references lead to, '' where none does."""

    bookmark: str = ""


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
EMPTY: dict[str, Any] = {name: _NOTHING.get(shape) for name, shape in _FIELDS.items()}
"""What a paragraph is not."""


class Spoken(TypedDict):
    """A paragraph where there is nothing but paragraphs, such as in a quotation."""

    inleder: bool
    efter: bool
    innehåll: Inline
