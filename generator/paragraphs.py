"""What running text is made of, once it is read: blocks of runs, and the problems that were met."""

from msgspec import Struct

PLAIN = "ett vanligt stycke"
BULLET = "en punkt"
NUMBERED = "en numrerad punkt"
CELL = "en cell i en tabell"
PICTURE = "en bild"
NOTED = "en fotnot"
LINE_BREAK = "\v"
"""A line break within a paragraph; no text of a plan can hold the sign itself."""
NOTE = "\ue010"
"""Where a text refers to a footnote; no text of a plan can hold the sign itself."""


class Run(Struct, frozen=True):
    """A stretch of text of one look; `link` is an address, or '#heading' for the page where that
    heading stands; `note` is the label of the footnote that it refers to.
    """

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    note: str = ""


class Block(Struct, frozen=True):
    """A paragraph, an item of a list or a cell: `sort` is what it is, as a phrase; `group` counts
    the lists and tables of the text (0: none), `level` is an item's depth from 1, `first` the
    number that its list begins with (0: it has bullets). A cell has its
    `column`, from 1, and its `align` where that is 'right' or 'center'; a picture its `file`, and
    its description as its words; a footnote has its label in `note`. `within` is (offset, length)
    of its words in the text, as typed.
    """

    sort: str
    runs: tuple[Run, ...]
    within: tuple[int, int] = (0, 0)
    group: int = 0
    level: int = 0
    first: int = 0
    column: int = 0
    align: str = ""
    file: str = ""
    note: str = ""

    def __str__(self) -> str:
        """The words, without their look."""
        return "".join(run.text for run in self.runs)

    @property
    def is_item(self) -> bool:
        """True for an item of a list."""
        return self.level > 0

    @property
    def kind(self) -> str:
        """Its sort, with the level where that is not the first: 'en punkt på nivå 2'."""
        return f"{self.sort} på nivå {self.level}" if self.level > 1 else self.sort


class Problem(Struct, frozen=True):
    """What the prose holds that a plan cannot show; `within` is (offset, length) in the text, and
    `meant` what should stand there, '' where that is not certain.
    """

    what: str
    within: tuple[int, int]
    meant: str = ""
