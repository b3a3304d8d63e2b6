"""A .docx as a mapping from part name to bytes; written the same way every time (ECMA-376 part
2).
"""

import lzma
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import count

from lxml import etree

from generator.ooxml import RELATIONSHIPS, R, W

CONTENT_TYPES = "[Content_Types].xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_SHOWN = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_NOTES = re.compile(r"word/(footnotes|endnotes)\.xml")
DOCUMENT = "word/document.xml"
_HYPERLINK = f"{R}/hyperlink"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_ITEM = re.compile(r"customXml/item\d+\.xml")
DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    LookupError,
)
"""What Python's reader of zip files raises for one that is damaged."""
_NO_RELATIONSHIPS = f'<Relationships xmlns="{RELATIONSHIPS}"/>'.encode()
_ITEM_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<ds:datastoreItem ds:itemID="{{{identifier}}}" '
    'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml">'
    '<ds:schemaRefs><ds:schemaRef ds:uri="{namespace}"/></ds:schemaRefs></ds:datastoreItem>'
)


def read(data: bytes) -> dict[str, bytes]:
    """The parts of a package. Raises zipfile.BadZipFile for anything that is no zip."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {
            info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()
        }


def size(data: bytes) -> int:
    """How many bytes the parts of a package are. Raises as `read`."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return sum(info.file_size for info in archive.infolist())


def write(parts: Mapping[str, bytes]) -> bytes:
    """A package whose bytes depend on its parts alone: content types first, then sorted names, no
    clock.
    """
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(parts, key=lambda name: (name != CONTENT_TYPES, name)):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            archive.writestr(info, parts[name])
    return target.getvalue()


def is_shown(name: str) -> bool:
    """True for the parts with the text of the pages: the document, its headers and its footers."""
    return _SHOWN.fullmatch(name) is not None


def has_words(name: str) -> bool:
    """True for the parts with words: those of the pages, and notes."""
    return is_shown(name) or _NOTES.fullmatch(name) is not None


def relationships_of(name: str) -> str:
    """'word/document.xml' -> 'word/_rels/document.xml.rels'; '' is the package itself."""
    folder, base = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def add_hyperlinks(parts: dict[str, bytes], owner: str, targets: Mapping[str, str]) -> None:
    """Give the part `owner` an external hyperlink relationship for each id -> address in
    `targets`.
    """
    if not targets:
        return
    name = relationships_of(owner)
    root = _relationships(parts, name)
    for identifier, address in targets.items():
        etree.SubElement(
            root,
            f"{{{RELATIONSHIPS}}}Relationship",
            Id=identifier,
            Type=_HYPERLINK,
            Target=address,
            TargetMode="External",
        )
    parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def relate(parts: dict[str, bytes], owner: str, kind: str, target: str, identifier: str) -> None:
    """Give the part `owner` a relationship of a kind (the end of its type's address) to a part,
    named as seen from the owner's folder.
    """
    relate_as(parts, owner, f"{R}/{kind}", target, identifier)


def relate_as(parts: dict[str, bytes], owner: str, kind: str, target: str, identifier: str) -> None:
    """The same, where `kind` is the whole address of the type."""
    name = relationships_of(owner)
    root = _relationships(parts, name)
    etree.SubElement(
        root, f"{{{RELATIONSHIPS}}}Relationship", Id=identifier, Type=kind, Target=target
    )
    parts[name] = written(root)


def _relationships(parts: Mapping[str, bytes], name: str) -> etree._Element:
    """A part of relationships, a new one where there is none."""
    return etree.fromstring(parts.get(name, _NO_RELATIONSHIPS))


def declare(parts: dict[str, bytes], part: str, content_type: str) -> None:
    """Say in the package of which type a part is, whatever was said before."""
    root = tree(parts[CONTENT_TYPES])
    name = f"/{part}"
    same = (one for one in root if one.get("PartName", "").lower() == name.lower())
    entry = next(same, None)
    if entry is None:
        entry = etree.SubElement(root, f"{{{_TYPES}}}Override", PartName=name)
    elif entry.get("ContentType") == content_type:
        return
    entry.set("ContentType", content_type)
    parts[CONTENT_TYPES] = written(root)


def add_custom_xml(
    parts: dict[str, bytes], content: bytes, namespace: str, identifier: str
) -> None:
    """Put data of one's own into the document's package, known by a GUID (ECMA-376 part 1, 15.2.4
    and 15.2.5).
    """
    number = next(n for n in count(1) if f"customXml/item{n}.xml" not in parts)
    item, properties = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
    parts[item] = content
    parts[properties] = _ITEM_PROPERTIES.format(identifier=identifier, namespace=namespace).encode()
    declare(
        parts, properties, "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    )
    relate(parts, DOCUMENT, "customXml", f"../{item}", f"rIdData{number}")
    relate(parts, item, "customXmlProps", f"itemProps{number}.xml", "rId1")


def custom_xml(parts: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """The data of others in a package, each with the name of its part."""
    yield from ((name, content) for name, content in sorted(parts.items()) if _ITEM.fullmatch(name))


def remove_custom_xml(parts: dict[str, bytes], namespace: str) -> None:
    """Take one's own data out of a package."""
    for name in [
        name
        for name, content in parts.items()
        if _ITEM.fullmatch(name) and namespace.encode() in content
    ]:
        remove(parts, name.replace("item", "itemProps"))
        remove(parts, name)


def remove(parts: dict[str, bytes], name: str) -> None:
    """Take a part out of a package, with its own relationships, those of the package and the
    document to it, and what is said of its type.
    """
    parts.pop(name, None)
    parts.pop(relationships_of(name), None)
    for owner, index in (
        ("", relationships_of("")),
        (DOCUMENT, relationships_of(DOCUMENT)),
        ("", CONTENT_TYPES),
    ):
        root = etree.fromstring(parts[index])
        for entry in list(root):
            if entry.get("PartName") == f"/{name}" or (
                entry.get("Target") and _target(entry, owner) == name
            ):
                root.remove(entry)
        parts[index] = written(root)


def _target(relation: etree._Element, owner: str) -> str:
    """The part that a relationship of `owner` leads to; an address outside the package as it
    stands.
    """
    target = relation.get("Target", "")
    if relation.get("TargetMode") == "External":
        return target
    return (
        target.lstrip("/")
        if target.startswith("/")
        else posixpath.normpath(posixpath.join(posixpath.dirname(owner), target))
    )


def targets(parts: Mapping[str, bytes], owner: str, users: Sequence[etree._Element]) -> list[str]:
    """The part that each of some elements of `owner` refers to by r:id; '' for none."""
    content = parts.get(relationships_of(owner))
    known = (
        {relation.get("Id"): _target(relation, owner) for relation in etree.fromstring(content)}
        if content
        else {}
    )
    return [known.get(user.get(f"{{{R}}}id"), "") for user in users]


def bring_relationships(
    parts: dict[str, bytes],
    owner: str,
    others: Mapping[str, bytes],
    other: str,
    root: etree._Element,
) -> None:
    """Let the content `root` of the part `other` of another package stand in `owner`: its links and
    pictures come along, under new ids.
    """
    content = others.get(relationships_of(other))
    known = (
        {relation.get("Id"): relation for relation in etree.fromstring(content)} if content else {}
    )
    index = relationships_of(owner)
    own = _relationships(parts, index)
    there = {
        (relation.get("Type"), _content_of(parts, relation, owner)): relation.get("Id", "")
        for relation in own
    }
    for element in root.iter():
        for attribute, value in list(element.attrib.items()):
            relation = known.get(str(value)) if str(attribute).startswith(f"{{{R}}}") else None
            if relation is None or element.tag in (
                f"{{{W}}}headerReference",
                f"{{{W}}}footerReference",
            ):
                continue
            key = relation.get("Type"), _content_of(others, relation, other)
            if key not in there:
                there[key] = f"rIdTidigare{len(there) + 1}"
                made = etree.SubElement(
                    own, relation.tag, {**dict(relation.attrib), "Id": there[key]}
                )
                if relation.get("TargetMode") != "External":
                    path = _target(relation, other)
                    folder, base = posixpath.split(path)
                    target = posixpath.join(folder, f"tidigare-{len(there)}-{base}")
                    parts[target] = others.get(path, b"")
                    made.set("Target", f"/{target}")
                    _declare_like(parts, target, others, path)
            element.set(attribute, there[key])
    if len(own):
        parts[index] = written(own)


def _content_of(parts: Mapping[str, bytes], relation: etree._Element, owner: str) -> bytes:
    """What a relationship leads to: an address, or the content of a part."""
    target = _target(relation, owner)
    return (
        target.encode()
        if relation.get("TargetMode") == "External"
        else parts.get(target, target.encode())
    )


def _declare_like(
    parts: dict[str, bytes], part: str, others: Mapping[str, bytes], path: str
) -> None:
    """Give a part the type that another package gives the part that it came from."""
    types = etree.fromstring(others[CONTENT_TYPES])
    extension = path.rpartition(".")[2].lower()
    found = next((t for t in types if t.get("PartName") == f"/{path}"), None)
    if found is None:
        found = next((t for t in types if (t.get("Extension") or "").lower() == extension), None)
    if found is not None:
        declare(parts, part, found.get("ContentType", ""))


def tree(content: bytes) -> etree._Element:
    """The tree of a part that comes from elsewhere: no entity is read, nothing is fetched, no
    remark of XML is kept. Raises etree.XMLSyntaxError.
    """
    return etree.fromstring(
        content,
        etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        ),
    )


def written(root: etree._Element) -> bytes:
    """A tree as a part of a package."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def addresses(parts: Mapping[str, bytes], owner: str) -> dict[str, str]:
    """Where the relationships of a part lead to, by their ids."""
    content = parts.get(relationships_of(owner))
    relations = tree(content) if content else ()
    return {relation.get("Id", ""): relation.get("Target", "") for relation in relations}


def relationship_ids(parts: Mapping[str, bytes], owner: str) -> set[str]:
    """The ids of the relationships that the part `owner` may use."""
    content = parts.get(relationships_of(owner))
    return {relation.get("Id", "") for relation in etree.fromstring(content)} if content else set()


def dangling(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """(relationship part, target) for every internal relationship whose target is not in the
    package.
    """
    for name, content in parts.items():
        if not name.endswith(".rels"):
            continue
        base = posixpath.dirname(posixpath.dirname(name))
        for relation in etree.fromstring(content):
            target = relation.get("Target", "")
            path = (
                target.lstrip("/")
                if target.startswith("/")
                else posixpath.normpath(posixpath.join(base, target))
            )
            if relation.get("TargetMode") != "External" and path not in parts:
                yield name, target
