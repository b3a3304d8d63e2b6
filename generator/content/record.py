"""How a record declares itself: each field once, with its key, its words for people and its form.

The schema, the reading, what a repair may expect and the editor's help all follow from that.
"""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, TypeVar, dataclass_transform

from msgspec import Struct, StructMeta

from generator.content.reader import Book, Form, Json, Reader
from generator.findings import Pointer
from generator.values import Text

R = TypeVar("R", bound="Record")


class ListOf(Form, frozen=True):
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


class Map(Form, frozen=True):
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


class Of(Form, frozen=True):
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


class Key(Struct, frozen=True):
    """A field of a record: its key in the file, its form, and its words for people. `must` be there
    or may be left out, and is `empty` then.
    """

    name: str
    form: Form
    title: str
    description: str
    example: Any
    must: bool = True
    empty: Any = None
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
    return Key(name, form, title, description, example, must, empty, snippet)


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


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(key, optional))
class _Declaring(StructMeta):
    """Makes a record's class of what it declares: what is read under each key is an attribute, and
    `keys` knows how it was declared.
    """

    _keys: dict[str, Key]

    def __new__(
        cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **options: Any
    ) -> Any:
        own = {field: key for field, key in namespace.items() if isinstance(key, Key)}
        namespace.update((field, key.empty) for field, key in own.items())
        # Declared values are read by name; a class that declares none takes them in their order.
        options = {"frozen": True, "dict": True, "kw_only": bool(own), **options}
        made: Any = super().__new__(cls, name, bases, namespace, **options)
        made._keys = {**getattr(made, "_keys", {}), **own}
        return made


class Record(Struct, metaclass=_Declaring):
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
    def keys(cls) -> Mapping[str, Key]:
        """The declared fields, by attribute."""
        return cls._keys

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
