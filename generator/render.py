"""Template bytes + Context -> docx bytes. The template's tags are docxtpl's; the bytes depend on the input alone.

docxtpl's own `render` rewrites `{_{` and line breaks in the data and passes through python-docx twice; here its reading of the
tags (`patch_xml`) is used on the parts of the package directly, so that what was typed is what is shown.
"""

from itertools import groupby
from typing import Any

from jinja2 import BytecodeCache, DictLoader
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from generator import template as word
from generator.context import Context, Heading, Inline, Piece, Text
from generator.ooxml import anchors, package, properties, runs
from generator.ooxml.styles import Styles
from generator.template import DOCUMENT, LINK, LOOKS
from generator.templating import COMPLAINTS, UnusableTemplateError, environment

_LANGUAGES = {"en": "en-GB"}


def render(template: bytes, context: Context, cache: BytecodeCache | None = None) -> bytes:
    """Fill the template; `cache` spares compiling a template that was compiled before. Raises UnusableTemplateError for a template that is damaged or asks for what the Context lacks."""
    parts = word.parts(template)
    links: dict[str, str] = {}
    styles = word.styles(parts)
    filling = environment(lambda value: _finalize(value, links, styles), cache)
    for name, xml in word.filled(parts).items():
        parts[name] = _fill(name, xml, context, filling)
    package.add_hyperlinks(parts, DOCUMENT, {identifier: address for address, identifier in links.items()})
    parts[properties.PART] = _properties(context)
    return package.write(parts)


def _fill(name: str, xml: str, context: Context, filling: SandboxedEnvironment) -> bytes:
    """One part with its tags filled in."""
    filling.loader = DictLoader({name: word.as_jinja(xml)})
    try:
        root = etree.fromstring(filling.get_template(name).render(context).encode())
    except COMPLAINTS as error:
        raise UnusableTemplateError(
            "Mallen kan inte fyllas i, fast make template-check inte ser något fel i den. "
            "Ta tillbaka din senaste ändring i Word, eller jämför med docs/mall.md."
        ) from error
    anchors.place(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _finalize(value: Any, links: dict[str, str], styles: Styles) -> Any:
    """What Jinja prints for a value: runs for prose; a text marked where it is referred to or open; else the value."""
    if isinstance(value, Inline):
        by_address = groupby(value.pieces, lambda piece: piece.link)
        return Markup("".join(_stretch(list(pieces), links, styles) for _, pieces in by_address))
    printed = anchors.highlighted(value) if isinstance(value, Text) and value.open else value
    if isinstance(value, Heading) and value.bookmark:
        return anchors.mark(value.bookmark, printed)
    return printed


def _stretch(pieces: list[Piece], links: dict[str, str], styles: Styles) -> str:
    """Pieces that lead to the same address, as one link, or that lead nowhere."""
    content, address = "".join(_piece(piece, styles) for piece in pieces), pieces[0].link
    if not address:
        return content
    identifier = links.setdefault(address, f"rIdLink{len(links) + 1}")
    return runs.hyperlink(identifier, "".join(piece.text for piece in pieces), content)


def _piece(piece: Piece, styles: Styles) -> str:
    if piece.page_of:
        return runs.page_reference(piece.page_of, piece.text)
    look = LINK if piece.link else LOOKS.get((piece.bold, piece.italic), "")
    properties = (
        runs.character_style(styles.id_of(look)) if look else "",
        runs.HIGHLIGHT if piece.text.open else "",
        runs.language(_LANGUAGES[piece.language]) if piece.language else "",
    )
    return runs.run(piece.text, "".join(properties))


def _properties(context: Context) -> bytes:
    return properties.core(
        title=f"{'UTKAST: ' if context['utkast'] else ''}{context['titel']} – {context['undertitel']}",
        subject=context["år"],
        creator=context["organisation"],
        language="sv-SE",
        when=context["beslut"] or f"{context['år']}-01-01",
    )
