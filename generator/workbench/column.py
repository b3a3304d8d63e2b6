"""The window's column with the plan as it is read: as a web page, or as its true pages."""

from nicegui import ui

_KINDS = {"sida": "Webbsida", "sidor": "Sidor"}
"""What the plan can be shown as: the first part of its address, and what it is called."""


class Column:
    """Shows a year's plan in one of the two ways; the browser fetches it (parts/window.js)."""

    def __init__(self, year: str) -> None:
        self._year, self._kind, self._version = year, "sida", 0
        with ui.element("div").classes("flikar"):
            with ui.element("div").props('role="group" aria-label="Visa planen som"'):
                self._tabs = {kind: self._tab(kind, words) for kind, words in _KINDS.items()}
            ui.element("p").classes("läge sagt").props('role="status"')
        ui.element("iframe").classes("sida").props(f'title="Sidan" src="/sida/{year}"')
        self._press()

    def show(self) -> None:
        """Show the plan as it stands now."""
        self._version += 1
        ui.run_javascript(f"plan.visa('{self._address}?v={self._version}')")

    def _tab(self, kind: str, words: str) -> ui.html:
        tab = ui.html(words, tag="button", sanitize=False)
        return tab.on("click", lambda: self._choose(kind))

    def _choose(self, kind: str) -> None:
        self._kind = kind
        self._press()
        ui.run_javascript(f"plan.byt('{self._address}')")

    def _press(self) -> None:
        for kind, tab in self._tabs.items():
            tab.props(f'aria-pressed="{str(kind == self._kind).lower()}"')

    @property
    def _address(self) -> str:
        return f"/{self._kind}/{self._year}"
