"""How checked data becomes records: a form says what a value may be and reads it, a reader collects
what is met on the way.
"""

import unicodedata
from collections.abc import Callable
from typing import Any

from msgspec import Struct

from generator import prose
from generator.findings import Pointer, is_under
from generator.values import Amount, Box, Pictured, Prose, Text

Json = dict[str, Any]

LONGEST = 300
"""Characters of a text on one line."""
_MOST_MARKS = 12_000
"""Signs of Markdown and lines in the texts of a plan, a hundred times as many as one has."""
_AMOUNT_SPACES = str.maketrans("", "", " \u00a0\u202f")


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
        text = self.unshown(value, at)
        if isinstance(value, str):
            self.texts.append(text)
        return text

    def unshown(self, value: Any, at: Pointer) -> Text:
        """A text on one line that is no part of the document."""
        if isinstance(value, str):
            return Text(value.strip()[:LONGEST], at)
        self.gaps.add(at)
        return Text("", at)

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


class Form(Struct, frozen=True):
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
