"""A reviewed document's fields and links: what a program works out anew, and where a link leads."""

import re
from collections.abc import Mapping

from lxml import etree
from msgspec import Struct

from generator.ooxml import R, package, w
from generator.ooxml.described import field_name
from generator.ooxml.reviewed.progress import Progress, allowed, is_inserted, is_new
from generator.ooxml.revisions import is_ours

_COMPUTED = ("PAGE", "PAGEREF", "NUMPAGES", "SECTIONPAGES", "DATE", "TIME")
"""Fields whose result a program makes anew when it lays the document out."""
_ADDRESS = re.compile(r"""(?:https?://|mailto:)[^\s()<>\[\]{}"'\\,]+""")
"""An address that running text can have as it is."""
_CODE = re.compile(r"""\s*HYPERLINK\s+"([^"]+)"(?:\s+\\[hnt]|\s+\\o\s+"[^"]*")*\s*""")
"""The field of a link to an address, as Word writes one with tracking on."""
_MARK = w("fldChar")
_OF_FIELDS = (_MARK, w("instrText"), w("delInstrText"), w("t"), w("delText"))


class _Field(Struct):
    """A field that is being read: what it is to work out, where its result begins, and whether it
    is a new link.
    """

    start: int
    code: str = ""
    is_link: bool = False


class Links:
    """Reads fields, whose marks stand around what they hold, and links. With `dressed` the words of
    a new link look as that; else its address is told before them.
    """

    def __init__(self, progress: Progress, parts: Mapping[str, bytes], *, dressed: bool) -> None:
        self._progress, self._parts, self._dressed = progress, parts, dressed
        self._addresses: Mapping[str, str] = {}
        self._fields: list[_Field] = []

    def enter(self, name: str) -> None:
        """Begin with a part, whose links have their addresses beside it."""
        self._addresses = package.addresses(self._parts, name)
        self._fields.clear()

    def mark(self, node: etree._Element) -> None:
        """The marks of a field: the result of one that is computed is known for what it is."""
        kind = node.get(w("fldCharType"))
        if kind == "begin":
            self._fields.append(_Field(self._progress.length))
        elif kind == "separate" and self._fields:
            self._fields[-1].start = self._progress.length
        elif kind == "end" and self._fields:
            field = self._fields.pop()
            if field.is_link:
                self._progress.link = ""
            if _is_computed(field.code):
                # LibreOffice puts a whole entry of a table of contents into the field of its page.
                number = self._progress.since(field.start).rpartition("\t")[2]
                end = self._progress.length
                self._progress.made.computed.append((end - len(number), end))

    def code(self, node: etree._Element) -> None:
        """What a field is to work out; that of a new one is told."""
        code = node.text or ""
        field = self._fields[-1] if self._fields else _Field(self._progress.length)
        is_first, field.code = not field.code.strip(), field.code + code
        if not self._progress.is_inserted or not code.strip() or field.is_link:
            return
        address = _new_link(node) if is_first and self._dressed else ""
        if address:
            field.is_link, self._progress.link = True, address
        else:
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
        is_new_here = self._progress.is_inserted or is_new(element)
        is_dressed = is_new_here and self._dressed and bool(_ADDRESS.fullmatch(address))
        if is_new_here and not is_dressed:
            self._describe_new(element, address)
        start, before = self._progress.length, self._progress.link
        self._progress.link = address if is_dressed else before
        self._progress.inside(element)
        self._progress.link = before
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


def _new_link(node: etree._Element) -> str:
    """The address of the field that begins with a code, where it is a link all of which is
    inserted; '' for any other.
    """
    paragraph = next(node.iterancestors(w("p")), node)
    code: list[str] = []
    is_within = False
    for element in paragraph.iter(*_OF_FIELDS):
        is_within = is_within or element is node
        if not is_within:
            continue
        kind = element.get(w("fldCharType"), "")
        if kind == "end":
            found = _CODE.fullmatch("".join(code))
            address = found[1] if found else ""
            return address if _ADDRESS.fullmatch(address) else ""
        # A field in a field, or words that stood there before: not a new link alone.
        if kind == "begin" or not is_inserted(element, paragraph):
            return ""
        if element.tag == w("instrText"):
            code.append(element.text or "")
    return ""
