"""How much damage is seen: every line of a plan, damaged in every way that hands and programs
damage lines.

`python tests/detection.py [EVERY] [PLAN]` prints the figure that the tests hold, and every miss. A damage counts
where it changes what the plan says; it is caught where something is told on the damaged line or
beside it, in at most three findings. Left out are edits that a person may well mean: words of
running text and names, and whole records or optional rows taken out or put in.
"""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator import files, pipeline, report
from generator.schema import Schema

MOST_FINDINGS = 3
ADOPTED = files.PLANS / "2017.yaml"


def _value(line: str, change: Callable[[str], str]) -> str:
    """The line with its value changed; unchanged where it has none."""
    match = re.match(r"( *(?:- )?[^\s:#][^:#]*: +)(?![|>])(\S.*)$", line)
    return match[1] + change(match[2]) if match else line


def _text(line: str, change: Callable[[str], str]) -> str:
    """The line with what stands after its indent changed; unchanged where it is empty or a
    comment."""
    indent = re.match(r" *", line)[0]  # type: ignore[index]
    rest = line[len(indent) :]
    return indent + change(rest) if rest and not rest.startswith("#") else line


def _middle(text: str, inserted: str) -> str:
    """The text with something put in after its first word."""
    word, space, rest = text.partition(" ")
    return (
        f"{word}{inserted}{rest}"
        if space
        else f"{word[: len(word) // 2]}{inserted}{word[len(word) // 2 :]}"
    )


ON_A_LINE: dict[str, Callable[[str], str]] = {
    "two spaces more": lambda line: _text("  " + line, str),
    "one space more": lambda line: _text(" " + line, str),
    "four spaces more": lambda line: _text("    " + line, str),
    "two spaces less": lambda line: line[2:] if line.startswith("  ") else line,
    "one space less": lambda line: line[1:] if line.startswith(" ") else line,
    "no indent": lambda line: line.lstrip(),
    "a tab for the indent": lambda line: "\t" + line.lstrip() if line.startswith(" ") else line,
    "no colon": lambda line: re.sub(r"^( *(?:- )?\w+):", r"\1", line),
    "no space after the colon": lambda line: re.sub(
        r"^( *(?:- )?\w+: *)(?=\S)", lambda m: m[0].rstrip(), line
    ),
    "a semicolon for the colon": lambda line: re.sub(r"^( *(?:- )?\w+):", r"\1;", line),
    "a colon in the value": lambda line: _value(line, lambda value: _middle(value, ": ")),
    "a number sign in the value": lambda line: _value(line, lambda value: _middle(value, " #")),
    "a number sign first in the value": lambda line: _value(line, lambda value: "#" + value),
    "an open double quotation mark": lambda line: _value(line, lambda value: '"' + value),
    "an open single quotation mark": lambda line: _value(line, lambda value: "'" + value),
    "a quotation mark within": lambda line: _value(
        line, lambda value: f'"{_middle(value, chr(34) + " ")}'
    ),
    "an asterisk first": lambda line: _value(line, lambda value: "*" + value),
    "an ampersand first": lambda line: _value(line, lambda value: "&" + value),
    "an at sign first": lambda line: _value(line, lambda value: "@" + value),
    "a percent sign first": lambda line: _value(line, lambda value: "%" + value),
    "a bracket first": lambda line: _value(line, lambda value: "[" + value),
    "a brace first": lambda line: _value(line, lambda value: "{" + value),
    "a bar first": lambda line: _value(line, lambda value: "| " + value),
    "a dash first": lambda line: _value(line, lambda value: "- " + value),
    "an en dash for the hyphen": lambda line: re.sub(r"^( *)- ", r"\1– ", line),
    "no space after the hyphen": lambda line: re.sub(r"^( *)- ", r"\1-", line),
    "no hyphen": lambda line: re.sub(r"^( *)- ", r"\1  ", line),
    "a hyphen too many": lambda line: _text(line, lambda text: "- " + text),
    "no value": lambda line: (
        _value(line, lambda value: "").rstrip() if _value(line, lambda value: "") != line else line
    ),
    "no bar": lambda line: (
        re.sub(r"(: +)[|>]$", r"\1", line).rstrip() if line.endswith((" |", " >")) else line
    ),
    "a letter lost in the key": lambda line: re.sub(r"^( *(?:- )?\w)\w(\w*:)", r"\1\2", line),
    "a letter lost in the value": lambda line: _value(line, lambda value: value[0] + value[2:]),
    "a letter twice in the value": lambda line: _value(line, lambda value: value[:2] + value[1:]),
    "broken in two": lambda line: _text(line, lambda text: _middle(text, "\n")),
    "a stray word after": lambda line: line + " x" if line.rstrip().endswith((":", "|")) else line,
    "no-break spaces": lambda line: (
        line.replace("  ", "\u00a0 ", 1) if line.startswith("  ") else line
    ),
    "a zero-width space": lambda line: _text(line, lambda text: _middle(text, "\u200b")),
    "a soft hyphen": lambda line: _text(line, lambda text: text[:1] + "\u00ad" + text[1:]),
    "decomposed letters": lambda line: _text(
        line, lambda text: text.replace("å", "a\u030a").replace("ö", "o\u0308")
    ),
    "an old encoding": lambda line: _text(
        line, lambda text: text.encode().decode("cp1252", "replace") if "ö" in text else text
    ),
}


@dataclass(frozen=True)
class Damage:
    """A plan with one line damaged: how, on which 1-based line, and its text."""

    kind: str
    line: int
    text: str


def damages(text: str) -> Iterator[Damage]:
    """Every line of a plan, damaged in every way that changes it."""
    lines = text.split("\n")
    for i, line in enumerate(lines):
        for kind, change in ON_A_LINE.items():
            if (changed := change(line)) != line:
                yield Damage(kind, i + 1, "\n".join([*lines[:i], changed, *lines[i + 1 :]]))
        if line.strip():
            yield Damage("taken out", i + 1, "\n".join([*lines[:i], *lines[i + 1 :]]))
            yield Damage("typed twice", i + 1, "\n".join([*lines[:i], line, line, *lines[i + 1 :]]))
            if i + 1 < len(lines) and lines[i + 1].strip():
                swapped = [lines[i + 1], line]
                yield Damage(
                    "changed places", i + 1, "\n".join([*lines[:i], *swapped, *lines[i + 2 :]])
                )
                joined = f"{line} {lines[i + 1].lstrip()}"
                yield Damage(
                    "joined with the next", i + 1, "\n".join([*lines[:i], joined, *lines[i + 2 :]])
                )


@dataclass(frozen=True)
class Outcome:
    """What was told of a damage: 'caught', 'far away', 'too many', 'silent', 'may be meant' or
    'same'; and whether reading went on with the whole plan as it was, mended in memory.
    """

    verdict: str
    damage: Damage
    told: tuple[str, ...]
    restored: bool = False


def judge(damage: Damage, whole: Any, plan_schema: Schema) -> Outcome:
    """Check a damaged plan and say how well the damage was seen; `whole` is the data of the plan
    undamaged."""
    built = pipeline.check("plan.yaml", damage.text.encode(), plan_schema)
    found = [
        (mark, f)
        for mark, f in report.placed(built.findings, built.source)
        if f.severity != "information"
    ]
    told = tuple(f"{mark.line}:{mark.column} {f.code} {f.message}" for mark, f in found)
    if not found and built.source.data == whole:
        return Outcome("same", damage, told)
    if not found:
        return Outcome(
            "may be meant" if _may_be_meant(whole, built.source.data) else "silent", damage, told
        )
    if not any(abs(mark.line - damage.line) <= 1 for mark, _ in found):
        return Outcome("far away", damage, told)
    verdict = "caught" if len(found) <= MOST_FINDINGS else "too many"
    return Outcome(verdict, damage, told, built.source.data == whole)


def _may_be_meant(whole: Any, data: Any) -> bool:
    """True if only words differ, or whole records or rows are gone or added: nothing a program can
    know to be wrong."""
    if isinstance(whole, dict) and isinstance(data, dict):
        return all(_may_be_meant(whole[key], data[key]) for key in whole.keys() & data.keys())
    if isinstance(whole, list) and isinstance(data, list):
        shorter, longer = sorted((whole, data), key=len)
        return (
            all(item in longer for item in shorter)
            if len(whole) != len(data)
            else all(map(_may_be_meant, whole, data))
        )
    return type(whole) is type(data)


def measure(plan_schema: Schema, every: int = 1, path: Path = ADOPTED) -> list[Outcome]:
    """The outcome of every n-th damage of a plan."""
    raw = files.read(path)
    whole = pipeline.check("plan.yaml", raw, plan_schema).source.data
    return [judge(damage, whole, plan_schema) for damage in list(damages(raw.decode()))[::every]]


def share_caught(outcomes: list[Outcome]) -> float:
    """The share of the damages that count which were caught."""
    counting = [outcome for outcome in outcomes if outcome.verdict not in ("same", "may be meant")]
    return sum(outcome.verdict == "caught" for outcome in counting) / len(counting)


def main() -> None:
    every = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    outcomes = measure(files.read_schema(), every, Path(sys.argv[2]) if sys.argv[2:] else ADOPTED)
    for outcome in outcomes:
        if outcome.verdict in ("silent", "far away", "too many"):
            line = outcome.damage.text.split("\n")[outcome.damage.line - 1][:70]
            print(
                f"{outcome.verdict}: {outcome.damage.kind}, line {outcome.damage.line}: {line!r}",
                *outcome.told[:5],
                sep="\n    ",
            )
    print(Counter(outcome.verdict for outcome in outcomes))
    print(
        f"caught: {share_caught(outcomes):.1%}, restored: {sum(outcome.restored for outcome in outcomes)}"
    )


if __name__ == "__main__":
    main()
