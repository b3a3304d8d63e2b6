"""How much a run tries, and from which seed: a usual run fits in some minutes, `make test-long`
tries far more.

The seed comes from the commit, so that each change is judged by other examples than the one before,
and the same change always by the same; SEED= tries those of another run again.
"""

import os
import subprocess
from pathlib import Path

LONG = "LONG" in os.environ


def _of_the_commit() -> int:
    command = ["git", "-C", str(Path(__file__).parent), "rev-parse", "HEAD"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return 0
    return int(done.stdout[:7], 16) if done.returncode == 0 else 0


SEED = int(os.environ["SEED"]) if os.environ.get("SEED") else _of_the_commit()


def size(usual: int, long: int) -> int:
    """How many to try: in a usual run, and in a long one."""
    return long if LONG else usual
