"""What can be written at a place of the file, and what stands there means: keys, words and facts,
by the schema.

Where in the plan a place is, its indent tells: what is being typed need not be readable YAML.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from generator.fields import HOST, PROSE, form_of
from generator.schema.members import with_members
from generator.schema.quick import Schema, followed, property_of

_DASHES = re.compile(r" *(?:-(?: +|$))*")
_KEY = re.compile(r"([^\s#'\"{}\[\],&*!|>%@`:-][^:#]*?) *:(?= |$)")
_BLOCK = re.compile(r" *[|>][+-]?[ \r]*$")
_TYPED = re.compile(r"[^\s:{,\[]*$")
_ITEM = "-"
"""A step into a list, whichever item it is."""


class Suggestion(Struct, frozen=True):
    """What can be written: the word, what is typed for it, and what it means."""

    word: str
    typed: str
    about: str = ""


class _Open(Struct):
    """A key or a dash whose value what follows may be; `keys` are those that stand in it."""

    column: int
    step: str
    keys: set[str] = field(default_factory=set)


class Place(Struct, frozen=True):
    """Where in the plan a place of its file is: the steps to what is around it (keys, and '-' into
    a list), the keys beside it, the key whose value it is in ('' where it is none's), the column
    that keys beside it start in, and whether it is in running text.
    """

    path: tuple[str, ...]
    beside: frozenset[str]
    key: str
    column: int
    is_prose: bool


def place_of(text: str, offset: int) -> Place:
    """The place of an offset in a text."""
    *above, own = text[:offset].split("\n")
    reader = _Reader()
    for line in above:
        reader.read(line)
    if reader.is_in_block(own):
        return Place(reader.path, frozenset(), "", 0, is_prose=True)
    key, column = reader.read(own)
    if not key:
        reader.close(column)
    around = reader.path[:-1] if key else reader.path
    owner = reader.stack[-2 if key else -1]
    below = text[offset:].split("\n")[1:]
    return Place(around, frozenset(owner.keys | _keys_below(below, column)), key, column, False)


class _Reader:
    """Reads a plan line by line, and knows what is open at the end of each."""

    def __init__(self) -> None:
        self.stack = [_Open(-1, "")]
        self._block: int | None = None
        """The column of a key whose text follows over several lines."""

    @property
    def path(self) -> tuple[str, ...]:
        """The steps to what is open."""
        return tuple(one.step for one in self.stack[1:])

    def is_in_block(self, line: str) -> bool:
        """True for a line of a text over several lines."""
        indent = len(line) - len(line.lstrip(" "))
        return self._block is not None and indent > self._block

    def read(self, line: str) -> tuple[str, int]:
        """Take in a line; its key, and the column where its key is or would be."""
        says = line.strip() and not line.lstrip().startswith("#")
        if self.is_in_block(line):
            return "", 0
        lead = _DASHES.match(line)
        column = lead.end() if lead else 0
        if not says:
            return "", column
        self._block = None
        for place in (place for place in range(column) if line[place] == "-"):
            self.close(place, keeps_key=True)
            self.stack.append(_Open(place, _ITEM))
        self.close(column)
        found = _KEY.match(line, column)
        if not found:
            return "", column
        self.stack[-1].keys.add(found[1])
        self.stack.append(_Open(column, found[1]))
        if _BLOCK.match(line, found.end()):
            self._block = column
        return found[1], column

    def close(self, column: int, *, keeps_key: bool = False) -> None:
        """Close what starts at a column or right of it; a list may stand right below its key."""
        while self.stack[-1].column >= column:
            last = self.stack[-1]
            if keeps_key and last.column == column and last.step != _ITEM:
                break
            self.stack.pop()


def _keys_below(lines: list[str], column: int) -> set[str]:
    """The keys that start in a column, up to where what they stand in ends."""
    found = set()
    for line in lines:
        indent = len(line) - len(line.lstrip(" "))
        if not line.strip() or line.lstrip().startswith("#") or indent > column:
            continue
        if indent < column or line[indent] == "-":
            break
        key = _KEY.match(line, column)
        found |= {key[1]} if key else set()
    return found


def suggestions(
    text: str, offset: int, data: Any, schema: Schema, facts: Mapping[str, Any]
) -> tuple[int, list[Suggestion]]:
    """What can be written at an offset of a text, and from where on it takes the place of what is
    typed. `data` is the plan as it was last read, `facts` what its texts can show by name.
    """
    start = text.rfind("\n", 0, offset) + 1
    line = text[start:offset]
    named = re.search(r"\{([^{}]*)$", line)
    if line.lstrip().startswith("#"):
        return offset, []
    place = place_of(text, offset)
    root = with_members(schema, data)
    part = _part(root, (*place.path, place.key) if place.key else place.path)
    is_text = place.is_prose or (place.key and not _words(part, root))
    if named and is_text:
        told = [Suggestion(name, f"{name}}}", str(shown)) for name, shown in facts.items()]
        return start + named.start(1), told
    if place.is_prose:
        return offset, []
    if place.key or (place.path[-1:] == (_ITEM,) and _words(part, root)):
        typed = _TYPED.search(line)
        return start + (typed.start() if typed else 0), [*_values(part, root)]
    return start + place.column, [*_missing(part, root, place)]


def meaning(text: str, offset: int, data: Any, schema: Schema) -> tuple[str, str] | None:
    """What the key that stands at an offset is called, and what it is for; None for what is no key
    of the plan's.
    """
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    line = text[start : end if end >= 0 else len(text)]
    place = place_of(text, start + len(line))
    if not place.key or not place.column <= offset - start <= place.column + len(place.key):
        return None
    root = with_members(schema, data)
    part = _part(root, (*place.path, place.key))
    whole = followed(part, root)
    title = part.get("title") or whole.get("title") or ""
    about = part.get("description") or whole.get("description") or ""
    return (str(title), str(about)) if title or about else None


def _part(root: Schema, path: tuple[str, ...]) -> Schema:
    """The schema of a place; of nothing where the plan knows no such."""
    part: Schema = root
    for step in path:
        part = followed(part, root)
        part = part.get("items", {}) if step == _ITEM else property_of(part, step) or {}
    return part


def _words(part: Schema, root: Schema) -> tuple[str, ...]:
    """What a value is chosen among; nothing where it is free."""
    whole = followed(part, root)
    if form_of(part, whole) == HOST:
        return tuple(root.get("$defs", {}).get("kommun", {}).get("enum", ()))
    return tuple(map(str, whole.get("enum", ())))


def _values(part: Schema, root: Schema) -> Iterator[Suggestion]:
    for word in _words(part, root):
        yield Suggestion(word, word)


def _missing(part: Schema, root: Schema, place: Place) -> Iterator[Suggestion]:
    """The keys that a group could have too."""
    whole = followed(part, root)
    for key, value in whole.get("properties", {}).items():
        if key not in place.beside:
            title = value.get("title") or followed(value, root).get("title") or ""
            about = value.get("description") or followed(value, root).get("description") or ""
            told = ": ".join(filter(None, (title, about)))
            yield Suggestion(key, key + _after(value, root, place.column), told)


def _after(part: Schema, root: Schema, column: int) -> str:
    """What follows a key as it is typed, up to where its value begins."""
    whole = followed(part, root)
    below = "\n" + " " * (column + 2)
    if form_of(part, whole) == PROSE:
        return f": |{below}"
    if whole.get("type") == "object":
        return f":{below}"
    return f":{below}- " if whole.get("type") == "array" else ": "
