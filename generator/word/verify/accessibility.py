"""The document can be read by everyone: what lag (2018:1937) asks of it, by EN 301 549 and WCAG 2.1
level AA.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import pairwise

from lxml import etree

from generator import swedish
from generator.findings import Finding
from generator.ooxml import package, w
from generator.ooxml.styles import Styles
from generator.ooxml.text import style, text
from generator.word import legible
from generator.word.legible import Flaw, Shown

CODES = {
    "TIL004": "Dokumentets språk är svenska, också för den som lyssnar (WCAG 3.1.1).",
    "TIL005": "Filen har en titel och en författare (WCAG 2.4.2).",
    "TIL006": "Rubrikerna finns, har text och hoppar inte över någon nivå (WCAG 1.3.1).",
    "TIL007": "Varje tabell har en rubrikrad, märkt som rubrikrad (WCAG 1.3.1).",
    "TIL008": "Ingen tabell har sammanslagna celler eller en tabell i sig (WCAG 1.3.1).",
    "TIL009": "Ingen cell i en tabell är tom (WCAG 1.3.1).",
    "TIL010": (
        "Varje bild har en beskrivning och står i raden; ingen text står i en ruta (WCAG 1.1.1)."
    ),
    "TIL011": "Luft görs med avstånd i formatmallen, inte med mellanslag och tabbar (WCAG 1.3.2).",
    "TIL012": "Text står tydligt mot bakgrunden: kontrast 4,5, stor text 3 (WCAG 1.4.3).",
}

_DC = {"dc": "http://purl.org/dc/elements/1.1/"}


def accessibility(
    roots: Mapping[str, etree._Element], styles: Styles, own: Set[str]
) -> Iterator[Finding]:
    """Every fault with its place; `own` are the plan's texts, which the checks have judged."""
    document = roots["word/document.xml"]
    stories = [root for name, root in roots.items() if package.is_shown(name)]
    shown = [
        Shown(element, style(element), text(element))
        for root in stories
        for element in root.iter(w("p"))
    ]
    for flaw in _flaws(document, stories, shown, roots.get("docProps/core.xml"), styles, own):
        yield Finding(flaw.code, flaw.message, (), flaw.hint, where=_place(flaw.at, styles))


def _flaws(
    document: etree._Element,
    stories: Sequence[etree._Element],
    shown: Sequence[Shown],
    core: etree._Element | None,
    styles: Styles,
    own: Set[str],
) -> Iterator[Flaw]:
    yield from legible.language(styles)
    yield from _properties(core)
    yield from _headings(
        [paragraph for paragraph in shown if styles.level(paragraph.style)], styles
    )
    yield from legible.paragraphs(
        (paragraph for paragraph in shown if swedish.folded(paragraph.text) not in own), styles
    )
    for table in document.iter(w("tbl")):
        yield from legible.table(table, table.findall(w("tr")))
    for root in stories:
        yield from legible.pictures(root)
    yield from legible.faint(shown, styles)


def _place(at: etree._Element | None, styles: Styles) -> str:
    """'dokumentet, i stycket ”…” under rubriken ”…”'."""
    below = ""
    for paragraph in at.getroottree().iter(w("p")) if at is not None else ():
        words = text(paragraph).strip()[:60]
        if paragraph is at:
            return f"dokumentet, i stycket ”{words}”" + (
                f" under rubriken ”{below}”" if below else ""
            )
        below = words if styles.level(style(paragraph)) else below
    return "dokumentet"


def _properties(core: etree._Element | None) -> Iterator[Flaw]:
    if core is None or core.findtext("dc:language", "", _DC) != legible.SWEDISH:
        yield Flaw(
            "TIL004", "Filens egenskaper säger inte att språket är svenska.", legible.SPEAK_SWEDISH
        )
    for name, what in (("title", "titel"), ("creator", "författare")):
        if core is None or not (core.findtext(f"dc:{name}", "", _DC) or "").strip():
            hint = "Titel och organisation tas ur planens första rader."
            yield Flaw("TIL005", f"Filens egenskaper saknar {what}.", hint)


def _headings(found: Sequence[Shown], styles: Styles) -> Iterator[Flaw]:
    if not found:
        yield Flaw(
            "TIL006",
            "Dokumentet har inga rubriker.",
            "Använd formatmallarna Rubrik 1 till 4 i mallen.",
        )
    for heading in found:
        if not heading.text.strip():
            yield Flaw(
                "TIL006",
                "En rubrik är tom.",
                "Ta bort stycket i mallen, eller ge det formatmallen Normal.",
                heading.element,
            )
    levels = [0, *(styles.level(heading.style) for heading in found)]
    for (before, level), heading in zip(pairwise(levels), found, strict=True):
        yield from legible.skipped(level, before, heading.text.strip(), heading.element)
