"""Texts that a screen reader reads as they are meant. Each rule is one of WCAG 2.1, which lag
(2018:1937) makes binding.
"""

from collections.abc import Iterator

from generator.accessible import is_vague, typed_marker
from generator.content.rule import rule
from generator.findings import Finding
from generator.paragraphs import PLAIN, Block
from generator.plan import Plan
from generator.values import Prose

_HEADING = 80
"""Characters; a longer paragraph in bold is emphasis, if too much of it."""


@rule()
def links_say_where_they_lead(plan: Plan) -> Iterator[Finding]:
    """TIL001: En länktext säger vart länken leder, också när den läses ensam.

    Varför: den som lyssnar går från länk till länk och hör bara länktexterna.
    Källa: WCAG 2.1, 2.4.4 Syftet med en länk.
    """
    for text, block in _blocks(plan):
        for run in block.runs:
            if run.link and not run.link.startswith("#") and is_vague(run.text):
                hint = "Skriv vad länken leder till: [Tillväxtstrategin](https://…)."
                within = _place(text, block, f"[{run.text}")
                yield Finding(
                    "TIL001",
                    f"Länktexten ”{run.text}” säger inte vart länken leder.",
                    text.at,
                    hint,
                    "varning",
                    within,
                )


@rule()
def headings_are_headings(plan: Plan) -> Iterator[Finding]:
    """TIL002: Ett stycke i bara fetstil används inte som rubrik.

    Varför: den som lyssnar hittar bland rubrikerna, och fetstil hörs inte.
    Källa: WCAG 2.1, 1.3.1 Information och relationer.
    """
    for text, block in _blocks(plan):
        if (
            block.sort == PLAIN
            and 0 < len(str(block).strip()) <= _HEADING
            and all(run.bold for run in block.runs if run.text.strip())
        ):
            message = f"Hela stycket ”{block}” är i fetstil och ser ut som en rubrik."
            hint = (
                "Gör det till en rubrik under avsnitt:, eller ta bort stjärnorna. "
                "Se Kapitel, avsnitt och bilagor i handboken."
            )
            yield Finding("TIL002", message, text.at, hint, "varning", block.within)


@rule()
def lists_are_lists(plan: Plan) -> Iterator[Finding]:
    """TIL003: Punkter skrivs som en lista, inte med bokstäver eller siffror först i stycket. (Andra
    tecken: TXT010.)

    Varför: skärmläsaren säger hur många punkter en lista har och var man är i den, men bara om det
    är en lista.
    Källa: WCAG 2.1, 1.3.1 Information och relationer.
    """
    for text, block in _blocks(plan):
        marker = typed_marker(str(block))
        if marker.endswith((".", ")")):
            hint = (
                f"Skriv ”- ” först på raden i stället för ”{marker}”, med en tom rad före listan. "
                "Ett ord går också bra: För det första."
            )
            yield Finding(
                "TIL003",
                f"”{marker}” först i stycket blir ingen punkt.",
                text.at,
                hint,
                "varning",
                block.within,
            )


def _blocks(plan: Plan) -> Iterator[tuple[Prose, Block]]:
    for text in plan.proses:
        for block in text.blocks:
            yield text, block


def _place(text: Prose, block: Block, typed: str) -> tuple[int, int]:
    """Where something typed stands in a block; the whole block where it is typed otherwise."""
    start, length = block.within
    found = text.text.find(typed, start, start + length)
    return block.within if found < 0 else (found + 1, len(typed) - 1)


RULES = (
    links_say_where_they_lead,
    headings_are_headings,
    lists_are_lists,
)
