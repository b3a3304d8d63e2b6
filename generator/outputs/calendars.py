"""Calendar files with the year's days: one with every day, and one for each group."""

from generator import files, swedish
from generator.findings import has_errors
from generator.outputs.output import Made, Output, Request, fetched_by
from generator.pipeline import invite


def _make(request: Request) -> Made:
    with fetched_by("invitations", "kalender", "Kallelserna"):
        from generator.invitations import occasions, undated
    path, raw = request.path, request.raw
    built = invite(
        files.shown(path),
        raw,
        files.read_schema(),
        files.beside(path),
        _made_before,
        files.pictures(path),
    )
    if built.plan is None or has_errors(built.findings):
        return Made(built)
    days = swedish.count(occasions(built.plan), "tillfälle", "tillfällen")
    made = "Inga kallelser gjordes: ingen dag är bestämd."
    if built.invitations:
        first, *others = built.invitations
        made = (
            f"Klart: {files.shown(files.BUILD / first)} och en fil för varje grupp ({len(others)})"
        )
    left_out = undated(built.plan)
    last = (f"  Utan dag, därför inte med: {swedish.listing(left_out)}",) if left_out else ()
    return Made(built, built.invitations, (made, days, *last))


def _made_before(name: str) -> bytes:
    """A file in build/ as it was made before, b"" for none."""
    path = files.BUILD / name
    return files.read(path) if path.is_file() else b""


OUTPUT = Output(
    called="Kalenderfiler",
    command="invitations",
    suffix="ics",
    help="gör kalenderfiler med årets dagar att skicka till deltagarna",
    kind="Kallelserna är kalenderfiler",
    otherwise="Inga kallelser gjordes.",
    make=_make,
    needs="invitations",
    options=(),
    in_folder=True,
    stem="kalendarium",
    linked="Kalenderfil",
)
