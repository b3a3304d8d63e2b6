"""Word opens the document without repairing it or asking: what the file format's schemas let
through, and Word does not.
"""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from generator.findings import Finding
from generator.ooxml import R, W, package, w
from generator.ooxml.styles import missing
from generator.ooxml.text import TRACKED
from generator.word.verify.wholeness import IN_MALL

CODES = {
    "VER008": "Varje fält (sidnummer, sidhänvisning) är helt och visar något.",
    "VER009": "Varje cell i en tabell slutar med ett stycke, och text står bara där text får stå.",
    "VER010": "Varje formatmall, numrering och länk som används finns i filen.",
    "VER011": (
        "Word öppnar filen i sitt eget läge, utan att fråga och utan spår av ett annat program."
    ),
    "VER012": "Dokumentet har inga spårade ändringar och inga kommentarer.",
}
_BEFORE = {"separate": "begin", "end": "separate"}
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_LOOSE_TEXT = etree.XPath(
    (
        "//text()[normalize-space() and not(parent::w:t or parent::w:instrText or "
        "parent::w:delText or parent::w:delInstrText)]"
    ),
    namespaces={"w": W},
)
_RELATIONSHIPS_USED = etree.XPath("//@r:*", namespaces={"r": R})


def _found(path: etree.XPath, root: etree._Element) -> list[str]:
    """The strings that a path leads to."""
    found = path(root)
    return [str(text).strip() for text in found] if isinstance(found, list) else []


def fields(stories: list[etree._Element]) -> Iterator[Finding]:
    """Fields that do not go begin, separate, end, or that show nothing between; a field may lie in
    another's result.
    """
    for story in stories:
        opened: list[str] = []
        is_whole, shown = True, True
        for node in story.iter(w("fldChar"), w("t")):
            kind = node.get(w("fldCharType"), "")
            if node.tag == w("t"):
                shown = shown or bool((node.text or "").strip())
                continue
            if kind == "begin":
                opened.append(kind)
                continue
            before = opened.pop() if opened else ""
            is_whole = is_whole and before == _BEFORE.get(kind)
            if kind == "separate":
                opened.append(kind)
                shown = False
            elif not shown:
                yield Finding("VER008", "Ett fält visar ingenting.", (), IN_MALL)
        if opened or not is_whole:
            yield Finding(
                "VER008",
                "Ett fält börjar utan att sluta, eller slutar utan att börja.",
                (),
                IN_MALL,
            )


def places_of_text(stories: list[etree._Element]) -> Iterator[Finding]:
    """Cells that do not end in a paragraph, and characters where none may stand."""
    for story in stories:
        for cell in story.iter(w("tc")):
            if not len(cell) or cell[-1].tag != w("p"):
                yield Finding(
                    "VER009", "En cell i en tabell slutar inte med ett stycke.", (), IN_MALL
                )
        for words in _found(_LOOSE_TEXT, story):
            yield Finding(
                "VER009", f"Orden ”{words[:60]}” står där ingen text får stå.", (), IN_MALL
            )


def definitions(
    parts: Mapping[str, bytes], roots: Mapping[str, etree._Element]
) -> Iterator[Finding]:
    """Styles, list numberings and relationships that are used and missing."""
    for element, value in missing(roots):
        kind = "Numreringen" if element.tag == w("numId") else "Formatmallen"
        yield Finding("VER010", f"{kind} {value} används men finns inte.", (), IN_MALL)
    for name, root in roots.items():
        if not name.startswith("word/") or name.endswith(".rels"):
            continue
        for identifier in sorted(
            {*_found(_RELATIONSHIPS_USED, root)} - package.relationship_ids(parts, name)
        ):
            yield Finding("VER010", f"Länken {identifier} används men finns inte.", (), IN_MALL)


def remarks(stories: list[etree._Element]) -> Iterator[Finding]:
    """What a reviewer of the template left in it, once for each part."""
    for story in stories:
        if next(story.iter(*TRACKED), None) is not None:
            hint = f"Godkänn alla ändringar i mallen och ta bort kommentarerna. {IN_MALL}"
            yield Finding("VER012", "Dokumentet har spårade ändringar eller kommentarer.", (), hint)


def settings(parts: Mapping[str, bytes], roots: Mapping[str, etree._Element]) -> Iterator[Finding]:
    """What makes Word ask, fall back to an older mode, or show another program's traces."""
    part = roots.get("word/settings.xml")
    modes = [
        setting.get(w("val"))
        for setting in (part.iter(w("compatSetting")) if part is not None else ())
        if setting.get(w("name")) == "compatibilityMode"
    ]
    if modes != ["15"]:
        yield Finding(
            "VER011",
            "Word öppnar filen i kompatibilitetsläge.",
            (),
            f"Spara mallen som .docx i dagens Word. {IN_MALL}",
        )
    asks = [root for root in roots.values() if next(root.iter(w("updateFields")), None) is not None]
    dirty = [
        field
        for root in roots.values()
        for field in root.iter(w("fldChar"), w("fldSimple"))
        if field.get(w("dirty"))
    ]
    if asks or dirty:
        yield Finding(
            "VER011", "Word frågar om fälten ska uppdateras när filen öppnas.", (), IN_MALL
        )
    core = roots.get("docProps/core.xml")
    for date in core if core is not None else ():
        if date.get(f"{{{_XSI}}}type") == "dcterms:W3CDTF" and not _DATE.fullmatch(date.text or ""):
            yield Finding(
                "VER011",
                f"Filens egenskaper har ett datum som inget är: ”{date.text}”.",
                (),
                IN_MALL,
            )
    if any(
        name.startswith("docProps/thumbnail") or name == "word/stylesWithEffects.xml"
        for name in parts
    ):
        yield Finding("VER011", "Filen bär på delar från en äldre mall.", (), IN_MALL)
