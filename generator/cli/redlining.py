"""The command redline: what changed between two plans or documents, as a Word document."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator import files, report
from generator.answers import MOST_BYTES, parts_of
from generator.cli.making import print_refusal
from generator.cli.terminal import (
    GOOD,
    PLAN_HAS_ERRORS,
    WrongUseError,
    at_work,
    plan_file,
    say,
    stem_of,
)
from generator.ooxml import package, properties
from generator.pipeline import as_now
from generator.plan import Plan

if TYPE_CHECKING:
    from generator.redlined import Side


def redline(chosen: argparse.Namespace) -> int:
    """Write a Word document in which the changes between two plans or documents are tracked."""
    from generator.redlined import NoDocumentError, redlined

    *old, new = chosen.sides
    if len(old) > 1 or (old and chosen.against):
        raise WrongUseError("Jämför två: redline GAMMAL NY, eller redline ÅR --against GAMMAL.")
    try:
        after = _side(new, None)
        before = _side(old[0] if old else chosen.against or _year_before(new, after.plan), new)
    except NoDocumentError as none:
        print_refusal(none.build, "Ingen jämförelse gjordes.")
        return PLAN_HAS_ERRORS
    output = chosen.output or files.BUILD / f"{stem_of(new, after.plan)}-andringar.docx"
    _expect(output, [new, *old, chosen.against or ""])
    _tell_missing([before, after])
    made, lines = redlined(before, after)
    written = {output: made}
    if chosen.pdf:
        from generator.libreoffice import show_changes

        with at_work("Lägger ut sidorna"):
            written[output.with_suffix(".pdf")] = show_changes(made)
    files.write_all(written)
    say(f"Klart: {' och '.join(map(files.shown, written))}\n")
    say("\n".join(lines))
    return GOOD


def _expect(output: Path, inputs: Sequence[str]) -> None:
    if output.suffix.lower() != ".docx":
        raise WrongUseError(f"Jämförelsen är en Word-fil: {output} ska sluta på .docx.")
    if output.resolve() in (files.TEMPLATE, *(Path(name).resolve() for name in inputs if name)):
        raise WrongUseError(
            f"{files.shown(output)} är en av filerna som jämförs, eller mallen. Välj en annan fil."
        )


def _year_before(new: str, plan: Plan | None) -> str:
    """What a plan is compared with where nothing else is asked for: last year's. Raises
    FileError.
    """
    if plan is None:
        raise WrongUseError("Säg vad dokumentet ska jämföras med: redline GAMMAL NY.")
    path = plan_file(new).with_name(f"{plan.year - 1}.yaml")
    if not path.is_file():
        raise files.FileError(
            f"Det finns ingen plan för {plan.year - 1} att jämföra med. "
            "Välj något annat med AGAINST=."
        )
    return str(path)


def _side(text: str, new: str | None) -> "Side":
    """The document of a year, a YAML file, a Word file, or a git revision of the plan `new`."""
    from generator.redlined import Side, side_of

    path = Path(text)
    if path.suffix.lower() == ".docx":
        parts = parts_of(path, files.read(path, MOST_BYTES))
        docx = package.write(parts)
        return Side(
            files.shown(path),
            docx,
            None,
            properties.modified(parts.get(properties.PART, b"")) or "1980-01-01",
        )
    if text in files.plans() or path.suffix.lower() in (".yaml", ".yml"):
        path = plan_file(text)
        return side_of(path, as_now(files.read(path)), is_older=new is not None)
    if new is None or Path(new).suffix.lower() == ".docx":
        raise WrongUseError(f"{text} är varken ett år, en YAML-fil eller ett Word-dokument.")
    from generator.revisions import text_at

    path = plan_file(new)
    raw = as_now(text_at(text, path))
    return side_of(path, raw, called=f"versionen {text}", is_older=True)


def _tell_missing(sides: Sequence["Side"]) -> None:
    """Tell of the pictures that an older plan had and that are not to be had any more."""
    for side in sides:
        for file in side.missing:
            told = f"Obs: bilden ”{report.visible(file)}” i {side.name} går inte att visa längre."
            say(f"{told} En grå ruta står i dess ställe.")
