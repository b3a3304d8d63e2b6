"""The calendar holds together: weekdays, order, years, how often, and how long."""

import re
from collections.abc import Iterable, Iterator

from generator.findings import Finding
from generator.plan import Day, Event, Group, Plan, Prose
from generator.swedish import NUMBERS, WEEKDAYS, count, listing


def weekdays_agree(plan: Plan) -> Iterator[Finding]:
    """KAL001: Varje datum infaller på den veckodag som gruppen anger. Konferenser över flera dagar är undantagna.

    Varför: ett datum som flyttas från förra året byter veckodag.
    Källa: 2017 års plan, där kommittén möts på torsdagar och ledningsgruppen på fredagar.
    """
    for group in plan.groups:
        for event in group.events:
            date = event.first.date
            if group.weekday is None or date is None or event.last or date.weekday() == group.weekday or date.year != plan.year:
                continue
            yield Finding(
                "KAL001",
                f"{date} är en {WEEKDAYS[date.weekday()]}, men gruppen möts på {WEEKDAYS[group.weekday]}ar.",
                event.first.at,
                f"Närmaste {WEEKDAYS[group.weekday]} är {_nearest(event.first, group.weekday)}.",
                also=(((*group.at, "veckodag"), "gruppens veckodag"),),
            )


def _nearest(day: Day, weekday: int) -> str:
    assert day.date is not None
    distance = (weekday - day.date.weekday() + 3) % 7 - 3
    return str(day.date.fromordinal(day.date.toordinal() + distance))


def dates_are_in_order(plan: Plan) -> Iterator[Finding]:
    """KAL003: Dagarna står i tidsordning, en gång var, och ligger i planens år; listan ”nästa_år” ligger i nästa år.

    Varför: ett årtal som blev kvar från förra planen är lätt att missa. Nyckeltalsdagen hålls vartannat år och får ligga i nästa.
    Källa: kalendariet i 2017 års plan.
    """
    for group in plan.groups:
        allowed = plan.years_of(group)
        yield from _in_year(group.events, allowed)
        yield from _in_year(group.previews, (plan.year + 1,))
        yield from _in_order(event for event in group.events if event.first.year in allowed)
        yield from _in_order(event for event in group.previews if event.first.year == plan.year + 1)


def _in_year(events: tuple[Event, ...], allowed: tuple[int, ...]) -> Iterator[Finding]:
    for event in events:
        for day in (event.first, event.last):
            if day and day.year not in allowed:
                right = f"{min(allowed, key=lambda year: abs(year - day.year))}{str(day)[4:]}"
                years = listing(map(str, allowed), "eller")
                check = " Kontrollera att veckodagen stämmer." if day.day else ""
                yield Finding("KAL003", f"{day} ligger inte i {years}.", day.at, f"Menade du {right}?{check}")


def _in_order(events: Iterable[Event]) -> Iterator[Finding]:
    latest: Event | None = None
    for event in events:
        if latest and event.first.day and _key(event.first) == _key(latest.first):
            also = ((latest.first.at, "den första står här"),)
            hint = "Rätta den ena dagen, eller ta bort den."
            yield Finding("KAL003", f"{event.first} står två gånger.", event.first.at, hint, also=also)
        elif latest and _key(event.first) < _key(latest.first):
            also = ((latest.first.at, "en senare dag"),)
            hint = "Sätt raderna i tidsordning."
            yield Finding("KAL003", f"{event.first} står efter {latest.first}.", event.first.at, hint, also=also)
        else:
            latest = event


def _key(day: Day) -> tuple[int, int, int]:
    return day.year, day.month, day.day or 0


def groups_meet_often_enough(plan: Plan) -> Iterator[Finding]:
    """KAL004: Samarbetskommittén och ledningsgruppen möts minst så ofta som deras text i kapitel 6 säger.

    Varför: texten lovar ”minst sex gånger per år”, och kalendariet ska hålla det.
    Källa: kapitel 6 i 2017 års plan.
    """
    for kind in ("samarbetskommittén", "ledningsgruppen"):
        group = plan.group(kind)
        text = next((prose for prose in plan.proses if prose.at == ("arbetsformer", kind, "text")), None)
        promised = _promised(text) if text else None
        if group and promised and len(group.events) < promised and plan.is_whole(*group.at):
            times = count(len(group.events), "gång", "gånger")
            yield Finding(
                "KAL004",
                f"Gruppen möts {times} {plan.year}, men texten i kapitel 6 lovar minst {promised}.",
                (*group.at, "möten"),
                "Lägg till möten, eller ändra texten i kapitel 6.",
                on_key=True,
            )


def _promised(text: Prose) -> int | None:
    match = re.search(rf"\bminst ({'|'.join(NUMBERS)}|\d+) gånger per år", text.text)
    if match is None:
        return None
    return int(match[1]) if match[1].isdecimal() else NUMBERS.index(match[1])


def meetings_end_after_they_begin(plan: Plan) -> Iterator[Finding]:
    """KAL007: Ett möte slutar efter att det har börjat, både i klockslag och i dagar.

    Varför: omkastade tider och dagar ger en kallelse som ingen kan följa.
    Källa: kalendariet i 2017 års plan.
    """
    for group in plan.groups:
        yield from _hours_in_order(group)
        for event in group.events:
            if event.last and event.first.day is None:
                yield Finding(
                    "KAL007",
                    f"Första dagen saknas: {event.first} är bara en månad, men sista dagen är {event.last}.",
                    event.first.at,
                    "Skriv första dagen som ÅÅÅÅ-MM-DD.",
                )
            elif event.last and _key(event.last) <= _key(event.first):
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
            f"Menade du {end}-{start}?" if end < start else "Skriv en sluttid som är senare än starten.",
        )
