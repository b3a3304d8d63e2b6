"""The sums of a plan, and those that a change would make wrong."""

from generator import swedish
from generator.content.kind import Sum
from generator.findings import Pointer
from generator.plan import Plan


def sums_of(plan: Plan) -> dict[Pointer, Sum]:
    """Each sum of the plan by its place, but of what could not be read whole: what is lost of it,
    as the fee of a member by another name, is in its sum all the same.
    """
    whole = (content for content in plan.contents() if plan.is_whole(*content.at))
    return {found.stated.at: found for content in whole for found in content.sums(plan)}


def wrong_sums(plan: Plan) -> dict[Pointer, int]:
    """What the sums that are wrong would have to be."""
    return {at: found.actual for at, found in sums_of(plan).items() if found.stated != found.actual}


def told(of: Sum, printed: str) -> str:
    """'summan av kostnaderna 945 000 kr blir 950 000 kr'."""
    return f"{of.name} {swedish.kronor(of.stated)} {of.kr} blir {printed} {of.kr}"
