"""Makes the tool ready, and opens the workbench or runs the command that is typed after.

`starta.cmd`, `starta.command` and `starta.sh` run this file, and the Makefile fetches libraries by
it. It runs before anything is installed, and on a Python that may be too old: the standard library
alone, and nothing that an older Python could not read.
"""

import errno
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    import msvcrt

    fcntl = None

HERE = Path(os.path.abspath(__file__)).parent
"""As it was reached: a drive of Windows' network is not turned into the server's name."""


def own_folder(here, system, home):
    """Where the libraries are put: in the tool's folder; on Windows in one of who is at the
    computer. There the tool may lie with OneDrive or on a server, where others have another Python,
    thousands of files are slow to write, and a path is soon too long. (What is written in AppData
    may end up elsewhere: Python from Windows' store has an AppData of its own.)
    """
    if system != "nt":
        return here / ".venv"
    # A server's folder has any letter for a drive; what it is called on the server stays.
    name = hashlib.sha256(os.path.realpath(str(here)).lower().encode("utf-8")).hexdigest()[:12]
    return home / ".plangenerator" / name


SYSTEM = os.name
VENV = own_folder(HERE, SYSTEM, Path(os.path.expanduser("~")))
LOG = VENV.parent / "starta.log"
"""All that was said where libraries could not be fetched."""
LOCK = VENV.parent / "starta.lock"
"""Held by the start that makes the tool ready: who is impatient clicks twice."""
CALLED = {"win32": ".\\starta", "darwin": "./starta.command"}.get(sys.platform, "./starta.sh")
"""How the tool's commands are typed, where this file starts them."""
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
OF_COMMANDS = {"start": "start", "pdf": "pdf", "invitations": "invitations"}
"""The commands that need a list beside the tool's own."""
_NO_PYTHON = (
    "Verktyget behöver Python 3.11 eller nyare. Hämta det från python.org, "
    "installera det och försök igen."
)
_NO_VENV = (
    "Python saknar en del som heter venv. På Debian och Ubuntu:\n  sudo apt install python3-venv"
)
_NO_FOLDER = (
    "Verktygets delar ska ligga i mappen {venv}, men där finns en fil som heter så. "
    "Byt namn på den och försök igen."
)
_ASK = "Be it-avdelningen läsa docs/it.md"
_NO_WHEEL = (
    "En del av verktyget finns inte för den här datorn och Python {python}. "
    "Installera Python 3.14 från python.org{first} och försök igen."
)
_NO_WHEEL_OR_NET = (
    "Nätet nekar hämtningen, eller så finns en del av verktyget inte för den här datorn och "
    f"Python {{python}}. Pröva Python 3.14 från python.org{{first}}. Hjälper det inte: "
    f"{_ASK[0].lower()}{_ASK[1:]}, under Nätet."
)
_NOT_IN_MIRROR = (
    "Den plats där datorn hämtar Pythons delar nekar, eller saknar en del för den här datorn och "
    f"Python {{python}}. {_ASK}, under Nätet."
)
_ELSEWHERE = (
    "Datorns inställningar för pip (target eller prefix) lägger Pythons delar någon annanstans än "
    f"i verktygets mapp. {_ASK}, under Nätet."
)
_REASONS = (
    (
        ("no space left", "disk quota", "not enough space", "[winerror 112]"),
        "Disken är full. Gör plats och försök igen.",
    ),
    (
        ("[winerror 1260]", "[winerror 4551]", "group policy", "application control policy"),
        (
            "Datorns regler hindrar Python från att köra det som ligger i "
            f"{{folder}}. {_ASK}, under Spärrar."
        ),
    ),
    (
        ("long path", "[winerror 206]", "file name too long"),
        (
            "Sökvägarna blir för långa för datorn. Lägg verktyget i en mapp högre upp, eller be "
            "it-avdelningen slå på långa sökvägar (docs/it.md)."
        ),
    ),
    (
        ("[winerror 32]",),
        (
            "Ett annat program håller en av filerna i {folder}. "
            "Stäng andra fönster med verktyget, vänta tills OneDrive och "
            "virusskyddet är klara, och försök igen."
        ),
    ),
    (
        ("operation not permitted",),
        (
            "Datorn släpper inte in verktyget i mappen {here}. På Mac: "
            "tillåt Terminal i Systeminställningar, Integritet och säkerhet, Filer och mappar. "
            "Eller flytta verktyget till din hemmapp."
        ),
    ),
    (
        ("permission denied", "read-only file system", "access is denied", "[winerror 5]"),
        (
            "Mappen {folder} går inte att skriva i. Stäng andra fönster med verktyget och försök "
            "igen. Hjälper det inte: {move}."
        ),
    ),
    (
        ("no record file", "uninstall-no-record"),
        "En tidigare hämtning bröts mitt i. Ta bort mappen {venv} och försök igen.",
    ),
    (
        ("proxyerror", "407 proxy", "cannot connect to proxy"),
        (
            "Nätet går genom en proxy som säger nej. Fråga it-avdelningen om dess adress, och "
            "försök igen med den i variabeln HTTPS_PROXY (docs/it.md)."
        ),
    ),
    (
        ("certificate verify failed", "sslerror", "ssl:"),
        (
            "Nätet byter ut säkra förbindelser, och Python litar inte på "
            f"bytet. {_ASK}, under Certifikat."
        ),
    ),
    (
        ("403 client error", "error 403", "401 client error", "error 401"),
        f"Nätet, eller den plats där datorn hämtar Pythons delar, säger nej. {_ASK}, under Nätet.",
    ),
    (
        ("do not match the hashes",),
        (
            "Det som hämtades är inte det som skulle hämtas. Försök igen; "
            "händer det en gång till, fråga it-avdelningen."
        ),
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
        "{lacking}",
    ),
)
"""What pip says, in small letters, and what that means. The first that fits is told. Windows says
it in the language of the computer, but numbers it.
"""
_COMES_TO = ("Collecting ", "Processing ", "Requirement already satisfied")
"""How pip begins with a library: one from the net, from a folder, or one that is there."""


_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==[^ ;\\\n]+(?: \\)?$", re.MULTILINE)
"""A library that every computer gets."""
_LISTED = re.compile(r"-V:(\d+)\.(\d+)(?:\[-64\])?\s")
"""A Python of 64 bits, as Windows' launcher lists it, or the install manager that came after it."""
_SECONDS_BETWEEN_LOOKS = 0.5
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
    """What a failed installation means, of all that was said."""
    said = output.lower()
    has_mirror = "looking in indexes:" in said or "looking in links:" in said
    words = {
        "here": HERE,
        "venv": VENV,
        "folder": VENV.parent,
        "python": ".".join(map(str, sys.version_info[:2])),
        "first": f", ta bort mappen {VENV}" if VENV.exists() else "",
        "move": "be it-avdelningen läsa docs/it.md"
        if VENV.parent != HERE
        else "flytta verktyget till en mapp som är din egen, till exempel Dokument",
    }
    for signs, sentence in _REASONS:
        if any(sign in said for sign in signs):
            # Where not one version is seen, the net may have hidden them all.
            lacking = _NO_WHEEL_OR_NET if "(from versions: none)" in said else _NO_WHEEL
            lacking = _NOT_IN_MIRROR if has_mirror else lacking
            return sentence.format(lacking=lacking.format(**words), **words)
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR:")]
    return f"Verktygets delar kunde inte hämtas: {(errors or lines or ['utan förklaring'])[-1]}"


def kept(output):
    """Why an installation failed, and where all that was said is kept for who can read it."""
    try:
        LOG.write_text(output, encoding="utf-8", errors="replace")
    except OSError:
        return why(output)
    return f"{why(output)}\nAllt som sades står i {LOG}."


def surroundings():
    """The variables that programs are run with: nothing of another Python's, and no folder of pip's
    but the tool's own.
    """
    foreign = ("PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT")
    given = {name: value for name, value in os.environ.items() if name not in foreign}
    given["PIP_USER"] = "0"
    given["PLAN_STARTAD_SOM"] = CALLED
    return given


def trusting(run):
    """What pip is to be asked so that it trusts what the computer trusts: from 23.3 it can, from
    24.2 it does, and before it would refuse to be asked.
    """
    command = [str(python()), "-c", "import pip; print(pip.__version__)"]
    done = run(command, capture_output=True, text=True, errors="replace", env=surroundings())
    found = re.match(r"(\d+)\.(\d+)", done.stdout)
    can_be_asked = bool(found) and (23, 3) <= (int(found[1]), int(found[2])) < (24, 2)
    return ["--use-feature", "truststore"] if can_be_asked else []


def python():
    """The Python of the tool's own folder."""
    inside = "Scripts/python.exe" if SYSTEM == "nt" else "bin/python"
    return VENV / inside


def stream(command, tell):
    """Run a program, with each line that it says told as it comes; its exit code, and all that it
    said.
    """
    said = []
    program = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
        errors="replace",
        env=surroundings(),
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
    say(f"Hämtar det som {LISTS[name]} behöver. Det görs bara första gången.", sys.stderr)
    make_folder(run)
    most = listed.read_text(encoding="utf-8").count("==")
    options = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    options += [*trusting(run), "--require-hashes", "-r", str(listed)]
    command = [str(python()), "-m", "pip", "install", *options]
    code, said = stream(command, counting(most, sys.stderr))
    if sys.stderr.isatty():
        print("\r" + " " * 40 + "\r", end="", file=sys.stderr, flush=True)
    if code and not any(VENV.glob("*.stamp")):
        # Nothing was ever in it, and another Python that is tried next would not replace it.
        shutil.rmtree(str(VENV), ignore_errors=True)
    if code:
        raise CannotStartError(kept(said))
    if not is_there(listed, run):
        raise CannotStartError(_ELSEWHERE)
    stamp.write_text(wanted, encoding="ascii")


def is_there(listed, run):
    """True where the first library of a list was put into the tool's folder, as pip says it was."""
    first = _PINNED.search(listed.read_text(encoding="utf-8"))
    look = f"import importlib.metadata as m; m.version({first[1]!r})" if first else ""
    return not run([str(python()), "-c", look], env=surroundings(), capture_output=True).returncode


def make_folder(run=subprocess.run):
    """Make the tool's own folder, .venv, where it is not. Raises CannotStartError."""
    if python().exists():
        return
    VENV.parent.mkdir(parents=True, exist_ok=True)
    done = run(
        [sys.executable, "-m", "venv", str(VENV)],
        capture_output=True,
        text=True,
        errors="replace",
        env=surroundings(),
    )
    if not done.returncode:
        return
    shutil.rmtree(str(VENV), ignore_errors=True)
    said = done.stdout + done.stderr
    if "ensurepip" in said or "No module named venv" in said:
        raise CannotStartError(_NO_VENV)
    raise CannotStartError(kept(said))


def known(run):
    """How a Python is started that the tool knows, where this one is too old or too new: 'py -3' of
    Windows takes the newest, 'python3' elsewhere any. [] where there is none, or none is needed.
    """
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return []
    if SYSTEM != "nt":
        names = (f"python3.{minor}" for minor in range(NEWEST[1], OLDEST[1] - 1, -1))
        return [path for path in map(shutil.which, names) if path][:1]
    try:
        listed = run(["py", "--list"], capture_output=True, text=True, errors="replace").stdout
    except OSError:
        return []
    there = [(int(major), int(minor)) for major, minor in _LISTED.findall(listed)]
    best = max((one for one in there if OLDEST <= one <= NEWEST), default=None)
    return ["py", "-{}.{}".format(*best)] if best else []


def wait_for_others():
    """Wait until no other start makes the tool ready; what is returned holds back those that come,
    until it is closed or the process ends. None where the disk knows no such thing.
    """
    try:
        LOCK.parent.mkdir(parents=True, exist_ok=True)
        held = LOCK.open("a", encoding="ascii")
    except OSError:  # who cannot write is told so when something is fetched
        return None
    is_ours = taken(held)
    if not is_ours:
        say("Verktyget görs redan i ordning i ett annat fönster. Väntar på det …", sys.stderr)
    # Once it is ours it is not asked for again: Windows would refuse us as any other.
    while not is_ours:
        time.sleep(_SECONDS_BETWEEN_LOOKS)
        is_ours = taken(held)
    return held


def taken(file):
    """Lock a file; False where another process has. What cannot be locked counts as ours."""
    try:
        if fcntl:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    except OSError as problem:
        return problem.errno not in (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
    return True


def clear_dead(run):
    """Take the tool's folder away where its Python does not run: it was removed from the computer,
    or renewed, and the folder is of no use to another; or it was half made. Raises
    CannotStartError.
    """
    if VENV.is_file():
        raise CannotStartError(_NO_FOLDER.format(venv=VENV))
    if not VENV.exists():
        return
    try:
        command = [str(python()), "-c", "import pip"]
        is_dead = run(command, capture_output=True, env=surroundings()).returncode
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
    """Make ready and open the workbench, or run the command that is typed; with --prova the newest
    plan is checked, and with --bara NAMN a list is fetched and nothing run. Returns the exit code.
    """
    is_fetching = arguments[:1] == ["--bara"]
    if is_fetching and arguments[1:] not in [[name] for name in LISTS]:
        say(f"Skriv en av dem efter --bara: {', '.join(LISTS)}", sys.stderr)
        return 2
    try:
        return started(arguments or ["start"], is_fetching)
    except CannotStartError as problem:
        say(str(problem), sys.stderr)
        return 1
    except OSError as problem:
        say(why(str(problem)), sys.stderr)
        return 1
    except KeyboardInterrupt:
        if is_fetching:
            # Make is broken off too and ends so; of an error here it would say more.
            return 0
        say("\nAvbrutet.", sys.stderr)
        return 1


def started(arguments, is_fetching):
    """Do what is asked, by a Python that the tool knows where there is one; the exit code."""
    other = known(subprocess.run)
    if other:
        return in_peace([*other, str(HERE / "starta.py"), *arguments])
    if sys.version_info < OLDEST:
        raise CannotStartError(_NO_PYTHON)
    held = wait_for_others()
    try:
        make_ready(arguments[1] if is_fetching else needed(arguments))
    finally:
        if held:
            held.close()
    if is_fetching:
        (VENV / (arguments[1] + ".stamp")).touch()  # make goes by its time
        return 0
    if arguments != ["--prova"]:
        return run_tool(*arguments)
    plans = sorted((HERE / "plans").glob("[0-9]*.yaml"))
    return run_tool("check", str(plans[-1])) if plans else run_tool("--version")


def needed(arguments):
    """The list that a command needs; who asks for its help needs but the tool's own."""
    is_asking = "--help" in arguments or "-h" in arguments
    return "plan" if is_asking else OF_COMMANDS.get(arguments[0], "plan")


def make_ready(name):
    """Fetch the tool's own list and another. Raises CannotStartError."""
    clear_dead(subprocess.run)
    fetch("plan")
    if name != "plan":
        fetch(name)
    if name == "start":
        fetch_rest()


def run_tool(*arguments):
    """Run a command of the tool; its exit code."""
    return in_peace([str(python()), "-m", "generator", *list(arguments)])


def in_peace(command):
    """Run a program; its exit code. Ctrl + C is for it too: it is waited for until it has saved.
    Who ends this process ends it.
    """
    program = subprocess.Popen(command, cwd=str(HERE), env=surroundings())
    signal.signal(signal.SIGTERM, lambda *_: program.terminate())
    while True:
        try:
            return program.wait()
        except KeyboardInterrupt:
            continue


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
