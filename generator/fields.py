"""The values of a part of a plan as a form shows them: what each is called, what it may be, and
what more the part could have. The schema says it all; no kind of content is known here.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from msgspec import Struct

from generator.findings import Pointer
from generator.schema.members import with_members
from generator.schema.quick import Schema, followed, is_date, property_of
from generator.values import PLACEHOLDER

LINE, PROSE, DAY, MONTH, HOST, AMOUNT, CHOICE = (
    "rad",
    "text",
    "dag",
    "månad",
    "värd",
    "belopp",
    "val",
)
GROUP, LIST, TABLE = "grupp", "lista", "tabell"
"""What a value is."""
_FORMS = {"prose": PROSE, "kommun": HOST, "hosts": HOST, "amount": AMOUNT, "amounts": AMOUNT}
"""What the definitions of the schema are."""
_YEAR_OF_EXAMPLES = 2018
"""The year that the schema's examples are of."""
_LATER = tuple(timedelta(weeks=weeks) for weeks in (4, 2, 1))
"""How much later the next of some days may be, on the same weekday; the first that fits."""
_FORMATS = {"date": DAY, "day-or-month": DAY, "month": MONTH}


class Field(Struct, frozen=True):
    """A value, by its place in the plan. `value` is as it was typed; several hosts are parted by
    commas. `words` are those to choose among, `parts` what a group or a list holds, `absent` the
    keys that a group could have too, `new` what one item more of a list would be; `order` are all
    keys of a group. `may_go` is True for what may be left out.
    """

    at: Pointer
    title: str
    about: str
    form: str
    value: str = ""
    words: tuple[str, ...] = ()
    parts: tuple["Field", ...] = ()
    absent: tuple["Absent", ...] = ()
    order: tuple[str, ...] = ()
    new: Any = None
    may_go: bool = False


class Absent(Struct, frozen=True):
    """A key that a group does not have: its name, its words, and what it would begin as."""

    key: str
    title: str
    about: str
    new: Any


def field_of(data: Any, schema: Schema, at: Pointer) -> Field | None:
    """The field of a place in a plan's data; None where the plan has nothing there."""
    if not isinstance(data, dict):
        return None
    root = with_members(schema, data)
    part: Schema = root
    value = data
    may_go = False
    for step in at:
        part = followed(part, root)
        may_go = _may_go(part, value, step)
        part = property_of(part, step) if isinstance(step, str) else part.get("items", {})
        if not _has(value, step):
            return None
        value = value[step]
    stated = data.get("år")
    year = _YEAR_OF_EXAMPLES
    if isinstance(stated, str) and re.fullmatch("[1-9][0-9]{3}", stated):
        year = int(stated)
    return _Fields(root, year).of(value, part, at, may_go=may_go)


def leaves(field: Field) -> Iterator[Field]:
    """The fields of a field that hold no others."""
    if not field.parts:
        yield field
    for part in field.parts:
        yield from leaves(part)


def _has(value: Any, step: str | int) -> bool:
    if isinstance(step, str):
        return isinstance(value, dict) and step in value
    return isinstance(value, list) and step < len(value)


def _may_go(part: Schema, value: Any, step: str | int) -> bool:
    """True where a group, or a list, would still be one without a value."""
    if isinstance(step, str):
        return step not in part.get("required", ())
    return isinstance(value, list) and len(value) > max(part.get("minItems", 0), 1)


class _Fields:
    """Reads a plan's data by its schema."""

    def __init__(self, root: Schema, year: int) -> None:
        self._root, self._year = root, year

    def of(self, value: Any, part: Schema, at: Pointer, *, may_go: bool) -> Field:
        """The field of a value, with all that it holds."""
        whole = followed(part, self._root)
        title = part.get("title") or whole.get("title") or str(at[-1] if at else "")
        about = part.get("description") or whole.get("description") or ""
        if isinstance(value, dict):
            return self._group(value, whole, at, title, about, may_go)
        form = form_of(part, whole)
        if isinstance(value, list) and form == HOST and all(map(_is_text, value)):
            return Field(at, title, about, form, ", ".join(value), self._members, may_go=may_go)
        if isinstance(value, list):
            return self._list(value, whole, at, title, about, may_go)
        words = self._members if form == HOST else tuple(whole.get("enum", ()))
        return Field(at, title, about, form, value or "", words, may_go=may_go)

    def _group(
        self,
        value: dict[str, Any],
        whole: Schema,
        at: Pointer,
        title: str,
        about: str,
        may_go: bool,
    ) -> Field:
        parts = tuple(
            self.of(item, self._named(whole, key), (*at, key), may_go=_may_go(whole, value, key))
            for key, item in value.items()
            # What nobody knows is shown so that it can be taken out.
            if property_of(whole, key) or _is_text(item)
        )
        order = tuple(whole.get("properties", ()))
        absent = tuple(self._absent(whole, [key for key in order if key not in value]))
        return Field(
            at, title, about, GROUP, "", (), parts, absent, order, self._next(value, whole), may_go
        )

    def _named(self, whole: Schema, key: str) -> Schema:
        """The schema of a key; one that the plan makes up, a year or a member, is its own title."""
        part = property_of(whole, key)
        return part if key in whole.get("properties", {}) else {**part, "title": key}

    def _absent(self, whole: Schema, keys: list[str]) -> Iterator[Absent]:
        for key in keys:
            part = whole["properties"][key]
            new = self._example(part)
            if new is not None:
                yield Absent(key, part.get("title", key), part.get("description", ""), new)

    def _next(self, value: dict[str, Any], whole: Schema) -> Any:
        """What one pair more of a group with keys of the plan's own would be: the next year, or the
        next member.
        """
        part = next(iter(whole.get("patternProperties", {}).values()), None)
        if part is None or not value:
            return None
        last = [*value][-1]
        others = [name for name in self._members if name not in value]
        key = str(int(last) + 1) if last.isdecimal() else next(iter(others), None)
        return {key: [*value.values()][-1]} if key else None

    def _list(
        self, value: list[Any], whole: Schema, at: Pointer, title: str, about: str, may_go: bool
    ) -> Field:
        item = whole.get("items", {})
        form = TABLE if any(isinstance(part, list) for part in value) else LIST
        goes = len(value) > max(whole.get("minItems", 0), 1)
        parts = tuple(self.of(part, item, (*at, i), may_go=goes) for i, part in enumerate(value))
        new = [""] * len(value[-1]) if form == TABLE else self._like(value, item)
        return Field(at, title, about, form, "", (), parts, (), (), new, may_go)

    def _like(self, value: list[Any], item: Schema) -> Any:
        """What one item more of a list would be: the like of the last, in what every such has."""
        whole = followed(item, self._root)
        last = value[-1] if value else None
        if not isinstance(last, dict) or "properties" not in whole:
            return self._example(item)
        scalars = {key: one for key, one in last.items() if not isinstance(one, dict | list)}
        kept = {key: one for key, one in scalars.items() if self._recurs(whole, key)}
        later = {key: self._later(one, property_of(whole, key)) for key, one in kept.items()}
        return self._begun(later, item)

    def _later(self, value: Any, part: Schema) -> Any:
        """A day some weeks on, on the same weekday, where that is in the plan's year: the same day
        again would be wrong at once. Any other value as it is.
        """
        if form_of(part, followed(part, self._root)) != DAY or not is_date(str(value)):
            return value
        days = (date.fromisoformat(value) + later for later in _LATER)
        return next((day.isoformat() for day in days if day.year == self._year), value)

    def _recurs(self, whole: Schema, key: str) -> bool:
        """True for what an item is likely to have again: what it must have, days, hosts,
        amounts.
        """
        part = property_of(whole, key)
        likely = form_of(part, followed(part, self._root)) in (HOST, AMOUNT)
        return key in whole.get("required", ()) or likely

    def _example(self, part: Schema) -> Any:
        """What a new value begins as: the schema's example, without its words."""
        example = (part.get("examples") or followed(part, self._root).get("examples") or [None])[0]
        ahead = self._year - _YEAR_OF_EXAMPLES
        near = rf"\b{_YEAR_OF_EXAMPLES - 1}\b|\b{_YEAR_OF_EXAMPLES}\b"
        of_the_year = re.sub(near, lambda year: str(int(year[0]) + ahead), json.dumps(example))
        return self._begun(json.loads(of_the_year), part)

    def _begun(self, example: Any, part: Schema) -> Any:
        """An example, or a value that stands in the plan, as another would begin: nothing in it
        could be taken for the committee's own words.
        """
        whole = followed(part, self._root)
        if isinstance(example, Mapping):
            named = self._of_members(example, whole)
            items = {key: self._begun(item, self._named(whole, key)) for key, item in named.items()}
            return {key: item for key, item in items.items() if item is not None}
        if isinstance(example, list):
            item = whole.get("items", {})
            return [self._begun(one, followed(item, self._root)) for one in example]
        form = form_of(part, whole)
        if form == AMOUNT:
            return "0"
        if form == HOST:
            return (
                f"{PLACEHOLDER}: värdkommun"
                if "anyOf" in whole
                else next(iter(self._members), example)
            )
        is_free = whole.get("type") != "integer" and not whole.get("pattern", "").startswith("^")
        if form in (LINE, PROSE) and is_free:
            title = part.get("title") or whole.get("title") or "text"
            return f"{PLACEHOLDER}: {title[:1].lower()}{title[1:]}"
        return example if example is None or isinstance(example, str) else str(example)

    def _of_members(self, example: Mapping[str, Any], whole: Schema) -> Mapping[str, Any]:
        """An example of what has a value for each member, as those of this plan have it; any other
        as it is.
        """
        is_of_members = bool(example) and {*whole.get("properties", ())} == {*self._members}
        return dict.fromkeys(self._members, [*example.values()][-1]) if is_of_members else example

    @property
    def _members(self) -> tuple[str, ...]:
        found = self._root.get("$defs", {}).get("kommun", {})
        return tuple(found.get("enum", ()))


def form_of(part: Schema, whole: Schema) -> str:
    """What a value that is no group is, by its schema and that which it refers to."""
    named = part.get("$ref", "").rpartition("/")[2]
    if named in _FORMS:
        return _FORMS[named]
    if "enum" in whole:
        return CHOICE
    return _FORMATS.get(whole.get("format", ""), LINE)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)
