"""Plan -> Context: what the template is given. Every value is in its final Swedish form; the
template only places it.

Values are `Text` (a str that knows its Pointer) or `Inline` (runs of text that do), in dicts and
lists of the declared `shape`.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, zip_longest
from typing import Any, TypedDict

from generator import swedish
from generator.content.kind import Content
from generator.context.shape import Chapter, Context, Decision, Fact, Part, Subsection, Version
from generator.facts import filled, split
from generator.findings import Pointer
from generator.pages import bookmarks
from generator.paragraphs import NOTE, Block, Run
from generator.plan import Plan, Section
from generator.prose import element_of
from generator.shown import ABSENT, Heading, Inline, Paragraph, Piece
from generator.values import PLACEHOLDER, Amount, Box, Day, Picture, Prose, Text

__all__ = [
    "Context",
    "Heading",
    "Inline",
    "Piece",
    "Printed",
    "Text",
    "leaves",
    "make",
    "occasions",
    "printed",
]

_DECIDED = "Beslutad"


def make(plan: Plan) -> Context:
    """The template's only input, for a plan without errors."""
    return _Writer(plan).context()


class Occasion(TypedDict):
    """A day of the calendar, as the web page tells it first: `från` and `till` as machines read
    them, the others as people do.
    """

    från: str
    till: str
    dag: str
    vad: str
    värd: str


def occasions(plan: Plan) -> list[Occasion]:
    """The year's days by date: they only repeat what the calendar shows."""
    writer = _Writer(plan)
    return [
        {
            "från": str(held.first),
            "till": str(held.last or held.first),
            "dag": held.words,
            "vad": writer.line(held.called),
            "värd": swedish.listing(held.hosts) if held.hosts else "",
        }
        for held in plan.held()
    ]


Texts = Sequence[Text | Inline]
"""The texts of a Context, in its order."""


def leaves(value: Any) -> list[Text | Inline]:
    """Every text of a Context that the document shows, in its order."""
    found: list[Text | Inline] = []
    _gather(value, found)
    return found


def _gather(value: Any, found: list[Text | Inline]) -> None:
    if isinstance(value, dict):
        for item in value.values():
            _gather(item, found)
    elif isinstance(value, list):
        for item in value:
            _gather(item, found)
    elif isinstance(value, Text):
        found.append(value)
    elif isinstance(value, Inline):
        found.append(value)
        found += value.notes


_OPEN = re.compile(rf"({PLACEHOLDER}[^.!?]*[.!?]?)")
"""What is to be filled in, to the end of its sentence."""
_LINE = 70
"""Characters that stand on one line of a page."""


Printed = tuple[Pointer, int | None, str]
"""A value as the document shows it: its place in the plan, its paragraph in running text (else
None), and its text."""


def printed(plan: Plan) -> Iterator[Printed]:
    """Every value of a plan that the document shows, in its order."""
    for leaf in leaves(make(plan)):
        if leaf.at and str(leaf):
            yield leaf.at, leaf.block if isinstance(leaf, Inline) else None, str(leaf)


class _Writer:
    """Puts values into their final form; what `content.kind.Writer` promises the kinds."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._facts = plan.facts
        self._english = swedish.phrases(map(swedish.typeset, plan.english))
        self._bookmarks = bookmarks(plan)
        self._open = {place.at for place in plan.open_places if place.is_lit}

    def context(self) -> Context:
        plan, mark = self.plan, self.plan.logotype
        members = [Text(name, ()) for name in plan.members] if plan.members_shown == "ja" else []
        return {
            "utkast": not plan.decided,
            "version": self._version(),
            "beslut": self._decision(),
            "logotyp": self.picture(mark.file, mark.alt, mark.box) if mark else None,
            "organisation": self.line(plan.organisation),
            "kommuner": members,
            "titel": self.line(plan.title),
            "undertitel": self.line(plan.subtitle),
            "år": self.shown(str(plan.year), ("år",)),
            "innehållsnivåer": plan.table_of_contents.levels if plan.table_of_contents else 0,
            "kapitel": list(self._chapters(plan.chapters)),
        }

    def _version(self) -> Version | None:
        """Which draft it is, where the plan says so; a decided plan is none."""
        draft = self.plan.draft
        if self.plan.decided or draft is None:
            return None
        day = draft.day
        return {
            "nummer": self.shown(str(draft.version), (*draft.at, "version")),
            "datum": self.shown(str(day), day.at) if day else Text("", draft.at),
        }

    def _decision(self) -> Decision:
        """The words and the day of the decision, which a draft has not; and its facts."""
        decision, decided = self.plan.decision, self.plan.decided
        if decision is None:
            return {"ord": Text("", ()), "datum": Text("", ()), "fakta": [], "fakta_sist": []}
        words = self.line(decision.words) if decision.words else Text(_DECIDED, ())
        day = self.shown(str(decision.day), decision.day.at) if decision.day else None
        facts = [self._fact(*fact) for fact in decision.facts_of(decided=decided)]
        is_last = decision.place == "sist"
        return {
            "ord": words if decided else Text("", ()),
            "datum": (day if decided else None) or Text("", decision.at),
            "fakta": [] if is_last else facts,
            "fakta_sist": facts if is_last else [],
        }

    def _fact(self, called: str, value: Text | Day) -> Fact:
        shown = self.line(value) if isinstance(value, Text) else self.shown(str(value), value.at)
        return {"namn": Text(called, ()), "värde": shown}

    def _chapters(self, chapters: Iterable[Section]) -> Iterator[Chapter]:
        """The chapters; appendices are counted for themselves."""
        count: Counter[bool] = Counter()
        for chapter in chapters:
            count[chapter.is_appendix] += 1
            yield {
                "bilaga": chapter.is_appendix,
                "nummer": count[chapter.is_appendix],
                "rubrik": self.heading(chapter.title),
                "innehåll": list(self._parts(chapter.contents, 1)),
                "avsnitt": list(self._subsections(chapter.sections, 2)),
            }

    def _subsections(self, sections: Iterable[Section], level: int) -> Iterator[Subsection]:
        """Sections as a flat list, each with its heading's level."""
        for section in sections:
            yield {
                "nivå": level,
                "rubrik": self.heading(section.title),
                "innehåll": list(self._parts(section.contents, level)),
            }
            yield from self._subsections(section.sections, level + 1)

    def _parts(self, contents: Iterable[Content], level: int) -> Iterator[Part]:
        """The contents, each under its kind's key."""
        nothing: Part = dict.fromkeys(Part.__annotations__)  # type: ignore[assignment]
        is_below_a_table = False
        for content in contents:
            shown = content.show(self, level)
            if is_below_a_table and isinstance(shown, list) and shown and "efter" in shown[0]:
                shown[0]["efter"] = True
            is_below_a_table = content.ends_in_a_table
            yield {**nothing, content.place.name: shown}  # type: ignore[misc]

    def shown(self, words: str, at: Pointer, *also: Pointer) -> Text:
        """The words as they are shown; open where they, what holds them or what they are made of
        `also` is still to be filled in or confirmed.
        """
        text = Text(words, at)
        text.open = PLACEHOLDER in words or any(map(self._is_open, (at, *also)))
        return text

    def _is_open(self, at: Pointer) -> bool:
        return bool(self._open) and any(
            at[:length] in self._open for length in range(1, len(at) + 1)
        )

    def amount(self, amount: Amount) -> Text:
        """'945 000'."""
        return self.shown(swedish.kronor(amount), amount.at)

    def heading(self, title: Text) -> Heading:
        """A heading, with the bookmark that page references lead to."""
        heading = Heading(self.line(title), title.at)
        heading.open = PLACEHOLDER in title or self._is_open(title.at)
        heading.bookmark = self._bookmarks.get(swedish.slug(title), "")
        return heading

    def line(self, text: Text) -> Text:
        """A text on one line with its facts."""
        return self.shown(filled(text, self._facts), text.at)

    def prose(self, prose: Prose | None) -> list[Paragraph]:
        """Running text as paragraphs."""
        if prose is None:
            return []
        numbered = list(enumerate(prose.blocks))
        notes = {
            block.note: self._inline(block, prose.at, number, {})
            for number, block in numbered
            if block.note
        }
        shown = [
            (block, self._inline(block, prose.at, number, notes))
            for number, block in numbered
            if not block.note
        ]
        made: list[Paragraph] = []
        for _, some in groupby(shown, key=lambda one: (one[0].sort, one[0].group)):
            of_one = list(some)
            for paragraph in element_of(of_one[0][0]).show(of_one):
                made.append({"inleder": False, "efter": False, **ABSENT, **paragraph})
        is_below_a_table = False
        # A text that is outside the Markdown subset alone has no paragraph.
        for paragraph, following in zip_longest(made, made[1:]):
            # One that introduces a list, or ends in a colon, stays on the page of what follows, and
            # so does one before a last line, which would else stand alone on a page.
            leads = bool(following and following["nivå"]) and not paragraph["nivå"]
            paragraph["efter"] = is_below_a_table
            is_below_a_table = paragraph["innehåll"] is None
            leads |= str(paragraph["innehåll"]).endswith(":")
            paragraph["inleder"] = leads or (following is made[-1] and _is_a_line(following))
        return made

    def _inline(
        self, block: Block, at: Pointer, number: int, notes: Mapping[str, Inline]
    ) -> Inline:
        pieces: list[Piece] = []
        for run in block.runs:
            if run.note:
                pieces.append(Piece(Text(NOTE, at), note=notes.get(run.note)))
            else:
                pieces += self._pieces(run, at)
        if block.file:
            image = self.plan.image(Text(unicodedata.normalize("NFC", block.file), at))
            return Picture(tuple(pieces), at, number, image=image)
        return Inline(tuple(pieces), at, number)

    def picture(self, file: Text, alt: Text, box: Box) -> Inline:
        """A picture with its description."""
        return Picture((Piece(self.line(alt)),), alt.at, None, image=self.plan.image(file), box=box)

    def _pieces(self, run: Run, at: Pointer) -> Iterator[Piece]:
        page_of = self._bookmarks.get(run.link[1:], "") if run.link.startswith("#") else ""
        link = "" if page_of else run.link
        for part in split(run.text, self._facts):
            place = part.at if isinstance(part, Text) else at
            for stretch in _OPEN.split(part):
                for words, language in self._languages(swedish.typeset(stretch)):
                    yield Piece(
                        self.shown(words, place), run.bold, run.italic, link, page_of, language
                    )

    def _languages(self, text: str) -> Iterator[tuple[str, str]]:
        """The text in pieces, each with its language: "en" for the phrases that the plan calls
        English, else "".
        """
        for number, words in enumerate(self._english.split(text)):
            if words:
                yield words, "en" if number % 2 else ""


def _is_a_line(paragraph: Paragraph) -> bool:
    """True for an ordinary paragraph of one line."""
    words = paragraph["innehåll"]
    return words is not None and not paragraph["nivå"] and len(str(words)) <= _LINE
