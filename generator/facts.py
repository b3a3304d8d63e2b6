"""The facts that a text may show by name, such as {år} or {nyckeltalsdagen}: written once in the plan, shown where needed."""

import re
from collections.abc import Iterator

from generator import swedish
from generator.plan import Event, Group, Plan, Text

FACT = re.compile(r"(?<!\{)\{([a-zåäö][a-zåäö ]*)\}(?!\})", re.IGNORECASE)
"""A fact's name in braces. Double braces are ordinary text."""

_DAYS = ("planeringskonferensen", "södertörnskonferensen", "rådslaget", "nyckeltalsdagen")
NAMES = ("år", *_DAYS, *(f"{day}s månad" for day in _DAYS), "rådslagets värd")


def facts(plan: Plan) -> dict[str, Text]:
    """Every fact that this plan can show: its name and its Swedish form."""
    known = {"år": Text(str(plan.year), ("år",))}
    for kind in _DAYS:
        group = plan.group(kind)
        if group and group.events:
            event = group.events[0]
            known[kind] = Text(shown(event, year=True), event.first.at)
            known[f"{kind}s månad"] = Text(swedish.month(event.first.year, event.first.month), event.first.at)
    for host in plan.radslag.years if plan.radslag else ():
        if host.year == plan.year:
            known["rådslagets värd"] = host.municipality
    return known


def shown(event: Event, *, year: bool) -> str:
    """An occasion's day or days in Swedish; a month alone always has its year."""
    first = event.first.date
    if first is None:
        return swedish.month(event.first.year, event.first.month)
    return swedish.days(first, event.last.date if event.last else None, year=year)


def hosts_of(plan: Plan, group: Group, event: Event) -> tuple[Text, ...]:
    """The hosts of an occasion; the rådslag's is taken from its list of hosts."""
    listed = plan.radslag.years if plan.radslag and group.kind == "rådslaget" else ()
    return event.hosts or tuple(host.municipality for host in listed if host.year == event.first.year == plan.year)


def filled(text: str, known: dict[str, Text]) -> str:
    """A line as it is shown: its facts replaced by their values, with Swedish typography."""
    return swedish.typeset("".join(split(text, known)))


def split(text: str, known: dict[str, Text]) -> Iterator[str]:
    """The text in pieces, each fact replaced by its value; a fact's piece is a Text that knows where the fact stands."""
    start = 0
    for match in FACT.finditer(text):
        if match[1] in known:
            yield text[start : match.start()]
            yield known[match[1]]
            start = match.end()
    yield text[start:]
