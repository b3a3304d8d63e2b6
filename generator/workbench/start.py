"""The first page: every year, how it stands, and a new year."""

from datetime import date
from pathlib import Path

from nicegui import ui

from generator import files, report, swedish
from generator.examined import draft_of, examined, first_plan
from generator.workbench.dialogs import heading, opened
from generator.workbench.worded import worded


def start_page() -> None:
    """The years in a table, the newest first."""
    with ui.element("main").classes("år"):
        with ui.element("h1").style("font-size: 1.6rem; margin: 0 0 1rem"):
            ui.label("Verksamhetsplaner")
        ui.html(_table(), sanitize=False)
        with ui.element("div").classes("knappar"):
            _beginning()
            ui.button("Annan mapp", on_click=_choose_folder).props("no-caps flat icon=folder_open")
            ui.link("Handboken", "/handbok/handbok", new_tab=True)
        ui.label(f"Planerna ligger i {files.PLANS}").classes("läge")
        for path in files.left_out():
            ui.label(
                f"{report.visible(path.name)} är ingen plan: "
                "en plan heter som sitt år, till exempel 2018.yaml."
            ).classes("läge")


def _beginning() -> None:
    """The button for the next year; for a first plan where there is none."""
    known = [int(year) for year in files.plans()]
    year = max(known) + 1 if known else date.today().year + 1
    words = f"Börja på {year}" if known else f"Gör en första plan, för {year}"
    ui.button(words, on_click=lambda: _new(year) if known else _first(year)).props(
        "no-caps outline"
    )


def _first(year: int) -> None:
    """Write a small plan to go on from."""
    _write(year, first_plan(year))


def _choose_folder() -> None:
    """Ask for the folder that the plans lie in."""
    with opened("Annan mapp") as dialog:
        ui.label("Vilken mapp ligger planerna i? Klistra in sökvägen.")
        path = ui.input("Mapp", value=str(files.PLANS)).style("width: min(34rem, 80vw)")
        with ui.row():
            ui.button("Öppna", on_click=lambda: _open(path.value)).props("no-caps outline")
            ui.button("Avbryt", on_click=dialog.close).props("no-caps flat")


def _open(typed: str) -> None:
    try:
        files.work_in(Path(typed.strip().strip('"')).expanduser())
    except files.FileError as problem:
        ui.notify(worded(problem))
        return
    ui.navigate.to("/")


def _table() -> str:
    from markupsafe import Markup

    row = Markup(
        '<tr><th scope="row"><a '
        'href="/plan/{0}">{0}</a></th><td>{1}</td><td>{2}</td><td>{3}</td><td>{4}</td></tr>'
    )
    rows = [row.format(year, *_told(year)) for year in sorted(files.plans(), reverse=True)]
    head = Markup(
        '<tr><th scope="col">År</th><th scope="col">Läge</th><th scope="col">Kontroll</th>'
        '<th scope="col">Kvar</th><th scope="col">Sparad</th></tr>'
    )
    return Markup("<table><thead>{}</thead><tbody>{}</tbody></table>").format(
        head, Markup("").join(rows)
    )


def _told(year: str) -> tuple[str, str, str, str]:
    """How a year's plan stands: status, findings, places left, when it was saved."""
    path = files.plans()[year]
    try:
        built = examined(path, files.read(path))
    except files.FileError as problem:
        return "", worded(problem), "", ""
    if built.plan is None:
        return "", report.summary(built.findings), "", files.saved_at(path)
    status = "beslutad" if built.plan.decided else "utkast"
    left = len(built.plan.open_places)
    places = swedish.count(left, "ställe", "ställen") if left else "inget"
    told = report.summary(one for one in built.findings if one.code != report.LEFT)
    return status, told, places, files.saved_at(path)


def _new(year: int) -> None:
    """Show what a new year would be, before anything is written."""
    try:
        begun = draft_of(files.plans()[str(year - 1)], year)
    except files.FileError as problem:
        ui.notify(worded(problem))
        return
    with opened(f"Planen för {year}") as dialog:
        ui.label(f"Planen för {year} görs av planen för {year - 1}. Inget är skrivet än.")
        if not begun.last.decided:
            ui.label(
                f"Planen för {year - 1} är ett utkast. Ändras den sedan följer det inte med hit."
            ).classes("varning")
        for called, lines in begun.told.by_heading():
            if lines:
                heading(called)
                with ui.element("ul").style("margin: 0; padding-left: 1.2rem"):
                    for line in lines:
                        with ui.element("li"):
                            ui.label(report.visible(line))
        with ui.row():
            ui.button("Skapa planen", on_click=lambda: _write(year, begun.content)).props(
                "no-caps outline"
            )
            ui.button("Avbryt", on_click=dialog.close).props("no-caps flat")


def _write(year: int, content: bytes) -> None:
    try:
        files.create(files.PLANS / f"{year}.yaml", content)
    except files.FileError as problem:
        ui.notify(worded(problem))
        return
    ui.navigate.to(f"/plan/{year}")
