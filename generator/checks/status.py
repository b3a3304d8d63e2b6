"""What a decided plan must have, and what a draft still lacks."""

from collections.abc import Iterator

from generator.findings import Finding
from generator.plan import Plan
from generator.swedish import count

PLACEHOLDER = "FYLL I"


def decided_plan_is_complete(plan: Plan) -> Iterator[Finding]:
    """STA001: En beslutad plan har beslutsdatum och inget kvar att fylla i. Ett utkast får ha det, och talar om hur mycket.

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
    left = [text for text in plan.written() if PLACEHOLDER in str(text)]
    if plan.decided:
        for text in left:
            yield Finding(
                "STA001",
                "Här är något kvar att fylla i, men planen är beslutad.",
                text.at,
                "Fyll i det som saknas, eller skriv status: utkast.",
                within=(str(text).find(PLACEHOLDER), len(PLACEHOLDER)),
            )
    elif left:
        yield Finding(
            "STA001",
            f"Utkastet har {count(len(left), 'ställe', 'ställen')} kvar att fylla i.",
            left[0].at,
            f"Sök efter ”{PLACEHOLDER}” i filen.",
            severity="information",
        )
