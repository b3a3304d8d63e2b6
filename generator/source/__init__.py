"""YAML text -> Source: plain data, and a mark for every value and key.

The text is read event by event (libyaml where the wheel has it), so that depth is bounded before
anything is built and no YAML 1.1 rule gets to guess: every scalar stays the text that was typed,
and schema.py decides what it must become.
"""

import re

from msgspec.structs import replace

from generator.findings import Finding, Mark
from generator.source.comments import Comment, comments
from generator.source.kind import no_text, unmerged
from generator.source.page import Expected
from generator.source.reading import Reading
from generator.source.record import Source
from generator.source.repair import ReadOn, read_on
from generator.source.text import decode

__all__ = ["CODES", "MAX_BYTES", "Comment", "Expected", "Source", "comments", "read", "unread"]

MAX_BYTES = 2_000_000
MAX_LINES = 100_000

CODES = {
    "YML001": "Filen är sparad som UTF-8.",
    "YML002": "Filen går att läsa: indrag, kolon, citattecken och klamrar stämmer.",
    "YML003": "Text som börjar med &, *, !, << eller liknande står inom citattecken.",
    "YML004": "Varje uppgift står en gång på sin plats.",
    "YML005": "Filen är rimligt stor (högst 2 MB) och rimligt djup (högst 20 nivåer).",
    "YML006": "Filen har inga osynliga tecken.",
    "YML007": (
        "Ingen text går förlorad: en kommentar har två mellanslag före #, och en rads text "
        "fortsätter inte på nästa rad."
    ),
    "YML008": "Filen är en enda plan, med rader som  titel: Verksamhetsplan.",
    "YML009": "Indrag skrivs med vanliga mellanslag, aldrig tabbar.",
    "YML010": "Efter kolonet står ett mellanslag.",
    "YML011": "Bokstäver som å, ä och ö är skrivna som ett enda tecken.",
    "YML012": "Bokstäver som å, ä och ö har inte blivit andra tecken, som Ã¥, Ã¤ och Ã¶.",
}


def unread(name: str) -> Source:
    """A file of which nothing is read but its name."""
    return Source(name, Reading("", ""), None, {}, {})


def read(name: str, raw: bytes, expected: Expected) -> tuple[Source, list[Finding]]:
    """Read the bytes of a YAML file. The Source's data is None when the text could not be read into
    values.

    `expected` is what the plan's schema knows of its keys: what a damaged line was meant to be is
    judged by it.
    """
    if len(raw) > MAX_BYTES:
        return unread(name), [
            Finding(
                "YML005",
                f"Filen är {len(raw) // 1000} kB; en plan är högst {MAX_BYTES // 1_000_000} MB.",
                Mark(1, 1, 0, 0),
                "Kontrollera att det är rätt fil.",
            )
        ]
    if found := no_text(raw):
        return unread(name), [found]
    if (lines := max(raw.count(b"\n"), raw.count(b"\r")) + 1) > MAX_LINES:
        message = f"Filen har {lines} rader; en plan har några hundra, och högst {MAX_LINES}."
        hint = "Kontrollera att det är rätt fil."
        return unread(name), [Finding("YML005", message, Mark(1, 1, 0, 0), hint)]
    reading, findings = decode(raw)
    if found := unmerged(reading.typed):
        return Source(name, Reading(reading.typed, reading.typed), None, {}, {}), [found]
    done = read_on(reading, expected)
    findings = _with_final_indents(findings, done)
    findings += [_as_typed(finding, done.reading) for finding in done.builder.findings]
    data = done.builder.root
    if not findings and not isinstance(data, dict):
        hint = "Börja med raden ”år:”; jämför med en annan plan, eller se handboken."
        findings.append(Finding("YML008", "Filen är ingen plan.", Mark(1, 1, 0, 0), hint))
    data = data if isinstance(data, dict) else None
    return Source(
        name, done.reading, data, done.builder.marks, done.builder.keys, done.lost, done.whole
    ), findings


def _with_final_indents(findings: list[Finding], done: ReadOn) -> list[Finding]:
    """The findings and those of the repairs; an odd indent is told once, with the indent that its
    line came to have.
    """
    odd = {_start(f): f for f in findings if f.code == "YML009"}
    if not odd:
        return findings + done.findings
    text = done.reading.text
    indents = {
        done.reading.typed_at(line.start()): " " * len(line[1])
        for line in re.finditer(r"^( *)", text, re.MULTILINE)
    }
    told = [_with_indent(f, indents.get(_start(f))) if f.code == "YML009" else f for f in findings]
    return told + [f for f in done.findings if _start(f) not in odd]


def _with_indent(finding: Finding, indent: str | None) -> Finding:
    """An odd indent's finding with the right indent; as it is where the whole line had to be left
    out.
    """
    if indent is None:
        return finding
    hint = f"Skriv {len(indent)} vanliga mellanslag först på raden."
    if not indent:
        hint = "Låt raden börja längst till vänster."
    return replace(finding, hint=hint, repair=(replace(finding.repair[0], text=indent),))


def _start(finding: Finding) -> int:
    """Where in the file a finding that a line's indent is to blame for starts: at the line's own
    start.
    """
    place = finding.repair[0].at if finding.code == "YML009" else finding.at
    assert isinstance(place, Mark)
    return place.start


def _as_typed(finding: Finding, reading: Reading) -> Finding:
    """A finding of the builder, with its places in the file."""
    assert isinstance(finding.at, Mark)
    also = tuple(
        (reading.as_typed(place), word) for place, word in finding.also if isinstance(place, Mark)
    )
    return replace(finding, at=reading.as_typed(finding.at), also=also)
