"""What the title page of two plans says otherwise."""

from collections.abc import Iterator

from generator.content.kind import Change
from generator.plan import Draft, Plan
from generator.swedish import count
from generator.values import Day, Text

_CONTENTS = "innehållsförteckning"


def standing(old: Plan, new: Plan) -> Iterator[Change]:
    """What the title page says of the plan."""
    before, after = (_status(plan) for plan in (old, new))
    if before != after:
        yield Change("status", "status", before, after, ("status",))
    for name in ("organisation", "title", "subtitle"):
        one, other = getattr(old, name), getattr(new, name)
        before, after = old.filled(one), new.filled(other)
        if before != after:
            yield Change("text", str(other.at[-1]), before, after, other.at)
    yield from _listed(old, new)
    yield from _logotype(old, new)
    yield from _facts(old, new)


def _listed(old: Plan, new: Plan) -> Iterator[Change]:
    """A table of contents that has come or gone, or lists other levels."""
    before, after = (_levels(plan) for plan in (old, new))
    if before != after:
        yield Change("innehåll", _CONTENTS, before, after, (_CONTENTS,))


def _levels(plan: Plan) -> str:
    listed = plan.table_of_contents
    return count(listed.levels, "nivå", "nivåer") if listed else ""


def _logotype(old: Plan, new: Plan) -> Iterator[Change]:
    """Another logotype, or one that is described otherwise."""
    one, other = (plan.logotype for plan in (old, new))
    at = next((mark.at for mark in (other, one) if mark), ())
    for name in ("file", "alt"):
        before, after = (str(getattr(mark, name)) if mark else "" for mark in (one, other))
        if before != after:
            yield Change("bild", "logotyp", before, after, at)


def _facts(old: Plan, new: Plan) -> Iterator[Change]:
    """The facts of the decision, and which draft it is."""
    before, after = _facts_of(old), _facts_of(new)
    for called in dict.fromkeys((*after, *before)):
        one, other = before.get(called), after.get(called)
        found = other or one
        if found and str(one) != str(other):
            yield Change("beslut", called, str(one or ""), str(other or ""), found.at)


def _facts_of(plan: Plan) -> dict[str, Text | Day | Draft]:
    facts: dict[str, Text | Day | Draft] = (
        {fact.called.lower(): fact.value for fact in plan.decision.facts} if plan.decision else {}
    )
    return facts | ({"utkastet": plan.draft} if plan.draft and not plan.decided else {})


def _status(plan: Plan) -> str:
    """'beslutad 2016-12-08', 'Godkänd av styrgruppen' or 'utkast'."""
    if not plan.decided or plan.decision is None:
        return plan.status
    words = plan.decision.words or "beslutad"
    return f"{words} {plan.decision.day}" if plan.decision.day else str(words)
