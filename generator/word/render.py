"""Template bytes + Context -> docx bytes. The template's tags are docxtpl's; the bytes depend on
the input alone.

docxtpl's own `render` rewrites `{_{` and line breaks in the data and passes through python-docx
twice; here its reading of the tags (`patch_xml`) is used on the parts of the package directly, so
that what was typed is what is shown.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import count, groupby
from typing import Any

from jinja2 import DictLoader
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from markupsafe import Markup
from msgspec import Struct, field

from generator.context import Context, Heading, Inline, Piece, Text, leaves
from generator.findings import Pointer
from generator.ooxml import (
    anchors,
    bars,
    contents,
    footnotes,
    numbering,
    package,
    pictures,
    properties,
    runs,
    tables,
    w,
)
from generator.ooxml.styles import Styles
from generator.templating import COMPLAINTS, Shelf, UnusableTemplateError, environment
from generator.values import Picture
from generator.word import template as word
from generator.word.provenance import Trace
from generator.word.template import DOCUMENT, LINK, LOOKS

_TWIPS = 56.7
"""Twentieths of a point on a millimetre."""
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_SETTINGS = "word/settings.xml"
_NUMBERING = "word/numbering.xml"
_PROTECTION = ("writeProtection", "documentProtection")
_OF_THE_TEMPLATE = frozenset(map(w, (*_PROTECTION, "trackRevisions", "updateFields", "rsids")))
_LANGUAGES = {"en": "en-GB"}


def render(
    template: bytes, context: Context, shelf: Shelf | None = None, trace: Trace | None = None
) -> bytes:
    """Fill the template; `shelf` spares reading its tags anew; with a `trace` each value is
    anchored to its place in the plan. Raises UnusableTemplateError for a template that is damaged
    or asks for what the Context lacks.
    """
    prepared = word.prepared(template)
    parts = dict(prepared.parts)
    links: dict[str, str] = {}
    styles = footnotes.styled(parts) if _has_notes(context) else word.styles(parts)
    media = _Media(prepared.width / _TWIPS)
    notes = Notes(footnotes.first_free(parts))

    def finalize(value: Any) -> Any:
        if isinstance(value, Picture):
            return Markup(media.shown(value, trace))
        return _finalize(value, links, styles, trace, notes)

    shelf = shelf or Shelf()
    filling = environment(finalize, shelf)
    first = 1
    known = _columns_by_head(context)
    for name, xml in prepared.filled.items():
        root = _fill(name, shelf.text(xml, word.as_jinja), context, filling)
        first = anchors.place(root, first)
        numbering.place(root, parts, styles)
        # After the anchors: their marks stand among the texts by which a table's columns are found.
        tables.fit(root, known)
        tables.air(root, styles)
        if name == DOCUMENT:
            bars.draw(root, styles, list(_lengths(context["kapitel"])))
            first = _fill_contents(root, parts, styles, context, first)
        parts[name] = package.written(root)
    package.add_hyperlinks(parts, DOCUMENT, _by_id(links))
    media.add_to(parts)
    if notes.words:
        _add_notes(parts, notes, styles, first)
    _number_pictures(parts)
    _open_plainly(parts)
    if trace:
        trace.add_to(parts)
    parts[properties.PART] = _properties(context)
    return package.write(parts)


def _has_notes(context: Context) -> bool:
    return any(leaf.notes for leaf in leaves(context) if isinstance(leaf, Inline))


def _fill_contents(
    root: etree._Element, parts: Mapping[str, bytes], styles: Styles, context: Context, first: int
) -> int:
    """Fill the table of contents; its bookmarks are numbered from `first`. The next number."""
    listed = package.tree(parts[_NUMBERING]) if _NUMBERING in parts else None
    return contents.fill(root, styles, listed, context["innehållsnivåer"], first)


def _add_notes(parts: dict[str, bytes], notes: "Notes", styles: Styles, first: int) -> None:
    """Put the footnotes into their part; their anchors are numbered from `first`."""
    root = footnotes.add(parts, notes.words, notes.first, styles)
    anchors.place(root, first)
    parts[footnotes.PART] = package.written(root)
    package.add_hyperlinks(parts, footnotes.PART, _by_id(notes.links))


def _columns_by_head(context: Context) -> dict[tuple[str, ...], Iterator[tables.Columns]]:
    """The columns of each table, in the document's order, by the words of its head."""
    columns: dict[tuple[str, ...], list[tables.Columns]] = {}
    for head, some in _columns(context["kapitel"]):
        columns.setdefault(head, []).append(some)
    return {head: iter(some) for head, some in columns.items()}


class _Media(pictures.Media):
    """The pictures of a document whose text is so many millimetres wide (0: not known)."""

    def __init__(self, width: float) -> None:
        super().__init__()
        self._width = width

    def shown(self, picture: Picture, trace: Trace | None) -> str:
        """A picture as a run, anchored to its description in the plan; never wider than the
        text.
        """
        words, image = str(picture), picture.image
        if image is None:
            return ""
        width, height = picture.box.fit(image)
        scale = min(1.0, (self._width or width) / width)
        identifier = self.identifier(image.data, image.format)
        name = trace.name(picture.at, words, picture.block) if trace else ""
        return _between(name, pictures.run(identifier, words, width * scale, height * scale))


class Notes(Struct):
    """The footnotes that were printed: the number of the first, the runs of each, and the links in
    them, by address.
    """

    first: int
    words: list[str] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)


def _by_id(links: Mapping[str, str]) -> dict[str, str]:
    """Address by id, of id by address."""
    return {identifier: address for address, identifier in links.items()}


def _columns(value: Any) -> Iterator[tuple[tuple[str, ...], tables.Columns]]:
    """What each table of the Context asks for of its columns, with the texts of its first row."""
    if isinstance(value, dict) and "bredder" in value:
        head = tuple(map(_words, (value["huvud"]["först"], *value["huvud"]["celler"])))
        yield head, tables.Columns(value["bredder"], value.get("ställningar", []))
    for item in _items(value):
        yield from _columns(item)


def _lengths(value: Any) -> Iterator[int]:
    """The length of each bar of the Context, in thousandths of the longest."""
    if isinstance(value, dict) and "bredd" in value:
        yield value["bredd"]
    for item in _items(value):
        yield from _lengths(item)


def _items(value: Any) -> Iterable[Any]:
    """What a part of the Context holds."""
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _words(cell: Any) -> str:
    """What a cell shows; one of running text says more of itself than that."""
    return str(cell["innehåll"] if isinstance(cell, dict) else cell)


def _number_pictures(parts: dict[str, bytes]) -> None:
    """Give every picture of the pages a number of its own: a loop of the template repeats them."""
    numbers = count(1)
    for name in sorted(filter(package.is_shown, parts)):
        if b"docPr" in parts[name]:
            root = package.tree(parts[name])
            for picture in root.iter(_PICTURE):
                picture.set("id", str(next(numbers)))
            parts[name] = package.written(root)


def _open_plainly(parts: dict[str, bytes]) -> None:
    """Leave out settings that are for who edits the template: its protection, its sessions."""
    if _SETTINGS in parts:
        root = package.tree(parts[_SETTINGS])
        for setting in root.findall("*"):
            if setting.tag in _OF_THE_TEMPLATE:
                root.remove(setting)
        parts[_SETTINGS] = package.written(root)


def _fill(name: str, text: str, context: Context, filling: SandboxedEnvironment) -> etree._Element:
    """One part with its tags filled in, and markers where bookmarks are to stand."""
    filling.loader = DictLoader({name: text})
    try:
        return etree.fromstring(filling.get_template(name).render(context).encode())
    except COMPLAINTS as error:
        raise UnusableTemplateError(
            "Mallen kan inte fyllas i, fast kontrollen inte ser något fel i den. "
            "Ta tillbaka din senaste ändring i Word, eller jämför med docs/mall.md."
        ) from error


def _finalize(
    value: Any, links: dict[str, str], styles: Styles, trace: Trace | None, notes: Notes
) -> Any:
    """What Jinja prints for a value: runs for prose; a text marked where it is traced, referred to
    or open; else the value.
    """
    if isinstance(value, Inline):
        return Markup(_inline(value, links, styles, trace, notes))
    if not isinstance(value, Text):
        return value
    printed = anchors.highlighted(value) if value.open else value
    if isinstance(value, Heading) and value.bookmark:
        printed = anchors.mark(value.bookmark, printed)
    return (
        anchors.mark(trace.name(value.at, value), printed)
        if trace and value.at and value
        else printed
    )


def _inline(
    value: Inline, links: dict[str, str], styles: Styles, trace: Trace | None, notes: Notes
) -> str:
    """A paragraph of prose as runs; the footnotes that it refers to go to `notes`."""
    name = trace.name(value.at, str(value), value.block) if trace else ""
    by_address = groupby(value.pieces, lambda piece: piece.link)
    content = "".join(
        _stretch(list(pieces), value.at, links, styles, trace, notes) for _, pieces in by_address
    )
    return _item(value) + _between(name, content)


def _item(value: Inline) -> str:
    """The mark of an item of a list that counts for itself, or of a lower level."""
    if value.numbering is None:
        return ""
    place = json.dumps([value.at, value.numbering.list], ensure_ascii=False)
    name = escape(place) if value.numbering.first else ""
    return numbering.item(value.numbering.level, name, value.numbering.first)


def _stretch(
    pieces: list[Piece],
    own: Pointer,
    links: dict[str, str],
    styles: Styles,
    trace: Trace | None,
    notes: Notes,
) -> str:
    """Pieces that lead to the same address, as one link, or that lead nowhere; what is not the
    text's `own` is anchored to where it is written.
    """
    content = ""
    for at, same in groupby(pieces, lambda piece: piece.text.at):
        fact = list(same)
        name = (
            trace.name(at, "".join(piece.text for piece in fact), fact=True)
            if trace and at != own
            else ""
        )
        content += _between(name, "".join(_piece(piece, styles, trace, notes) for piece in fact))
    if not (address := pieces[0].link):
        return content
    identifier = links.setdefault(address, f"rIdLink{len(links) + 1}")
    return runs.hyperlink(identifier, "".join(piece.text for piece in pieces), content)


def _between(name: str, content: str) -> str:
    """Runs between the ends of a bookmark; as they are where there is none."""
    return anchors.opening(name) + content + anchors.closing(name) if name else content


def _piece(piece: Piece, styles: Styles, trace: Trace | None, notes: Notes) -> str:
    if piece.note is not None:
        notes.words.append(_inline(piece.note, notes.links, styles, trace, notes))
        return footnotes.reference(notes.first + len(notes.words) - 1, styles)
    if piece.page_of:
        return runs.page_reference(piece.page_of, piece.text)
    look = LINK if piece.link else LOOKS.get((piece.bold, piece.italic), "")
    properties = (
        runs.character_style(styles.id_of(look)) if look else "",
        runs.HIGHLIGHT if piece.text.open else "",
        runs.language(_LANGUAGES[piece.language]) if piece.language else "",
    )
    return runs.run(piece.text, "".join(properties))


def number_pages(docx: bytes, pages: Mapping[str, int]) -> bytes | None:
    """A document whose table of contents tells the page of each bookmark in `pages`; None where
    nothing in it is to be told otherwise than it is.
    """
    parts = package.read(docx)
    root = package.tree(parts[DOCUMENT])
    if not contents.number_pages(root, pages):
        return None
    parts[DOCUMENT] = package.written(root)
    return package.write(parts)


def _properties(context: Context) -> bytes:
    version, decision = context["version"], context["beslut"]
    number = f" {version['nummer']}" if version else ""
    draft = f"UTKAST{number}: " if context["utkast"] else ""
    day = decision["datum"] or (version["datum"] if version else "")
    return properties.core(
        title=f"{draft}{context['titel']} – {context['undertitel']}",
        subject=context["år"],
        creator=context["organisation"],
        language="sv-SE",
        when=day or f"{context['år']}-01-01",
        keywords=", ".join(
            f"{fact['namn']} {fact['värde']}"
            for fact in (*decision["fakta"], *decision["fakta_sist"])
        ),
    )
