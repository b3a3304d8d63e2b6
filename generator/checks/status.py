"""What a decided plan must have, and what a draft still lacks."""

import re
from collections.abc import Iterator

from generator.content.rule import rule
from generator.findings import Finding, Severity
from generator.plan import Plan
from generator.values import READ_THROUGH, OpenPlace

_LEFT = (
    "Här är något kvar att fylla i, men planen är beslutad.",
    "Fyll i det som saknas och ta bort FYLL I, eller skriv  status: utkast.",
)
_UNREAD = (
    "Texten är inte genomläst, men planen är beslutad.",
    "Läs texten, ändra det som är gammalt och ta bort FYLL I, eller skriv  status: utkast.",
)
_UNANSWERED = (
    "Här är en granskares kommentar kvar, men planen är beslutad.",
    "Ta bort raden när kommentaren är besvarad, eller skriv  status: utkast.",
)


@rule()
def decided_plan_is_complete(plan: Plan) -> Iterator[Finding]:
    """STA001: En beslutad plan har ett beslut (ord eller datum, samma år eller året före) och inget
    kvar att fylla i. Ett utkast får ha det, och talar om hur mycket.

    Varför: ställen märkta ”FYLL I” ska inte följa med till beslutet.
    Källa: kommittén beslutar planen före årets början, eller tidigt under året.
    """
    if plan.decided and plan.decision is None and plan.is_whole("beslut"):
        message = "Planen är beslutad, men beslutet saknas."
        hint = (
            "Lägg till raden  beslut:  och under den  datum: "
            f"{plan.year - 1}-12-01  med rätt dag, eller skriv  status: utkast."
        )
        yield Finding("STA001", message, ("status",), hint)
    elif (
        plan.decided
        and plan.decision
        and plan.is_whole("beslut")
        and not plan.decision.day
        and not plan.decision.words
    ):
        hint = (
            f"Lägg till  datum: {plan.year - 1}-12-01  med rätt dag, eller  ord:  "
            "med vad titelsidan ska säga."
        )
        yield Finding(
            "STA001", "Beslutet har varken ord eller datum.", ("beslut",), hint, on_key=True
        )
    if (
        plan.decided
        and plan.decision_date
        and plan.decision_date.year not in (plan.year - 1, plan.year)
    ):
        hint = f"Skriv dagen då planen för {plan.year} beslutades."
        message = f"Planen gäller {plan.year}, men beslutsdatumet är {plan.decision_date}."
        yield Finding("STA001", message, ("beslut", "datum"), hint)
    for place in plan.open_places if plan.decided else ():
        message, hint = _LEFT
        if place.is_remark:
            message, hint = _UNANSWERED
        elif place.words.startswith(READ_THROUGH):
            message, hint = _UNREAD
        yield _open("STA001", message, place, hint)


@rule()
def draft_tells_what_is_left(plan: Plan) -> Iterator[Finding]:
    """STA003: Ett utkast talar om varje ställe som är märkt ”FYLL I”, i texten eller i en
    anteckning efter värdet.

    Varför: den som arbetar med utkastet ska se vad som är kvar, i ordning.
    Källa: arbetet med ett nytt år (docs/handbok.md).
    """
    for place in plan.open_places if not plan.decided else ():
        hint = (
            "Ta bort anteckningen när uppgiften är rätt."
            if place.comment
            else "Skriv det som ska stå i stället."
        )
        words = place.words or "Fyll i det som saknas."
        yield _open("STA003", f"kommentar {words}" if place.is_remark else words, place, hint)


def _open(code: str, message: str, place: OpenPlace, hint: str) -> Finding:
    severity: Severity = "fel" if code == "STA001" else "information"
    return Finding(code, message, place.comment or place.at, hint, severity, place.within)


@rule()
def file_is_named_after_the_year(plan: Plan) -> Iterator[Finding]:
    """STA002: En fil som heter som ett år, plans/2018.yaml, innehåller det årets plan.

    Varför: den som kopierar förra årets fil och glömmer året skriver annars över förra årets
    dokument.
    Källa: en fil per år.
    """
    named = re.search(r"(?:^|[/\\])(\d{4})\.ya?ml$", plan.file)
    if named and int(named[1]) != plan.year:
        hint = f"Skriv  år: {named[1]}  i filen, eller ge den ett annat namn."
        yield Finding(
            "STA002", f"Filen heter {named[1]}, men planen gäller {plan.year}.", ("år",), hint
        )


RULES = (
    decided_plan_is_complete,
    draft_tells_what_is_left,
    file_is_named_after_the_year,
)
