"""The core properties of a package (ECMA-376 part 2, Dublin Core)."""

import re
from html import escape

from generator.ooxml import package

PART = "docProps/core.xml"
CUSTOM = "docProps/custom.xml"
CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
    ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" '
    'name="{name}"><vt:lpwstr>{text}</vt:lpwstr></property></Properties>'
)
_FRAME = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    "<cp:coreProperties "
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<dc:title>{title}</dc:title><dc:creator>{creator}</dc:creator>"
    "<dc:language>{language}</dc:language>"
    "<dc:subject>{subject}</dc:subject>{keywords}<cp:lastModifiedBy>{creator}</cp:lastModifiedBy>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">{when}T00:00:00Z</dcterms:created>'
    "<dcterms:modified "
    'xsi:type="dcterms:W3CDTF">{when}T00:00:00Z</dcterms:modified></cp:coreProperties>'
)


def custom(name: str, text: str) -> bytes:
    """The part of custom properties, with one of text (ECMA-376 part 1, 22.3)."""
    return _CUSTOM.format(name=escape(name), text=escape(text, quote=False)).encode()


def custom_text(content: bytes, name: str) -> str:
    """A custom property of text; '' where there is none. Raises etree.XMLSyntaxError."""
    found = (entry for entry in package.tree(content) if entry.get("name") == name)
    return next(("".join(map(str, entry.itertext())) for entry in found), "")


def modified(content: bytes) -> str:
    """The day on which a document says it was last changed (ISO); '' where it does not."""
    found = re.search(rb"<dcterms:modified[^>]*>(\d{4}-\d\d-\d\d)", content)
    return found[1].decode() if found else ""


def core(
    *, title: str, subject: str, creator: str, language: str, when: str, keywords: str = ""
) -> bytes:
    """The core properties part; `when` is an ISO date."""
    values = {
        "title": title,
        "subject": subject,
        "creator": creator,
        "language": language,
        "when": when,
    }
    words = f"<cp:keywords>{escape(keywords, quote=False)}</cp:keywords>" if keywords else ""
    return _FRAME.format(
        **{key: escape(value, quote=False) for key, value in values.items()}, keywords=words
    ).encode()
