"""`python -m generator`: see cli.py."""

import gc
import os
import sys

# One short run of a command: nothing is worth collecting, and the interpreter's own clearing up takes longer than the checks.
gc.disable()

from generator.cli import main  # noqa: E402

code = main(sys.argv[1:])
sys.stderr.flush()
os._exit(code)
