"""What a new user does: a fresh copy, the README's two commands, nothing installed but python3 and
make."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from programs import need

from generator import files

README = (files.ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def fresh(tmp_path_factory) -> Path:
    """The repository's files in an empty folder, as a clone has them."""
    need("git")
    if not (files.ROOT / ".git").exists():
        pytest.skip("the folder is no clone")
    folder = tmp_path_factory.mktemp("ny klon")
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        capture_output=True,
        text=True,
        cwd=files.ROOT,
        check=True,
    )
    names = [name for name in listed.stdout.split("\0") if name and (files.ROOT / name).is_file()]
    assert len(names) > 50
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(files.ROOT / name, folder / name)
    return folder


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["make", "--no-print-directory", f"PYTHON={sys.executable}", *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", cwd=folder, check=False)


def test_the_readme_s_commands_work_in_a_fresh_copy(fresh):
    commands = re.findall(r"^    make (plan YEAR=2017|test)", README, re.MULTILINE)
    assert commands == ["plan YEAR=2017", "test"]
    first = make(fresh, *commands[0].split())
    assert first.returncode == 0, first.stdout + first.stderr
    assert (
        first.stderr.splitlines()[0]
        == "Hämtar det som verktyget behöver. Det görs bara första gången."
    )
    built = (fresh / "build" / "verksamhetsplan-2017.docx").read_bytes()
    second = make(fresh, *commands[0].split())
    assert second.stdout == first.stdout
    assert second.stdout.startswith("Klart: build/verksamhetsplan-2017.docx\n")
    assert (fresh / "build" / "verksamhetsplan-2017.docx").read_bytes() == built


def test_make_alone_lists_every_command(fresh):
    done = make(fresh)
    targets = re.findall(
        r"^([a-z-]+):.*## ", (fresh / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert len(targets) > 5
    assert [line.split()[1] for line in done.stdout.splitlines()[1:]] == targets


@pytest.mark.parametrize("command", ["plan", "check"])
def test_a_year_that_is_left_out_is_asked_for(fresh, command):
    done = make(fresh, command)
    assert done.returncode == 2
    assert f"Skriv året också: make {command} YEAR=2018" in done.stdout
