"""What is no text in a reviewed document: described, with the words that it holds; and the notes,
whose words are values where they are the plan's.
"""

from collections.abc import Mapping

from lxml import etree

from generator.ooxml import MC, M, W, package, w
from generator.ooxml.described import alternative_text, name_of_drawing, note_words, words_of
from generator.ooxml.reviewed.progress import AUTHOR, ID, Progress, allowed, is_new
from generator.ooxml.revisions import is_ours
from generator.ooxml.text import NOTE

_FOOTNOTES = "word/footnotes.xml"
NOTES = {_FOOTNOTES: "Fotnoter", "word/endnotes.xml": "Slutnoter"}
"""The parts that hold notes, and what they are called."""
_REFERENCES = {
    "footnoteReference": ("en fotnot", _FOOTNOTES),
    "endnoteReference": ("en slutnot", "word/endnotes.xml"),
}


class Opaque:
    """Reads what is no text, and the references to notes."""

    def __init__(self, progress: Progress, parts: Mapping[str, bytes], prefix: str) -> None:
        self._progress = progress
        self._notes = {name: note_words(parts.get(name)) for name in NOTES}
        self._values = _notes_with_values(parts.get(_FOOTNOTES), prefix)
        self._referred: set[str | None] = set()

    def alternatives(self, element: etree._Element) -> None:
        """What newer programs show, and what older ones show instead: the first known one is
        read.
        """
        choices = [child for child in element if isinstance(child.tag, str)]
        if not choices:
            return
        read = next(filter(_is_known, choices), choices[0])
        self._progress.inside(read)
        # The same content stands in the others once more.
        for other in choices:
            if other is not read:
                self._progress.seen.update(other.iter())

    def element(self, element: etree._Element) -> None:
        """What is no text: described, with its words, and with the changes inside it told."""
        if not isinstance(element.tag, str):
            return
        start = self._progress.length
        what = self._name_of(element)
        inner = [e for e in element.iter() if e.get(AUTHOR) is not None]
        self._progress.seen.update(inner)
        self._progress.describe(what)
        theirs = [e for e in inner if not is_ours(e, self._progress.ours)]
        if theirs and not self._progress.is_changed:
            self._progress.tell("innehåll", what, theirs[0], start)

    def _name_of(self, element: etree._Element) -> str:
        """'en textruta: Stryk det här kapitlet.'"""
        name = etree.QName(element).localname
        words = " ".join(words_of(element).split())
        if name in _REFERENCES:
            what, part = _REFERENCES[name]
            words = self._notes[part].get(element.get(ID, ""), "")
        elif name in ("oMath", "oMathPara"):
            what = "en formel"
        elif name in ("drawing", "pict", "object", "txbxContent"):
            what = name_of_drawing(element, bool(words))
            words = words or alternative_text(element)
        elif name == "altChunk":
            what = "en infogad fil"
        elif name == "ruby":
            what = "ett ord med läsanvisning"
            words = "".join(map(words_of, element.iter(w("rubyBase"))))
        else:
            what = f"något som inte kan läsas ({name})"
        return f"{what}: {allowed(words)}" if words else what

    def reference(self, element: etree._Element) -> None:
        """A reference to a footnote: a sign where the note is a value, whose words are read by
        themselves; else with its words.
        """
        self._referred.add(element.get(ID))
        if element.get(ID) in self._values:
            self._progress.add(NOTE, self._progress.dress)
        else:
            self.element(element)

    def note(self, element: etree._Element) -> None:
        """A footnote's or endnote's own text, but for the lines that programs draw above notes."""
        if element.get(w("type"), "normal") != "normal":
            return
        if element.tag == w("footnote") and element.get(ID) not in self._referred:
            # What refers to it was taken away with changes that are ours.
            return
        if is_new(element):
            # Its words are told where the text refers to it.
            self._progress.seen.update(element.iter())
        else:
            self._progress.inside(element)


def _notes_with_values(content: bytes | None, prefix: str) -> set[str | None]:
    """The ids of the footnotes that hold a value: a bookmark whose name begins with the prefix."""
    if content is None or not prefix:
        return set()
    return {
        note.get(ID)
        for note in package.tree(content).iter(w("footnote"))
        for start in note.iter(w("bookmarkStart"))
        if start.get(w("name"), "").startswith(prefix)
    }


def _is_known(choice: etree._Element) -> bool:
    """True for one of several forms of the same content that can be read."""
    children = [child for child in choice if isinstance(child.tag, str)]
    known = (W, M, MC)
    return bool(children) and all(etree.QName(child).namespace in known for child in children)
