"""The Word template: which of its parts are filled in, and docxtpl's tags turned into Jinja's. What `contract` and `render` share."""

import re
import zipfile
import zlib
from collections.abc import Mapping

from docxtpl import DocxTemplate
from lxml import etree

from generator.ooxml import package, w
from generator.ooxml.styles import Styles
from generator.templating import UnusableTemplateError

DOCUMENT = "word/document.xml"
LOOKS = {(True, True): "Fet kursiv", (True, False): "Strong", (False, True): "Emphasis"}
"""The name of the character style of prose that is (bold, italic)."""
LINK = "Hyperlink"
MACHINERY = "Mallkod"
"""The style of paragraphs that hold a tag alone and go away with it."""

_STYLES = "word/styles.xml"
_MOST_BYTES = 50_000_000
_MOST_OF_A_PART = 2_000_000
_GET_BACK = "Hämta tillbaka den senaste som fungerade."


def parts(template: bytes) -> dict[str, bytes]:
    """The parts of a template's package. Raises UnusableTemplateError for what is no Word document, or is too large."""
    try:
        if package.size(template) > _MOST_BYTES:
            raise UnusableTemplateError("Mallen är för stor för att vara en mall. Ta bort stora bilder ur den.")
        found = package.read(template)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise UnusableTemplateError(f"Mallen är ingen Word-fil eller är skadad. {_GET_BACK}") from error
    if DOCUMENT not in found:
        raise UnusableTemplateError(f"Mallen är inget Word-dokument. {_GET_BACK}")
    return found


def filled(found: Mapping[str, bytes]) -> dict[str, str]:
    """The XML of each part that is filled in, by name: the document, then the headers and footers with a brace. Raises UnusableTemplateError."""
    if max(len(found[name]) for name in found if package.is_shown(name)) > _MOST_OF_A_PART:
        raise UnusableTemplateError("Mallen är för stor för att vara en mall. Den ska bara ha taggar och korta texter.")
    try:
        xml = {name: found[name].decode("utf-8") for name in sorted(filter(package.is_shown, found))}
    except UnicodeDecodeError as error:
        raise UnusableTemplateError(f"Mallen är skadad. {_GET_BACK}") from error
    return {name: re.sub(r"^\ufeff?<\?xml[^>]*\?>\s*", "", text) for name, text in xml.items() if name == DOCUMENT or "{" in text}


def fonts(docx: bytes) -> set[str]:
    """The fonts that a document's styles name."""
    shown = [style for style in etree.fromstring(package.read(docx)[_STYLES]) if style.get(w("styleId")) != MACHINERY]
    return {font.get(w("ascii"), "") for style in shown for font in style.iter(w("rFonts"))} - {""}


def trees(found: Mapping[str, bytes]) -> dict[str, etree._Element]:
    """The tree of each of Word's parts, by name. Raises UnusableTemplateError."""
    return {name: _tree(found[name]) for name in sorted(found) if name.startswith("word/") and name.endswith(".xml")}


def styles(found: Mapping[str, bytes]) -> Styles:
    """The styles among a template's parts. Raises UnusableTemplateError."""
    return Styles(_tree(found.get(_STYLES, b"<none/>")))


def _tree(content: bytes) -> etree._Element:
    try:
        return etree.fromstring(content)
    except etree.XMLSyntaxError as error:
        raise UnusableTemplateError(f"Mallen är skadad. {_GET_BACK}") from error


def as_jinja(xml: str) -> str:
    """Some of a part's XML as a Jinja template: docxtpl joins tags that Word has split, and takes p, tr and r away with what holds them."""
    patched: str = DocxTemplate.patch_xml(None, xml)
    return patched
