"""A table of texts: columns with headings, and rows; a column of numbers may have a sum."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from generator.content.kind import Content, RefusedError, Roller, Sum, Typed, Writer
from generator.content.lines import Line, Rows
from generator.content.reader import Book, Form, Json, Reader
from generator.content.record import Key, ListOf, Of, Record, key, optional
from generator.content.rule import rule
from generator.content.scalars import Choice, Whole
from generator.findings import Finding, Pointer
from generator.shown import EMPTY, Cells, ShownTable, TableRow
from generator.swedish import NBSP, count, decimal, number
from generator.values import Amount, Text

if TYPE_CHECKING:
    from generator.plan import Plan

_MOST_COLUMNS = 12
LEFT, RIGHT = "vänster", "höger"
_SUM = "Summa"
"""What the last row begins with where the plan states its sums."""
_NOTHING = ("", "-", EMPTY)


class Column(Record):
    """A column: its heading, where its texts stand, and whether its numbers are summed."""

    title: Text = key("rubrik", Line(), "Rubrik", "Kolumnens rubrik.", "Timmar")
    place: str | None = optional(
        "ställning",
        Choice((LEFT, RIGHT, "mitten")),
        "Ställning",
        "Var i kolumnen texterna står. En kolumn med summa står till höger, om inget sägs.",
        "höger",
    )
    summed: str | None = optional(
        "summa",
        Choice(("ja", "nej")),
        "Summa",
        "ja om talen i kolumnen ska räknas ihop på en sista rad.",
        "ja",
    )

    NAME = "column"
    TITLE = "Kolumn"
    ABOUT = "En kolumn som har mer än en rubrik: var texterna står, eller en summa."
    EXAMPLE = {"rubrik": "Timmar", "summa": "ja"}

    @property
    def has_sum(self) -> bool:
        """True if its numbers are summed."""
        return self.summed == "ja"

    @property
    def stands(self) -> str:
        """Where its texts stand: numbers to the right unless the plan says otherwise."""
        return self.place or (RIGHT if self.has_sum else LEFT)


class _Heading(Form, frozen=True):
    """A column: a heading alone, or a group of keys."""

    def schema(self, book: Book) -> Json:
        """Either."""
        return {
            "title": "Kolumn",
            "description": "En rubrik, eller rubrik med ställning och summa.",
            "examples": ["Syfte", Column.EXAMPLE],
            "anyOf": [Line().schema(book), Of(Column).schema(book)],
        }

    def read(self, reader: Reader, value: Any, at: Pointer) -> Column:
        """The column."""
        if isinstance(value, dict):
            return Column.read(reader, value, at)
        return Column(at, title=reader.text(value, at))


class Table(Content):
    """A table of texts. `widths` are the columns' widths in proportion to each other, where the
    plan gives them.
    """

    caption: Text | None = optional(
        "rubrik", Line(), "Tabellrubrik", "Raden ovanför tabellen.", "Områden och syften"
    )
    columns: tuple[Column, ...] = key(
        "kolumner",
        ListOf(_Heading()),
        "Kolumner",
        "Kolumnernas rubriker. En kolumn med tal som ska summeras: {rubrik: Timmar, summa: ja}.",
        ["Område", "Syfte"],
        empty=(),
    )
    rows: tuple[tuple[Text, ...], ...] = key(
        "rader",
        Rows(),
        "Rader",
        (
            "En rad i taget inom [ ], eller som lista, med lika många texter som "
            'kolumnerna. "" är en tom ruta.'
        ),
        [["Näringsliv", "Fler arbetsplatser"]],
        empty=(),
    )
    widths: tuple[int, ...] = optional(
        "bredder",
        ListOf(Whole(1, 1000)),
        "Bredder",
        "Kolumnernas bredder i förhållande till varandra. Utan dem räknas de ut av texterna.",
        [1, 2],
        empty=(),
    )

    NAME = "table"
    TITLE = "Tabell"
    ABOUT = "En tabell med kolumner och rader."
    EXAMPLE = {"kolumner": ["Område", "Syfte"], "rader": [["Näringsliv", "Fler arbetsplatser"]]}
    shape = ShownTable
    records = (Column,)
    ends_in_a_table = True

    @property
    def begins_with_a_table(self) -> bool:
        """True without a caption."""
        return self.caption is None

    @property
    def has_sums(self) -> bool:
        """True if a column has a sum."""
        return any(column.has_sum for column in self.columns)

    @property
    def stated(self) -> tuple[Text, ...]:
        """The last row, where the plan states its sums itself; else none."""
        last = self.rows[-1] if self.rows and self.has_sums else ()
        is_sums = bool(last) and last[0].casefold() == _SUM.casefold()
        return last if is_sums else ()

    @property
    def summed_rows(self) -> tuple[tuple[Text, ...], ...]:
        """The rows without that of the sums."""
        return self.rows[:-1] if self.stated else self.rows

    def numbers(self, place: int) -> Iterator[tuple[Text, Decimal | None]]:
        """The cells of a column that are not empty, each with the number that it is, if it is
        one.
        """
        for row in self.summed_rows:
            if place < len(row) and row[place] not in _NOTHING:
                yield row[place], decimal(row[place])

    def total(self, place: int) -> Decimal:
        """What the numbers of a column come to."""
        return sum((found for _, found in self.numbers(place) if found is not None), Decimal(0))

    def show(self, writer: Writer, level: int) -> ShownTable:
        """Its texts."""
        head = [writer.line(column.title) for column in self.columns]
        places = [column.stands for column in self.columns]
        return {
            "rubrik": writer.line(self.caption) if self.caption else Text("", self.at),
            "bredder": [*self.widths],
            "ställningar": places if {*places} != {LEFT} else [],
            "huvud": _cells(head),
            "rader": [self._row(writer, row) for row in self.summed_rows],
            "summa": _cells(self._sum_row(writer)) if self.has_sums else None,
        }

    def _row(self, writer: Writer, texts: Sequence[Text]) -> TableRow:
        pairs = zip(self.columns, texts, strict=False)
        first, *others = [self._cell(writer, column, text) for column, text in pairs]
        return {"först": first, "under": None, "celler": others}

    def _cell(self, writer: Writer, column: Column, text: Text) -> Text:
        if text in _NOTHING:
            return writer.shown(EMPTY, text.at)
        value = decimal(text) if column.has_sum else None
        return writer.line(text) if value is None else writer.shown(number(value), text.at)

    def _sum_row(self, writer: Writer) -> Iterator[Text]:
        """The sums that the plan states, or those that its numbers come to."""
        if self.stated:
            pairs = zip(self.columns, self.stated, strict=False)
            yield from (self._cell(writer, column, text) for column, text in pairs)
            return
        yield Text(_SUM, ())
        for place, column in list(enumerate(self.columns))[1:]:
            parts = [text.at for text, _ in self.numbers(place)]
            words = number(self.total(place)) if column.has_sum else EMPTY
            yield writer.shown(words, (), *parts)

    def side_by_side(self) -> Iterator[tuple[Text, ...]]:
        """The headings of its columns, and its rows."""
        yield tuple(column.title for column in self.columns)
        yield from self.rows

    def next_year(self, roller: Roller) -> None:
        """Numbers that are summed stay, to be confirmed."""
        if self.has_sums:
            at = (*self.at, "rader")
            roller.note(at, f"bekräfta talen ({roller.plan.year} års står kvar)")
            what = f"”{self.caption}”" if self.caption else "en tabell"
            roller.tell("kept", f"talen i {what} från {roller.plan.year}, att bekräfta")

    def sums(self, plan: "Plan") -> Iterator[Sum]:
        """The sums that the plan states in whole numbers."""
        for place, column in enumerate(self.columns[: len(self.stated)]):
            stated, actual = decimal(self.stated[place]), self.total(place)
            is_whole = stated is not None and stated == int(stated) and actual == int(actual)
            if column.has_sum and stated is not None and is_whole:
                name = f"summan av {column.title}"
                yield Sum(Amount(int(stated), self.stated[place].at), int(actual), name)

    def typed(self, at: Pointer, after: str, plan: "Plan") -> Typed | None:
        """A number as it is typed, or words in a cell that was empty."""
        for row in self.rows:
            for column, text in zip(self.columns, row, strict=False):
                if text.at != at:
                    continue
                if column.has_sum and decimal(text) is not None:
                    return [(at, _number_typed(after))]
                return [(at, after)] if text == "" else None
        return None


def _number_typed(after: str) -> str:
    if decimal(after) is None:
        raise RefusedError("talet skulle inte längre vara ett tal, och räknas med i en summa")
    return after.replace(NBSP, " ").replace("\u202f", " ").replace("\u2212", "-")


def _cells(row: Iterator[Text] | Sequence[Text]) -> Cells:
    first, *others = row
    return {"först": first, "celler": others}


@rule()
def rows_are_whole(plan: "Plan") -> Iterator[Finding]:
    """TAB001: Varje rad i en tabell har lika många texter som tabellen har kolumner, och lika många
    bredder där de anges.

    Varför: en text som glöms flyttar alla texter efter den till fel kolumn.
    Källa: dokumentets mall.
    """
    for table in plan.of(Table):
        wanted = len(table.columns) if plan.is_whole(*table.at, "kolumner") else 0
        listed: list[tuple[Any, int, str]] = [
            ((*table.at, "rader", i), len(row), "Raden") for i, row in enumerate(table.rows)
        ]
        listed += [((*table.at, "bredder"), len(table.widths), "Listan")] if table.widths else []
        for at, found, what in listed if wanted else ():
            if found != wanted and plan.is_whole(*at):
                has = (
                    count(found, "text", "texter")
                    if what == "Raden"
                    else count(found, "bredd", "bredder")
                )
                message = (
                    f"{what} har {has}, men tabellen har {count(wanted, 'kolumn', 'kolumner')}."
                )
                hint = "Skriv en för varje kolumn."
                if table.has_sums:
                    hint += " Ett tal med komma skrivs inom [ ] med citattecken: '1 200,5'."
                yield Finding("TAB001", message, at, hint)


@rule()
def columns_have_room(plan: "Plan") -> Iterator[Finding]:
    """TAB002: En tabell har högst tolv kolumner.

    Varför: fler blir smalare än en centimeter på sidan, och går inte att läsa.
    Källa: dokumentets mall.
    """
    for table in plan.of(Table):
        columns = len(table.columns)
        if columns > _MOST_COLUMNS:
            message = (
                f"Tabellen har {columns} kolumner, men bara {_MOST_COLUMNS} får plats på sidan."
            )
            hint = "Dela tabellen i två, eller låt det som är kolumner bli rader."
            yield Finding("TAB002", message, (*table.at, "kolumner"), hint, on_key=True)


@rule()
def summed_cells_are_numbers(plan: "Plan") -> Iterator[Finding]:
    """TAB003: I en kolumn med summa är varje ruta ett tal, 1 200 eller 0,5, eller tom. Den första
    kolumnen är radernas rubriker: den står till vänster och har ingen summa.

    Varför: det som inte är ett tal räknas inte med, och summan blir fel utan att det syns.
    Källa: dokumentets mall.
    """
    for table in plan.of(Table):
        for place, column in enumerate(table.columns):
            if not place and column.stands != LEFT:
                message = (
                    "Den första kolumnen är radernas rubriker: "
                    "den står till vänster och har ingen summa."
                )
                hint = "Skriv bara rubriken, eller flytta kolumnen åt höger."
                yield Finding("TAB003", message, column.title.at, hint)
            elif column.has_sum and place:
                cells = [text for text, found in table.numbers(place) if found is None]
                sums = table.stated[place : place + 1]
                cells += [text for text in sums if decimal(text) is None]
                for text in cells:
                    yield _no_number(column, text)


def _no_number(column: Column, text: Text) -> Finding:
    message = f"”{text}” är inget tal, men kolumnen ”{column.title}” ska summeras."
    if text in _NOTHING:
        message = f"Summan av kolumnen ”{column.title}” saknas."
    hint = 'Skriv bara talet, 1 200 eller 0,5, och enheten i kolumnens rubrik. "" är en tom ruta.'
    return Finding("TAB003", message, text.at, hint)


@rule()
def sums_agree(plan: "Plan") -> Iterator[Finding]:
    """TAB004: Där en tabells sista rad är Summa stämmer varje summa med talen ovanför.

    Varför: en summa som skrivs för hand blir gammal när ett tal ändras.
    Källa: som för budgetens summor.
    """
    for table in plan.of(Table):
        for place, column in enumerate(table.columns[: len(table.stated)]):
            stated, actual = decimal(table.stated[place]), table.total(place)
            is_known = all(found is not None for _, found in table.numbers(place))
            is_asked = column.has_sum and is_known and plan.is_whole(*table.at)
            if is_asked and stated is not None and stated != actual:
                message = (
                    f"Talen i kolumnen ”{column.title}” blir {number(actual)}, men "
                    f"summan säger {number(stated)}."
                )
                right = number(actual).replace(NBSP, " ").replace("\u2212", "-")
                hint = (
                    f"Rätta talet som är fel, eller skriv {right}. "
                    "Utan raden Summa räknas den ut av sig själv."
                )
                yield Finding("TAB004", message, table.stated[place].at, hint)


Table.rules = (rows_are_whole, columns_have_room, summed_cells_are_numbers, sums_agree)
Table.place = Key("tabell", Of(Table), "Tabell", Table.ABOUT, Table.EXAMPLE, must=False)
