"""git as a function: an earlier text of a file; and git told how to show Word files."""

import subprocess
import sys
from pathlib import Path

from generator.files import ROOT, FileError, shown


def text_at(revision: str, path: Path) -> bytes:
    """The content of a file at a git revision, such as 'HEAD~3'. Raises FileError."""
    why = f"git behövs för att jämföra med {revision}"
    done = _git(path.resolve().parent, why, "show", "--end-of-options", f"{revision}:./{path.name}")
    if done.returncode:
        raise FileError(
            f"{revision} är varken ett år, en fil eller en version i git där {shown(path)} finns."
        )
    return done.stdout


def show_word_files() -> None:
    """Let `git diff` show Word files as text, where this folder is a repository. Raises FileError.

    Of a file that cannot be read, and where the tool is not installed, the size is shown.
    """
    why = "git behövs för det"
    top = _git(ROOT, why, "rev-parse", "--show-toplevel").stdout.decode(errors="replace").strip()
    if not top or Path(top).resolve() != ROOT:
        raise FileError(f"Mappen {ROOT} är ingen egen mapp i git, så inget är ändrat.")
    program = Path(sys.executable)
    if program.is_relative_to(ROOT):
        program = program.relative_to(ROOT)
    text = f'"{program.as_posix()}" -m generator.ooxml.show "$1" 2>/dev/null'
    size = 'echo "Filen går inte att visa som text: $(($(wc -c <"$1"))) byte."'
    shown_so = f"f() {{ {text} || {size}; }}; f"
    if _git(ROOT, why, "config", "diff.docx.textconv", shown_so).returncode:
        raise FileError("git kunde inte spara inställningen, så inget är ändrat.")


def _git(folder: Path, why: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = ["git", "-C", str(folder), *arguments]
    try:
        return subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    except OSError as error:
        raise FileError(
            f"{why}, men finns inte på datorn. Debian och Ubuntu: sudo apt install git"
        ) from error
