"""The program installed: a wheel has all that the main job needs, and makes the same document in an
empty folder as the repository does.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pins
import pytest
import release

import starta
from generator import __version__, cli

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel that the repository is built into, from a copy that has nothing else."""
    top = tmp_path_factory.mktemp("hjul")
    copy = top / "copy"
    copy.mkdir()
    for name in ("generator", "templates", "schema", "requirements", "plans", "docs"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"):
        shutil.copy(ROOT / name, copy / name)
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "-q",
            "--no-deps",
            "--no-build-isolation",
            "--disable-pip-version-check",
            "-w",
            str(top),
            str(copy),
        ],
        check=True,
        capture_output=True,
    )
    (built,) = top.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def plan(wheel, tmp_path_factory):
    """Runs the installed command in a folder of its own, as `plan check 2018`."""
    top = tmp_path_factory.mktemp("installerat")
    site, work = top / "site", top / "arbete å"
    work.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    # As the script of the console is called.
    start = "import sys; sys.argv[0] = '/usr/bin/plan'; from generator.process import run; run()"

    def run(*arguments):
        environment = {**os.environ, "PYTHONPATH": str(site), "PYTHONSAFEPATH": "1"}
        return subprocess.run(
            [sys.executable, "-c", start, *arguments],
            cwd=work,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    run.folder = work
    return run


def test_the_wheel_carries_program_templates_and_schema(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for own in ("templates/verksamhetsplan.docx", "templates/verksamhetsplan.html"):
        assert f"generator/data/{own}" in names
    assert "generator/data/schema/plan.schema.json" in names
    assert "generator/workbench/parts/form.html" in names
    docs = {f"generator/data/docs/{name}.md" for name in ("handbok", "regler", "mall", "it")}
    assert docs | {"generator/data/docs/pictures/arbetsbord.png"} <= names
    assert "generator/py.typed" in names
    assert not [name for name in names if name.startswith(("tests/", "plans/"))]
    metadata = next(name for name in names if name.endswith("entry_points.txt"))
    told = zipfile.ZipFile(wheel).read(metadata).decode()
    assert "plan = generator.process:run" in told


def test_a_first_plan_is_begun_checked_and_made_in_an_empty_folder(plan):
    begun = plan("begin", "2030")
    assert begun.returncode == 0, begun.stderr
    assert "Kontrollera den med  plan check 2030" in begun.stdout
    own = (plan.folder / "plans" / "2030.yaml").read_text(encoding="utf-8")
    assert own.startswith("# En liten plan att börja med.")
    assert not re.search(r"\bmake\b|schema|docs/", own), "nothing that is not there"
    assert plan("check", "2030").stdout.endswith("plans/2030.yaml: inga fel\n")
    made = plan("plan", "2030")
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith("Klart: build/verksamhetsplan-2030.docx\n")
    assert plan("html", "2030").returncode == 0


def test_the_program_and_its_command_of_the_same_name_have_each_their_help(plan):
    whole, own = plan("--help").stdout, plan("plan", "--help").stdout
    assert whole.startswith("Så här skriver man: plan KOMMANDO\n")
    assert "\n  feedback " in whole
    assert own.splitlines()[2] == "  plan plan ÅR"
    assert plan("plann").stderr.endswith("Alla kommandon: plan --help\n")


def test_nothing_that_is_told_where_there_is_no_make_is_typed_after_make(plan):
    for wrong in (("compare", "1999"), ("new", "1990"), ("confirm", "2030"), ("check", "1999")):
        done = plan(*wrong)
        told = done.stdout + done.stderr
        assert told
        assert not re.search(r"\bmake\b|\b[A-Z]{2,}=", told), told


def test_what_is_made_is_what_the_repository_makes(plan, tmp_path):
    shutil.copytree(ROOT / "plans", plan.folder / "plans", dirs_exist_ok=True)
    assert plan("plan", "2017").returncode == 0
    own = tmp_path / "own.docx"
    subprocess.run(
        [sys.executable, "-m", "generator", "plan", "2017", "--output", str(own)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    made = (plan.folder / "build" / "verksamhetsplan-2017.docx").read_bytes()
    assert made == own.read_bytes()


def test_the_schema_is_written_where_a_plan_says_that_editors_find_it(plan, wheel):
    before = zipfile.ZipFile(wheel).read("generator/data/schema/plan.schema.json")
    done = plan("schema")
    assert done.stdout == "Klart: schema/plan.schema.json\n", done.stderr
    assert (plan.folder / "schema" / "plan.schema.json").read_bytes() == before
    assert plan("begin", "2032").returncode == 0
    first = (plan.folder / "plans" / "2032.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../schema/plan.schema.json"
    shutil.rmtree(plan.folder / "schema")


def test_what_is_no_year_is_told_with_the_command_that_was_typed(plan):
    for command in ("begin", "new"):
        told = plan(command, "abc").stderr
        assert told.startswith("Skriv ett år mellan"), told
        assert f": plan {command} 2018. (abc är inget sådant.)" in told


def test_a_template_of_the_folder_is_used(plan):
    assert plan("begin", "2031").returncode == 0
    templates = plan.folder / "templates"
    templates.mkdir()
    (templates / "verksamhetsplan.docx").write_bytes(b"ingen mall")
    told = plan("plan", "2031")
    assert told.returncode == 1
    assert "templates/verksamhetsplan.docx" in told.stdout + told.stderr
    shutil.rmtree(templates)


def test_what_is_advised_where_a_library_is_missing_is_there():
    asked = re.compile(r'fetched_by\("(\w+)", "(\w+)"')
    found = [
        match.groups()
        for path in (ROOT / "generator").rglob("*.py")
        for match in asked.finditer(path.read_text(encoding="utf-8"))
    ]
    assert len(found) == 3
    for name, extra in found:
        assert name in starta.LISTS
        assert extra in PROJECT["optional-dependencies"]


def test_what_the_project_needs_is_what_the_lists_say():
    listed = (ROOT / "requirements" / "plan.in").read_text(encoding="utf-8").split()
    assert sorted(PROJECT["dependencies"]) == sorted(listed)
    extras = PROJECT["optional-dependencies"]
    for name, file in (("pdf", "pdf"), ("kalender", "invitations"), ("start", "start")):
        own = (ROOT / "requirements" / f"{file}.in").read_text(encoding="utf-8").splitlines()
        wanted = {re.split("[<>=]", line)[0] for line in own if not line.startswith(("-r", "#"))}
        assert {re.split("[<>=]", one)[0] for one in extras[name]} == wanted


def test_every_command_in_the_readme_is_one():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(readme.splitlines()) < 150
    typed = re.findall(r"^    make ([a-z-]+)((?: [A-Z]+=\S+)*)", readme, re.MULTILINE)
    assert len(typed) > 15
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for command, _ in typed:
        assert re.search(rf"^{command}:", makefile, re.MULTILINE), command
    installed = re.findall(r"`plan ([a-z]+(?: \d+)?)`", readme)
    assert installed
    for command in installed:
        cli._parser().parse_args(command.split())


@pytest.mark.parametrize(
    ("version", "changelog", "status", "tags", "told"),
    [
        ("1.0", "", "", "", ["Skriv versionen: make release VERSION=1.1.0"]),
        (
            "9.9.9",
            "## [9.9.9] - 2030-01-01\n",
            "",
            "",
            ["generator/__init__.py säger 4.5.6, inte 9.9.9."],
        ),
        (
            "4.5.6",
            "## [Unreleased]\n",
            " M README.md\n",
            "v4.5.6\n",
            [
                "CHANGELOG.md har ingen rubrik  ## [4.5.6] - och dagen.",
                "Det finns ändringar som inte är sparade i git.",
                "v4.5.6 är redan märkt.",
            ],
        ),
        ("4.5.6", "## [4.5.6] - 2030-01-01\n", "", "v0.1.0\n", []),
    ],
)
def test_a_release_sees_what_keeps_it_from_being_one(
    monkeypatch, version, changelog, status, tags, told
):
    monkeypatch.setattr(release, "__version__", "4.5.6")
    assert release.hindrances(version, changelog, status, tags) == told


def test_what_is_published_is_tagged_as_what_it_is(monkeypatch):
    monkeypatch.setattr(release, "__version__", "4.5.6")
    changelog = "## [4.5.6] - 2030-01-01\n"
    assert release.unfit("v4.5.6", changelog) == []
    assert release.unfit("v9.9.9", "## [9.9.9] - 2030-01-01\n") == [
        "generator/__init__.py säger 4.5.6, inte 9.9.9."
    ]
    assert release.unfit("vinst", changelog) == ["Skriv versionen: make release VERSION=1.1.0"]
    assert release.unfit("beta", changelog) == ["beta är ingen version: märk den som v4.5.6."]


def test_the_changelog_has_the_version():
    """What is not released yet says so in its version, and stands under its own heading."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    number, _, is_coming = __version__.partition(".dev")
    if is_coming:
        assert "\n## [Unreleased]\n" in changelog
        assert f"## [{number}]" not in changelog
    else:
        assert release.hindrances(number, changelog, "", "") == []


def test_the_pins_are_read_with_what_they_are_for():
    found = {(pin.name, str(pin.marker)) for name in pins.LISTS for pin in pins.pins(name)}
    assert len(found) > 50
    of_macs = 'python_full_version < "3.15" and sys_platform == "darwin"'
    of_others = 'python_full_version >= "3.15" or sys_platform != "darwin"'
    assert {("pikepdf", of_macs), ("pikepdf", of_others)} <= found
