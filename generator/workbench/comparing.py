"""The plan beside another: an earlier year, or a version of its own. What changed, in a dialog or
in Word; a version can be taken back.
"""

from collections.abc import Callable
from itertools import groupby
from pathlib import Path

from msgspec import Struct
from nicegui import run, ui

from generator import files, swedish
from generator.examined import examined
from generator.pipeline import as_now
from generator.plan import Plan
from generator.redlined import NoDocumentError, redlined, side_of
from generator.workbench.desk import Desk
from generator.workbench.dialogs import heading, made, opened
from generator.workbench.templates import templates
from generator.workbench.worded import worded
from generator.years import compare

_UNREAD = "Det går inte att jämföra förrän felen i {} är rättade."
_DENSE = "dense no-caps"


class Other(Struct, frozen=True):
    """What a plan can be compared with: its file, and what it is called in a sentence."""

    path: Path
    called: str
    is_version: bool


class Comparing:
    """Compares the plan of a desk. `judge` takes in what is being typed."""

    def __init__(self, desk: Desk, year: str, judge: Callable[[], None]) -> None:
        self._desk, self._year, self._judge = desk, year, judge

    def choose(self) -> None:
        """Show what there is to compare with."""
        self._judge()
        with opened("Jämför"):
            heading("Jämför med ett annat år")
            others = self._years()
            for other in others:
                self._row(other, f"Planen för {other.path.stem}")
            if not others:
                ui.label("Det finns inget annat år.").classes("läge")
            heading("Tidigare versioner av den här planen")
            kept = self._versions()
            for other in kept:
                self._row(other, other.path.stem)
            if not kept:
                ui.label("Ingen version är sparad än.").classes("läge")

    def _years(self) -> list[Other]:
        found = sorted(files.plans().items(), reverse=True)
        return [
            Other(path, f"planen för {year}", False) for year, path in found if year != self._year
        ]

    def _versions(self) -> list[Other]:
        kept = reversed(files.versions(self._desk.path))
        return [Other(path, f"versionen från {path.stem}", True) for path in kept]

    def _row(self, other: Other, called: str) -> None:
        with ui.element("div").classes("knappar val"):
            ui.label(called)
            ui.element("div").classes("rum")
            ui.button("Visa", on_click=lambda: self._show(other)).props(f"{_DENSE} flat")
            ui.button("I Word", on_click=lambda: self._in_word(other)).props(f"{_DENSE} flat")
            if other.is_version:
                ui.button("Ta tillbaka", on_click=lambda: self._take(other)).props(
                    f"{_DENSE} outline"
                )

    def _show(self, other: Other) -> None:
        """Show what changed since the other."""
        try:
            old = examined(other.path, as_now(files.read(other.path))).plan
        except files.FileError as problem:
            ui.notify(worded(problem))
            return
        new = self._desk.built.plan
        if old is None or new is None or old.gaps or new.gaps:
            is_mine = new is None or new.gaps
            ui.notify(_UNREAD.format("planen" if is_mine else other.called))
            return
        show_changes(old, new, f"Ändrat sedan {other.called}")

    async def _in_word(self, other: Other) -> None:
        """Write the document with what changed since the other tracked in it."""
        note = ui.notification("Gör …", spinner=True, timeout=None)
        try:
            written = await run.io_bound(self._written, other)
            if written:  # else the workbench is closing
                made([written])
        except files.FileError as problem:
            ui.notify(worded(problem))
        except NoDocumentError:
            ui.notify(_UNREAD.format("planerna"))
        finally:
            note.dismiss()

    def _written(self, other: Other) -> Path:
        path = self._desk.path
        before = side_of(
            path if other.is_version else other.path,
            as_now(files.read(other.path)),
            called=other.called,
            is_older=True,
        )
        after = side_of(path, self._desk.text.encode())
        document, _ = redlined(before, after)
        target = files.BUILD / f"verksamhetsplan-{self._year}-andringar.docx"
        files.write_all({target: document})
        return target

    def _take(self, other: Other) -> None:
        """Let the plan be a version that was kept."""
        try:
            self._desk.type(self._desk.read_as_text(other.path))
        except files.FileError as problem:
            ui.notify(worded(problem))
            return
        ui.notify(f"Här är {other.called} igen. Ångra tar bort den.")


def show_changes(old: Plan, new: Plan, called: str) -> None:
    """What changed between two plans, in a dialog."""
    changes = compare.compare(old, new)
    chapters = [
        (chapter, [*found]) for chapter, found in groupby(changes, lambda change: change.chapter)
    ]
    html = templates().get_template("changes.html")
    with opened(called):
        heading(called)
        ui.html(html.render(chapters=chapters, signed=_signed), sanitize=False).classes("rulla")


def _signed(kronor: int) -> str:
    return swedish.kronor(kronor, sign=True)
