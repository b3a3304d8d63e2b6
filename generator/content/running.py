"""Running text: paragraphs and bullets."""

from dataclasses import dataclass

from generator.content.kind import Content, Made, Writer
from generator.content.record import Key, Running
from generator.shown import Paragraph
from generator.values import Prose


@dataclass(frozen=True)
class RunningText(Content):
    """Running text under a heading."""

    value: Prose | None

    shape = list[Paragraph]

    def show(self, writer: Writer, level: int) -> list[Paragraph]:
        """Its paragraphs."""
        return writer.prose(self.value)


RunningText.place = Key(
    "text",
    Made(RunningText, Running()),
    "Löptext",
    "Löptext: en tom rad mellan stycken, ”- ” för punkter, **fet**, *kursiv* och [länktext](https://…).",
    "Vår samverkan ska kännetecknas av:",
    must=False,
)
