"""`make release VERSION=1.1.0`: sees that the version, the changelog and the tree agree, that lint,
tests and pins are good, and only then tags. With a tag as its argument (in the workflow that
publishes) it sees that the tag is of this version.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from generator import __version__  # noqa: E402 from this repository


def hindrances(version: str, changelog: str, status: str, tags: str) -> list[str]:
    """What keeps a version from being released, before anything is run."""
    found = []
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        return ["Skriv versionen: make release VERSION=1.1.0"]
    if version != __version__:
        found.append(f"generator/__init__.py säger {__version__}, inte {version}.")
    if not re.search(
        rf"^## \[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d$", changelog, re.MULTILINE
    ):
        found.append(f"CHANGELOG.md har ingen rubrik  ## [{version}] - och dagen.")
    if status.strip():
        found.append("Det finns ändringar som inte är sparade i git.")
    if f"v{version}" in tags.split():
        found.append(f"v{version} är redan märkt.")
    return found


def unfit(tag: str, changelog: str) -> list[str]:
    """What keeps a tag that was sent from being published."""
    if not tag.startswith("v"):
        return [f"{tag} är ingen version: märk den som v{__version__}."]
    return hindrances(tag[1:], changelog, "", "")


def refused(found: list[str]) -> int:
    """Tell what was found; the exit code."""
    for line in found:
        print(line)
    return 1 if found else 0


def main(arguments: list[str]) -> int:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    if arguments:
        return refused(unfit(arguments[0], changelog))
    version = os.environ.get("VERSION", "").strip()
    if refused(hindrances(version, changelog, git("status", "--porcelain"), git("tag"))):
        return 1
    for target in ("lint", "test", "pins"):
        if subprocess.run(["make", target], cwd=ROOT, check=False).returncode:
            print(f"make {target} blev inte godkänt. Inget är märkt.")
            return 1
    git("tag", "-a", f"v{version}", "-m", f"Version {version}")
    print(f"Märkt: v{version}. Skicka den med  git push origin v{version}")
    return 0


def git(*arguments: str) -> str:
    command = ["git", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
