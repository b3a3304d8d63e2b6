"""What is typed after make is data: it arrives in the program as it was typed, and nothing of it is
run."""

import json
import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator import files
from generator.cli import main, typed

MAKEFILE = (files.ROOT / "Makefile").read_text(encoding="utf-8")
COMMANDS = re.search(r"^COMMANDS := (.*)$", MAKEFILE, re.MULTILINE)[1].split()
VARIABLES = re.search(r"^TYPED := (.*)$", MAKEFILE, re.MULTILINE)[1].split()
RECORD = (
    "import json, os, sys; print(json.dumps([sys.argv[3:], {k: v for k, v in os.environ.items()}]))"
)
ODD = (
    "2017; touch kört",
    "$(shell touch kört)",
    "${shell touch kört}",
    "$$(touch kört)",
    "`touch kört`",
    "$(touch kört)",
    "a | touch kört && touch kört",
    "svar (2).docx",
    "Åsa Öbergs \"svar\" och 'mer'.docx",
    "$HOME $$HOME $@ $<",
    "100 % # inte en kommentar",
    "a\\ b\\",
    "rad\ntouch kört",
    "*.docx ?.docx [a].docx ~",
    "--help",
)


@pytest.fixture
def folder(tmp_path) -> Path:
    """The Makefile beside a program that tells what it was given."""
    shutil.copy(files.ROOT / "Makefile", tmp_path)
    shutil.copytree(files.ROOT / "requirements", tmp_path / "requirements")
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f"#!/bin/sh\nexec {sys.executable} -c '{RECORD}' \"$@\"\n", encoding="utf-8")
    python.chmod(0o755)
    for stamp in ("plan", "pdf", "invitations", "start"):
        (tmp_path / ".venv" / f"{stamp}.stamp").touch()
    return tmp_path


def make(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in (*VARIABLES, "MAKEFLAGS", "MAKELEVEL")
    }
    command = ["make", "--no-print-directory", *words]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", cwd=folder, env=environment, check=False
    )


@pytest.mark.parametrize("odd", ODD)
def test_every_variable_arrives_as_it_was_typed_and_nothing_is_run(folder, odd):
    before = sorted(folder.rglob("*"))
    done = make(folder, "feedback", *(f"{name}={odd}" for name in VARIABLES))
    assert (done.returncode, done.stderr) == (0, "")
    arguments, environment = json.loads(done.stdout)
    assert arguments == ["make", "feedback"]
    assert len(VARIABLES) > 10
    assert {name: environment[name] for name in VARIABLES} == dict.fromkeys(VARIABLES, odd)
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_told_its_name_alone(folder, command):
    odd = "$(shell touch kört); touch kört"
    done = make(folder, command, *(f"{name}={odd}" for name in VARIABLES))
    assert json.loads(done.stdout)[0] == ["make", command]
    assert not (folder / "kört").exists()


def test_the_command_to_test_covers_all_that_the_makefile_lists():
    assert len(COMMANDS) > 10
    listed = re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE)
    assert set(listed) - set(COMMANDS) == {
        "help",
        "test",
        "test-long",
        "locks",
        "pins",
        "release",
        "test-breaks",
        "lint",
        "bench",
    }
    assert "$(YEAR)" not in MAKEFILE
    assert "$(FILE)" not in MAKEFILE


@pytest.mark.parametrize(
    ("command", "given", "arguments"),
    [
        ("plan", {"YEAR": "2017"}, ["plan", "2017"]),
        ("plan", {"YEAR": " 2017 "}, ["plan", "2017"]),
        ("plan", {"YEAR": "--output"}, ["plan", "./--output"]),
        ("plan", {"YEAR": "2017", "AV": "x", "JA": "1"}, ["plan", "2017"]),
        ("plans", {"YEAR": "2017"}, ["plans"]),
        (
            "compare",
            {"YEAR": "2018", "AGAINST": "HEAD~3", "JSON": "1"},
            ["compare", "--against=HEAD~3", "--json", "2018"],
        ),
        (
            "redline",
            {"YEAR": "2018", "AGAINST": "-a b.docx", "PDF": "1"},
            ["redline", "--against=-a b.docx", "--pdf", "2018"],
        ),
        ("pdf", {"YEAR": "2018", "FIX": "1", "JA": "nej"}, ["pdf", "--fix", "2018"]),
        (
            "feedback",
            {"FILE": "a.docx", "PLAN": "en plan.yaml"},
            ["feedback", "--plan=en plan.yaml", "a.docx"],
        ),
        (
            "apply",
            {"FILE": "-a.docx", "AV": 'Åsa "O" $x', "NR": "1,3-5", "ALLA": "0", "JA": "1"},
            ["apply", '--author=Åsa "O" $x', "--numbers=1,3-5", "--ja", "./-a.docx"],
        ),
        ("template-check", {}, ["template-check"]),
        ("template-check", {"FIL": "en mall (2).docx"}, ["template-check", "en mall (2).docx"]),
    ],
)
def test_what_is_typed_becomes_the_arguments_of_the_command(monkeypatch, command, given, arguments):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert typed.arguments(command) == arguments
    assert typed.left_out(command) == ""


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("plan", "Skriv året också: make plan YEAR=2018"),
        ("new", "Skriv året också: make new YEAR=2019"),
        ("feedback", "Skriv filen också: make feedback FILE=svar.docx"),
        ("apply", "Skriv filen också: make apply FILE=svar.docx"),
    ],
)
def test_a_variable_that_is_left_out_is_asked_for(monkeypatch, capsys, command, sentence):
    for name in VARIABLES:
        monkeypatch.setenv(name, " ")
    assert main(["make", command]) == 2
    assert capsys.readouterr().out == f"{sentence}\n"


@pytest.mark.parametrize("word", ["chek", "it's", "`touch kört`", "$HOME", '"; touch kört'])
def test_a_word_that_is_no_command_arrives_as_it_was_typed(folder, word):
    before = sorted(folder.rglob("*"))
    done = make(folder, word)
    assert done.stderr == ""
    arguments, environment = json.loads(done.stdout)
    assert arguments == ["make", word]
    assert environment["GOALS"] == word
    assert sorted(folder.rglob("*")) == before


def test_before_anything_is_fetched_a_word_that_is_no_command_is_told(folder):
    shutil.rmtree(folder / ".venv")
    done = make(folder, "it's")
    assert done.returncode == 2
    assert done.stdout.startswith("it's är inget kommando, eller saknas i mappen. Skriv make")


@pytest.mark.parametrize(
    ("typed_words", "flags", "said"),
    [
        ("plan", " -- year=2019", "Skriv året så här: make plan YEAR=2019"),
        ("check 2019", "", "Skriv året så här: make check YEAR=2019"),
        ("new", " -- FROM=2017", "Skriv året också: make new YEAR=2019"),
        ("compare", " -- AGAINST=2017", "Skriv året också: make compare YEAR=2018"),
        ("feedback svar/a.docx", "", "Skriv filen så här: make feedback FILE=svar/a.docx"),
        (
            "chek",
            "",
            "chek är inget kommando. Menade du check? Skriv  make  ensamt, så visas de som finns.",
        ),
        ("2019 check", "", "2019 är inget kommando. Skriv året utan mellanslag:  YEAR=2019"),
        ("", "", "Filen x/y.txt saknas i verktygets mapp. Hämta hela verktyget igen."),
    ],
)
def test_what_was_meant_is_told_of_what_make_cannot_take(
    monkeypatch, capsys, typed_words, flags, said
):
    for name in VARIABLES:
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("GOALS", typed_words)
    monkeypatch.setenv("MAKEFLAGS", flags)
    assert main(["make", (typed_words.split() or ["x/y.txt"])[0]]) == 2
    out, err = capsys.readouterr()
    assert out + err == f"{said}\n"


NAMES = (
    "svar.docx",
    "svar (2).docx",
    "svar/a b.docx",
    "svar/c.docx",
    "svar/~$c.docx",
    "å'ä.docx",
    "[x].docx",
    "$x.docx",
)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("svar.docx", ["svar.docx"]),
        ("svar (2).docx", ["svar (2).docx"]),
        ("svar.docx svar (2).docx", ["svar.docx", "svar (2).docx"]),
        ("svar (2).docx  svar/a b.docx svar.docx", ["svar (2).docx", "svar/a b.docx", "svar.docx"]),
        ("'svar/a b.docx' \"svar (2).docx\"", ["svar/a b.docx", "svar (2).docx"]),
        ("svar/*.docx", ["svar/a b.docx", "svar/c.docx"]),
        ("svar/a *.docx svar.docx", ["svar/a b.docx", "svar.docx"]),
        ("å'ä.docx [x].docx $x.docx", ["å'ä.docx", "[x].docx", "$x.docx"]),
        ("saknas.docx svar.docx", ["saknas.docx", "svar.docx"]),
        ("inga/*.docx", ["inga/*.docx"]),
        ("'", ["'"]),
        ("", []),
    ],
)
def test_files_are_found_by_names_with_spaces_quotes_and_patterns(
    tmp_path, monkeypatch, given, found
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "svar").mkdir()
    for name in NAMES:
        (tmp_path / name).touch()
    assert list(typed.named_files(given)) == found


def test_a_file_with_a_space_and_parentheses_is_read(tmp_path, monkeypatch, capsys):
    (tmp_path / "mall (2).docx").write_bytes(b"hej")
    monkeypatch.setenv("FIL", f"{tmp_path}/mall (2).docx")
    assert main(["make", "template-check"]) == 1
    assert (
        f"{tmp_path}/mall (2).docx: Mallen är ingen Word-fil eller är skadad."
        in capsys.readouterr().err
    )


def test_every_list_of_files_that_exist_is_found(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = [
        f"{number} {word}.docx"
        for number, word in enumerate(("svar (2)", "å'ä", '"b" c', "[x]*", "$(y)", ";z", "-å  b"))
    ]
    for name in names:
        (tmp_path / name).touch()
    dice = random.Random(1)
    for _ in range(200):
        some = dice.sample(names, dice.randint(1, len(names)))
        assert list(typed.named_files(dice.choice((" ", "  ", "\t")).join(some))) == some


def test_what_was_fetched_for_a_python_that_is_gone_is_fetched_anew(folder):
    python = folder / ".venv" / "bin" / "python"
    assert "starta.py" not in make(folder, "-n", "pdf", "YEAR=2017").stdout
    python.unlink()
    python.symlink_to("/usr/bin/python-som-inte-finns")
    planned = make(folder, "-n", "pdf", "YEAR=2017").stdout
    assert "starta.py --bara plan" in planned
    assert "starta.py --bara pdf" in planned


def test_a_pattern_is_matched_where_no_shell_has_done_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("b.docx", "a.docx", "~$a.docx", "[x].docx"):
        (tmp_path / name).touch()
    given = [Path("[x].docx"), Path("?.docx"), Path("saknas*.docx"), Path("c.docx")]
    names = ["[x].docx", "a.docx", "b.docx", "saknas*.docx", "c.docx"]
    assert [str(path) for path in typed.matched(given)] == names
