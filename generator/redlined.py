"""Two plans or documents -> a Word document in which the changes between them are tracked, and what
those are in words.
"""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from generator import files, images, swedish
from generator.outputs.output import Request, document
from generator.pipeline import Build
from generator.plan import Plan
from generator.word.provenance import OURS
from generator.word.redline import chapters_touched, redline, with_summary
from generator.years import compare

_LONGEST_SUMMARY = 60


class NoDocumentError(Exception):
    """A plan has no document: errors stand in it, or in its template. `build` tells which."""

    def __init__(self, build: Build) -> None:
        super().__init__(build.source.name)
        self.build = build


class Side(Struct, frozen=True):
    """One side of a comparison: what it is called, its document, its plan where there is one, its
    date (ISO), and the pictures that are not to be had any more.
    """

    name: str
    docx: bytes
    plan: Plan | None
    dated: str
    missing: tuple[str, ...] = ()


def side_of(path: Path, raw: bytes, *, called: str = "", is_older: bool = False) -> Side:
    """The document of a plan's text; an older one may lack its pictures. Without `called` it is
    called after its year. Raises NoDocumentError, and files.FileError for an unusable template.
    """
    missing: list[str] = []
    pictures = _or_stand_in(files.pictures(path), missing) if is_older else None
    built = document(Request(path, raw, pictures=pictures))
    if built.docx is None or built.plan is None:
        raise NoDocumentError(built)
    name = called or f"planen för {built.plan.year}"
    return Side(name, built.docx, built.plan, built.plan.dated.isoformat(), tuple(missing))


def redlined(before: Side, after: Side) -> tuple[bytes, list[str]]:
    """The newer document with its changes tracked, and what they are, line by line."""
    when = f"{after.dated}T00:00:00Z"
    made = redline(before.docx, after.docx, OURS, when)
    lines = [*_summary(before, after), *_touched(chapters_touched(made))]
    return with_summary(made, OURS, when, lines[:_LONGEST_SUMMARY]), lines


def _or_stand_in(look: images.Look, missing: list[str]) -> images.Look:
    """The pictures of an older plan: what it was compared with must not need them to be there
    still. The names of those that are not are added to `missing`.
    """

    def found(name: str) -> bytes | images.Flaw:
        data = look(name)
        if isinstance(data, images.Flaw) or isinstance(images.read(data), images.Flaw):
            missing.append(name)
            return images.stand_in()
        return data

    return found


def _summary(before: Side, after: Side) -> list[str]:
    """What changed, in words: chapter by chapter between two plans."""
    if before.plan is None or after.plan is None:
        return [f"Jämförelse: {after.name} mot {before.name}"]
    changes = compare.compare(before.plan, after.plan)
    told = compare.for_people(changes, before.name, after.name)
    return [line for line in told.split("\n") if line]


def _touched(chapters: Sequence[str]) -> list[str]:
    if not chapters:
        return ["Inga kapitel har ändringar."]
    return [f"Kapitel med ändringar: {swedish.listing(chapters)}."]
