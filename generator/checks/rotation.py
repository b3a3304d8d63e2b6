"""The municipalities take turns: the rådslag on one cycle of eight, the committee's occasions on another."""

from collections.abc import Iterator
from itertools import pairwise

from generator.findings import Finding, Severity
from generator.plan import Plan, Text
from generator.swedish import count, listing
from generator.turns import CYCLE, occasions, turns, waiting


def radslag_spans_eight_years(plan: Plan) -> Iterator[Finding]:
    """ROT001: Listan över rådslagets värdkommuner börjar med planens år och har åtta år i följd.

    Varför: listan flyttas fram ett år i taget, och ett glömt år syns inte i Word.
    Källa: tabellen i 2017 års plan, 2017–2024.
    """
    table = plan.radslag
    if table is None or not plan.is_whole(*table.at):
        return
    years = [host.year for host in table.years]
    if years[0] != plan.year:
        yield Finding(
            "ROT001",
            f"Listan börjar med {years[0]}, men planen gäller {plan.year}.",
            table.years[0].at,
            f"Börja listan med {plan.year}.",
            on_key=True,
        )
    for before, after in pairwise(table.years):
        if after.year != before.year + 1:
            yield Finding(
                "ROT001",
                f"Efter {before.year} kommer {after.year} i listan.",
                after.at,
                f"Skriv åren i följd; här ska stå {before.year + 1}.",
                on_key=True,
            )
            return
    if len(years) != CYCLE:
        yield Finding(
            "ROT001",
            f"Listan har {len(years)} år, men ska ha {CYCLE}.",
            table.at,
            f"Låt listan gå från {plan.year} till {plan.year + CYCLE - 1}.",
            on_key=True,
        )


def hosts_take_turns(plan: Plan) -> Iterator[Finding]:
    """ROT002: Varje kommun är värd precis en gång på åtta tillfällen i följd, i vardera turordningen.

    Varför: de åtta kommunerna delar lika på värdskapet. Kommitténs planeringskonferens räknas som ett tillfälle.
    Källa: värdarna i 2017 års plan, där båda turordningarna är en fast följd av åtta.
    """
    if plan.radslag and plan.is_whole(*plan.radslag.at):
        yield from _repeats([(host.municipality, f"rådslaget {host.year}") for host in plan.radslag.years])
    if all(plan.is_whole("kalendarium", kind) for kind in ("samarbetskommittén", "planeringskonferensen")):
        yield from _repeats([turn for event in occasions(plan) for turn in turns(event)])


def _repeats(held: list[tuple[Text, str]]) -> Iterator[Finding]:
    """Each host who comes back too soon. The turn that has one other municipality waiting is the mistaken one, and is told once."""
    names: list[str] = [host for host, _ in held]
    for place, name in enumerate(names):
        before = next((i for i in range(place - 1, max(-1, place - CYCLE), -1) if names[i] == name), None)
        if before is None or not name:
            continue
        candidates = [i for i in (place, before) if len(waiting(names, i)) == 1]
        culprit = candidates[0] if candidates else place
        left = waiting(names, culprit)
        between = (
            f"med bara {count(place - before - 1, 'tillfälle', 'tillfällen')} emellan"
            if place - before > 1
            else "två gånger i rad"
        )
        message = f"{name} är värd {held[before][1]} och igen {held[place][1]}, {between}."
        if len(candidates) == 2:
            hint = f"{left[0]} saknas i följden: skriv {left[0]} där det blev fel, {held[before][1]} eller {held[place][1]}."
        else:
            on_turn = f"På tur står {listing(left, 'eller')}. " if 0 < len(left) <= 3 else ""
            hint = f"{on_turn}Har två kommuner bytt tur? Byt då namnen på båda ställena, och på samma sätt bland nästa års möten."
        other = before if culprit == place else place
        also = ((held[other][0].at, f"{name} är värd här också"),)
        yield Finding("ROT002", message, held[culprit][0].at, hint, also=also)
        if len(left) == 1:
            names[culprit] = left[0]


def radslag_host_agrees(plan: Plan) -> Iterator[Finding]:
    """ROT003: Står en värd för rådslaget i kalendariet är det samma kommun som i listan i kapitel 6.

    Varför: samma uppgift på två ställen hamnar i otakt. Lämnas värden bort i kalendariet hämtas den ur listan.
    Källa: 2017 års plan, där Nykvarn står på båda ställena.
    """
    group = plan.group("rådslaget")
    if group is None or plan.radslag is None:
        return
    listed: dict[int, Text] = {host.year: host.municipality for host in plan.radslag.years}
    for event in group.events:
        expected = listed.get(event.first.year)
        if event.hosts and expected and event.hosts != (expected,):
            yield Finding(
                "ROT003",
                f"Rådslaget {event.first.year} har värden {listing(event.hosts)} här, men {expected} i listan i kapitel 6.",
                event.hosts[0].at,
                f"Ta bort raden (värden hämtas ur listan), eller skriv {expected}.",
                also=((expected.at, "i listan i kapitel 6"),),
            )


def occasions_have_hosts(plan: Plan) -> Iterator[Finding]:
    """ROT006: Varje möte i samarbetskommittén, och planeringskonferensen, har en värdkommun. I ett utkast är det en varning.

    Varför: ett tillfälle utan värd gör att turordningen inte går att följa.
    Källa: kalendariet i 2017 års plan.
    """
    for event in occasions(plan):
        if not event.hosts and not event.undecided:
            hint = "Lägg till raden  värd:  med kommunen som står på tur."
            severity: Severity = "fel" if plan.decided else "varning"
            yield Finding("ROT006", f"Mötet {event.first} saknar värdkommun.", event.first.at, hint, severity=severity)
