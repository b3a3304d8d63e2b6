"""The programs that some tests need, by the Debian package that brings each.

Where one is missing its tests are skipped, and the end of the run says in one line what would run
them (conftest.py); in CI it is a failure.
"""

import os
import shutil
import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

_NEEDED = ("jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2", "stax-ex", "FastInfoset")
JAXB = [f"/usr/share/java/{name}.jar" for name in _NEEDED]
"""What veraPDF needs beside itself, where Debian puts it."""
PAGES = ("libreoffice-writer", "hyphen-sv", "fonts-crosextra-carlito", "fonts-crosextra-caladea")
"""What lays pages out as they should be."""
REASON = "missing: "


def _program(name: str):
    return lambda: shutil.which(name) is not None


def _font(family: str):
    return lambda: any(Path("/usr/share/fonts").rglob(f"{family}-Regular.*tf"))


def _uno() -> bool:
    python = Path("/usr/bin/python3")
    return (
        python.exists()
        and not subprocess.run(
            [python, "-c", "import uno"], capture_output=True, check=False
        ).returncode
    )


THERE = {
    "git": _program("git"),
    "util-linux": _program("setsid"),
    "libreoffice-writer": _program("soffice"),
    "hyphen-sv": lambda: any(Path("/usr/share").glob("h*/hyph_sv*.dic")),
    "fonts-crosextra-carlito": _font("Carlito"),
    "fonts-crosextra-caladea": _font("Caladea"),
    "python3-uno": _uno,
    "poppler-utils": _program("pdftotext"),
    "openjdk-17-jdk-headless": _program("javac"),
    "libjaxb-java": lambda: all(Path(jar).exists() for jar in JAXB),
    "nodejs": _program("node"),
    "npm": _program("npm"),
    "chromium": _program("chromium"),
}
"""Whether a package's program is there."""


@cache
def _is_there(package: str) -> bool:
    return THERE[package]()


def need(*packages: str) -> None:
    """Skip the test where a program is missing; in CI fail it."""
    missing = [package for package in packages if not _is_there(package)]
    if missing and "CI" in os.environ:
        pytest.fail(f"{REASON}{' '.join(missing)}")
    if missing:
        pytest.skip(f"{REASON}{' '.join(missing)}")


def told(reasons: Iterable[str]) -> str:
    """The line that says what was skipped, out of the reasons of all skips; '' where nothing was
    missing."""
    lacking = [reason.partition(REASON)[2].split() for reason in reasons if REASON in reason]
    packages = sorted({package for missing in lacking for package in missing})
    return (
        f"{len(lacking)} tests were skipped; to run them: sudo apt install {' '.join(packages)}"
        if lacking
        else ""
    )
