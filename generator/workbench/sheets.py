"""Pages of a PDF as pictures, and where on them the values of a plan lie."""

import struct
import zlib
from collections.abc import Iterator, Mapping
from ctypes import c_long, create_string_buffer
from hashlib import sha256
from itertools import pairwise

import pypdfium2
from msgspec import Struct, field
from pypdfium2 import raw

_SCALE = 1.6
"""Dots of a picture for each point of the page."""
_EDGE = 0.055
"""The part of a page's height and width that is margin at the least."""
_SAME_ROW = 3.0
"""Points between what still stands in one row."""


class Place(Struct, frozen=True):
    """Where on a page the value of a line of the plan's file lies, in shares of the page."""

    line: int
    left: float
    top: float
    width: float
    height: float


class Sheet(Struct, frozen=True):
    """A page as a picture, its size in dots, and what lies where; `version` is its own as long as
    it looks the same.
    """

    png: bytes
    width: int
    height: int
    version: str
    places: tuple[Place, ...]


class _Row(Struct):
    """What begins at one height of a page, from above in points: lines by their distance from the
    left.
    """

    top: float
    lines: list[tuple[float, int]] = field(default_factory=list)


def sheets(pdf: bytes, lines: Mapping[str, int]) -> list[Sheet]:
    """The pages of a PDF. `lines` are the plan's lines by the names of the bookmarks around their
    values.
    """
    with pypdfium2.PdfDocument(pdf) as document:
        found = _destinations(document)
        made: list[Sheet] = []
        above = 0
        for number, page in enumerate(document):
            here = [
                (y, x, lines[name]) for name, at, x, y in found if at == number and name in lines
            ]
            rows = _rows(page.get_height(), here)
            made.append(_sheet(page, tuple(_places(page.get_size(), rows, above))))
            above = rows[-1].lines[-1][1] if rows else above
        return made


def _destinations(document: pypdfium2.PdfDocument) -> list[tuple[str, int, float, float]]:
    """The named destinations: the name of the bookmark, the page, and where on it in points from
    the left and from below.
    """
    found = []
    for index in range(raw.FPDF_CountNamedDests(document)):
        size = c_long()
        raw.FPDF_GetNamedDest(document, index, None, size)
        name = create_string_buffer(size.value)
        destination = raw.FPDF_GetNamedDest(document, index, name, size)
        has_x, has_y, has_zoom = raw.FPDF_BOOL(), raw.FPDF_BOOL(), raw.FPDF_BOOL()
        x, y, zoom = raw.FS_FLOAT(), raw.FS_FLOAT(), raw.FS_FLOAT()
        raw.FPDFDest_GetLocationInPage(destination, has_x, has_y, has_zoom, x, y, zoom)
        page = raw.FPDFDest_GetDestPageIndex(document, destination)
        found.append((_bookmark(name.raw.decode("utf-16-le")), page, x.value, y.value))
    return found


def _bookmark(destination: str) -> str:
    """The bookmark of a destination: LibreOffice writes its _ as the digits of that sign."""
    return destination.rstrip("\0").replace("5F", "_")


def _rows(height: float, here: list[tuple[float, float, int]]) -> list[_Row]:
    rows: list[_Row] = []
    for y, x, line in sorted(here, key=lambda one: (-one[0], one[1])):
        if not rows or height - y - rows[-1].top > _SAME_ROW:
            rows.append(_Row(height - y))
        rows[-1].lines.append((x, line))
    return rows


def _places(size: tuple[float, float], rows: list[_Row], above: int) -> Iterator[Place]:
    """Each value from where it begins to where the next one does. What stands above the first one
    goes on from the page before, where line `above` was the last.
    """
    width, height = size
    first = rows[0].top / height if rows else 1 - _EDGE
    if above and first > _EDGE:
        yield Place(above, _EDGE, _EDGE, 1 - 2 * _EDGE, first - _EDGE)
    for row, after in pairwise([*rows, _Row((1 - _EDGE) * height)]):
        ends = [x for x, _ in row.lines[1:]] + [(1 - _EDGE) * width]
        for (x, line), end in zip(sorted(row.lines), sorted(ends), strict=True):
            yield Place(
                line,
                x / width,
                row.top / height,
                (end - x) / width,
                max(0.0, after.top - row.top) / height,
            )


def _sheet(page: pypdfium2.PdfPage, places: tuple[Place, ...]) -> Sheet:
    drawn = page.render(scale=_SCALE, rev_byteorder=True)
    png = _png(drawn)
    return Sheet(png, drawn.width, drawn.height, sha256(png).hexdigest()[:16], places)


def _png(drawn: pypdfium2.PdfBitmap) -> bytes:
    """A picture of three bytes a dot as PNG: its size, and its rows, packed."""
    assert drawn.n_channels == 3
    dots, length = memoryview(drawn.buffer), 3 * drawn.width
    starts = range(0, drawn.stride * drawn.height, drawn.stride)
    rows = b"".join(b"\0" + bytes(dots[start : start + length]) for start in starts)
    head = struct.pack(">IIBBBBB", drawn.width, drawn.height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)
