"""A footnote: [^1] where it belongs in the text, and [^1]: with its words, a paragraph by
itself.
"""

import re
from collections import Counter
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from msgspec.structs import replace

from generator.paragraphs import CELL, NOTE, NOTED, Block, Run
from generator.prose.element import Element, Reader
from generator.swedish import is_blank

_BEGINS = re.compile(r"\[\^([^\]\s]+)\]:[ \t]*")
_REFERS = re.compile(r"\[\^([^\]\s]+)\](?!\()")


class Footnote(Element):
    """A note is a paragraph at the foot of the page; each has a label, which is not shown."""

    blocks = ("footnote",)
    signs = ("footnote_ref",)
    sorts = (NOTED,)

    def extend(self, markdown: MarkdownIt) -> None:
        """Teach it notes, and references to them."""
        markdown.block.ruler.before("reference", "footnote", _note, {"alt": ["paragraph"]})
        markdown.inline.ruler.before("link", "footnote_ref", _reference)

    def read(self, node: SyntaxTreeNode, reader: Reader) -> None:
        """A note's words."""
        start, typed = reader.typed(node)
        begins = _BEGINS.match(typed)
        assert begins is not None
        length = max(len(typed) - begins.end(), 1)
        block = Block(NOTED, (), (start + begins.end(), length), note=begins[1])
        reader.words(node, block, empty="en fotnot utan text")

    def run(self, token: Token, look: Run) -> Run:
        """The sign of a reference."""
        return replace(look, text=NOTE, note=token.content)

    def whole(self, blocks: Sequence[Block], reader: Reader) -> None:
        """Each note is referred to once, from where a note can stand; each reference has a note."""
        notes = {block.note: block for block in blocks if block.note}
        used: Counter[str] = Counter()
        for block in blocks:
            here: Counter[str] = Counter()
            for run in filter(_refers, block.runs):
                used[run.note] += 1
                here[run.note] += 1
                if what := _wrong(run, block, run.note in notes, used[run.note]):
                    reader.note(what, block, f"[^{run.note}]", here[run.note])
        seen: set[str] = set()
        for block in filter(_is_note, blocks):
            if block.note in seen:
                reader.note(f"två fotnoter som heter likadant ([^{block.note}]:)", block)
            elif not used[block.note] and not is_blank(str(block)):
                what = f"en fotnot som inget hänvisar till (skriv [^{block.note}] i texten)"
                reader.note(what, block)
            seen.add(block.note)


def _refers(run: Run) -> bool:
    return bool(run.note)


def _is_note(block: Block) -> bool:
    return bool(block.note)


def _wrong(run: Run, block: Block, is_there: bool, times: int) -> str:
    """What a reference is where it cannot stand; '' where it can."""
    if block.note:
        return "en fotnot i en fotnot"
    if block.sort == CELL:
        return "en fotnot i en tabell (skriv den i ett stycke före eller efter)"
    if run.link:
        return "en fotnot i en länk (skriv den efter länken)"
    if not is_there:
        name = f"[^{run.note}]"
        return f"en fotnot utan text (skriv  {name}: och orden  sist i samma text)"
    return "två hänvisningar till samma fotnot" if times > 1 else ""


def _note(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """The lines of a note: those of a paragraph that begins with its label."""
    if state.is_code_block(first):
        return False
    begins = _BEGINS.match(
        state.src, state.bMarks[first] + state.tShift[first], state.eMarks[first]
    )
    if begins is None or silent:
        return begins is not None
    ends = state.md.block.ruler.getRules("paragraph")
    after = first + 1
    while after < last and not state.isEmpty(after):
        if any(rule(state, after, last, True) for rule in ends):
            break
        after += 1
    lines = state.getLines(first, after, state.blkIndent, False).strip()
    state.line = after
    state.push("footnote_open", "", 1).map = [first, after]
    words = state.push("inline", "", 0)
    words.content, words.map, words.children = (
        lines[len(begins[0].rstrip()) :].strip(),
        [first, after],
        [],
    )
    state.push("footnote_close", "", -1)
    return True


def _reference(state: StateInline, silent: bool) -> bool:
    """A reference to a note."""
    found = _REFERS.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push("footnote_ref", "", 0).content = found[1]
    state.pos = found.end()
    return True
