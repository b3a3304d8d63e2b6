"""Reviewed documents as they come back: several files, some of which may be none, and the plan that
they are of.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator import files, report
from generator.examined import examined
from generator.ooxml import untrusted
from generator.pipeline import Build
from generator.review.feedback import Remark, Review, TooManyError, collect
from generator.word import provenance
from generator.word.provenance import Provenance

MOST_BYTES = 30_000_000


class Received(Struct, frozen=True):
    """The plan's file with its bytes, checked; the reviews of it, and what they say.

    `skipped` and `unread` are sentences about files that are no answers, and that could not be
    read.
    """

    path: Path
    raw: bytes
    built: Build
    reviews: tuple[Review, ...]
    remarks: list[Remark]
    skipped: tuple[str, ...]
    unread: tuple[str, ...]

    def check(self, text: str) -> Build:
        """The plan with another text, checked."""
        return examined(self.path, text.encode())


def received(
    paths: Sequence[Path], plan: Path | None = None, *, raw: bytes | None = None
) -> Received:
    """Read some answers, and all that they say of their plan, or of the text `raw` of it. Raises
    FileError where none can be read.
    """
    reviews, skipped, unread = _read(paths)
    if not reviews:
        raise files.FileError("\n".join([*unread, *([] if unread else skipped)]))
    names = _told_apart([Path(review.name) for review in reviews])
    reviews = [replace(review, name=name) for review, name in zip(reviews, names, strict=True)]
    first = reviews[0].sent
    path = plan or _plan_of(first)
    raw = files.read(path) if raw is None else raw
    built = examined(path, raw)
    if built.plan is None or built.plan.gaps:
        raise files.FileError(
            f"{files.shown(path)} har fel ({report.summary(built.findings)}). "
            f"Rätta dem först: make check YEAR={files.asked_for(files.shown(path))}"
        )
    if built.plan.year != first.origin.year:
        raise files.FileError(
            f"{files.shown(path)} är planen för {built.plan.year}, men granskad är "
            f"planen för {first.origin.year}."
        )
    try:
        remarks = collect(reviews, built.source, built.plan)
    except TooManyError as problem:
        number, name = problem.args
        raise files.FileError(
            f"Filen {name} har {number} ändringar och kommentarer, fler än verktyget "
            "läser. Granska i flera omgångar."
        ) from problem
    return Received(path, raw, built, tuple(reviews), remarks, tuple(skipped), tuple(unread))


def _read(paths: Iterable[Path]) -> tuple[list[Review], list[str], list[str]]:
    """The answers; what is said of the files that are none, and of those that cannot be read."""
    reviews: list[Review] = []
    skipped: list[str] = []
    unread: list[str] = []
    for path in paths:
        if path.name.startswith(("~$", "._", ".~lock.")):
            skipped.append(
                f"{files.shown(path)} är inget svar, utan en tillfällig fil bredvid ett "
                "öppet dokument. Den hoppas över."
            )
            continue
        try:
            reviews.append(read_answer(path, reviews[0].sent.origin.year if reviews else None))
        except files.FileError as problem:
            unread.append(str(problem))
    return reviews, skipped, unread


def read_answer(path: Path, year: int | None = None) -> Review:
    """One answer; with `year`, to the plan of that year. Raises FileError."""
    parts = parts_of(path, files.read(path, MOST_BYTES))
    sent = _table(path, parts)
    if year not in (None, sent.origin.year):
        raise files.FileError(
            f"Filen {files.shown(path)} är av planen för {sent.origin.year}, inte för {year}."
        )
    return Review(parts, sent, str(path))


def _told_apart(paths: Sequence[Path]) -> list[str]:
    """The name of each file, with as much of its path as tells it from the others."""
    names = []
    for path in paths:
        others = [other.parts for other in paths if other != path]
        length = 1
        while length < len(path.parts) and _end_alike(path.parts, others, length):
            length += 1
        names.append(str(Path(*path.parts[-length:])))
    return names


def _end_alike(parts: tuple[str, ...], others: Sequence[tuple[str, ...]], length: int) -> bool:
    """True if another path ends in the same parts."""
    return any(other[-length:] == parts[-length:] for other in others)


def parts_of(path: Path, docx: bytes) -> dict[str, bytes]:
    """The parts of a document from elsewhere. Raises FileError."""
    try:
        return untrusted.read(docx)
    except untrusted.UnusableDocumentError as problem:
        raise files.FileError(f"Filen {files.shown(path)} {problem}") from problem


def _plan_of(sent: Provenance) -> Path:
    found = files.plans().get(str(sent.origin.year))
    if found is None:
        raise files.FileError(
            f"Dokumentet är av planen för {sent.origin.year}, som inte finns i mappen plans. "
            "Säg vilken fil: PLAN=fil.yaml (utan make: --plan fil.yaml)."
        )
    return found


def _table(path: Path, parts: dict[str, bytes]) -> Provenance:
    """Where a document's values stand in its plan: told inside it, or by the file beside the
    document that was sent out. Raises FileError.
    """
    if found := provenance.read(parts):
        return found
    names = provenance.names(parts)
    beside = [
        *sorted(path.absolute().parent.glob("*.map.json")),
        *sorted(files.BUILD.glob("*.map.json")),
    ]
    tables = (provenance.from_json(files.read(place)) for place in beside)
    best = max(
        (table for table in tables if table),
        key=lambda table: len(names & table.anchors.keys()),
        default=None,
    )
    if best is None or not names & best.anchors.keys():
        raise files.FileError(
            f"Filen {files.shown(path)} är inget dokument som det här verktyget har gjort, eller "
            "är gjort på nytt ur ett annat program."
        )
    # It tells of the document, and this may be a redline of it.
    return replace(best, changes=None)
