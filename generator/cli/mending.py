"""The command fix: what can be mended with certainty is shown, asked about, and written."""

import argparse
import codecs
from collections.abc import Callable
from pathlib import Path

from generator import files, report, swedish
from generator.cli.terminal import GOOD, PLAN_HAS_ERRORS, agrees, checked, colour, plan_file, print_findings
from generator.findings import has_errors
from generator.pipeline import Build


def fix(chosen: argparse.Namespace) -> int:
    """Mend a plan where only one repair is likely."""
    path = plan_file(chosen.year)
    raw = files.read(path)
    return mend(path, raw, lambda text: checked(path, text), chosen)


def mend(path: Path, raw: bytes, examine: Callable[[bytes], Build], chosen: argparse.Namespace) -> int:
    """Show what can be mended with certainty, ask, and write it: the file whole or not at all. `examine` checks a text."""
    from generator.fix import fix as fixed_plan

    before = examine(raw)
    name, typed = before.source.name, before.source.text
    mark = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
    is_utf8 = mark + typed.encode() == raw
    if not typed or not (is_utf8 or _can_be_saved(typed)):
        print_findings(before.source, before.findings)
        return PLAN_HAS_ERRORS
    fixed = fixed_plan(before, lambda text: examine(text.encode()))
    count, shown = report.changes(typed, fixed.source.text, name, colour=colour())
    if is_utf8 and not count:
        print(f"Här finns inget med en trolig rättning. {name}: {report.summary(before.findings)}.")
        return PLAN_HAS_ERRORS if has_errors(before.findings) else GOOD
    print(shown)
    what = swedish.count(count, "ändring", "ändringar") + ("" if is_utf8 else ", och hela filen sparas som UTF-8")
    command = f"make {chosen.command} YEAR={chosen.year}{' FIX=1' if chosen.command == 'pdf' else ''} JA=1"
    otherwise = f"Skriv  {command}  (utan make: lägg till --ja) om ändringarna ska göras."
    if not (chosen.ja or agrees(f"Skriva till {name} ({what})? Svara j för ja: ", otherwise)):
        print("Inget är skrivet.")
        return PLAN_HAS_ERRORS if has_errors(before.findings) else GOOD
    if files.read(path) != raw:
        raise files.FileError(f"Filen {name} har ändrats under tiden. Inget är skrivet. Kör kommandot igen.")
    files.write(path, mark + fixed.source.text.encode())
    print(f"Skrivet: {name}, {what}. Kvar: {report.summary(fixed.findings)}.")
    return PLAN_HAS_ERRORS if has_errors(fixed.findings) else GOOD


def _can_be_saved(typed: str) -> bool:
    """True if saving a file anew as UTF-8 keeps all that was in it."""
    return "\ufffd" not in typed
