"""A reviewed document -> its text, character by character: what stands, what was inserted and deleted, by whom; and where each value of the plan is.

The base text is what was sent out: all that stands and all that was deleted. Places are offsets in it, so that the same change in
two reviewers' files has the same place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from generator.ooxml import package, w
from generator.ooxml.revisions import DELETED, INSERTED
from generator.ooxml.styles import Styles
from generator.provenance import PREFIX

State = Literal["same", "ins", "del"]
_DOCUMENT = "word/document.xml"
_SIGNS = {w("br"): "\n", w("cr"): "\n", w("tab"): "\t", w("noBreakHyphen"): "\u2011"}
_LOOKS = {
    w("rPrChange"): "teckenformat",
    w("pPrChange"): "styckeformat",
    w("tblPrChange"): "tabellformat",
    w("trPrChange"): "radformat",
}
_UNSHOWN = {w(name): "en bild" for name in ("drawing", "pict", "object")} | {
    w(name): "en fotnot" for name in ("footnoteReference", "endnoteReference")
}
_MOVED = (w("moveFrom"), w("moveTo"))
OURS = "Sekretariatet"
"""The author of redlines: a reviewer may have written in one, and only the reviewer's changes count."""
MARK = "\n"
"""The end of a paragraph, as a character. (A line break inside one is a vertical tab.)"""
LINE_BREAK = "\v"


@dataclass(frozen=True, slots=True)
class Who:
    """Author and time (W3CDTF, '' where it is not told) of a change, and whether it moves text or is of a whole row."""

    author: str
    when: str
    kind: Literal["", "moved", "row"] = ""


@dataclass(slots=True)
class Character:
    """A character, and whose change it is; `base` is its offset in the base text, for an inserted one where it was put."""

    text: str
    state: State
    who: Who | None
    base: int


@dataclass(frozen=True)
class Other:
    """A tracked change that is no change of text: of looks, or of a whole row; `start` and `end` are offsets in the base text."""

    what: str
    who: Who
    start: int
    end: int


@dataclass
class Reviewed:
    """The text of a reviewed document. Values and comments are by name and id: (start, end) in the base text; headings are (start, level, words)."""

    characters: list[Character] = field(default_factory=list)
    base: str = ""
    values: dict[str, tuple[int, int]] = field(default_factory=dict)
    comments: dict[str, tuple[int, int]] = field(default_factory=dict)
    others: list[Other] = field(default_factory=list)
    headings: list[tuple[int, int, str]] = field(default_factory=list)

    def chapter_at(self, offset: int) -> str:
        """The chapter of a place and the nearest heading above it, 'Budget 2018, Kostnader'; '' before the first."""
        above = [(level, words) for start, level, words in self.headings if start <= offset]
        chapter = next((words for level, words in reversed(above) if level == 1), "")
        nearest = above[-1][1] if above else ""
        return chapter if chapter == nearest else ", ".join(filter(None, (chapter, nearest)))


def read(parts: Mapping[str, bytes]) -> Reviewed:
    """The document first, then headers and footers by name."""
    reader = _Reader(Styles(package.tree(parts["word/styles.xml"])) if "word/styles.xml" in parts else None)
    for name in sorted(filter(package.is_shown, parts), key=lambda name: (name != _DOCUMENT, name)):
        reader.story(package.tree(parts[name]), has_chapters=name == _DOCUMENT)
    made = reader.reviewed
    made.base = "".join(reader.base)
    return made


class _Reader:
    def __init__(self, styles: Styles | None) -> None:
        self.reviewed = Reviewed()
        self.base: list[str] = []
        self._styles = styles
        self._changes: list[tuple[State, Who]] = []
        self._open: dict[str, tuple[str, int]] = {}
        self._commented: dict[str, int] = {}
        self._has_chapters = True

    def story(self, root: etree._Element, *, has_chapters: bool) -> None:
        self._has_chapters = has_chapters
        if not has_chapters:
            self.reviewed.headings.append((len(self.base), 1, "Sidhuvud och sidfot"))
        self._open.clear()
        self._inside(root)

    def _inside(self, element: etree._Element) -> None:
        for child in element:
            self._element(child)

    def _element(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in INSERTED | DELETED:
            self._changed("ins" if tag in INSERTED else "del", element, "moved" if tag in _MOVED else "")
        elif tag == w("p"):
            self._paragraph(element)
        elif tag == w("tr"):
            self._row(element)
        elif tag == w("r"):
            self._run(element)
        elif tag == w("bookmarkStart"):
            name = element.get(w("name"), "")
            if name.startswith(PREFIX):
                self._open[element.get(w("id"), "")] = (name, len(self.base))
        elif tag == w("bookmarkEnd"):
            if opened := self._open.pop(element.get(w("id"), ""), None):
                self.reviewed.values.setdefault(opened[0], (opened[1], len(self.base)))
        elif tag == w("commentRangeStart"):
            self._commented[element.get(w("id"), "")] = len(self.base)
        elif tag == w("commentRangeEnd"):
            start = self._commented.pop(element.get(w("id"), ""), len(self.base))
            self.reviewed.comments[element.get(w("id"), "")] = (start, len(self.base))
        elif isinstance(tag, str) and not tag.endswith("}Fallback"):
            self._inside(element)

    def _changed(
        self, state: State, element: etree._Element, kind: Literal["", "moved", "row"], holder: etree._Element | None = None
    ) -> None:
        """What a change holds (or the row that it stands in); the secretariat's own changes, of a redline, are taken as made."""
        inside = element if holder is None else holder
        if element.get(w("author")) == OURS:
            if state == "ins":
                self._inside(inside)
            return
        self._changes.append((state, Who(element.get(w("author"), ""), element.get(w("date"), ""), kind)))
        self._inside(inside)
        self._changes.pop()

    def _paragraph(self, paragraph: etree._Element) -> None:
        start = len(self.base)
        self._inside_but_properties(paragraph)
        properties = paragraph.find(w("pPr"))
        mark = _mark_of(properties)
        if mark is None or (mark[1].author == OURS and mark[0] == "ins"):
            self._add(MARK)
        elif mark[1].author != OURS:
            self._changes.append(mark)
            self._add(MARK)
            self._changes.pop()
        self._looks(properties, start)
        level = self._styles.level(_style(properties)) if self._styles and self._has_chapters else 0
        words = "".join(self.base[start:]).strip() if level else ""
        self.reviewed.headings += [(start, level, words)] if words else []

    def _inside_but_properties(self, element: etree._Element) -> None:
        for child in element:
            if child.tag != w("pPr"):
                self._element(child)

    def _row(self, row: etree._Element) -> None:
        start = len(self.base)
        properties = row.find(w("trPr"))
        for name, what in (("ins", "ny rad i tabellen"), ("del", "borttagen rad i tabellen")):
            change = properties.find(w(name)) if properties is not None else None
            if change is not None:
                self._changed("ins" if name == "ins" else "del", change, "row", row)
                if change.get(w("author")) != OURS:
                    self.reviewed.others.append(Other(what, _who(change), start, len(self.base)))
                return
        self._inside(row)

    def _run(self, run: etree._Element) -> None:
        start = len(self.base)
        for node in run:
            if node.tag in (w("t"), w("delText")):
                for character in node.text or "":
                    self._add(character)
            elif node.tag in _SIGNS:
                self._add(LINE_BREAK if _SIGNS[node.tag] == "\n" else _SIGNS[node.tag])
            elif node.tag in _UNSHOWN and self._changes:
                self.reviewed.others.append(Other(_UNSHOWN[node.tag], self._changes[-1][1], start, len(self.base)))
            elif node.tag == w("commentReference"):
                self.reviewed.comments.setdefault(node.get(w("id"), ""), (len(self.base), len(self.base)))
        self._looks(run.find(w("rPr")), start)

    def _looks(self, properties: etree._Element | None, start: int) -> None:
        for child in properties if properties is not None else ():
            if child.tag in _LOOKS and child.get(w("author")) != OURS:
                self.reviewed.others.append(Other(_LOOKS[child.tag], _who(child), start, len(self.base)))

    def _add(self, character: str) -> None:
        """A character, changed as the elements around it say. What one inserted and another deleted never was."""
        states = {state for state, _ in self._changes}
        if states == {"ins", "del"}:
            return
        state: State
        who: Who | None
        state, who = self._changes[-1] if self._changes else ("same", None)
        self.reviewed.characters.append(Character(character, state, who, len(self.base)))
        if state != "ins":
            self.base.append(character)


def _who(element: etree._Element) -> Who:
    return Who(element.get(w("author"), ""), element.get(w("date"), ""))


def _mark_of(properties: etree._Element | None) -> tuple[State, Who] | None:
    """Whose change the mark of a paragraph is, where it is one."""
    marks = properties.find(w("rPr")) if properties is not None else None
    for mark in marks if marks is not None else ():
        if mark.tag in INSERTED | DELETED:
            kind: Literal["", "moved"] = "moved" if mark.tag in _MOVED else ""
            return ("ins" if mark.tag in INSERTED else "del"), Who(mark.get(w("author"), ""), mark.get(w("date"), ""), kind)
    return None


def _style(properties: etree._Element | None) -> str:
    found = properties.find(w("pStyle")) if properties is not None else None
    return found.get(w("val"), "") if found is not None else ""
