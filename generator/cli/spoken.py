"""Commands in what is said, as they are started where it is said: by make, or without it."""

import re

from generator.cli.variables import ALONE, FLAGS, NEEDED, OPTIONS, UNSAID
from generator.report import GLUE

_COMMANDS = "|".join(
    sorted({*NEEDED, "plans", "start", "watch", "rules", "schema", "template-check", "git-diff"})
)
_MODULE = re.compile(r"((?:\.venv/bin/)?python -m generator\b)((?: [^ \n]+)*)")
"""A command as it is typed without make, to the end of its line."""
_MAKE = re.compile(rf"\bmake ({_COMMANDS})\b(?!-)((?: [A-Z]+=[^\s.,;:)]*(?:\.[a-z]+)?)*)")
_NO_PLAN = re.compile(r"\bmake (?:fix|check|plan|pdf|html)\b(?!-|(?: [A-Z]+=\S*)* YEAR=)")
_VARIABLE = re.compile(r" ([A-Z]+)=(\S*)")
_VARIABLE_ALONE = re.compile(rf"(?<![\w=])({'|'.join(sorted(ALONE))})=((?:[^\s,.;:)]|[,.](?=\w))*)")
"""A variable that is told by itself, as in "choose with AGAINST="."""
_ALSO = re.compile(r" *\((?:utan )?make: [^)]*\)")
"""The other way to type the same, which who has no make need not know."""
_PATH = re.compile(
    r"(?<![^\s:])[^\s:/]{0,200}/[^\n:”]{0,400}?\.(?:docx|yaml|pdf|html|ics|md|txt|png|jpe?g)\b"
    r"|(?<![^\s:])[^\s:]{1,200} \(\d+\)\.\w+"
)
"""A name of a file as it is told, which may have spaces: in a folder, or a second one of its
name.
"""


def started_as(called: str, text: str) -> str:
    """A text in which commands are shown as they are started without make: `make check YEAR=2018`
    as `plan check 2018`; as it is where `called` is ''.
    """
    return kept_whole(called, text, " ")


def with_plan(text: str, plan: str) -> str:
    """A text in which the commands that need a plan, and are told without one, have `plan`: what is
    said of a file need not know its name.
    """
    return _NO_PLAN.sub(lambda match: f"{match[0]} YEAR={plan}", text)


def kept_whole(called: str, text: str, blank: str = GLUE) -> str:
    """The same, where each command is one word, with `blank` for its blanks, and each path: they
    are to be copied. A variable by itself is shown as the option that it is without make.
    """

    def made(match: re.Match[str]) -> str:
        command = match[0]
        if called:
            command = f"{called} {_shown(match[1], match[2])}"
        return command.replace(" ", blank)

    def bare(match: re.Match[str]) -> str:
        return f"{called or match[1]}{match[2]}".replace(" ", blank)

    def alone(match: re.Match[str]) -> str:
        is_flag = any(match[1] in flags for flags in FLAGS.values())
        return ALONE[match[1]] + (f"{blank}{match[2]}" if match[2] and not is_flag else "")

    spoken = _MAKE.sub(made, _MODULE.sub(bare, text))
    if called:
        spoken = _VARIABLE_ALONE.sub(alone, _ALSO.sub("", spoken))
    return _PATH.sub(lambda match: match[0].replace(" ", blank), spoken)


def _shown(command: str, variables: str) -> str:
    """A command of the Makefile and its variables as arguments."""
    options, flags = OPTIONS.get(command, {}), FLAGS.get(command, {})
    made = [command]
    for name, value in _VARIABLE.findall(variables):
        if name in flags:
            made.append(flags[name])
        elif name in options:
            made.append(f"{options[name]} {value}".rstrip())
        else:
            made.append(value or UNSAID.get(name, ""))
    return " ".join(filter(None, made))
