"""A line break within a paragraph: two spaces, or a backslash, at the end of the line."""

from markdown_it.token import Token
from msgspec.structs import replace

from generator.paragraphs import LINE_BREAK, Run
from generator.prose.element import Element


class LineBreak(Element):
    """A new line in the same paragraph, as in an address."""

    signs = ("hardbreak",)

    def run(self, token: Token, look: Run) -> Run:
        """The sign of a break."""
        return replace(look, text=LINE_BREAK)
