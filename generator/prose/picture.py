"""A picture in running text, alone in its paragraph: ![vad den visar](bilder/karta.png)"""

from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.tree import SyntaxTreeNode

from generator.paragraphs import PICTURE, Block
from generator.prose.element import Element, Reader, Shown

_PLAIN = ("text", "softbreak", "text_special")


class Picture(Element):
    """A picture; the words of its block are its description."""

    blocks = ("picture",)
    sorts = (PICTURE,)
    fields = {"bild": bool}

    def extend(self, markdown: MarkdownIt) -> None:
        """A paragraph that is nothing but a picture is one."""
        markdown.core.ruler.push("picture", _alone)

    def read(self, node: SyntaxTreeNode, reader: Reader) -> None:
        """Its description, and the name of its file."""
        (inline,) = node.children
        tokens = inline.token.children if inline.token else None
        if any(token.type not in _PLAIN for token in tokens or ()):
            reader.problem("fet stil, en länk eller en radbrytning i en bilds beskrivning")
        if "title" in node.attrs:
            reader.problem("en bild med rubrik inom citattecken (skriv en bild: i planen)")
        file = str(node.attrs.get("src", ""))
        block = Block(PICTURE, (), reader.stretch(node), reader.group(), file=file)
        reader.words(node, block, empty="")

    def show(self, blocks: Sequence[Shown]) -> Iterator[dict[str, Any]]:
        """The picture, whose words are its description."""
        for _, inline in blocks:
            yield {"bild": True, "innehåll": inline}


def _alone(state: StateCore) -> None:
    """Let each paragraph that is nothing but a picture be known as one, with its description as
    its words.
    """
    for opened, inline, closed in zip(
        state.tokens, state.tokens[1:], state.tokens[2:], strict=False
    ):
        children = inline.children or []
        is_alone = len(children) == 1 and children[0].type == "image"
        if opened.type == "paragraph_open" and is_alone:
            opened.type, closed.type = "picture_open", "picture_close"
            opened.attrs = children[0].attrs
            inline.children = children[0].children
