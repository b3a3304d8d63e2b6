"""The small records of a plan: an exemption, the table of contents, the logotype."""

from generator.content.figure import Figure
from generator.content.lines import Line, Word
from generator.content.record import Record, key, optional
from generator.content.scalars import Whole
from generator.plan.sections import DEEPEST
from generator.values import Box, Text


class Exemption(Record):
    """A finding of the code `rule` that the plan keeps for a reason: on a line with the words
    `where`, or in the whole plan.
    """

    rule: Text = key(
        "regel",
        Word("^[A-Z]{3}[0-9]{3}$", "Skriv koden som den står i meddelandet: KAL002."),
        "Regel",
        "Regelns kod, som står inom klammer i meddelandet.",
        "KAL002",
    )
    where: Text | None = optional(
        "plats",
        Word(r"\S", "Skriv ord ur raden.", shortest=3),
        "Plats",
        (
            "Hela ord ur den rad som meddelandet visar, till exempel datumet; minst tre tecken. "
            "Utan plats gäller undantaget hela planen."
        ),
        "2018-05-11",
    )
    reason: Text = key(
        "skäl",
        Line(shown=False),
        "Skäl",
        "Varför det ska vara så. Syns när planen kontrolleras, inte i dokumentet.",
        "Kommittén har valt dagen.",
    )

    NAME = "exemption"
    TITLE = "Undantag"
    ABOUT = "Något som kommittén har bestämt ska vara annorlunda."
    WHOLE = True


class TableOfContents(Record):
    """The table of contents, after the title page."""

    levels: int = optional(
        "nivåer",
        Whole(1, DEEPEST),
        "Nivåer",
        "Hur många nivåer av rubriker som listas: 1 är bara kapitlen. Annars två.",
        2,
        empty=2,
    )

    NAME = "table_of_contents"
    TITLE = "Innehållsförteckning"
    ABOUT = "Rubrikerna med sidnummer, efter titelsidan."
    EXAMPLE = {"nivåer": 2}


class Logotype(Figure):
    """The committee's logotype."""

    NAME = "logotype"
    TITLE = "Logotyp"
    ABOUT = "Kommitténs logotyp, överst på titelsidan och webbsidan."
    EXAMPLE = {"fil": "bilder/logotyp.png", "beskrivning": "Nämndens logotyp"}

    @property
    def box(self) -> Box:
        """At most three centimetres high."""
        return Box(60, 30)
