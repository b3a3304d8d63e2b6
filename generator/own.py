"""The program's own work: what it is, by which what was made before is known, and what it keeps of
its work for the next run.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from generator import files

T = TypeVar("T")
SUFFIX = ".mall"
"""Of what is kept."""
_MOST = 60


def before(name: str) -> bytes | None:
    """What the program kept of its own work under a name; None for nothing, or what is damaged."""
    try:
        content = files.read(files.COMPILED / name)
    except files.FileError:
        return None
    digest, kept = content[: sha256().digest_size], content[sha256().digest_size :]
    return kept if sha256(kept).digest() == digest else None


def keep(name: str, content: bytes) -> None:
    """Keep some of the program's own work for the next run, where that can be; the oldest gives
    way.
    """
    with suppress(files.FileError, OSError):
        files.write(files.COMPILED / name, sha256(content).digest() + content)
        kept = sorted(files.COMPILED.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime)
        for old in kept[:-_MOST]:
            old.unlink()


def judged_once(judge: Callable[[bytes], list[T]]) -> Callable[[bytes], list[T]]:
    """The same judge, which lets content pass unseen in which it found nothing before: a stamp
    tells so until the tool changes.
    """

    def look(content: bytes) -> list[T]:
        stamp = files.KEPT / f"{_digest(content)}.godkänd"
        if stamp.exists():
            return []
        found = judge(content)
        if not found:
            with suppress(OSError):
                files.KEPT.mkdir(parents=True, exist_ok=True)
                stamp.touch()
        return found

    return look


def _digest(content: bytes) -> str:
    """Of some content and of the tool itself."""
    return sha256(content + tool()).hexdigest()


@cache
def tool() -> bytes:
    """What the program was when it was started: its files by size and time, as Python knows those
    that it has compiled, and its libraries by their versions.
    """
    seen = [files.REQUIREMENTS.read_bytes()]
    for top in (files.PACKAGE, _library("docxtpl")):
        for folder, folders, names in os.walk(top):
            folders.sort()
            for name in sorted(name for name in names if name.endswith(".py")):
                status = os.stat(os.path.join(folder, name))
                seen.append(f"{name} {status.st_size} {status.st_mtime_ns}".encode())
    return b"\n".join(seen)


def _library(name: str) -> Path:
    """The folder of a library, which is not loaded for it."""
    from importlib.util import find_spec

    found = find_spec(name)
    return Path(found.origin or "").parent if found else Path()
