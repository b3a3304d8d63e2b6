"""What every command shares: the file of a year, findings on the terminal, exit codes."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from generator import files, pages, report, swedish
from generator.findings import Finding
from generator.plan import Plan
from generator.source import Source

GOOD, PLAN_HAS_ERRORS, WRONG_USE = 0, 1, 2
_NARROWEST, _WIDEST = 40, 120


class WrongUseError(Exception):
    """The command was not understood; the message is a Swedish sentence."""


def plan_file(year: str) -> Path:
    """The file of a year, or the path itself. Raises WrongUseError with the plans there are."""
    path = Path(year)
    if path.suffix.lower() in (".yaml", ".yml"):
        if path.is_file():
            return path
    elif year in (found := files.plans()):
        return found[year]
    there_are = swedish.listing(files.plans()) if files.plans() else "inga"
    missing = path if path.parent.name or path.suffix else files.PLANS / f"{year}.yaml"
    told = f"Det finns ingen plan {year}{but_alike(missing)}"
    raise WrongUseError(f"{told} Planer som finns: {there_are}.")


def but_alike(missing: Path) -> str:
    """The end of a sentence that says that a plan is missing: which files seem to be it."""
    found = files.alike(missing)
    if not found:
        return "."
    name = f"{missing.name.partition('.')[0]}.yaml"
    which = "filen" if len(found) == 1 else "den som är rätt"
    those = swedish.listing(map(files.shown, found))
    hidden = " Ser du inte hela namnet i Utforskaren: välj Visa, Filnamnstillägg."
    ending = hidden if name in found[0].name else ""
    return f", men {those} finns: byt namn på {which} till {name}.{ending}"


def print_findings(source: Source, findings: Iterable[Finding], notes: str = "") -> None:
    """Show findings, each at its line, and the sum of them; with `notes`, what is only to be known
    is not shown, and that sentence says how it is.
    """
    from generator.rules import sentences

    listed = list(findings)
    rules = sentences({finding.code for finding in listed})
    beyond = pages.CODES.keys()
    print(
        report.for_people(
            listed, source, rules, beyond, colour=colour(), width=width(), notes=notes
        )
    )


def say(text: str) -> None:
    """Print some lines that hold words of a file."""
    print(_fit(text))


def complain(problem: object) -> None:
    """Say what went wrong, on the error stream; its lines stay lines."""
    print(_fit(str(problem)), file=sys.stderr)


def _fit(text: str) -> str:
    return "\n".join(map(report.visible, text.split("\n")))


def colour() -> bool:
    """True on a terminal, unless the user wants none (no-color.org)."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def width() -> int | None:
    """How wide the terminal is, in columns, within what can be read; None where there is none."""
    if not sys.stdout.isatty():
        return None
    from shutil import get_terminal_size

    return min(max(get_terminal_size().columns, _NARROWEST), _WIDEST)


@contextmanager
def at_work(doing: str) -> Iterator[None]:
    """Say on a terminal what is being done, until it is done; '' says nothing."""
    if not doing or not sys.stdout.isatty():
        yield
        return
    shown = f"{doing} …"
    print(shown, end="\r", flush=True)
    try:
        yield
    finally:
        print(" " * len(shown), end="\r", flush=True)


def agrees(question: str, otherwise: str) -> bool:
    """Ask at the terminal; where nobody can answer, say how to do without, and the answer is no."""
    if not sys.stdin.isatty():
        print(f"Här kan ingen svara. {report.visible(otherwise)}")
        return False
    try:
        return input(report.visible(question)).strip().lower() in ("j", "ja")
    except EOFError:
        return False


def stem_of(text: str, plan: Plan | None) -> str:
    """What a document made of a plan, or of a Word file, is called, without ending."""
    return f"verksamhetsplan-{plan.year}" if plan else Path(text).stem


def unknown(error: Exception) -> str:
    """A sentence for what nobody foresaw."""
    return f"Verktyget stötte på något som det inte känner till ({type(error).__name__}: {error})."
