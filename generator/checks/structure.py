"""How a plan is built: what is seen in the file is what stands in the document."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from generator.content.rule import rule
from generator.findings import Edit, Finding
from generator.plan import DEEPEST, Plan
from generator.plan.sections import BELOW
from generator.swedish import is_slip, near
from generator.values import Text


@rule()
def headings_are_not_too_deep(plan: Plan) -> Iterator[Finding]:
    """STR001: Rubriker finns i fyra nivåer: kapitlet och tre nivåer av avsnitt. En kalender och en
    budget har rubriker en nivå under sin egen, och mål en för varje nivå.

    Varför: dokumentet och webbsidan har inga rubriker för djupare avsnitt, och läsaren går vilse
    bland dem.
    Källa: dokumentets mall.
    """
    for section, level in plan.sections():
        own = max((level + content.heading_levels for content in section.contents), default=level)
        if level == DEEPEST + 1 or (own > DEEPEST >= level):
            message = f"”{section.title}” ligger för djupt: rubriker finns i {DEEPEST} nivåer."
            yield Finding(
                "STR001",
                message,
                section.title.at,
                "Flytta avsnittet ett steg åt vänster, till en högre nivå.",
            )


@rule()
def sections_have_something(plan: Plan) -> Iterator[Finding]:
    """STR002: Under varje rubrik står något: text, innehåll eller avsnitt.

    Varför: en rubrik utan något under är nästan alltid ett avsnitt som glömdes.
    Källa: dokumentets mall.
    """
    for section, _ in plan.sections():
        if not section.contents and not section.sections and plan.is_whole(*section.at):
            message = f"Under rubriken ”{section.title}” står ingenting."
            yield Finding(
                "STR002",
                message,
                section.title.at,
                "Skriv en text, eller ta bort rubriken.",
                severity="varning",
            )


@rule()
def appendices_are_chapters(plan: Plan) -> Iterator[Finding]:
    """STR005: Det som är en bilaga (slag: bilaga) är ett kapitel, inte ett avsnitt.

    Varför: en bilaga har ett eget nummer och en egen sida; ett avsnitt hör till sitt kapitel.
    Källa: dokumentets mall.
    """
    for section, level in plan.sections():
        if section.is_appendix and level > 1 and section.kind:
            message = f"”{section.title}” är ett avsnitt, och kan inte vara en bilaga."
            hint = "Flytta det till listan över kapitel, eller ta bort raden  slag."
            yield Finding("STR005", message, section.kind.at, hint)


@rule()
def members_are_names(plan: Plan) -> Iterator[Finding]:
    """STR006: I listan över kommuner står varje kommun en gång, på en egen rad.

    Varför: turordningen och avgifterna räknar kommunerna; två på en rad blir en enda.
    Källa: planens egen lista.
    """
    known: dict[str, Text] = {}
    for member in plan.members:
        first = known.setdefault(" ".join(member.split()).casefold(), member)
        # Where both are typed alike the schema tells it.
        if first is not member and first != member:
            also = ((first.at, "den första står här"),)
            message = f"”{member.strip()}” står två gånger bland kommunerna."
            yield Finding("STR006", message, member.at, "Ta bort den ena.", also=also)
        if " - " in member:
            message = f"”{member}” ser ut att vara två kommuner på en rad."
            yield Finding("STR006", message, member.at, "Skriv var och en på en egen rad.")


@rule()
def kinds_are_spelt_alike(plan: Plan) -> Iterator[Finding]:
    """STR007: Ett slag av avsnitt skrivs likadant varje gång.

    Varför: texten räknar avsnitten av ett slag; ett som är felstavat räknas inte med.
    Källa: planens egna ord.
    """
    kinds = [section.kind for section, _ in plan.sections() if section.kind]
    counted = Counter(kinds)
    # Each is held against those alone that share something with it: there may be thousands.
    usual: dict[int, list[Text]] = {}
    for kind in (kind for kind in counted if counted[kind] > 1):
        for shared in near(kind):
            usual.setdefault(shared, []).append(kind)
    for kind in (kind for kind in kinds if counted[kind] == 1):
        others = {other for shared in near(kind) for other in usual.get(shared, ())}
        meant = next((other for other in counted if other in others and is_slip(kind, other)), None)
        if meant:
            message = f"Slaget ”{kind}” finns bara här; de andra avsnitten heter ”{meant}”."
            hint = f"Menade du {meant}?"
            repair = (Edit(str(meant)),)
            yield Finding("STR007", message, kind.at, hint, severity="varning", repair=repair)


@rule(gives_way_to="STR008")
def sections_come_last(plan: Plan) -> Iterator[Finding]:
    """STR003: Avsnitten står sist under sin rubrik i filen, som de gör i dokumentet.

    Varför: det som står efter avsnitten i filen visas före dem i dokumentet, och ser ut att höra
    till det sista avsnittet.
    Källa: dokumentets mall.
    """
    for section, level in plan.sections():
        late = [
            content
            for content in section.contents
            if {content.at[: len(section.at) + 1]} & plan.late
        ]
        for content in late[:1]:
            name = next(step for step in content.at[len(section.at) :] if isinstance(step, str))
            message = f"”{name}” står efter ”{BELOW}” i filen, men visas före avsnitten."
            part = "kapitel" if level == 1 else BELOW
            hint = (
                f"Hör ”{name}” till ”{section.title}”: flytta det till ovanför ”{BELOW}”. "
                f"Ska det vara ett nytt {part}: lägg till raden  - rubrik: …  ovanför ”{name}”."
            )
            yield Finding("STR003", message, (*section.at, name), hint, on_key=True)


@rule()
def tables_are_kept_apart(plan: Plan) -> Iterator[Finding]:
    """STR004: En tabell som står direkt efter en annan, eller efter en kalender eller budget, har
    en rubrik.

    Varför: i Word blir två tabeller utan något emellan en enda, och läsaren ser inte var den ena
    slutar.
    Källa: dokumentets mall.
    """
    for section, _ in plan.sections():
        for above, content in pairwise(section.contents):
            if above.ends_in_a_table and content.begins_with_a_table and plan.is_whole(*content.at):
                before = (
                    f"”{above.place.name}”"
                    if above.place is not content.place
                    else "en annan tabell"
                )
                message = (
                    f"Tabellen har ingen rubrik och står direkt efter {before}, "
                    "så att de blir en enda i Word."
                )
                hint = (
                    "Ge tabellen en rubrik: lägg till raden  rubrik: …  överst i den. "
                    "Eller skriv en text emellan."
                )
                yield Finding("STR004", message, content.at, hint, on_key=True)


RULES = (
    appendices_are_chapters,
    headings_are_not_too_deep,
    sections_have_something,
    sections_come_last,
    tables_are_kept_apart,
    members_are_names,
    kinds_are_spelt_alike,
)
