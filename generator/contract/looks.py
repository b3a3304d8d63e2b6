"""What a template may look like: styles that exist, nothing formatted by hand, no empty paragraph."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml import etree

from generator import swedish
from generator.contract.spots import Fault, Spot, placed
from generator.ooxml import w
from generator.ooxml.text import is_empty
from generator.template import LINK, LOOKS

_ALLOWED = {w(name) for name in ("pStyle", "rStyle", "sectPr", "rPr", "lang", "noProof")}
_STYLED = tuple(map(w, ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link")))
_SWEDISH = {
    "b": "fet stil",
    "i": "kursiv stil",
    "u": "understrykning",
    "sz": "teckenstorlek",
    "rFonts": "typsnitt",
    "color": "färg",
    "highlight": "överstrykning",
    "jc": "justering",
    "spacing": "avstånd",
    "ind": "indrag",
    "numPr": "lista eller numrering",
    "tabs": "tabbar",
    "pageBreakBefore": "sidbrytning",
    "keepNext": "håll ihop med nästa",
}


def by_hand(spot: Spot) -> Iterator[Fault]:
    """Formatting of a paragraph, or of words in it, that no style gives."""
    inside = (child for kind in ("pPr", "rPr") for properties in spot.element.iter(w(kind)) for child in properties)
    names = dict.fromkeys(etree.QName(child).localname.removesuffix("Cs") for child in inside if child.tag not in _ALLOWED)
    if names:
        told = swedish.listing(dict.fromkeys(_SWEDISH.get(name, "annan formatering") for name in names))
        hint = "Markera stycket, tryck Ctrl + Q och Ctrl + blanksteg, och välj en formatmall. Saknas en: gör en ny."
        yield Fault("MAL008", f"Stycket ”{spot.text.strip()[:80]}” har egen formatering: {told}.", hint, spot)


def empty(spots: list[Spot]) -> Iterator[Fault]:
    """Paragraphs that show nothing."""
    before = ""
    for spot in spots:
        if is_empty(spot.element):
            yield Fault("MAL010", f"Ett stycke efter ”{before[:80]}” är tomt.", "Ta bort det. Luft ger du i formatmallen.", spot)
        before = spot.text.strip() or before


def perhaps_empty(spots: Iterable[Spot]) -> Iterator[Fault]:
    """Of paragraphs where all text may be missing, those that then show nothing."""
    for spot in spots:
        if not any(True for _ in spot.element.iter(w("fldChar"), w("drawing"))):
            hint = "Sätt ett villkor som rymmer hela stycket runt det: {%p if … %} före och {%p endif %} efter."
            yield Fault("MAL010", f"Stycket ”{spot.text.strip()[:80]}” kan bli tomt.", hint, spot)


def missing(roots: Mapping[str, etree._Element], spots: Mapping[str, Sequence[Spot]]) -> Iterator[Fault]:
    """Styles and numberings that are used, or that prose needs, and are not there: each where it is first used."""
    styles = {style.get(w("styleId")) for root in roots.values() for style in root.iter(w("style"))}
    numbers = {number.get(w("numId")) for root in roots.values() for number in root.iter(w("num"))} | {"0"}
    used: dict[tuple[str, str], Spot | None] = {}
    for name, root in roots.items():
        for element, spot in placed(root, spots[name]):
            kind = "Formatmallen" if element.tag in _STYLED else "Numreringen" if element.tag == w("numId") else ""
            used.setdefault((kind, element.get(w("val"), "")), spot)
    for kind, value in [*used, *(("Formatmallen", style) for style in (*LOOKS.values(), LINK))]:
        if kind and value not in (styles if kind == "Formatmallen" else numbers):
            told = f"{kind} ”{value}” används men finns inte."
            yield Fault("MAL009", told, "Välj en annan i Word, eller hämta tillbaka mallen.", used.get((kind, value)))
