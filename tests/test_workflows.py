"""What is run where nobody looks on: each workflow can be read, and all that it runs is there."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.cli import help

ROOT = Path(__file__).parents[1]
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
SCRIPTS = sorted((ROOT / ".ci").iterdir())
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = {*re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE)} | {
    *re.search(r"^COMMANDS := (.*)$", MAKEFILE, re.MULTILINE)[1].split()
}


def read(path: Path) -> dict[str, Any]:
    """A workflow. Its `on` would be true by the rules of YAML 1.1."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


JOBS = [
    pytest.param(workflow, job, id=f"{path.stem}/{name}")
    for path in WORKFLOWS
    for workflow in [read(path)]
    for name, job in workflow["jobs"].items()
]
RUN = [
    pytest.param(job, step, id=step["run"].splitlines()[0])
    for one in JOBS
    for job in [one.values[1]]
    for step in job.get("steps", ())
    if "run" in step
]


def shell(job: dict[str, Any], step: dict[str, Any]) -> str:
    default = job.get("defaults", {}).get("run", {}).get("shell", "")
    return step.get("shell", default)


def test_there_is_something_to_see():
    assert {path.stem for path in WORKFLOWS} == {"test", "release", "renew"}
    assert len(RUN) > 10
    assert len(SCRIPTS) > 2


def all_run() -> list[tuple[str, str]]:
    """Every text that is run, and what it is called."""
    steps = [(one.id, one.values[1]["run"]) for one in RUN]
    return steps + [(path.name, path.read_text(encoding="utf-8")) for path in SCRIPTS]


@pytest.mark.parametrize(("name", "text"), all_run())
def test_what_is_run_is_there(name, text):
    code = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    for command in re.findall(r"^\s*plan ([a-z]\S*)", code, re.MULTILINE):
        assert command in help.COMMANDS
    for target in re.findall(r"\bmake ([a-z][a-z-]*)", code):
        assert target in TARGETS
    files = re.findall(r"(?:^|\s)(\.ci/\w+|starta\.\w+|tests/\w+\.py)", code)
    for file in files:
        assert (ROOT / file).is_file()
        assert not file.startswith(".ci/") or os.access(ROOT / file, os.X_OK)
    options = re.findall(r"starta\.\w+ (--\w+)", code)
    assert {*options} <= {"--prova"}


@pytest.mark.parametrize(("job", "step"), RUN)
def test_a_step_is_run_by_a_shell_that_stops_where_a_command_fails(job, step):
    if "matrix" in job.get("runs-on", "") or "windows" in job.get("runs-on", ""):
        assert shell(job, step) in ("bash", "cmd")
    else:
        assert shell(job, step) in ("bash", "")
    if shell(job, step) == "cmd":
        # It goes on where a command has failed: only the last one decides.
        assert step["run"].splitlines()[-1].startswith("findstr ")
        assert step["if"] == "runner.os == 'Windows'"
        return
    bash = shutil.which("bash")
    checked = subprocess.run([bash, "-n", "-c", step["run"]], check=False, capture_output=True)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_stops_where_a_command_fails(path):
    text = path.read_text(encoding="utf-8")
    assert text.startswith("#!/usr/bin/env bash\n")
    assert "\nset -euo pipefail\n" in text
    assert subprocess.run(["bash", "-n", path], check=False).returncode == 0
    # The Python that was asked for is on the PATH of who runs it, not of root.
    assert not re.search(r"sudo -E|sudo \S*(make|python|pip)", text)


@pytest.mark.parametrize(("workflow", "job"), JOBS)
def test_a_job_may_do_no_more_than_it_must(workflow, job):
    assert workflow["permissions"] == {"contents": "read"}
    code = " ".join(step.get("run", "") for step in job.get("steps", ()))
    allowed = {"contents": "write"} if "gh release" in code else None
    if ".ci/newer" in code:
        allowed = {"contents": "read", "issues": "write"}
    assert job.get("permissions") == allowed
    assert "uses" in job or "timeout-minutes" in job


def test_an_action_is_of_one_version_everywhere():
    used: dict[str, set[str]] = {}
    for one in JOBS:
        for step in one.values[1].get("steps", ()):
            if "uses" in step:
                action, _, version = step["uses"].partition("@")
                used.setdefault(action, set()).add(version)
    assert used.keys() == {"actions/checkout", "actions/setup-python"}
    assert all(len(versions) == 1 for versions in used.values()), used


def test_a_release_waits_for_all_tests():
    release = read(GITHUB / "workflows" / "release.yml")["jobs"]
    tests = release["test"]["uses"]
    assert "workflow_call" in read(ROOT / tests)["on"]
    assert release["publish"]["needs"] == "test"
    runs = [step["run"] for step in release["publish"]["steps"] if "run" in step]
    assert runs[0] == 'python tests/release.py "$GITHUB_REF_NAME"'


def test_every_list_of_libraries_is_looked_after():
    """By Dependabot, or together by a workflow of our own."""
    updates = read(GITHUB / "dependabot.yml")["updates"]
    npm = {one["directory"] for one in updates if one["package-ecosystem"] == "npm"}
    folders = [path.parent for path in (ROOT / "tests").glob("*/package.json")]
    assert len(folders) > 1
    assert npm == {f"/{folder.relative_to(ROOT).as_posix()}" for folder in folders}
    assert {one["package-ecosystem"] for one in updates} == {"npm", "github-actions"}
    assert "make locks RENEW=1" in [one.id for one in RUN]


def test_what_is_found_newer_is_told_once(tmp_path):
    """`gh` and `git` are stood in for: what they are asked is written down."""
    for name, answer in (
        ("git", r"printf '%s\n' '--- a/x' '+++ b/x' '-lxml==1 \' '+lxml==2 \' '+    --hash=x'"),
        ("gh", 'echo "$@" >>asked; [ "$1 $2" != "issue list" ] || cat open'),
    ):
        stand_in = tmp_path / name
        stand_in.write_text(f"#!/bin/sh\ncd {tmp_path}\n{answer}\n", encoding="utf-8")
        stand_in.chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    for already, told in (("", True), ("Nyare bibliotek\n", False)):
        (tmp_path / "open").write_text(already, encoding="utf-8")
        subprocess.run([ROOT / ".ci" / "newer"], check=True, env=environment)
        asked = (tmp_path / "asked").read_text(encoding="utf-8")
        assert ("issue create" in asked) == told, asked
        assert ("- lxml==2" in asked) == told
        (tmp_path / "asked").unlink()
