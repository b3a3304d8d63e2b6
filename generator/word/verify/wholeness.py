"""The document holds all of the plan, nothing of the template's machinery, and nothing that leads
nowhere.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from generator import proof
from generator.context import Inline, Texts
from generator.findings import Finding, Pointer
from generator.ooxml import R, bars, package, w
from generator.ooxml.styles import Styles
from generator.ooxml.text import is_empty, is_needed, paragraphs
from generator.paragraphs import LINE_BREAK, NOTE
from generator.swedish import folded, kronor
from generator.values import Picture

CODES = {
    "VER001": "Varje text i planen finns i dokumentet, ord för ord.",
    "VER002": "Ingen tagg från mallen är kvar i dokumentet.",
    "VER003": "Filen är hel: varje del går att läsa.",
    "VER004": "Dokumentet har inget tomt stycke.",
    "VER005": "Varje länk inne i filen leder till något som finns.",
    "VER006": "Varje bokmärke har ett eget namn, och varje sidhänvisning sitt bokmärke.",
    "VER014": (
        "Varje text ur planen är knuten till sin plats, så att en "
        "granskares ändring hittar tillbaka."
    ),
    "VER018": "Varje fotnot i planen har sin hänvisning i dokumentet, i samma ordning.",
    "VER016": "Varje stapel i ett diagram är så lång som beloppet bredvid är stort.",
    "VER017": "Varje bild i planen finns i dokumentet, med sin beskrivning.",
    "VER007": "Löptext och stycken står för sig: {{r framför löptext, {{p framför ett makro.",
}
_ROUNDED = 25
"""How far a bar's length may be from the true one, in twentieths of a point."""
_TABLE = b":herkomst:"
_DOCUMENT = "word/document.xml"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_INLINE, _PICTURE = f"{_WP}inline", f"{_WP}docPr"
_START, _END, _ID, _NAME = map(w, ("bookmarkStart", "bookmarkEnd", "id", "name"))
_WORDS: Mapping[str, Callable[[etree._Element], str]] = {
    w("t"): lambda text: text.text or "",
    w("br"): lambda _: "\n",
    w("footnoteReference"): lambda _: NOTE,
    _PICTURE: lambda picture: picture.get("descr", ""),
}
"""What each element shows of a value, in words."""
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_EMBED = f"{{{R}}}embed"
IN_MALL = "Rätta mallen (docs/mall.md)."


def lost_texts(shown: list[tuple[bool, str]], texts: Texts) -> Iterator[Finding]:
    """`shown` are pairs of (is a heading, text)."""
    for text in proof.lost(shown, texts):
        yield Finding(
            "VER001",
            f"Dokumentet visar inte hela texten ”{text}”.",
            text.at,
            f"Mallen utelämnar texten. {IN_MALL}",
        )


def lost_anchors(
    parts: Mapping[str, bytes], stories: list[etree._Element], texts: Texts
) -> Iterator[Finding]:
    """Values that are printed, and that a reviewer's change could not be led back to; in a document
    whose values are anchored.
    """
    table = _table(parts)
    if not table:
        return
    standing = {name: text for story in stories for name, text in _bookmarked(story)}
    kept = set(table.values())
    loose = [(at, text) for name, (at, text) in table.items() if standing.get(name) != text]
    loose += [
        (leaf.at, str(leaf))
        for leaf in texts
        if leaf.at and str(leaf) and (leaf.at, str(leaf).replace(LINE_BREAK, "\n")) not in kept
    ]
    for at, text in loose:
        message = f"Texten ”{text[:60]}” är inte knuten till sin plats i planen."
        yield Finding("VER014", message, at, f"Skriv uppgiftens namn ensamt i taggen. {IN_MALL}")


def _table(parts: Mapping[str, bytes]) -> dict[str, tuple[Pointer, str]]:
    """The values of the document's own table by their bookmarks: each with its place in the plan
    and its text. Read here anew: what writes the table has no part in its proof.
    """
    found: dict[str, tuple[Pointer, str]] = {}
    for name, content in parts.items():
        if re.fullmatch(r"customXml/item\d+\.xml", name) and _TABLE in content:
            for value in etree.fromstring(content).iterfind("{*}value"):
                found[value.get("id", "")] = (
                    tuple(json.loads(value.get("at", "[]"))),
                    value.text or "",
                )
    return found


def _bookmarked(story: etree._Element) -> Iterator[tuple[str, str]]:
    """The name of each bookmark of a story, and the text between its ends."""
    opened: dict[str | None, tuple[str, list[str]]] = {}
    for element in story.iter(_START, _END, *_WORDS):
        if element.tag == _START:
            opened[element.get(_ID)] = element.get(_NAME, ""), []
        elif element.tag == _END and element.get(_ID) in opened:
            name, words = opened.pop(element.get(_ID))
            yield name, "".join(words)
        elif opened and element.tag != _END:
            shown = _WORDS[element.tag](element)
            for _, words in opened.values():
                words.append(shown)


def lost_notes(
    document: etree._Element, part: etree._Element | None, texts: Texts
) -> Iterator[Finding]:
    """Footnotes that are not those that the document refers to, in its order."""
    held = {} if part is None else {note.get(w("id")): note for note in part.iter(w("footnote"))}
    shown: list[str] = []
    for reference in document.iter(w("footnoteReference")):
        found = held.get(reference.get(w("id")))
        lines = [] if found is None else [text for _, text in paragraphs(found)]
        shown.append(folded(" ".join(lines)))
    place = 0
    for leaf in texts:
        for note in leaf.notes if isinstance(leaf, Inline) else ():
            # The template may have notes of its own between those of the plan.
            if folded(str(note)) in shown[place:]:
                place = shown.index(folded(str(note)), place) + 1
            else:
                words = str(note)[:60]
                message = f"Dokumentet hänvisar inte till fotnoten ”{words}” där den hör hemma."
                yield Finding("VER018", message, note.at, IN_MALL)


def leftover_tags(shown: list[tuple[bool, str]], texts: Texts) -> Iterator[Finding]:
    """Tags of the template among what is `shown`."""
    if text := proof.leftover((text for _, text in shown), texts):
        yield Finding("VER002", f"En tagg blev kvar i dokumentet: ”{text[:80]}”.", (), IN_MALL)


def crooked_bars(document: etree._Element, styles: Styles) -> Iterator[Finding]:
    """Bars of a table that are not as long as their amounts are to each other."""
    for table in document.iter(w("tbl")):
        drawn = list(_bars(table, styles))
        most = max((amount for amount, _ in drawn), default=0)
        longest = max((length for _, length in drawn), default=0)
        for amount, length in drawn:
            if abs(length * most - amount * longest) > _ROUNDED * most:
                message = f"Stapeln för beloppet {kronor(amount)} har fel längd."
                yield Finding("VER016", message, (), IN_MALL)


def _bars(table: etree._Element, styles: Styles) -> Iterator[tuple[int, int]]:
    """The amount beside each bar of a table, and how long the bar is."""
    for paragraph in bars.paragraphs(table, styles):
        *_, start, end = (0, 0, *bars.stops(paragraph, styles))
        shown = [""]
        for part in paragraph.iterfind(f"{w('r')}/*"):
            if part.tag == w("tab"):
                shown.append("")
            elif part.tag == w("t"):
                shown[-1] += part.text or ""
        # The bar is the last tab; its amount stands before it.
        digits = re.sub(r"\D", "", shown[-2])
        yield int(digits or 0), end - start


def descriptions(story: etree._Element) -> Iterator[str]:
    """What pictures show, in words."""
    for picture in story.iter(_PICTURE):
        yield picture.get("descr", "")


def lost_pictures(
    parts: Mapping[str, bytes], document: etree._Element, texts: Texts
) -> Iterator[Finding]:
    """Pictures of the plan that the document does not show, or with another description."""
    targets = {name: f"word/{path}" for name, path in package.addresses(parts, _DOCUMENT).items()}
    there = Counter(
        (picture.get("descr", ""), parts.get(targets.get(blip.get(_EMBED, ""), ""), b""))
        for inline in document.iter(_INLINE)
        for picture in inline.iterchildren(_PICTURE)
        for blip in inline.iter(_BLIP)
    )
    for leaf in texts:
        if isinstance(leaf, Picture):
            key = (str(leaf), leaf.image.data if leaf.image else b"")
            if not there[key]:
                message = f"Dokumentet visar inte bilden ”{str(leaf)[:60]}”."
                yield Finding("VER017", message, leaf.at, f"Mallen utelämnar bilden. {IN_MALL}")
            there[key] -= 1


def text_in_text(stories: list[etree._Element]) -> Iterator[Finding]:
    """Paragraphs or runs inside a text: Word shows them as nothing."""
    for story in stories:
        for text in story.iter(w("t")):
            if len(text):
                shown = "".join(str(part) for part in text.itertext())
                yield Finding(
                    "VER007",
                    f"Stycken eller löptext hamnade inne i en annan text: ”{shown[:60]}”.",
                    (),
                    IN_MALL,
                )
                return


def empty_paragraphs(stories: list[etree._Element]) -> Iterator[Finding]:
    """Paragraphs that show nothing."""
    for story in stories:
        before = ""
        for paragraph, text in paragraphs(story):
            if not text.strip() and is_empty(paragraph) and not is_needed(paragraph):
                yield Finding(
                    "VER004", f"Dokumentet har ett tomt stycke efter ”{before[:60]}”.", (), IN_MALL
                )
            before = text


def dangling(parts: Mapping[str, bytes]) -> Iterator[Finding]:
    """References from part to part that lead nowhere."""
    for name, target in package.dangling(parts):
        yield Finding(
            "VER005", f"Filens del {name} hänvisar till {target}, som inte finns.", (), IN_MALL
        )


def bookmarks(document: etree._Element) -> Iterator[Finding]:
    """Bookmarks that Word cannot tell apart, or that a page reference lacks."""
    starts = list(document.iter(w("bookmarkStart")))
    names = Counter(start.get(w("name"), "") for start in starts)
    for name, count in names.items():
        if count > 1:
            yield Finding("VER006", f"Bokmärket {name} finns {count} gånger.", (), IN_MALL)
        elif not re.fullmatch(r"[^\W\d]\w{0,39}", name):
            yield Finding(
                "VER006", f"Word godtar inte namnet på bokmärket ”{name[:60]}”.", (), IN_MALL
            )
    opened = Counter(mark.get(w("id")) for mark in starts)
    closed = Counter(mark.get(w("id")) for mark in document.iter(w("bookmarkEnd")))
    if opened != closed or max(opened.values(), default=0) > 1:
        yield Finding(
            "VER006", "Ett bokmärke börjar utan att sluta, eller två har samma nummer.", (), IN_MALL
        )
    for code in document.iter(w("instrText")):
        match = re.match(r"\s*PAGEREF (\S+)", code.text or "")
        if match and match[1] not in names:
            message = f"En sidhänvisning leder till bokmärket {match[1]}, som inte finns."
            yield Finding("VER006", message, (), f"Visar mallen alla rubriker? {IN_MALL}")
