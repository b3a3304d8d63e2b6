"""Bytes -> text: encoding, invisible characters and odd indents, each reported and put right in memory so that reading goes on."""

import re
import unicodedata
from itertools import islice

from generator.findings import Finding, Mark

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\ud800-\udfff\ue000-\uf8ff\ufffe\uffff]"
)
_NAMES = {
    "\u00ad": "ett mjukt bindestreck",
    "\u200b": "ett blanksteg utan bredd",
    "\u2028": "en dold radbrytning",
    "\u2029": "en dold styckebrytning",
    "\x85": "en dold radbrytning",
    "\ufeff": "ett märke för filens början, mitt i texten",
}
_NEIGHBOURHOOD = 20_000
_MOST_INDENTS = 50
"""Odd indents that are told and mended with care; a file with more of them is no plan."""
_INDENT = re.compile(r"^ *([\t\u00a0\u2000-\u200a\u3000]+)", re.MULTILINE)


def decode(raw: bytes) -> tuple[str, list[Finding]]:
    """The text of a file, composed (NFC); a file that is not UTF-8 is read as what it most likely is."""
    text, wrong_at = _as_text(raw)
    findings = []
    if wrong_at is not None:
        mark = _mark_at(text, wrong_at)
        findings = [
            Finding(
                "YML001",
                "Filen är inte sparad som UTF-8.",
                mark,
                "Anteckningar: Arkiv, Spara som, Kodning: UTF-8. VS Code: klicka på kodningen längst ned till höger, Spara med kodning, UTF-8.",
            )
        ]
    return re.sub("\r(?!\n)", "\n", unicodedata.normalize("NFC", text)), findings


def _as_text(raw: bytes) -> tuple[str, int | None]:
    """The text, and where it first differs from UTF-8 (None: nowhere)."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace"), 0
    if raw.count(0) > 1 + len(raw) // 10:
        return raw.decode("utf-16-be" if raw.startswith(b"\0") else "utf-16-le", "replace").replace("\0", " "), 0
    try:
        return raw.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        return raw.decode("cp1252", "replace"), len(raw[: error.start].decode("cp1252", "replace"))


def without_odd_characters(text: str) -> tuple[str, list[Finding]]:
    """Report characters that nobody sees and put a space in their place, so that reading can go on."""
    findings = []
    for character, places in _each_kind(text).items():
        more = f" Det finns på {places[1]} ställen." if places[1] > 1 else ""
        name = _NAMES.get(character, "ett styrtecken")
        findings.append(
            Finding(
                "YML006",
                f"Här står ett osynligt tecken: {name}, U+{ord(character):04X}.{more}",
                _mark_at(text, places[0]),
                "Ta bort tecknet och skriv ett vanligt mellanslag där det behövs. Det följer ofta med när man klistrar in text.",
            )
        )
    text = FORBIDDEN.sub(" ", text)
    for match in islice(_INDENT.finditer(text), _MOST_INDENTS):
        what = "en tabb" if "\t" in match[1] else f"ett särskilt mellanslag, U+{ord(match[1][0]):04X}"
        findings.append(
            Finding(
                "YML009",
                f"Indraget innehåller {what}.",
                _mark_at(text, match.start(1)),
                "Skriv vanliga mellanslag, två per nivå.",
            )
        )
    text = _INDENT.sub(lambda match: _indent_meant(match, text), text, count=_MOST_INDENTS)
    return _INDENT.sub(lambda match: " " * len(match[0]), text), findings


def _indent_meant(match: re.Match[str], text: str) -> str:
    """The spaces that a line with an odd indent most likely should begin with: as many as its neighbour above has."""
    if "\t" not in match[1]:
        return " " * len(match[0])
    before = text[max(0, match.start() - _NEIGHBOURHOOD) : match.start()].splitlines()
    above = [line for line in before if line.strip() and not line.lstrip().startswith("#")]
    if text.startswith("- ", match.end()):
        above = [line for line in above if line.lstrip().startswith("- ")]
        return " " * (len(above[-1]) - len(above[-1].lstrip())) if above else "  "
    nearest = above[-1] if above else ""
    key = re.match(r" *(?:- +)?", nearest)
    return " " * ((key.end() if key else 0) + 2 * nearest.endswith(":"))


def _each_kind(text: str) -> dict[str, tuple[int, int]]:
    """Each forbidden character: its first place and how often it stands there."""
    found: dict[str, tuple[int, int]] = {}
    for match in FORBIDDEN.finditer(text):
        first, times = found.get(match[0], (match.start(), 0))
        found[match[0]] = first, times + 1
    return found


def _mark_at(text: str, offset: int, length: int = 1) -> Mark:
    line = text.count("\n", 0, offset) + 1
    return Mark(line, offset - text.rfind("\n", 0, offset), offset, offset + length)
