"""Arguments and exit codes: 0 good, 1 the plan has errors, 2 wrong use. Each command lies in a module of this folder."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from generator import files
from generator.cli import looking, making, mending, years
from generator.cli.terminal import PLAN_HAS_ERRORS, WRONG_USE, WrongUseError, unknown

_USAGE = """  python -m generator plan ÅR [--output FIL]   kontrollera planen och gör Word-dokumentet
  python -m generator pdf ÅR [--output FIL]    gör Word-dokumentet och PDF-filen att publicera; kräver LibreOffice
                                               (--fix: rätta först sidnummer i texten som inte stämmer)
  python -m generator html ÅR [--output FIL]   kontrollera planen och gör en webbsida
  python -m generator invitations ÅR           kontrollera planen och gör kalenderfiler (.ics) att skicka till deltagarna
  python -m generator plans                    gör Word-dokumentet för alla år
  python -m generator new ÅR                   börja på ett nytt år: gör plans/ÅR.yaml av planen för året före
  python -m generator compare ÅR [--against ANNAT] visa vad som ändrats sedan förra året, eller mot ett annat år, en fil
                                               eller en version i git (--json: för program)
  python -m generator redline ÅR [--against ANNAT] [--pdf] [--output FIL]
                                               ett Word-dokument med ändringarna spårade, sedan förra året eller mot
                                               ett annat år, en YAML-fil, ett Word-dokument eller en version i git
                                               (eller: redline GAMMAL NY)
  python -m generator feedback FIL [FIL ...]   visa kommentarer och spårade ändringar i granskade Word-filer, med rad i planen
                                               (--json: för program)
  python -m generator apply FIL [FIL ...]      för in granskarnas ändringar i planen, en i taget eller --all,
                                               --author NAMN, --numbers 1,3-5; --comments: kommentarerna som rader
  python -m generator check ÅR [--format SÄTT] kontrollera planen utan att göra något dokument
                                               (SÄTT: text, json, github eller editor; --json är --format json)
  python -m generator fix ÅR [--ja]            rätta det som har en trolig rättning; visar ändringarna och frågar först
                                               (--ja: utan att fråga)
  python -m generator template-check [FIL]     kontrollera mallen, eller en annan Word-mall
  python -m generator watch                    kontrollera alla planer nu och varje gång en sparas (Ctrl + C avslutar)
  python -m generator rules                    visa alla regler som planen kontrolleras mot
ÅR är ett år, som 2017, eller en YAML-fil."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise WrongUseError(f"Kommandot går inte att förstå. Så här skriver man:\n{_USAGE}")

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
    except WrongUseError as problem:
        print(problem, file=sys.stderr)
        return WRONG_USE
    except files.FileError as problem:
        print(problem, file=sys.stderr)
        return PLAN_HAS_ERRORS
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PLAN_HAS_ERRORS
    except Exception as error:
        print(f"{unknown(error)} Inget är ändrat.", file=sys.stderr)
        print("Visa meddelandet och filen för den som sköter verktyget.", file=sys.stderr)
        return PLAN_HAS_ERRORS
    except KeyboardInterrupt:
        print("Avbrutet.", file=sys.stderr)
        return PLAN_HAS_ERRORS


def _of_the_review(name: str) -> Callable[[argparse.Namespace], int]:
    """A command of the review, whose libraries are loaded only when it runs."""

    def run(chosen: argparse.Namespace) -> int:
        from generator.cli import reviewing

        command: Callable[[argparse.Namespace], int] = getattr(reviewing, name)
        return command(chosen)

    return run


def _parser() -> argparse.ArgumentParser:
    parser = _Parser()
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser, metavar="kommando")
    plan = commands.add_parser("plan")
    plan.add_argument("year", metavar="ÅR")
    plan.set_defaults(run=making.plan)
    plan.add_argument("--output", type=Path, metavar="FIL")
    publishing = commands.add_parser("pdf")
    publishing.add_argument("year", metavar="ÅR")
    publishing.add_argument("--output", type=Path, metavar="FIL")
    publishing.add_argument("--fix", action="store_true")
    publishing.add_argument("--ja", action="store_true")
    publishing.set_defaults(run=making.pdf)
    html = commands.add_parser("html")
    html.add_argument("year", metavar="ÅR")
    html.add_argument("--output", type=Path, metavar="FIL")
    html.set_defaults(run=making.html)
    inviting = commands.add_parser("invitations")
    inviting.add_argument("year", metavar="ÅR")
    inviting.set_defaults(run=making.invitations)
    checking = commands.add_parser("check")
    checking.add_argument("year", metavar="ÅR")
    checking.add_argument("--format", choices=["text", *looking.LINES])
    checking.add_argument("--json", action="store_const", const="json", dest="format")
    checking.set_defaults(run=looking.check_plan, format="text")
    judging = commands.add_parser("template-check")
    judging.add_argument("template", type=Path, metavar="FIL", nargs="?", default=files.TEMPLATE)
    judging.set_defaults(run=looking.template_check)
    commands.add_parser("watch").set_defaults(run=looking.watch)
    fixing = commands.add_parser("fix")
    fixing.add_argument("year", metavar="ÅR")
    fixing.add_argument("--ja", action="store_true")
    fixing.set_defaults(run=mending.fix)
    commands.add_parser("rules").set_defaults(run=looking.rules)
    starting = commands.add_parser("new")
    starting.add_argument("year", metavar="ÅR")
    starting.set_defaults(run=years.new)
    comparing = commands.add_parser("compare")
    comparing.add_argument("year", metavar="ÅR")
    comparing.add_argument("--against", metavar="ÅR/FIL/VERSION")
    comparing.add_argument("--json", action="store_true")
    comparing.set_defaults(run=years.compare)
    marking = commands.add_parser("redline")
    marking.add_argument("sides", nargs="+", metavar="ÅR/FIL")
    marking.add_argument("--against", metavar="ÅR/FIL/VERSION")
    marking.add_argument("--output", type=Path, metavar="FIL")
    marking.add_argument("--pdf", action="store_true")
    marking.set_defaults(run=_of_the_review("redline"))
    for name, run in (("feedback", _of_the_review("feedback")), ("apply", _of_the_review("apply"))):
        reviewed = commands.add_parser(name)
        reviewed.add_argument("files", nargs="+", type=Path, metavar="FIL")
        reviewed.add_argument("--plan", metavar="ÅR/FIL")
        reviewed.set_defaults(run=run)
        if name == "feedback":
            reviewed.add_argument("--json", action="store_true")
        else:
            reviewed.add_argument("--all", action="store_true")
            reviewed.add_argument("--author", metavar="NAMN")
            reviewed.add_argument("--numbers", metavar="1,3-5")
            reviewed.add_argument("--comments", action="store_true")
            reviewed.add_argument("--ja", action="store_true")
    commands.add_parser("plans").set_defaults(run=years.plans)
    return parser
