"""The program as a process: what it says where its libraries are gone."""

import subprocess
import sys
from pathlib import Path

import pytest

from generator import process

ROOT = Path(__file__).parents[1]


def test_libraries_that_are_gone_are_a_sentence_and_no_traceback():
    """As after a new Python of the computer: the same folder, and nothing in it."""
    start = (
        f"import sys; sys.path = [p for p in sys.path if 'site-packages' not in p] + [{str(ROOT)!r}]\n"
        "sys.argv[1:] = ['check', '2017']\n"
        "from generator.process import run_module; run_module()"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", start], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("En del av verktyget saknas: msgspec.")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("prefix", "is_ours"),
    [("/x/.venv", True), ("/hem/.plangenerator/0123", True), ("/usr", False), ("/x/venv", False)],
)
def test_no_folder_but_the_tools_own_is_advised_to_be_removed(monkeypatch, prefix, is_ours):
    monkeypatch.setattr(sys, "prefix", prefix)
    assert (f"Ta bort mappen {prefix} och försök igen." in process._made_anew()) is is_ours
