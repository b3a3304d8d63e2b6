"""What a secretary sees on a terminal of any width: whole words, carets under the words that they
mean, nothing beyond the edge; of every command that there is.
"""

import ast
import fcntl
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import sys
import termios
from pathlib import Path
from unittest.mock import Mock

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from programs import need
from test_feedback import reviewed
from wcwidth import wcswidth

from generator import cli, files, pipeline, report
from generator.cli import spoken
from generator.report.printed import fitted, width_of, wrapped

ROOT = Path(__file__).parents[1]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
WIDTHS = [40, 80, 100, 120]
BROKEN = [
    ("- datum: 2017-03-23", "- datum: 2017-03-24", "2017-03-24"),
    ("värd: Nynäshamn", "värd: Nynashamn 市", "Nynashamn"),
    ("rubrik: Syfte", "rubrk: Syfte", "rubrk"),
    ("belopp: 895 000", "belopp: 895.000 kr", "895.000 kr"),
]


def screen(columns, *arguments, **options):
    """The lines of a terminal once a command has run in it."""
    return run(columns, [sys.executable, "-m", "generator", *arguments], room=columns, **options)


def run(columns, command, *, room, answers="", cwd=ROOT, until="", variables=None):
    """The lines of a terminal of some columns, as they stand where there is `room` for more, once a
    program has run in it; one that never ends is ended at the words `until`.
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 200, columns, 0, 0))
    environment = {**os.environ, "PYTHONPATH": str(cwd), "TERM": "xterm", "NO_COLOR": "1"}
    # The workbench would else take itself for one that is being tested.
    for name in ("COLUMNS", "PYTEST_CURRENT_TEST"):
        environment.pop(name, None)
    process = subprocess.Popen(
        command,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=cwd,
        env={**environment, **(variables or {})},
    )
    os.close(theirs)
    left = answers.splitlines(keepends=True)
    shown = pyte.Screen(room, 1500)
    stream = pyte.ByteStream(shown)
    heard = b""
    while True:
        if until and until.encode() in heard:
            process.terminate()
            break
        if not select.select([ours], [], [], 60)[0]:
            process.kill()
            raise AssertionError(f"{command} says nothing more: {shown.display}")
        try:
            said = os.read(ours, 65536)
        except OSError:
            break
        if not said:
            break
        stream.feed(said)
        heard += said
        if line_of(shown, shown.cursor.y).endswith(":") and shown.cursor.x:
            # A question: the next answer, or that there are no more.
            os.write(ours, (left.pop(0) if left else "\x04").encode())
    process.wait()
    os.close(ours)
    lines = [line_of(shown, number) for number in sorted(shown.buffer)]
    return [line for line in lines if line]


def line_of(shown, number):
    """What stands on a line; all that a large screen has room for takes long to read out."""
    cells = shown.buffer[number]
    return "".join(cells[column].data for column in range(max(cells, default=-1) + 1)).rstrip()


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


@pytest.mark.parametrize("columns", [40, 80])
def test_the_screens_that_are_shown_to_others_are_those_of_today(broken, columns, tmp_path):
    told = (ROOT / "docs" / "conformance.md").read_text(encoding="utf-8")
    _, _, after = told.partition(f"`make check YEAR=plans/2017.yaml`, {columns} columns:\n\n")
    block = re.match(r"(?:(?:    .*)?\n)+", after)[0]
    wanted = [line[4:] for line in block.splitlines() if line]
    text = broken.read_text(encoding="utf-8")
    right, wrong, _ = BROKEN[3]
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "2017.yaml").write_text(text.replace(wrong, right, 1), encoding="utf-8")
    command = [sys.executable, "-m", "generator", "check", "plans/2017.yaml"]
    paths = {"PYTHONPATH": str(ROOT)}
    assert run(columns, command, room=columns, cwd=tmp_path, variables=paths) == wanted
    assert len(wanted) > 25


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


class Folder:
    """A copy of the program with plans, reviewers' answers and what is wrong with a plan."""

    def __init__(self, root, plan_schema, template):
        for part in ("generator", "schema", "templates", "requirements"):
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / part, root / part, ignore=ignored)
        for name in ("build", "plans", "svar"):
            (root / name).mkdir()
        shutil.copy(ROOT / "Makefile", root)
        subprocess.run(["git", "init", "-q", str(root)], check=True)
        self.root = root
        for year in ("2017", "2018"):
            shutil.copy(ROOT / "plans" / f"{year}.yaml", root / "plans")
        wrong = (ROOT / "plans" / "2017.yaml").read_text(encoding="utf-8")
        for right, other, _ in BROKEN:
            wrong = wrong.replace(right, other, 1)
        # A certain repair in a line that is longer than any terminal.
        long = (ROOT / "plans" / "2017.yaml").read_text(encoding="utf-8")
        assert "”The Capital of Scandinavia”" in long
        long = long.replace("”The Capital of Scandinavia”", "»The Capital of Scandinavia»", 1)
        (root / "lång.yaml").write_text(long, encoding="utf-8")
        (root / "fel.yaml").write_text(wrong, encoding="utf-8")
        (root / "slut på plan.yaml").write_text("a: [1\n", encoding="utf-8")
        raw = files.read(ROOT / "plans" / "2018.yaml")
        sent = pipeline.produce("plans/2018.yaml", raw, plan_schema, template)
        changed = (
            ("15–16\xa0augusti", "16–17\xa0augusti"),
            ("Vi samverkar för att stärka", "Vi samverkar hela året för att stärka och värna"),
            ("895\xa0000", "885\xa0000"),
        )
        answer = reviewed(sent.docx, "Åsa Öberg på kommunledningskontoret", *changed)
        (root / "svar" / "haninge och tyresö (2).docx").write_bytes(answer)
        (root / "svar" / "tom.docx").write_bytes(b"")


@pytest.fixture(scope="module")
def folder(tmp_path_factory, plan_schema, template):
    return Folder(tmp_path_factory.mktemp("every"), plan_schema, template).root


ANSWER = "svar/haninge och tyresö (2).docx"
RUNS = {
    "start": [(["--visa-inte"], "", "Avsluta med")],
    "plan": [(["2018"],), (["fel.yaml"],), (["2017", "--template", "fel.yaml"],), (["1999"],)],
    "html": [(["2018"],), (["fel.yaml"],)],
    "pdf": [(["2018"],), (["2017", "--fix"], "n\n")],
    "invitations": [(["2018"],), (["2017"],)],
    "plans": [([],)],
    "new": [(["2019"],), (["2018"],), (["2040"],), (["x"],)],
    "begin": [(["2031"],), (["2017"],)],
    "check": [(["2018"],), (["2017", "--alla"],), (["fel.yaml"],), (["slut på plan.yaml"],)],
    "fix": [(["fel.yaml"], "n\n"), (["lång.yaml"], "n\n"), (["2017"],), (["slut på plan.yaml"],)],
    "confirm": [
        (["2018"], "j\nn\ns\n"),
        (["2018", "--vad", "texter"], "j\na\n"),
        (["2018", "--vad", "dagar"], "j\ns\n"),
        (["2018", "--vad", "sak"],),
        (["2017"],),
    ],
    "compare": [(["2018"],), (["2018", "--against", "finns-inte-alls-som-version"],), (["2017"],)],
    "redline": [(["2018"],), (["2017"],), (["a", "b", "c"],)],
    "feedback": [([ANSWER],), ([ANSWER, "svar/tom.docx"],), (["svar/finns inte.docx"],)],
    "apply": [
        ([ANSWER], "j\nn\nj\nn\n"),
        ([ANSWER, "--all"], "n\n"),
        ([ANSWER, "--numbers", "900"],),
        ([ANSWER, "--author", "Bo Ek"],),
        ([ANSWER, "--numbers", "1", "--all"],),
    ],
    "reply": [([ANSWER],), (["svar/tom.docx"],)],
    "template-check": [([],), (["fel.yaml"],)],
    "watch": [([], "", "make check YEAR=2018 ALLA=1")],
    "rules": [([],)],
    "schema": [([],)],
    "git-diff": [([],)],
}
"""What every command is run with, what is answered, and what a command that does not end says
last.
"""
NEEDED = {"pdf": ["libreoffice-writer"], "git-diff": ["git"]}


def commands():
    return cli._parser()._subparsers._group_actions[0].choices


def too_wide(lines, columns):
    """Lines beyond the edge; a word that is longer than a line stands alone on one."""
    return [line for line in lines if width_of(line) > columns and " " in line.strip()]


def test_every_command_is_run():
    assert RUNS.keys() == commands().keys()
    assert len(RUNS) > 15
    assert all(RUNS.values())


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize("name", sorted(RUNS))
def test_no_line_of_any_command_goes_beyond_the_edge(folder, name, columns):
    need(*NEEDED.get(name, []))
    ran = 0
    before = {path: path.read_bytes() for path in (folder / "plans").iterdir()}
    for arguments, *more in [*RUNS[name], (["--help"],)]:
        answers, until, *_ = [*more, "", ""]
        command = [sys.executable, "-m", "generator", name, *arguments]
        lines = run(columns, command, room=500, answers=answers, until=until, cwd=folder)
        assert lines, arguments
        assert not any("Verktyget stötte på" in line for line in lines), lines
        assert too_wide(lines, columns) == [], arguments
        ran += 1
        for path in (folder / "plans").iterdir():
            if path in before:
                path.write_bytes(before[path])
            else:
                path.unlink()
    assert ran > 1


@pytest.mark.parametrize("columns", [40, 80, 100, 120])
@pytest.mark.parametrize("arguments", [[], ["--help"], ["chek"], ["--version"], ["make", "check"]])
def test_no_line_goes_beyond_the_edge_where_no_command_is_meant(arguments, columns):
    lines = run(columns, [sys.executable, "-m", "generator", *arguments], room=500)
    assert lines
    assert too_wide(lines, columns) == []


def test_everything_is_printed_in_one_place():
    """Where each line is fitted to the terminal."""
    seen = []
    for path in sorted((ROOT / "generator" / "cli").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if called in ("print", "input") or re.fullmatch(r"sys\.std(out|err)\.write", called):
                seen.append(path.name)
    assert len(seen) > 5
    assert {*seen} == {"terminal.py"}


def test_columns_say_how_wide_lines_are_where_there_is_no_terminal(monkeypatch, capsys):
    assert cli.main(["new", "2017"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    monkeypatch.setenv("COLUMNS", "60")
    assert cli.main(["new", "2017"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert max(map(len, lines)) <= 60


def test_what_programs_read_is_never_wrapped(broken, monkeypatch, capsys):
    shown = []
    for columns in ("", "40"):
        monkeypatch.setenv("COLUMNS", columns)
        for form in report.LINES:
            cli.main(["check", str(broken), "--format", form])
        cli.main(["compare", "2018", "--json"])
        shown.append(capsys.readouterr().out)
    assert len(shown[0]) > 1000
    assert shown[0] == shown[1]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ett två tre fyra fem sex sju åtta", "ett två tre fyra fem sex\n  sju åtta"),
        ("  - ett två tre fyra fem sex sju", "  - ett två tre fyra fem\n    sex sju"),
        ("   nu:     ett två tre fyra fem", "   nu:     ett två tre\n    fyra fem"),
        ("kör  make check YEAR=2018  så", "kör\n  make check YEAR=2018\n  så"),
        ("filen plans/en (2).yaml är", "filen plans/en (2).yaml\n  är"),
        (
            "e\u0301e\u0301e\u0301 två tre fyra fem sex",
            "e\u0301e\u0301e\u0301 två tre fyra fem sex",
        ),
    ],
)
def test_lines_are_broken_between_words_and_hang(line, expected):
    assert fitted(spoken.kept_whole("", line), 24) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "Här saknas raden som är ”summa: 945 000”, sist.",
            "Här saknas raden som är\n  ”summa: 945 000”, sist.",
        ),
        (
            "Skriv då på en rad  - rubrik: Syfte  ovanför.",
            "Skriv då på en rad\n  - rubrik: Syfte  ovanför.",
        ),
        (
            "Skriv sedan allt så här:  - rubrik: Syfte",
            "Skriv sedan allt så här:\n  - rubrik: Syfte",
        ),
        (
            "Rätta, eller ta bort  mål: ja. Det är så.",
            "Rätta, eller ta bort\n  mål: ja. Det är så.",
        ),
        ("Skriv så, med #:  2018-02  # FYLL I: ja", "Skriv så, med #:\n  2018-02  # FYLL I: ja"),
        ("Rätta det, eller skriv här 945 000, så.", "Rätta det, eller skriv här\n  945 000, så."),
        ("Här står det ännu kvar ett FYLL I, som", "Här står det ännu kvar ett\n  FYLL I, som"),
        ("Beslutet har ett nummer som § 12 har.", "Beslutet har ett nummer som\n  § 12 har."),
        ("Allt börjar på raden med ”- ” och annat", "Allt börjar på raden med\n  ”- ” och annat"),
        (
            "Här är ”det som är längre än hela raden” så",
            "Här är ”det som är längre än\n  hela raden” så",
        ),
        ("Sätt ett ” före orden, i fall att de är", "Sätt ett ” före orden, i\n  fall att de är"),
    ],
)
def test_what_is_to_be_typed_stays_on_one_line(line, expected):
    assert fitted(line, 28) == expected


_WORD = st.text("abcåäö.,;-#", min_size=1, max_size=14)
_WORDS = st.lists(_WORD, min_size=1, max_size=6).map(" ".join)
_TYPED = st.one_of(
    _WORDS.map(lambda words: f" ”{words}” "),
    _WORDS.map(lambda words: f"  {words}  ").filter(lambda typed: "  #" not in typed),
    _WORDS.map(lambda words: f"  {words}  # {words}  ").filter(lambda typed: typed[2] != "#"),
    st.integers(10**3, 10**12).map(lambda number: f" {number:,} ".replace(",", " ")),
)


@given(
    st.lists(st.tuples(_WORDS.filter(lambda words: words[0] != "#"), _TYPED), min_size=1),
    st.integers(40, 120),
    st.sampled_from(
        [("", None), ("fel[KAL001]: ", "    "), ("    = hjälp: ", None), ("x" * 32 + " ", None)]
    ),
)
def test_nothing_that_is_to_be_typed_is_broken_and_no_word_is_lost(parts, columns, leads):
    lead, after = leads
    told = "".join(words + typed for words, typed in parts) + "."
    lines = wrapped(told, columns, lead, after)
    assert " ".join(lines).split() == (lead + told).split()
    assert [line for line in lines if width_of(line) > columns and " " in line.strip()] == []
    hang = len(lead if after is None else after)
    indent = hang if columns - hang >= 20 else 4
    for _, typed in parts:
        if len(typed.strip()) < columns - indent:
            assert any(typed.strip() in line for line in lines), typed


@pytest.mark.parametrize("columns", WIDTHS)
def test_the_list_of_commands_fits_the_terminal(folder, columns):
    lines = run(columns, ["make", "--no-print-directory"], room=500, cwd=folder)
    assert len(lines) > 25
    assert too_wide(lines, columns) == []
    assert [line for line in lines if line.startswith("  make check ")]


def test_what_commands_do_stands_in_one_column(folder):
    lines = run(400, ["make", "--no-print-directory"], room=500, cwd=folder)
    commands = re.findall(r"^([a-z-]+):.*## (?:\(([^)]*)\) )?(.*)", MAKEFILE, re.MULTILINE)
    typed = [f"  make {name} {given}".rstrip() for name, given, _ in commands]
    column = max(map(len, typed)) + 1
    assert [line[:column].rstrip() for line in lines[1:]] == typed
    assert [line[column:] for line in lines[1:]] == [does for _, _, does in commands]


def test_a_command_of_make_that_is_broken_off_leaves_make_nothing_to_say(monkeypatch, capsys):
    """Make is broken off by the same Ctrl + C; what it says then is its own matter, and differs."""
    stopped = Mock(side_effect=KeyboardInterrupt)
    monkeypatch.setattr("builtins.input", stopped)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setenv("YEAR", "2018")
    for arguments, code in ((["make", "confirm"], 0), (["confirm", "2018"], 1)):
        assert cli.main(arguments) == code
        assert capsys.readouterr().err == "Avbrutet.\n"
    assert stopped.call_count == 2
