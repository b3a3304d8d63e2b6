"""What changed in a budget: its columns, and the amount of each row in each of them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.content.budget.records import Post, Side, Sides, later
from generator.content.kind import Change
from generator.findings import Pointer
from generator.swedish import NBSP, kronor
from generator.values import Amount

if TYPE_CHECKING:
    from generator.plan import Plan


def alone(budget: Sides, plan: "Plan", *, new: bool) -> Iterator[Change]:
    """Every row of this year's column as added, or as removed."""
    now = budget.columns(plan.year).now
    for name, side in budget.sides:
        for _, post in side.posts():
            told = _Told(f"{name}: {_path(side, post)}", _at(post, now))
            amount = _Priced(post.values[now], budget)
            yield told.change(*((None, amount) if new else (amount, None)))


def changes(budget: Sides, older: Sides, old: "Plan", new: "Plan") -> Iterator[Change]:
    """What changed between the budgets of two plans."""
    yield from _Compared(budget, older, old.year, new.year).changes()


class _Priced:
    """An amount in the unit of its budget."""

    def __init__(self, amount: int, budget: Sides) -> None:
        self.kronor = amount * budget.worth
        self.words = f"{kronor(amount)}{NBSP}{budget.kr}"


class _Told:
    """What an amount is called where its change is told, and where it stands."""

    def __init__(self, name: str, at: Pointer) -> None:
        self._name, self._at = name, at

    def change(self, before: _Priced | None, after: _Priced | None) -> Change:
        """The change from one amount to another."""
        one, other = (priced.words if priced else "" for priced in (before, after))
        old, new = (priced.kronor if priced else 0 for priced in (before, after))
        share = (new - old) / old if old and after else None
        return Change("belopp", self._name, one, other, self._at, new - old, share)


class _Compared:
    """A budget and an older one."""

    def __init__(self, budget: Sides, older: Sides, before: int, after: int) -> None:
        self._budget, self._older = budget, older
        self._old, self._new = older.columns(before), budget.columns(after)
        self._ahead = after - before
        self._pairs = list(self._paired())

    def _paired(self) -> Iterator[tuple[str, int, int]]:
        """The columns that both have, each with its heading as it is told: the plan's own year
        ('') and those of the same heading.
        """
        yield "", self._old.now, self._new.now
        old = [label.casefold() for label in self._old.amounts]
        for i, label in enumerate(self._new.amounts):
            place = old.index(label.casefold()) if label.casefold() in old else None
            if place is not None and (place, i) != (self._old.now, self._new.now):
                yield f", {label}", place, i

    def changes(self) -> Iterator[Change]:
        """The columns, the amounts of each row, the sums and the result."""
        yield from self._columns()
        for (name, side), (_, last) in zip(self._budget.sides, self._older.sides, strict=True):
            before, after = dict(last.posts()), dict(side.posts())
            for names in dict.fromkeys((*after, *before)):
                yield from self._rows(name, (last, before.get(names)), (side, after.get(names)))
            yield from self._sums(f"{name}, summa", last.totals, side.totals)
        yield from self._sums("Resultat", self._older.result, self._budget.result)

    def _columns(self) -> Iterator[Change]:
        """The columns that are new, or gone, other than by the turn of the year."""
        old = {later(label, self._ahead).casefold(): label for label in self._old.labels}
        new = {label.casefold(): label for label in self._new.labels}
        for name in (name for name in new if name not in old):
            yield Change("kolumn", "kolumn", "", str(new[name]), new[name].at)
        for name in (name for name in old if name not in new):
            yield Change("kolumn", "kolumn", str(old[name]), "", old[name].at)

    def _rows(
        self, title: str, one: tuple[Side, Post | None], other: tuple[Side, Post | None]
    ) -> Iterator[Change]:
        """The amounts of a row, and the fees that it is divided into."""
        last, now = one[1], other[1]
        side, post = other if now else one
        if post is None:
            return
        path = f"{title}: {_path(side, post)}"
        for column, place, i in self._pairs if last and now else self._pairs[:1]:
            was = _Priced(last.values[place], self._older) if last else None
            own = _Priced(now.values[i], self._budget) if now else None
            at = _at(post, i if now else place)
            yield from self._if_changed(f"{path}{column}", was, own, at)
        before, after = _fees(last, self._older), _fees(now, self._budget)
        for name in dict.fromkeys((*after, *before)):
            told = f"{path}, {name}"
            yield from self._if_changed(told, before.get(name), after.get(name), post.at)

    def _sums(
        self, name: str, last: tuple[Amount, ...], totals: tuple[Amount, ...]
    ) -> Iterator[Change]:
        for column, place, i in self._pairs:
            before = _Priced(last[place], self._older) if last else None
            after = _Priced(totals[i], self._budget) if totals else None
            at = totals[i].at if totals else self._budget.at
            yield from self._if_changed(f"{name}{column}", before, after, at)

    def _if_changed(
        self, name: str, before: _Priced | None, after: _Priced | None, at: Pointer
    ) -> Iterator[Change]:
        values = [priced.kronor if priced else None for priced in (before, after)]
        if values[0] != values[1]:
            yield _Told(name, at).change(before, after)


def _path(side: Side, post: Post) -> str:
    """A row as it is told: after the row that it is part of."""
    above = (f"{row.called}, " for row in side.rows for part in row.parts if part is post)
    return "".join(above) + post.called


def _fees(post: Post | None, budget: Sides) -> dict[str, _Priced]:
    """What each member pays of a row; nothing of one that is not there."""
    shares = post.shares if post else ()
    return {str(name): _Priced(fee, budget) for name, fee in shares}


def _at(post: Post, column: int) -> Pointer:
    """Where an amount of a row stands; the row itself where its parts make it up."""
    return post.amounts[column].at if post.amounts else post.at
