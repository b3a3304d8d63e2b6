"""A package of any program -> the same with its parts where desktop Word puts them.

What a part is, its relationships say; its name is free (ECMA-376 part 2). Word on the web calls
the document word/document2.xml. Read through here, each part can be known by its name.
"""

import posixpath
from collections.abc import Collection, Iterator, Mapping
from itertools import count
from urllib.parse import unquote

from msgspec import Struct

from generator.ooxml import package

_STRICT = "http://purl.oclc.org/ooxml/"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OF_THE_PACKAGE = {
    "officeDocument": package.DOCUMENT,
    "core-properties": "docProps/core.xml",
    "custom-properties": "docProps/custom.xml",
}
_ONE_EACH = (
    "styles",
    "numbering",
    "settings",
    "footnotes",
    "endnotes",
    "comments",
    "commentsExtended",
)
_OF_THE_DOCUMENT = {kind: f"word/{kind}.xml" for kind in _ONE_EACH}
_ON_PAGES = ("header", "footer")


class Relationship(Struct, frozen=True):
    """From the part `owner` ('' is the package) to a part, or to an `external` address.

    `kind` is the end of its type's address, such as 'header'.
    """

    owner: str
    identifier: str
    kind: str
    target: str
    external: bool


def relationships(parts: Mapping[str, bytes], owner: str) -> Iterator[Relationship]:
    """The relationships of a part, in their order. Raises etree.XMLSyntaxError."""
    content = parts.get(package.relationships_of(owner))
    known = {name.lower(): name for name in parts}
    for entry in package.tree(content) if content else ():
        target, external = entry.get("Target", ""), entry.get("TargetMode") == "External"
        if not external:
            target = _part(target, owner, known)
        kind = entry.get("Type", "").rpartition("/")[2]
        yield Relationship(owner, entry.get("Id", ""), kind, target, external)


def _part(target: str, owner: str, known: Mapping[str, str]) -> str:
    """The part that a target leads to: names are the same in capitals and small letters."""
    name = posixpath.normpath(posixpath.join("/", posixpath.dirname(owner), target))[1:]
    return known.get(name.lower()) or known.get(unquote(name).lower()) or name


def is_strict(parts: Mapping[str, bytes]) -> bool:
    """True for Strict Open XML (ISO/IEC 29500-1), whose elements have other namespaces."""
    return _STRICT.encode() in parts.get(package.relationships_of(""), b"")


def canonical(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same package, each part under its usual name, and its document of a document's type.

    Without a document there is no package.DOCUMENT in it. Raises ValueError for a part whose name
    is a path out of the package, etree.XMLSyntaxError and KeyError for what is no package.
    """
    found = {_proven(name.replace("\\", "/")): content for name, content in parts.items()}
    names = _names(found)
    if any(old != new for old, new in names.items()):
        found = _renamed(found, names)
    if package.DOCUMENT in names.values():
        package.declare(found, package.DOCUMENT, _TYPE)
    else:
        found.pop(package.DOCUMENT, None)
    return found


def _proven(name: str) -> str:
    if name.startswith("/") or ":" in name or ".." in name.split("/"):
        raise ValueError(name)
    return name


def _names(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The usual name of each part that has one, and of those that stand in its place."""
    names: dict[str, str] = {}
    for relation in relationships(parts, ""):
        _give(names, relation, parts, _OF_THE_PACKAGE.get(relation.kind, ""))
    document = next((old for old, new in names.items() if new == package.DOCUMENT), None)
    for relation in relationships(parts, document) if document else ():
        _give(names, relation, parts, _OF_THE_DOCUMENT.get(relation.kind, ""))
        if relation.kind in _ON_PAGES and package.is_shown(relation.target):
            _give(names, relation, parts, relation.target)
    for relation in relationships(parts, document) if document else ():
        if relation.kind in _ON_PAGES:
            taken = {*names.values(), *parts}
            free = (f"word/{relation.kind}{number}.xml" for number in count(1))
            _give(names, relation, parts, next(name for name in free if name not in taken))
    given = set(names.values())
    displaced = [name for name in given if name in parts and name not in names]
    freed = [name for name in names if name not in given]
    return names | dict(zip(sorted(displaced), sorted(freed), strict=False))


def _give(
    names: dict[str, str],
    relation: Relationship,
    parts: Mapping[str, bytes],
    name: str,
) -> None:
    is_new = relation.target in parts and relation.target not in names
    if name and is_new and name not in names.values():
        names[relation.target] = name


def _renamed(parts: Mapping[str, bytes], names: Mapping[str, str]) -> dict[str, bytes]:
    """The package with new names for some parts, in its relationships and types as well."""
    made = {}
    for name, content in parts.items():
        if not name.endswith(".rels") and name != package.CONTENT_TYPES:
            made[names.get(name, name)] = content
            index = package.relationships_of(name)
            if index in parts:
                new = names.get(name, name)
                made[package.relationships_of(new)] = _pointed(parts, name, names)
    made[package.relationships_of("")] = _pointed(parts, "", names)
    types = package.tree(parts[package.CONTENT_TYPES])
    lowered = {f"/{old}".lower(): f"/{new}" for old, new in names.items()}
    for entry in types:
        if renamed := lowered.get(entry.get("PartName", "").lower()):
            entry.set("PartName", renamed)
    made[package.CONTENT_TYPES] = package.written(types)
    return made


def _pointed(parts: Mapping[str, bytes], owner: str, names: Mapping[str, str]) -> bytes:
    """The relationships of a part, led to the new names."""
    root = package.tree(parts[package.relationships_of(owner)])
    for entry, relation in zip(root, relationships(parts, owner), strict=True):
        if not relation.external:
            entry.set("Target", f"/{names.get(relation.target, relation.target)}")
    return package.written(root)


def without(parts: Mapping[str, bytes], kinds: Collection[str]) -> dict[str, bytes]:
    """The package without relationships of some kinds, and without what nothing leads to then."""
    made = {package.CONTENT_TYPES: parts[package.CONTENT_TYPES]}
    waiting = [""]
    while waiting:
        owner = waiting.pop()
        index = package.relationships_of(owner)
        if index not in parts:
            continue
        made[index] = parts[index]
        found = list(relationships(parts, owner))
        if any(relation.kind in kinds for relation in found):
            root = package.tree(parts[index])
            for entry, relation in zip(list(root), found, strict=True):
                if relation.kind in kinds:
                    root.remove(entry)
            made[index] = package.written(root)
        led = {one.target for one in found if not one.external and one.kind not in kinds}
        waiting += [name for name in led if name in parts and name not in made]
        made |= {name: parts[name] for name in led if name in parts}
    types = package.tree(made[package.CONTENT_TYPES])
    known = {f"/{name}".lower() for name in made}
    gone = [entry for entry in types if entry.get("PartName", "").lower() not in ("", *known)]
    for entry in gone:
        types.remove(entry)
    return {**made, package.CONTENT_TYPES: package.written(types)} if gone else made
