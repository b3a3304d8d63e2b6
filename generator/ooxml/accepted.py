"""What a document shows when some of its tracked changes are accepted and all others rejected.

The second reader of reviewed documents, which the first (`reviewed`) is held against: a change is
believed only where both read the same. It shares no code with it, works by what Word does on
accepting and rejecting (ECMA-376 part 1, 17.13.5), and lets nothing vanish: what it does not know
stands in the text as '<name>'.
"""

import unicodedata
from collections.abc import Container, Iterator, Mapping, Sequence

from lxml import etree

from generator.ooxml import MC, W
from generator.ooxml.package import tree
from generator.ooxml.text import NOTE, SIGN_FONTS, SYMBOLS

_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_COMES = ("ins", "moveTo")
_GOES = ("del", "moveFrom")
_SIGNS = {
    "tab": "\t",
    "ptab": "\t",
    "cr": "\v",
    "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
    "footnoteReference": NOTE,
}
_SILENT = frozenset(
    [
        "pPr",
        "rPr",
        "tblPr",
        "tblPrEx",
        "tblGrid",
        "trPr",
        "tcPr",
        "sectPr",
        "sdtPr",
        "sdtEndPr",
        "customXmlPr",
        "smartTagPr",
        "proofErr",
        "bookmarkStart",
        "bookmarkEnd",
        "commentRangeStart",
        "commentRangeEnd",
        "commentReference",
        "moveFromRangeStart",
        "moveFromRangeEnd",
        "moveToRangeStart",
        "moveToRangeEnd",
        "permStart",
        "permEnd",
        "lastRenderedPageBreak",
        "fldChar",
        "instrText",
        "delInstrText",
        "annotationRef",
        "footnoteRef",
        "endnoteRef",
    ]
)
_THROUGH = frozenset(
    [
        "p",
        "r",
        "tbl",
        "tr",
        "tc",
        "sdt",
        "sdtContent",
        "smartTag",
        "customXml",
        "bdo",
        "dir",
        "hyperlink",
        "fldSimple",
        "body",
        "hdr",
        "ftr",
        "footnotes",
        "endnotes",
        "footnote",
        "endnote",
    ]
)


class Story:
    """One part of a document, read by its top-level blocks.

    `blocks_of` gives the blocks that hold some of its tracked changes, by their numbers in document
    order among ins, del, moveFrom and moveTo; `paragraphs` reads a range of blocks. Those that are
    `ours` are always accepted. `styles` is the document's part of styles, `addresses` where its
    links lead, by the ids of the relationships.
    """

    def __init__(
        self,
        content: bytes,
        ours: tuple[str, str] | None,
        styles: bytes | None = None,
        addresses: Mapping[str, str] | None = None,
    ) -> None:
        self._addresses = addresses or {}
        self._root = tree(content)
        self._ours = ours
        self._fonts = _fonts_of_styles(styles)
        self._blocks = list(self._root)
        if self._blocks and self._blocks[0].tag == f"{{{W}}}body":
            self._blocks = list(self._blocks[0])
        places = {block: place for place, block in enumerate(self._blocks)}
        self._sizes: dict[int, int] = {}
        self._numbers: dict[etree._Element, int] = {}
        self._places: list[int] = []
        tracked = (f"{{{W}}}{name}" for name in (*_COMES, *_GOES))
        for number, change in enumerate(self._root.iter(*tracked)):
            self._numbers[change] = number
            self._places.append(_place(change, places))

    def blocks_of(self, numbers: Sequence[int]) -> range:
        """The blocks from the first to the last that some changes touch; the last takes in what a
        paragraph would be joined to.
        """
        places = [self._places[number] for number in numbers]
        end = max(places) + 2
        while end < len(self._blocks) and self._is_joined(end - 1):
            end += 1
        return range(min(places), min(end, len(self._blocks)))

    def _is_joined(self, place: int) -> bool:
        block = self._blocks[place]
        return block.tag == f"{{{W}}}p" and any(True for _ in _marks(block))

    def size(self, blocks: range) -> int:
        """How many elements some blocks hold."""
        for place in blocks:
            if place not in self._sizes:
                self._sizes[place] = sum(1 for _ in self._blocks[place].iter())
        return sum(self._sizes[place] for place in blocks)

    def paragraphs(self, blocks: range, accepted: Container[int]) -> list[str]:
        """What the paragraphs of some blocks show, with the changes of some numbers accepted."""
        reading = _Reading(self._numbers, accepted, self._ours, self._fonts)
        for place in blocks:
            reading.read(self._blocks[place])
        return reading.done()

    def links(self, accepted: Sequence[int]) -> dict[str, str]:
        """The words that stand in links which some insertions bring, by the address."""
        found: dict[str, str] = {}
        for place in self.blocks_of(accepted):
            leads: dict[etree._Element, str] = {}
            for address, texts in (*self._linked(place), *_fields(self._blocks[place])):
                if all(self._comes_with(text, accepted) for text in texts):
                    leads |= dict.fromkeys(texts, address)
            for text in self._blocks[place].iter(f"{{{W}}}t") if leads else ():
                if text in leads:
                    found[leads[text]] = found.get(leads[text], "") + _words(text)
        return found

    def _linked(self, place: int) -> Iterator[tuple[str, list[etree._Element]]]:
        """The links of a block: where each leads, and its texts."""
        for link in self._blocks[place].iter(f"{{{W}}}hyperlink"):
            identifier = link.get(_ID, "")
            yield self._addresses.get(identifier, ""), [*link.iter(f"{{{W}}}t")]

    def _comes_with(self, text: etree._Element, accepted: Sequence[int]) -> bool:
        """True for a text that some changes bring, and none takes away."""
        around = [above for above in text.iterancestors() if above in self._numbers]
        names = {etree.QName(above).localname for above in around}
        is_chosen = any(self._numbers[above] in accepted for above in around)
        return is_chosen and names <= {*_COMES}


def _words(element: etree._Element) -> str:
    """The letters of a node of text: Word drops blanks at its ends unless told otherwise."""
    kept = element.xpath("string(ancestor-or-self::*[@xml:space][1]/@xml:space)")
    words = str(element.text or "")
    return words if kept == "preserve" else words.strip(" \t\r\n")


def _fields(block: etree._Element) -> Iterator[tuple[str, list[etree._Element]]]:
    """The links of a block that are fields: where each leads, and its texts."""
    code, is_open = "", False
    texts: list[etree._Element] = []
    for element in block.iter(*(f"{{{W}}}{name}" for name in ("fldChar", "instrText", "t"))):
        kind = element.get(f"{{{W}}}fldCharType", "")
        if kind == "begin":
            code, texts, is_open = "", [], True
        elif kind == "end":
            words = code.split('"')
            if is_open and words[0].strip().upper() == "HYPERLINK" and len(words) > 1:
                yield words[1], texts
            is_open = False
        elif element.tag == f"{{{W}}}instrText":
            code += element.text or ""
        elif element.tag == f"{{{W}}}t" and is_open:
            texts.append(element)


def _place(change: etree._Element, places: Mapping[etree._Element, int]) -> int:
    element: etree._Element | None = change
    while element is not None:
        if element in places:
            return places[element]
        element = element.getparent()
    return 0


class _Reading:
    def __init__(
        self,
        numbers: Mapping[etree._Element, int],
        accepted: Container[int],
        ours: tuple[str, str] | None,
        fonts: Mapping[str, str],
    ) -> None:
        self._fonts = fonts
        self._numbers, self._accepted, self._ours = numbers, accepted, ours
        self._done: list[str] = []
        self._words: list[str] = []

    def done(self) -> list[str]:
        """The paragraphs that were read."""
        if self._words:
            self._end_paragraph()
        return [unicodedata.normalize("NFC", text) for text in self._done]

    def read(self, element: etree._Element) -> None:
        if not isinstance(element.tag, str):
            return
        name = etree.QName(element).localname
        if name in (*_COMES, *_GOES):
            if self._stays(element):
                self._all(element)
        elif name in ("tr", "tc"):
            if not any(not self._stays(mark) for mark in _marks(element)):
                self._all(element)
                self._end_cell(name)
        elif name in ("t", "delText"):
            self._words.append(self._letters(element))
        elif name == "br" and element.get(f"{{{W}}}type", "textWrapping") == "textWrapping":
            self._words.append("\v")
        elif name in _SIGNS:
            self._words.append(_SIGNS[name])
        elif name == "sym":
            self._words.append(self._symbol(element))
        elif name == "p":
            self._paragraph(element)
        elif name in _THROUGH:
            self._all(element)
        elif element.tag == f"{{{MC}}}AlternateContent" and _is_of_signs(element):
            self._all(element[-1])
        elif element.tag == f"{{{MC}}}AlternateContent" or name not in _SILENT:
            self._words.append(f"<{name}>")

    def _all(self, element: etree._Element) -> None:
        for child in element:
            self.read(child)

    def _paragraph(self, paragraph: etree._Element) -> None:
        self._all(paragraph)
        around = paragraph.getparent()
        is_cell = around is not None and around.tag == f"{{{W}}}tc"
        ends_cell = is_cell and paragraph.getnext() is None
        if ends_cell or all(self._stays(mark) for mark in _marks(paragraph)):
            self._end_paragraph()

    def _end_paragraph(self) -> None:
        self._done.append("".join(self._words))
        self._words.clear()

    def _end_cell(self, name: str) -> None:
        """A paragraph never goes on past its cell."""
        if name == "tc" and self._words:
            self._end_paragraph()

    def _stays(self, change: etree._Element) -> bool:
        """True if what a tracked change marks is there in the end."""
        is_accepted = self._numbers.get(change) in self._accepted
        if self._ours is not None and change.get(f"{{{W}}}author") == self._ours[0]:
            is_accepted |= self._ours[1] in ("", change.get(f"{{{W}}}date", ""))
        return is_accepted == (etree.QName(change).localname in _COMES)

    def _letters(self, element: etree._Element) -> str:
        """What a node of text shows, in its font."""
        words = _words(element)
        run = element.getparent()
        font = self._font(run.find(f"{{{W}}}rPr")) if run is not None else ""
        if font not in SIGN_FONTS:
            return words
        return "".join(c if c.isspace() else _letter_of(SIGN_FONTS[font], ord(c)) for c in words)

    def _font(self, properties: etree._Element | None) -> str:
        """The font of a run, in small letters: its own, else its character style's."""
        if properties is None:
            return ""
        named = _font_of(properties)
        style = properties.find(f"{{{W}}}rStyle")
        if named or style is None:
            return named
        return self._fonts.get(style.get(f"{{{W}}}val", ""), "")

    @staticmethod
    def _symbol(element: etree._Element) -> str:
        font, code = element.get(f"{{{W}}}font", ""), element.get(f"{{{W}}}char", "")
        return SYMBOLS.get((font, code.upper()), f"<sym {font} {code}>")


def _is_of_signs(element: etree._Element) -> bool:
    """True for newer signs, such as emoji, with what stands for them elsewhere last."""
    is_newer = next(element.iter("{*}symEx"), None) is not None
    return is_newer and element[-1].tag == f"{{{MC}}}Fallback"


def _letter_of(font: str, code: int) -> str:
    """A letter in a font of signs, as the sign that it is where that is known."""
    known = SYMBOLS.get((font, f"{0xF000 + code % 256:X}"))
    return known or f"<sym {font} {code:X}>"


def _font_of(properties: etree._Element | None) -> str:
    """The font that some properties name, one of signs before any other; a theme's by its own
    name.
    """
    fonts = properties.find(f"{{{W}}}rFonts") if properties is not None else None
    if fonts is None:
        return ""
    names = [
        fonts.get(f"{{{W}}}{name}", "").casefold()
        for name in ("ascii", "hAnsi", "asciiTheme", "hAnsiTheme")
    ]
    return max(names, key=lambda name: (name in SIGN_FONTS, bool(name)))


def _fonts_of_styles(content: bytes | None) -> dict[str, str]:
    """The font that each style gives, by id, what it is based on included."""
    styles = (
        {style.get(f"{{{W}}}styleId", ""): style for style in tree(content).iter(f"{{{W}}}style")}
        if content
        else {}
    )
    found: dict[str, str] = {}
    for name in styles:
        style, seen = name, {""}
        while not found.get(name) and style not in seen and style in styles:
            seen.add(style)
            found[name] = _font_of(styles[style].find(f"{{{W}}}rPr"))
            based = styles[style].find(f"{{{W}}}basedOn")
            style = based.get(f"{{{W}}}val", "") if based is not None else ""
    return found


def _marks(element: etree._Element) -> Iterator[etree._Element]:
    """The changes of a paragraph's mark, of a row, or of a cell."""
    name = etree.QName(element).localname
    path = {"p": f"{{{W}}}pPr/{{{W}}}rPr", "tr": f"{{{W}}}trPr", "tc": f"{{{W}}}tcPr"}[name]
    for mark in element.findall(f"{path}/*"):
        if isinstance(mark.tag, str) and etree.QName(mark).localname in (*_COMES, *_GOES):
            yield mark
