"""Every day of the year in one table, by date: what is held, and who hosts it."""

from generator.content.kind import Content, Held, Writer
from generator.content.lines import Line
from generator.content.record import Key, Of, optional
from generator.shown import EMPTY, ShownTable, TableRow, echo
from generator.swedish import listing
from generator.values import Text

_WIDTHS = (3, 5, 4)


class DaysInOrder(Content):
    """The days of every calendar of the plan, in order of time."""

    caption: Text | None = optional(
        "rubrik", Line(), "Tabellrubrik", "Raden ovanför tabellen.", "Årets dagar i ordning"
    )

    NAME = "days_in_order"
    TITLE = "Årets dagar"
    ABOUT = "Alla dagar i planens kalender i en tabell efter datum. De skrivs bara i kalendern."
    EXAMPLE = {"rubrik": "Årets dagar i ordning"}
    shape = ShownTable
    ends_in_a_table = True

    @property
    def begins_with_a_table(self) -> bool:
        """True without a caption."""
        return self.caption is None

    def show(self, writer: Writer, level: int) -> ShownTable:
        """A row for each occasion."""
        head = [Text(words, ()) for words in ("Datum", "Möte", "Värd")]
        return {
            "rubrik": writer.line(self.caption) if self.caption else Text("", self.at),
            "bredder": [*_WIDTHS],
            "ställningar": [],
            "huvud": {"först": head[0], "celler": head[1:]},
            "rader": [_row(writer, held) for held in writer.plan.held()],
            "summa": None,
        }


def _row(writer: Writer, held: Held) -> TableRow:
    host = Text(EMPTY, ())
    if held.undecided:
        host = writer.shown(held.undecided, held.undecided.at)
    elif held.hosts:
        host = writer.shown(listing(held.hosts), held.hosts[0].at)
    places = (held.first.at, held.last.at) if held.last else (held.first.at,)
    day = writer.shown(held.words, *places)
    cells = [echo(writer.line(held.called)), echo(host)]
    return {"först": echo(day), "under": None, "celler": cells}


DaysInOrder.place = Key(
    "årets_dagar",
    Of(DaysInOrder),
    "Årets dagar",
    DaysInOrder.ABOUT,
    DaysInOrder.EXAMPLE,
    must=False,
)
