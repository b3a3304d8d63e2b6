"""A reviewed document's tables, rows and cells, which may themselves have come or gone."""

from collections.abc import Mapping

from lxml import etree

from generator.ooxml import w
from generator.ooxml.appearance import table_of
from generator.ooxml.reviewed.progress import Progress, is_new
from generator.ooxml.reviewed.stretches import Kind, Row, State
from generator.ooxml.revisions import is_ours

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


class Rows:
    """Reads tables, which may stand inside each other, and numbers them."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._cells: list[list[tuple[tuple[int, int], str]]] = []
        self._tables: list[int] = []
        self._number_of_tables = 0

    def table(self, table: etree._Element) -> None:
        """A table, with the number that its rows have."""
        self._number_of_tables += 1
        self._tables.append(self._number_of_tables)
        self._whole_table(table)
        self._tables.pop()

    def _whole_table(self, table: etree._Element) -> None:
        """A table; one all of whose words are inserted is new, though its rows are not marked."""
        progress, start = self._progress, self._progress.length
        first = next(table.iter(w("ins")), None)
        rows_are_marked = any(row.find(f"{w('trPr')}/{w('ins')}") is not None for row in table)
        if first is None or rows_are_marked or progress.is_changed or not is_new(table):
            progress.inside(table)
            if not progress.is_changed:
                progress.made.tables.append(
                    table_of(table, (start, progress.length), progress.ours)
                )
            return
        progress.changed("ins", first, "table", table)
        progress.tell("tabellrad", "en ny tabell", first, start)

    def row(self, row: etree._Element) -> None:
        """A row, with the texts of its cells and the change that it came or went with."""
        self._cells.append([])
        marks = _marks(row, "trPr", _ROWS)
        self._tracked(row, marks, _ROWS, "row")
        theirs = [mark for mark in marks if not is_ours(mark, self._progress.ours)]
        key = self._progress.change(theirs[-1]).key if theirs else None
        comes = bool(theirs) and theirs[-1].tag == w("ins")
        cells = self._cells.pop()
        places, texts = tuple(place for place, _ in cells), tuple(text for _, text in cells)
        self._progress.made.rows.append(Row(self._tables[-1], places, texts, key, comes))

    def cell(self, cell: etree._Element) -> None:
        """A cell, whose texts are remembered for its row."""
        start, first = self._progress.length, len(self._progress.made.stretches)
        self._tracked(cell, _marks(cell, "tcPr", _CELLS), _CELLS, "cell")
        if self._cells:
            new = self._progress.made.inserted_since(first)
            self._cells[-1].append(((start, self._progress.length), new))

    def _tracked(
        self,
        holder: etree._Element,
        marks: list[etree._Element],
        names: Mapping[str, tuple[State | None, str]],
        kind: Kind,
    ) -> None:
        """A row or a cell, which may itself be inserted or deleted."""
        start = self._progress.length
        if not marks:
            self._progress.inside(holder)
            return
        # What one inserted and another deleted goes: the deletion counts.
        change = marks[-1]
        self._progress.seen.update(marks)
        state, what = names[change.tag]
        if state is None:
            self._progress.inside(holder)
        else:
            self._progress.changed(state, change, kind, holder)
        self._progress.tell("tabellrad", what, change, start)


def _marks(
    holder: etree._Element, properties: str, names: Mapping[str, tuple[State | None, str]]
) -> list[etree._Element]:
    """The marks of a row or a cell that came or went."""
    own = holder.find(w(properties))
    return [mark for mark in own if mark.tag in names] if own is not None else []
