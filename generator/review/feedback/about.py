"""Which comments are about which changes: they stand at the same words of the same file."""

from collections.abc import Sequence

from generator.report import shortened
from generator.review.feedback.remark import Remark
from generator.review.feedback.telling import authors

_LONGEST = 200


def is_about(comment: Remark, change: Remark) -> bool:
    """True for a change of the words that a comment is about, in the same file."""
    if (
        comment.kind != "kommentar"
        or change.kind == "kommentar"
        or comment.anchor is None
        or change.anchor is None
    ):
        return False
    if comment.anchor.name != change.anchor.name or not comment.files & change.files:
        return False
    start, end = comment.within
    first, last = change.within
    return start <= last and first <= end


def reason(change: Remark, remarks: Sequence[Remark]) -> str:
    """Why a change is wished for: the comment on its words, else who asked for it."""
    comment = next((one for one in remarks if is_about(one, change)), None)
    if comment is not None:
        return shortened(" ".join(comment.text.split()), _LONGEST)
    return f"Enligt {authors(change.authors)} i granskningen."
