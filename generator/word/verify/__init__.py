"""docx bytes + Context -> Findings: the file is opened again and proved whole, fit for Word, and
readable by everyone.

Shares no code with what writes the document: only `ooxml`'s readings of the file format, its styles
and texts. (tests/test_architecture.py)
"""

import zipfile
from collections.abc import Iterable, Mapping

from lxml import etree
from msgspec.structs import replace

from generator import swedish
from generator.context import Context, leaves
from generator.findings import Finding
from generator.ooxml import package
from generator.ooxml.styles import Styles
from generator.ooxml.text import paragraphs, style
from generator.word.verify import acceptance, accessibility, wholeness

CODES = {**wholeness.CODES, **acceptance.CODES, **accessibility.CODES}
_IN_DOCUMENT = "dokumentet"
_NEEDED = ("word/document.xml", "word/styles.xml")


def verify(docx: bytes, context: Context) -> list[Finding]:
    """Everything that is wrong with a rendered document; empty when it holds all of the Context and
    nothing is broken.

    What is about no value of the plan is told as a place in the document: the template is at fault.
    """
    try:
        parts = package.read(docx)
        roots = _roots(parts)
        document, styles = roots[_NEEDED[0]], Styles(roots[_NEEDED[1]])
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError) as error:
        message = f"Dokumentet blev inte en hel Word-fil ({error})."
        return [Finding("VER003", message, (), wholeness.IN_MALL, where=_IN_DOCUMENT)]
    stories = [root for name, root in roots.items() if _is_story(name)]
    shown = _shown(stories, styles)
    texts = leaves(context)
    own = {swedish.folded(str(text)) for text in texts}
    findings = (
        *wholeness.lost_texts(shown, texts),
        *wholeness.lost_pictures(parts, document, texts),
        *wholeness.lost_anchors(parts, stories, texts),
        *wholeness.lost_notes(document, roots.get("word/footnotes.xml"), texts),
        *wholeness.leftover_tags(shown, texts),
        *wholeness.crooked_bars(document, styles),
        *wholeness.text_in_text(stories),
        *wholeness.empty_paragraphs(stories),
        *wholeness.dangling(parts),
        *wholeness.bookmarks(document),
        *acceptance.fields(stories),
        *acceptance.places_of_text(stories),
        *acceptance.remarks(stories),
        *acceptance.definitions(parts, roots),
        *acceptance.settings(parts, roots),
        *accessibility.accessibility(roots, styles, own),
    )
    lost = {finding.at for finding in findings if finding.code == "VER001"}
    told = [
        finding for finding in findings if not (finding.code == "VER014" and finding.at in lost)
    ]
    return [
        finding if finding.at or finding.where else replace(finding, where=_IN_DOCUMENT)
        for finding in told
    ]


def _is_story(name: str) -> bool:
    """True for a part that may have text of the document."""
    return name.startswith("word/") and not name.endswith(".rels")


def _roots(parts: Mapping[str, bytes]) -> dict[str, etree._Element]:
    xml = {name: content for name, content in parts.items() if name.endswith((".xml", ".rels"))}
    return {name: etree.fromstring(content) for name, content in xml.items()}


def _shown(stories: Iterable[etree._Element], styles: Styles) -> list[tuple[bool, str]]:
    """Every text that the document shows, and whether it is a heading; descriptions of pictures
    last.
    """
    listed = [one for root in stories for one in paragraphs(root)]
    texts = [(styles.level(style(paragraph)) > 0, text) for paragraph, text in listed]
    described = (words for root in stories for words in wholeness.descriptions(root))
    return [*texts, *((False, words) for words in described)]
