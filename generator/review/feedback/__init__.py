"""Reviewed documents -> remarks: every comment and every tracked change, each at its line of the
plan, those of several reviewers together.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from generator import context
from generator.plan import Plan
from generator.review.feedback.hunks.hunk import Hunk
from generator.review.feedback.merged import conflicts_of, merged, named_by_file, partners_of
from generator.review.feedback.now import by_now
from generator.review.feedback.remark import Remark, Review, TooManyError
from generator.review.feedback.said import said
from generator.review.feedback.versions import as_now
from generator.source import Source

__all__ = ["Hunk", "Remark", "Review", "TooManyError", "collect"]


def collect(reviews: Sequence[Review], source: Source, plan: Plan) -> list[Remark]:
    """The remarks of some reviewed documents on one plan, in the document's order. Raises
    TooManyError.
    """
    found: list[Remark] = []
    now = [*context.printed(plan)]
    reviews = [replace(review, sent=as_now(review.sent, now)) for review in reviews]
    for number, review in enumerate(reviews):
        of_one = said(review, number)
        if len(reviews) > 1:
            of_one = [named_by_file(remark, review.name) for remark in of_one]
        files = frozenset((number,))
        found += [replace(remark, sent=review.sent, files=files) for remark in of_one]
    in_order = sorted(merged(found), key=lambda remark: (remark.order, remark.kind != "ändring"))
    placed = by_now(in_order, now, source, plan)
    numbered = [replace(remark, number=number) for number, remark in enumerate(placed, 1)]
    conflicts = conflicts_of(numbered)
    numbers = {thread: str(remark.number) for remark in numbered for thread in remark.threads}
    partners = partners_of(numbered)
    return [
        replace(
            remark,
            conflicts=tuple(sorted(conflicts[remark.number])),
            answers=numbers.get(remark.answers, ""),
            partner=partners.get(remark.number, 0),
        )
        for remark in numbered
    ]
