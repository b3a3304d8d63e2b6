"""The judge of tracked changes: what a reader sees when all are accepted, or all rejected. Shares
no code with the writer.

A document is read into plain values, never changed: a story is a list of ("p", properties, runs),
("table", properties, rows) and ("section", properties); a row is (properties, cells), a cell
(properties, blocks), and a run (properties, link, text), equal neighbours joined. Styles go by
name, numberings and notes by what they say. Bookmarks and comments do not count.
"""

import re
import zipfile
from collections.abc import Container, Iterator
from io import BytesIO

from lxml import etree

NS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
SIGNS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "\u2011", "softHyphen": ""}
UNSEEN = {
    "rPr",
    "pPr",
    "bookmarkStart",
    "bookmarkEnd",
    "commentRangeStart",
    "commentRangeEnd",
    "proofErr",
    "lastRenderedPageBreak",
}
REFERENCES = {
    "pStyle": "style",
    "rStyle": "style",
    "tblStyle": "style",
    "numId": "num",
    "footnoteReference": "footnote",
    "endnoteReference": "endnote",
}
TRACKED = ("ins", "del", "moveFrom", "moveTo")
ARROWS = {"F0E0": "→", "F0DF": "←"}
NOT_OWN = {
    *("rPr", "sectPr", "ins", "del", "moveFrom", "moveTo", "headerReference", "footerReference"),
    *(
        "pPrChange",
        "rPrChange",
        "tblPrChange",
        "tblGridChange",
        "trPrChange",
        "tcPrChange",
        "sectPrChange",
    ),
}


def stories(
    docx: bytes, mode: str = "accept", only: Container[tuple[str, int]] | None = None
) -> dict[str, list]:
    """Every story of a document, by part, as it is after 'accept' or 'reject' of all changes.

    With `only` the changes of some keys are accepted and all others rejected: a key is the part and
    the number among its ins, del, moveFrom and moveTo in document order.
    """
    with zipfile.ZipFile(BytesIO(docx)) as archive:
        names = archive.namelist()
        meant = _meanings({name: archive.read(name) for name in names})
        found = {}
        for name in names:
            base = name.removeprefix("word/")
            if base == "document.xml" or base.startswith(("header", "footer")):
                root = etree.fromstring(archive.read(name))
                relations = f"word/_rels/{base}.rels"
                links = {}
                if relations in names:
                    links = {
                        r.get("Id"): r.get("Target")
                        for r in etree.fromstring(archive.read(relations))
                    }
                tracked = enumerate(root.iter(*(f"{NS}{kind}" for kind in TRACKED)))
                keys = {change: (name, number) for number, change in tracked}
                body = root.find(f"{NS}body")
                found[base] = _Reader(mode, links, keys, only, meant).blocks(
                    root if body is None else body
                )
        return found


def texts(blocks: list) -> Iterator[str]:
    """What each paragraph of a story shows, fields by their results, in order."""
    for block in blocks:
        if block[0] == "table":
            yield from (
                text for _, cells in block[2] for _, inside in cells for text in texts(inside)
            )
        elif block[0] != "section":
            yield re.sub(
                r"<(?:begin|separate|end|code [^>]*)>", "", "".join(text for *_, text in block[2])
            )


def changes(docx: bytes) -> int:
    """How many tracked changes a document has."""
    with zipfile.ZipFile(BytesIO(docx)) as archive:
        return sum(
            1
            for name in archive.namelist()
            if name.startswith("word/") and name.endswith(".xml")
            for element in etree.fromstring(archive.read(name)).iter()
            if element.get(f"{NS}author") and not element.tag.endswith("}comment")
        )


def _meanings(parts: dict[str, bytes]) -> dict[tuple[str, str], str]:
    """What ids stand for: ('style', id) its name, ('num', id) how it numbers, ('footnote', id) its
    words."""
    found = {}
    for style in _all(parts, "styles", "style"):
        name = style.find(f"{NS}name")
        found["style", style.get(f"{NS}styleId")] = (
            name.get(f"{NS}val").casefold() if name is not None else ""
        )
    abstract = {}
    for numbering in _all(parts, "numbering", "abstractNum"):
        levels = [_plain(level) for level in numbering if _name(level) not in ("nsid", "tmpl")]
        abstract[numbering.get(f"{NS}abstractNumId")] = repr(levels)
    for num in _all(parts, "numbering", "num"):
        link = num.find(f"{NS}abstractNumId")
        own = [_plain(level) for level in num.findall(f"{NS}lvlOverride")]
        found["num", num.get(f"{NS}numId")] = f"{abstract.get(link.get(f'{NS}val'))}{own}"
    for kind in ("footnote", "endnote"):
        for note in _all(parts, f"{kind}s", kind):
            found[kind, note.get(f"{NS}id")] = "".join(
                node.text or "" for node in note.iter(f"{NS}t")
            )
    return found


def _all(parts: dict[str, bytes], part: str, name: str) -> Iterator:
    content = parts.get(f"word/{part}.xml")
    yield from etree.fromstring(content).iter(f"{NS}{name}") if content else ()


def dangling(docx: bytes) -> set[tuple[str, str]]:
    """The styles, numberings and notes that some content refers to and that are not there."""
    with zipfile.ZipFile(BytesIO(docx)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    meant = _meanings(parts)
    lost = set()
    for name, content in parts.items():
        if name.startswith("word/") and name.endswith(".xml"):
            for element in etree.fromstring(content).iter():
                reference = REFERENCES.get(_name(element)) if isinstance(element.tag, str) else None
                value = element.get(
                    f"{NS}{'id' if reference in ('footnote', 'endnote') else 'val'}"
                )
                if reference and value not in (None, "0") and (reference, value) not in meant:
                    lost.add((reference, value))
    return lost


def _name(element) -> str:
    return etree.QName(element).localname


class _Reader:
    def __init__(
        self,
        mode: str,
        links: dict[str, str],
        keys: dict,
        only: Container[tuple[str, int]] | None,
        meant: dict,
    ) -> None:
        self._meant = meant
        self._rejects = mode == "reject"
        self._links, self._keys, self._only = links, keys, only

    def _goes(self, change) -> bool:
        """True for a tracked change whose content is not there in the end."""
        if _name(change) not in TRACKED:
            return False
        is_accepted = (
            not self._rejects if self._only is None else self._keys.get(change) in self._only
        )
        return is_accepted == (_name(change) in ("del", "moveFrom"))

    def blocks(self, container) -> list:
        """The blocks of a body, header or cell; a paragraph whose mark goes is joined to the
        next."""
        seen: list = []
        carried: list = []
        for child in container:
            kind = _name(child)
            if kind == "p":
                runs = carried + self._content(child, "")
                if self._mark_goes(child):
                    carried = runs
                    continue
                seen.append(
                    ("p", self._properties(child.find(f"{NS}pPr"), "pPrChange"), _joined(runs))
                )
                carried = []
            elif kind == "tbl":
                if carried:
                    seen.append(("loose text", (), _joined(carried)))
                    carried = []
                rows = [
                    self._row(row) for row in child.findall(f"{NS}tr") if not self._row_goes(row)
                ]
                properties = (
                    self._properties(child.find(f"{NS}tblPr"), "tblPrChange"),
                    self._properties(child.find(f"{NS}tblGrid"), "tblGridChange"),
                )
                seen += [("table", properties, rows)] if rows else []
            elif kind == "sectPr":
                seen.append(("section", self._properties(child, "sectPrChange")))
            elif kind in ("sdt", "sdtContent", "customXml"):
                seen += self.blocks(child)
            elif kind not in UNSEEN and kind not in ("sectPr", "sdtPr", "tcPr"):
                seen.append(("p", (), [((), "", f"<{kind}>")]))
        return [*seen, ("loose text", (), _joined(carried))] if carried else seen

    def _row(self, row) -> tuple:
        cells = [
            (self._properties(cell.find(f"{NS}tcPr"), "tcPrChange"), self.blocks(cell))
            for cell in row.findall(f"{NS}tc")
        ]
        return self._properties(row.find(f"{NS}trPr"), "trPrChange"), cells

    def _mark_goes(self, paragraph) -> bool:
        marks = paragraph.find(f"{NS}pPr/{NS}rPr")
        return marks is not None and any(self._goes(mark) for mark in marks)

    def _row_goes(self, row) -> bool:
        marks = row.find(f"{NS}trPr")
        return marks is not None and any(self._goes(mark) for mark in marks)

    def _properties(self, properties, change: str) -> tuple:
        if properties is None:
            return ()
        former = properties.find(f"{NS}{change}")
        if self._rejects and former is not None:
            properties = former[0] if len(former) else ()
        plain = (
            self._resolved(_plain(child)) for child in properties if _name(child) not in NOT_OWN
        )
        return tuple(sorted(plain, key=repr))

    def _resolved(self, plain: tuple) -> tuple:
        """A property with what its ids stand for."""
        name, attributes, children = plain
        if name in REFERENCES:
            attributes = tuple(
                (key, self._meant.get((REFERENCES[name], value), value))
                for key, value in attributes
            )
        return name, attributes, tuple(self._resolved(child) for child in children)

    def _noted(self, node) -> str:
        """A reference to a note, with the note's words."""
        kind = REFERENCES.get(_name(node), "")
        return (
            f"<{kind} {self._meant.get((kind, node.get(f'{NS}id')))}>"
            if kind in ("footnote", "endnote")
            else ""
        )

    def _content(self, element, link: str) -> list:
        runs: list = []
        for child in element:
            kind = _name(child)
            if kind in UNSEEN or self._goes(child):
                continue
            if kind == "r":
                text = "".join(self._noted(node) or _sign(node) for node in child)
                runs += (
                    [(self._properties(child.find(f"{NS}rPr"), "rPrChange"), link, text)]
                    if text
                    else []
                )
            elif kind == "hyperlink":
                runs += self._content(
                    child, self._links.get(child.get(RID), "") or f"#{child.get(f'{NS}anchor')}"
                )
            else:
                runs += self._content(child, link)
        return runs


def _sign(node) -> str:
    kind = _name(node)
    if kind in ("t", "delText"):
        return node.text or ""
    if kind in ("instrText", "delInstrText"):
        return f"<code {node.text}>"
    if kind == "fldChar":
        return f"<{node.get(f'{NS}fldCharType')}>"
    if kind == "sym" and node.get(f"{NS}font") == "Wingdings" and node.get(f"{NS}char") in ARROWS:
        return ARROWS[node.get(f"{NS}char")]
    return "" if kind in UNSEEN or kind == "commentReference" else SIGNS.get(kind, f"<{kind}>")


def _plain(element) -> tuple:
    return (
        _name(element),
        tuple(sorted((str(k), str(v)) for k, v in element.attrib.items())),
        tuple(_plain(child) for child in element),
    )


def _joined(runs: list) -> list:
    seen: list = []
    for look, link, text in runs:
        if seen and seen[-1][:2] == (look, link):
            seen[-1] = (look, link, seen[-1][2] + text)
        else:
            seen.append((look, link, text))
    return seen


def telling(docx: bytes) -> set[tuple[str, int]]:
    """The changes of the body that insert or delete words, by key; not those inside one another,
    nor in a text box."""
    with zipfile.ZipFile(BytesIO(docx)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    found = set()
    for number, change in enumerate(root.iter(*(f"{NS}{kind}" for kind in TRACKED))):
        around = {_name(above) for above in change.iterancestors()}
        words = "".join(node.text or "" for node in change.iter(f"{NS}t", f"{NS}delText"))
        if words.strip() and not around & {*TRACKED, "txbxContent"}:
            found.add(("word/document.xml", number))
    return found
