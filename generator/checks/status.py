"""What a decided plan must have, and what a draft still lacks."""

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.plan import Plan
from generator.swedish import count

PLACEHOLDER = "FYLL I"


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
    left = [(text, found.start()) for text in plan.written() for found in re.finditer(PLACEHOLDER, str(text))]
    if plan.decided:
        for text, place in left:
            hint = "Fyll i det som saknas, eller skriv status: utkast."
            within = (place, len(PLACEHOLDER))
            yield Finding("STA001", "Här är något kvar att fylla i, men planen är beslutad.", text.at, hint, within=within)
    elif left:
        text, place = left[0]
        message = f"Utkastet har {count(len(left), 'ställe', 'ställen')} kvar att fylla i."
        hint = f"Sök efter ”{PLACEHOLDER}” i filen."
        yield Finding("STA001", message, text.at, hint, severity="information", within=(place, len(PLACEHOLDER)))


def file_is_named_after_the_year(plan: Plan) -> Iterator[Finding]:
    """STA002: En fil som heter som ett år, plans/2018.yaml, innehåller det årets plan.

    Varför: den som kopierar förra årets fil och glömmer året skriver annars över förra årets dokument.
    Källa: en fil per år.
    """
    named = re.search(r"(?:^|[/\\])(\d{4})\.ya?ml$", plan.name)
    if named and int(named[1]) != plan.year:
        hint = f"Skriv år: {named[1]}, eller ge filen ett annat namn."
        yield Finding("STA002", f"Filen heter {named[1]}, men planen gäller {plan.year}.", ("år",), hint)
