"""`undantag:` in a plan: warnings, notices and agreements that the committee has decided to depart
from, each with its reason.
"""

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from generator import swedish
from generator.checks import BY_CODE, is_excusable
from generator.findings import Finding
from generator.plan import Exemption, Plan
from generator.source import Source

CODES = {
    "UND001": (
        "Ett undantag gäller något som finns, och som får undantas: "
        "varningar, upplysningar och kommitténs egna överenskommelser."
    )
}
_OTHERWISE = (
    "Har kommittén bestämt annat: skriv ett undantag i planen, med "
    "skälet (se Undantag i handboken)."
)
_LATER = "(I ett utkast får det stå öppet.)"


def exempted(findings: Iterable[Finding], plan: Plan, source: Source) -> Iterator[Finding]:
    """The findings, those that are exempted told for information only, and a finding for each
    exemption that fits none.

    What the committee may agree to is no error in a draft, only when the plan is decided. Where an
    error hides a part of the plan, no exemption is said to be of no use.
    """
    listed, used = list(findings), set()
    for finding in listed:
        fitting = [exemption for exemption in plan.exemptions if _fits(exemption, finding, source)]
        if fitting and (finding.severity != "fel" or is_excusable(finding.code)):
            used |= {exemption.at for exemption in fitting}
            yield replace(
                finding,
                severity="information",
                hint=f"Undantag enligt planen: {fitting[0].reason}",
                repair=(),
            )
        elif finding.severity == "fel" and is_excusable(finding.code):
            yield _open(finding, decided=plan.decided)
        else:
            yield finding
    for exemption in plan.exemptions if not plan.gaps else ():
        if exemption.at not in used:
            yield _unfit(exemption, [f for f in listed if f.code == exemption.rule])


def _open(finding: Finding, *, decided: bool) -> Finding:
    """What is told of an agreement that is not kept, and not exempted either."""
    if decided:
        return replace(finding, hint=f"{finding.hint} {_OTHERWISE}".strip())
    return replace(
        finding, severity="varning", hint=f"{finding.hint} {_OTHERWISE} {_LATER}".strip()
    )


def _fits(exemption: Exemption, finding: Finding, source: Source) -> bool:
    if finding.code != exemption.rule or exemption.where is None:
        return finding.code == exemption.rule
    return bool(re.search(rf"(?<!\w){re.escape(exemption.where)}(?!\w)", _line(finding, source)))


def _line(finding: Finding, source: Source) -> str:
    """The line that a finding shows."""
    mark = source.place(finding)
    return source.text[source.text.rfind("\n", 0, mark.start) + 1 :].partition("\n")[0]


def _unfit(exemption: Exemption, same_rule: list[Finding]) -> Finding:
    """Why an exemption exempts nothing."""
    if any(finding.severity == "fel" and not is_excusable(finding.code) for finding in same_rule):
        message = (
            f"{exemption.rule} är ett fel som inte kan undantas: det är ingen överenskommelse."
        )
        return Finding("UND001", message, exemption.rule.at, "Rätta felet och ta bort undantaget.")
    guess = None if exemption.rule in BY_CODE else swedish.closest(exemption.rule, list(BY_CODE))
    hint = (
        f"Menade du {guess}?"
        if guess
        else "Ta bort undantaget, eller skriv ord ur den rad som meddelandet visar."
    )
    where = f" på raden med ”{exemption.where}”" if exemption.where else ""
    message = f"Undantaget för {exemption.rule}{where} gäller ingenting."
    at = exemption.where.at if exemption.where else exemption.rule.at
    return Finding("UND001", message, at, hint, severity="varning")
