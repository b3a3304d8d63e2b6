"""What bullets and numbers have in common: items, in lists within lists."""

from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it.tree import SyntaxTreeNode
from msgspec.structs import replace

from generator.paragraphs import Block
from generator.prose.element import Element, Reader, Shown
from generator.values import Numbering

_LISTS = ("bullet_list", "ordered_list")
_DEEPEST = 3


class List(Element):
    """A list; an item is one paragraph, and may have lists below it."""

    def read(self, node: SyntaxTreeNode, reader: Reader) -> None:
        """Its items, each followed by the lists below it."""
        level = _level(node)
        if level > _DEEPEST:
            reader.problem(f"en lista på nivå {level} (en lista har högst {_DEEPEST} nivåer)")
            return
        first, group = self.first(node, reader), reader.group()
        for item in node.children:
            self._item(
                item, reader, Block(self.sorts[0], (), group=group, level=level, first=first)
            )

    def first(self, node: SyntaxTreeNode, reader: Reader) -> int:
        """The number that the list begins with; 0 for bullets."""
        return 0

    def _item(self, item: SyntaxTreeNode, reader: Reader, like: Block) -> None:
        if not item.children or item.children[0].type in _LISTS:
            reader.problem("en tom punkt", line=_line(item))
            return
        words, *below = item.children
        if words.type == "paragraph":
            within = reader.stretch(words, _markers(words))
            reader.words(words, replace(like, within=within), empty="en tom punkt")
        else:
            below = item.children
        for node in below:
            if node.type == "paragraph":
                reader.problem("ett andra stycke inuti en punkt", line=_line(node))
            elif node.type in _LISTS:
                reader.node(node)
            else:
                reader.refuse(node)

    def show(self, blocks: Sequence[Shown]) -> Iterator[dict[str, Any]]:
        """An item of its level."""
        (field,) = self.fields.keys() - {"nivå", "första"}
        for block, inline in blocks:
            shown = {field: True, "nivå": block.level, "innehåll": inline}
            if block.first or block.level > 1:
                numbering = Numbering(block.group, block.level, block.first)
                shown["innehåll"] = replace(inline, numbering=numbering)
            yield shown


def _line(node: SyntaxTreeNode) -> int:
    """The line that a node begins on."""
    return node.map[0] if node.map else 0


def _level(node: SyntaxTreeNode) -> int:
    """How deep a list lies, from 1."""
    level = 0
    around: SyntaxTreeNode | None = node
    while around is not None:
        level += around.type in _LISTS
        around = around.parent
    return level


def _markers(words: SyntaxTreeNode) -> int:
    """How many items begin on the line of some words: each has its marker there."""
    number, around = 0, words.parent
    while around is not None:
        number += around.type == "list_item" and _line(around) == _line(words)
        around = around.parent
    return number
