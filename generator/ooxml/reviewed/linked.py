"""A reviewed document's fields and links: what a program works out anew, and where a link leads."""

from collections.abc import Mapping

from lxml import etree

from generator.ooxml import R, package, w
from generator.ooxml.described import field_name
from generator.ooxml.reviewed.progress import Progress, allowed, is_new
from generator.ooxml.revisions import is_ours

_COMPUTED = ("PAGE", "PAGEREF", "NUMPAGES", "SECTIONPAGES", "DATE", "TIME")
"""Fields whose result a program makes anew when it lays the document out."""


class Links:
    """Reads fields, whose marks stand around what they hold, and links."""

    def __init__(self, progress: Progress, parts: Mapping[str, bytes]) -> None:
        self._progress, self._parts = progress, parts
        self._addresses: Mapping[str, str] = {}
        self._fields: list[tuple[str, int]] = []

    def enter(self, name: str) -> None:
        """Begin with a part, whose links have their addresses beside it."""
        self._addresses = package.addresses(self._parts, name)
        self._fields.clear()

    def mark(self, node: etree._Element) -> None:
        """The marks of a field: the result of one that is computed is known for what it is."""
        kind = node.get(w("fldCharType"))
        if kind == "begin":
            self._fields.append(("", self._progress.length))
        elif kind == "separate" and self._fields:
            self._fields[-1] = (self._fields[-1][0], self._progress.length)
        elif kind == "end" and self._fields:
            code, start = self._fields.pop()
            if _is_computed(code):
                # LibreOffice puts a whole entry of a table of contents into the field of its page.
                number = self._progress.since(start).rpartition("\t")[2]
                end = self._progress.length
                self._progress.made.computed.append((end - len(number), end))

    def code(self, node: etree._Element) -> None:
        """What a field is to work out; that of a new one is told."""
        code = node.text or ""
        if self._fields:
            before, start = self._fields[-1]
            self._fields[-1] = (before + code, start)
        if self._progress.is_inserted and code.strip():
            self._progress.describe(allowed(field_name(code)))

    def simple_field(self, element: etree._Element) -> None:
        """A field that holds its result."""
        code = element.get(w("instr"), "")
        if self._progress.is_inserted:
            self._progress.describe(allowed(field_name(code)))
        start = self._progress.length
        self._progress.inside(element)
        if _is_computed(code):
            self._progress.made.computed.append((start, self._progress.length))

    def link(self, element: etree._Element) -> None:
        """A link; one all of whose words are inserted is new, and its address is told."""
        identifier = element.get(f"{{{R}}}id")
        address = self._addresses.get(identifier, "") if identifier else ""
        if self._progress.is_inserted or is_new(element):
            self._describe_new(element, address)
        start = self._progress.length
        self._progress.inside(element)
        if self._progress.length > start:
            self._progress.made.links.append((start, address))

    def _describe_new(self, element: etree._Element, address: str) -> None:
        inner = next(element.iter(w("ins")), None)
        words = f"en länk till {address}" if address else "en länk inom dokumentet"
        if self._progress.is_inserted or inner is None:
            self._progress.describe(words)
        elif not is_ours(inner, self._progress.ours):
            with self._progress.changing("ins", inner):
                self._progress.describe(words)


def _is_computed(code: str) -> bool:
    return (code.split() or [""])[0].upper() in _COMPUTED
