"""What is typed after make, as the arguments of a command.

The Makefile hands it over unread, in the environment.
"""

import os
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from generator import files
from generator.cli.variables import ALONE, BEGINS, FLAGS, NEEDED, OPTIONS, UNSAID

_ASKED = {"YEAR": "Skriv året", "FILE": "Skriv filen"}
_LIKE = {"YEAR": re.compile(r"\d{4}|.+\.ya?ml"), "FILE": re.compile(r".+\.(?:docx|docm)")}
"""What a word may be that was meant for a variable."""
_VARIABLES = {*ALONE, *NEEDED.values(), "FIL", "PYTHON", "VERSION"}
"""What is typed after make with a value."""
_NO = ("", "0", "nej")
_A_NAME = re.compile(r".+?\.(?:docx|docm|doc|odt|rtf|pdf)(?=\s|$)", re.IGNORECASE)
"""A name of a file that is not there, with spaces."""
_LOCK = "~$"
"""What Word calls the file by which it holds another open."""


def left_out(command: str) -> str:
    """What to say where a command's variable is missing; '' where it is there, or not needed."""
    name = NEEDED.get(command, "")
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
    if NEEDED[command] == "FILE":
        return "svar.docx"
    newest = max(files.plans(), default=f"{date.today().year}")
    return f"{int(newest) + 1}" if command in BEGINS else newest


def arguments(command: str) -> list[str]:
    """The arguments of a command of the Makefile."""
    made = [command]
    for name, option in OPTIONS.get(command, {}).items():
        if value := _value(name):
            made.append(f"{option}={value}")
    made += [flag for name, flag in FLAGS.get(command, {}).items() if _value(name) not in _NO]
    name = NEEDED.get(command, "")
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
    return words if variables & {*ALONE, *UNSAID} else []


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
