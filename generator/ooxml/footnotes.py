"""Footnotes: their part of the package, with the lines that programs draw above them, and the
styles that Word knows for them (ECMA-376 part 1, 17.11).
"""

from collections.abc import Iterable
from itertools import count

from lxml import etree

from generator.ooxml import R, W, package, w
from generator.ooxml.runs import character_style, run
from generator.ooxml.styles import Styles

PART = "word/footnotes.xml"
_STYLES, _SETTINGS = "word/styles.xml", "word/settings.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_TEXT, _REFERENCE = "footnote text", "footnote reference"
_LINES = (("-1", "separator"), ("0", "continuationSeparator"))
_AS_WORD_HAS_THEM = {
    _TEXT: '<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="footnote text"/>{based}'
    '<w:uiPriority w:val="99"/><w:unhideWhenUsed/>'
    '<w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
    '<w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr></w:style>',
    _REFERENCE: '<w:style w:type="character" w:styleId="{id}"><w:name w:val="footnote reference"/>'
    '<w:uiPriority w:val="99"/><w:unhideWhenUsed/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>',
}
"""How Word shows notes where a template says nothing of it."""


def first_free(parts: dict[str, bytes]) -> int:
    """The number of the first note that is added to those of a package."""
    notes = package.tree(parts[PART]) if PART in parts else ()
    return max((int(note.get(w("id"), "0")) for note in notes), default=0) + 1


def styled(parts: dict[str, bytes]) -> Styles:
    """The styles of a package; those of notes are there, as Word has them where it had none."""
    root = package.tree(parts[_STYLES])
    styles = Styles(root)
    default = root.find(f"{w('style')}[@{w('type')}='paragraph'][@{w('default')}='1']")
    based = default.get(w("styleId"), "") if default is not None else ""
    taken = {style.get(w("styleId")) for style in root.iter(w("style"))}
    for name, form in _AS_WORD_HAS_THEM.items():
        if not styles.id_of(name):
            own = name.title().replace(" ", "")
            free = next(f"{own}{n or ''}" for n in count() if f"{own}{n or ''}" not in taken)
            inherits = f'<w:basedOn w:val="{based}"/>' if based else ""
            root.append(_element(form.format(id=free, based=inherits)))
    parts[_STYLES] = package.written(root)
    return Styles(root)


def reference(number: int, styles: Styles) -> str:
    """The run that refers to a note."""
    look = f"<w:rPr>{character_style(styles.id_of(_REFERENCE))}</w:rPr>"
    return f'<w:r>{look}<w:footnoteReference w:id="{number}"/></w:r>'


def add(
    parts: dict[str, bytes], notes: Iterable[str], first: int, styles: Styles
) -> etree._Element:
    """Put notes of some runs into a package, numbered from `first`; the root of their part, which
    is not written yet.
    """
    if PART in parts:
        root = package.tree(parts[PART])
    else:
        root = etree.Element(w("footnotes"), nsmap={"w": W})
        for number, line in _LINES:
            space = '<w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
            drawn = f"<w:p>{space}<w:r><w:{line}/></w:r></w:p>"
            root.append(
                _element(f'<w:footnote w:type="{line}" w:id="{number}">{drawn}</w:footnote>')
            )
        package.declare(parts, PART, _TYPE)
        package.relate(parts, package.DOCUMENT, "footnotes", "footnotes.xml", "rIdFotnoter")
        _name_lines(parts)
    kind, look = styles.id_of(_TEXT), character_style(styles.id_of(_REFERENCE))
    mark = f"<w:r><w:rPr>{look}</w:rPr><w:footnoteRef/></w:r>{run(' ')}"
    for place, words in enumerate(notes, first):
        paragraph = f'<w:p><w:pPr><w:pStyle w:val="{kind}"/></w:pPr>{mark}{words}</w:p>'
        root.append(_element(f'<w:footnote w:id="{place}">{paragraph}</w:footnote>'))
    return root


def _name_lines(parts: dict[str, bytes]) -> None:
    """Say in the settings which notes are the lines above the others."""
    if _SETTINGS not in parts:
        return
    root = package.tree(parts[_SETTINGS])
    named = "".join(f'<w:footnote w:id="{number}"/>' for number, _ in _LINES)
    places = [n for n, setting in enumerate(root) if setting.tag in (w("endnotePr"), w("compat"))]
    root.insert(
        places[0] if places else len(root), _element(f"<w:footnotePr>{named}</w:footnotePr>")
    )
    parts[_SETTINGS] = package.written(root)


def _element(xml: str) -> etree._Element:
    """An element of WordprocessingML, which may refer to relationships."""
    space = f'xmlns:w="{W}" xmlns:r="{R}"'
    return etree.fromstring(f"<x {space}>{xml}</x>")[0]
