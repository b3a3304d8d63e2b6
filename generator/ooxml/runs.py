"""Runs, links and fields as WordprocessingML text, looks given by character styles alone."""

from html import escape

from lxml import etree

from generator.ooxml import w

_BREAK = "\v"
HIGHLIGHT = '<w:highlight w:val="yellow"/>'
"""The run property of a marker pen."""
_AFTER_HIGHLIGHT = {
    w(name)
    for name in (
        "u",
        "effect",
        "bdr",
        "shd",
        "fitText",
        "vertAlign",
        "rtl",
        "cs",
        "em",
        "lang",
        "eastAsianLayout",
        "specVanish",
        "oMath",
    )
}
"""Properties that stand after the highlight (ECMA-376 part 1, CT_RPr)."""


def run(text: str, styles: str = "") -> str:
    """A run of text; `styles` are run properties, already XML. A vertical tab is a line break."""
    properties = f"<w:rPr>{styles}</w:rPr>" if styles else ""
    lines = (
        f'<w:r>{properties}<w:t xml:space="preserve">{escape(line, quote=False)}</w:t></w:r>'
        for line in text.split(_BREAK)
    )
    return f"<w:r>{properties}<w:br/></w:r>".join(lines)


def character_style(identifier: str) -> str:
    """The run property that names a character style."""
    return f'<w:rStyle w:val="{identifier}"/>'


def highlight(element: etree._Element) -> None:
    """Give a run, as an element, the highlight."""
    properties = element.find(w("rPr"))
    if properties is None:
        properties = etree.Element(w("rPr"))
        element.insert(0, properties)
    place = next(
        (i for i, child in enumerate(properties) if child.tag in _AFTER_HIGHLIGHT), len(properties)
    )
    properties.insert(place, etree.Element(w("highlight"), {w("val"): "yellow"}))


def language(tag: str) -> str:
    """The run property that names the language of the words: 'en-GB'."""
    return f'<w:lang w:val="{tag}"/>'


def hyperlink(relationship: str, text: str, content: str) -> str:
    """A link to the address of an external relationship; `text` is its description, `content` its
    runs.
    """
    told = escape(text.replace(_BREAK, " "))
    return (
        f'<w:hyperlink r:id="{escape(relationship)}" w:tooltip="{told}" '
        f'w:history="1">{content}</w:hyperlink>'
    )


def page_reference(bookmark: str, page: str) -> str:
    """A live reference to the page of a bookmark, showing `page` until a program lays the document
    out.
    """
    code = f'<w:r><w:instrText xml:space="preserve"> PAGEREF {bookmark} \\h </w:instrText></w:r>'
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    return begin + code + separate + run(page) + end
