"""Files of the user on the disk: read with bounds, replaced whole or not at all."""

import errno
import os
import re
import stat
import time
from collections.abc import Mapping, Set
from contextlib import suppress
from pathlib import Path

from generator.report import visible

MOST_BYTES = 30_000_000
_SECONDS_OF_A_WRITE = 60
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


def read(path: Path, most: int = MOST_BYTES) -> bytes:
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
        f"{shown(path)} finns redan, och skrivs aldrig över. "
        "Byt namn på den filen först om du vill börja om."
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


def plain_files(folder: Path) -> list[Path]:
    """The files of a folder, but for hidden ones and those that programs keep while one is open."""
    try:
        shown = [path for path in sorted(folder.iterdir()) if path.name[0] not in ".~#"]
        return [path for path in shown if path.is_file()]
    except OSError:
        return []


def remove(path: Path) -> None:
    """Take a file away. Raises FileError."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise FileError(f"Filen {shown(path)} kan inte tas bort: {_reason(error)}.") from error


def saved_at(path: Path) -> str:
    """When a file was last saved, as '2026-11-26 01.22'; '' where that cannot be seen."""
    try:
        return time.strftime("%Y-%m-%d %H.%M", time.localtime(path.stat().st_mtime))
    except OSError:
        return ""


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
    if not path.exists() and isinstance(error, PermissionError):
        return f"Filen {shown(path)} kan inte skrivas: du får inte skriva i mappen."
    if isinstance(error, OSError) and error.errno in (
        errno.EACCES,
        errno.EPERM,
        errno.EBUSY,
        errno.ETXTBSY,
    ):
        return (
            f"Filen {shown(path)} kan inte skrivas: den är öppen i Word eller skrivskyddad.{kept} "
            "Stäng den och kör kommandot igen."
        )
    return f"Filen {shown(path)} kan inte skrivas: {_reason(error)}.{kept}"


def _reason(error: Exception) -> str:
    number = error.errno if isinstance(error, OSError) else None
    return _REASONS.get(number or 0, "datorn svarar med ett okänt fel")
