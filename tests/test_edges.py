"""The edges of the process: streams that are closed or full, names of any bytes, files that are
none, kills, two at once."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from programs import PAGES, need

from generator import files
from generator.ooxml import package

pytestmark = pytest.mark.skipif(os.name != "posix", reason="streams and pipes as POSIX has them")

PARTS = ("generator", "schema", "templates", "plans", "requirements")
FULL = "Svaret kunde inte skrivas ut: disken är full.\n"


@pytest.fixture
def home(tmp_path) -> Path:
    """The tool in a folder of its own."""
    for part in PARTS:
        shutil.copytree(
            files.ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__")
        )
    return tmp_path


def sh(home: Path, command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A line of shell in which `plan` is the tool."""
    tool = f'plan() {{ "{sys.executable}" -m generator "$@"; }}; set -o pipefail; {command}'
    return subprocess.run(
        ["bash", "-c", tool],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        cwd=home,
        env={**os.environ, "PYTHONPATH": "", **environment},
        check=False,
        timeout=60,
    )


def reviewed(home: Path) -> None:
    """svar.docx, in which a word of the plan for 2017 is changed, and that plan with a word
    misspelt for `fix`."""
    assert sh(home, "plan plan 2017 --output svar.docx").returncode == 0
    parts = package.read((home / "svar.docx").read_bytes())
    text = parts["word/document.xml"].decode()
    who = 'w:author="Åsa" w:date="2018-01-10T09:00:00Z"'
    words = '<w:t xml:space="preserve">Det gynnar Södertörn och därmed våra kommuner.</w:t></w:r>'
    assert "Det gynnar Södertörn och därmed våra kommuner." in text
    before, _, after = text.partition("Det gynnar Södertörn och därmed våra kommuner.")
    change = f'</w:t></w:r><w:ins w:id="901" {who}><w:r><w:t xml:space="preserve">Alltid. </w:t></w:r></w:ins><w:r><w:t xml:space="preserve">'
    parts["word/document.xml"] = (
        before + change + words.partition(">")[2].partition("<")[0] + after
    ).encode()
    (home / "svar.docx").write_bytes(package.write(parts))


WRITERS = {
    "plan": ("plan plan 2017", "build/verksamhetsplan-2017.docx"),
    "html": ("plan html 2017", "build/verksamhetsplan-2017.html"),
    "invitations": ("plan invitations 2017", "build/kalendarium-2017.ics"),
    "new": ("rm plans/2018.yaml; plan new 2018", "plans/2018.yaml"),
    "redline": ("plan redline 2018", "build/verksamhetsplan-2018-andringar.docx"),
    "plans": ("plan plans", "build/verksamhetsplan-2018.docx"),
    "fix": (
        "sed -i 's/rubrik: Syfte/rubrk: Syfte/' plans/2017.yaml; plan fix 2017 --ja",
        "plans/2017.yaml",
    ),
    "apply": ("plan apply svar.docx --all --ja", "plans/2017.yaml"),
}


def test_a_pdf_that_was_written_is_good_though_nothing_could_be_shown(home):
    need(*PAGES)
    done = sh(home, "plan pdf 2017 > /dev/full")
    assert (done.returncode, done.stderr) == (0, FULL)
    assert (home / "build" / "verksamhetsplan-2017.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(("command", "written"), WRITERS.values(), ids=WRITERS)
def test_what_was_written_is_good_though_nothing_could_be_shown(home, command, written):
    if "svar.docx" in command:
        reviewed(home)
    began = time.time_ns()
    done = sh(home, f"{command} > /dev/full")
    assert (done.returncode, done.stderr) == (0, FULL)
    assert (home / written).stat().st_mtime_ns > began
    assert not list(home.rglob(".*.tmp"))


CLOSED = [">&-", "<&-", "2>&-", ">&- 2>&- <&-", "| head -0", "| true"]


@pytest.mark.parametrize("streams", CLOSED)
def test_streams_that_are_closed_change_nothing(home, streams):
    done = sh(home, f"plan plan 2017 {streams}")
    assert (done.returncode, done.stderr) == (0, "")
    assert (home / "build" / "verksamhetsplan-2017.docx").read_bytes().startswith(b"PK")
    table = (home / "build" / "verksamhetsplan-2017.map.json").read_text(encoding="utf-8")
    assert table.startswith('{\n "year": 2017')
    refused = sh(home, f"plan plan 1999 {streams}")
    assert refused.returncode == 2


def test_what_only_shows_is_not_good_where_it_could_not_show(home):
    done = sh(home, "plan check 2017 > /dev/full")
    assert (done.returncode, done.stderr) == (1, FULL)


def test_a_question_without_input_is_answered_no(home):
    sh(home, "sed -i 's/rubrik: Syfte/rubrk: Syfte/' plans/2017.yaml")
    before = (home / "plans" / "2017.yaml").read_bytes()
    done = sh(home, "plan fix 2017 <&-")
    assert (done.returncode, done.stderr) == (1, "")
    assert "Här kan ingen svara." in done.stdout
    assert (home / "plans" / "2017.yaml").read_bytes() == before


def test_watch_ends_when_nobody_reads_it(home):
    """It notices at the next save."""
    saved = "(sleep 2; touch plans/2017.yaml) & "
    done = sh(home, f'{saved} timeout 20 "{sys.executable}" -m generator watch | head -1')
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Planerna kontrolleras nu")


NAMES = ["å ä.yaml", b"pl\xe5n.yaml", "rad\nbrytning.yaml", "\x1b[31m.yaml"]


@pytest.mark.parametrize(
    "surroundings", [{}, {"LC_ALL": "C", "PYTHONUTF8": "0"}], ids=["UTF-8", "C"]
)
@pytest.mark.parametrize("name", NAMES, ids=repr)
def test_a_file_may_have_any_name_wherever_the_tool_runs(home, name, surroundings):
    path = os.fsencode(home) + b"/" + os.fsencode(name)
    shutil.copy(home / "plans" / "2017.yaml", path)
    done = subprocess.run(
        [sys.executable, "-m", "generator", "plan", path, "--output", path + b".docx"],
        capture_output=True,
        cwd=home,
        env={**os.environ, "PYTHONPATH": "", **surroundings},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    shown = done.stdout.decode().splitlines()[0]
    assert shown.startswith("Klart: ")
    assert shown.endswith(".yaml.docx")
    assert "\x1b" not in shown
    assert os.path.exists(path + b".docx")


@pytest.mark.parametrize(
    "command", ["template-check", "feedback", "apply --all", "redline 2017", "plan", "check"]
)
def test_what_is_no_ordinary_file_is_one_sentence_and_is_not_read(home, command):
    os.mkfifo(home / "rör.docx")
    (home / "noll.docx").symlink_to("/dev/zero")
    (home / "mapp.docx").mkdir()
    with (home / "stor.docx").open("wb") as file:
        file.truncate(2_000_000_000)
    for name in ("rör", "noll", "mapp", "stor"):
        ending = "yaml" if command in ("plan", "check") else "docx"
        if ending == "yaml":
            (home / f"{name}.docx").rename(home / f"{name}.yaml")
        done = sh(home, f"ulimit -v 3000000; plan {command} {name}.{ending}")
        assert done.returncode in (1, 2), done.stderr
        told = done.stdout + done.stderr
        assert f"{name}.{ending}" in told
        assert told.count("\n") == 1
        assert "känner till" not in told


def test_a_write_that_was_killed_is_cleared_up_by_the_next(home):
    slow = (
        "import os, signal, sys; from generator import files; from pathlib import Path\n"
        "Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "files.write(Path('plans/2017.yaml'), b'ny')"
    )
    done = subprocess.run([sys.executable, "-c", slow], cwd=home, check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(list((home / "plans").glob(".2017-*.tmp"))) == 1
    other = home / "plans" / ".2017-anteckning.tmp"
    other.write_bytes(b"min")
    at_work = home / "plans" / f".2017-{os.getpid()}-abcdefgh.tmp"
    at_work.write_bytes(b"")
    old = home / "plans" / ".2017-abcdefgh.tmp"
    old.write_bytes(b"")
    os.utime(old, (0, 0))
    sh(home, "sed -i 's/rubrik: Syfte/rubrk: Syfte/' plans/2017.yaml; plan fix 2017 --ja")
    assert sorted(path.name for path in (home / "plans").glob(".*")) == [at_work.name, other.name]


def test_of_two_that_begin_a_year_at_once_one_is_refused(home):
    (home / "plans" / "2018.yaml").unlink()
    done = sh(
        home,
        "plan new 2018 > ett & one=$!; plan new 2018 > två & wait $one; a=$?; wait $!; echo $a $?",
    )
    assert done.stdout in ("0 1\n", "1 0\n")
    assert done.stderr.endswith(
        "plans/2018.yaml finns redan, och skrivs aldrig över. Byt namn på den filen först om du vill börja om.\n"
    )


def test_a_file_is_created_only_where_there_is_none(tmp_path, monkeypatch):
    files.create(tmp_path / "2018.yaml", b"ny")
    with pytest.raises(files.FileError, match="finns redan, och skrivs aldrig över"):
        files.create(tmp_path / "2018.yaml", b"nyare")
    assert (tmp_path / "2018.yaml").read_bytes() == b"ny"
    assert [path.name for path in tmp_path.iterdir()] == ["2018.yaml"]


def test_where_a_name_cannot_be_linked_a_file_is_created_all_the_same(tmp_path, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    files.create(tmp_path / "2018.yaml", b"ny")
    with pytest.raises(files.FileError, match="finns redan"):
        files.create(tmp_path / "2018.yaml", b"nyare")
    assert (tmp_path / "2018.yaml").read_bytes() == b"ny"
    assert [path.name for path in tmp_path.iterdir()] == ["2018.yaml"]


def test_what_is_written_is_on_the_disk_before_it_has_its_name(tmp_path, monkeypatch):
    order = []
    monkeypatch.setattr(
        os, "fsync", lambda number: order.append(Path(f"/proc/self/fd/{number}").resolve().name)
    )
    replace = Path.replace
    monkeypatch.setattr(
        Path, "replace", lambda self, target: (order.append("replace"), replace(self, target))[1]
    )
    files.write(tmp_path / "2018.yaml", b"ny")
    assert order[0].startswith(".2018-")
    assert order[1:] == ["replace", tmp_path.name]


ANOTHER_S = {
    "another program's": b'{"version": 3, "sources": []}',
    "no JSON": b"anteckningar",
    "another year's": b'{"year": 2018, "sha256": "", "values": []}',
}


@pytest.mark.parametrize("content", ANOTHER_S.values(), ids=ANOTHER_S)
def test_a_table_that_is_not_ours_is_never_written_over(tmp_path, content):
    (tmp_path / "plan.map.json").write_bytes(content)
    done = sh(files.ROOT, f"plan plan 2017 --output '{tmp_path}/plan.docx'")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"{tmp_path}/plan.map.json hör inte till planen för 2017, och skrivs aldrig över. "
        "Flytta filen, eller välj ett annat namn på dokumentet. Inget är skrivet.\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["plan.map.json"]
    assert (tmp_path / "plan.map.json").read_bytes() == content


def test_the_table_of_an_earlier_document_of_the_year_is_written_over(tmp_path):
    for _ in range(2):
        assert sh(files.ROOT, f"plan plan 2017 --output '{tmp_path}/plan.docx'").returncode == 0
