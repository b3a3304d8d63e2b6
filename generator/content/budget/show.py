"""How a budget is shown: income and costs as plain tables, or as tables of several columns."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypedDict

from generator.content.budget.records import (
    CHANGE,
    CHANGE_IN_PERCENT,
    COMPUTED,
    LEAST_ROWS,
    SHARE,
    Columns,
    Post,
    Row,
    Side,
    Sides,
)
from generator.content.kind import Writer
from generator.shown import Heading, Perhaps
from generator.swedish import kronor, one_decimal
from generator.values import Amount, Text

_HEADINGS = {
    CHANGE: "Förändring",
    CHANGE_IN_PERCENT: "Förändring (%)",
    SHARE: "Andel (%)",
}
_NOTHING = "–"
"""What a cell shows where a share cannot be told: of nothing."""
_DIGITS = 63
"""What fits on a line across a whole table; the widths of its columns are counted in them."""
_BETWEEN = 2
"""Room before each column of amounts."""
_OF_A_HEADING = 0.85
"""How wide a letter of a heading is."""
_LEAST_NAME = 15
"""The least room for the names of the rows."""


class PlainRow(TypedDict):
    """A row: what, and how much."""

    namn: Text
    belopp: Text


class Account(TypedDict):
    """Income, costs, or how a row is divided; `nivå` is its heading's level, `kolumn` what its rows
    are.
    """

    nivå: int
    rubrik: Heading
    kolumn: Text
    rader: list[PlainRow]
    summa: Text


class Cells(TypedDict):
    """A row of a table: the text of its first cell, and those of the others."""

    först: Text
    celler: list[Text]


class PostRow(TypedDict):
    """A row of a table; `delpost`: it is a part of the row above."""

    delpost: bool
    först: Text
    celler: list[Text]


class AmountTable(TypedDict):
    """Income, costs, the result or how a row is divided, in a table of any number of columns."""

    nivå: int
    rubrik: Heading
    bredder: list[int]
    huvud: Cells
    rader: list[PostRow]
    summa: Cells


class Bar(TypedDict):
    """An amount as a bar: `bredd` is its length in thousandths of the longest one; `nu`: it is
    the plan's year's.
    """

    etikett: Text
    belopp: Text
    bredd: int
    nu: bool


class BarRow(TypedDict):
    """What has a bar for each column: those before the last, and the last one."""

    namn: Text
    staplar: list[Bar]
    sista: Bar


class Chart(TypedDict):
    """The rows of a side as bars."""

    rubrik: Text
    enhet: Text
    rader: list[BarRow]


class ShownBudget(TypedDict):
    """The two sides, what is left, and how rows are divided; a budget with columns, parts or
    another unit has `tabeller` instead, and may have its rows as bars too.
    """

    sidor: list[Account]
    resultat: Perhaps
    fördelning: list[Account]
    tabeller: list[AmountTable]
    diagram: list[Chart]


def shown(budget: Sides, writer: Writer, level: int) -> ShownBudget:
    """A budget as the document shows it."""
    result = Text("", budget.at)
    if not _is_plain(budget):
        tables = list(_Tables(budget, writer, level + 1).made())
        charts = list(_charts(budget, writer)) if budget.chart == "ja" else []
        return {
            "sidor": [],
            "resultat": result,
            "fördelning": [],
            "tabeller": tables,
            "diagram": charts,
        }
    sides = [_account(writer, level + 1, name, side) for name, side in budget.sides]
    shared = [_fees(writer, level + 1, post) for post in budget.posts() if post.shares]
    if budget.result:
        result = writer.amount(budget.result[0])
    return {
        "sidor": sides,
        "resultat": result,
        "fördelning": shared,
        "tabeller": [],
        "diagram": [],
    }


def _is_plain(budget: Sides) -> bool:
    """True for a budget in SEK with one amount a row, and no rows below them."""
    has_parts = any(row.parts for _, side in budget.sides for row in side.rows)
    return not (budget.labels or has_parts) and budget.worth == 1


def _account(writer: Writer, level: int, name: str, side: Side) -> Account:
    rows: list[PlainRow] = [
        {"namn": writer.line(row.called), "belopp": writer.amount(row.amounts[0])}
        for row in side.rows
    ]
    return {
        "nivå": level,
        "rubrik": Heading(name, ()),
        "kolumn": Text("Post", ()),
        "rader": rows,
        "summa": writer.amount(side.totals[0]),
    }


def _fees(writer: Writer, level: int, post: Post) -> Account:
    rows: list[PlainRow] = [
        {"namn": writer.shown(name, name.at), "belopp": writer.amount(amount)}
        for name, amount in post.shares
    ]
    return {
        "nivå": level,
        "rubrik": writer.heading(post.called),
        "kolumn": Text("Kommun", ()),
        "rader": rows,
        "summa": writer.amount(post.amounts[0]),
    }


class _Tables:
    """The tables of a budget with columns of its own."""

    def __init__(self, budget: Sides, writer: Writer, level: int) -> None:
        self._budget, self._writer, self._level = budget, writer, level
        self._columns: Columns = budget.columns(writer.plan.year)
        self._labels = self._columns.labels or (Text("Belopp", ()),)

    def made(self) -> Iterator[AmountTable]:
        """The sides, whose columns are as wide in both, the result where there is one, and how rows
        are divided.
        """
        sides = [self._side(name, side) for name, side in self._budget.sides]
        for table in sides:
            yield {**table, "bredder": _widths(sides)}
        others = [self._result()] if self._budget.result else []
        others += [self._fees(post) for post in self._budget.posts() if post.shares]
        for table in others:
            yield {**table, "bredder": _widths([table])}

    def _side(self, name: str, side: Side) -> AmountTable:
        whole = side.totals[self._columns.now]
        rows = [row for of in side.rows for row in self._rows(of, whole)]
        total = self._row("Summa", side.totals, self._labels, whole)
        head = self._head("Post", self._labels)
        return self._table(Heading(name, ()), head, rows, total)

    def _rows(self, row: Row, whole: int) -> Iterator[PostRow]:
        """A row, and those below it."""
        for post in (row, *row.parts):
            cells = self._row(post.called, post.values, self._labels, whole)
            yield {**cells, "delpost": post is not row}

    def _result(self) -> AmountTable:
        """Income less costs, in each column that is no share; the sums stand in the plan for the
        tables above.
        """
        labels = [label for label in self._labels if label.casefold() != SHARE]
        rows: list[PostRow] = []
        for name, side in self._budget.sides:
            cells = self._row(name, [int(total) for total in side.totals], labels, 0)
            rows.append({**cells, "delpost": False})
        total = self._row("Resultat", self._budget.result, labels, 0)
        return self._table(Heading("Resultat", ()), self._head("Post", labels), rows, total)

    def _fees(self, post: Post) -> AmountTable:
        now = self._columns.now
        labels = [self._columns.amounts[now] or Text("Belopp", ())]
        rows: list[PostRow] = []
        for name, amount in post.shares:
            cells = [self._writer.amount(amount)]
            named = self._writer.shown(name, name.at)
            rows.append({"först": named, "celler": cells, "delpost": False})
        total: Cells = {"först": Text("Summa", ()), "celler": [self._amount(post.values[now])]}
        heading = self._writer.heading(post.called)
        return self._table(heading, self._head("Kommun", labels), rows, total)

    def _table(
        self, heading: Heading, head: Cells, rows: list[PostRow], total: Cells
    ) -> AmountTable:
        return {
            "nivå": self._level,
            "rubrik": heading,
            "bredder": [],
            "huvud": head,
            "rader": rows,
            "summa": total,
        }

    def _head(self, what: str, labels: Iterable[Text]) -> Cells:
        """What the rows are and what their amounts are in, and the columns' headings."""
        cells = []
        for label in labels:
            computed = _HEADINGS.get(label.casefold())
            cells.append(Text(computed, ()) if computed else self._writer.line(label))
        return {"först": Text(f"{what} ({self._budget.kr})", ()), "celler": cells}

    def _row(self, name: str, values: Sequence[int], labels: Iterable[Text], whole: int) -> Cells:
        """The amounts of a row, and what is computed of them; a share is one of the `whole`."""
        now = self._columns.now
        typed = iter(values)
        cells = []
        for label in labels:
            if label.casefold() in COMPUTED:
                before = values[max(now - 1, 0)]
                words = _computed(label.casefold(), values[now], before, whole)
                cells.append(Text(words, ()))
            else:
                cells.append(self._amount(next(typed)))
        first = self._writer.line(name) if isinstance(name, Text) else Text(name, ())
        return {"först": first, "celler": cells}

    def _amount(self, value: int) -> Text:
        """An amount of the plan, or one that is computed, which no place in it says."""
        return self._writer.amount(value if isinstance(value, Amount) else Amount(value, ()))


def _charts(budget: Sides, writer: Writer) -> Iterator[Chart]:
    """The sides that have rows enough; all bars are as long as their amounts are to each other.

    What stands in a chart is a copy: its place in the plan is that of the table.
    """
    columns = budget.columns(writer.plan.year)
    shown = [(name, side) for name, side in budget.sides if len(side.rows) >= LEAST_ROWS]
    values = [value for _, side in shown for row in side.rows for value in row.values]
    longest = max(values, default=0)
    for name, side in shown:
        rows: list[BarRow] = []
        for row in side.rows:
            pairs = zip(columns.amounts, row.values, strict=True)
            *bars, last = [
                _bar(str(writer.line(label)), value, longest, is_now=i == columns.now)
                for i, (label, value) in enumerate(pairs)
            ]
            name_of = Text(writer.line(row.called), ())
            rows.append({"namn": name_of, "staplar": bars, "sista": last})
        title = Text(f"{name} år för år", ())
        yield {"rubrik": title, "enhet": Text(f"Belopp ({budget.kr})", ()), "rader": rows}


def _bar(label: str, value: int, longest: int, *, is_now: bool) -> Bar:
    return {
        "etikett": Text(label, ()),
        "belopp": Text(kronor(value), ()),
        "bredd": round(1000 * value / longest) if longest else 0,
        "nu": is_now,
    }


def _computed(what: str, now: int, before: int, whole: int | None) -> str:
    """What a computed column says of an amount."""
    change = now - before
    if what == CHANGE:
        return kronor(change, sign=bool(change))
    if what == CHANGE_IN_PERCENT:
        return one_decimal(100 * change / before, sign=bool(change)) if before else _NOTHING
    return one_decimal(100 * now / whole) if whole else _NOTHING


def _widths(tables: Sequence[AmountTable]) -> list[int]:
    """How wide the columns of some tables are, in proportion: as wide as their amounts and the
    words of their headings, and what is left for the names.
    """
    rows = [row["celler"] for table in tables for row in (*table["rader"], table["summa"])]
    heads = tables[0]["huvud"]["celler"]
    wide = []
    for heading, *amounts in zip(heads, *rows, strict=True):
        words = heading.split() if len(heads) > 1 else [heading]
        word = max(map(len, words)) * _OF_A_HEADING
        wide.append(round(max(word, *map(len, amounts)) + _BETWEEN))
    return [max(_DIGITS - sum(wide), _LEAST_NAME), *wide]
