"""What a plan looks like, for a reader that must guess what a damaged line was meant to be."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from generator.findings import Pointer
from generator.schema.quick import (
    INTEGER,
    Schema,
    conforms,
    described,
    followed,
    property_of,
)

_SWALLOWED = re.compile(r"^ *(?:- )?(\w+):(?=\s|$)", re.MULTILINE)
"""A line of running text that looks like a key: most likely it is one."""


class Shape:
    """The keys of a plan, and how well some data fit them."""

    def __init__(self, schema: Schema) -> None:
        self._root = schema

    @cached_property
    def keys(self) -> frozenset[str]:
        """Every key that a plan can have somewhere."""
        return frozenset(key for group in self._groups() for key in group["properties"])

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The keys whose value is running text."""
        prose = {
            key
            for group in self._groups()
            for key, sub in group["properties"].items()
            if "prose" in sub.get("$ref", "")
        }
        return tuple(sorted(prose))

    def lists_of(self, first: str) -> list[str]:
        """The keys whose list has records with the key `first`."""
        found = {}
        for group in self._groups():
            for key, sub in group["properties"].items():
                items = followed(followed(sub, self._root).get("items", {}), self._root)
                if first in items.get("properties", {}):
                    found[key] = True
        return list(found)

    def strangers(self, data: Any) -> Iterator[Pointer]:
        """The keys of some data that stand where the plan knows none of that name."""
        waiting: list[tuple[Any, Schema, Pointer]] = [(data, self._root, ())]
        while waiting:
            value, schema, at = waiting.pop()
            schema = followed(schema, self._root)
            if isinstance(value, dict) and schema.get("type") == "object":
                for key, item in value.items():
                    sub = property_of(schema, key)
                    if not sub:
                        yield (*at, key)
                    waiting.append((item, sub, (*at, key)))
            elif isinstance(value, list):
                waiting += [
                    (item, schema.get("items", {}), (*at, i)) for i, item in enumerate(value)
                ]

    def missing(self, data: Any, at: Pointer) -> list[str]:
        """The keys that the group at a Pointer may have and lacks, in the plan's order."""
        for step in at:
            data = _step(data, step)
        return [
            key
            for key in described(self._root, at).get("properties", {})
            if not isinstance(data, dict) or key not in data
        ]

    def may_have(self, at: Pointer, key: str) -> bool:
        """True if the group at a Pointer may have a key: its own, or any name that is no key of the
        plan where the names are free.
        """
        group = described(self._root, at)
        return key in group.get("properties", {}) or (
            key not in self.keys and bool(property_of(group, key))
        )

    def mixed(self, at: Pointer, key: str) -> str:
        """The key of the list in the group at a Pointer whose rows may be one such key alone, as
        many as are wanted; '' for none.
        """
        for name, sub in described(self._root, at).get("properties", {}).items():
            row = followed(followed(sub, self._root).get("items", {}), self._root)
            if key in row.get("properties", {}) and not row.get("required"):
                return str(name)
        return ""

    def misfits(self, data: Any) -> int:
        """How far data are from a plan: keys too many or too few, and values of the wrong kind.
        Chapters may be missing.
        """
        missing = (
            sum(key not in data for key in self._root.get("required", ()))
            if isinstance(data, dict)
            else 0
        )
        return self._misfits(data, self._root) - missing

    def _misfits(self, value: Any, schema: Schema) -> int:
        schema = followed(schema, self._root)
        if isinstance(value, dict) and schema.get("type") == "object":
            known = [(item, property_of(schema, key)) for key, item in value.items()]
            missing = sum(key not in value for key in schema.get("required", ()))
            return missing + sum(
                self._misfits(item, sub) if sub else 2 + _size(item) for item, sub in known
            )
        if isinstance(value, list) and "array" in schema.get("type", ""):
            return sum(self._misfits(item, schema.get("items", {})) for item in value) or (
                not value
            )
        if isinstance(value, dict | list) and "anyOf" not in schema:
            return 2 + _size(value) + len(schema.get("required", ()))
        swallowed = (
            sum(match[1] in self.keys for match in _SWALLOWED.finditer(value))
            if isinstance(value, str)
            else 0
        )
        return 2 * swallowed + (
            0 if self._fits(value, schema) else 1 + len(schema.get("required", ()))
        )

    def _fits(self, value: Any, schema: Schema) -> bool:
        if conforms(value, schema, self._root):
            return True
        return (
            isinstance(value, str)
            and bool(INTEGER.fullmatch(value))
            and conforms(int(value), schema, self._root)
        )

    def _groups(self) -> Iterator[Schema]:
        """Every part of the schema that describes a group of keys."""
        waiting: list[Any] = [self._root]
        while waiting:
            part = waiting.pop()
            if isinstance(part, dict):
                if isinstance(part.get("properties"), dict) and part.get("type") == "object":
                    yield part
                waiting += _below(part)


def _below(part: Schema) -> Iterable[Any]:
    for key in ("properties", "patternProperties", "$defs"):
        yield from part.get(key, {}).values()
    yield part.get("items")


def _step(data: Any, step: str | int) -> Any:
    """What lies one step below some data; None where nothing does."""
    try:
        return data[step]
    except (LookupError, TypeError):
        return None


def _size(value: Any) -> int:
    """How many values there are in some data."""
    count, waiting = 0, [value]
    while waiting:
        item = waiting.pop()
        count += 1
        if isinstance(item, dict):
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
    return count
