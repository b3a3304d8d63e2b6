"""Chosen changes of reviewers -> the plan's file with them made: value by value, each proven before
it counts.

A value is changed only if the changed file, read again, shows exactly what the reviewers wrote
there, shows every other value as before, and has no error that it did not have. All else is
refused, with the reason.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from generator.findings import Pointer
from generator.pipeline import Build
from generator.review.apply.agreements import Agreement
from generator.review.apply.alike import alike
from generator.review.apply.applier import Applier
from generator.review.apply.asked import is_of_record
from generator.review.apply.made import Applied
from generator.review.apply.staleness import (
    ALREADY_MADE,
    CHANGED_SINCE,
    NOT_MADE,
    is_already_made,
)
from generator.review.feedback import Remark

__all__ = [
    "ALREADY_MADE",
    "CHANGED_SINCE",
    "NOT_MADE",
    "Agreement",
    "Applied",
    "alike",
    "apply",
    "brings",
    "hindrance",
    "is_already_made",
    "standing",
]

_HALF = "texten är flyttad; den flyttas bara tillsammans med nr {}"
_MOST_TRIED = 20
"""Changes that are not made of which it is tried why."""


def apply(
    built: Build,
    chosen: Sequence[Remark],
    carried: Sequence[Remark],
    check: Callable[[str], Build],
    agreed: Mapping[int, Agreement] | None = None,
) -> Applied:
    """Make the chosen changes in a checked plan, and write the comments `carried` above their
    values; `check` checks a text. `agreed` are the changes, by number, that break an agreement of
    the committee's and are made all the same.
    """
    assert built.plan is not None
    alone: list[tuple[Remark, str]] = []
    left = [*chosen]
    while True:
        applier = Applier(built, built.plan, check, agreed or {})
        applier.values(_by_value(left))
        for remark in left:
            applier.record(remark)
        done = applier.done(carried)
        made = {remark.number for remark in done.made}
        halves = [one for one in done.made if one.partner and one.partner not in made]
        if not halves:
            done.refused += alone
            return done
        whys = {remark.number: why for remark, why in done.refused}
        for one in halves:
            is_made = is_already_made(whys.get(one.partner, ""))
            alone.append((one, ALREADY_MADE if is_made else _HALF.format(one.partner)))
        left = [one for one in left if one not in halves]


def brings(built: Build, remark: Remark, check: Callable[[str], Build]) -> list[str]:
    """Which agreements of the committee's a change would break, as the check would say it."""
    assert built.plan is not None
    applier = Applier(built, built.plan, check, {remark.number: Agreement("")})
    if is_of_record(remark):
        applier.record(remark)
    else:
        applier.value(remark.at or (), [remark])
    return [finding.message for finding in applier.broken_by(remark)]


def hindrance(
    built: Build, remark: Remark, others: Sequence[Remark], check: Callable[[str], Build]
) -> str:
    """Why a change cannot be made, neither alone nor with the `others` of the same value; '' where
    it may be (what brings an error may still be right together with something else).
    """
    assert built.plan is not None
    same = [o for o in others if o.at == remark.at and o.number not in remark.conflicts]
    own = [o for o in others if o.number == remark.partner and o.at == remark.at]
    why = ""
    for chosen in ([remark, *own], same):
        applier = Applier(built, built.plan, check)
        if is_of_record(remark):
            applier.record(remark)
        else:
            applier.value(remark.at or (), [one for one in chosen if not is_of_record(one)])
        refused = applier.refusals()
        if remark.number not in refused:
            return ""
        why = why or refused[remark.number]
    return why


def standing(
    built: Build, remarks: Sequence[Remark], check: Callable[[str], Build]
) -> dict[int, str]:
    """What has become of the changes in a checked plan, by number: '' where it has what was asked
    for, else why not.
    """
    assert built.plan is not None
    applier = Applier(built, built.plan, check)
    found: dict[int, str] = {}
    tried = 0
    for remark in remarks:
        if remark.kind != "kommentar":
            why = applier.stands(remark)
            is_worth_trying = not remark.of_template and why == NOT_MADE and tried < _MOST_TRIED
            tried += is_worth_trying
            found[remark.number] = _why_not(built, remark, check) if is_worth_trying else why
    # What was moved came to its new place; that it is gone from the old one cannot be seen alone.
    for remark in remarks:
        if remark.partner and not found.get(remark.partner, "-"):
            found[remark.number] = ""
    return found


def _why_not(built: Build, remark: Remark, check: Callable[[str], Build]) -> str:
    """Why a change is not in the plan: what hinders it by itself, or what the check would say of
    it; NOT_MADE where nothing does, '' where words look so already.
    """
    assert built.plan is not None
    applier = Applier(built, built.plan, check)
    why = applier.reason(remark)
    if why != NOT_MADE:
        return why
    refused = applier.done([]).refused
    return next((told for one, told in refused if one.number == remark.number), why)


def _by_value(chosen: Sequence[Remark]) -> Iterator[tuple[Pointer, list[Remark]]]:
    """Changes of text, by the value that they change; the others are never asked for."""
    groups: dict[Pointer, list[Remark]] = defaultdict(list)
    for remark in chosen:
        if remark.kind != "kommentar" and not is_of_record(remark):
            groups[remark.at or ()].append(remark)
    yield from groups.items()
