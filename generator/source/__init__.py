"""YAML text -> Source: plain data, and a mark for every value and key.

The text is read event by event (libyaml where the wheel has it), so that depth is bounded before anything is built and no
YAML 1.1 rule gets to guess: every scalar stays the text that was typed, and schema.py decides what it must become.
"""

import re

import yaml

from generator.findings import Finding, Mark, Pointer
from generator.source.builder import Builder
from generator.source.record import Source
from generator.source.text import decode, without_odd_characters

__all__ = ["CODES", "MAX_BYTES", "Source", "read"]

MAX_BYTES = 4_000_000

CODES = {
    "YML001": "Filen är sparad som UTF-8.",
    "YML002": "Filen går att läsa: indrag, kolon, citattecken och klamrar stämmer.",
    "YML003": "Text som börjar med &, *, !, << eller liknande står inom citattecken.",
    "YML004": "Varje nyckel står en gång på sin plats.",
    "YML005": "Filen är rimligt stor (högst 4 MB) och rimligt djup (högst 20 nivåer).",
    "YML006": "Filen har inga osynliga tecken och inga styrtecken.",
    "YML007": "Ingen text går förlorad: en kommentar har två mellanslag före #, och en rads text fortsätter inte på nästa rad.",
    "YML008": "Filen är en enda plan: rader med nyckel, kolon och värde.",
    "YML009": "Indrag skrivs med vanliga mellanslag, aldrig tabbar.",
    "YML010": "Efter en nyckels kolon står ett mellanslag.",
}

_SYNTAX = (
    (
        r"mapping values are not allowed",
        "Här står ett kolon som inte kan läsas.",
        "Innehåller texten ett kolon: sätt citattecken (') runt hela texten. Annars: kontrollera indraget.",
    ),
    (r"quoted scalar", "Ett citattecken öppnas men stängs inte.", "Sätt ett likadant citattecken efter texten."),
    (
        r"flow (sequence|mapping)",
        "En klammer öppnas men stängs inte.",
        "Sätt ] eller } där listan slutar, med kommatecken mellan orden.",
    ),
    (
        r"simple key|expected ':'",
        "Raden saknar kolon.",
        "Skriv nyckel, kolon, mellanslag och värde: post: Personal. Fortsätter raden texten ovanför? Skriv då hela texten efter ”|” eller på en rad.",
    ),
    (r"cannot start any token", "Värdet börjar med ett tecken som inte kan stå först.", "Sätt citattecken (') runt hela värdet."),
    (
        r"block (mapping|collection|sequence)|block end|expected <document start>",
        "Raden har fel indrag.",
        "Rader som hör ihop ska börja i samma kolumn, med två mellanslag per nivå.",
    ),
    (r"escape", "Ett omvänt snedstreck inom dubbla citattecken kan inte läsas.", "Använd enkla citattecken (') i stället."),
    (
        r"indentation|indicator",
        "Textblockets indrag kan inte läsas.",
        "Skriv bara | efter kolonet, och texten två mellanslag längre in på raderna under.",
    ),
)


def read(name: str, raw: bytes) -> tuple[Source, list[Finding]]:
    """Read the bytes of a YAML file. The Source's data is None when the text could not be read into values."""
    if len(raw) > MAX_BYTES:
        return Source(name, "", None, {}, {}), [
            Finding(
                "YML005",
                f"Filen är {len(raw) // 1_000_000} MB; en plan är högst {MAX_BYTES // 1_000_000} MB.",
                Mark(1, 1, 0, 0),
                "Kontrollera att det är rätt fil.",
            )
        ]
    text, findings = decode(raw)
    text, odd = without_odd_characters(text)
    findings += odd
    builder = Builder(text)
    try:
        builder.read()
    except yaml.MarkedYAMLError as error:
        wrong = _syntax_finding(builder, error)
        builder.findings = [f for f in builder.findings if f.code != "YML007" or not _touches(f.at, wrong.at)]
        if not any(f.code == "YML010" and _touches(f.at, wrong.at) for f in builder.findings):
            findings.append(wrong)
        builder.root = None
    findings += builder.findings
    if not findings and not isinstance(builder.root, dict):
        findings.append(
            Finding("YML008", "Filen är tom eller är ingen plan.", Mark(1, 1, 0, 0), "Börja med raden ”år:”; se plans/2017.yaml.")
        )
    data = builder.root if isinstance(builder.root, dict) else None
    return Source(name, text, data, builder.marks, builder.keys), findings


def _touches(lost: Mark | Pointer, wrong: Mark | Pointer) -> bool:
    """True if text that runs on to the next line is the same mistake as the line that cannot be read."""
    return isinstance(lost, Mark) and isinstance(wrong, Mark) and wrong.line - 1 <= lost.line <= wrong.line


def _syntax_finding(builder: Builder, error: yaml.MarkedYAMLError) -> Finding:
    text = builder.text
    complaint = f"{error.context or ''} {error.problem or ''}"
    opened = re.search("quoted|flow|scanning a simple key", complaint)
    place = (error.context_mark if opened else None) or error.problem_mark or error.context_mark
    mark = (
        Mark(place.line + 1, place.column + 1, min(place.index, len(text)), min(place.index + 1, len(text)))
        if place
        else Mark(1, 1, 0, 0)
    )
    quoted = builder.quoted
    if quoted and "\n" in text[quoted.start : quoted.end] and text.count("\n", 0, quoted.end) + 1 == mark.line:
        return Finding(
            "YML002", "Ett citattecken öppnas men stängs inte på raden.", quoted, "Sätt ett likadant citattecken sist på raden."
        )
    line = text[text.rfind("\n", 0, mark.start) + 1 :].split("\n", 1)[0]
    if unspaced := re.match(r"\s*(?:- +)?[^\W\d]\w*:(?=[^ \n])", line):
        start = mark.start - (mark.column - 1)
        gap = Mark(mark.line, unspaced.end() + 1, start + unspaced.end(), start + unspaced.end() + 1)
        return Finding("YML010", "Här saknas ett vanligt mellanslag efter kolonet.", gap, "Skriv ett mellanslag efter kolonet.")
    if re.match(r"""\s*(?:- +)?[^\s:]+: +(?:"[^"]*"|'[^']*'|\{[^}]*\}|\[[^\]]*\]) *[^\s#]""", line):
        hint = "Sätt citattecken (') runt hela texten: titel: '{år} Verksamhetsplan'."
        return Finding(
            "YML002", "Texten börjar med ett citattecken eller en klammer, men slutar inte där det stängs.", mark, hint
        )
    for pattern, message, hint in _SYNTAX:
        if re.search(pattern, complaint):
            return Finding("YML002", message, mark, hint)
    return Finding("YML002", "Raden kan inte läsas.", mark, "Jämför med samma ställe i plans/2017.yaml.")
