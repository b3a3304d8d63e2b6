"""Bars of a chart: a tab with a colour behind it, as long as an amount is large.

A bar is text formatting alone, so that every program shows it and none reads it aloud; the number
stands beside it. The last tab stop of its paragraph's style says how far the longest bar reaches.
"""

from collections.abc import Iterator, Sequence

from lxml import etree

from generator.ooxml import w
from generator.ooxml.styles import Styles

NAMES = ("Stapel", "Stapel annat år")
"""The character styles of bars."""
WHOLE = 1000
"""The share of the longest bar."""

LEAST = 20
"""The length of the shortest bar, in twentieths of a point: a line where the bars begin."""


def paragraphs(root: etree._Element, styles: Styles) -> Iterator[etree._Element]:
    """The paragraphs with a bar, in their order."""
    looks = {styles.id_of(name) for name in NAMES} - {""}
    for paragraph in root.iter(w("p")):
        named = paragraph.iterfind(f"{w('r')}[{w('tab')}]/{w('rPr')}/{w('rStyle')}")
        if any(style.get(w("val")) in looks for style in named):
            yield paragraph


def stops(paragraph: etree._Element, styles: Styles) -> list[int]:
    """Where the tab stops of a paragraph stand, from left to right: its style's and its own."""
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    found = set(styles.tab_stops(style.get(w("val"), "")) if style is not None else ())
    for tab in paragraph.iterfind(f"{w('pPr')}/{w('tabs')}/{w('tab')}"):
        place = {int(tab.get(w("pos"), "0"))}
        found = found - place if tab.get(w("val")) == "clear" else found | place
    return sorted(found)


def draw(root: etree._Element, styles: Styles, shares: Sequence[int]) -> None:
    """Give each bar of a part its length, in thousandths of the longest; none where there are not
    as many bars as shares.
    """
    found = list(paragraphs(root, styles))
    for paragraph, share in zip(found, shares, strict=False) if len(found) == len(shares) else ():
        *_, start, end = (0, 0, *stops(paragraph, styles))
        own = paragraph.find(w("pPr"))
        if own is not None and start and share < WHOLE:
            _stop_at(own, end, start + max((end - start) * share // WHOLE, LEAST))


def _stop_at(properties: etree._Element, old: int, new: int) -> None:
    """Let a paragraph's last tab stop be another than its style's."""
    tabs = etree.Element(w("tabs"))
    for value, position in (("left", new), ("clear", old)):
        etree.SubElement(tabs, w("tab"), {w("val"): value, w("pos"): str(position)})
    # After the style and what keeps paragraphs together, as the order of the format has it.
    before = [w(name) for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore")]
    place = sum(part.tag in before for part in properties)
    properties.insert(place, tabs)
