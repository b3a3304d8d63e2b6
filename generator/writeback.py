"""A changed text of the document -> the change of the plan's file that gives it: splices at the value's own place, nothing else.

What is shown is not what is typed: facts are filled in, typography applied, Markdown read. The change is led back character by
character, and is refused where the way back is not sure. Nothing here is trusted: whoever uses a splice reads the result again.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator import swedish
from generator.facts import facts, split
from generator.findings import Mark, Pointer
from generator.plan import MUNICIPALITIES, PLACEHOLDER, Amount, Event, Plan, Prose, Text
from generator.prose import Block
from generator.source import Source
from generator.source.reading import Splice, spliced

_MARKUP = re.compile(r"\]\([^)\s]*\)|[*\[\\]")
_MEANS_SOMETHING = re.compile(r"([\\*_\[\]<>#`~|])")
_MONTH = "|".join(swedish.MONTHS)


class RefusedError(Exception):
    """A change cannot be made in the file; the message is a Swedish clause that says why."""


@dataclass(frozen=True)
class Change:
    """What changes in a value's text as it is shown: [start, end) becomes `text`. With `removes` the paragraph goes."""

    start: int
    end: int
    text: str
    removes: bool = False


Blocks = Mapping[int | None, Sequence[Change]]
"""The changes of a value by the paragraph of running text that they are in (from 0); None for a value that is no running text."""


def proposals(source: Source, plan: Plan, at: Pointer, shown: str, changes: Blocks) -> Iterator[list[Splice]]:
    """Ways to change the file so that a value is shown with the changes made, the plainest first; `shown` is a value that is no running text.

    Raises RefusedError.
    """
    prose = next((prose for prose in plan.proses if prose.at == at), None)
    if prose and None not in changes:
        yield from _in_prose(source, plan, prose, changes)
        return
    own = changes.get(None, ())
    after = changed(shown, own).strip()
    if not after:
        raise RefusedError("uppgiften tas bort helt; gör det i filen för hand")
    text = next((text for text in plan.texts if text.at == at), None)
    if text is not None:
        yield from _in_line(source, plan, text, own)
    elif (values := _typed_value(plan, at, after)) is not None:
        yield [_in_style(source, place, new) for place, new in values]
    else:
        raise RefusedError("uppgiften är sammansatt av flera, eller räknas ut; ändra den i filen för hand")


def place(source: Source, plan: Plan, at: Pointer, block: int | None, start: int, end: int) -> Mark:
    """Where in the file a stretch of a value stands, as it is shown; the value itself where that is not known."""
    prose = next((prose for prose in plan.proses if prose.at == at), None)
    text = next((text for text in plan.texts if text.at == at), None)
    try:
        if prose and block is not None and block < len(prose.blocks):
            first, last = _block_way(prose.text, prose.blocks[block], plan).typed(start, end)
        elif text is not None:
            first, last = _line_way(text, plan).typed(start, end)
        else:
            return source.locate(at)
    except (RefusedError, IndexError):
        within = prose.blocks[block].within if prose and block is not None else None
        return source.locate(at, within=within)
    return source.locate(at, within=(first, last - first))


def changed(shown: str, changes: Sequence[Change]) -> str:
    """A text with changes made."""
    return spliced(shown, [(change.start, change.end, change.text) for change in changes])


def _typed_value(plan: Plan, at: Pointer, after: str) -> list[tuple[Pointer, str]] | None:
    """What is typed for a value that is no text: an amount, a day, a host. None for other values. Raises RefusedError."""
    if any(amount.at == at for amount in _amounts(plan)):
        digits = re.sub(r"[ \u00a0\u202f]", "", after)
        if not re.fullmatch(r"[0-9]{1,12}", digits):
            raise RefusedError("beloppet skulle inte längre vara ett belopp")
        return [(at, f"{int(digits):,}".replace(",", " "))]
    for group in plan.groups:
        for event in (*group.events, *group.previews):
            if event.first.at == at:
                return _day(event, after)
            if event.undecided is not None and event.undecided.at == at:
                return [(at, _municipality(after))]
            if at in [host.at for host in event.hosts]:
                if len(event.hosts) > 1:
                    raise RefusedError("flera värdar ändras i filen för hand")
                return [(at, _municipality(after))]
    if any(host.at == at for host in (plan.radslag.years if plan.radslag else ())):
        return [(at, _municipality(after))]
    return None


def _amounts(plan: Plan) -> Iterator[Amount]:
    for side in (plan.budget.income, plan.budget.costs):
        yield side.total
        for row in side.rows:
            yield row.amount
            yield from (share for _, share in row.shares)
    if plan.budget.result is not None:
        yield plan.budget.result


def _municipality(text: str) -> str:
    if text not in MUNICIPALITIES:
        raise RefusedError("värden skulle inte längre vara en av de åtta kommunerna")
    return text


def _day(event: Event, after: str) -> list[tuple[Pointer, str]]:
    """'25 januari', '16–17 augusti 2017' or 'Januari 2019' as dates; what was one day stays one day."""
    text = after.replace(swedish.NBSP, " ").lower()
    day = rf"(\d\d?)(?: ({_MONTH}))?(?:[–-](\d\d?))? ({_MONTH})(?: (\d{{4}}))?"
    whole = re.fullmatch(day, text)
    month = re.fullmatch(rf"({_MONTH}) (\d{{4}})", text)
    refused = RefusedError("datumet skulle inte längre vara ett datum av samma slag")
    if month and event.first.day is None:
        return [(event.first.at, f"{month[2]}-{_number(month[1]):02}")]
    if not whole or event.first.day is None or bool(whole[3]) != bool(event.last) or (whole[2] and not whole[3]):
        raise refused
    year = int(whole[5] or event.first.year)
    try:
        first = date(year, _number(whole[2] or whole[4]), int(whole[1]))
        if not event.last:
            return [(event.first.at, str(first))]
        return [(event.first.at, str(first)), (event.last.at, str(date(year, _number(whole[4]), int(whole[3]))))]
    except ValueError:
        raise refused from None


def _number(month: str) -> int:
    return swedish.MONTHS.index(month) + 1


@dataclass(frozen=True)
class _Way:
    """The way from shown characters to typed ones: [start, end) in the typed text for each, and which of them a fact shows."""

    spans: tuple[tuple[int, int], ...]
    facts: tuple[bool, ...]
    end: int

    def typed(self, start: int, end: int) -> tuple[int, int]:
        """The typed stretch of a shown one. Raises RefusedError inside a fact."""
        for edge in (start, end):
            inside = 0 < edge < len(self.spans) and self.facts[edge - 1] and self.spans[edge - 1] == self.spans[edge]
            if inside or (start == end and self._is_fact(start - 1) and self._is_fact(start)):
                raise RefusedError("ändringen går in i en uppgift som visas från ett annat ställe")
        if start < end:
            return self.spans[start][0], self.spans[end - 1][1]
        if start and not self.facts[start - 1]:
            place = self.spans[start - 1][1]
        else:
            place = self.spans[start][0] if start < len(self.spans) else self.spans[-1][1] if self.spans else self.end
        return place, place

    def _is_fact(self, place: int) -> bool:
        return 0 <= place < len(self.facts) and self.facts[place]


def _pieces(text: str, plan: Plan) -> Iterator[tuple[str, int, bool]]:
    """A text in the pieces that are shown: each as shown, how many typed characters it takes, and whether it is a fact."""
    known = facts(plan)
    place = 0
    for piece in split(text, known):
        if isinstance(piece, Text):
            length = text.index("}", place) + 1 - place
            yield piece, length, True
        else:
            length = len(piece)
            yield piece, length, False
        place += length


def _line_way(text: str, plan: Plan) -> _Way:
    """The way back through a text on a line: typography changes no length."""
    spans: list[tuple[int, int]] = []
    are_facts: list[bool] = []
    place = 0
    for piece, length, is_fact in _pieces(text, plan):
        spans += [(place, place + length)] * len(piece) if is_fact else [(place + n, place + n + 1) for n in range(length)]
        are_facts += [is_fact] * len(piece)
        place += length
    return _Way(tuple(spans), tuple(are_facts), len(text))


def _block_way(typed: str, block: Block, plan: Plan) -> _Way:
    """The way back through a paragraph of prose, whose Markdown is skipped. Raises RefusedError where it is not sure."""
    spans: list[tuple[int, int]] = []
    are_facts: list[bool] = []
    place = block.within[0]
    limit = place + block.within[1]
    for run in block.runs:
        for piece, length, is_fact in _pieces(run.text, plan):
            if is_fact:
                start = _reached(typed, place, limit, "{")
                if typed[start : start + 1] != "{":
                    raise RefusedError("textens väg tillbaka till filen är inte säker")
                spans += [(start, start + length)] * len(piece)
                are_facts += [True] * len(piece)
                place = start + length
                continue
            for character in piece:
                at = _reached(typed, place, limit, character)
                gap = re.compile(r"[ \t]*\n[ \t]*").match(typed, at) if character == " " else None
                after = gap.end() if gap else at + 1
                if not gap and (at >= limit or typed[at] != character):
                    raise RefusedError("textens väg tillbaka till filen är inte säker")
                spans.append((at, after))
                are_facts.append(False)
                place = after
    return _Way(tuple(spans), tuple(are_facts), limit)


def _reached(typed: str, place: int, limit: int, character: str) -> int:
    """Where a character stands from a place on, past Markdown that shows nothing."""
    while place < limit and (found := _MARKUP.match(typed, place)):
        if found[0] == "\\":
            return place + 1 if typed[place + 1 : place + 2] == character else place
        if found[0] == character and not _hides(typed, place):
            return place
        place = found.end()
    return place


def _hides(typed: str, place: int) -> bool:
    """True for an asterisk or bracket that is markup: it is closed, or closes, further along."""
    if typed[place] == "*":
        return not (typed[place - 1 : place].isspace() and typed[place + 1 : place + 2].isspace())
    return bool(re.compile(r"\[[^\]\n]*\]\(").match(typed, place))


def _in_line(source: Source, plan: Plan, text: Text, changes: Sequence[Change]) -> Iterator[list[Splice]]:
    way = _line_way(text, plan)
    if any("\n" in change.text or "\v" in change.text for change in changes):
        raise RefusedError("uppgiften delas i flera stycken; gör det i filen för hand")
    edits = [(*way.typed(change.start, change.end), _as_typed(change.text)) for change in changes]
    new = spliced(text, edits)
    raw = source.value(text.at)
    lead = len(raw) - len(raw.lstrip())
    yield from _written(
        source, text.at, [(lead + start, lead + end, words) for start, end, words in edits], raw.replace(text, new, 1)
    )


def _in_prose(source: Source, plan: Plan, prose: Prose, changes: Blocks) -> Iterator[list[Splice]]:
    every = [change for of_block in changes.values() for change in of_block]
    if any("\v" in change.text for change in every):
        raise RefusedError("en radbrytning inne i ett stycke kan planen inte visa")
    ways = {number: _block_way(prose.text, prose.blocks[number], plan) for number in changes if number is not None}
    for escaped in (False, True):
        for widened in (False, True):
            edits: list[Splice] = []
            for number, way in ways.items():
                if any(change.removes for change in changes[number]):
                    edits.append(_without_block(prose, number))
                    continue
                for change in changes[number]:
                    start, end = way.typed(change.start, change.end)
                    if widened and start < end:
                        start, end = _with_markup(prose.text, start, end)
                    words = _as_typed(change.text)
                    words = words.lstrip(" ") if start == prose.blocks[number].within[0] else words
                    words = _MEANS_SOMETHING.sub(r"\\\1", words) if escaped else words
                    edits.append((start, end, _between(prose, number).join(re.split(r" *\n+ *", words))))
            yield from _written(source, prose.at, edits, spliced(prose.text, edits))


def _between(prose: Prose, number: int) -> str:
    """What a new paragraph begins with after one of some prose: a blank line, or the sign of a new bullet."""
    block = prose.blocks[number]
    return f"\n{prose.text[: block.within[0]].rpartition(chr(10))[2]}" if block.bullet else "\n\n"


def _with_markup(typed: str, start: int, end: int) -> tuple[int, int]:
    """A stretch with the asterisks that stand on both its sides."""
    while start and end < len(typed) and typed[start - 1] == typed[end] == "*":
        start, end = start - 1, end + 1
    return start, end


def _without_block(prose: Prose, number: int) -> Splice:
    """The splice that takes a paragraph out of prose, with the blank line that goes with it. Raises RefusedError for the only one."""
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
    return text.replace(swedish.NBSP, " ").replace("\u202f", " ").replace("\u2011", "-").replace("\u00ad", "")


def _in_style(source: Source, at: Pointer, new: str) -> Splice:
    """Another value in the place of a scalar, in the quotation marks that it has; an amount without spaces stays so."""
    mark = source.locate(at)
    typed = source.text[mark.start : mark.end]
    quote = typed[:1] if typed[:1] in ("'", '"') else ""
    if typed.strip("'\"").isdecimal():
        new = new.replace(" ", "")
    if quote and PLACEHOLDER in typed:
        quote = ""
    return mark.start, mark.end, f"{quote}{new}{quote}"


def _written(source: Source, at: Pointer, edits: Sequence[Splice], new: str) -> Iterator[list[Splice]]:
    """Edits of a value's text as splices of the file: at their places if the style of typing lets them, else the value anew. Raises RefusedError."""
    mark = source.locate(at)
    typed = source.text[mark.start : mark.end]
    opening = typed[:1]
    if opening == ">" or (opening != "|" and "\n" in typed):
        raise RefusedError("texten är skriven på flera rader utan | i filen; ändra den där för hand")
    yield [_edit(source, at, edit, opening) for edit in edits]
    if opening == "|":
        header, _, body = typed.partition("\n")
        indent = " " * (len(body) - len(body.lstrip(" ")))
        line_break = "\r\n" if header.endswith("\r") else "\n"
        lines = [f"{indent}{line}" if line.strip() else "" for line in new.rstrip("\n").split("\n")]
        yield [(mark.start, mark.start + len(typed.rstrip()), line_break.join([header.rstrip("\r"), *lines]))]
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
        padded = re.sub(r"\n(?=[^\n])", f"\n{indent[0] if indent else ''}", words).replace("\n", line_break)
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
