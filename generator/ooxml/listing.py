"""A document of a heading, some lines and one table: for what is decided about a plan, not the plan
itself.
"""

from collections.abc import Mapping, Sequence

from lxml import etree

from generator.ooxml import W, package, properties, w

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_WORDS = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SHARED = {
    "styles.xml": ("styles", f"{_WORDS}.styles+xml"),
    "settings.xml": ("settings", f"{_WORDS}.settings+xml"),
    "fontTable.xml": ("fontTable", f"{_WORDS}.fontTable+xml"),
    "numbering.xml": ("numbering", f"{_WORDS}.numbering+xml"),
    "theme/theme1.xml": ("theme", "application/vnd.openxmlformats-officedocument.theme+xml"),
}
"""Parts of a template that the document looks by: their kinds and types."""
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_RELATION = (
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
)
_PAGE = {"w": "16838", "h": "11906", "orient": "landscape"}
_MARGINS = {
    "top": "1134",
    "bottom": "1134",
    "left": "1134",
    "right": "1134",
    "header": "567",
    "footer": "567",
    "gutter": "0",
}


def document(
    template: Mapping[str, bytes],
    title: str,
    lines: Sequence[str],
    headings: Mapping[str, int],
    rows: Sequence[Sequence[str]],
    when: str,
) -> dict[str, bytes]:
    """The parts of the document, in the styles of a template's parts; `headings` are those of the
    table's columns with their widths (twips), `when` an ISO date.
    """
    root = etree.Element(w("document"), nsmap={"w": W})
    body = etree.SubElement(root, w("body"))
    _paragraph(body, title, "Title")
    for line in lines:
        _paragraph(body, line, "")
    _table(body, headings, rows)
    _paragraph(body, "", "")
    section = etree.SubElement(body, w("sectPr"))
    etree.SubElement(section, w("pgSz"), {w(name): value for name, value in _PAGE.items()})
    etree.SubElement(section, w("pgMar"), {w(name): value for name, value in _MARGINS.items()})
    parts = {package.CONTENT_TYPES: _TYPES.encode(), package.DOCUMENT: package.written(root)}
    parts[properties.PART] = properties.core(
        title=title, subject="", creator="", language="sv-SE", when=when
    )
    package.declare(parts, package.DOCUMENT, _MAIN)
    package.declare(parts, properties.PART, _CORE)
    package.relate(parts, "", "officeDocument", package.DOCUMENT, "rId1")
    package.relate_as(parts, "", _CORE_RELATION, properties.PART, "rId2")
    for number, (name, (kind, content_type)) in enumerate(_SHARED.items(), 1):
        if f"word/{name}" in template:
            parts[f"word/{name}"] = template[f"word/{name}"]
            package.declare(parts, f"word/{name}", content_type)
            package.relate(parts, package.DOCUMENT, kind, name, f"rId{number}")
    return parts


def _paragraph(around: etree._Element, text: str, style: str) -> None:
    paragraph = etree.SubElement(around, w("p"))
    if style:
        kind = etree.SubElement(paragraph, w("pPr"))
        etree.SubElement(kind, w("pStyle"), {w("val"): style})
    if text:
        run = etree.SubElement(paragraph, w("r"))
        etree.SubElement(run, w("t"), {_SPACE: "preserve"}).text = text


def _table(
    body: etree._Element, headings: Mapping[str, int], rows: Sequence[Sequence[str]]
) -> None:
    table = etree.SubElement(body, w("tbl"))
    kind = etree.SubElement(table, w("tblPr"))
    etree.SubElement(kind, w("tblStyle"), {w("val"): "Plantabell"})
    etree.SubElement(kind, w("tblW"), {w("w"): str(sum(headings.values())), w("type"): "dxa"})
    etree.SubElement(kind, w("tblLayout"), {w("type"): "fixed"})
    look = {
        "val": "0420",
        "firstRow": "1",
        "lastRow": "0",
        "firstColumn": "0",
        "lastColumn": "0",
        "noHBand": "0",
        "noVBand": "1",
    }
    etree.SubElement(kind, w("tblLook"), {w(name): value for name, value in look.items()})
    grid = etree.SubElement(table, w("tblGrid"))
    for width in headings.values():
        etree.SubElement(grid, w("gridCol"), {w("w"): str(width)})
    widths = [*headings.values()]
    _row(table, [*headings], widths, is_head=True)
    for row in rows:
        _row(table, row, widths, is_head=False)


def _row(
    table: etree._Element, texts: Sequence[str], widths: Sequence[int], *, is_head: bool
) -> None:
    row = etree.SubElement(table, w("tr"))
    kind = etree.SubElement(row, w("trPr"))
    etree.SubElement(kind, w("cantSplit"))
    if is_head:
        etree.SubElement(kind, w("tblHeader"))
    for text, width in zip(texts, widths, strict=True):
        cell = etree.SubElement(row, w("tc"))
        of_cell = etree.SubElement(cell, w("tcPr"))
        etree.SubElement(of_cell, w("tcW"), {w("w"): str(width), w("type"): "dxa"})
        _paragraph(cell, text, "Tabellhuvud" if is_head else "Tabellprosa")
