"""The rules of the text that a group of the calendar has of its own."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.content.calendar.records import Group, groups_of
from generator.content.calendar.show import has_one_bare_day, month_fact
from generator.content.rule import rule
from generator.findings import Edit, Finding
from generator.paragraphs import CELL
from generator.values import Prose

if TYPE_CHECKING:
    from generator.plan import Plan

_HELD_IN = re.compile(r"\b(?:äger rum|hålls|sker|är|blir|infaller|genomförs|arrangeras) (i )\Z")
"""Words after which a day stands as it is where the month stood after ”i”."""


@rule()
def texts_end_in_words(plan: "Plan") -> Iterator[Finding]:
    """KAL010: En grupps text slutar inte med en tabell.

    Varför: mötena under den kan vara en tabell, och två tabeller tätt efter varandra blir en i
    Word.
    Källa: dokumentets mall.
    """
    for group in groups_of(plan):
        blocks = group.prose.standing if group.prose else ()
        if group.prose and blocks and blocks[-1].sort == CELL:
            message = "Texten slutar med en tabell, tätt före gruppens möten."
            hint = (
                "Skriv ett stycke efter tabellen, eller flytta tabellen "
                "till en text: under avsnittet."
            )
            yield Finding("KAL010", message, group.prose.at, hint, within=blocks[-1].within)


@rule()
def known_days_are_told_in_their_text(plan: "Plan") -> Iterator[Finding]:
    """KAL011: En grupp med en enda dag, vars text visar månaden, visar dagen när den är bestämd.

    Varför: dagen skulle annars stå ensam under en text som bara säger månaden.
    Källa: ”Nästa Nyckeltalsdag äger rum 5 oktober 2017” i 2017 års plan.
    """
    for group in groups_of(plan):
        if group.prose and has_one_bare_day(group) and group.events[0].first.date:
            yield from _month_alone(group, group.prose)


def _month_alone(group: Group, prose: Prose) -> Iterator[Finding]:
    """What to say of a text that shows the month of a day, and not the day."""
    month, day = f"{{{month_fact(group)}}}", f"{{{group.called}}}"
    start = prose.text.find(month)
    if start < 0 or day in prose.text:
        return
    lead = _HELD_IN.search(prose.text, 0, start)
    # Elsewhere than after such words, and where it stands twice, the sentence may need others.
    is_plain = lead is not None and prose.text.count(month) == 1
    start = lead.start(1) if lead and is_plain else start
    within = (start, prose.text.index(month) + len(month) - start)
    repair = (Edit(day),) if is_plain else ()
    message = f"Texten visar bara månaden, fast dagen är bestämd: {group.events[0].first}."
    hint = f"Skriv om meningen så att den visar {day}."
    if is_plain:
        hint = f"Skriv {day} i stället för i {month}."
    yield Finding("KAL011", message, prose.at, hint, "varning", within=within, repair=repair)
