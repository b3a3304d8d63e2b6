"""Numbered lists that each count for themselves: marks go into paragraphs while the text is made,
numberings come out of them afterwards (ECMA-376 part 1, 17.9.15).
"""

from lxml import etree

from generator.ooxml import package, w
from generator.ooxml.styles import Styles
from generator.ooxml.text import style

_NUMBERING = "word/numbering.xml"
_MARK = w("listItem")
_BEFORE = frozenset(
    map(w, ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl"))
)
"""Properties that stand before the numbering (CT_PPr)."""


def item(level: int, name: str = "", first: int = 1) -> str:
    """The mark of an item at a level, from 1; with a name, of the list of that name, which begins
    with a number.
    """
    return f'<w:listItem w:level="{level - 1}" w:name="{name}" w:first="{first}"/>'


def place(root: etree._Element, parts: dict[str, bytes], styles: Styles) -> None:
    """Put each marked item at its level of its style's numbering, or of its list's own, which looks
    the same.
    """
    marks = list(root.iter(_MARK))
    content = parts.get(_NUMBERING)
    if not marks or content is None:
        etree.strip_elements(root, _MARK)
        return
    numbering = package.tree(content)
    known: dict[str, str] = {}
    for mark in marks:
        paragraph = mark.getparent()
        assert paragraph is not None
        paragraph.remove(mark)
        number, _ = styles.numbering(style(paragraph))
        name, level = mark.get(w("name"), ""), mark.get(w("level"), "0")
        if number and name and name not in known:
            known[name] = _add(numbering, number, level, mark.get(w("first"), "1"))
        if number:
            _number(paragraph, known.get(name, number), level)
            _close(paragraph.getprevious(), paragraph, styles)
            _close(paragraph, paragraph.getnext(), styles)
    parts[_NUMBERING] = package.written(numbering)


def _add(numbering: etree._Element, like: str, level: str, first: str) -> str:
    """Add a numbering of the same look that begins with a number; its id."""
    nums = numbering.findall(w("num"))
    number = str(max((int(num.get(w("numId"), "0")) for num in nums), default=0) + 1)
    own = next((num for num in nums if num.get(w("numId")) == like), None)
    link = own.find(w("abstractNumId")) if own is not None else None
    made = etree.Element(w("num"), {w("numId"): number})
    etree.SubElement(made, w("abstractNumId")).set(
        w("val"), link.get(w("val"), "") if link is not None else ""
    )
    override = etree.SubElement(made, w("lvlOverride"), {w("ilvl"): level})
    etree.SubElement(override, w("startOverride")).set(w("val"), first)
    nums[-1].addnext(made)
    return number


def _number(paragraph: etree._Element, number: str, level: str) -> None:
    properties = paragraph.find(w("pPr"))
    if properties is None:
        return
    made = etree.Element(w("numPr"))
    etree.SubElement(made, w("ilvl")).set(w("val"), level)
    etree.SubElement(made, w("numId")).set(w("val"), number)
    place = next(
        (i for i, child in enumerate(properties) if child.tag not in _BEFORE), len(properties)
    )
    properties.insert(place, made)


def _close(one: etree._Element | None, other: etree._Element | None, styles: Styles) -> None:
    """Let no space stand between two items of lists of different styles: Word closes up those of
    one style alone.
    """
    if one is None or other is None or {one.tag, other.tag} != {w("p")}:
        return
    both = {style(one), style(other)}
    are_items = all(styles.is_numbered(name) and not styles.level(name) for name in both)
    properties = one.find(w("pPr"))
    if len(both) == 1 or not are_items or properties is None:
        return
    spacing = properties.find(w("spacing"))
    if spacing is None:
        number = properties.find(w("numPr"))
        spacing = etree.Element(w("spacing"))
        properties.insert(list(properties).index(number) + 1 if number is not None else 1, spacing)
    spacing.set(w("after"), "0")
