"""The workbench's dialogs: one at a time is made, and gone once it is closed."""

from collections.abc import Iterator
from contextlib import contextmanager

from nicegui import ui

from generator import report, swedish


@contextmanager
def opened(label: str) -> Iterator[ui.dialog]:
    """A dialog that is open; what is made within is its content."""
    dialog = ui.dialog(value=True)
    dialog.on("hide", dialog.delete)
    card = ui.card().props(f'aria-label="{label}" tabindex=0')
    card.move(dialog)
    with card.classes("dialog"):
        yield dialog


def heading(words: str) -> None:
    """A heading in a dialog."""
    with ui.element("h2"):
        ui.label(words)


def show_lines(old: str, new: str, name: str) -> None:
    """What differs between two texts of a plan, line by line."""
    count, shown = report.changes(old, new, name, colour=False)
    ui.label(f"{swedish.count(count, 'ändring', 'ändringar')}:" if count else "Ingen skillnad.")
    with ui.element("pre").style("overflow: auto; max-height: 60vh; white-space: pre-wrap"):
        ui.label(shown)
