"""A part without what Word notes of its own work, which says nothing of what a reader sees."""

from lxml import etree

from generator.ooxml import w
from generator.ooxml.revisions import unwrap

_NOISE = tuple(map(w, ("proofErr", "lastRenderedPageBreak", "permStart", "permEnd")))
_WRAPPERS = tuple(map(w, ("sdt", "sdtContent", "smartTag", "customXml")))
_PROPERTIES = tuple(map(w, ("sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr")))
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_MARKED = (*map(w, ("p", "r", "tr", "sectPr")), f"{_DRAWING}inline", f"{_DRAWING}anchor")
_OF_A_SESSION = ("}paraId", "}textId", "}anchorId", "}editId")


def tidy(root: etree._Element) -> None:
    """Take marks of proofing and editing away, and content controls from around what they hold.

    So a loop can repeat what is left: nothing in it needs a number of its own.
    """
    for element in list(root.iter(*_NOISE, *_PROPERTIES)):
        if (parent := element.getparent()) is not None:
            parent.remove(element)
    for element in list(root.iter(*_WRAPPERS)):
        unwrap(element)
    for element in root.iter(*_MARKED):
        for name in map(str, list(element.attrib)):
            if "rsid" in name or name.endswith(_OF_A_SESSION):
                del element.attrib[name]
