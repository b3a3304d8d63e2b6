"""Tables whose number of columns is known only once they are filled in: their grid, and the widths
of their cells.
"""

from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from generator.ooxml import w
from generator.ooxml.text import text

_CAPITAL = 1.3
"""How much wider a capital, or a sign of a heading, is than a small letter."""
_LEAST = 567
"""The least width of a column, 1 cm, where there is room for it."""
_LEAST_SHARE = 0.5
"""Of the width, what goes by the longest words; the rest by how much text there is."""


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


def fit(root: etree._Element, known: Mapping[tuple[str, ...], Iterator[Sequence[int]]]) -> None:
    """Give each table whose grid has one column, and whose rows have more, widths of its own.

    `known` are widths in proportion to each other, by the texts of a table's first row, one for
    each of the tables that have it, in their order; where they are none, or too few, the widths
    follow from the texts.
    """
    for table in root.iter(w("tbl")):
        grid, rows = (
            table.find(w("tblGrid")),
            [row.findall(w("tc")) for row in table.findall(w("tr"))],
        )
        columns = max(map(len, rows), default=0)
        if (
            grid is None
            or len(grid) != 1
            or columns < 2
            or any(len(row) != columns for row in rows)
        ):
            continue
        texts = [[text(cell).strip() for cell in row] for row in rows]
        told = next(known.get(tuple(texts[0]), iter(())), ())
        shares = told if len(told) == columns else _shares(texts)
        _set(grid, rows, _widths(int(grid[0].get(w("w"), "0")), shares))


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


def _widths(whole: int, shares: Sequence[float]) -> list[int]:
    """A width divided by some shares, no column too narrow to show anything; what rounding leaves
    goes to the widest.
    """
    least = min(_LEAST, whole // len(shares))
    widths = [float(least)] * len(shares)
    wide = set(range(len(shares)))
    # What columns of the least width take is taken from the others, of which more may then be too
    # narrow.
    while wide:
        room = whole - least * (len(shares) - len(wide))
        total = sum(shares[column] for column in wide)
        narrow = {column for column in wide if room * shares[column] < least * total}
        if not narrow:
            for column in wide:
                widths[column] = room * shares[column] / total
            break
        wide -= narrow
    rounded = [max(least, int(width)) for width in widths]
    rounded[rounded.index(max(rounded))] += whole - sum(rounded)
    return rounded


def _set(
    grid: etree._Element, rows: Sequence[Sequence[etree._Element]], widths: Sequence[int]
) -> None:
    grid.clear()
    for width in widths:
        etree.SubElement(grid, w("gridCol")).set(w("w"), str(width))
    for row in rows:
        for cell, width in zip(row, widths, strict=True):
            own = cell.find(f"{w('tcPr')}/{w('tcW')}")
            if own is not None:
                own.set(w("w"), str(width))
                own.set(w("type"), "dxa")
