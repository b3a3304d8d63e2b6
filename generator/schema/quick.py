"""A quick yes for a plan without errors, so that jsonschema, whose import costs more than all other
checking, is asked only in doubt.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from generator.findings import Pointer

Schema = Mapping[str, Any]
INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,14})")


def is_date(text: str) -> bool:
    """True for a day of the calendar, YYYY-MM-DD."""
    try:
        return bool(re.fullmatch(r"(?:19|20|21)\d\d-\d\d-\d\d", text, re.ASCII)) and bool(
            date.fromisoformat(text)
        )
    except ValueError:
        return False


def is_month(text: str) -> bool:
    """True for a month, YYYY-MM."""
    return bool(re.fullmatch(r"(?:19|20|21)\d\d-(0[1-9]|1[0-2])", text, re.ASCII))


FORMATS: dict[str, Callable[[str], bool]] = {
    "date": is_date,
    "month": is_month,
    "day-or-month": lambda text: is_date(text) or is_month(text),
}


def followed(schema: Schema, root: Schema) -> Schema:
    """The schema that a $ref leads to."""
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    return schema


def described(root: Schema, at: Pointer) -> Schema:
    """The schema of the value at a Pointer; empty where the plan knows of none."""
    schema = root
    for step in at:
        schema = followed(schema, root)
        schema = schema.get("items", {}) if isinstance(step, int) else property_of(schema, step)
    return followed(schema, root)


def conforms(value: Any, schema: Schema, root: Schema) -> bool:
    """A quick yes for a plan without errors; False means only 'ask jsonschema', whose import costs
    more than all else here.

    The tests hold it to jsonschema's answer: whatever passes here has no error there.
    """
    schema = followed(schema, root)
    return all(
        keyword in NOTES or (keyword in TESTS and TESTS[keyword](value, limit, schema, root))
        for keyword, limit in schema.items()
    )


def _is_of_type(value: Any, wanted: str | list[str], *_: Schema) -> bool:
    kinds = {"string": str, "integer": int, "array": list, "object": dict}
    return any(
        type(value) is kinds[kind] for kind in ([wanted] if isinstance(wanted, str) else wanted)
    )


def _properties_conform(value: Any, _: Any, schema: Schema, root: Schema) -> bool:
    return all(conforms(item, property_of(schema, key), root) for key, item in value.items())


NOTES = {
    "$schema",
    "$defs",
    "title",
    "description",
    "examples",
    "patternErrorMessage",
    "defaultSnippets",
}
TESTS: dict[str, Callable[[Any, Any, Schema, Schema], bool]] = {
    "type": _is_of_type,
    "enum": lambda value, options, *_: value in options,
    "pattern": lambda value, pattern, *_: (
        not isinstance(value, str) or bool(re.search(pattern, value))
    ),
    "format": lambda value, name, *_: FORMATS[name](value),
    "minLength": lambda value, limit, *_: len(value) >= limit,
    "maxLength": lambda value, limit, *_: not isinstance(value, str) or len(value) <= limit,
    "minimum": lambda value, limit, *_: value >= limit,
    "maximum": lambda value, limit, *_: value <= limit,
    "minItems": lambda value, limit, *_: not isinstance(value, list) or len(value) >= limit,
    "uniqueItems": lambda value, *_: len(set(map(str, value))) == len(value),
    "minProperties": lambda value, limit, *_: len(value) >= limit,
    "required": lambda value, keys, *_: all(key in value for key in keys),
    "items": lambda value, sub, _, root: (
        not isinstance(value, list) or all(conforms(item, sub, root) for item in value)
    ),
    "properties": _properties_conform,
    "patternProperties": _properties_conform,
    "additionalProperties": lambda value, _, schema, __: all(
        property_of(schema, key) for key in value
    ),
    "anyOf": lambda value, branches, _, root: any(
        conforms(value, branch, root) for branch in branches
    ),
}


def property_of(schema: Schema, key: str) -> Schema:
    """The schema of the value under a key; empty for an unknown key."""
    if key in schema.get("properties", {}):
        found: Schema = schema["properties"][key]
        return found
    return next(
        (
            sub
            for pattern, sub in schema.get("patternProperties", {}).items()
            if re.search(pattern, key)
        ),
        {},
    )
