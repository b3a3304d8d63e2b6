"""What every element of running text can do; an element is a module of its own that says how."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Protocol

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from generator.paragraphs import Block, Run
from generator.values import Inline

Shown = tuple[Block, Inline]
"""A block, and its words in their final form."""


class Reader(Protocol):
    """What the reading of a text lends an element."""

    def node(self, node: SyntaxTreeNode) -> None:
        """Read a node by the element that knows it; what none knows is a problem."""

    def refuse(self, node: SyntaxTreeNode) -> None:
        """Note that what a node is cannot be shown where it stands."""

    def words(
        self, node: SyntaxTreeNode, block: Block, *, empty: str, line: int | None = None
    ) -> None:
        """Add a block of the words in a node, which stands on a line; `empty` is what it is where
        nothing shows ('' where that is told elsewhere).
        """

    def stretch(self, node: SyntaxTreeNode, markers: int = 0) -> tuple[int, int]:
        """(offset, length) of a node's words, without as many list markers before them."""

    def typed(self, node: SyntaxTreeNode) -> tuple[int, str]:
        """The offset of a node's words, and the words as typed."""

    def group(self) -> int:
        """A number for one more list or table."""

    def note(self, what: str, block: Block, typed: str = "", number: int = 1) -> None:
        """Note what cannot be shown: where it was typed in a block for the number:th time, else at
        the whole block.
        """

    def problem(self, what: str, typed: str = "", line: int | None = None) -> None:
        """Note what cannot be shown: at what was typed, else at the line."""


class Element:
    """An element of running text. `blocks` are the names that Markdown has for those it reads,
    `signs` for those within a paragraph; `fields` is what the template may ask of a paragraph.
    """

    blocks: ClassVar[tuple[str, ...]] = ()
    signs: ClassVar[tuple[str, ...]] = ()
    sorts: ClassVar[tuple[str, ...]] = ()
    fields: ClassVar[Mapping[str, Any]] = {}

    def extend(self, markdown: MarkdownIt) -> None:
        """Teach the parser what it must know."""

    def read(self, node: SyntaxTreeNode, reader: Reader) -> None:
        """Read a node of one of its names into blocks."""
        raise NotImplementedError

    def run(self, token: Token, look: Run) -> Run:
        """What a sign within a paragraph is shown as, in the look that it stands in."""
        raise NotImplementedError

    def whole(self, blocks: Sequence[Block], reader: Reader) -> None:
        """Note what is wrong with all blocks of a text together."""

    def show(self, blocks: Sequence[Shown]) -> Iterator[dict[str, Any]]:
        """The paragraphs that blocks of its sorts become, of one list or table at a time: those of
        `fields` that are not empty, and `innehåll`, None for what is no paragraph.
        """
        for _, inline in blocks:
            yield {"innehåll": inline}
