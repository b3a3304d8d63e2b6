"""The answers to a year's plan, as they came: kept until they are taken out, so that they can be
answered when the plan is ready, however many days later.
"""

import re
from pathlib import Path, PurePosixPath

from generator import files

_FOLDER = "inkomna"
_NOT_IN_NAMES = re.compile(r'[<>:"|?*\x00-\x1f]')
"""What some system does not have in the name of a file."""


class Inbox:
    """The answers to the plan of a year, in build/inkomna."""

    def __init__(self, year: str) -> None:
        self._folder = files.BUILD / _FOLDER / year

    def paths(self) -> list[Path]:
        """The answers that are kept."""
        return files.plain_files(self._folder)

    def take_in(self, name: str, document: bytes) -> Path:
        """Keep an answer, under a name of its own; the same one twice is one. Raises FileError."""
        own = _plain(name)
        number = 1
        target = self._folder / own.name
        while target.exists():
            if files.read(target) == document:
                return target
            number += 1
            target = self._folder / f"{own.stem} {number}{own.suffix}"
        files.write(target, document)
        return target

    def take_out(self, path: Path) -> None:
        """Keep an answer no longer. Raises FileError."""
        files.remove(path)


def _plain(name: str) -> PurePosixPath:
    """The last part of a name that comes from outside, which any system can have."""
    last = _NOT_IN_NAMES.sub("_", name.replace("\\", "/").rpartition("/")[2]).strip().lstrip(".~#")
    stem = PurePosixPath(last).stem.strip(". ") or "svar"
    return PurePosixPath(f"{stem[:120]}.docx")
