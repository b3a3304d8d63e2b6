"""The commands that make something of a plan, one for each output. Nothing is written while an
error stands.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from generator import files, outputs, report, swedish
from generator.cli.terminal import (
    GOOD,
    PLAN_HAS_ERRORS,
    WrongUseError,
    at_work,
    plan_file,
    print_findings,
    say,
)
from generator.examined import examined
from generator.findings import Finding
from generator.outputs import document
from generator.outputs.output import Made, Output, Request, named_files
from generator.pipeline import Build
from generator.plan import Plan
from generator.source import unread


def command(output: Output) -> Callable[[argparse.Namespace], int]:
    """The command that makes an output of a plan and writes it."""

    def run(chosen: argparse.Namespace) -> int:
        path, target = plan_file(chosen.year), getattr(chosen, "output", None)
        _expect(target, output)
        template, beside = getattr(chosen, "template", None), outputs.lying(target)
        request = Request(path, files.read(path), template, beside=beside)
        with at_work(output.doing):
            made = output.make(request)
        if getattr(chosen, "fix", False) and output.stale is not None:
            made = _mended(made, request, output, chosen)
        return _written(made, output, target)

    return run


def _mended(made: Made, request: Request, output: Output, chosen: argparse.Namespace) -> Made:
    """What was made, and made again where the user let the plan be mended by what it proved
    wrong.
    """
    stale = output.stale
    if stale is None or not any(
        finding.repair for finding in stale(made.build, made.build).findings
    ):
        return made
    from generator.cli.mending import mend

    mend(
        request.path,
        request.raw,
        lambda text: stale(examined(request.path, text), made.build),
        chosen,
    )
    now = files.read(request.path)
    return output.make(replace(request, raw=now)) if now != request.raw else made


def build_document(path: Path) -> Build:
    """Make the Word document of a plan and write it to build/, where no error stands."""
    made = document.OUTPUT.make(Request(path, files.read(path)))
    if made.contents:
        files.write_all(named_files(made, document.OUTPUT, None))
    return made.build


def _expect(target: Path | None, output: Output) -> None:
    """Refuse a target of another kind, or in the place of a template. Raises WrongUseError."""
    if target and target.suffix.lower() != f".{output.suffix}":
        raise WrongUseError(f"{output.kind}: {target} ska sluta på .{output.suffix}.")
    if target and target.resolve() in (files.TEMPLATE, files.PAGE_TEMPLATE):
        raise WrongUseError(f"{files.shown(target)} är en mall. Välj en annan fil.")


def _written(made: Made, output: Output, target: Path | None) -> int:
    """Write what was made of a plan, and tell; or tell why it was not made, and write nothing."""
    built = made.build
    if built.plan is None or not (made.contents or made.told):
        print_refusal(built, output.otherwise)
        return PLAN_HAS_ERRORS
    contents = named_files(made, output, target)
    files.write_all(contents)
    if pressing := _pressing(built):
        print_findings(built.source, pressing)
    if made.told:
        first, what, *others = made.told
        say("\n".join([first, f"  {_standing(built.plan)}: {what}", _judgement(built), *others]))
    else:
        say(_summary([path for path in contents if path.suffix != ".json"], built, built.plan))
    return GOOD


def print_refusal(built: Build, otherwise: str) -> None:
    """Tell why nothing was made: faults of the template, or errors of the plan."""
    if faults := [finding for finding in built.findings if finding.where]:
        print_findings(unread(files.shown(files.TEMPLATE)), faults)
        say(f"{otherwise} Rätta mallen i Word och kör kommandot igen.")
    else:
        print_findings(built.source, _pressing(built))
        say(f"{otherwise} Rätta felen och kör kommandot igen.")


def _pressing(built: Build) -> list[Finding]:
    return [finding for finding in built.findings if finding.severity != "information"]


def _summary(targets: list[Path], built: Build, plan: Plan) -> str:
    appendices = sum(chapter.is_appendix for chapter in plan.chapters)
    beside = swedish.count(appendices, "bilaga", "bilagor") if appendices else "inga bilagor"
    told = [
        f"  {what}: {words}" for content in plan.contents() for what, words in content.summary(plan)
    ]
    lines = [
        f"Klart: {' och '.join(map(files.shown, targets))}",
        f"  {_standing(plan)}: {len(plan.chapters) - appendices} kapitel, {beside}",
        _judgement(built),
    ]
    if plan.table_of_contents and built.docx and built.pdf is None:
        how = f"make pdf YEAR={files.asked_for(built.source.name)}"
        told.append(
            "  Innehållsförteckning: sidorna är inte räknade än. "
            f"Kommandot  {how}  skriver in dem, eller Word: Ctrl + A och F9."
        )
    return "\n".join([*lines, *sorted(told)])


def _standing(plan: Plan) -> str:
    return f"{plan.year}, {plan.standing}"


def _judgement(built: Build) -> str:
    unseen = any(finding.severity == "information" for finding in built.findings)
    how = f" (make check YEAR={files.asked_for(built.source.name)} ALLA=1 visar dem)"
    return f"  Granskning: {report.summary(built.findings)}{how if unseen else ''}"
