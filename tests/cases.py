"""Case files: a plan with its faults, each with the expected finding written beside its line.

`  #! CODE COLUMN: message` expects it on its own line; alone on a line, it expects it on the next
line that is none itself.
`#! +N CODE COLUMN: message` expects it N lines further down: a block of running text has no room
for comments.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from generator import pipeline
from generator.schema import Schema

FOLDER = Path(__file__).parent / "cases"
_EXPECTED = re.compile(
    r"(?P<lead>.*?) *#! (?:\+(?P<down>\d+) )?(?P<code>[A-Z]{3}\d{3}) (?P<column>\d+): (?P<message>.*?)\r?$"
)


@dataclass(frozen=True, order=True)
class Expected:
    """A finding as a case file states it: 1-based line and column."""

    line: int
    column: int
    code: str
    message: str


def year_before(raw: bytes) -> Callable[[int], bytes | None]:
    """Last year's plan, for a case that names one in its first line."""
    named = re.match(rb"# f\xc3\xb6rra \xc3\xa5ret: (\S+)", raw)
    return lambda _: (FOLDER.parent / named[1].decode()).read_bytes() if named else None


def files() -> list[Path]:
    """Every case file."""
    return sorted(FOLDER.glob("*/*.yaml"))


def expected(raw: bytes) -> list[Expected]:
    """What a case file expects, in the order of the file."""
    try:
        lines = raw.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        lines = raw.decode("cp1252").split("\n")
    found = []
    for number, line in enumerate(lines, 1):
        if match := _EXPECTED.match(line):
            alone = not match["lead"].strip()
            below = (
                next(
                    i
                    for i, line in enumerate(lines[number:], number + 1)
                    if not re.match(r"\s*#! ", line)
                )
                if alone
                else number
            )
            target = number + int(match["down"]) if match["down"] else below
            found.append(Expected(target, int(match["column"]), match["code"], match["message"]))
    return sorted(found)


def codes_after(raw: bytes, schema: Schema, *changes: tuple[str, str]) -> list[str]:
    """The codes that a plan gives once each (old, new) has been replaced in it, the first time it
    stands there."""
    text = raw.decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    # What is told for information alone is left out: the adopted wording of 2017 has some of it
    # (TXT004), which may stand.
    findings = pipeline.check("plan", text.encode(), schema).findings
    return [finding.code for finding in findings if finding.severity != "information"]
