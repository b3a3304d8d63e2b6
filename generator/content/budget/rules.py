"""The rules of a budget by itself: its sums, its sides, its fees and its chart."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from generator.content.budget.column_rules import columns_are_sound, rows_are_whole, sound
from generator.content.budget.records import (
    LEAST_COLUMNS,
    LEAST_ROWS,
    Columns,
    Post,
    Row,
    Side,
    Sides,
    in_all,
)
from generator.content.budget.year_rules import amounts_against_last_year, last_year_is_as_decided
from generator.content.rule import Rule, rule
from generator.findings import Finding, Pointer
from generator.swedish import kronor, listing, typed
from generator.values import Amount, Text

if TYPE_CHECKING:
    from generator.plan import Plan


@rule()
def income_adds_up(plan: "Plan") -> Iterator[Finding]:
    """BUD001: Intäkternas poster blir tillsammans intäkternas summa.

    Varför: en summa som skrivs för hand blir gammal när en post ändras. Varje kolumn prövas för
    sig.
    Källa: budgeten i 2017 års plan, 945 000 kr.
    """
    for budget, columns in sound(plan):
        yield from _adds_up("BUD001", "Intäkternas", plan, budget, budget.income, columns)


@rule()
def costs_add_up(plan: "Plan") -> Iterator[Finding]:
    """BUD002: Kostnadernas poster blir tillsammans kostnadernas summa.

    Varför: en summa som skrivs för hand blir gammal när en post ändras. Varje kolumn prövas för
    sig.
    Källa: budgeten i 2017 års plan, 895 000 + 50 000 = 945 000 kr.
    """
    for budget, columns in sound(plan):
        yield from _adds_up("BUD002", "Kostnadernas", plan, budget, budget.costs, columns)


def _adds_up(
    code: str, whose: str, plan: "Plan", budget: Sides, side: Side, columns: Columns
) -> Iterator[Finding]:
    if not plan.is_whole(*side.at):
        return
    what = f"{whose} poster{budget.inside}"
    for label, actual, total in zip(columns.amounts, in_all(side.rows), side.totals, strict=False):
        yield from _wrong_sum(code, what, "summan", budget.kr, label, actual, total)


def _wrong_sum(
    code: str, what: str, whole: str, kr: str, label: str, actual: int, stated: Amount
) -> Iterator[Finding]:
    """What to say of some amounts that come to something else than is stated in a column."""
    if actual != stated:
        column = f" i kolumnen ”{label}”" if label else ""
        message = (
            f"{what} blir {kronor(actual)} {kr}{column}, men {whole} säger {kronor(stated)} {kr}."
        )
        right = typed(actual) if label else f"{_KEYS[whole]}: {typed(actual)}"
        hint = (
            f"Det skiljer {kronor(abs(actual - stated))} {kr}. "
            f"Rätta posten som är fel, eller skriv {right}."
        )
        yield Finding(code, message, stated.at, hint)


_KEYS = {"summan": "summa", "posten": "belopp"}
"""The key of a sum, by what it is called."""


@rule()
def balances(plan: "Plan") -> Iterator[Finding]:
    """BUD003: Intäkternas summa är lika stor som kostnadernas, eller skiljer sig med det resultat
    som planen anger.

    Varför: kommunerna betalar vad verksamheten kostar. Varje kolumn prövas för sig.
    Källa: budgeten i 2017 års plan, där båda sidor är 945 000 kr.
    """
    for budget, columns in sound(plan):
        if plan.is_whole(*budget.at):
            yield from _unbalanced(budget, columns)


def _unbalanced(budget: Sides, columns: Columns) -> Iterator[Finding]:
    """What to say of columns whose sides differ by another result than is stated; where none is
    stated, of the first.
    """
    totals = zip(budget.income.totals, budget.costs.totals, strict=False)
    results = [income - costs for income, costs in totals]
    sums = zip(in_all(budget.income.rows), in_all(budget.costs.rows), strict=False)
    of_rows = [income - costs for income, costs in sums]
    for i, result in enumerate(results):
        stated = budget.result[i] if budget.result else 0
        # Where the rows balance it is a sum that is wrong, and that is told where it stands.
        if stated in (result, *of_rows[i : i + 1]):
            continue
        label = columns.amounts[i]
        column = f" i kolumnen ”{label}”" if label else ""
        if not budget.result:
            yield _without_result(budget, i, column, results)
            return
        own = budget.result[i]
        message = (
            f"Intäkter minus kostnader{budget.inside} blir {kronor(result)} {budget.kr}{column}, "
            f"men resultatet säger {kronor(own)} {budget.kr}."
        )
        right = typed(result) if label else f"resultat: {typed(result)}"
        yield Finding("BUD003", message, own.at, f"Skriv {right}, eller rätta posterna.")


def _without_result(budget: Sides, i: int, column: str, results: Sequence[int]) -> Finding:
    """What to say of a budget whose sides differ, and that states no result."""
    income, costs = budget.income.totals[i], budget.costs.totals[i]
    row = typed(results[0]) if len(results) == 1 else f"[{', '.join(map(typed, results))}]"
    way = f"Rätta posterna, eller lägg till raden  resultat: {row}  sist i budgeten."
    hint = f"Det skiljer {kronor(abs(results[i]))} {budget.kr}. {way}"
    also = ((income.at, "intäkternas summa"),)
    message = (
        f"Intäkterna{budget.inside} är {kronor(income)} {budget.kr} och kostnaderna "
        f"{kronor(costs)} {budget.kr}{column}."
    )
    return Finding("BUD003", message, costs.at, hint, also=also)


@rule()
def rows_are_sound(plan: "Plan") -> Iterator[Finding]:
    """BUD004: Belopp är inte negativa, och två poster på samma sida heter inte likadant.

    Varför: ett minustecken eller en dubblerad rad är nästan alltid ett skrivfel. Delposter under
    olika poster får heta likadant.
    Källa: reglerna för planens budget.
    """
    for budget in plan.of(Sides):
        for _, side in budget.sides:
            seen: dict[tuple[str, ...], Text] = {}
            for names, post in side.posts():
                yield from _negative(budget, post)
                first = seen.setdefault(names, post.called)
                if first is not post.called:
                    yield _twice(post, first)


def _negative(budget: Sides, post: Post) -> Iterator[Finding]:
    amounts = (*post.amounts, *(share for _, share in post.shares))
    negative = next((amount for amount in amounts if amount < 0), None)
    if negative is not None:
        message = f"”{post.called}” har ett negativt belopp, {kronor(negative)} {budget.kr}."
        hint = "Skriv beloppet utan minustecken, på rätt sida av budgeten."
        yield Finding("BUD004", message, negative.at, hint)


def _twice(post: Post, first: Text) -> Finding:
    hint = "Slå ihop raderna, eller ge den ena ett eget namn."
    also = ((first.at, "den första står här"),)
    message = f"Posten ”{post.called}” står två gånger."
    return Finding("BUD004", message, post.called.at, hint, also=also)


@rule()
def fees_are_shared_by_all(plan: "Plan") -> Iterator[Finding]:
    """BUD005: Där avgiften anges per kommun finns alla planens kommuner, och avgifterna blir
    tillsammans postens belopp.

    Varför: en kommun som glöms betalar inte, och de övriga betalar fel.
    Källa: 2017 års plan, där kommittén finansieras gemensamt av kommunerna.
    """
    for budget, columns in sound(plan):
        for post in budget.posts():
            if post.shares and plan.is_whole(*post.at):
                yield from _unshared(plan, budget, columns, post)


def _unshared(plan: "Plan", budget: Sides, columns: Columns, post: Post) -> Iterator[Finding]:
    given = {name for name, _ in post.shares}
    missing = [name for name in plan.members if name not in given]
    total = sum(amount for _, amount in post.shares)
    amount = post.values[columns.now]
    at: Pointer = (*post.at, "per_kommun")
    if missing:
        hint = "Lägg till en rad för varje kommun som saknas."
        message = f"Avgiften per kommun saknar {listing(missing)}."
        yield Finding("BUD005", message, at, hint, on_key=True)
    elif total != amount:
        message = (
            f"Kommunernas avgifter blir {kronor(total)} {budget.kr}, men posten är "
            f"{kronor(amount)} {budget.kr}."
        )
        hint = (
            f"Det skiljer {kronor(abs(total - amount))} {budget.kr}. "
            "Rätta avgifterna eller postens belopp."
        )
        stated = isinstance(amount, Amount)
        place = amount.at if isinstance(amount, Amount) else at
        yield Finding("BUD005", message, place, hint, on_key=not stated)


@rule()
def parts_add_up(plan: "Plan") -> Iterator[Finding]:
    """BUD009: En post med delposter har, om den anger belopp, det som delposterna blir tillsammans.

    Varför: en delsumma som skrivs för hand blir gammal när en delpost ändras.
    Källa: reglerna för planens budget.
    """
    for budget, columns in sound(plan):
        for row in (row for _, side in budget.sides for row in side.rows if row.parts):
            if plan.is_whole(*row.at):
                yield from _wrong_parts(budget, columns, row)


def _wrong_parts(budget: Sides, columns: Columns, row: Row) -> Iterator[Finding]:
    what = f"Delposterna under ”{row.called}”"
    for label, actual, stated in zip(columns.amounts, in_all(row.parts), row.amounts, strict=False):
        yield from _wrong_sum("BUD009", what, "posten", budget.kr, label, actual, stated)


@rule()
def charts_say_something(plan: "Plan") -> Iterator[Finding]:
    """BUD011: Ett diagram har minst två kolumner med belopp, och en sida med minst tre poster.

    Varför: färre staplar säger inget som tabellen inte redan visar.
    Källa: dokumentets mall.
    """
    for budget, columns in sound(plan):
        rows = max(len(side.rows) for _, side in budget.sides)
        is_small = len(columns.amounts) < LEAST_COLUMNS or rows < LEAST_ROWS
        if budget.chart == "ja" and is_small and plan.is_whole(*budget.at):
            message = (
                "Ett diagram behöver minst två kolumner med belopp, och minst "
                "tre poster på en av sidorna."
            )
            hint = "Ta bort raden  diagram: ja."
            yield Finding("BUD011", message, (*budget.at, "diagram"), hint)


RULES: tuple[Rule, ...] = (
    income_adds_up,
    costs_add_up,
    balances,
    rows_are_sound,
    fees_are_shared_by_all,
    amounts_against_last_year,
    columns_are_sound,
    rows_are_whole,
    parts_add_up,
    charts_say_something,
    last_year_is_as_decided,
)
