"""The commands that make something of a plan: plan, pdf, html, invitations. Nothing is written while an error stands."""

import argparse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from generator import files, report, swedish
from generator.cli.mending import mend
from generator.cli.terminal import GOOD, PLAN_HAS_ERRORS, WrongUseError, checked, plan_file, print_findings
from generator.findings import Finding, has_errors
from generator.pipeline import Build, compare_pages, invite, judge, paginate, produce, produce_page
from generator.plan import Plan
from generator.source import unread
from generator.turns import occasions

PLACES = "map.json"
"""The suffix of the file that tells where a document's values stand in the plan."""


def plan(chosen: argparse.Namespace) -> int:
    """Write the Word document."""
    path = plan_file(chosen.year)
    _expect(chosen.output, ".docx", "Dokumentet är en Word-fil")
    built = _produced(path)
    return _written({"docx": built.docx, PLACES: built.places}, built, chosen.output, "Inget dokument gjordes.")


def build_document(path: Path) -> Build:
    """Make the Word document of a plan and write it to build/, where no error stands."""
    built = _produced(path)
    if built.docx and built.places and built.plan:
        target = files.BUILD / f"verksamhetsplan-{built.plan.year}.docx"
        _spare(target.with_suffix(f".{PLACES}"), built.plan)
        files.write_all({target: built.docx, target.with_suffix(f".{PLACES}"): built.places})
    return built


def html(chosen: argparse.Namespace) -> int:
    """Write the web page."""
    path = plan_file(chosen.year)
    _expect(chosen.output, ".html", "Webbsidan är en HTML-fil")
    with named(files.PAGE_TEMPLATE):
        built = produce_page(
            files.shown(path), files.read(path), files.read_schema(), files.read_page_template(), files.beside(path)
        )
    return _written({"html": built.html}, built, chosen.output, "Ingen webbsida gjordes.")


def pdf(chosen: argparse.Namespace) -> int:
    """Write the Word document and the PDF of its pages; with --fix, first mend the page numbers that the pages prove wrong."""
    path = plan_file(chosen.year)
    _expect(chosen.output, ".pdf", "Sidorna blir en PDF-fil")
    raw = files.read(path)
    built = _paginated(path)
    if chosen.fix and any(finding.repair for finding in compare_pages(built, built.lies).findings):
        mend(path, raw, lambda text: compare_pages(checked(path, text), built.lies), chosen)
        if files.read(path) != raw:
            built = _paginated(path)
    return _written({"docx": built.docx, "pdf": built.pdf, PLACES: built.places}, built, chosen.output, "Inget dokument gjordes.")


def invitations(chosen: argparse.Namespace) -> int:
    """Write the calendar files: one with every day, and one for each group."""
    path = plan_file(chosen.year)
    with _fetched_by("invitations", "Kallelserna"):
        from generator.invitations import undated
    built = invite(files.shown(path), files.read(path), files.read_schema(), files.beside(path), _made_before)
    if built.plan is None or has_errors(built.findings):
        return _refused(built, "Inga kallelser gjordes.")
    contents = {files.BUILD / name: content for name, content in built.invitations.items()}
    files.write_all(contents)
    if pressing := _pressing(built):
        print_findings(built.source, pressing)
    print(_invited([*contents], built, built.plan, undated(built.plan)))
    return GOOD


def _made_before(name: str) -> bytes:
    """A file in build/ as it was made before, b"" for none."""
    path = files.BUILD / name
    return files.read(path) if path.is_file() else b""


def _expect(output: Path | None, suffix: str, what: str) -> None:
    """Refuse an output of another kind, or in the place of a template. Raises WrongUseError."""
    if output and output.suffix.lower() != suffix:
        raise WrongUseError(f"{what}: {output} ska sluta på {suffix}.")
    if output and output.resolve() in (files.TEMPLATE, files.PAGE_TEMPLATE):
        raise WrongUseError(f"{files.shown(output)} är en mall. Välj en annan fil.")


def _produced(path: Path) -> Build:
    return made_document(path, files.read(path))


def made_document(path: Path, raw: bytes) -> Build:
    """A plan's document, made and proven, of some text of its file."""
    with named(files.TEMPLATE):
        plan_schema, template = files.read_schema(), files.read(files.TEMPLATE)
        judged, cache, earlier = files.judged_once(judge), files.template_cache(), files.beside(path)
        return produce(files.shown(path), raw, plan_schema, template, judged, cache, earlier)


def _paginated(path: Path) -> Build:
    from generator.libreoffice import lay_out

    with _fetched_by("pdf", "PDF-filen"):
        from generator.pdf import UnusableExportError
    try:
        return paginate(_produced(path), lay_out)
    except UnusableExportError as error:
        raise files.FileError(str(error)) from error


@contextmanager
def _fetched_by(command: str, what: str) -> Iterator[None]:
    """Say which command fetches a missing library. Raises files.FileError."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise files.FileError(f"{what} kräver {error.name}, som saknas. Kommandot  make {command}  hämtar det.") from error


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Name the file in what is said of an unusable template. Raises files.FileError."""
    from generator.templating import UnusableTemplateError

    try:
        yield
    except UnusableTemplateError as problem:
        raise files.FileError(f"{files.shown(path)}: {problem}") from problem


def _written(made: Mapping[str, bytes | None], built: Build, output: Path | None, otherwise: str) -> int:
    """Write what was made of a plan, a file for each suffix, and tell; or tell why it was not made, and write nothing."""
    contents = {suffix: content for suffix, content in made.items() if content is not None}
    if built.plan is None or len(contents) < len(made):
        return _refused(built, otherwise)
    target = output or files.BUILD / f"verksamhetsplan-{built.plan.year}.{next(iter(made))}"
    targets = [target if target.suffix.lower() == f".{suffix}" else target.with_suffix(f".{suffix}") for suffix in made]
    for sidecar in targets:
        if sidecar.name.endswith(PLACES):
            _spare(sidecar, built.plan)
    files.write_all(dict(zip(targets, contents.values(), strict=True)))
    if pressing := _pressing(built):
        print_findings(built.source, pressing)
    print(_summary([target for target in targets if target.suffix != ".json"], built, built.plan))
    return GOOD


def _spare(sidecar: Path, plan: Plan) -> None:
    """Refuse to write over what is no table of this plan's document. Raises files.FileError."""
    from generator import provenance

    if sidecar.exists():
        known = provenance.from_json(files.read(sidecar))
        if known is None or known.origin.year != plan.year:
            raise files.FileError(
                f"{files.shown(sidecar)} hör inte till planen för {plan.year}, "
                "och skrivs aldrig över. Flytta filen, eller välj ett annat namn på dokumentet. Inget är skrivet."
            )


def _refused(built: Build, otherwise: str) -> int:
    print_refusal(built, otherwise)
    return PLAN_HAS_ERRORS


def print_refusal(built: Build, otherwise: str) -> None:
    """Tell why nothing was made: faults of the template, or errors of the plan."""
    if faults := [finding for finding in built.findings if finding.where]:
        print_findings(unread(files.shown(files.TEMPLATE)), faults)
        print(f"{otherwise} Rätta mallen i Word och kör kommandot igen.")
    else:
        print_findings(built.source, _pressing(built))
        print(f"{otherwise} Rätta felen och kör kommandot igen.")


def _pressing(built: Build) -> list[Finding]:
    return [finding for finding in built.findings if finding.severity != "information"]


def _summary(targets: list[Path], built: Build, plan: Plan) -> str:
    hosts = [host for event in occasions(plan) if event.first.year == plan.year for host in event.hosts]
    has_radslag = any(group.kind == "rådslaget" and group.events for group in plan.groups)
    listed = plan.radslag.years if plan.radslag and has_radslag else ()
    radslag = next((host.municipality for host in listed if host.year == plan.year), None)
    lines = [
        f"Klart: {' och '.join(map(files.shown, targets))}",
        f"  {_standing(plan)}: {len(plan.chapters)} kapitel, {swedish.count(len(plan.appendices), 'bilaga', 'bilagor') if plan.appendices else 'inga bilagor'}",
        _judgement(built),
        f"  Budget: {_balance(plan)}",
        f"  Värdkommuner {plan.year}: {swedish.listing(dict.fromkeys(hosts)) if hosts else 'inga'}",
    ]
    return "\n".join([*lines, f"  Rådslaget: {radslag}"] if radslag else lines)


def _balance(plan: Plan) -> str:
    """The sums of the budget: one where income equals costs."""
    income, costs = plan.budget.income.total, plan.budget.costs.total
    if income == costs:
        return f"{swedish.kronor(income)} kr"
    return f"intäkter {swedish.kronor(income)} kr, kostnader {swedish.kronor(costs)} kr"


def _invited(targets: list[Path], built: Build, plan: Plan, left_out: list[str]) -> str:
    days = sum(event.first.date is not None for group in plan.groups for event in group.events)
    made = (
        f"Klart: {files.shown(targets[0])} och en fil för varje grupp ({len(targets) - 1})"
        if targets
        else "Inga kallelser gjordes: ingen dag är bestämd."
    )
    lines = [made, f"  {_standing(plan)}: {swedish.count(days, 'tillfälle', 'tillfällen')}", _judgement(built)]
    return "\n".join([*lines, f"  Utan dag, därför inte med: {swedish.listing(left_out)}"] if left_out else lines)


def _standing(plan: Plan) -> str:
    return f"{plan.year}, {'beslutad' if plan.decided else 'utkast'}"


def _judgement(built: Build) -> str:
    unseen = any(finding.severity == "information" for finding in built.findings)
    return f"  Granskning: {report.summary(built.findings)}{' (check visar dem)' if unseen else ''}"
