"""The form in a window: what is done in it becomes the plan's text, and what the plan becomes is
shown in it.
"""

import json
from collections.abc import Callable
from typing import Any

from nicegui import events, ui

from generator import files
from generator.examined import examined
from generator.findings import Finding, Pointer
from generator.pipeline import Build
from generator.retype import NotTypedError
from generator.workbench.desk import Desk
from generator.workbench.form import Form, contents, month, outline, under
from generator.workbench.keys import finding_of, places_of
from generator.writing import KEY, MORE, Writer

_REFUSED = "Det går inte att göra här utan att något annat ändras. Gör det i filen."
_CONFIRM, _REPAIR, _DAY = "bekräfta:", "rätta:", "dag"


class Filling:
    """The form of one part of the plan. `reveal` is told the line that is worked on."""

    def __init__(self, desk: Desk, reveal: Callable[[int], None]) -> None:
        self._desk, self._reveal = desk, reveal
        self._schema = files.read_schema()
        self._is_shown = False
        self.at: Pointer = ("kapitel", 0)
        self.sections = outline(desk.built)
        self.box = ui.element("div").classes("formulär")
        ui.on("fält", lambda event: self._written(event))
        ui.on("gör", lambda event: self._done(event))
        ui.on("fokus", lambda event: self._focused(_place(event.args)))
        ui.on("öppna", lambda event: self._opened(_place(event.args)))
        ui.on("månad", lambda event: self._month(_place(event.args["plats"]), event.args["månad"]))

    def open(self, at: Pointer) -> None:
        """Show the form of a section, or of the section that a value stands in, and go there."""
        around = under(at, {one.at for one in self.sections})
        self.at, self._is_shown = around, True
        self.show()
        if around != at:
            ui.run_javascript(f"plan.tillFält({json.dumps(list(at))})")

    def open_line(self, line: int) -> None:
        """Go to the value on a line of the file."""
        built = self._desk.built
        ends = [len(one) for one in built.source.text.splitlines(keepends=True)[:line]]
        self.open(built.source.at(max(sum(ends) - 1, 0)))

    def hide(self) -> None:
        """Show it no more: nothing is sent."""
        self._is_shown = False

    def show(self) -> None:
        """Show the plan as it stands."""
        built = self._desk.built
        self.sections = outline(built)
        ui.run_javascript(f"plan.översikt({json.dumps(contents(self.sections, self.at))})")
        if self._is_shown:
            html = Form(self._desk.built, self._schema, self.at).html()
            ui.run_javascript(f"plan.formulär({json.dumps(html)}, {json.dumps(list(self.at))})")

    def _check(self, text: str) -> Build:
        return examined(self._desk.path, text.encode())

    def _writer(self) -> Writer:
        return Writer(self._desk.built, self._schema, self._check)

    def _written(self, event: events.GenericEventArguments) -> None:
        at, typed = _place(event.args["plats"]), str(event.args["värde"])
        if not self._try(lambda: self._writer().write(at, typed)):
            ui.run_javascript(f"plan.vägrad({json.dumps(list(at))})")

    def _done(self, event: events.GenericEventArguments) -> None:
        """Do what a button asks for."""
        at, act = _place(event.args["plats"]), str(event.args["gör"])
        if act.startswith(_CONFIRM):
            self._desk.confirm(places_of([act.removeprefix(_CONFIRM)], self._desk.built))
        elif act.startswith(_REPAIR):
            self._repair(finding_of(act.removeprefix(_REPAIR), self._desk.built))
        elif act == _DAY:
            self._month(at, "")
        elif self._try(lambda: self._writer().act(at, act)) and act.startswith((MORE, KEY)):
            new = at if act == MORE else (*at, act.removeprefix(KEY))
            ui.run_javascript(f"plan.tillNytt({json.dumps(list(new))})")

    def _repair(self, finding: Finding | None) -> None:
        if finding is not None and not self._desk.repair(finding):
            ui.notify("Rättningen skulle göra ett annat fel. Rätta för hand.")

    def _try(self, make: Callable[[], str]) -> bool:
        """Let the plan have a new text; say so where it cannot be made."""
        try:
            text = make()
        except NotTypedError:
            ui.notify(_REFUSED)
            self.show()
            return False
        self._desk.type(text)
        return True

    def _opened(self, at: Pointer) -> None:
        """Go to a section: in the form, or in the file where that is shown."""
        if self._is_shown:
            self.open(at)
        else:
            self.at = under(at, {one.at for one in self.sections})
            self.show()
        self._focused(at)

    def _focused(self, at: Pointer) -> None:
        self._reveal(self._desk.built.source.locate(at).line if at else 0)

    def _month(self, at: Pointer, shown: str) -> None:
        """Show a month to choose a day in."""
        html = month(self._desk.built, self._schema, at, shown)
        ui.run_javascript(f"plan.almanacka({json.dumps(list(at))}, {json.dumps(html)})")


def _place(sent: Any) -> Pointer:
    """A place as the browser sends it; whatever else is no place of any plan."""
    steps = json.loads(sent) if isinstance(sent, str) else []
    is_place = isinstance(steps, list) and all(isinstance(step, str | int) for step in steps)
    return tuple(steps) if is_place else ("",)
