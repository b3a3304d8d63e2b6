"""The members of a plan in its schema: what may be a host, and who may pay, is what the plan itself
lists.
"""

from collections.abc import Mapping
from typing import Any

from generator.schema.quick import Schema

_LIST = "kommuner"
_MEMBER = "kommun"
_ANY_NAME = r"\S"


def with_members(schema: Schema, data: Any) -> Schema:
    """The schema for a plan with these members; as it is where the plan has no list of them that
    can be read.
    """
    listed = data.get(_LIST) if isinstance(data, Mapping) else None
    names = listed if isinstance(listed, list) else []
    if (
        not names
        or _MEMBER not in schema.get("$defs", {})
        or not all(isinstance(name, str) and name for name in names)
    ):
        return schema
    own = [name.strip() for name in names]
    known: Schema = _narrowed(schema, own)
    member = {key: part for key, part in known["$defs"][_MEMBER].items() if "pattern" not in key}
    return {**known, "$defs": {**known["$defs"], _MEMBER: {**member, "enum": own}}}


def _narrowed(part: Any, names: list[str]) -> Any:
    """A part of the schema where what any name may be a key of has the members as its keys."""
    if isinstance(part, list):
        return [_narrowed(item, names) for item in part]
    if not isinstance(part, dict):
        return part
    made = {key: _narrowed(item, names) for key, item in part.items()}
    if _ANY_NAME in made.get("patternProperties", {}):
        value = made.pop("patternProperties")[_ANY_NAME]
        made["properties"] = {name: {**value, "title": name} for name in names}
    return made
