"""What is kept of a template between runs is a help: whatever becomes of it, the same is made."""

import subprocess
import sys

import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import files, kept, own
from generator.ooxml import package
from generator.outputs.output import Request, document
from generator.word import template as word

PLAN = files.PLANS / "2017.yaml"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Where things are kept, which is empty to begin with."""
    monkeypatch.setattr(files, "COMPILED", tmp_path / "compiled")
    monkeypatch.setattr(files, "KEPT", tmp_path / "kept")
    # The judge of templates has docxtpl read their tags for reasons of its own.
    monkeypatch.setattr(own, "judged_once", lambda _: lambda _: [])
    return tmp_path / "compiled"


@pytest.fixture
def patched(monkeypatch):
    """The texts whose tags docxtpl is asked to turn into Jinja's."""
    asked = []

    def look(xml: str, patch=word.as_jinja) -> str:
        asked.append(xml)
        return patch(xml)

    monkeypatch.setattr(word, "as_jinja", look)
    return asked


def made(template=None) -> bytes:
    built = document(Request(PLAN, PLAN.read_bytes(), template))
    assert built.docx is not None
    return built.docx


def test_a_template_is_read_once_and_gives_the_same_each_time(folder, patched):
    first = made()
    asked = len(patched)
    assert asked
    assert made() == first
    assert len(patched) == asked
    assert len(list(folder.glob(f"*{own.SUFFIX}"))) > asked


def test_a_warm_run_loads_neither_docxtpl_nor_python_docx():
    """And none of what makes, judges or reads what an ordinary plan does not have."""
    code = (
        "import sys; from generator.cli import main; "
        "main(['plan', '2017', '--output', sys.argv[1]]); "
        "print([name for name in ('docx', 'docxtpl', 'jsonschema', 'holidays') if name in sys.modules])"
    )
    command = [sys.executable, "-c", code, str(files.BUILD / "warm.docx")]
    told = [
        subprocess.run(command, capture_output=True, text=True, cwd=files.ROOT, check=True).stdout
        for _ in range(2)
    ]
    assert told[1].splitlines()[-1] == "[]"


@settings(deadline=None)
@given(
    changes=st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 255)), min_size=1, max_size=5)
)
def test_what_is_damaged_is_never_used(tmp_path_factory, changes):
    """Whichever of its bytes are changed."""
    before, files.COMPILED = files.COMPILED, tmp_path_factory.mktemp("compiled")
    try:
        own.keep("x", b"some content that is kept")
        path = files.COMPILED / "x"
        content = bytearray(path.read_bytes())
        for place, change in changes:
            content[place % len(content)] ^= change
        is_changed = bytes(content) != path.read_bytes()
        path.write_bytes(content)
        assert (own.before("x") is None) == is_changed
    finally:
        files.COMPILED = before


@pytest.mark.parametrize(
    "damage", [b"", b"x", b"x" * 100, None], ids=["empty", "short", "other", "cut"]
)
def test_a_damaged_file_gives_the_same_document(folder, damage):
    first = made()
    for path in folder.glob(f"*{own.SUFFIX}"):
        path.write_bytes(path.read_bytes()[:-1] if damage is None else damage)
    assert made() == first
    # And the next run finds whole ones again.
    assert all(own.before(path.name) is not None for path in folder.iterdir())


def test_a_folder_that_cannot_be_written_gives_the_same_document(folder):
    first = made()
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.write_text("a file in its place")
    assert made() == first


def test_what_lies_among_the_users_own_files_is_never_run(folder, monkeypatch, tmp_path):
    """A folder of plans may come from anybody: code that lies in its build/ stays unread."""
    made()
    foreign = tmp_path / "kept"
    foreign.mkdir()
    for path in folder.iterdir():
        (foreign / path.name).write_bytes(path.read_bytes())
        path.unlink()
    read = []
    monkeypatch.setattr(
        files, "read", lambda path, *most, old=files.read: read.append(path) or old(path, *most)
    )
    made()
    assert read
    assert not [path for path in read if foreign in path.parents]


def test_another_template_gives_its_own_document(folder, tmp_path):
    first = made()
    parts = package.read(files.TEMPLATE.read_bytes())
    parts["word/document.xml"] = parts["word/document.xml"].replace(b">Belopp (kr)<", b">Kronor<")
    other = tmp_path / "other.docx"
    other.write_bytes(package.write(parts))
    for _ in range(2):
        assert b">Kronor<" in package.read(made(other))["word/document.xml"]
        assert made() == first


@pytest.mark.parametrize("what", ["jinja", "docxtpl", "python", "tool"])
def test_another_version_of_anything_makes_it_again(folder, patched, monkeypatch, what):
    first = made()
    asked = len(patched)
    changes = {
        "jinja": lambda: monkeypatch.setattr(jinja2, "__version__", "0"),
        "docxtpl": lambda: monkeypatch.setattr(own, "_library", lambda _: files.ROOT / "tests"),
        "python": lambda: monkeypatch.setattr(kept.sys, "version", "0"),
        "tool": lambda: monkeypatch.setattr(own, "tool", lambda: b"other"),
    }
    changes[what]()
    if what == "docxtpl":
        own.tool.cache_clear()  # as in another process
    assert made() == first
    assert len(patched) == 2 * asked


def test_the_oldest_give_way(folder, monkeypatch):
    monkeypatch.setattr(own, "_MOST", 3)
    for number in range(9):
        own.keep(f"{number}{own.SUFFIX}", b"x")
    assert len(list(folder.iterdir())) == 3
