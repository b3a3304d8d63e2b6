"""What a secretary sees on a terminal of any width: whole words, carets under the words that they
mean, nothing beyond the edge.
"""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pyte
import pytest
from wcwidth import wcswidth

ROOT = Path(__file__).parents[1]
WIDTHS = [40, 80, 100, 120]
BROKEN = [
    ("- datum: 2017-03-23", "- datum: 2017-03-24", "2017-03-24"),
    ("värd: Nynäshamn", "värd: Nynashamn 市", "Nynashamn"),
    ("rubrik: Syfte", "rubrk: Syfte", "rubrk"),
    ("belopp: 895 000", "belopp: 895.000 kr", "895.000 kr"),
]


def screen(columns, *arguments):
    """The lines of a terminal once a command has run in it."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 200, columns, 0, 0))
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "NO_COLOR": "1"}
    environment.pop("COLUMNS", None)
    command = [sys.executable, "-m", "generator", *arguments]
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT, env=environment
    )
    os.close(theirs)
    shown = pyte.Screen(columns, 400)
    stream = pyte.ByteStream(shown)
    while True:
        try:
            said = os.read(ours, 65536)
        except OSError:
            break
        if not said:
            break
        stream.feed(said)
    process.wait()
    os.close(ours)
    return [line.rstrip() for line in shown.display if line.strip()]


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    text = (ROOT / "plans" / "2017.yaml").read_text(encoding="utf-8")
    for right, wrong, _ in BROKEN:
        assert right in text
        text = text.replace(right, wrong, 1)
    path = tmp_path_factory.mktemp("plan") / "2017.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("columns", WIDTHS)
def test_carets_stand_under_their_words_at_any_width(broken, columns):
    lines = screen(columns, "check", str(broken), "--alla")
    carets = [
        number for number, line in enumerate(lines) if line.strip(" |^") == "" and "^" in line
    ]
    assert len(carets) >= len(BROKEN)
    marked = []
    for number in carets:
        start, end = lines[number].index("^"), lines[number].rindex("^") + 1
        marked.append(cells(lines[number - 1], start, end))
    for _, _, word in BROKEN:
        assert any(one.startswith(word) for one in marked), (word, marked)


def cells(line, start, end):
    """What stands in some columns of a line."""
    found, column = "", 0
    for sign in line:
        if start <= column < end:
            found += sign
        column += max(wcswidth(sign), 0)
    return found


@pytest.mark.parametrize("columns", WIDTHS)
def test_no_word_is_broken_at_the_edge(broken, columns):
    """A line that the terminal had to break goes on in the first column of the next, mid-word."""
    narrow = screen(columns, "check", str(broken), "--alla")
    wide = screen(400, "check", str(broken), "--alla")
    words = {word for line in wide for word in line.split()}
    long = {word for word in words if len(word) > columns - 12}
    unknown = {
        word
        for line in narrow
        if "|" not in line and "-->" not in line
        for word in line.split()
        if word not in words and not any(word in whole for whole in long)
    }
    assert unknown == set()


@pytest.mark.parametrize("columns", WIDTHS)
def test_what_is_left_is_listed_within_the_edge(columns):
    lines = screen(columns, "check", "2018")
    listed = [line for line in lines if "plans/2018.yaml:" in line]
    assert len(listed) > 35
    assert "make check YEAR=2018 ALLA=1" in " ".join(lines[-3:])
