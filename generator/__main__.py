"""`python -m generator`: see cli.py."""

import gc
import os
import sys

# One short run of a command: nothing is worth collecting, and the interpreter's own clearing up
# takes longer than the checks.
gc.disable()

if sys.getfilesystemencoding().lower() != "utf-8":
    # Names of files have å, ä and ö also where the surroundings say that letters are ASCII.
    os.execv(sys.executable, [sys.executable, "-X", "utf8", "-m", "generator", *sys.argv[1:]])

from generator.cli import main  # noqa: E402
from generator.cli.streams import make_ready  # noqa: E402

make_ready()
code = main(sys.argv[1:])
sys.stdout.flush()
sys.stderr.flush()
os._exit(code)
