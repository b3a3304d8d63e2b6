"""What the laid-out pages say against the plan: the stated page numbers and the fonts that the pages are set in."""

import re
from collections.abc import Iterator, Mapping, Set

from generator.findings import Edit, Finding
from generator.plan import Plan, Prose
from generator.swedish import listing, slug

CODES = {
    "SID001": "Ett sidnummer i texten är den sida där rubriken står.",
    "SID002": "Sidorna är satta med mallens typsnitt, eller med dem som är lika breda.",
}
_FONTS = {"Calibri", "Carlito", "Cambria", "Caladea"}
"""The template's fonts, and those of equal width that are free."""


def stale_references(plan: Plan, pages: Mapping[str, int]) -> Iterator[Finding]:
    """A finding for each stated page that is not the one where its heading lies; `pages` is heading -> page, from 1."""
    lies = {slug(heading): page for heading, page in pages.items()}
    for text in plan.proses:
        for match in re.finditer(r"\[(\d+)\]\(#([^\s()]+)\)", text.text):
            stated, page = match[1], lies.get(match[2])
            if page is not None and page != int(stated):
                yield _stale(text, match, page)


def _stale(text: Prose, match: re.Match[str], page: int) -> Finding:
    message = f"Texten hänvisar till sidan {match[1]}, men rubriken står på sidan {page}."
    hint = f"Skriv {page} inom klammern: [{page}](#{match[2]}). Kommandot  make pdf  gör det om du lägger till  FIX=1."
    repair = (Edit(str(page)),)
    return Finding("SID001", message, text.at, hint, severity="varning", within=(match.start(1), len(match[1])), repair=repair)


def other_fonts(fonts: Set[str]) -> Iterator[Finding]:
    """A finding if the pages are set in fonts of other widths: lines and pages then break elsewhere than in Word."""
    if others := sorted(fonts - _FONTS):
        hint = "Installera Carlito och Caladea (på Debian och Ubuntu: sudo apt install fonts-crosextra-carlito fonts-crosextra-caladea)."
        message = f"PDF-filen är satt med {listing(others)}, eftersom Calibri eller Cambria saknas på datorn. Sidorna kan brytas på fel ställen."
        yield Finding("SID002", message, (), hint, severity="varning")
