"""The Word document, and beside it the table of where its values stand in the plan."""

from generator.outputs.output import PLACES, Made, Output, Request, document


def _make(request: Request) -> Made:
    built = document(request)
    if built.docx is None or built.places is None:
        return Made(built)
    return Made(built, {"docx": built.docx, PLACES: built.places})


OUTPUT = Output(
    called="Word-dokument",
    command="plan",
    suffix="docx",
    help="kontrollera planen och gör Word-dokumentet i build/; MALL= väljer en annan mall",
    kind="Dokumentet är en Word-fil",
    otherwise="Inget dokument gjordes.",
    make=_make,
    options=("output", "template"),
    linked="Word",
)
