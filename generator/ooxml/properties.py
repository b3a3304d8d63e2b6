"""The core properties of a package (ECMA-376 part 2, Dublin Core)."""

from html import escape

PART = "docProps/core.xml"
_FRAME = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<dc:title>{title}</dc:title><dc:creator>{creator}</dc:creator><dc:language>{language}</dc:language>"
    "<dc:subject>{subject}</dc:subject><cp:lastModifiedBy>{creator}</cp:lastModifiedBy>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">{when}T00:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">{when}T00:00:00Z</dcterms:modified></cp:coreProperties>'
)


def core(*, title: str, subject: str, creator: str, language: str, when: str) -> bytes:
    """The core properties part; `when` is an ISO date."""
    values = {"title": title, "subject": subject, "creator": creator, "language": language, "when": when}
    return _FRAME.format(**{key: escape(value, quote=False) for key, value in values.items()}).encode()
