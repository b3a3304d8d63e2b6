"""The breaks made by hand still find the lines that they break."""

from pathlib import Path

import pytest
from breaks import BREAKS

ROOT = Path(__file__).resolve().parent.parent


def test_there_are_breaks():
    assert len(BREAKS) > 80


@pytest.mark.parametrize("broken", BREAKS, ids=lambda broken: f"{broken.path}:{broken.old[:30]}")
def test_a_break_stands_where_its_line_is(broken):
    assert broken.old in (ROOT / broken.path).read_text(encoding="utf-8")
