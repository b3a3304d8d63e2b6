"""What every command shares: the file of a year, exit codes, and the one place through which
anything is printed: `say` and `complain` for people, on as many lines as their terminal needs;
`hand_over` for programs, as it is.
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import IO

from generator import files, pages, report, swedish
from generator.cli.spoken import kept_whole, started_as, with_plan
from generator.findings import Finding
from generator.plan import Plan
from generator.source import Source

GOOD, PLAN_HAS_ERRORS, WRONG_USE = 0, 1, 2
_NARROWEST, _USUAL, _WIDEST = 40, 80, 120


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
    missing = path if path.parent.name or path.suffix else files.PLANS / f"{year}.yaml"
    told = f"Det finns ingen plan {year}{but_alike(missing)}"
    raise WrongUseError(f"{told} {there_are(year)}")


def there_are(wanted: str) -> str:
    """Which plans there are; where there is none, how the first is begun."""
    if found := files.plans():
        return f"Planer som finns: {swedish.listing(found)}."
    year = wanted if re.fullmatch(r"\d{4}", wanted) else date.today().year + 1
    return f"Här finns ingen plan än. Börja på en med  make begin YEAR={year}."


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
    shown = report.for_people(
        listed,
        source,
        rules,
        beyond,
        colour=colour(),
        width=width(sys.stdout),
        notes=notes,
        spoken=partial(_spoken_of, files.asked_for(source.name)),
    )
    print(shown, flush=True)


def say(text: str = "", lead: str | None = None) -> None:
    """Print some lines for people. With `lead`, the words hang behind it, in a column of their
    own.
    """
    if lead is None:
        print(_fit(text, sys.stdout), flush=True)
    else:
        words = _spoken(report.visible(text))
        print("\n".join(report.wrapped(words, width(sys.stdout), report.visible(lead))))


def complain(problem: object) -> None:
    """Say what went wrong, on the error stream; its lines stay lines."""
    print(_fit(str(problem), sys.stderr), file=sys.stderr)


def show_changes(before: str, after: str, name: str) -> int:
    """Show how two texts of a plan differ; how many stretches do."""
    count, shown = report.changes(before, after, name, colour=colour(), width=width(sys.stdout))
    if count:
        print(shown)
    return count


def hand_over(text: str) -> None:
    """Print what programs read, as it is but for how commands are started."""
    print(started_as(_called(), text), flush=True)


def count_up(doing: str, number: int, most: int) -> None:
    """Say on a terminal how far something has come."""
    if sys.stdout.isatty():
        end = "\n" if number == most else ""
        print(f"\r{doing}: {number} av {most}", end=end, flush=True)


def ask(question: str) -> str:
    """What is answered to a question. Raises EOFError where nobody answers any more, and
    KeyboardInterrupt.
    """
    *before, last = _fit(question, sys.stdout).split("\n")
    for line in before:
        print(line)
    try:
        return input(f"{last} ").strip().lower()
    except (EOFError, KeyboardInterrupt):
        # Nobody typed the end of the line.
        print()
        raise


YES = ("j", "ja")
_WORDS = {"ja": "j", "alla": "a", "nej": "n", "sluta": "s", "avbryt": "s", "avsluta": "s"}
"""What people answer with, for a letter."""


def choose(question: str, ways: str) -> str:
    """One of some letters, or 's'; asked again for anything else. Raises EOFError as `ask`.

    The whole word is good too; but not any word of that letter: 'avbryt' is not 'alla'.
    """
    while True:
        answer = ask(question)
        answer = _WORDS.get(answer, answer)
        if len(answer) == 1 and answer in f"{ways}s":
            return answer


def list_places(rows: Sequence[tuple[str, str, str]]) -> None:
    """Print some places of a plan in columns: where each is, what stands there, and what is to be
    done.
    """
    print("\n".join(report.places(rows, width(sys.stdout), _spoken)), flush=True)


def _fit(text: str, stream: IO[str]) -> str:
    """Lines for people as they stand on a stream."""
    lines = "\n".join(map(report.visible, text.split("\n")))
    return report.fitted(_spoken(lines), width(stream))


def _spoken(text: str) -> str:
    return kept_whole(_called(), text)


def _spoken_of(plan: str, text: str) -> str:
    return _spoken(with_plan(text, plan))


def _called() -> str:
    """How commands are started here, where that is not by make."""
    return getattr(sys.stdout, "called", "")


def colour() -> bool:
    """True on a terminal, unless the user wants none (no-color.org)."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def width(stream: IO[str]) -> int | None:
    """How wide the lines of a stream may be, in columns, within what can be read: as COLUMNS says,
    or the terminal; None for a stream that goes to a file or a program.
    """
    said = os.environ.get("COLUMNS", "")
    if said.isascii() and said.isdecimal() and int(said):
        columns = int(said)
    elif stream.isatty():
        columns = _columns_of(stream)
    else:
        return None
    return min(max(columns, _NARROWEST), _WIDEST)


def _columns_of(stream: IO[str]) -> int:
    """The columns of a terminal; as many as most have where it does not say."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or _USUAL
    except (OSError, ValueError):
        return _USUAL


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
        say(f"Här kan ingen svara. {otherwise}")
        return False
    try:
        return ask(question) in YES
    except EOFError:
        return False


def stem_of(text: str, plan: Plan | None) -> str:
    """What a document made of a plan, or of a Word file, is called, without ending."""
    return f"verksamhetsplan-{plan.year}" if plan else Path(text).stem


def unknown(error: Exception) -> str:
    """A sentence for what nobody foresaw."""
    return f"Verktyget stötte på något som det inte känner till ({type(error).__name__}: {error})."
