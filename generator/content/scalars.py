"""The forms of single values: amounts, numbers, words to choose among, times, members and hosts."""

import re
from typing import Any

from generator.content.lines import NOT_BLANK
from generator.content.reader import LONGEST, Book, Form, Json, Reader
from generator.findings import Pointer
from generator.swedish import WEEKDAYS
from generator.values import PLACEHOLDER, Amount, Day, Text

MEMBER = "kommun"
"""The definition of a member in the schema, which the plan's own list of them fills in."""


class Kronor(Form, frozen=True):
    """An amount in whole SEK."""

    def schema(self, book: Book) -> Json:
        """A reference: the form is everywhere the same."""
        return book.refer("amount", _amount_schema)

    def read(self, reader: Reader, value: Any, at: Pointer) -> Amount:
        """The amount."""
        return reader.amount(value, at)

    def missing(self, reader: Reader, at: Pointer) -> Amount:
        """Nothing, which `gaps` tells."""
        return reader.amount(None, at)


def _amount_schema() -> Json:
    return {
        "title": "Belopp i kronor",
        "description": "Hela kronor: 945 000 eller 945000.",
        "type": ["integer", "string"],
        "maxLength": 19,
        "pattern": "^-?[1-9][0-9]{0,2}([ \u00a0\u202f][0-9]{3})+$",
        "patternErrorMessage": "Skriv hela kronor: 945 000 eller 945000.",
        "examples": ["945 000"],
    }


class Whole(Form, frozen=True):
    """A whole number within limits."""

    least: int
    most: int

    def schema(self, book: Book) -> Json:
        """The limits."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}

    def read(self, reader: Reader, value: Any, at: Pointer) -> int | None:
        """The number, None where it is broken."""
        return value if isinstance(value, int) and reader.is_good(at) else None


class Choice(Form, frozen=True):
    """One of some words."""

    words: tuple[str, ...]

    def schema(self, book: Book) -> Json:
        """The words."""
        return {"type": "string", "enum": [*self.words]}

    def read(self, reader: Reader, value: Any, at: Pointer) -> str | None:
        """The word, None where it is none of them."""
        return value if value in self.words else None


class Weekday(Choice, frozen=True):
    """A weekday; read as a number, 0 for Monday."""

    words: tuple[str, ...] = tuple(WEEKDAYS)

    def read(self, reader: Reader, value: Any, at: Pointer) -> Any:
        """The weekday's number."""
        return WEEKDAYS.index(value) if value in WEEKDAYS else None


class Hours(Form, frozen=True):
    """When a meeting starts and ends; read as 'HH.MM' twice."""

    _CLOCK = "([01][0-9]|2[0-3])[.:][0-5][0-9]"

    def schema(self, book: Book) -> Json:
        """Two clock times with a hyphen."""
        message = "Skriv tiden som TT.MM-TT.MM, till exempel 08.30-13.00."
        pattern = f"^{self._CLOCK} ?[-–] ?{self._CLOCK}$"
        return {"type": "string", "pattern": pattern, "patternErrorMessage": message}

    def read(self, reader: Reader, value: Any, at: Pointer) -> tuple[str, str] | None:
        """Start and end, None where they are broken."""
        found = re.findall(r"\d\d[.:]\d\d", value) if isinstance(value, str) else []
        if len(found) != 2 or not reader.is_good(at):
            return None
        return found[0].replace(":", "."), found[1].replace(":", ".")


class When(Form, frozen=True):
    """A day (`date`), a month (`month`) or either (`day-or-month`)."""

    format: str

    def schema(self, book: Book) -> Json:
        """A format, which `schema.quick` knows."""
        return {"type": "string", "format": self.format}

    def read(self, reader: Reader, value: Any, at: Pointer) -> Day | None:
        """The day, None where it is broken."""
        if not isinstance(value, str) or not reader.is_good(at):
            return None
        year, month, *day = (int(part) for part in value.split("-"))
        return Day(at, year, month, day[0] if day else None)


class Member(Form, frozen=True):
    """A member of the committee, by its name in the plan's own list."""

    def schema(self, book: Book) -> Json:
        """A reference to what the plan's list fills in."""
        return book.refer(MEMBER, _member_schema)

    def read(self, reader: Reader, value: Any, at: Pointer) -> Text:
        """The name."""
        return Text(value if isinstance(value, str) else "", at)


def _member_schema() -> Json:
    return {
        "title": "Kommun",
        "description": "En av dem som planen har i listan kommuner.",
        "type": "string",
        "maxLength": LONGEST,
        **NOT_BLANK,
        "examples": ["Norrby"],
    }


class Hosts(Form, frozen=True):
    """One member, several in a list, or in a draft what stands for a host that is not known yet."""

    def schema(self, book: Book) -> Json:
        """A reference: the form is everywhere the same."""
        return book.refer("hosts", lambda: _hosts_schema(book))

    def read(self, reader: Reader, value: Any, at: Pointer) -> tuple[Text, ...]:
        """The hosts; one that is not known yet is among the reader's `undecided` too."""
        if isinstance(value, list):
            return tuple(Text(host, (*at, i)) for i, host in enumerate(value))
        host = Text(value, at)
        if value.startswith(PLACEHOLDER):
            reader.undecided.append(host)
        return (host,)


def _hosts_schema(book: Book) -> Json:
    member = Member().schema(book)
    several = {
        "title": "Värdkommuner",
        "description": "Flera värdkommuner.",
        "type": "array",
        "minItems": 2,
        "uniqueItems": True,
        "items": member,
        "examples": [["Norrby", "Söderby"]],
    }
    undecided = {
        "title": "Ännu inte bestämd",
        "description": "FYLL I: och vad som ska bestämmas. Bara i ett utkast.",
        "type": "string",
        "maxLength": LONGEST,
        "pattern": f"^{PLACEHOLDER}",
        "patternErrorMessage": "Skriv en kommun, eller FYLL I.",
        "examples": ["FYLL I: värdkommun"],
    }
    return {
        "title": "Värdkommun",
        "description": "En kommun, flera inom [ ], eller FYLL I i ett utkast.",
        "examples": ["Norrby", ["Norrby", "Söderby"]],
        "anyOf": [member, several, undecided],
    }
