"""The budget: income and costs in whole SEK or thousands, over one year or several, and how a row
is divided among the members.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.content.budget import rules
from generator.content.budget.records import Sides, in_all
from generator.content.budget.show import ShownBudget, shown
from generator.content.kind import Change, RefusedError, Roller, Sum, Typed, Writer
from generator.content.record import Key, Of
from generator.findings import Pointer
from generator.swedish import kronor, typed
from generator.values import Amount, Text

if TYPE_CHECKING:
    from generator.plan import Plan

__all__ = ["Budget"]


class Budget(Sides):
    """The sides of a budget, and what becomes of them."""

    shape = ShownBudget
    has_headings = True
    ends_in_a_table = True

    def show(self, writer: Writer, level: int) -> ShownBudget:
        """The amounts, and the fees of the rows that are divided."""
        return shown(self, writer, level)

    def summary(self, plan: "Plan") -> Iterator[tuple[str, str]]:
        """The sums of the plan's year: one where income equals costs."""
        now = self.columns(plan.year).now
        income, costs = kronor(self.income.totals[now]), kronor(self.costs.totals[now])
        both = f"intäkter {income} {self.kr}, kostnader {costs} {self.kr}"
        name = self.named.capitalize() if self.named else "Budget"
        yield name, f"{income} {self.kr}" if income == costs else both

    def spent(self, plan: "Plan") -> Iterator[tuple[Text, Amount]]:
        """The rows of cost."""
        now = self.columns(plan.year).now
        for row in self.costs.rows:
            at = row.amounts[now].at if row.amounts else row.at
            yield row.called, Amount(row.values[now] * self.worth, at)

    def sums(self, plan: "Plan") -> Iterator[Sum]:
        """The sums of both sides, of rows with parts and of rows that are divided."""
        columns = self.columns(plan.year)
        for name, side in self.sides:
            for row in side.rows:
                yield from self._every(row.amounts, in_all(row.parts), str(row.called))
            what = f"summan av {name.lower()}na{self.inside}"
            yield from self._every(side.totals, in_all(side.rows), what)
        for post in self.posts():
            if post.shares and post.amounts:
                fees = sum(share for _, share in post.shares)
                yield Sum(post.amounts[columns.now], fees, str(post.called), self.kr)

    def _every(
        self, stated: tuple[Amount, ...], actual: tuple[int, ...], name: str
    ) -> Iterator[Sum]:
        """A sum in each column."""
        for own, value in zip(stated, actual, strict=False):
            yield Sum(own, value, name, self.kr)

    def asked(self, at: Pointer) -> str:
        """Amounts."""
        return "belopp"

    def next_year(self, roller: Roller) -> None:
        """The columns move a year; what nobody has decided is to be confirmed."""
        from generator.content.budget import next_year

        next_year.roll(self, roller)

    def changes(self, older: "Budget | None", old: "Plan", new: "Plan") -> Iterator[Change]:
        """The amounts that changed."""
        from generator.content.budget import change

        if older is None:
            yield from change.alone(self, new, new=True)
        else:
            yield from change.changes(self, older, old, new)

    def tells_of(self) -> Iterator[Pointer]:
        """All of it."""
        yield self.at

    def gone(self, old: "Plan", new: "Plan") -> Iterator[Change]:
        """Every amount."""
        from generator.content.budget import change

        yield from change.alone(self, old, new=False)

    def typed(self, at: Pointer, after: str, plan: "Plan") -> Typed | None:
        """The digits of an amount, in the unit of the budget; the words of a column."""
        if any(label.at == at for label in self.labels):
            return [(at, after)]
        own = next((amount for amount in self._amounts() if amount.at == at), None)
        if own is None:
            return None
        from generator import written

        number = written.amount(after, self.kr)
        if number is None or (number < 0 <= own):
            raise RefusedError(
                f"beloppet skulle inte längre vara ett belopp i hela {self.kr}; skriv det i filen"
            )
        return [(at, typed(number))]

    def _amounts(self) -> Iterator[Amount]:
        for _, _, amounts in self.stated():
            yield from amounts
        for post in self.posts():
            yield from (share for _, share in post.shares)


Budget.rules = rules.RULES
Budget.place = Key("budget", Of(Budget), "Budget", Budget.ABOUT, Budget.EXAMPLE, must=False)
