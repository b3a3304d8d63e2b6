"""The five lists of libraries: together in one environment, each what its own file asks for, and
all that is imported asked for by name.
"""

import ast
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pins
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
ALL = (*pins.LISTS, "test")


def under(name: str) -> set[str]:
    """A list and those that it builds on."""
    below = [under(one) for one in pins.asked(name)[0]]
    return {name}.union(*below)


def wanted(name: str) -> list[Requirement]:
    """What a list asks for, by itself and by those that it builds on."""
    return [one for part in sorted(under(name)) for one in pins.asked(part)[1]]


def pinned(name: str, here: dict[str, str]) -> dict[str, str]:
    """What a list installs in an environment: library -> version."""
    return {
        canonicalize_name(pin.name): str(pin.specifier).removeprefix("==")
        for pin in pins.pins(name)
        if pins.is_for(pin, here)
    }


def test_every_list_is_held():
    files = {path.stem for path in (ROOT / "requirements").iterdir()}
    assert files == set(ALL)
    assert under("test") == set(ALL)


def test_a_library_of_several_lists_is_of_one_version_in_all():
    """They share one environment: what one list installs another would replace."""
    seen = 0
    for computer, version, here in pins.environments():
        first: dict[str, tuple[str, str]] = {}
        for name in ALL:
            for library, pin in pinned(name, here).items():
                other, its = first.setdefault(library, (name, pin))
                assert pin == its, f"{computer}, {version}: {library} i {name}.txt och {other}.txt"
                seen += 1
    assert seen > 5000


@pytest.mark.parametrize("name", ALL)
def test_a_list_pins_what_its_file_asks_for(name):
    seen = 0
    for computer, version, here in pins.environments():
        held = pinned(name, here)
        for one in wanted(name):
            if not pins.is_for(one, here):
                continue
            seen += 1
            version_held = held.get(canonicalize_name(one.name))
            assert version_held, f"{one.name} saknas i {name}.txt ({computer}, {version})"
            assert version_held in one.specifier, f"{one} men {version_held} i {name}.txt"
    assert seen > 100


def needed(name: str) -> set[str]:
    """What a list asks for and all that it needs in turn, as the installed libraries say."""
    found: set[str] = set()
    left = [(one, "") for one in wanted(name)]
    while left:
        one, extra = left.pop()
        if one.marker and not one.marker.evaluate({"extra": extra}):
            continue
        library = canonicalize_name(one.name)
        asked = {f"{library}[{more}]" for more in one.extras} | {library}
        if asked <= found:
            continue
        found |= asked
        below = [Requirement(line) for line in metadata.requires(library) or ()]
        left += [(each, more) for each in below for more in (*one.extras, "")]
    return {library for library in found if "[" not in library}


@pytest.mark.parametrize("name", ALL)
def test_a_list_pins_nothing_but_what_its_file_needs(name):
    """What another list asks for is in none but where it is needed."""
    assert pinned(name, {}).keys() == needed(name)


@pytest.mark.parametrize("name", ALL)
def test_what_is_installed_is_what_is_locked(name):
    """The tests run on what users get."""
    held = pinned(name, {})
    assert len(held) > 10
    assert {library: metadata.version(library) for library in held} == held


# Which list a file may import from, beside plan.in: the first that fits its path.
PARTS = (
    ("starta.py", None),
    ("generator/pdf.py", "pdf"),
    ("generator/invitations.py", "invitations"),
    ("generator/workbench/", "start"),
    ("generator/", "plan"),
    # Run by LibreOffice's own Python, which has its own.
    ("tests/office.py", ...),
    ("tests/", "test"),
)
OWN = {"generator", "starta", *(path.stem for path in (ROOT / "tests").glob("*.py"))}


def sources() -> Iterator[tuple[Path, str | None]]:
    """Each file of code, and the list that it may import from."""
    paths = [ROOT / "starta.py", *(ROOT / "generator").rglob("*.py")]
    for path in sorted([*paths, *(ROOT / "tests").glob("*.py")]):
        own = path.relative_to(ROOT).as_posix()
        name = next(name for begins, name in PARTS if own.startswith(begins))
        if name is not ...:
            yield path, name


def imported(path: Path) -> set[str]:
    """The modules from outside that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(str(node.module).split(".")[0])
    return found - sys.stdlib_module_names - OWN


def test_what_is_imported_is_asked_for_by_name():
    """What only comes along with another library goes when that one no longer needs it."""
    owners = metadata.packages_distributions()
    seen = 0
    for path, name in sources():
        asked = {canonicalize_name(one.name) for one in wanted(name)} if name else set()
        for module in imported(path):
            seen += 1
            libraries = {canonicalize_name(one) for one in owners.get(module, [module])}
            file = path.relative_to(ROOT)
            told = f"{file} importerar {module} ({', '.join(libraries)}), som {name}.in inte nämner"
            assert libraries & asked, told
    assert seen > 200
