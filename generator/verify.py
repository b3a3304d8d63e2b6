"""docx bytes + Context -> Findings: the file is opened again and proved whole. Shares no code with render.py."""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping

from lxml import etree

from generator import proof
from generator.context import Context
from generator.findings import Finding
from generator.ooxml import package, w
from generator.ooxml.text import paragraphs, style

CODES = {
    "VER001": "Varje text i planen finns i dokumentet, ord för ord.",
    "VER002": "Ingen tagg från mallen är kvar i dokumentet.",
    "VER003": "Filen är hel: varje del går att läsa.",
    "VER004": "Dokumentet har inget tomt stycke.",
    "VER005": "Varje länk inne i filen leder till något som finns.",
    "VER006": "Varje bokmärke har ett eget namn, och varje sidhänvisning sitt bokmärke.",
    "VER007": "Löptext och stycken står för sig: {{r framför löptext, {{p framför ett makro.",
}

_IN_MALL = "Rätta mallen (docs/mall.md)."


def verify(docx: bytes, context: Context) -> list[Finding]:
    """Everything that is wrong with a rendered document; empty when it holds all of the Context and nothing is broken."""
    try:
        parts = package.read(docx)
        roots = {name: etree.fromstring(content) for name, content in parts.items() if name.endswith((".xml", ".rels"))}
    except (zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        return [Finding("VER003", f"Dokumentet blev inte en hel Word-fil ({error}).", (), _IN_MALL)]
    pages = [root for name, root in roots.items() if name.startswith("word/")]
    shown = [(style(paragraph), text) for root in pages for paragraph, text in paragraphs(root)]
    return [
        *_lost_texts(shown, context),
        *_leftover_tags(shown, context),
        *_text_in_text(pages),
        *_empty_paragraphs(roots),
        *_dangling(parts),
        *_bookmarks(roots["word/document.xml"]),
    ]


def _lost_texts(shown: list[tuple[str, str]], context: Context) -> Iterator[Finding]:
    for text in proof.lost(((_is_heading(name), text) for name, text in shown), context):
        yield Finding("VER001", f"Dokumentet visar inte hela texten ”{text}”.", text.at, f"Mallen utelämnar texten. {_IN_MALL}")


def _is_heading(name: str) -> bool:
    return re.match(r"Heading|Rubrik|Bilagerubrik", name) is not None


def _leftover_tags(shown: list[tuple[str, str]], context: Context) -> Iterator[Finding]:
    if text := proof.leftover((text for _, text in shown), context):
        yield Finding("VER002", f"En tagg blev kvar i dokumentet: ”{text[:80]}”.", (), _IN_MALL)


def _text_in_text(pages: list[etree._Element]) -> Iterator[Finding]:
    for page in pages:
        for text in page.iter(w("t")):
            if len(text):
                shown = "".join(str(part) for part in text.itertext())
                yield Finding("VER007", f"Stycken eller löptext hamnade inne i en annan text: ”{shown[:60]}”.", (), _IN_MALL)
                return


def _empty_paragraphs(roots: Mapping[str, etree._Element]) -> Iterator[Finding]:
    for name, root in roots.items():
        before = ""
        for paragraph, text in paragraphs(root) if name.startswith("word/") else ():
            if not text.strip() and paragraph.find(f".//{w('fldChar')}") is None and paragraph.find(f".//{w('drawing')}") is None:
                yield Finding("VER004", f"Dokumentet har ett tomt stycke efter ”{before[:60]}”.", (), _IN_MALL)
            before = text


def _dangling(parts: Mapping[str, bytes]) -> Iterator[Finding]:
    for name, target in package.dangling(parts):
        yield Finding("VER005", f"Filens del {name} hänvisar till {target}, som inte finns.", (), _IN_MALL)


def _bookmarks(document: etree._Element) -> Iterator[Finding]:
    names = Counter(start.get(w("name")) for start in document.iter(w("bookmarkStart")))
    for name, count in names.items():
        if count > 1:
            yield Finding("VER006", f"Bokmärket {name} finns {count} gånger.", (), _IN_MALL)
    for code in document.iter(w("instrText")):
        match = re.match(r"\s*PAGEREF (\S+)", code.text or "")
        if match and match[1] not in names:
            yield Finding(
                "VER006",
                f"En sidhänvisning leder till bokmärket {match[1]}, som inte finns.",
                (),
                f"Visar mallen alla rubriker? {_IN_MALL}",
            )
