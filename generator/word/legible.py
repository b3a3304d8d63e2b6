"""What of a Word file everyone can read, a template as well as a document: WCAG 2.1 level AA, by EN
301 549.

What the plan's own texts lack is told by the checks, at their lines; here are the faults that a
template may have.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree
from msgspec import Struct

from generator.accessible import contrast, is_vague, typed_marker
from generator.ooxml import w
from generator.ooxml.styles import Styles
from generator.ooxml.text import text

SWEDISH = "sv-SE"
SPEAK_SWEDISH = "Ange svenska i mallen: Granska, Språk, Ange språk, Standard."
_DRAWING = {
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "v": "urn:schemas-microsoft-com:vml",
    "w": w("")[1:-1],
}
_LARGE, _LARGE_BOLD, _FAKE = 36, 28, 26
"""Half-points: large text is 18 pt, or 14 pt in bold (WCAG 1.4.3); bold at 13 pt passes for a
heading."""
_R, _RUN, _SHADE = w("r"), w("rPr"), w("shd")
_BLANKS = re.compile(r"[ \u00a0]{3,}|\t{2,}")


class Flaw(Struct, frozen=True):
    """What someone cannot read, and the paragraph where it is (None: in the file as a whole)."""

    code: str
    message: str
    hint: str
    at: etree._Element | None = None


class Shown(Struct, frozen=True):
    """A paragraph, the id of its style, its text, and the ids of character styles that its words
    may have besides their own.
    """

    element: etree._Element
    style: str
    text: str
    looks: tuple[str, ...] = ()


def language(styles: Styles) -> Iterator[Flaw]:
    """A file that is read aloud in another language than Swedish."""
    if styles.look("lang") != SWEDISH:
        yield Flaw("TIL004", "Dokumentets språk är inte svenska.", SPEAK_SWEDISH)


def paragraphs(shown: Iterable[Shown], styles: Styles) -> Iterator[Flaw]:
    """Links that do not say where they lead; headings, lists and space that only look so."""
    for paragraph in shown:
        yield from _links(paragraph)
        yield from _false_structure(paragraph, styles)


def skipped(level: int, before: int, words: str, at: etree._Element) -> Iterator[Flaw]:
    """A heading more than one level below the one before it."""
    if level > before + 1:
        told = f"Rubriken ”{words[:60]}” är på nivå {level}, men den före på nivå {before}."
        yield Flaw("TIL006", told, f"Ge den formatmallen Rubrik {before + 1} i mallen.", at)


def _links(paragraph: Shown) -> Iterator[Flaw]:
    for link in paragraph.element.iter(w("hyperlink")):
        if is_vague(text(link)):
            told = f"Länktexten ”{text(link)}” säger inte vart länken leder."
            yield Flaw("TIL001", told, "Skriv i mallen vad länken leder till.", paragraph.element)


def _false_structure(paragraph: Shown, styles: Styles) -> Iterator[Flaw]:
    """Headings, lists and space that only look so."""
    name = paragraph.style
    runs = [run for run in paragraph.element.iter(w("r")) if text(run).strip()]
    heading = (
        styles.level(name)
        or styles.name(name) in ("Title", "Subtitle", "Utkastrad")
        or _is_in_table(paragraph.element)
    )
    if runs and not heading and all(_is_loud(run, (_run_style(run), name), styles) for run in runs):
        hint = "Ge stycket en av formatmallarna Rubrik 1 till 4 i mallen."
        yield Flaw("TIL002", "Stor fetstil ser ut som en rubrik.", hint, paragraph.element)
    numbered = paragraph.element.find(f"{w('pPr')}/{w('numPr')}") is not None or styles.is_numbered(
        name
    )
    is_listed = styles.name(name).startswith("toc ")
    if not numbered and not is_listed and (marker := typed_marker(paragraph.text)):
        hint = "Ge stycket formatmallen Punktlista i mallen, och ta bort tecknet."
        yield Flaw(
            "TIL003",
            f"”{marker}” är skrivet först i stycket, men där är ingen lista.",
            hint,
            paragraph.element,
        )
    if _BLANKS.search(paragraph.text):
        yield Flaw(
            "TIL011",
            "Flera mellanslag eller tabbar i rad.",
            "Använd avstånd, indrag eller en tabell.",
            paragraph.element,
        )


def _is_loud(run: etree._Element, names: tuple[str, str], styles: Styles) -> bool:
    return _bold(run, names, styles) and int(_look("sz", run, names, styles) or 0) >= _FAKE


def _is_in_table(element: etree._Element) -> bool:
    return next(element.iterancestors(w("tbl")), None) is not None


def table(whole: etree._Element, rows: Sequence[etree._Element]) -> Iterator[Flaw]:
    """A table that cannot be followed cell by cell; of a template's table, `rows` are those that
    are shown.
    """
    caption, at = whole.find(f"{w('tblPr')}/{w('tblCaption')}"), next(whole.iter(w("p")), None)
    name = f"Tabellen ”{caption.get(w('val'))}”" if caption is not None else "En tabell"
    marked = rows[0].find(f"{w('trPr')}/{w('tblHeader')}") if rows else None
    if marked is None or marked.get(w("val")) in ("0", "false"):
        hint = "I mallen: markera första raden, Tabellayout, Upprepa rubrikrader."
        yield Flaw("TIL007", f"{name} har ingen märkt rubrikrad.", hint, at)
    merged = (cell for row in rows for cell in row.iter(w("gridSpan"), w("vMerge"), w("hMerge")))
    if any(cell.tag != w("gridSpan") or cell.get(w("val")) != "1" for cell in merged):
        yield Flaw(
            "TIL008",
            f"{name} har sammanslagna celler.",
            "Dela cellerna i mallen: Tabellayout, Dela celler.",
            at,
        )
    if whole.find(f".//{w('tc')}//{w('tbl')}") is not None:
        yield Flaw(
            "TIL008", f"{name} har en tabell i en cell.", "Ta ut den inre tabellen i mallen.", at
        )
    for number, row in enumerate(rows, 1):
        for cell in row.findall(w("tc")):
            if (inside := cell.find(w("p"))) is not None and not text(cell).strip():
                hint = "Skriv ett streck, eller ordet saknas."
                yield Flaw("TIL009", f"{name} har en tom cell på rad {number}.", hint, inside)


def pictures(root: etree._Element) -> Iterator[Flaw]:
    """Pictures that say nothing to who does not see them, and what floats, so that it is read
    nowhere.
    """
    for picture in root.iterfind(".//wp:docPr", _DRAWING):
        if not (picture.get("descr") or "").strip():
            hint = "Högerklicka på bilden i mallen, Visa alternativtext, och beskriv vad den visar."
            yield Flaw(
                "TIL010",
                f"Bilden ”{picture.get('name', '')}” har ingen beskrivning.",
                hint,
                _paragraph(picture),
            )
    floating = [
        *root.iterfind(".//wp:anchor", _DRAWING),
        *root.iterfind(".//v:shape", _DRAWING),
        *root.iter(w("txbxContent")),
    ]
    if floating:
        hint = "Ställ bilden i raden (Figursättning, I nivå med text), och flytta ut text ur rutan."
        yield Flaw(
            "TIL010", "En bild eller ruta flyter fritt på sidan.", hint, _paragraph(floating[0])
        )


def _paragraph(element: etree._Element) -> etree._Element | None:
    return next(element.iterancestors(w("p")), None)


def faint(shown: Iterable[Shown], styles: Styles) -> Iterator[Flaw]:
    """The first place of each look whose colours lie too near each other."""
    seen: set[tuple[object, ...]] = set()
    told: set[tuple[str, str]] = set()
    for paragraph in shown:
        name, shaded = paragraph.style, _is_shaded(paragraph.element)
        for run in paragraph.element.iter(_R):
            properties = run.find(_RUN)
            back = _background(run, paragraph.element) if shaded else "FFFFFF"
            look = (
                name,
                back,
                paragraph.looks,
                etree.tostring(properties) if properties is not None else b"",
            )
            if look in seen or not text(run).strip():
                continue
            seen.add(look)
            for own in (_run_style(run), *paragraph.looks):
                for flaw in _faint(run, (own, name), back, paragraph, styles):
                    if (flaw.message, flaw.hint) not in told:
                        told.add((flaw.message, flaw.hint))
                        yield flaw


def _faint(
    run: etree._Element, names: tuple[str, str], back: str, paragraph: Shown, styles: Styles
) -> Iterator[Flaw]:
    """`names` are the run's style and its paragraph's, `back` the colour behind it."""
    size = int(_look("sz", run, names, styles) or 0)
    large = _LARGE_BOLD if _bold(run, names, styles) else _LARGE
    least = 3.0 if size >= large else 4.5
    ratio = contrast(_colour(_look("color", run, names, styles)), back)
    if ratio < least:
        message = f"Kontrasten är {ratio:.1f}, men ska vara minst {least:.1f}".replace(".", ",")
        giving = names[0] if styles.look("color", names[0]) != styles.look("color") else names[1]
        hint = f"Välj en mörkare färg i formatmallen {styles.name(giving) or 'Normal'}."
        yield Flaw("TIL012", f"{message}.", hint, paragraph.element)


def _own(name: str, run: etree._Element) -> str | None:
    """A property that the run itself has."""
    own = run.find(f"{_RUN}/{w(name)}")
    return own.get(w("val"), "1") if own is not None else None


def _run_style(run: etree._Element) -> str:
    return _own("rStyle", run) or ""


def _look(name: str, run: etree._Element, names: tuple[str, str], styles: Styles) -> str | None:
    """A property as the run shows it: its own, or its character style's, or its paragraph's."""
    return _own(name, run) or styles.look(name, *names)


def _bold(run: etree._Element, names: tuple[str, str], styles: Styles) -> bool:
    return _look("b", run, names, styles) not in (None, "0", "false")


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
