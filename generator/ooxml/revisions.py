"""Tracked changes as elements (ECMA-376 part 1, 17.13.5): making them, and taking those of others
away.
"""

from collections.abc import Iterable
from copy import deepcopy
from itertools import count

from lxml import etree

from generator.ooxml import w

INSERTED = frozenset(map(w, ("ins", "moveTo")))
DELETED = frozenset(map(w, ("del", "moveFrom")))
CHANGES = frozenset(
    map(
        w,
        (
            "rPrChange",
            "pPrChange",
            "sectPrChange",
            "tblPrChange",
            "tblPrExChange",
            "tblGridChange",
            "trPrChange",
            "tcPrChange",
            "numberingChange",
        ),
    )
)
"""What properties were before a change of them."""
Ours = tuple[str, str] | None
"""Whose changes are taken as made: an author's, of one time ('' for any); None for nobody's."""
NOT_CONTENT = frozenset(map(w, ("rPr", "trPr", "ctrlPr")))
"""What holds a tracked change of a mark or a row, not of text."""
_MOVE_RANGES = frozenset(
    map(w, ("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"))
)
_COMMENTS = frozenset(map(w, ("commentRangeStart", "commentRangeEnd")))
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def is_ours(element: etree._Element, ours: Ours) -> bool:
    """True for a change, or a comment, that is taken as made."""
    if ours is None or element.get(w("author")) != ours[0]:
        return False
    return ours[1] in ("", element.get(w("date"), ""))


class Reviser:
    """Makes tracked changes of one author at one time (W3CDTF), numbered in the order in which they
    are made.
    """

    def __init__(self, author: str, when: str) -> None:
        self._author, self._when = author, when
        self._numbers = count(1)

    def change(self, name: str, children: Iterable[etree._Element] = ()) -> etree._Element:
        """A tracked change, such as 'ins' or 'pPrChange', around some elements."""
        element = etree.Element(
            w(name),
            {w("id"): str(next(self._numbers)), w("author"): self._author, w("date"): self._when},
        )
        element.extend(children)
        return element

    def formerly(
        self, name: str, before: etree._Element | None, without: frozenset[str] = frozenset()
    ) -> etree._Element:
        """The change of some properties: 'pPr' gives a pPrChange that holds what they were, but for
        the elements in `without`.
        """
        kept = etree.Element(w(name))
        kept.extend(
            deepcopy(child)
            for child in (before if before is not None else ())
            if child.tag not in without
        )
        return self.change(f"{name}Change", [kept])


def as_deleted(element: etree._Element) -> etree._Element:
    """A copy of some content as it stands inside a deletion: deleted text, no bookmarks."""
    copy = deepcopy(element)
    for mark in list(copy.iter(w("bookmarkStart"), w("bookmarkEnd"))):
        _drop(mark)
    for text in copy.iter(w("t")):
        text.tag = w("delText")
        text.set(_SPACE, "preserve")
    for code in copy.iter(w("instrText")):
        code.tag = w("delInstrText")
    return copy


def accept(root: etree._Element) -> None:
    """Accept every tracked change below `root`, and take comments out: what is left is what a
    reader sees at the end.
    """
    for element in [e for e in root.iter() if e.tag in CHANGES | _MOVE_RANGES | _COMMENTS]:
        _drop(element)
    for reference in list(root.iter(w("commentReference"))):
        run = reference.getparent()
        if run is not None:
            _drop(run)
    for row in list(root.iter(w("tr"))):
        if row.find(f"{w('trPr')}/{w('del')}") is not None:
            _drop(row)
    for mark in [
        mark
        for mark in root.iter(w("ins"))
        if (parent := mark.getparent()) is not None and parent.tag == w("trPr")
    ]:
        _drop(mark)
    for mark in list(root.iter(w("cellIns"), w("cellDel"))):
        _drop(mark)
    for element in [e for e in root.iter() if e.tag in DELETED and _is_content(e)]:
        _drop(element)
    for element in [e for e in root.iter() if e.tag in INSERTED and _is_content(e)]:
        unwrap(element)
    for table in [table for table in root.iter(w("tbl")) if table.find(w("tr")) is None]:
        _drop(table)
    for paragraph in reversed(list(root.iter(w("p")))):
        _accept_mark(paragraph)


def _is_content(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag not in NOT_CONTENT


def _accept_mark(paragraph: etree._Element) -> None:
    """A paragraph whose mark was deleted goes into the next one, which keeps its own properties."""
    marks = paragraph.find(f"{w('pPr')}/{w('rPr')}")
    tracked = [
        mark for mark in (marks if marks is not None else ()) if mark.tag in INSERTED | DELETED
    ]
    following = next(paragraph.itersiblings(w("p"), w("tbl")), None)
    if any(mark.tag in DELETED for mark in tracked):
        content = [child for child in paragraph if child.tag != w("pPr")]
        if following is not None and following.tag == w("p"):
            start = 1 if following.find(w("pPr")) is not None else 0
            following[start:start] = content
            _drop(paragraph)
            return
        if not content:
            _drop(paragraph)
            return
    for mark in tracked:
        _drop(mark)


def unwrap(element: etree._Element) -> None:
    """Put what an element holds in its place."""
    parent = element.getparent()
    if parent is not None:
        place = parent.index(element)
        parent[place : place + 1] = list(element)


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
