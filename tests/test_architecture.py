"""The rooms are apart, the docs are not stale, and the product speaks of itself alone."""

import ast
import importlib.util
import re
import subprocess
import sys

from test_laws import imports

from generator import checks, exemptions, files, html, pages, pipeline, schema, source
from generator.content import KINDS
from generator.content.calendar.records import groups_of
from generator.ooxml import package
from generator.word import contract
from generator.word.verify import acceptance, accessibility, wholeness

PACKAGE = files.ROOT / "generator"


def conditionals_within(node: ast.IfExp) -> bool:
    parts = (node.test, node.body, node.orelse)
    return any(isinstance(one, ast.IfExp) for part in parts for one in ast.walk(part))


def test_no_conditional_stands_inside_another():
    seen = 0
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.IfExp):
                seen += 1
                assert not conditionals_within(node), f"{path}:{node.lineno}"
    assert seen > 100


COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def comprehensions_within(node: ast.AST) -> bool:
    below = (one for part in ast.iter_child_nodes(node) for one in ast.walk(part))
    return any(isinstance(one, COMPREHENSIONS) for one in below)


def test_no_comprehension_stands_inside_another():
    seen = 0
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, COMPREHENSIONS):
                seen += 1
                assert not comprehensions_within(node), f"{path}:{node.lineno}"
    assert seen > 1000


def test_every_rule_that_is_written_is_asked():
    """One that is in no list of its module would be silent for good."""
    written = {
        node.name
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and any(ast.unparse(one).startswith("rule(") for one in node.decorator_list)
    }
    assert len(written) > 60
    assert written == {rule.check.__name__ for rule in checks.RULES}


def test_what_proves_shares_no_code_with_what_writes():
    """Of the document, of the review's first reading, and of the redline."""
    writers = {
        "word.provenance",
        "word.render",
        "word.template",
        "ooxml.anchors",
        "ooxml.runs",
        "ooxml.properties",
    }
    assert all(importlib.util.find_spec(f"generator.{name}") for name in writers)
    proofs = sorted(PACKAGE.glob("word/verify/*.py"))
    assert len(proofs) > 3
    for path in proofs:
        assert not {f"generator.{name}" for name in writers} & imports(path), path
    first = ("generator.ooxml.reviewed", "generator.ooxml.revisions", "generator.review.feedback")
    assert all(importlib.util.find_spec(name) for name in first)
    second = imports(PACKAGE / "ooxml/accepted.py")
    assert second
    assert not [name for name in second if name.startswith(first)]
    judge = imports(files.ROOT / "tests" / "judge.py")
    assert not any(name.startswith("generator") for name in judge)


def test_a_code_means_one_thing():
    owners = (
        source,
        schema,
        exemptions,
        pages,
        contract,
        html,
        wholeness,
        acceptance,
        accessibility,
    )
    codes = [code for owner in owners for code in owner.CODES]
    assert len(codes) > 40
    assert sorted(codes) == sorted(set(codes))
    assert not set(codes) & {*checks.BY_CODE}


def test_the_list_of_rules_is_not_stale():
    done = subprocess.run(
        [sys.executable, "-m", "generator", "rules"],
        capture_output=True,
        encoding="utf-8",
        cwd=files.ROOT,
        check=True,
    )
    page = (files.ROOT / "docs" / "regler.md").read_text(encoding="utf-8")
    assert page == done.stdout, "write it anew: make rules > docs/regler.md"


def test_a_check_of_an_ordinary_plan_loads_no_word_library_and_no_almanac():
    code = "import sys; from generator.cli import main; main(['check', '2017']); sys.exit(any(name in sys.modules for name in ('docx', 'lxml', 'docxtpl', 'jinja2', 'jsonschema', 'holidays')))"
    assert (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, cwd=files.ROOT, check=False
        ).returncode
        == 0
    )


def names_of_plans() -> set[str]:
    """Every member, every group and every heading of several words in the plans at hand: what is a
    plan's own."""
    found: set[str] = set()
    folders = (files.PLANS, files.ROOT / "tests" / "plans")
    for path in (path for folder in folders for path in sorted(folder.glob("*.yaml"))):
        plan = pipeline.check(path.name, path.read_bytes(), files.read_schema()).plan
        assert plan is not None
        found |= {str(name) for name in plan.members if len(name) > 5}
        found |= {str(group.named) for group in groups_of(plan) if group.named}
        found |= {str(title) for title in plan.headings() if " " in title and "{" not in title}
    found -= {kind.place.title for kind in KINDS}  # a chapter may be called as what it holds
    return found - {"kommittén", "styrelsen", "nämnden"}  # words of the manual's examples too


def test_no_name_of_a_plan_stands_in_the_program():
    """But where plans of the older shape, whose groups had keys of their own, are carried over."""
    names = names_of_plans() | {"Södertörn", "södertörn", "sodertorn"}
    assert len(names) > 60
    read = 0
    for path in sorted(
        {
            *PACKAGE.rglob("*.py"),
            *files.SCHEMA.parent.glob("*.json"),
            *files.TEMPLATE.parent.iterdir(),
        }
    ):
        if path.parent.name == "older":
            continue
        content = path.read_bytes()
        texts = package.read(content).values() if path.suffix == ".docx" else [content]
        told = b"\n".join(texts).decode("utf-8", "replace")
        read += 1
        assert not [name for name in names if name in told], path
        assert not re.search(r"kapitel [0-9]", told), path
    assert read > 120


def test_a_kind_of_content_is_known_by_its_own_room_alone():
    """Stages walk over kinds: only the list of kinds, and what is made of the calendar's days
    alone, names one."""
    rooms = ("budget", "quote", "running", "table", "turns", "calendar")
    named: dict[str, set[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        own = path.relative_to(PACKAGE).as_posix()
        for name in imports(path):
            room = next(
                (room for room in rooms if name.startswith(f"generator.content.{room}")), None
            )
            if room and not own.startswith("content/"):
                named.setdefault(own, set()).add(room)
    assert named == {"invitations.py": {"calendar"}}
