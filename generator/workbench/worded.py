"""What the program says, as it is done on the workbench: there is no terminal, and what commands do
has a button.
"""

import re

from generator.findings import Finding
from generator.report import visible
from generator.values import OpenPlace

_DONE_HERE = tuple(
    (re.compile(pattern, re.DOTALL), here)
    for pattern, here in {
        # A text in another encoding is saved as UTF-8 with the first change.
        r"Enklast: make fix, som sparar.*": "Den sparas rätt så snart något ändras här.",
        r"Kommandot  make pdf  gör det om du lägger till  FIX=1": "Knappen Rätta gör det",
        r"Kommandot  make fix ": "Knappen Rätta",
        r"kör make fix\b": "tryck på Rätta",
        r"(?<!\S) ?make fix\b ?(?= |$)": "knappen Rätta",
        r"kör kommandot igen": "försök igen",
        r"Kör kommandot igen": "Försök igen",
        r"make check YEAR=(\S+?)(?=\.?(?:\s|$))": r"öppna \1",
        r" \(make new\)": "",
        r"Välj en tidigare plan med FROM=": "Börja från en tidigare plan",
        r"Välj en annan, eller utelämna --port": "Välj en annan",
    }.items()
)
"""What is typed where there is a terminal -> what is done here. The first that fits is taken."""


def worded(said: object) -> str:
    """A sentence of the program's, for a person at the workbench."""
    words = str(said)
    for pattern, here in _DONE_HERE:
        words = pattern.sub(here, words)
    return visible(words)


def answers_to(place: OpenPlace) -> tuple[str, str]:
    """What the button says by which a place asks no more, and the one for all that ask the same."""
    return ("Klar", "Alla är klara") if place.is_remark else ("Bekräfta", "Bekräfta alla")


def advised(finding: Finding) -> str:
    """What a finding says, and what to do."""
    return worded(f"{finding.message} {finding.hint}".strip())
