"""The tracked changes of a reviewed document, each led to the value of the plan that it changes.

LibreOffice and Word put text typed at a value's edge outside its bookmark; what is inserted at an
edge belongs to the value. What stands side by side in one file is one change (`tracked`), and so is
what was meant as one (`joined`); it is put where it belongs (`placed`), and the value is found that
holds it (`owned`).
"""

from collections.abc import Mapping

from msgspec.structs import replace

from generator.ooxml.reviewed.stretches import Reviewed
from generator.review.feedback.hunks.ground import Ground, Sorts
from generator.review.feedback.hunks.hunk import JOINED, Hunk
from generator.review.feedback.hunks.joined import joined, paired
from generator.review.feedback.hunks.owned import owned
from generator.review.feedback.hunks.placed import placed
from generator.review.feedback.hunks.tracked import tracked
from generator.review.feedback.laying import Laid
from generator.word.provenance import Anchor


def hunks(reviewed: Reviewed, laid: Laid, anchors: Mapping[str, Anchor]) -> list[Hunk]:
    """Every tracked change of text, in the order of the document."""
    ground = Ground(reviewed.base, laid, anchors)
    sorts = Sorts(reviewed, ground)
    found: list[Hunk] = []
    for hunk in joined(tracked(reviewed.stretches), ground):
        own = owned(placed(hunk, sorts, ground), ground)
        last = found[-1] if found else None
        if last and last.problem == JOINED and last.end == hunk.start and not own.problem:
            # The rest of a change that goes from one paragraph into the next.
            own = replace(own, problem=JOINED)
        found.append(own)
    found = paired(found, reviewed.base)
    return [hunk for hunk in found if hunk.text or hunk.end > hunk.start or hunk.undone.strip()]
