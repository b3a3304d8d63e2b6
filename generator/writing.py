"""What a form asks for -> the plan's text with it done: values as people type them, sums that
follow their parts, and what a group or a list has more or less of.
"""

import re
from collections.abc import Callable

from generator import swedish
from generator.confirm import without
from generator.fields import (
    AMOUNT,
    DAY,
    GROUP,
    HOST,
    MONTH,
    PROSE,
    TABLE,
    Field,
    field_of,
    leaves,
)
from generator.findings import Pointer, is_under
from generator.pipeline import Build
from generator.retype import NotTypedError, Value, added, moved, removed, retyped
from generator.review.apply.sums import sums_of, wrong_sums
from generator.schema import Schema
from generator.schema.members import with_members
from generator.schema.quick import described
from generator.source import Source
from generator.source.reading import spliced
from generator.values import PLACEHOLDER

REMOVE, UP, DOWN, MORE, KEY = "bort", "upp", "ned", "ny", "nyckel:"
"""What a form can ask for besides a value; KEY goes before the name of a key."""
_KRONOR = re.compile(r"\s*(?:kr|kronor|:-)\.?$", re.IGNORECASE)
_SPACES_AND_POINTS = re.compile(r"[\s.\u00a0\u202f]")
_ASKED = {DAY: "dagen", MONTH: "månaden", AMOUNT: "beloppet"}
"""What nobody has chosen where it is new."""
_KIND = "slag"
"""The key that tells one kind of items from another."""
_COLUMNS, _ROWS = "kolumner", "rader"
"""The keys of a table whose rows have a cell for each column."""
_MEMBERS: Pointer = ("kommuner",)
_PLAIN_NAME = re.compile(r"[^\W\d_](?:[\w .–-]*\w)?")
"""A name that is typed without quotation marks."""
_ROUNDS = 3
"""A sum may be part of a sum, and that of another."""


class Writer:
    """Writes in a checked plan; `check` checks a text."""

    def __init__(self, built: Build, schema: Schema, check: Callable[[str], Build]) -> None:
        self._built, self._schema, self._check = built, schema, check
        self._source = built.source

    def write(self, at: Pointer, typed: str) -> str:
        """The text with what was typed in a field; a value that may be left out goes when nothing
        is left of it. Raises NotTypedError.
        """
        field = self._field(at)
        if field.parts:
            raise NotTypedError
        if not typed.strip() and field.may_go:
            return self._summed(removed(self._source, at, self._read), at[:-1])
        text = retyped(self._source, at, _value(field, typed), self._read)
        if at[:-1] == _MEMBERS:
            text = self._renamed(text, field.value, " ".join(typed.split()))
        return self._summed(text if field.form == PROSE else self._answered(text, at), at)

    def act(self, at: Pointer, act: str) -> str:
        """The text with an item or a key more, without one, or with one moved. Raises
        NotTypedError.
        """
        field = self._field(at)
        if act == REMOVE and field.may_go:
            return self._summed(removed(self._source, at, self._read), at[:-1])
        if act in (UP, DOWN) and at:
            return moved(self._source, at, -1 if act == UP else 1, self._read)
        if act == MORE and field.new is not None:
            return self._summed(self._with_one_more(field), at)
        wanted = next((one for one in field.absent if act == KEY + one.key), None)
        if wanted is None:
            raise NotTypedError
        new = (*at, wanted.key)
        return self._asking(added(self._source, new, wanted.new, field.order, self._read), new)

    def _field(self, at: Pointer) -> Field:
        field = field_of(self._source.data, self._schema, at)
        if field is None:
            raise NotTypedError
        return field

    def _read(self, text: str) -> Source:
        return self._check(text).source

    def _with_one_more(self, field: Field) -> str:
        """One item more at the end of a list, or one pair more of a group."""
        if field.form != GROUP:
            at = (*field.at, self._place_of(field))
            columns = self._columns_beside(field)
            new = [""] * columns if field.form == TABLE and columns else field.new
            text = self._asking(added(self._source, at, new, (), self._read), at)
            return self._with_a_cell_more(text, field.at) if field.at[-1] == _COLUMNS else text
        [(key, value)] = field.new.items()
        present = [str(part.at[-1]) for part in field.parts]
        return added(self._source, (*field.at, key), value, present, self._read)

    def _columns_beside(self, field: Field) -> int:
        """How many columns the table of some rows has; 0 where it does not say."""
        beside = self._source.value(field.at[:-1])
        columns = beside.get(_COLUMNS) if isinstance(beside, dict) else None
        return len(columns) if isinstance(columns, list) else 0

    def _with_a_cell_more(self, text: str, columns: Pointer) -> str:
        """The text with an empty cell at the end of each row of a table that got a column more."""
        rows = (*columns[:-1], _ROWS)
        table = self._source.value(columns[:-1])
        for number, row in enumerate(table.get(_ROWS, ())):
            if isinstance(row, list):
                text = added(self._read(text), (*rows, number, len(row)), "", (), self._read)
        return text

    def _place_of(self, field: Field) -> int:
        """Where one item more of a list stands: after the last of its kind, so that a chapter comes
        before the appendices; last where all are of one kind.
        """
        new = field.new.get(_KIND, "") if isinstance(field.new, dict) else ""
        kinds = [
            item.get(_KIND, "") if isinstance(item, dict) else ""
            for item in self._source.value(field.at)
        ]
        same = [number for number, kind in enumerate(kinds, 1) if kind == new]
        return same[-1] if same else len(kinds)

    def _answered(self, text: str, at: Pointer) -> str:
        """The text without the comment that asked for a value: somebody has given it."""
        after = self._check(text)
        places = after.plan.open_places if after.plan else ()
        return without(
            after.source,
            [place for place in places if place.at == at and place.comment and not place.is_remark],
        )

    def _asking(self, text: str, at: Pointer) -> str:
        """The text with a comment at each new day and amount: nobody has chosen them yet."""
        source = self._read(text)
        field = field_of(source.data, self._schema, at)
        asked = [one for one in leaves(field) if one.form in _ASKED] if field else []
        ends = [source.locate(one.at).end for one in asked]
        comments = [
            (end, end, f"  # {PLACEHOLDER}: välj {_ASKED[one.form]}")
            for end, one in zip(ends, asked, strict=True)
        ]
        noted = spliced(text, comments)
        return noted if self._read(noted).data == source.data else text

    def _renamed(self, text: str, old: str, new: str) -> str:
        """The text where a member that got another name has it also where it hosts and pays."""
        data = self._source.data
        members = self._source.value(_MEMBERS)
        if members.count(old) != 1 or new in members:
            return text
        whole = field_of(data, self._schema, ())
        for one in leaves(whole) if whole else ():
            hosts = self._source.value(one.at)
            if one.form == HOST and hosts == old:
                text = retyped(self._read(text), one.at, new, self._read)
            elif one.form == HOST and isinstance(hosts, list) and old in hosts:
                names = [new if name == old else name for name in hosts]
                text = retyped(self._read(text), one.at, names, self._read)
        return self._with_keys_renamed(text, old, new)

    def _with_keys_renamed(self, text: str, old: str, new: str) -> str:
        """The text where what a member has under its name stands under the new one; as it is where
        the name cannot be typed without quotation marks.
        """
        root = with_members(self._schema, self._source.data)
        source = self._read(text)
        splices = [
            (mark.start, mark.end, new)
            for at, mark in source.keys.items()
            if at[-1] == old and old in described(root, at[:-1]).get("properties", {})
        ]
        return spliced(text, splices) if _PLAIN_NAME.fullmatch(new) else text

    def _summed(self, text: str, changed: Pointer) -> str:
        """The text with the sums that were right before computed anew; what was changed stays, and
        what stands in a list that was is not known by its place any more.
        """
        plan = self._built.plan
        right = sums_of(plan).keys() - wrong_sums(plan).keys() if plan else set()
        for _ in range(_ROUNDS):
            after = self._check(text)
            wrong = wrong_sums(after.plan) if after.plan else {}
            follows = next((at for at in wrong if at in right and not is_under(at, changed)), None)
            if follows is None:
                break
            text = retyped(after.source, follows, swedish.typed(wrong[follows]), self._read)
        return text


def _value(field: Field, typed: str) -> Value:
    """What is typed for a field, as the file has it."""
    if field.form == PROSE:
        return typed.replace("\r\n", "\n").strip()
    line = " ".join(typed.split())
    if field.form == AMOUNT:
        return _as_amount(line)
    names = dict.fromkeys(name.strip() for name in line.split(",") if name.strip())
    is_several = field.form == HOST and len(names) > 1 and not line.startswith(PLACEHOLDER)
    return [*names] if is_several else line


def _as_amount(typed: str) -> str:
    """An amount in groups of three; as it was typed where it is none."""
    digits = _SPACES_AND_POINTS.sub("", _KRONOR.sub("", typed)).replace("−", "-")
    return swedish.typed(int(digits)) if re.fullmatch(r"-?[0-9]{1,15}", digits) else typed
