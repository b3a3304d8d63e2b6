"""The reading of running text: the tree that Markdown makes of it, node by node, each by the
element that knows it. What no element knows is a problem.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import accumulate

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from msgspec.structs import replace

from generator.paragraphs import Block, Problem, Run
from generator.prose.element import Element
from generator.swedish import is_blank

_NAMES = {
    "heading": "en rubrik (#, eller en rad streck under texten)",
    "table": "en tabell",
    "html_block": "text inom < och >",
    "html_inline": "text inom < och >",
    "image": "en bild bland ord (en bild står ensam i sitt stycke)",
    "picture": "en bild (en bild står ensam i sitt stycke)",
    "ordered_list": "en numrerad lista",
    "blockquote": "ett citat (>)",
    "code_block": "ett stycke som står fyra mellanslag för långt in",
    "fence": "en ruta (```)",
    "code_inline": "text mellan omvända accenter (`)",
    "hr": "en linje (---)",
    "s_open": "överstruken text (~~)",
    "footnote": "en fotnots text inne i en lista (skriv den sist i texten, utan indrag)",
}
"""What no element knows, or not where it stands."""
_BARE_ADDRESS = "en adress utan länktext (skriv [länktext](adress))"
_FOREIGN = (
    (re.compile(r"\[\^[^\]\s]*\s[^\]]*\]"), "en fotnot med mellanslag i namnet (skriv [^1])"),
    (re.compile(r"^\[[ xX]\](?=\s)"), "en ruta att bocka av ([ ])"),
)
"""What other programs read in running text, and show otherwise than it is typed."""
_MARKER = r"(?:[-*+]|\d{1,9}[.)])"
"""What an item of a list begins with."""
_MOST = 20
"""Problems told of one text; a text with more is no running text at all."""
_BARE = re.compile(r"(?<!\]\()https?://\S*")
_RAW_LINK = re.compile(r"(?<!\\)\]\(<?([^()<>\s\\]*)[^()\n]*\)?")
_LINK = re.compile(r"(https?://|mailto:|#)[^\s{}]+")
_SITE = re.compile(r"www\.(?:[\w-]+\.)+[a-z]{2,}(?:[/?#][^\s{}]*)?")
_MAIL = re.compile(r"[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}")


def _whole(address: str) -> str:
    """An address with what it should begin with: 'www.a.se' -> 'https://www.a.se'; '' for what is
    no address.
    """
    if _MAIL.fullmatch(address):
        return f"mailto:{address}"
    return f"https://{address}" if _SITE.fullmatch(address) else ""


def read(text: str, elements: Sequence[Element]) -> tuple[tuple[Block, ...], tuple[Problem, ...]]:
    """The blocks of a text, and its problems."""
    reader = _Reader(text, elements)
    for node in SyntaxTreeNode(_markdown(tuple(elements)).parse(text)).children:
        reader.node(node)
    for element in elements:
        element.whole(reader.blocks, reader)
    return tuple(reader.blocks), tuple(reader.problems)


@cache
def _markdown(elements: tuple[Element, ...]) -> MarkdownIt:
    """CommonMark that shows what it would otherwise swallow: entities stay as typed, definitions
    stay text.
    """
    markdown = (
        MarkdownIt("commonmark", {"html": True})
        .enable(["table", "strikethrough"])
        .disable(["entity", "reference"])
    )
    for element in elements:
        element.extend(markdown)
    markdown.normalizeLink = lambda url: url  # type: ignore[method-assign]
    # what leads nowhere is told of, not shown as it was typed
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]
    return markdown


class _Reader:
    def __init__(self, text: str, elements: Sequence[Element]) -> None:
        self.blocks: list[Block] = []
        self.problems: list[Problem] = []
        self._text = text
        self._starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
        self._line = self._groups = 0
        self._by_name = {name: element for element in elements for name in element.blocks}
        self._by_sign = {name: element for element in elements for name in element.signs}

    def node(self, node: SyntaxTreeNode) -> None:
        """Read a node by the element that knows it; what none knows is a problem."""
        if node.map:
            self._line = node.map[0]
        if node.type in self._by_name:
            self._by_name[node.type].read(node, self)
        else:
            self.refuse(node)

    def refuse(self, node: SyntaxTreeNode) -> None:
        """Note that what a node is cannot be shown where it stands."""
        self.problem(_NAMES.get(node.type, "något"), line=node.map[0] if node.map else None)

    def group(self) -> int:
        """A number for one more list or table."""
        self._groups += 1
        return self._groups

    def words(
        self, node: SyntaxTreeNode, block: Block, *, empty: str, line: int | None = None
    ) -> None:
        """Add a block of the words in a node, which stands on a line; `empty` is what it is where
        nothing shows.
        """
        known = len(self.problems)
        if line is not None:
            self._line = line
        elif node.map:
            self._line = node.map[0]
        tokens = [token for inline in node.children for token in _children(inline)]
        self.blocks.append(replace(block, runs=self._runs(tokens)))
        if not block.file:
            self._unread_links(tokens, block.within)
        if empty and len(self.problems) == known and is_blank(str(self.blocks[-1])):
            self.problem(empty)

    def _runs(self, tokens: list[Token]) -> tuple[Run, ...]:
        runs: list[Run] = []
        look = Run("")
        for position, token in enumerate(tokens):
            emphasis = token.type in ("em_open", "em_close", "strong_open", "strong_close")
            if (
                emphasis and "_" in token.markup
            ):  # only asterisks mark emphasis: underscores come out as typed
                _append(runs, replace(look, text=token.markup))
            elif emphasis and _is_inside_a_word(tokens, position):
                self.problem("en stjärna (*) tätt inpå ett ord eller en siffra")
            elif token.type in ("strong_open", "strong_close"):
                look = replace(look, bold=token.nesting == 1)
            elif token.type in ("em_open", "em_close"):
                look = replace(look, italic=token.nesting == 1)
            elif token.type == "link_open":
                look = replace(look, link=self._address(token))
            elif token.type == "link_close":
                if not runs or runs[-1].link != look.link or is_blank(runs[-1].text):
                    self.problem("en länk utan text")
                look = replace(look, link="")
            elif token.type in self._by_sign:
                _append(runs, self._by_sign[token.type].run(token, look))
                self._line += token.type == "hardbreak"
            elif token.type in _NAMES:
                self.problem(_NAMES[token.type])
            elif token.type == "softbreak":
                self._line += 1
                _append(runs, replace(look, text=" "))
            elif token.content:
                self._words(token.content, look)
                _append(runs, replace(look, text=token.content))
        return tuple(runs)

    def _words(self, words: str, look: Run) -> None:
        """Note what plain words hold that is shown otherwise than it is meant."""
        if not look.link and (address := _BARE.search(words)):
            self.problem(_BARE_ADDRESS, address[0])
        if look.link and (look.bold or look.italic):
            self.problem("fet eller kursiv stil i en länk")
        for sign, what in _FOREIGN:
            if foreign := sign.search(words):
                self.problem(what, foreign[0])

    def _unread_links(self, tokens: list[Token], within: tuple[int, int]) -> None:
        """Note each [text](address) that was read as its signs, mostly for a space in the
        address.
        """
        links = [
            token for token in tokens if token.type == "link_open" and token.markup != "autolink"
        ]
        read = iter([str(token.attrs["href"]) for token in links])
        address = next(read, None)
        is_image = any(token.type == "image" for token in tokens)
        for match in () if is_image else _RAW_LINK.finditer(self._text, within[0], sum(within)):
            if address is not None and address.startswith(match[1]):
                address = next(read, None)
            else:
                what = "en länk som inte går att läsa (en adress har inga mellanslag)"
                if re.search(r"!\[[^\]\n]*$", self._text[within[0] : match.start()]):
                    what = "en bild som inte går att läsa (mellanslag i namnet? Skriv det inom < >)"
                self.problem(what, match[0])

    def _address(self, token: Token) -> str:
        address = str(token.attrs.get("href", ""))
        if token.markup == "autolink":
            self.problem(_BARE_ADDRESS, address)
        elif "title" in token.attrs:
            self.problem("en länk med rubrik inom citattecken")
        elif not _LINK.fullmatch(address):
            what = f"en länk till ”{address}” (den ska börja med https:// eller #)"
            self.problem(what, address, before="](", meant=_whole(address))
        return address

    def problem(
        self,
        what: str,
        typed: str = "",
        line: int | None = None,
        before: str = "",
        meant: str = "",
    ) -> None:
        """Note what cannot be shown, and what was `meant`: at what was typed, right after `before`,
        where that is known and stands on the line, else at the line.
        """
        line = self._line if line is None else line
        start, length = self._lines(line, line + 1)
        found = self._text.find(before + typed, start, start + length) if typed else -1
        problem = Problem(what, (start, length))
        if found >= 0:
            problem = Problem(what, (found + len(before), len(typed)), meant)
        if problem not in self.problems and len(self.problems) < _MOST:
            self.problems.append(problem)

    def note(self, what: str, block: Block, typed: str = "", number: int = 1) -> None:
        """Note what cannot be shown: where it was typed in a block for the number:th time, else at
        the whole block.
        """
        start, length = block.within
        within = self._text[start : start + length]
        places = [match.start() for match in re.finditer(re.escape(typed), within) if typed]
        if len(places) >= number:
            start, length = start + places[number - 1], len(typed)
        if len(self.problems) < _MOST:
            self.problems.append(Problem(what, (start, length)))

    def stretch(self, node: SyntaxTreeNode, markers: int = 0) -> tuple[int, int]:
        """(offset, length) of a node's words, without as many list markers before them."""
        return self._lines(*(node.map or (self._line, self._line + 1)), markers)

    def typed(self, node: SyntaxTreeNode) -> tuple[int, str]:
        """The offset of a node's words, and the words as typed."""
        start, length = self.stretch(node)
        return start, self._text[start : start + length]

    def _lines(self, first: int, after: int, markers: int = 0) -> tuple[int, int]:
        """(offset, length) of the lines from `first` until `after`, without indent, list markers
        and closing spaces.
        """
        start, end = (
            self._starts[min(first, len(self._starts) - 1)],
            self._starts[min(after, len(self._starts) - 1)],
        )
        lines = self._text[start:end]
        words = re.sub(rf"^\s*(?:{_MARKER}\s+){{{markers}}}" if markers else r"^\s+", "", lines)
        return start + len(lines) - len(words), max(len(words.rstrip()), 1)


def _children(inline: SyntaxTreeNode) -> list[Token]:
    """The tokens of the words in a node."""
    return inline.token.children or [] if inline.token else []


def _is_inside_a_word(tokens: list[Token], position: int) -> bool:
    """True for an asterisk with a letter or digit on its outer side, as in 2*3*4: multiplication,
    not emphasis.
    """
    opens = tokens[position].nesting == 1
    outside = tokens[position - 1 : position] if opens else tokens[position + 1 : position + 2]
    return any((token.content[-1:] if opens else token.content[:1]).isalnum() for token in outside)


def _append(runs: list[Run], run: Run) -> None:
    """Add a run, joined to the one before where they look the same."""
    if runs and replace(runs[-1], text=run.text) == run:
        runs[-1] = replace(run, text=runs[-1].text + run.text)
    else:
        runs.append(run)
