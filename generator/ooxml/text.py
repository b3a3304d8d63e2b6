"""The text of WordprocessingML: paragraphs in document order, fields by their shown result."""

from collections.abc import Iterator

from lxml import etree

from generator.ooxml import w

TRACKED = tuple(map(w, ("ins", "del", "moveFrom", "moveTo", "commentReference")))
"""What a reviewer leaves in a file."""
_RUN, _TEXT = w("r"), w("t")
SYMBOLS = {
    ("Wingdings", code): sign
    for code, sign in (
        ("F0E0", "→"),
        ("F0DF", "←"),
        ("F0E8", "➔"),
        ("F0E7", "⬅"),
        ("F0F3", "⬄"),
        ("F04A", "☺"),
        ("F04B", "😐"),
        ("F04C", "☹"),
        ("F0A7", "▪"),
        ("F0FC", "✓"),
    )
} | {("Symbol", "F0AE"): "→", ("Symbol", "F0B7"): "•", ("Symbol", "F02D"): "−"}
"""Signs that Word's autocorrection writes by font and number (w:sym), as letters."""
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
