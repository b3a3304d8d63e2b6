"""The way back from a text as it is shown to the text as it was typed: past facts, typography and
Markdown, character by character.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from generator.content.kind import RefusedError
from generator.facts import split
from generator.paragraphs import LINE_BREAK, NOTE, Block
from generator.plan import Plan
from generator.values import Text

_GAPS = {
    " ": re.compile(r"[ \t]*\n[ \t]*"),
    LINE_BREAK: re.compile(r"(?:\\| {2,})\n[ \t]*"),
    NOTE: re.compile(r"\[\^[^\]\s]+\]"),
}
"""What is typed between lines and for a footnote, by what is shown there."""
_MARKUP = re.compile(r"\]\([^)\s]*\)|!\[|[*\[\\]")


class Way(Struct, frozen=True):
    """The way from shown characters to typed ones: [start, end) in the typed text for each, and
    which of them a fact shows.
    """

    spans: tuple[tuple[int, int], ...]
    facts: tuple[bool, ...]
    end: int

    def typed(self, start: int, end: int) -> tuple[int, int]:
        """The typed stretch of a shown one. Raises RefusedError inside a fact."""
        for edge in (start, end):
            inside = (
                0 < edge < len(self.spans)
                and self.facts[edge - 1]
                and self.spans[edge - 1] == self.spans[edge]
            )
            if inside or (start == end and self._is_fact(start - 1) and self._is_fact(start)):
                raise RefusedError("ändringen går in i en uppgift som visas från ett annat ställe")
        if start < end:
            return self.spans[start][0], self.spans[end - 1][1]
        if start and not self.facts[start - 1]:
            place = self.spans[start - 1][1]
        elif start < len(self.spans):
            place = self.spans[start][0]
        else:
            place = self.spans[-1][1] if self.spans else self.end
        return place, place

    def replaced(self, start: int, end: int, text: str) -> tuple[int, int]:
        """The typed stretch of a shown one that becomes a text. Raises RefusedError where a fact
        would be written over.
        """
        if text and any(self.facts[start:end]):
            raise RefusedError(
                "ändringen skriver över en uppgift som visas från ett annat ställe; ändra den där"
            )
        return self.typed(start, end)

    def _is_fact(self, place: int) -> bool:
        return 0 <= place < len(self.facts) and self.facts[place]


def _pieces(text: str, plan: Plan) -> Iterator[tuple[str, int, bool]]:
    """A text in the pieces that are shown: each as shown, how many typed characters it takes, and
    whether it is a fact.
    """
    known = plan.facts
    place = 0
    for piece in split(text, known):
        if isinstance(piece, Text):
            length = text.index("}", place) + 1 - place
            yield piece, length, True
        else:
            length = len(piece)
            yield piece, length, False
        place += length


def line_way(text: str, plan: Plan) -> Way:
    """The way back through a text on a line: typography changes no length."""
    spans: list[tuple[int, int]] = []
    are_facts: list[bool] = []
    place = 0
    for piece, length, is_fact in _pieces(text, plan):
        spans += (
            [(place, place + length)] * len(piece)
            if is_fact
            else [(place + n, place + n + 1) for n in range(length)]
        )
        are_facts += [is_fact] * len(piece)
        place += length
    return Way(tuple(spans), tuple(are_facts), len(text))


def block_way(typed: str, block: Block, plan: Plan) -> Way:
    """The way back through a paragraph of prose, whose Markdown is skipped. Raises RefusedError
    where it is not sure.
    """
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
                gap = _GAPS[character].match(typed, at) if character in _GAPS else None
                after = gap.end() if gap else at + 1
                if not gap and (at >= limit or typed[at] != character):
                    raise RefusedError("textens väg tillbaka till filen är inte säker")
                spans.append((at, after))
                are_facts.append(False)
                place = after
    return Way(tuple(spans), tuple(are_facts), limit)


def _reached(typed: str, place: int, limit: int, character: str) -> int:
    """Where a character stands from a place on, past Markdown that shows nothing."""
    while place < limit and (found := _MARKUP.match(typed, place)):
        if character == NOTE and typed.startswith("[^", place):
            return place
        if found[0] == "\\":
            if character == LINE_BREAK:
                return place
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
