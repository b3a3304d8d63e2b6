"""The command fix: what can be mended with certainty is shown, asked about, and written."""

import argparse
from collections.abc import Callable
from pathlib import Path

from generator import files, report, swedish
from generator.cli.terminal import (
    GOOD,
    PLAN_HAS_ERRORS,
    agrees,
    plan_file,
    print_findings,
    say,
    show_changes,
)
from generator.examined import examined, is_saved_as_read, mark_of
from generator.findings import has_errors
from generator.pipeline import Build


def fix(chosen: argparse.Namespace) -> int:
    """Mend a plan where only one repair is likely."""
    path = plan_file(chosen.year)
    raw = files.read(path)
    return mend(path, raw, lambda text: examined(path, text), chosen)


def mend(
    path: Path, raw: bytes, examine: Callable[[bytes], Build], chosen: argparse.Namespace
) -> int:
    """Show what can be mended with certainty, ask, and write it: the file whole or not at all.
    `examine` checks a text.
    """
    from generator.fix import fix as fixed_plan

    before = examine(raw)
    name, typed = before.source.name, before.source.text
    is_utf8 = is_saved_as_read(before, raw)
    if not typed or not (is_utf8 or _can_be_saved(typed)):
        print_findings(before.source, before.findings)
        return PLAN_HAS_ERRORS
    fixed = fixed_plan(before, lambda text: examine(text.encode()))
    count = show_changes(typed, fixed.source.text, name)
    if is_utf8 and not count:
        hopeful = any(finding.repair for finding in before.findings)
        what = "en rättning som inte gör något annat fel" if hopeful else "en trolig rättning"
        say(f"Här finns inget med {what}. {name}: {report.summary(before.findings)}.")
        return PLAN_HAS_ERRORS if has_errors(before.findings) else GOOD
    what = swedish.count(count, "ändring", "ändringar") + (
        "" if is_utf8 else ", och hela filen sparas som UTF-8"
    )
    fixing = " FIX=1" if chosen.command == "pdf" else ""
    command = f"make {chosen.command} YEAR={chosen.year}{fixing} JA=1"
    otherwise = f"Skriv  {command}  (utan make: lägg till --ja) om ändringarna ska göras."
    if not (chosen.ja or agrees(f"Skriva till {name} ({what})? Svara j för ja:", otherwise)):
        say("Inget är skrivet.")
        return PLAN_HAS_ERRORS if has_errors(before.findings) else GOOD
    if files.read(path) != raw:
        raise files.FileError(
            f"Filen {name} har ändrats under tiden. Inget är skrivet. Kör kommandot igen."
        )
    written = mark_of(raw) + fixed.source.text.encode()
    files.write(path, written)
    # Read as it was written: what was wrong with the old encoding is mended too.
    left = examine(written).findings
    say(f"Skrivet: {name}, {what}. Kvar: {report.summary(left)}.")
    return PLAN_HAS_ERRORS if has_errors(left) else GOOD


def _can_be_saved(typed: str) -> bool:
    """True if saving a file anew as UTF-8 keeps all that was in it."""
    return "\ufffd" not in typed
