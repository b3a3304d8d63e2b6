"""How the text of a document looks and what its tables are made of, by place in its base text.

It is kept with what is sent out, so that what came back can be laid beside it.
"""

from collections.abc import Iterator, Mapping

from lxml import etree
from msgspec import Struct
from msgspec.structs import asdict

from generator.ooxml import w
from generator.ooxml.revisions import INSERTED, Ours, is_ours
from generator.ooxml.styles import Styles

Place = tuple[int, int]
_VALUE, _SPAN = w("val"), w("gridSpan")
_LOOKS = {
    "b": "fet",
    "i": "kursiv",
    "u": "understruken",
    "strike": "genomstruken",
    "dstrike": "genomstruken",
    "vanish": "dold",
    "highlight": "färgmarkerad",
    "vertAlign": "upphöjd eller nedsänkt",
    "caps": "skriven med versaler",
    "smallCaps": "skriven med kapitäler",
}
_OF_A_RUN = frozenset((*_LOOKS, "shd"))
TOLD = "?"
"""The look of words whose look somebody changed with tracking."""
_OFF = frozenset(("0", "false", "none", "off", "baseline"))
_SHOWS = tuple(map(w, ("t", "delText", "sym", "drawing", "pict", "object", "fldChar")))
_MOST_DIGITS = 5
_MOST = 20_000
"""Rows of each list; a document has a hundredth of them."""
_NO_FILL = frozenset(("", "auto", "FFFFFF"))


class Table(Struct, frozen=True):
    """A table from one place to another: how many columns, empty rows and joined cells it has."""

    start: int
    end: int
    columns: int
    empty: int
    joined: int


class Appearance(Struct, frozen=True):
    """`looks` are (start, end, 'fet, kursiv'), of text that does not look plain; `styles` are
    (start, end, the style's name, whether it is an item of a list), of each paragraph; `computed`
    are the results of fields such as page numbers.
    """

    looks: tuple[tuple[int, int, str], ...] = ()
    styles: tuple[tuple[int, int, str, bool], ...] = ()
    tables: tuple[Table, ...] = ()
    computed: tuple[Place, ...] = ()


def as_data(appearance: Appearance) -> dict[str, object]:
    """The same as plain data."""
    return {
        "looks": appearance.looks,
        "styles": appearance.styles,
        "tables": [asdict(table) for table in appearance.tables],
        "computed": appearance.computed,
    }


def from_data(data: Mapping[str, list[object]]) -> Appearance:
    """An Appearance of plain data. Raises ValueError, TypeError and KeyError for what is none."""
    if any(len(rows) > _MOST for rows in data.values()):
        raise ValueError("too many rows")
    return Appearance(
        tuple((int(start), int(end), str(look)) for start, end, look in _rows(data["looks"])),
        tuple(
            (int(s), int(e), str(name), bool(item)) for s, e, name, item in _rows(data["styles"])
        ),
        tuple(Table(**_numbers(one)) for one in data["tables"]),
        tuple((int(start), int(end)) for start, end in _rows(data["computed"])),
    )


def _rows(rows: list[object]) -> Iterator[list[int]]:
    for row in rows:
        if not isinstance(row, list | tuple):
            raise TypeError(row)
        yield list(row)


def _numbers(table: object) -> dict[str, int]:
    if not isinstance(table, dict):
        raise TypeError(table)
    return {key: int(number) for key, number in table.items()}


def as_before(properties: etree._Element | None, ours: Ours) -> etree._Element | None:
    """Properties as they were before a tracked change of them that is not ours."""
    if properties is None:
        return None
    name = etree.QName(properties).localname
    change = properties.find(w(f"{name}Change"))
    if change is None or is_ours(change, ours):
        return properties
    return change.find(w(name))


def look(styles: Styles, properties: etree._Element | None, paragraph_style: str) -> str:
    """How a run of some properties looks in the end: 'fet, kursiv'; '' for plain."""
    children = properties if properties is not None else ()
    own = {etree.QName(child).localname: child for child in children if isinstance(child.tag, str)}
    named = own["rStyle"].get(_VALUE, "") if "rStyle" in own else ""
    if own.keys().isdisjoint(_OF_A_RUN):
        # Most runs look as their styles make them, and those are few.
        if (named, paragraph_style) not in styles.looks:
            styles.looks[named, paragraph_style] = _look(styles, {}, named, paragraph_style)
        return styles.looks[named, paragraph_style]
    return _look(styles, own, named, paragraph_style)


def _look(
    styles: Styles, own: Mapping[str, etree._Element], named: str, paragraph_style: str
) -> str:
    found = set()
    for name, word in _LOOKS.items():
        value = own[name].get(_VALUE, "1") if name in own else None
        if value is None:
            value = styles.look(name, named, paragraph_style)
        if value is not None and value not in _OFF:
            found.add(word)
    if "shd" in own and own["shd"].get(w("fill"), "") not in _NO_FILL:
        found.add(_LOOKS["highlight"])
    return ", ".join(sorted(found))


def style(styles: Styles, properties: etree._Element | None) -> tuple[str, bool]:
    """The name of a paragraph's style, and whether the paragraph is an item of a list."""
    named = properties.find(w("pStyle")) if properties is not None else None
    identifier = named.get(_VALUE, "") if named is not None else styles.id_of("normal")
    number = properties.find(f"{w('numPr')}/{w('numId')}") if properties is not None else None
    is_item = number.get(_VALUE) != "0" if number is not None else styles.is_numbered(identifier)
    return styles.name(identifier).casefold() or "normal", is_item


def table_of(table: etree._Element, place: Place, ours: Ours) -> Table:
    """What a table is made of, without rows and cells whose tracked insertion is not ours."""
    columns = empty = joined = 0
    for row in table.iterchildren(w("tr")):
        if _is_away(row, "trPr", "ins", "del", ours):
            continue
        every = row.iterchildren(w("tc"))
        cells = [cell for cell in every if not _is_away(cell, "tcPr", "cellIns", "cellDel", ours)]
        spans = [_span(cell) for cell in cells]
        columns = max(columns, sum(spans))
        merged = [cell.find(f"{w('tcPr')}/{w('vMerge')}") is not None for cell in cells]
        joined += sum(span > 1 or is_merged for span, is_merged in zip(spans, merged, strict=True))
        empty += not any(_shows(cell, ours) for cell in cells)
    return Table(*place, columns, empty, joined)


def _span(cell: etree._Element) -> int:
    """How many columns a cell takes."""
    span = cell.find(f"{w('tcPr')}/{_SPAN}")
    number = span.get(_VALUE, "") if span is not None else ""
    return int(number) if number.isdecimal() and len(number) < _MOST_DIGITS else 1


def _is_away(holder: etree._Element, properties: str, came: str, went: str, ours: Ours) -> bool:
    """True for a row or cell that somebody put in, or that we took away."""
    marks = holder.iterfind(f"{w(properties)}/*")
    return any(mark.tag == w(went if is_ours(mark, ours) else came) for mark in marks)


def _shows(cell: etree._Element, ours: Ours) -> bool:
    """True for a cell that showed anything before somebody's insertions."""
    for node in cell.iter(*_SHOWS):
        is_blank = node.tag in (w("t"), w("delText")) and not (node.text or "").strip()
        around = (above for above in node.iterancestors() if above.tag in INSERTED)
        if not is_blank and all(is_ours(above, ours) for above in around):
            return True
    return False
