"""The commands about several years: new (another year's draft), start (a first plan), compare (what
changed), plans (every year).
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from generator import files, report, swedish
from generator.cli.making import build_document
from generator.cli.terminal import (
    GOOD,
    PLAN_HAS_ERRORS,
    WrongUseError,
    but_alike,
    count_up,
    hand_over,
    plan_file,
    say,
    there_are,
    unknown,
)
from generator.examined import draft_of, examined, first_plan
from generator.pipeline import Build, as_now
from generator.plan import Plan

if TYPE_CHECKING:
    from generator.years.rollforward import Told


def new(chosen: argparse.Namespace) -> int:
    """Write a year's draft from the plan of the year before, or from another; never over a plan
    that is there.
    """
    year = _year(chosen.year, "new")
    target = files.PLANS / f"{year}.yaml"
    _spare(target)
    before = plan_file(chosen.origin) if chosen.origin else files.PLANS / f"{year - 1}.yaml"
    if not before.is_file():
        raise files.FileError(
            f"Planen för {year} görs av planen för {year - 1}, men {files.shown(before)} finns "
            f"inte{but_alike(before)}{_or_begin(year)}"
        )
    begun = draft_of(before, year)
    last, draft = begun.last, begun.draft
    files.create(target, begun.content)
    say(f"Klart: {files.shown(target)}, ett utkast gjort av planen för {last.year}.")
    _print_told(begun.told)
    if not last.decided:
        say(
            f"  Obs: planen för {last.year} är ett utkast. Det som ändras i den härefter "
            "följer inte med hit: gör den helst färdig först."
        )
    left = swedish.count(len(draft.plan.open_places if draft.plan else ()), "ställe", "ställen")
    say(f"  Granskning: {report.summary(draft.findings)}")
    say(
        f"{left} kvar att fylla i eller bekräfta, märkta FYLL I. Se dem med  make check YEAR={year}"
    )
    return GOOD


def _or_begin(year: int) -> str:
    """The other ways to a year's plan, at the end of a sentence that says that the one before is
    missing.
    """
    if not files.plans():
        return f" Utan någon plan börjar du med  make begin YEAR={year}."
    earlier = [known for known in files.plans() if int(known) < year]
    if not earlier:
        return f" Utan en tidigare plan börjar du med  make begin YEAR={year}."
    return f" Välj en annan:  make new YEAR={year} FROM={max(earlier)}."


def _spare(target: Path) -> None:
    """Refuse to make a plan that is there, perhaps under a name beside its own. Raises
    files.FileError.
    """
    if target.exists():
        raise files.taken(target)
    if (alike := but_alike(target)) != ".":
        raise files.FileError(f"Det finns ingen plan {target.stem}{alike} Ingen ny plan är gjord.")


def _print_told(told: "Told") -> None:
    """What was done, a line for each thing, under its heading."""
    for heading, lines in told.by_heading():
        for number, line in enumerate(lines):
            say(line, lead=f"  {heading if not number else '':11} ")


def start(chosen: argparse.Namespace) -> int:
    """Write a small commented plan for a committee that has none; never over a plan that is
    there.
    """
    year = _year(chosen.year, "begin")
    target = files.PLANS / f"{year}.yaml"
    _spare(target)
    files.create(target, first_plan(year))
    say(
        f"Klart: {files.shown(target)}, en liten plan att bygga vidare på. "
        "Kommentarerna i filen säger hur."
    )
    say(
        f"Kontrollera den med  make check YEAR={year}  och gör "
        f"dokumentet med  make plan YEAR={year}"
    )
    return GOOD


def _year(text: str, command: str) -> int:
    """The year of a plan that a command is to make. Raises WrongUseError."""
    limits = files.read_schema()["properties"]["år"]
    first, last = limits["minimum"] + 1, limits["maximum"]
    if not (text.isascii() and text.isdecimal() and len(text) == 4 and first <= int(text) <= last):
        raise WrongUseError(
            f"Skriv ett år mellan {first} och {last}: "
            f"make {command} YEAR=2018. ({text} är inget sådant.)"
        )
    return int(text)


def compare(chosen: argparse.Namespace) -> int:
    """Tell what changed since last year, or against another year, file or git revision."""
    from generator.years import compare as comparing

    path = plan_file(chosen.year)
    new = _readable(examined(path, files.read(path)))
    old_name, old = _against(chosen.against, path, new)
    changes = comparing.compare(old, new)
    if chosen.json:
        hand_over(report.as_json(comparing.for_machines(changes)))
    else:
        say(comparing.for_people(changes, old_name, f"planen för {new.year}"))
    return GOOD


def _against(wanted: str | None, path: Path, new: Plan) -> tuple[str, Plan]:
    """What a plan is compared with, and what it is called: a year, a file or a git revision; None
    is the year before.
    """
    from generator.revisions import text_at

    if wanted is None:
        wanted = str(new.year - 1)
        if not path.with_name(f"{wanted}.yaml").is_file():
            raise files.FileError(
                f"Det finns ingen plan för {wanted} att jämföra "
                f"med{but_alike(path.with_name(f'{wanted}.yaml'))} "
                "Välj något annat med AGAINST=: ett år, en fil eller en version i git."
            )
    if len(wanted) == 4 and wanted.isdecimal() and not path.with_name(f"{wanted}.yaml").is_file():
        raise files.FileError(
            f"Det finns ingen plan för {wanted}{but_alike(path.with_name(f'{wanted}.yaml'))} "
            f"Planer som finns: {swedish.listing(files.plans())}."
        )
    if (
        Path(wanted).name
        and len(wanted) < 200
        and Path(wanted).exists()
        and Path(wanted).suffix.lower() not in (".yaml", ".yml")
    ):
        raise files.FileError(
            f"{files.shown(Path(wanted))} är ingen YAML-fil. "
            "Word-dokument jämförs med make redline."
        )
    beside = path.with_name(f"{wanted}.yaml") if wanted.isdecimal() else Path(wanted)
    if beside.suffix.lower() in (".yaml", ".yml") and beside.is_file():
        old = _readable(examined(beside, as_now(files.read(beside))))
        return (f"planen för {old.year}" if old.year != new.year else files.shown(beside)), old
    return f"versionen {wanted}", _readable(examined(path, as_now(text_at(wanted, path))))


def _readable(built: Build) -> Plan:
    """A plan that can be compared. Raises FileError."""
    if built.plan is None or built.plan.gaps:
        raise files.FileError(
            f"{built.source.name} kan inte jämföras: {report.summary(built.findings)}. "
            f"Rätta felen först: make check YEAR={files.asked_for(built.source.name)}"
        )
    return built.plan


def plans(_: argparse.Namespace) -> int:
    """Make the document of every plan, on all processors; a broken plan does not stop the
    others.
    """
    from concurrent.futures import ProcessPoolExecutor, as_completed

    found = files.plans()
    if not found:
        say(there_are(""))
        return PLAN_HAS_ERRORS
    made: dict[str, str | None] = {}
    with ProcessPoolExecutor() as pool:
        waiting = {pool.submit(_made, path): year for year, path in found.items()}
        for number, done in enumerate(as_completed(waiting), 1):
            made[waiting[done]] = done.result()
            count_up("Gör planerna", number, len(found))
    for year in sorted(made):
        told = made[year] or f"klar: build/verksamhetsplan-{year}.docx"
        say(told, lead=f"  {year}  ")
    for path in files.left_out():
        say(
            f"  {files.shown(path)} är ingen plan: en plan heter som sitt år, "
            "till exempel 2018.yaml. Byt namn på filen, eller flytta den."
        )
    broken = sum(problem is not None for problem in made.values())
    say(
        f"{swedish.count(len(made), 'plan', 'planer')}: "
        f"{len(made) - broken} klara, {broken} med fel."
    )
    return PLAN_HAS_ERRORS if broken else GOOD


def _made(path: Path) -> str | None:
    """Make the document of a plan in a process of its own; what went wrong, None for nothing."""
    try:
        built = build_document(path)
    except Exception as error:
        return str(error) if isinstance(error, files.FileError) else unknown(error)
    return (
        None
        if built.docx
        else f"{report.summary(built.findings)}. Se dem med  make check YEAR={path.stem}"
    )
