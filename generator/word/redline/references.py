"""What the content of an older document refers to -> brought along into the newer one, or found
there.

Styles are the same when their names are, numberings and notes when their content is; whatever the
newer document lacks is added to it, under numbers and ids that are free (ECMA-376 part 1,
17.7.4.17, 17.9.15, 17.11.10).
"""

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from itertools import count

from lxml import etree

from generator.ooxml import W, anchors, package, w

_STYLES, _NUMBERING = "word/styles.xml", "word/numbering.xml"
_NAMES_STYLES = tuple(
    map(w, ["pStyle", "rStyle", "tblStyle", "basedOn", "next", "link", "styleLink", "numStyleLink"])
)
_VALUE, _ID = w("val"), w("id")
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_NOTES = (("footnotes", "footnote"), ("endnotes", "endnote"))
_OWN_NUMBERS = frozenset(map(w, ("nsid", "tmpl")))
"""What tells numberings of the same content apart."""

Element = etree._Element
Parts = Mapping[str, bytes]


def bring(after: dict[str, bytes], before: Parts, roots: Iterable[Element]) -> None:
    """Let the content `roots` of the package `before` stand in the package `after`: ids are changed
    in it, and what they stand for is added.
    """
    content = list(roots)
    noted = {kind: _tree(before, f"word/{kind}.xml") for kind, _ in _NOTES}
    content += [root for root in noted.values() if root is not None]
    numbering = _tree(before, _NUMBERING)
    added = _styles(after, before, [*content, *([numbering] if numbering is not None else [])])
    _numberings(after, numbering, [*content, *added])
    for kind, name in _NOTES:
        _notes(after, before, content, noted[kind], kind, name)
    if added:
        root = package.tree(after[_STYLES])
        root.extend(added)
        after[_STYLES] = package.written(root)


def _tree(parts: Parts, name: str) -> Element | None:
    return package.tree(parts[name]) if name in parts else None


def _replace(
    roots: Iterable[Element],
    tags: Iterable[str],
    known: Callable[[str], str],
    attribute: str = _VALUE,
) -> None:
    """Change what the elements of some names refer to."""
    names = tuple(tags)
    for root in roots:
        for element in root.iter(*names):
            element.set(attribute, known(element.get(attribute, "")))


def _styles(after: Parts, before: Parts, roots: list[Element]) -> list[Element]:
    """Name every style by its id in `after`; copies of those that are not there."""
    old, new = _tree(before, _STYLES), _tree(after, _STYLES)
    if old is None or new is None:
        return []
    known = {_name_of(style): style.get(w("styleId"), "") for style in new.iter(w("style"))}
    taken = set(known.values())
    ids: dict[str, str] = {}
    added = []
    for style in old.iter(w("style")):
        own = style.get(w("styleId"), "")
        found = known.get(_name_of(style))
        if found is None:
            found = (
                own
                if own not in taken
                else next(n for i in count(2) if (n := f"{own}{i}") not in taken)
            )
            taken.add(found)
            copy = deepcopy(style)
            copy.set(w("styleId"), found)
            copy.attrib.pop(w("default"), "")
            added.append(copy)
        ids[own] = found
    _replace([*roots, *added], _NAMES_STYLES, lambda own: ids.get(own, own))
    return added


def _name_of(style: Element) -> tuple[str, str]:
    """A style's kind and name; Word saves ids in its user's language, names in English."""
    name = style.find(w("name"))
    return style.get(w("type"), ""), (
        name.get(_VALUE, "") if name is not None else style.get(w("styleId"), "")
    ).casefold()


def _numberings(after: dict[str, bytes], old: Element | None, roots: list[Element]) -> None:
    """Give lists their numbering in `after`, by content."""
    used = {element.get(_VALUE, "") for root in roots for element in root.iter(w("numId"))} - {
        "",
        "0",
    }
    if not used:
        return
    new = _tree(after, _NUMBERING)
    root = new if new is not None else etree.Element(w("numbering"), nsmap={"w": W})
    there: dict[bytes, list[str]] = {}
    for num in root.iter(w("num")):
        there.setdefault(_content(num, root), []).append(num.get(w("numId"), ""))
    nums = {num.get(w("numId"), ""): num for num in (old.iter(w("num")) if old is not None else ())}
    ids: dict[str, str] = {}
    # Lists that count for themselves may look the same: the n:th stands for the n:th.
    for own in sorted(used & nums.keys(), key=lambda number: (len(number), number)):
        assert old is not None
        same = there.setdefault(_content(nums[own], old), [])
        ids[own] = same.pop(0) if same else _add_numbering(root, nums[own], old)
    # A list whose numbering was nowhere has none.
    _replace(roots, [w("numId")], lambda own: ids.get(own, "0"))
    if new is None and ids:
        package.declare(after, _NUMBERING, _TYPE.format("numbering"))
        package.relate(
            after, package.DOCUMENT, "numbering", "numbering.xml", "rIdTidigareNumrering"
        )
    if ids:
        after[_NUMBERING] = package.written(root)


def _abstract(num: Element, root: Element) -> Element | None:
    link = num.find(w("abstractNumId"))
    wanted = link.get(_VALUE) if link is not None else None
    return next(
        (a for a in root.iter(w("abstractNum")) if a.get(w("abstractNumId")) == wanted), None
    )


def _content(num: Element, root: Element) -> bytes:
    """What a numbering looks like, without the numbers that it is known by."""
    abstract = _abstract(num, root)
    levels = [
        child
        for child in (abstract if abstract is not None else ())
        if child.tag not in _OWN_NUMBERS
    ]
    overrides = num.findall(w("lvlOverride"))
    return b"".join(
        etree.tostring(part, method="c14n", exclusive=True, with_tail=False)
        for part in [*levels, *overrides]
    )


def _add_numbering(root: Element, num: Element, old: Element) -> str:
    """Add a numbering to those of a document; its new id."""
    abstract = _abstract(num, old)
    copy = deepcopy(num)
    number = _free(root, "num", "numId")
    copy.set(w("numId"), number)
    if abstract is not None:
        made = deepcopy(abstract)
        made.set(w("abstractNumId"), _free(root, "abstractNum", "abstractNumId"))
        for own in [child for child in made if child.tag in _OWN_NUMBERS]:
            made.remove(own)
        link = copy.find(w("abstractNumId"))
        assert link is not None
        link.set(_VALUE, made.get(w("abstractNumId"), ""))
        place = next((i for i, child in enumerate(root) if child.tag == w("num")), len(root))
        root.insert(place, made)
    last = max((i for i, child in enumerate(root) if child.tag == w("num")), default=len(root) - 1)
    root.insert(last + 1, copy)
    return number


def _free(root: Element, name: str, attribute: str) -> str:
    taken = {element.get(w(attribute)) for element in root.iter(w(name))}
    return next(str(number) for number in count(1) if str(number) not in taken)


def _notes(
    after: dict[str, bytes],
    before: Parts,
    roots: list[Element],
    old: Element | None,
    kind: str,
    name: str,
) -> None:
    """Give references to notes their notes in `after`, by content."""
    reference = w(f"{name}Reference")
    used = [element for root in roots for element in root.iter(reference)]
    if not used:
        return
    part = f"word/{kind}.xml"
    own = {
        note.get(_ID, ""): note for note in (old if old is not None else ()) if note.tag == w(name)
    }
    root = _tree(after, part)
    if root is None:
        root = _new_notes(after, part, kind, own.values())
    there = {
        _words(note): note.get(_ID, "")
        for note in root
        if note.get(w("type"), "normal") == "normal"
    }
    for element in used:
        note = own.get(element.get(_ID, ""))
        if note is None:
            # A reference without a note shows nothing.
            parent = element.getparent()
            assert parent is not None
            parent.remove(element)
            continue
        words = _words(note)
        if words not in there:
            copy = deepcopy(note)
            copy.set(_ID, _free(root, name, "id"))
            # Its bookmarks are of the older document, as those of all that is brought along.
            anchors.remove(copy, lambda name: True)
            package.bring_relationships(after, part, before, part, copy)
            root.append(copy)
            there[words] = copy.get(_ID, "")
        element.set(_ID, there[words])
    after[part] = package.written(root)


def _new_notes(after: dict[str, bytes], part: str, kind: str, notes: Iterable[Element]) -> Element:
    """A part for notes, where there is none: with the lines above notes, which come first."""
    root = etree.Element(w(kind), nsmap={"w": W})
    root.extend(deepcopy(note) for note in notes if note.get(w("type"), "normal") != "normal")
    package.declare(after, part, _TYPE.format(kind))
    package.relate(after, package.DOCUMENT, kind, f"{kind}.xml", f"rIdTidigare{kind}")
    return root


def _words(note: Element) -> bytes:
    """A note without its number, and without bookmarks: those of another year are others."""
    bare = deepcopy(note)
    anchors.remove(bare, lambda name: True)
    return b"".join(
        etree.tostring(child, method="c14n", exclusive=True, with_tail=False) for child in bare
    )
