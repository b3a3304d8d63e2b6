"""A quotation: words that are to stand out, such as a vision."""

from dataclasses import dataclass

from generator.content.kind import Content, Made, Writer
from generator.content.record import Key, Running
from generator.shown import Paragraph
from generator.values import Prose


@dataclass(frozen=True)
class Quote(Content):
    """Running text that is set as a quotation."""

    value: Prose | None

    shape = list[Paragraph]

    def show(self, writer: Writer, level: int) -> list[Paragraph]:
        """Its paragraphs."""
        return writer.prose(self.value)


Quote.place = Key(
    "citat",
    Made(Quote, Running()),
    "Citat",
    "Text som sätts som ett citat, till exempel visionen.",
    "Vi är en attraktiv region.",
    must=False,
)
