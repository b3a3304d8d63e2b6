"""`watch` as an editor's task and as people meet it: a round at the start and one at each save,
whatever the files go through."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator import files
from generator.cli import looking

BROKEN = ("belopp: 750 000", "belopp: 740 000")
WRONG_SUM = (
    "plans/2018.yaml:107:16-107:23: fel[BUD002]: Kostnadernas poster blir 790\u00a0000 kr, men summan säger 800\u00a0000 kr."
    " – Det skiljer 10\u00a0000 kr. Rätta posten som är fel, eller skriv summa: 790 000."
)


class Watch:
    """`watch` at work in a folder of its own. A guard ends it after a minute, so that no test
    can hang."""

    def __init__(self, root: Path, plan: bytes, *form: str) -> None:
        for part in ("generator", "schema"):
            shutil.copytree(
                files.ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__")
            )
        self.plan = root / "plans" / "2018.yaml"
        self.plan.parent.mkdir()
        self.plan.write_bytes(plan)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "generator", "watch", *form],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            cwd=root,
            env={**os.environ, "PYTHONPATH": "", "PYTHONIOENCODING": "ascii"},
        )
        self.guard = threading.Timer(60, self.process.kill)
        self.guard.start()

    def round(self) -> list[str]:
        """The lines of the next round."""
        lines = [self.line()]
        while lines[-1] != "kontroll klar":
            lines.append(self.line())
        assert lines[0] == "kontroll börjar"
        return lines[1:-1]

    def until(self, beginning: str) -> list[str]:
        """The lines to the first one that begins so."""
        lines = [self.line()]
        while not lines[-1].startswith(beginning):
            lines.append(self.line())
        return lines

    def line(self) -> str:
        line = self.process.stdout.readline()
        assert line, f"watch has ended: {self.process.stderr.read()}"
        return line.rstrip("\n")

    def end(self) -> tuple[str, str, int]:
        """What it printed since the last round, and its exit code, after Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        return *self.process.communicate(), self.process.returncode


@pytest.fixture
def watch(tmp_path, small_plan) -> Iterator[Watch]:
    yield from watching(Watch(tmp_path, small_plan, "--format", "editor"))


@pytest.fixture
def shown(tmp_path, small_plan) -> Iterator[Watch]:
    """What people see."""
    yield from watching(Watch(tmp_path, small_plan))


def watching(watch: Watch) -> Iterator[Watch]:
    yield watch
    watch.guard.cancel()
    watch.process.kill()
    watch.process.communicate()


def test_each_save_gives_a_round_until_ctrl_c(watch, small_plan):
    assert watch.round() == []
    files.write(watch.plan, small_plan.decode().replace(*BROKEN).encode())
    assert watch.round() == [WRONG_SUM]
    files.write(watch.plan, small_plan)
    assert watch.round() == []
    assert watch.end() == ("", "", 0)


def test_a_round_tells_of_every_plan_and_forgets_those_that_are_gone(watch, small_plan):
    assert watch.round() == []
    files.write(watch.plan.with_name("2019.yaml"), small_plan[:100])
    assert [line.partition(":")[0] for line in watch.round()][:1] == ["plans/2019.yaml"]
    watch.plan.with_name("2019.yaml").unlink()
    assert watch.round() == []
    watch.plan.unlink()
    assert watch.round() == []


def test_people_are_told_of_what_was_saved_and_how_to_stop(shown, small_plan):
    assert shown.until("plans/") == [
        "Planerna kontrolleras nu, och varje gång en av dem sparas. Ctrl + C avslutar.",
        "",
        "plans/2018.yaml: inga fel",
    ]
    files.write(shown.plan, small_plan.decode().replace(*BROKEN).encode())
    first, *_, last = shown.until("plans/2018.yaml: ")[1:]
    assert first.startswith("fel[BUD002]: Kostnadernas poster blir 790\u00a0000 kr")
    assert last == "plans/2018.yaml: 1 fel"
    files.write(shown.plan.with_name("2019.yaml"), b"")
    said = shown.until("plans/2019.yaml: ")
    assert not any("BUD002" in line for line in said), "2018 was not saved again"
    shown.plan.with_name("2019.yaml").unlink()
    assert shown.until("plans/2019.yaml ") == ["", "plans/2019.yaml finns inte längre."]
    shown.plan.with_name("2020.yaml").mkdir()
    assert shown.until("plans/2020.yaml: ")[-1] == (
        "plans/2020.yaml: Filen plans/2020.yaml kan inte läsas: det är en mapp."
    )
    assert shown.end() == ("", "", 0)


def test_people_are_told_of_a_plan_that_another_makes_wrong(shown, small_plan):
    shown.until("plans/2018.yaml: ")
    files.write(shown.plan.with_name("2017.yaml"), b"[")
    said = shown.until("plans/2018.yaml: ")
    assert [line for line in said if line.startswith("plans/")] == [
        "plans/2017.yaml: 1 fel",
        "plans/2018.yaml: inga fel, 1 för kännedom",
    ]


@pytest.mark.parametrize("content", [b"", b"\xc3", b"\x00" * 50, b"[" * 100_000])
def test_a_half_written_plan_is_a_finding(watch, content):
    assert watch.round() == []
    files.write(watch.plan, content)
    assert all(line.startswith("plans/2018.yaml:1:") for line in watch.round())
    assert watch.end() == ("", "", 0)


def test_a_plan_that_cannot_be_read_is_one_line(watch):
    assert watch.round() == []
    watch.plan.with_name("mapp.yaml").mkdir()
    assert watch.round() == [
        "plans/mapp.yaml:1:1-1:1: fel[FIL001]: Filen plans/mapp.yaml kan inte läsas: det är en mapp."
    ]
    assert watch.end() == ("", "", 0)


def test_a_plan_that_vanishes_between_the_look_and_the_reading_is_one_line(
    plan_schema, monkeypatch, tmp_path
):
    monkeypatch.chdir(tmp_path)
    told = looking._looked_at(tmp_path / "2018.yaml", plan_schema)
    assert told == "Filen 2018.yaml kan inte läsas: den finns inte."


def test_a_fault_of_ours_is_one_line_and_does_not_end_the_watch(plan_schema, monkeypatch, tmp_path):
    monkeypatch.setattr(looking, "check", lambda *_: 1 / 0)
    (tmp_path / "2018.yaml").write_bytes(b"")
    told = looking._looked_at(tmp_path / "2018.yaml", plan_schema)
    assert told == (
        "Verktyget stötte på något som det inte känner till (ZeroDivisionError: division by zero)."
    )
