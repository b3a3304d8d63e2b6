"""What of the template everyone can read, as far as it shows before any plan is rendered: what
`verify` asks of the document.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from generator.ooxml import w
from generator.ooxml.styles import Styles
from generator.ooxml.text import style, text
from generator.word import legible
from generator.word.contract.spots import Fault, Spot
from generator.word.legible import Flaw, Shown
from generator.word.template import DOCUMENT, LINK, LOOKS

_CODE = re.compile(r"\s*\{[{%](p|tr|tc) ")
_ROW = re.compile(r"\s*\{%tr ")
"""A row that goes away with its tag; one that begins with a cell of its own tag does not."""
"""The start of a paragraph that goes away when the template is filled in."""


def faults(
    roots: Mapping[str, etree._Element], spots: Mapping[str, Sequence[Spot]], styles: Styles
) -> Iterator[Fault]:
    """Everything in the filled parts, by name, that someone could not read."""
    at = {spot.element: spot for lines in spots.values() for spot in lines}
    for flaw in _flaws(roots, spots, styles):
        yield Fault(
            flaw.code, flaw.message, flaw.hint, at.get(flaw.at) if flaw.at is not None else None
        )


def _flaws(
    roots: Mapping[str, etree._Element], spots: Mapping[str, Sequence[Spot]], styles: Styles
) -> Iterator[Flaw]:
    looks = tuple(filter(None, (styles.id_of(name) for name in (*LOOKS.values(), LINK))))
    shown = [
        Shown(spot.element, style(spot.element), spot.text, looks if "{{r " in spot.text else ())
        for lines in spots.values()
        for spot in lines
        if not _CODE.match(spot.text)
    ]
    yield from legible.language(styles)
    yield from legible.paragraphs(shown, styles)
    for table in roots[DOCUMENT].iter(w("tbl")):
        yield from legible.table(
            table, [row for row in table.findall(w("tr")) if not _ROW.match(text(row))]
        )
    for root in roots.values():
        yield from legible.pictures(root)
    yield from legible.faint(shown, styles)
    yield from _levels(spots[DOCUMENT])


def _levels(spots: Sequence[Spot]) -> Iterator[Flaw]:
    """Headings that skip a level wherever they are shown: after those before them, or among those
    of their macro.
    """
    macros: dict[str, list[Spot]] = {}
    before = 0
    own: list[Spot] | None = None
    for spot in spots:
        if started := re.match(r"\s*\{%p macro (\w+)", spot.text):
            own = macros[started[1]] = []
        elif own is not None and spot.text.strip().startswith("{%p endmacro"):
            yield from _skipped_among(own)
            own = None
        elif called := re.match(r"\s*\{\{p (\w+)\(", spot.text):
            inside = macros.get(called[1], [])
            before = max((before, *(heading.level for heading in inside)))
            if own is not None:
                own += inside
        elif spot.level and own is not None:
            own.append(spot)
        elif spot.level:
            yield from legible.skipped(spot.level, before, spot.text.strip(), spot.element)
            before = spot.level


def _skipped_among(headings: Sequence[Spot]) -> Iterator[Flaw]:
    levels = sorted({heading.level for heading in headings})
    for heading in headings:
        before = max((level for level in levels if level < heading.level), default=heading.level)
        yield from legible.skipped(heading.level, before, heading.text.strip(), heading.element)
