"""What a decided plan must have, and what a draft still lacks."""

import re
from collections.abc import Iterator

from generator.findings import Finding, Severity
from generator.plan import READ_THROUGH, OpenPlace, Plan

_LEFT = (
    "Här är något kvar att fylla i, men planen är beslutad.",
    "Fyll i det som saknas och ta bort FYLL I, eller skriv status: utkast.",
)
_UNREAD = (
    "Texten är inte genomläst, men planen är beslutad.",
    "Läs texten, ändra det som är gammalt och ta bort FYLL I, eller skriv status: utkast.",
)
_UNANSWERED = (
    "Här är en granskares kommentar kvar, men planen är beslutad.",
    "Ta bort raden när kommentaren är besvarad, eller skriv status: utkast.",
)


def decided_plan_is_complete(plan: Plan) -> Iterator[Finding]:
    """STA001: En beslutad plan har beslutsdatum (samma år eller året före) och inget kvar att fylla i. Ett utkast får ha det, och talar om hur mycket.

    Varför: ställen märkta ”FYLL I” ska inte följa med till beslutet.
    Källa: kommittén beslutar planen före årets början (”Beslutad 2016-12-08”).
    """
    if plan.decided and plan.decision_date is None and plan.is_whole("beslutsdatum"):
        yield Finding(
            "STA001",
            "Planen är beslutad, men beslutsdatumet saknas.",
            ("status",),
            f"Lägg till raden  beslutsdatum: {plan.year - 1}-12-01  med rätt dag, eller skriv status: utkast.",
        )
    if plan.decided and plan.decision_date and plan.decision_date.year not in (plan.year - 1, plan.year):
        hint = f"Skriv dagen då planen för {plan.year} beslutades."
        yield Finding(
            "STA001", f"Planen gäller {plan.year}, men beslutsdatumet är {plan.decision_date}.", ("beslutsdatum",), hint
        )
    for place in plan.open_places if plan.decided else ():
        message, hint = _LEFT
        if place.is_remark:
            message, hint = _UNANSWERED
        elif place.words.startswith(READ_THROUGH):
            message, hint = _UNREAD
        yield _open("STA001", message, place, hint)


def draft_tells_what_is_left(plan: Plan) -> Iterator[Finding]:
    """STA003: Ett utkast talar om varje ställe som är märkt ”FYLL I”, i texten eller i en anteckning efter värdet.

    Varför: den som arbetar med utkastet ska se vad som är kvar, i ordning.
    Källa: arbetet med ett nytt år (docs/handbok.md).
    """
    for place in plan.open_places if not plan.decided else ():
        hint = "Ta bort anteckningen när uppgiften är rätt." if place.comment else "Skriv det som ska stå i stället."
        words = place.words or "Fyll i det som saknas."
        yield _open("STA003", f"kommentar {words}" if place.is_remark else words, place, hint)


def _open(code: str, message: str, place: OpenPlace, hint: str) -> Finding:
    severity: Severity = "fel" if code == "STA001" else "information"
    return Finding(code, message, place.comment or place.at, hint, severity, place.within)


def file_is_named_after_the_year(plan: Plan) -> Iterator[Finding]:
    """STA002: En fil som heter som ett år, plans/2018.yaml, innehåller det årets plan.

    Varför: den som kopierar förra årets fil och glömmer året skriver annars över förra årets dokument.
    Källa: en fil per år.
    """
    named = re.search(r"(?:^|[/\\])(\d{4})\.ya?ml$", plan.name)
    if named and int(named[1]) != plan.year:
        hint = f"Skriv år: {named[1]}, eller ge filen ett annat namn."
        yield Finding("STA002", f"Filen heter {named[1]}, men planen gäller {plan.year}.", ("år",), hint)
