"""The prose of a plan: paragraphs, lists, tables, pictures, **bold**, *italic*, links, line breaks
and footnotes. All else in Markdown is a problem, never lost. An element is a module, and its line
in ELEMENTS.
"""

from generator.paragraphs import Block, Problem, Run
from generator.prose.bullets import Bullets
from generator.prose.element import Element
from generator.prose.footnote import Footnote
from generator.prose.linebreak import LineBreak
from generator.prose.numbers import Numbers
from generator.prose.paragraph import Paragraph
from generator.prose.picture import Picture
from generator.prose.reading import read
from generator.prose.table import Table

__all__ = ["ELEMENTS", "Block", "Problem", "Run", "element_of", "marks", "parse", "unparsed"]

ELEMENTS: tuple[Element, ...] = (
    Paragraph(),
    Bullets(),
    Numbers(),
    Table(),
    Picture(),
    LineBreak(),
    Footnote(),
)


def parse(text: str) -> tuple[tuple[Block, ...], tuple[Problem, ...]]:
    """Parse prose into blocks; whatever lies outside the subset becomes a Problem at its line."""
    return read(text, ELEMENTS)


def element_of(block: Block) -> Element:
    """The element that a block is of."""
    return next(element for element in ELEMENTS if block.sort in element.sorts)


def marks(text: str) -> int:
    """How many signs and lines of a text may mean something in Markdown: what its parsing costs."""
    return sum(map(text.count, "*_[`<!|\\~\n"))


def unparsed(text: str) -> tuple[tuple[Block, ...], tuple[Problem, ...]]:
    """A text of a plan that has more such signs than is worth the time: one block, and a
    Problem.
    """
    what = "fler rader, stjärnor, klamrar och andra tecken med särskild betydelse än en plan kan ha"
    return (Block(Paragraph.sorts[0], (Run(text),), (0, len(text))),), (Problem(what, (0, 1)),)
