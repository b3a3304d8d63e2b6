"""A plan's file, put through every check with what lies beside it."""

from pathlib import Path

from generator import files
from generator.pipeline import Build, check


def examined(path: Path, raw: bytes) -> Build:
    """The plan of a file, whose text is `raw`, checked. Raises files.FileError."""
    return check(
        files.shown(path), raw, files.read_schema(), files.beside(path), files.pictures(path)
    )
