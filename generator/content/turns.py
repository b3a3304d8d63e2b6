"""Who hosts something year after year: a table of years and members."""

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, TypedDict

from generator.content.kind import Change, Content, RefusedError, Roller, Turn, Typed, Writer
from generator.content.lines import NAME, Line
from generator.content.record import Key, Map, Of, key
from generator.content.rule import rule
from generator.content.scalars import Member
from generator.findings import Finding, Pointer
from generator.shown import Perhaps
from generator.swedish import genitive, in_words
from generator.values import Text

if TYPE_CHECKING:
    from generator.plan import Plan


class HostRow(TypedDict):
    """A year and its host."""

    år: Text
    värd: Text


class Hosts(TypedDict):
    """The hosts of the years."""

    rubrik: Perhaps
    rader: list[HostRow]


class HostTable(Content):
    """Who hosts each year, a cycle of as many years as the plan has members."""

    called: Text = key(
        "namn",
        NAME,
        "Namn",
        "Vad turordningen kallas, i kalendern och i texter: {dialogens värd}.",
        "dialogen",
    )
    caption: Text | None = key(
        "rubrik", Line(), "Tabellrubrik", "Raden ovanför tabellen.", "Värdkommun för dialogen"
    )
    pairs: tuple[tuple[Text, Text], ...] = key(
        "år",
        Map(Member(), "^20[0-9]{2}$", "Värdkommun", "Värdkommun det året.", "Norrby"),
        "Åren",
        "Ett år och en kommun per rad, i följd från planens år, lika många som kommunerna.",
        {"2018": "Norrby"},
        empty=(),
        snippet={
            "label": "Ny värdkommun",
            "description": "Ett år och kommunen som då är värd.",
            "body": {"${1:2025}": "${2:Kommun}"},
        },
    )

    NAME = "host_table"
    TITLE = "Värdkommuner"
    ABOUT = "En tabell över vem som är värd vilket år."
    EXAMPLE = {"namn": "dialogen", "rubrik": "Värdkommun för dialogen", "år": {"2018": "Norrby"}}
    shape = Hosts
    ends_in_a_table = True

    @property
    def years(self) -> list[tuple[int, Text]]:
        """Each year with its host."""
        return [(int(year), host) for year, host in self.pairs if year.isdecimal()]

    def show(self, writer: Writer, level: int) -> Hosts:
        """The table."""
        rows: list[HostRow] = [
            {"år": writer.shown(str(year), host.at), "värd": writer.shown(host, host.at)}
            for year, host in self.years
        ]
        return {
            "rubrik": writer.line(self.caption) if self.caption else Text("", self.at),
            "rader": rows,
        }

    def summary(self, plan: "Plan") -> Iterator[tuple[str, str]]:
        """The year's host."""
        host = dict(self.years).get(plan.year)
        if host:
            yield self.called.capitalize(), host

    def facts(self, plan: "Plan") -> Iterator[tuple[str, Text | None]]:
        """The year's host: {dialogens värd}."""
        if self.called:
            yield f"{genitive(self.called)} värd", dict(self.years).get(plan.year)

    def listed(self, name: str, year: int) -> Text | None:
        """The host of a year."""
        return dict(self.years).get(year) if name == self.called else None

    def lists(self) -> Iterator[str]:
        """The cycle's name."""
        yield str(self.called)

    def turns(self) -> Iterator[tuple[str, Turn]]:
        """A turn for each year."""
        for year, host in self.years if self.called else ():
            yield self.called, Turn(host, f"{self.called} {year}", (year, 0, 0), self.called, 0)

    def turn_places(self) -> Iterator[tuple[str, Pointer]]:
        """Its years."""
        yield self.called, (*self.at, "år")

    def next_year(self, roller: Roller) -> None:
        """The first year goes, and who hosted it is host again when all others have been."""
        if not self.years:
            return
        (first, host), last, ahead = self.years[0], self.years[-1][0], roller.ahead
        if ahead == 1 and roller.is_block((*self.at, "år")):
            roller.remove_line(host.at)
            roller.add_below(self.years[-1][1].at, str(last + 1), host)
        else:
            for place, (year, old) in enumerate(self.years):
                roller.rekey(old.at, str(year + ahead))
                roller.retype(old.at, self.years[(place + ahead) % len(self.years)][1])
        roller.tell("moved", f"{self.called}: listan till {first + ahead}–{last + ahead}")
        if ahead == 1:
            roller.tell(
                "computed",
                f"{self.called} {last + 1}: {host}, {in_words(last + 1 - first)} år efter {first}",
            )

    def changes(self, older: "HostTable | None", old: "Plan", new: "Plan") -> Iterator[Change]:
        """The years whose host is another."""
        before = dict(older.years) if older else {}
        after = dict(self.years)
        for year in sorted({*before, *after}):
            one, other = before.get(year), after.get(year)
            found = other or one
            if one != other and found is not None:
                yield Change(
                    "värd", f"{self.called} {year}", str(one or ""), str(other or ""), found.at
                )

    def typed(self, at: Pointer, after: str, plan: "Plan") -> Typed | None:
        """A member's name for a host."""
        if at not in [host.at for _, host in self.years]:
            return None
        from generator import written

        names = written.members(after, plan.members)
        if not names:
            raise RefusedError(
                "värden skulle inte längre vara en av planens kommuner; skriv den i filen"
            )
        if len(names) > 1:
            raise RefusedError("ett år har en enda värd; välj en av dem")
        return [(at, names[0])]


@rule(excusable=True)
def list_spans_the_cycle(plan: "Plan") -> Iterator[Finding]:
    """ROT001: En lista över värdkommuner börjar med planens år och har lika många år i följd som
    planen har kommuner.

    Varför: listan flyttas fram ett år i taget, och ett glömt år syns inte i Word.
    Källa: tabellen i 2017 års plan, 2017–2024. Kommittén kan bestämma annat (undantag).
    """
    for table in plan.of(HostTable):
        if table.years and plan.is_whole(*table.at):
            yield from _spans(plan, table)


def _spans(plan: "Plan", table: HostTable) -> Iterator[Finding]:
    """What is wrong with the years of a list."""
    years = [year for year, _ in table.years]
    if years[0] != plan.year:
        message = f"Listan börjar med {years[0]}, men planen gäller {plan.year}."
        yield Finding(
            "ROT001", message, table.years[0][1].at, f"Börja listan med {plan.year}.", on_key=True
        )
    for (before, _), (after, host) in pairwise(table.years):
        if after != before + 1:
            hint = f"Skriv åren i följd; här ska stå {before + 1}."
            yield Finding(
                "ROT001", f"Efter {before} kommer {after} i listan.", host.at, hint, on_key=True
            )
            return
    if len(years) != plan.cycle:
        message = f"Listan har {len(years)} år, men ska ha {plan.cycle}."
        hint = f"Låt listan gå från {plan.year} till {plan.year + plan.cycle - 1}."
        yield Finding("ROT001", message, (*table.at, "år"), hint, on_key=True)


@rule()
def lists_have_names_of_their_own(plan: "Plan") -> Iterator[Finding]:
    """ROT007: Två listor över värdkommuner har inte samma namn.

    Varför: texten och kalendern hämtar värden ur listan med det namnet, och skulle visa var sin.
    Källa: planens egna namn.
    """
    first: dict[str, HostTable] = {}
    for table in plan.of(HostTable):
        other = first.setdefault(table.called, table)
        if other is not table and table.called:
            message = f"Två listor över värdkommuner heter ”{table.called}”."
            also = ((other.called.at, "den första står här"),)
            hint = "Ge den ena ett annat namn."
            yield Finding("ROT007", message, table.called.at, hint, also=also)


HostTable.rules = (list_spans_the_cycle, lists_have_names_of_their_own)
HostTable.place = Key(
    "värdkommuner", Of(HostTable), "Värdkommuner", HostTable.ABOUT, HostTable.EXAMPLE, must=False
)
