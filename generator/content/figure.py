"""What a picture is in a plan, wherever it is shown: a file and what it shows."""

from typing import Any, TypeVar

from generator.content.lines import File, Line
from generator.content.reader import Reader
from generator.content.record import Record, key
from generator.findings import Pointer
from generator.values import Box, Pictured, Text

F = TypeVar("F", bound="Figure")


class Figure(Record):
    """A picture: its file, and its description for who does not see it."""

    file: Text = key(
        "fil",
        File(),
        "Fil",
        "Var bilden ligger, räknat från planens mapp: en PNG eller JPEG.",
        "bilder/karta.png",
    )
    alt: Text = key(
        "beskrivning",
        Line(),
        "Beskrivning",
        "Vad bilden visar, för den som inte ser den. Den läses upp, och syns inte på sidan.",
        "Karta över de fyra kommunerna vid sjön.",
    )

    @classmethod
    def read(cls: type[F], reader: Reader, data: dict[str, Any], at: Pointer) -> F:
        """The picture, which the reader remembers."""
        made = super().read(reader, data, at)
        if made.file and made.alt:
            shown = Pictured(made.file, str(made.alt), made.alt.at, made.box)
            reader.pictured.append(shown)
        return made

    @property
    def box(self) -> Box:
        """The room that it is shown in."""
        return Box()
