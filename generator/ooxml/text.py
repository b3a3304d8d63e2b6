"""The text of WordprocessingML: paragraphs in document order, fields by their shown result."""

from collections.abc import Iterator

from lxml import etree

from generator.ooxml import w

TRACKED = tuple(map(w, ("ins", "del", "moveFrom", "moveTo", "commentReference")))
"""What a reviewer leaves in a file."""
_RUN, _TEXT = w("r"), w("t")
_BREAKS = {w("tab"): "\t", w("br"): "\n", w("noBreakHyphen"): "\u2011"}


def paragraphs(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Every paragraph of a part, tables included, with the text that it shows."""
    for paragraph in root.iter(w("p")):
        yield paragraph, text(paragraph)


def text(element: etree._Element) -> str:
    """The text shown by an element: runs, tabs and breaks; field codes are not shown."""
    shown = []
    for run in element.iter(_RUN):
        for node in run:
            shown.append((node.text or "") if node.tag == _TEXT else _BREAKS.get(str(node.tag), ""))
    return "".join(shown)


def is_empty(paragraph: etree._Element) -> bool:
    """True if a paragraph shows nothing: no text, no field, no picture."""
    return not text(paragraph).strip() and not any(True for _ in paragraph.iter(w("fldChar"), w("drawing")))


def style(paragraph: etree._Element) -> str:
    """The id of a paragraph's style, '' for the default."""
    found = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return found.get(w("val"), "") if found is not None else ""
