"""A plan in the shape that plans had before chapters were the plan's own: told as one finding,
whose repair carries it over.

Lines are moved and indented (`moved`), keys renamed (`chapters`); texts, values and comments stay
as they were typed. What such a plan had by its program (how often a group meets at least, whose
turn it is) is written out.
"""

import re

from generator.findings import Edit, Finding, Mark, Pointer
from generator.older.chapters import CHAPTERS, carried_over
from generator.source import Source

CODES = {"YML013": "Planen har den form som planer har nu: kapitlen i en lista under kapitel."}
_OPENING = re.compile(rb"^(?:" + "|".join(CHAPTERS).encode() + rb"):", re.MULTILINE)


def is_older(raw: bytes) -> bool:
    """True for a plan whose chapters have keys of their own."""
    return len(set(_OPENING.findall(raw))) >= 2 and not re.search(rb"^kapitel:", raw, re.MULTILINE)


def finding(source: Source, *, can_be_read: bool) -> Finding:
    """What to say of such a plan, with the repair where it can be made."""
    at: Pointer = (next((name for name in CHAPTERS if (name,) in source.keys), ""),)
    message = "Planen är skriven i en äldre form, med ett eget ord för varje kapitel."
    if not can_be_read:
        hint = (
            "Rätta först det som inte kan läsas; "
            "sedan flyttar  make fix  över planen till den nya formen."
        )
        return Finding("YML013", message, at, hint, on_key=True)
    try:
        text = carried_over(source)
    except (KeyError, IndexError, ValueError, StopIteration):
        hint = "Börja om från en ny plan (make new), och flytta över texterna för hand."
        return Finding("YML013", message, at, hint, on_key=True)
    whole = Mark(1, 1, 0, len(source.text))
    hint = (
        "Kommandot  make fix  flyttar över den till den nya formen. "
        "Texter, värden och kommentarer följer med."
    )
    return Finding("YML013", message, at, hint, on_key=True, repair=(Edit(text, whole),))
