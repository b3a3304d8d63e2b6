"""A table of texts: columns with headings, and rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

from generator.content.kind import Content, Writer
from generator.content.record import Key, Line, ListOf, Of, Rows, Whole, key, optional
from generator.content.rule import rule
from generator.findings import Finding
from generator.shown import Perhaps
from generator.swedish import count
from generator.values import Text

if TYPE_CHECKING:
    from generator.plan import Plan

_MOST_COLUMNS = 12


class ShownRow(TypedDict):
    """A row: the text of its first cell, and those of the others."""

    först: Text
    celler: list[Text]


class ShownTable(TypedDict):
    """A table: its caption, the headings of its columns as a row of its own, its rows, and its
    columns' widths in proportion to each other (none: as the texts want).
    """

    rubrik: Perhaps
    bredder: list[int]
    huvud: ShownRow
    rader: list[ShownRow]


@dataclass(frozen=True)
class Table(Content):
    """A table of texts. `widths` are the columns' widths in proportion to each other, where the
    plan gives them.
    """

    caption: Text | None = optional(
        "rubrik", Line(), "Tabellrubrik", "Raden ovanför tabellen.", "Områden och syften"
    )
    columns: tuple[Text, ...] = key(
        "kolumner",
        ListOf(Line()),
        "Kolumner",
        "Kolumnernas rubriker.",
        ["Område", "Syfte"],
        empty=(),
    )
    rows: tuple[tuple[Text, ...], ...] = key(
        "rader",
        Rows(),
        "Rader",
        "En rad i taget inom [ ], eller som lista, med lika många texter som kolumnerna.",
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
    ends_in_a_table = True

    @property
    def begins_with_a_table(self) -> bool:
        """True without a caption."""
        return self.caption is None

    def show(self, writer: Writer, level: int) -> ShownTable:
        """Its texts."""
        rows = [_row(writer, row) for row in self.rows]
        caption = writer.line(self.caption) if self.caption else Text("", self.at)
        head = _row(writer, self.columns)
        return {"rubrik": caption, "bredder": [*self.widths], "huvud": head, "rader": rows}


def _row(writer: Writer, cells: Sequence[Text]) -> ShownRow:
    first, *others = [writer.line(cell) for cell in cells]
    return {"först": first, "celler": others}


@rule()
def rows_are_whole(plan: "Plan") -> Iterator[Finding]:
    """TAB001: Varje rad i en tabell har lika många texter som tabellen har kolumner, och lika många
    bredder där de anges.

    Varför: en text som glöms flyttar alla texter efter den till fel kolumn.
    Källa: dokumentets mall.
    """
    for table in plan.of(Table):
        wanted = len(table.columns)
        listed: list[tuple[Any, int, str]] = [
            ((*table.at, "rader", i), len(row), "Raden") for i, row in enumerate(table.rows)
        ]
        listed += [((*table.at, "bredder"), len(table.widths), "Listan")] if table.widths else []
        for at, number, what in listed if wanted else ():
            if number != wanted and plan.is_whole(*at):
                has = (
                    count(number, "text", "texter")
                    if what == "Raden"
                    else count(number, "bredd", "bredder")
                )
                message = (
                    f"{what} har {has}, men tabellen har {count(wanted, 'kolumn', 'kolumner')}."
                )
                yield Finding("TAB001", message, at, "Skriv en för varje kolumn.")


@rule()
def columns_have_room(plan: "Plan") -> Iterator[Finding]:
    """TAB002: En tabell har högst tolv kolumner.

    Varför: fler blir smalare än en centimeter på sidan, och går inte att läsa.
    Källa: dokumentets mall.
    """
    for table in plan.of(Table):
        number = len(table.columns)
        if number > _MOST_COLUMNS:
            message = (
                f"Tabellen har {number} kolumner, men bara {_MOST_COLUMNS} får plats på sidan."
            )
            hint = "Dela tabellen i två, eller låt det som är kolumner bli rader."
            yield Finding("TAB002", message, (*table.at, "kolumner"), hint, on_key=True)


Table.rules = (rows_are_whole, columns_have_room)
Table.place = Key("tabell", Of(Table), "Tabell", Table.ABOUT, Table.EXAMPLE, must=False)
