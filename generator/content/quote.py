"""A quotation: words that are to stand out, such as a vision."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.content.kind import Content, Made, Writer
from generator.content.lines import Running
from generator.content.record import Key
from generator.content.rule import rule
from generator.findings import Finding
from generator.paragraphs import PLAIN
from generator.shown import Paragraph, Spoken
from generator.values import Prose

if TYPE_CHECKING:
    from generator.plan import Plan


class Quote(Content):
    """Running text that is set as a quotation."""

    value: Prose | None

    shape = list[Spoken]

    def show(self, writer: Writer, level: int) -> list[Paragraph]:
        """Its paragraphs."""
        return writer.prose(self.value)


@rule()
def quotations_are_paragraphs(plan: "Plan") -> Iterator[Finding]:
    """CIT001: Ett citat har bara stycken: inga listor och inga tabeller.

    Varför: dokumentet sätter ett citat som några rader med större text.
    Källa: dokumentets mall.
    """
    for quote in plan.of(Quote):
        blocks = quote.value.blocks if quote.value else ()
        other = next((block for block in blocks if block.sort != PLAIN), None)
        if other is not None:
            message = f"Citatet har {other.kind}, men ett citat har bara stycken."
            hint = "Skriv det som ett stycke, eller flytta det till en text: under citatet."
            yield Finding("CIT001", message, quote.at, hint, within=other.within)


Quote.rules = (quotations_are_paragraphs,)
Quote.place = Key(
    "citat",
    Made(Quote, Running()),
    "Citat",
    "Text som sätts som ett citat, till exempel visionen.",
    "Vi är en attraktiv region.",
    must=False,
)
