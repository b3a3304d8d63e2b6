"""A Word document from elsewhere, read with bounds: no zip bomb, no macro, no entity, nothing fetched."""

import lzma
import zipfile
import zlib
from io import BytesIO

from lxml import etree

from generator.ooxml import canonical, package

_NEEDED = (package.DOCUMENT, "word/styles.xml", package.CONTENT_TYPES, "_rels/.rels", package.relationships_of(package.DOCUMENT))
_NO_DOCUMENT = "är inget Word-dokument (.docx). Be granskaren spara det som Word-dokument."
_DAMAGED = "är ingen Word-fil, eller är skadad. Be granskaren skicka den igen."
_MOST_PARTS = 2_000
_MOST_BYTES = 60_000_000
_MOST_OF_XML = 5_000_000


class UnusableDocumentError(Exception):
    """The file cannot be read as a Word document; the message is the end of a Swedish sentence that begins with the file's name."""


def read(data: bytes) -> dict[str, bytes]:
    """The parts of a document. Raises UnusableDocumentError."""
    if data.startswith(b"%PDF"):
        raise UnusableDocumentError("är en PDF-fil. Be granskaren skicka Word-filen.")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnusableDocumentError("är en gammal eller lösenordsskyddad Word-fil. Spara den som .docx utan lösenord.")
    try:
        parts = _parts(data)
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
        LookupError,
    ) as error:
        raise UnusableDocumentError(_DAMAGED) from error
    if package.CONTENT_TYPES not in parts or package.relationships_of("") not in parts:
        raise UnusableDocumentError(_NO_DOCUMENT)
    if any(name.lower().endswith("vbaproject.bin") for name in parts) or b"macroEnabled" in parts[package.CONTENT_TYPES]:
        raise UnusableDocumentError(
            "innehåller makron, alltså program, och öppnas inte. Be granskaren spara den som vanlig .docx."
        )
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            _proven(name, content)
    if canonical.is_strict(parts):
        raise UnusableDocumentError(
            "är sparad som Strict Open XML-dokument. Öppna den i Word, välj Arkiv, Spara som och filformatet Word-dokument (*.docx)."
        )
    try:
        parts = canonical.canonical(parts)
    except (ValueError, KeyError, etree.XMLSyntaxError) as error:
        raise UnusableDocumentError(_DAMAGED) from error
    if any(name not in parts for name in _NEEDED):
        raise UnusableDocumentError(_NO_DOCUMENT)
    return parts


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
        raise UnusableDocumentError(f"är skadad ({name} går inte att läsa). Be granskaren skicka den igen.") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnusableDocumentError("innehåller egna definitioner (DTD), som en Word-fil aldrig har, och öppnas inte.")
