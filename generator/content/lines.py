"""The forms of texts: on one line, a word of a form of its own, a file's name, running text, the
cells of a table.
"""

import unicodedata
from typing import Any

from generator.content.reader import LONGEST, Book, Form, Json, Reader
from generator.findings import Pointer
from generator.values import Prose, Text

_LONGEST_PROSE = 100_000
NOT_BLANK = {"pattern": r"\S", "patternErrorMessage": "Skriv text, eller ta bort raden."}
"""The part of a schema that asks for some sign."""


class Line(Form, frozen=True):
    """A text on one line; `shown` is False for words that are no part of the document."""

    shown: bool = True

    def schema(self, book: Book) -> Json:
        """A reference: the form is everywhere the same."""
        return book.refer("line", _line_schema)

    def read(self, reader: Reader, value: Any, at: Pointer) -> Text:
        """The text."""
        return reader.text(value, at) if self.shown else reader.unshown(value, at)

    def missing(self, reader: Reader, at: Pointer) -> Text:
        """An empty text."""
        return self.read(reader, None, at)


def _line_schema() -> Json:
    return {
        "title": "Text på en rad",
        "description": "Text på en rad.",
        "type": "string",
        "maxLength": LONGEST,
        "examples": ["Verksamhetsplan {år}"],
        **NOT_BLANK,
    }


class Word(Form, frozen=True):
    """A text of a form of its own, no part of the document: `pattern` and what is said where it
    does not fit.
    """

    pattern: str
    complaint: str
    shortest: int = 0

    def schema(self, book: Book) -> Json:
        """Text that fits the pattern."""
        least = {"minLength": self.shortest} if self.shortest else {}
        fits = {"pattern": self.pattern, "patternErrorMessage": self.complaint}
        return {"type": "string", **least, "maxLength": LONGEST, **fits}

    def read(self, reader: Reader, value: Any, at: Pointer) -> Text:
        """The text."""
        return reader.unshown(value, at)

    def missing(self, reader: Reader, at: Pointer) -> Text:
        """An empty text, which `gaps` tells."""
        return reader.unshown(None, at)


NAME = Word("^[A-Za-zÅÄÖÉÜåäöéü]+( [A-Za-zÅÄÖÉÜåäöéü]+)*$", "Skriv namnet med bara bokstäver.")
"""What the plan calls something, in its texts and in other values."""


class File(Form, frozen=True):
    """The name of a picture's file, as seen from the plan's folder."""

    def schema(self, book: Book) -> Json:
        """A text on one line."""
        return {"type": "string", "maxLength": LONGEST, **NOT_BLANK}

    def read(self, reader: Reader, value: Any, at: Pointer) -> Text:
        """The name; two ways to write the same letters are one name."""
        return reader.unshown(unicodedata.normalize("NFC", str(value or "")), at)

    def missing(self, reader: Reader, at: Pointer) -> Text:
        """No name, which `gaps` tells."""
        return reader.unshown(None, at)


class Running(Form, frozen=True):
    """Running text."""

    def schema(self, book: Book) -> Json:
        """A reference: the form is everywhere the same."""
        return book.refer("prose", _prose_schema)

    def read(self, reader: Reader, value: Any, at: Pointer) -> Prose | None:
        """The text, None where it cannot be trusted."""
        return reader.prose(value, at)


def _prose_schema() -> Json:
    return {
        "title": "Löptext",
        "description": "Löptext: en tom rad mellan stycken, ”- ” för punkter.",
        "type": "string",
        "maxLength": _LONGEST_PROSE,
        "examples": ["Vi samverkar."],
        **NOT_BLANK,
    }


def _cell_schema() -> Json:
    return {
        "title": "Ruta i en tabell",
        "description": 'Text på en rad, eller "" för en tom ruta, som visas som ett streck.',
        "type": "string",
        "maxLength": LONGEST,
        "examples": ["Näringsliv"],
    }


class Rows(Form, frozen=True):
    """A list of lists of texts, each of which may be empty."""

    def schema(self, book: Book) -> Json:
        """A list of lists of lines."""
        return {
            "type": "array",
            "minItems": 1,
            "items": {"type": "array", "minItems": 1, "items": book.refer("cell", _cell_schema)},
        }

    def read(self, reader: Reader, value: Any, at: Pointer) -> tuple[tuple[Text, ...], ...]:
        """The texts, row by row."""
        rows = enumerate(value) if isinstance(value, list) else ()
        return tuple(_cells(reader, row, (*at, i)) for i, row in rows)

    def missing(self, reader: Reader, at: Pointer) -> tuple[tuple[Text, ...], ...]:
        """No rows, which `gaps` tells."""
        reader.gaps.add(at)
        return ()


def _cells(reader: Reader, row: Any, at: Pointer) -> tuple[Text, ...]:
    cells = enumerate(row) if isinstance(row, list) else ()
    return tuple(_cell(reader, cell, (*at, i)) for i, cell in cells if reader.is_good((*at, i)))


def _cell(reader: Reader, value: Any, at: Pointer) -> Text:
    """A text that may be empty; an empty one is none of those that rules read."""
    return Text("", at) if value == "" else reader.text(value, at)
