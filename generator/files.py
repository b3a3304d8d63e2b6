"""The only module that reads and writes the user's files. Each is replaced whole or not at all."""

import errno
import json
import os
import re
import stat
import time
import unicodedata
from collections.abc import Callable, Mapping, Set
from contextlib import suppress
from pathlib import Path
from typing import Any

from generator import images
from generator.report import visible

PACKAGE = Path(__file__).resolve().parent
IS_CHECKOUT = (PACKAGE.parent / "schema" / "plan.schema.json").is_file()
"""True where the program stands in its repository, with templates and schema beside it; what is
installed carries them within.
"""
_PROGRAM = PACKAGE.parent if IS_CHECKOUT else PACKAGE / "data"
ROOT = PACKAGE.parent if IS_CHECKOUT else Path.cwd()
"""Where the user works: in the repository, or where the installed program is started."""
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

_MOST_BYTES = 30_000_000
_SECONDS_OF_A_WRITE = 60
_SECONDS_BETWEEN = 30
"""Between two versions that are kept."""
_MOST_VERSIONS = 500
_NAME_OF_VERSION = "%Y-%m-%d %H.%M.%S"
_LENGTH_OF_NAME = 19
_REASONS = {
    errno.EACCES: "du har inte rätt att läsa eller skriva där",
    errno.EPERM: "du har inte rätt att läsa eller skriva där",
    errno.ENOSPC: "disken är full",
    errno.EDQUOT: "disken är full",
    errno.EROFS: "disken är skrivskyddad",
    errno.EISDIR: "det är en mapp",
    errno.ENOTDIR: "en del av sökvägen är ingen mapp",
    errno.EEXIST: "en del av sökvägen är ingen mapp",
    errno.ENOENT: "den finns inte",
    errno.ENAMETOOLONG: "namnet är för långt",
}


class FileError(Exception):
    """A file cannot be read or written; the message is a Swedish sentence."""


def work_in(folder: Path) -> None:
    """Let the plans lie in a folder, in its plans/ or in itself, what is made of them in its build/,
    and the templates in its templates/ where it has its own. Raises FileError.
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


def read(path: Path, most: int = _MOST_BYTES) -> bytes:
    """The bytes of an ordinary file, which has at most `most`. Raises FileError."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(errno.EISDIR, "")
        if not stat.S_ISREG(status.st_mode):  # a pipe may never end, nor a device
            raise FileError(f"Filen {shown(path)} kan inte läsas: det är ingen vanlig fil.")
        content = b""
        if status.st_size <= most:
            with path.open("rb") as file:
                content = file.read(most + 1)
    except (OSError, ValueError) as error:
        raise FileError(f"Filen {shown(path)} kan inte läsas: {_reason(error)}.") from error
    if max(status.st_size, len(content)) > most:
        raise FileError(f"Filen {shown(path)} är orimligt stor: högst {most // 1_000_000} MB.")
    return content


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


def write(path: Path, content: bytes) -> None:
    """Replace a file whole: written beside its target, then renamed. Raises FileError, the old file
    untouched.
    """
    write_all({path: content})


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Replace several files, each whole: all are written before the first takes its name.

    Raises FileError, the old files untouched.
    """
    written: list[tuple[Path, Path]] = []
    path = Path()
    try:
        for path, content in contents.items():
            target = path.resolve()
            written.append((_beside(target, content), target))
        for temporary, path in written:
            temporary.replace(path)
        _keep_names({target.parent for _, target in written})
    except (OSError, ValueError) as error:
        for temporary, _ in written:
            temporary.unlink(missing_ok=True)
        raise FileError(_not_replaced(path, error)) from error


def create(path: Path, content: bytes) -> None:
    """Write a file whole that is not there, not even since a moment ago. Raises FileError."""
    target = path.resolve()
    temporary = None
    try:
        temporary = _beside(target, content)
        _link(temporary, target)
        _keep_names({target.parent})
    except FileExistsError as error:
        raise taken(path) from error
    except (OSError, ValueError) as error:
        raise FileError(_not_replaced(path, error)) from error
    finally:
        if temporary:
            temporary.unlink(missing_ok=True)


def _link(temporary: Path, target: Path) -> None:
    """Give a file a name that no file has. Raises FileExistsError."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:  # a disk that knows one name for a file, such as a memory stick
        target.touch(exist_ok=False)
        temporary.replace(target)


def taken(path: Path) -> FileError:
    """What to say of a file that is there already."""
    return FileError(
        f"{shown(path)} finns redan, och skrivs aldrig över. Ta bort filen först om du vill börja om."
    )


def _beside(target: Path, content: bytes) -> Path:
    """A new file in the folder of its target, with the target's mode; the target, if it is there,
    can be replaced.
    """
    import tempfile

    mode = 0o644
    target.parent.mkdir(parents=True, exist_ok=True)
    _clear_up(target)
    if target.exists():
        mode = target.stat().st_mode & 0o777
        target.open("r+b").close()
    prefix = f".{target.stem}-{os.getpid()}-"
    number, name = tempfile.mkstemp(".tmp", prefix, target.parent)
    os.close(number)
    temporary = Path(name)
    try:
        temporary.write_bytes(content)
        temporary.chmod(mode)
        with temporary.open("r+b") as file:
            os.fsync(file.fileno())  # on the disk before it takes the old one's name
    except OSError:
        temporary.unlink()
        raise
    return temporary


def _keep_names(folders: Set[Path]) -> None:
    """Let the names in some folders, too, be on the disk; not every system can."""
    for folder in folders:
        with suppress(OSError):
            opened = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(opened)
            finally:
                os.close(opened)


def _clear_up(target: Path) -> None:
    """Take away what a process that was killed left half-written beside a target."""
    ours = re.compile(rf"\.{re.escape(target.stem)}-(\d+-)?\w{{8}}\.tmp")
    for path in target.parent.glob(".*.tmp"):
        if found := ours.fullmatch(path.name):
            with suppress(OSError):
                if not _is_at_work(int(found[1][:-1]) if found[1] else 0, path):
                    path.unlink()


def _is_at_work(process: int, path: Path) -> bool:
    """True if the process that writes a file may be there; where it cannot be asked, age tells."""
    if not process or os.name != "posix":
        return time.time() - path.stat().st_mtime < _SECONDS_OF_A_WRITE
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def plans() -> dict[str, Path]:
    """Year -> file, for every plan there is."""
    return {path.stem: path for path in sorted(PLANS.glob("*.yaml")) if _YEAR.fullmatch(path.stem)}


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


def plain_files(folder: Path) -> list[Path]:
    """The files of a folder, but for hidden ones and those that programs keep while one is open."""
    try:
        shown = [path for path in sorted(folder.iterdir()) if path.name[0] not in ".~#"]
        return [path for path in shown if path.is_file()]
    except OSError:
        return []


def has_schema() -> bool:
    """True where editors find the schema by the first line of a plan: beside the folder of plans."""
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
    return read(found)[: images.MOST_BYTES + 1] if status.st_size <= _MOST_BYTES else images.huge()


def keep(path: Path, content: bytes, *, always: bool = False) -> None:
    """Keep a version of a plan in build/.versioner, where the last one kept is not from just now, or
    `always`; the oldest give way. Raises FileError.
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


def remove(path: Path) -> None:
    """Take a file away. Raises FileError."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise FileError(f"Filen {shown(path)} kan inte tas bort: {_reason(error)}.") from error


def now() -> str:
    """What the clock says, as Word writes a time (W3CDTF, UTC)."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def saved_at(path: Path) -> str:
    """When a file was last saved, as '2026-11-26 01.22'; '' where that cannot be seen."""
    try:
        return time.strftime("%Y-%m-%d %H.%M", time.localtime(path.stat().st_mtime))
    except OSError:
        return ""


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


def shown(path: Path) -> str:
    """A path as the user knows it, fit to be printed: from the folder they stand in, if below
    it.
    """
    try:
        name = path.absolute().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        name = str(path)
    return visible(re.sub(r"[\ud800-\udfff]", "\ufffd", name))


def _not_replaced(path: Path, error: Exception) -> str:
    kept = " Den gamla filen är orörd." if path.is_file() else ""
    if isinstance(error, OSError) and error.errno in (
        errno.EACCES,
        errno.EPERM,
        errno.EBUSY,
        errno.ETXTBSY,
    ):
        return f"Filen {shown(path)} kan inte skrivas: den är öppen i Word eller skrivskyddad.{kept} Stäng den och kör kommandot igen."
    return f"Filen {shown(path)} kan inte skrivas: {_reason(error)}.{kept}"


def _reason(error: Exception) -> str:
    number = error.errno if isinstance(error, OSError) else None
    return _REASONS.get(number or 0, "datorn svarar med ett okänt fel")
