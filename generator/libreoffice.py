"""LibreOffice as a function: a Word document in, its pages as PDF out. Nothing is left behind, and
no setting of the user's counts.
"""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from generator.files import FileError

_SECONDS = 120
FAILED = "LibreOffice kunde inte göra någon PDF-fil. Pröva att öppna Word-dokumentet i LibreOffice."
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
)
"""Where it lies on systems that do not put it on the path."""
_PDF = {
    "SelectPdfVersion": ("long", "2"),
    "PDFUACompliance": ("boolean", "true"),
    "UseTaggedPDF": ("boolean", "true"),
    "ExportBookmarks": ("boolean", "true"),
    "ExportBookmarksToPDFDestination": ("boolean", "true"),
    "DisplayPDFDocumentTitle": ("boolean", "true"),
    "UseLosslessCompression": ("boolean", "true"),
    "ExportFormFields": ("boolean", "false"),
}
"""Options of the PDF export: PDF/A-2, tagged for PDF/UA, with bookmarks and the title in the
window."""


def lay_out(docx: bytes) -> bytes:
    """The document's pages as PDF to publish, as LibreOffice exports them. Raises FileError if it
    is missing, fails or hangs.
    """
    return _exported(docx, _PDF)


def show_changes(docx: bytes) -> bytes:
    """The document's pages as PDF with tracked changes marked and comments in the margin. Raises
    FileError likewise.
    """
    return _exported(docx, {"ExportNotesInMargin": ("boolean", "true")})


def _exported(docx: bytes, settings: Mapping[str, tuple[str, str]]) -> bytes:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "plan.docx").write_bytes(docx)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [
            program(),
            profile,
            "--headless",
            "--norestore",
            "--convert-to",
            export(settings),
        ]
        try:
            subprocess.run(
                [*command, "--outdir", name, str(folder / "plan.docx")],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_SECONDS,
                check=True,
            )
            return (folder / "plan.pdf").read_bytes()
        except subprocess.TimeoutExpired as error:
            raise FileError(
                f"LibreOffice svarade inte på {_SECONDS} sekunder. "
                "Stäng andra program och försök igen."
            ) from error
        except (OSError, subprocess.CalledProcessError) as error:
            raise FileError(FAILED) from error


def export(settings: Mapping[str, tuple[str, str]]) -> str:
    """The PDF export as --convert-to takes it; `settings` are its options, each a type and a
    value.
    """
    options = {name: {"type": kind, "value": value} for name, (kind, value) in settings.items()}
    return f"pdf:writer_pdf_Export:{json.dumps(options)}"


def is_there() -> bool:
    """True where LibreOffice is on the computer."""
    return _found() is not None


def program() -> str:
    """The path of LibreOffice. Raises FileError if it is missing."""
    found = _found()
    if found is None:
        raise FileError(
            "PDF-filen görs med LibreOffice, som inte finns på datorn. "
            "Installera det från libreoffice.org; på Debian och Ubuntu: "
            "sudo apt install libreoffice-writer hyphen-sv "
            "fonts-crosextra-carlito fonts-crosextra-caladea"
        )
    return found


def _found() -> str | None:
    return next(filter(None, map(shutil.which, ("soffice", "libreoffice", *_PLACES))), None)
