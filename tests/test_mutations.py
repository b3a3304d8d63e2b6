"""Damaged plans: whatever a line becomes, the answer is findings or a whole document, never an
exception."""

import random

import pytest
from sizes import SEED, size

from generator import pipeline, report

MARKS = [
    *"abåäö:-#[]{}\"'|>&*!%@`,? \n\t\\0129.~=<_^",
    "\u00a0",
    "\u2028",
    ": ",
    "- ",
    "FYLL I",
    "{år}",
    "**",
    "https://x.se",
    "[4](#syfte)",
]
INPUTS_PER_SEED = size(8, 500)
VALUES = [
    "",
    "x",
    "[]",
    "{}",
    '" "',
    "9999-12-31",
    "0",
    "-5",
    "2018-02",
    "~",
    "[a, b]",
    '"',
    "|",
    "5 000 000 000 000",
]


def damaged(text: str, chance: random.Random) -> str:
    """One to four of the plan's lines deleted, repeated, moved, indented, or changed in a character
    or a value."""
    lines = text.split("\n")
    for _ in range(chance.choice([1, 1, 1, 2, 4])):
        at = chance.randrange(len(lines))
        line, middle = lines[at], chance.randrange(len(lines[at]) + 1)
        other = chance.randrange(len(lines))
        match chance.randrange(7):
            case 0:
                lines[at : at + 1] = []
            case 1:
                lines.insert(at, line)
            case 2:
                lines[at] = " " * chance.randrange(1, 4) + line
            case 3:
                lines[at], lines[other] = lines[other], line
            case 4:
                lines[at] = line[:middle] + chance.choice(MARKS) + line[middle:]
            case 5:
                lines[at] = line[:middle] + line[middle + 1 :]
            case 6:
                lines[at] = f"{line.partition(': ')[0]}: {chance.choice(VALUES)}"
    return "\n".join(lines)


def misencoded(text: str, chance: random.Random) -> bytes:
    """The text as UTF-8, now and then as what another program would have saved."""
    raw = text.encode(chance.choice(["utf-8"] * 17 + ["cp1252", "utf-16", "utf-16-le"]), "replace")
    return raw.replace(b"\n", chance.choice([b"\n"] * 8 + [b"\r\n", b"\r"]))


@pytest.mark.parametrize("seed", range(100))
def test_whatever_a_plan_is_damaged_to_the_answer_is_findings_at_places_in_the_file(
    seed, plan_2017, small_plan, plan_schema
):
    chance = random.Random(SEED + seed)
    for _ in range(INPUTS_PER_SEED):
        raw = misencoded(
            damaged(chance.choice([plan_2017, *[small_plan] * 4]).decode(), chance), chance
        )
        built = pipeline.check("plan", raw, plan_schema)
        for finding in built.findings:
            mark = built.source.place(finding)
            assert finding.message, finding
            assert finding.hint, finding
            assert 0 <= mark.start <= mark.end <= len(built.source.text)
            assert mark.column == mark.start - built.source.text.rfind("\n", 0, mark.start)
        assert built.plan is not None or built.findings
        assert report.for_people(built.findings, built.source, {}, colour=False)


@pytest.mark.parametrize("seed", range(size(6, 10)))
def test_a_damaged_plan_gives_findings_or_a_whole_document(
    seed, plan_2017, small_plan, plan_schema, template
):
    chance = random.Random(SEED + seed)
    outcomes = set()
    for _ in range(size(40, 600)):
        raw = damaged(chance.choice([plan_2017, small_plan]).decode(), chance).encode(
            chance.choice(["utf-8"] * 9 + ["cp1252"]), "replace"
        )
        built = pipeline.produce("plan", raw, plan_schema, template)
        errors = [finding for finding in built.findings if finding.severity == "fel"]
        assert (built.docx is None) == bool(errors)
        assert not [finding for finding in errors if finding.code.startswith("VER")], (
            "the checks let through what the document cannot show"
        )
        outcomes.add(built.docx is None)
    assert outcomes == {True, False}
