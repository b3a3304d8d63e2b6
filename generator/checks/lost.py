"""A heading that last year's plan had, and that is gone while what stood under it is still
there.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise

from msgspec import Struct

from generator.content.kind import Content
from generator.content.rule import rule
from generator.findings import Finding, Pointer, Severity, is_under
from generator.plan import Plan
from generator.plan.sections import BELOW, Section
from generator.swedish import typeset
from generator.values import Prose, Text

_LINE = re.compile(r"\S(?:[^\n]*\S)?")


@rule(across=True)
def no_heading_is_lost(plan: Plan, before: Plan) -> Iterator[Finding]:
    """STR008: Det som förra året stod först under en egen rubrik har inte hamnat efter annat under
    en annan.

    Varför: försvinner raden med rubriken, blir resten en del av det som står ovanför, och inget
    annat säger det. Har det flyttats med flit kan det stå så.
    Källa: förra årets plan.
    """
    told = set()
    for chapter, content, heading in _moved_to_chapters(plan, before):
        told.add(_key(heading))
        where = f"i kapitlet ”{before.filled(heading)}”, nu i ”{plan.filled(chapter.title)}”"
        yield _finding(plan, content.at, heading, where)
    now, then = _Texts(plan), _Texts(before)
    for pair, above in _gone(plan, before):
        if _key(pair[1].title) not in told:
            yield from _swallowed(pair, above, then, now)


def _moved_to_chapters(plan: Plan, before: Plan) -> Iterator[tuple[Section, Content, Text]]:
    """What stood first in a chapter and stands after something else in another: that chapter, the
    content and the heading that it had.
    """
    lost = dict(_alone(before))
    kept = {_key(chapter.title) for chapter in plan.chapters}
    for chapter in plan.chapters:
        for content in chapter.contents[1:]:
            heading = lost.get(type(content))
            is_only = sum(1 for _ in plan.of(type(content))) == 1
            if heading is not None and _key(heading) not in kept and is_only:
                yield chapter, content, heading


def _alone(plan: Plan) -> Iterator[tuple[type[Content], Text]]:
    """Each kind that a plan has one of, which comes first in its chapter: with the chapter's
    heading.
    """
    for chapter in plan.chapters:
        kind = type(chapter.contents[0]) if chapter.contents else Content
        # Words, quotations and pictures move about; what has records of its own seldom does.
        if kind.records and sum(1 for _ in plan.of(kind)) == 1:
            yield kind, chapter.title


def _gone(plan: Plan, before: Plan) -> Iterator[tuple[tuple[Section, Section], Section]]:
    """Last year's sections whose heading is gone, each behind the one above it; and that one as it
    is now: a line that is lost leaves all below it to the section above.
    """
    now = {_key(section.title): section for section, _ in plan.sections()}
    times = Counter(_key(one.title) for each in (plan, before) for one, _ in each.sections())
    lists = [before.chapters, *(section.sections for section, _ in before.sections())]
    for above, section in (pair for sections in lists for pair in pairwise(sections)):
        key = _key(above.title)
        if key in now and times[key] == 2 and _key(section.title) not in now:
            yield (above, section), now[key]


class _Line(Struct, frozen=True):
    """A line of a content's texts: its words, the text that it is of, and where in that."""

    words: str
    content: Pointer
    text: Text | Prose
    start: int


class _Texts:
    """The texts of a plan, by the content that they are of."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    @cached_property
    def _of(self) -> dict[Pointer, list[Text | Prose]]:
        found: dict[Pointer, list[Text | Prose]] = {one.at: [] for one in self.plan.contents()}
        for text in self.plan.written():
            ats = (text.at[:end] for end in range(len(text.at), 0, -1))
            if at := next((at for at in ats if at in found), None):
                found[at].append(text)
        return found

    def lines(self, section: Section) -> Iterator[_Line]:
        """The lines under a heading, without those of the sections below."""
        for at in (content.at for content in section.contents):
            for text in self._of[at]:
                for match in _LINE.finditer(str(text)):
                    yield _Line(typeset(match[0]).casefold(), at, text, match.start())


def _swallowed(
    pair: tuple[Section, Section], now: Section, then: _Texts, texts: _Texts
) -> Iterator[Finding]:
    """What says that the second of last year's sections stands, without its heading, under the
    first as it is now.
    """
    above, section = pair
    plan, heading = texts.plan, section.title
    where = f"under rubriken ”{then.plan.filled(heading)}”, nu under ”{plan.filled(now.title)}”"
    beginning = next(then.lines(section), None)
    if beginning is None:
        below = {_key(one.title) for one in now.sections}
        if section.sections and not above.sections and _key(section.sections[0].title) in below:
            yield _finding(plan, (*now.at, BELOW), heading, where)
        return
    were = [line.words for line in then.lines(above)]
    for number, line in enumerate(texts.lines(now)):
        is_new = line.words == beginning.words and line.words not in were
        # Words that took the place of all that stood there were put there.
        if is_new and (number or not were):
            yield _finding(plan, line.content, heading, where, line if line.start else None)
            return


def _finding(
    plan: Plan, at: Pointer, heading: Text, where: str, line: _Line | None = None
) -> Finding:
    """What is told of a heading that is gone above a content, or above a line within a text."""
    is_late = any(is_under(at, late) for late in plan.late)
    severity: Severity = "fel" if is_late else "varning"
    lines = f"raden  - rubrik: {heading}  ovanför? Lägg till den"
    if line:
        lines = f"raderna  - rubrik: {heading}  och  text: |  ovanför? Lägg till dem"
    moved = f": flytta det till ovanför ”{BELOW}”." if is_late else " kan det stå så."
    message, hint = f"Förra året stod det här {where}.", f"Saknas {lines}. Har det flyttats{moved}"
    place = line.text.at if line else at
    within = (line.start, len(line.words)) if line else None
    return Finding("STR008", message, place, hint, severity, within, on_key=line is None)


def _key(heading: Text) -> str:
    return str(heading).casefold()
