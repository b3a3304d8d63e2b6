"""Programs for the tests that come from npm, each folder with its own lock file."""

import json
import os
import subprocess
from pathlib import Path

import programs
import pytest


def install(folder: Path) -> None:
    """Make a folder's packages be those it names; in CI a missing Node.js is a failure, elsewhere a
    skip that says what to install."""
    programs.need("nodejs", "npm")
    wanted = json.loads((folder / "package.json").read_bytes())["dependencies"]
    if any(_version(folder / "node_modules" / name) != version for name, version in wanted.items()):
        done = subprocess.run(
            ["npm", "ci", "--ignore-scripts"],
            cwd=folder,
            capture_output=True,
            check=False,
            timeout=300,
        )
        if done.returncode and "CI" not in os.environ:
            pytest.skip("the packages could not be fetched by npm")
        done.check_returncode()


def _version(package: Path) -> str:
    """The version of an installed package, '' where it is not installed."""
    manifest = package / "package.json"
    return json.loads(manifest.read_bytes())["version"] if manifest.exists() else ""
