"""What became of the remarks of a review, as files: each reviewer's own with answers in it, a table
for the minutes, and what the template's owner is to know.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from generator import files
from generator.answers import Received
from generator.ooxml import package
from generator.review import template_remarks
from generator.review.apply import CHANGED_SINCE, standing
from generator.review.feedback import Remark
from generator.review.reply import (
    Decision,
    answered_file,
    as_document,
    as_markdown,
    decisions,
)
from generator.word.provenance import OURS

LIST, REPLIES = "mallsynpunkter.md", "svar"
"""What the list for the template's owner is called, and the folder of the answers."""


class Replied(Struct, frozen=True):
    """The files that answer a review, by their paths, and what became of each remark. `kept` is how
    many remarks on the template's own words are new to its owner's list.
    """

    written: dict[Path, bytes]
    decided: list[Decision]
    kept: int


def decided(found: Received) -> list[Decision]:
    """What has become of each remark in the plan as it stands."""
    became = standing(found.built, found.remarks, found.check)
    carried = _carried(found)
    for remark in found.remarks:
        # Where others have changed the same words, only who carried it knows that it is there.
        if became.get(remark.number) == CHANGED_SINCE and _key(remark) in carried:
            became[remark.number] = ""
    return decisions(found.remarks, became, found.built.source.text)


def remember(found: Received, made: Iterable[Remark]) -> None:
    """Keep that some changes have been carried into the plan. Raises files.FileError."""
    known = _carried(found) | {_key(remark) for remark in made}
    files.write(_ledger(found), "".join(f"{key}\n" for key in sorted(known)).encode())


def _carried(found: Received) -> set[str]:
    path = _ledger(found)
    return {*files.read(path).decode(errors="replace").split()} if path.is_file() else set()


def _ledger(found: Received) -> Path:
    return files.BUILD / ".granskning" / f"{found.path.stem}.txt"


def _key(remark: Remark) -> str:
    """What tells a wish from any other, whoever has it: where it is, what stood there, and what
    would stand.
    """
    name = remark.anchor.name if remark.anchor else ""
    where = (remark.hunk.start, remark.hunk.end) if remark.hunk else remark.within
    told = (remark.kind, name, where, remark.quote, remark.text)
    return sha256(repr(told).encode()).hexdigest()[:20]


def replied(found: Received) -> Replied:
    """The answers to a review, dated now. Raises files.FileError."""
    assert found.built.plan is not None
    year, now, became = found.built.plan.year, files.now(), decided(found)
    # An answer says that a remark on the template is kept: it is, whether or not apply was run.
    written, kept = for_the_template(found.remarks, found)
    names = _names([review.name for review in found.reviews])
    for number, (review, name) in enumerate(zip(found.reviews, names, strict=True)):
        answered = answered_file(review.parts, number, became, OURS, now)
        written[files.BUILD / REPLIES / name] = package.write(answered)
    title = f"Synpunkter på planen för {year}"
    template = package.read(files.read(files.template_of(year)))
    table = files.BUILD / f"synpunkter-{year}.docx"
    written[table] = as_document(title, became, template, now[:10])
    written[table.with_suffix(".md")] = as_markdown(title, became).encode()
    return Replied(written, became, kept)


def for_the_template(remarks: Sequence[Remark], found: Received) -> tuple[dict[Path, bytes], int]:
    """The list for the template's owner, where remarks on the template's own words are new to it,
    and how many those are. Raises files.FileError.
    """
    plan = found.built.plan
    if plan is None or not any(remark.of_template for remark in remarks):
        return {}, 0
    path = files.BUILD / LIST
    before = files.read(path).decode(errors="replace") if path.is_file() else ""
    template = files.read(files.template_of(plan.year))
    text, count = template_remarks.kept(remarks, plan.year, template, before)
    return ({path: text.encode()} if count else {}), count


def _names(answers: Iterable[str]) -> list[str]:
    """What the answered files are called, each otherwise: 'salem/svar.docx' becomes
    'salem-svar-svar.docx'.
    """
    names: list[str] = []
    for answer in answers:
        stem = "-".join(Path(answer).with_suffix("").parts[-2:]).replace("/", "-")
        name, number = f"{stem}-svar.docx", 1
        while name in names:
            number += 1
            name = f"{stem}-svar-{number}.docx"
        names.append(name)
    return names
