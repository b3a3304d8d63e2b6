"""A changed text of the document -> the change of the plan's file that gives it: splices at the
value's own place, nothing else.

What is shown is not what is typed: facts are filled in, typography applied, Markdown read. The
change is led back character by character, and is refused where the way back is not sure. Nothing
here is trusted: whoever uses a splice reads the result again.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator import swedish
from generator.content.kind import RefusedError
from generator.findings import Mark, Pointer
from generator.plan import Plan
from generator.source import Source
from generator.source.reading import Splice, spliced
from generator.values import PLACEHOLDER, Prose, Text
from generator.writeback.ways import Way, block_way, line_way

__all__ = [
    "Blocks",
    "Change",
    "amount_typed",
    "changed",
    "comment_line",
    "paragraphs",
    "place",
    "proposals",
]

_TYPED = {
    ord(swedish.NBSP): " ",
    0x202F: " ",
    0x2011: "-",
    0x00AD: None,
    0x200B: None,
    0xFEFF: None,
}
"""Signs of programs, as they are typed in a file."""
_MEANS_SOMETHING = re.compile(r"([\\*_\[\]<>#`~|])")


@dataclass(frozen=True)
class Change:
    """What changes in a value's text as it is shown: [start, end) becomes `text`, whose characters
    look as `looks` says ('fet', 'kursiv'). With `removes` the paragraph goes. `bullets` tells which
    of the paragraphs that a text of several becomes part of are bullets, the one after its last
    included.
    """

    start: int
    end: int
    text: str
    removes: bool = False
    looks: tuple[str, ...] = ()
    bullets: tuple[bool, ...] = ()


Blocks = Mapping[int | None, Sequence[Change]]
"""The changes of a value by the paragraph of running text that they are in (from 0); None for a
value that is no running text."""


def proposals(
    source: Source, plan: Plan, at: Pointer, shown: str, changes: Blocks
) -> Iterator[list[Splice]]:
    """Ways to change the file so that a value is shown with the changes made, the plainest first;
    `shown` is a value that is no running text.

    Raises RefusedError.
    """
    prose = next((prose for prose in plan.proses if prose.at == at), None)
    if prose and None not in changes:
        yield from _in_prose(source, plan, prose, changes)
        return
    own = changes.get(None, ())
    _refuse_signs(own)
    if any("\n" in change.text for change in own):
        raise RefusedError("här tillkommer ett nytt stycke; gör det i filen för hand")
    after = changed(shown, own).strip()
    if not after:
        raise RefusedError("uppgiften tas bort helt; gör det i filen för hand")
    text = next((text for text in plan.texts if text.at == at), None)
    if (values := _typed(plan, at, after)) is not None:
        yield [_in_style(source, place, new) for place, new in values]
    elif text is not None:
        yield from _in_line(source, plan, text, own)
    else:
        raise RefusedError(
            "uppgiften är sammansatt av flera, eller räknas ut; ändra den i filen för hand"
        )


def _typed(plan: Plan, at: Pointer, after: str) -> list[tuple[Pointer, str]] | None:
    """What is typed for a value that is no text, as its kind of content knows; None for other
    values. Raises RefusedError.
    """
    ways = (content.typed(at, after, plan) for content in plan.contents())
    return next((way for way in (plan.typed(at, after), *ways) if way is not None), None)


def _refuse_signs(changes: Sequence[Change]) -> None:
    """Raise RefusedError for signs that no text of a plan has."""
    for sign, name in (("\v", "en radbrytning inne i ett stycke"), ("\t", "en tabb")):
        if any(sign in change.text for change in changes):
            raise RefusedError(f"{name} kan planen inte visa; gör ändringen i filen för hand")


def amount_typed(source: Source, at: Pointer, amount: int) -> Splice:
    """An amount in SEK in the place of another, in its style."""
    return _in_style(source, at, swedish.typed(amount))


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


def changed(shown: str, changes: Sequence[Change]) -> str:
    """A text with changes made."""
    return spliced(shown, [(change.start, change.end, change.text) for change in changes])


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
    words = _as_typed(change.text)
    words = words.lstrip() if start == 0 else words
    return start, end, words.rstrip() if end == way.end else words


def _in_prose(source: Source, plan: Plan, prose: Prose, changes: Blocks) -> Iterator[list[Splice]]:
    every = [change for of_block in changes.values() for change in of_block]
    _refuse_signs(every)
    ways = {
        number: block_way(prose.text, prose.blocks[number], plan)
        for number in changes
        if number is not None
    }
    for escaped in (False, True):
        for widened in (False, True):
            edits: list[Splice] = []
            for number, way in ways.items():
                if any(change.removes for change in changes[number]):
                    edits.append(_without_block(prose, number))
                    continue
                edits += _around(prose, number, changes[number])
                for change, kinds in zip(
                    changes[number],
                    paragraphs(changes[number], prose.blocks[number].bullet),
                    strict=True,
                ):
                    start, end = way.replaced(change.start, change.end, change.text)
                    if widened and start < end:
                        start, end = _with_markup(prose.text, start, end)
                    if start < end and not change.text:
                        start, end = _with_link(prose.text, start, end)
                    words = _as_typed(change.text)
                    words = _MEANS_SOMETHING.sub(r"\\\1", words) if escaped else words
                    edges = (start == prose.blocks[number].within[0], end == way.end)
                    words = _in_paragraphs(words.split("\n"), kinds, _sign(prose, number), edges)
                    while words.startswith("\n") and prose.text[start - 1 : start] == " ":
                        start -= 1
                    edits.append((start, end, words))
            yield from _written(source, prose.at, edits, spliced(prose.text, edits))


def paragraphs(changes: Sequence[Change], bullet: bool) -> list[list[bool]]:
    """Of each change of a paragraph (a bullet or not): which of the paragraphs that its text stands
    in afterwards are bullets.
    """
    following = next((change.bullets[-1] for change in reversed(changes) if change.bullets), bullet)
    found: list[list[bool]] = []
    for change in reversed(changes):
        marks = change.text.count("\n")
        own = [*(change.bullets[:marks] or [bullet] * marks), following]
        following = own[0]
        found.insert(0, own)
    return found


def _in_paragraphs(
    pieces: Sequence[str], kinds: Sequence[bool], sign: str, edges: tuple[bool, bool]
) -> str:
    """Pieces of a text as paragraphs, each a bullet or not; `edges` tells whether the text stands
    first and last in its own. What is empty is no paragraph.
    """
    last = len(pieces) - 1
    is_open = [(n == 0 and not edges[0]) or (n == last and not edges[1]) for n in range(last + 1)]
    kept = [
        (piece, kind)
        for piece, kind, open_ in zip(pieces, kinds, is_open, strict=True)
        if open_ or piece.strip()
    ]
    words = kept[0][0] if kept else ""
    for (_, before), (piece, kind) in pairwise(kept):
        words = words.rstrip(" ") + _between(before, kind, sign) + piece.lstrip(" ")
    words = words.lstrip(" ") if edges[0] else words
    return words.rstrip(" ") if edges[1] else words


def _between(before: bool, after: bool, sign: str) -> str:
    """What stands between two paragraphs, each a bullet or not: a blank line, but between bullets
    none.
    """
    lines = "\n" if before and after else "\n\n"
    return lines + sign if after else lines


def _sign(prose: Prose, number: int) -> str:
    """What a bullet begins with in some prose: as this paragraph, or as the nearest that is one."""
    bullets = [n for n, block in enumerate(prose.blocks) if block.bullet]
    nearest = min(bullets, key=lambda n: abs(n - number), default=None)
    return (
        "- "
        if nearest is None
        else prose.text[: prose.blocks[nearest].within[0]].rpartition("\n")[2]
    )


def _around(prose: Prose, number: int, changes: Sequence[Change]) -> Iterator[Splice]:
    """What stands before and after a paragraph that afterwards begins or ends in one of another
    kind.
    """
    own, sign, blocks = prose.blocks[number].bullet, _sign(prose, number), prose.blocks
    kinds = paragraphs(changes, own)
    first, last = kinds[0][0], kinds[-1][-1]
    start, end = blocks[number].within[0], sum(blocks[number].within)
    if first != own and number:
        before = blocks[number - 1]
        yield sum(before.within), start, _between(before.bullet, first, sign)
    elif first != own:
        yield start - len(sign) if own else start, start, sign if first else ""
    if last != own and number + 1 < len(blocks):
        following = blocks[number + 1]
        yield end, following.within[0], _between(last, following.bullet, sign)


def _with_markup(typed: str, start: int, end: int) -> tuple[int, int]:
    """A stretch with the asterisks that stand on both its sides."""
    while start and end < len(typed) and typed[start - 1] == typed[end] == "*":
        start, end = start - 1, end + 1
    return start, end


def _with_link(typed: str, start: int, end: int) -> tuple[int, int]:
    """A stretch with the link that it is all the words of."""
    address = re.compile(r"\]\([^)\s]*\)").match(typed, end)
    return (
        (start - 1, address.end()) if address and typed[start - 1 : start] == "[" else (start, end)
    )


def _without_block(prose: Prose, number: int) -> Splice:
    """The splice that takes a paragraph out of prose, with the blank line that goes with it. Raises
    RefusedError for the only one.
    """
    if len(prose.blocks) == 1:
        raise RefusedError("hela texten tas bort; gör det i filen för hand")
    text, block = prose.text, prose.blocks[number]
    start = text.rfind("\n", 0, block.within[0]) + 1
    if number + 1 < len(prose.blocks):
        following = prose.blocks[number + 1]
        end = text.rfind("\n", 0, following.within[0]) + 1
        if block.bullet and not following.bullet and number and prose.blocks[number - 1].bullet:
            end = text.find("\n", sum(block.within)) + 1
        return start, end, ""
    before = prose.blocks[number - 1]
    return sum(before.within), sum(block.within), ""


def _as_typed(text: str) -> str:
    """What a reviewer typed, in the signs that the file has."""
    return unicodedata.normalize("NFC", text.translate(_TYPED))


def _in_style(source: Source, at: Pointer, new: str) -> Splice:
    """Another value in the place of a scalar, in the quotation marks that it has; an amount without
    spaces stays so.
    """
    mark = source.locate(at)
    typed = source.text[mark.start : mark.end]
    quote = typed[:1] if typed[:1] in ("'", '"') else ""
    if typed.strip("'\"").isdecimal():
        new = new.replace(" ", "")
    if quote and PLACEHOLDER in typed:
        quote = ""
    return mark.start, mark.end, f"{quote}{new}{quote}"


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
