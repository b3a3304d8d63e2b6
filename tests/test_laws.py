"""“What must never be” of docs/architecture.md: each law holds, and each is seen when it is broken."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import grimp
import pytest

from generator import findings, pipeline, plan, schema, source
from generator.content import KINDS
from generator.outputs import OUTPUTS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "generator"
TOLD = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]
CONTRACTS = {one["name"]: one for one in LINTER["contracts"]}
LAYERS, WORD, REVIEW, COMBINED, CORE, KIND, OUTPUT = CONTRACTS

# Disk, clock, chance, environment and other programs.
FORBIDDEN = {
    *("glob", "os", "pathlib", "shutil", "tempfile", "fileinput"),
    *("time", "random", "secrets", "uuid"),
    *("locale", "logging", "multiprocessing", "socket", "subprocess"),
}
CALLS = {"open", "print", "input", "io.open", "sys.stdout.write", "sys.stderr.write"}
METHODS = (".today", ".now", "read_bytes", "read_text", "write_bytes", "write_text", "getenv")
BELOW_FILES = (
    *(
        "disk.py",
        "files.py",
        "own.py",
        "answers.py",
        "examined.py",
        "libreoffice.py",
        "revisions.py",
    ),
    *("redlined.py", "replied.py", "__main__.py", "process.py"),
    # A program of its own, which git runs.
    "ooxml/show.py",
    *("cli/*.py", "outputs/*.py", "workbench/*.py"),
)
# `process` starts no other program: itself, in an environment that Python needs.
STARTERS = [
    "libreoffice.py",
    "process.py",
    "revisions.py",
    "workbench/keeper.py",
    "workbench/press.py",
]


@cache
def named(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """What a file imports, with all that it lies in, and what it calls."""
    modules, called = set(), set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            modules |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Call):
            called.add(ast.unparse(node.func))
    parts = [name.split(".") for name in modules]
    whole = {".".join(part[:end]) for part in parts for end in range(1, len(part) + 1)}
    return frozenset(whole), frozenset(called)


def imports(path: Path) -> frozenset[str]:
    return named(path.read_text(encoding="utf-8"))[0]


def calls(path: Path) -> frozenset[str]:
    return named(path.read_text(encoding="utf-8"))[1]


def above_files(package: Path) -> list[Path]:
    below = {path for pattern in BELOW_FILES for path in package.glob(pattern)}
    return sorted({*package.rglob("*.py")} - below)


def reaching(package: Path) -> list[str]:
    """Law 4: those above `files.py` that reach for the disk, the clock or the environment."""
    found = []
    for path in above_files(package):
        made = calls(path)
        reached = made & CALLS | imports(path) & FORBIDDEN
        reached |= {call for call in made if call.endswith(METHODS)}
        if reached:
            found.append(path.relative_to(package).as_posix())
    return found


def starting(package: Path) -> list[str]:
    """Law 4: those that start another program."""
    found = []
    for path in sorted(package.rglob("*.py")):
        made = {
            call for call in calls(path) if re.match(r"os\.(system|popen|exec|spawn|fork)", call)
        }
        made |= {call for call in calls(path) if "create_subprocess" in call}
        if made or imports(path) & {"subprocess", "multiprocessing"}:
            found.append(path.relative_to(package).as_posix())
    return found


def importing_cli(package: Path) -> list[str]:
    """Law 5: those outside `cli` that import it."""
    return [
        path.relative_to(package).as_posix()
        for path in sorted(package.rglob("*.py"))
        if "generator.cli" in imports(path) and path.parent.name != "cli"
    ]


def seeing_a_plan(package: Path) -> list[str]:
    """Law 6: what is shown is of a Context alone."""
    unseen = {"generator.plan", "generator.source", "generator.checks"}
    names = ("word/render.py", "html.py")
    return [name for name in names if imports(package / name) & unseen]


def lint(folder: Path) -> str:
    """What import-linter says of a folder, on one line."""
    program = str(Path(sys.executable).parent / "lint-imports")
    done = subprocess.run([program], capture_output=True, text=True, cwd=folder, check=False)
    return " ".join((done.stdout + done.stderr).split())


def test_no_law_is_broken():
    assert len(above_files(PACKAGE)) > 200
    assert reaching(PACKAGE) == []
    assert starting(PACKAGE) == STARTERS
    assert importing_cli(PACKAGE) == ["process.py"]
    assert seeing_a_plan(PACKAGE) == []
    said = lint(ROOT)
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in said, said


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """The program, to be broken."""
    top = tmp_path_factory.mktemp("kopia")
    shutil.copytree(PACKAGE, top / "generator", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", top)
    return top


def broken(copy: Path, file: str, line: str, see) -> object:
    """What is seen in the copy while a line is put into a file of it."""
    path = copy / "generator" / file
    sound = path.read_bytes()
    path.write_bytes(sound + f"\n{line}\n".encode())
    try:
        return see(copy)
    finally:
        path.write_bytes(sound)


# Law, the contract that holds it, and a line in a file that breaks it.
LINTED = (
    (1, CORE, "swedish.py", "import lxml"),
    (1, CORE, "pages.py", "from generator.ooxml import package"),
    (2, LAYERS, "ooxml/text.py", "import generator.findings"),
    (3, COMBINED, "review/feedback/telling.py", "from generator.years import compare"),
    (3, COMBINED, "review/feedback/said.py", "def late():\n    from generator import html"),
    (5, LAYERS, "workbench/todo.py", "from generator.cli.terminal import say"),
    (7, KIND, "content/quote.py", "from generator.content import goals"),
    (7, OUTPUT, "outputs/web.py", "from generator.outputs.pages import OUTPUT as other"),
    (0, WORD, "word/legible.py", "import generator.word.provenance"),
    (0, REVIEW, "review/writeback/single.py", "import generator.review.feedback"),
)
READ = (
    (4, reaching, "checks/text.py", "from pathlib import Path"),
    (4, reaching, "word/render.py", "import os.path"),
    (4, reaching, "swedish.py", "print(1)"),
    (4, reaching, "almanac.py", "today = date.today()"),
    (4, starting, "cli/making.py", "from subprocess import run"),
    (4, starting, "files.py", "os.system('soffice')"),
    (5, importing_cli, "workbench/todo.py", "from generator.cli.terminal import say"),
    (6, seeing_a_plan, "word/render.py", "from generator.plan.sections import Section"),
    (6, seeing_a_plan, "html.py", "from generator import source"),
)


@pytest.mark.parametrize(("contract", "file", "line"), [one[1:] for one in LINTED])
def test_import_linter_sees_a_broken_law(copy, contract, file, line):
    said = broken(copy, file, line, lint)
    assert f"{contract} BROKEN" in said, said


@pytest.mark.parametrize(("see", "file", "line"), [one[1:] for one in READ])
def test_what_is_read_sees_a_broken_law(copy, see, file, line):
    assert file in broken(copy, file, line, lambda top: see(top / "generator"))


def test_every_law_and_every_contract_is_broken_once():
    laws = re.findall(r"^(\d+)\. ", TOLD.partition("## What must never be")[2], re.MULTILINE)
    assert {int(law) for law in laws} == {one[0] for one in (*LINTED, *READ)} - {0}
    assert {one[1] for one in LINTED} == CONTRACTS.keys()


def test_a_contract_names_all_that_it_is_about():
    """What is new is in no list of names until somebody writes it there."""
    kinds = {kind.__module__.split(".")[2] for kind in KINDS}
    assert {name.split(".")[2] for name in CONTRACTS[KIND]["modules"]} == kinds
    assert len(CONTRACTS[OUTPUT]["modules"]) == len(OUTPUTS)
    layers = CONTRACTS[LAYERS]["layers"]
    core = layers[layers.index("context") :]
    names = {name for line in core for name in line.split(" | ")} - {"ooxml"}
    assert {name.removeprefix("generator.") for name in CONTRACTS[CORE]["source_modules"]} == names
    (third,) = re.findall(r"^3\. (.*?) do not import", TOLD, re.MULTILINE | re.DOTALL)
    combined = {name.split(".")[-1] for name in CONTRACTS[COMBINED]["modules"]}
    assert combined == {*re.findall(r"`(\w+)`", third)}


def test_the_table_of_modules_has_each_below_what_it_imports():
    section = TOLD.partition("## The modules")[2].partition("## The values")[0]
    lines = [
        re.findall(r"`([\w/]+)`", row.split("|")[1]) for row in section.splitlines() if "|" in row
    ]
    order = {}
    for number, names in enumerate(lines):
        for name in names:
            order[f"generator.{name.rstrip('/').replace('/', '.')}"] = number
    assert len(order) > 50
    # Packages that only hold others together.
    groups = {"generator", "generator.word", "generator.review", "generator.years"}
    graph = grimp.build_graph("generator", exclude_type_checking_imports=True)

    def row(module: str) -> int:
        while module not in order:
            module = module.rpartition(".")[0]
            assert module, "a module is on no line of the table"
        return order[module]

    for module in graph.modules - groups - {"generator.__main__"}:
        for other in graph.find_modules_directly_imported_by(module) - groups:
            assert row(other) <= row(module), f"{module} imports {other}, which stands below it"


@pytest.mark.parametrize(
    "value",
    [
        findings.Mark,
        source.Source,
        findings.Finding,
        findings.Edit,
        schema.Checked,
        pipeline.Build,
    ],
    ids=lambda value: value.__name__,
)
def test_the_table_of_values_has_the_fields_that_they_have(value):
    (fields,) = re.findall(rf"^\| `{value.__name__}` \| (.*?) \|", TOLD, re.MULTILINE)
    assert tuple(fields.split(", ")) == value.__struct_fields__


def test_the_table_of_values_names_fields_of_a_plan():
    (fields,) = re.findall(r"^\| `Plan` \| (.*?) \|", TOLD, re.MULTILINE)
    named = [name for name in fields.split(", ") if name != "…"]
    assert len(named) > 5
    assert {*named} <= {*plan.Plan.__struct_fields__}
