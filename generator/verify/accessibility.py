"""The document can be read by everyone: what lag (2018:1937) asks of it, by EN 301 549 and WCAG 2.1 level AA.

What the plan's own texts lack is told by the checks, at their lines; here are faults of the template.
"""

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from lxml import etree

from generator.accessible import contrast, is_vague, typed_marker
from generator.findings import Finding
from generator.ooxml import w
from generator.ooxml.styles import Styles
from generator.ooxml.text import style, text

CODES = {
    "TIL004": "Dokumentets språk är svenska, också för den som lyssnar (WCAG 3.1.1).",
    "TIL005": "Filen har en titel och en författare (WCAG 2.4.2).",
    "TIL006": "Rubrikerna finns, har text och hoppar inte över någon nivå (WCAG 1.3.1).",
    "TIL007": "Varje tabell har en rubrikrad, märkt som rubrikrad (WCAG 1.3.1).",
    "TIL008": "Ingen tabell har sammanslagna celler eller en tabell i sig (WCAG 1.3.1).",
    "TIL009": "Ingen cell i en tabell är tom (WCAG 1.3.1).",
    "TIL010": "Varje bild har en beskrivning och står i raden; ingen text står i en ruta (WCAG 1.1.1).",
    "TIL011": "Luft görs med avstånd i formatmallen, inte med mellanslag och tabbar (WCAG 1.3.2).",
    "TIL012": "Text står tydligt mot bakgrunden: kontrast 4,5, stor text 3 (WCAG 1.4.3).",
}

_SWEDISH = "sv-SE"
_DC = {"dc": "http://purl.org/dc/elements/1.1/"}
_DRAWING = {
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "v": "urn:schemas-microsoft-com:vml",
    "w": w("")[1:-1],
}
_LARGE, _LARGE_BOLD, _FAKE = 36, 28, 26
"""Half-points: large text is 18 pt, or 14 pt in bold (WCAG 1.4.3); bold at 13 pt passes for a heading."""
_R, _RUN, _SHADE = w("r"), w("rPr"), w("shd")
_BLANKS = re.compile(r"[ \u00a0]{3,}|\t{2,}")


@dataclass(frozen=True)
class _Shown:
    """A paragraph, its style, its text, and the heading above it."""

    element: etree._Element
    style: str
    text: str
    below: str

    @property
    def place(self) -> str:
        """'i stycket ”…” under rubriken ”…”'."""
        return f"i stycket ”{self.text.strip()[:60]}”" + (f" under rubriken ”{self.below}”" if self.below else "")

    @property
    def in_table(self) -> bool:
        return next(self.element.iterancestors(w("tbl")), None) is not None


def accessibility(roots: Mapping[str, etree._Element], styles: Styles, own: Set[str]) -> Iterator[Finding]:
    """Every fault; `own` are the plan's texts, which the checks have judged."""
    document = roots["word/document.xml"]
    stories = {name: root for name, root in roots.items() if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", name)}
    shown = [paragraph for root in stories.values() for paragraph in _shown(root, styles)]
    template = [paragraph for paragraph in shown if " ".join(paragraph.text.split()) not in own]
    yield from _language(roots, styles)
    yield from _properties(roots.get("docProps/core.xml"))
    yield from _headings(shown, styles)
    yield from _links(template)
    for paragraph in template:
        yield from _false_structure(paragraph, styles)
    for table in document.iter(w("tbl")):
        yield from _table(table)
    for root in stories.values():
        yield from _pictures(root)
    yield from _contrast(shown, styles)


def _shown(root: etree._Element, styles: Styles) -> Iterator[_Shown]:
    below = ""
    for element in root.iter(w("p")):
        words, name = text(element), style(element)
        yield _Shown(element, name, words, below)
        if styles.level(name):
            below = words.strip()


def _language(roots: Mapping[str, etree._Element], styles: Styles) -> Iterator[Finding]:
    hint = "Ange svenska i mallen: Granska, Språk, Ange språk, Standard."
    if styles.look("lang") != _SWEDISH:
        yield Finding("TIL004", "Dokumentets språk är inte svenska.", (), hint)
    core = roots.get("docProps/core.xml")
    if core is None or core.findtext("dc:language", "", _DC) != _SWEDISH:
        yield Finding("TIL004", "Filens egenskaper säger inte att språket är svenska.", (), hint)


def _properties(core: etree._Element | None) -> Iterator[Finding]:
    for name, what in (("title", "titel"), ("creator", "författare")):
        if core is None or not (core.findtext(f"dc:{name}", "", _DC) or "").strip():
            yield Finding(
                "TIL005", f"Filens egenskaper saknar {what}.", (), "Titel och organisation tas ur planens första rader."
            )


def _headings(paragraphs: list[_Shown], styles: Styles) -> Iterator[Finding]:
    found = [(level, shown.text.strip()) for shown in paragraphs if (level := styles.level(shown.style))]
    if not found:
        yield Finding("TIL006", "Dokumentet har inga rubriker.", (), "Använd formatmallarna Rubrik 1 till 4 i mallen.")
    before = 0
    for level, words in found:
        if not words:
            yield Finding("TIL006", "En rubrik är tom.", (), "Ta bort stycket i mallen, eller ge det formatmallen Normal.")
        elif level > before + 1:
            hint = f"Ge den formatmallen Rubrik {before + 1} i mallen."
            yield Finding("TIL006", f"Rubriken ”{words[:60]}” är på nivå {level}, men den före på nivå {before}.", (), hint)
        before = level


def _links(paragraphs: list[_Shown]) -> Iterator[Finding]:
    for paragraph in paragraphs:
        for link in paragraph.element.iter(w("hyperlink")):
            if is_vague(text(link)):
                hint = "Skriv i mallen vad länken leder till."
                yield Finding("TIL001", f"Länktexten ”{text(link)}” {paragraph.place} säger inte vart länken leder.", (), hint)


def _false_structure(paragraph: _Shown, styles: Styles) -> Iterator[Finding]:
    """Headings, lists and space that only look so."""
    name = paragraph.style
    runs = [run for run in paragraph.element.iter(w("r")) if text(run).strip()]
    heading = styles.level(name) or styles.name(name) in ("Title", "Subtitle", "Utkastrad") or paragraph.in_table
    if (
        runs
        and not heading
        and all(_bold(run, name, styles) and int(_look("sz", run, name, styles) or 0) >= _FAKE for run in runs)
    ):
        hint = "Ge stycket en av formatmallarna Rubrik 1 till 4 i mallen."
        yield Finding("TIL002", f"Stor fetstil ser ut som en rubrik {paragraph.place}.", (), hint)
    numbered = paragraph.element.find(f"{w('pPr')}/{w('numPr')}") is not None or styles.is_numbered(name)
    if not numbered and (marker := typed_marker(paragraph.text)):
        hint = "Ge stycket formatmallen Punktlista i mallen, och ta bort tecknet."
        yield Finding("TIL003", f"”{marker}” är skrivet först {paragraph.place}, men där är ingen lista.", (), hint)
    if _BLANKS.search(paragraph.text):
        yield Finding(
            "TIL011", f"Flera mellanslag eller tabbar i rad {paragraph.place}.", (), "Använd avstånd, indrag eller en tabell."
        )


def _table(table: etree._Element) -> Iterator[Finding]:
    caption = table.find(f"{w('tblPr')}/{w('tblCaption')}")
    name = f"Tabellen ”{caption.get(w('val'))}”" if caption is not None else "En tabell"
    rows = table.findall(w("tr"))
    hint = "I mallen: markera första raden, Tabellayout, Upprepa rubrikrader."
    marked = rows[0].find(f"{w('trPr')}/{w('tblHeader')}") if rows else None
    if marked is None or marked.get(w("val")) in ("0", "false"):
        yield Finding("TIL007", f"{name} har ingen märkt rubrikrad.", (), hint)
    spans = [span for span in table.iter(w("gridSpan")) if span.get(w("val")) != "1"]
    if spans or next(table.iter(w("vMerge"), w("hMerge")), None) is not None:
        yield Finding("TIL008", f"{name} har sammanslagna celler.", (), "Dela cellerna i mallen: Tabellayout, Dela celler.")
    if table.find(f".//{w('tc')}//{w('tbl')}") is not None:
        yield Finding("TIL008", f"{name} har en tabell i en cell.", (), "Ta ut den inre tabellen i mallen.")
    for number, row in enumerate(rows, 1):
        for cell in row.findall(w("tc")):
            if cell.find(w("p")) is not None and not text(cell).strip():
                yield Finding("TIL009", f"{name} har en tom cell på rad {number}.", (), "Skriv ett streck, eller ordet saknas.")


def _pictures(root: etree._Element) -> Iterator[Finding]:
    for picture in root.iterfind(".//wp:docPr", _DRAWING):
        if not (picture.get("descr") or "").strip():
            hint = "Högerklicka på bilden i mallen, Visa alternativtext, och beskriv vad den visar."
            yield Finding("TIL010", f"Bilden ”{picture.get('name', '')}” har ingen beskrivning.", (), hint)
    floating = [*root.iterfind(".//wp:anchor", _DRAWING), *root.iterfind(".//v:shape", _DRAWING), *root.iter(w("txbxContent"))]
    if floating:
        hint = "Ställ bilden i raden (Figursättning, I nivå med text), och flytta ut text ur rutan."
        yield Finding("TIL010", "En bild eller ruta flyter fritt på sidan.", (), hint)


def _contrast(shown: list[_Shown], styles: Styles) -> Iterator[Finding]:
    """The first place of each look whose colours lie too near each other."""
    told = set()
    for paragraph in shown:
        name, shaded = paragraph.style, _is_shaded(paragraph.element)
        for run in paragraph.element.iter(_R):
            properties = run.find(_RUN)
            back = _background(run, paragraph.element) if shaded else "FFFFFF"
            look = (name, back, etree.tostring(properties) if properties is not None else b"")
            if look in told or not text(run).strip():
                continue
            told.add(look)
            colour, size, bold = (
                _colour(_look("color", run, name, styles)),
                _look("sz", run, name, styles),
                _bold(run, name, styles),
            )
            least = 3.0 if int(size or 0) >= (_LARGE_BOLD if bold else _LARGE) else 4.5
            ratio = contrast(colour, back)
            if ratio < least:
                message = f"Kontrasten är {ratio:.1f}, men ska vara minst {least:.1f}".replace(".", ",")
                yield Finding("TIL012", f"{message} {paragraph.place}.", (), "Välj en mörkare färg i formatmallen.")


def _own(name: str, run: etree._Element) -> str | None:
    """A property that the run itself has."""
    own = run.find(f"{_RUN}/{w(name)}")
    return own.get(w("val"), "1") if own is not None else None


def _run_style(run: etree._Element) -> str:
    return _own("rStyle", run) or ""


def _look(name: str, run: etree._Element, paragraph_style: str, styles: Styles) -> str | None:
    """A property as the run shows it: its own, or its character style's, or its paragraph's."""
    return _own(name, run) or styles.look(name, _run_style(run), paragraph_style)


def _bold(run: etree._Element, paragraph_style: str, styles: Styles) -> bool:
    return _look("b", run, paragraph_style, styles) not in (None, "0", "false")


def _colour(value: str | None) -> str:
    return value if value and re.fullmatch(r"[0-9A-Fa-f]{6}", value) else "000000"


def _is_shaded(paragraph: etree._Element) -> bool:
    """True if the paragraph, or the cell it stands in, has any shading."""
    cell = next(paragraph.iterancestors(w("tc")), None)
    return next((paragraph if cell is None else cell).iter(_SHADE), None) is not None


def _background(run: etree._Element, paragraph: etree._Element) -> str:
    """The shading behind a run: its own, its paragraph's or its cell's, else the white page."""
    cell = next(paragraph.iterancestors(w("tc")), None)
    places = [run.find(f"{_RUN}/{_SHADE}"), paragraph.find(f"{w('pPr')}/{_SHADE}")]
    places += [cell.find(f"{w('tcPr')}/{_SHADE}")] if cell is not None else []
    fills = [shade.get(w("fill"), "auto") for shade in places if shade is not None]
    return next((fill for fill in fills if fill != "auto"), "FFFFFF")
