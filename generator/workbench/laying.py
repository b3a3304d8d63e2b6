"""The true pages of a plan that is open: laid out of its text as it stands, and kept while that is
wrong.
"""

import threading
from pathlib import Path

from generator import files, outputs
from generator.findings import has_errors
from generator.libreoffice import is_there
from generator.outputs.output import Request, document
from generator.pipeline import Build
from generator.word import provenance
from generator.workbench.desk import Desk
from generator.workbench.press import Press
from generator.workbench.sheets import Sheet, sheets
from generator.workbench.templates import templates
from generator.workbench.worded import worded

_MISSING = (
    "Sidorna läggs med LibreOffice, som inte finns på datorn. Installera det från libreoffice.org; "
    "på Debian och Ubuntu heter paketet libreoffice-writer."
)
_WRONG = "Rätta felen, så läggs sidorna om."
_press = Press()


class Laying:
    """The pages of a desk's plan. `told` is why they are not those of its text, '' where they
    are.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._one_at_a_time = threading.Lock()
        self._text: str | None = None
        self.sheets: list[Sheet] = []
        self.told = ""

    def lay_out(self) -> None:
        """Lay the text out as it stands now, unless it is so already. Takes up to some seconds."""
        with self._one_at_a_time:
            text = self._desk.text
            if text == self._text:
                self.told = ""
                return
            try:
                self.told = self._laid(text)
            except files.FileError as problem:
                self.told = worded(problem)

    def html(self, year: str) -> str:
        """A page that shows the pages, and tells why they are not new."""
        page = templates().get_template("pages.html")
        return page.render(year=year, sheets=self.sheets, told=self.told)

    def _laid(self, text: str) -> str:
        """What is told once the text is laid out. Raises files.FileError."""
        if not is_there():
            return _MISSING
        if has_errors(self._desk.built.findings):
            return _WRONG
        path = self._desk.path
        built = document(Request(path, text.encode(), beside=outputs.lying(None)))
        if built.docx is None:
            return _WRONG
        self.sheets = sheets(_press.lay_out(built.docx), _lines(built))
        self._text = text
        return ""


def _lines(built: Build) -> dict[str, int]:
    """The line in the plan's file of each value, by the name of its bookmark."""
    table = provenance.from_json(built.places or b"")
    anchors = table.anchors if table else {}
    return {name: built.source.locate(anchor.at).line for name, anchor in anchors.items()}


_laid: dict[Path, Laying] = {}
"""The plans whose pages have been asked for."""


def laying(desk: Desk) -> Laying:
    """The pages of a desk's plan, the same ones for every window."""
    return _laid.setdefault(desk.path, Laying(desk))
