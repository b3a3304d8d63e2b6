"""Bookmarks and highlighting around text: markers go in while the text is made, elements come out
of them afterwards.

A marker is a private-use character pair around a name; such characters cannot come from a plan
(source.py refuses them).
"""

import re
from collections.abc import Callable
from copy import deepcopy

from lxml import etree

from generator.ooxml import w
from generator.ooxml.runs import highlight

_BEGIN, _NAME_END, _END = "\ue000", "\ue001", "\ue002"
_MARKERS = re.compile(f"({_BEGIN}\\w*{_NAME_END}|{_END})")
_WHOLE = re.compile(f"{_BEGIN}(\\w+){_NAME_END}([^{_BEGIN}{_END}]+){_END}")
_HIGHLIGHT = ""
"""The name that no bookmark has."""


def mark(name: str, text: str) -> str:
    """The text, marked to be bookmarked as `name`. Marked texts may hold marked texts."""
    return f"{_BEGIN}{name}{_NAME_END}{text}{_END}"


def highlighted(text: str) -> str:
    """The text, marked to be highlighted."""
    return mark(_HIGHLIGHT, text)


def opening(name: str) -> str:
    """The start of a bookmark, between runs."""
    return f'<w:bookmarkStart w:id="{name}" w:name="{name}"/>'


def closing(name: str) -> str:
    """The end of a bookmark, between runs."""
    return f'<w:bookmarkEnd w:id="{name}"/>'


def place(root: etree._Element, first: int = 1) -> int:
    """Turn every marker below `root` into what it stands for, and number all bookmarks anew, from
    `first`; the next free number.
    """
    for node in list(root.iter(w("t"))):
        if node.text and _BEGIN in node.text:
            _place(node)
    return _renumber(root, first)


def texts(root: etree._Element, prefix: str) -> dict[str, str]:
    """What stands in each bookmark whose name begins with a prefix."""
    found: dict[str, str] = {}
    opened: dict[str, str] = {}
    for element in root.iter(w("bookmarkStart"), w("bookmarkEnd"), w("t")):
        identifier, name = element.get(w("id"), ""), element.get(w("name"), "")
        if element.tag == w("bookmarkStart") and name.startswith(prefix):
            opened[identifier] = name
            found[name] = ""
        elif element.tag == w("bookmarkEnd"):
            opened.pop(identifier, None)
        elif element.tag == w("t"):
            for name in opened.values():
                found[name] += element.text or ""
    return found


def remove(root: etree._Element, is_gone: Callable[[str], bool]) -> None:
    """Take away the bookmarks of some names."""
    starts = [start for start in root.iter(w("bookmarkStart")) if is_gone(start.get(w("name"), ""))]
    gone = {start.get(w("id")) for start in starts}
    for mark in [
        *starts,
        *(end for end in root.iter(w("bookmarkEnd")) if end.get(w("id")) in gone),
    ]:
        if (parent := mark.getparent()) is not None:
            parent.remove(mark)


def _place(node: etree._Element) -> None:
    """Replace the run of a marked text by runs and bookmarks; what else the run holds goes with the
    text before or after.
    """
    run = node.getparent()
    assert run is not None
    if _wrap_whole(node, run):
        return
    before, after = deepcopy(run), deepcopy(run)
    place = list(run).index(node)
    del before[place:]
    properties = len(after) and after[0].tag == w("rPr")
    del after[properties : place + 1]
    opened: list[str] = []
    made = [before] if len(before) > properties else []
    for part in _MARKERS.split(node.text or ""):
        if part.startswith(_BEGIN):
            opened.append(part[1:-1])
            if opened[-1] != _HIGHLIGHT:
                made.append(
                    etree.Element(w("bookmarkStart"), {w("id"): opened[-1], w("name"): opened[-1]})
                )
        elif part == _END:
            if (name := opened.pop()) != _HIGHLIGHT:
                made.append(etree.Element(w("bookmarkEnd"), {w("id"): name}))
        elif part:
            made.append(_run(run, node, part, lit=_HIGHLIGHT in opened))
    for element in [*made, after] if len(after) > properties else made:
        run.addprevious(element)
    parent = run.getparent()
    assert parent is not None
    parent.remove(run)


def _wrap_whole(node: etree._Element, run: etree._Element) -> bool:
    """Put a bookmark around the run of a text that is all of it and has one name, as most have;
    False, and nothing done, for any other.
    """
    whole = _WHOLE.fullmatch(node.text or "")
    properties = run.find(w("rPr"))
    if whole is None or len(run) > 1 + (properties is not None):
        return False
    name, node.text = whole.groups()
    run.addprevious(etree.Element(w("bookmarkStart"), {w("id"): name, w("name"): name}))
    run.addnext(etree.Element(w("bookmarkEnd"), {w("id"): name}))
    return True


def _run(run: etree._Element, node: etree._Element, words: str, *, lit: bool) -> etree._Element:
    """A run of the same look with some of a text."""
    made = etree.Element(w("r"))
    if (properties := run.find(w("rPr"))) is not None:
        made.append(deepcopy(properties))
    if lit:
        highlight(made)
    text = deepcopy(node)
    text.text = words
    made.append(text)
    return made


def _renumber(root: etree._Element, first: int) -> int:
    """Number the bookmarks from `first`, each start with its end; the next free number.

    A loop of the template repeats them: of those with one name the first stays, as in Word.
    """
    marks = list(root.iter(w("bookmarkStart"), w("bookmarkEnd")))
    opened: dict[str, list[etree._Element]] = {}
    ends: dict[etree._Element, etree._Element] = {}
    for mark in marks:
        started = opened.setdefault(mark.get(w("id"), ""), [])
        if mark.tag == w("bookmarkStart"):
            started.append(mark)
        elif started:
            ends[started.pop(0)] = mark
    named: dict[str, etree._Element] = {}
    for start in filter(ends.__contains__, marks):
        named.setdefault(start.get(w("name"), ""), start)
    numbers = {start: str(number) for number, start in enumerate(named.values(), first)}
    numbers |= {ends[start]: number for start, number in numbers.items()}
    for mark in marks:
        if mark in numbers:
            mark.set(w("id"), numbers[mark])
        elif (parent := mark.getparent()) is not None:
            parent.remove(mark)
    return first + len(named)
