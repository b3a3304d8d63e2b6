"""Bytes -> text: encoding, invisible characters and odd indents, each reported and put right in memory so that reading goes on."""

import re
import unicodedata

from generator.findings import Finding, Mark

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\ud800-\udfff\ue000-\uf8ff\ufffe\uffff]"
)
_INDENT = re.compile(r"^ *([\t\u00a0\u2000-\u200a\u3000]+)", re.MULTILINE)


def decode(raw: bytes) -> tuple[str, list[Finding]]:
    """The text of a file, composed (NFC); a file that is not UTF-8 is read as what it most likely is."""
    encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text, findings = raw.decode(encoding), []
        wrong_at = 0 if encoding == "utf-16" else None
    except UnicodeDecodeError as error:
        text = raw.decode("cp1252", "replace")
        wrong_at = len(raw[: error.start].decode("cp1252", "replace"))
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
    return unicodedata.normalize("NFC", text), findings


def without_odd_characters(text: str) -> tuple[str, list[Finding]]:
    """Report characters that nobody sees and put a space in their place, so that reading can go on."""
    findings = []
    for match in FORBIDDEN.finditer(text):
        name = unicodedata.name(match[0], "ett styrtecken")
        findings.append(
            Finding(
                "YML006",
                f"Här står ett osynligt tecken, U+{ord(match[0]):04X} ({name}).",
                _mark_at(text, match.start()),
                "Ta bort tecknet och skriv ett vanligt mellanslag där det behövs. Det följer ofta med när man klistrar in text.",
            )
        )
    text = FORBIDDEN.sub(" ", text)
    for match in _INDENT.finditer(text):
        what = "en tabb" if "\t" in match[1] else f"ett särskilt mellanslag, U+{ord(match[1][0]):04X}"
        findings.append(
            Finding(
                "YML009",
                f"Indraget innehåller {what}.",
                _mark_at(text, match.start(1)),
                "Skriv vanliga mellanslag, två per nivå.",
            )
        )
    return _INDENT.sub(lambda m: m[0].replace(m[1], "  " * m[1].count("\t") or " " * len(m[1])), text), findings


def _mark_at(text: str, offset: int, length: int = 1) -> Mark:
    line = text.count("\n", 0, offset) + 1
    return Mark(line, offset - text.rfind("\n", 0, offset), offset, offset + length)
