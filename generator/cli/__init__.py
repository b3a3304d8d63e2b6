"""Arguments and exit codes: 0 good, 1 the plan has errors, 2 wrong use. Each command lies in a
module of this folder.
"""

import argparse
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from generator import __version__, files, report
from generator.cli import help, making, mistyped, typed
from generator.cli.streams import lost
from generator.cli.terminal import (
    GOOD,
    PLAN_HAS_ERRORS,
    WRONG_USE,
    WrongUseError,
    complain,
    say,
    unknown,
)
from generator.outputs import OUTPUTS
from generator.outputs.output import Output

_Run = Callable[[argparse.Namespace], int]
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
        wrong = mistyped.sentence(message) or "Kommandot går inte att förstå."
        raise WrongUseError(f"{wrong}\n{shown}")

    def format_help(self) -> str:
        known = self._command in help.COMMANDS
        return f"{help.of(self._command) if known else help.all_commands()}\n"

    def print_help(self, file: Any = None) -> None:
        """The help, as all else that is said."""
        say(self.format_help().removesuffix("\n"))


def main(arguments: list[str]) -> int:
    """Run a command; returns the exit code. Nothing but a Swedish sentence ever reaches the
    user.
    """
    is_of_make = arguments[:1] == ["make"] and len(arguments) == 2
    try:
        if is_of_make:
            if arguments[1] not in help.COMMANDS:
                raise WrongUseError(help.meant_by_make(arguments[1]))
            if asked := typed.left_out(arguments[1]):
                say(asked)
                return WRONG_USE
            arguments = typed.arguments(arguments[1])
        elif words := typed.after_make(arguments):
            raise WrongUseError(f"Skriv så här:  make {' '.join(words)}")
        if arguments[:1] == ["--version"]:
            say(f"Plangeneratorn {__version__}")
            return GOOD
        if arguments and not arguments[0].startswith("-") and arguments[0] not in help.COMMANDS:
            raise WrongUseError(f"{help.meant(arguments[0])} {help.WHERE}")
        known = arguments[0] if arguments and arguments[0] in help.COMMANDS else ""
        chosen, beyond = _parser(known).parse_known_args(arguments)
        if beyond:
            command = chosen.command
            options = [choice.split()[0] for choice, _ in help.COMMANDS[command].choices]
            wrong = mistyped.beyond(beyond, command, options)
            raise WrongUseError(f"{wrong}\n{help.of(command)}")
        return _told(chosen.command, chosen.run(chosen))
    except WrongUseError as problem:
        complain(problem)
        return WRONG_USE
    except files.FileError as problem:
        complain(problem)
        return PLAN_HAS_ERRORS
    except Exception as error:
        complain(unknown(error))
        complain("Visa meddelandet och filen för den som sköter verktyget.")
        return PLAN_HAS_ERRORS
    except KeyboardInterrupt:
        complain("Avbrutet.")
        # Make is broken off too and ends so; of an error of its command it would say more.
        return GOOD if is_of_make else PLAN_HAS_ERRORS


def _told(command: str, code: int) -> int:
    """The exit code, once all is shown; where it could not be, a sentence.

    It is no good code then, if what is shown was all there is.
    """
    sys.stdout.flush()
    if why := lost(sys.stdout):
        complain(f"Svaret kunde inte skrivas ut: {why}.")
        return max(code, PLAN_HAS_ERRORS) if command in _SHOW else code
    return code


def _in(module: str, name: str) -> _Run:
    """A command in a module of this folder, which is loaded only when the command runs."""

    def run(chosen: argparse.Namespace) -> int:
        command: _Run = getattr(import_module(f"generator.cli.{module}"), name)
        return command(chosen)

    return run


def _flags(output: Output) -> list[str]:
    """The flags of an output's command that are given or not."""
    return [f"--{option}" for option in output.options if option in ("fix", "ja")]


class _Commands:
    """The parser of every command; of one alone, which takes a tenth of the time, if it is told."""

    def __init__(self, only: str) -> None:
        self._only = only
        # The program may itself be called as one of its commands: plan.
        self.parser = _Parser(prog="")
        self._added = self.parser.add_subparsers(
            dest="command", required=True, parser_class=_Parser, metavar="KOMMANDO"
        )

    def add(self, name: str, run: _Run, *flags: str) -> str:
        """A command, with flags that are given or not."""
        if self._only in ("", name):
            added = self._added.add_parser(name)
            added.set_defaults(run=run)
            for flag in flags:
                added.add_argument(flag, action="store_true")
        return name

    def take(self, names: Iterable[str], *called: str, **options: Any) -> None:
        """An argument of some commands."""
        for name in names:
            if name in self._added.choices:
                self._added.choices[name].add_argument(*called, **options)


def _parser(only: str = "") -> argparse.ArgumentParser:
    commands = _Commands(only)
    _add_those_of_a_year(commands)
    _add_those_of_answers(commands)
    _add_the_others(commands)
    return commands.parser


def _add_those_of_a_year(commands: _Commands) -> None:
    of_a_year = [
        *(commands.add(one.command, making.command(one), *_flags(one)) for one in OUTPUTS),
        commands.add("fix", _in("mending", "fix"), "--ja"),
        commands.add("confirm", _in("confirming", "confirm"), "--ja"),
        commands.add("new", _in("years", "new")),
        commands.add("begin", _in("years", "start")),
        commands.add("compare", _in("years", "compare"), "--json"),
        commands.add("check", _in("looking", "check_plan"), "--alla"),
    ]
    commands.take(of_a_year, "year", metavar="ÅR")
    commands.take(["new"], "--from", dest="origin", metavar="ÅR/FIL")
    commands.take(["confirm"], "--vad", dest="what", metavar="VAD")
    commands.take(["compare"], "--against", metavar="ÅR/FIL/VERSION")
    commands.take(["check"], "--format", choices=["text", *report.LINES], default="text")
    commands.take(["check"], "--json", action="store_const", const="json", dest="format")
    for option in ("output", "template"):
        takers = [output.command for output in OUTPUTS if option in output.options]
        commands.take(takers, f"--{option}", type=Path, metavar="FIL")


def _add_those_of_answers(commands: _Commands) -> None:
    of_answers = [
        commands.add("feedback", _in("reviewing", "feedback"), "--json"),
        commands.add("apply", _in("applying", "apply"), "--alla", "--comments", "--ja"),
        commands.add("reply", _in("reviewing", "reply")),
    ]
    commands.take(of_answers, "files", nargs="+", type=Path, metavar="FIL")
    commands.take(of_answers, "--plan", metavar="ÅR/FIL")
    commands.take(["feedback", "apply"], "--author", metavar="NAMN")
    commands.take(["feedback", "apply"], "--numbers", metavar="1,3-5")
    commands.take(["apply"], "--exempt", metavar="1,3-5")
    commands.take(["apply"], "--open", metavar="1,3-5")


def _add_the_others(commands: _Commands) -> None:
    commands.add("start", _in("starting", "start"), "--visa-inte")
    commands.take(["start"], "--port", type=int, default=0)
    commands.add("redline", _in("redlining", "redline"), "--pdf")
    commands.take(["redline"], "sides", nargs="+", metavar="ÅR/FIL")
    commands.take(["redline"], "--output", type=Path, metavar="FIL")
    commands.take(["redline"], "--against", metavar="ÅR/FIL/VERSION")
    template = commands.add("template-check", _in("looking", "template_check"))
    commands.take(
        [template], "template", type=Path, metavar="FIL", nargs="?", default=files.TEMPLATE
    )
    commands.add("watch", _in("looking", "watch"))
    commands.take(["watch"], "--format", choices=["text", "editor"], default="text")
    commands.add("rules", _in("looking", "rules"))
    commands.add("schema", _in("looking", "schema"))
    commands.add("git-diff", _in("looking", "git_diff"))
    commands.add("plans", _in("years", "plans"))
