"""A plan's file, put through every check with what lies beside it; and a later year's draft of
it.
"""

import codecs
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from generator import files, report
from generator.findings import has_errors
from generator.pipeline import Build, as_now, begin, check, plan_of
from generator.plan import Plan

if TYPE_CHECKING:
    from generator.years.rollforward import Told


@lru_cache(maxsize=4)
def _last_year(raw: bytes) -> Plan | None:
    """The plan of the year before, which is the same however often a draft of this year is read."""
    return plan_of(raw, files.read_schema())


def examined(path: Path, raw: bytes) -> Build:
    """The plan of a file, whose text is `raw`, checked. Raises files.FileError."""
    return check(
        files.shown(path),
        raw,
        files.read_schema(),
        files.beside(path),
        files.pictures(path),
        lambda text, _: _last_year(text),
    )


def first_plan(year: int) -> bytes:
    """A small plan with comments, to go on from. The line by which editors find the schema is there
    where the schema is, as in the repository or after the command schema.
    """
    content = files.read(files.STARTER).replace(b"2000", str(year).encode())
    return content if files.has_schema() else b"".join(content.splitlines(keepends=True)[2:])


class Draft(Struct, frozen=True):
    """A later year's draft: the plan it was made of, the draft, what was done, and its file's
    content.
    """

    last: Plan
    draft: Build
    told: "Told"
    content: bytes


def draft_of(before: Path, year: int) -> Draft:
    """A later year's draft from the file of a plan; nothing is written. Raises files.FileError."""
    raw = as_now(files.read(before))
    last = examined(before, raw)
    if last.plan is None or has_errors(last.findings):
        named = last.plan.year if last.plan else before.stem
        raise files.FileError(
            f"Planen för {named} har fel ({report.summary(last.findings)}). "
            f"Rätta dem först: make check YEAR={named}"
        )
    if last.plan.year >= year:
        raise files.FileError(
            f"Planen för {last.plan.year} är inte äldre än {year}. Välj en tidigare plan med FROM=."
        )
    name = files.shown(files.PLANS / f"{year}.yaml")
    begun = begin(last, name, raw, files.read_schema(), year, files.pictures(before))
    hindrance = begun[2] if begun else "planen har luckor"
    if begun is None or hindrance:
        raise files.FileError(
            f"Planen för {last.plan.year} är skriven på ett sätt som inte kan flyttas fram. "
            "Kopiera filen och ändra för hand."
            f" Det som hindrar, i det som skulle bli {year}: {hindrance}"
        )
    return Draft(last.plan, begun[0], begun[1], mark_of(raw) + begun[0].source.text.encode())


def mark_of(raw: bytes) -> bytes:
    """The mark by which Windows begins a file, where it has one."""
    return codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""


def is_saved_as_read(built: Build, raw: bytes) -> bool:
    """True for a plan that was read as it is saved."""
    return mark_of(raw) + built.source.text.encode() == raw
