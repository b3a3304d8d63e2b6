"""Bytes -> Reading: encoding, invisible characters and odd indents, each reported and put right in
memory so that reading goes on.
"""

import re
import unicodedata
from itertools import islice

from generator.findings import Edit, Finding, Mark
from generator.source.misread import misread
from generator.source.reading import Reading, mark_at

_BLANKS = "\u115f\u1160\u2800\u3164\uffa0"
"""Signs of other scripts that look like a space, and that no program takes for one."""
_LOST_SIGNS = "\ue000-\uf8ff\ufffc"
"""Signs of one font alone, as a bullet pasted from Word, and what stands for a lost picture."""
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\ufffe\uffff"
    f"\U000e0000-\U000e0fff{_BLANKS}{_LOST_SIGNS}]"
)
_NAMES = {
    "\u00ad": "ett mjukt bindestreck",
    "\u200b": "ett blanksteg utan bredd",
    "\u2028": "en dold radbrytning",
    "\u2029": "en dold styckebrytning",
    "\x85": "en dold radbrytning",
    "\ufeff": "ett dolt märke",
    "\ufffc": "platsen för en bild som inte följde med",
    **dict.fromkeys(
        "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
        "ett som ändrar läsriktningen",
    ),
}
_DECOMPOSED = re.compile("[^\\W\\d_][\u0300-\u036f]+|[\u212a\u212b]")
_NEIGHBOURHOOD = 20_000
_MOST_ODD = 50
"""Odd indents and letters that are told and mended with care; a file with more of them is no
plan."""
_ODD = r"\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_INDENT = re.compile(rf"^ *([{_ODD}](?:[{_ODD} ]*[{_ODD}])?) *", re.MULTILINE)
"""A whole indent with something in it that is no space."""
_ON_SAVING = (
    "Enklast: make fix, som sparar om filen rätt. Anteckningar: Arkiv, Spara som, Kodning: UTF-8. "
    "VS Code: klicka på kodningen längst ned till höger, Öppna igen med "
    "kodning, Western (Windows 1252), "
    "och när å, ä och ö ser rätt ut: Spara med kodning, UTF-8."
)
_LOST = "\ufffd"
_UNDECODED = re.compile("[\udc80-\udcff]")
_OLD_ENCODINGS = ("cp1252", "mac_roman", "cp850")
"""Of Windows, of old Macintosh, of the command prompt; the first where equally many letters fit."""


def decode(raw: bytes) -> tuple[Reading, list[Finding]]:
    """The text of a file, as typed and as read: a file that is not UTF-8 is read as what it most
    likely is.
    """
    text, wrong_at = _as_text(raw)
    text = re.sub("\r(?!\n)", "\n", text)
    findings = []
    if wrong_at is not None:
        findings = [
            Finding(
                "YML001",
                "Filen är inte sparad som UTF-8.",
                mark_at(text, min(wrong_at, len(text)), wrong_at + 1),
                _ON_SAVING,
            )
        ]
    reading = Reading(text, text)
    if _LOST in text:
        findings.append(_lost_letters(text))
    for mend in (_as_meant, _composed, _without_odd_characters, _with_plain_indents):
        reading, told = mend(reading)
        findings += told
    return reading, findings


def _lost_letters(text: str) -> Finding:
    """What is left of a letter that a program could not read, and then saved as unreadable."""
    at = text.index(_LOST)
    message = (
        "Här står �: en bokstav, ofta å, ä eller ö, som har gått "
        f"förlorad.{_count_of(text.count(_LOST))}"
    )
    hint = (
        "Skriv bokstaven på nytt, eller hämta tillbaka filen som den var innan "
        "den sparades med fel kodning."
    )
    return Finding("YML006", message, mark_at(text, at, at + 1), hint)


def _as_text(raw: bytes) -> tuple[str, int | None]:
    """The text, and where it first differs from UTF-8 (None: nowhere)."""
    if raw.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return raw.decode("utf-32", "replace"), 0
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace"), 0
    if raw.count(0) > len(raw) * 2 // 3:
        return raw.decode("utf-32-be" if raw.startswith(b"\0") else "utf-32-le", "replace"), 0
    if raw.count(0) > 1 + len(raw) // 10:
        return raw.decode("utf-16-be" if raw.startswith(b"\0") else "utf-16-le", "replace").replace(
            "\0", " "
        ), 0
    text = raw.decode("utf-8-sig", "surrogateescape")
    wrong = _UNDECODED.search(text)
    if wrong is None:
        return text, None
    undecoded = "".join(_UNDECODED.findall(text))
    encoding = max(_OLD_ENCODINGS, key=lambda name: _swedish_letters(undecoded, name))
    return _UNDECODED.sub(lambda match: _as_saved(match[0], encoding), text), wrong.start()


def _as_saved(undecoded: str, encoding: str) -> str:
    """Bytes that are no UTF-8, as another encoding would have meant them."""
    return bytes(ord(sign) - 0xDC00 for sign in undecoded).decode(encoding, "replace")


def _swedish_letters(undecoded: str, encoding: str) -> int:
    """How many Swedish letters bytes are in an encoding; 0 where they would be other signs too."""
    read = _as_saved(undecoded, encoding)
    return sum(map(read.count, "åäöÅÄÖ")) if not read.strip("åäöÅÄÖéÉüÜ–—”“’…•·§°½\u00a0") else 0


def _as_meant(reading: Reading) -> tuple[Reading, list[Finding]]:
    """Letters that were misread, and saved so: Ã¶ for ö."""
    splices = misread(reading.text)
    if not splices:
        return reading, [_half_a_sign(reading.text)] if _HALF in reading.text else []
    start, end, meant = splices[0]
    finding = Finding(
        "YML012",
        (
            f"Här står ”{reading.text[start:end]}”, som troligen ska vara "
            f"”{meant}”.{_count_of(len(splices))}"
        ),
        mark_at(reading.text, start, end),
        (
            "Bokstäverna har lästs med fel kodning och sparats så. "
            "Skriv dem på nytt, eller kör make fix, som byter tillbaka dem."
        ),
        repair=tuple(_edit(reading, start, end, new) for start, end, new in splices),
    )
    return reading.changed(splices), [finding]


_HALF = "â€"


def _half_a_sign(text: str) -> Finding:
    """What is left of a misread quotation mark or dash: which it was cannot be told."""
    at = text.index(_HALF)
    message = (
        f"Här står ”{_HALF}”, som troligen var ett citattecken eller ett "
        f"tankstreck.{_count_of(text.count(_HALF))}"
    )
    return Finding("YML012", message, mark_at(text, at, at + 2), "Skriv tecknet på nytt.")


def _composed(reading: Reading) -> tuple[Reading, list[Finding]]:
    """Letters such as å typed as two characters (a and a ring), which look right but are no å to a
    program.
    """
    if unicodedata.is_normalized("NFC", reading.text):
        return reading, []
    places = [
        match
        for match in _DECOMPOSED.finditer(reading.text)
        if not unicodedata.is_normalized("NFC", match[0])
    ]
    if not places:
        return reading, []
    splices = [
        (match.start(), match.end(), unicodedata.normalize("NFC", match[0])) for match in places
    ]
    first = splices[0]
    finding = Finding(
        "YML011",
        (
            f"Bokstaven ”{first[2]}” är skriven som två tecken: "
            f"en bokstav och ett löst tecken.{_count_of(len(places))}"
        ),
        mark_at(reading.text, first[0], first[1]),
        "Skriv bokstaven på nytt. Det följer ofta med när man klistrar in text ur en pdf.",
        repair=tuple(_edit(reading, start, end, new) for start, end, new in splices),
    )
    return reading.changed(splices), [finding]


def _without_odd_characters(reading: Reading) -> tuple[Reading, list[Finding]]:
    """Characters that nobody sees: those without width are left out, the others read as a space."""
    findings, splices = [], []
    for character, places in _each_kind(reading.text).items():
        new = "" if unicodedata.category(character) in ("Cf", "Mn") else " "
        is_between = any(_is_between_words(reading.text, place) for place in places)
        is_certain = (
            not is_between if character == "\u200b" else not re.match(f"[{_LOST_SIGNS}]", character)
        )
        name = _NAMES.get(character, "ett tecken som inte går att skriva ut")
        findings.append(
            Finding(
                "YML006",
                f"Här står ett osynligt tecken: {name}.{_count_of(len(places))}",
                reading.as_typed(mark_at(reading.text, places[0], places[0] + 1)),
                (
                    "Ta bort tecknet och skriv ett vanligt mellanslag där det behövs. "
                    "Det följer ofta med när man klistrar in text."
                ),
                repair=tuple(_edit(reading, place, place + 1, new) for place in places)
                if is_certain
                else (),
            )
        )
        splices += [(place, place + 1, new) for place in places]
    return reading.changed(splices) if splices else reading, findings


def _edit(reading: Reading, start: int, end: int, new: str) -> Edit:
    """A change of a stretch of the file; its line and column, which nobody asks for, would take
    long to count.
    """
    return Edit(new, Mark(1, 1, reading.typed_at(start), reading.typed_at(end)))


def _is_between_words(text: str, place: int) -> bool:
    """True if a space may be what is missing."""
    return text[place - 1 : place].isalnum() and text[place + 1 : place + 2].isalnum()


def _with_plain_indents(reading: Reading) -> tuple[Reading, list[Finding]]:
    """Tabs and no-break spaces first on a line."""
    findings, splices = [], []
    for number, match in enumerate(_INDENT.finditer(reading.text)):
        meant = _indent_meant(match, reading.text) if number < _MOST_ODD else " " * len(match[0])
        splices.append((match.start(), match.end(), meant))
    for (start, end, meant), match in islice(
        zip(splices, _INDENT.finditer(reading.text), strict=True), _MOST_ODD
    ):
        odd = reading.as_typed(mark_at(reading.text, match.start(1), match.end(1)))
        what = "en tabb" if "\t" in match[1] else "ett särskilt mellanslag, som inte är ett vanligt"
        findings.append(
            Finding(
                "YML009",
                f"Indraget innehåller {what}.",
                odd,
                "Skriv vanliga mellanslag, två per nivå.",
                repair=(Edit(meant, reading.as_typed(mark_at(reading.text, start, end))),),
            )
        )
    return reading.changed(splices) if splices else reading, findings


def _indent_meant(match: re.Match[str], text: str) -> str:
    """The spaces that a line with an odd indent most likely should begin with: as many as its
    neighbour above has.
    """
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


def _each_kind(text: str) -> dict[str, list[int]]:
    """Each forbidden character and its places."""
    found: dict[str, list[int]] = {}
    for match in FORBIDDEN.finditer(text):
        found.setdefault(match[0], []).append(match.start())
    return found


def _count_of(places: int) -> str:
    return f" Det finns på {places} ställen." if places > 1 else ""
