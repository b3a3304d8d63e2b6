"""A table in running text: rows of cells between upright lines, a line of hyphens below the first.

| Område | Antal |
|--------|------:|
| Miljö  |     3 |
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, TypedDict

from markdown_it.tree import SyntaxTreeNode

from generator.paragraphs import CELL, Block
from generator.prose.element import Element, Reader, Shown
from generator.values import Inline

_MOST_COLUMNS = 12
_CELL = re.compile(r"(?:\\.|[^|\\])*")
_ALIGNED = re.compile(r"text-align:(right|center)")


class ShownCell(TypedDict):
    """A cell, and where its words stand in it."""

    höger: bool
    mitt: bool
    innehåll: Inline


class ShownRow(TypedDict):
    """A row: its first cell, and the others."""

    först: ShownCell
    celler: list[ShownCell]


class ShownTable(TypedDict):
    """A table; its columns are as wide as their texts ask for."""

    bredder: list[int]
    huvud: ShownRow
    rader: list[ShownRow]


class Table(Element):
    """A table; each cell is a block."""

    blocks = ("table",)
    sorts = (CELL,)
    fields = {"tabell": ShownTable | None}

    def read(self, node: SyntaxTreeNode, reader: Reader) -> None:
        """Its cells, row by row."""
        rows = [row for part in node.children for row in part.children]
        columns, group = len(rows[0].children), reader.group()
        before = node.previous_sibling
        if before is not None and before.type == "table":
            reader.problem("en tabell tätt efter en annan (skriv ett stycke emellan)")
        if columns < 2:
            reader.problem("en tabell med en enda kolumn (skriv en lista)")
        elif columns > _MOST_COLUMNS:
            reader.problem(f"en tabell med {columns} kolumner (högst {_MOST_COLUMNS} får plats)")
        elif len(rows) < 2:
            reader.problem("en tabell utan rader")
        for row in rows:
            self._row(row, reader, columns, group)

    def _row(self, row: SyntaxTreeNode, reader: Reader, columns: int, group: int) -> None:
        start, typed = reader.typed(row)
        line = row.map[0] if row.map else 0
        places = list(_cells(start, typed))
        if len(places) > columns:
            what = f"en rad med {len(places)} celler i en tabell med {columns} kolumner"
            reader.problem(what, line=line)
        # Markdown fills up a row that is too short, with cells that nobody typed.
        places += [(start, 1)] * (columns - len(places))
        for number, (cell, within) in enumerate(zip(row.children, places, strict=False), 1):
            aligned = _ALIGNED.search(str(cell.attrs.get("style", "")))
            block = Block(
                CELL, (), within, group, column=number, align=aligned[1] if aligned else ""
            )
            reader.words(cell, block, empty="en tom cell (skriv ett streck: –)", line=line)

    def show(self, blocks: Sequence[Shown]) -> Iterator[dict[str, Any]]:
        """One table of all its cells."""
        rows: list[list[ShownCell]] = []
        for block, inline in blocks:
            if block.column == 1:
                rows.append([])
            right, middle = block.align == "right", block.align == "center"
            rows[-1].append({"höger": right, "mitt": middle, "innehåll": inline})
        head, *others = [ShownRow(först=row[0], celler=row[1:]) for row in rows]
        yield {"tabell": ShownTable(bredder=[], huvud=head, rader=others), "innehåll": None}


def _cells(start: int, typed: str) -> Iterator[tuple[int, int]]:
    """(offset, length) of the words of each cell of a row that begins at an offset."""
    place = 1 if typed.startswith("|") else 0
    while place < len(typed):
        found = _CELL.match(typed, place)
        assert found is not None
        words = found[0].strip()
        yield start + place + len(found[0]) - len(found[0].lstrip()), max(len(words), 1)
        place = found.end() + 1
