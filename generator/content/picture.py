"""A picture, maybe with a heading above it."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypedDict

from generator.content.figure import Figure
from generator.content.kind import Change, Content, Roller, Writer
from generator.content.lines import Line
from generator.content.record import Key, Of, optional
from generator.content.scalars import Choice
from generator.shown import Inline, Perhaps
from generator.values import READ_THROUGH, TEXT_WIDTH, Box, Text

if TYPE_CHECKING:
    from generator.plan import Plan

_WIDTHS = {"hel": 1.0, "halv": 1 / 2, "tredjedel": 1 / 3}
"""The shares of the text's width that a picture may have."""


class Shown(TypedDict):
    """A picture, and the line above it."""

    rubrik: Perhaps
    bild: Inline


class Picture(Figure, Content):
    """A picture."""

    caption: Text | None = optional(
        "rubrik", Line(), "Bildrubrik", "Raden ovanför bilden.", "Våra kommuner"
    )
    width: str | None = optional(
        "bredd",
        Choice(tuple(_WIDTHS)),
        "Bredd",
        "Hur bred bilden är: hela textens bredd om inget sägs, hälften eller en tredjedel.",
        "halv",
    )

    NAME = "picture"
    TITLE = "Bild"
    ABOUT = "En bild ur en fil bredvid planen, med en beskrivning."
    EXAMPLE = {"fil": "bilder/karta.png", "beskrivning": "Karta över de fyra kommunerna."}
    shape = Shown

    @property
    def box(self) -> Box:
        """As wide as the plan says."""
        return Box(TEXT_WIDTH * _WIDTHS[self.width or "hel"])

    def show(self, writer: Writer, level: int) -> Shown:
        """The picture, and its caption."""
        caption = writer.line(self.caption) if self.caption else Text("", self.at)
        return {"rubrik": caption, "bild": writer.picture(self.file, self.alt, self.box)}

    def next_year(self, roller: Roller) -> None:
        """It stays; one that speaks of its year is to be looked at."""
        for text in filter(None, (self.file, self.caption, self.alt)):
            if year := re.search(rf"\b{roller.plan.year}\b", text):
                roller.note(text.at, f"{READ_THROUGH} (”{year[0]}”)")

    def changes(self, older: Any, old: "Plan", new: "Plan") -> Iterator[Change]:
        """Another file; its texts are told with the others."""
        if older is not None and older.file != self.file:
            yield Change("bild", "bild", str(older.file), str(self.file), self.file.at)
        elif older is None:
            yield Change("bild", "bild", "", str(self.file), self.file.at)

    def gone(self, old: "Plan", new: "Plan") -> Iterator[Change]:
        """A picture that is gone."""
        yield Change("bild", "bild", str(self.file), "", self.file.at)

    def asked(self, at: tuple[str | int, ...]) -> str:
        """Pictures."""
        return "bilder"


Picture.place = Key("bild", Of(Picture), "Bild", Picture.ABOUT, Picture.EXAMPLE, must=False)
