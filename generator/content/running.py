"""Running text: paragraphs, lists and tables."""

from generator.content.kind import Content, Made, Writer
from generator.content.lines import Running
from generator.content.record import Key
from generator.paragraphs import CELL
from generator.shown import Paragraph
from generator.values import Prose


class RunningText(Content):
    """Running text under a heading."""

    value: Prose | None

    shape = list[Paragraph]

    @property
    def begins_with_a_table(self) -> bool:
        """True if its first words are in a table."""
        return _is_cell(self.value, slice(1))

    @property
    def ends_in_a_table(self) -> bool:  # type: ignore[override]
        """True if its last words are in a table."""
        return _is_cell(self.value, slice(-1, None))

    def show(self, writer: Writer, level: int) -> list[Paragraph]:
        """Its paragraphs."""
        return writer.prose(self.value)


def _is_cell(text: Prose | None, part: slice) -> bool:
    return text is not None and any(block.sort == CELL for block in text.standing[part])


RunningText.place = Key(
    "text",
    Made(RunningText, Running()),
    "Löptext",
    (
        "Löptext: en tom rad mellan stycken, ”- ” eller ”1. "
        "” för punkter, **fet**, *kursiv* och [länktext](https://…)."
    ),
    "Vår samverkan ska kännetecknas av:",
    must=False,
)
