"""What changed, told to people and to machines."""

from collections.abc import Iterable
from itertools import groupby

from generator.content.kind import Change
from generator.swedish import NBSP, kronor, percent


def for_people(changes: Iterable[Change], old: str, new: str) -> str:
    """The changes by chapter, in Swedish; `old` and `new` are what the plans are called."""
    lines = [f"Jämförelse: {new} mot {old}"]
    for chapter, of_chapter in groupby(changes, lambda change: change.chapter):
        lines += ["", chapter]
        for name, of_name in groupby(
            of_chapter, lambda change: change.name if change.kind == "dag" else ""
        ):
            lines += [f"  {name}"] if name else []
            lines += [
                f"  {'  ' if name else ''}{line}" for change in of_name for line in _told(change)
            ]
    return "\n".join([*lines, *(["Inget har ändrats."] if len(lines) == 1 else [])])


def _told(change: Change) -> list[str]:
    """A change as lines: a sentence below the one it replaces, all else on one line."""
    if change.kind in ("ordning", "kapitel"):
        return [change.after or change.before]
    if change.kind == "text" and not change.name:
        return [
            f"{sign} {text}" for sign, text in (("-", change.before), ("+", change.after)) if text
        ]
    if change.before and change.after:
        words = f"{change.before} → {change.after}"
    else:
        words = f"borttaget: {change.before}" if change.before else f"nytt: {change.after}"
    return [f"{'' if change.kind == 'dag' else f'{change.name}: '}{words}{_difference(change)}"]


def _difference(change: Change) -> str:
    if change.kronor is None or not (change.before and change.after):
        return ""
    share = "" if change.share is None else f", {percent(change.share)}"
    return f" ({kronor(change.kronor, sign=True)}{NBSP}kr{share})"


def for_machines(changes: Iterable[Change]) -> list[dict[str, object]]:
    """The changes as plain data."""
    return [
        {
            "kapitel": change.chapter,
            "slag": change.kind,
            "vad": change.name,
            "före": change.before,
            "efter": change.after,
            "adress": list(change.at),
            **({"kronor": change.kronor} if change.kronor is not None else {}),
        }
        for change in changes
    ]
