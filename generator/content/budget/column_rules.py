"""The rules of a budget's columns: what they are, and that each row has an amount for each."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.content.budget.records import (
    CHANGE,
    CHANGE_IN_PERCENT,
    COMPUTED,
    Columns,
    Sides,
)
from generator.content.rule import rule
from generator.findings import Edit, Finding, Pointer
from generator.swedish import count, is_slip
from generator.values import Text

if TYPE_CHECKING:
    from generator.plan import Plan

_MOST_COLUMNS = 6


@rule()
def columns_are_sound(plan: "Plan") -> Iterator[Finding]:
    """BUD007: En av budgetens kolumner, och bara en, nämner planens år; de är högst sex.

    Varför: kolumnen med planens år är den som beslutas, och som avgifterna gäller. Fler än sex får
    inte plats på sidan. Ingen kolumn står två gånger.
    Källa: dokumentets mall.
    """
    for budget in plan.of(Sides):
        if plan.is_whole(*budget.at, "kolumner"):
            yield from _wrong_columns(budget, budget.columns(plan.year))


def _wrong_columns(budget: Sides, columns: Columns) -> Iterator[Finding]:
    labels, year = columns.labels, columns.year
    if not labels:
        return
    at: Pointer = (*budget.at, "kolumner")
    own = columns.of_the_year
    seen: dict[str, Text] = {}
    if not own:
        message = f"Ingen av budgetens kolumner nämner planens år, {year}."
        yield Finding(
            "BUD007", message, at, f"Lägg till en, till exempel Budget {year}.", on_key=True
        )
    for i in own[1:]:
        label = columns.amounts[i]
        message = (
            "Två av budgetens kolumner nämner planens år: "
            f"”{columns.amounts[own[0]]}” och ”{label}”."
        )
        yield Finding("BUD007", message, label.at, f"Låt bara en kolumn nämna {year}.")
    for label in labels:
        first = seen.setdefault(label.casefold(), label)
        if first is not label:
            message = f"Kolumnen ”{label}” står två gånger."
            yield Finding(
                "BUD007", message, label.at, "Ta bort den ena, eller ge den ett eget namn."
            )
        yield from _meant_to_be_computed(label)
        if label.casefold() in (CHANGE, CHANGE_IN_PERCENT) and own and not columns.now:
            message = f"Kolumnen ”{label}” har inget att räkna från."
            hint = f"Sätt en kolumn, till exempel Budget {year - 1}, före den för {year}."
            yield Finding("BUD007", message, label.at, hint)
    if len(labels) > _MOST_COLUMNS:
        message = (
            f"Budgeten har {len(labels)} kolumner, men bara {_MOST_COLUMNS} får plats på sidan."
        )
        yield Finding("BUD007", message, at, "Ta bort dem som behövs minst.", on_key=True)


def _meant_to_be_computed(label: Text) -> Iterator[Finding]:
    """What to say of a column that is nearly called what the program works out."""
    meant = next((name for name in COMPUTED if is_slip(label, name)), None)
    if meant and label.casefold() not in COMPUTED:
        message = f"Kolumnen ”{label}” räknas inte ut; det gör ”{meant}”."
        repair = (Edit(meant),)
        yield Finding("BUD007", message, label.at, f"Menade du {meant}?", repair=repair)


@rule()
def rows_are_whole(plan: "Plan") -> Iterator[Finding]:
    """BUD008: Varje post, summa och resultat har ett belopp för varje kolumn som inte räknas ut.

    Varför: ett belopp som glöms flyttar alla belopp efter det till fel kolumn.
    Källa: dokumentets mall.
    """
    for budget in plan.of(Sides):
        columns = budget.columns(plan.year)
        if plan.is_whole(*budget.at, "kolumner") and not any(_wrong_columns(budget, columns)):
            yield from _uneven(plan, budget, columns)


def _uneven(plan: "Plan", budget: Sides, columns: Columns) -> Iterator[Finding]:
    """What has too few amounts, or too many."""
    wanted = len(columns.amounts)
    hint = "Skriv ett enda belopp, eller säg i raden  kolumner:  vad beloppen är."
    if budget.labels:
        hint = f"Skriv ett belopp för varje kolumn: [{', '.join(columns.amounts)}]."
    stated = list(budget.stated())
    lengths = {len(amounts) for _, _, amounts in stated}
    if budget.labels and len(stated) > 1 and len(lengths) == 1 and lengths != {wanted}:
        yield _another_column(budget, lengths.pop(), wanted)
        return
    for name, at, amounts in stated:
        if len(amounts) != wanted and plan.is_whole(*at):
            needed = f"{count(wanted, 'kolumn', 'kolumner')} med belopp"
            message = f"{name} har {len(amounts)} belopp, men budgeten har {needed}."
            yield Finding("BUD008", message, at, hint)


def _another_column(budget: Sides, typed: int, wanted: int) -> Finding:
    """What to say where everything has as many amounts, and the columns are others: one of those
    came or went.
    """
    columns = count(wanted, "kolumn", "kolumner")
    message = f"Budgeten har {columns} med belopp, men varje post och summa har {typed}."
    hint = "Rätta kolumnerna, eller skriv ett belopp för varje kolumn på alla rader."
    return Finding("BUD008", message, (*budget.at, "kolumner"), hint, on_key=True)


def sound(plan: "Plan") -> Iterator[tuple[Sides, Columns]]:
    """The budgets whose amounts stand in the columns that they have."""
    for budget in plan.of(Sides):
        columns = budget.columns(plan.year)
        if not any(_wrong_columns(budget, columns)) and not any(_uneven(plan, budget, columns)):
            yield budget, columns
