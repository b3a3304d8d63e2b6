"""The text of WordprocessingML: paragraphs in document order, fields by their shown result."""

from collections.abc import Iterator

from lxml import etree

from generator.ooxml import w
from generator.ooxml.revisions import CHANGES

_CONTENT = ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "commentReference")
TRACKED = (*CHANGES, *map(w, _CONTENT))
"""What a reviewer leaves in a file."""
_NOTES = (w("footnote"), w("endnote"))
_MAY_NOT_BE_WITHOUT = (w("hdr"), w("ftr"), *_NOTES)
_RUN, _TEXT, _PARAGRAPH, _VALUE = w("r"), w("t"), w("p"), w("val")
_STYLE = f"{w('pPr')}/{w('pStyle')}"
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
SIGN_FONTS = {
    name.casefold(): name
    for name in (
        *(
            "Symbol",
            "Wingdings",
            "Wingdings 2",
            "Wingdings 3",
            "Webdings",
            "OpenSymbol",
            "StarSymbol",
        ),
        *(
            "Zapf Dingbats",
            "ZapfDingbats",
            "Marlett",
            "MT Extra",
            "Bookshelf Symbol 7",
            "MS Outlook",
        ),
    )
}
"""Fonts that show signs in the places of letters."""
NOTE = "\ue010"
"""The sign of a reference to a footnote; no text has it."""
_BREAKS = {
    w("tab"): "\t",
    w("br"): "\n",
    w("noBreakHyphen"): "\u2011",
    w("footnoteReference"): NOTE,
}


def paragraphs(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Every paragraph of a part, tables included, with the text that it shows.

    Not the lines that Word draws between text and notes (w:type, 17.11.2 and 17.11.10).
    """
    for paragraph in root.iter(_PARAGRAPH):
        note = paragraph.getparent()
        kind = (
            note.get(w("type"), "normal") if note is not None and note.tag in _NOTES else "normal"
        )
        if kind == "normal":
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
    return not text(paragraph).strip() and not any(
        True for _ in paragraph.iter(w("fldChar"), w("drawing"))
    )


def is_needed(paragraph: etree._Element) -> bool:
    """True for the last paragraph of a header or note, alone or after a table: there must be one.

    Word gives it back when it is deleted (17.10.4).
    """
    around = paragraph.getparent()
    if around is None or around.tag not in _MAY_NOT_BE_WITHOUT or around[-1] is not paragraph:
        return False
    return len(around) == 1 or around[-2].tag == w("tbl")


def fields(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Each field of a part, innermost first: where it ends, and its code, such as 'PAGE'."""
    opened: list[list[str]] = []
    for element in root.iter(w("fldSimple"), w("fldChar"), w("instrText")):
        kind = element.get(w("fldCharType"))
        if element.tag == w("fldSimple"):
            yield element, element.get(w("instr"), "").strip()
        elif kind == "begin":
            opened.append([])
        elif kind == "end" and opened:
            yield element, "".join(opened.pop()).strip()
        elif element.tag == w("instrText") and opened:
            opened[-1].append(element.text or "")


def style(paragraph: etree._Element) -> str:
    """The id of a paragraph's style, '' for the default."""
    found = paragraph.find(_STYLE)
    return found.get(_VALUE, "") if found is not None else ""
