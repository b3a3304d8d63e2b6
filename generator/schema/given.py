"""A value that stands where the plan has a group of keys: which keys it can have, and which of them
the value is, where it can be but one.
"""

import json
import re
from typing import Any

from msgspec.structs import replace

from generator import swedish
from generator.findings import Edit, Finding, Mark, Pointer
from generator.schema.quick import INTEGER, Schema, conforms, described, followed
from generator.source import Source

_SAYS_NOTHING = re.compile(r"ja|nej|yes|no|true|false|på|av|on|off|x|-+|\W*FYLL I.*", re.IGNORECASE)
"""What answers a question, and is no text of a document."""
_LONGEST = 100
"""Signs of a value that is shown in an advice."""


def with_keys(finding: Finding, source: Source, root: Schema) -> Finding:
    """The finding of a value where a group is wanted, with the keys that the group can have; and
    with its repair where the value can be that of one key alone.
    """
    at = finding.at
    group = described(root, at) if isinstance(at, tuple) else {}
    keys = group.get("properties", {})
    if not keys or not isinstance(at, tuple):
        return finding
    typed = source.value(at)
    fitting = [key for key, sub in keys.items() if _fits(typed, sub, root)]
    # A day is rather a date than any text, and § 12 rather a paragraph.
    strict = [key for key in fitting if {"format", "enum"} & followed(keys[key], root).keys()]
    alike = [
        key for key in fitting if _looks_as(typed, _example(followed(keys[key], root), keys[key]))
    ]
    key = next(iter((*strict, *alike, *fitting, *keys)))
    shown = typed if fitting else _example(followed(keys[key], root), keys[key])
    example = f" Till exempel:  {key}: {shown}" if shown else ""
    hint = f"{finding.hint} Här kan stå: {swedish.listing(list(keys))}.{example}"
    is_whole = set(group.get("required", ())) <= set(fitting)
    is_certain = len(fitting) == 1 and is_whole
    return replace(finding, hint=hint, repair=_repair(source, at, key) if is_certain else ())


def with_quotation_marks(finding: Finding, source: Source) -> Finding:
    """The finding of a fact such as {år} that is read as a group where a text is wanted, with its
    repair.
    """
    at = finding.at
    value = source.value(at) if isinstance(at, tuple) else None
    if not isinstance(at, tuple) or not isinstance(value, dict) or [*value.values()] != [None]:
        return finding
    place = source.locate(at)
    fact = re.compile(r"\{[^{}\n]*\}").match(source.text, place.start)
    if fact is None:
        return finding
    mark, quoted = replace(place, end=fact.end()), f"'{fact[0]}'"
    hint = f"Sätt citattecken runt det:  {quoted}"
    return replace(finding, hint=hint, repair=(Edit(quoted, mark),))


def _fits(typed: Any, sub: Schema, root: Schema) -> bool:
    """True if what was typed can be the value of a key."""
    if not isinstance(typed, str) or len(typed) > _LONGEST or _SAYS_NOTHING.fullmatch(typed):
        return False
    is_number = bool(INTEGER.fullmatch(typed)) and "integer" in followed(sub, root).get("type", ())
    return conforms(int(typed) if is_number else typed, sub, root)


def _looks_as(typed: str, example: str) -> bool:
    """True if what was typed has numbers and signs where an example has them."""
    return any(map(str.isdigit, typed)) and _outline(typed) == _outline(example)


def _outline(text: str) -> str:
    """'KS 2016/12' -> 'a0/0': what words, numbers and signs a text is made of."""
    return re.sub(r"\d+", "0", re.sub(r"[^\W\d_]+", "a", text.replace(" ", "")))


def _example(described_by: Schema, sub: Schema) -> str:
    """The example of a key, where it stands on the key's own line."""
    examples = sub.get("examples") or described_by.get("examples") or [""]
    example = examples[0]
    return example if isinstance(example, str) else json.dumps(example, ensure_ascii=False)


def _repair(source: Source, at: Pointer, key: str) -> tuple[Edit, ...]:
    """A value put on the line below, after its key; nothing where it is not on the line of its own
    key, as it was typed.
    """
    if at not in source.keys or not source.is_plain(at):
        return ()
    name, value = source.locate(at, on_key=True), source.locate(at)
    typed = source.text[value.start : value.end]
    if typed != source.value(at) or source.text[name.end : value.start].strip(" ") != ":":
        return ()
    line_end = "\r\n" if "\r\n" in source.text else "\n"
    place = Mark(name.line, name.column, name.end + 1, value.end)
    return (Edit(f"{line_end}{' ' * (name.column + 1)}{key}: {typed}", place),)
