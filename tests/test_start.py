"""The double click: what is fetched, what is said where that fails, and that a second start is quick."""

import errno
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from types import SimpleNamespace

import pins
import pytest
from test_terminal import run

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import starta  # noqa: E402 it lies at the top, before anything is installed


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A copy of the tool in a folder with a space and letters of its own, and nothing fetched."""
    top = tmp_path / "Mina planer åäö"
    (top / "requirements").mkdir(parents=True)
    for name in ("plan", "start", "pdf", "invitations"):
        (top / "requirements" / f"{name}.txt").write_text("x==1\n", encoding="utf-8")
    monkeypatch.setattr(starta, "HERE", top)
    monkeypatch.setattr(starta, "VENV", top / ".venv")
    monkeypatch.setattr(starta, "LOG", top / "starta.log")
    monkeypatch.setattr(starta, "LOCK", top / "starta.lock")
    return top


class Runs:
    """Stands in for the programs that are run; each answers as it is told."""

    dead = 0

    def __init__(self, here, *, venv=(0, ""), pip=(0, ""), tool=0):
        self.here, self.answers = here, {"venv": venv, "pip": pip}
        self.tool, self.asked = tool, []

    pip_version = "25.0"

    def __call__(self, command, **_):
        if command[1:] == ["-c", "import pip"]:
            return SimpleNamespace(returncode=self.dead)
        if command[1] == "-c":
            return SimpleNamespace(returncode=0, stdout=f"{self.pip_version}\n")
        self.asked.append(command)
        what = command[command.index("-m") + 1]
        if what == "generator":
            return SimpleNamespace(returncode=self.tool)
        code, said = self.answers[what]
        if what == "venv" and not code:
            starta.python().parent.mkdir(parents=True)
            starta.python().touch()
        return SimpleNamespace(returncode=code, stdout="", stderr=said)

    def streamed(self, command, tell):
        done = self(command)
        tell(done.stderr)
        return done.returncode, done.stderr


def complaint(capsys):
    """What is said as an error, but for what is told while things are fetched."""
    said = capsys.readouterr().err.splitlines(keepends=True)
    return "".join(line for line in said if not line.startswith("Hämtar "))


def started(monkeypatch, runs, *arguments):
    monkeypatch.setattr(starta.subprocess, "run", runs)
    monkeypatch.setattr(starta, "stream", runs.streamed)
    monkeypatch.setattr(starta, "in_peace", lambda command: runs(command).returncode)
    for name in ("fetch", "make_folder"):
        monkeypatch.setattr(getattr(starta, name), "__defaults__", (runs,))
    return starta.main([*arguments])


def test_the_first_start_fetches_and_opens_and_the_second_only_opens(here, monkeypatch, capsys):
    runs = Runs(here)
    assert started(monkeypatch, runs) == 0
    said = capsys.readouterr().err
    assert said.splitlines() == [
        "Hämtar det som verktyget behöver. Det görs bara första gången.",
        "Hämtar det som arbetsbordet behöver. Det görs bara första gången.",
        "Hämtar det som PDF-filen behöver. Det görs bara första gången.",
        "Hämtar det som kalenderfilerna behöver. Det görs bara första gången.",
    ]
    assert [command[command.index("-m") + 1] for command in runs.asked] == [
        "venv",
        *["pip"] * 4,
        "generator",
    ]
    assert all("--require-hashes" in command for command in runs.asked if "pip" in command)
    runs.asked.clear()
    assert started(monkeypatch, runs) == 0
    assert [command[1:] for command in runs.asked] == [["-m", "generator", "start"]]
    assert capsys.readouterr().out == ""


def test_a_second_click_waits_until_the_first_has_made_ready(here, monkeypatch, capsys):
    monkeypatch.setattr(starta, "_SECONDS_BETWEEN_LOOKS", 0.01)
    first = starta.wait_for_others()
    assert first
    assert capsys.readouterr().err == ""
    runs = Runs(here)
    monkeypatch.setattr(starta.time, "sleep", lambda _: first.close())
    assert started(monkeypatch, runs, "check", "2018") == 0
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "Verktyget görs redan i ordning i ett annat fönster. Väntar på det …"
    assert said[1].startswith("Hämtar det som verktyget behöver.")
    assert starta.taken((here / "starta.lock").open("a")), "nobody is held back by the tool itself"


@pytest.mark.parametrize(
    ("code", "is_ours"), [(errno.EACCES, False), (errno.EDEADLK, False), (errno.EINVAL, True)]
)
def test_windows_says_in_its_own_way_that_another_has_the_file(here, monkeypatch, code, is_ours):
    def locking(number, how, count):
        assert (how, count) == ("LK_NBLCK", 1)
        raise OSError(code, "")  # also where the one who asks has it

    windows = SimpleNamespace(LK_NBLCK="LK_NBLCK", locking=locking)
    monkeypatch.setattr(starta, "fcntl", None)
    monkeypatch.setattr(starta, "msvcrt", windows, raising=False)
    with (here / "starta.lock").open("a") as file:
        assert starta.taken(file) is is_ours


def test_what_is_ours_is_not_asked_for_twice(here, monkeypatch):
    """Windows would refuse it."""
    asked = []
    monkeypatch.setattr(starta, "taken", lambda file: not asked.append(file) and len(asked) == 1)
    monkeypatch.setattr(starta.time, "sleep", lambda _: pytest.fail("it waits for itself"))
    assert starta.wait_for_others()
    assert len(asked) == 1


def test_ctrl_c_is_waited_for_until_the_tool_has_saved(here, tmp_path):
    saved = tmp_path / "sparat"
    tool = (
        "import pathlib, signal, sys, time\n"
        "def save(*_):\n    time.sleep(1)\n    pathlib.Path(sys.argv[1]).touch()\n    sys.exit(5)\n"
        "signal.signal(signal.SIGINT, save)\nprint('redo', flush=True)\ntime.sleep(30)"
    )
    start = f"import starta, sys; sys.exit(starta.in_peace([sys.executable, '-c', {tool!r}, {str(saved)!r}]))"
    program = subprocess.Popen(
        [sys.executable, "-c", start], stdout=subprocess.PIPE, cwd=ROOT, start_new_session=True
    )
    assert program.stdout.readline() == b"redo\n"
    os.killpg(program.pid, signal.SIGINT)
    assert program.wait(20) == 5
    assert saved.exists()


def test_who_ends_the_starter_ends_the_tool():
    tool = "import os, time; print(os.getpid(), flush=True); time.sleep(30)"
    start = f"import starta, sys; sys.exit(starta.in_peace([sys.executable, '-c', {tool!r}]) != 0)"
    program = subprocess.Popen([sys.executable, "-c", start], stdout=subprocess.PIPE, cwd=ROOT)
    number = int(program.stdout.readline())
    program.terminate()
    assert program.wait(20) == 1
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_a_disk_that_knows_no_locks_starts_all_the_same(here, monkeypatch):
    def refuse(*_):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", refuse)
    assert started(monkeypatch, Runs(here)) == 0
    (here / "starta.lock").unlink()
    (here / "starta.lock").mkdir()
    assert started(monkeypatch, Runs(here)) == 0


def test_a_list_that_has_changed_is_fetched_again(here, monkeypatch):
    runs = Runs(here)
    started(monkeypatch, runs)
    runs.asked.clear()
    listed = here / "requirements" / "plan.txt"
    os.utime(listed, (2**32, 2**32))
    started(monkeypatch, runs)
    assert not [command for command in runs.asked if "pip" in command], "it is the same list"
    listed.write_text("x==2\n", encoding="utf-8")
    os.utime(listed, (0, 0))
    started(monkeypatch, runs)
    assert len([command for command in runs.asked if "pip" in command]) == 1


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "NewConnectionError: [Errno -3] Temporary failure in name resolution",
            "Nätet går inte att nå",
        ),
        (
            "ProxyError('Cannot connect to proxy.')\nMax retries exceeded",
            "Nätet går genom en proxy",
        ),
        ("SSLError: certificate verify failed\nMax retries exceeded", "Nätet byter ut säkra"),
        ("OSError: [Errno 28] No space left on device", "Disken är full"),
        ("OSError: [Errno 13] Permission denied: '/opt'", "Mappen "),
        ("[WinError 5] Åtkomst nekad: 'C:\\Python\\x.pyd'", "Mappen "),
        (
            "[WinError 32] Det går inte att komma åt filen: den används av en annan process",
            "Ett annat",
        ),
        ("[WinError 112] Det finns inte tillräckligt med utrymme på disken", "Disken är full"),
        ("[WinError 206] Filnamnet eller filtillägget är för långt", "Sökvägarna blir för långa"),
        (
            "No such file or directory: 'C:\\x'\nHINT: This error might have occurred since this "
            "system does not have Windows Long Path support enabled.",
            "Sökvägarna blir för långa",
        ),
        ("[WinError 1260] Det här programmet blockeras av en grupprincip", "Datorns regler"),
        ("[WinError 4551] En programkontrollprincip har blockerat filen", "Datorns regler"),
        ("[Errno 1] Operation not permitted: '/Users/a/Documents'", "Datorn släpper inte in"),
        (
            "HTTPError: 403 Client Error: Forbidden for url: https://pypi.org/",
            "Nätet, eller den plats",
        ),
        ("HTTP error 401 while getting https://x/", "Nätet, eller den plats"),
        ("Looking in indexes: https://x/\nERROR: No matching distribution found", "Den plats där"),
        ("Cannot uninstall x 1.0, no RECORD file was found", "En tidigare hämtning bröts"),
        (
            "ERROR: något\n[notice] A new release of pip",
            "Verktygets delar kunde inte hämtas: ERROR: något",
        ),
        ("ERROR: No matching distribution found for lxml==6", "En del av verktyget finns inte för"),
        # What pip says of an index that answers 403.
        (
            "ERROR: Could not find a version that satisfies the requirement x==1 (from versions: none)"
            "\nERROR: No matching distribution found for x==1",
            "Nätet nekar hämtningen, eller så finns en del",
        ),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "Det som hämtades är inte det"),
        ("något annat\n", "Verktygets delar kunde inte hämtas: något annat"),
        ("", "Verktygets delar kunde inte hämtas: utan förklaring"),
    ],
)
def test_each_failure_is_a_sentence_of_its_own(here, monkeypatch, capsys, said, told):
    assert started(monkeypatch, Runs(here, pip=(1, said))) == 1
    assert complaint(capsys).startswith(told)
    assert not (here / ".venv" / "plan.stamp").exists()


def test_all_that_was_said_is_kept_for_who_can_read_it(here, monkeypatch, capsys):
    said = "något\nERROR: annat, som ingen känner igen\n"
    assert started(monkeypatch, Runs(here, pip=(1, said))) == 1
    assert (here / "starta.log").read_text(encoding="utf-8") == said
    last = complaint(capsys).splitlines()[-1]
    assert last == f"Allt som sades står i {here / 'starta.log'}."


def test_what_cannot_be_kept_is_told_all_the_same(here, monkeypatch, capsys):
    (here / "starta.log").mkdir()
    assert started(monkeypatch, Runs(here, pip=(1, "no space left"))) == 1
    assert complaint(capsys) == "Disken är full. Gör plats och försök igen.\n"


def test_on_windows_the_libraries_lie_with_who_is_at_the_computer():
    """A folder that a server or OneDrive has is shared by people, and by their computers."""
    home, here = Path("/home/anna"), Path("/Server/Planer")
    assert starta.own_folder(here, "posix", home) == here / ".venv"
    own = starta.own_folder(here, "nt", home)
    assert own.parent == home / ".plangenerator"
    assert len(own.name) == 12
    assert starta.own_folder(Path("/SERVER/planer"), "nt", home) == own
    assert starta.own_folder(Path("/Server/Planer 2"), "nt", home) != own


def test_where_the_folder_is_not_the_tools_nobody_is_told_to_move_the_tool(here, monkeypatch):
    denied = "[WinError 5] Åtkomst nekad"
    assert starta.why(denied).endswith("som är din egen, till exempel Dokument.")
    monkeypatch.setattr(starta, "VENV", here.parent / "Anna" / ".plangenerator" / "0123")
    told = starta.why(denied)
    assert f"Mappen {here.parent / 'Anna' / '.plangenerator'} går inte att skriva i." in told
    assert told.endswith("Hjälper det inte: be it-avdelningen läsa docs/it.md.")


def test_neither_another_python_nor_pips_own_settings_put_things_elsewhere(monkeypatch):
    for name in ("PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_USER"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("PIP_INDEX_URL", "https://spegel.kommunen.se/simple")
    given = starta.surroundings()
    assert not {"PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX"} & given.keys()
    assert given["PIP_USER"] == "0"
    assert given["PIP_INDEX_URL"] == "https://spegel.kommunen.se/simple"


@pytest.mark.parametrize(
    ("version", "is_asked"),
    [("23.2.1", False), ("23.3", True), ("24.1.2", True), ("24.2", False), ("25.0", False)],
)
def test_pip_is_asked_to_trust_what_the_computer_trusts(here, monkeypatch, version, is_asked):
    """The pip of the tool's folder, which may be of an older Python than the one that asks."""
    runs = Runs(here)
    runs.pip_version = version
    assert started(monkeypatch, runs, "--bara", "plan") == 0
    (command,) = (command for command in runs.asked if "pip" in command)
    assert ("truststore" in command) is is_asked


def test_the_pip_of_this_python_takes_what_it_is_asked(monkeypatch):
    monkeypatch.setattr(starta, "python", lambda: Path(sys.executable))
    options = starta.trusting(subprocess.run)
    asked = [sys.executable, "-m", "pip", "list", "--disable-pip-version-check", *options]
    done = subprocess.run(asked, env=starta.surroundings(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("typed", "lists"),
    [
        (["check", "2018"], 1),
        (["pdf", "2018", "--fix"], 2),
        (["invitations", "2018"], 2),
        (["start", "--visa-inte"], 4),
        (["--version"], 1),
        (["test"], 1),
        (["plan", "2018"], 1),
    ],
)
def test_a_command_is_run_with_what_it_needs(here, monkeypatch, typed, lists):
    runs = Runs(here, tool=3)
    assert started(monkeypatch, runs, *typed) == 3
    fetched = [command for command in runs.asked if "pip" in command]
    assert len(fetched) == lists
    assert runs.asked[-1][1:] == ["-m", "generator", *typed]


def test_what_is_advised_is_typed_as_the_tool_was_started():
    done = subprocess.run(
        [str(ROOT / "starta.sh"), "chek"], capture_output=True, text=True, cwd="/", check=False
    )
    assert done.returncode == 2
    assert done.stderr == (
        "chek är inget kommando. Menade du check? Alla kommandon: ./starta.sh --help\n"
    )


def test_a_python_without_venv_is_told_and_leaves_nothing_half_made(here, monkeypatch, capsys):
    (here / ".venv").mkdir()
    said = "The virtual environment was not created successfully because ensurepip is not available"
    assert started(monkeypatch, Runs(here, venv=(1, said))) == 1
    assert "sudo apt install python3-venv" in complaint(capsys)
    assert not (here / ".venv").exists()


def test_a_python_that_is_too_old_is_told(here, monkeypatch, capsys):
    monkeypatch.setattr(starta.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(starta.shutil, "which", lambda name: None)
    assert started(monkeypatch, Runs(here)) == 1
    assert capsys.readouterr().err.startswith("Verktyget behöver Python 3.11 eller nyare.")


NO_WHEEL = "ERROR: No matching distribution found for lxml==6"


def test_a_python_for_which_something_is_missing_leaves_nothing_that_a_better_one_would_meet(
    here, monkeypatch, capsys
):
    """The folder is of the Python that made it, and would go before the one that is fetched."""
    assert started(monkeypatch, Runs(here, pip=(1, NO_WHEEL))) == 1
    assert not (here / ".venv").exists()
    told = capsys.readouterr().err
    assert "Installera Python 3.14 från python.org och försök igen.\n" in told


def test_where_the_tool_runs_but_for_one_thing_its_folder_is_left_and_named(
    here, monkeypatch, capsys
):
    (here / "requirements" / "pdf.txt").write_text("x==1\n", encoding="utf-8")
    assert started(monkeypatch, Runs(here), "--bara", "plan") == 0
    assert started(monkeypatch, Runs(here, pip=(1, NO_WHEEL)), "--bara", "pdf") == 1
    assert (here / ".venv" / "plan.stamp").exists()
    told = capsys.readouterr().err
    assert f"från python.org, ta bort mappen {here / '.venv'} och försök igen.\n" in told


class Launcher(Runs):
    """A computer whose launcher of Pythons has some to choose from."""

    def __init__(self, here, listed):
        super().__init__(here)
        self.listed = listed

    def __call__(self, command, **options):
        if command[0] != "py":
            return super().__call__(command, **options)
        self.asked.append(command)
        if self.listed is None:
            raise FileNotFoundError("py")
        is_asked = command[1:] == ["--list"]
        return SimpleNamespace(returncode=0 if is_asked else 7, stdout=self.listed, stderr="")


LISTED = """ -V:3.17 *        Python 3.17 (64-bit)
 -V:3.13          Python 3.13 (64-bit)
 -V:3.9           Python 3.9 (64-bit)
 -V:3.11-32       Python 3.11 (32-bit)
"""


@pytest.mark.parametrize(
    ("version", "listed", "taken"),
    [
        ((3, 17, 0), LISTED, "-3.13"),
        ((3, 17, 0), " -V:3.17 *  Python 3.17 (64-bit)\n -V:3.9  Python 3.9\n", ""),
        ((3, 17, 0), None, ""),
        ((3, 17, 0), " -V:3.17[-64] *  Python 3.17.0\n -V:3.14[-64]    Python 3.14.1\n", "-3.14"),
        ((*starta.NEWEST, 9), LISTED, ""),
    ],
)
def test_of_several_pythons_one_is_taken_that_the_tool_knows(
    here, monkeypatch, version, listed, taken
):
    runs = Launcher(here, listed)
    monkeypatch.setattr(starta, "SYSTEM", "nt")
    monkeypatch.setattr(starta.sys, "version_info", version)
    typed = ["--prova"] if taken else ["--bara", "plan"]
    code = started(monkeypatch, runs, *typed)
    again = [command for command in runs.asked if command[:1] == ["py"] and len(command) > 2]
    assert [command[1] for command in again] == ([taken] if taken else [])
    assert all(command[2:] == [str(here / "starta.py"), "--prova"] for command in again)
    assert code == (7 if taken else 0)


@pytest.mark.parametrize(
    ("version", "there", "taken"),
    [
        ((3, 9, 2), {"python3.11", "python3.13"}, "python3.13"),
        ((3, 99, 0), {"python3.9", "python3.99", "python3.12"}, "python3.12"),
        ((3, 12, 1), {"python3.13"}, None),
        ((3, 99, 0), {"python3.99"}, None),
    ],
)
def test_elsewhere_it_is_found_by_its_name(here, monkeypatch, version, there, taken):
    monkeypatch.setattr(starta.sys, "version_info", version)
    monkeypatch.setattr(starta.shutil, "which", lambda name: name if name in there else None)
    assert starta.known(Runs(here)) == ([taken] if taken else [])


@pytest.mark.parametrize("how", ["removed", "broken"])
def test_a_folder_whose_python_is_gone_is_made_anew(here, monkeypatch, how):
    """Between two years of a plan a computer gets another Python."""
    runs = Runs(here)
    assert started(monkeypatch, runs) == 0
    runs.asked.clear()
    runs.dead = how == "broken"
    if how == "removed":
        monkeypatch.setattr(Runs, "dead", property(lambda _: (_ for _ in ()).throw(OSError(2))))
    assert started(monkeypatch, runs) == 0
    assert [command[command.index("-m") + 1] for command in runs.asked][:2] == ["venv", "pip"]


def test_a_file_where_the_tools_folder_should_be_is_told(here, monkeypatch, capsys):
    (here / ".venv").write_text("min miljö", encoding="utf-8")
    assert started(monkeypatch, Runs(here)) == 1
    assert complaint(capsys) == (
        f"Verktygets delar ska ligga i mappen {here / '.venv'}, men där finns en fil som heter så. "
        "Byt namn på den och försök igen.\n"
    )
    assert (here / ".venv").read_text(encoding="utf-8") == "min miljö"


@pytest.mark.parametrize("asked", ["--help", "-h"])
def test_a_commands_help_fetches_nothing_for_the_command(here, monkeypatch, capsys, asked):
    assert started(monkeypatch, Runs(here), "pdf", asked) == 0
    assert [line for line in capsys.readouterr().err.splitlines() if "Hämtar" in line] == [
        "Hämtar det som verktyget behöver. Det görs bara första gången."
    ]


def test_the_workbench_opens_also_where_the_pdf_s_libraries_cannot_be_had(
    here, monkeypatch, capsys
):
    runs = Runs(here)
    whole = runs.streamed

    def only(command, tell):
        return (1, NO_WHEEL) if command[-1].endswith("pdf.txt") else whole(command, tell)

    runs.streamed = only
    assert started(monkeypatch, runs) == 0
    assert runs.asked[-1][1:] == ["-m", "generator", "start"]
    assert complaint(capsys).startswith("Utan PDF-filen: En del av verktyget finns inte")


def test_what_pip_put_elsewhere_is_not_counted_as_there(here, monkeypatch, capsys):
    class Elsewhere(Runs):
        def __call__(self, command, **options):
            if "importlib" in command[-1]:
                assert command[-1].endswith("m.version('x')")
                return SimpleNamespace(returncode=1)
            return super().__call__(command, **options)

    assert started(monkeypatch, Elsewhere(here)) == 1
    assert complaint(capsys).startswith("Datorns inställningar för pip (target eller prefix)")
    assert not (here / ".venv" / "plan.stamp").exists()


@pytest.mark.parametrize("typed", [["--bara"], ["--bara", "x"], ["--bara", "plan", "x"]])
def test_a_list_that_is_none_starts_nothing(here, monkeypatch, capsys, typed):
    runs = Runs(here)
    assert started(monkeypatch, runs, *typed) == 2
    assert capsys.readouterr().err == (
        "Skriv en av dem efter --bara: plan, start, pdf, invitations, test\n"
    )
    assert runs.asked == []


def test_a_trial_needs_no_plan(here, monkeypatch):
    runs = Runs(here)
    assert started(monkeypatch, runs, "--prova") == 0
    assert runs.asked[-1][1:] == ["-m", "generator", "--version"]


def test_the_newest_python_that_the_tool_knows_has_its_wheels_looked_for():
    assert pins.PYTHONS[0] == starta.OLDEST
    assert pins.PYTHONS[-1] == starta.NEWEST


@pytest.mark.parametrize(("arguments", "code"), [((), 1), (("--bara", "plan"), 0)])
def test_what_is_broken_off_for_make_is_no_error_for_it_to_tell(here, monkeypatch, arguments, code):
    def broken_off(command, tell):
        raise KeyboardInterrupt

    runs = Runs(here)
    runs.streamed = broken_off
    assert started(monkeypatch, runs, *arguments) == code
    assert not (here / ".venv" / "plan.stamp").exists()


def test_the_tools_own_exit_code_is_the_starts(here, monkeypatch):
    assert started(monkeypatch, Runs(here, tool=1)) == 1


SENTENCES = [
    *(sentence for _, sentence in starta._REASONS),
    starta._NO_PYTHON,
    starta._NO_VENV,
    starta._NO_WHEEL,
    starta._NO_WHEEL_OR_NET,
    starta._ELSEWHERE,
    starta._NOT_IN_MIRROR,
]


def test_what_the_it_department_is_sent_to_is_there():
    page = (ROOT / "docs" / "it.md").read_text(encoding="utf-8")
    named = [re.search(r"\(docs/it\.md\)|docs/it\.md, under (\w+)\.", one) for one in SENTENCES]
    sections = {found[1] for found in named if found and found[1]}
    assert sections == {"Nätet", "Certifikat", "Spärrar"}
    for section in sections:
        assert f"\n## {section}\n" in page
    assert "\n**Långa sökvägar.**" in page
    # What it says of the program is the program's.
    oldest, newest = (".".join(map(str, one)) for one in (starta.OLDEST, starta.NEWEST))
    assert f"Python {oldest} till {newest}" in page
    for name in ("starta.cmd", "starta.command", "starta.sh"):
        assert f"Python {oldest} eller nyare" in (ROOT / name).read_text(encoding="utf-8")
    assert f"Python {oldest} eller nyare" in starta._NO_PYTHON
    for variable in ("HTTPS_PROXY", "PIP_INDEX_URL", "PIP_CERT", "PIP_NO_INDEX", "PIP_FIND_LINKS"):
        assert variable in page
    assert str(starta.own_folder(Path("x"), "nt", Path("hem")).parent) == "hem/.plangenerator"
    assert r"%USERPROFILE%\.plangenerator" in page


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_no_message_goes_beyond_the_edge_of_the_terminal(columns):
    said = "import starta, sys; [starta.say(one, sys.stderr) for one in sys.argv[1:]]"
    lines = run(columns, [sys.executable, "-c", said, *SENTENCES], room=500)
    assert len(SENTENCES) > 7
    assert [line for line in lines if len(line) > columns] == []
    assert " ".join(lines).split() == " ".join(SENTENCES).split()
    assert any(line.endswith("sudo apt install python3-venv") for line in lines)


def test_what_is_fetched_and_why_it_cannot_be_is_told_within_the_edge(here, monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "40")
    assert started(monkeypatch, Runs(here, pip=(1, "certificate verify failed"))) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == [
        "Hämtar det som verktyget behöver. Det",
        "  görs bara första gången.",
        "Nätet byter ut säkra förbindelser, och",
        "  Python litar inte på bytet. Be",
        "  it-avdelningen läsa docs/it.md, under",
        "  Certifikat.",
        *textwrap.wrap(
            f"Allt som sades står i {here / 'starta.log'}.",
            40,
            subsequent_indent="  ",
            break_long_words=False,
            break_on_hyphens=False,
        ),
    ]


@pytest.mark.parametrize("name", ["starta.sh", "starta.command"])
def test_the_starters_run_the_tool_for_real(name):
    done = subprocess.run(
        [str(ROOT / name), "--prova"],
        capture_output=True,
        text=True,
        cwd="/",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "plans/2018.yaml: inga fel" in done.stdout


def begun(folder, name, path):
    """What a starter says and how it ends, in a folder with a starta.py that says its arguments."""
    shutil.copy(ROOT / name, folder)
    (folder / "starta.py").write_text("import sys; print('starta.py', *sys.argv[1:])")
    return subprocess.run(
        ["/bin/sh", name, "--prova"],
        capture_output=True,
        text=True,
        cwd=folder,
        env={"PATH": path},
        check=False,
    )


@pytest.mark.parametrize("name", ["starta.sh", "starta.command"])
def test_another_pythons_folders_are_left_out(tmp_path, name):
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "typing.py").write_text("raise SystemExit('another Python')")
    (tmp_path / "foreign" / "subprocess.py").symlink_to("typing.py")
    foreign = {"PYTHONPATH": str(tmp_path / "foreign"), "PYTHONHOME": str(tmp_path / "gone")}
    done = subprocess.run(
        ["/bin/sh", str(ROOT / name), "--bara", "allt"],
        capture_output=True,
        text=True,
        env={**os.environ, **foreign},
        check=False,
    )
    assert done.stderr.startswith("Skriv en av dem efter --bara: plan,"), done.stderr


@pytest.mark.parametrize("name", ["starta.sh", "starta.command"])
def test_a_starter_without_python_says_so(tmp_path, name):
    for needed in ("dirname", "head"):
        (tmp_path / needed).symlink_to(shutil.which(needed))
    done = begun(tmp_path, name, str(tmp_path))
    assert done.returncode == 1
    assert done.stdout.startswith("Verktyget behöver Python 3.11 eller nyare.")
    assert done.stderr == ""


def test_a_folder_that_mac_does_not_let_its_terminal_read_is_told(tmp_path):
    shutil.copy(ROOT / "starta.command", tmp_path)
    (tmp_path / "starta.py").mkdir()  # it is there, and cannot be read
    done = subprocess.run(
        ["/bin/sh", "starta.command"], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert done.returncode == 1
    assert done.stdout.startswith("Filen starta.py går inte att läsa.\nTillåt Terminal i")
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/usr/bin/python3").exists(), reason="python3: paketet python3")
@pytest.mark.parametrize(
    ("tools", "code", "said"),
    [(0, 0, "starta.py --prova"), (2, 1, "Verktyget behöver Python 3.11 eller nyare.")],
)
def test_apples_python_is_none_until_its_tools_are_there(tmp_path, tools, code, said):
    asked = tmp_path / "xcode-select"
    asked.write_text(f"#!/bin/sh\nexit {tools}\n")
    asked.chmod(0o755)
    done = begun(tmp_path, "starta.command", f"{tmp_path}:/usr/bin:/bin")
    assert (done.returncode, done.stdout.startswith(said)) == (code, True), done.stdout


def test_the_starter_of_windows_is_what_windows_reads():
    """Seen to run under Wine with and without Python, and with what Windows has in its place."""
    raw = (ROOT / "starta.cmd").read_bytes()
    assert raw.isascii()
    assert raw.count(b"\n") == raw.count(b"\r\n") > 5
    lines = raw.decode().splitlines()
    places = {line[1:] for line in lines if line.startswith(":")}
    assert {line.rpartition("goto ")[2] for line in lines if "goto " in line} == places
    # Opened inside a zip file, it is alone.
    assert lines.index("if exist starta.py goto hel") < lines.index('py -3 -c "" >nul 2>nul')
    for name in ("PYTHONPATH", "PYTHONHOME"):
        assert lines.index(f'set "{name}="') < lines.index('py -3 -c "" >nul 2>nul')
    # A name is not enough: what it starts must be seen to run before it is given the tool.
    for python in ("py -3", "python"):
        tried = lines.index(f'{python} -c "" >nul 2>nul')
        assert lines[tried + 1].startswith("if not errorlevel 1 goto ")
        run_by = lines.index(f"{python} starta.py %*")
        assert tried < run_by
        assert lines[run_by + 1] == "set kod=%errorlevel%"
    # Only after a double click is there somebody who has not seen what is said.
    assert [line for line in lines if "pause" in line] == ['if "%~1"=="" pause']
    assert lines[-1] == "exit /b %kod%"


def test_what_is_fetched_is_counted_where_somebody_sees_it():
    class Screen(io.StringIO):
        def isatty(self):
            return True

    screen, pipe = Screen(), io.StringIO()
    for out in (screen, pipe):
        tell = starta.counting(2, out)
        for line in ("Collecting a==1\n", "  Using cached a\n", "Processing /b-2.whl\n"):
            tell(line)
        tell("Installing collected packages: a, b\n")
    shown = [line.strip() for line in screen.getvalue().split("\r")]
    assert shown == ["", "Hämtar: 1 av 2 …", "Hämtar: 2 av 2 …", "Lägger in dem …"]
    assert pipe.getvalue() == ""


def test_all_that_a_program_says_is_told_as_it_comes():
    lines = []
    said = "import sys; print('ett'); print('två', file=sys.stderr); sys.exit(3)"
    code, whole = starta.stream([sys.executable, "-X", "utf8", "-c", said], lines.append)
    assert code == 3
    assert sorted(lines) == ["ett\n", "två\n"] == sorted(whole.splitlines(keepends=True))
