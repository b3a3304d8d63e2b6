"""How a record declares itself: each field once, with its key, its words for people and its form.

The schema, the reading, what a repair may expect and the editor's help all follow from that.
"""

import dataclasses
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar, TypeVar

from generator import prose
from generator.findings import Pointer, is_under
from generator.swedish import WEEKDAYS
from generator.values import PLACEHOLDER, Amount, Box, Day, Pictured, Prose, Text

Json = dict[str, Any]
R = TypeVar("R", bound="Record")

_LONGEST = 300
"""Characters of a text on one line."""
_LONGEST_PROSE = 20_000
_MOST_MARKS = 10_000
"""Signs of Markdown in the texts of a plan, hundreds of times as many as one has."""
_AMOUNT_SPACES = str.maketrans("", "", " \u00a0\u202f")
_WORDS = {"pattern": r"\S", "patternErrorMessage": "Skriv text, eller ta bort raden."}
MEMBER = "kommun"
"""The definition of a member in the schema, which the plan's own list of them fills in."""


class Book:
    """The definitions of a schema, by name, as they are met."""

    def __init__(self) -> None:
        self.definitions: dict[str, Json] = {}

    def refer(self, name: str, make: Callable[[], Json]) -> Json:
        """A reference to a definition, made where it is met for the first time."""
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name] = make()
        return {"$ref": f"#/$defs/{name}"}


class Reader:
    """Reads checked data into records; collects the texts that it meets and the places that cannot
    be trusted (`gaps`).
    """

    def __init__(self, broken: frozenset[Pointer]) -> None:
        self._broken = broken
        self._marks = 0
        self.gaps: set[Pointer] = set(broken)
        self.texts: list[Text] = []
        self.proses: list[Prose] = []
        self.undecided: list[Text] = []
        self.pictured: list[Pictured] = []
        self.late: set[Pointer] = set()

    def is_good(self, at: Pointer) -> bool:
        """True if nothing at or below a place is broken."""
        return not any(is_under(bad, at) for bad in self._broken)

    def text(self, value: Any, at: Pointer) -> Text:
        """A text on one line that the document shows; empty where it is none, which `gaps`
        tells.
        """
        if not isinstance(value, str):
            self.gaps.add(at)
            return Text("", at)
        text = Text(value.strip()[:_LONGEST], at)
        self.texts.append(text)
        return text

    def prose(self, value: Any, at: Pointer) -> Prose | None:
        """Running text, parsed as far as the plan's signs of Markdown are not too many."""
        if not isinstance(value, str) or not self.is_good(at):
            return None
        self._marks += prose.marks(value)
        parse = prose.parse if self._marks <= _MOST_MARKS else prose.unparsed
        text = Prose(at, value, *parse(value))
        self.proses.append(text)
        for block in text.blocks:
            if block.file:
                name = Text(unicodedata.normalize("NFC", block.file), at)
                shown = Pictured(name, str(block), at, Box(), block.within)
                self.pictured.append(shown)
        return text

    def amount(self, value: Any, at: Pointer) -> Amount:
        """An amount in SEK; 0 where it is broken, which `gaps` tells."""
        if not isinstance(value, int | str) or not self.is_good(at):
            self.gaps.add(at)
            return Amount(0, at)
        return Amount(int(value.translate(_AMOUNT_SPACES)) if isinstance(value, str) else value, at)


class Form:
    """The form of a value: how the schema describes it, how it is read, and what stands for one
    that is missing.
    """

    def schema(self, book: Book) -> Json:
        """Its part of the schema."""
        raise NotImplementedError

    def read(self, reader: Reader, value: Any, at: Pointer) -> Any:
        """The value as read; the schema has said what it is, unless `reader` calls it broken."""
        raise NotImplementedError

    def missing(self, reader: Reader, at: Pointer) -> Any:
        """What stands for a value that must be there and is not; `gaps` tells."""
        reader.gaps.add(at)


@dataclass(frozen=True)
class Line(Form):
    """A text on one line; `shown` is False for words that are no part of the document."""

    shown: bool = True

    def schema(self, book: Book) -> Json:
        """A reference: the form is everywhere the same."""
        return book.refer("line", _line_schema)

    def read(self, reader: Reader, value: Any, at: Pointer) -> Text:
        """The text."""
        return reader.text(value, at) if self.shown else _unshown(reader, value, at)

    def missing(self, reader: Reader, at: Pointer) -> Text:
        """An empty text."""
        return self.read(reader, None, at)


def _line_schema() -> Json:
    return {
        "title": "Text på en rad",
        "description": "Text på en rad.",
        "type": "string",
        "maxLength": _LONGEST,
        "examples": ["Verksamhetsplan {år}"],
        **_WORDS,
    }


def _unshown(reader: Reader, value: Any, at: Pointer) -> Text:
    if isinstance(value, str):
        return Text(value.strip()[:_LONGEST], at)
    reader.gaps.add(at)
    return Text("", at)


@dataclass(frozen=True)
class Word(Form):
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
        return {"type": "string", **least, "maxLength": _LONGEST, **fits}

    def read(self, reader: Reader, value: Any, at: Pointer) -> Text:
        """The text."""
        return _unshown(reader, value, at)

    def missing(self, reader: Reader, at: Pointer) -> Text:
        """An empty text, which `gaps` tells."""
        return _unshown(reader, None, at)


NAME = Word("^[A-Za-zÅÄÖÉÜåäöéü]+( [A-Za-zÅÄÖÉÜåäöéü]+)*$", "Skriv namnet med bara bokstäver.")
"""What the plan calls something, in its texts and in other values."""


class File(Form):
    """The name of a picture's file, as seen from the plan's folder."""

    def schema(self, book: Book) -> Json:
        """A text on one line."""
        return {"type": "string", "maxLength": _LONGEST, **_WORDS}

    def read(self, reader: Reader, value: Any, at: Pointer) -> Text:
        """The name; two ways to write the same letters are one name."""
        return _unshown(reader, unicodedata.normalize("NFC", str(value or "")), at)

    def missing(self, reader: Reader, at: Pointer) -> Text:
        """No name, which `gaps` tells."""
        return _unshown(reader, None, at)


class Running(Form):
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
        **_WORDS,
    }


class Kronor(Form):
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


@dataclass(frozen=True)
class Whole(Form):
    """A whole number within limits."""

    least: int
    most: int

    def schema(self, book: Book) -> Json:
        """The limits."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}

    def read(self, reader: Reader, value: Any, at: Pointer) -> int | None:
        """The number, None where it is broken."""
        return value if isinstance(value, int) and reader.is_good(at) else None


@dataclass(frozen=True)
class Choice(Form):
    """One of some words."""

    words: tuple[str, ...]

    def schema(self, book: Book) -> Json:
        """The words."""
        return {"type": "string", "enum": [*self.words]}

    def read(self, reader: Reader, value: Any, at: Pointer) -> str | None:
        """The word, None where it is none of them."""
        return value if value in self.words else None


class Weekday(Choice):
    """A weekday; read as a number, 0 for Monday."""

    def __init__(self) -> None:
        super().__init__(tuple(WEEKDAYS))

    def read(self, reader: Reader, value: Any, at: Pointer) -> Any:
        """The weekday's number."""
        return WEEKDAYS.index(value) if value in WEEKDAYS else None


class Hours(Form):
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


@dataclass(frozen=True)
class When(Form):
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


class Member(Form):
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
        "maxLength": _LONGEST,
        **_WORDS,
        "examples": ["Norrby"],
    }


class Hosts(Form):
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
        "maxLength": _LONGEST,
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


@dataclass(frozen=True)
class ListOf(Form):
    """A list; each item has the same form. Of a record that is `whole` one with a broken value is
    left out.
    """

    item: Form
    least: int = 1
    unique: bool = False

    def schema(self, book: Book) -> Json:
        """A list of at least so many."""
        distinct = {"uniqueItems": True} if self.unique else {}
        return {
            "type": "array",
            "minItems": self.least,
            **distinct,
            "items": self.item.schema(book),
        }

    def read(self, reader: Reader, value: Any, at: Pointer) -> tuple[Any, ...]:
        """The items, in their order."""
        items = enumerate(value) if isinstance(value, list) else ()
        made = (
            self.item.read(reader, item, (*at, i))
            for i, item in items
            if self._is_read(reader, item, (*at, i))
        )
        return tuple(item for item in made if item is not None)

    def _is_read(self, reader: Reader, item: Any, at: Pointer) -> bool:
        if isinstance(self.item, Of):
            return isinstance(item, dict) and (reader.is_good(at) or not self.item.record.WHOLE)
        return reader.is_good(at)

    def missing(self, reader: Reader, at: Pointer) -> tuple[Any, ...]:
        """None of them, which `gaps` tells."""
        reader.gaps.add(at)
        return ()


class _Cell(Form):
    """A text on one line that may be empty."""

    def read(self, reader: Reader, value: Any, at: Pointer) -> Text:
        """The text; an empty one is none of those that rules read."""
        return Text("", at) if value == "" else reader.text(value, at)


def _cell_schema() -> Json:
    return {
        "title": "Ruta i en tabell",
        "description": 'Text på en rad, eller "" för en tom ruta, som visas som ett streck.',
        "type": "string",
        "maxLength": _LONGEST,
        "examples": ["Näringsliv"],
    }


@dataclass(frozen=True)
class Rows(Form):
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
        return tuple(ListOf(_Cell()).read(reader, row, (*at, i)) for i, row in rows)

    def missing(self, reader: Reader, at: Pointer) -> tuple[tuple[Text, ...], ...]:
        """No rows, which `gaps` tells."""
        reader.gaps.add(at)
        return ()


@dataclass(frozen=True)
class Map(Form):
    """A value for each of some keys: years, or (`pattern` None) the members. Read as pairs of the
    key's text and the value.
    """

    item: Form
    pattern: str | None = None
    title: str = ""
    description: str = ""
    example: Any = None

    def schema(self, book: Book) -> Json:
        """A group whose keys fit a pattern; the plan's own list of members narrows the others."""
        about = {"title": self.title, "description": self.description, "examples": [self.example]}
        part = {**self.item.schema(book), **about}
        return {
            "type": "object",
            "additionalProperties": False,
            "minProperties": 1,
            "patternProperties": {self.pattern or r"\S": part},
        }

    def read(self, reader: Reader, value: Any, at: Pointer) -> tuple[tuple[Text, Any], ...]:
        """The pairs that can be trusted, in their order."""
        pairs = value.items() if isinstance(value, dict) else ()
        good = [(Text(key, (*at, key)), item) for key, item in pairs if reader.is_good((*at, key))]
        return tuple((key, self.item.read(reader, item, key.at)) for key, item in good)

    def missing(self, reader: Reader, at: Pointer) -> tuple[tuple[Text, Any], ...]:
        """No pairs, which `gaps` tells."""
        reader.gaps.add(at)
        return ()


@dataclass(frozen=True)
class Of(Form):
    """A group of keys: a record."""

    record: "type[Record]"

    def schema(self, book: Book) -> Json:
        """A reference to the record's definition."""
        return book.refer(self.record.NAME, lambda: self.record.described(book))

    def read(self, reader: Reader, value: Any, at: Pointer) -> "Record":
        """The record, as far as it can be read."""
        return self.record.read(reader, value if isinstance(value, dict) else {}, at)

    def missing(self, reader: Reader, at: Pointer) -> "Record":
        """An empty record, which `gaps` tells."""
        reader.gaps.add(at)
        return self.record.read(reader, {}, at)


@dataclass(frozen=True)
class Key:
    """A field of a record: its key in the file, its form, and its words for people. `must` be there
    or may be left out.
    """

    name: str
    form: Form
    title: str
    description: str
    example: Any
    must: bool = True
    snippet: Json | None = None

    def schema(self, book: Book) -> Json:
        """Its part of the schema, with its words."""
        about = {"title": self.title, "description": self.description, "examples": [self.example]}
        snippet = {"defaultSnippets": [self.snippet]} if self.snippet else {}
        return {**self.form.schema(book), **about, **snippet}


def key(
    name: str,
    form: Form,
    title: str,
    description: str,
    example: Any,
    *,
    must: bool = True,
    empty: Any = None,
    snippet: Json | None = None,
) -> Any:
    """Declare a field of a record: the value under the key `name`; `empty` is what it is where the
    plan leaves it out.
    """
    declared = Key(name, form, title, description, example, must, snippet)
    return field(default=empty, kw_only=True, metadata={"key": declared})


def optional(
    name: str,
    form: Form,
    title: str,
    description: str,
    example: Any,
    *,
    empty: Any = None,
    snippet: Json | None = None,
) -> Any:
    """Declare a field that the plan may leave out."""
    return key(name, form, title, description, example, must=False, empty=empty, snippet=snippet)


@dataclass(frozen=True)
class Record:
    """A group of keys of the plan. NAME, TITLE and ABOUT describe it in the schema; of those that
    are WHOLE none is read that has a broken value.
    """

    at: Pointer

    NAME: ClassVar[str] = ""
    TITLE: ClassVar[str] = ""
    ABOUT: ClassVar[str] = ""
    WHOLE: ClassVar[bool] = False
    EXAMPLE: ClassVar[Any] = None

    @classmethod
    @cache
    def keys(cls) -> Mapping[str, Key]:
        """The declared fields, by attribute."""
        return {
            part.name: part.metadata["key"]
            for part in dataclasses.fields(cls)
            if "key" in part.metadata
        }

    @classmethod
    def described(cls, book: Book) -> Json:
        """The record's definition in the schema."""
        declared = list(cls.declared())
        must = [key.name for key in declared if key.must]
        example = {"examples": [cls.EXAMPLE]} if cls.EXAMPLE else {}
        required = {"required": must} if must else {}
        properties = {key.name: key.schema(book) for key in declared}
        about = {
            "title": cls.TITLE,
            "description": cls.ABOUT,
            "type": "object",
            "additionalProperties": False,
        }
        return {**about, **required, "properties": properties, **example}

    @classmethod
    def declared(cls) -> Iterator[Key]:
        """Every key that the record may have, in the order of the schema."""
        yield from cls.keys().values()

    @classmethod
    def read(cls: type[R], reader: Reader, data: Json, at: Pointer) -> R:
        """The record of some data, read as far as it can be."""
        return cls(at, **dict(cls.values_of(reader, data, at)))

    @classmethod
    def values_of(cls, reader: Reader, data: Json, at: Pointer) -> Iterator[tuple[str, Any]]:
        """The values of the declared fields, by attribute; those that are left out are not among
        them.
        """
        for name, key in cls.keys().items():
            if data.get(key.name) is not None:
                yield name, key.form.read(reader, data[key.name], (*at, key.name))
            elif key.must:
                yield name, key.form.missing(reader, (*at, key.name))
