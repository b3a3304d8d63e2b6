"""What reviewers said, as a value; and the documents that they said it in."""

from collections.abc import Mapping

from msgspec import Struct

from generator.findings import Mark, Pointer
from generator.review.feedback.hunks.hunk import OF_TEMPLATE, Hunk
from generator.word.provenance import Anchor, Provenance

OF_THE_LOOK = "utseendet bestäms av mallen (docs/mall.md)"
"""Why a change of the look is none of the plan's."""


class TooManyError(Exception):
    """A document has more comments and changes than are read: their number, and the file's name."""


class Review(Struct, frozen=True):
    """A reviewed document: its parts, the table of what was sent out, and its file's name."""

    parts: Mapping[str, bytes]
    sent: Provenance
    name: str = ""


class Remark(Struct, frozen=True):
    """What one or several reviewers said. `kind` is 'kommentar', 'ändring', 'utseende',
    'tabellrad', 'ospårad' (not tracked) or 'oläst' (seen, but not understood). `files` are the
    numbers of the reviews.

    `quote` is what it is about, as it was sent out; `text` what a comment says, or what would stand
    instead. `at` is the value of the plan (None: the template's own text), `within` the stretch of
    its text that is meant, `mark` its place in the file. `problem` says why a change cannot be made
    in the plan by the program. `stale` is True where the plan has changed since it was sent out.
    `hunk` is the change itself. `sent` is the table of the document that was sent out. Numbers are
    from 1; `conflicts` are those that say otherwise of the same words. `partner` is the other place
    of what was moved: neither is made without the other.
    """

    kind: str
    authors: tuple[str, ...]
    when: str
    chapter: str
    quote: str
    text: str
    at: Pointer | None
    order: int
    anchor: Anchor | None = None
    within: tuple[int, int] = (0, 0)
    hunk: Hunk | None = None
    problem: str = ""
    stale: bool = False
    resolved: bool = False
    answers: str = ""
    number: int = 0
    mark: Mark | None = None
    conflicts: tuple[int, ...] = ()
    threads: tuple[str, ...] = ()
    sent: Provenance | None = None
    files: frozenset[int] = frozenset()
    partner: int = 0

    @property
    def of_template(self) -> bool:
        """True for a change of the template's own text: it is for whoever owns the template."""
        return self.at is None and self.problem in (OF_TEMPLATE, OF_THE_LOOK)
