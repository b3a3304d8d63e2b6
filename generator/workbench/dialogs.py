"""The workbench's dialogs: one at a time is made, and gone once it is closed."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from nicegui import ui

from generator import report, swedish


@contextmanager
def opened(label: str) -> Iterator[ui.dialog]:
    """A dialog that is open; what is made within is its content."""
    dialog = ui.dialog(value=True)
    dialog.on("hide", dialog.delete)
    card = ui.card().props("tabindex=0")
    card.props["aria-label"] = label
    card.move(dialog)
    with card.classes("dialog"):
        close = ui.button(icon="close", on_click=dialog.close).classes("stäng")
        close.props('flat dense round aria-label="Stäng"')
        yield dialog


def made(paths: Iterable[Path], *words: str) -> None:
    """Say what has been made, where it lies, and let it be opened from here; `words` are what else
    there is to say.
    """
    with opened("Klart"):
        heading("Klart")
        for sentence in words:
            ui.label(sentence)
        lying = [*paths]
        for path in lying:
            ui.link(path.name, f"/gjort/{path.name}", new_tab=True)
        folders = dict.fromkeys(str(path.parent) for path in lying)
        ui.label(f"Filerna ligger i {swedish.listing(folders)}").classes("läge")


def heading(words: str) -> None:
    """A heading in a dialog."""
    with ui.element("h2"):
        ui.label(words)


def show_lines(old: str, new: str, name: str) -> None:
    """What differs between two texts of a plan, line by line."""
    count, shown = report.changes(old, new, name, colour=False)
    if not count:
        ui.label("Ingen skillnad.")
        return
    ui.label(f"{swedish.count(count, 'ändring', 'ändringar')}:")
    with ui.element("pre").classes("skillnad"):
        ui.label(shown)
