"""What a template may look like: styles that exist, nothing formatted by hand, no empty
paragraph.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml import etree

from generator import swedish
from generator.ooxml import styles, w
from generator.ooxml.styles import Styles
from generator.ooxml.text import TRACKED, is_empty, is_needed, style
from generator.word.contract.spots import Fault, Spot, placed
from generator.word.template import LINK, LOOKS, MACHINERY

_UNSEEN = ("pStyle", "rStyle", "sectPr", "rPr", "lang", "noProof", "cnfStyle")
_ALLOWED = {*TRACKED, *(w(name) for name in _UNSEEN)}
_BUILT_IN = {"Strong": "Stark", "Emphasis": "Betoning", "Hyperlink": "Hyperlänk"}
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
_GOES_AWAY = re.compile(r"\s*\{[{%](p|tr|tc) .*[}%]\}\s*")


def by_hand(spot: Spot) -> Iterator[Fault]:
    """Formatting of a paragraph, or of words in it, that no style gives."""
    inside = (
        child
        for kind in ("pPr", "rPr")
        for properties in spot.element.iter(w(kind))
        for child in properties
    )
    seen = (child for child in inside if not _is_allowed(child))
    names = dict.fromkeys(etree.QName(child).localname for child in seen)
    if names:
        known = dict.fromkeys(_SWEDISH[name] for name in names if name in _SWEDISH)
        told = f": {swedish.listing(known)}" if known else ""
        hint = (
            "Markera stycket, tryck Ctrl + Q och Ctrl + blanksteg, och välj en "
            "formatmall. Saknas en: gör en ny."
        )
        yield Fault(
            "MAL008", f"Stycket ”{spot.text.strip()[:80]}” har egen formatering{told}.", hint, spot
        )


def _is_allowed(child: etree._Element) -> bool:
    """True for what gives no look: styles, language, what is told elsewhere, what Word adds.

    That is the hint on signs, and properties of scripts from right to left (…Cs).
    """
    is_hint = child.tag == w("rFonts") and set(child.attrib) == {w("hint")}
    return child.tag in _ALLOWED or is_hint or child.tag.endswith("Cs")


def broken_off(spot: Spot) -> Iterator[Fault]:
    """A page break among words, and a cell with a colour of its own (told at its first
    paragraph).
    """
    shown, cell = spot.text.strip()[:80], spot.element.getparent()
    if _has_page_break(spot) and not is_empty(spot.element):
        hint = (
            "Ta bort den, och välj i stället Sidbrytning före i formatmallen för "
            "det stycke som ska stå överst."
        )
        yield Fault("MAL008", f"Stycket ”{shown}” har en sidbrytning inne i texten.", hint, spot)
    if (
        cell is not None
        and cell.find(w("p")) is spot.element
        and cell.find(f"{w('tcPr')}/{w('shd')}") is not None
    ):
        hint = (
            "Markera cellen, välj Tabelldesign, Fyllning och Ingen färg. "
            "Tabellens färger ger du i formatmallen Plantabell."
        )
        yield Fault("MAL008", f"Cellen med ”{shown}” har en egen bakgrundsfärg.", hint, spot)


def _has_page_break(spot: Spot) -> bool:
    return any(br.get(w("type")) in ("page", "column") for br in spot.element.iter(w("br")))


def tracked(root: etree._Element, spots: Sequence[Spot]) -> Iterator[Fault]:
    """The first change that is tracked, or comment, of a part."""
    found = [spot for element, spot in placed(root, spots) if element.tag in TRACKED]
    told = "Mallen har spårade ändringar eller kommentarer. De skulle följa med in i dokumentet."
    hint = (
        "Välj Granska, Godkänn alla ändringar och sluta spåra, och sedan Ta bort "
        "alla kommentarer i dokumentet."
    )
    yield from (Fault("MAL012", told, hint, spot) for spot in found[:1])


def as_machinery(spot: Spot, known: Styles) -> Iterator[Fault]:
    """A paragraph that stays in the document, in the style of those that go away: small and
    grey.
    """
    if known.name(style(spot.element)) == MACHINERY and not _GOES_AWAY.fullmatch(spot.text):
        told = (
            f"Stycket ”{spot.text.strip()[:80]}” syns i dokumentet, men "
            f"har formatmallen {MACHINERY}."
        )
        yield Fault("MAL009", told, "Välj den formatmall som liknande stycken har.", spot)


def empty(spots: Sequence[Spot]) -> Iterator[Fault]:
    """Paragraphs that show nothing."""
    before = ""
    for spot in spots:
        if is_needed(spot.element):
            continue
        if is_empty(spot.element) and next(spot.element.iterancestors(w("tc")), None) is not None:
            hint = "Skriv tillbaka det som stod i cellen, eller ta bort kolumnen eller raden."
            yield Fault("MAL010", f"En cell efter ”{before[:80]}” är tom.", hint, spot)
        elif is_empty(spot.element):
            instead = "Luft ger du i formatmallen."
            if _has_page_break(spot):
                instead = "Välj i stället Sidbrytning före i formatmallen för stycket efter."
            yield Fault(
                "MAL010",
                f"Ett stycke efter ”{before[:80]}” är tomt.",
                f"Ta bort det. {instead}",
                spot,
            )
        before = spot.text.strip() or before


def perhaps_empty(spots: Iterable[Spot]) -> Iterator[Fault]:
    """Of paragraphs where all text may be missing, those that then show nothing."""
    for spot in spots:
        if not any(True for _ in spot.element.iter(w("fldChar"), w("drawing"))):
            hint = (
                "Sätt ett villkor som rymmer hela stycket runt det: "
                "{%p if … %} före och {%p endif %} efter."
            )
            yield Fault("MAL010", f"Stycket ”{spot.text.strip()[:80]}” kan bli tomt.", hint, spot)


def missing(
    roots: Mapping[str, etree._Element], spots: Mapping[str, Sequence[Spot]]
) -> Iterator[Fault]:
    """Styles and numberings that are used and are not there: each where it is first used."""
    named = dict(styles.missing(roots))
    used: dict[tuple[bool, str], Spot | None] = {}
    for name, root in roots.items() if named else ():
        for element, spot in placed(root, spots[name]):
            if element in named:
                used.setdefault((element.tag == w("numId"), named[element]), spot)
    for (numbering, value), spot in used.items():
        told = f"{'Numreringen' if numbering else 'Formatmallen'} ”{value}” används men finns inte."
        yield Fault("MAL009", told, "Välj en annan i Word, eller hämta tillbaka mallen.", spot)


def needed(styles: Styles) -> Iterator[Fault]:
    """Character styles that prose needs, whatever the plan, and that are not there."""
    for name in (*LOOKS.values(), LINK):
        if not styles.id_of(name):
            word = _BUILT_IN.get(name, name)
            told = (
                f"Teckenformatmallen {word}{f' ({name})' if word != name else ''} saknas. "
                "Planens löptext behöver den."
            )
            make = (
                f"Alternativ och Alla formatmallar, högerklicka på {word} och välj Ändra och OK"
                if name in _BUILT_IN
                else f"Ny formatmall och typen Tecken, och kalla den {name}"
            )
            yield Fault(
                "MAL009",
                told,
                f"Välj i Words fönster Formatmallar {make}.",
                where="bland formatmallarna",
            )
