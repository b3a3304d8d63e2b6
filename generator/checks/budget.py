"""The budget adds up: rows, totals and fees, in whole SEK."""

from collections.abc import Iterator

from generator.findings import Finding
from generator.plan import MUNICIPALITIES, Plan, Side, Text
from generator.swedish import kronor, listing


def income_adds_up(plan: Plan) -> Iterator[Finding]:
    """BUD001: Intäkternas poster blir tillsammans intäkternas summa.

    Varför: en summa som skrivs för hand blir gammal när en post ändras.
    Källa: budgeten i 2017 års plan, 945 000 kr.
    """
    yield from _adds_up("BUD001", "Intäkternas", plan, plan.budget.income)


def costs_add_up(plan: Plan) -> Iterator[Finding]:
    """BUD002: Kostnadernas poster blir tillsammans kostnadernas summa.

    Varför: en summa som skrivs för hand blir gammal när en post ändras.
    Källa: budgeten i 2017 års plan, 895 000 + 50 000 = 945 000 kr.
    """
    yield from _adds_up("BUD002", "Kostnadernas", plan, plan.budget.costs)


def _adds_up(code: str, whose: str, plan: Plan, side: Side) -> Iterator[Finding]:
    actual = _sum(side)
    if plan.is_whole(*side.at) and actual != side.total:
        yield Finding(
            code,
            f"{whose} poster blir {kronor(actual)} kr, men summan säger {kronor(side.total)} kr.",
            side.total.at,
            f"Det skiljer {kronor(abs(actual - side.total))} kr. Rätta posten som är fel, eller skriv summa: {_typed(actual)}.",
        )


def balances(plan: Plan) -> Iterator[Finding]:
    """BUD003: Intäkternas summa är lika stor som kostnadernas, eller skiljer sig med det resultat som planen anger.

    Varför: kommunerna betalar vad verksamheten kostar.
    Källa: budgeten i 2017 års plan, där båda sidor är 945 000 kr.
    """
    budget = plan.budget
    result = budget.income.total - budget.costs.total
    if not plan.is_whole(*budget.at) or result == (budget.result or 0):
        return
    if budget.result is None:
        sides = f"Intäkterna är {kronor(budget.income.total)} kr och kostnaderna {kronor(budget.costs.total)} kr."
        hint = f"Det skiljer {kronor(abs(result))} kr. Rätta posterna, eller lägg till raden  resultat: {_typed(result)}  sist i budgeten."
        also = ((budget.income.total.at, "intäkternas summa"),)
        yield Finding("BUD003", sides, budget.costs.total.at, hint, also=also)
    else:
        message = f"Intäkter minus kostnader blir {kronor(result)} kr, men resultatet säger {kronor(budget.result)} kr."
        yield Finding("BUD003", message, budget.result.at, f"Skriv resultat: {_typed(result)}, eller rätta posterna.")


def rows_are_sound(plan: Plan) -> Iterator[Finding]:
    """BUD004: Belopp är inte negativa, och två poster på samma sida heter inte likadant.

    Varför: ett minustecken eller en dubblerad rad är nästan alltid ett skrivfel.
    Källa: reglerna för planens budget.
    """
    for side in (plan.budget.income, plan.budget.costs):
        seen: dict[str, Text] = {}
        for row in side.rows:
            negative = next((amount for amount in (row.amount, *(share for _, share in row.shares)) if amount < 0), None)
            if negative is not None:
                yield Finding(
                    "BUD004",
                    f"”{row.name}” har ett negativt belopp, {kronor(negative)} kr.",
                    negative.at,
                    "Skriv beloppet utan minustecken, på rätt sida av budgeten.",
                )
            first = seen.setdefault(row.name.casefold(), row.name)
            if first is not row.name:
                yield Finding(
                    "BUD004",
                    f"Posten ”{row.name}” står två gånger.",
                    row.name.at,
                    "Slå ihop raderna, eller ge den ena ett eget namn.",
                    also=((first.at, "den första står här"),),
                )


def fees_are_shared_by_all(plan: Plan) -> Iterator[Finding]:
    """BUD005: Där avgiften anges per kommun finns alla åtta kommuner, och avgifterna blir tillsammans postens belopp.

    Varför: en kommun som glöms betalar inte, och de övriga betalar fel.
    Källa: kommittén finansieras gemensamt av de åtta kommunerna (planens kapitel 6).
    """
    for row in (*plan.budget.income.rows, *plan.budget.costs.rows):
        at = (*row.at, "per_kommun")
        if not row.shares or not plan.is_whole(*row.at):
            continue
        missing = [name for name in MUNICIPALITIES if name not in {share[0] for share in row.shares}]
        total = sum(amount for _, amount in row.shares)
        if missing:
            yield Finding(
                "BUD005",
                f"Avgiften per kommun saknar {listing(missing)}.",
                at,
                "Lägg till en rad för varje kommun som saknas.",
                on_key=True,
            )
        elif total != row.amount:
            yield Finding(
                "BUD005",
                f"Kommunernas avgifter blir {kronor(total)} kr, men posten är {kronor(row.amount)} kr.",
                row.amount.at,
                f"Det skiljer {kronor(abs(total - row.amount))} kr. Rätta avgifterna eller postens belopp.",
            )


def _sum(side: Side) -> int:
    return sum(row.amount for row in side.rows)


def _typed(amount: int) -> str:
    """An amount as the secretariat types it: ordinary spaces and an ordinary minus."""
    return f"{amount:,}".replace(",", " ")
