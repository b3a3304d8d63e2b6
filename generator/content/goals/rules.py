"""The rules of goals: their times, who is responsible, their names and levels."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from generator import swedish
from generator.content.goals.due import Due
from generator.content.goals.records import Place, Tree
from generator.content.rule import Rule, rule
from generator.findings import Edit, Finding
from generator.paragraphs import CELL, PLAIN, Block
from generator.values import PLACEHOLDER, Text

if TYPE_CHECKING:
    from generator.plan import Plan

_MOST_LEVELS = 4
_MOST_GUESSES = 50
"""Names that are worth guessing about."""


@rule()
def times_lie_in_the_plan(plan: "Plan") -> Iterator[Finding]:
    """AKT001: Det som ska göras ligger i planens år, eller i de år som målen gäller (gäller_till).

    Varför: ett årtal som står kvar från förra året syns inte i en lång plan.
    Källa: reglerna för planens mål.
    """
    for goals in plan.of(Tree):
        last = goals.until or plan.year
        if last < plan.year:
            message = f"Målen gäller till {last}, men planen gäller {plan.year}."
            hint = f"Skriv {plan.year} eller ett senare år, eller ta bort raden."
            yield Finding("AKT001", message, (*goals.at, "gäller_till"), hint)
            continue
        for place in goals.places():
            if place.goal.due:
                yield from _out_of_time(place.goal.due, plan.year, last)


def _out_of_time(due: Due, first: int, last: int) -> Iterator[Finding]:
    if not due.exists(range(first, last + 1)):
        hint = "Skriv en dag som finns: ÅÅÅÅ-MM-DD."
        yield Finding("AKT001", f"Dagen {due.typed} finns inte i almanackan.", due.at, hint)
    elif due.year is not None and not first <= due.year <= last:
        span = f"{first}" if first == last else f"{first}–{last}"
        message = f"Det ska vara gjort {due}, men målen gäller {span}."
        hint = (
            "Rätta året. Gäller målen flera år: lägg till raden  "
            f"gäller_till: {max(due.year, first)}  under mål."
        )
        yield Finding("AKT001", message, due.at, hint)


@rule(excusable=True)
def indicators_have_targets(plan: "Plan") -> Iterator[Finding]:
    """AKT002: Där det står en indikator står också ett målvärde.

    Varför: utan ett värde att nå vet ingen när målet är nått.
    Källa: reglerna för planens mål. Kommittén kan bestämma annat (undantag).
    """
    for goals in plan.of(Tree):
        for place in goals.places():
            goal = place.goal
            if goal.indicator and not goal.target and plan.is_whole(*goal.at):
                message = f"”{goal.called}” har en indikator, men inget målvärde."
                hint = "Lägg till raden  målvärde: 75 %  under indikatorn, med rätt värde."
                yield Finding("AKT002", message, goal.indicator.at, hint)


@rule(excusable=True)
def the_responsible_are_known(plan: "Plan") -> Iterator[Finding]:
    """AKT003: Den som är ansvarig finns bland planens grupper, kommuner och målens ansvariga, där
    målen har en sådan lista. Utan lista sägs det bara till om ett namn som är nästan likt.

    Varför: ett felstavat namn gör att ingen känner sig träffad.
    Källa: reglerna för planens mål. Kommittén kan bestämma annat (undantag).
    """
    named = [name for content in plan.contents() for name in content.parties()]
    for goals in plan.of(Tree):
        known = [*dict.fromkeys(map(str, (*goals.who, *named, *plan.members)))]
        folded = {name.casefold() for name in known}
        guesses: dict[str, str | None] = {}
        for place in goals.places():
            for start, name in _names(place.goal.responsible):
                if name.casefold() in folded:
                    continue
                if name not in guesses and len(guesses) < _MOST_GUESSES:
                    guesses[name] = swedish.closest(name, known)
                finding = _unknown(name, guesses.get(name), known if goals.who else ())
                if finding and place.goal.responsible:
                    at = place.goal.responsible.at
                    yield replace(finding, at=at, within=(start, len(name)))


def _names(responsible: Text | None) -> Iterator[tuple[int, str]]:
    """Those who are responsible, each by itself, with where its name starts."""
    if responsible and PLACEHOLDER not in responsible:
        for match in re.finditer(r"(\S.*?)\s*(?:,|\soch\s|$)", responsible):
            yield match.start(), match[1]


def _unknown(name: str, guess: str | None, listed: Sequence[str]) -> Finding | None:
    """What to say of one who is not known, and perhaps meant; `listed` are those that there are,
    where the plan lists them.
    """
    is_slip = guess is not None and swedish.is_slip(name, guess)
    if not listed and not is_slip:
        return None
    hint = f"Menade du ”{guess}”?" if guess else f"De som finns är {swedish.listing(listed)}."
    repair = (Edit(_like(str(guess), name)),) if is_slip else ()
    message = f"”{name}” finns inte bland dem som kan vara ansvariga."
    if not listed:
        message = f"”{name}” är nästan ”{guess}”, som planen har."
    return Finding("AKT003", message, (), hint, repair=repair)


def _like(guess: str, typed: str) -> str:
    """A name with a capital first where one was typed."""
    return guess[0].upper() + guess[1:] if typed[0].isupper() else guess


@rule()
def names_are_their_own(plan: "Plan") -> Iterator[Finding]:
    """AKT004: Två mål på samma nivå heter inte likadant.

    Varför: det är nästan alltid en kopia som skulle skrivas om, och nästa års jämförelse går efter
    namnen.
    Källa: reglerna för planens mål.
    """
    for goals in plan.of(Tree):
        seen: dict[tuple[int, str], Text] = {}
        for place in goals.places():
            own = place.goal.called
            first = seen.setdefault(place.key, own)
            if own and first is not own:
                message = f"Två på nivån ”{goals.level_of(place)}” heter ”{own}”."
                hint = "Ge den ena ett eget namn. Är det meningen kan det stå kvar."
                also = ((first.at, "den första står här"),)
                yield Finding("AKT004", message, own.at, hint, severity="varning", also=also)


@rule()
def levels_are_filled(plan: "Plan") -> Iterator[Finding]:
    """AKT005: Under ett mål står det som nivåerna säger ska stå där.

    Varför: ett mål som ingen har planerat något för är lätt att glömma.
    Källa: reglerna för planens mål.
    """
    for goals in plan.of(Tree):
        for place in goals.places():
            goal, below = place.goal, place.depth + 1
            if below < len(goals.levels) and not goal.parts and plan.is_whole(*goal.at):
                message = f"Under ”{goal.called}” finns ingenting på nivån ”{goals.levels[below]}”."
                hint = "Lägg till  delar:  om något ska göras. Annars bara för kännedom."
                yield Finding("AKT005", message, goal.called.at, hint, severity="information")


@rule()
def levels_are_named(plan: "Plan") -> Iterator[Finding]:
    """AKT006: Mål finns i de nivåer som planen räknar upp (nivåer), högst fyra.

    Varför: det som ligger djupare har inget namn, och får ingen plats i dokumentet.
    Källa: dokumentets mall.
    """
    for goals in plan.of(Tree):
        if len(goals.levels) > _MOST_LEVELS:
            message = (
                f"Målen har {len(goals.levels)} nivåer, men högst {_MOST_LEVELS} går att visa."
            )
            yield Finding("AKT006", message, (*goals.at, "nivåer"), "Ta bort någon.", on_key=True)
        for place in goals.places():
            if goals.levels and place.depth == len(goals.levels):
                named = swedish.listing(map(str, goals.levels))
                message = f"”{place.goal.called}” ligger för djupt: nivåerna är {named}."
                hint = "Lägg till ett namn i listan  nivåer, eller flytta det ett steg åt vänster."
                yield Finding("AKT006", message, place.goal.called.at, hint)


@rule()
def rows_have_paragraphs(plan: "Plan") -> Iterator[Finding]:
    """AKT007: Ett mål som är en rad i en tabell har bara stycken i sin text, och en text rakt
    ovanför en sådan tabell slutar inte med en tabell.

    Varför: i en ruta får ingen lista plats, och i Word blir två tabeller utan något emellan en
    enda.
    Källa: dokumentets mall.
    """
    for goals in plan.of(Tree):
        for place in goals.places():
            wrong = _unfit(goals, place)
            if place.goal.text and wrong is not None:
                message = f"Texten har {wrong.kind}, men där den ska visas får bara stycken plats."
                hint = "Skriv det som ett stycke, eller visa målen med rubriker:  visa: rubriker"
                yield Finding("AKT007", message, place.goal.text.at, hint, within=wrong.within)


def _unfit(goals: Tree, place: Place) -> Block | None:
    """What of a goal's text cannot stand where it is to be shown."""
    text = place.goal.text
    if text is None:
        return None
    if goals.is_row(place.depth):
        return next((block for block in text.blocks if block.sort != PLAIN), None)
    has_rows = place.goal.parts and goals.is_row(place.depth + 1)
    last = text.standing[-1:]
    return last[0] if has_rows and last and last[0].sort == CELL else None


RULES: tuple[Rule, ...] = (
    rows_have_paragraphs,
    times_lie_in_the_plan,
    indicators_have_targets,
    the_responsible_are_known,
    names_are_their_own,
    levels_are_filled,
    levels_are_named,
)
