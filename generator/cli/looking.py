"""The commands that look and change no plan: check, template-check, watch, rules, schema,
git-diff.
"""

import argparse
import gc
import json
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from generator import files, report
from generator.cli.streams import lost
from generator.cli.terminal import (
    GOOD,
    PLAN_HAS_ERRORS,
    hand_over,
    plan_file,
    print_findings,
    say,
    there_are,
    unknown,
)
from generator.examined import examined
from generator.findings import has_errors
from generator.outputs.output import named
from generator.pipeline import Build, check, judge
from generator.schema import Schema
from generator.source import unread

_SECONDS_BETWEEN_LOOKS = 0.3


def check_plan(chosen: argparse.Namespace) -> int:
    """Check a plan and tell, in the way that was asked for."""
    path = plan_file(chosen.year)
    built = examined(path, files.read(path))
    if chosen.format == "text":
        how = "" if chosen.alla else _how_to_see_notes(chosen.year)
        print_findings(built.source, built.findings, how)
    elif lines := report.LINES[chosen.format](built.findings, built.source):
        hand_over(lines)
    return PLAN_HAS_ERRORS if has_errors(built.findings) else GOOD


def _how_to_see_notes(year: str) -> str:
    return f"Det som är för kännedom visar  make check YEAR={report.visible(year)} ALLA=1"


def template_check(chosen: argparse.Namespace) -> int:
    """Hold a template against what plans have to show."""
    template, name = files.read(chosen.template), files.shown(chosen.template)
    with named(chosen.template):
        found = judge(template)
    print_findings(unread(name), found)
    return PLAN_HAS_ERRORS if found else GOOD


def watch(chosen: argparse.Namespace) -> int:
    """Check every plan at start and each time one is saved, until Ctrl-C. One process, so that a
    round imports nothing.
    """
    gc.enable()  # this process lives for hours
    plan_schema = files.read_schema()
    tell = _EditorsRound(plan_schema) if chosen.format == "editor" else _PeoplesRound(plan_schema)
    seen = None
    with suppress(KeyboardInterrupt):
        while True:
            if (stamps := files.stamps()) != seen:
                seen = stamps
                tell(stamps)
            if lost(sys.stdout) is not None:
                break
            time.sleep(_SECONDS_BETWEEN_LOOKS)
    return GOOD


def _looked_at(path: Path, plan_schema: Schema) -> Build | str:
    """A plan checked, or what keeps it from being checked."""
    name = files.shown(path)
    try:
        pictures = files.pictures(path)
        return check(name, files.read(path), plan_schema, files.beside(path), pictures)
    except Exception as error:
        return str(error) if isinstance(error, files.FileError) else unknown(error)


class _EditorsRound:
    """Tells an editor's task all there is to say of every plan, each round anew."""

    def __init__(self, plan_schema: Schema) -> None:
        self._schema = plan_schema

    def __call__(self, stamps: Mapping[Path, object]) -> None:
        lines = map(self._lines, stamps)
        hand_over("\n".join(["kontroll börjar", *filter(None, lines), "kontroll klar"]))

    def _lines(self, path: Path) -> str:
        seen = _looked_at(path, self._schema)
        if isinstance(seen, str):
            return report.unchecked(files.shown(path), seen)
        return report.for_editor(seen.findings, seen.source)


class _PeoplesRound:
    """Tells people of the plans that were saved, and of those of which there is something else to
    say since another was.
    """

    def __init__(self, plan_schema: Schema) -> None:
        self._schema = plan_schema
        self._told: dict[Path, object] = {}
        say("Planerna kontrolleras nu, och varje gång en av dem sparas. Ctrl + C avslutar.")

    def __call__(self, stamps: Mapping[Path, object]) -> None:
        told: dict[Path, object] = {}
        for path, stamp in stamps.items():
            seen = _looked_at(path, self._schema)
            said = seen if isinstance(seen, str) else seen.findings
            told[path] = (stamp, said)
            if self._told.get(path) != told[path]:
                self._tell(path, seen)
        for gone in sorted(self._told.keys() - told.keys()):
            say()
            say(f"{files.shown(gone)} finns inte längre.")
        if not stamps:
            say(there_are(""))
        self._told = told

    def _tell(self, path: Path, seen: Build | str) -> None:
        say()
        if isinstance(seen, str):
            say(f"{files.shown(path)}: {seen}")
        else:
            print_findings(seen.source, seen.findings, _how_to_see_notes(path.stem))


def rules(_: argparse.Namespace) -> int:
    """Print the list of rules."""
    from generator.rules import page

    tell = say if sys.stdout.isatty() else hand_over
    tell(page().removesuffix("\n"))
    return GOOD


def schema(_: argparse.Namespace) -> int:
    """Write the schema where editors look for it, as the plan's records declare it."""
    from generator.plan import schema as declared

    files.write_all(
        {files.EDITORS_SCHEMA: f"{json.dumps(declared(), ensure_ascii=False, indent=2)}\n".encode()}
    )
    say(f"Klart: {files.shown(files.EDITORS_SCHEMA)}")
    return GOOD


def git_diff(_: argparse.Namespace) -> int:
    """Let git show changes of Word files as text, in this folder's repository."""
    from generator.revisions import show_word_files

    show_word_files()
    say("Klart: git diff visar Word-filer som text i den här mappen.")
    say("Ångra:  git config --unset diff.docx.textconv")
    return GOOD
