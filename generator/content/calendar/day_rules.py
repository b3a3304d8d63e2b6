"""The rules of a calendar's days: when they lie, in which order, and that none is taken twice."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from generator.almanac import unusual
from generator.content.calendar.records import Group, Occasion, groups_of
from generator.content.rule import rule
from generator.findings import Finding
from generator.swedish import WEEKDAYS, listing
from generator.values import Day

if TYPE_CHECKING:
    from generator.plan import Plan


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
                    (
                        f"{day} är en {WEEKDAYS[day.weekday()]}, men gruppen möts på "
                        f"{WEEKDAYS[group.weekday]}ar."
                    ),
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
                    (
                        f"Första dagen saknas: {event.first} är bara en månad, men "
                        f"sista dagen är {event.last}."
                    ),
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
