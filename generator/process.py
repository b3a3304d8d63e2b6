"""The program as a process of its own: how it is started, and that it ends at once."""

import gc
import os
import sys
from pathlib import Path
from typing import NoReturn


def run(called: str = "plan") -> NoReturn:
    """Run the command that the process was started with; `called` is how it was started."""
    # One short run of a command: nothing is worth collecting, and the interpreter's own clearing up
    # takes longer than the checks.
    gc.disable()
    if sys.getfilesystemencoding().lower() != "utf-8":
        # Names of files have å, ä and ö also where the surroundings say that letters are ASCII.
        again = [sys.executable, "-X", "utf8", "-m", "generator", *sys.argv[1:]]
        os.execve(sys.executable, again, {**os.environ, _CALLED: called})

    try:
        from generator.cli import main
        from generator.cli.streams import make_ready
    except ModuleNotFoundError as missing:
        # The Python of the tool's folder was replaced by one that has none of its libraries.
        sys.exit(f"En del av verktyget saknas: {missing.name}. {_made_anew()}")
    make_ready(os.environ.get(_CALLED, called))
    code = main(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _made_anew() -> str:
    """How the tool gets its libraries again: its own folder is the only one that may be removed."""
    folder = Path(sys.prefix)
    if folder.name == ".venv" or folder.parent.name == ".plangenerator":
        return f"Har datorn fått ett nytt Python? Ta bort mappen {folder} och försök igen."
    return "Installera det på nytt."


def run_module() -> NoReturn:
    """Run the command that was typed after `python -m generator`."""
    is_by_starter = os.name == "nt" and (Path(__file__).parents[1] / "starta.cmd").exists()
    run(r".\starta" if is_by_starter else "")


_CALLED = "PLAN_STARTAD_SOM"
