"""The rules of a budget: its sums, its sides, and last year's amounts."""

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
from generator.content.rule import Rule, rule
from generator.findings import Finding, Pointer, Severity
from generator.swedish import kronor, listing, percent, typed
from generator.values import Amount, Text

if TYPE_CHECKING:
    from generator.plan import Plan

_LARGE_CHANGE = 0.10


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


@rule(of_one_year=True, across=True)
def amounts_against_last_year(plan: "Plan", before: "Plan") -> Iterator[Finding]:
    """BUD006: En budgetpost som ändras mot förra året visas, i kronor och procent. Mer än 10
    procent är en varning.

    Varför: kommittén frågar alltid vad som har ändrats, och en siffra som blev fel syns i
    jämförelsen.
    Källa: arbetet med budgeten från år till år.
    """
    for budget, old in _in_pairs(plan, before):
        for (_, side), (_, last) in zip(budget.sides, old.sides, strict=True):
            yield from _Years(plan, before, budget, old).against(side, last)


def _in_pairs(plan: "Plan", before: "Plan") -> Iterator[tuple[Sides, Sides]]:
    """Each budget with last year's: the one of its name, else the next of those that no name has
    taken; two that are called differently are not the same.
    """
    now = [budget for budget, _ in sound(plan)]
    last = [budget for budget, _ in sound(before)]
    by_name = {str(budget.named): budget for budget in last if budget.named}
    names = {str(budget.named) for budget in now if budget.named}
    left = [budget for budget in last if str(budget.named) not in names]
    for budget in now:
        own = by_name.get(str(budget.named)) if budget.named else None
        if own is None and left and not (budget.named and left[0].named):
            own = left.pop(0)
        if own is not None:
            yield budget, own


class _Years:
    """A budget of two years, whose amounts may be in different units."""

    def __init__(self, plan: "Plan", before: "Plan", budget: Sides, old: Sides) -> None:
        self._plan, self._before, self._budget, self._old = plan, before, budget, old
        self._now = budget.columns(plan.year).now
        self._last = old.columns(before.year).now

    def against(self, side: Side, last: Side) -> Iterator[Finding]:
        """The rows of this year that are new, gone or changed."""
        now, known = (dict(of.posts()) for of in (side, last))
        year, kr = self._before.year, self._budget.kr
        if self._plan.is_whole(*side.at) and self._before.is_whole(*last.at):
            for post in (now[names] for names in now if names not in known):
                amount = kronor(post.values[self._now])
                message = f"Posten ”{post.called}”, {amount} {kr}, fanns inte {year}."
                yield Finding("BUD006", message, post.called.at, _KNOWN, severity="information")
            for post in (known[names] for names in known if names not in now):
                amount = kronor(post.values[self._last])
                message = (
                    f"Posten ”{post.called}”, {amount} {self._old.kr} {year}, finns inte i år."
                )
                at = (*side.at, "poster")
                yield Finding("BUD006", message, at, _KNOWN, severity="information", on_key=True)
        for names in now:
            if names in known:
                yield from self._changed(now[names], known[names])

    def _changed(self, post: Post, last: Post) -> Iterator[Finding]:
        """What to say of a row against its amount of another year."""
        amount = post.values[self._now]
        old = last.values[self._last] * self._old.worth / self._budget.worth
        if old == amount:
            return
        kr = self._budget.kr
        change = round(amount - old)
        share = f" ({percent(change / old)})" if old else ""
        large = not old or abs(change / old) > _LARGE_CHANGE
        severity: Severity = "varning" if large else "information"
        message = (
            f"”{post.called}” är {kronor(amount)} {kr}, {kronor(round(old))} {kr} "
            f"{self._before.year}: {kronor(change, sign=True)} {kr}{share}."
        )
        hint = "Stämmer ändringen kan den stå kvar." if large else _KNOWN
        yield Finding("BUD006", message, _place(post, self._now), hint, severity=severity)


_KNOWN = "Bara för kännedom."


def _place(post: Post, column: int) -> Pointer:
    """Where the amount of a row stands; its name, where its parts make it up."""
    return post.amounts[column].at if post.amounts else post.called.at


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


@rule(excusable=True, of_one_year=True, across=True)
def last_year_is_as_decided(plan: "Plan", before: "Plan") -> Iterator[Finding]:
    """BUD010: Kolumnen med förra årets budget har de belopp som stod i förra årets plan.

    Varför: den som jämför åren ska jämföra med det som gällde.
    Källa: förra årets plan. Har kommittén ändrat budgeten under året kan kolumnen heta något annat,
    till exempel Reviderad budget 2026, eller avvikelsen godtas (undantag).
    """
    for budget, old in _in_pairs(plan, before):
        yield from _as_decided(plan, before, budget, old)


def _as_decided(plan: "Plan", before: "Plan", budget: Sides, old: Sides) -> Iterator[Finding]:
    columns, decided = budget.columns(plan.year), old.columns(before.year)
    called = decided.amounts[decided.now].casefold() or f"budget {before.year}"
    place = next((i for i, label in enumerate(columns.amounts) if label.casefold() == called), None)
    if place is None:
        return
    for (name, side), (_, last) in zip(budget.sides, old.sides, strict=True):
        known = dict(last.posts())
        pairs = [
            (f"”{post.called}”", post.amounts, known[names].values)
            for names, post in side.posts()
            if names in known and post.amounts
        ]
        pairs.append((f"{name}nas summa{budget.inside}", side.totals, last.totals))
        for what, amounts, values in pairs:
            wanted = values[decided.now] * old.worth / budget.worth
            if plan.is_whole(*amounts[place].at) and abs(amounts[place] - wanted) >= 1:
                yield _not_decided(
                    what,
                    columns.amounts[place],
                    amounts[place],
                    round(wanted),
                    budget.kr,
                    before.year,
                )


def _not_decided(
    what: str, label: Text, amount: Amount, wanted: int, kr: str, year: int
) -> Finding:
    message = (
        f"{what} är {kronor(amount)} {kr} i kolumnen ”{label}”, men "
        f"{kronor(wanted)} {kr} i planen för {year}."
    )
    hint = f"Skriv {typed(wanted)}. Är budgeten ändrad under året: kalla kolumnen något annat."
    return Finding("BUD010", message, amount.at, hint)


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
