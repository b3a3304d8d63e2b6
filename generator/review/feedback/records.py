"""Rows of tables and lines of lists that come or go, as records of the plan: a meeting, a goal, a
row of a budget.

What a new one holds is told by those beside it: where they have which of their values.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from generator.findings import Pointer
from generator.ooxml.kinds import HEADING
from generator.ooxml.reviewed.stretches import MARK, Reviewed, Row
from generator.review.feedback.hunks.hunk import OF_ROW, Hunk, Record
from generator.word.provenance import Anchor
from generator.written import bare

_NOTHING = ("", "–", "-")
"""What stands in a cell without a value."""
_MOST_STEPS = 2
"""Steps from a record to its values: deeper ones belong to records within it."""
Place = tuple[int, int]


class _Line(Struct, frozen=True):
    """A row, or a paragraph, that stays: its record, the values of each cell within that, and its
    text with the places of the values in it.
    """

    start: int
    at: Pointer
    values: tuple[tuple[Pointer, ...], ...]
    pattern: str = ""


def recorded(
    found: Sequence[Hunk],
    reviewed: Reviewed,
    places: Mapping[str, Place],
    anchors: Mapping[str, Anchor],
) -> list[Hunk]:
    """The same changes, those of whole rows and lines with the records that come or go."""
    reader = _Records(reviewed, places, anchors)
    return [reader.of(hunk) for hunk in found]


class _Records:
    def __init__(
        self, reviewed: Reviewed, places: Mapping[str, Place], anchors: Mapping[str, Anchor]
    ) -> None:
        self._base = reviewed.base
        self._rows = reviewed.rows
        own = [
            (start, end, anchors[name])
            for name, (start, end) in places.items()
            if not anchors[name].fact
        ]
        # By place alone: two values that somebody emptied stand in one.
        self._own = sorted(own, key=lambda value: value[:2])
        marks = [stretch for stretch in reviewed.stretches if stretch.text == MARK]
        self._kinds = {mark.base: mark.sort for mark in marks if mark.state in ("same", "del")}
        self._new = [
            (change.key, mark.sort)
            for mark in marks
            if mark.state == "ins"
            for change in mark.changes
        ]

    def of(self, hunk: Hunk) -> Hunk:
        """A change with its records, where it is of a whole one."""
        if hunk.row is not None and hunk.problem in ("", OF_ROW):
            row = next((row for row in self._rows if row.key == hunk.row), None)
            records = [*self._of_row(row)] if row else []
        elif _is_line(hunk, self._base):
            records = [*self._of_line(hunk)]
        else:
            return hunk
        if not records:
            return hunk
        first = records[0]
        name = self._name_of(first.at)
        return replace(
            hunk, problem="", records=tuple(records), value=name, removes=False, row=None
        )

    def _name_of(self, at: Pointer) -> str:
        """The first value of a record."""
        return next(anchor.name for _, _, anchor in self._own if anchor.at[: len(at)] == at)

    def _of_row(self, row: Row) -> Iterator[Record]:
        if not row.comes:
            line = self._line_of(row)
            if line and self._is_whole(line.at, row.cells[0][0], row.cells[-1][1]):
                yield Record(line.at, comes=False)
            return
        beside = [other for other in self._rows if other.table == row.table]
        place = beside.index(row)
        above = next((o for o in reversed(beside[:place]) if not o.comes), None)
        below = next((o for o in beside[place + 1 :] if not o.comes), None)
        lines = [line for other in beside if (line := self._line_of(other))]
        texts = [bare(text.strip(MARK)) for text in row.texts]
        for other, is_after in ((above, True), (below, False)):
            model = self._line_of(other) if other else None
            if model is None or any(MARK in text for text in texts):
                continue
            fields = _fields(texts, model, lines)
            if fields is not None:
                yield Record(model.at, comes=True, is_after=is_after, fields=fields)

    def _line_of(self, row: Row) -> _Line | None:
        """A row that stays as the record that it is; None for a heading, or a row of sums."""
        if row.comes or not row.cells:
            return None
        cells = [self._within(start, end) for start, end in row.cells]
        every = [anchor for cell in cells for anchor in cell]
        at = _record_of([anchor.at for anchor in every])
        if at is None:
            return None
        values = tuple(_below(at, cell) for cell in cells)
        is_own = all(len(value) <= _MOST_STEPS for cell in values for value in cell)
        return _Line(row.cells[0][0], at, values) if is_own else None

    def _within(self, start: int, end: int) -> list[Anchor]:
        return [anchor for s, e, anchor in self._own if start <= s and e <= end]

    def _is_whole(self, at: Pointer, start: int, end: int) -> bool:
        """True if all values of a record stand within a stretch."""
        places = [(s, e) for s, e, anchor in self._own if anchor.at[: len(at)] == at]
        return all(start <= s and e <= end for s, e in places)

    def _of_line(self, hunk: Hunk) -> Iterator[Record]:
        words = self._base[hunk.start : hunk.end]
        if not hunk.text:
            start = hunk.start + words.startswith(MARK)
            line = self._line_at(start)
            if line and self._is_whole(line.at, start, self._end(start)):
                yield Record(line.at, comes=False)
            return
        own = self._start(hunk.start)
        if hunk.text.startswith(MARK):
            beside = ((own, True), (self._end(own) + 1, False))
        else:
            beside = ((self._start(own - 1), True), (own, False))
        for start, is_after in beside:
            yield from self._like(hunk, start, is_after)

    def _like(self, hunk: Hunk, start: int, is_after: bool) -> Iterator[Record]:
        """A new line as a record like that of a line beside it, of the same kind of paragraph."""
        model = self._line_at(start)
        if model is None or self._kinds.get(self._end(start)) not in self._new_kinds(hunk):
            return
        for line in self._lines_like(model):
            found = re.fullmatch(line.pattern, hunk.text.strip(MARK).strip())
            if found:
                keys = [value for (value,) in line.values]
                fields = tuple(zip(keys, found.groups(), strict=True))
                yield Record(model.at, comes=True, is_after=is_after, fields=fields)

    def _new_kinds(self, hunk: Hunk) -> set[str]:
        """The kinds of paragraphs that a change makes, but for headings: those begin sections."""
        kinds = {sort for key, sort in self._new if key in hunk.changes}
        return kinds if len(kinds) == 1 and HEADING not in kinds else set()

    def _start(self, place: int) -> int:
        return self._base.rfind(MARK, 0, place) + 1

    def _end(self, place: int) -> int:
        end = self._base.find(MARK, place)
        return end if end >= 0 else len(self._base)

    def _line_at(self, start: int) -> _Line | None:
        """A paragraph as the record that it is; None for any other."""
        end = self._end(start)
        anchors = [(s, e, a) for s, e, a in self._own if start <= s and e <= end and s < e]
        at = _record_of([anchor.at for _, _, anchor in anchors])
        is_prose = any(anchor.block is not None for _, _, anchor in anchors)
        if at is None or is_prose or len(at) == len(anchors[0][2].at):
            return None
        pattern, done = "", start
        for s, e, _ in anchors:
            if s < done:
                return None
            pattern += f"{re.escape(self._base[done:s])}(.+?)"
            done = e
        pattern += re.escape(self._base[done:end])
        values = tuple((anchor.at[len(at) :],) for _, _, anchor in anchors)
        return _Line(start, at, values, pattern)

    def _lines_like(self, model: _Line) -> list[_Line]:
        """The lines of one list: the model first, those of most values before others."""
        starts = {
            self._start(s)
            for s, _, anchor in self._own
            if anchor.at[: len(model.at) - 1] == model.at[:-1]
        }
        lines = [line for start in sorted(starts) if (line := self._line_at(start))]
        same = [line for line in lines if line.at[:-1] == model.at[:-1]]
        return sorted(same, key=lambda line: -len(line.values))


def _is_line(hunk: Hunk, base: str) -> bool:
    """True for a whole paragraph that goes, or one that comes."""
    words = base[hunk.start : hunk.end]
    if hunk.kind or hunk.next or hunk.pair:
        return False
    if not hunk.text:
        return words.count(MARK) == 1 and len(words) > 1
    return not words and hunk.text.count(MARK) == 1 and hunk.text.strip() != ""


def _record_of(pointers: Sequence[Pointer]) -> Pointer | None:
    """The item of a list that holds some values, or the one value that they are all of, under a
    year; None where there is none.
    """
    if not pointers:
        return None
    common = pointers[0]
    for pointer in pointers[1:]:
        while pointer[: len(common)] != common:
            common = common[:-1]
    if all(pointer == common for pointer in pointers) and str(common[-1]).isdecimal():
        return common
    while common and not isinstance(common[-1], int):
        common = common[:-1]
    return common or None


def _fields(
    texts: Sequence[str], model: _Line, lines: Sequence[_Line]
) -> tuple[tuple[Pointer, str], ...] | None:
    """The values of a new row, each within its record; None where it says something that no row
    beside it says.
    """
    same = [model, *(line for line in lines if line.at[:-1] == model.at[:-1])]
    fields = []
    for number, text in enumerate(texts):
        keys = [line.values[number] for line in same if number < len(line.values)]
        key = next((key[0] for key in keys if key), None)
        if key is None and text not in _NOTHING:
            return None
        if key is not None:
            fields.append((key, "" if text in _NOTHING else text))
    return tuple(fields)


def _below(at: Pointer, cell: Iterable[Anchor]) -> tuple[Pointer, ...]:
    """The places of a cell's values in the record that they are of."""
    return tuple(anchor.at[len(at) :] for anchor in cell if anchor.block is None)
