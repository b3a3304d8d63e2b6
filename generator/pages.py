"""What the laid-out pages say against the plan: the stated page numbers and the fonts that the
pages are set in.
"""

from collections.abc import Iterator, Mapping, Set

from generator.findings import Edit, Finding
from generator.paragraphs import Run
from generator.plan import Plan
from generator.swedish import listing
from generator.values import Prose

CODES = {
    "SID001": "Ett sidnummer i texten är den sida där rubriken står.",
    "SID002": "Sidorna är satta med mallens typsnitt, eller med dem som är lika breda.",
}
_TWINS = {
    "Calibri": "Carlito",
    "Cambria": "Caladea",
    "Arial": "Liberation Sans",
    "Times New Roman": "Liberation Serif",
}
"""Free fonts of the same widths as Word's."""


def bookmarks(plan: Plan) -> dict[str, str]:
    """Heading, as a link names it -> its bookmark, for every heading that a text refers to."""
    linked = {run.link[1:] for _, _, run in _references(plan)}
    return {target: f"_Rubrik{number}" for number, target in enumerate(sorted(linked), 1)}


def stale_references(plan: Plan, pages: Mapping[str, int]) -> Iterator[Finding]:
    """A finding, with its repair, for each stated page that is not the one where its heading lies;
    `pages` is bookmark -> page.
    """
    marks = bookmarks(plan)
    for text, place, run in _references(plan):
        page = pages.get(marks[run.link[1:]])
        if page is not None and run.text != str(page):
            message = f"Texten hänvisar till sidan {run.text}, men rubriken står på sidan {page}."
            hint = (
                f"Skriv {page} inom hakklammern: [{page}]({run.link}). "
                "Kommandot  make pdf  gör det om du lägger till  FIX=1."
            )
            yield Finding(
                "SID001", message, text.at, hint, "varning", within=place, repair=(Edit(str(page)),)
            )


def _references(plan: Plan) -> Iterator[tuple[Prose, tuple[int, int], Run]]:
    """Every page reference, with the place of its number in the text (offset, length)."""
    for text in plan.proses:
        for block in text.blocks:
            at = block.within[0]
            for run in (run for run in block.runs if run.link.startswith("#")):
                at = max(text.text.find(f"[{run.text}]", at) + 1, at)
                yield text, (at, len(run.text)), run


def other_fonts(named: Set[str], used: Set[str]) -> Iterator[Finding]:
    """A finding if pages are set in fonts that the document does not name, and of other widths:
    lines then break elsewhere than in Word.
    """
    twins = {name: _TWINS[name] for name in named if name in _TWINS}
    right = {name.replace(" ", "") for name in (*named, *twins.values())}
    if others := sorted(used - right):
        told = [f"{name} (eller {twins[name]})" if name in twins else name for name in named]
        wanted = listing(sorted(told))
        hint = (
            f"Mallen använder {wanted}. På Debian och Ubuntu: "
            "sudo apt install fonts-crosextra-carlito fonts-crosextra-caladea"
        )
        message = (
            f"PDF-filen är satt med {listing(others)}, eftersom ett typsnitt saknas på datorn. "
            "Sidorna kan brytas på fel ställen."
        )
        yield Finding("SID002", message, (), hint, severity="varning")
