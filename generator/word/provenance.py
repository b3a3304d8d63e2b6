"""Where each printed value of a document stands in the plan: a hidden bookmark around it, and a
table of them inside the file and beside it.

Word, LibreOffice and OpenDocument keep hidden bookmarks (LibreOffice 7.4 not those in headers). The
table lies in the file twice, as custom XML, which Word keeps, and as a custom property, which
LibreOffice keeps; and it is a file of its own (the sidecar).
"""

import json
import zlib
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from generator.findings import Pointer
from generator.ooxml import anchors, package, properties, reviewed
from generator.ooxml.appearance import Appearance, as_data, from_data
from generator.ooxml.reviewed.stretches import LINE_BREAK
from generator.ooxml.revisions import Ours

PREFIX = "_pv_"
"""A bookmark whose name begins with _ is hidden in Word, whose names have at most 40 characters."""
OURS = "Sekretariatet"
"""The author of redlines: a reviewer may write in one, and only the reviewer's changes count.

A reviewer may be called so too: what is ours is also of the time that the table tells."""
_PROPERTY = "Plangenerator"
_GUID = "9C1D7A52-5E0B-4F36-8B7E-2D0C4A6F1E93"
_MOST_BYTES = 5_000_000
_NAMESPACE = "urn:plangenerator:herkomst:1"


class Origin(Struct, frozen=True):
    """The plan that a document was made of: its year, and the SHA-256 of its file's bytes. (Not the
    file's name: the same plan gives the same document.)
    """

    year: int
    digest: str


class Anchor(Struct, frozen=True):
    """A printed value: the bookmark around it, where it stands in the plan, and its text.

    `block` is its paragraph (from 0) in running text; `fact` is True for what running text shows
    from elsewhere, such as {år}.
    `start` is its offset in the document's text as it was sent out, None where that is not known.
    """

    name: str
    at: Pointer
    block: int | None
    text: str
    fact: bool = False
    start: int | None = None


class Provenance(Struct, frozen=True):
    """The table of a document: every printed value by the name of its bookmark, in the order of
    printing.

    `text` is the whole text as it was sent out (`reviewed.Reviewed.base`), `links` the addresses
    that it leads to, and `appearance` how it looked. `changes` is the time of the tracked changes
    with which it was sent out (W3CDTF), '' for none. All None in documents of older versions.
    """

    origin: Origin
    anchors: Mapping[str, Anchor]
    text: str | None = None
    links: Sequence[str] | None = None
    appearance: Appearance | None = None
    changes: str | None = None

    @property
    def ours(self) -> Ours:
        """Whose changes in the document were there when it was sent out."""
        return None if self.changes == "" else (OURS, self.changes or "")


def origin(year: int, raw: bytes) -> Origin:
    """The origin that a plan's file gives."""
    return Origin(year, sha256(raw).hexdigest())


class Trace:
    """Names each printed value, as it is printed; `table` is, once the document is made, the table
    of them as a file of its own.
    """

    table = b""

    def __init__(self, origin: Origin) -> None:
        self.anchors: dict[str, Anchor] = {}
        self._origin = origin
        self._uses: Counter[str] = Counter()

    def name(self, at: Pointer, text: str, block: int | None = None, *, fact: bool = False) -> str:
        """A new bookmark's name for a value: the same in every document of the year, and in no
        other year's.
        """
        place = json.dumps([self._origin.year, at, block])
        self._uses[place] += 1
        name = f"{PREFIX}{sha256(f'{place}{self._uses[place]}'.encode()).hexdigest()[:14]}"
        self.anchors[name] = Anchor(name, at, block, text, fact)
        return name

    def add_to(self, parts: dict[str, bytes]) -> None:
        """Put the table into a package: as custom XML, and packed as a custom property, which
        LibreOffice keeps.
        """
        sent = reviewed.read(parts, PREFIX, None)
        for name, (start, _) in sent.values.items():
            self.anchors[name] = replace(self.anchors[name], start=start)
        links = [address for _, address in sent.links]
        made = Provenance(self._origin, self.anchors, sent.base, links, sent.appearance, "")
        self.table = as_json(made)
        package.add_custom_xml(parts, _as_xml(made), _NAMESPACE, _GUID)
        parts[properties.CUSTOM] = _packed(self.table)
        package.declare(parts, properties.CUSTOM, properties.CUSTOM_TYPE)
        package.relate(parts, "", "custom-properties", properties.CUSTOM, "rIdEgna")


def with_changes(parts: dict[str, bytes], when: str) -> None:
    """Say in a package's table, where it has one, of which time its own tracked changes are."""
    for name, content in package.custom_xml(parts):
        if _NAMESPACE.encode() in content and (found := read({name: content})):
            made = replace(found, changes=when)
            parts[name], parts[properties.CUSTOM] = _as_xml(made), _packed(as_json(made))


def _packed(table: bytes) -> bytes:
    """The part of custom properties that holds a table, of its file."""
    packed = b64encode(zlib.compress(table, 9)).decode()
    return properties.custom(_PROPERTY, packed)


def _as_xml(provenance: Provenance) -> bytes:
    made = provenance.origin
    root = etree.Element(
        f"{{{_NAMESPACE}}}plan", year=str(made.year), sha256=made.digest, nsmap={"h": _NAMESPACE}
    )
    if provenance.changes is not None:
        root.set("changes", provenance.changes)
    for anchor in provenance.anchors.values():
        value = etree.SubElement(
            root,
            f"{{{_NAMESPACE}}}value",
            id=anchor.name,
            at=json.dumps(anchor.at, ensure_ascii=False),
        )
        if anchor.block is not None:
            value.set("block", str(anchor.block))
        if anchor.fact:
            value.set("fact", "1")
        if anchor.start is not None:
            value.set("start", str(anchor.start))
        # A line break is none of XML's signs; no value has an end of line.
        value.text = anchor.text.replace(LINE_BREAK, "\n")
    if provenance.text is not None:
        # Escaped, for the signs that end lines and begin stories are none of XML's.
        etree.SubElement(root, f"{{{_NAMESPACE}}}text").text = json.dumps(provenance.text)
    if provenance.appearance is not None:
        looks = json.dumps(as_data(provenance.appearance), ensure_ascii=False)
        etree.SubElement(root, f"{{{_NAMESPACE}}}appearance").text = looks
    for address in provenance.links or ():
        etree.SubElement(root, f"{{{_NAMESPACE}}}link").text = address
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def read(parts: Mapping[str, bytes]) -> Provenance | None:
    """The table inside a package; None where there is none that can be read."""
    for _, content in package.custom_xml(parts):
        if _NAMESPACE.encode() in content:
            try:
                root = package.tree(content)
                return _from_xml(root)
            except (
                etree.XMLSyntaxError,
                ValueError,
                KeyError,
                TypeError,
                AttributeError,
                RecursionError,
            ):
                continue
    return _unpacked(parts.get(properties.CUSTOM, b""))


def _from_xml(root: etree._Element) -> Provenance:
    """The table of a package's own data. Raises ValueError and TypeError for what is none."""
    found: dict[str, Anchor] = {}
    for value in root.iter(f"{{{_NAMESPACE}}}value"):
        name, at = value.get("id", ""), _pointer(json.loads(value.get("at", "")))
        block, start = _number(value.get("block")), _number(value.get("start"))
        found[name] = Anchor(name, at, block, _words(value), bool(value.get("fact")), start)
    origin = Origin(int(root.get("year", "")), root.get("sha256", ""))
    text = root.findtext(f"{{{_NAMESPACE}}}text")
    if text is None:
        return Provenance(origin, found)
    links = [link.text or "" for link in root.iter(f"{{{_NAMESPACE}}}link")]
    looks = root.findtext(f"{{{_NAMESPACE}}}appearance")
    appearance = None if looks is None else from_data(json.loads(looks))
    return Provenance(origin, found, str(json.loads(text)), links, appearance, root.get("changes"))


def _words(value: etree._Element) -> str:
    return (value.text or "").replace("\n", LINE_BREAK)


def _unpacked(content: bytes) -> Provenance | None:
    """The table in a custom property; None where there is none that can be read."""
    try:
        packed = b64decode(properties.custom_text(content, _PROPERTY)) if content else b""
        return from_json(zlib.decompressobj().decompress(packed, _MOST_BYTES)) if packed else None
    except (etree.XMLSyntaxError, ValueError, zlib.error):
        return None


def _pointer(steps: object) -> Pointer:
    """A Pointer from plain data. Raises TypeError for anything else."""
    if not isinstance(steps, list) or not all(isinstance(step, str | int) for step in steps):
        raise TypeError(steps)
    return tuple(steps)


def _number(text: str | int | None) -> int | None:
    return None if text is None else int(text)


def names(parts: Mapping[str, bytes]) -> set[str]:
    """The names of the values that are anchored in a document."""
    return {
        name
        for part in filter(package.has_words, parts)
        for name in anchors.texts(package.tree(parts[part]), PREFIX)
    }


def as_json(provenance: Provenance) -> bytes:
    """The table as a file of its own."""
    made = provenance.origin
    values = [
        {
            "id": anchor.name,
            "at": anchor.at,
            **({} if anchor.block is None else {"block": anchor.block}),
            **({"fact": True} if anchor.fact else {}),
            **({} if anchor.start is None else {"start": anchor.start}),
            "text": anchor.text,
        }
        for anchor in provenance.anchors.values()
    ]
    table = {
        "year": made.year,
        "sha256": made.digest,
        "text": provenance.text,
        "links": provenance.links,
        "changes": provenance.changes,
        "appearance": as_data(provenance.appearance) if provenance.appearance else None,
        "values": values,
    }
    # A key a line; indented, it would be written by a slower encoder.
    lines = (
        f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in table.items()
    )
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def from_json(content: bytes) -> Provenance | None:
    """The table in a file of its own; None where it is none."""
    try:
        table = json.loads(content)
        found: dict[str, Anchor] = {}
        for value in table["values"]:
            name, at, words = str(value["id"]), _pointer(value["at"]), str(value["text"])
            block, start = _number(value.get("block")), _number(value.get("start"))
            found[name] = Anchor(name, at, block, words, bool(value.get("fact")), start)
        made = Origin(int(table["year"]), str(table["sha256"]))
        text, links, looks = table.get("text"), table.get("links"), table.get("appearance")
        appearance = None if looks is None else from_data(looks)
        changes = None if table.get("changes") is None else str(table["changes"])
        links = None if links is None else [str(address) for address in links]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    whole = None if text is None else str(text)
    return Provenance(made, found, whole, links, appearance, changes)


def without(docx: bytes) -> bytes:
    """The same document without bookmarks of provenance and without the table."""
    parts = package.read(docx)
    package.remove_custom_xml(parts, _NAMESPACE)
    package.remove(parts, properties.CUSTOM)
    for name in filter(package.has_words, list(parts)):
        root = etree.fromstring(parts[name])
        anchors.remove(root, lambda name: name.startswith(PREFIX))
        parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return package.write(parts)
