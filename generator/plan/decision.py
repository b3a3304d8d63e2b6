"""What the first page says of a plan's standing: the decision with its facts, or a draft's version.

All of it is given in the plan; nothing is taken from the clock.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.content.kind import RefusedError
from generator.content.lines import Line
from generator.content.record import Record, key, optional
from generator.content.scalars import Choice, When, Whole
from generator.findings import Pointer
from generator.values import Day, Text


class Fact(NamedTuple):
    """A fact of a decision, with what it is called."""

    called: str
    value: Text | Day


class Decision(Record):
    """Who decided the plan and when, as the title page says it; and what the archive asks for."""

    words: Text | None = optional(
        "ord",
        Line(),
        "Beslutets ord",
        "Vad titelsidan säger om beslutet, i stället för Beslutad.",
        "Godkänd av styrgruppen",
    )
    day: Day | None = optional(
        "datum", When("date"), "Datum", "Dagen då planen beslutades, ÅÅÅÅ-MM-DD.", "2017-12-07"
    )
    number: Text | None = optional(
        "diarienummer",
        Line(),
        "Diarienummer",
        "Ärendets nummer i ert diarium, så som ni själva skriver det.",
        "KS 2016/12",
    )
    by: Text | None = optional(
        "beslutande", Line(), "Beslutande", "Den eller de som beslutar planen.", "Styrgruppen"
    )
    paragraph: Text | None = optional(
        "paragraf", Line(), "Paragraf", "Beslutets paragraf i protokollet.", "§ 12"
    )
    responsible: Text | None = optional(
        "dokumentansvarig",
        Line(),
        "Dokumentansvarig",
        "Den som ansvarar för dokumentet.",
        "Sekretariatet",
    )
    valid_from: Day | None = optional(
        "gäller_från", When("date"), "Gäller från", "Planens första dag, ÅÅÅÅ-MM-DD.", "2017-01-01"
    )
    valid_to: Day | None = optional(
        "gäller_till", When("date"), "Gäller till", "Planens sista dag, ÅÅÅÅ-MM-DD.", "2017-12-31"
    )
    place: str | None = optional(
        "visas",
        Choice(("titelsidan", "sist")),
        "Visas",
        "Var diarienummer och det andra ska stå: titelsidan (annars) eller sist i dokumentet.",
        "sist",
    )

    NAME = "decision"
    TITLE = "Beslut"
    ABOUT = "Beslutets dag, dess ord om det inte bara är Beslutad, och uppgifter för arkivet."

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that the plan gives, beside the words and the day."""
        known = (
            ("Diarienummer", self.number),
            ("Beslutande", self.by),
            ("Paragraf", self.paragraph),
            ("Dokumentansvarig", self.responsible),
            ("Gäller från", self.valid_from),
            ("Gäller till", self.valid_to),
        )
        return tuple(Fact(called, value) for called, value in known if value is not None)

    def facts_of(self, *, decided: bool) -> tuple[Fact, ...]:
        """Those that are true of a plan as it stands: a draft has no paragraph yet."""
        return tuple(fact for fact in self.facts if decided or fact.value is not self.paragraph)

    def days(self) -> Iterator[Day]:
        """Every day of it."""
        yield from filter(None, (self.day, self.valid_from, self.valid_to))


class Draft(Record):
    """Which draft it is, so that those who read it can tell it from another."""

    version: int | None = key("version", Whole(1, 999), "Version", "Utkastets nummer: 1, 2, 3 …", 3)
    day: Day | None = optional(
        "datum", When("date"), "Datum", "Utkastets dag, ÅÅÅÅ-MM-DD.", "2016-10-03"
    )

    NAME = "draft"
    TITLE = "Utkastets version"
    ABOUT = "Vilket utkast det är: numret, och dagen om ni vill."
    EXAMPLE = {"version": 3, "datum": "2016-10-03"}

    def __str__(self) -> str:
        """'version 3, 2016-10-03'."""
        return f"version {self.version}" + (f", {self.day}" if self.day else "")


def typed(
    decision: Decision | None, draft: Draft | None, at: Pointer, after: str
) -> list[tuple[Pointer, str]] | None:
    """What is typed for a day or a draft's number; None for other values. Raises RefusedError."""
    days = [*decision.days()] if decision else []
    days += [draft.day] if draft and draft.day else []
    if at in [day.at for day in days]:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", after):
            raise RefusedError(
                "datumet skulle inte längre vara ett datum av samma slag; skriv dagen i filen"
            )
        return [(at, after)]
    if draft and at == (*draft.at, "version"):
        if not re.fullmatch(r"[1-9]\d{0,2}", after):
            raise RefusedError("versionen skulle inte längre vara ett nummer")
        return [(at, after)]
    return None
