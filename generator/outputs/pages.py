"""The pages as a PDF to publish and to archive, with the Word document that they were laid out
from.
"""

from generator import files
from generator.outputs.output import PLACES, Made, Output, Request, document, fetched_by
from generator.pipeline import Build, compare_pages, paginate


def _make(request: Request) -> Made:
    from generator.libreoffice import lay_out

    with fetched_by("pdf", "pdf", "PDF-filen"):
        from generator.pdf import UnusableExportError
    try:
        built = paginate(document(request), lay_out)
    except UnusableExportError as error:
        raise files.FileError(str(error)) from error
    if built.docx is None or built.pdf is None or built.places is None:
        return Made(built)
    return Made(built, {"docx": built.docx, "pdf": built.pdf, PLACES: built.places})


def _stale(checked: Build, made: Build) -> Build:
    return compare_pages(checked, made.lies)


OUTPUT = Output(
    called="PDF att publicera",
    doing="Lägger ut sidorna",
    command="pdf",
    suffix="pdf",
    help=(
        "gör Word-dokumentet och PDF-filen att publicera; "
        "FIX=1 rättar sidnummer; kräver LibreOffice"
    ),
    kind="Sidorna blir en PDF-fil",
    otherwise="Inget dokument gjordes.",
    make=_make,
    needs="pdf",
    options=("output", "template", "fix", "ja"),
    stale=_stale,
    linked="PDF",
)
