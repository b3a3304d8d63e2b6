"""The records of a plan: frozen dataclasses of typed values, each of which knows its Pointer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator import prose
from generator.findings import Mark, Pointer, is_under

MUNICIPALITIES = ("Botkyrka", "Haninge", "Huddinge", "Nykvarn", "Nynäshamn", "Salem", "Södertälje", "Tyresö")


PLACEHOLDER = "FYLL I"
"""What marks a place that a person must fill in: in a text, as a host, or first in a comment on the line of a value."""
READ_THROUGH = "läs igenom"
"""What is asked where a whole text may have grown old."""
REMARK = "KOMMENTAR"
"""What a reviewer's comment begins with, where it was written into the file."""


class Text(str):
    """A text that knows where in the plan it stands; `open` where a person must still fill it in or confirm it."""

    at: Pointer
    open: bool = False

    def __new__(cls, text: str, at: Pointer) -> "Text":
        """Make a text that stands at the Pointer `at`."""
        made = super().__new__(cls, text)
        made.at = at
        return made


class Amount(int):
    """Whole kronor (SEK) that know where in the plan they stand."""

    at: Pointer

    def __new__(cls, kronor: int, at: Pointer) -> "Amount":
        """Make an amount that stands at the Pointer `at`."""
        made = super().__new__(cls, kronor)
        made.at = at
        return made


@dataclass(frozen=True)
class Prose:
    """Running text: as typed, as blocks, and what of it lies outside the Markdown subset."""

    at: Pointer
    text: str
    blocks: tuple[prose.Block, ...]
    problems: tuple[prose.Problem, ...]

    def __str__(self) -> str:
        """The text as typed."""
        return self.text


@dataclass(frozen=True)
class HostYear:
    """The municipality that hosts the rådslag one year."""

    at: Pointer
    year: int
    municipality: Text


@dataclass(frozen=True)
class HostTable:
    """The rådslag's rotation, as the table of chapter 6."""

    at: Pointer
    title: Text
    years: tuple[HostYear, ...]


@dataclass(frozen=True)
class Section:
    """A heading with its text and what lies below it; chapters and appendices too."""

    at: Pointer
    title: Text
    prose: Prose | None = None
    sections: "tuple[Section, ...]" = ()
    hosts: HostTable | None = None


@dataclass(frozen=True)
class Area:
    """One of the main areas (huvudområden) of chapter 5; `goals` are its målområden with their utvecklingsfrågor."""

    at: Pointer
    purpose: Text
    documents: Text
    goals: tuple[Section, ...]
    section: Section


@dataclass(frozen=True)
class Day:
    """A date, or a month whose day is not yet known (`day` is None)."""

    at: Pointer
    year: int
    month: int
    day: int | None

    @property
    def date(self) -> date | None:
        """The date, None for a month."""
        return date(self.year, self.month, self.day) if self.day else None

    def __str__(self) -> str:
        """ISO form, '2017-10-05' or '2018-01'."""
        return f"{self.year:04}-{self.month:02}" + (f"-{self.day:02}" if self.day else "")


@dataclass(frozen=True)
class Event:
    """One occasion in the calendar, of one or several days; `undecided` is what stands for a host that is not known yet."""

    at: Pointer
    first: Day
    last: Day | None
    hosts: tuple[Text, ...]
    note: Text | None
    undecided: Text | None = None


@dataclass(frozen=True)
class Group:
    """A group of the calendar: `weekday` 0 is Monday; `hours` are start and end as 'HH.MM'; `previews` lie in the next year."""

    at: Pointer
    kind: str
    title: Text
    weekday: int | None
    hours: tuple[str, str] | None
    prose: Prose | None
    events: tuple[Event, ...]
    previews: tuple[Event, ...]


@dataclass(frozen=True)
class Row:
    """A row of the budget in SEK; `shares` are the fees per municipality, where given."""

    at: Pointer
    name: Text
    amount: Amount
    shares: tuple[tuple[Text, Amount], ...]


@dataclass(frozen=True)
class Side:
    """Income or costs: the rows and the total that the plan states, in SEK."""

    at: Pointer
    rows: tuple[Row, ...]
    total: Amount


@dataclass(frozen=True)
class Budget:
    """Income and costs; `result` is income less costs where the plan states it, in SEK."""

    at: Pointer
    income: Side
    costs: Side
    result: Amount | None


@dataclass(frozen=True)
class Exemption:
    """A finding of the code `rule`, on a line with the words `where`, that the plan keeps for a reason."""

    at: Pointer
    rule: Text
    where: Text
    reason: Text


@dataclass(frozen=True)
class OpenPlace:
    """What a person must still fill in or confirm: the value, and what is to be done.

    It is said by a comment at `comment`, or where that is None in the value's own text, `within` (offset, length). `is_remark` is
    True for what a reviewer said (KOMMENTAR).
    """

    at: Pointer
    words: str
    comment: Mark | None = None
    within: tuple[int, int] | None = None
    is_remark: bool = False

    @property
    def is_lit(self) -> bool:
        """True where the document shows by colour that something is open: not for a text that is to be read through."""
        return self.comment is not None and not self.is_remark and not self.words.startswith(READ_THROUGH)


@dataclass(frozen=True)
class Plan:
    """A whole plan. `texts` and `proses` list every text in the plan's order; `gaps` are the records that were left out."""

    name: str
    year: int
    decided: bool
    decision_date: date | None
    organisation: Text
    title: Text
    subtitle: Text
    chapters: dict[str, Section]
    vision: Prose | None
    areas: tuple[Area, ...]
    groups: tuple[Group, ...]
    budget: Budget
    appendices: tuple[Section, ...]
    radslag: HostTable | None
    english: tuple[Text, ...]
    exemptions: tuple[Exemption, ...]
    texts: tuple[Text, ...]
    proses: tuple[Prose, ...]
    open_places: tuple[OpenPlace, ...]
    gaps: frozenset[Pointer]

    @property
    def dated(self) -> date:
        """The day that a document bears in its metadata: of the decision, or the year's first in a draft. Never the clock's."""
        return self.decision_date if self.decided and self.decision_date else date(self.year, 1, 1)

    def is_whole(self, *at: str | int) -> bool:
        """True if no record at, above or below `at` was left out because of an earlier error."""
        return not any(is_under(gap, at) or is_under(at, gap) for gap in self.gaps)

    def written(self) -> Iterator[Text | Prose]:
        """Every text of the plan, headings and names first; str() gives it as typed."""
        yield from self.texts
        yield from self.proses

    def headings(self) -> Iterator[Text]:
        """Every heading of the document: chapters, sections, groups of the calendar, appendices."""
        for chapter in (*self.chapters.values(), *self.appendices):
            yield from (section.title for section in walk(chapter))
        yield from (group.title for group in self.groups)

    def years_of(self, group: Group) -> tuple[int, ...]:
        """The years that a group's days may lie in: the plan's, and for the biennial nyckeltalsdag the next one too."""
        return (self.year, self.year + 1) if group.kind == "nyckeltalsdagen" else (self.year,)

    def group(self, kind: str) -> Group | None:
        """The calendar's group of that key, such as 'ledningsgruppen'."""
        return next((group for group in self.groups if group.kind == kind), None)


def walk(section: Section) -> Iterator[Section]:
    """A section and all that lie below it, in the document's order."""
    yield section
    for below in section.sections:
        yield from walk(below)
