"""Commands, paths and exit codes: 0 good, 1 the plan has errors, 2 wrong use."""

import argparse
import codecs
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from generator import files, report, swedish
from generator.checks.rotation import occasions
from generator.findings import Finding, has_errors
from generator.pipeline import Build, check, compare_pages, paginate, produce, produce_page
from generator.plan import Plan
from generator.schema import Schema
from generator.source import Source

GOOD, PLAN_HAS_ERRORS, WRONG_USE = 0, 1, 2

_SECONDS_BETWEEN_LOOKS = 0.3
_LINES = {"json": report.for_machines, "editor": report.for_editor, "github": report.for_github}

_USAGE = """  python -m generator plan ÅR [--output FIL]   kontrollera planen och gör Word-dokumentet
  python -m generator pdf ÅR [--output FIL]    gör Word-dokumentet och PDF-filen att publicera; kräver LibreOffice
                                               (--fix: rätta först sidnummer i texten som inte stämmer)
  python -m generator html ÅR [--output FIL]   kontrollera planen och gör en webbsida
  python -m generator check ÅR [--format SÄTT] kontrollera planen utan att göra något dokument
                                               (SÄTT: text, json, github eller editor; --json är --format json)
  python -m generator fix ÅR [--ja]            rätta det som har en säker rättning; visar ändringarna och frågar först
                                               (--ja: utan att fråga)
  python -m generator watch                    kontrollera alla planer nu och varje gång en sparas (Ctrl + C avslutar)
  python -m generator rules                    visa alla regler som planen kontrolleras mot
ÅR är ett år, som 2017, eller en YAML-fil."""


class _WrongUseError(Exception):
    """The command was not understood; the message is a Swedish sentence."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _WrongUseError(f"Kommandot går inte att förstå. Så här skriver man:\n{_USAGE}")

    def format_help(self) -> str:
        return f"{_USAGE}\n"


def main(arguments: list[str]) -> int:
    """Run a command; returns the exit code. Nothing but a Swedish sentence ever reaches the user."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        chosen = _parser().parse_args(arguments)
        code: int = chosen.run(chosen)
        sys.stdout.flush()
        return code
    except _WrongUseError as problem:
        print(problem, file=sys.stderr)
        return WRONG_USE
    except files.FileError as problem:
        print(problem, file=sys.stderr)
        return PLAN_HAS_ERRORS
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PLAN_HAS_ERRORS
    except Exception as error:
        print(f"{_unknown(error)} Inget är ändrat.", file=sys.stderr)
        print("Visa meddelandet och filen för den som sköter verktyget.", file=sys.stderr)
        return PLAN_HAS_ERRORS
    except KeyboardInterrupt:
        print("Avbrutet.", file=sys.stderr)
        return PLAN_HAS_ERRORS


def _unknown(error: Exception) -> str:
    return f"Verktyget stötte på något som det inte känner till ({type(error).__name__}: {error})."


def _parser() -> argparse.ArgumentParser:
    parser = _Parser()
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser, metavar="kommando")
    plan = commands.add_parser("plan")
    plan.add_argument("year", metavar="ÅR")
    plan.set_defaults(run=_plan)
    plan.add_argument("--output", type=Path, metavar="FIL")
    publishing = commands.add_parser("pdf")
    publishing.add_argument("year", metavar="ÅR")
    publishing.add_argument("--output", type=Path, metavar="FIL")
    publishing.add_argument("--fix", action="store_true")
    publishing.add_argument("--ja", action="store_true")
    publishing.set_defaults(run=_pdf)
    html = commands.add_parser("html")
    html.add_argument("year", metavar="ÅR")
    html.add_argument("--output", type=Path, metavar="FIL")
    html.set_defaults(run=_html)
    checking = commands.add_parser("check")
    checking.add_argument("year", metavar="ÅR")
    checking.add_argument("--format", choices=["text", *_LINES])
    checking.add_argument("--json", action="store_const", const="json", dest="format")
    checking.set_defaults(run=_check, format="text")
    commands.add_parser("watch").set_defaults(run=_watch)
    fixing = commands.add_parser("fix")
    fixing.add_argument("year", metavar="ÅR")
    fixing.add_argument("--ja", action="store_true")
    fixing.set_defaults(run=_fix)
    commands.add_parser("rules").set_defaults(run=_rules)
    return parser


def _plan(chosen: argparse.Namespace) -> int:
    path = _plan_file(chosen.year)
    _expect(chosen.output, ".docx", "Dokumentet är en Word-fil")
    built = _produced(path)
    return _written({"docx": built.docx}, built, chosen.output, "Inget dokument gjordes.")


def _html(chosen: argparse.Namespace) -> int:
    path = _plan_file(chosen.year)
    _expect(chosen.output, ".html", "Webbsidan är en HTML-fil")
    with _template(files.PAGE_TEMPLATE):
        built = produce_page(files.shown(path), files.read(path), files.read_schema(), files.read_page_template())
    return _written({"html": built.html}, built, chosen.output, "Ingen webbsida gjordes.")


def _pdf(chosen: argparse.Namespace) -> int:
    """Write the Word document and the PDF of its pages; with --fix, first mend the page numbers that the pages prove wrong."""
    path = _plan_file(chosen.year)
    _expect(chosen.output, ".pdf", "Sidorna blir en PDF-fil")
    raw = files.read(path)
    built = _paginated(path)
    if chosen.fix and built.lies:
        lies = built.lies
        _mend(path, raw, lambda text: compare_pages(replace(_checked(path, text), lies=lies)), chosen)
        built = _paginated(path)
    return _written({"docx": built.docx, "pdf": built.pdf}, built, chosen.output, "Inget dokument gjordes.")


def _expect(output: Path | None, suffix: str, what: str) -> None:
    if output and output.suffix.lower() != suffix:
        raise _WrongUseError(f"{what}: {output} ska sluta på {suffix}.")


def _produced(path: Path) -> Build:
    with _template(files.TEMPLATE):
        return produce(
            files.shown(path), files.read(path), files.read_schema(), files.read(files.TEMPLATE), files.template_cache()
        )


def _paginated(path: Path) -> Build:
    from generator.libreoffice import lay_out

    try:
        return paginate(_produced(path), lay_out)
    except ModuleNotFoundError as error:
        raise files.FileError(f"PDF-filen kräver {error.name}, som saknas. Kommandot  make pdf  hämtar det.") from error


@contextmanager
def _template(path: Path) -> Iterator[None]:
    """Name the file in what is said of an unusable template. Raises files.FileError."""
    from generator.templating import UnusableTemplateError

    try:
        yield
    except UnusableTemplateError as problem:
        raise files.FileError(f"{files.shown(path)}: {problem}") from problem


def _written(made: Mapping[str, bytes | None], built: Build, output: Path | None, otherwise: str) -> int:
    """Write what was made of a plan, a file for each suffix, and tell; or tell why it was not made, and write nothing."""
    pressing = [finding for finding in built.findings if finding.severity != "information"]
    targets = []
    for suffix, content in made.items():
        if content is None or built.plan is None:
            _print_findings(built.source, pressing)
            print(f"{otherwise} Rätta felen och kör kommandot igen.")
            return PLAN_HAS_ERRORS
        target = output or files.BUILD / f"verksamhetsplan-{built.plan.year}"
        targets.append(target.with_suffix(f".{suffix}"))
    for target, content in zip(targets, made.values(), strict=True):
        files.write(target, content or b"")
    if pressing:
        _print_findings(built.source, pressing)
    if built.plan:
        print(_summary(targets, built, built.plan))
    return GOOD


def _check(chosen: argparse.Namespace) -> int:
    path = _plan_file(chosen.year)
    built = _checked(path, files.read(path))
    if chosen.format == "text":
        _print_findings(built.source, built.findings)
    elif lines := _LINES[chosen.format](built.findings, built.source):
        print(lines)
    return PLAN_HAS_ERRORS if has_errors(built.findings) else GOOD


def _checked(path: Path, raw: bytes) -> Build:
    return check(files.shown(path), raw, files.read_schema())


def _fix(chosen: argparse.Namespace) -> int:
    path = _plan_file(chosen.year)
    raw = files.read(path)
    return _mend(path, raw, lambda text: _checked(path, text), chosen)


def _mend(path: Path, raw: bytes, examine: Callable[[bytes], Build], chosen: argparse.Namespace) -> int:
    """Show what can be mended with certainty, ask, and write it: the file whole or not at all."""
    from generator.fix import fix

    before = examine(raw)
    name, typed = before.source.name, before.source.text
    mark = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
    is_utf8 = mark + typed.encode() == raw
    if not typed or not (is_utf8 or _can_be_saved(typed)):
        _print_findings(before.source, before.findings)
        return PLAN_HAS_ERRORS
    fixed = fix(before, lambda text: examine(text.encode()))
    count, shown = report.changes(typed, fixed.source.text, name, colour=_colour())
    if is_utf8 and not count:
        print(f"Här finns inget med en säker rättning. {name}: {report.summary(before.findings)}.")
        return PLAN_HAS_ERRORS if has_errors(before.findings) else GOOD
    print(shown)
    what = swedish.count(count, "ändring", "ändringar") + ("" if is_utf8 else ", och hela filen sparas som UTF-8")
    if not (chosen.ja or _agrees(f"Skriva till {name} ({what})? Svara j för ja: ", chosen)):
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


def _agrees(question: str, chosen: argparse.Namespace) -> bool:
    """Ask at the terminal; where nobody can answer, the answer is no."""
    if not sys.stdin.isatty():
        command = f"make {chosen.command} YEAR={chosen.year}{' FIX=1' if chosen.command == 'pdf' else ''} JA=1"
        print(f"Här kan ingen svara. Skriv  {command}  (utan make: lägg till --ja) om ändringarna ska göras.")
        return False
    try:
        return input(question).strip().lower() in ("j", "ja")
    except EOFError:
        return False


def _watch(_: argparse.Namespace) -> int:
    """Check every plan at start and each time one is saved, until Ctrl-C. One process, so that a round imports nothing."""
    plan_schema, seen = files.read_schema(), None
    with suppress(KeyboardInterrupt):
        while True:
            if (stamps := files.stamps()) != seen:
                seen = stamps
                lines = [_looked_at(path, plan_schema) for path in stamps]
                print("kontroll börjar", *filter(None, lines), "kontroll klar", sep="\n", flush=True)
            time.sleep(_SECONDS_BETWEEN_LOOKS)
    return GOOD


def _looked_at(path: Path, plan_schema: Schema) -> str:
    """The editor's lines for a plan; whatever keeps it from being checked becomes a line of its own."""
    name = files.shown(path)
    try:
        built = check(name, files.read(path), plan_schema)
    except Exception as error:
        return report.unchecked(name, str(error) if isinstance(error, files.FileError) else _unknown(error))
    return report.for_editor(built.findings, built.source)


def _rules(_: argparse.Namespace) -> int:
    from generator.rules import page

    print(page(), end="")
    return GOOD


def _plan_file(year: str) -> Path:
    """The file of a year, or the path itself. Raises _WrongUseError with the plans there are."""
    path = Path(year)
    if path.suffix.lower() in (".yaml", ".yml"):
        if path.is_file():
            return path
    elif year in (found := files.plans()):
        return found[year]
    there_are = swedish.listing(files.plans()) if files.plans() else "inga"
    raise _WrongUseError(f"Det finns ingen plan {year}. Planer som finns: {there_are}.")


def _print_findings(source: Source, findings: Iterable[Finding]) -> None:
    from generator.rules import sentences

    listed = list(findings)
    print(report.for_people(listed, source, sentences({finding.code for finding in listed}), colour=_colour()))


def _colour() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def _summary(targets: list[Path], built: Build, plan: Plan) -> str:
    hosts = [host for event in occasions(plan) if event.first.year == plan.year for host in event.hosts]
    radslag = next((host.municipality for host in plan.radslag.years if host.year == plan.year), None) if plan.radslag else None
    unseen = any(finding.severity == "information" for finding in built.findings)
    status = "beslutad" if plan.decided else "utkast"
    lines = [
        f"Klart: {' och '.join(map(files.shown, targets))}",
        f"  {plan.year}, {status}: {len(plan.chapters)} kapitel, {swedish.count(len(plan.appendices), 'bilaga', 'bilagor') if plan.appendices else 'inga bilagor'}",
        f"  Granskning: {report.summary(built.findings)}{' (check visar dem)' if unseen else ''}",
        f"  Budget: {swedish.kronor(plan.budget.income.total)} kr",
        f"  Värdkommuner {plan.year}: {swedish.listing(dict.fromkeys(hosts)) if hosts else 'inga'}",
    ]
    return "\n".join([*lines, f"  Rådslaget: {radslag}"] if radslag else lines)
