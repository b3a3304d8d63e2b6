"""A paragraph: lines with a blank line after them."""

from markdown_it.tree import SyntaxTreeNode

from generator.paragraphs import PLAIN, Block
from generator.prose.element import Element, Reader


class Paragraph(Element):
    """An ordinary paragraph."""

    blocks = ("paragraph",)
    sorts = (PLAIN,)

    def read(self, node: SyntaxTreeNode, reader: Reader) -> None:
        """Its words."""
        block = Block(PLAIN, (), reader.stretch(node))
        reader.words(node, block, empty="ett stycke där inget syns")
