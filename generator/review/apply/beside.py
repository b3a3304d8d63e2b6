"""What is to be known of changes before they are written: who says otherwise, and what the check
will say of the plan then.
"""

from collections import Counter
from collections.abc import Sequence

from generator.pipeline import Build
from generator.review.feedback import Remark, telling

_MOST = 10


def against(made: Sequence[Remark], remarks: Sequence[Remark]) -> list[str]:
    """Who says otherwise than the changes that are made."""
    by_number = {remark.number: remark for remark in remarks}
    lines = []
    for remark in made:
        for number in remark.conflicts[:_MOST]:
            who = telling.authors(by_number[number].authors)
            lines.append(f"nr {remark.number} säger emot nr {number} av {who}, som inte förs in.")
    return lines[:_MOST]


def warned(before: Build, after: Build) -> list[str]:
    """What the check says of a changed plan as a warning, and did not say before."""
    known = Counter(finding.message for finding in before.findings)
    now = Counter(one.message for one in after.findings if one.severity == "varning")
    return list((now - known).elements())
