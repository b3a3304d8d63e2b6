"""A reviewed document -> its text with every tracked change in it, and all else that it holds, told
by name.

Nothing is passed over: what is no text (a picture, a formula, a text box) stands in the text as its
description between OPEN and CLOSE, with the words that it holds; and every tracked change that was
not met is counted. What each element holds is told by the module that knows it: `marks`
(paragraphs), `signs` (runs), `rows` (tables), `linked` (fields and links), `spans` (values and
comments), `formats` (looks), and `opaque` (all the rest).
"""

from collections.abc import Iterator, Mapping

from lxml import etree

from generator.ooxml import MC, package, w
from generator.ooxml.reviewed.formats import Formats
from generator.ooxml.reviewed.linked import Links
from generator.ooxml.reviewed.marks import Paragraphs
from generator.ooxml.reviewed.opaque import NOTES, Opaque
from generator.ooxml.reviewed.progress import Progress, kind_of, state_of
from generator.ooxml.reviewed.rows import Rows
from generator.ooxml.reviewed.signs import SIGNS, Signs
from generator.ooxml.reviewed.spans import Spans
from generator.ooxml.reviewed.stretches import LINE_BREAK, STORY, Reviewed, plain
from generator.ooxml.revisions import DELETED, INSERTED, Ours
from generator.ooxml.styles import Styles

_EXTENDED = "http://schemas.microsoft.com/office/word/2015/wordml/symex"
_RANGES = [f"{change}Range{end}" for change in ("moveFrom", "moveTo") for end in ("Start", "End")]
_CUSTOM_RANGES = [
    f"customXml{change}Range{end}"
    for change in ("Ins", "Del", "MoveFrom", "MoveTo")
    for end in ("Start", "End")
]
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
            "sdtPr",
            "sdtEndPr",
            "customXmlPr",
            "smartTagPr",
            *_RANGES,
            *_CUSTOM_RANGES,
        ],
    )
)
_PROPERTIES = frozenset(
    map(w, ["pPr", "rPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "sectPr"])
)
_CONTAINERS = frozenset(map(w, ["sdt", "sdtContent", "smartTag", "customXml", "bdo", "dir"]))


def read(parts: Mapping[str, bytes], prefix: str, ours: Ours) -> Reviewed:
    """Read a document: its body, then headers and footers by name, then notes.

    Bookmarks whose names begin with `prefix` are values. The changes that are `ours` are
    taken as made.
    """
    reader = _Reader(parts, prefix, ours)
    body = package.DOCUMENT
    shown = sorted(filter(package.is_shown, parts), key=lambda name: (name != body, name))
    for name in [*shown, *(name for name in NOTES if name in parts)]:
        reader.story(name)
    for name, content in parts.items():
        if name.endswith(".xml") and name not in (*shown, *NOTES) and b"author" in content:
            reader.progress.count_unread(name, package.tree(content))
    return reader.progress.done()


def shown(parts: Mapping[str, bytes], name: str, tag: str) -> Iterator[tuple[etree._Element, str]]:
    """Each element `tag` of a part, and what it shows with the changes in it made, for people; what
    is no text in words. (Its links are told with their addresses, for all in it is new.)
    """
    root = package.tree(parts[name])
    reader = _Reader(parts, "", None, dressed=False)
    reader.enter(name, root)
    for element in root.iter(tag):
        yield element, plain(reader.of_one(element)).replace(LINE_BREAK, "\n").strip()


class _Reader:
    def __init__(
        self, parts: Mapping[str, bytes], prefix: str, ours: Ours, *, dressed: bool = True
    ) -> None:
        content = parts.get("word/styles.xml")
        styles = Styles(package.tree(content)) if content else None
        self.progress = Progress(ours, self._element)
        self._parts = parts
        self._formats = Formats(self.progress, styles)
        self._paragraphs = Paragraphs(self.progress, self._formats, parts, styles)
        self._signs = Signs(self.progress, self._formats, styles)
        self._rows = Rows(self.progress)
        self._links = Links(self.progress, parts, dressed=dressed)
        self._spans = Spans(self.progress, prefix)
        self._opaque = Opaque(self.progress, parts, prefix)
        self._methods = {
            w("p"): self._paragraphs.paragraph,
            w("r"): self._signs.run,
            w("t"): self._signs.text,
            w("delText"): self._signs.text,
            w("sym"): self._signs.symbol,
            f"{{{_EXTENDED}}}symEx": self._signs.extended_symbol,
            **dict.fromkeys(SIGNS, self._signs.sign),
            w("tbl"): self._rows.table,
            w("tr"): self._rows.row,
            w("tc"): self._rows.cell,
            w("fldChar"): self._links.mark,
            w("instrText"): self._links.code,
            w("delInstrText"): self._links.code,
            w("fldSimple"): self._links.simple_field,
            w("hyperlink"): self._links.link,
            w("bookmarkStart"): self._spans.bookmark_start,
            w("bookmarkEnd"): self._spans.bookmark_end,
            w("commentRangeStart"): self._spans.comment_start,
            w("commentRangeEnd"): self._spans.comment_end,
            w("commentReference"): self._spans.comment_reference,
            w("footnoteReference"): self._opaque.reference,
            w("footnote"): self._opaque.note,
            w("endnote"): self._opaque.note,
            f"{{{MC}}}AlternateContent": self._opaque.alternatives,
            **dict.fromkeys(_PROPERTIES, self._formats.stray),
            **dict.fromkeys(_SHOWS_NOTHING, self.progress.seen.add),
        }

    def enter(self, name: str, root: etree._Element) -> None:
        """Begin with a part."""
        self.progress.enter(name, root)
        self._paragraphs.enter(name)
        self._links.enter(name)
        self._spans.enter()

    def story(self, name: str) -> None:
        """A part that is shown, from its first element to its last."""
        progress, root = self.progress, package.tree(self._parts[name])
        self.enter(name, root)
        if name != package.DOCUMENT:
            progress.add(STORY)
            heading = NOTES.get(name, "Sidhuvud och sidfot")
            progress.made.headings.append((progress.length, 1, heading))
        progress.inside(root)
        if b"author" in self._parts[name]:
            progress.count_unread(name, root)
        progress.seen.clear()

    def of_one(self, element: etree._Element) -> str:
        """What an element shows that is all new, such as a comment."""
        first = len(self.progress.made.stretches)
        with self.progress.changing("ins", element):
            self.progress.inside(element)
        return self.progress.made.inserted_since(first)

    def _element(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in INSERTED or tag in DELETED:
            self.progress.changed(state_of(element), element, kind_of(element), element)
        elif tag in self._methods:
            self._methods[tag](element)
        elif tag in _CONTAINERS or element.getparent() is None or tag == w("body"):
            self.progress.inside(element)
        else:
            self._opaque.element(element)
