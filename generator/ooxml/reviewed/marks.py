"""A reviewed document's paragraphs: what they hold, what their mark says, what they were turned
into.
"""

from collections.abc import Mapping

from lxml import etree

from generator.ooxml import package, w
from generator.ooxml.appearance import as_before, style
from generator.ooxml.kinds import Kinds
from generator.ooxml.reviewed.formats import Formats
from generator.ooxml.reviewed.progress import VALUE, Progress, kind_of, state_of
from generator.ooxml.reviewed.stretches import MARK
from generator.ooxml.revisions import DELETED, INSERTED, is_ours
from generator.ooxml.styles import Styles

TURNED = "stycket görs till"
"""What a change of a paragraph's kind begins with: 'stycket görs till en punkt'."""


class Paragraphs:
    """Reads paragraphs, each of which may be joined to the one before it."""

    def __init__(
        self,
        progress: Progress,
        formats: Formats,
        parts: Mapping[str, bytes],
        styles: Styles | None,
    ) -> None:
        self._progress, self._formats, self._styles = progress, formats, styles
        self._kinds = Kinds(parts, styles)
        self._has_chapters = False
        self._is_joined = False

    def enter(self, name: str) -> None:
        """Begin with a part: only the body has chapters."""
        self._has_chapters = name == package.DOCUMENT

    def paragraph(self, paragraph: etree._Element) -> None:
        """A paragraph, from its first word to its mark."""
        progress, start = self._progress, self._progress.length
        properties = paragraph.find(w("pPr"))
        before = as_before(properties, progress.ours)
        progress.style = _style_of(before)
        progress.sort = self._kinds.kind(paragraph)
        for child in paragraph:
            if child is not properties:
                progress.element(child)
        is_new = progress.length == start and any(True for _ in paragraph.iter(w("ins")))
        mark = self._mark_of(properties)
        self._end(paragraph, mark)
        if properties is not None:
            self._turned(paragraph, properties, start, is_new)
            self._formats.tell(properties, start)
        if self._styles is not None and progress.length > start:
            # Programs give what a paragraph is joined to that paragraph's style.
            own = ("", False) if self._is_joined else style(self._styles, before)
            progress.made.styles.append((start, progress.length, *own))
        self._is_joined = mark is not None and mark.tag in DELETED
        if properties is not None:
            self._heading(properties, start)

    def _mark_of(self, properties: etree._Element | None) -> etree._Element | None:
        """The change of a paragraph's mark, where it is one."""
        marks = properties.find(w("rPr")) if properties is not None else None
        found = None
        for mark in marks if marks is not None else ():
            if mark.tag in INSERTED | DELETED:
                self._progress.seen.add(mark)
                # A mark that one inserted and another deleted goes: the deletion counts.
                if found is None or mark.tag in DELETED:
                    found = mark
        return found

    def _end(self, paragraph: etree._Element, mark: etree._Element | None) -> None:
        """The end of a paragraph, which may itself have come or gone."""
        if mark is None or _ends_cell(paragraph, mark):
            self._progress.add(MARK)
        elif not is_ours(mark, self._progress.ours):
            with self._progress.changing(state_of(mark), mark, kind_of(mark)):
                self._progress.add(MARK)
        elif mark.tag in INSERTED:
            self._progress.add(MARK)

    def _turned(
        self, paragraph: etree._Element, properties: etree._Element, start: int, is_new: bool
    ) -> None:
        """Tell a paragraph that became one of another kind. (A new one's kind goes with its
        words.)
        """
        change = properties.find(w("pPrChange"))
        if change is None:
            return
        sort = self._progress.sort
        if is_new:
            self._progress.seen.add(change)
        elif self._kinds.kind(paragraph, change) != sort:
            self._progress.seen.add(change)
            self._progress.tell("utseende", f"{TURNED} {sort}", change, start)

    def _heading(self, properties: etree._Element, start: int) -> None:
        """Remember a heading of the body, by which places are told."""
        if self._styles is None or not self._has_chapters:
            return
        level = self._styles.level(_style_of(properties))
        words = self._progress.since(start).strip() if level else ""
        if words:
            self._progress.made.headings.append((start, level, words))


def _style_of(properties: etree._Element | None) -> str:
    """The id of a paragraph's style, '' where it has none of its own."""
    named = properties.find(w("pStyle")) if properties is not None else None
    return named.get(VALUE, "") if named is not None else ""


def _ends_cell(paragraph: etree._Element, mark: etree._Element) -> bool:
    """True for the deleted mark of the last paragraph in a cell: a cell always ends in one
    (17.4.66).
    """
    around = paragraph.getparent()
    is_last = around is not None and around.tag == w("tc") and paragraph.getnext() is None
    return is_last and mark.tag in DELETED
