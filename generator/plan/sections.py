"""Sections: a heading, what stands under it in the order of the file, and the sections below;
chapters and appendices too.
"""

from collections.abc import Iterator
from typing import Any

from generator.content import KINDS
from generator.content.kind import Content
from generator.content.lines import NAME, Line
from generator.content.reader import Book, Form, Json, Reader
from generator.content.record import Key, Record, key, optional
from generator.findings import Pointer
from generator.values import Text

DEEPEST = 4
"""Levels of headings that a document has: chapters are on the first."""
APPENDIX = "bilaga"
"""The `slag` of a chapter that is an appendix."""
MIXED = "innehåll"
"""The key of contents of any kinds in any order, where one of a kind is not enough."""
BELOW = "avsnitt"

_PLACES = {kind.place.name: kind.place for kind in KINDS}


class _Mixed(Form, frozen=True):
    """A list of contents, each of any kind."""

    def schema(self, book: Book) -> Json:
        """A list of groups of keys, one for each kind."""
        return {
            "type": "array",
            "minItems": 1,
            "items": book.refer("content", lambda: _content_schema(book)),
        }

    def read(self, reader: Reader, value: Any, at: Pointer) -> tuple[Content, ...]:
        """The contents, in their order."""
        items = enumerate(value) if isinstance(value, list) else ()
        return tuple(
            content for i, item in items for content in contents_of(reader, item, (*at, i))
        )


def _content_schema(book: Book) -> Json:
    return {
        "title": "Innehåll",
        "description": "Ett stycke innehåll: text, citat, tabell …",
        "type": "object",
        "additionalProperties": False,
        "minProperties": 1,
        "properties": {name: place.schema(book) for name, place in _PLACES.items()},
        "examples": [{"text": "Text."}],
    }


class _Sections(Form, frozen=True):
    """A list of sections, each read as far as it can be."""

    def schema(self, book: Book) -> Json:
        """A list of references: sections lie within sections."""
        return {
            "type": "array",
            "minItems": 1,
            "items": book.refer(Section.NAME, lambda: Section.described(book)),
        }

    def read(self, reader: Reader, value: Any, at: Pointer) -> "tuple[Section, ...]":
        """The sections, in their order."""
        items = enumerate(value) if isinstance(value, list) else ()
        return tuple(
            Section.read(reader, item, (*at, i)) for i, item in items if isinstance(item, dict)
        )

    def missing(self, reader: Reader, at: Pointer) -> "tuple[Section, ...]":
        """None, which `gaps` tells."""
        reader.gaps.add(at)
        return ()


def contents_of(reader: Reader, data: Any, at: Pointer) -> Iterator[Content]:
    """The contents among the keys of some data, in the order of the file."""
    for name, value in data.items() if isinstance(data, dict) else ():
        if name in _PLACES and value is not None:
            yield _PLACES[name].form.read(reader, value, (*at, name))
        elif name == MIXED:
            yield from _Mixed().read(reader, value, (*at, name))


def _late(data: Json, at: Pointer) -> Iterator[Pointer]:
    """The contents that stand after the sections in the file."""
    names = list(data)
    after = names[names.index(BELOW) + 1 :] if BELOW in names else []
    return ((*at, name) for name in after if name in _PLACES or name == MIXED)


_NEW_SECTION = {
    "label": "Nytt avsnitt",
    "description": "En rubrik och en text.",
    "body": {"rubrik": "${1:Ny rubrik}", "text": "|\n      ${2:Text.}"},
}
SECTIONS = _Sections()


class Section(Record):
    """A heading with its contents and the sections below it. `kind` is what number words in the
    texts count it as.
    """

    title: Text = key(
        "rubrik",
        Line(),
        "Rubrik",
        "Rubriken som den ska stå i dokumentet, utan nummer. {år} byts mot planens år.",
        "Ny rubrik",
    )
    kind: Text | None = optional(
        "slag",
        NAME,
        "Slag",
        (
            "Vad avsnittet är, när texten räknar sådana: målområde för ”fem målområden”. "
            "Ett kapitel av slaget bilaga är en bilaga."
        ),
        "målområde",
    )
    sections: "tuple[Section, ...]" = optional(
        BELOW,
        SECTIONS,
        "Avsnitt",
        "Avsnitt en nivå ned, efter allt annat under rubriken.",
        [{"rubrik": "Ny rubrik", "text": "Ny text."}],
        empty=(),
        snippet=_NEW_SECTION,
    )
    contents: tuple[Content, ...] = ()

    NAME = "section"
    TITLE = "Avsnitt"
    ABOUT = "En rubrik och det som står under den, i den ordning som det står här."
    EXAMPLE = {"rubrik": "Ny rubrik", "text": "Ny text."}

    @classmethod
    def declared(cls) -> Iterator[Key]:
        """The heading, every kind of content, and the sections below."""
        keys = cls.keys()
        yield keys["title"]
        yield keys["kind"]
        yield from _PLACES.values()
        description = (
            "Innehåll av olika slag i den ordning som det ska stå, när ett av varje inte räcker."
        )
        yield Key(
            MIXED, _Mixed(), "Innehåll i ordning", description, [{"text": "Text."}], must=False
        )
        yield keys["sections"]

    @classmethod
    def values_of(cls, reader: Reader, data: Json, at: Pointer) -> Iterator[tuple[str, Any]]:
        """The heading first, then the contents in the order of the file, then the sections."""
        for name, declared in cls.keys().items():
            if name == "sections":
                yield "contents", tuple(contents_of(reader, data, at))
                reader.late |= set(_late(data, at))
            below = (*at, declared.name)
            if data.get(declared.name) is not None:
                yield name, declared.form.read(reader, data[declared.name], below)
            elif declared.must:
                yield name, declared.form.missing(reader, below)

    @property
    def is_appendix(self) -> bool:
        """True for a chapter that is an appendix."""
        return str(self.kind).casefold() == APPENDIX


def walk(section: Section, level: int = 1) -> Iterator[tuple[Section, int]]:
    """A section and all that lie below it, in the document's order, each with its heading's
    level.
    """
    yield section, level
    for below in section.sections:
        yield from walk(below, level + 1)
