"""What kind of paragraph a reviewer made, in words: an ordinary one, a bullet, a heading, a
quotation.
"""

import re
from collections.abc import Mapping

from lxml import etree

from generator.ooxml import package, w
from generator.ooxml.styles import Styles

PLAIN = "ett vanligt stycke"
BULLET = "en punkt"
HEADING = "en rubrik"
NUMBERED = "en numrerad punkt"
_ITEM = re.compile(rf"({BULLET}|{NUMBERED})( på nivå [1-9])?")
_QUOTE = "ett citat"
_OF_QUOTES = {"quote", "intense quote", "citat", "starkt citat", "quotations"}
_ORDINARY = {
    "",
    "normal",
    "standard",
    "body text",
    "text body",
    "list paragraph",
    "no spacing",
    "normal (web)",
    "plain text",
}
"""Names of styles in which programs write and paste ordinary text; a list's item is known by its
number."""
_VALUE = w("val")
_STYLE, _OUTLINE, _ABSTRACT = map(w, ("pStyle", "outlineLvl", "abstractNumId"))
_NUMBER, _LEVEL = (f"{w('numPr')}/{w(name)}" for name in ("numId", "ilvl"))


def is_item(kind: str) -> bool:
    """True for an item of a list, at any level, that does not stand in a table."""
    return _ITEM.fullmatch(kind) is not None


class Kinds:
    """The kinds of a document's paragraphs."""

    def __init__(self, parts: Mapping[str, bytes], styles: Styles | None) -> None:
        self._styles = styles
        content = parts.get("word/numbering.xml")
        self._numbering = package.tree(content) if content else None
        self._known: dict[tuple[str, str, str, bool], str] = {}

    def kind(self, paragraph: etree._Element, before: etree._Element | None = None) -> str:
        """What a paragraph is, as a phrase: 'en punkt', 'ett stycke i formatmallen ”Title”'; or
        what it was `before`, with the properties of a tracked change.
        """
        properties = (paragraph if before is None else before).find(w("pPr"))
        style, number, level = (_value(properties, path) for path in (_STYLE, _NUMBER, _LEVEL))
        is_in_table = any(True for _ in paragraph.iterancestors(w("tc")))
        key = (style, number, level, is_in_table)
        if key not in self._known:
            self._known[key] = self._told(*key)
        outline = _value(properties, _OUTLINE)
        return HEADING if outline.isdecimal() and int(outline) < 9 else self._known[key]

    def _told(self, style: str, number: str, level: str, is_in_table: bool) -> str:
        name = self._styles.name(style) if self._styles is not None else ""
        if self._styles is not None and self._styles.level(style):
            return HEADING
        if not number and self._styles is not None:
            number, level = self._styles.numbering(style)
        if number not in ("", "0"):
            kind = self._item(name, number, level or "0")
        elif name.casefold() in _OF_QUOTES:
            kind = _QUOTE
        elif name.casefold() in _ORDINARY:
            kind = PLAIN
        else:
            kind = f"ett stycke i formatmallen ”{name}”"
        return f"{kind} i en tabell" if is_in_table else kind

    def _item(self, name: str, number: str, level: str) -> str:
        """What an item of a list is, with its level where that is not the first. (Word's own styles
        for lower levels end in their number.)
        """
        kind = BULLET if self._format(number) == "bullet" else NUMBERED
        depth = int(level) + 1 if level.isdecimal() else 1
        if depth == 1 and name[-1:].isdecimal():
            depth = int(name[-1])
        return kind if depth < 2 else f"{kind} på nivå {depth}"

    def _format(self, number: str) -> str:
        """How the first level of a numbering is numbered: 'bullet', 'decimal'."""
        if self._numbering is None:
            return ""
        for num in self._numbering.iterfind(w("num")):
            if num.get(w("numId")) == number:
                own = num.find(f"{w('lvlOverride')}[@{w('ilvl')}='0']/{w('lvl')}/{w('numFmt')}")
                return (
                    own.get(_VALUE, "")
                    if own is not None
                    else self._format_of(_value(num, _ABSTRACT))
                )
        return ""

    def _format_of(self, abstract: str) -> str:
        for numbering in (
            self._numbering.iterfind(w("abstractNum")) if self._numbering is not None else ()
        ):
            if numbering.get(w("abstractNumId")) == abstract:
                found = numbering.find(f"{w('lvl')}[@{w('ilvl')}='0']/{w('numFmt')}")
                return found.get(_VALUE, "") if found is not None else ""
        return ""


def _value(element: etree._Element | None, path: str) -> str:
    """The value of something inside an element, '' where it is not there."""
    found = element.find(path) if element is not None else None
    return found.get(_VALUE, "") if found is not None else ""
