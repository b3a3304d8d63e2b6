"""What is typed for a value that is no text, from how it is shown: an amount, a day, a host. What would become something else is refused."""

import re
from collections.abc import Iterator
from datetime import date

from generator import swedish
from generator.findings import Pointer
from generator.plan import MUNICIPALITIES, Amount, Event, Plan
from generator.writeback.ways import RefusedError

_MONTH = "|".join(swedish.MONTHS)


def typed_value(plan: Plan, at: Pointer, after: str) -> list[tuple[Pointer, str]] | None:
    """What is typed for a value that is no text: an amount, a day, a host. None for other values. Raises RefusedError."""
    if any(amount.at == at for amount in _amounts(plan)):
        digits = re.sub(r"[ \u00a0\u202f]", "", after)
        if not re.fullmatch(r"[0-9]{1,12}", digits):
            raise RefusedError("beloppet skulle inte längre vara ett belopp")
        return [(at, f"{int(digits):,}".replace(",", " "))]
    for group in plan.groups:
        for event in (*group.events, *group.previews):
            if event.first.at == at:
                return _day(event, after)
            if event.undecided is not None and event.undecided.at == at:
                return [(at, _municipality(after))]
            if at in [host.at for host in event.hosts]:
                if len(event.hosts) > 1:
                    raise RefusedError("flera värdar ändras i filen för hand")
                return [(at, _municipality(after))]
    if any(host.at == at for host in (plan.radslag.years if plan.radslag else ())):
        return [(at, _municipality(after))]
    return None


def _amounts(plan: Plan) -> Iterator[Amount]:
    for side in (plan.budget.income, plan.budget.costs):
        yield side.total
        for row in side.rows:
            yield row.amount
            yield from (share for _, share in row.shares)
    if plan.budget.result is not None:
        yield plan.budget.result


def _municipality(text: str) -> str:
    if text not in MUNICIPALITIES:
        raise RefusedError("värden skulle inte längre vara en av de åtta kommunerna")
    return text


def _day(event: Event, after: str) -> list[tuple[Pointer, str]]:
    """'25 januari', '16–17 augusti 2017' or 'Januari 2019' as dates; what was one day stays one day."""
    text = after.replace(swedish.NBSP, " ").lower()
    day = rf"(\d\d?)(?: ({_MONTH}))?(?:[–-](\d\d?))? ({_MONTH})(?: (\d{{4}}))?"
    whole = re.fullmatch(day, text)
    month = re.fullmatch(rf"({_MONTH}) (\d{{4}})", text)
    refused = RefusedError("datumet skulle inte längre vara ett datum av samma slag")
    if month and event.first.day is None:
        return [(event.first.at, f"{month[2]}-{_number(month[1]):02}")]
    if not whole or event.first.day is None or bool(whole[3]) != bool(event.last) or (whole[2] and not whole[3]):
        raise refused
    year = int(whole[5] or event.first.year)
    try:
        first = date(year, _number(whole[2] or whole[4]), int(whole[1]))
        if not event.last:
            return [(event.first.at, str(first))]
        return [(event.first.at, str(first)), (event.last.at, str(date(year, _number(whole[4]), int(whole[3]))))]
    except ValueError:
        raise refused from None


def _number(month: str) -> int:
    return swedish.MONTHS.index(month) + 1
