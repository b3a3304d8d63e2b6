"""The content of a paragraph, old and new -> runs with tracked changes, word by word."""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from itertools import groupby
from typing import Literal

from lxml import etree
from msgspec import Struct, field

from generator.ooxml import w
from generator.ooxml.revisions import Reviser, as_deleted

_WORD = re.compile(r"\w+|\s|[^\w\s]")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MARKS = frozenset(map(w, ("bookmarkStart", "bookmarkEnd")))
_MOST_MATCHES = 300_000
"""Pairs of equal words in two paragraphs that are compared one by one (some 500 words each); a
longer paragraph is replaced whole."""

State = Literal["equal", "look", "ins", "del"]


class Atom(Struct):
    """The least that can change: a word, a sign, a break or picture of a run, or a link or field as
    a whole.

    `text` is set for words; `look` are the run properties; `elements` are complete, without the
    properties for parts of a run;
    `marks` are the bookmarks that stand before it.
    """

    key: tuple[str, str]
    look: bytes
    properties: etree._Element | None
    elements: list[etree._Element]
    text: str | None = None
    is_run: bool = True
    marks: list[etree._Element] = field(default_factory=list)


def atoms(paragraph: etree._Element | None) -> tuple[list[Atom], list[etree._Element]]:
    """The atoms of a paragraph, and the bookmarks that stand after the last."""
    found: list[Atom] = []
    marks: list[etree._Element] = []
    group: list[etree._Element] = []
    depth = 0
    for child in paragraph if paragraph is not None else ():
        if child.tag == w("pPr"):
            continue
        begins = [field.get(w("fldCharType")) for field in child.iter(w("fldChar"))]
        if depth or begins:
            depth += begins.count("begin") - begins.count("end")
            group.append(child)
            made = [_whole(group)] if depth <= 0 else []
            group, depth = ([], 0) if made else (group, depth)
        elif child.tag in _MARKS:
            marks.append(child)
            continue
        else:
            made = list(_of_run(child)) if child.tag == w("r") else [_whole([child])]
        if made:
            made[0].marks, marks = marks, []
        found += made
    return found + ([_whole(group)] if group else []), marks


def _of_run(run: etree._Element) -> Iterator[Atom]:
    properties = run.find(w("rPr"))
    if properties is not None and not len(properties):
        properties = None
    look = canonical(properties)
    for node in run:
        if node.tag == w("t"):
            for word in _WORD.findall(node.text or ""):
                yield Atom(("word", word), look, properties, [], word)
        elif node.tag != w("rPr"):
            yield Atom(("part", canonical(node).decode()), look, properties, [node])


def _whole(elements: list[etree._Element]) -> Atom:
    """A link, a field or anything else that is not a run, as one."""
    key = b"".join(canonical(element) for element in elements if element.tag not in _MARKS)
    return Atom(("whole", key.decode()), b"", None, elements, is_run=False)


def canonical(element: etree._Element | None) -> bytes:
    """An element as bytes that are equal for equal content; bookmarks in it do not count."""
    if element is None:
        return b""
    if next(element.iter(*_MARKS), None) is not None:
        element = deepcopy(element)
        for mark in list(element.iter(*_MARKS)):
            if (parent := mark.getparent()) is not None:
                parent.remove(mark)
    content: bytes = etree.tostring(element, method="c14n", exclusive=True, with_tail=False)
    return content


def tracked(
    old: etree._Element | None, new: etree._Element | None, reviser: Reviser
) -> Iterator[etree._Element]:
    """The content of the new paragraph with its changes from the old one; either may be missing."""
    before, _ = atoms(old)
    after, closing = atoms(new)
    steps: list[tuple[State | Literal["mark"], Atom | etree._Element, bytes]] = []
    looks: dict[int, etree._Element | None] = {}
    for state, a, b in _steps(before, after):
        if b is not None:
            steps += [("mark", mark, b"") for mark in b.marks]
        atom = b if b is not None else a
        assert atom is not None
        former = a.look if state == "look" and a else b""
        if state == "look" and a:
            looks[id(atom)] = a.properties
        steps.append((state, atom, former))
    steps += [("mark", mark, b"") for mark in closing]
    for (state, former), group in groupby(steps, lambda step: (step[0], step[2])):
        del former
        members = [member for _, member, _ in group]
        if state == "mark":
            yield from (deepcopy(mark) for mark in members if not isinstance(mark, Atom))
        else:
            yield from _made(
                state, [atom for atom in members if isinstance(atom, Atom)], looks, reviser
            )


def _steps(
    old: Sequence[Atom], new: Sequence[Atom]
) -> Iterator[tuple[State, Atom | None, Atom | None]]:
    """Each atom as it is kept, shown otherwise, inserted or deleted; deletions go before
    insertions.
    """
    for kind, i, i_end, j, j_end in _changes(
        [atom.key for atom in old], [atom.key for atom in new]
    ):
        if kind == "equal":
            for a, b in zip(old[i:i_end], new[j:j_end], strict=True):
                yield ("equal" if a.look == b.look else "look"), a, b
        else:
            yield from (("del", a, None) for a in old[i:i_end])
            yield from (("ins", None, b) for b in new[j:j_end])


Change = tuple[str, int, int, int, int]


def _changes(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> list[Change]:
    """Difflib's opcodes; blanks and signs alone between two changes are changed with them, so that
    a rewritten phrase reads as one.
    """
    if old == new:
        return [("equal", 0, len(old), 0, len(new))]
    counted, other = Counter(old), Counter(new)
    if sum(number * other[key] for key, number in counted.items()) > _MOST_MATCHES:
        return [("replace", 0, len(old), 0, len(new))]
    found: list[Change] = []
    for kind, i, i_end, j, j_end in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        island = kind == "equal" and i and i_end < len(old) and j and j_end < len(new)
        plain = all(what == "word" and not re.match(r"\w", text) for what, text in old[i:i_end])
        change: Change = (
            "replace" if kind != "equal" or (island and plain) else "equal",
            i,
            i_end,
            j,
            j_end,
        )
        if found and found[-1][0] == change[0] == "replace":
            found[-1] = ("replace", found[-1][1], i_end, found[-1][3], j_end)
        else:
            found.append(change)
    return found


def _made(
    state: State, members: list[Atom], looks: dict[int, etree._Element | None], reviser: Reviser
) -> Iterator[etree._Element]:
    """Atoms of one state as elements, runs joined where they look the same."""
    for is_run, group in groupby(members, lambda atom: atom.is_run):
        stretch = list(group)
        if not is_run:
            yield from (made for atom in stretch for made in _whole_made(state, atom, reviser))
            continue
        runs = [
            _run(list(same), looks, state, reviser)
            for _, same in groupby(stretch, lambda atom: (atom.look, id(looks.get(id(atom)))))
        ]
        if state == "ins":
            yield reviser.change("ins", runs)
        elif state == "del":
            yield reviser.change("del", [as_deleted(run) for run in runs])
        else:
            yield from runs


def _run(
    same: list[Atom], looks: dict[int, etree._Element | None], state: State, reviser: Reviser
) -> etree._Element:
    """One run of neighbouring atoms that look the same."""
    run = etree.Element(w("r"))
    if same[0].properties is not None or state == "look":
        properties = (
            etree.SubElement(run, w("rPr"))
            if same[0].properties is None
            else deepcopy(same[0].properties)
        )
        if state == "look":
            for change in properties.findall(w("rPrChange")):
                properties.remove(change)
            properties.append(reviser.formerly("rPr", looks[id(same[0])]))
        run.append(properties)
    for is_text, group in groupby(same, lambda atom: atom.text is not None):
        if is_text:
            text = etree.SubElement(run, w("t"), {_SPACE: "preserve"})
            text.text = "".join(atom.text or "" for atom in group)
        else:
            run.extend(deepcopy(element) for atom in group for element in atom.elements)
    return run


def _whole_made(state: State, atom: Atom, reviser: Reviser) -> Iterable[etree._Element]:
    """A link or field as it is kept, inserted or deleted: the change stands around each of its
    runs.
    """
    if state == "equal" or state == "look":
        return [deepcopy(element) for element in atom.elements]
    made = [
        as_deleted(element) if state == "del" else deepcopy(element)
        for element in atom.elements
        if element.tag not in _MARKS
    ]
    marks = (
        [deepcopy(element) for element in atom.elements if element.tag in _MARKS]
        if state == "ins"
        else []
    )
    return [*marks, *_with_runs_changed(made, state, reviser)]


def _with_runs_changed(
    elements: list[etree._Element], state: State, reviser: Reviser
) -> Iterator[etree._Element]:
    for is_run, group in groupby(elements, lambda element: element.tag == w("r")):
        if is_run:
            yield reviser.change(state, list(group))
            continue
        for element in group:
            for run in list(element.iter(w("r"))):
                parent = run.getparent()
                assert parent is not None
                place = parent.index(run)
                parent.insert(place, reviser.change(state, [run]))
            yield element
