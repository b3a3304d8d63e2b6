"""A Word document from elsewhere, read with bounds: no zip bomb, no macro, no entity, nothing
fetched.
"""

import zipfile
from collections.abc import Mapping
from io import BytesIO

from lxml import etree

from generator.ooxml import canonical, package

_NEEDED = (
    package.DOCUMENT,
    "word/styles.xml",
    package.CONTENT_TYPES,
    "_rels/.rels",
    package.relationships_of(package.DOCUMENT),
)
_NO_DOCUMENT = "är inget Word-dokument (.docx). Be granskaren spara det som Word-dokument."
_DAMAGED = "är ingen Word-fil, eller är skadad. Be granskaren skicka den igen."
_SAVE = "Öppna den i Word och spara den som Word-dokument (.docx)."
_START = 2_000
_MOST_PARTS = 2_000
_MOST_BYTES = 60_000_000
_MOST_OF_XML = 5_000_000


class UnusableDocumentError(Exception):
    """The file cannot be read as a Word document; the message is the end of a Swedish sentence that
    begins with the file's name.
    """


def read(data: bytes) -> dict[str, bytes]:
    """The parts of a document. Raises UnusableDocumentError."""
    _refuse_other_files(data)
    try:
        parts = _parts(data)
    except package.DAMAGES as error:
        raise UnusableDocumentError(_DAMAGED) from error
    _refuse_other_archives(parts)
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            _proven(name, content)
    if canonical.is_strict(parts):
        raise UnusableDocumentError(
            "är sparad som Strict Open XML-dokument. Öppna den i Word, välj Arkiv, Spara som och "
            "filformatet Word-dokument (*.docx)."
        )
    try:
        parts = canonical.canonical(parts)
    except (ValueError, KeyError, etree.XMLSyntaxError) as error:
        raise UnusableDocumentError(_DAMAGED) from error
    if any(name not in parts for name in _NEEDED):
        raise UnusableDocumentError(_NO_DOCUMENT)
    return parts


def _refuse_other_files(data: bytes) -> None:
    """Refuse what by its first bytes is no zip file."""
    if data.startswith(b"%PDF"):
        raise UnusableDocumentError("är en PDF-fil. Be granskaren skicka Word-filen.")
    if what := _other_format(data):
        raise UnusableDocumentError(f"är {what}. {_SAVE}")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnusableDocumentError(
            "är en gammal (.doc) eller lösenordsskyddad Word-fil. "
            "Öppna den i Word och spara den som Word-dokument (.docx) utan lösenord."
        )


def _refuse_other_archives(parts: Mapping[str, bytes]) -> None:
    """Refuse a zip file that by its parts is no document of Word's without programs."""
    if parts.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument"):
        raise UnusableDocumentError(f"är ett OpenDocument (.odt). {_SAVE}")
    inner = [name for name in parts if name.lower().endswith((".docx", ".doc", ".odt", ".pdf"))]
    if inner and package.CONTENT_TYPES not in parts:
        raise UnusableDocumentError(
            f"är ett zip-arkiv med {_documents(len(inner))} i. "
            "Packa upp det, och ange filerna som ligger i det."
        )
    if package.CONTENT_TYPES not in parts or package.relationships_of("") not in parts:
        raise UnusableDocumentError(_NO_DOCUMENT)
    has_programs = any(name.lower().endswith("vbaproject.bin") for name in parts)
    if has_programs or b"macroEnabled" in parts[package.CONTENT_TYPES]:
        raise UnusableDocumentError(
            "innehåller makron, alltså program, och öppnas inte. "
            "Be granskaren spara den som vanlig .docx."
        )


def _other_format(data: bytes) -> str:
    """What a file is that is no zip, but that Word can open; '' where it is something else."""
    marks = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
    encoding = marks.get(data[:2], "latin-1")
    start = (
        data[:_START].decode(encoding, "ignore").lstrip("\ufeff\u00ef\u00bb\u00bf \t\r\n").lower()
    )
    if start.startswith("{\\rtf"):
        return "en RTF-fil"
    if "<pkg:package" in start or "<w:worddocument" in start or "/2006/xmlpackage" in start:
        return "ett Word-dokument sparat som XML"
    if start.startswith(("<!doctype html", "<html", "mime-version:")) or "<html" in start:
        return "en webbsida (HTML)"
    if "opendocument" in start and start.startswith("<?xml"):
        return "ett OpenDocument (.fodt)"
    return ""


def _documents(number: int) -> str:
    return "ett dokument" if number == 1 else f"{number} dokument"


def _parts(data: bytes) -> dict[str, bytes]:
    """Each part, read no further than the bounds, whatever the archive says of its sizes."""
    found: dict[str, bytes] = {}
    left = _MOST_BYTES
    with zipfile.ZipFile(BytesIO(data)) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) > _MOST_PARTS:
            raise UnusableDocumentError("har orimligt många delar, och öppnas inte.")
        for entry in entries:
            with archive.open(entry) as file:
                content = file.read(left + 1)
            left -= len(content)
            if left < 0 or (entry.filename.endswith(".xml") and len(content) > _MOST_OF_XML):
                raise UnusableDocumentError("är orimligt stor när den packas upp, och öppnas inte.")
            found[entry.filename] = content
    return found


def _proven(name: str, content: bytes) -> None:
    """Refuse XML that cannot be read, or that declares types or entities of its own."""
    try:
        root = package.tree(content)
    except etree.XMLSyntaxError as error:
        raise UnusableDocumentError(
            f"är skadad ({name} går inte att läsa). Be granskaren skicka den igen."
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnusableDocumentError(
            "innehåller egna definitioner (DTD), som en Word-fil aldrig har, och öppnas inte."
        )
