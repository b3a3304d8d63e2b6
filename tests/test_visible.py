"""What a file holds is shown, never obeyed: no output has a control character or turns the
direction of reading.
"""

import json
import random
import re
import subprocess
import sys

import pytest
from test_mutations import damaged

from generator import files, pipeline, report
from generator.fix import fix
from generator.report.printed import width_of

SCHEMA = files.read_schema()
OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
SIGNS = [
    *map(chr, range(0x20)),
    "\x7f",
    "\x85",
    "\x9b",
    "\u200e",
    "\u200f",
    "\u2028",
    "\u2029",
    "\u202e",
    "\u2066",
    "\u2069",
    "\x1b[31m",
]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mröd\x1b[0m", "␛[31mröd␛[0m"),
        ("a\nb\r\tc\0\x7f", "a␊b␍␉c␀␡"),
        ("\x9b\x85\u2028\u202e", "‹U+009B›‹U+0085›‹U+2028›‹U+202E›"),
        ("Å, ä – ö ”x” 😀\u00a0", "Å, ä – ö ”x” 😀\u00a0"),
    ],
)
def test_what_is_obeyed_is_shown(text, shown):
    assert report.visible(text) == shown


def poisoned(text: str, chance: random.Random) -> str:
    """The text with such signs in a few of its lines, as typed or escaped within quotation
    marks."""
    lines = text.split("\n")
    for _ in range(4):
        at, sign = chance.randrange(len(lines)), chance.choice(SIGNS)
        line = lines[at]
        place = chance.randrange(len(line) + 1)
        lines[at] = line[:place] + sign + line[place:]
        key, colon, value = line.partition(": ")
        if colon and chance.random() < 0.4:
            lines[at] = f'{key}: "{value.strip(chr(34))}\\x1b\\u202E\\n"'
    return "\n".join(lines)


@pytest.mark.parametrize("seed", range(6))
def test_no_output_obeys_what_a_damaged_plan_holds(seed, small_plan):
    chance = random.Random(seed)
    for _ in range(3):
        text = poisoned(damaged(small_plan.decode(), chance), chance)
        built = pipeline.check(
            f"2018\x1b[2J\u202e{seed}.yaml", text.encode("utf-8", "replace"), SCHEMA
        )
        shown = [
            report.for_people(built.findings, built.source, {}, colour=False),
            report.for_editor(built.findings, built.source),
            report.for_github(built.findings, built.source),
            report.for_machines(built.findings, built.source),
        ]
        mended = fix(built, lambda tried: pipeline.check("2018.yaml", tried.encode(), SCHEMA))
        shown.append(
            report.changes(built.source.text, mended.source.text, built.source.name, colour=False)[
                1
            ]
        )
        for output in shown:
            assert OBEYED.search(output) is None
        assert len(json.loads(shown[3])) == len(built.findings)


@pytest.mark.parametrize("sign", ["\x1b", "\u202e", "\t", "a\u0301", "\u200b", "漢"])
def test_the_caret_stands_under_the_word(sign, small_plan):
    row = rf'{{anmärkning: "x{sign}y", värd: Nykvam, datum: \1}}'
    text = re.sub(r"datum: (\S+)\n *värd: Nykvarn", row, small_plan.decode(), count=1)
    assert sign in text
    built = pipeline.check("2018.yaml", text.encode(), SCHEMA)
    shown = report.for_people(
        [f for f in built.findings if f.code == "SCH004"], built.source, {}, colour=False
    ).split("\n")
    at = next(number for number, line in enumerate(shown) if "^" in line)
    before = shown[at - 1][: shown[at - 1].index("Nykvam")]
    assert width_of(before) == shown[at].index("^")
    assert shown[at].count("^") == len("Nykvam")
    assert OBEYED.search("".join(shown)) is None


def test_windows_line_ends_are_not_shown(small_plan):
    text = small_plan.decode().replace("värd: Nykvarn", "värd: Nykvam").replace("\n", "\r\n")
    built = pipeline.check("2018.yaml", text.encode(), SCHEMA)
    assert "␍" not in report.for_people(built.findings, built.source, {}, colour=False)
    mended = fix(built, lambda tried: pipeline.check("2018.yaml", tried.encode(), SCHEMA))
    assert "␍" not in report.changes(text, mended.source.text, "2018.yaml", colour=False)[1]


def test_the_commands_show_a_strange_file_name(tmp_path):
    name = "20\x1b[31m18\u202e.yaml"
    (tmp_path / name).write_bytes(b"a: 1\n")
    for arguments in (
        ["check", name],
        ["fix", name, "--ja"],
        ["check", "x\x1b\n" + name],
        ["compare", name],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "generator", *arguments],
            capture_output=True,
            encoding="utf-8",
            cwd=tmp_path,
            env={"PYTHONPATH": str(files.ROOT)},
            check=False,
        )
        assert "18‹U+202E›.yaml" in done.stdout + done.stderr
        assert OBEYED.search(done.stdout + done.stderr) is None
