"""`undantag:` in a plan: warnings, notices and excusable errors that the committee has decided to keep, each with its reason."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator import swedish
from generator.findings import Finding
from generator.plan import Exemption, Plan
from generator.source import Source

CODES = {
    "UND001": "Ett undantag gäller en varning eller upplysning som finns. Fel kan inte undantas, utom ROT004 och ROT005 (jämfört med förra året)."
}


def exempted(findings: Iterable[Finding], plan: Plan, source: Source, known: Iterable[str]) -> Iterator[Finding]:
    """The findings, those that are exempted told for information only, and a finding for each exemption that fits none.

    `known` are the codes that there are. Where an error hides a part of the plan, no exemption is said to be of no use.
    """
    listed, used = list(findings), set()
    for finding in listed:
        fitting = [exemption for exemption in plan.exemptions if _fits(exemption, finding, source)]
        if fitting and (finding.severity != "fel" or finding.excusable):
            used |= {exemption.at for exemption in fitting}
            yield replace(finding, severity="information", hint=f"Undantag enligt planen: {fitting[0].reason}", repair=())
        else:
            yield finding
    for exemption in plan.exemptions if not plan.gaps else ():
        if exemption.at not in used:
            yield _unfit(exemption, [f for f in listed if f.code == exemption.rule], known)


def _fits(exemption: Exemption, finding: Finding, source: Source) -> bool:
    return finding.code == exemption.rule and bool(
        re.search(rf"(?<!\w){re.escape(exemption.where)}(?!\w)", _line(finding, source))
    )


def _line(finding: Finding, source: Source) -> str:
    """The line that a finding shows."""
    mark = source.place(finding)
    return source.text[source.text.rfind("\n", 0, mark.start) + 1 :].partition("\n")[0]


def _unfit(exemption: Exemption, same_rule: list[Finding], known: Iterable[str]) -> Finding:
    """Why an exemption exempts nothing."""
    if any(finding.severity == "fel" and not finding.excusable for finding in same_rule):
        message, hint = f"{exemption.rule} är ett fel, och fel kan inte undantas.", "Rätta felet och ta bort undantaget."
        return Finding("UND001", message, exemption.rule.at, hint)
    guess = None if exemption.rule in known else swedish.closest(exemption.rule, list(known))
    hint = f"Menade du {guess}?" if guess else "Ta bort undantaget, eller skriv ord ur den rad som varningen visar."
    message = f"Undantaget för {exemption.rule} på raden med ”{exemption.where}” gäller ingenting."
    return Finding("UND001", message, exemption.where.at, hint, severity="varning")
