"""A plan in a window: what is to be done, the file, and the page, side by side."""

import asyncio
import json
from collections.abc import Callable, Iterator
from typing import Any

from nicegui import events, run, ui

from generator import files, outputs, report
from generator.findings import Finding, Mark, has_errors
from generator.outputs.output import Output, Request, named_files
from generator.report import placed
from generator.values import OpenPlace
from generator.workbench.column import Column
from generator.workbench.comparing import Comparing
from generator.workbench.desk import ANOTHER, SAVED, Desk, first_changed
from generator.workbench.dialogs import made, opened, show_lines
from generator.workbench.filling import Filling
from generator.workbench.keys import finding_of, places_of
from generator.workbench.todo import CLASSES, DIFFERENCE, OURS, REPAIR, THEIRS, Todo
from generator.workbench.worded import advised, worded

_WAIT = 0.01
"""Seconds from a key until what has been typed is judged; other keys may come meanwhile."""


_SECONDS_OF_A_STEP = 3
"""How long it is told what was taken back."""


class Window:
    """One window on a plan, opened at a line of its file, or at 0. It shows what its desk has, and
    hands on what is done in it.
    """

    def __init__(self, desk: Desk, year: str, line: int) -> None:
        self._desk, self._year = desk, year
        self._client = ui.context.client
        self._comparing = Comparing(desk, year, self._judge)
        self._typed_text: str | None = None
        self._given = desk.shown
        """What the editor was last given, or had when it was judged."""
        self._is_form = True
        self._head()
        with ui.element("main").classes("delat"):
            with ui.element("section").classes("spalt att-göra").props('aria-label="Att göra"'):
                ui.element("nav").classes("översikt").props('aria-label="Kapitel"')
                ui.element("div").classes("saker")
            with ui.element("section").classes("spalt mitten").props('aria-label="Planen"'):
                self._middle()
            with ui.element("section").classes("page").props('aria-label="Sidan"'):
                self._column = Column(year)
        self._to_form()
        self._show()
        ui.on("visa", lambda event: self._reveal(int(event.args)))
        ui.on("åt", lambda event: self._asked(str(event.args)))
        ui.on("rad", lambda event: self._come_to(int(event.args)))
        self._mark()
        desk.told.append(self._changed)
        self._client.on_delete(lambda: self._gone())
        ui.timer(0.3, lambda: self._settle(line), once=True)
        ui.timer(2.0, self._look)

    def _middle(self) -> None:
        """The two ways to write: the form, and the file."""
        with ui.element("div").classes("flikar").props('role="group" aria-label="Skriv i"'):
            self._tabs = [
                ui.html(words, tag="button", sanitize=False).on("click", show)
                for words, show in (("Formulär", self._to_form), ("Fil", self._to_file))
            ]
        with ui.element("div").classes("blad") as self._form:
            self._filling = Filling(self._desk, self._follow)
        with ui.element("div").classes("fil") as self._file:
            self._editor = ui.codemirror(
                self._desk.shown,
                language="YAML",
                theme="vscodeLight",
                line_wrapping=True,
                indent="  ",
            ).on_value_change(self._typed)
            self._editor.map_key("Mod-s", lambda _: self._save())

    def _to_form(self) -> None:
        self._show_form(is_form=True)
        self._filling.open(self._filling.at)

    def _to_file(self) -> None:
        self._show_form(is_form=False)
        self._filling.hide()
        self._reveal(self._desk.built.source.locate(self._filling.at).line)

    def _show_form(self, *, is_form: bool) -> None:
        self._judge()
        self._is_form = is_form
        for tab, is_pressed in zip(self._tabs, (is_form, not is_form), strict=True):
            tab.props(f'aria-pressed="{str(is_pressed).lower()}"')
        hidden, shown = (self._file, self._form) if is_form else (self._form, self._file)
        hidden.classes(add="gömd")
        shown.classes(remove="gömd")

    async def _settle(self, line: int) -> None:
        """Go to the line; name the editor for those who hear it, and colour it as the system is
        coloured.
        """
        if line:
            self._reveal(line)
        ui.run_javascript(f"plan.hjälp({self._editor.id}, {json.dumps(self._year)})")
        if await ui.run_javascript("plan.namnge()", timeout=10):
            self._editor.set_theme("vscodeDark")

    def _gone(self) -> None:
        if self._changed in self._desk.told:
            self._desk.told.remove(self._changed)

    def _head(self) -> None:
        with ui.element("header").classes("huvud"):
            ui.link("Alla år", "/")
            with ui.element("h1"):
                ui.label(f"Planen för {self._year}")
            self._state = ui.label().classes("läge").props('role="status"')
            ui.element("div").classes("rum")
            self._back = ui.button("Ångra", on_click=self._undo).props("flat no-caps icon=undo")
            self._forth = ui.button("Gör om", on_click=self._redo).props("flat no-caps icon=redo")
            ui.button("Granskning", on_click=self._review).props("flat no-caps icon=rate_review")
            ui.button("Jämför", on_click=self._comparing.choose).props(
                "flat no-caps icon=difference"
            )
            ui.link("Handboken", "/handbok/handbok", new_tab=True)
            with ui.button("Gör").props("no-caps outline icon-right=expand_more"), ui.menu():
                for output in outputs.OUTPUTS:
                    ui.menu_item(output.called, lambda o=output: self._make(o))

    def _typed(self, event: events.ValueChangeEventArguments[str]) -> None:
        is_waiting = self._typed_text is not None
        self._typed_text = event.value or ""
        if not is_waiting:
            asyncio.get_running_loop().call_later(_WAIT, self._judge)

    def _judge(self) -> None:
        """Let the desk have what has been typed since it was last told."""
        typed, self._typed_text = self._typed_text, None
        if typed is None:
            return
        with self._client:
            base, self._given = self._given, typed
            self._desk.edit(typed, self, base)
            if self._desk.shown != typed:
                self._give()

    def _give(self) -> None:
        """Let the editor show what the desk has."""
        self._given = self._desk.shown
        self._editor.set_value(self._given)

    def _undo(self) -> None:
        self._step(self._desk.undo, "Ångrat")

    def _redo(self) -> None:
        self._step(self._desk.redo, "Gjort om")

    def _step(self, step: Callable[[], bool], what: str) -> None:
        """Take a step back or forth, and show where: it may be far from what is seen."""
        self._judge()
        before = self._desk.shown
        if step():
            line, words = first_changed(before, self._desk.shown)
            self._reveal(line)
            ui.notify(f"{what}: rad {line}, ”{words}”", timeout=_SECONDS_OF_A_STEP * 1000)

    def _save(self) -> None:
        self._judge()
        self._desk.save()
        self._tell_state()

    def _changed(self, by: object) -> None:
        """Show what the desk has now; the editor that it was typed in has it already, and one that
        is being typed in is given it when that is judged.
        """
        # Another window may be the one that tells; what is shown is shown in this one.
        with self._client:
            if by is SAVED and not self._desk.problem:
                self._tell_state()
                return
            if by is ANOTHER:
                ui.notify("Filen ändrades av ett annat program. Här visas det som står där nu.")
            if by is not self and self._typed_text is None:
                self._give()
            self._mark()
            self._show()
            self._column.show()

    def _look(self) -> None:
        """See whether another program has saved the file, once what was typed here is judged."""
        self._judge()
        if self._desk.is_open_elsewhere and not self._desk.problem:
            if self._desk.is_saved:
                self._desk.take_theirs()
            else:
                self._desk.save()
                self._changed(None)

    def _mark(self) -> None:
        """Draw what is told under its words, and what is left to do."""
        built = self._desk.built
        marks: list[dict[str, Any]] = []
        tips: dict[int, str] = {}
        for mark, finding in placed(built.findings, built.source):
            if finding.where:
                continue
            marks += self._drawn(mark, CLASSES[finding.severity])
            tips[mark.line] = advised(finding)
        for place in built.plan.open_places if built.plan else ():
            if place.comment is not None:
                marks += self._drawn(place.comment, "kvar")
        # Not as properties: with those the editor would be given the text of a moment ago anew, and
        # lose what is being typed.
        self._editor.run_method("setDecorations", marks)
        self._editor.run_method("setLineTooltips", tips)
        self._tell_state()

    def _drawn(self, mark: Mark, name: str) -> Iterator[dict[str, Any]]:
        start, end = self._desk.shown_at(mark.start), self._desk.shown_at(mark.end)
        if end > start:
            yield {"kind": "mark", "from": start, "to": end, "class": f"cm-{name}"}

    def _tell_state(self) -> None:
        desk = self._desk
        self._back.set_enabled(desk.can_undo)
        self._forth.set_enabled(desk.can_redo)
        saved = desk.problem or ("Sparad" if desk.is_saved else "Sparar …")
        self._state.set_text(f"{report.summary(desk.built.findings)} · {saved}")
        self._state.classes(add="fel" if desk.problem else "", remove="" if desk.problem else "fel")

    def _show(self) -> None:
        """Show the headings, the form, and what is to be done."""
        self._filling.show()
        todo = Todo(self._desk.built, self._filling.sections, self._desk.problem)
        ui.run_javascript(f"plan.attGöra({json.dumps(todo.html())})")

    def _asked(self, asked: str) -> None:
        """Do what a button of the list asks for; what is gone meanwhile is done already."""
        self._judge()
        acts = {DIFFERENCE: self._difference, THEIRS: self._desk.take_theirs, OURS: self._keep}
        what, _, keys = asked.partition(":")
        if asked in acts:
            acts[asked]()
        elif f"{what}:" == REPAIR:
            if finding := finding_of(keys, self._desk.built):
                self._repair(finding)
        elif places := places_of(keys.split(","), self._desk.built):
            self._confirm(places)

    def _come_to(self, line: int) -> None:
        """Go to what stands on a line of the file, where it is being written."""
        if self._is_form:
            self._filling.open_line(line)
        else:
            self._editor.reveal_line(line)

    def _reveal(self, line: int) -> None:
        """Go to what stands on a line, and show where the page has it."""
        self._come_to(line)
        self._point(line)

    def _follow(self, line: int) -> None:
        """Show what is chosen among the chapters, or worked on in the form; 0 is the title page."""
        if not self._is_form:
            self._editor.reveal_line(max(line, 1))
        self._point(line)

    def _point(self, line: int) -> None:
        """Show where the page has what stands on a line."""
        ui.run_javascript(f"plan.visaRad({line})")

    def _repair(self, finding: Finding) -> None:
        self._judge()
        if not self._desk.repair(finding):
            ui.notify("Rättningen skulle göra ett annat fel. Rätta för hand.")

    def _confirm(self, places: list[OpenPlace]) -> None:
        self._judge()
        if not self._desk.confirm(places):
            ui.notify("Anteckningen går inte att ta bort säkert. Ta bort den för hand.")

    def _keep(self) -> None:
        self._desk.keep_ours()
        self._changed(self)

    def _difference(self) -> None:
        """Show what the other program's file has that this text has not."""
        try:
            theirs = self._desk.read_as_text(self._desk.path)
        except files.FileError as problem:
            ui.notify(worded(problem))
            return
        with opened("Skillnaden"):
            show_lines(theirs, self._desk.text, f"{self._year}.yaml")

    def _review(self) -> None:
        self._judge()
        ui.navigate.to(f"/granskning/{self._year}")

    async def _make(self, output: Output) -> None:
        """Make one format of the plan, and say where it lies."""
        self._judge()
        if has_errors(self._desk.built.findings):
            ui.notify(f"{output.otherwise} Rätta felen först.")
            return
        note = ui.notification("Gör …", spinner=True, timeout=None)
        try:
            path = self._desk.path
            request = Request(path, self._desk.text.encode(), beside=outputs.lying(None))
            done = await run.io_bound(output.make, request)
            named = named_files(done, output, None) if done and done.contents else {}
            files.write_all(named)
            if named:
                made(path for path in named if path.suffix != ".json")
            else:
                ui.notify(output.otherwise)
        except files.FileError as problem:
            ui.notify(worded(problem))
        finally:
            note.dismiss()
