"""The Word template: which of its parts are filled in, and docxtpl's tags turned into Jinja's. What
`contract` and `render` share.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from lxml import etree
from msgspec import Struct

from generator.ooxml import anchors, canonical, package, tables, w
from generator.ooxml.styles import Styles
from generator.ooxml.text import fields
from generator.ooxml.tidy import tidy
from generator.templating import UnusableTemplateError

DOCUMENT = package.DOCUMENT
LOOKS = {(True, True): "Fet kursiv", (True, False): "Strong", (False, True): "Emphasis"}
"""The name of the character style of prose that is (bold, italic)."""
LINK = "Hyperlink"
MACHINERY = "Mallkod"
"""The style of paragraphs that hold a tag alone and go away with it."""

_STYLES = "word/styles.xml"
_MOST_BYTES = 50_000_000
_MOST_OF_A_PART = 2_000_000
_GET_BACK = "Hämta tillbaka den senaste som fungerade."
_DAMAGED = f"Mallen är ingen Word-fil eller är skadad. {_GET_BACK}"
_UNREADABLE = (*package.DAMAGES, etree.XMLSyntaxError)
_LEFT_OUT = frozenset(
    {
        "thumbnail",
        "extended-properties",
        "custom-properties",
        "classificationlabels",
        "customXml",
        "glossaryDocument",
        "stylesWithEffects",
        "printerSettings",
        "webextensiontaskpanes",
        "origin",
        "people",
        "commentsExtended",
        "commentsIds",
        "commentsExtensible",
    }
)
"""Kinds of parts that say something of the template's file, and nothing of its documents."""


class Prepared(Struct, frozen=True):
    """A template as documents are made with it: its parts, the XML of those that are filled in, and
    how wide its text is in twips (0: not known).
    """

    parts: Mapping[str, bytes]
    filled: Mapping[str, str]
    width: float


@lru_cache(maxsize=4)
def prepared(template: bytes) -> Prepared:
    """What is the same for every document that a template makes. Raises UnusableTemplateError."""
    found = parts(template)
    roots = trees(found)
    return Prepared(found, filled(roots), tables.text_width(roots[DOCUMENT]))


def parts(template: bytes) -> dict[str, bytes]:
    """The parts of a template's package that a document is made of, by their usual names.

    Raises UnusableTemplateError for what is no Word document, or is too large.
    """
    try:
        if package.size(template) > _MOST_BYTES:
            raise UnusableTemplateError(
                "Mallen är för stor för att vara en mall. Ta bort stora bilder ur den."
            )
        found = package.read(template)
        if package.CONTENT_TYPES not in found:
            raise UnusableTemplateError(f"Mallen är inget Word-dokument. {_GET_BACK}")
        if canonical.is_strict(found):
            raise UnusableTemplateError(
                "Mallen är sparad som Strict Open XML-dokument. Öppna den i Word, välj Arkiv, "
                "Spara som och filformatet Word-dokument (*.docx)."
            )
        found = canonical.without(canonical.canonical(found), _LEFT_OUT)
    except UnusableTemplateError:
        raise
    except _UNREADABLE as error:
        raise UnusableTemplateError(_DAMAGED) from error
    if DOCUMENT not in found:
        raise UnusableTemplateError(f"Mallen är inget Word-dokument. {_GET_BACK}")
    return found


def filled(roots: Mapping[str, etree._Element]) -> dict[str, str]:
    """The XML of each part that is filled in, by name: the document, and headers with a brace.

    Of `roots`, those parts lose what a document must not have from them: marks of Word's own work,
    content controls, bookmarks that nothing leads to.
    """
    used = _used(roots)
    made = {}
    for name in filter(package.is_shown, roots):
        if name == DOCUMENT or "{" in "".join(map(str, roots[name].itertext())):
            tidy(roots[name])
            tables.loosen(roots[name], "{%tc ")
            anchors.remove(roots[name], lambda bookmark: bookmark not in used)
            made[name] = etree.tostring(roots[name], encoding="unicode")
    return made


def _used(roots: Mapping[str, etree._Element]) -> set[str]:
    """The words of all fields and links: among them the bookmarks that something leads to."""
    words = [code for root in roots.values() for _, code in fields(root)]
    links = (link for root in roots.values() for link in root.iter(w("hyperlink")))
    words += [link.get(w("anchor"), "") for link in links]
    return {word for text in words for word in re.findall(r"\w+", text)}


def fonts(docx: bytes) -> set[str]:
    """The fonts that a document's styles name."""
    shown = [
        style
        for style in etree.fromstring(package.read(docx)[_STYLES])
        if style.get(w("styleId")) != MACHINERY
    ]
    return {font.get(w("ascii"), "") for style in shown for font in style.iter(w("rFonts"))} - {""}


def trees(found: Mapping[str, bytes]) -> dict[str, etree._Element]:
    """The tree of each part with XML of Word's own, by name. Raises UnusableTemplateError."""
    if max(len(found[name]) for name in filter(package.is_shown, found)) > _MOST_OF_A_PART:
        raise UnusableTemplateError(
            "Mallen är för stor för att vara en mall. Den ska bara ha taggar och korta texter."
        )
    of_xml = sorted(name for name in found if name.endswith((".xml", ".rels")))
    proven = {name: _tree(found[name]) for name in of_xml}
    return {name: root for name, root in proven.items() if root.tag.startswith(w(""))}


def styles(found: Mapping[str, bytes]) -> Styles:
    """The styles among a template's parts. Raises UnusableTemplateError."""
    return Styles(_tree(found.get(_STYLES, b"<none/>")))


def _tree(content: bytes) -> etree._Element:
    try:
        root = package.tree(content)
    except etree.XMLSyntaxError as error:
        raise UnusableTemplateError(f"Mallen är skadad. {_GET_BACK}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnusableTemplateError(
            f"Mallen har egna definitioner (DTD), som Word aldrig skriver. {_GET_BACK}"
        )
    return root


def as_jinja(xml: str) -> str:
    """Some of a part's XML as a Jinja template: docxtpl joins tags that Word has split, and takes
    p, tr and r away with what holds them.
    """
    # It takes longer to load than a plan takes to check, and is asked only of a template that is
    # new.
    from docxtpl import DocxTemplate

    patched: str = DocxTemplate.patch_xml(None, xml)
    return patched
