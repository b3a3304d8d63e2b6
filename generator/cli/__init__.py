"""Arguments and exit codes: 0 good, 1 the plan has errors, 2 wrong use. Each command lies in a
module of this folder.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from generator import __version__, files
from generator.cli import help, looking, making, mending, starting, typed, years
from generator.cli.streams import lost
from generator.cli.terminal import (
    GOOD,
    PLAN_HAS_ERRORS,
    WRONG_USE,
    WrongUseError,
    complain,
    unknown,
)
from generator.outputs import OUTPUTS
from generator.outputs.output import Output

_SHOW = ("check", "compare", "feedback", "rules", "template-check", "watch")
"""Commands that write nothing but what they show."""


class _Parser(argparse.ArgumentParser):
    """The arguments of one command, or of all; what is wrong is said in Swedish."""

    @property
    def _command(self) -> str:
        return self.prog.rpartition(" ")[2]

    def error(self, message: str) -> NoReturn:
        known = self._command in help.COMMANDS
        shown = help.of(self._command) if known else help.all_commands()
        raise WrongUseError(f"Kommandot går inte att förstå.\n{shown}")

    def format_help(self) -> str:
        known = self._command in help.COMMANDS
        return f"{help.of(self._command) if known else help.all_commands()}\n"


def main(arguments: list[str]) -> int:
    """Run a command; returns the exit code. Nothing but a Swedish sentence ever reaches the
    user.
    """
    try:
        if arguments[:1] == ["make"] and len(arguments) == 2:
            if asked := typed.left_out(arguments[1]):
                print(asked)
                return WRONG_USE
            arguments = typed.arguments(arguments[1])
        if arguments[:1] == ["--version"]:
            print(f"Plangeneratorn {__version__}")
            return GOOD
        if arguments and not arguments[0].startswith("-") and arguments[0] not in help.COMMANDS:
            raise WrongUseError(help.meant(arguments[0]))
        chosen = _parser().parse_args(arguments)
        return _told(chosen.command, chosen.run(chosen))
    except WrongUseError as problem:
        complain(problem)
        return WRONG_USE
    except files.FileError as problem:
        complain(problem)
        return PLAN_HAS_ERRORS
    except Exception as error:
        complain(unknown(error))
        print("Visa meddelandet och filen för den som sköter verktyget.", file=sys.stderr)
        return PLAN_HAS_ERRORS
    except KeyboardInterrupt:
        print("Avbrutet.", file=sys.stderr)
        return PLAN_HAS_ERRORS


def _told(command: str, code: int) -> int:
    """The exit code, once all is shown; where it could not be, a sentence.

    It is no good code then, if what is shown was all there is.
    """
    sys.stdout.flush()
    if why := lost(sys.stdout):
        print(f"Svaret kunde inte skrivas ut: {why}.", file=sys.stderr)
        return max(code, PLAN_HAS_ERRORS) if command in _SHOW else code
    return code


def _redline(chosen: argparse.Namespace) -> int:
    # The libraries of Word files are loaded by the commands that need them alone.
    from generator.cli.redlining import redline

    return redline(chosen)


def _feedback(chosen: argparse.Namespace) -> int:
    from generator.cli.reviewing import feedback

    return feedback(chosen)


def _apply(chosen: argparse.Namespace) -> int:
    from generator.cli.applying import apply

    return apply(chosen)


def _reply(chosen: argparse.Namespace) -> int:
    from generator.cli.reviewing import reply

    return reply(chosen)


def _flags(output: Output) -> list[str]:
    """The flags of an output's command that are given or not."""
    return [f"--{option}" for option in output.options if option in ("fix", "ja")]


def _parser() -> argparse.ArgumentParser:
    parser = _Parser()
    commands = parser.add_subparsers(
        dest="command", required=True, parser_class=_Parser, metavar="kommando"
    )

    def command(
        name: str, run: Callable[[argparse.Namespace], int], *flags: str
    ) -> argparse.ArgumentParser:
        """A command, with flags that are given or not."""
        added = commands.add_parser(name)
        added.set_defaults(run=run)
        for flag in flags:
            added.add_argument(flag, action="store_true")
        return added

    of_a_year = [
        *(command(output.command, making.command(output), *_flags(output)) for output in OUTPUTS),
        command("fix", mending.fix, "--ja"),
        confirm := command("confirm", mending.confirm, "--ja"),
        new := command("new", years.new),
        command("begin", years.start),
        compare := command("compare", years.compare, "--json"),
        check := command("check", looking.check_plan, "--alla"),
    ]
    for added in of_a_year:
        added.add_argument("year", metavar="ÅR")
    new.add_argument("--from", dest="origin", metavar="ÅR/FIL")
    confirm.add_argument("--vad", dest="what", metavar="VAD")
    for output in OUTPUTS:
        for option in ("output", "template"):
            if option in output.options:
                commands.choices[output.command].add_argument(
                    f"--{option}", type=Path, metavar="FIL"
                )
    check.add_argument("--format", choices=["text", *looking.LINES], default="text")
    check.add_argument("--json", action="store_const", const="json", dest="format")
    template_check = command("template-check", looking.template_check)
    template_check.add_argument(
        "template", type=Path, metavar="FIL", nargs="?", default=files.TEMPLATE
    )
    workbench = command("start", starting.start, "--visa-inte")
    workbench.add_argument("--port", type=int, default=0)
    for name, run in (
        ("watch", looking.watch),
        ("rules", looking.rules),
        ("schema", looking.schema),
        ("plans", years.plans),
    ):
        command(name, run)
    command("git-diff", looking.git_diff)
    redline = command("redline", _redline, "--pdf")
    redline.add_argument("sides", nargs="+", metavar="ÅR/FIL")
    redline.add_argument("--output", type=Path, metavar="FIL")
    for added in (compare, redline):
        added.add_argument("--against", metavar="ÅR/FIL/VERSION")
    apply = command("apply", _apply, "--all", "--comments", "--ja")
    of_answers = (command("feedback", _feedback, "--json"), apply)
    for added in of_answers:
        added.add_argument("--author", metavar="NAMN")
        added.add_argument("--numbers", metavar="1,3-5")
    apply.add_argument("--exempt", metavar="1,3-5")
    apply.add_argument("--open", metavar="1,3-5")
    for added in (*of_answers, command("reply", _reply)):
        added.add_argument("files", nargs="+", type=Path, metavar="FIL")
        added.add_argument("--plan", metavar="ÅR/FIL")
    return parser
