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
from posixpath import commonprefix

from generator import swedish
from generator.content.kind import RefusedError
from generator.findings import Mark, Pointer
from generator.paragraphs import BULLET, LINE_BREAK, NOTE, NUMBERED, PICTURE, PLAIN, Block
from generator.plan import Plan
from generator.prose import parse
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
_FIRST_SIGNS = {BULLET: "- ", NUMBERED: "1. "}
"""What items begin with in a text that has none of their kind."""
_ALONE = (PLAIN, PICTURE)
"""Kinds of paragraphs with a blank line around them."""
_NUMBER = re.compile(r"(\d+)\.\s+$")
_MEANS_SOMETHING = re.compile(r"([\\*_\[\]<>#`~|])")


@dataclass(frozen=True)
class Change:
    """What changes in a value's text as it is shown: [start, end) becomes `text`, whose characters
    look as `looks` says ('fet', 'kursiv'). With `removes` the paragraph goes. `kinds` tells of which
    kind the paragraphs are that a text of several becomes part of, the one after its last included.
    """

    start: int
    end: int
    text: str
    removes: bool = False
    looks: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


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
    _refuse_signs(every, prose=True)
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
                    paragraphs(changes[number], prose.blocks[number].kind),
                    strict=True,
                ):
                    start, end = way.replaced(change.start, change.end, change.text)
                    if widened and start < end:
                        start, end = _with_markup(prose.text, start, end)
                    if start < end and not change.text:
                        start, end = _with_link(prose.text, start, end)
                    words = _as_typed(change.text)
                    words = _MEANS_SOMETHING.sub(r"\\\1", words) if escaped else words
                    pieces = [piece.replace(LINE_BREAK, "\\\n") for piece in words.split("\n")]
                    edges = (start == prose.blocks[number].within[0], end == way.end)
                    words = _in_paragraphs(pieces, kinds, _Signs(prose, number), edges)
                    while words.startswith("\n") and prose.text[start - 1 : start] == " ":
                        start -= 1
                    edits.append((start, end, words))
            counted = _counted(prose, spliced(prose.text, edits))
            if counted is not None:
                edits = [_difference(prose.text, counted)]
            yield from _written(source, prose.at, edits, spliced(prose.text, edits))


def paragraphs(changes: Sequence[Change], own: str) -> list[list[str]]:
    """Of each change of a paragraph of a kind: the kinds of the paragraphs that its text stands in
    afterwards.
    """
    following = next((change.kinds[-1] for change in reversed(changes) if change.kinds), own)
    found: list[list[str]] = []
    for change in reversed(changes):
        marks = change.text.count("\n")
        of_change = [*(change.kinds[:marks] or [own] * marks), following]
        following = of_change[0]
        found.insert(0, of_change)
    return found


class _Signs:
    """What paragraphs of each kind begin with in some prose, around one of its paragraphs."""

    def __init__(self, prose: Prose, number: int) -> None:
        self._prose, self._number = prose, number

    def of(self, kind: str) -> str:
        """As this paragraph, or as the nearest that is of the kind. Raises RefusedError."""
        blocks = self._prose.blocks
        if kind in _ALONE:
            return ""
        same = [n for n, block in enumerate(blocks) if block.kind == kind and block.is_item]
        nearest = min(same, key=lambda n: abs(n - self._number), default=None)
        if nearest is not None:
            before = self._prose.text[: blocks[nearest].within[0]].rpartition("\n")[2]
            # Items may begin on one line, as in "- - a": the last sign is the item's own.
            return re.sub(r"\S+\s+(?=\S)", lambda sign: " " * len(sign[0]), before)
        if kind not in _FIRST_SIGNS:
            raise RefusedError(f"det nya stycket är {kind}; skriv det i filen för hand")
        return _FIRST_SIGNS[kind]

    def between(self, before: str, after: str) -> str:
        """What stands between two paragraphs of some kinds: a blank line, but between items of
        lists none.
        """
        lines = "\n\n" if before in _ALONE or after in _ALONE else "\n"
        return lines + self.of(after)


def _in_paragraphs(
    pieces: Sequence[str], kinds: Sequence[str], signs: _Signs, edges: tuple[bool, bool]
) -> str:
    """Pieces of a text as paragraphs of some kinds; `edges` tells whether the text stands first and
    last in its own. What is empty is no paragraph.
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
        words = words.rstrip(" ") + signs.between(before, kind) + piece.lstrip(" ")
    words = words.lstrip(" ") if edges[0] else words
    return words.rstrip(" ") if edges[1] else words


def _around(prose: Prose, number: int, changes: Sequence[Change]) -> Iterator[Splice]:
    """What stands before and after a paragraph that afterwards begins or ends in one of another
    kind.
    """
    own, signs, blocks = prose.blocks[number].kind, _Signs(prose, number), prose.blocks
    kinds = paragraphs(changes, own)
    first, last = kinds[0][0], kinds[-1][-1]
    start, end = blocks[number].within[0], sum(blocks[number].within)
    if first != own and number:
        before = blocks[number - 1]
        yield sum(before.within), start, signs.between(before.kind, first)
    elif first != own:
        yield start - len(signs.of(own)), start, signs.of(first)
    if last != own and number + 1 < len(blocks):
        following = blocks[number + 1]
        yield end, following.within[0], signs.between(last, following.kind)


def _counted(prose: Prose, new: str) -> str | None:
    """A changed text whose numbered lists count on from what they began with; None where they do
    already.
    """
    firsts = {block.group: block.first for block in prose.blocks if block.first}
    lists: dict[int, list[Block]] = {}
    for block in parse(new)[0]:
        if block.first:
            lists.setdefault(block.group, []).append(block)
    if len(firsts) != len(lists):
        return None
    edits = []
    for first, items in zip(firsts.values(), lists.values(), strict=True):
        typed = [_NUMBER.search(new[: item.within[0]]) for item in items]
        is_same = len({number[1] for number in typed if number}) == 1 and len(items) > 1
        for number, found in enumerate(typed, first):
            if found and not is_same and int(found[1]) != number:
                edits.append((found.start(1), found.end(1), str(number)))
    return spliced(new, edits) if edits else None


def _difference(old: str, new: str) -> Splice:
    """The edit that makes one text of another."""
    lead = len(commonprefix([old, new]))
    tail = len(commonprefix([old[lead:][::-1], new[lead:][::-1]]))
    return lead, len(old) - tail, new[lead : len(new) - tail]


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
        if block.is_item and not following.is_item and number and prose.blocks[number - 1].is_item:
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
