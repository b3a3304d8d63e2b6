"""A changed text of the document -> the change of the plan's file that gives it: splices at the
value's own place, nothing else.

What is shown is not what is typed: facts are filled in, typography applied, Markdown read. The
change is led back character by character, and is refused where the way back is not sure. Nothing
here is trusted: whoever uses a splice reads the result again.
"""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from generator import retype
from generator.content.kind import RefusedError, Typed
from generator.findings import Mark, Pointer
from generator.paragraphs import LINE_BREAK, NOTE
from generator.plan import Plan
from generator.retype import NotTypedError, Read
from generator.review.writeback import running
from generator.review.writeback.changes import (
    Blocks,
    Change,
    as_typed,
    changed,
    joins,
    paragraphs,
)
from generator.review.writeback.single import amount_typed, emptied, splices, typed
from generator.review.writeback.ways import Way, block_way, line_way
from generator.source import Source
from generator.source.reading import Splice, difference, spliced
from generator.values import Prose, Text

__all__ = [
    "Blocks",
    "Change",
    "Proposal",
    "amount_typed",
    "as_typed",
    "changed",
    "comment_line",
    "joins",
    "paragraphs",
    "place",
    "proposals",
    "typed",
]


class Proposal(Struct, frozen=True):
    """A way to change the file: splices, and what is typed where that is no text: it may be shown
    in other words that mean the same.
    """

    splices: list[Splice]
    values: Typed | None = None


def proposals(
    source: Source, plan: Plan, at: Pointer, shown: str, changes: Blocks, read: Read
) -> Iterator[Proposal]:
    """Ways to change the file so that a value is shown with the changes made, the plainest first;
    `shown` is a value that is no running text, `read` reads a text.

    Raises RefusedError.
    """
    prose = next((prose for prose in plan.proses if prose.at == at), None)
    if prose and None not in changes:
        yield from _in_prose(source, plan, prose, changes, read)
        return
    own = changes.get(None, ())
    _refuse_signs(own)
    if any("\n" in change.text for change in own):
        raise RefusedError("här tillkommer ett nytt stycke; gör det i filen för hand")
    after = changed(shown, own).strip()
    if not after:
        for nothing in emptied(at):
            yield Proposal(splices(source, nothing, read), nothing)
        return
    text = next((text for text in plan.texts if text.at == at), None)
    if (values := typed(plan, at, after)) is not None:
        yield Proposal(splices(source, values, read), values)
    elif text is not None:
        yield from map(Proposal, _in_line(source, plan, text, own))
    else:
        raise RefusedError(
            "uppgiften är sammansatt av flera, eller räknas ut; ändra den i filen för hand"
        )


def _in_prose(
    source: Source, plan: Plan, prose: Prose, changes: Blocks, read: Read
) -> Iterator[Proposal]:
    every = [change for of_block in changes.values() for change in of_block]
    _refuse_signs(every, prose=True)
    if sum(change.removes for change in every) == len(prose.blocks):
        yield Proposal(splices(source, [(prose.at, None)], read), [(prose.at, None)])
        return
    last = ""
    for edits in running.edits(plan, prose, changes):
        last = spliced(prose.text, edits)
        yield from map(Proposal, _written(source, prose.at, edits, last))
    yield from _anew(source, prose.at, last, read)


def _anew(source: Source, at: Pointer, new: str, read: Read) -> Iterator[Proposal]:
    """A text over several lines in the place of one on a line."""
    try:
        text = retype.retyped(source, at, new, read)
    except NotTypedError:
        return
    yield Proposal([difference(source.text, text)])


def _refuse_signs(changes: Sequence[Change], *, prose: bool = False) -> None:
    """Raise RefusedError for signs that no text of a plan has."""
    signs = {
        LINE_BREAK: "en radbrytning inne i ett stycke",
        "\t": "en tabb",
        NOTE: "en flyttad fotnot",
    }
    for sign, name in signs.items():
        if not (prose and sign == LINE_BREAK) and any(sign in change.text for change in changes):
            raise RefusedError(f"{name} kan planen inte visa; gör ändringen i filen för hand")


def place(source: Source, plan: Plan, at: Pointer, block: int | None, start: int, end: int) -> Mark:
    """Where in the file a stretch of a value stands, as it is shown; the value itself where that is
    not known.
    """
    prose = next((prose for prose in plan.proses if prose.at == at), None)
    text = next((text for text in plan.texts if text.at == at), None)
    try:
        if prose and block is not None and block < len(prose.blocks):
            first, last = block_way(prose.text, prose.blocks[block], plan).typed(start, end)
        elif text is not None:
            first, last = line_way(text, plan).typed(start, end)
        else:
            return source.locate(at)
    except (RefusedError, IndexError):
        within = prose.blocks[block].within if prose and block is not None else None
        return source.locate(at, within=within)
    return source.locate(at, within=(first, last - first))


def _in_line(
    source: Source, plan: Plan, text: Text, changes: Sequence[Change]
) -> Iterator[list[Splice]]:
    way = line_way(text, plan)
    edits = [_of_line(way, change) for change in changes]
    new = spliced(text, edits)
    raw = source.value(text.at)
    lead = len(raw) - len(raw.lstrip())
    yield from _written(
        source,
        text.at,
        [(lead + start, lead + end, words) for start, end, words in edits],
        raw.replace(text, new, 1),
    )


def _of_line(way: Way, change: Change) -> Splice:
    """A change of a text on a line as an edit of the typed text; no blanks are left at its ends."""
    start, end = way.replaced(change.start, change.end, change.text)
    words = as_typed(change.text)
    words = words.lstrip() if start == 0 else words
    return start, end, words.rstrip() if end == way.end else words


def _written(
    source: Source, at: Pointer, edits: Sequence[Splice], new: str
) -> Iterator[list[Splice]]:
    """Edits of a value's text as splices of the file: at their places if the style of typing lets
    them, else the value anew. Raises RefusedError.
    """
    mark = source.locate(at)
    typed = source.text[mark.start : mark.end]
    opening = typed[:1]
    if opening == ">" or (opening != "|" and "\n" in typed):
        raise RefusedError(
            "texten är skriven på flera rader utan | i filen; ändra den där för hand"
        )
    yield [_edit(source, at, edit, opening) for edit in edits]
    if opening == "|":
        header, _, body = typed.partition("\n")
        indent = " " * (len(body) - len(body.lstrip(" ")))
        line_break = "\r\n" if header.endswith("\r") else "\n"
        lines = [f"{indent}{line}" if line.strip() else "" for line in new.rstrip("\n").split("\n")]
        yield [
            (
                mark.start,
                mark.start + len(typed.rstrip()),
                line_break.join([header.rstrip("\r"), *lines]),
            )
        ]
    elif "\n" not in new:
        yield [(mark.start, mark.end, "'" + new.replace("'", "''") + "'")]


def _edit(source: Source, at: Pointer, edit: Splice, opening: str) -> Splice:
    """One edit of a value's text at its place in the file."""
    start, end, words = edit
    mark = source.locate(at)
    if opening == "|":
        places = [source.locate(at, within=(offset, 0)).start for offset in (start, end)]
        line = source.text.rfind("\n", 0, places[0]) + 1
        indent = re.match(" *", source.text[line:])
        line_break = "\r\n" if "\r\n" in source.text[mark.start : mark.end] else "\n"
        padded = re.sub(r"\n(?=[^\n])", f"\n{indent[0] if indent else ''}", words).replace(
            "\n", line_break
        )
        return places[0], places[1], padded
    shift = mark.start + (opening in ("'", '"'))
    if opening == "'":
        words = words.replace("'", "''")
    if opening == '"':
        words = words.replace("\\", "\\\\").replace('"', '\\"')
    return shift + start, shift + end, words


def comment_line(source: Source, at: Pointer, words: str) -> Splice:
    """A comment on lines of its own above a value, in its column."""
    mark = source.locate(at, on_key=True)
    start = source.text.rfind("\n", 0, mark.start) + 1
    lead = re.match(r" *", source.text[start:])
    line_break = "\r\n" if "\r\n" in source.text else "\n"
    indent = lead[0] if lead else ""
    return start, start, "".join(f"{indent}# {line}{line_break}" for line in words.splitlines())
