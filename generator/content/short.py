"""The year on one page: what the plan says elsewhere, gathered by asking every content of it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypedDict

from generator.content.kind import Content, Held, Writer
from generator.content.lines import NAME, Line
from generator.content.record import Key, Of, Record, key, optional
from generator.content.rule import rule
from generator.findings import Edit, Finding
from generator.shown import Cells, Heading, Perhaps, echo
from generator.swedish import MONTHS, NBSP, closest, is_slip, kronor, listing
from generator.values import Amount, Text

if TYPE_CHECKING:
    from generator.plan import Plan
    from generator.plan.decision import Decision

_WHOLE_BAR = 1000
"""The length of a bar that is all of it."""
_NOTHING = "–"
_NAME_WIDTH, _MONTH_WIDTH = 210, 64


class Fact(TypedDict):
    """Something in a word or two, with what it is called."""

    namn: Text
    värde: Text


class Month(TypedDict):
    """A group's days of a month, and who hosts them; a dash where there is none."""

    dag: Text
    värd: Perhaps


class GridRow(TypedDict):
    """A group, month by month."""

    namn: Text
    månader: list[Month]


class Grid(TypedDict):
    """The groups by the months of the year; the widths are in proportion to each other."""

    bredder: list[int]
    huvud: Cells
    rader: list[GridRow]


class Cost(TypedDict):
    """A cost, the length of its bar in thousandths of them all, and both in words."""

    namn: Text
    andel: Text
    bredd: int
    belopp: Text


class Short(TypedDict):
    """The year on a page; each list has a heading of its own, on the level `nivå`."""

    nivå: int
    fakta: list[Fact]
    dagrubrik: Heading
    dagar: Grid
    lista: list["Listed"]
    budget: list["Costs"]
    värdar: list["Hosting"]


class Listed(TypedDict):
    """Sections of a sort, by their headings."""

    rubrik: Heading
    punkter: list[Text]


class Costs(TypedDict):
    """The costs of a budget."""

    rubrik: Heading
    poster: list[Cost]


class Hosting(TypedDict):
    """Who hosts in turn."""

    rubrik: Heading
    turer: list[Fact]


class Sort(Record):
    """The sections of a sort, under a heading."""

    caption: Text = key("rubrik", Line(), "Rubrik", "Rubriken ovanför listan.", "Årets målområden")
    kind: Text = key("slag", NAME, "Slag", "Vilka avsnitt: deras slag i planen.", "målområde")

    NAME = "sort"
    TITLE = "Avsnitt att lista"
    ABOUT = "Rubrikerna till planens avsnitt av ett slag."
    EXAMPLE = {"rubrik": "Årets målområden", "slag": "målområde"}


class YearInShort(Content):
    """The year on one page."""

    sort: Sort | None = optional(
        "lista", Of(Sort), "Lista", "Avsnitt som ska räknas upp, efter sitt slag.", Sort.EXAMPLE
    )

    NAME = "year_in_short"
    TITLE = "Året i korthet"
    ABOUT = "Planen på en sida: beslutet, dagarna, kostnaderna och värdarna, hämtade ur planen."
    EXAMPLE = {"lista": Sort.EXAMPLE}
    shape = Short
    records = (Sort,)
    has_headings = True

    def show(self, writer: Writer, level: int) -> Short:
        """What the plan says, in short."""
        return {
            "nivå": level + 1,
            "fakta": list(_facts(writer)),
            "dagrubrik": Heading("Årets dagar", ()),
            "dagar": _grid(writer),
            "lista": list(self._listed(writer)),
            "budget": list(_costs(writer)),
            "värdar": list(_hosting(writer)),
        }

    def _listed(self, writer: Writer) -> Iterator[Listed]:
        if self.sort is None:
            return
        wanted = self.sort.kind.casefold()
        titles = [
            echo(writer.line(title))
            for kind, title in _sorted(writer.plan)
            if kind.casefold() == wanted
        ]
        if titles:
            yield {"rubrik": writer.heading(self.sort.caption), "punkter": titles}

    def headings(self) -> Iterator[Text]:
        """That of its list."""
        if self.sort:
            yield self.sort.caption


def _sorted(plan: "Plan") -> Iterator[tuple[str, Text]]:
    """All that is of some sort, in the order of the plan: the sort, and the heading."""
    for section, _ in plan.sections():
        if section.kind:
            yield section.kind, section.title
    for content in plan.contents():
        yield from content.counted()


def _facts(writer: Writer) -> Iterator[Fact]:
    """The decision or the draft, its number, and the sum of the costs."""
    plan = writer.plan
    decision, draft = plan.decision, plan.draft
    if plan.decided and decision:
        yield from _decided(writer, decision)
    elif not plan.decided and draft:
        yield _fact("Utkast", writer.shown(f"version {draft.version}", (*draft.at, "version")))
    for called, value in decision.facts_of(decided=plan.decided) if decision else ():
        if isinstance(value, Text):
            yield _fact(called, writer.line(value))
    whole = sum(amount for content in plan.contents() for _, amount in content.spent(plan))
    if whole:
        yield _fact("Budget", Text(f"{kronor(whole)}{NBSP}kr", ()))


def _decided(writer: Writer, decision: "Decision") -> Iterator[Fact]:
    """The words and the day of the decision, as the title page has them."""
    day = str(decision.day) if decision.day else ""
    if decision.words:
        words = f"{writer.line(decision.words)} {day}".rstrip()
        yield _fact("Beslut", writer.shown(words, decision.words.at))
    elif decision.day:
        yield _fact("Beslutad", writer.shown(day, decision.day.at))


def _fact(called: str, value: Text) -> Fact:
    return {"namn": Text(called, ()), "värde": echo(value)}


def _grid(writer: Writer) -> Grid:
    """Each group that is held some day of the year."""
    groups: dict[Text, list[Held]] = {}
    for content in writer.plan.contents():
        for held in content.held(writer.plan):
            groups.setdefault(held.called, []).append(held)
    rows: list[GridRow] = []
    for called, every in groups.items():
        months = [_month(writer, every, number) for number in range(1, len(MONTHS) + 1)]
        rows.append({"namn": echo(writer.line(called)), "månader": months})
    head = [Text(month[:3], ()) for month in MONTHS]
    return {
        "bredder": [_NAME_WIDTH, *[_MONTH_WIDTH] * len(MONTHS)],
        "huvud": {"först": Text("Grupp", ()), "celler": head},
        "rader": rows,
    }


def _month(writer: Writer, every: list[Held], number: int) -> Month:
    """'16–17' and who hosts it; of several in a month each."""
    some = [held for held in every if held.first.month == number]
    if not some:
        return {"dag": Text(_NOTHING, ()), "värd": Text("", ())}
    places = [day.at for held in some for day in (held.first, held.last) if day]
    hosts = [host for held in some for host in _hosts(held)]
    words = ", ".join(map(str, hosts))
    named = writer.shown(words, *[host.at for host in hosts]) if hosts else Text("", ())
    return {
        "dag": echo(writer.shown(", ".join(map(_days, some)), *places)),
        "värd": echo(named),
    }


def _days(held: Held) -> str:
    """Of ”16–17 augusti” the column tells the month; a day of it may not be known yet."""
    if not held.first.day:
        return "dag?"
    if held.last and held.last.month != held.first.month:
        return f"{held.first.day}–{held.last.day}/{held.last.month}"
    return held.words.partition(NBSP)[0]


def _hosts(held: Held) -> tuple[Text, ...]:
    return (Text("värd?", held.undecided.at),) if held.undecided else held.hosts


def _costs(writer: Writer) -> Iterator[Costs]:
    """Each cost against all of them."""
    rows = [row for content in writer.plan.contents() for row in content.spent(writer.plan)]
    whole = sum(amount for _, amount in rows)
    if whole > 0:
        yield {
            "rubrik": Heading("Kostnader", ()),
            "poster": [_cost(writer, name, amount, amount / whole) for name, amount in rows],
        }


def _cost(writer: Writer, name: Text, amount: Amount, share: float) -> Cost:
    words = f"{kronor(amount)}{NBSP}kr"
    return {
        "namn": echo(writer.line(name)),
        "andel": Text(f"{share * 100:.0f}{NBSP}%", ()),
        "bredd": round(_WHOLE_BAR * share),
        "belopp": echo(writer.shown(words, amount.at)),
    }


def _hosting(writer: Writer) -> Iterator[Hosting]:
    """The hosts of the year in each cycle, in turn."""
    turns: list[Fact] = []
    for name, held in writer.plan.cycles.items():
        hosts = [
            str(turn.host)
            for turn in held
            if turn.host and turn.order[0] == writer.plan.year and not turn.is_a_year
        ]
        if hosts:
            turns.append(_fact(name.capitalize(), Text(", ".join(dict.fromkeys(hosts)), ())))
    if turns:
        yield {"rubrik": Heading("Värdar i tur och ordning", ()), "turer": turns}


_ANOTHER_SORT = "Skriv  slag: …  under rubrikerna som ska räknas upp, eller ta bort hela  lista."


@rule()
def what_is_listed_is_there(plan: "Plan") -> Iterator[Finding]:
    """KOR001: Listan i året i korthet räknar upp avsnitt eller mål som planen har.

    Varför: en lista över det som ingen har skrivit, eller som är felstavat, försvinner ur
    dokumentet med sin rubrik.
    Källa: planens egna ord.
    """
    kinds = {kind.casefold(): kind for kind, _ in _sorted(plan)}
    for short in plan.of(YearInShort):
        wanted = short.sort.kind if short.sort else None
        if wanted is None or wanted.casefold() in kinds or not plan.is_whole():
            continue
        message = f"Planen har inget av slaget ”{wanted}”, så listan visas inte."
        meant = closest(wanted, list(kinds.values()))
        # Words that are only somewhat alike may mean another sort.
        repair = (Edit(meant),) if meant and is_slip(wanted, meant) else ()
        hint = _ANOTHER_SORT
        if meant:
            hint = f"Menade du {meant}?"
        elif kinds:
            known = listing(kinds.values(), "eller")
            hint = f"Skriv ett slag som planen har ({known}), eller ta bort hela  lista."
        yield Finding("KOR001", message, wanted.at, hint, repair=repair)


YearInShort.rules = (what_is_listed_is_there,)
YearInShort.place = Key(
    "året_i_korthet",
    Of(YearInShort),
    "Året i korthet",
    YearInShort.ABOUT,
    YearInShort.EXAMPLE,
    must=False,
)
