"""Makes the tool ready, and opens the workbench. `starta.cmd`, `starta.command` and `starta.sh` run
this file, and the Makefile fetches libraries by it.

It runs before anything is installed, and on a Python that may be too old: the standard library alone,
and nothing that an older Python could not read.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

HERE = Path(os.path.abspath(__file__)).parent
"""As it was reached: a drive of Windows' network is not turned into the server's name."""
VENV = HERE / ".venv"
OLDEST, NEWEST = (3, 11), (3, 15)
"""The Pythons that the tool's libraries are known to be there for."""
LISTS = {
    "plan": "verktyget",
    "start": "arbetsbordet",
    "pdf": "PDF-filen",
    "invitations": "kalenderfilerna",
    "test": "testerna",
}
"""The lists in requirements/, and what each is for."""
_NO_PYTHON = "Verktyget behöver Python 3.11 eller nyare. Hämta det från python.org, installera det och försök igen."
_NO_VENV = (
    "Python saknar en del som heter venv. På Debian och Ubuntu:\n  sudo apt install python3-venv"
)
_REASONS = (
    (
        ("no space left", "disk quota", "not enough space"),
        "Disken är full. Gör plats och försök igen.",
    ),
    (
        ("permission denied", "read-only file system", "access is denied"),
        "Mappen {here} går inte att skriva i. Flytta verktyget till en mapp som är din egen, till exempel Dokument.",
    ),
    (
        ("proxyerror", "407 proxy", "cannot connect to proxy"),
        "Nätet går genom en proxy som säger nej. Fråga it-avdelningen om dess adress, och försök igen med den i variabeln HTTPS_PROXY.",
    ),
    (
        ("certificate verify failed", "sslerror", "ssl:"),
        "Nätet byter ut säkra förbindelser, och Python litar inte på bytet. Be it-avdelningen om hjälp.",
    ),
    (
        ("do not match the hashes",),
        "Det som hämtades är inte det som skulle hämtas. Försök igen; händer det en gång till, fråga it-avdelningen.",
    ),
    (
        (
            "newconnectionerror",
            "connectionerror",
            "name resolution",
            "getaddrinfo",
            "network is unreachable",
            "timed out",
            "connection refused",
            "connection reset",
            "max retries",
        ),
        "Nätet går inte att nå. Kontrollera uppkopplingen och försök igen.",
    ),
    (
        (
            "no matching distribution",
            "failed building wheel",
            "failed to build",
            "could not find a version",
            "not a supported wheel",
        ),
        "En del av verktyget finns inte för den här datorn och Python {python}. Installera Python 3.14 från python.org{first} och försök igen.",
    ),
)
"""What pip says, in small letters, and what that means. The first that fits is told."""
_COMES_TO = ("Collecting ", "Processing ", "Requirement already satisfied")
"""How pip begins with a library: one from the net, from a folder, or one that is there."""


_LISTED = re.compile(r"-V:(\d+)\.(\d+)(?:\[-64\])?\s")
"""A Python of 64 bits, as Windows' launcher lists it, or the install manager that came after it."""
_NARROWEST, _WIDEST = 40, 120
"""Columns of a line that can be read."""


class CannotStartError(Exception):
    """Why it cannot be started: a Swedish sentence."""


def say(text, out):
    """Print a message, whose lines stay lines: on as many as the terminal needs, or as COLUMNS
    says; as it is for a file or a program.
    """
    if out.isatty() or os.environ.get("COLUMNS"):
        columns = shutil.get_terminal_size().columns
        width = min(max(columns, _NARROWEST), _WIDEST)
        text = "\n".join(_fitted(line, width) for line in text.splitlines())
    print(text, file=out, flush=True)


def _fitted(line, width):
    """A line on as many as it needs; no word is broken."""
    return textwrap.fill(
        line, width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )


def why(output):
    """What a failed installation means, of all that pip wrote."""
    said = output.lower()
    for signs, sentence in _REASONS:
        if any(sign in said for sign in signs):
            version = ".".join(map(str, sys.version_info[:2]))
            first = ", ta bort mappen .venv" if VENV.exists() else ""
            return sentence.format(here=HERE, python=version, first=first)
    last = [line for line in output.splitlines() if line.strip()][-1:] or ["utan förklaring"]
    return f"Verktygets delar kunde inte hämtas: {last[0].strip()}"


def python():
    """The Python of the tool's own folder."""
    inside = "Scripts/python.exe" if os.name == "nt" else "bin/python"
    return VENV / inside


def stream(command, tell):
    """Run a program, with each line that it says told as it comes; its exit code, and all it said."""
    said = []
    program = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
        errors="replace",
    )
    for line in program.stdout:
        said.append(line)
        tell(line)
    return program.wait(), "".join(said)


def counting(most, out):
    """Tells how many libraries pip has come to, where somebody sees it."""
    seen = []

    def tell(line):
        if not out.isatty():
            return
        if line.startswith(_COMES_TO):
            seen.append(line)
            out.write(f"\r  Hämtar: {min(len(seen), most)} av {most} …")
        elif line.startswith("Installing"):
            out.write("\r  Lägger in dem …          ")
        out.flush()

    return tell


def fetch(name, run=subprocess.run):
    """Install a list of libraries, where that is not done of the list as it stands. Raises
    CannotStartError.
    """
    listed, stamp = HERE / "requirements" / (name + ".txt"), VENV / (name + ".stamp")
    # What was installed is known by the list's words: a copied or unpacked file has any time.
    wanted = hashlib.sha256(listed.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="ascii", errors="replace") == wanted:
        return
    say(f"Hämtar det som {LISTS[name]} behöver. Det görs bara första gången.", sys.stdout)
    make_folder(run)
    most = listed.read_text(encoding="utf-8").count("==")
    options = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    options += ["--require-hashes", "-r", str(listed)]
    command = [str(python()), "-m", "pip", "install", *options]
    code, said = stream(command, counting(most, sys.stdout))
    if sys.stdout.isatty():
        print("\r" + " " * 40 + "\r", end="")
    if code and not any(VENV.glob("*.stamp")):
        # Nothing was ever in it, and another Python that is tried next would not replace it.
        shutil.rmtree(str(VENV), ignore_errors=True)
    if code:
        raise CannotStartError(why(said))
    stamp.write_text(wanted, encoding="ascii")


def make_folder(run=subprocess.run):
    """Make the tool's own folder, .venv, where it is not. Raises CannotStartError."""
    if python().exists():
        return
    done = run(
        [sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, errors="replace"
    )
    if done.returncode:
        shutil.rmtree(str(VENV), ignore_errors=True)
    if done.returncode and (
        "ensurepip" in done.stdout + done.stderr or "No module named venv" in done.stderr
    ):
        raise CannotStartError(_NO_VENV)
    if done.returncode:
        raise CannotStartError(why(done.stdout + done.stderr))


def known(run):
    """A Python that the tool knows, where this one is too new: 'py -3' of Windows takes the newest.
    '' where there is none, or none is needed.
    """
    if sys.version_info[:2] <= NEWEST:
        return ""
    try:
        listed = run(["py", "--list"], capture_output=True, text=True, errors="replace").stdout
    except OSError:
        return ""
    there = [(int(major), int(minor)) for major, minor in _LISTED.findall(listed)]
    best = max((one for one in there if OLDEST <= one <= NEWEST), default=None)
    return "-{}.{}".format(*best) if best else ""


def clear_dead(run):
    """Take the tool's folder away where its Python does not run: it was removed from the computer,
    or renewed, and the folder is of no use to another.
    """
    if not VENV.exists():
        return
    try:
        is_dead = run([str(python()), "-c", ""], capture_output=True).returncode
    except OSError:
        is_dead = True
    if is_dead:
        shutil.rmtree(str(VENV))


def fetch_rest():
    """Fetch what the workbench makes PDF and calendars by. It opens without them too."""
    for name in ("pdf", "invitations"):
        try:
            fetch(name)
        except CannotStartError as problem:
            say(f"Utan {LISTS[name]}: {problem}", sys.stderr)


def main(arguments):
    """Fetch a list (--bara NAMN), or make ready and open the workbench; with --prova the newest
    plan is checked instead. Returns the exit code.
    """
    if arguments not in ([], ["--prova"], *(["--bara", name] for name in LISTS)):
        say("Skriv ingenting efter, eller  --prova.", sys.stderr)
        return 2
    try:
        if sys.version_info < OLDEST:
            raise CannotStartError(_NO_PYTHON)
        other = known(subprocess.run)
        if other:
            return subprocess.run(["py", other, __file__, *arguments]).returncode
        clear_dead(subprocess.run)
        if arguments[:1] == ["--bara"]:
            fetch(arguments[1])
            (VENV / (arguments[1] + ".stamp")).touch()  # make goes by its time
            return 0
        fetch("plan")
        if arguments[:1] == ["--prova"]:
            plans = sorted((HERE / "plans").glob("[0-9]*.yaml"))
            return run_tool("check", str(plans[-1])) if plans else run_tool("--version")
        fetch("start")
        fetch_rest()
        return run_tool("start")
    except CannotStartError as problem:
        say(str(problem), sys.stderr)
        return 1
    except OSError as problem:
        say(why(str(problem)), sys.stderr)
        return 1
    except KeyboardInterrupt:
        # Make is broken off too and ends so; of an error here it would say more.
        return 0 if arguments[:1] == ["--bara"] else 1


def run_tool(*arguments):
    """Run a command of the tool; its exit code."""
    return subprocess.run(
        [str(python()), "-m", "generator", *list(arguments)], cwd=str(HERE)
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
