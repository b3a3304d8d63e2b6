"""Paragraphs and tables, old and new -> the same with tracked changes, so that accepting gives the
new and rejecting the old.

The last paragraph mark of a body, header or cell can be neither inserted nor deleted (Word hangs on
it): where paragraphs come or go at the end, the marks shift one paragraph up. A deleted mark leaves
the next paragraph's properties, so those are lent.
"""

import re
from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from typing import Literal

from lxml import etree
from msgspec import Struct

from generator.ooxml import w
from generator.ooxml.revisions import Reviser
from generator.word.redline.alignment import Pair, align
from generator.word.redline.inline import canonical, tracked

_BLOCKS = frozenset((w("p"), w("tbl")))
_LEAST = 0.4
"""Paragraphs less alike than this are shown as one deleted and one inserted."""
_OTHER_STYLE = 0.6
_NOT_OWN = frozenset(map(w, ("rPr", "sectPr", "pPrChange")))
"""What stands among a paragraph's properties and is none of them."""
_ROW_PROPERTIES = (w("tblPrEx"), w("trPr"))

Element = etree._Element
Mark = Literal["ins", "del", ""]


class Block(Struct, frozen=True):
    """A paragraph, table or row, with what it is aligned by."""

    element: Element
    key: bytes
    words: Counter[str]
    style: str

    def likeness(self, other: "Block") -> float:
        """From 0 (another thing) to 1: the share of words in common. Two tables in one place are
        always the same table.
        """
        if self.element.tag != other.element.tag:
            return 0.0
        # The same words in another order are still the same paragraph to who reads the redline.
        total = self.words.total() + other.words.total()
        share = 2 * (self.words & other.words).total() / total if total else 1.0
        if self.element.tag == w("tbl"):
            return max(share, _LEAST)
        share *= 1.0 if self.style == other.style else _OTHER_STYLE
        return share if share >= _LEAST else 0.0


def blocks_of(holder: Element) -> list[Element]:
    """The paragraphs and tables that stand right in a body or a cell."""
    return [child for child in holder if child.tag in _BLOCKS]


def _rows(table: Element | None) -> list["Block"]:
    return [_block(row) for row in table.findall(w("tr"))] if table is not None else []


def _block(element: Element) -> Block:
    text = " ".join(node.text or "" for node in element.iter(w("t")))
    style = element.find(f"{w('pPr')}/{w('pStyle')}")
    return Block(
        element,
        canonical(element),
        Counter(re.findall(r"\w+", text)),
        style.get(w("val"), "") if style is not None else "",
    )


class Writer:
    """Writes tracked blocks: paragraphs, tables and rows."""

    def __init__(self, reviser: Reviser) -> None:
        self._reviser = reviser

    def blocks(self, old: Sequence[Element], new: Sequence[Element]) -> list[Element]:
        """The content of a body, header or cell."""
        pairs = _with_common_end(
            align(
                [_block(e) for e in old], [_block(e) for e in new], lambda b: b.key, Block.likeness
            )
        )
        # From here on each mark is that of the paragraph after it.
        lent_from, mark = _tail(pairs)
        written = []
        for place, (a, b) in enumerate(pairs):
            before, after = a.element if a else None, b.element if b else None
            is_last = place == len(pairs) - 1
            either = before if before is not None else after
            if either is not None and either.tag == w("tbl"):
                written.append(self._table(before, after))
            elif mark and place >= lent_from:
                lender = pairs[lent_from]
                written.append(self._in_tail(before, after, mark, lender, is_last=is_last))
            elif a is None:
                written.append(self._paragraph(before, after, "ins"))
            else:
                written.append(self._paragraph(before, after, "del" if b is None else ""))
        return written

    def _in_tail(
        self,
        old: Element | None,
        new: Element | None,
        mark: Mark,
        lender: Pair[Block],
        *,
        is_last: bool,
    ) -> Element:
        """A paragraph at the end, where marks have shifted up: the last keeps its mark and takes
        the properties of the first before.
        """
        first_old, first_new = (block.element if block else None for block in lender)
        if not is_last:
            is_old = mark == "del" and old is not None
            return self._paragraph(old, new, mark, properties=old if is_old else new)
        if mark == "ins":
            return self._paragraph(old, new, "", properties=new, former=first_old)
        return self._paragraph(old, new, "", properties=first_new, former=old)

    def _paragraph(
        self,
        old: Element | None,
        new: Element | None,
        mark: Mark,
        properties: Element | None = None,
        former: Element | None = None,
    ) -> Element:
        """A paragraph; `properties` is the one whose properties it has, `former` the one whose it
        had, where that is another.
        """
        own = next(one for one in (properties, new, old) if one is not None)
        # A paragraph that is all new was nothing before: it has no change of properties.
        was = former
        if was is None:
            was = old if old is not None and (new is not None or mark == "del") else own
        paragraph = etree.Element(w("p"))
        made = self._properties(own, own if mark else was, mark, keeps_section=new is not None)
        if len(made):
            paragraph.append(made)
        paragraph.extend(tracked(old, new, self._reviser))
        return paragraph

    def _properties(
        self, own: Element, was: Element | None, mark: Mark, *, keeps_section: bool
    ) -> Element:
        """A paragraph's properties, with what they were, and with its mark inserted or deleted."""
        found, before = own.find(w("pPr")), was.find(w("pPr")) if was is not None else None
        made = deepcopy(found) if found is not None else etree.Element(w("pPr"))
        for child in made.findall(w("sectPr")) if not keeps_section else ():
            made.remove(child)
        of_mark = made.find(w("rPr"))
        former_mark = before.find(w("rPr")) if before is not None else None
        # What came or went is no change of looks as well: Word would ask about it twice.
        changes_mark = not mark and canonical(of_mark) != canonical(former_mark)
        if mark or changes_mark:
            if of_mark is None:
                of_mark = etree.Element(w("rPr"))
                place = next(
                    (i for i, child in enumerate(made) if child.tag == w("sectPr")), len(made)
                )
                made.insert(place, of_mark)
            if mark:
                of_mark.insert(0, self._reviser.change(mark))
            else:
                of_mark.append(self._reviser.formerly("rPr", former_mark))
        if _own(found) != _own(before):
            made.append(self._reviser.formerly("pPr", before, _NOT_OWN))
        return made

    def _table(self, old: Element | None, new: Element | None) -> Element:
        """A table, row by row."""
        source = new if new is not None else old
        assert source is not None
        table = etree.Element(w("tbl"))
        for child in source:
            if child.tag not in (w("tr"), w("tblPr"), w("tblGrid")):
                table.append(deepcopy(child))
        table.extend(self._table_properties(old, new))
        # Equal rows first: which of the others are the same row is judged between those.
        rows = align(_rows(old), _rows(new), lambda row: row.key, lambda *_: 0.0)
        for a, b in _in_pairs(rows):
            if a and b and len(a.element.findall(w("tc"))) == len(b.element.findall(w("tc"))):
                table.append(self._row(a.element, b.element))
            else:
                # Cells that come or go have no tracked change that all programs show.
                table.extend([self._whole_row(a.element, "del")] if a else [])
                table.extend([self._whole_row(b.element, "ins")] if b else [])
        return table

    def _table_properties(self, old: Element | None, new: Element | None) -> list[Element]:
        made = []
        for name in ("tblPr", "tblGrid"):
            now, was = (side.find(w(name)) if side is not None else None for side in (new, old))
            element = deepcopy(now if now is not None else was)
            if element is None:
                continue
            if now is not None and was is not None and canonical(now) != canonical(was):
                change = self._reviser.formerly(name, was)
                if name == "tblGrid":
                    # The one change that nobody makes: the format gives it a number alone
                    # (17.13.5.33).
                    del change.attrib[w("author")], change.attrib[w("date")]
                element.append(change)
            made.append(element)
        return made

    def _row(self, old: Element, new: Element) -> Element:
        """A row that stands in both, cell by cell."""
        row = etree.Element(w("tr"))
        row.extend(deepcopy(child) for child in new if child.tag == w("tblPrEx"))
        row.extend(self._changed("trPr", old.find(w("trPr")), new.find(w("trPr"))))
        for before, after in zip(old.findall(w("tc")), new.findall(w("tc")), strict=True):
            cell = etree.SubElement(row, w("tc"))
            cell.extend(self._changed("tcPr", before.find(w("tcPr")), after.find(w("tcPr"))))
            cell.extend(self.blocks(blocks_of(before), blocks_of(after)))
        return row

    def _changed(self, name: str, was: Element | None, now: Element | None) -> list[Element]:
        """Properties of a row or cell, with what they were."""
        if canonical(was) == canonical(now):
            return [deepcopy(now)] if now is not None else []
        made = deepcopy(now) if now is not None else etree.Element(w(name))
        made.append(self._reviser.formerly(name, was))
        return [made]

    def _whole_row(self, source: Element, mark: Literal["ins", "del"]) -> Element:
        """A row that is inserted or deleted: marked itself, and everything in it."""
        row = etree.Element(w("tr"))
        row.extend(deepcopy(child) for child in source if child.tag in _ROW_PROPERTIES)
        properties = row.find(w("trPr"))
        if properties is None:
            properties = etree.SubElement(row, w("trPr"))
        properties.append(self._reviser.change(mark))
        for cell in source.findall(w("tc")):
            made = etree.SubElement(row, w("tc"))
            made.extend(deepcopy(child) for child in cell if child.tag == w("tcPr"))
            for child in cell:
                before, after = (child, None) if mark == "del" else (None, child)
                if child.tag == w("p"):
                    made.append(self._paragraph(before, after, mark))
                elif child.tag == w("tbl"):
                    made.append(self._table(before, after))
        return row


def _own(properties: Element | None) -> list[bytes]:
    return [
        canonical(child)
        for child in (properties if properties is not None else ())
        if child.tag not in _NOT_OWN
    ]


def _in_pairs(pairs: list[Pair[Block]]) -> list[Pair[Block]]:
    """Rows between equal ones: as many old as new are the same rows, changed; otherwise those that
    begin alike are.
    """
    found: list[Pair[Block]] = []
    removed: list[Block] = []
    added: list[Block] = []
    for a, b in [*pairs, (None, None)]:
        if (a is None) != (b is None):
            # Gathered until the next row that stands in both.
            removed += [a] if a else []
            added += [b] if b else []
            continue
        if len(removed) == len(added):
            found += zip(removed, added, strict=True)
        else:
            between: list[Pair[Block]] = align(removed, added, lambda row: row.key, Block.likeness)
            found += between
        removed, added = [], []
        found += [(a, b)] if a else []
    return found


def _with_common_end(pairs: list[Pair[Block]]) -> list[Pair[Block]]:
    """The same pairs; where both sides end in paragraphs after the last pair, those are paired,
    however unlike they are.
    """
    last = max((place for place, (a, b) in enumerate(pairs) if a and b), default=-1)
    removed = [a for a, _ in pairs[last + 1 :] if a]
    added = [b for _, b in pairs[last + 1 :] if b]
    if removed and added and removed[-1].element.tag == added[-1].element.tag == w("p"):
        rest: list[Pair[Block]] = [
            *((a, None) for a in removed[:-1]),
            *((None, b) for b in added[:-1]),
        ]
        return [*pairs[: last + 1], *rest, (removed[-1], added[-1])]
    return pairs


def _tail(pairs: list[Pair[Block]]) -> tuple[int, Mark]:
    """Where marks shift up, and which: from the last pair on, if only paragraphs came, or only
    went, after it.
    """
    last = max((place for place, (a, b) in enumerate(pairs) if a and b), default=-1)
    rest = pairs[last + 1 :]
    # A table has no mark that could shift, and both that came and that went need their own.
    moved = [block for pair in pairs[max(last, 0) :] for block in pair if block]
    if last < 0 or not rest or any(block.element.tag != w("p") for block in moved):
        return len(pairs), ""
    if all(a is None for a, _ in rest):
        return last, "ins"
    if all(b is None for _, b in rest):
        return last, "del"
    return len(pairs), ""
