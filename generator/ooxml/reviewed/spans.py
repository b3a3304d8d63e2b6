"""Where the values of a reviewed document stand, and what its comments are about."""

from lxml import etree

from generator.ooxml import w
from generator.ooxml.described import PICTURE
from generator.ooxml.reviewed.progress import ID, Progress
from generator.ooxml.reviewed.stretches import CLOSE, OPEN

_OF_A_PICTURE = f"{OPEN}{PICTURE}: "


class Spans:
    """Reads bookmarks whose names begin with a prefix, and the marks of comments."""

    def __init__(self, progress: Progress, prefix: str) -> None:
        self._progress, self._prefix = progress, prefix
        self._open: dict[str, tuple[str, int]] = {}
        self._commented: dict[str, int] = {}

    def enter(self) -> None:
        """Begin with a part: a bookmark ends where it began."""
        self._open.clear()

    def bookmark_start(self, element: etree._Element) -> None:
        """Where a value begins."""
        name = element.get(w("name"), "")
        if name.startswith(self._prefix):
            self._open[element.get(ID, "")] = (name, self._progress.length)

    def bookmark_end(self, element: etree._Element) -> None:
        """Where a value ends."""
        opened = self._open.pop(element.get(ID, ""), None)
        if opened is None:
            return
        name, start = opened
        end = self._progress.length
        # Of a picture the value is its description, which stands within what tells of it.
        told = self._progress.since(start) if start < end else ""
        if told.startswith(_OF_A_PICTURE) and told.find(CLOSE) == len(told) - 1:
            start, end = start + len(_OF_A_PICTURE), end - 1
        self._progress.made.values.setdefault(name, (start, end))

    def comment_start(self, element: etree._Element) -> None:
        """Where that begins which a comment is about."""
        self._commented[element.get(ID, "")] = self._progress.length

    def comment_end(self, element: etree._Element) -> None:
        """Where it ends."""
        identifier, end = element.get(ID, ""), self._progress.length
        self._progress.made.comments[identifier] = (self._commented.pop(identifier, end), end)

    def comment_reference(self, element: etree._Element) -> None:
        """The sign of a comment, which is all that some have."""
        place = (self._progress.length, self._progress.length)
        self._progress.made.comments.setdefault(element.get(ID, ""), place)
