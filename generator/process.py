"""The program as a process of its own: how it is started, and that it ends at once."""

import gc
import os
import sys
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

    from generator.cli import main
    from generator.cli.streams import make_ready

    make_ready(os.environ.get(_CALLED, called))
    code = main(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


_CALLED = "PLAN_STARTAD_SOM"
