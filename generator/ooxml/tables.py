"""Tables whose number of columns is known only once they are filled in: their grid, the widths of
their cells, where the texts of a column stand; and the space below them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from generator.ooxml import w
from generator.ooxml.styles import Styles
from generator.ooxml.text import style, text

_CAPITAL = 1.3
"""How much wider a capital, or a sign of a heading, is than a small letter."""
_LEAST = 567
"""The least width of a column, 1 cm, where there is room for it."""
_LEAST_SHARE = 0.25
"""Of the width, what goes by the longest words; the rest by how much text there is."""
_LETTER = 112
"""The width of a small letter in a table, in twips: a little more than half of 10.5 points."""
_NARROW, _WIDE = frozenset("fijlrt.,:;'|!()[]-"), frozenset("mwMWÅÄÖ@%–—")
_HEADING = 0.95
"""How large the letters of a heading are beside those of the rows."""
_BESIDE = 170
"""What stands between a column's texts and the next column, in twips."""


_BELOW = "Efter tabell"
_BEFORE_SPACING = frozenset(
    map(
        w,
        (
            "pStyle",
            "keepNext",
            "keepLines",
            "pageBreakBefore",
            "framePr",
            "widowControl",
            "numPr",
            "suppressLineNumbers",
            "pBdr",
            "shd",
            "tabs",
            "suppressAutoHyphens",
        ),
    )
)
"""Properties of a paragraph that stand before its spacing."""

_PLACES = {"höger": "right", "mitten": "center"}


class Columns(NamedTuple):
    """What is told of a table's columns: their widths in proportion to each other, and where their
    texts stand (höger, mitten; else to the left). Both may be empty.
    """

    widths: Sequence[int] = ()
    places: Sequence[str] = ()


def loosen(root: etree._Element, repeats: str) -> None:
    """Take away the grid of each table with a cell that `repeats` (a tag): only its whole width
    stays.
    """
    for table in root.iter(w("tbl")):
        grid = table.find(w("tblGrid"))
        if grid is None or not any(repeats in text(cell) for cell in table.iter(w("tc"))):
            continue
        width = sum(int(column.get(w("w"), "0")) for column in grid)
        for column in list(grid)[1:]:
            grid.remove(column)
        grid[0].set(w("w"), str(width))


def fit(root: etree._Element, known: Mapping[tuple[str, ...], Iterator[Columns]]) -> None:
    """Give each table whose grid has one column, and whose rows have more, widths of its own, and
    put its texts where they stand.

    `known` is what is told of columns, by the texts of a table's first row, one for each of the
    tables that have it, in their order; where no widths are told they follow from the texts, the
    same for all tables of the same headings, and the table is no wider than the text of the page.
    """
    untold: dict[tuple[str, ...], list[_Table]] = {}
    for table in _tables(root):
        columns = len(table.head)
        told = next(known.get(table.head, iter(())), Columns())
        if len(told.places) == columns:
            for row in table.rows:
                _put(row, told.places)
        if len(told.widths) == columns:
            least = [min(_LEAST, table.width // columns)] * columns
            _set(table, _widths(table.width, told.widths, least))
        else:
            untold.setdefault(table.head, []).append(table)
    for alike in untold.values():
        _fit_alike(alike, text_width(root))


def air(root: etree._Element, styles: Styles) -> None:
    """Give what stands directly below a table the space of the style 'Efter tabell', where its own
    style has less: whatever it is, it does not touch the table's last line.
    """
    space = styles.space_before(styles.id_of(_BELOW))
    for table in root.iter(w("tbl")):
        below = table.getnext()
        if below is None or not _stands_on_the_page(below):
            continue
        named = style(below) or styles.id_of("normal")
        own = below.find(f"{w('pPr')}/{w('spacing')}")
        told = own.get(w("before")) if own is not None else None
        before = styles.space_before(named) if told is None else int(told)
        if before < space and not styles.breaks_page(named):
            _push_down(below, space)


def _stands_on_the_page(element: etree._Element) -> bool:
    """True for a paragraph outside of cells: in a cell the format wants an empty one after a
    table.
    """
    return element.tag == w("p") and next(element.iterancestors(w("tc")), None) is None


def _push_down(paragraph: etree._Element, space: int) -> None:
    """Give a paragraph space above it, apart from its style."""
    own = paragraph.find(w("pPr"))
    if own is None:
        own = etree.Element(w("pPr"))
        paragraph.insert(0, own)
    spacing = own.find(w("spacing"))
    if spacing is None:
        spacing = etree.Element(w("spacing"))
        own.insert(_place_of_spacing(own), spacing)
    spacing.set(w("before"), str(space))


def _place_of_spacing(own: etree._Element) -> int:
    """Where a paragraph's spacing stands among its properties, whose order the format gives
    (17.3.1.26).
    """
    before = [place for place, child in enumerate(own) if child.tag in _BEFORE_SPACING]
    return before[-1] + 1 if before else 0


class _Table(NamedTuple):
    """A table whose columns are to have widths: its element, rows of cells, and their texts."""

    element: etree._Element
    rows: list[list[etree._Element]]
    texts: list[list[str]]

    @property
    def grid(self) -> etree._Element:
        """Where its columns are listed."""
        return next(self.element.iterchildren(w("tblGrid")))

    @property
    def width(self) -> int:
        """How wide it is, in twips."""
        return int(self.grid[0].get(w("w"), "0"))

    @property
    def head(self) -> tuple[str, ...]:
        """The texts of its first row."""
        return tuple(self.texts[0])


def _tables(root: etree._Element) -> Iterator[_Table]:
    """The tables whose grid has one column, and whose rows have more, all equally many."""
    for table in list(root.iter(w("tbl"))):
        grid = table.find(w("tblGrid"))
        rows = [row.findall(w("tc")) for row in table.findall(w("tr"))]
        columns = max(map(len, rows), default=0)
        is_whole = all(len(row) == columns for row in rows)
        if grid is not None and len(grid) == 1 and columns > 1 and is_whole:
            yield _Table(table, rows, list(map(_texts, rows)))


def _texts(row: Iterable[etree._Element]) -> list[str]:
    return [text(cell).strip() for cell in row]


def _fit_alike(alike: Sequence[_Table], block: int) -> None:
    """Give tables of the same headings the same widths, as their texts want."""
    texts = [alike[0].texts[0], *(row for table in alike for row in table.texts[1:])]
    needs = [_need(column) for column in zip(*texts, strict=True)]
    for table in alike:
        # A table with widths of its own may reach beyond the text; this one does not.
        whole = min(table.width, block or table.width)
        widths = _widths(whole, _shares(texts), _within(whole, needs))
        _set(table, widths)
        for column, (need, width) in enumerate(zip(needs, widths, strict=True)):
            if width < need:
                _hyphenate(row[column] for row in table.rows)
        own = table.element.find(f"{w('tblPr')}/{w('tblW')}")
        if own is not None and own.get(w("type")) == "dxa":
            own.set(w("w"), str(whole))


def text_width(root: etree._Element) -> int:
    """How wide the text of the pages is; 0 where the part does not say."""
    sizes, margins = (list(root.iter(w(name))) for name in ("pgSz", "pgMar"))
    if not sizes or not margins:
        return 0
    size, margin = sizes[-1], margins[-1]
    return int(size.get(w("w"), "0")) - sum(
        int(margin.get(w(side), "0")) for side in ("left", "right", "gutter")
    )


def _within(whole: int, needs: Sequence[int]) -> list[int]:
    """What each column needs; where there is no room for all of them, the widest give way, and only
    they.
    """
    least = [*needs]
    # The narrow ones get what they need, one after the other, while it is less than an even share
    # of what is left.
    room = whole
    for place, column in enumerate(sorted(range(len(needs)), key=lambda column: needs[column])):
        least[column] = min(needs[column], room // (len(needs) - place))
        room -= least[column]
    return least


def _hyphenate(cells: Iterable[etree._Element]) -> None:
    """Let words be broken with a hyphen, where the column is too narrow for them."""
    for cell in cells:
        for own in cell.iterfind(f"{w('p')}/{w('pPr')}"):
            own.insert(1, etree.Element(w("suppressAutoHyphens"), {w("val"): "0"}))


_UNBROKEN = re.compile(r"[^ \t\n-]+-?|-")
"""What stays on one line: a non-breaking space is no place to break."""


def _need(column: Sequence[str]) -> int:
    """How wide a column must be for its longest word, its heading in small capitals among them."""
    heading, *cells = column
    words = [word for cell in cells for word in _UNBROKEN.findall(cell)]
    widest = max(map(_breadth, words), default=0.0)
    of_heading = max(map(_breadth, _UNBROKEN.findall(heading.upper())), default=0.0)
    return max(_LEAST, _BESIDE + round(_LETTER * max(widest, _HEADING * of_heading)))


def _breadth(word: str) -> float:
    """The width of a word in small letters."""
    return sum(map(_letter, word))


def _letter(sign: str) -> float:
    """How wide a sign is, a small letter being 1."""
    if sign in _WIDE:
        return 1.65
    if sign in _NARROW:
        return 0.65
    return 1.2 if sign.isupper() else 1.0


def _shares(texts: Sequence[Sequence[str]]) -> list[float]:
    """How wide each column should be: wide enough for its longest word, and wider the more it
    holds.
    """
    columns = list(zip(*texts, strict=True))
    words = [max(map(_length, " ".join(column).split()), default=1.0) for column in columns]
    amounts = [sum(map(_length, column)) ** 0.5 for column in columns]
    by_word, by_amount = sum(words) or 1, sum(amounts) or 1
    return [
        _LEAST_SHARE * word / by_word + (1 - _LEAST_SHARE) * amount / by_amount
        for word, amount in zip(words, amounts, strict=True)
    ]


def _length(words: str) -> float:
    return sum(_CAPITAL if letter.isupper() else 1.0 for letter in words)


def _widths(whole: int, shares: Sequence[float], least: Sequence[int]) -> list[int]:
    """A width divided by some shares, no column less than its `least`; what rounding leaves goes to
    the widest.
    """
    widths = [float(width) for width in least]
    wide = set(range(len(shares)))
    # What columns of their least width take is taken from the others, of which more may then be too
    # narrow.
    while wide:
        room = whole - sum(least[column] for column in range(len(shares)) if column not in wide)
        total = sum(shares[column] for column in wide)
        narrow = {column for column in wide if room * shares[column] < least[column] * total}
        if not narrow:
            for column in wide:
                widths[column] = room * shares[column] / total
            break
        wide -= narrow
    rounded = [max(low, int(width)) for low, width in zip(least, widths, strict=True)]
    rounded[rounded.index(max(rounded))] += whole - sum(rounded)
    return rounded


def _put(row: Sequence[etree._Element], places: Sequence[str]) -> None:
    """Put the texts of a row's cells to the right or in the middle; in the last column they reach
    the table's edge.
    """
    for cell, place in zip(row, places, strict=True):
        for own in cell.iterfind(f"{w('p')}/{w('pPr')}") if place in _PLACES else ():
            after = own.find(w("rPr"))
            number = len(own) if after is None else own.index(after)
            if cell is row[-1]:
                own.insert(number, etree.Element(w("ind"), {w("right"): "0"}))
                number += 1
            own.insert(number, etree.Element(w("jc"), {w("val"): _PLACES[place]}))


def _set(table: _Table, widths: Sequence[int]) -> None:
    table.grid.clear()
    for width in widths:
        etree.SubElement(table.grid, w("gridCol")).set(w("w"), str(width))
    for row in table.rows:
        for cell, width in zip(row, widths, strict=True):
            own = cell.find(f"{w('tcPr')}/{w('tcW')}")
            if own is not None:
                own.set(w("w"), str(width))
                own.set(w("type"), "dxa")
