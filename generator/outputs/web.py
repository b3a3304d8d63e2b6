"""The plan as one web page."""

from generator import files
from generator.outputs.output import Made, Output, Request, named
from generator.pipeline import produce_page


def _make(request: Request) -> Made:
    with named(files.PAGE_TEMPLATE):
        built = produce_page(
            files.shown(request.path),
            request.raw,
            files.read_schema(),
            files.read_page_template(),
            files.beside(request.path),
            files.pictures(request.path),
            request.beside,
        )
    return Made(built, {"html": built.html} if built.html is not None else {})


OUTPUT = Output(
    called="Webbsida",
    command="html",
    suffix="html",
    help="kontrollera planen och gör en webbsida i build/",
    kind="Webbsidan är en HTML-fil",
    otherwise="Ingen webbsida gjordes.",
    make=_make,
)
