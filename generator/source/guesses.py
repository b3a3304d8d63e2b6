"""What a line that cannot be read was most likely meant to be: each guess is the line mended, and the sentence that says so."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from generator.findings import Pointer
from generator.source.builder import Trouble

_DASH = r" *(?:- +)?"
_WORD = r"(?:[^\W\d]\w*|\d{4})"
_KEY = re.compile(rf"({_DASH})({_WORD}):(?= |$)")
_SHOWN = 60
_FAR = 12
"""How many lines up and down a line's neighbours may stand whose indent it may share."""


class Expected(Protocol):
    """What the plan's schema knows of its keys; see schema.Shape."""

    @property
    def keys(self) -> frozenset[str]: ...
    @property
    def texts(self) -> tuple[str, ...]: ...
    def lists_of(self, first: str) -> list[str]: ...
    def missing(self, data: Any, at: Pointer) -> list[str]: ...
    def strangers(self, data: Any) -> Iterable[Pointer]: ...
    def misfits(self, data: Any) -> int: ...


@dataclass(frozen=True)
class Guess:
    """Lines as they may have been meant (0-based number -> text; "" where it is left out), and what to tell.

    `mark` is the line and the columns [start, end) that are to blame, all 0-based; `penalty` orders guesses that fit equally well.
    """

    lines: dict[int, str]
    message: str
    hint: str
    mark: tuple[int, int, int]
    penalty: int
    code: str = "YML002"
    certain: bool = True
    also: tuple[tuple[int, str], ...] = ()
    lost: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True)
class Page:
    """The lines that guesses are made about, the group's data where the trouble is, and what is expected of them."""

    lines: list[str]
    data: Any
    expected: Expected

    def neighbours(self, number: int) -> list[int]:
        """The lines around one that say something, nearest first, above before below."""
        around = range(max(0, number - _FAR), min(len(self.lines), number + _FAR))
        return sorted((i for i in around if i != number and _says_something(self.lines[i])), key=lambda i: (abs(i - number), i))

    def above(self, number: int) -> int | None:
        """The nearest line above that says something."""
        return next((i for i in self.neighbours(number) if i < number), None)


def guesses(page: Page, trouble: Trouble) -> Iterator[Guess]:
    """Every guess about a trouble, the most likely line and kind of mistake first."""
    numbers = [i for i in dict.fromkeys(trouble.lines) if i < len(page.lines)]
    numbers += [above for i in trouble.lines if (above := page.above(min(i, len(page.lines)))) is not None]
    for order, number in enumerate(dict.fromkeys(numbers)):
        if _says_something(page.lines[number]):
            for kind in (_typed_twice, _punctuation, _hyphens, _values, _divided, _indents, _left_out):
                for guess in kind(page, number):
                    yield replace(guess, penalty=guess.penalty + order)
            for guess in _missing_line(page, number, trouble):
                yield replace(guess, penalty=guess.penalty + order)


def rest_left_out(page: Page, number: int, end: int) -> Guess:
    """The last resort: everything from a line to the chapter's end is left out."""
    lines = range(number, end)
    lost = frozenset(match[2] for i in lines if (match := _KEY.match(page.lines[i])))
    hint = "Jämför med samma ställe i plans/2017.yaml. Resten av kapitlet är inte granskat."
    line = page.lines[number]
    mark = (number, _indent(line), max(len(line), 1))
    return Guess(dict.fromkeys(lines, ""), "Raden kan inte läsas.", hint, mark, 1000, certain=False, lost=lost)


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _short(line: str) -> str:
    line = line.strip()
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def _whole(number: int, line: str) -> tuple[int, int, int]:
    return number, _indent(line), len(line.rstrip())


def _typed_twice(page: Page, number: int) -> Iterator[Guess]:
    line = page.lines[number]
    if number and page.lines[number - 1] == line:
        also = ((number - 1, "samma rad"),)
        hint = "Ta bort den ena raden."
        yield Guess({number: ""}, "Raden står två gånger.", hint, _whole(number, line), 0, "YML004", also=also)


def _punctuation(page: Page, number: int) -> Iterator[Guess]:
    """A key whose colon, or the space after it, is missing or mistyped."""
    match = re.match(rf"({_DASH})({_WORD})( *[;=.,] *|:(?=[^ ])| +(?=[^ :])|$)(.*)$", page.lines[number].rstrip())
    if not match:
        return
    lead, key, sign, value = match.groups()
    mended = f"{lead}{key}: {value}".rstrip()
    known = key in page.expected.keys or key.isdecimal()
    end = len(lead) + len(key)
    hint = f"Skriv  {_short(mended)}"
    if sign == ":":
        mark = (number, end + 1, end + 2)
        yield Guess({number: mended}, "Här saknas ett mellanslag efter kolonet.", hint, mark, 1 if known else 6, "YML010")
    elif known:
        yield Guess({number: mended}, f"Efter ”{key}” saknas ett kolon.", hint, (number, len(lead), end), 1)


def _hyphens(page: Page, number: int) -> Iterator[Guess]:
    """A list's row whose hyphen is missing, doubled, another sign, or stands too close."""
    line = page.lines[number]
    if match := re.match(r"( *)([–—•*+·] *|-(?=[^\s-]))(\S.*)$", line):
        mended = f"{match[1]}- {match[3]}"
        sign = match[2].strip()
        message = (
            "Här saknas ett mellanslag efter bindestrecket." if sign == "-" else f"Raden börjar med ”{sign}” i stället för ”- ”."
        )
        yield Guess({number: mended}, message, f"Skriv  {_short(mended)}", (number, match.end(1), match.end(2)), 2)
    if match := re.match(r"( *)- ( *)(?=\S)", line):
        rest = line[match.end() :]
        for mended in (f"{match[1]}{rest}", f"{match[1]}  {rest}"):
            hint = f"Ta bort det:  {_short(mended)}"
            mark = (number, match.end(1), match.end(1) + 1)
            yield Guess({number: mended}, "Här står ett bindestreck för mycket.", hint, mark, 5)
    elif match := re.match(rf"( *)({_WORD}):(?= |$)", line):
        indent = len(match[1])
        for mended in ([" " * (indent - 2) + "- " + line[indent:]] if indent >= 2 else []) + [f"{match[1]}- {line[indent:]}"]:
            hint = f"Skriv  {_short(mended)}  om en ny rad i listan börjar här. Annars har raden som börjar den fallit bort ovanför."
            yield Guess({number: mended}, "Här saknas början på en rad i listan, ”- ”.", hint, (number, indent, indent + len(match[2])), 7)


def _values(page: Page, number: int) -> Iterator[Guess]:
    """A value that must stand within quotation marks, or whose quotation mark or bracket is not closed, or with a stray sign first."""
    match = re.match(rf"({_DASH}(?:{_WORD} *: +|(?<=- )))(\S.*?)((?: {{2,}}#.*)?)$", page.lines[number].rstrip())
    if not match:
        return
    lead, value, comment = match.groups()
    first, at = value[0], len(lead)

    def guess(mended: str, message: str, hint: str, penalty: int, start: int = 0, width: int = 1) -> Guess:
        new = f"{lead}{mended}".rstrip()
        return Guess({number: new + comment}, message, f"{hint}  {_short(new)}", (number, at + start, at + start + width), penalty)

    closing = {"[": "]", "{": "}", '"': '"', "'": "'"}.get(first, "")
    if closing and (not value.endswith(closing) or len(value) == 1):
        what = "Citattecknet" if closing == first else "Klammern"
        yield guess(value + closing, f"{what} ”{first}” stängs aldrig.", f"Sätt ”{closing}” sist:", 2)
    if first in "[{\"'*&@%!`|>-?,:":
        stripped = value[1:].strip()
        if stripped and not stripped.endswith(closing or "\0"):
            yield guess(stripped, f"Tecknet ”{first}” kan inte stå först i texten.", "Ta bort det:", 3)
    colon = re.search(r":(?= |$)", value)
    quoted = "'" + value.replace("'", "''") + "'"
    below = page.lines[number + 1] if number + 1 < len(page.lines) else ""
    if _indent(below) > _indent(page.lines[number]) and _says_something(below):
        message = f"Här kan ”{_short(value)}” inte stå: det som hör till ”{lead.strip(' -:')}” står på raderna under."
        yield guess("", message, "Ta bort det:", 5, 0, len(value))
    if colon:
        message = "Kolonet i texten läses som om en ny uppgift börjar där."
        yield guess(quoted, message, "Sätt citattecken runt hela texten:", 4, colon.start())
    elif closing:
        message = f"Texten börjar med ”{first}” men slutar inte där det stängs."
        yield guess(quoted, message, "Sätt citattecken runt hela texten:", 4)
    elif first in "*&@%!`|>-?,#":
        message = f"Text kan inte börja med ”{first}”."
        yield guess(quoted, message, "Sätt citattecken runt hela texten:", 4)


def _divided(page: Page, number: int) -> Iterator[Guess]:
    """A line that was broken in two, or two lines that became one."""
    line = page.lines[number]
    for match in re.finditer(rf"(?<=\S) +(?=(?:- )?({_WORD}):(?: |$))", line):
        if match[1] in page.expected.keys or match[1].isdecimal():
            key = _KEY.match(line)
            below = len(key[1]) if key else _indent(line)
            for indent in dict.fromkeys((below, below + 2, *(_indent(page.lines[i]) for i in page.neighbours(number)[:4]))):
                mended = f"{line[: match.start()]}\n{' ' * indent}{line[match.end() :]}"
                hint = f"Tryck Retur före ”{match[1]}”, så att det står på en egen rad."
                mark = (number, match.end(), match.end() + len(match[1]))
                yield Guess({number: mended}, f"”{match[1]}” står mitt på en rad.", hint, mark, 6)
    above = page.above(number)
    key = _KEY.match(line)
    if above is not None and not (key and key[2] in page.expected.keys):
        for joint in (" ", ""):
            mended = page.lines[above].rstrip() + joint + line.strip()
            hint = f"Sätt ihop den med raden ovanför:  {_short(mended)}"
            yield Guess({above: mended, number: ""}, "Raden hör ihop med den ovanför.", hint, _whole(number, line), 8 + (not joint))


def _indents(page: Page, number: int) -> Iterator[Guess]:
    """A line that stands too far in or out: it should stand under one of its neighbours, or below one."""
    line = page.lines[number]
    now, own = _indent(line), line.strip()
    key = _KEY.match(line)
    neighbours = [(i, page.lines[i]) for i in page.neighbours(number)]
    alike = [(i, above) for i, above in neighbours if bool(_KEY.match(above)) == bool(key)]
    under: dict[int, int] = {}
    for i, above in (*alike[:4], *neighbours):
        under.setdefault(_indent(above), i)
    for i, above in neighbours:
        under.setdefault(_inner(above), i)
        under.setdefault(_indent(above) + 2, i)
    likely = list(under)[:2] if not key else []
    ordered = dict.fromkeys((*likely, *sorted(under, key=lambda n: (abs(n - now), n))))
    for order, indent in enumerate([n for n in ordered if n != now][:6]):
        what = f"”{key[2]}”" if key else "texten"
        message = "Raden har fel indrag." if key else "Raden har inte samma indrag som texten den hör till."
        hint = f"Skriv {indent} mellanslag före {what} i stället för {now}." if indent else f"Låt {what} börja längst till vänster."
        also = ((under[indent], "i linje med den här raden"),) if _indent(page.lines[under[indent]]) == indent else ()
        yield Guess({number: " " * indent + own}, message, hint, (number, 0, max(now, 1)), 3 + order, also=also)


def _inner(line: str) -> int:
    """The column where what belongs to a line's own first key stands."""
    key = _KEY.match(line)
    return len(key[1]) if key else _indent(line)


def _missing_line(page: Page, number: int, trouble: Trouble) -> Iterator[Guess]:
    """The line above that opened a list, a text or a group, and that is gone."""
    line = page.lines[number]
    indent = _indent(line)
    key = _KEY.match(line)
    names: list[tuple[str, int]] = []
    if key and "-" in key[1]:
        names = [(f"{name}:", indent - 2) for name in page.expected.lists_of(key[2])]
    elif not key:
        names = [(f"{name}: |", indent - 2) for name in page.expected.texts]
    if trouble.kind == "repeated":
        above = trouble.at[:-1]
        names += [(f"{name}:", indent - 2) for name in page.expected.missing(page.data, above)[:3]]
    for order, (name, column) in enumerate(names):
        if column >= 0:
            hint = f"Lägg till raden  {name}  ovanför, med {column} mellanslag före." if column else f"Lägg till raden  {name}  ovanför."
            mark = _whole(number, line)
            new = f"{' ' * column}{name}\n{line}"
            yield Guess({number: new}, f"Raden ”{name}” saknas ovanför.", hint, mark, 6 + min(order, 3), certain=False)


def _left_out(page: Page, number: int) -> Iterator[Guess]:
    line = page.lines[number]
    key = _KEY.match(line)
    hint = "Jämför med samma ställe i plans/2017.yaml. Resten av filen är granskad utan raden."
    lost = frozenset([key[2]] if key else [])
    yield Guess({number: ""}, "Raden kan inte läsas.", hint, _whole(number, line), 40, certain=False, lost=lost)
