"""How text in a reviewed document was made to look, and the tracked changes of looks: of runs,
paragraphs, tables and pages.
"""

from lxml import etree

from generator.ooxml import w
from generator.ooxml.reviewed.progress import AUTHOR, VALUE, Progress
from generator.ooxml.revisions import CHANGES
from generator.ooxml.styles import Styles

_NAMES = {
    "rPrChange": "teckenformat",
    "pPrChange": "styckeformat",
    "tblPrChange": "tabellformat",
    "tblPrExChange": "tabellformat",
    "tblGridChange": "kolumnernas bredd",
    "trPrChange": "radformat",
    "tcPrChange": "cellformat",
    "sectPrChange": "sidformat",
    "numberingChange": "numrering",
    "ins": "numrering",
}
_LOOKS = {
    w("b"): "fet",
    w("i"): "kursiv",
    w("u"): "understruken",
    w("strike"): "genomstruken",
    w("dstrike"): "genomstruken",
    w("vertAlign"): "upphöjd eller nedsänkt",
    w("vanish"): "dold",
    w("caps"): "skriven med versaler",
    w("smallCaps"): "skriven med kapitäler",
}
_OFF = frozenset(("0", "false", "none", "off", "baseline"))
_STYLED = {"strong": "fet", "fet": "fet", "emphasis": "kursiv", "kursiv": "kursiv"}


class Formats:
    """Tells of looks that somebody changed."""

    def __init__(self, progress: Progress, styles: Styles | None) -> None:
        self._progress, self._styles = progress, styles

    def tell(self, properties: etree._Element, start: int) -> None:
        """Tell every tracked change of some properties, of the text from `start` on."""
        for element in properties.iter():
            if element.get(AUTHOR) is None or element in self._progress.seen:
                continue
            name = etree.QName(element).localname
            if element.tag in CHANGES or name in _NAMES:
                self._progress.seen.add(element)
                looks = self._before_and_after(properties, element)
                what = _NAMES.get(name, "utseende")
                self._progress.tell("utseende", what, element, start, looks)

    def stray(self, properties: etree._Element) -> None:
        """Properties of what is no run and no paragraph: of a table, a row, a page."""
        self.tell(properties, self._progress.length)

    def look(self, properties: etree._Element | None) -> str:
        """How a run was made to look, apart from its paragraph's style: 'fet, kursiv'."""
        found = set()
        for child in properties if properties is not None else ():
            value = child.get(VALUE, "")
            if child.tag in _LOOKS and value not in _OFF:
                found.add(_LOOKS[child.tag])
            elif child.tag == w("rStyle") and self._styles is not None:
                name = self._styles.name(value).casefold()
                found |= {look for style, look in _STYLED.items() if style in name}
        return ", ".join(sorted(found))

    def _before_and_after(
        self, properties: etree._Element, change: etree._Element
    ) -> tuple[str, str] | None:
        """How the words of a run looked and how they were made to look; None for other changes."""
        if change.tag != w("rPrChange") or properties.tag != w("rPr"):
            return None
        before, after = self.look(change.find(w("rPr"))), self.look(properties)
        run = properties.getparent()
        is_of_words = run is not None and run.tag == w("r") and not self._progress.is_changed
        return (before, after) if is_of_words and before != after else None
