"""A template's part -> its paragraphs (Spots) and their tags and texts (Pieces), each with its
place in words.
"""

import re
from collections.abc import Iterable, Iterator

from lxml import etree
from msgspec import Struct

from generator.ooxml import w
from generator.ooxml.styles import Styles
from generator.ooxml.text import paragraphs, style
from generator.templating import TAG, UnusableTemplateError

_LONGEST = 3000
_LETTER = re.compile(r"\{[{%](p|tr|tc|r) ")
_PARTS = {
    "header": "i sidhuvudet",
    "footer": "i sidfoten",
    "footnotes": "i fotnoterna",
    "endnotes": "i slutnoterna",
    "comments": "i kommentarerna",
}


class Spot(Struct, frozen=True, eq=False):
    """A paragraph of the template: its text with the tags, where it lies, its style's name and
    heading level (0: no heading).
    """

    element: etree._Element
    text: str
    where: str
    style: str
    level: int


class Piece(Struct, frozen=True, eq=False):
    """A tag or a text of a paragraph. `letter` is docxtpl's p, tr, tc or r ('' for none)."""

    typed: str
    spot: Spot

    def as_text(self) -> "Piece":
        """The same place with a word in the place of the tag."""
        return Piece("…", self.spot)

    @property
    def is_tag(self) -> bool:
        return TAG.fullmatch(self.typed) is not None

    @property
    def letter(self) -> str:
        match = _LETTER.match(self.typed)
        return match[1] if match else ""

    @property
    def words(self) -> list[str]:
        """The words of a {% … %}: its keyword first."""
        return (
            self.typed[2:-2].removeprefix(self.letter).split()
            if self.is_tag and self.typed[1] == "%"
            else []
        )

    @property
    def keyword(self) -> str:
        return next(iter(self.words), "")

    @property
    def holder(self) -> etree._Element:
        """What disappears together with the tag: its row, its cell or its paragraph."""
        around = (
            self.spot.element.iterancestors(w(self.letter))
            if self.letter in ("tr", "tc")
            else iter(())
        )
        return next(around, self.spot.element)


class Fault(Struct, frozen=True):
    """What is wrong at a spot (None: in the template as a whole, where `where` may say more)."""

    code: str
    message: str
    hint: str
    spot: Spot | None = None
    where: str = ""


def spots(part: str, root: etree._Element, styles: Styles) -> list[Spot]:
    """The paragraphs of a part in their order. Raises UnusableTemplateError for one without
    measure.
    """
    found, heading, macro = [], "", ""
    above = next((words for kind, words in _PARTS.items() if kind in part), "")
    for paragraph, text in paragraphs(root):
        if next(paragraph.iterancestors(w("txbxContent")), None) is not None:
            continue
        if len(text) > _LONGEST:
            raise UnusableTemplateError(
                f"Mallen har ett orimligt långt stycke: ”{text[:80]}…”. Dela det."
            )
        if started := re.match(r"\{%p macro (\w+)", text):
            macro = started[1]
        inside = f"i makrot ”{macro}”" if macro else ""
        below = f"under rubriken ”{heading}”" if heading else ""
        where = above or inside or below or "före första rubriken"
        name = style(paragraph)
        found.append(
            Spot(paragraph, text, where, styles.name(name) or "Normal", styles.level(name))
        )
        if text.startswith("{%p endmacro"):
            macro = ""
        elif found[-1].level and not macro:
            heading = text.strip()[:80]
    return found


def placed(
    root: etree._Element, known: Iterable[Spot]
) -> Iterator[tuple[etree._Element, Spot | None]]:
    """Every element of a part, with the paragraph that it lies in or after."""
    at = {spot.element: spot for spot in known}
    spot = None
    for element in root.iter(etree.Element):
        spot = at.get(element, spot)
        yield element, spot


def pieces(spot: Spot) -> Iterator[Piece]:
    """The tags of a paragraph and the texts between them, blank ones aside."""
    end = 0
    for match in TAG.finditer(spot.text):
        if spot.text[end : match.start()].strip():
            yield Piece(spot.text[end : match.start()], spot)
        yield Piece(match[0], spot)
        end = match.end()
    if spot.text[end:].strip():
        yield Piece(spot.text[end:], spot)
