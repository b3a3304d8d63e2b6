"""The styles of a document: what a style is called and what it inherits, as Word resolves it
(ECMA-376 part 1, 17.7).
"""

from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from generator.ooxml import W, w

_DEFAULTS = f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}"
_NAMING = tuple(map(w, ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link", "numId")))


def missing(roots: Mapping[str, etree._Element]) -> Iterator[tuple[etree._Element, str]]:
    """Each element of some parts, by name, that names a style or a numbering (numId) that is not
    there; and what it names.
    """
    styles = _ids(roots.get("word/styles.xml"), "style", "styleId")
    numbers = {"0", *_ids(roots.get("word/numbering.xml"), "num", "numId")}
    for root in roots.values():
        for element in root.iter(*_NAMING):
            value = element.get(w("val"))
            if value is not None and value not in (
                numbers if element.tag == w("numId") else styles
            ):
                yield element, value


def _ids(root: etree._Element | None, element: str, attribute: str) -> set[str]:
    return (
        {found.get(w(attribute), "") for found in root.iter(w(element))}
        if root is not None
        else set()
    )


def _run_properties(properties: etree._Element | None) -> dict[str, str]:
    """Run properties by their names: {'b': '1', 'sz': '24'}."""
    found: dict[str, str] = {}
    if properties is None:
        return found
    for child in properties.iterchildren(f"{{{W}}}*"):
        found.setdefault(etree.QName(child).localname, child.get(w("val"), "1"))
    return found


def _name(style: etree._Element) -> str:
    name = style.find(w("name"))
    return name.get(w("val"), "") if name is not None else ""


class Styles:
    """The styles part, asked by style id."""

    def __init__(self, root: etree._Element) -> None:
        self.looks: dict[tuple[str, str], str] = {}
        """In words, of text of a character style and a paragraph style, as it was asked for."""
        self._styles = {style.get(w("styleId"), ""): style for style in root.findall(w("style"))}
        self._chains: dict[str, list[etree._Element]] = {}
        self._looks: dict[str, dict[str, str]] = {}
        self._found: dict[tuple[str, str], etree._Element | None] = {}
        self._names = {identifier: _name(style) for identifier, style in self._styles.items()}
        self._ids = {name.casefold(): identifier for identifier, name in self._names.items()}
        self._levels: dict[str, int] = {}
        self._defaults = _run_properties(root.find(_DEFAULTS))

    def id_of(self, name: str) -> str:
        """The id of the style of a name, such as 'Strong'; '' for none. Word saves ids in its
        user's language, names in English.
        """
        return self._ids.get(name.casefold(), "")

    def name(self, identifier: str) -> str:
        """The style's name, such as 'heading 1'; '' for none."""
        return self._names.get(identifier, "")

    def level(self, identifier: str) -> int:
        """The heading level that a paragraph style gives, 1 to 9; 0 for text."""
        # Asked of every paragraph.
        if identifier not in self._levels:
            found = self._inherited(identifier, f"{w('pPr')}/{w('outlineLvl')}")
            outline = int(found.get(w("val"), "9")) if found is not None else 9
            self._levels[identifier] = outline + 1 if outline < 9 else 0
        return self._levels[identifier]

    def is_numbered(self, identifier: str) -> bool:
        """True if a paragraph style makes its paragraphs items of a list."""
        return self._inherited(identifier, f"{w('pPr')}/{w('numPr')}") is not None

    def numbering(self, identifier: str) -> tuple[str, str]:
        """The numbering that a paragraph style gives, and its level; '' for none."""
        found = (
            self._inherited(identifier, f"{w('pPr')}/{w('numPr')}/{w(name)}")
            for name in ("numId", "ilvl")
        )
        number, level = (one.get(w("val"), "") if one is not None else "" for one in found)
        return number, level

    def look(self, name: str, *styles: str) -> str | None:
        """The value of a run property such as 'color' or 'sz' in the first of some styles that has
        it, else the document's default.

        An element without value, such as <w:b/>, is '1'.
        """
        for style in styles:
            found = self._looks_of(style)
            if name in found:
                return found[name]
        return self._defaults.get(name)

    def _looks_of(self, identifier: str) -> dict[str, str]:
        """The run properties of a style, its own before those of the styles that it is based on."""
        if identifier not in self._looks:
            found: dict[str, str] = {}
            for style in reversed([*self._chain(identifier)]):
                found |= _run_properties(style.find(w("rPr")))
            self._looks[identifier] = found
        return self._looks[identifier]

    def tab_stops(self, identifier: str) -> list[int]:
        """Where the tab stops of a paragraph style stand, from left to right."""
        found = self._inherited(identifier, f"{w('pPr')}/{w('tabs')}")
        stops = found.iter(w("tab")) if found is not None else ()
        return sorted(int(stop.get(w("pos"), "0")) for stop in stops)

    def space_before(self, identifier: str) -> int:
        """The space above a paragraph of a style, in twips; each style may tell it by itself."""
        spacings = (style.find(f"{w('pPr')}/{w('spacing')}") for style in self._chain(identifier))
        told = (found.get(w("before")) for found in spacings if found is not None)
        return int(next((space for space in told if space is not None), "0"))

    def breaks_page(self, identifier: str) -> bool:
        """True if a paragraph style begins a new page."""
        found = self._inherited(identifier, f"{w('pPr')}/{w('pageBreakBefore')}")
        return found is not None and found.get(w("val"), "1") not in ("0", "false", "off")

    def fonts(self, identifier: str) -> etree._Element | None:
        """The fonts that a style names."""
        return self._inherited(identifier, f"{w('rPr')}/{w('rFonts')}")

    def _inherited(self, identifier: str, path: str) -> etree._Element | None:
        if (identifier, path) not in self._found:
            found = (style.find(path) for style in self._chain(identifier))
            self._found[identifier, path] = next(
                (element for element in found if element is not None), None
            )
        return self._found[identifier, path]

    def _chain(self, identifier: str) -> Iterable[etree._Element]:
        """A style and those it is based on, nearest first; a circle is walked once."""
        if identifier not in self._chains:
            chain: dict[str, etree._Element] = {}
            above = identifier
            while above in self._styles and above not in chain:
                chain[above] = self._styles[above]
                based = self._styles[above].find(w("basedOn"))
                above = based.get(w("val"), "") if based is not None else ""
            self._chains[identifier] = [*chain.values()]
        return self._chains[identifier]
