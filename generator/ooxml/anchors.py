"""Bookmarks around text: markers go in while the text is made, bookmarks come out of them afterwards.

A marker is a private-use character pair around a name; such characters cannot come from a plan (source.py refuses them).
"""

import re

from lxml import etree

from generator.ooxml import w

_BEGIN, _NAME_END, _END = "\ue000", "\ue001", "\ue002"
_MARKED = re.compile(f"{_BEGIN}(\\w+){_NAME_END}([^{_END}]*){_END}")


def mark(name: str, text: str) -> str:
    """The text, marked to be bookmarked as `name`."""
    return f"{_BEGIN}{name}{_NAME_END}{text}{_END}"


def place(root: etree._Element) -> None:
    """Turn every marker below `root` into a bookmark around its run, and number all bookmarks anew (ids from 1)."""
    for run in list(root.iter(w("r"))):
        node = run.find(w("t"))
        match = _MARKED.fullmatch(node.text or "") if node is not None else None
        if node is not None and match:
            node.text = match[2]
            run.addprevious(etree.Element(w("bookmarkStart"), {w("id"): match[1], w("name"): match[1]}))
            run.addnext(etree.Element(w("bookmarkEnd"), {w("id"): match[1]}))
    _renumber(root)


def _renumber(root: etree._Element) -> None:
    """Unique ids, start and end paired in document order (a loop of the template repeats them)."""
    open_ids: dict[str, list[str]] = {}
    for number, start in enumerate(root.iter(w("bookmarkStart")), 1):
        open_ids.setdefault(start.get(w("id"), ""), []).append(str(number))
        start.set(w("id"), str(number))
    for end in list(root.iter(w("bookmarkEnd"))):
        if started := open_ids.get(end.get(w("id"), "")):
            end.set(w("id"), started.pop(0))
        elif (parent := end.getparent()) is not None:
            parent.remove(end)
