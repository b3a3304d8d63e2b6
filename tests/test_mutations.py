"""Damaged plans: whatever a line becomes, the answer is findings or a whole document, never an exception."""

import random

import pytest

from generator import pipeline

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
VALUES = ["", "x", "[]", "{}", '" "', "9999-12-31", "0", "-5", "2018-02", "~", "[a, b]", '"', "|", "5 000 000 000 000"]


def damaged(text: str, chance: random.Random) -> str:
    """One to four of the plan's lines deleted, repeated, moved, indented, or changed in a character or a value."""
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


@pytest.mark.parametrize("seed", range(20))
def test_a_damaged_plan_gives_findings_or_a_whole_document(seed, plan_2017, small_plan, plan_schema, template):
    chance = random.Random(seed)
    outcomes = set()
    for _ in range(60):
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
