"""Page template + Context -> one HTML page that needs nothing else; and page + Context -> Findings,
the proof that it is whole.
"""

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from types import CodeType
from typing import Any

from jinja2 import TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from generator import proof
from generator.context import Context, Heading, Inline, Occasion, Text, Texts, leaves
from generator.findings import Finding, Pointer
from generator.paragraphs import LINE_BREAK, NOTE
from generator.shown import Paragraph
from generator.swedish import ascii_slug
from generator.templating import COMPLAINTS, UnusableTemplateError, environment
from generator.values import TEXT_WIDTH, Picture

CODES = {
    "VER013": (
        "Webbsidan behöver inget utifrån: ingen bild och ingen stil från en annan plats, och inget "
        "skript utom det som väljer nästa möte."
    )
}
_BLOCKS = ("h1", "h2", "h3", "h4", "h5", "p", "li", "dt", "dd", "caption", "figcaption", "th", "td")
_OWN_PLACE = re.compile(r' id="([^"{]+)"')
_REPEATS = ("nav", "aside")
"""Parts of the page that only repeat what stands in the others."""
_IN_MALL = "Rätta webbmallen (docs/mall.md)."


Files = Sequence[tuple[str, str]]
"""The address of each file that lies beside the page, and what it is called."""


Lines = Callable[[Pointer], int]
"""The line of the plan where a value stands."""


def page(
    template: str,
    context: Context,
    days: Sequence[Occasion] = (),
    beside: Files = (),
    lines: Lines | None = None,
) -> bytes:
    """Fill the template; a page reference finds its heading in `rubriker`, `namn` gives a heading's
    place its name, `fotnot` a footnote's number among the `fotnoter`, `listor` lays paragraphs as
    lists within lists, `bildadress` and `bildbredd` tell of a picture. What comes first on the page
    are the `days` of the year and the files `beside` it; with `lines` each value tells its own
    (data-rad). Raises UnusableTemplateError for a template that asks for what the Context lacks.
    """
    texts = leaves(context)
    headings = [leaf for leaf in texts if isinstance(leaf, Heading)]
    marked = {heading.bookmark: heading for heading in headings if heading.bookmark}
    notes = [note for leaf in texts if isinstance(leaf, Inline) for note in leaf.notes]
    numbers = {id(note): number for number, note in enumerate(notes, 1)}
    filling = _environment(_finalize if lines is None else _placing(lines))
    try:
        code = _compiled(template)
        made = filling.template_class.from_code(filling, code, filling.make_globals(None)).render(
            context,
            rubriker=marked,
            listor=_lists,
            bildadress=address,
            bildbredd=width,
            namn=_names(template, headings),
            fotnoter=notes,
            fotnot=lambda note: numbers[id(note)],
            dagar=days,
            filer=beside,
        )
        return made.encode()
    except COMPLAINTS as error:
        number, why = _line_of(error), _reason(error)
        line = " ".join(template.split("\n")[number - 1].split())
        raise UnusableTemplateError(
            f"Webbmallen kan inte fyllas i, rad {number}: {why} Raden är ”{line[:120]}”. "
            "Rätta den; namnen står i docs/mall.md."
        ) from error


@lru_cache(maxsize=4)
def _compiled(template: str) -> CodeType:
    """The template as code: that takes longer than all that is done with it. How a value is shown
    is the filling environment's.
    """
    return _environment(_finalize).compile(template)


def _environment(finalize: Callable[..., Any]) -> SandboxedEnvironment:
    filling = environment(finalize)
    filling.trim_blocks = filling.lstrip_blocks = True
    return filling


def address(picture: Picture) -> str:
    """A picture as part of the page: its bytes are its address."""
    image = picture.image
    data = b64encode(image.data).decode() if image else ""
    return f"data:image/{image.format if image else 'png'};base64,{data}"


def width(picture: Picture) -> int:
    """How wide a picture is, in hundredths of the text's width."""
    return round(picture.box.fit(picture.image)[0] / TEXT_WIDTH * 100) if picture.image else 0


def _names(template: str, headings: Iterable[Heading]) -> Callable[[Heading], str]:
    """What the place of each heading is called, by its words: of two that say the same, and where
    the page has such a place of its own, the later is told by a number.
    """
    taken = set(_OWN_PLACE.findall(template))
    names: dict[int, str] = {}
    for heading in headings:
        name = own = ascii_slug(heading) or "rubrik"
        number = 1
        while name in taken:
            number += 1
            name = f"{own}-{number}"
        taken.add(name)
        # Two headings of the same words are equal, but not the same.
        names[id(heading)] = name
    return lambda heading: names[id(heading)]


def _finalize(value: Any) -> Any:
    """What Jinja prints for a value: a text that is still open is marked."""
    if not isinstance(value, Text):
        return value
    printed = Markup("<br>").join(value.split(LINE_BREAK)) if LINE_BREAK in value else value
    return Markup("<mark>{}</mark>").format(printed) if value.open else printed


def _placing(lines: Lines) -> Callable[[Any], Any]:
    """What Jinja prints for a value that tells its line."""

    def finalize(value: Any) -> Any:
        printed = _finalize(value)
        if not isinstance(value, Text) or not value.at:
            return printed
        return Markup('<span data-rad="{}">{}</span>').format(lines(value.at), printed)

    return finalize


def _lists(paragraphs: list[Paragraph]) -> list[dict[str, Any]]:
    """Paragraphs, and between them lists: of items that each may have lists below them."""
    top: list[dict[str, Any]] = []
    # The lists that are open, outermost first.
    opened: list[dict[str, Any]] = []
    for paragraph in paragraphs:
        level = paragraph["nivå"]
        if not level:
            opened.clear()
            top.append({"lista": None, "stycke": paragraph})
            continue
        own = paragraph["innehåll"].numbering
        key = (level, own.list if own else 0)
        del opened[level:]
        if len(opened) == level and opened[-1]["key"] != key:
            opened.pop()
        if len(opened) < level:
            new = {"key": key, "första": paragraph["första"], "punkter": []}
            (opened[-1]["punkter"][-1]["under"] if opened else top).append({"lista": new})
            opened.append(new)
        opened[-1]["punkter"].append({"stycke": paragraph, "under": []})
    return top


def _line_of(error: Exception) -> int:
    """The 1-based line of the template that a complaint is about."""
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    number, trace = 1, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            number = trace.tb_lineno
        trace = trace.tb_next
    return number


def _reason(error: Exception) -> str:
    """What is wrong, as the end of a Swedish sentence."""
    if isinstance(error, TemplateSyntaxError):
        return (
            "en tagg går inte att läsa (är en slinga eller ett villkor "
            "öppet, eller ett ord felstavat?)."
        )
    missing = re.search(r"'([^']+)'(?: is undefined|$)", str(error))
    return (
        f"namnet ”{missing[1]}” finns inte bland uppgifterna."
        if missing
        else "en tagg gör något som inte är tillåtet."
    )


def verify(content: bytes, context: Context) -> list[Finding]:
    """Everything that is wrong with a page; empty when it shows all of the Context and its links
    lead somewhere.
    """
    root = etree.fromstring(content, etree.HTMLParser(encoding="utf-8"))
    if root is None:
        return [Finding("VER003", "Webbsidan blev tom.", (), _IN_MALL)]
    shown = list(_shown(root))
    shown += [(False, image.get("alt", "")) for image in root.iter("img")]
    texts = leaves(context)
    return [
        *_lost_texts(shown, texts),
        *_lost_pictures(root, texts),
        *_leftover_tags(shown, texts),
        *_places(root),
        *_foreign(root),
        *_empty(root),
    ]


def _shown(root: etree._Element) -> Iterator[tuple[bool, str]]:
    """(is a heading, text) of every block without blocks in it but the lists below an item; the
    table of contents, and what comes before it, only repeat.
    """
    for block in root.iter(*_BLOCKS):
        inner = [one for one in block.iterdescendants(*_BLOCKS) if one.tag != "li"]
        is_held = block.tag == "li" or not block.findall(".//li")
        if not inner and is_held and next(block.iterancestors(*_REPEATS), None) is None:
            yield str(block.tag).startswith("h"), _text(block)


def _text(block: etree._Element) -> str:
    """What a block shows of the Context; the number of a chapter is the template's own."""
    number = block.find("span[@class='nummer']")
    own = number.text or "" if number is not None else ""
    return "".join(_words(block)).removeprefix(own)


def _words(block: etree._Element) -> Iterator[str]:
    """The words of a block, without the lists below it; a line break is a blank, and a reference to
    a footnote its sign.
    """
    yield block.text or ""
    for child in block:
        if child.tag == "br":
            yield " "
        elif child.get("class") == "fotnot":
            yield NOTE
        elif child.get("class") == "tillbaka":
            yield ""
        elif child.tag not in ("ul", "ol"):
            yield from _words(child)
        yield child.tail or ""


def _lost_texts(shown: list[tuple[bool, str]], texts: Texts) -> Iterator[Finding]:
    for text in proof.lost(shown, texts):
        yield Finding(
            "VER001",
            f"Webbsidan visar inte hela texten ”{text}”.",
            text.at,
            f"Webbmallen utelämnar texten. {_IN_MALL}",
        )


def _lost_pictures(root: etree._Element, texts: Texts) -> Iterator[Finding]:
    """Pictures of the plan that the page does not show, or with another description."""
    there = Counter((image.get("alt", ""), image.get("src", "")) for image in root.iter("img"))
    for leaf in texts:
        if isinstance(leaf, Picture):
            key = (str(leaf), address(leaf))
            if not there[key]:
                message = f"Webbsidan visar inte bilden ”{str(leaf)[:60]}”."
                yield Finding("VER017", message, leaf.at, f"Webbmallen utelämnar den. {_IN_MALL}")
            there[key] -= 1


def _leftover_tags(shown: list[tuple[bool, str]], texts: Texts) -> Iterator[Finding]:
    if text := proof.leftover((text for _, text in shown), texts):
        yield Finding("VER002", f"En tagg blev kvar på webbsidan: ”{text[:80]}”.", (), _IN_MALL)


def _places(root: etree._Element) -> Iterator[Finding]:
    """Links within the page that lead nowhere, and names that lead to two places."""
    names = Counter(name for element in root.iter() if (name := element.get("id")))
    links = {
        link[1:] for element in root.iter("a") if (link := element.get("href", "")).startswith("#")
    }
    for name in sorted(links - names.keys()):
        yield Finding(
            "VER005",
            f"En länk leder till {name}, som inte finns på webbsidan.",
            (),
            f"Visas alla rubriker? {_IN_MALL}",
        )
    for name, count in names.items():
        if count > 1:
            yield Finding(
                "VER006", f"Namnet {name} finns på {count} ställen på webbsidan.", (), _IN_MALL
            )


def _foreign(root: etree._Element) -> Iterator[Finding]:
    """Scripts, but the one beside the days of the year, and what the page would fetch from
    elsewhere.
    """
    for element in root.iter(
        "script", "link", "iframe", "object", "embed", "img", "video", "audio"
    ):
        if element.tag == "script" and _chooses_a_day(element):
            continue
        if not element.get("src", "").startswith("data:"):
            yield Finding(
                "VER013",
                f"Webbsidan har ett element <{element.tag}>, som behöver något utifrån.",
                (),
                _IN_MALL,
            )


def _chooses_a_day(script: etree._Element) -> bool:
    """True for a script of the page's own that stands right below the days that it chooses
    among.
    """
    before = script.getprevious()
    has_days = before is not None and before.find(".//time[@datetime]") is not None
    return has_days and not script.attrib


def _empty(root: etree._Element) -> Iterator[Finding]:
    for block in root.iter(*_BLOCKS):
        if not "".join(map(str, block.itertext())).strip():
            yield Finding("VER004", f"Webbsidan har ett tomt <{block.tag}>.", (), _IN_MALL)
