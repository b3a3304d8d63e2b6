"""Checked data -> Plan: frozen records of typed values, so that a rule can ask for what it needs
and trust it.

What the plan has is its own: members, chapters, sections and contents of any kinds, in the order of
its file. A record that holds a broken value is left out, and its Pointer remembered in `Plan.gaps`:
a rule can see that a list is not whole and stay silent instead of reporting the echo of another
error.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from msgspec import field
from msgspec.structs import replace

from generator import facts, turns
from generator.content import KINDS
from generator.content.kind import Content, Held, Turn
from generator.content.lines import Line
from generator.content.reader import Book, Json, Reader
from generator.content.record import ListOf, Of, Record, key, optional
from generator.content.scalars import Choice, Whole
from generator.findings import Pointer, is_under
from generator.images import Flaw, Image
from generator.plan.decision import Decision, Draft, typed
from generator.plan.records import Exemption, Logotype, TableOfContents
from generator.plan.sections import APPENDIX, DEEPEST, SECTIONS, Section, walk
from generator.values import PLACEHOLDER, OpenPlace, Pictured, Prose, Text

__all__ = [
    "APPENDIX",
    "DEEPEST",
    "Decision",
    "Draft",
    "Exemption",
    "Plan",
    "Section",
    "build",
    "schema",
]

K = TypeVar("K", bound=Content)


class Plan(Record):
    """A whole plan. `texts` and `proses` list every text in the plan's order; `gaps` are the
    records that were left out, `undecided` what stands for hosts that are not known, `late` the
    contents that stand after sections in the file; `pictured` is where pictures are shown, and
    `pictures` what they are, by the names of their files.
    """

    year: int = key(
        "år",
        Whole(2010, 2092),
        "Planens år",
        "Året som planen gäller. Visas i rubriker och text där det står {år}.",
        2018,
    )
    status: str = key(
        "status",
        Choice(("utkast", "beslutad")),
        "Status",
        "utkast (UTKAST står på varje sida) eller beslutad (då krävs ett beslut).",
        "utkast",
    )
    draft: Draft | None = optional(
        "utkast", Of(Draft), Draft.TITLE, "Visas bredvid UTKAST.", {"version": 3}
    )
    decision: Decision | None = optional(
        "beslut", Of(Decision), "Beslut", Decision.ABOUT, {"datum": "2017-12-07"}
    )
    organisation: Text = key(
        "organisation",
        Line(),
        "Organisation",
        "Kommitténs namn på titelsidan.",
        "Samarbetskommittén",
    )
    title: Text = key("titel", Line(), "Titel", "Titelsidans första rad.", "Verksamhetsplan {år}")
    subtitle: Text = key(
        "undertitel", Line(), "Undertitel", "Titelsidans andra rad.", "Budget {år}"
    )
    members: tuple[Text, ...] = key(
        "kommuner",
        ListOf(Line(shown=False), unique=True),
        "Kommuner",
        "De som samarbetar, i den ordning som de räknas upp. Värdkommuner väljs bland dem.",
        ["Norrby", "Söderby"],
        empty=(),
    )
    logotype: Logotype | None = optional(
        "logotyp", Of(Logotype), Logotype.TITLE, Logotype.ABOUT, Logotype.EXAMPLE
    )
    members_shown: str | None = optional(
        "kommuner_på_titelsidan",
        Choice(("ja", "nej")),
        "Kommuner på titelsidan",
        "ja om kommunerna ska räknas upp på titelsidan.",
        "ja",
    )
    table_of_contents: TableOfContents | None = optional(
        "innehållsförteckning",
        Of(TableOfContents),
        TableOfContents.TITLE,
        TableOfContents.ABOUT,
        TableOfContents.EXAMPLE,
    )
    chapters: tuple[Section, ...] = key(
        "kapitel",
        SECTIONS,
        "Kapitel",
        (
            "Kapitlen i den ordning som de ska stå. De numreras av sig själva; "
            "ett kapitel av slaget bilaga blir en bilaga."
        ),
        [{"rubrik": "Inledning", "text": "Vi samverkar."}],
        empty=(),
        snippet={
            "label": "Nytt kapitel",
            "description": "En rubrik och en text.",
            "body": {"rubrik": "${1:Ny rubrik}", "text": "|\n      ${2:Text.}"},
        },
    )
    english: tuple[Text, ...] = optional(
        "engelska",
        ListOf(Line(shown=False)),
        "Engelska ord",
        (
            "Engelska ord och fraser i löptexten. De märks som engelska i dokumentet, så att en "
            "skärmläsare uttalar dem rätt."
        ),
        ["The Capital of Scandinavia"],
        empty=(),
    )
    exemptions: tuple[Exemption, ...] = optional(
        "undantag",
        ListOf(Of(Exemption)),
        "Undantag",
        (
            "Det som kommittén har bestämt ska vara annorlunda, med skälet. "
            "Sådant som är fel i sig kan inte undantas."
        ),
        [{"regel": "KAL002", "plats": "2018-05-11", "skäl": "Kommittén har valt dagen."}],
        empty=(),
        snippet={
            "label": "Nytt undantag",
            "description": (
                "Något som inte ska rättas: regelns kod, ord ur raden det gäller, och skälet."
            ),
            "body": {
                "regel": "${1:KAL002}",
                "plats": "${2:2018-05-11}",
                "skäl": "${3:Kommittén har valt dagen.}",
            },
        },
    )
    file: str = ""
    texts: tuple[Text, ...] = ()
    proses: tuple[Prose, ...] = ()
    open_places: tuple[OpenPlace, ...] = ()
    undecided: tuple[Text, ...] = ()
    pictured: tuple[Pictured, ...] = ()
    pictures: Mapping[str, Image | Flaw] = field(default_factory=dict)
    late: frozenset[Pointer] = frozenset()
    gaps: frozenset[Pointer] = frozenset()

    NAME = "plan"
    TITLE = "Verksamhetsplan och budget"
    ABOUT = "En fil per år, plans/ÅÅÅÅ.yaml. Kapitlen står i samma ordning som i dokumentet."
    EXAMPLE = {"år": 2018, "status": "utkast"}

    @property
    def decided(self) -> bool:
        """True for a plan that is no draft."""
        return self.status == "beslutad"

    @property
    def decision_date(self) -> date | None:
        """The day that it was decided, None where the plan does not say."""
        return self.decision.day.date if self.decision and self.decision.day else None

    @property
    def dated(self) -> date:
        """The day that a document bears in its metadata: of the decision or the draft, else the
        year's first. Never the clock's.
        """
        given = self.draft.day.date if self.draft and self.draft.day else None
        return (self.decision_date if self.decided else given) or date(self.year, 1, 1)

    @property
    def standing(self) -> str:
        """'beslutad', 'utkast' or 'utkast, version 3'."""
        version = f", {self.draft}" if self.draft and not self.decided else ""
        return f"{self.status}{version}"

    def is_whole(self, *at: str | int) -> bool:
        """True if no record at, above or below `at` was left out because of an earlier error."""
        return not any(is_under(gap, at) or is_under(at, gap) for gap in self.gaps)

    def sections(self) -> Iterator[tuple[Section, int]]:
        """Every section of the plan with its heading's level, in the document's order."""
        return iter(self._sections)

    @cached_property
    def _sections(self) -> list[tuple[Section, int]]:
        # Nearly every rule walks over them.
        return [one for chapter in self.chapters for one in walk(chapter)]

    def contents(self) -> Iterator[Content]:
        """Every content of the plan, in the document's order."""
        return iter(self._contents)

    @cached_property
    def _contents(self) -> list[Content]:
        return [content for section, _ in self._sections for content in section.contents]

    def of(self, kind: type[K]) -> Iterator[K]:
        """Every content of a kind."""
        return (content for content in self.contents() if isinstance(content, kind))

    def held(self) -> list[Held]:
        """Every occasion of the year, by date; a month whose day is not known yet comes before its
        days.
        """
        every = (held for content in self.contents() for held in content.held(self))
        return sorted(every, key=lambda held: (held.first.month, held.first.day or 0))

    def written(self) -> Iterator[Text | Prose]:
        """Every text of the plan, headings and names first; str() gives it as typed."""
        yield from self.texts
        yield from self.proses

    def headings(self) -> Iterator[Text]:
        """Every heading of the document, in its order."""
        for section, _ in self.sections():
            yield section.title
            for content in section.contents:
                yield from content.headings()

    @property
    def cycle(self) -> int:
        """How many turns a cycle has: one for each member."""
        return len(self.members)

    @cached_property
    def cycles(self) -> dict[str, list[Turn]]:
        """The turns of each cycle, in order of time; of two tables of one name, the first one's."""
        found: dict[str, list[Turn]] = {}
        years: set[tuple[str, int]] = set()
        for content in self.contents():
            for name, turn in content.turns():
                year = (name, turn.order[0])
                if turn.order[0] < self.year or (turn.is_a_year and year in years):
                    continue
                found.setdefault(name, []).append(turn)
                years |= {year} if turn.is_a_year else set()
        return {name: sorted(held, key=lambda turn: turn.order) for name, held in found.items()}

    def listed(self, name: str, year: int) -> Text | None:
        """Who hosts what is called `name` in a year, where a table says so."""
        hosts = (content.listed(name, year) for content in self.contents())
        return next((host for host in hosts if host), None)

    def following(self, names: list[str]) -> str:
        """Who is next in a cycle after some hosts; '' where that is not known."""
        return turns.following(names, self.members)

    @cached_property
    def facts(self) -> dict[str, Text]:
        """Every fact that texts of this plan can show: its name and its Swedish form."""
        return {name: sources[0] for name, sources in self.fact_sources.items()}

    @cached_property
    def fact_sources(self) -> dict[str, list[Text]]:
        """Each fact's name with the values that the plan gives it: more than one where two things
        share a name.
        """
        sources = {"år": [Text(str(self.year), ("år",))]}
        for content in self.contents():
            for name, fact in content.facts(self):
                # The year is the plan's own: a thing called so is told of by its name.
                if fact is not None and name != "år":
                    sources.setdefault(name, []).append(fact)
        return sources

    @cached_property
    def fact_names(self) -> list[str]:
        """The names of the facts that there are, or would be if what they tell of were filled
        in.
        """
        named = (name for content in self.contents() for name, _ in content.facts(self))
        return ["år", *dict.fromkeys(named)]

    def typed(self, at: Pointer, after: str) -> list[tuple[Pointer, str]] | None:
        """What is typed for a value of the first page that is no text and shows `after`; None for
        other values. Raises content.kind.RefusedError.
        """
        return typed(self.decision, self.draft, at, after)

    def image(self, file: Text) -> Image | None:
        """A picture, None where its file cannot be shown."""
        found = self.pictures.get(file)
        return found if isinstance(found, Image) else None

    def filled(self, text: str) -> str:
        """A line as it is shown: its facts replaced by their values, with Swedish typography."""
        return facts.filled(text, self.facts)


def build(
    data: dict[str, Any],
    broken: frozenset[Pointer],
    name: str = "",
    open_places: Iterable[OpenPlace] = (),
) -> Plan | None:
    """Build the Plan of the file `name` from checked data; None if the year itself cannot be
    trusted.

    `open_places` are those that comments tell of; those in texts are found here.
    """
    if ("år",) in broken:
        return None
    reader = Reader(broken)
    plan = Plan.read(reader, data, ())
    left = _left_in_texts([*reader.texts, *reader.proses, *reader.undecided])
    return replace(
        plan,
        file=name,
        texts=tuple(reader.texts),
        proses=tuple(reader.proses),
        open_places=(*open_places, *left),
        undecided=tuple(reader.undecided),
        pictured=tuple(reader.pictured),
        late=frozenset(reader.late),
        gaps=frozenset(reader.gaps),
    )


def _left_in_texts(written: Iterable[Text | Prose]) -> Iterator[OpenPlace]:
    for text in written:
        for found in re.finditer(rf"{PLACEHOLDER}:?[ \t]*([^\n.!?]*)", str(text)):
            yield OpenPlace(text.at, found[1], within=(found.start(), len(PLACEHOLDER)))


def keys() -> frozenset[str]:
    """Every key that a plan can have somewhere, but for years and members."""
    groups: tuple[type[Record], ...] = (
        Plan,
        Decision,
        Draft,
        Exemption,
        TableOfContents,
        Logotype,
        Section,
        *(of for kind in KINDS for of in (kind, *kind.records)),
    )
    return frozenset(declared.name for group in groups for declared in group.declared())


def schema() -> Json:
    """The JSON Schema of a plan, as its records declare it."""
    book = Book()
    described = Plan.described(book)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **described,
        "$defs": book.definitions,
    }
