"""The rules of a plan: those of its kinds of content, and those of its texts, turns and status,
which every plan has.
"""

from collections.abc import Iterable
from itertools import islice

from generator.checks import (
    accessibility,
    decision,
    pictures,
    status,
    structure,
    text,
    turns,
    typography,
    years,
)
from generator.content import KINDS
from generator.content.rule import Rule
from generator.findings import Finding, Place, is_under
from generator.plan import Plan

_MOST = 100

RULES: tuple[Rule, ...] = (
    *(rule for kind in reversed(KINDS) for rule in kind.rules),
    *turns.RULES,
    *structure.RULES,
    *text.RULES,
    *typography.RULES,
    *accessibility.RULES,
    *pictures.RULES,
    *status.RULES,
    *decision.RULES,
    *years.RULES,
)
BY_CODE = {rule.code: rule for rule in RULES}


def run(plan: Plan, before: Plan | None = None) -> list[Finding]:
    """The findings of every rule, at most a hundred of each: a plan with more of them is told
    enough. `before` is last year's plan.
    """
    made: list[Iterable[Finding]] = [rule(plan) for rule in RULES if not rule.across]
    made += [rule(plan, before) for rule in RULES if rule.across] if before else []
    return _once(finding for found in made for finding in islice(found, _MOST))


def _once(found: Iterable[Finding]) -> list[Finding]:
    """The findings but for those whose rule gives way to another's, which has found what is below
    them.
    """
    listed = list(found)
    places: dict[str, list[Place]] = {}
    for one in listed:
        places.setdefault(one.code, []).append(one.at)
    better = {code: places.get(one.gives_way_to, []) for code, one in BY_CODE.items()}
    return [one for one in listed if not _is_above(one.at, better.get(one.code, []))]


def _is_above(at: Place, others: Iterable[Place]) -> bool:
    return any(
        is_under(other, at)
        for other in others
        if isinstance(at, tuple) and isinstance(other, tuple)
    )


def is_excusable(code: str) -> bool:
    """True for a rule that the committee may agree to depart from, also where the finding is an
    error.
    """
    return code in BY_CODE and BY_CODE[code].excusable
