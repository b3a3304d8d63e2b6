"""A budget in its next year's plan: what was decided becomes last year's column, what was planned a
proposal.
"""

from collections.abc import Iterator, Sequence

from generator.content.budget.records import Columns, Post, Sides, later, years_of
from generator.content.kind import Roller
from generator.swedish import typed
from generator.values import Amount


def roll(budget: Sides, roller: Roller) -> None:
    """Carry a budget into the next year."""
    if budget.labels:
        _Columns(budget, roller).roll()
    else:
        _keep(budget, roller)


def _keep(budget: Sides, roller: Roller) -> None:
    """Last year's amounts stay, each to be confirmed beside what it was."""
    year = roller.plan.year
    for post in budget.posts():
        for amount in post.amounts:
            roller.note(amount.at, f"bekräfta beloppet ({year}: {typed(amount)})")
        if post.shares:
            roller.note((*post.at, "per_kommun"), f"bekräfta avgifterna ({year} års står kvar)")
    for amount in budget.result:
        roller.note(amount.at, f"bekräfta resultatet ({year}: {typed(amount)})")
    roller.tell("kept", f"{_called(budget)} belopp från {year}, att bekräfta")


def _called(budget: Sides) -> str:
    return f"{budget.named}s" if budget.named else "budgetens"


def _divided(whole: int, shares: Sequence[int]) -> list[int]:
    """A whole in the proportions of some shares, in whole numbers; what rounding leaves goes to
    those that lost most by it.
    """
    of = sum(shares)
    if of == whole or not of:
        return list(shares)
    parts = [whole * share // of for share in shares]
    by_loss = sorted(range(len(shares)), key=lambda i: whole * shares[i] % of, reverse=True)
    for i in by_loss[: whole - sum(parts)]:
        parts[i] += 1
    return parts


class _Columns:
    """The columns of a budget, each with what its amounts come from in the next year."""

    def __init__(self, budget: Sides, roller: Roller) -> None:
        self._budget, self._roller = budget, roller
        self._old: Columns = budget.columns(roller.plan.year)
        self._names = [later(label, roller.ahead) for label in self._old.amounts]

    def roll(self) -> None:
        """Move the columns' years and amounts; what nobody has decided yet is to be confirmed, what
        nobody knows yet to be filled in.
        """
        for label in self._budget.labels:
            if later(label, self._roller.ahead) != label:
                self._roller.retype(label.at, later(label, self._roller.ahead))
        for post in self._budget.posts():
            self._amounts(post.amounts)
            self._fees(post)
        for _, side in self._budget.sides:
            self._amounts(side.totals, ask=False)
        self._amounts(self._budget.result)
        self._tell()

    def _amounts(self, amounts: Sequence[Amount], *, ask: bool = True) -> None:
        """Move the amounts of a row; sums are not asked for, they follow from the rows."""
        for column, amount in enumerate(amounts):
            source = self._source(column)
            value = 0 if source is None else amounts[source]
            if value != amount:
                self._roller.retype(amount.at, typed(value))
            for words in self._questions(column, source, amounts) if ask else ():
                self._roller.note(amount.at, words)

    def _fees(self, post: Post) -> None:
        """The fees of a row follow its new amount, each member with the part that it had."""
        now = self._old.now
        source = self._source(now)
        if not post.shares or source is None:
            return
        shares = [amount for _, amount in post.shares]
        for old, new in zip(shares, _divided(post.values[source], shares), strict=True):
            if new != old:
                self._roller.retype(old.at, typed(new))
        words = f"bekräfta avgifterna (delade som {self._roller.plan.year})"
        self._roller.note((*post.at, "per_kommun"), words)

    def _source(self, column: int) -> int | None:
        """The column that a column takes its amounts from: the one that says the same already, for
        the new year what was planned for it, or what is; None for what nobody knows yet.
        """
        old = [label.casefold() for label in self._old.amounts]
        if self._names[column].casefold() in old:
            return old.index(self._names[column].casefold())
        if column == self._old.now:
            planned = (i for i, label in enumerate(old) if self._roller.year in years_of(label))
            return next(planned, column)
        is_past = max(years_of(self._names[column]), default=self._roller.year) < self._roller.year
        return None if is_past else column

    def _questions(
        self, column: int, source: int | None, amounts: Sequence[Amount]
    ) -> Iterator[str]:
        """What a person is asked about the amount of a row in a column."""
        name = self._names[column]
        if source is None:
            yield f"skriv {name}"
        elif column == self._old.now or self._names[column] == self._old.amounts[column]:
            known = f"{self._old.amounts[source]}: {typed(amounts[source])}"
            yield f"bekräfta {name} ({known})"
        elif source == column:
            yield f"bekräfta {name}"

    def _tell(self) -> None:
        for column, name in enumerate(self._names):
            source = self._source(column)
            if source is None:
                self._roller.tell("left_out", f"{name}: beloppen, att fylla i")
            elif source == column or column == self._old.now:
                told = f"{name}: belopp från {self._old.amounts[source]}, att bekräfta"
                self._roller.tell("proposed", told)
            else:
                self._roller.tell(
                    "moved", f"{name}: beloppen ur planen för {self._roller.plan.year}"
                )
