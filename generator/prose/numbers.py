"""A numbered list: lines that begin with a number, a full stop and a space."""

from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from generator.paragraphs import NUMBERED
from generator.prose.element import Reader, Shown
from generator.prose.lists import List

_MOST = 999
"""The greatest number that a list begins with: a greater one is a year, first in a sentence."""


class Numbers(List):
    """A list that counts: from the number that its first item has, whatever lists stand above."""

    blocks = ("ordered_list",)
    sorts = (NUMBERED,)
    fields = {"nummer": bool, "nivå": int, "första": int}

    def first(self, node: SyntaxTreeNode, reader: Reader) -> int:
        """The number of its first item; the others' must be those that the document shows."""
        typed = [item.info for item in node.children]
        first = int(typed[0])
        if node.markup == ")":
            reader.problem(f"en numrerad lista med parentes (skriv {first}. först på raden)")
        elif first > _MOST:
            reader.problem(
                f"en numrerad lista som börjar på {first} (är det ett årtal: {first}\\.)"
            )
        elif len({*typed}) > 1:
            for number, item in enumerate(node.children, first):
                if int(item.info) != number:
                    line = item.map[0] if item.map else None
                    what = f"numret {item.info} i en lista, som skulle visas som {number}"
                    reader.problem(what, f"{item.info}.", line)
        return first

    def show(self, blocks: Sequence[Shown]) -> Iterator[dict[str, Any]]:
        """An item of its level, with the number that its list begins with."""
        for (block, _), shown in zip(blocks, super().show(blocks), strict=True):
            yield {**shown, "första": block.first}
