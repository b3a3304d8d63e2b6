"""The records of a budget: rows, which may have rows below them, and the two sides; and the columns
that its amounts stand in.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from msgspec import Struct

from generator.content.kind import Content
from generator.content.lines import NAME, Line
from generator.content.reader import Book, Form, Json, Reader
from generator.content.record import ListOf, Map, Of, Record, key, optional
from generator.content.scalars import Choice, Kronor
from generator.findings import Pointer
from generator.values import Amount, Text

CHANGE = "förändring"
CHANGE_IN_PERCENT = "förändring i procent"
SHARE = "andel"
COMPUTED = (CHANGE, CHANGE_IN_PERCENT, SHARE)
"""Columns that are computed, never typed."""
LEAST_COLUMNS = 2
"""Columns of amounts that a chart must have to say something."""
LEAST_ROWS = 3
"""Rows that a side must have for a chart of it to say something."""
_UNITS = {"kronor": ("kr", 1), "tusental kronor": ("tkr", 1000)}
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WHOLE_AMOUNTS = "Hela kronor: 945 000 eller 945000. Har budgeten kolumner: [930 000, 945 000]."


class Amounts(Form, frozen=True):
    """An amount, or one for each column that has amounts; read as a tuple."""

    def schema(self, book: Book) -> Json:
        """A reference: the form is everywhere the same."""
        return book.refer("amounts", lambda: _amounts_schema(book))

    def read(self, reader: Reader, value: Any, at: Pointer) -> tuple[Amount, ...]:
        """The amounts, in the order of the columns."""
        if isinstance(value, list):
            return tuple(reader.amount(item, (*at, i)) for i, item in enumerate(value))
        return (reader.amount(value, at),)

    def missing(self, reader: Reader, at: Pointer) -> tuple[Amount, ...]:
        """Nothing, which `gaps` tells."""
        return (reader.amount(None, at),)


def _amounts_schema(book: Book) -> Json:
    amount = Kronor().schema(book)
    one = book.definitions["amount"]
    return {
        **one,
        "title": "Belopp",
        "description": _WHOLE_AMOUNTS,
        "type": [*one["type"], "array"],
        "minItems": 1,
        "items": amount,
        "examples": ["945 000", ["930 000", "945 000"]],
    }


class Columns(Struct, frozen=True, dict=True):
    """The columns of a budget in the plan of a year; `labels` are empty for one column without a
    heading of its own.
    """

    labels: tuple[Text, ...]
    year: int

    @cached_property
    def amounts(self) -> tuple[Text, ...]:
        """The columns whose amounts are typed."""
        typed = tuple(label for label in self.labels if label.casefold() not in COMPUTED)
        return typed if self.labels else (Text("", ()),)

    @cached_property
    def of_the_year(self) -> list[int]:
        """Which of the typed columns say the plan's year."""
        return [i for i, label in enumerate(self.amounts) if self.year in years_of(label)]

    @property
    def now(self) -> int:
        """Which of the typed columns is the plan's own: its sums are the budget."""
        return self.of_the_year[0] if self.of_the_year else 0


def years_of(label: str) -> list[int]:
    """The years that a column's heading says."""
    return [int(year) for year in _YEAR.findall(label)]


def later(label: str, ahead: int) -> str:
    """A column's heading some years later."""
    return _YEAR.sub(lambda year: str(int(year[0]) + ahead), label)


class Post(Record):
    """What has amounts; `shares` are the fees of the members of this year's, where given."""

    called: Text = key("post", Line(), "Post", "Postens namn.", "Personal")
    amounts: tuple[Amount, ...] = key(
        "belopp", Amounts(), "Belopp", _WHOLE_AMOUNTS, "945 000", empty=()
    )
    shares: tuple[tuple[Text, Amount], ...] = optional(
        "per_kommun",
        Map(Kronor(), None, "Avgift", "Avgiften i hela kronor.", "118 125"),
        "Avgift per kommun",
        "Hur posten fördelas på kommunerna. Visas som en egen tabell.",
        {"Norrby": "118 125"},
        empty=(),
    )

    NAME = "post"
    TITLE = "Delpost"
    ABOUT = "En del av en post, med belopp."
    WHOLE = True

    @property
    def values(self) -> tuple[int, ...]:
        """What it comes to, in each column."""
        return self.amounts


class Row(Post):
    """A row, whose amounts may be left out where `parts` make it up."""

    amounts: tuple[Amount, ...] = optional(
        "belopp", Amounts(), "Belopp", _WHOLE_AMOUNTS, "945 000", empty=()
    )
    parts: tuple[Post, ...] = optional(
        "poster",
        ListOf(Of(Post)),
        "Delposter",
        "Vad posten består av. Delsumman räknas ut, eller kontrolleras där belopp anges.",
        [{"post": "Löner", "belopp": "800 000"}],
        empty=(),
    )

    NAME = "row"
    TITLE = "Budgetpost"
    ABOUT = "En post med belopp, eller med delposter som den består av."

    @classmethod
    def described(cls, book: Book) -> Json:
        """An amount must be there where there are no parts."""
        example = {"belopp": {"examples": ["945 000"]}}
        either = [{"required": ["belopp"], "properties": example}, {"required": ["poster"]}]
        return {**super().described(book), "anyOf": either}

    @property
    def values(self) -> tuple[int, ...]:
        """What it comes to, in each column: as stated, or what its parts come to."""
        return self.amounts or in_all(self.parts)


def in_all(posts: Iterable[Post]) -> tuple[int, ...]:
    """What some rows come to together, in each column."""
    return tuple(map(sum, zip(*(post.values for post in posts), strict=False)))


class Side(Record):
    """Income or costs: the rows and the totals that the plan states."""

    rows: tuple[Row, ...] = key(
        "poster",
        ListOf(Of(Row)),
        "Poster",
        "En rad per post.",
        [{"post": "Personal", "belopp": "895 000"}],
        empty=(),
        snippet={
            "label": "Ny budgetpost",
            "description": "En post och dess belopp i hela kronor.",
            "body": {"post": "${1:Postens namn}", "belopp": "${2:50 000}"},
        },
    )
    totals: tuple[Amount, ...] = key(
        "summa",
        Amounts(),
        "Summa",
        "Summan av posterna. Kontrolleras mot posterna.",
        "945 000",
        empty=(),
    )

    NAME = "side"
    TITLE = "Intäkter eller kostnader"
    ABOUT = "Poster och deras summa."
    EXAMPLE = {"poster": [{"post": "Personal", "belopp": "945 000"}], "summa": "945 000"}

    def posts(self) -> Iterator[tuple[tuple[str, ...], Post]]:
        """Every row and every part of one, each with the names that it is known by."""
        for row in self.rows:
            yield (row.called.casefold(),), row
            for part in row.parts:
                yield (row.called.casefold(), part.called.casefold()), part


_SIDE_EXAMPLE = Side.EXAMPLE


class Sides(Content):
    """Income and costs; `result` is income less costs where the plan states it, in each column."""

    named: Text | None = optional(
        "namn",
        NAME,
        "Namn",
        "Vad budgeten kallas när planen har flera. Visas inte i dokumentet.",
        "driftbudgeten",
    )
    unit: str | None = optional(
        "enhet",
        Choice(tuple(_UNITS)),
        "Enhet",
        "Vad beloppen är skrivna i: kronor, om inget anges, eller tusental kronor.",
        "tusental kronor",
    )
    labels: tuple[Text, ...] = optional(
        "kolumner",
        ListOf(Line(shown=False)),
        "Kolumner",
        "En kolumn för vart år, och förändring, förändring i procent eller andel, som räknas ut.",
        ["Budget 2017", "Budget 2018", "förändring"],
        empty=(),
    )
    chart: str | None = optional(
        "diagram",
        Choice(("ja", "nej")),
        "Diagram",
        "ja om posterna också ska visas som staplar, år för år.",
        "ja",
    )
    income: Side = key(
        "intäkter", Of(Side), "Intäkter", "Intäkternas poster och deras summa.", _SIDE_EXAMPLE
    )
    costs: Side = key(
        "kostnader", Of(Side), "Kostnader", "Kostnadernas poster och deras summa.", _SIDE_EXAMPLE
    )
    result: tuple[Amount, ...] = optional(
        "resultat",
        Amounts(),
        "Resultat",
        "Intäkter minus kostnader, om de inte ska vara lika.",
        0,
        empty=(),
    )

    NAME = "budget"
    TITLE = "Budget"
    ABOUT = "Intäkter och kostnader i hela kronor."
    EXAMPLE = {"intäkter": _SIDE_EXAMPLE, "kostnader": _SIDE_EXAMPLE}
    records = (Side, Row, Post)

    @property
    def sides(self) -> tuple[tuple[str, Side], ...]:
        """Income and costs, with their Swedish names."""
        return ("Intäkter", self.income), ("Kostnader", self.costs)

    @property
    def kr(self) -> str:
        """What the amounts are in: 'kr' or 'tkr'."""
        return _UNITS[self.unit or "kronor"][0]

    @property
    def worth(self) -> int:
        """How many SEK an amount of 1 is."""
        return _UNITS[self.unit or "kronor"][1]

    @property
    def inside(self) -> str:
        """' i driftbudgeten', or nothing where the budget has no name."""
        return f" i {self.named}" if self.named else ""

    def columns(self, year: int) -> Columns:
        """Its columns in the plan of a year."""
        labels = (Text(label.replace("{år}", str(year)), label.at) for label in self.labels)
        return Columns(tuple(labels), year)

    def posts(self) -> Iterator[Post]:
        """The rows of both sides, and their parts."""
        for _, side in self.sides:
            yield from (post for _, post in side.posts())

    def stated(self) -> Iterator[tuple[str, Pointer, tuple[Amount, ...]]]:
        """Everything that has an amount for each column: what it is, where, and the amounts."""
        for name, side in self.sides:
            for post in (post for _, post in side.posts()):
                if post.amounts:
                    yield f"”{post.called}”", (*post.at, "belopp"), post.amounts
            yield f"{name}nas summa", (*side.at, "summa"), side.totals
        if self.result:
            yield "Resultatet", (*self.at, "resultat"), self.result
