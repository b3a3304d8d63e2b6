"""The budget: income and costs in whole SEK, and how a row is divided among the members."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from generator.content.kind import Change, Content, RefusedError, Roller, Sum, Writer
from generator.content.record import Key, Kronor, Line, ListOf, Map, Of, Record, key, optional
from generator.content.rule import rule
from generator.findings import Finding, Pointer, Severity
from generator.shown import Heading, Perhaps
from generator.swedish import NBSP, kronor, listing, percent, typed
from generator.values import Amount, Text

if TYPE_CHECKING:
    from generator.plan import Plan

_LARGE_CHANGE = 0.10


class Post(TypedDict):
    """A row: what, and how much."""

    namn: Text
    belopp: Text


class Account(TypedDict):
    """Income, costs, or how a row is divided; `nivå` is its heading's level, `kolumn` what its rows
    are.
    """

    nivå: int
    rubrik: Heading
    kolumn: Text
    rader: list[Post]
    summa: Text


class ShownBudget(TypedDict):
    """The two sides, what is left, and how rows are divided."""

    sidor: list[Account]
    resultat: Perhaps
    fördelning: list[Account]


@dataclass(frozen=True)
class Row(Record):
    """A row in SEK; `shares` are the fees of the members, where given."""

    called: Text = key("post", Line(), "Post", "Postens namn.", "Personal")
    amount: Amount = key(
        "belopp", Kronor(), "Belopp", "Hela kronor: 945 000 eller 945000.", "945 000"
    )
    shares: tuple[tuple[Text, Amount], ...] = optional(
        "per_kommun",
        Map(Kronor(), None, "Avgift", "Avgiften i hela kronor.", "118 125"),
        "Avgift per kommun",
        "Hur posten fördelas på kommunerna. Visas som en egen tabell.",
        {"Norrby": "118 125"},
        empty=(),
    )

    NAME = "row"
    TITLE = "Budgetpost"
    ABOUT = "En post med belopp i hela kronor."
    WHOLE = True


@dataclass(frozen=True)
class Side(Record):
    """Income or costs: the rows and the total that the plan states, in SEK."""

    rows: tuple[Row, ...] = key(
        "poster",
        ListOf(Of(Row)),
        "Poster",
        "En rad per post.",
        [{"post": "Personal", "belopp": "895 000"}],
        empty=(),
        snippet={
            "label": "Ny budgetpost",
            "description": "En post och dess belopp i hela kronor.",
            "body": {"post": "${1:Postens namn}", "belopp": "${2:50 000}"},
        },
    )
    total: Amount = key(
        "summa", Kronor(), "Summa", "Summan av posterna. Kontrolleras mot posterna.", "945 000"
    )

    NAME = "side"
    TITLE = "Intäkter eller kostnader"
    ABOUT = "Poster och deras summa."
    EXAMPLE = {"poster": [{"post": "Personal", "belopp": "945 000"}], "summa": "945 000"}

    @property
    def sum(self) -> int:
        """What the rows come to, in SEK."""
        return sum(row.amount for row in self.rows)


_SIDE_EXAMPLE = Side.EXAMPLE


@dataclass(frozen=True)
class Budget(Content):
    """Income and costs; `result` is income less costs where the plan states it, in SEK."""

    income: Side = key(
        "intäkter", Of(Side), "Intäkter", "Intäkternas poster och deras summa.", _SIDE_EXAMPLE
    )
    costs: Side = key(
        "kostnader", Of(Side), "Kostnader", "Kostnadernas poster och deras summa.", _SIDE_EXAMPLE
    )
    result: Amount | None = optional(
        "resultat", Kronor(), "Resultat", "Intäkter minus kostnader, om de inte ska vara lika.", 0
    )

    NAME = "budget"
    TITLE = "Budget"
    ABOUT = "Intäkter och kostnader i hela kronor."
    EXAMPLE = {"intäkter": _SIDE_EXAMPLE, "kostnader": _SIDE_EXAMPLE}
    shape = ShownBudget
    records = (Side, Row)
    has_headings = True
    ends_in_a_table = True
    compares_its_texts = True

    @property
    def sides(self) -> tuple[tuple[str, Side], ...]:
        """Income and costs, with their Swedish names."""
        return ("Intäkter", self.income), ("Kostnader", self.costs)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of both sides."""
        return (*self.income.rows, *self.costs.rows)

    def show(self, writer: Writer, level: int) -> ShownBudget:
        """The amounts, and the fees of the rows that are divided."""
        sides = [_account(writer, level + 1, name, side) for name, side in self.sides]
        shared = [_fees(writer, level + 1, row) for row in self.rows if row.shares]
        result = writer.amount(self.result) if self.result is not None else Text("", self.at)
        return {"sidor": sides, "resultat": result, "fördelning": shared}

    def summary(self, plan: "Plan") -> Iterator[tuple[str, str]]:
        """The sums: one where income equals costs."""
        income, costs = kronor(self.income.total), kronor(self.costs.total)
        yield (
            "Budget",
            f"{income} kr" if income == costs else f"intäkter {income} kr, kostnader {costs} kr",
        )

    def spent(self) -> Iterator[tuple[Text, Amount]]:
        """The rows of cost."""
        yield from ((row.called, row.amount) for row in self.costs.rows)

    def sums(self) -> Iterator[Sum]:
        """The sums of both sides, and the rows that are divided."""
        for name, side in self.sides:
            for row in side.rows:
                if row.shares:
                    yield Sum(row.amount, sum(share for _, share in row.shares), str(row.called))
            yield Sum(side.total, side.sum, f"summan av {name.lower()}na")

    def asked(self, at: Pointer) -> str:
        """Amounts."""
        return "belopp"

    def _amounts(self) -> Iterator[Amount]:
        for _, side in self.sides:
            yield side.total
            for row in side.rows:
                yield row.amount
                yield from (share for _, share in row.shares)
        if self.result is not None:
            yield self.result

    def next_year(self, roller: Roller) -> None:
        """Last year's amounts stay, each to be confirmed beside what it was."""
        year = roller.plan.year
        for row in self.rows:
            roller.note(row.amount.at, f"bekräfta beloppet ({year}: {typed(row.amount)})")
            if row.shares:
                roller.note((*row.at, "per_kommun"), f"bekräfta avgifterna ({year} års står kvar)")
        if self.result is not None:
            roller.note(self.result.at, f"bekräfta resultatet ({year}: {typed(self.result)})")
        roller.tell("kept", f"budgetens belopp från {year}, att bekräfta")

    def changes(self, older: "Budget | None", old: "Plan", new: "Plan") -> Iterator[Change]:
        """The amounts that changed."""
        if older is None:
            yield from self._alone(new=True)
            return
        for (name, side), (_, before) in zip(self.sides, older.sides, strict=True):
            yield from _side_changes(name, before, side)
        if older.result != self.result:
            yield _change("Resultat", older.result, self.result, self.at)

    def gone(self, old: "Plan", new: "Plan") -> Iterator[Change]:
        """Every amount."""
        yield from self._alone(new=False)

    def _alone(self, *, new: bool) -> Iterator[Change]:
        """Every row as added, or as removed."""
        for name, side in self.sides:
            for row in side.rows:
                before, after = (None, row.amount) if new else (row.amount, None)
                yield _change(f"{name}: {row.called}", before, after, row.amount.at)

    def typed(self, at: Pointer, after: str, plan: "Plan") -> list[tuple[Pointer, str]] | None:
        """The digits of an amount."""
        if all(amount.at != at for amount in self._amounts()):
            return None
        digits = after.translate(str.maketrans("", "", " \u00a0\u202f"))
        if not (digits.isascii() and digits.isdecimal() and len(digits) <= 12):
            raise RefusedError("beloppet skulle inte längre vara ett belopp")
        return [(at, typed(int(digits)))]


def _account(writer: Writer, level: int, name: str, side: Side) -> Account:
    rows: list[Post] = [
        {"namn": writer.line(row.called), "belopp": writer.amount(row.amount)} for row in side.rows
    ]
    return {
        "nivå": level,
        "rubrik": Heading(name, ()),
        "kolumn": Text("Post", ()),
        "rader": rows,
        "summa": writer.amount(side.total),
    }


def _fees(writer: Writer, level: int, row: Row) -> Account:
    rows: list[Post] = [
        {"namn": writer.shown(name, name.at), "belopp": writer.amount(amount)}
        for name, amount in row.shares
    ]
    return {
        "nivå": level,
        "rubrik": writer.heading(row.called),
        "kolumn": Text("Kommun", ()),
        "rader": rows,
        "summa": writer.amount(row.amount),
    }


def _side_changes(title: str, old: Side, new: Side) -> Iterator[Change]:
    before, after = ({row.called.casefold(): row for row in side.rows} for side in (old, new))
    for name in dict.fromkeys((*after, *before)):
        yield from _row_changes(title, before.get(name), after.get(name))
    if old.total != new.total:
        yield _change(f"{title}, summa", old.total, new.total, new.total.at)


def _row_changes(title: str, one: Row | None, other: Row | None) -> Iterator[Change]:
    found = other or one
    if found is None:
        return
    amounts = one.amount if one else None, other.amount if other else None
    if amounts[0] != amounts[1]:
        yield _change(f"{title}: {found.called}", *amounts, found.amount.at)
    shares = [
        {str(name): amount for name, amount in row.shares} if row else {} for row in (one, other)
    ]
    for name in dict.fromkeys((*shares[1], *shares[0])):
        if shares[0].get(name) != shares[1].get(name):
            what = f"{title}: {found.called}, {name}"
            yield _change(what, shares[0].get(name), shares[1].get(name), found.at)


def _change(name: str, before: int | None, after: int | None, at: Pointer) -> Change:
    one, other = (
        f"{kronor(amount)}{NBSP}kr" if amount is not None else "" for amount in (before, after)
    )
    change = (after or 0) - (before or 0)
    share = change / before if before and after is not None else None
    return Change("belopp", name, one, other, at, change, share)


@rule()
def income_adds_up(plan: "Plan") -> Iterator[Finding]:
    """BUD001: Intäkternas poster blir tillsammans intäkternas summa.

    Varför: en summa som skrivs för hand blir gammal när en post ändras.
    Källa: budgeten i 2017 års plan, 945 000 kr.
    """
    for budget in plan.of(Budget):
        yield from _adds_up("BUD001", "Intäkternas", plan, budget.income)


@rule()
def costs_add_up(plan: "Plan") -> Iterator[Finding]:
    """BUD002: Kostnadernas poster blir tillsammans kostnadernas summa.

    Varför: en summa som skrivs för hand blir gammal när en post ändras.
    Källa: budgeten i 2017 års plan, 895 000 + 50 000 = 945 000 kr.
    """
    for budget in plan.of(Budget):
        yield from _adds_up("BUD002", "Kostnadernas", plan, budget.costs)


def _adds_up(code: str, whose: str, plan: "Plan", side: Side) -> Iterator[Finding]:
    if plan.is_whole(*side.at) and side.sum != side.total:
        difference = kronor(abs(side.sum - side.total))
        message = (
            f"{whose} poster blir {kronor(side.sum)} kr, men summan säger {kronor(side.total)} kr."
        )
        hint = f"Det skiljer {difference} kr. Rätta posten som är fel, eller skriv summa: {typed(side.sum)}."
        yield Finding(code, message, side.total.at, hint)


@rule()
def balances(plan: "Plan") -> Iterator[Finding]:
    """BUD003: Intäkternas summa är lika stor som kostnadernas, eller skiljer sig med det resultat
    som planen anger.

    Varför: kommunerna betalar vad verksamheten kostar.
    Källa: budgeten i 2017 års plan, där båda sidor är 945 000 kr.
    """
    for budget in plan.of(Budget):
        result = budget.income.total - budget.costs.total
        if plan.is_whole(*budget.at) and result != (budget.result or 0):
            yield _unbalanced(budget, result)


def _unbalanced(budget: Budget, result: int) -> Finding:
    """What to say of a budget whose sides differ by another `result` than it states."""
    if budget.result is None:
        income, costs = kronor(budget.income.total), kronor(budget.costs.total)
        way = f"Rätta posterna, eller lägg till raden  resultat: {typed(result)}  sist i budgeten."
        hint = f"Det skiljer {kronor(abs(result))} kr. {way}"
        also = ((budget.income.total.at, "intäkternas summa"),)
        message = f"Intäkterna är {income} kr och kostnaderna {costs} kr."
        return Finding("BUD003", message, budget.costs.total.at, hint, also=also)
    message = f"Intäkter minus kostnader blir {kronor(result)} kr, men resultatet säger {kronor(budget.result)} kr."
    return Finding(
        "BUD003",
        message,
        budget.result.at,
        f"Skriv resultat: {typed(result)}, eller rätta posterna.",
    )


@rule()
def rows_are_sound(plan: "Plan") -> Iterator[Finding]:
    """BUD004: Belopp är inte negativa, och två poster på samma sida heter inte likadant.

    Varför: ett minustecken eller en dubblerad rad är nästan alltid ett skrivfel.
    Källa: reglerna för planens budget.
    """
    for budget in plan.of(Budget):
        for _, side in budget.sides:
            yield from _unsound(side)


def _unsound(side: Side) -> Iterator[Finding]:
    seen: dict[str, Text] = {}
    for row in side.rows:
        amounts = (row.amount, *(share for _, share in row.shares))
        negative = next((amount for amount in amounts if amount < 0), None)
        if negative is not None:
            message = f"”{row.called}” har ett negativt belopp, {kronor(negative)} kr."
            hint = "Skriv beloppet utan minustecken, på rätt sida av budgeten."
            yield Finding("BUD004", message, negative.at, hint)
        first = seen.setdefault(row.called.casefold(), row.called)
        if first is not row.called:
            hint, also = (
                "Slå ihop raderna, eller ge den ena ett eget namn.",
                ((first.at, "den första står här"),),
            )
            yield Finding(
                "BUD004", f"Posten ”{row.called}” står två gånger.", row.called.at, hint, also=also
            )


@rule()
def fees_are_shared_by_all(plan: "Plan") -> Iterator[Finding]:
    """BUD005: Där avgiften anges per kommun finns alla planens kommuner, och avgifterna blir
    tillsammans postens belopp.

    Varför: en kommun som glöms betalar inte, och de övriga betalar fel.
    Källa: 2017 års plan, där kommittén finansieras gemensamt av kommunerna.
    """
    for budget in plan.of(Budget):
        for row in budget.rows:
            if row.shares and plan.is_whole(*row.at):
                yield from _unshared(plan, row)


def _unshared(plan: "Plan", row: Row) -> Iterator[Finding]:
    given = {name for name, _ in row.shares}
    missing = [name for name in plan.members if name not in given]
    total = sum(amount for _, amount in row.shares)
    if missing:
        hint, at = "Lägg till en rad för varje kommun som saknas.", (*row.at, "per_kommun")
        yield Finding(
            "BUD005", f"Avgiften per kommun saknar {listing(missing)}.", at, hint, on_key=True
        )
    elif total != row.amount:
        message = (
            f"Kommunernas avgifter blir {kronor(total)} kr, men posten är {kronor(row.amount)} kr."
        )
        hint = f"Det skiljer {kronor(abs(total - row.amount))} kr. Rätta avgifterna eller postens belopp."
        yield Finding("BUD005", message, row.amount.at, hint)


@rule(of_one_year=True, across=True)
def amounts_against_last_year(plan: "Plan", before: "Plan") -> Iterator[Finding]:
    """BUD006: En budgetpost som ändras mot förra året visas, i kronor och procent. Mer än 10
    procent är en varning.

    Varför: kommittén frågar alltid vad som har ändrats, och en siffra som blev fel syns i
    jämförelsen.
    Källa: arbetet med budgeten från år till år.
    """
    for budget, old in zip(plan.of(Budget), before.of(Budget), strict=False):
        for (_, side), (_, last) in zip(budget.sides, old.sides, strict=True):
            yield from _against_last(plan, before, side, last)


def _against_last(plan: "Plan", before: "Plan", side: Side, last: Side) -> Iterator[Finding]:
    now, known = ({row.called.casefold(): row for row in of.rows} for of in (side, last))
    if plan.is_whole(*side.at) and before.is_whole(*last.at):
        for row in (now[name] for name in now if name not in known):
            message = f"Posten ”{row.called}”, {kronor(row.amount)} kr, fanns inte {before.year}."
            yield Finding(
                "BUD006", message, row.called.at, "Bara för kännedom.", severity="information"
            )
        for row in (known[name] for name in known if name not in now):
            message = (
                f"Posten ”{row.called}”, {kronor(row.amount)} kr {before.year}, finns inte i år."
            )
            at = (*side.at, "poster")
            yield Finding(
                "BUD006", message, at, "Bara för kännedom.", severity="information", on_key=True
            )
    for name in now:
        if name in known:
            yield from _changed(now[name], known[name].amount, before.year)


def _changed(row: Row, old: int, year: int) -> Iterator[Finding]:
    """What to say of a row against its amount of another year, in SEK."""
    if old == row.amount:
        return
    change = row.amount - old
    share = f" ({percent(change / old)})" if old else ""
    large = not old or abs(change / old) > _LARGE_CHANGE
    severity: Severity = "varning" if large else "information"
    message = f"”{row.called}” är {kronor(row.amount)} kr, {kronor(old)} kr {year}: {kronor(change, sign=True)} kr{share}."
    hint = "Stämmer ändringen kan den stå kvar." if large else "Bara för kännedom."
    yield Finding("BUD006", message, row.amount.at, hint, severity=severity)


Budget.rules = (
    income_adds_up,
    costs_add_up,
    balances,
    rows_are_sound,
    fees_are_shared_by_all,
    amounts_against_last_year,
)
Budget.place = Key("budget", Of(Budget), "Budget", Budget.ABOUT, Budget.EXAMPLE, must=False)
