"""Two texts of a plan -> the lines that differ, for people."""

from collections.abc import Iterator

from generator.findings import Mark
from generator.report.printed import MOST_OF_A_LINE, painted, visible, window

_MOST_COMPARED = 3000
"""Lines that are compared one by one."""


_BESIDE = 12
"""Columns that a line's number takes, its sign, and the dots at its ends."""


def changes(
    before: str, after: str, name: str, *, colour: bool, width: int | None = None
) -> tuple[int, str]:
    """How many stretches of lines differ, and each of them: the old lines with - and their number,
    the new ones with +; of a line longer than the terminal has room for, what is near the change.
    """
    room = MOST_OF_A_LINE if width is None else min(width - _BESIDE, MOST_OF_A_LINE)
    old, new = before.split("\n"), after.split("\n")
    found = [block for block in _differences(old, new) if block[0] != block[1]]
    shown = [f"{visible(name)}:"]
    for removed, added, line in found:
        number = f"{line:>5} "
        typed = [("-", 31, text) for text in removed] + [("+", 32, text) for text in added]
        for sign, tone, text in typed:
            words = f"{sign} {_near_change(text, removed, added, room)}"
            shown.append(number + painted(words, tone if colour else None))
            number = " " * len(number)
    return len(found), "\n".join(shown)


def _differences(old: list[str], new: list[str]) -> Iterator[tuple[list[str], list[str], int]]:
    """The stretches that differ: old lines, new lines, and the first old line's 1-based number."""
    import difflib

    # Most of a plan is the same on both sides: only what lies between is compared.
    least = min(len(old), len(new))
    head = _alike(old, new, least)
    tail = _alike(old[::-1], new[::-1], least - head)
    # What was only put in may stand among lines like it: that is left to the comparison.
    tail = tail if tail < least - head else 0
    old, new = old[head : len(old) - tail], new[head : len(new) - tail]
    if max(len(old), len(new)) > _MOST_COMPARED:
        yield old, new, head + 1
        return
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for _, start, end, new_start, new_end in matcher.get_opcodes():
        yield old[start:end], new[new_start:new_end], head + start + 1


def _alike(old: list[str], new: list[str], most: int) -> int:
    """How many lines are the same on both sides, at most so many."""
    number = 0
    while number < most and old[number] == new[number]:
        number += 1
    return number


def _near_change(line: str, removed: list[str], added: list[str], room: int) -> str:
    """The part of a long line where the change is."""
    pairs = zip("".join(removed[:1]), "".join(added[:1]), strict=False)
    shorter = min(len("".join(side[:1])) for side in (removed, added))
    start = next((i for i, (old, new) in enumerate(pairs) if old != new), shorter)
    mark = Mark(1, min(start, len(line)) + 1, start, start + 1)
    return window(line.rstrip("\r"), mark, room)[0]
