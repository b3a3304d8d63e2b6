"""A reviewed document's runs: letters, signs of fonts that have signs in the places of letters, and
breaks.
"""

import unicodedata
from itertools import groupby

from lxml import etree

from generator.ooxml import w
from generator.ooxml.appearance import TOLD, as_before, look
from generator.ooxml.reviewed.formats import Formats
from generator.ooxml.reviewed.progress import VALUE, Progress, allowed
from generator.ooxml.reviewed.stretches import LINE_BREAK
from generator.ooxml.styles import Styles
from generator.ooxml.text import SIGN_FONTS, SYMBOLS

SIGNS = {
    w("br"): LINE_BREAK,
    w("cr"): LINE_BREAK,
    w("tab"): "\t",
    w("ptab"): "\t",
    w("noBreakHyphen"): "\u2011",
    w("softHyphen"): "\u00ad",
}
"""What elements stand for one sign."""
_LATIN = tuple(map(w, ("ascii", "hAnsi", "asciiTheme", "hAnsiTheme")))
"""What names the font of letters."""
_XML_BLANKS = " \t\r\n"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Signs:
    """Reads runs and the signs in them."""

    def __init__(self, progress: Progress, formats: Formats, styles: Styles | None) -> None:
        self._progress, self._formats, self._styles = progress, formats, styles

    def run(self, run: etree._Element) -> None:
        """A run: text of one look."""
        progress, start = self._progress, self._progress.length
        properties = run.find(w("rPr"))
        progress.dress = self._formats.look(properties)
        font = self._sign_font(properties)
        for node in run:
            if node.tag in (w("t"), w("delText")):
                words = allowed(_typed(node))
                if font:
                    self._of_font(words, font)
                elif words:
                    progress.add(words, progress.dress)
            elif node is not properties:
                progress.element(node)
        if properties is not None:
            self._formats.tell(properties, start)
        if self._styles is not None and progress.length > start:
            is_told = as_before(properties, progress.ours) is not properties
            shown = TOLD if is_told else look(self._styles, properties, progress.style)
            progress.made.looks += [(start, progress.length, shown)] if shown else []

    def text(self, node: etree._Element) -> None:
        """Text that stands in no run."""
        if node.text:
            self._progress.add(allowed(node.text), self._progress.dress)

    def sign(self, node: etree._Element) -> None:
        """An element that stands for a sign; a break of the page is none."""
        kind = node.get(w("type"), "textWrapping")
        if node.tag == w("br") and kind != "textWrapping":
            self._progress.describe("en brytning av sida eller spalt")
        else:
            self._progress.add(SIGNS[node.tag])

    def symbol(self, node: etree._Element) -> None:
        """A sign by its font and its place there."""
        font, code = node.get(w("font"), ""), node.get(w("char"), "").upper()
        if sign := SYMBOLS.get((font, code)):
            self._progress.add(sign)
        else:
            self._unknown(font)

    def extended_symbol(self, node: etree._Element) -> None:
        """A sign by its number, as newer programs write emoji."""
        found = {etree.QName(name).localname: str(value) for name, value in node.attrib.items()}
        if sign := _sign_of(found.get("char", "")):
            self._progress.add(sign, self._progress.dress)
        else:
            self._unknown(found.get("font", ""))

    def _unknown(self, font: str) -> None:
        self._progress.describe(allowed(f"ett tecken ur typsnittet {font or 'okänt'}"))

    def _sign_font(self, properties: etree._Element | None) -> str:
        """The font of a run that shows signs in the places of letters; '' for any other."""
        fonts = properties.find(w("rFonts")) if properties is not None else None
        names_letters = fonts is not None and any(name in fonts.attrib for name in _LATIN)
        if not names_letters and self._styles is not None:
            style = properties.find(w("rStyle")) if properties is not None else None
            fonts = self._styles.fonts(style.get(VALUE, "")) if style is not None else None
        names = [fonts.get(name, "").casefold() for name in _LATIN] if fonts is not None else []
        return next((SIGN_FONTS[name] for name in names if name in SIGN_FONTS), "")

    def _of_font(self, text: str, font: str) -> None:
        """Text in such a font: the signs that are known, all else described."""
        for is_blank, group in groupby(text, str.isspace):
            typed = "".join(group)
            signs = [SYMBOLS.get((font, f"F0{ord(sign) & 0xFF:02X}"), "") for sign in typed]
            if is_blank:
                self._progress.add(typed)
            elif all(signs):
                self._progress.add("".join(signs))
            else:
                self._progress.describe(f"ett tecken ur typsnittet {font}: {typed}")


def _sign_of(code: str) -> str:
    """The sign of a number, '' for none and for those that each font has of its own."""
    try:
        sign = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return "" if unicodedata.category(sign)[0] == "C" else sign


def _typed(node: etree._Element) -> str:
    """The text of a node; blanks at its ends count only where the file says that they are kept."""
    text = node.text or ""
    if not text or (text[0] not in _XML_BLANKS and text[-1] not in _XML_BLANKS):
        return text
    kept = next((e.get(_SPACE) for e in (node, *node.iterancestors()) if e.get(_SPACE)), "")
    return text if kept == "preserve" else text.strip(_XML_BLANKS)
