"""The rules of a calendar; each follows from what the plan says of a group, whatever the group is
called.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from generator.content.calendar.day_rules import (
    dates_are_in_order,
    days_are_ordinary,
    every_other_year,
    meetings_end_after_they_begin,
    no_day_is_taken_twice,
    weekdays_agree,
)
from generator.content.calendar.records import Group, Occasion, at_events, called, groups_of
from generator.content.calendar.show import hosts_of
from generator.content.calendar.text_rules import (
    known_days_are_told_in_their_text,
    texts_end_in_words,
)
from generator.content.rule import Rule, rule
from generator.findings import Finding
from generator.swedish import closest, count, in_words, listing, month
from generator.values import Text

if TYPE_CHECKING:
    from generator.plan import Plan

_PREPARATION = 5
"""Weeks within which a meeting is prepared, where the plan says nothing else."""


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
            message = (
                f"”{preparing.title}” har inget möte under de {in_words(weeks.days // 7)} veckorna "
                f"före {day} (”{prepared.title}”)."
            )
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
def names_are_known(plan: "Plan") -> Iterator[Finding]:
    """KAL009: Varje grupp har ett namn för sig (inte år, som är planens, och inte ja eller nej),
    och namnen i ”förbereder” och ”värdar_ur” finns i planen.

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
                message = (
                    f"”{group.title}” {event.first.year} har värden {listing(event.hosts)} "
                    f"här, men {expected} i tabellen."
                )
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
    known_days_are_told_in_their_text,
)
