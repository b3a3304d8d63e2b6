"""A .docx as a mapping from part name to bytes; written the same way every time (ECMA-376 part 2)."""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO

from lxml import etree

from generator.ooxml import RELATIONSHIPS, R

CONTENT_TYPES = "[Content_Types].xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_SHOWN = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_HYPERLINK = f"{R}/hyperlink"


def read(data: bytes) -> dict[str, bytes]:
    """The parts of a package. Raises zipfile.BadZipFile for anything that is no zip."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}


def size(data: bytes) -> int:
    """How many bytes the parts of a package are. Raises as `read`."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return sum(info.file_size for info in archive.infolist())


def write(parts: Mapping[str, bytes]) -> bytes:
    """A package whose bytes depend on its parts alone: content types first, then sorted names, no clock."""
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


def relationships_of(name: str) -> str:
    """'word/document.xml' -> 'word/_rels/document.xml.rels'."""
    folder, base = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def add_hyperlinks(parts: dict[str, bytes], owner: str, targets: Mapping[str, str]) -> None:
    """Give the part `owner` an external hyperlink relationship for each id -> address in `targets`."""
    if not targets:
        return
    name = relationships_of(owner)
    root = etree.fromstring(parts[name])
    for identifier, address in targets.items():
        etree.SubElement(
            root, f"{{{RELATIONSHIPS}}}Relationship", Id=identifier, Type=_HYPERLINK, Target=address, TargetMode="External"
        )
    parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def relationship_ids(parts: Mapping[str, bytes], owner: str) -> set[str]:
    """The ids of the relationships that the part `owner` may use."""
    content = parts.get(relationships_of(owner))
    return {relation.get("Id", "") for relation in etree.fromstring(content)} if content else set()


def dangling(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """(relationship part, target) for every internal relationship whose target is not in the package."""
    for name, content in parts.items():
        if not name.endswith(".rels"):
            continue
        base = posixpath.dirname(posixpath.dirname(name))
        for relation in etree.fromstring(content):
            target = relation.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(base, target))
            if relation.get("TargetMode") != "External" and path not in parts:
                yield name, target
