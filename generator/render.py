"""Template bytes + Context -> docx bytes. The template's tags are docxtpl's; the bytes depend on the input alone.

docxtpl's own `render` rewrites `{_{` and line breaks in the data and passes through python-docx twice; here its reading of the
tags (`patch_xml`) is used on the parts of the package directly, so that what was typed is what is shown.
"""

import re
import zipfile
from typing import Any, NoReturn

from docxtpl import DocxTemplate
from jinja2 import BytecodeCache, DictLoader
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from generator.context import Context, Heading, Inline, Piece
from generator.ooxml import anchors, package, properties, runs
from generator.templating import COMPLAINTS, UnusableTemplateError, environment, line_of, reason

DOCUMENT = "word/document.xml"
_RENDERED = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_LANGUAGES = {"en": "en-GB"}
_TAGS = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)


def render(template: bytes, context: Context, cache: BytecodeCache | None = None) -> bytes:
    """Fill the template; `cache` spares compiling a template that was compiled before. Raises UnusableTemplateError for a template that is damaged or asks for what the Context lacks."""
    try:
        parts = package.read(template)
    except zipfile.BadZipFile as error:
        raise UnusableTemplateError(
            "Mallen är ingen Word-fil eller är skadad. Hämta tillbaka den senaste som fungerade."
        ) from error
    if DOCUMENT not in parts:
        raise UnusableTemplateError("Mallen är inget Word-dokument. Hämta tillbaka den senaste som fungerade.")
    links: dict[str, str] = {}
    filling = environment(lambda value: _finalize(value, links), cache)
    for name in sorted(filter(_RENDERED.fullmatch, parts)):
        xml = parts[name].decode("utf-8")
        if name == DOCUMENT or _TAGS.search(xml):
            parts[name] = _fill(name, xml, context, filling)
    package.add_hyperlinks(parts, DOCUMENT, {identifier: address for address, identifier in links.items()})
    parts[properties.PART] = _properties(context)
    return package.write(parts)


def _fill(name: str, xml: str, context: Context, filling: SandboxedEnvironment) -> bytes:
    """One part with its tags filled in; paragraphs stand on lines of their own, so that an error has a place."""
    xml = re.sub(r"^<\?xml[^>]*\?>\s*", "", xml)
    patched = re.sub(r"<w:p([ >])", r"\n<w:p\1", DocxTemplate.patch_xml(None, xml))
    try:
        filling.loader = DictLoader({name: patched})
        filled = filling.get_template(name).render(context)
    except COMPLAINTS as error:
        _raise_with_place(error, patched)
    try:
        root = etree.fromstring(re.sub(r"\n<w:p([ >])", r"<w:p\1", filled).encode())
    except etree.XMLSyntaxError as error:
        raise UnusableTemplateError(
            "Mallen ger ett trasigt dokument: en tagg står på fel ställe. En slinga eller ett villkor som rymmer hela stycken börjar "
            "med {%p, ett som rymmer tabellrader med {%tr. Ta tillbaka din senaste ändring, eller jämför med docs/mall.md."
        ) from error
    anchors.place(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _finalize(value: Any, links: dict[str, str]) -> Any:
    """What Jinja prints for a value: runs for prose, a marked text for a heading that is referred to, else the value."""
    if isinstance(value, Inline):
        return Markup("".join(_piece(piece, links) for piece in value.pieces))
    if isinstance(value, Heading) and value.bookmark:
        return anchors.mark(value.bookmark, value)
    return value


def _piece(piece: Piece, links: dict[str, str]) -> str:
    language = runs.language(_LANGUAGES[piece.language]) if piece.language else ""
    if piece.page_of:
        return runs.page_reference(piece.page_of, piece.text)
    if piece.link:
        identifier = links.setdefault(piece.link, f"rIdLink{len(links) + 1}")
        return runs.hyperlink(identifier, piece.text, runs.run(piece.text, runs.character_style("Hyperlink") + language))
    look = "StrongEmphasis" if piece.bold and piece.italic else "Strong" if piece.bold else "Emphasis" if piece.italic else ""
    return runs.run(piece.text, (runs.character_style(look) if look else "") + language)


def _properties(context: Context) -> bytes:
    return properties.core(
        title=f"{context['titel']} – {context['undertitel']}",
        subject=context["år"],
        creator=context["organisation"],
        language="sv-SE",
        when=context["beslut"] or f"{context['år']}-01-01",
    )


def _raise_with_place(error: Exception, patched: str) -> NoReturn:
    """Turn Jinja's complaint into a sentence: the tag, the text around it and the heading above."""
    lines = patched.split("\n")
    number = min(line_of(error), len(lines)) - 1
    shown, tags = _plain(lines[number]), _TAGS.findall(lines[number])
    heading = next(
        (_plain(line) for line in reversed(lines[:number]) if re.search(r'<w:pStyle w:val="(Heading|Rubrik)', line)), ""
    )
    below = f" under rubriken ”{heading}”" if heading else ""
    why, name = reason(error)
    tag = next((tag for tag in tags if name in tag), "okänd")
    raise UnusableTemplateError(
        f"Mallen kan inte fyllas i{below}: {why} Taggen är {tag}, i stycket ”{shown[:120]}”. Rätta den i Word; namnen står i docs/mall.md."
    ) from error


def _plain(xml: str) -> str:
    """The text of a paragraph, without what follows it on its line."""
    return " ".join(re.sub(r"<[^>]+>", "", xml.partition("</w:p>")[0]).split())
