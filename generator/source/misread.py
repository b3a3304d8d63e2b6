"""Letters that a program read with the wrong encoding and saved so: Ã¥, Ã¤ and Ã¶ for å, ä and
ö.
"""

import re
from collections.abc import Iterator
from functools import cache

from generator.source.reading import Splice

_ENCODINGS = ("cp1252", "mac_roman", "cp850", "cp437")
"""Of Windows, of old Macintosh, of the command prompt."""
_FIRST_BYTES = b"\xc2\xc3\xcc\xe2\xef\xf0"
"""What letters and signs begin with in UTF-8, where they are not rare."""
_TIMES = 3
"""How many times over letters may have been misread."""


class _Misreading:
    """What UTF-8 looks like to a program that takes it for another encoding."""

    def __init__(self, encoding: str) -> None:
        self._bytes: dict[str, int] = {}
        signs: dict[int, str] = {}
        for byte in range(0x80, 0x100):
            shown = bytes([byte]).decode(encoding, "replace").replace("\ufffd", chr(byte))
            as_latin_1 = chr(byte) if encoding == "cp1252" and byte < 0xA0 else ""
            signs[byte] = shown + as_latin_1
            self._bytes |= dict.fromkeys(signs[byte], byte)

        def one_of(*numbers: int) -> str:
            return "[" + "".join(re.escape(signs[number]) for number in numbers) + "]"

        more = one_of(*range(0x80, 0xC0))
        letter = one_of(0xC2, 0xC3) + more
        loose_ring_or_dots = one_of(0xCC) + one_of(0x80, 0x81, 0x88, 0x8A)
        punctuation = (
            one_of(0xE2) + one_of(0x80) + one_of(0x93, 0x94, 0x98, 0x99, 0x9C, 0x9D, 0xA2, 0xA6)
        )
        if encoding == "cp1252":
            punctuation = one_of(0xE2) + one_of(0x80, 0x82, 0x84, 0x86, 0x88) + more
        mark_or_lost = (
            one_of(0xEF) + f"(?:{one_of(0xBB)}{one_of(0xBF)}|{one_of(0xBF)}{one_of(0xBD)})"
        )
        picture = one_of(0xF0) + one_of(0x9F) + more + more
        sign = "|".join((letter, loose_ring_or_dots, punctuation, mark_or_lost, picture))
        # what Š and ˆ become the second time; alone, Å and a sign are what they are
        twice = one_of(0xC5, 0xC6, 0xCB) + more
        self._sign = re.compile(f"{sign}|{twice}")
        self._run = re.compile(f"(?:{sign})(?:{sign}|{twice})*")

    def splices(self, text: str) -> Iterator[Splice]:
        """Each stretch of misread signs, and the letters that they were."""
        for match in self._run.finditer(text):
            meant = match[0]
            for _ in range(_TIMES):
                if self._run.fullmatch(meant):
                    meant = self._sign.sub(self._as_meant, meant)
            yield match.start(), match.end(), meant

    def _as_meant(self, match: re.Match[str]) -> str:
        return bytes(self._bytes[sign] for sign in match[0]).decode("utf-8")


def misread(text: str) -> list[Splice]:
    """The stretches of a text that were read with one wrong encoding, as they were meant,
    exactly.
    """
    signs = set(text)
    likely = [name for name in _ENCODINGS if not signs.isdisjoint(_FIRST_BYTES.decode(name))]
    found = [list(_misreading(encoding).splices(text)) for encoding in likely]
    return max(found, key=lambda splices: sum(end - start for start, end, _ in splices), default=[])


@cache
def _misreading(encoding: str) -> _Misreading:
    return _Misreading(encoding)
