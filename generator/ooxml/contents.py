"""The table of contents: a TOC field of the template, filled with entries for the document's
headings.

What Word makes of the field when it is updated is what stands here already, but for the page
numbers: those are known only to who lays the document out. Until then an entry has a dash, because
a wrong number looks as right as a right one (ECMA-376 part 1, 17.16.5.68).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from html import escape

from lxml import etree

from generator.ooxml import W, w
from generator.ooxml.styles import Styles
from generator.ooxml.text import style, text

UNKNOWN = "–"
"""What stands for a page that is not known."""
_PREFIX = "_Toc"
_CODE = re.compile(r"\s*TOC\b")
_LETTER = 112
"""The width of a letter of a label, in twips: a little more than half of 10.5 points."""
_FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


def fill(
    root: etree._Element, styles: Styles, numbering: etree._Element | None, levels: int, first: int
) -> int:
    """Fill each TOC field with the headings below it, to a depth of `levels`; the next free number
    of a bookmark, of which `first` is one.
    """
    for paragraph in [p for p in root.iter(w("p")) if _CODE.match(_code(p))]:
        after = list(paragraph.itersiblings(w("p")))
        headings = [p for p in after if 0 < styles.level(style(p)) <= levels]
        labels = list(_labels(headings, styles, numbering))
        entries = []
        for heading, label, name in zip(headings, labels, _names(headings), strict=True):
            entries.append(_entry(heading, label, styles, name))
            _mark(heading, name, first)
            first += 1
        code = (
            f'<w:r><w:instrText xml:space="preserve"> TOC \\o "1-{levels}" \\h '
            "\\z \\u </w:instrText></w:r>"
        )
        begin = _FIELD.format("begin") + code + _FIELD.format("separate")
        for number, entry in enumerate(entries):
            opened = begin if number == 0 else ""
            closed = _FIELD.format("end") if number == len(entries) - 1 else ""
            paragraph.addprevious(_made(entry.format(begin=opened, end=closed)))
        parent = paragraph.getparent()
        if entries and parent is not None:
            parent.remove(paragraph)
    return first


def number_pages(root: etree._Element, pages: Mapping[str, int]) -> bool:
    """Give each entry the number of the page where its heading lies; False where each has it."""
    is_changed = False
    for link in root.iter(w("hyperlink")):
        page, texts = pages.get(link.get(w("anchor"), "")), list(link.iter(w("t")))
        if page is not None and texts[-1].text != str(page):
            texts[-1].text = str(page)
            is_changed = True
    return is_changed


def number_as(old: etree._Element, new: etree._Element) -> None:
    """Give the entries of an older document the numbers and pages that a newer one tells of the
    same headings: Word makes them anew in any case, so they are no change.
    """
    told = {link.get(w("anchor")): list(link.iter(w("t"))) for link in _entries(new)}
    for link in _entries(old):
        own = list(link.iter(w("t")))
        others = told.get(link.get(w("anchor")), [])
        # Otherwise one has a number and the other none.
        if len(own) == len(others) and own[-2].text == others[-2].text:
            for mine, other in zip(own, others, strict=True):
                mine.text = other.text


def take_opening(old: etree._Element, new: etree._Element) -> list[etree._Element]:
    """Take the runs that open the field from two documents, and hand over the newer's; nothing is
    taken where they are not the same.
    """
    one, other = _opening(old), _opening(new)
    if list(map(etree.tostring, one)) != list(map(etree.tostring, other)):
        return []
    for run in (*one, *other):
        if (parent := run.getparent()) is not None:
            parent.remove(run)
    return other


def give_opening(root: etree._Element, opening: Iterable[etree._Element]) -> None:
    """Open the field before its first entry, whether that stays, comes or goes."""
    first = next(_entries(root), None)
    if first is not None:
        for run in opening:
            first.addprevious(run)


def _opening(root: etree._Element) -> list[etree._Element]:
    first = next(_entries(root), None)
    return list(first.itersiblings(w("r"), preceding=True))[::-1] if first is not None else []


def _entries(root: etree._Element) -> Iterator[etree._Element]:
    """The links of a table of contents: each shows some words and a page."""
    for link in root.iter(w("hyperlink")):
        shown = list(link.iter(w("t"), w("delText")))
        if link.get(w("anchor"), "").startswith(_PREFIX) and len(shown) > 1:
            yield link


def _names(headings: Iterable[etree._Element]) -> Iterator[str]:
    """A bookmark's name for each heading, after its words and not its place: one heading more or
    less leaves all others as they are in the next document.
    """
    taken: set[str] = set()
    for heading in headings:
        number = int(sha256(text(heading).encode()).hexdigest()[:8], 16)
        while (name := f"{_PREFIX}{number % 10**9:09}") in taken:
            number += 1
        taken.add(name)
        yield name


def _code(paragraph: etree._Element) -> str:
    return "".join(code.text or "" for code in paragraph.iter(w("instrText")))


def _entry(heading: etree._Element, label: str, styles: Styles, name: str) -> str:
    """An entry as XML, with places for the ends of the field."""
    identifier = styles.id_of(f"toc {styles.level(style(heading))}")
    tab = "<w:r><w:tab/></w:r>"
    title = escape(text(heading), quote=False).replace("{", "{{").replace("}", "}}")
    number = f"<w:r><w:t>{label}</w:t></w:r>{tab}" if label else ""
    page = (
        f'{_FIELD.format("begin")}<w:r><w:instrText xml:space="preserve"> PAGEREF '
        f"{name} \\h </w:instrText></w:r>"
    )
    page += f"{_FIELD.format('separate')}<w:r><w:t>{UNKNOWN}</w:t></w:r>{_FIELD.format('end')}"
    stops = _cleared(styles.tab_stops(identifier), label)
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{identifier}"/>{stops}</w:pPr>{{begin}}'
        f'<w:hyperlink w:anchor="{name}" w:history="1">{number}'
        f'<w:r><w:t xml:space="preserve">{title}</w:t></w:r>{tab}{page}</w:hyperlink>{{end}}</w:p>'
    )


def _cleared(stops: list[int], label: str) -> str:
    """What clears the stops at which a short heading would end, as XML: its page stands at the last
    stop, and only a label of its width ('1.', 'Bilaga 1') stops before that.
    """
    before = stops[:-1]
    if label:
        before = [stop for stop in before if stop > _LETTER * len(label)][1:]
    tabs = "".join(f'<w:tab w:val="clear" w:pos="{stop}"/>' for stop in before)
    return f"<w:tabs>{tabs}</w:tabs>" if tabs else ""


def _made(xml: str) -> etree._Element:
    return etree.fromstring(f'<x xmlns:w="{W}">{xml}</x>')[0]


def _mark(heading: etree._Element, name: str, number: int) -> None:
    """Put a bookmark around all that a heading shows."""
    properties = heading.find(w("pPr"))
    place = 0 if properties is None else 1
    heading.insert(
        place, etree.Element(w("bookmarkStart"), {w("id"): str(number), w("name"): name})
    )
    heading.append(etree.Element(w("bookmarkEnd"), {w("id"): str(number)}))


def _labels(
    headings: list[etree._Element], styles: Styles, numbering: etree._Element | None
) -> Iterator[str]:
    """The number that each heading's style gives it: '1.', 'Bilaga 1', or '' for none."""
    count: Counter[str] = Counter()
    for heading in headings:
        number, _ = styles.numbering(style(heading))
        pattern = _pattern(number, numbering) if number else ""
        count[number] += 1
        yield pattern.replace("%1", str(count[number]))


def _pattern(number: str, numbering: etree._Element | None) -> str:
    """How a numbering writes its first level, such as '%1.'."""
    if numbering is None:
        return ""
    names = {"w": W}
    abstract = numbering.find(f"w:num[@w:numId='{number}']/w:abstractNumId", names)
    which = abstract.get(w("val"), "") if abstract is not None else ""
    found = numbering.find(
        f"w:abstractNum[@w:abstractNumId='{which}']/w:lvl[@w:ilvl='0']/w:lvlText", names
    )
    return found.get(w("val"), "") if found is not None else ""
