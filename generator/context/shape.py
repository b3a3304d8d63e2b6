"""The shape of a Context, declared once: the type checker proves that `make` keeps it, and `contract` holds the template against it."""

from dataclasses import dataclass
from typing import Annotated, TypedDict

from generator.findings import Pointer
from generator.plan import Text


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one look; `link` is a web address, `page_of` the bookmark whose page the text is, `language` "en" for English."""

    text: Text
    bold: bool = False
    italic: bool = False
    link: str = ""
    page_of: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Inline:
    """The content of one paragraph of prose: of the text at `at` the paragraph of number `block` (from 0)."""

    pieces: tuple[Piece, ...]
    at: Pointer = ()
    block: int = 0

    def __str__(self) -> str:
        """The words, without their look."""
        return "".join(piece.text for piece in self.pieces)


class Heading(Text):
    """A heading; `bookmark` names the place that page references lead to, '' where none does."""

    bookmark: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """When a Text of the Context that may be empty is not: surely where `key`, of its own record or one around it, is `value`; with `only`, nowhere else."""

    key: str = ""
    value: bool = True
    only: bool = False


Perhaps = Annotated[Text, Filled()]


class Paragraph(TypedDict):
    """A paragraph of prose; `inleder`: it stays on the page of what follows."""

    punkt: bool
    inleder: bool
    innehåll: Inline


class HostRow(TypedDict):
    """A year of the rådslag and its host."""

    år: Text
    värd: Text


class Hosts(TypedDict):
    """The rådslag's hosts."""

    rubrik: Text
    rader: list[HostRow]


class Subsection(TypedDict):
    """A section below a chapter; `nivå` is its heading level (2 to 4)."""

    nivå: int
    rubrik: Heading
    text: list[Paragraph]
    värdtabell: Hosts | None


class Chapter(TypedDict):
    """A chapter or an appendix."""

    rubrik: Heading
    text: list[Paragraph]
    avsnitt: list[Subsection]


class VisionChapter(Chapter):
    """The vision, word for word."""

    citat: list[Paragraph]


class AreaRow(TypedDict):
    """A row of the table of areas."""

    namn: Text
    syfte: Text
    styrdokument: Text


class AreasChapter(Chapter):
    """The table of areas."""

    områden: list[AreaRow]


class Meeting(TypedDict):
    """A day of a group."""

    datum: Text
    värd: Annotated[Text, Filled("tabell", only=True)]
    parentes: Perhaps


class Days(TypedDict):
    """A group's days, as a table where every day has its host, else as lines."""

    rubrik: Heading
    tider: Annotated[Text, Filled("tabell")]
    text: list[Paragraph]
    tabell: bool
    möten: list[Meeting]


class CalendarChapter(Chapter):
    """The groups in the order of the plan."""

    grupper: list[Days]


class Post(TypedDict):
    """A row of the budget."""

    post: Text
    belopp: Text


class Account(TypedDict):
    """Income or costs."""

    rader: list[Post]
    summa: Text


class Share(TypedDict):
    """What a municipality pays."""

    kommun: Text
    belopp: Text


class Shares(TypedDict):
    """How a row of the budget is divided."""

    rubrik: Text
    rader: list[Share]
    summa: Text


class BudgetChapter(Chapter):
    """The budget, its result and how it is divided."""

    intäkter: Account
    kostnader: Account
    resultat: Perhaps
    fördelning: list[Shares]


class Context(TypedDict):
    """All that the template may name."""

    beslut: Annotated[Text, Filled("utkast", value=False, only=True)]
    utkast: bool
    organisation: Text
    kommuner: list[Text]
    titel: Text
    undertitel: Text
    år: Text
    inledning: Chapter
    syfte: Chapter
    förhållningssätt: Chapter
    vision: VisionChapter
    samverkansområden: AreasChapter
    arbetsformer: Chapter
    kalendarium: CalendarChapter
    budget: BudgetChapter
    bilagor: list[Chapter]
