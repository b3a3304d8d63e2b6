"""Where the user's files lie: plans, templates, pictures, what is made of them, kept versions."""

import json
import os
import re
import stat
import time
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from generator import images
from generator.disk import MOST_BYTES
from generator.disk import FileError as FileError
from generator.disk import create as create
from generator.disk import plain_files as plain_files
from generator.disk import read as read
from generator.disk import remove as remove
from generator.disk import saved_at as saved_at
from generator.disk import shown as shown
from generator.disk import taken as taken
from generator.disk import write as write
from generator.disk import write_all as write_all
from generator.report import visible

PACKAGE = Path(__file__).resolve().parent
IS_CHECKOUT = (PACKAGE.parent / "schema" / "plan.schema.json").is_file()
"""True where the program stands in its repository, with templates and schema beside it; what is
installed carries them within.
"""
_PROGRAM = PACKAGE.parent if IS_CHECKOUT else PACKAGE / "data"
ROOT = PACKAGE.parent if IS_CHECKOUT else Path.cwd()
"""Where the user works: in the repository, or where the installed program is started."""
STARTED_BY = ".\\starta" if os.name == "nt" else "./starta.sh"
"""What makes the tool ready in the repository, as it is typed."""
_TEMPLATE = _PROGRAM / "templates" / "verksamhetsplan.docx"
_PAGE_TEMPLATE = _PROGRAM / "templates" / "verksamhetsplan.html"
STARTER = _PROGRAM / "templates" / "plan.yaml"
REQUIREMENTS = _PROGRAM / "requirements" / "plan.txt"
DOCS = _PROGRAM / "docs"
SCHEMA = _PROGRAM / "schema" / "plan.schema.json"
EDITORS_SCHEMA = ROOT / "schema" / "plan.schema.json"
"""Where editors look for the schema, told in the first line of a plan."""
PLANS = ROOT / "plans"
BUILD = ROOT / "build"
KEPT = BUILD / ".mall"
VERSIONS = BUILD / ".versioner"
COMPILED = PACKAGE / "__pycache__"
"""Where Python keeps the program's own code as it has compiled it. Who can write there can write
the program as well, so that what is kept there may be run.
"""

_SECONDS_BETWEEN = 30
"""Between two versions that are kept."""
_MOST_VERSIONS = 500
_NAME_OF_VERSION = "%Y-%m-%d %H.%M.%S"
_LENGTH_OF_NAME = 19


def work_in(folder: Path) -> None:
    """Let the plans lie in a folder, in its plans/ or in itself, what is made of them in its
    build/, and the templates in its templates/ where it has its own. Raises FileError.
    """
    global PLANS, BUILD, KEPT, VERSIONS, TEMPLATE, PAGE_TEMPLATE
    if not folder.is_dir():
        raise FileError(f"Mappen {shown(folder)} finns inte.")
    top = folder.resolve()
    top = top.parent if top.name == "plans" else top
    PLANS = top / "plans" if (top / "plans").is_dir() else top
    BUILD = top / "build"
    KEPT, VERSIONS = BUILD / ".mall", BUILD / ".versioner"
    TEMPLATE, PAGE_TEMPLATE = (_own(top, own) for own in (_TEMPLATE, _PAGE_TEMPLATE))


def _own(top: Path, template: Path) -> Path:
    """The template of a folder; the common one where it has none."""
    found = top / "templates" / template.name
    return found if found.is_file() else template


TEMPLATE = _own(ROOT, _TEMPLATE)
PAGE_TEMPLATE = _own(ROOT, _PAGE_TEMPLATE)


def read_schema() -> dict[str, Any]:
    """The plan's JSON Schema. Raises FileError."""
    try:
        schema: dict[str, Any] = json.loads(read(SCHEMA))
    except ValueError as error:
        raise FileError(
            f"Filen {shown(SCHEMA)} är skadad. Hämta tillbaka den senaste som fungerade."
        ) from error
    return schema


def template_of(year: int) -> Path:
    """The Word template of a year's plan: its own (templates/2017.docx), or the common one."""
    own = BUILD.parent / "templates" / f"{year}.docx"
    return own if own.is_file() else TEMPLATE


def read_page_template() -> str:
    """The template of the web page. Raises FileError."""
    try:
        return read(PAGE_TEMPLATE).decode()
    except UnicodeDecodeError as error:
        raise FileError(
            f"Filen {shown(PAGE_TEMPLATE)} är skadad. Hämta tillbaka den senaste som fungerade."
        ) from error


def plans() -> dict[str, Path]:
    """Year -> file, for every plan there is."""
    return {path.stem: path for path in sorted(PLANS.glob("*.yaml")) if _YEAR.fullmatch(path.stem)}


def asked_for(name: str) -> str:
    """What a plan is asked for by after YEAR=, by its file's name as it is shown: its year, where
    it lies with the plans.
    """
    years = (year for year, path in plans().items() if shown(path) == name)
    return next(years, name)


def left_out() -> list[Path]:
    """The YAML files among the plans that by their names are none: mostly copies."""
    taken = {path.name for path in plans().values()}
    yaml = (path for path in plain_files(PLANS) if ".y" in path.name.lower())
    return [path for path in yaml if path.name not in taken]


def alike(path: Path) -> list[Path]:
    """The files beside a missing plan that by their names seem to be it, as 2019.yaml.txt."""
    name = path.name.partition(".")[0]
    own = re.compile(rf"(?<![\w]){re.escape(name)}(?!\d)", re.IGNORECASE)
    found = [other for other in plain_files(path.parent) if name and own.search(other.name)]
    return [other for other in found if other.suffix.strip().lower() in _SAVED_AS]


_YEAR = re.compile("[0-9]{4}")
_SAVED_AS = ("", ".yaml", ".yml", ".txt")
_COPY = re.compile(r"(?:kopia av|copy of) .*|[0-9]{4}[^0-9].*", re.IGNORECASE)


def has_schema() -> bool:
    """True where editors find the schema by the first line of a plan: beside the folder of
    plans.
    """
    return (PLANS.parent / "schema" / EDITORS_SCHEMA.name).is_file()


def beside(path: Path) -> Callable[[int], bytes | None]:
    """Where the plans of other years lie for a plan: in its folder, named after their year. None
    where there is none, or it cannot be read.
    """

    def other(year: int) -> bytes | None:
        found = path.with_name(f"{year}.yaml")
        with suppress(FileError):
            return read(found) if found.is_file() and found.name != path.name else None
        return None

    return other


def pictures(plan: Path) -> images.Look:
    """The pictures of a plan: ordinary files in its folder or below it."""

    def look(name: str) -> bytes | images.Flaw:
        try:
            return _picture(plan.resolve().parent, name)
        except (OSError, ValueError, RuntimeError, FileError):  # a link may lead to itself
            return images.Flaw("BIL001", "går inte att läsa", "Får du öppna filen på datorn?")

    return look


_BESIDE = "Lägg den i mappen bilder bredvid planen, och skriv bilder/ och filens namn."


def _picture(top: Path, name: str) -> bytes | images.Flaw:
    """A picture below a folder. Raises OSError, ValueError and FileError."""
    found = top
    for part in filter(None, name.split("/")):
        there = sorted(os.listdir(found)) if found.is_dir() else []
        # Names are told apart by their letters, not by how the disk stores them.
        known = {unicodedata.normalize("NFC", own): own for own in there}
        if part not in known:
            near = (own for own in known if own.casefold() == part.casefold())
            alike = next(near, None)
            hint = (
                f"Den heter {visible(alike)}, med andra stora och små bokstäver."
                if alike
                else _BESIDE
            )
            return images.Flaw("BIL001", "finns inte", hint)
        found /= known[part]
    if not found.resolve().is_relative_to(top):
        return images.Flaw("BIL001", "är en genväg ut ur planens mapp", _BESIDE)
    status = found.stat()
    if not stat.S_ISREG(status.st_mode):
        kind = "är en mapp" if stat.S_ISDIR(status.st_mode) else "är ingen vanlig fil"
        return images.Flaw("BIL001", kind, "Skriv namnet på en fil: bilder/karta.png")
    # One byte more than may be, so that it is told as too large.
    return read(found)[: images.MOST_BYTES + 1] if status.st_size <= MOST_BYTES else images.huge()


def keep(path: Path, content: bytes, *, always: bool = False) -> None:
    """Keep a version of a plan in build/.versioner, where the last one kept is not from just now,
    or `always`; the oldest give way. Raises FileError.
    """
    folder = VERSIONS / path.stem
    kept = versions(path)
    now = time.time()
    if kept and read(kept[-1]) == content:
        return
    if kept and not always and now - _kept_at(kept[-1]) < _SECONDS_BETWEEN:
        return
    name = time.strftime(_NAME_OF_VERSION, time.localtime(now))
    target = folder / f"{name}.yaml"
    write(target if not target.exists() else folder / f"{name}_{len(kept)}.yaml", content)
    for old in kept[: len(kept) + 1 - _MOST_VERSIONS]:
        with suppress(OSError):
            old.unlink()


def versions(path: Path) -> list[Path]:
    """The versions of a plan that are kept, oldest first; each is named after its time."""
    return plain_files(VERSIONS / path.stem)


def _kept_at(version: Path) -> float:
    """When a version was kept, in seconds; long ago where its name does not say."""
    with suppress(ValueError, OverflowError):
        return time.mktime(time.strptime(version.stem[:_LENGTH_OF_NAME], _NAME_OF_VERSION))
    return 0.0


def now() -> str:
    """What the clock says, as Word writes a time (W3CDTF, UTC)."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def stamps() -> dict[Path, tuple[int, int]]:
    """When each YAML file among the plans, but copies, was last written (ns), and its size (bytes).

    A file that cannot be asked is left out.
    """
    found = {}
    for path in sorted(PLANS.glob("[!.~#]*.yaml")):
        with suppress(OSError):
            if _COPY.fullmatch(path.stem):
                continue
            status = path.stat()
            found[path] = (status.st_mtime_ns, status.st_size)
    return found
