"""A line that was broken in two, two that became one or changed places, and one that is gone."""

import re
from collections.abc import Iterator
from itertools import islice

from generator.source.builder import Trouble
from generator.source.page import (
    KEY_LINE,
    WORD,
    Guess,
    Page,
    indent_of,
    inner,
    says_something,
    short,
    words_of,
)

_MOST_DIVISIONS = 5
_KEY_IN_A_LINE = re.compile(rf"(?<=\S) +(?=(?:- )?({WORD}):(?: |$))")


def divided(page: Page, number: int) -> Iterator[Guess]:
    """A line that was broken in two, or two lines that became one."""
    for match in islice(_KEY_IN_A_LINE.finditer(page.lines[number]), _MOST_DIVISIONS):
        if match[1] in page.expected.keys or match[1].isdecimal():
            yield from _two_in_one(page, number, match)
    key = KEY_LINE.match(page.lines[number])
    if not (key and key[2] in page.expected.keys):
        yield from _one_in_two(page, number)


def _two_in_one(page: Page, number: int, match: re.Match[str]) -> Iterator[Guess]:
    """A key in the middle of a line begins one of its own, beside or below what stands around."""
    line = page.lines[number]
    own = inner(line)
    around = [indent_of(page.lines[i]) for i in page.neighbours(number)[:4]]
    for indent in dict.fromkeys((own, own + 2, *around)):
        mended = f"{line[: match.start()]}\n{' ' * indent}{line[match.end() :]}"
        hint = f"Tryck Retur före ”{match[1]}”, så att det står på en egen rad."
        mark = (number, match.end(), match.end() + len(match[1]))
        yield Guess({number: mended}, f"”{match[1]}” står mitt på en rad.", hint, mark, 6)


def _one_in_two(page: Page, number: int) -> Iterator[Guess]:
    """A line that goes on from the one above."""
    above = page.above(number)
    if above is None:
        return
    line = page.lines[number]
    mark, message = words_of(number, line), "Raden hör ihop med den ovanför."
    # Without a blank after its colon, a key would become another.
    joints = ((8, " "), (9, ""))[: 1 if page.lines[above].rstrip().endswith(":") else 2]
    for penalty, joint in joints:
        joined = page.lines[above].rstrip() + joint + line.strip()
        hint = f"Skriv allt på en rad:  {short(joined)}"
        mended = {above: joined, number: ""}
        yield Guess(mended, message, hint, mark, penalty, "YML007", certain=False)


def changed_places(page: Page, number: int) -> Iterator[Guess]:
    """Two lines that changed places, where one of them is deeper or opens something."""
    for upper in (number - 1, number):
        if not 0 <= upper < len(page.lines) - 1:
            continue
        above, line = page.lines[upper : upper + 2]
        key = KEY_LINE.match(line)
        opens = above.rstrip().endswith(":") or line.rstrip().endswith(":")
        is_known = says_something(above) and key and key[2] in page.expected.keys
        if is_known and (opens or indent_of(above) != indent_of(line)):
            message = "Raden har bytt plats med den ovanför."
            hint = f"Flytta upp raden, så att den står ovanför  {short(above)}"
            mended, mark = {upper: line, upper + 1: above}, words_of(upper + 1, line)
            yield Guess(mended, message, hint, mark, 6, certain=False)


def missing_line(page: Page, number: int, trouble: Trouble) -> Iterator[Guess]:
    """The line above that opened a list, a text or a group, and that is gone."""
    line = page.lines[number]
    dear = 0 if KEY_LINE.match(line) else 4
    for order, (name, column) in enumerate(_opening(page, number, trouble)):
        if column < 0:
            continue
        hint = f"Lägg till raden  {name}  ovanför"
        hint += f", med {column} mellanslag före." if column else "."
        mended = {number: f"{' ' * column}{name}\n{line}"}
        message, mark = f"Raden ”{name}” saknas ovanför.", words_of(number, line)
        penalty = 6 + dear + min(order, 3)
        yield Guess(mended, message, hint, mark, penalty, certain=False, whole=False)


def _opening(page: Page, number: int, trouble: Trouble) -> list[tuple[str, int]]:
    """The lines that may have stood above one, each with its column: that of a text, of the list
    that a row is of, or of a group that the plan should have there.
    """
    line = page.lines[number]
    column, key = indent_of(line) - 2, KEY_LINE.match(line)
    if not key:
        return [(f"{name}: |", column) for name in page.expected.texts]
    group = trouble.at[:-1] if trouble.kind == "repeated" else page.group_at(number, column)
    lists = page.expected.lists_of(key[2]) if "-" in key[1] else []
    # What the group has above is not what is missing.
    lists = [name for name in lists if page.key_above(number, name, column) is None]
    groups = page.expected.missing(page.data, group)[:3]
    return [(f"{name}:", column) for name in (*lists, *groups)]
