"""git as a function: an earlier text of a file."""

import subprocess
from pathlib import Path

from generator.files import FileError, shown


def text_at(revision: str, path: Path) -> bytes:
    """The content of a file at a git revision, such as 'HEAD~3'. Raises FileError."""
    command = ["git", "-C", str(path.resolve().parent), "show", "--end-of-options", f"{revision}:./{path.name}"]
    try:
        done = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    except OSError as error:
        raise FileError(
            f"git behövs för att jämföra med {revision}, men finns inte på datorn. Debian och Ubuntu: sudo apt install git"
        ) from error
    if done.returncode:
        raise FileError(f"{revision} är varken ett år, en fil eller en version i git där {shown(path)} finns.")
    return done.stdout
