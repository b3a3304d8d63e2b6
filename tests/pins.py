"""`make pins`: sees that every locked library has a wheel for every computer that the tool is meant
for. It asks the index that pip asks; nothing is downloaded.
"""

import json
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.tags import compatible_tags, cpython_tags, mac_platforms
from packaging.utils import InvalidWheelFilename, parse_wheel_filename

ROOT = Path(__file__).parents[1]
LISTS = ("plan", "pdf", "invitations", "start")
PYTHONS = ((3, 11), (3, 12), (3, 13), (3, 14), (3, 15))
_LINES = re.compile(r"^([A-Za-z0-9][^\s\\]*==[^\s\\]+(?: ;[^\\\n]*)?)", re.MULTILINE)


def linux(minor: int, machine: str) -> list[str]:
    """What a system with glibc 2.`minor` takes."""
    new = [f"manylinux_2_{version}_{machine}" for version in range(minor, 4, -1)]
    return [*new, f"manylinux2014_{machine}", f"linux_{machine}"]


COMPUTERS = {
    "Windows x64": (["win_amd64"], "win32", "AMD64"),
    "Windows arm64": (["win_arm64"], "win32", "ARM64"),
    **{
        f"macOS {version} {machine}": ([*mac_platforms((version, 0), machine)], "darwin", machine)
        for version in (13, 14, 15)
        for machine in ("x86_64", "arm64")
    },
    **{
        f"Debian {name} {machine}": (linux(minor, machine), "linux", machine)
        for name, minor in (("12", 36), ("13", 41))
        for machine in ("x86_64", "aarch64")
    },
}
"""What each is called -> its wheels' platforms, the best first, and what Python says of it."""
SYSTEMS = {"win32": "Windows", "darwin": "Darwin", "linux": "Linux"}
"""What Python calls a system in two ways."""
NOWHERE = {
    ("Windows arm64", (3, 11), "pyyaml"): "Python 3.12 has it; 3.11 for x64 runs there too",
    **{
        ("macOS 13 arm64", version, "pikepdf"): "no release has it; all else works there"
        for version in PYTHONS
    },
    **{
        (f"macOS {computer}", (3, 15), "pikepdf"): "no release has it; Python 3.14 has it there"
        for computer in ("13 x86_64", "14 x86_64", "15 x86_64", "14 arm64")
    },
    **{
        (
            f"Debian 12 {machine}",
            (3, 15),
            "orjson",
        ): "no release has it; Debian's own is Python 3.11"
        for machine in ("x86_64", "aarch64")
    },
}
"""What there is no wheel of, and what it means."""


def index() -> str:
    """The address of the index that pip asks."""
    command = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return (done.stdout.strip() or "https://pypi.org/simple").rstrip("/")


def wheels(top: str, name: str) -> list[str]:
    """The names of a library's files."""
    accept = {"Accept": "application/vnd.pypi.simple.v1+json, text/html;q=0.1"}
    asked = urllib.request.Request(f"{top}/{name}/", headers=accept)
    with urllib.request.urlopen(asked, timeout=60) as answer:
        said = answer.read().decode()
    if said.lstrip().startswith("{"):
        return [file["filename"] for file in json.loads(said)["files"]]
    return re.findall(r">\s*([^<>\s]+\.whl)\s*<", said)


def pins(name: str) -> list[Requirement]:
    """What a list pins."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return [Requirement(line) for line in _LINES.findall(text)]


def asked(name: str) -> tuple[list[str], list[Requirement]]:
    """What a list is made of: the lists that it builds on, and what it asks for itself."""
    text = (ROOT / "requirements" / f"{name}.in").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    under = [line[3:].removesuffix(".in") for line in lines if line.startswith("-r ")]
    return under, [Requirement(line) for line in lines if not line.startswith("-r ")]


def environments() -> Iterator[tuple[str, tuple[int, int], dict[str, str]]]:
    """Each computer with each Python, and what markers are judged by there."""
    for computer, (_, system, machine) in COMPUTERS.items():
        for version in PYTHONS:
            yield (
                computer,
                version,
                {
                    **default_environment(),
                    "sys_platform": system,
                    "platform_machine": machine,
                    "platform_system": SYSTEMS[system],
                    "os_name": "nt" if system == "win32" else "posix",
                    "python_version": ".".join(map(str, version)),
                    "python_full_version": f"{version[0]}.{version[1]}.0",
                },
            )


def is_for(wanted: Requirement, here: dict[str, str]) -> bool:
    """True for what is installed in such an environment."""
    return wanted.marker is None or wanted.marker.evaluate(here)


def missing() -> tuple[int, list[str]]:
    """How many wheels were looked for, and those that there are not."""
    top = index()
    wanted = {pin for name in LISTS for pin in pins(name)}
    names = sorted({pin.name for pin in wanted})
    with ThreadPoolExecutor(8) as pool:
        files = dict(zip(names, pool.map(lambda name: wheels(top, name), names), strict=True))
    looked, lacking = 0, []
    for computer, version, here in environments():
        platforms = COMPUTERS[computer][0]
        tags = {
            *cpython_tags(version, platforms=platforms),
            *compatible_tags(version, f"cp3{version[1]}", platforms),
        }
        for pin in wanted:
            if not is_for(pin, here):
                continue
            looked += 1
            if (computer, version, pin.name) in NOWHERE:
                continue
            if not any(fits(file, pin, tags) for file in files[pin.name]):
                lacking.append(
                    f"{computer}, Python {here['python_version']}: {pin.name}{pin.specifier}"
                )
    return looked, lacking


def fits(file: str, pin: Requirement, tags: set) -> bool:
    """True for a wheel of the pinned version that a computer takes."""
    try:
        _, version, _, own = parse_wheel_filename(file)
    except InvalidWheelFilename:
        return False
    return version in pin.specifier and bool(own & tags)


if __name__ == "__main__":
    looked, lacking = missing()
    print("\n".join([*sorted(lacking), f"{looked} wheels looked for, {len(lacking)} missing"]))
    sys.exit(1 if lacking or not looked else 0)
