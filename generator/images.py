"""The bytes of a picture -> what it is: PNG or JPEG, and how large; or why it cannot be shown.

Only what Word, LibreOffice and browsers show alike is let through, and nothing that would take
them more room than a picture of a page needs. The files are walked part by part; each length is
held against the bytes that there are.
"""

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NoReturn

from msgspec import Struct

MOST_BYTES = 5_000_000
MOST_PIXELS = 40_000_000
MOST_IN_ALL = 20_000_000
"""Bytes of all pictures of a plan."""
MOST = 60
"""Pictures of a plan."""

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Samples of a pixel, by PNG's colour type."""
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_PASSES = (
    *((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4)),
    *((0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)),
)
"""Where each pass of an interlaced PNG begins, and its steps: x, y, dx, dy."""
_OTHERS = (
    (b"GIF8", "en GIF-bild"),
    (b"BM", "en BMP-bild"),
    (b"II*\0", "en TIFF-bild"),
    (b"MM\0*", "en TIFF-bild"),
    (b"%PDF", "en PDF"),
    (b"PK\x03\x04", "ett Office-dokument eller en zip-fil"),
    (b"\xd7\xcd\xc6\x9a", "en WMF-bild"),
)
_SAVE = (
    "Öppna den i ett bildprogram och spara den som PNG (ritningar, logotyper) eller JPEG (foton)."
)
_ANEW = "Spara den på nytt, eller hämta den igen där den kom ifrån."
_SMALLER = "Förminska den i ett bildprogram: 1 400 punkter på bredden räcker för hela sidan."


class Image(Struct, frozen=True):
    """A picture that can be shown: its bytes, 'png' or 'jpeg', and its size in pixels."""

    data: bytes
    format: str
    width: int
    height: int


class Flaw(Struct, frozen=True):
    """Why a file cannot be shown: the code of the rule, a Swedish sentence of which the file is
    the subject (”är tom”), and what to do.
    """

    code: str
    why: str
    hint: str


Look = Callable[[str], bytes | Flaw]
"""The bytes of a picture by its name as the plan has it, or why there are none."""

_BESIDE = "Lägg bilden i mappen bilder bredvid planen, och skriv bilder/ och filens namn."
_AS_IT_IS = "Skriv namnet som filen heter, i löptext inom < och >: (<bilder/min karta.png>)"
_FROM_THE_PLAN = "Skriv var filen ligger räknat från planens mapp: bilder/karta.png"
_MISNAMED = (
    (r"[a-z]{2,}:|//|www\.", "är en adress på nätet", _BESIDE),
    (r"[a-z]:|/|~", "är en plats på en egen dator", _FROM_THE_PLAN),
    (r".*\\", "är skriven med \\", "Skriv / mellan mapp och fil: bilder/karta.png"),
    (r"(.*/)?\.\.?(/|$)", "leder ut ur planens mapp", _BESIDE),
    (r".*%[0-9a-f]{2}", "är skriven som en adress på nätet", _AS_IT_IS),
    (r".*[\0-\x1f]", "har ett tecken som inget filnamn har", _AS_IT_IS),
)
"""What no name of a picture may be, in small letters; why, and what to do."""


def huge() -> Flaw:
    """Where a file is too large to be read at all."""
    return Flaw("BIL003", f"är större än {MOST_BYTES // 1_000_000} MB", _SMALLER)


def missing(_: str) -> Flaw:
    """Where no picture is known."""
    return Flaw("BIL001", "finns inte", _BESIDE)


def load(names: Iterable[str], look: Look) -> dict[str, Image | Flaw]:
    """Each picture of some names that a plan has, or why it cannot be shown."""
    found: dict[str, Image | Flaw] = {}
    left = MOST_IN_ALL
    for name in dict.fromkeys(names):
        if len(found) == MOST:
            hint = "Ta bort bilder, eller låt flera visas som en."
            found[name] = Flaw("BIL003", f"är en för mycket: en plan har högst {MOST} bilder", hint)
            break
        image = _known(name, look)
        left -= len(image.data) if isinstance(image, Image) else 0
        if left < 0:
            most = MOST_IN_ALL // 1_000_000
            image = Flaw("BIL003", f"gör att planens bilder blir större än {most} MB", _SMALLER)
        found[name] = image
    return found


def _known(name: str, look: Look) -> Image | Flaw:
    if not name.strip():
        return Flaw("BIL001", "har inget namn", "Skriv var filen ligger: bilder/karta.png")
    for pattern, why, hint in _MISNAMED:
        if re.match(pattern, name.lower()):
            return Flaw("BIL001", why, hint)
    data = look(name)
    return data if isinstance(data, Flaw) else read(data)


class _UnusableError(Exception):
    """What is wrong with a picture: a Flaw."""

    def __init__(self, code: str, why: str, hint: str) -> None:
        super().__init__(why)
        self.flaw = Flaw(code, why, hint)


@lru_cache(MOST)
def read(data: bytes) -> Image | Flaw:
    """What a picture is, or why it cannot be shown."""
    try:
        if not data:
            _refuse("BIL002", "är tom", _ANEW)
        if len(data) > MOST_BYTES:
            return huge()
        if data.startswith(_PNG):
            return Image(data, "png", *_png(data))
        if data.startswith(_JPEG):
            return Image(data, "jpeg", *_jpeg(data))
        _refuse("BIL002", f"är {_other(data)}, inte en PNG- eller JPEG-bild", _SAVE)
    except _UnusableError as error:
        return error.flaw


def _refuse(code: str, why: str, hint: str) -> NoReturn:
    raise _UnusableError(code, why, hint)


def _broken() -> NoReturn:
    _refuse("BIL002", "är skadad eller inte hel", _ANEW)


def _other(data: bytes) -> str:
    """What a file is that is neither PNG nor JPEG."""
    head = data[:1000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "en WebP-bild"
    if data[4:8] == b"ftyp":
        return "en HEIC-bild, som telefoner tar, eller en film"
    if b"<svg" in head:
        return "en SVG-bild"
    if head.startswith((b"<!doctype html", b"<html")):
        return "en webbsida"
    return next((what for start, what in _OTHERS if data.startswith(start)), "något annat")


def _bounded(width: int, height: int) -> tuple[int, int]:
    """The size of a picture that is not too large."""
    if not width or not height:
        _broken()
    if width * height > MOST_PIXELS:
        size = f"{width} × {height} punkter"
        _refuse("BIL003", f"är {size}, fler än {MOST_PIXELS // 1_000_000} miljoner", _SMALLER)
    return width, height


def _png(data: bytes) -> tuple[int, int]:
    """The size of a PNG whose parts are whole, and whose pixels are as many as it says."""
    size, length = (0, 0), 0
    pixels = zlib.decompressobj()
    known = b""
    for kind, content in _chunks(data):
        if not size[0] and kind != b"IHDR":
            _broken()
        if kind == b"IHDR":
            size, length = _header(content)
        elif kind == b"acTL":
            _refuse("BIL002", "är en rörlig bild", _SAVE)
        elif kind == b"IDAT":
            length -= _inflated(pixels, content, length)
        known = kind
    # Nothing stands after the end, and there is just what the size asks for.
    if known != b"IEND" or length or not pixels.eof:
        _broken()
    return size


def stand_in() -> bytes:
    """A grey picture, for one that is there no longer."""
    width, height = 1400, 700
    # A row is a byte for its filter and a bit for each pixel; every other one is black: grey.
    pixels = zlib.compress((b"\0" + b"\xaa" * (width // 8)) * height)
    header = width.to_bytes(4) + height.to_bytes(4) + bytes((1, 0, 0, 0, 0))
    parts = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    return _PNG + b"".join(
        len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)
        for kind, content in parts
    )


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(_PNG)
    while place < len(data):
        length = int.from_bytes(data[place : place + 4])
        end = place + 8 + length
        kind, content, check = (
            data[place + 4 : place + 8],
            data[place + 8 : end],
            data[end : end + 4],
        )
        if len(check) < 4 or zlib.crc32(content, zlib.crc32(kind)) != int.from_bytes(check):
            _broken()
        yield kind, content
        place = end + 4


def _header(content: bytes) -> tuple[tuple[int, int], int]:
    """The size that a PNG states, and how many bytes its pixels are (PNG, 11.2.1)."""
    if len(content) != 13:
        _broken()
    width, height = _bounded(int.from_bytes(content[:4]), int.from_bytes(content[4:8]))
    depth, colour, packing, filtering, interlaced = content[8:]
    if depth not in _DEPTHS.get(colour, ()) or packing or filtering or interlaced > 1:
        _broken()
    bits, length = depth * _SAMPLES[colour], 0
    for x, y, dx, dy in _PASSES if interlaced else ((0, 0, 1, 1),):
        columns, rows = -(-(width - x) // dx), -(-(height - y) // dy)
        # Each row has a byte that says how it was filtered.
        length += rows * (1 + (columns * bits + 7) // 8) if columns > 0 and rows > 0 else 0
    return (width, height), length


def _inflated(pixels: "zlib._Decompress", content: bytes, most: int) -> int:
    """How many bytes some packed ones are; never more are unpacked at once than are looked at."""
    found = 0
    try:
        while content and not pixels.eof:
            found += len(pixels.decompress(content, 1 << 16))
            content = pixels.unconsumed_tail
            if found > most:
                _broken()
    except zlib.error:
        _broken()
    return found


def _jpeg(data: bytes) -> tuple[int, int]:
    """The size of a JPEG that goes on to its end (ITU T.81, B.1)."""
    size, has_scan = (0, 0), False
    for marker, content in _segments(data):
        if marker in (0xC0, 0xC1, 0xC2):
            size = _frame(content)
        elif 0xC3 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            _refuse("BIL002", "är en ovanlig sorts JPEG, som Word inte visar", _SAVE)
        elif marker == 0xE1 and _is_turned(content):
            why = "är tagen med kameran på sidan: program visar den olika"
            _refuse("BIL002", why, "Öppna den i ett bildprogram, vrid den rätt och spara den.")
        has_scan |= marker == 0xDA
    if not size[0] or not has_scan:
        _broken()
    return size


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The segments of a JPEG, each with its marker, to the end of the picture."""
    place = 2
    while True:
        if data[place : place + 1] != b"\xff":
            _broken()
        marker = data[place + 1] if place + 1 < len(data) else 0
        if marker == 0xFF:  # fills up
            place += 1
            continue
        if marker == 0xD9:
            return
        length = int.from_bytes(data[place + 2 : place + 4])
        content = data[place + 4 : place + 2 + length]
        if length < 2 or len(content) < length - 2:
            _broken()
        yield marker, content
        place += 2 + length
        if marker == 0xDA:
            place = _after_scan(data, place)


def _after_scan(data: bytes, place: int) -> int:
    """Where the next marker stands after the pixels of a scan; stuffed bytes and restarts are of
    the pixels.
    """
    while (place := data.find(b"\xff", place)) >= 0:
        following = data[place + 1 : place + 2]
        if following and following[0] and not 0xD0 <= following[0] <= 0xD7:
            return place
        place += 2
    _broken()


def _frame(content: bytes) -> tuple[int, int]:
    if len(content) < 6 or content[0] != 8:
        _broken()
    if content[5] == 4:
        hint = "Öppna den i ett bildprogram och spara den i RGB, som JPEG eller PNG."
        _refuse("BIL002", "är gjord för tryck (CMYK), och får fel färger på skärm", hint)
    if content[5] not in (1, 3):
        _broken()
    return _bounded(int.from_bytes(content[3:5]), int.from_bytes(content[1:3]))


def _is_turned(content: bytes) -> bool:
    """True if a camera says that the picture must be turned to be seen (Exif 4.6.4, Orientation):
    browsers turn it, Word does not.
    """
    if not content.startswith(b"Exif\0\0"):
        return False
    tags = content[6:]
    order = "little" if tags[:2] == b"II" else "big"

    def number(place: int, size: int) -> int:
        return int.from_bytes(tags[place : place + size], order)  # type: ignore[arg-type]

    first = number(4, 4)
    entries = (first + 2 + 12 * place for place in range(min(number(first, 2), 200)))
    return any(
        number(entry, 2) == 0x0112 and number(entry + 8, 2) not in (0, 1) for entry in entries
    )
