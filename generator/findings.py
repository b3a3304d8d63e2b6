"""What every stage may say about a plan: where (Pointer, Mark) and what (Finding)."""

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

Pointer = tuple[str | int, ...]
"""The single address of a value: keys and 0-based list positions from the root, as jsonschema's
`absolute_path`."""

Severity = Literal["fel", "varning", "information"]
SEVERITIES: tuple[Severity, ...] = ("fel", "varning", "information")


class Mark(Struct, frozen=True):
    """A stretch of the YAML text: 1-based line and column of its start, 0-based offsets [start,
    end) for splicing.
    """

    line: int
    column: int
    start: int
    end: int


Place = Pointer | Mark
"""Where something stands: the Pointer of a value, or a Mark in the file where the text could not be
read into values."""


class Edit(Struct, frozen=True):
    """A change of the YAML text: what should stand instead, and where (None: in the place of what
    the finding points at).
    """

    text: str
    at: Place | None = None
    within: tuple[int, int] | None = None


class Finding(Struct, frozen=True):
    """One thing to tell the secretariat: a value, never an exception.

    `within` narrows `at` to a stretch (offset, length) of the value's own text; `on_key` points at
    the key instead of the value.
    `beside` is the place to show where `at` is missing; `where` tells it in words, outside the
    plan's file. `also` are other places with a word on each, for values that disagree. `repair` is
    there where only one repair is likely.
    """

    code: str
    message: str
    at: Place
    hint: str = ""
    severity: Severity = "fel"
    within: tuple[int, int] | None = None
    on_key: bool = False
    beside: Mark | None = None
    where: str = ""
    also: tuple[tuple[Place, str], ...] = ()
    repair: tuple[Edit, ...] = ()


def has_errors(findings: Iterable[Finding]) -> bool:
    """True if any finding stops the plan from being rendered."""
    return any(finding.severity == "fel" for finding in findings)


def is_under(pointer: Pointer, ancestor: Pointer) -> bool:
    """True if `pointer` is `ancestor` or lies below it."""
    return pointer[: len(ancestor)] == ancestor
