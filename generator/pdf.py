"""A PDF as LibreOffice exports it -> the PDF to publish: PDF/A-2a and PDF/UA-1 together, the same
bytes every time.

The export leaves wrong (LibreOffice 7.4): the tab order's type, painted rules outside the tags,
roles that rename standard ones, notes without a name and links back from them outside the tags,
links without description, the declaration of the PDF/UA property, and the clock in five places.
ISO 19005-2, ISO 14289-1.
"""

import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pikepdf
from lxml import etree
from msgspec import Struct
from pikepdf import Array, ContentStreamInstruction, Dictionary, Name, Operator, Page, Pdf, String

_ROLES = {"/Quote": Name.BlockQuote, "/caption": Name.Caption}
"""Paragraph styles of the template that say more than 'paragraph'."""
_STANDARD = re.compile(
    "/(Document|Part|Art|Sect|Div|BlockQuote|Caption|TOCI?|Index|NonStruct|Private|P|H[1-6]?"
    "|L|LI|Lbl|LBody|Table|TR|TH|TD|THead|TBody|TFoot|Span|Quote|Note|Reference|BibEntry|Code"
    "|Link|Annot|Ruby|R[BTP]|Warichu|W[TP]|Figure|Formula|Form)"
)
"""The standard structure types (ISO 32000-1, 14.8.4)."""
_PAINTS = frozenset(("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "INLINE IMAGE"))
_BEGIN_PATH = ("m", "re")
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XMP = {
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "rdf": _RDF,
}
_PDFUA_SCHEMA = """
<rdf:Description rdf:about="" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
    xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
  <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
      <pdfaProperty:name>part</pdfaProperty:name>
      <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
      <pdfaProperty:category>internal</pdfaProperty:category>
      <pdfaProperty:description>The part of ISO 14289 that is followed</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
  </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""
"""PDF/A asks every property outside its own list to be declared (ISO 19005-2, 6.6.2.3)."""


class UnusableExportError(Exception):
    """The export lacks what an archival PDF needs; the message is a Swedish sentence."""


class Pages(Struct, frozen=True):
    """Laid-out pages: the PDF to publish, bookmark -> page (from 1), and the families of their
    fonts.
    """

    pdf: bytes
    bookmarks: dict[str, int]
    fonts: frozenset[str]


def archival(exported: bytes, dated: date) -> Pages:
    """Mend an exported PDF; `dated` stands wherever the export wrote the clock. Raises
    UnusableExportError.
    """
    target = BytesIO()
    try:
        with Pdf.open(BytesIO(exported)) as pdf:
            bookmarks, fonts = _bookmarks(pdf), frozenset(_fonts(pdf))
            _keep_standard_roles(pdf)
            for page in pdf.pages:
                page.obj.Tabs = Name.S
                _mark_loose_painting(pdf, page)
            _name_notes(pdf)
            _describe_links(pdf)
            _stop_the_clock(pdf, dated)
            pdf.save(
                target,
                deterministic_id=True,
                fix_metadata_version=False,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
            )
    except (AttributeError, KeyError, TypeError, ValueError, pikepdf.PdfError) as error:
        raise UnusableExportError(
            "Den här versionen av LibreOffice ger ingen PDF-fil som går att arkivera. "
            "Version 7.4 eller senare behövs."
        ) from error
    return Pages(target.getvalue(), bookmarks, fonts)


def _bookmarks(pdf: Pdf) -> dict[str, int]:
    numbers = _page_numbers(pdf)
    places = pdf.Root.Dests.items() if "/Dests" in pdf.Root else ()
    return {_unescaped(name): numbers[place[0].objgen] for name, place in places}


def _unescaped(name: str) -> str:
    """LibreOffice writes what is no letter or digit in a name as two hexadecimal digits:
    '/5FRubrik1' is '_Rubrik1'.
    """
    return re.sub(r"^/5F", "_", name)


def _fonts(pdf: Pdf) -> Iterator[str]:
    for page in pdf.pages:
        for _, font in page.obj.Resources.get("/Font", {}).items():
            yield re.sub(
                r"^/(?:[A-Z]{6}\+)?|(?<=\w)-?(?:Bold|Italic|Regular|MT)+$", "", str(font.BaseFont)
            )


def _page_numbers(pdf: Pdf) -> dict[tuple[int, int], int]:
    return {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}


def _keep_standard_roles(pdf: Pdf) -> None:
    """A style named as a standard role must not be mapped to another one: its elements become what
    its style is.
    """
    roles, renamed = pdf.Root.StructTreeRoot.RoleMap, {}
    for name in list(roles.keys()):
        target = _ROLES.get(name, roles[name])
        if _STANDARD.fullmatch(name):
            renamed[name] = target
            del roles[name]
        else:
            roles[name] = target
    for element in _elements(pdf.Root.StructTreeRoot.K):
        if str(element.S) in renamed:
            element.S = renamed[str(element.S)]


def _elements(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Every structure element at and below a node, in reading order."""
    for child in node if isinstance(node, Array) else (node,):
        if isinstance(child, Dictionary) and "/S" in child:
            yield child
            if "/K" in child:
                yield from _elements(child.K)


def _mark_loose_painting(pdf: Pdf, page: Page) -> None:
    """Rules and borders painted outside every tag are decoration, and are marked so (ISO 14289-1,
    7.1).
    """
    written: list[ContentStreamInstruction | pikepdf.ContentStreamInlineImage] = []
    depth, path = 0, None
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        depth += (operator in ("BMC", "BDC")) - (operator == "EMC")
        if depth == 0 and operator in _BEGIN_PATH and path is None:
            path = len(written)
        paints = depth == 0 and operator in _PAINTS
        if paints:
            written.insert(
                len(written) if path is None else path,
                ContentStreamInstruction([Name.Artifact], Operator("BMC")),
            )
        written.append(instruction)
        if paints:
            written.append(ContentStreamInstruction([], Operator("EMC")))
        if paints or operator == "n":
            path = None
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(written))


def _name_notes(pdf: Pdf) -> None:
    """Each note has a name (ISO 14289-1, 7.9), by which it is found (ISO 32000-1, 14.7.2)."""
    tree = pdf.Root.StructTreeRoot
    notes = [element for element in _elements(tree.K) if Name.Note == element.S]
    names = Array()
    for number, note in enumerate(notes, 1):
        note.ID = String(f"fotnot-{number:05}")
        names.extend([note.ID, note])
    if notes:
        tree.IDTree = pdf.make_indirect(Dictionary(Names=names))


def _without_links_back(page: Page) -> set[int]:
    """Take away the links from notes back to the text, which the export leaves outside the tags
    (ISO 14289-1, 7.18.5); how high on the page each note begins, in points.
    """
    links = list(page.obj.get("/Annots", ()))
    back = [link for link in links if "/Dest" in link and "/StructParent" not in link]
    if back:
        page.obj.Annots = Array([link for link in links if link not in back])
    return {round(link.Rect[3]) for link in back}


def _describe_links(pdf: Pdf) -> None:
    """A link without description says where it leads (ISO 14289-1, 7.18.5)."""
    numbers = _page_numbers(pdf)
    notes = {page.obj.objgen: _without_links_back(page) for page in pdf.pages}
    for page in pdf.pages:
        for link in (
            found for found in page.obj.get("/Annots", ()) if found.get("/Subtype") == Name.Link
        ):
            if "/URI" in link.get("/A", {}) and not str(link.get("/Contents", "")).strip():
                link.Contents = String(str(link.A.URI))
            elif "/Dest" in link and round(link.Dest[3]) in notes[link.Dest[0].objgen]:
                link.Contents = String(f"Fotnot {link.get('/Contents', '')}".strip())
            elif "/Dest" in link:
                link.Contents = String(f"Till sidan {numbers[link.Dest[0].objgen]}")


def _stop_the_clock(pdf: Pdf, dated: date) -> None:
    """The given day for every time that the export wrote, and the metadata that PDF/A-2a and
    PDF/UA-1 ask for.
    """
    stamp = f"D:{dated:%Y%m%d}000000Z"
    pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = stamp
    pdf.Root.Metadata = pdf.make_stream(
        _metadata(bytes(pdf.Root.Metadata), dated), Type=Name.Metadata, Subtype=Name.XML
    )
    for intent in pdf.Root.OutputIntents:
        profile = bytearray(bytes(intent.DestOutputProfile))
        profile[24:36] = b"".join(
            part.to_bytes(2, "big") for part in (dated.year, dated.month, dated.day, 0, 0, 0)
        )
        intent.DestOutputProfile.write(bytes(profile))
    if "/Dests" in pdf.Root:
        del pdf.Root.Dests
    for name in ("/ID", "/DocChecksum"):
        if name in pdf.trailer:
            del pdf.trailer[name]


def _metadata(packet: bytes, dated: date) -> bytes:
    """The XMP packet with the given day, conformance A, and the PDF/UA property declared."""
    root = etree.fromstring(packet)
    (descriptions,) = root.iterfind("rdf:RDF", _XMP)
    for element in root.iterfind(".//pdfaid:conformance", _XMP):
        element.text = "A"
    for element in (
        *root.iterfind(".//xmp:CreateDate", _XMP),
        *root.iterfind(".//xmp:ModifyDate", _XMP),
    ):
        element.text = f"{dated}T00:00:00Z"
    if "pdfuaid" not in {
        element.text
        for element in descriptions.iterfind(".//{http://www.aiim.org/pdfa/ns/schema#}prefix")
    }:
        descriptions.append(etree.fromstring(_PDFUA_SCHEMA))
    begin, end = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n',
        '\n<?xpacket end="w"?>',
    )
    return f"{begin}{etree.tostring(root, encoding='unicode')}{end}".encode()
