"""A plan continues last year's: hosts, announced meetings, amounts, and no year left behind in the texts."""

import re
from collections.abc import Iterator

from generator.facts import facts, filled
from generator.findings import Edit, Finding, Severity
from generator.plan import Event, Plan, Row
from generator.swedish import kronor, month, percent, sentences, typeset
from generator.turns import CYCLE, following, occasions, turns

_LARGE_CHANGE = 0.10
_OTHERWISE = "Har kommittén bestämt annat: skriv ett undantag i planen, med skälet (docs/handbok.md, Undantag)."


def last_year_is_read(plan: Plan, before: Plan) -> Iterator[Finding]:
    """STA004: Förra årets plan går att läsa, så att planen kan jämföras med den.

    Varför: det som jämförs år för år, som turordning, belopp och mötesdagar, är annars inte granskat.
    Källa: en fil per år.
    """
    if before.gaps:
        yield unread(plan)


def unread(plan: Plan) -> Finding:
    """What is said where last year's plan is there, but cannot be compared with."""
    last = plan.year - 1
    message = f"Planen för {last} går inte att läsa i sin helhet, så allt är inte jämfört med den."
    hint = f"Se vad som är fel: make check YEAR={last}"
    return Finding("STA004", message, ("år",), hint, severity="information")


def amounts_against_last_year(plan: Plan, before: Plan) -> Iterator[Finding]:
    """BUD006: En budgetpost som ändras mot förra året visas, i kronor och procent. Mer än 10 procent är en varning.

    Varför: kommittén frågar alltid vad som har ändrats, och en siffra som blev fel syns i jämförelsen.
    Källa: arbetet med budgeten från år till år.
    """
    for side, side_before in ((plan.budget.income, before.budget.income), (plan.budget.costs, before.budget.costs)):
        now, known = ({row.name.casefold(): row for row in of.rows} for of in (side, side_before))
        for key in [key for key in now if key not in known] if plan.is_whole(*side.at) and before.is_whole(*side.at) else ():
            row = now[key]
            message = f"Posten ”{row.name}”, {kronor(row.amount)} kr, fanns inte {before.year}."
            yield Finding("BUD006", message, row.name.at, "Bara för kännedom.", severity="information")
        for key in [key for key in known if key not in now] if plan.is_whole(*side.at) and before.is_whole(*side.at) else ():
            row = known[key]
            message = f"Posten ”{row.name}”, {kronor(row.amount)} kr {before.year}, finns inte i år."
            yield Finding("BUD006", message, (*side.at, "poster"), "Bara för kännedom.", severity="information", on_key=True)
        for key in [key for key in now if key in known]:
            yield from _changed(now[key], known[key].amount, before.year)


def _changed(row: Row, old: int, year: int) -> Iterator[Finding]:
    """What to say of a row against its amount of another year, in SEK."""
    if old == row.amount:
        return
    change = row.amount - old
    share = f" ({percent(change / old)})" if old else ""
    large = not old or abs(change / old) > _LARGE_CHANGE
    severity: Severity = "varning" if large else "information"
    message = f"”{row.name}” är {kronor(row.amount)} kr, {kronor(old)} kr {year}: {kronor(change, sign=True)} kr{share}."
    hint = "Stämmer ändringen kan den stå kvar." if large else "Bara för kännedom."
    yield Finding("BUD006", message, row.amount.at, hint, severity=severity)


def rotations_continue(plan: Plan, before: Plan) -> Iterator[Finding]:
    """ROT004: Båda turordningarna fortsätter där förra årets plan slutade: rådslagets lista och kommitténs värdar.

    Varför: den som är värd två gånger på åtta tillfällen har fått en annans tur, också när ett årsskifte ligger emellan.
    Källa: värdarna i 2017 års plan, där båda turordningarna är en fast följd av åtta. Kommittén kan bestämma annat (undantag).
    """
    if plan.radslag and before.radslag and plan.is_whole(*plan.radslag.at) and before.is_whole(*before.radslag.at):
        yield from _radslag_continues(plan, before)
    if _is_whole(plan) and _is_whole(before):
        yield from _committee_continues(plan, before)


def _radslag_continues(plan: Plan, before: Plan) -> Iterator[Finding]:
    listed = {host.year: host.municipality for host in before.radslag.years} if before.radslag else {}
    for host in plan.radslag.years if plan.radslag else ():
        expected = listed.get(host.year) or listed.get(host.year - CYCLE)
        if expected and host.municipality != expected:
            why = f"I förra årets plan är {expected} värd" if host.year in listed else f"Åtta år tidigare var {expected} värd"
            message = f"{host.municipality} är värd för rådslaget {host.year}, men {expected} står på tur."
            yield Finding("ROT004", message, host.at, f"{why}: skriv {expected}. {_OTHERWISE}", excusable=True)


def _committee_continues(plan: Plan, before: Plan) -> Iterator[Finding]:
    """Hosts who come back too soon after last year; announced meetings are left to ROT005."""
    held = [turn for event in occasions(before) if event.first.year == before.year for turn in turns(event)]
    announced = len(_announced(before))
    names: list[str] = [host for host, _ in held]
    last = len(names)
    for event in occasions(plan):
        for host, day in turns(event):
            told = _meetings(plan).index(event) < announced if event in _meetings(plan) else False
            too_soon = next((i for i in range(last - 1, max(-1, len(names) - CYCLE), -1) if names[i] == host), None)
            names.append(host)
            if host and too_soon is not None and not told:
                expected = following(names[:-1])
                on_turn = f"På tur står {expected}. " if expected else ""
                message = f"{host} är värd {day}, men var det också {held[too_soon][1]} i förra årets plan."
                yield Finding("ROT004", message, host.at, f"{on_turn}{_OTHERWISE}", excusable=True)


def first_meetings_were_announced(plan: Plan, before: Plan) -> Iterator[Finding]:
    """ROT005: Årets första möten i samarbetskommittén är de som förra årets plan annonserade: samma månad och samma värd.

    Varför: kommunerna har planerat efter det som beslutades.
    Källa: ”Januari 2018 (Huddinge)” i 2017 års plan. Kommittén kan bestämma annat (undantag).
    """
    group = plan.group("samarbetskommittén")
    if group is None or not _is_whole(plan) or not _is_whole(before):
        return
    own = _meetings(plan)
    for place, announced in enumerate(_announced(before)):
        when, host = month(announced.first.year, announced.first.month), "".join(announced.hosts[:1])
        told = f"Förra årets plan annonserade mötet i {when} ({host or 'utan värd'})."
        if place >= len(own):
            message = f"Mötet i {when} saknas."
            yield Finding("ROT005", message, (*group.at, "möten"), f"{told} {_OTHERWISE}", on_key=True, excusable=True)
            continue
        event = own[place]
        if (event.first.year, event.first.month) != (announced.first.year, announced.first.month):
            message = f"Mötet {event.first} är inte i {when}."
            yield Finding("ROT005", message, event.first.at, f"{told} {_OTHERWISE}", excusable=True)
        if announced.hosts and event.hosts and event.hosts != announced.hosts:
            message = f"{event.hosts[0]} är värd {event.first}, men {host} står på tur."
            yield Finding("ROT005", message, event.hosts[0].at, f"{told} {_OTHERWISE}", excusable=True)


def _meetings(plan: Plan) -> list[Event]:
    """The committee's own meetings of the year, in the plan's order."""
    group = plan.group("samarbetskommittén")
    return [event for event in group.events if event.first.year == plan.year] if group else []


def _announced(before: Plan) -> list[Event]:
    """The meetings of the next year that a plan announces."""
    group = before.group("samarbetskommittén")
    return [event for event in group.previews if event.first.year == before.year + 1] if group else []


def _is_whole(plan: Plan) -> bool:
    return all(plan.is_whole("kalendarium", kind) for kind in ("samarbetskommittén", "planeringskonferensen"))


_OF_THE_PLAN = (
    "under|inför|för|år|i|till|från|om|hela|budget|budgeten|verksamhetsplan|verksamhetsplanen|plan|planen|kalendarium|inriktning|"
    "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|våren|sommaren|hösten|vintern"
)
_HISTORY = re.compile(
    r"\b(?:\w{3,}(?:ades|ade|ddes|tes|lldes|ndes|rdes|vdes|gdes)|var|blev|fick|hade|kom|antogs|togs|gavs|skrevs|gjorde|har|tagits)\b",
    re.IGNORECASE,
)
"""Words of what has been: a sentence with one of them may speak of last year."""


def no_year_is_left_behind(plan: Plan, before: Plan) -> Iterator[Finding]:
    """TXT001: Ingen mening är oförändrad sedan förra året och talar om förra året som om det vore i år.

    Varför: ”Under 2017 genomförs …” i planen för 2018 är nästan alltid en rad som ingen läste om. Historia får stå (”antogs 2017”), och namn.
    Källa: texterna i 2017 års plan, som nämner året på fem ställen.
    """
    old = str(before.year)
    named = re.compile(rf"(?:^|\b(?:{_OF_THE_PLAN}) ){old}(?![\d–-])", re.IGNORECASE)
    if before.year != plan.year - 1:
        return
    known = facts(before)
    typed = [sentence for text in before.written() for _, sentence in sentences(str(text))]
    unchanged = {*typed, *(filled(sentence, known) for sentence in typed)}
    for text in plan.written():
        for start, sentence in sentences(str(text)) if old in str(text) else ():
            match = named.search(sentence)
            is_heading = text.at[-1] in ("rubrik", "titel", "undertitel", "tabellrubrik")
            is_stale = sentence in unchanged or typeset(sentence) in unchanged or is_heading
            if match and is_stale and not _HISTORY.search(sentence):
                place = start + match.end() - len(old)
                meant = "{år}" if place else str(plan.year)
                message = f"Meningen talar om {old} och är oförändrad sedan förra årets plan."
                if is_heading:
                    message = f"Rubriken talar om {old}, som var förra planens år."
                hint = (
                    f"Skriv {meant}"
                    + (", som alltid blir planens år" if place else "")
                    + ". Gäller den förra året kan den stå kvar."
                )
                yield Finding("TXT001", message, text.at, hint, "varning", (place, len(old)), repair=(Edit(meant),))
