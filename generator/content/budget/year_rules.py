"""The rules of a budget against last year's: what has changed, and what was decided."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.content.budget.column_rules import sound
from generator.content.budget.records import Post, Side, Sides
from generator.content.rule import rule
from generator.findings import Finding, Pointer, Severity
from generator.swedish import kronor, percent, typed
from generator.values import Amount, Text

if TYPE_CHECKING:
    from generator.plan import Plan

_LARGE_CHANGE = 0.10
_KNOWN = "Bara för kännedom."


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


def _place(post: Post, column: int) -> Pointer:
    """Where the amount of a row stands; its name, where its parts make it up."""
    return post.amounts[column].at if post.amounts else post.called.at


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
