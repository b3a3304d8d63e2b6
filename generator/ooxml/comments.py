"""Comments of a Word document: adding one, reading those of reviewers, taking all away (ECMA-376
part 1, 17.13.4; MS-DOCX 2.5).
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree
from msgspec import Struct

from generator.ooxml import package, w
from generator.ooxml.reviewed import shown
from generator.ooxml.revisions import Ours, is_ours

PART = "word/comments.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_PARTS = re.compile(r"word/(comments\w*|people)\.xml")
_MARKS = (w("commentRangeStart"), w("commentRangeEnd"), w("commentReference"))


class Comment(Struct, frozen=True):
    """What a reviewer said: when in W3CDTF, `resolved` where its thread is done, `answers` the id
    of the comment that it answers.
    """

    identifier: str
    author: str
    when: str
    text: str
    resolved: bool
    answers: str | None


def read(parts: Mapping[str, bytes], ours: Ours = None) -> Iterator[Comment]:
    """Every comment of a document that is not `ours`, in the order of its part."""
    if PART not in parts:
        return
    every = shown(parts, PART, w("comment"))
    found = [(comment, words, _last_paragraph(comment)) for comment, words in every]
    names = {paragraph: comment.get(w("id"), "") for comment, _, paragraph in found if paragraph}
    extended = parts.get("word/commentsExtended.xml")
    entries = list(package.tree(extended)) if extended else []
    more = {entry.get(f"{_W15}paraId"): entry for entry in entries}
    for comment, words, paragraph in found:
        if is_ours(comment, ours):
            continue
        entry = more.get(paragraph) if paragraph else None
        parent = entry.get(f"{_W15}paraIdParent") if entry is not None else None
        head = more.get(parent) if parent else entry
        yield Comment(
            comment.get(w("id"), ""),
            comment.get(w("author"), ""),
            comment.get(w("date"), ""),
            words,
            head is not None and head.get(f"{_W15}done") in ("1", "true"),
            names.get(parent) if parent else None,
        )


def _last_paragraph(comment: etree._Element) -> str | None:
    """The id that Word knows a comment's thread by."""
    paragraphs = list(comment.iter(w("p")))
    return paragraphs[-1].get(f"{_W14}paraId") if paragraphs else None


def add(parts: dict[str, bytes], author: str, when: str, lines: Sequence[str]) -> None:
    """Put a comment at the document's first paragraph, in a document that has none; `when` is
    W3CDTF.
    """
    comment = etree.Element(
        w("comment"),
        {w("id"): "0", w("author"): author, w("date"): when, w("initials"): author[:1]},
        nsmap={"w": w("")[1:-1]},
    )
    for line in lines:
        run = etree.SubElement(etree.SubElement(comment, w("p")), w("r"))
        node = etree.SubElement(
            run, w("t"), {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}
        )
        node.text = line
    root = etree.Element(w("comments"), nsmap={"w": w("")[1:-1]})
    root.append(comment)
    parts[PART] = package.written(root)
    package.declare(parts, PART, _TYPE)
    package.relate(parts, "word/document.xml", "comments", "comments.xml", "rIdKommentarer")
    document = package.tree(parts["word/document.xml"])
    first = next(document.iter(w("p")))
    first.insert(
        1 if first.find(w("pPr")) is not None else 0,
        etree.Element(w("commentRangeStart"), {w("id"): "0"}),
    )
    etree.SubElement(first, w("commentRangeEnd"), {w("id"): "0"})
    etree.SubElement(etree.SubElement(first, w("r")), w("commentReference"), {w("id"): "0"})
    parts["word/document.xml"] = package.written(document)


def remove(parts: dict[str, bytes]) -> None:
    """Take every comment's text out of a package; the marks in the text are for
    `revisions.accept`.
    """
    for name in [name for name in parts if _PARTS.fullmatch(name)]:
        package.remove(parts, name)
