"""What a file is where it is no plan: told once of the whole, before anything is said of its
lines.
"""

import re

from generator.findings import Finding, Mark
from generator.source.reading import mark_at

_SIGNATURES = (
    (re.compile(rb"PK\x03\x04.*?word/", re.DOTALL), "ett Word-dokument"),
    (re.compile(rb"PK\x03\x04.*?xl/", re.DOTALL), "en Excel-fil"),
    (re.compile(rb"PK\x03\x04.*?opendocument", re.DOTALL), "ett dokument från LibreOffice"),
    (re.compile(rb"PK\x03\x04"), "en packad fil (zip)"),
    (re.compile(rb"%PDF-"), "en pdf"),
    (re.compile(rb"\xd0\xcf\x11\xe0"), "ett gammalt Word- eller Excel-dokument"),
    (re.compile(rb"\{\\rtf"), "ett RTF-dokument"),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml)", re.IGNORECASE), "en webbsida"),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\0|MM\0\*"), "en bild"),
    (re.compile(rb"\x1f\x8b|7z\xbc\xaf|Rar!"), "en packad fil"),
    (re.compile(rb"SQLite format|\x7fELF|MZ[\x00-\xff]\x00"), "ett program eller en databas"),
)
_HOLE = bytes(8)
"""So many zeros in a row stand in no text, whatever its encoding."""
_NO_TEXT = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_TEXT_IN_TWO_BYTES = re.compile(rb"\xff\xfe|\xfe\xff|.?\0", re.DOTALL)
_FROM_A_COPY = (
    "Hämta tillbaka en äldre kopia. I Utforskaren: högerklicka på filen och välj Tidigare "
    "versioner eller Versionshistorik."
)
_MERGE = re.compile(r"^[ \t]*(?:<{7}|>{7}|\|{7})(?=[ \t\r]|$)|^={7}(?=[ \t\r]|$)", re.MULTILINE)
_START = Mark(1, 1, 0, 0)


def no_text(raw: bytes) -> Finding | None:
    """Why some bytes are no text; None where they may be."""
    if not raw.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n"):
        return Finding("YML008", "Filen är tom.", _START, _FROM_A_COPY)
    if not raw.strip(b"\0"):
        return Finding(
            "YML008", "Filen är skadad: den innehåller bara nollor.", _START, _FROM_A_COPY
        )
    hint = "Kontrollera att det är rätt fil. Har den skrivits över: hämta tillbaka en äldre kopia."
    for signature, what in _SIGNATURES:
        if signature.match(raw):
            return Finding("YML008", f"Filen är {what}, ingen plan.", _START, hint)
    if (hole := raw.find(_HOLE)) >= 0:
        line = raw.count(b"\n", 0, hole) + 1
        return Finding(
            "YML008", f"Filen är skadad: på rad {line} börjar en rad nollor.", _START, _FROM_A_COPY
        )
    if not _TEXT_IN_TWO_BYTES.match(raw) and len(_NO_TEXT.findall(raw)) > 5 + len(raw) // 50:
        return Finding("YML008", "Filen är ingen textfil.", _START, hint)
    return None


def unmerged(text: str) -> Finding | None:
    """What git leaves where two people changed the same lines, all in one finding; None for
    none.
    """
    marks = [
        mark_at(text, match.start(), match.end())
        for _, match in zip(range(20), _MERGE.finditer(text), strict=False)
    ]
    if not marks:
        return None
    return Finding(
        "YML008",
        "Här står två versioner av samma rader, som git inte kunde slå ihop.",
        marks[0],
        (
            "Behåll de rader som ska gälla, och ta bort de andra och alla rader som börjar med "
            "<<<<<<<, |||||||, ======= eller >>>>>>>."
        ),
        also=tuple((mark, "hör till samma") for mark in marks[1:4]),
    )
