"""docx bytes + Context -> Findings: the file is opened again and proved whole, fit for Word, and
readable by everyone.

Shares no code with what writes the document: only `ooxml`'s readings of the file format, its styles
and texts. (tests/test_architecture.py)
"""

import zipfile

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
        roots = {
            name: etree.fromstring(content)
            for name, content in parts.items()
            if name.endswith((".xml", ".rels"))
        }
        document, styles = roots[_NEEDED[0]], Styles(roots[_NEEDED[1]])
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError) as error:
        return [
            Finding(
                "VER003",
                f"Dokumentet blev inte en hel Word-fil ({error}).",
                (),
                wholeness.IN_MALL,
                where=_IN_DOCUMENT,
            )
        ]
    stories = [
        root
        for name, root in roots.items()
        if name.startswith("word/") and not name.endswith(".rels")
    ]
    shown = [
        (styles.level(style(paragraph)) > 0, text)
        for root in stories
        for paragraph, text in paragraphs(root)
    ]
    shown += [(False, words) for root in stories for words in wholeness.descriptions(root)]
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
