"""A reviewed document -> its text with every tracked change in it, and all else that it holds, told
by name.

The base text is what was sent out: all that stands and all that was deleted. Places are offsets in
it, so that the same change in two reviewers' files has the same place. Nothing is passed over: what
is no text (a picture, a formula, a text box) stands in the text as its description between OPEN and
CLOSE, with the words that it holds; and every tracked change that was not met is counted.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from lxml import etree

from generator.ooxml import MC, M, R, W, package, w
from generator.ooxml.appearance import TOLD, Appearance, Table, as_before, look, style, table_of
from generator.ooxml.described import (
    PICTURE,
    alternative_text,
    field_name,
    name_of_drawing,
    note_words,
    words_of,
)
from generator.ooxml.kinds import Kinds
from generator.ooxml.revisions import CHANGES, DELETED, INSERTED, Ours, is_ours
from generator.ooxml.styles import Styles
from generator.ooxml.text import NOTE, SIGN_FONTS, SYMBOLS

State = Literal["same", "ins", "del", "never"]
"""Of a stretch: as it was, inserted, deleted, or inserted by one and deleted by another."""
Kind = Literal["", "moved", "row", "cell", "table"]
"""What a change is of, where it is not of text alone."""

MARK = "\n"
"""The end of a paragraph, as a character."""
LINE_BREAK = "\v"
TURNED = "stycket görs till"
"""What a change of a paragraph's kind begins with: 'stycket görs till en punkt'."""
STORY = "\f"
"""The beginning of each story after the body: headers, footers, notes."""
OPEN, CLOSE = "\ufff9", "\ufffb"
"""Around the description of what is no text. (Signs that no text has: they are made U+FFFD.)"""

_OF_A_PICTURE = f"{OPEN}{PICTURE}: "
_DOCUMENT = package.DOCUMENT
_FOOTNOTES = "word/footnotes.xml"
_NOTES = {_FOOTNOTES: "Fotnoter", "word/endnotes.xml": "Slutnoter"}
_FORBIDDEN = {ord(sign): "\ufffd" for sign in (OPEN, "\ufffa", CLOSE)}
_EXTENDED = "http://schemas.microsoft.com/office/word/2015/wordml/symex"
_AUTHOR, _DATE, _ID, _VALUE = w("author"), w("date"), w("id"), w("val")
_TRACKED = (w("ins"), w("del"), w("moveFrom"), w("moveTo"))
_MOVED = frozenset(map(w, ("moveFrom", "moveTo")))
_SIGNS = {
    w("br"): LINE_BREAK,
    w("cr"): LINE_BREAK,
    w("tab"): "\t",
    w("ptab"): "\t",
    w("noBreakHyphen"): "\u2011",
    w("softHyphen"): "\u00ad",
}
_SHOWS_NOTHING = frozenset(
    map(
        w,
        [
            "proofErr",
            "lastRenderedPageBreak",
            "permStart",
            "permEnd",
            "annotationRef",
            "footnoteRef",
            "endnoteRef",
            "separator",
            "continuationSeparator",
            "fldChar",
            "sdtPr",
            "sdtEndPr",
            "customXmlPr",
            "smartTagPr",
            "moveFromRangeStart",
            "moveFromRangeEnd",
            "moveToRangeStart",
            "moveToRangeEnd",
            "customXmlInsRangeStart",
            "customXmlInsRangeEnd",
            "customXmlDelRangeStart",
            "customXmlDelRangeEnd",
            "customXmlMoveFromRangeStart",
            "customXmlMoveFromRangeEnd",
            "customXmlMoveToRangeStart",
            "customXmlMoveToRangeEnd",
        ],
    )
)
_PROPERTIES = frozenset(
    map(w, ["pPr", "rPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "sectPr"])
)
_CONTAINERS = frozenset(map(w, ["sdt", "sdtContent", "smartTag", "customXml", "bdo", "dir"]))
_LOOKS = {
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
_CELLS: dict[str, tuple[State | None, str]] = {
    w("cellIns"): ("ins", "ny cell i tabellen"),
    w("cellDel"): ("del", "borttagen cell i tabellen"),
    w("cellMerge"): (None, "sammanslagna celler i tabellen"),
}
_ROWS: dict[str, tuple[State | None, str]] = {
    w("ins"): ("ins", "ny rad i tabellen"),
    w("del"): ("del", "borttagen rad i tabellen"),
}
OF_ROWS = tuple(what for _, what in _ROWS.values())
"""What is told of a row that comes or goes."""
_LOOK = {
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
_LATIN = tuple(map(w, ("ascii", "hAnsi", "asciiTheme", "hAnsiTheme")))
"""What names the font of letters."""
_XML_BLANKS = " \t\r\n"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_COMPUTED = ("PAGE", "PAGEREF", "NUMPAGES", "SECTIONPAGES", "DATE", "TIME")
"""Fields whose result a program makes anew when it lays the document out."""


@dataclass(frozen=True, slots=True)
class Change:
    """A tracked change: its part and its number among those of the part, in document order."""

    key: tuple[str, int]
    author: str
    when: str
    kind: Kind = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some text in one state; `base` is its offset in the base text (an insertion's: where it was
    put), `changes` are those around it, outermost first, and `look` how it was made to look. `sort`
    is the kind of paragraph that it stands in.
    """

    text: str
    state: State
    changes: tuple[Change, ...]
    base: int
    look: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Other:
    """A tracked change that is no change of text. `kind` is 'utseende' or 'tabellrad', or
    'innehåll' for one inside what is no text; `start` and `end` are offsets in the base text.
    `looks` are how words were made to look, before and after, where that is what was changed.
    """

    kind: Literal["utseende", "tabellrad", "innehåll"]
    what: str
    author: str
    when: str
    start: int
    end: int
    looks: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, by the number of its table. `cells` are the stretches of the base text that
    they hold, `texts` what was inserted in each. `key` is the change that it came or went with,
    None for a row that stays; `comes` is True for a new one.
    """

    table: int
    cells: tuple[tuple[int, int], ...]
    texts: tuple[str, ...]
    key: tuple[str, int] | None
    comes: bool


@dataclass
class Reviewed:
    """The text of a reviewed document.

    `values`, by bookmark, and `comments`, by id, are (start, end) in the base text; `headings` are
    (start, level, words); `computed` are the results of fields such as page numbers; `links` are
    (start, address); `looks`, `styles` and `tables` are those of an Appearance. `unread` counts the
    tracked changes that were not met, by part. `rows` are those of all tables.
    """

    stretches: list[Stretch] = field(default_factory=list)
    base: str = ""
    values: dict[str, tuple[int, int]] = field(default_factory=dict)
    comments: dict[str, tuple[int, int]] = field(default_factory=dict)
    others: list[Other] = field(default_factory=list)
    headings: list[tuple[int, int, str]] = field(default_factory=list)
    computed: list[tuple[int, int]] = field(default_factory=list)
    links: list[tuple[int, str]] = field(default_factory=list)
    looks: list[tuple[int, int, str]] = field(default_factory=list)
    styles: list[tuple[int, int, str, bool]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)
    rows: list[Row] = field(default_factory=list)

    @property
    def appearance(self) -> Appearance:
        """How the base text looked, before what was tracked."""
        looks, styles = tuple(self.looks), tuple(self.styles)
        return Appearance(looks, styles, tuple(self.tables), tuple(self.computed))

    def chapter_at(self, offset: int) -> str:
        """The chapter of a place and the nearest heading above it, 'Budget 2018, Kostnader'."""
        above = [(level, words) for start, level, words in self.headings if start <= offset]
        chapter = next((words for level, words in reversed(above) if level == 1), "")
        nearest = above[-1][1] if above else ""
        return chapter if chapter == nearest else ", ".join(filter(None, (chapter, nearest)))


def read(parts: Mapping[str, bytes], prefix: str, ours: Ours) -> Reviewed:
    """Read a document: its body, then headers and footers by name, then notes.

    Bookmarks whose names begin with `prefix` are values. The changes that are `ours` are
    taken as made.
    """
    reader = _Reader(parts, prefix, ours)
    shown = sorted(filter(package.is_shown, parts), key=lambda name: (name != _DOCUMENT, name))
    for name in [*shown, *(name for name in _NOTES if name in parts)]:
        reader.story(name)
    for name, content in parts.items():
        if name.endswith(".xml") and name not in (*shown, *_NOTES) and b"author" in content:
            reader.count_unread(name, package.tree(content))
    return reader.done()


def shown(parts: Mapping[str, bytes], name: str, tag: str) -> Iterator[tuple[etree._Element, str]]:
    """Each element `tag` of a part, and what it shows with the changes in it made, for people; what
    is no text in words. (Its links are told with their addresses, for all in it is new.)
    """
    root = package.tree(parts[name])
    reader = _Reader(parts, "", None)
    reader.enter(name, root)
    for element in root.iter(tag):
        yield element, plain(reader.of_one(element)).replace(LINE_BREAK, "\n").strip()


def plain(text: str) -> str:
    """A text for people: what is no text in brackets, no signs of stories."""
    return text.replace(OPEN, "[").replace(CLOSE, "]").replace(STORY, "").replace(NOTE, "[fotnot]")


class _Reader:
    def __init__(self, parts: Mapping[str, bytes], prefix: str, ours: Ours) -> None:
        styles = parts.get("word/styles.xml")
        self._styles = Styles(package.tree(styles)) if styles else None
        self._kinds, self._sort = Kinds(parts, self._styles), ""
        self._parts, self._prefix, self._ours = parts, prefix, ours
        self._notes = {name: note_words(parts.get(name)) for name in _NOTES}
        self._referred: set[str | None] = set()
        self._values = _notes_with_values(parts.get(_FOOTNOTES), prefix)
        self._made = Reviewed()
        self._base: list[str] = []
        self._length = 0
        self._changes: list[tuple[State, Change]] = []
        self._open: dict[str, tuple[str, int]] = {}
        self._commented: dict[str, int] = {}
        self._seen: set[etree._Element] = set()
        self._fields: list[tuple[str, int]] = []
        self._dress = self._style = ""
        self._is_joined = False
        self._cells: list[list[tuple[tuple[int, int], str]]] = []
        self._tables: list[int] = []
        self._number_of_tables = 0

    def done(self) -> Reviewed:
        self._made.base = "".join(self._base)
        return self._made

    def enter(self, name: str, root: etree._Element) -> None:
        """Begin with a part: the numbers of its changes, the addresses of its links."""
        self._name, self._has_chapters = name, name == _DOCUMENT
        self._numbers = {element: number for number, element in enumerate(root.iter(*_TRACKED))}
        self._addresses = package.addresses(self._parts, name)
        self._fields.clear()

    def of_one(self, element: etree._Element) -> str:
        """What an element shows that is all new, such as a comment."""
        first = len(self._made.stretches)
        self._changes.append(("ins", self._change(element)))
        self._inside(element)
        self._changes.pop()
        return "".join(s.text for s in self._made.stretches[first:] if s.state == "ins")

    def story(self, name: str) -> None:
        root = package.tree(self._parts[name])
        self.enter(name, root)
        if not self._has_chapters:
            self._add(STORY)
            heading = _NOTES.get(name, "Sidhuvud och sidfot")
            self._made.headings.append((self._length, 1, heading))
        self._open.clear()
        self._inside(root)
        self.count_unread(name, root)
        self._seen.clear()

    def count_unread(self, name: str, root: etree._Element) -> None:
        """Count the tracked changes of a part that were not met."""
        for element in root.iter():
            is_seen = element.get(_AUTHOR) is None or element in self._seen
            if is_seen or is_ours(element, self._ours):
                continue
            if element.tag != w("comment"):
                self._made.unread[name] += 1

    def _inside(self, element: etree._Element) -> None:
        for child in element:
            self._element(child)

    def _element(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in INSERTED:
            self._changed("ins", element, "moved" if tag in _MOVED else "", element)
        elif tag in DELETED:
            self._changed("del", element, "moved" if tag in _MOVED else "", element)
        elif tag in _METHODS:
            _METHODS[tag](self, element)
        elif tag in _CONTAINERS or element.getparent() is None or tag == w("body"):
            self._inside(element)
        elif tag in _PROPERTIES:
            self._looks(element, self._length)
        elif tag in _SHOWS_NOTHING:
            self._seen.add(element)
        elif tag in _SIGNS:
            self._sign(element)
        else:
            self._opaque(element)

    def _changed(
        self, state: State, element: etree._Element, kind: Kind, holder: etree._Element
    ) -> None:
        """Read what a change holds (or the row or cell that it stands in)."""
        self._seen.add(element)
        if is_ours(element, self._ours):
            if state == "ins":
                self._inside(holder)
            return
        self._changes.append((state, self._change(element, kind)))
        self._inside(holder)
        self._changes.pop()

    def _change(self, element: etree._Element, kind: Kind = "") -> Change:
        key = self._name, self._numbers.get(element, -1)
        return Change(key, _author(element), element.get(_DATE, ""), kind)

    def _paragraph(self, paragraph: etree._Element) -> None:
        start = self._length
        properties = paragraph.find(w("pPr"))
        before = as_before(properties, self._ours)
        named = before.find(w("pStyle")) if before is not None else None
        self._style = named.get(_VALUE, "") if named is not None else ""
        self._sort = self._kinds.kind(paragraph)
        for child in paragraph:
            if child is not properties:
                self._element(child)
        is_new = self._length == start and any(True for _ in paragraph.iter(w("ins")))
        mark = self._mark_of(properties)
        if mark is None:
            self._add(MARK)
        elif not is_ours(mark, self._ours) and not _ends_cell(paragraph, mark):
            state: State = "ins" if mark.tag in INSERTED else "del"
            kind: Kind = "moved" if mark.tag in _MOVED else ""
            self._changes.append((state, self._change(mark, kind)))
            self._add(MARK)
            self._changes.pop()
        elif mark.tag in INSERTED or _ends_cell(paragraph, mark):
            self._add(MARK)
        if properties is not None:
            self._turned(paragraph, properties, start, is_new)
            self._looks(properties, start)
        if self._styles is not None and self._length > start:
            # Programs give what a paragraph is joined to that paragraph's style.
            own = ("", False) if self._is_joined else style(self._styles, before)
            self._made.styles.append((start, self._length, *own))
        self._is_joined = mark is not None and mark.tag in DELETED
        self._heading(properties, start)

    def _turned(
        self, paragraph: etree._Element, properties: etree._Element, start: int, is_new: bool
    ) -> None:
        """Tell a paragraph that became one of another kind. (A new one's kind goes with its
        words.)
        """
        change = properties.find(w("pPrChange"))
        if change is None:
            return
        if is_new:
            self._seen.add(change)
        elif self._kinds.kind(paragraph, change) != self._sort:
            self._seen.add(change)
            self._tell("utseende", f"{TURNED} {self._sort}", change, start)

    def _heading(self, properties: etree._Element | None, start: int) -> None:
        if self._styles is None or not self._has_chapters or properties is None:
            return
        found = properties.find(w("pStyle"))
        level = self._styles.level(found.get(_VALUE, "")) if found is not None else 0
        if not level:
            return
        words = self._since(start).strip()
        if words:
            self._made.headings.append((start, level, words))

    def _since(self, start: int) -> str:
        """The base text from an offset on (of the paragraph that is being read)."""
        pieces: list[str] = []
        left = self._length - start
        for piece in reversed(self._base):
            if left <= 0:
                break
            pieces.append(piece[-left:] if len(piece) > left else piece)
            left -= len(piece)
        return "".join(reversed(pieces))

    def _mark_of(self, properties: etree._Element | None) -> etree._Element | None:
        """The change of a paragraph's mark, where it is one."""
        marks = properties.find(w("rPr")) if properties is not None else None
        found = None
        for mark in marks if marks is not None else ():
            if mark.tag in INSERTED | DELETED:
                self._seen.add(mark)
                # A mark that one inserted and another deleted goes: the deletion counts.
                if found is None or mark.tag in DELETED:
                    found = mark
        return found

    def _table(self, table: etree._Element) -> None:
        """A table, with the number that its rows have."""
        self._number_of_tables += 1
        self._tables.append(self._number_of_tables)
        self._whole_table(table)
        self._tables.pop()

    def _whole_table(self, table: etree._Element) -> None:
        """A table; one all of whose words are inserted is new, though its rows are not marked."""
        first = next(table.iter(w("ins")), None)
        rows_are_marked = any(row.find(f"{w('trPr')}/{w('ins')}") is not None for row in table)
        if first is None or rows_are_marked or self._changes or not _is_new(table):
            start = self._length
            self._inside(table)
            if not self._changes:
                self._made.tables.append(table_of(table, (start, self._length), self._ours))
            return
        start = self._length
        self._changed("ins", first, "table", table)
        self._tell("tabellrad", "en ny tabell", first, start)

    def _row(self, row: etree._Element) -> None:
        self._cells.append([])
        properties = row.find(w("trPr"))
        self._tracked(row, properties, _ROWS, "row")
        marks = [c for c in (properties if properties is not None else ()) if c.tag in _ROWS]
        theirs = [mark for mark in marks if not is_ours(mark, self._ours)]
        key = self._change(theirs[-1]).key if theirs else None
        comes = bool(theirs) and theirs[-1].tag == w("ins")
        cells = self._cells.pop()
        places, texts = tuple(place for place, _ in cells), tuple(text for _, text in cells)
        self._made.rows.append(Row(self._tables[-1], places, texts, key, comes))

    def _cell(self, cell: etree._Element) -> None:
        start, first = self._length, len(self._made.stretches)
        self._tracked(cell, cell.find(w("tcPr")), _CELLS, "cell")
        new = (s.text for s in self._made.stretches[first:] if s.state == "ins")
        if self._cells:
            self._cells[-1].append(((start, self._length), "".join(new)))

    def _tracked(
        self,
        holder: etree._Element,
        properties: etree._Element | None,
        names: Mapping[str, tuple[State | None, str]],
        kind: Kind,
    ) -> None:
        """A row or a cell, which may itself be inserted or deleted."""
        start = self._length
        changes = [c for c in (properties if properties is not None else ()) if c.tag in names]
        if not changes:
            self._inside(holder)
            return
        # What one inserted and another deleted goes: the deletion counts.
        change = changes[-1]
        self._seen.update(changes)
        state, what = names[change.tag]
        if state is None:
            self._inside(holder)
        else:
            self._changed(state, change, kind, holder)
        self._tell("tabellrad", what, change, start)

    def _tell(
        self,
        kind: Literal["utseende", "tabellrad", "innehåll"],
        what: str,
        change: etree._Element,
        start: int,
        looks: tuple[str, str] | None = None,
    ) -> None:
        if not is_ours(change, self._ours):
            author, when = _author(change), change.get(_DATE, "")
            self._made.others.append(Other(kind, what, author, when, start, self._length, looks))

    def _looks(self, properties: etree._Element, start: int) -> None:
        """Tell every tracked change of some properties."""
        for element in properties.iter():
            if element.get(_AUTHOR) is None or element in self._seen:
                continue
            name = etree.QName(element).localname
            if element.tag in CHANGES or name in _LOOKS:
                self._seen.add(element)
                looks = self._change_of_looks(properties, element)
                self._tell("utseende", _LOOKS.get(name, "utseende"), element, start, looks)

    def _change_of_looks(
        self, properties: etree._Element, change: etree._Element
    ) -> tuple[str, str] | None:
        """How the words of a run looked and how they were made to look; None for other changes."""
        if change.tag != w("rPrChange") or properties.tag != w("rPr"):
            return None
        before, after = self._look(change.find(w("rPr"))), self._look(properties)
        run = properties.getparent()
        is_of_words = run is not None and run.tag == w("r") and not self._changes
        return (before, after) if is_of_words and before != after else None

    def _run(self, run: etree._Element) -> None:
        start = self._length
        properties = run.find(w("rPr"))
        self._dress = self._look(properties)
        font = self._sign_font(properties)
        for node in run:
            if node.tag in (w("t"), w("delText")):
                words = _typed(node).translate(_FORBIDDEN)
                if font:
                    self._signs(words, font)
                elif words:
                    self._add(words, self._dress)
            elif node is not properties:
                self._element(node)
        if properties is not None:
            self._looks(properties, start)
        if self._styles is not None and self._length > start:
            is_told = as_before(properties, self._ours) is not properties
            shown = TOLD if is_told else look(self._styles, properties, self._style)
            self._made.looks += [(start, self._length, shown)] if shown else []

    def _text(self, node: etree._Element) -> None:
        if node.text:
            self._add(node.text.translate(_FORBIDDEN), self._dress)

    def _look(self, properties: etree._Element | None) -> str:
        """How a run was made to look, apart from its paragraph's style: 'fet, kursiv'."""
        if properties is None:
            return ""
        found = set()
        for child in properties:
            if child.tag in _LOOK and child.get(_VALUE, "") not in _OFF:
                found.add(_LOOK[child.tag])
            elif child.tag == w("rStyle") and self._styles is not None:
                name = self._styles.name(child.get(_VALUE, "")).casefold()
                found |= {look for style, look in _STYLED.items() if style in name}
        return ", ".join(sorted(found))

    def _sign_font(self, properties: etree._Element | None) -> str:
        """The font of a run that shows signs in the places of letters; '' for any other."""
        fonts = properties.find(w("rFonts")) if properties is not None else None
        if (
            not any(name in (fonts.attrib if fonts is not None else ()) for name in _LATIN)
            and self._styles is not None
        ):
            style = properties.find(w("rStyle")) if properties is not None else None
            fonts = self._styles.fonts(style.get(_VALUE, "")) if style is not None else None
        names = [fonts.get(name, "").casefold() for name in _LATIN] if fonts is not None else []
        return next((SIGN_FONTS[name] for name in names if name in SIGN_FONTS), "")

    def _signs(self, text: str, font: str) -> None:
        """Text in such a font: the signs that are known, all else described."""
        for is_blank, group in groupby(text, str.isspace):
            typed = "".join(group)
            signs = [SYMBOLS.get((font, f"F0{ord(sign) & 0xFF:02X}"), "") for sign in typed]
            if is_blank or all(signs):
                self._add(typed if is_blank else "".join(signs))
            else:
                self._describe(f"ett tecken ur typsnittet {font}: {typed}")

    def _sign(self, node: etree._Element) -> None:
        kind = node.get(w("type"), "textWrapping")
        if node.tag == w("br") and kind != "textWrapping":
            self._describe("en brytning av sida eller spalt")
        else:
            self._add(_SIGNS[node.tag])

    def _symbol(self, node: etree._Element) -> None:
        font, code = node.get(w("font"), ""), node.get(w("char"), "").upper()
        if sign := SYMBOLS.get((font, code)):
            self._add(sign)
        else:
            self._describe(f"ett tecken ur typsnittet {font or 'okänt'}".translate(_FORBIDDEN))

    def _extended_symbol(self, node: etree._Element) -> None:
        """A sign by its number, as newer programs write emoji."""
        found = {etree.QName(name).localname: str(value) for name, value in node.attrib.items()}
        sign = _sign_of(found.get("char", ""))
        if sign:
            self._add(sign, self._dress)
        else:
            font = found.get("font", "") or "okänt"
            self._describe(f"ett tecken ur typsnittet {font}".translate(_FORBIDDEN))

    def _field_mark(self, node: etree._Element) -> None:
        """The marks of a field: the result of one that is computed is known for what it is."""
        kind = node.get(w("fldCharType"))
        if kind == "begin":
            self._fields.append(("", self._length))
        elif kind == "separate" and self._fields:
            self._fields[-1] = (self._fields[-1][0], self._length)
        elif kind == "end" and self._fields:
            code, start = self._fields.pop()
            if (code.split() or [""])[0].upper() in _COMPUTED:
                # LibreOffice puts a whole entry of a table of contents into the field of its page.
                start = self._length - len(self._since(start).rpartition("\t")[2])
                self._made.computed.append((start, self._length))

    def _field_code(self, node: etree._Element) -> None:
        code = node.text or ""
        if self._fields:
            self._fields[-1] = (self._fields[-1][0] + code, self._fields[-1][1])
        if self._has_ins() and code.strip():
            self._describe(field_name(code).translate(_FORBIDDEN))

    def _simple_field(self, element: etree._Element) -> None:
        code = element.get(w("instr"), "")
        if self._has_ins():
            self._describe(field_name(code).translate(_FORBIDDEN))
        start = self._length
        self._inside(element)
        if (code.split() or [""])[0].upper() in _COMPUTED:
            self._made.computed.append((start, self._length))

    def _hyperlink(self, element: etree._Element) -> None:
        """A link; one all of whose words are inserted is new, and its address is told."""
        identifier = element.get(f"{{{R}}}id")
        address = self._addresses.get(identifier, "") if identifier else ""
        if self._has_ins() or _is_new(element):
            self._describe_new(element, address)
        start = self._length
        self._inside(element)
        if self._length > start:
            self._made.links.append((start, address))

    def _describe_new(self, element: etree._Element, address: str) -> None:
        inner = next(element.iter(w("ins")), None)
        words = f"en länk till {address}" if address else "en länk inom dokumentet"
        if self._has_ins() or inner is None:
            self._describe(words)
        elif not is_ours(inner, self._ours):
            self._changes.append(("ins", self._change(inner)))
            self._describe(words)
            self._changes.pop()

    def _has_ins(self) -> bool:
        return any(state == "ins" for state, _ in self._changes)

    def _alternatives(self, element: etree._Element) -> None:
        """What newer programs show, and what older ones show instead: the first known one is
        read.
        """
        choices = [child for child in element if isinstance(child.tag, str)]
        if choices:
            read = next(filter(_is_known, choices), choices[0])
            self._inside(read)
            # The same content stands in the others once more.
            for other in choices:
                if other is not read:
                    self._seen.update(other.iter())

    def _opaque(self, element: etree._Element) -> None:
        """What is no text: described, with its words, and with the changes inside it told."""
        if not isinstance(element.tag, str):
            return
        start = self._length
        what = self._name_of(element)
        inner = [e for e in element.iter() if e.get(_AUTHOR) is not None]
        self._seen.update(inner)
        self._describe(what)
        theirs = [e for e in inner if not is_ours(e, self._ours)]
        if theirs and not self._changes:
            self._tell("innehåll", what, theirs[0], start)

    def _name_of(self, element: etree._Element) -> str:
        """'en textruta: Stryk det här kapitlet.'"""
        name = etree.QName(element).localname
        words = " ".join(words_of(element).split()).translate(_FORBIDDEN)
        if name in ("footnoteReference", "endnoteReference"):
            part = _FOOTNOTES if name == "footnoteReference" else "word/endnotes.xml"
            what = "en fotnot" if name == "footnoteReference" else "en slutnot"
            words = self._notes[part].get(element.get(_ID, ""), "").translate(_FORBIDDEN)
        elif name in ("oMath", "oMathPara"):
            what = "en formel"
        elif name in ("drawing", "pict", "object", "txbxContent"):
            what = name_of_drawing(element, bool(words))
            words = words or alternative_text(element).translate(_FORBIDDEN)
        elif name == "altChunk":
            what = "en infogad fil"
        elif name == "ruby":
            what = "ett ord med läsanvisning"
            bases = element.iter(w("rubyBase"))
            words = "".join(map(words_of, bases)).translate(_FORBIDDEN)
        else:
            what = f"något som inte kan läsas ({name})"
        return f"{what}: {words}" if words else what

    def _reference(self, element: etree._Element) -> None:
        """A reference to a footnote: a sign where the note is a value, whose words are read by
        themselves; else with its words.
        """
        self._referred.add(element.get(_ID))
        if element.get(_ID) in self._values:
            self._add(NOTE, self._dress)
        else:
            self._opaque(element)

    def _describe(self, what: str) -> None:
        self._add(f"{OPEN}{what}{CLOSE}")

    def _bookmark_start(self, element: etree._Element) -> None:
        name = element.get(w("name"), "")
        if name.startswith(self._prefix):
            self._open[element.get(_ID, "")] = (name, self._length)

    def _bookmark_end(self, element: etree._Element) -> None:
        if opened := self._open.pop(element.get(_ID, ""), None):
            name, start = opened
            end = self._length
            # Of a picture the value is its description, which stands within what tells of it.
            told = self._since(start) if start < end else ""
            if told.startswith(_OF_A_PICTURE) and told.find(CLOSE) == len(told) - 1:
                start, end = start + len(_OF_A_PICTURE), end - 1
            self._made.values.setdefault(name, (start, end))

    def _comment_start(self, element: etree._Element) -> None:
        self._commented[element.get(_ID, "")] = self._length

    def _comment_end(self, element: etree._Element) -> None:
        identifier = element.get(_ID, "")
        start = self._commented.pop(identifier, self._length)
        self._made.comments[identifier] = (start, self._length)

    def _comment_reference(self, element: etree._Element) -> None:
        self._made.comments.setdefault(element.get(_ID, ""), (self._length, self._length))

    def _note(self, element: etree._Element) -> None:
        """A footnote's or endnote's own text, but for the lines that programs draw above notes."""
        if element.get(w("type"), "normal") != "normal":
            return
        if element.tag == w("footnote") and element.get(_ID) not in self._referred:
            # What refers to it was taken away with changes that are ours.
            return
        if _is_new(element):
            # Its words are told where the text refers to it.
            self._seen.update(element.iter())
        else:
            self._inside(element)

    def _add(self, text: str, look: str = "") -> None:
        """Some text, changed as the elements around it say."""
        states = {state for state, _ in self._changes}
        state: State = "same"
        if states == {"ins", "del"}:
            state = "never"
        elif states:
            (state,) = states
        changes = tuple(change for _, change in self._changes)
        self._made.stretches.append(Stretch(text, state, changes, self._length, look, self._sort))
        if state in ("same", "del"):
            self._base.append(text)
            self._length += len(text)


_METHODS = {
    w("p"): _Reader._paragraph,
    w("r"): _Reader._run,
    w("tbl"): _Reader._table,
    w("tr"): _Reader._row,
    w("tc"): _Reader._cell,
    w("t"): _Reader._text,
    w("delText"): _Reader._text,
    w("sym"): _Reader._symbol,
    f"{{{_EXTENDED}}}symEx": _Reader._extended_symbol,
    w("fldChar"): _Reader._field_mark,
    w("instrText"): _Reader._field_code,
    w("delInstrText"): _Reader._field_code,
    w("fldSimple"): _Reader._simple_field,
    w("hyperlink"): _Reader._hyperlink,
    w("bookmarkStart"): _Reader._bookmark_start,
    w("bookmarkEnd"): _Reader._bookmark_end,
    w("commentRangeStart"): _Reader._comment_start,
    w("commentRangeEnd"): _Reader._comment_end,
    w("commentReference"): _Reader._comment_reference,
    w("footnoteReference"): _Reader._reference,
    w("footnote"): _Reader._note,
    w("endnote"): _Reader._note,
    f"{{{MC}}}AlternateContent": _Reader._alternatives,
}


def _notes_with_values(content: bytes | None, prefix: str) -> set[str | None]:
    """The ids of the footnotes that hold a value: a bookmark whose name begins with the prefix."""
    if content is None or not prefix:
        return set()
    return {
        note.get(_ID)
        for note in package.tree(content).iter(w("footnote"))
        for start in note.iter(w("bookmarkStart"))
        if start.get(w("name"), "").startswith(prefix)
    }


def _ends_cell(paragraph: etree._Element, mark: etree._Element) -> bool:
    """True for the deleted mark of the last paragraph in a cell: a cell always ends in one
    (17.4.66).
    """
    around = paragraph.getparent()
    is_last = around is not None and around.tag == w("tc") and paragraph.getnext() is None
    return is_last and mark.tag in DELETED


def _author(element: etree._Element) -> str:
    """An author's name; two ways to write the same letters are one name."""
    return unicodedata.normalize("NFC", element.get(_AUTHOR, ""))


def _sign_of(code: str) -> str:
    """The sign of a number, '' for none and for those that each font has of its own."""
    try:
        sign = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return "" if unicodedata.category(sign)[0] == "C" else sign


def _is_known(choice: etree._Element) -> bool:
    """True for one of several forms of the same content that can be read."""
    children = [child for child in choice if isinstance(child.tag, str)]
    known = (W, M, MC)
    return bool(children) and all(etree.QName(child).namespace in known for child in children)


def _typed(node: etree._Element) -> str:
    """The text of a node; blanks at its ends count only where the file says that they are kept."""
    text = node.text or ""
    if not text or (text[0] not in _XML_BLANKS and text[-1] not in _XML_BLANKS):
        return text
    kept = next((e.get(_SPACE) for e in (node, *node.iterancestors()) if e.get(_SPACE)), "")
    return text if kept == "preserve" else text.strip(_XML_BLANKS)


def _is_new(element: etree._Element) -> bool:
    """True if all text in an element is inserted, and there is some."""
    texts = [text for text in element.iter(w("t"), w("delText")) if text.text]
    return bool(texts) and all(_is_inserted(text, element) for text in texts)


def _is_inserted(node: etree._Element, within: etree._Element) -> bool:
    for above in node.iterancestors():
        if above is within:
            return False
        if above.tag in INSERTED:
            return True
    return False


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """The paragraphs of a base text, each with its offset."""
    start = 0
    for paragraph in text.split(MARK):
        yield start, paragraph
        start += len(paragraph) + 1
