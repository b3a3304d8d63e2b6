"""Two Word documents -> the newer with its changes from the older tracked: accepting all gives the
new, rejecting all the old, exactly: text, paragraph and run properties. Only the numbers in a table
of contents are the new ones at once.

Lists, links, fields, tables, headers and footers; what moved is deleted and inserted. No clock:
author and date are given. What the older text refers to comes along: styles, numberings, notes,
links, pictures. Not brought along from an older document of another template: its section breaks
and what its styles of the same name look like.
"""

from collections.abc import Sequence
from itertools import count

from lxml import etree

from generator.ooxml import comments, contents, package, w
from generator.ooxml.revisions import Reviser, accept
from generator.ooxml.styles import Styles
from generator.ooxml.text import style, text
from generator.ooxml.tidy import tidy
from generator.word import provenance
from generator.word.redline.blocks import Writer, blocks_of
from generator.word.redline.references import bring

DOCUMENT = "word/document.xml"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
"""What Word numbers a picture by; deleted ones have numbers of another document."""


def redline(old: bytes, new: bytes, author: str, when: str) -> bytes:
    """`when` is a W3CDTF time."""
    before, after = package.read(old), package.read(new)
    comments.remove(after)
    reviser, pictures = Reviser(author, when), count(1)
    old_root, new_root = _plain(before[DOCUMENT]), _plain(after[DOCUMENT])
    stories = [(DOCUMENT, DOCUMENT), *_stories(before, after, old_root, new_root)]
    olds = {name: old_root if name == DOCUMENT else _plain(before[name]) for name, _ in stories}
    bring(after, before, olds.values())
    for old_name, new_name in stories:
        one = olds[old_name]
        other = new_root if new_name == DOCUMENT else _plain(after[new_name])
        package.bring_relationships(after, new_name, before, old_name, one)
        _rewrite(one, other, reviser)
        for picture in other.iter(_PICTURE):
            picture.set("id", str(next(pictures)))
        after[new_name] = package.written(other)
    provenance.with_changes(after, when)
    return package.write(after)


def with_summary(docx: bytes, author: str, when: str, lines: Sequence[str]) -> bytes:
    """A redline with some lines as its first comment, a paragraph each."""
    parts = package.read(docx)
    comments.add(parts, author, when, lines)
    return package.write(parts)


def chapters_touched(docx: bytes) -> list[str]:
    """The chapters that hold a tracked change, by the heading above it, in order."""
    parts = package.read(docx)
    styles, chapter, found = Styles(package.tree(parts["word/styles.xml"])), "", []
    for paragraph in package.tree(parts[DOCUMENT]).iter(w("p")):
        if styles.level(style(paragraph)) == 1:
            # A heading that is gone altogether has but the words that it had.
            chapter = " ".join((text(paragraph) or _deleted(paragraph)).split())
        if chapter and _is_touched(paragraph):
            found.append(chapter)
    return list(dict.fromkeys(found))


def _deleted(paragraph: etree._Element) -> str:
    """The words that are tracked as deleted."""
    return "".join(one.text or "" for one in paragraph.iter(w("delText")))


def _is_touched(paragraph: etree._Element) -> bool:
    changed = (
        next(paragraph.iter(*map(w, ("ins", "del", "rPrChange", "pPrChange"))), None) is not None
    )
    rows = paragraph.iterancestors(w("tr"))
    return changed or any(
        row.find(f"{w('trPr')}/{w(kind)}") is not None for row in rows for kind in ("ins", "del")
    )


def _plain(content: bytes) -> etree._Element:
    """A part as its reader sees it: earlier changes accepted, comments and content controls
    gone.
    """
    root = package.tree(content)
    accept(root)
    tidy(root)
    return root


def _stories(
    before: dict[str, bytes],
    after: dict[str, bytes],
    old_root: etree._Element,
    new_root: etree._Element,
) -> list[tuple[str, str]]:
    """The headers and footers that stand for each other: those that the sections refer to in the
    same way, in order.
    """
    found = []
    sides = [
        list(
            zip(_references(root), package.targets(parts, DOCUMENT, _references(root)), strict=True)
        )
        for parts, root in ((before, old_root), (after, new_root))
    ]
    for (one, old_name), (other, new_name) in zip(*sides, strict=False):
        if (
            (one.tag, one.get(w("type"))) == (other.tag, other.get(w("type")))
            and old_name in before
            and new_name in after
        ):
            found.append((old_name, new_name))
    return list(dict.fromkeys(found))


def _references(root: etree._Element) -> list[etree._Element]:
    return list(root.iter(w("headerReference"), w("footerReference")))


def _rewrite(old: etree._Element, new: etree._Element, reviser: Reviser) -> None:
    """Replace a new story's content by the tracked one."""
    one, other = (_container(root) for root in (old, new))
    section = other.find(w("sectPr"))
    contents.number_as(one, other)
    opening = contents.take_opening(one, other)
    for holder in (other, *other.iter(w("tc"))):
        _move_loose_bookmarks(holder)
    written = Writer(reviser).blocks(blocks_of(one), blocks_of(other))
    former = one.find(w("sectPr"))
    for child in list(other):
        other.remove(child)
    other.extend(written)
    contents.give_opening(other, opening)
    if section is not None:
        if former is not None and _section(former) != _section(section):
            section.append(
                reviser.formerly(
                    "sectPr", former, frozenset((w("headerReference"), w("footerReference")))
                )
            )
        other.append(section)


def _container(root: etree._Element) -> etree._Element:
    body = root.find(w("body"))
    return root if body is None else body


def _section(section: etree._Element) -> list[bytes]:
    references = (w("headerReference"), w("footerReference"))
    return [
        etree.tostring(child, method="c14n") for child in section if child.tag not in references
    ]


def _move_loose_bookmarks(container: etree._Element) -> None:
    """Put bookmarks that stand between paragraphs into the next one, or the last."""
    paragraphs = container.findall(w("p"))
    for mark in [
        child for child in container if child.tag in (w("bookmarkStart"), w("bookmarkEnd"))
    ]:
        following = next(mark.itersiblings(w("p")), None)
        container.remove(mark)
        if following is not None:
            following.insert(1 if following.find(w("pPr")) is not None else 0, mark)
        elif paragraphs:
            paragraphs[-1].append(mark)
