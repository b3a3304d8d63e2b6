"""What a template brings into every document made of it.

Nothing that runs, nothing from elsewhere, nothing that Word overwrites.
"""

from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from generator.ooxml import R, w
from generator.ooxml.canonical import Relationship, relationships
from generator.ooxml.text import fields, text
from generator.word.contract.spots import Fault, Spot, placed

_PARTS = frozenset(
    {
        "officeDocument",
        "core-properties",
        "styles",
        "numbering",
        "settings",
        "webSettings",
        "fontTable",
        "font",
        "theme",
        "header",
        "footer",
        "footnotes",
        "endnotes",
        "comments",
        "image",
        "hyperlink",
    }
)
"""Kinds of parts that a document may be made of."""
_FOREIGN = {
    "vbaProject": "makron, alltså program",
    "control": "ett ActiveX-objekt, alltså ett program",
    "oleObject": "ett inbäddat objekt",
    "package": "en inbäddad fil",
    "chart": "ett diagram med en inbäddad fil",
    "aFChunk": "en annan fil infogad i sig",
    "subDocument": "ett underdokument",
    "attachedTemplate": "en koppling till en annan mall",
    "mailMergeSource": "en koppling till en adresslista",
}
_HINTS = {
    "vbaProject": (
        "Välj Arkiv, Spara som och filformatet Word-dokument (*.docx), som inte har makron."
    ),
    "attachedTemplate": "Välj Utvecklare, Dokumentmall, och skriv Normal i rutan för dokumentmall.",
    "mailMergeSource": "Välj Utskick, Starta koppla dokument, Normalt Word-dokument.",
    "image": "Ta bort bilden och infoga den igen: Infoga, Bilder, Den här enheten.",
}
_TAKE_AWAY = "Ta bort det ur mallen, eller hämta tillbaka den senaste som fungerade."
_FIELDS = frozenset(
    {
        *("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "PAGEREF", "REF", "NOTEREF", "STYLEREF"),
        *("HYPERLINK", "SEQ", "TOC", "TITLE", "SUBJECT", "AUTHOR", "FILENAME", "NUMWORDS"),
    }
)
"""Fields that show something of the document itself, and that Word works out when it opens it."""


def faults(
    parts: Mapping[str, bytes],
    roots: Mapping[str, etree._Element],
    spots: Mapping[str, Sequence[Spot]],
) -> Iterator[Fault]:
    """What must not come along: from the package's relationships, and from each part of Word's."""
    for owner in ("", *sorted(parts)):
        for relation in relationships(parts, owner):
            if told := _foreign(relation):
                around = _users(relation, roots.get(owner), spots.get(owner, ()))
                hint = _HINTS.get(relation.kind, _TAKE_AWAY)
                message = f"Mallen har {told}, som skulle följa med in i dokumentet."
                yield Fault("MAL013", message, hint, around)
    for name, root in roots.items():
        yield from _fields(root, spots[name])
        yield from _bound(root, spots[name])
    yield from _older(roots.get("word/settings.xml"))


def _foreign(relation: Relationship) -> str:
    """What a relationship leads to, if it is nothing for a document; '' for what may be there."""
    if relation.external and relation.kind == "image":
        return "en bild som hämtas från en annan plats"
    if relation.kind in _FOREIGN:
        return _FOREIGN[relation.kind]
    if relation.external and relation.kind != "hyperlink":
        return "en koppling till en annan fil"
    return "" if relation.kind in _PARTS else f"en del av ett okänt slag ({relation.kind})"


def _users(
    relation: Relationship,
    root: etree._Element | None,
    spots: Sequence[Spot],
) -> Spot | None:
    """The first paragraph in which a relationship is used."""
    for element, spot in placed(root, spots) if root is not None else ():
        for name, value in element.attrib.items():
            if str(name).startswith(f"{{{R}}}") and value == relation.identifier:
                return spot
    return None


def _fields(root: etree._Element, spots: Sequence[Spot]) -> Iterator[Fault]:
    """Fields that could fetch or run something, whatever they are called."""
    at = dict(placed(root, spots))
    for element, code in fields(root):
        name = next(iter(code.split()), "").upper()
        if name not in _FIELDS:
            told = (
                f"Fältet {name[:40] or 'utan namn'} hör inte hemma i mallen: "
                "det kan visa eller köra något som inte finns i dokumentet."
            )
            hint = "Tryck Alt + F9 så att fälten syns, ta bort det, och tryck Alt + F9 igen."
            yield Fault("MAL013", told, hint, at.get(element))


def _bound(root: etree._Element, spots: Sequence[Spot]) -> Iterator[Fault]:
    """Controls that show a property of the file: Word writes it over what stands there."""
    at = dict(placed(root, spots))
    for control in root.iter(w("sdt")):
        if control.find(f"{w('sdtPr')}/{w('dataBinding')}") is not None:
            inside = next(control.iter(w("p")), control)
            told = (
                f"”{text(control)[:60]}” står i en innehållskontroll för en av filens "
                "egenskaper, som Word skriver över."
            )
            hint = (
                "Högerklicka på den, välj Ta bort innehållskontroll, och "
                "skriv taggen som vanlig text."
            )
            yield Fault("MAL011", told, hint, at.get(inside))


def _older(settings: etree._Element | None) -> Iterator[Fault]:
    found = settings.iter(w("compatSetting")) if settings is not None else ()
    modes = [one.get(w("val")) for one in found if one.get(w("name")) == "compatibilityMode"]
    if modes != ["15"]:
        hint = "Öppna mallen i Word, välj Arkiv, Info och Konvertera, och spara."
        yield Fault("MAL014", "Mallen är i ett äldre Word-format (kompatibilitetsläge).", hint)
