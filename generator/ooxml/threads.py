"""Answers in the threads of a document's comments, as Word writes them; what others wrote stays as
it is (MS-DOCX 2.5.4, commentsExtended).
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy

from lxml import etree
from msgspec import Struct

from generator.ooxml import package, w
from generator.ooxml.comments import PART

_EXTENDED = "word/commentsExtended.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_EXTENDED_TYPE = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml"
)
_EXTENDED_RELATION = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_PARA = f"{{{_W14}}}paraId"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ID = w("id")
_TRACKED = (w("ins"), w("del"), w("moveFrom"), w("moveTo"))
_AROUND_RUNS = (w("p"), w("hyperlink"), w("sdtContent"))


class Answer(Struct, frozen=True):
    """What is answered: to the comment of an id, or to a tracked change of the body by its number
    where there is no comment. `done` marks the thread as done.
    """

    text: str
    done: bool
    comment: str = ""
    change: int = -1


def answered(
    parts: Mapping[str, bytes], answers: Sequence[Answer], author: str, when: str
) -> dict[str, bytes]:
    """The parts of a document with answers of an author at a time (W3CDTF)."""
    writer = _Writer(dict(parts), author, when)
    for answer in answers:
        writer.answer(answer)
    return writer.done()


class _Writer:
    def __init__(self, parts: dict[str, bytes], author: str, when: str) -> None:
        self._parts, self._author, self._when = parts, author, when
        self._document = package.tree(parts[package.DOCUMENT])
        self._comments = _rooted(parts.get(PART), w("comments"))
        self._extended = _rooted(parts.get(_EXTENDED), f"{{{_W15}}}commentsEx")
        self._changes = list(self._document.iter(*_TRACKED))
        ids = [comment.get(_ID, "") for comment in self._comments.iter(w("comment"))]
        self._next = max([-1, *(int(one) for one in ids if one.isdecimal())]) + 1
        known = {p.get(_PARA) for p in self._comments.iter(w("p"))}
        known |= {p.get(_PARA) for p in self._document.iter(w("p"))}
        self._paragraphs = _unused(known)

    def answer(self, answer: Answer) -> None:
        """Put an answer below its comment, or a new thread at its change."""
        if answer.comment:
            self._reply(answer)
        elif 0 <= answer.change < len(self._changes):
            identifier = self._new(answer, None)
            self._mark_change(self._changes[answer.change], identifier)

    def done(self) -> dict[str, bytes]:
        """The parts, with all answers in them."""
        parts = self._parts
        is_new = {name: name not in parts for name in (PART, _EXTENDED)}
        parts[package.DOCUMENT] = package.written(self._document)
        parts[PART], parts[_EXTENDED] = map(package.written, (self._comments, self._extended))
        if is_new[PART]:
            package.declare(parts, PART, _TYPE)
            package.relate(parts, package.DOCUMENT, "comments", "comments.xml", "rIdKommentarer")
        if is_new[_EXTENDED]:
            package.declare(parts, _EXTENDED, _EXTENDED_TYPE)
            package.relate_as(
                parts, package.DOCUMENT, _EXTENDED_RELATION, "commentsExtended.xml", "rIdTradar"
            )
        return parts

    def _reply(self, answer: Answer) -> None:
        comment = next(
            (c for c in self._comments.iter(w("comment")) if c.get(_ID) == answer.comment), None
        )
        if comment is None:
            return
        head = self._entry(self._paragraph_of(comment))
        parent = head.get(f"{{{_W15}}}paraIdParent") or head.get(f"{{{_W15}}}paraId")
        top = self._entry(str(parent))
        if answer.done:
            top.set(f"{{{_W15}}}done", "1")
        identifier = self._new(answer, str(parent))
        self._mark_beside(answer.comment, identifier)

    def _paragraph_of(self, comment: etree._Element) -> str:
        """The id of a comment's last paragraph, which its thread is known by; a new one where it
        has none.
        """
        paragraphs = list(comment.iter(w("p"))) or [etree.SubElement(comment, w("p"))]
        if not paragraphs[-1].get(_PARA):
            paragraphs[-1].set(_PARA, next(self._paragraphs))
        return paragraphs[-1].get(_PARA, "")

    def _entry(self, paragraph: str) -> etree._Element:
        """What is told of a comment's thread."""
        for entry in self._extended:
            if entry.get(f"{{{_W15}}}paraId") == paragraph:
                return entry
        values = {f"{{{_W15}}}paraId": paragraph, f"{{{_W15}}}done": "0"}
        return etree.SubElement(self._extended, f"{{{_W15}}}commentEx", values)

    def _new(self, answer: Answer, parent: str | None) -> str:
        """A comment of ours; its id."""
        identifier = str(self._next)
        self._next += 1
        comment = etree.SubElement(
            self._comments,
            w("comment"),
            {
                _ID: identifier,
                w("author"): self._author,
                w("date"): self._when,
                w("initials"): self._author[:1],
            },
        )
        paragraph = etree.SubElement(comment, w("p"), {_PARA: next(self._paragraphs)})
        run = etree.SubElement(paragraph, w("r"))
        etree.SubElement(run, w("t"), {_SPACE: "preserve"}).text = answer.text
        entry = self._entry(paragraph.get(_PARA, ""))
        entry.set(f"{{{_W15}}}done", "1" if answer.done else "0")
        if parent:
            entry.set(f"{{{_W15}}}paraIdParent", parent)
        return identifier

    def _mark_beside(self, comment: str, identifier: str) -> None:
        """Marks of an answer in the text, right after those of its comment."""
        for name in ("commentRangeStart", "commentRangeEnd"):
            for mark in self._marks(name, comment):
                twin = deepcopy(mark)
                twin.tail = None
                twin.set(_ID, identifier)
                mark.addnext(twin)
        for reference in self._marks("commentReference", comment):
            run = reference.getparent()
            if run is not None:
                run.addnext(_reference(identifier))

    def _marks(self, name: str, comment: str) -> list[etree._Element]:
        return [mark for mark in self._document.iter(w(name)) if mark.get(_ID) == comment]

    def _mark_change(self, change: etree._Element, identifier: str) -> None:
        """Marks around a tracked change; around its paragraph where it is of a mark or a row."""
        around = change.getparent()
        start, end = etree.Element(w("commentRangeStart")), etree.Element(w("commentRangeEnd"))
        for mark in (start, end):
            mark.set(_ID, identifier)
        if around is not None and around.tag in _AROUND_RUNS:
            change.addprevious(start)
            change.addnext(end)
            end.addnext(_reference(identifier))
            return
        paragraph = _paragraph(change)
        if paragraph is None:
            return
        first = paragraph.find(w("pPr"))
        paragraph.insert(0 if first is None else 1, start)
        paragraph.extend([end, _reference(identifier)])


def _paragraph(change: etree._Element) -> etree._Element | None:
    """The paragraph that a change is in, or the first of its row."""
    for above in change.iterancestors():
        if above.tag == w("p"):
            return above
        if above.tag == w("tr"):
            return next(above.iter(w("p")), None)
    return None


def _reference(identifier: str) -> etree._Element:
    run = etree.Element(w("r"))
    etree.SubElement(run, w("commentReference"), {_ID: identifier})
    return run


def _unused(known: set[str | None]) -> Iterator[str]:
    """Ids of paragraphs that the document does not have (below 80000000, MS-DOCX 2.2.4)."""
    number = 0x10000000
    while True:
        number += 1
        if f"{number:08X}" not in known:
            yield f"{number:08X}"


def _rooted(content: bytes | None, tag: str) -> etree._Element:
    """A part's root, with the namespaces that answers need declared and passed over by programs
    that do not know them.
    """
    old = package.tree(content) if content else etree.Element(tag)
    wanted = {"w": w("")[1:-1], "w14": _W14, "w15": _W15, "mc": _MC}
    own = old.nsmap.items()
    names = {prefix: uri for prefix, uri in own if prefix and uri not in wanted.values()}
    attributes = {str(name): str(value) for name, value in old.attrib.items()}
    root = etree.Element(old.tag, attributes, nsmap={**names, **wanted})
    root.extend(list(old))
    ignorable = root.get(f"{{{_MC}}}Ignorable", "").split()
    kept = [prefix for prefix in ignorable if prefix in root.nsmap]
    root.set(f"{{{_MC}}}Ignorable", " ".join(dict.fromkeys([*kept, "w14", "w15"])))
    return root
