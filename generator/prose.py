"""The prose of a plan: paragraphs, bullets, **bold**, *italic* and links. Everything else in
Markdown is a problem, never lost.
"""

import re
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import accumulate

from markdown_it import MarkdownIt
from markdown_it.token import Token

from generator.swedish import is_blank

_NAMES = {
    "heading_open": "en rubrik (#, eller en rad streck under texten)",
    "table_open": "en tabell",
    "html_block": "text inom < och >",
    "html_inline": "text inom < och >",
    "image": "en bild",
    "ordered_list_open": "en numrerad lista",
    "blockquote_open": "ett citat (>)",
    "code_block": "ett stycke som står fyra mellanslag för långt in",
    "fence": "en ruta (```)",
    "code_inline": "text mellan omvända accenter (`)",
    "hr": "en linje (---)",
    "s_open": "överstruken text (~~)",
    "hardbreak": "en radbrytning inne i ett stycke (två mellanslag eller \\ i slutet av raden)",
}
_BARE_ADDRESS = "en adress utan länktext (skriv [länktext](adress))"
_FOREIGN = (
    (re.compile(r"\[\^[^\]\s]+\]:?"), "en fotnot ([^1])"),
    (re.compile(r"^\[[ xX]\](?=\s)"), "en ruta att bocka av ([ ])"),
)
"""What other programs read in running text, and show otherwise than it is typed."""
_MOST = 20
"""Problems told of one text; a text with more is no running text at all."""
_BARE = re.compile(r"(?<!\]\()https?://\S*")
_RAW_LINK = re.compile(r"(?<!\\)\]\(<?([^()<>\s\\]*)[^()\n]*\)?")
_LINK = re.compile(r"(https?://|mailto:|#)[^\s{}]+")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one look; `link` is an address, or '#heading' for the page where that
    heading stands.
    """

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or an item of a bullet list; `within` is (offset, length) of its words in the
    text, as typed.
    """

    bullet: bool
    runs: tuple[Run, ...]
    within: tuple[int, int] = field(default=(0, 0), compare=False)

    def __str__(self) -> str:
        """The words, without their look."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Problem:
    """What the prose holds that a plan cannot show; `within` is (offset, length) in the text."""

    what: str
    within: tuple[int, int]


def parse(text: str) -> tuple[tuple[Block, ...], tuple[Problem, ...]]:
    """Parse prose into blocks; whatever lies outside the subset becomes a Problem at its line."""
    reader = _Reader(text)
    reader.read(_markdown().parse(text))
    return tuple(reader.blocks), tuple(reader.problems)


def marks(text: str) -> int:
    """How many signs of a text may mean something in Markdown: what its parsing costs."""
    return sum(map(text.count, "*_[`<!\\~"))


def unparsed(text: str) -> tuple[tuple[Block, ...], tuple[Problem, ...]]:
    """A text of a plan that has more such signs than is worth the time: one block, and a
    Problem.
    """
    what = "fler stjärnor, klamrar och andra tecken med särskild betydelse än en plan kan ha"
    return (Block(False, (Run(text),), (0, len(text))),), (Problem(what, (0, 1)),)


@cache
def _markdown() -> MarkdownIt:
    """CommonMark that shows what it would otherwise swallow: entities stay as typed, definitions
    stay text.
    """
    markdown = (
        MarkdownIt("commonmark", {"html": True})
        .enable(["table", "strikethrough"])
        .disable(["entity", "reference"])
    )
    markdown.normalizeLink = lambda url: url  # type: ignore[method-assign]
    # what leads nowhere is told of, not shown as it was typed
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]
    return markdown


class _Reader:
    def __init__(self, text: str) -> None:
        self.blocks: list[Block] = []
        self.problems: list[Problem] = []
        self._text = text
        self._starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
        self._line = 0
        self._skip_to: tuple[str, int] | None = None

    def read(self, tokens: list[Token]) -> None:
        lists = paragraphs = 0
        for token in tokens:
            if token.map:
                self._line = token.map[0]
            if self._skip_to:
                if (token.type, token.level) == self._skip_to:
                    self._skip_to = None
            elif token.type in _NAMES:
                self._problem(_NAMES[token.type])
                if token.type.endswith("_open"):
                    self._skip_to = (token.type.removesuffix("open") + "close", token.level)
            elif token.type == "bullet_list_open":
                lists += 1
                if lists > 1:
                    self._problem("en lista inuti en lista")
            elif token.type == "bullet_list_close":
                lists -= 1
            elif token.type == "list_item_open":
                paragraphs = 0
            elif token.type == "inline":
                paragraphs += 1
                if lists and paragraphs > 1:
                    self._problem("ett andra stycke inuti en punkt")
                within = self._stretch(
                    *(token.map or (self._line, self._line + 1)), bullet=bool(lists)
                )
                self._block(token, within, bullet=bool(lists))
            elif token.type == "list_item_close" and not paragraphs:
                self._problem("en tom punkt")

    def _block(self, token: Token, within: tuple[int, int], *, bullet: bool) -> None:
        known = len(self.problems)
        self.blocks.append(Block(bullet, self._runs(token.children or []), within))
        self._unread_links(token.children or [], within)
        if len(self.problems) == known and is_blank(str(self.blocks[-1])):
            self._problem("en tom punkt" if bullet else "ett stycke där inget syns")

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
                self._problem("en stjärna (*) tätt inpå ett ord eller en siffra")
            elif token.type in ("strong_open", "strong_close"):
                look = replace(look, bold=token.nesting == 1)
            elif token.type in ("em_open", "em_close"):
                look = replace(look, italic=token.nesting == 1)
            elif token.type == "link_open":
                look = replace(look, link=self._address(token))
            elif token.type == "link_close":
                if not runs or runs[-1].link != look.link or is_blank(runs[-1].text):
                    self._problem("en länk utan text")
                look = replace(look, link="")
            elif token.type in _NAMES:
                self._problem(_NAMES[token.type])
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
            self._problem(_BARE_ADDRESS, address[0])
        if look.link and (look.bold or look.italic):
            self._problem("fet eller kursiv stil i en länk")
        for sign, what in _FOREIGN:
            if foreign := sign.search(words):
                self._problem(what, foreign[0])

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
                self._problem(what, match[0])

    def _address(self, token: Token) -> str:
        address = str(token.attrs.get("href", ""))
        if token.markup == "autolink":
            self._problem(_BARE_ADDRESS, address)
        elif "title" in token.attrs:
            self._problem("en länk med rubrik inom citattecken")
        elif not _LINK.fullmatch(address):
            self._problem(f"en länk till ”{address}” (den ska börja med https:// eller #)", address)
        return address

    def _problem(self, what: str, typed: str = "") -> None:
        """Note what cannot be shown: at what was typed, where that is known and stands on the line,
        else at the line.
        """
        start, length = self._stretch(self._line, self._line + 1, bullet=False)
        found = self._text.find(typed, start, start + length) if typed else -1
        problem = Problem(what, (start, length) if found < 0 else (found, len(typed)))
        if problem not in self.problems and len(self.problems) < _MOST:
            self.problems.append(problem)

    def _stretch(self, first: int, after: int, *, bullet: bool) -> tuple[int, int]:
        """(offset, length) of the lines from `first` until `after`, without indent, bullet and
        closing spaces.
        """
        start, end = (
            self._starts[min(first, len(self._starts) - 1)],
            self._starts[min(after, len(self._starts) - 1)],
        )
        lines = self._text[start:end]
        words = re.sub(r"^\s*[-*+]\s+" if bullet else r"^\s+", "", lines)
        return start + len(lines) - len(words), max(len(words.rstrip()), 1)


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
