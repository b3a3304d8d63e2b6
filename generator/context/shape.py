"""The shape of a Context, declared once: what a kind of content is given is its own to declare.
`contract` holds the template against it.
"""

from typing import Annotated, TypedDict

from generator.content import KINDS
from generator.shown import Filled, Heading, Inline, Perhaps
from generator.values import Text

_shapes = {kind.place.name: kind.shape | None for kind in KINDS}
Part = TypedDict("Part", _shapes)  # type: ignore[misc]
"""A content, under its kind's key; the others are None."""


class Fact(TypedDict):
    """A fact of the decision, such as its number in the register, with what it is called."""

    namn: Text
    värde: Text


class Decision(TypedDict):
    """Who decided the plan, and when where the plan says so, both empty in a draft; the facts are
    in one of the two lists, as the plan says where they stand.
    """

    ord: Annotated[Text, Filled("utkast", value=False, only=True)]
    datum: Annotated[Text, Filled("utkast", value=False, only=True, sure=False)]
    fakta: list[Fact]
    fakta_sist: list[Fact]


class Version(TypedDict):
    """Which draft it is."""

    nummer: Text
    datum: Perhaps


class Subsection(TypedDict):
    """A section below a chapter; `nivå` is its heading's level (from 2)."""

    nivå: int
    rubrik: Heading
    innehåll: list[Part]


class Chapter(TypedDict):
    """A chapter or an appendix; `nummer` counts those of its sort."""

    bilaga: bool
    nummer: int
    rubrik: Heading
    innehåll: list[Part]
    avsnitt: list[Subsection]


class Context(TypedDict):
    """All that the template may name. `innehållsnivåer` is how deep the table of contents goes, 0
    where there is none.
    """

    utkast: bool
    version: Version | None
    beslut: Decision
    logotyp: Inline | None
    organisation: Text
    kommuner: list[Text]
    titel: Text
    undertitel: Text
    år: Text
    innehållsnivåer: int
    kapitel: list[Chapter]
