"""The handbook and what belongs to it, as pages that the workbench shows: who has no program for
Markdown reads them there, and what is advised leads to its place.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from generator import files
from generator.workbench.templates import templates

PAGES = {
    "handbok": "Handboken",
    "regler": "Reglerna",
    "mall": "Mallen",
    "it": "För it-avdelningen",
}
"""The pages that there are -> what they are called."""
_OWN = re.compile(rf"({'|'.join(PAGES)})\.md(#.*)?")
_PICTURE = re.compile(r"pictures/([a-z]+\.png)")
_CODE = re.compile(r"[A-Z]{3}\d{3}(?=:|$)")
"""The code of a rule, where a heading begins with it or a cell is one."""
_REFERENCE = re.compile(r"\b([Ss]e) ([A-ZÅÄÖ][^.()]*?) i handboken")
"""How a piece of advice names a part of the handbook."""


def page(name: str) -> bytes | None:
    """A page, whole; None where there is none of the name. Raises files.FileError."""
    if name not in PAGES:
        return None
    html = _html(files.read(files.DOCS / f"{name}.md").decode())
    whole = templates().get_template("handbook.html")
    return whole.render(name=name, pages=PAGES, html=Markup(html)).encode()


def picture(name: str) -> bytes | None:
    """A picture of a page; None where there is none of the name. Raises files.FileError."""
    known = {path.name: path for path in files.plain_files(files.DOCS / "pictures")}
    return files.read(known[name]) if name in known else None


def linked(advice: str) -> Markup:
    """A piece of advice, whose mention of a part of the handbook leads there."""
    made, end = Markup(""), 0
    for found in _REFERENCE.finditer(advice):
        href = f"/handbok/handbok#{slug(found[2])}"
        link = Markup('<a href="{}" target="_blank">{} i handboken</a>').format(href, found[2])
        made += escape(advice[end : found.start()]) + f"{found[1]} " + link
        end = found.end()
    return made + escape(advice[end:])


def slug(heading: str) -> str:
    """The name of a heading's place, as GitHub makes it: the links in the files lead there too."""
    words = unicodedata.normalize("NFC", heading.strip().lower())
    return re.sub(r"[^\w\- ]", "", words).replace(" ", "-")


@cache
def _html(markdown: str) -> str:
    reader = MarkdownIt("commonmark").enable("table")
    tokens = reader.parse(markdown)
    _name_headings(tokens)
    _name_codes(tokens)
    for token in tokens:
        token.children = [*_led(token.children)] if token.children else token.children
    html = str(reader.renderer.render(tokens, reader.options, {}))
    # What may be wider than the window is reached by the keyboard.
    html = html.replace("<pre>", '<pre tabindex="0">')
    html = html.replace("<table>", '<div class="bred" tabindex="0"><table>')
    return html.replace("</table>", "</table></div>")


def _name_headings(tokens: list[Token]) -> None:
    """Give each heading the name that links lead to; the second of a name is numbered."""
    seen: Counter[str] = Counter()
    for opening, words in pairwise(tokens):
        if opening.type != "heading_open":
            continue
        code = _CODE.match(words.content)
        name = code[0].lower() if code else slug(_spoken(words))
        opening.attrSet("id", f"{name}-{seen[name]}" if seen[name] else name)
        seen[name] += 1


def _name_codes(tokens: list[Token]) -> None:
    """Give each cell that is the code of a rule a name, as the headings of rules have."""
    for opening, words in pairwise(tokens):
        if opening.type == "td_open" and _CODE.fullmatch(words.content):
            opening.attrSet("id", words.content.lower())


def _spoken(words: Token) -> str:
    """The words of a heading, without what makes them code or bold."""
    return "".join(
        one.content for one in words.children or () if one.type in ("text", "code_inline")
    )


def _led(children: list[Token]) -> Iterator[Token]:
    """The parts of a text with links to pages and pictures that there are; of others the words."""
    is_shut = False
    for one in children:
        if one.type == "image":
            found = _PICTURE.fullmatch(str(one.attrs["src"]))
            if not found:
                continue
            one.attrs["src"] = f"/handbok/bilder/{found[1]}"
        if one.type == "link_open":
            href = _address(str(one.attrs["href"]))
            is_shut = not href
            one.attrs["href"] = href
        if is_shut and one.type in ("link_open", "link_close"):
            continue
        yield one


def _address(href: str) -> str:
    """Where a link of the files leads from here; '' where that is nowhere."""
    own = _OWN.fullmatch(href)
    if own:
        return f"/handbok/{own[1]}{own[2] or ''}"
    return href if href.startswith(("#", "https://")) else ""
