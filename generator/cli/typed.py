"""What is typed after make, as the arguments of a command.

The Makefile hands it over unread, in the environment.
"""

import os
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from generator import files
from generator.report import GLUE

_BEGINS = ("new", "begin")
"""The commands that are asked for a year of which there is no plan yet."""
_OF_A_YEAR = ("plan", "pdf", "html", "invitations", "check", "fix", "confirm", "compare", "redline")
_NEEDED = {
    **dict.fromkeys((*_OF_A_YEAR, *_BEGINS), "YEAR"),
    **dict.fromkeys(("feedback", "apply", "reply"), "FILE"),
}
"""The variable that a command cannot do without."""
_ASKED = {"YEAR": "Skriv året", "FILE": "Skriv filen"}
_LIKE = {"YEAR": re.compile(r"\d{4}|.+\.ya?ml"), "FILE": re.compile(r".+\.(?:docx|docm)")}
"""What a word may be that was meant for a variable."""
_OPTIONS = {
    "plan": {"MALL": "--template"},
    "pdf": {"MALL": "--template"},
    "new": {"FROM": "--from"},
    "compare": {"AGAINST": "--against"},
    "confirm": {"VAD": "--vad"},
    "redline": {"AGAINST": "--against"},
    "feedback": {"PLAN": "--plan", "AV": "--author", "NR": "--numbers"},
    "apply": {
        "PLAN": "--plan",
        "AV": "--author",
        "NR": "--numbers",
        "UNDANTAG": "--exempt",
        "OPPET": "--open",
    },
    "reply": {"PLAN": "--plan"},
}
_FLAGS = {
    "check": {"ALLA": "--alla"},
    "pdf": {"FIX": "--fix", "JA": "--ja"},
    "fix": {"JA": "--ja"},
    "confirm": {"JA": "--ja"},
    "compare": {"JSON": "--json"},
    "redline": {"PDF": "--pdf"},
    "feedback": {"JSON": "--json"},
    "apply": {"ALLA": "--alla", "KOMMENTARER": "--comments", "JA": "--ja"},
}
_COMMANDS = "|".join(
    sorted({*_NEEDED, "plans", "start", "watch", "rules", "schema", "template-check", "git-diff"})
)
_MODULE = re.compile(r"((?:\.venv/bin/)?python -m generator\b)((?: [^ \n]+)*)")
"""A command as it is typed without make, to the end of its line."""
_MAKE = re.compile(rf"\bmake ({_COMMANDS})\b(?!-)((?: [A-Z]+=[^\s.,;:)]*(?:\.[a-z]+)?)*)")
_NO_PLAN = re.compile(r"\bmake (?:fix|check|plan|pdf|html)\b(?!-|(?: [A-Z]+=\S*)* YEAR=)")
_VARIABLE = re.compile(r" ([A-Z]+)=(\S*)")
_ALONE = {
    name: said
    for of in (_OPTIONS, _FLAGS)
    for all_of in of.values()
    for name, said in all_of.items()
}
_VARIABLES = {*_ALONE, *_NEEDED.values(), "FIL", "PYTHON", "VERSION"}
"""What is typed after make with a value."""
_VARIABLE_ALONE = re.compile(
    rf"(?<![\w=])({'|'.join(sorted(_ALONE))})=((?:[^\s,.;:)]|[,.](?=\w))*)"
)
"""A variable that is told by itself, as in "choose with AGAINST="."""
_ALSO = re.compile(r" *\((?:utan )?make: [^)]*\)")
"""The other way to type the same, which who has no make need not know."""
_UNSAID = {"YEAR": "ÅR", "FILE": "FIL", "FIL": "FIL"}
_NO = ("", "0", "nej")
_A_NAME = re.compile(r".+?\.(?:docx|docm|doc|odt|rtf|pdf)(?=\s|$)", re.IGNORECASE)
"""A name of a file that is not there, with spaces."""
_PATH = re.compile(
    r"(?<![^\s:])[^\s:/]{0,200}/[^\n:”]{0,400}?\.(?:docx|yaml|pdf|html|ics|md|txt|png|jpe?g)\b"
    r"|(?<![^\s:])[^\s:]{1,200} \(\d+\)\.\w+"
)
"""A name of a file as it is told, which may have spaces: in a folder, or a second one of its
name.
"""
_LOCK = "~$"
"""What Word calls the file by which it holds another open."""


def left_out(command: str) -> str:
    """What to say where a command's variable is missing; '' where it is there, or not needed."""
    name = _NEEDED.get(command, "")
    if not name or _value(name):
        return ""
    # It may be there, and be typed in another way: 'make plan 2019', 'year=2019'.
    goals = os.environ.get("GOALS", "").split()
    others = re.findall(r"(?<!\S)([^\s=]+)=(\S+)", os.environ.get("MAKEFLAGS", ""))
    values = (value for other, value in others if other not in _VARIABLES)
    meant = next((word for word in (*goals, *values) if _LIKE[name].fullmatch(word)), "")
    if meant:
        return f"{_ASKED[name]} så här: make {command} {name}={meant}"
    return f"{_ASKED[name]} också: make {command} {name}={_example(command)}"


def _example(command: str) -> str:
    """What a command may be asked for: the newest plan, or the year after it."""
    if _NEEDED[command] == "FILE":
        return "svar.docx"
    newest = max(files.plans(), default=f"{date.today().year}")
    return f"{int(newest) + 1}" if command in _BEGINS else newest


def arguments(command: str) -> list[str]:
    """The arguments of a command of the Makefile."""
    made = [command]
    for name, option in _OPTIONS.get(command, {}).items():
        if value := _value(name):
            made.append(f"{option}={value}")
    made += [flag for name, flag in _FLAGS.get(command, {}).items() if _value(name) not in _NO]
    name = _NEEDED.get(command, "")
    if name == "YEAR":
        made.append(_no_option(_value(name)))
    elif name == "FILE":
        made += map(_no_option, named_files(_value(name)))
    elif command == "template-check" and _value("FIL"):
        made.append(_no_option(_value("FIL")))
    return made


def after_make(words: list[str]) -> list[str]:
    """What is typed as it would be after make, by who has no make; [] for what is not."""
    if words[:1] == ["make"]:
        return words[1:]
    variables = {word.partition("=")[0] for word in words[1:] if "=" in word}
    return words if variables & {*_ALONE, *_UNSAID} else []


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
        is_flag = any(match[1] in flags for flags in _FLAGS.values())
        return _ALONE[match[1]] + (f"{blank}{match[2]}" if match[2] and not is_flag else "")

    spoken = _MAKE.sub(made, _MODULE.sub(bare, text))
    if called:
        spoken = _VARIABLE_ALONE.sub(alone, _ALSO.sub("", spoken))
    return _PATH.sub(lambda match: match[0].replace(" ", blank), spoken)


def _shown(command: str, variables: str) -> str:
    """A command of the Makefile and its variables as arguments."""
    options, flags = _OPTIONS.get(command, {}), _FLAGS.get(command, {})
    made = [command]
    for name, value in _VARIABLE.findall(variables):
        if name in flags:
            made.append(flags[name])
        elif name in options:
            made.append(f"{options[name]} {value}".rstrip())
        else:
            made.append(value or _UNSAID.get(name, ""))
    return " ".join(filter(None, made))


def _value(name: str) -> str:
    return os.environ.get(name, "").strip()


def _no_option(value: str) -> str:
    """A value that begins with a dash is a name all the same."""
    return f"./{value}" if value.startswith("-") else value


def named_files(typed: str) -> Iterator[str]:
    """The files of a list with spaces between; names may have spaces, be quoted or be patterns.

    A name that exists is taken before it is read as anything else; one that does not is kept.
    """
    while typed := typed.strip():
        ends = [match.start() for match in re.finditer(r"\s|$", typed)]
        name = next((typed[:end] for end in reversed(ends) if os.path.isfile(typed[:end])), "")
        quoted = re.match(r"'([^']+)'|\"([^\"]+)\"", typed)
        if name:
            yield name
        elif quoted:
            name = quoted[0]
            yield name[1:-1]
        else:
            name = next((typed[:end] for end in reversed(ends) if _matching(typed[:end])), "")
            missing = _A_NAME.match(typed)
            name = name or (missing[0] if missing else typed[: ends[0]])
            yield from _matching(name) or [os.path.expanduser(name)]
        typed = typed[len(name) :]


def matched(names: Iterable[Path]) -> Iterator[Path]:
    """The files of some names, each of which may be a pattern: the shell of Windows leaves them to
    the program. A name that is there, or that nothing matches, is kept.
    """
    for name in names:
        found = [] if name.exists() else _matching(str(name))
        yield from map(Path, found or [str(name)])


def _matching(pattern: str) -> list[str]:
    """The files that a pattern stands for; not those that Word makes while it holds a file open."""
    from glob import glob

    found = glob(os.path.expanduser(pattern)) if re.search(r"[*?\[]", pattern) else []
    return [name for name in sorted(found) if not Path(name).name.startswith(_LOCK)]
