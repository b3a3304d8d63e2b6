"""A plan in the shape that plans had before chapters were the plan's own: told as one finding,
whose repair carries it over.

Lines are moved and indented, keys renamed; texts, values and comments stay as they were typed. What
such a plan had by its program (how often a group meets at least, whose turn it is) is written out.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from generator.findings import Edit, Finding, Mark, Pointer
from generator.source import Source
from generator.swedish import NUMBERS

CODES = {"YML013": "Planen har den form som planer har nu: kapitlen i en lista under kapitel."}
_CHAPTERS = (
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
Lines = list[str]


_OPENING = re.compile(rb"^(?:" + "|".join(_CHAPTERS).encode() + rb"):", re.MULTILINE)


def is_older(raw: bytes) -> bool:
    """True for a plan whose chapters have keys of their own."""
    return len(set(_OPENING.findall(raw))) >= 2 and not re.search(rb"^kapitel:", raw, re.MULTILINE)


def finding(source: Source, *, can_be_read: bool) -> Finding:
    """What to say of such a plan, with the repair where it can be made."""
    at: Pointer = (next((name for name in _CHAPTERS if (name,) in source.keys), ""),)
    message = "Planen är skriven i en äldre form, med ett eget ord för varje kapitel."
    if not can_be_read:
        hint = "Rätta först det som inte kan läsas; sedan flyttar  make fix  över planen till den nya formen."
        return Finding("YML013", message, at, hint, on_key=True)
    try:
        text = _carried_over(source)
    except (KeyError, IndexError, ValueError, StopIteration):
        hint = "Börja om från en ny plan (make new), och flytta över texterna för hand."
        return Finding("YML013", message, at, hint, on_key=True)
    whole = Mark(1, 1, 0, len(source.text))
    hint = "Kommandot  make fix  flyttar över den till den nya formen. Texter, värden och kommentarer följer med."
    return Finding("YML013", message, at, hint, on_key=True, repair=(Edit(text, whole),))


def _carried_over(source: Source) -> str:
    """The text in the new shape. Raises KeyError, IndexError or ValueError for one that is typed in
    a way not foreseen.
    """
    old = _Old(source)
    newline = "\r\n" if "\r\n" in source.text else "\n"
    return newline.join(old.plan())


class _Old:
    """A plan of the older shape, by its lines."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._lines = source.text.replace("\r\n", "\n").split("\n")

    def plan(self) -> Lines:
        """The whole plan in the new shape."""
        parts = dict(self._children(()))
        first = min(start for start, _ in parts.values())
        lines = self._lines[:first]
        for name, (start, end) in parts.items():
            if name not in (*_CHAPTERS, "bilagor", "engelska", "undantag"):
                lines += self._top(name, start, end)
        lines += ["", f"kommuner: [{', '.join(self._members())}]", "", "kapitel:"]
        for name in _CHAPTERS:
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
        return [
            *lines[:key],
            "beslut:",
            lines[key].replace("beslutsdatum", "  datum", 1),
            *lines[key + 1 :],
        ]

    def _members(self) -> list[str]:
        """The members that the plan names as hosts or payers."""
        found: set[str] = set()
        for at in self._source.marks:
            if "värdkommuner" in at[:-1] or (
                len(at) > 1 and "värd" in at[-2:] and not isinstance(self._value(at), list)
            ):
                found.add(str(self._value(at)))
            if len(at) > 1 and at[-2] == "per_kommun":
                found.add(str(at[-1]))
        return sorted(name for name in found if not name.startswith("FYLL I"))

    def _chapter(self, name: str, start: int, end: int) -> Lines:
        """A chapter as an item of the list of chapters."""
        special: dict[str, Callable[[Pointer, int], Lines]] = {}
        after: Callable[[Pointer, int], Lines] | None = None
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
        lead = [
            f"  {line.strip()}" if line.strip() else ""
            for line in self._lines[start : self._key_line(at)]
        ]
        return [
            "",
            *lead,
            *self._comment_on(at, 2),
            *self._item(at, 2, special, after, ["avsnitt"]),
        ]

    def _item(
        self,
        at: Pointer,
        column: int,
        special: Mapping[str, Callable[[Pointer, int], Lines]],
        after: Callable[[Pointer, int], Lines] | None = None,
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
        lines += self._below(
            at, column + 2, lists or [], has=any(line.strip() == "avsnitt:" for line in lines)
        )
        first = next(
            i for i, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")
        )
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
            left_out = (
                dict.fromkeys(("syfte", "styrdokument"), _nothing) if kind == "huvudområde" else {}
            )
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
        return [
            name
            for name, _ in self._children(at)
            if isinstance(self._value((*at, name), None), dict)
        ]

    def _forms(self, at: Pointer, column: int) -> Lines:
        """Sections that had keys of their own, and those within them."""
        lines: Lines = []
        for name in self._groups(at):
            below = (*at, name)
            special: dict[str, Callable[[Pointer, int], Lines]] = dict.fromkeys(
                self._groups(below), _nothing
            )
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
            known = [
                f"{' ' * (column + 4)}{word}"
                for word in (*_GROUPS.get(name, ()), *self._least(name))
            ]
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

    def _renamed(self, at: Pointer, column: int, name: str) -> Lines:
        """A key and its value under another name."""
        lines = self._shifted(at, column)
        place = next(i for i, line in enumerate(lines) if line.lstrip().startswith(f"{at[-1]}:"))
        lines[place] = lines[place].replace(f"{at[-1]}:", f"{name}:", 1)
        return lines

    def _shifted(self, at: Pointer, column: int) -> Lines:
        """The lines of a key and its value, moved to a column."""
        start, end = dict(self._children(at[:-1]))[str(at[-1])]
        key = self._source.keys[at]
        shift = column - (key.column - 1)
        lines = list(self._lines[start:end])
        own = key.line - 1 - start
        lines[own] = (
            " " * (key.column - 1) + lines[own][key.column - 1 :]
        )  # without the hyphen of a list's row
        return [_moved(line, shift) for line in lines]

    def _comments_above(self, at: Pointer, column: int) -> Lines:
        """The comments that stand right above a key."""
        start = dict(self._children(at[:-1]))[str(at[-1])][0]
        return [
            f"{' ' * column}{line.strip()}"
            for line in self._lines[start : self._key_line(at)]
            if line.strip()
        ]

    def _comments_of(self, at: Pointer, column: int) -> Lines:
        """The comments above a key that falls away, and the one beside it."""
        return [*self._comments_above(at, column), *self._comment_on(at, column)]

    def _comment_on(self, at: Pointer, column: int) -> Lines:
        """The comment on the line of a key that falls away, on a line of its own."""
        beside = re.match(
            r"[^#]*?:\s+(#.*)", self._lines[self._key_line(at)][self._source.keys[at].column - 1 :]
        )
        return [f"{' ' * column}{beside[1]}"] if beside else []

    def _comment_beside(self, at: Pointer) -> str:
        """The comment after a value, with the blanks before it; '' for none."""
        line = self._source.text[self._source.locate(at).end :].partition("\n")[0].rstrip()
        return line if re.match(r"\s+#", line) else ""

    def _children(self, at: Pointer) -> Iterator[tuple[str, tuple[int, int]]]:
        """The keys of a group in the order of the file, each with its lines [start, end), comments
        above it among them.
        """
        names = [str(key[-1]) for key in self._source.keys if key[:-1] == at]
        starts = [self._start((*at, name)) for name in names]
        end = len(self._lines) if not at else self._end(at)
        for name, start, stop in zip(names, starts, [*starts[1:], end], strict=True):
            yield name, (start, stop)

    def _start(self, at: Pointer) -> int:
        line = self._key_line(at)
        while (
            line
            and self._lines[line - 1].lstrip().startswith("#")
            and not self._opens_file(line - 1)
        ):
            line -= 1
        return line

    def _opens_file(self, line: int) -> bool:
        """True for a line of the comment that the file begins with."""
        return all(above.startswith("#") for above in self._lines[:line])

    def _end(self, at: Pointer) -> int:
        """Where the lines of a value end: where what comes after it, or after what holds it,
        begins.
        """
        for length in range(len(at), 0, -1):
            around, step = at[: length - 1], at[length - 1]
            if isinstance(step, int):
                nexts = (*around, step + 1)
                if nexts in self._source.marks:
                    return self._row_start(nexts)
                continue
            names = [key for key in self._source.keys if key[:-1] == around]
            later = names[names.index((*around, step)) + 1 :]
            if later:
                return self._start(later[0])
        return len(self._lines)

    def _row_start(self, at: Pointer) -> int:
        line = self._source.locate(at).line - 1
        while line and self._lines[line - 1].lstrip().startswith("#"):
            line -= 1
        return line

    def _key_line(self, at: Pointer) -> int:
        return self._source.keys[at].line - 1

    def _typed(self, at: Pointer) -> str:
        """A value on one line, as it was typed. Raises ValueError for one on several."""
        mark = self._source.locate(at)
        typed = self._source.text[mark.start : mark.end]
        if "\n" in typed:
            raise ValueError
        return typed

    def _value(self, at: Pointer, *otherwise: Any) -> Any:
        """The value at a place. Raises KeyError for none, where nothing else is given."""
        try:
            return self._source.value(at)
        except (KeyError, IndexError, TypeError):
            if otherwise:
                return otherwise[0]
            raise KeyError(at) from None


def _nothing(_: Pointer, __: int) -> Lines:
    return []


def _moved(line: str, shift: int) -> str:
    if not line.strip():
        return line.strip()
    indent = len(line) - len(line.lstrip(" "))
    return " " * max(indent + shift, 0) + line.lstrip(" ")


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
