"""What reviewers answered: each remark as a card, chosen or not, proven and then written."""

import tempfile
from pathlib import Path

from nicegui import events, run, ui

from generator import files
from generator.answers import Received, received
from generator.examined import examined
from generator.report import visible
from generator.review.apply import Applied, apply
from generator.review.feedback import Remark, telling
from generator.workbench.desk import Desk
from generator.workbench.dialogs import opened, show_lines

_MOST_FILES = 20


class Review:
    """The answers to a plan in a window."""

    def __init__(self, desk: Desk, year: str) -> None:
        self._desk, self._year = desk, year
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._paths: list[Path] = []
        self._found: Received | None = None
        self._chosen: set[int] = set()
        ui.context.client.on_delete(self._folder.cleanup)
        with ui.element("header").classes("huvud"):
            ui.link(f"Planen för {year}", f"/plan/{year}")
            with ui.element("h1"):
                ui.label(f"Granskning {year}")
        with ui.element("main").classes("år"):
            ui.label("Lägg svaren här: Word-filerna som granskarna skickade tillbaka.")
            # Its own buttons have no names for those who hear them.
            sent = ui.upload(
                multiple=True, auto_upload=True, max_files=_MOST_FILES, on_upload=self._come
            )
            sent.props('accept=".docx"').style("display: none")
            ui.button("Välj filer", on_click=lambda: sent.run_method("pickFiles")).props(
                "no-caps outline icon=attach_file"
            )
            self._cards = ui.refreshable(self._show)
            self._cards()

    async def _come(self, event: events.UploadEventArguments) -> None:
        """Take an answer in; all of them are read together, so that they can be compared."""
        # The name comes from outside: only its last part is used, and only below our folder.
        # Two reviewers may send the same name: each file has a folder of its own.
        own = Path(self._folder.name) / str(len(self._paths) + 1)
        own.mkdir(exist_ok=True)
        path = own / (Path(event.file.name.replace("\\", "/")).name or "svar.docx")
        await event.file.save(path)
        self._paths.append(path)
        try:
            self._found = await run.io_bound(received, self._paths, self._desk.path)
        except files.FileError as problem:
            self._paths.remove(path)
            ui.notify(visible(str(problem)), timeout=0, close_button="Stäng", position="top")
        self._chosen.clear()
        self._cards.refresh()

    def _show(self) -> None:
        if self._found is None:
            return
        remarks = self._found.remarks
        with ui.element("h2"):
            ui.label(telling.count(remarks))
        for sentence in (*self._found.skipped, *self._found.unread):
            ui.label(visible(sentence)).classes("fel")
        for remark in remarks:
            self._card(remark)
        if remarks:
            ui.button("Visa vad som skulle ändras", on_click=self._preview).props("no-caps outline")

    def _card(self, remark: Remark) -> None:
        with ui.element("div").classes("sak"):
            with ui.element("p"):
                ui.label(visible(telling.head(remark)))
            for line in telling.body(remark):
                with ui.element("p").classes("råd"):
                    ui.label(visible(line))
            if remark.conflicts:
                listed = ", ".join(map(str, remark.conflicts))
                ui.label(f"Säger emot nr {listed}.").classes("varning")
            if remark.mark:
                words = "Skriv i planen" if remark.problem else "Visa i planen"
                ui.link(words, f"/plan/{self._year}?rad={remark.mark.line}", new_tab=True)
            if remark.problem:
                ui.label(visible(f"Görs för hand: {remark.problem}.")).classes("läge")
                return
            label = "Ta med som kommentar i filen" if remark.kind == "kommentar" else "För in"
            ui.checkbox(label, on_change=lambda event: self._choose(remark, event.value))

    def _choose(self, remark: Remark, is_chosen: bool | None) -> None:
        if is_chosen:
            self._chosen.add(remark.number)
        else:
            self._chosen.discard(remark.number)

    async def _preview(self) -> None:
        """Make the chosen changes, each proven, and show what would be written."""
        assert self._found is not None
        picked = [one for one in self._found.remarks if one.number in self._chosen]
        clashing = [one.number for one in picked if self._chosen & {*one.conflicts}]
        if clashing:
            ui.notify(f"Nr {', '.join(map(str, clashing))} säger emot varandra. Välj en av dem.")
            return
        made_of = self._desk.text
        done = await run.io_bound(self._applied, picked)
        if done is None:  # the workbench is closing
            return
        with opened("Ändringarna") as dialog:
            show_lines(self._desk.text, done.text, f"{self._year}.yaml")
            for remark, why in done.refused:
                ui.label(visible(f"Görs inte: nr {remark.number}, {why}.")).classes("varning")
            for followed in done.followed:
                ui.label(visible(f"Följer med: {followed}.")).classes("läge")
            with ui.row():
                if done.text != self._desk.text:
                    ui.button("Skriv", on_click=lambda: self._write(done, made_of)).props(
                        "no-caps outline"
                    )
                ui.button("Avbryt", on_click=dialog.close).props("no-caps flat")

    def _applied(self, picked: list[Remark]) -> Applied:
        changes = [one for one in picked if one.kind != "kommentar"]
        carried = [one for one in picked if one.kind == "kommentar"]
        path = self._desk.path
        return apply(self._desk.built, changes, carried, lambda text: examined(path, text.encode()))

    def _write(self, done: Applied, made_of: str) -> None:
        if self._desk.text != made_of:
            ui.notify("Planen har ändrats sedan det här visades. Visa ändringarna en gång till.")
            return
        self._desk.type(done.text)
        ui.navigate.to(f"/plan/{self._year}")
