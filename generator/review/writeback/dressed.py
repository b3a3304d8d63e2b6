"""Words that are bold, italic or links -> Markdown that shows them so."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from generator.ooxml.reviewed.stretches import address_of

_SIGNS = {(True, True): "***", (True, False): "**", (False, True): "*", (False, False): ""}
_EDGES = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)


def with_markup(words: str, looks: Sequence[str], escape: re.Pattern[str] | None) -> str:
    """Words, each as it is to look; signs that mean something are escaped."""
    pieces = []
    for look, group in groupby(zip(words, _for_each(words, looks), strict=True), lambda e: e[1]):
        text = "".join(sign for sign, _ in group)
        pieces += [_piece(part, look, escape) for part in re.split(r"(\n)", text)]
    return "".join(pieces)


def _for_each(words: str, looks: Sequence[str]) -> Iterator[str]:
    for number in range(len(words)):
        yield looks[number] if number < len(looks) else ""


def _piece(text: str, look: str, escape: re.Pattern[str] | None) -> str:
    """Some text of one look; blanks at its edges stand outside its signs."""
    found = _EDGES.fullmatch(text)
    if found is None or not found[2]:
        return text
    words = escape.sub(r"\\\1", found[2]) if escape else found[2]
    address = address_of(look)
    words = f"[{words}]({address})" if address else words
    signs = sign_of(look)
    return f"{found[1]}{signs}{words}{signs}{found[3]}"


def parts(look: str) -> list[str]:
    """'fet, kursiv' -> ['fet', 'kursiv']."""
    return [part for part in look.split(", ") if part]


def sign_of(look: str) -> str:
    """What stands on both sides of words that look so."""
    return _SIGNS["fet" in parts(look), "kursiv" in parts(look)]


def look_of(bold: bool, italic: bool) -> str:
    """'fet, kursiv' for words that are both."""
    return ", ".join(name for name, is_so in (("fet", bold), ("kursiv", italic)) if is_so)


def dressed_edges(
    typed: str, stretch: tuple[int, int], before: str, after: str
) -> list[tuple[int, int, str]]:
    """Edits that let a typed stretch look otherwise, whose words and facts stay: signs around it,
    or those that stand around it away; its neighbours of the same look keep theirs.
    """
    start, end = stretch
    own, new = sign_of(before), sign_of(after)
    if not own:
        return [(start, start, new), (end, end, new)]
    left = len(typed[:start]) - len(typed[:start].rstrip("*"))
    right = len(typed[end:]) - len(typed[end:].lstrip("*"))
    width = len(own)
    opening = (start - width, start, new) if left >= width else _closed(typed, start, own, new)
    closing = (end, end + width, new) if right >= width else _opened(typed, end, own, new)
    return [opening, closing]


def _closed(typed: str, start: int, own: str, new: str) -> tuple[int, int, str]:
    """Signs that end before a stretch inside them, ahead of the blanks there."""
    blanks = len(typed[:start]) - len(typed[:start].rstrip(" "))
    return start - blanks, start, f"{own}{typed[start - blanks : start]}{new}"


def _opened(typed: str, end: int, own: str, new: str) -> tuple[int, int, str]:
    """Signs that begin again after a stretch inside them, behind the blanks there."""
    blanks = len(typed[end:]) - len(typed[end:].lstrip(" "))
    return end, end + blanks, f"{new}{typed[end : end + blanks]}{own}"
