"""A plan of the older shape -> its lines in the new: each chapter an item of a list."""

import re
from collections.abc import Callable, Iterator, Mapping

from generator.findings import Pointer
from generator.older.moved import Lines, Typed
from generator.source import Source
from generator.swedish import NUMBERS

CHAPTERS = (
    "inledning",
    "syfte",
    "förhållningssätt",
    "vision",
    "samverkansområden",
    "arbetsformer",
    "kalendarium",
    "budget",
)
_LISTED = {
    "områden": "huvudområde",
    "målområden": "målområde",
    "utvecklingsfrågor": "utvecklingsfråga",
}
"""Lists that become sections, and what their sections are (slag)."""
_GROUPS: Mapping[str, tuple[str, ...]] = {
    "samarbetskommittén": ("turordning: kommittén",),
    "planeringskonferensen": ("turordning: kommittén",),
    "ledningsgruppen": ("förbereder: samarbetskommittén",),
    "rådslaget": ("värdar_ur: rådslaget",),
    "nyckeltalsdagen": ("vartannat_år: udda",),
}
"""What the program knew of the groups of a calendar, by their names in the file."""
_BUDGET = ("intäkter", "kostnader", "resultat")
Make = Callable[[Pointer, int], Lines]
"""What becomes of a key, put in a column."""


def carried_over(source: Source) -> str:
    """The text in the new shape. Raises KeyError, IndexError or ValueError for one that is typed in
    a way not foreseen.
    """
    newline = "\r\n" if "\r\n" in source.text else "\n"
    return newline.join(_Old(source).plan())


class _Old(Typed):
    """A plan of the older shape."""

    def plan(self) -> Lines:
        """The whole plan in the new shape."""
        parts = dict(self._children(()))
        first = min(start for start, _ in parts.values())
        lines = self._lines[:first]
        for name, (start, end) in parts.items():
            if name not in (*CHAPTERS, "bilagor", "engelska", "undantag"):
                lines += self._top(name, start, end)
        lines += ["", f"kommuner: [{', '.join(self._members())}]", "", "kapitel:"]
        for name in CHAPTERS:
            if name in parts:
                lines += self._chapter(name, *parts[name])
        if "bilagor" in parts:
            lines += self._comments_above(("bilagor",), 2)
            lines += self._items(("bilagor",), 2, "bilaga")
        for name in ("engelska", "undantag"):
            if name in parts:
                lines += self._lines[slice(*parts[name])]
        return _without_double_blanks(lines)

    def _top(self, name: str, start: int, end: int) -> Lines:
        lines = self._lines[start:end]
        if name != "beslutsdatum":
            return lines
        key = self._key_line((name,)) - start
        day = lines[key].replace("beslutsdatum", "  datum", 1)
        return [*lines[:key], "beslut:", day, *lines[key + 1 :]]

    def _members(self) -> list[str]:
        """The members that the plan names as hosts or payers."""
        found: set[str] = set()
        for at in self._source.marks:
            is_host = len(at) > 1 and "värd" in at[-2:] and not isinstance(self._value(at), list)
            if is_host or "värdkommuner" in at[:-1]:
                found.add(str(self._value(at)))
            if len(at) > 1 and at[-2] == "per_kommun":
                found.add(str(at[-1]))
        return sorted(name for name in found if not name.startswith("FYLL I"))

    def _chapter(self, name: str, start: int, end: int) -> Lines:
        """A chapter as an item of the list of chapters."""
        special: dict[str, Make] = {}
        after: Make | None = None
        at: Pointer = (name,)
        if name == "vision":
            special["vision"] = lambda below, column: self._renamed(below, column, "citat")
        if name == "samverkansområden":
            special["områden"] = self._areas
        if name == "arbetsformer":
            after = self._forms
            special |= dict.fromkeys(self._groups(at), _nothing)
        if name == "kalendarium":
            after = self._calendar
            special |= dict.fromkeys((*self._groups(at), "övriga"), _nothing)
        if name == "budget":
            after = self._budget
            special |= dict.fromkeys(_BUDGET, _nothing)
        special["avsnitt"] = _nothing
        above = [line.strip() for line in self._lines[start : self._key_line(at)]]
        lead = [line and f"  {line}" for line in above]
        item = self._item(at, 2, special, after, ["avsnitt"])
        return ["", *lead, *self._comment_on(at, 2), *item]

    def _item(
        self,
        at: Pointer,
        column: int,
        special: Mapping[str, Make],
        after: Make | None = None,
        lists: list[str] | None = None,
        kind: str = "",
    ) -> Lines:
        """A group of keys as an item of a list in a column. `lists` are those of its keys whose
        items are its sections.
        """
        lines: Lines = []
        for name, _ in self._children(at):
            below = (*at, name)
            if name in special:
                lines += special[name](below, column + 2)
            elif name == "namn":
                lines += self._renamed(below, column + 2, "rubrik")
            elif name not in (lists or []):
                lines += self._shifted(below, column + 2)
            if name in ("namn", "rubrik") and kind:
                lines.append(f"{' ' * (column + 2)}slag: {kind}")
        if after:
            lines += after(at, column + 2)
        has = any(line.strip() == "avsnitt:" for line in lines)
        lines += self._below(at, column + 2, lists or [], has=has)
        said = (i for i, line in enumerate(lines) if not re.match(r"\s*(#|$)", line))
        first = next(said)
        lines[first] = f"{' ' * column}- {lines[first].lstrip()}"
        return lines

    def _below(self, at: Pointer, column: int, lists: list[str], *, has: bool) -> Lines:
        """The items of a group's lists of sections, as one list."""
        lines: Lines = []
        for name in lists:
            if self._value((*at, name), None):
                lines += [] if has or lines else [f"{' ' * column}avsnitt:"]
                lines += self._comments_of((*at, name), column + 2)
                lines += self._items((*at, name), column + 2, _LISTED.get(name, ""))
        return lines

    def _items(self, at: Pointer, column: int, kind: str) -> Lines:
        """The items of a list, each as a section."""
        lines: Lines = []
        for number in range(len(self._value(at))):
            # What the table of areas shows stands there.
            shown = ("syfte", "styrdokument") if kind == "huvudområde" else ()
            left_out: dict[str, Make] = dict.fromkeys(shown, _nothing)
            lists = ["målområden", "utvecklingsfrågor", "avsnitt"]
            lines += self._item((*at, number), column, left_out, None, lists, kind)
        return lines

    def _areas(self, at: Pointer, column: int) -> Lines:
        """The table of areas, and each area as a section."""
        pad = " " * column
        rows = [
            *self._comments_of(at, column),
            f"{pad}tabell:",
            f"{pad}  kolumner: [Samverkansområden, Syfte, Styrdokument]",
        ]
        rows += [f"{pad}  bredder: [567, 581, 652]", f"{pad}  rader:"]
        for number in range(len(self._value(at))):
            rows.append(f"{pad}    - - {self._typed((*at, number, 'namn'))}")
            for key in ("syfte", "styrdokument"):
                below = (*at, number, key)
                rows += self._comments_above(below, column + 6)
                rows.append(f"{pad}      - {self._typed(below)}{self._comment_beside(below)}")
        return [*rows, f"{pad}avsnitt:", *self._items(at, column + 2, "huvudområde")]

    def _groups(self, at: Pointer) -> list[str]:
        """The keys of a group whose values are groups themselves."""
        names = (name for name, _ in self._children(at))
        return [name for name in names if isinstance(self._value((*at, name), None), dict)]

    def _forms(self, at: Pointer, column: int) -> Lines:
        """Sections that had keys of their own, and those within them."""
        lines: Lines = []
        for name in self._groups(at):
            below = (*at, name)
            special: dict[str, Make] = dict.fromkeys(self._groups(below), _nothing)
            special["tabellrubrik"] = _nothing
            if "värdkommuner" in special:
                special["värdkommuner"] = self._hosts
            if name != "värdkommuner":
                lines += self._comments_of(below, column + 2)
                lines += self._item(below, column + 2, special, self._forms, ["avsnitt"])
        return [f"{' ' * column}avsnitt:", *lines] if lines else []

    def _hosts(self, at: Pointer, column: int) -> Lines:
        """The list of hosts with its name and caption."""
        pad = " " * column
        caption = self._typed((*at[:-1], "tabellrubrik"))
        beside = self._comment_beside((*at[:-1], "tabellrubrik"))
        head = [f"{pad}värdkommuner:", f"{pad}  namn: rådslaget"]
        head += [
            *self._comments_above((*at[:-1], "tabellrubrik"), column + 2),
            f"{pad}  rubrik: {caption}{beside}",
        ]
        return [*head, *self._renamed(at, column + 2, "år")]

    def _calendar(self, at: Pointer, column: int) -> Lines:
        """The groups as a list."""
        lines = [f"{' ' * column}kalender:"]
        for name in self._groups(at):
            lines += self._comments_of((*at, name), column + 2)
            words = (*_GROUPS.get(name, ()), *self._least(name))
            known = [f"{' ' * (column + 4)}{word}" for word in words]
            item = self._item((*at, name), column + 2, {})
            head = next(i for i, line in enumerate(item) if line.lstrip().startswith("- "))
            item[head] = item[head].replace("- ", "  ", 1)
            lines += [f"{' ' * (column + 2)}- namn: {name}", *_after_title(item, known)]
        for number in range(len(self._value((*at, "övriga"), None) or ())):
            lines += self._item((*at, "övriga", number), column + 2, {})
        return lines

    def _least(self, name: str) -> Iterator[str]:
        """How often a group meets at least, as the text about it says."""
        text = str(self._value(("arbetsformer", name, "text"), ""))
        if found := re.search(rf"\bminst ({'|'.join(NUMBERS)}|\d+) gånger per år", text):
            yield f"minst: {found[1] if found[1].isdecimal() else NUMBERS.index(found[1])}"

    def _budget(self, at: Pointer, column: int) -> Lines:
        """The amounts under a key of their own."""
        lines = [f"{' ' * column}budget:"]
        for name in _BUDGET:
            if self._value((*at, name), None) is not None:
                lines += self._shifted((*at, name), column + 2)
        return lines


def _nothing(_: Pointer, __: int) -> Lines:
    return []


def _after_title(item: Lines, more: Lines) -> Lines:
    """An item's lines with some more after that of its heading."""
    place = next(i for i, line in enumerate(item) if re.match(r" *rubrik:", line))
    return [*item[: place + 1], *more, *item[place + 1 :]]


def _without_double_blanks(lines: Lines) -> Lines:
    """The lines without a blank line after another, outside of texts: only where the next is no
    text's.
    """
    kept: Lines = []
    for line in lines:
        if line.strip() or not kept or kept[-1].strip():
            kept.append(line)
    return kept
