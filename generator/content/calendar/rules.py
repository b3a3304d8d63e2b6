"""The rules of a calendar; each follows from what the plan says of a group, whatever the group is
called.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from generator.almanac import unusual
from generator.content.calendar.records import Group, Groups, Occasion, at_events
from generator.content.calendar.show import hosts_of
from generator.content.rule import Rule, rule
from generator.findings import Finding
from generator.paragraphs import CELL
from generator.swedish import WEEKDAYS, closest, count, in_words, listing, month
from generator.values import Day, Text

if TYPE_CHECKING:
    from generator.plan import Plan

_PREPARATION = 5
"""Weeks within which a meeting is prepared, where the plan says nothing else."""


def groups_of(plan: "Plan") -> Iterator[Group]:
    """Every group of the plan's calendars."""
    for calendar in plan.of(Groups):
        yield from calendar.groups


def called(plan: "Plan", name: str) -> Group | None:
    """The group of a name."""
    return next((group for group in groups_of(plan) if group.called == name), None)


@rule(excusable=True)
def weekdays_agree(plan: "Plan") -> Iterator[Finding]:
    """KAL001: Varje datum infaller på den veckodag som gruppen anger. Konferenser över flera dagar
    är undantagna.

    Varför: ett datum som flyttas från förra året byter veckodag.
    Källa: 2017 års plan, där en grupp möts på torsdagar och en annan på fredagar.
    """
    for group in groups_of(plan):
        for event in group.events:
            day = event.first.date
            if day and group.weekday is not None and _is_off_weekday(plan, group, event):
                yield Finding(
                    "KAL001",
                    f"{day} är en {WEEKDAYS[day.weekday()]}, men gruppen möts på {WEEKDAYS[group.weekday]}ar.",
                    event.first.at,
                    f"Närmaste {WEEKDAYS[group.weekday]} är {_nearest(day, group.weekday)}.",
                    also=(((*group.at, "veckodag"), "gruppens veckodag"),),
                )


def _is_off_weekday(plan: "Plan", group: Group, event: Occasion) -> bool:
    """True for a single day of the plan's year that is not the weekday of its group."""
    day = event.first.date
    return bool(
        day
        and not event.last
        and day.year == plan.year
        and group.weekday not in (None, day.weekday())
    )


def _nearest(day: date, weekday: int) -> date:
    return day + timedelta((weekday - day.weekday() + 3) % 7 - 3)


@rule(of_one_year=True)
def days_are_ordinary(plan: "Plan") -> Iterator[Finding]:
    """KAL002: Ingen dag i kalendern är en helgdag, en afton (som skärtorsdagen och julafton) eller
    en klämdag, och ingen är en lördag eller söndag om inte gruppen möts då.

    Varför: de flesta är lediga då, och datumet syns inte vara en sådan dag. En dag som är rätt kan
    stå kvar.
    Källa: lagen (1989:253) om allmänna helgdagar; aftnarna och klämdagarna är de som brukar vara
    lediga.
    """
    for group, event, days in _dated(plan):
        special = next((day for day in days if unusual(day, group.weekday)), None)
        if special and not _is_off_weekday(plan, group, event):
            at = event.last.at if event.last and special == event.last.date else event.first.at
            yield Finding(
                "KAL002",
                f"{special} är {unusual(special, group.weekday)}.",
                at,
                _moved(days, group),
                severity="varning",
            )


def _moved(days: list[date], group: Group) -> str:
    """Where to move an occasion: by whole weeks, or day by day where its own weekday is the
    trouble.
    """
    step = 1 if any(day.weekday() >= 5 and day.weekday() != group.weekday for day in days) else 7
    for distance in (sign * step * steps for steps in range(1, 9) for sign in (-1, 1)):
        moved = [day + timedelta(distance) for day in days]
        if moved[0].year == moved[-1].year == days[0].year and not any(
            unusual(day, group.weekday) for day in moved
        ):
            nearest = (
                f"vanliga {WEEKDAYS[moved[0].weekday()]} är"
                if len(moved) == 1
                else "vanliga dagar är"
            )
            return f"Närmaste {nearest} {_span(moved)}. Är dagen ändå rätt kan den stå kvar."
    return "Välj vanliga vardagar. Är dagarna ändå rätt kan de stå kvar."


def _dated(plan: "Plan") -> Iterator[tuple[Group, Occasion, list[date]]]:
    """Every occasion with the days that it takes; those without a day, or in a year that is wrong,
    are told elsewhere.
    """
    for group in groups_of(plan):
        for event in group.events:
            if {day.year for day in (event.first, event.last) if day} <= {
                *group.years(plan.year)
            } and (days := event.days):
                yield group, event, days


def _span(days: list[date]) -> str:
    return f"{days[0]} till {days[-1]}" if len(days) > 1 else str(days[0])


@rule()
def dates_are_in_order(plan: "Plan") -> Iterator[Finding]:
    """KAL003: Dagarna står i tidsordning, en gång var, och ligger i planens år; listan ”nästa_år”
    ligger i nästa år.

    Varför: ett årtal som blev kvar från förra planen är lätt att missa. Det som hålls vartannat år
    får ligga i nästa.
    Källa: kalendern i 2017 års plan.
    """
    for group in groups_of(plan):
        allowed = group.years(plan.year)
        yield from _in_year(group, group.events, allowed)
        yield from _in_year(group, group.previews, (plan.year + 1,))
        yield from _in_order(event for event in group.events if event.first.year in allowed)
        yield from _in_order(event for event in group.previews if event.first.year == plan.year + 1)


def _in_year(
    group: Group, events: tuple[Occasion, ...], allowed: tuple[int, ...]
) -> Iterator[Finding]:
    for event in events:
        for day in (event.first, event.last):
            if day and day.year not in allowed:
                meant = _in_another_year(
                    day, min(allowed, key=lambda year: abs(year - day.year)), group.weekday
                )
                years = listing(map(str, allowed), "eller")
                yield Finding(
                    "KAL003", f"{day} ligger inte i {years}.", day.at, f"Menade du {meant}?"
                )


def _in_another_year(day: Day, year: int, weekday: int | None) -> str:
    """The same day of another year, moved to the group's weekday; the same month for a month."""
    if day.date is None:
        return f"{year}-{day.month:02}"
    same = date(year, day.month, min(day.day or 1, 28 if day.month == 2 else 31))
    moved = same if weekday is None else _nearest(same, weekday)
    return f"{moved}, som är en {WEEKDAYS[moved.weekday()]}"


def _in_order(events: Iterable[Occasion]) -> Iterator[Finding]:
    latest: Occasion | None = None
    for event in events:
        if latest and event.first.day and event.order == latest.order:
            also = ((latest.first.at, "den första står här"),)
            hint = "Rätta den ena dagen, eller ta bort den."
            yield Finding(
                "KAL003", f"{event.first} står två gånger.", event.first.at, hint, also=also
            )
        elif latest and event.order < latest.order:
            also = ((latest.first.at, "en senare dag"),)
            hint = "Sätt raderna i tidsordning."
            yield Finding(
                "KAL003",
                f"{event.first} står efter {latest.first}.",
                event.first.at,
                hint,
                also=also,
            )
        else:
            latest = event


def _key(day: Day) -> tuple[int, int, int]:
    return day.year, day.month, day.day or 0


@rule(of_one_year=True)
def no_day_is_taken_twice(plan: "Plan") -> Iterator[Finding]:
    """KAL005: Två möten ligger inte på samma dag; en konferens upptar alla sina dagar.

    Varför: samma personer sitter i flera av grupperna. Är det meningen att mötena är samma dag kan
    de stå kvar.
    Källa: kalendern i 2017 års plan, där varje dag har ett möte.
    """
    taken: dict[date, tuple[Group, list[date]]] = {}
    for group, event, days in _dated(plan):
        day = next((day for day in days if day in taken), None)
        if day:
            other, its_days = taken[day]
            if other is not group or days[0] != its_days[0]:
                message = (
                    f"{day} har två möten: {_named(other, its_days)} och {_named(group, days)}."
                )
                hint = (
                    "Flytta det ena mötet. Är det meningen att båda är samma dag kan de stå kvar."
                )
                yield Finding("KAL005", message, event.first.at, hint, severity="varning")
        for day in days:
            taken.setdefault(day, (group, days))


def _named(group: Group, days: list[date]) -> str:
    return f"”{group.title}”" + (f" ({_span(days)})" if len(days) > 1 else "")


@rule(excusable=True)
def groups_meet_often_enough(plan: "Plan") -> Iterator[Finding]:
    """KAL004: En grupp möts minst så många gånger om året som den själv säger (minst).

    Varför: texten lovar ”minst sex gånger per år”, och kalendern ska hålla det.
    Källa: texterna om grupperna i 2017 års plan. Kommittén kan bestämma annat (undantag).
    """
    for group in groups_of(plan):
        if group.least and len(group.events) < group.least and plan.is_whole(*group.at):
            times = count(len(group.events), "gång", "gånger")
            message = (
                f"”{group.title}” möts {times} {plan.year}, men ska mötas minst {group.least}."
            )
            yield Finding(
                "KAL004",
                message,
                at_events(group),
                "Lägg till möten, eller ändra  minst.",
                on_key=True,
            )


@rule(excusable=True, of_one_year=True)
def meetings_are_prepared(plan: "Plan") -> Iterator[Finding]:
    """KAL006: En grupp som förbereder en annan möts under veckorna (fem, om planen inte säger
    annat) före varje möte i den. Möten över flera dagar är undantagna.

    Varför: ett möte utan förberedelse får inga handlingar. Möten så tidigt på året att förra årets
    plan behövs bedöms inte.
    Källa: 2017 års plan, där den grupp som förbereder möts 13–27 dagar före varje möte.
    """
    for preparing in groups_of(plan):
        prepared = called(plan, preparing.prepares) if preparing.prepares else None
        if prepared and prepared is not preparing and _is_settled(plan, preparing):
            yield from _unprepared(plan, preparing, prepared)


def _unprepared(plan: "Plan", preparing: Group, prepared: Group) -> Iterator[Finding]:
    """Each meeting of a group that no meeting of the preparing one comes before."""
    weeks = timedelta(weeks=preparing.weeks or _PREPARATION)
    for event in prepared.events:
        day = event.first.date
        if day is None or event.last or day.year != plan.year or (day - weeks).year != plan.year:
            continue
        first, last = day - weeks, day - timedelta(1)
        if not any(_may_lie_between(meeting, first, last) for meeting in preparing.events):
            message = f"”{preparing.title}” har inget möte under de {in_words(weeks.days // 7)} veckorna före {day} (”{prepared.title}”)."
            hint = f"Lägg till ett möte mellan {first} och {last}."
            yield Finding("KAL006", message, event.first.at, hint)


def _is_settled(plan: "Plan", group: Group) -> bool:
    """True if the group's list is whole and of the plan's year."""
    in_year = all(event.first.year == plan.year for event in group.events)
    return bool(group.events) and in_year and plan.is_whole(*at_events(group))


def _may_lie_between(event: Occasion, first: date, last: date) -> bool:
    """True if a day of the event lies there, or, where it has none yet, if its month does."""
    if days := event.days:
        return any(first <= day <= last for day in days)
    return (
        (first.year, first.month)
        <= (event.first.year, event.first.month)
        <= (last.year, last.month)
    )


@rule()
def meetings_end_after_they_begin(plan: "Plan") -> Iterator[Finding]:
    """KAL007: Ett möte slutar efter att det har börjat, både i klockslag och i dagar.

    Varför: omkastade tider och dagar ger en kallelse som ingen kan följa.
    Källa: kalendern i 2017 års plan.
    """
    for group in groups_of(plan):
        yield from _hours_in_order(group)
        for event in group.events:
            if event.last and event.first.day is None:
                yield Finding(
                    "KAL007",
                    f"Första dagen saknas: {event.first} är bara en månad, men sista dagen är {event.last}.",
                    event.first.at,
                    "Skriv första dagen som ÅÅÅÅ-MM-DD.",
                )
            elif event.last and _key(event.last) <= event.order:
                yield Finding(
                    "KAL007",
                    f"Sista dagen, {event.last}, ligger inte efter den första, {event.first}.",
                    event.last.at,
                    "Byt plats på dagarna, eller ta bort raden om det är en enda dag.",
                )


def _hours_in_order(group: Group) -> Iterator[Finding]:
    if group.hours and group.hours[1] <= group.hours[0]:
        start, end = group.hours
        yield Finding(
            "KAL007",
            f"Mötet börjar {start} men slutar {end}.",
            (*group.at, "tid"),
            f"Menade du {end}-{start}?"
            if end < start
            else "Skriv en sluttid som är senare än starten.",
        )


@rule(excusable=True, of_one_year=True)
def every_other_year(plan: "Plan") -> Iterator[Finding]:
    """KAL008: Det som hålls vartannat år ligger i ett udda eller ett jämnt år, som planen säger
    (vartannat_år).

    Varför: en dag som följde med från förra årets plan står annars kvar ett år för mycket.
    Källa: ”vartannat år” i 2017 års plan; dagen 2017 var den 5 oktober.
    """
    for group in groups_of(plan):
        for event in group.events if group.parity else ():
            if (event.first.year % 2 == 1) != (group.parity == "udda"):
                kind = "jämnt" if group.parity == "udda" else "udda"
                hint = f"Skriv dagen eller månaden {event.first.year + 1}."
                message = f"”{group.title}” ligger {event.first.year}, ett {kind} år."
                yield Finding("KAL008", message, event.first.at, hint)


@rule()
def names_are_known(plan: "Plan") -> Iterator[Finding]:
    """KAL009: Varje grupp har ett namn för sig (inte år, som är planens, och inte ja eller nej), och
    namnen i ”förbereder” och ”värdar_ur” finns i planen.

    Varför: en regel om en grupp som inte finns granskar ingenting.
    Källa: planens egna namn.
    """
    groups = list(groups_of(plan))
    seen: dict[str, Group] = {}
    for group in groups:
        if group.named == "år":
            yield Finding(
                "KAL009",
                "Namnet ”år” är upptaget: {år} är planens år.",
                group.named.at,
                "Ge gruppen ett annat namn.",
            )
        first = seen.setdefault(group.called, group)
        if first is not group and group.named:
            hint, also = "Ge den ena ett annat namn.", ((first.at, "den första står här"),)
            yield Finding(
                "KAL009", f"Två grupper heter ”{group.named}”.", group.named.at, hint, also=also
            )
        yield from _no_names(group)
        if group.prepares and group.prepares == group.called:
            hint = "Skriv namnet på den grupp vars möten den förbereder, eller ta bort raden."
            message = "Gruppen kan inte förbereda sig själv."
            yield Finding("KAL009", message, group.prepares.at, hint)
    tables = [name for content in plan.contents() for name in content.lists()]
    for group in groups if not plan.gaps else ():
        yield from _unknown(group.prepares, [*seen], "grupp")
        yield from _unknown(group.table, tables, "tabell med värdkommuner")


_ANSWERS = ("ja", "nej")


def _no_names(group: Group) -> Iterator[Finding]:
    """Answers where a name is asked for: 'turordning: ja' would be shown as the cycle's name."""
    for asked, typed in (("namn", group.named), ("turordning", group.turn)):
        if typed and typed.casefold() in _ANSWERS:
            message = f"”{typed}” är inget namn."
            hint = f"Skriv ett ord för gruppen, t.ex.  {asked}: {group.title.split()[0].casefold()}"
            if asked == "turordning":
                hint += "  (ordet visas i Året i korthet). Turas de inte om: ta bort raden."
            yield Finding("KAL009", message, typed.at, hint)


def _unknown(name: Text | None, known: Sequence[str], what: str) -> Iterator[Finding]:
    """What to say of a name that is none of those known."""
    if not name or name in known:
        return
    guess = closest(name, known)
    if guess:
        hint = f"Menade du {guess}?"
    elif known:
        hint = f"De som finns är {listing(known)}."
    else:
        hint = f"Lägg till en {what} med det namnet."
    yield Finding("KAL009", f"Ingen {what} heter ”{name}”.", name.at, hint)


@rule()
def hosts_agree_with_the_table(plan: "Plan") -> Iterator[Finding]:
    """ROT003: Står en värd i kalendern för något vars värdar står i en tabell är det samma kommun
    som i tabellen.

    Varför: samma uppgift på två ställen hamnar i otakt. Lämnas värden bort i kalendern hämtas den
    ur tabellen.
    Källa: 2017 års plan, där samma värd står på båda ställena.
    """
    for group in groups_of(plan):
        for event in group.events if group.table else ():
            expected = plan.listed(group.table or "", event.first.year)
            if event.hosts and expected and event.hosts != (expected,):
                message = f"”{group.title}” {event.first.year} har värden {listing(event.hosts)} här, men {expected} i tabellen."
                hint = f"Ta bort raden (värden hämtas ur tabellen), eller skriv {expected}."
                yield Finding(
                    "ROT003", message, event.hosts[0].at, hint, also=((expected.at, "i tabellen"),)
                )


@rule(excusable=True)
def occasions_have_hosts(plan: "Plan") -> Iterator[Finding]:
    """ROT006: Varje möte i en grupp med turordning har en värdkommun. I ett utkast är det en
    varning.

    Varför: ett tillfälle utan värd gör att turordningen inte går att följa.
    Källa: kalendern i 2017 års plan. Kommittén kan bestämma annat, som ett digitalt möte
    (undantag).
    """
    for group in groups_of(plan):
        for event in group.occasions if group.turn else ():
            if not hosts_of(plan, group, event):
                message = f"Mötet {event.first} saknar värdkommun."
                hint = "Lägg till raden  värd:  med kommunen som står på tur."
                yield Finding("ROT006", message, event.first.at, hint)


@rule(excusable=True, of_one_year=True, across=True)
def first_meetings_were_announced(plan: "Plan", before: "Plan") -> Iterator[Finding]:
    """ROT005: Årets första möten i en grupp är de som förra årets plan annonserade: samma månad och
    samma värd.

    Varför: kommunerna har planerat efter det som beslutades.
    Källa: ”Januari 2018” med värd i 2017 års plan. Kommittén kan bestämma annat (undantag).
    """
    for last in groups_of(before):
        group = called(plan, last.called)
        announced = [event for event in last.previews if event.first.year == before.year + 1]
        if group and announced and plan.is_whole(*group.at) and before.is_whole(*last.at):
            yield from _against(plan, group, announced)


def _against(plan: "Plan", group: Group, announced: Sequence[Occasion]) -> Iterator[Finding]:
    """What differs from the months and hosts that were announced for a group."""
    own = [event for event in group.events if event.first.year == plan.year]
    for place, promised in enumerate(announced):
        when = month(promised.first.year, promised.first.month)
        hosts = listing(promised.hosts) if promised.hosts else "utan värd"
        told = f"Förra årets plan annonserade mötet i {when} ({hosts})."
        if place >= len(own):
            yield Finding("ROT005", f"Mötet i {when} saknas.", at_events(group), told, on_key=True)
            continue
        event = own[place]
        if event.order[:2] != promised.order[:2]:
            yield Finding("ROT005", f"Mötet {event.first} är inte i {when}.", event.first.at, told)
        known = promised.hosts and {*promised.hosts} <= {*plan.members}
        if known and event.hosts and event.hosts != promised.hosts:
            message = f"{listing(event.hosts)} är värd {event.first}, men {hosts} står på tur."
            yield Finding("ROT005", message, event.hosts[0].at, told)


@rule()
def texts_end_in_words(plan: "Plan") -> Iterator[Finding]:
    """KAL010: En grupps text slutar inte med en tabell.

    Varför: mötena under den kan vara en tabell, och två tabeller tätt efter varandra blir en i Word.
    Källa: dokumentets mall.
    """
    for group in groups_of(plan):
        blocks = group.prose.standing if group.prose else ()
        if group.prose and blocks and blocks[-1].sort == CELL:
            message = "Texten slutar med en tabell, tätt före gruppens möten."
            hint = "Skriv ett stycke efter tabellen, eller flytta tabellen till en text: under avsnittet."
            yield Finding("KAL010", message, group.prose.at, hint, within=blocks[-1].within)


RULES: tuple[Rule, ...] = (
    occasions_have_hosts,
    hosts_agree_with_the_table,
    weekdays_agree,
    days_are_ordinary,
    dates_are_in_order,
    groups_meet_often_enough,
    no_day_is_taken_twice,
    meetings_are_prepared,
    meetings_end_after_they_begin,
    every_other_year,
    names_are_known,
    first_meetings_were_announced,
    texts_end_in_words,
)
