"""A template as Word saves it, not as the generator writes it: the same pages, and Word's own
parts, ids and marks."""

import re
from collections.abc import Callable

from generator.ooxml import package

DOCUMENT, SETTINGS = "word/document.xml", "word/settings.xml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
IGNORED = f'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:w14="{W14}" mc:Ignorable="w14" '
IDS = {
    **{f"Heading{level}": f"Rubrik{level}" for level in range(1, 5)},
    "Title": "Rubrik",
    "Subtitle": "Underrubrik",
    "Quote": "Citat",
    "Caption": "Beskrivning",
    "ListBullet": "Punktlista",
    "Strong": "Stark",
    "Emphasis": "Betoning",
    "Hyperlink": "Hyperlnk",
    "Header": "Sidhuvud",
    "Footer": "Sidfot",
    "TableNormal": "Normaltabell",
    "NoList": "Ingenlista",
    "DefaultParagraphFont": "Standardstycketeckensnitt",
}
Parts = dict[str, bytes]


def add(
    parts: Parts,
    name: str,
    content: str,
    kind: str = "",
    owner: str = DOCUMENT,
    content_type: str = "",
) -> None:
    """A part more, with its type and the relationship to it."""
    kind = kind or name.rpartition("/")[2].partition(".")[0]
    parts[name] = content.encode()
    package.declare(parts, name, content_type or f"{WORD}.{kind}+xml")
    package.relate(parts, owner, kind, f"/{name}", f"rIdWord{len(parts)}")


def edit(parts: Parts, name: str, *changes: tuple[str, str]) -> None:
    """Replace each (old, new) the first time it stands in a part."""
    text = parts[name].decode()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    parts[name] = text.encode()


def notes(
    parts: Parts,
    spacing: str = '<w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>',
) -> None:
    """The lines between text and notes, which every document with a header has; without
    footnotes."""
    for kind in ("footnote", "endnote"):
        lines = "".join(
            f'<w:{kind} w:type="{line}" w:id="{number}"><w:p w:rsidR="00A10001">{spacing}<w:r><w:{line}/></w:r></w:p></w:{kind}>'
            for number, line in enumerate(("separator", "continuationSeparator"), -1)
        )
        notice = f'<w:{kind} w:type="continuationNotice" w:id="1"><w:p>{spacing}</w:p></w:{kind}>'
        add(parts, f"word/{kind}s.xml", f'<w:{kind}s xmlns:w="{W}">{lines}{notice}</w:{kind}s>')
        ids = "".join(f'<w:{kind} w:id="{number}"/>' for number in (-1, 0, 1))
        edit(parts, SETTINGS, ("<w:compat>", f"<w:{kind}Pr>{ids}</w:{kind}Pr><w:compat>"))


def notes_without_spacing(parts: Parts) -> None:
    notes(parts, "")


def swedish_ids(parts: Parts) -> None:
    """Ids of styles after their Swedish names; the names stay English."""
    pattern = re.compile(
        r'(w:styleId|<w:(?:pStyle|rStyle|tblStyle|basedOn|next|link) w:val)="(\w+)"'
    )
    for name in [name for name in parts if name.startswith("word/") and name.endswith(".xml")]:
        text = parts[name].decode()
        parts[name] = pattern.sub(lambda m: f'{m[1]}="{IDS.get(m[2], m[2])}"', text).encode()


def sessions(parts: Parts) -> None:
    """What Word notes of who wrote what when, and of spelling; runs that it has split."""
    text = parts[DOCUMENT].decode().replace("<w:document ", f"<w:document {IGNORED}", 1)
    numbers = iter(range(1, 100_000))
    text = re.sub(
        r"<w:p>", lambda _: f'<w:p w14:paraId="{next(numbers):08X}" w:rsidR="00C00001">', text
    )
    text = re.sub(
        r"<w:tr>",
        lambda _: (
            f'<w:tr w:rsidR="00E10001" w14:paraId="{next(numbers):08X}" w14:textId="77777777">'
        ),
        text,
    )
    text = text.replace("<w:r>", '<w:r w:rsidRPr="00D00001">')
    split = '</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:lang w:val="en-US"/></w:rPr><w:t>'
    text = re.sub(r"(>\{\{ |>\{%p )(\w)", rf"\1{split}\2", text)
    parts[DOCUMENT] = text.encode()
    edit(
        parts,
        SETTINGS,
        ("<w:defaultTabStop", '<w:proofState w:spelling="clean"/><w:defaultTabStop'),
    )
    edit(
        parts,
        SETTINGS,
        ("</w:compat>", '</w:compat><w:rsids><w:rsidRoot w:val="00A10001"/></w:rsids>'),
    )


def marks(parts: Parts) -> None:
    """Hidden bookmarks, page breaks as last laid out, editable ranges and controls, in a loop's row
    among other places."""
    hidden = (
        '<w:bookmarkStart w:id="{0}" w:name="{1}"/><w:permStart w:id="{0}" w:edGrp="everyone"/>'
    )
    opened, closed = (
        hidden.format(7, "_Hlk50212345"),
        '<w:permEnd w:id="7"/><w:bookmarkEnd w:id="7"/>',
    )
    cell = '<w:t xml:space="preserve">{{ rad.namn }}</w:t></w:r>'
    edit(
        parts, DOCUMENT, (f"<w:r>{cell}", f"{opened}<w:r><w:lastRenderedPageBreak/>{cell}{closed}")
    )
    edit(
        parts,
        DOCUMENT,
        (
            "<w:body>",
            '<w:body><w:bookmarkStart w:id="8" w:name="_GoBack"/><w:bookmarkEnd w:id="8"/>',
        ),
    )
    control = '<w:sdt><w:sdtPr><w:id w:val="99"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>'
    rows = re.findall(r"<w:tr>(?:(?!</?w:tr>).)*</w:tr>", parts[DOCUMENT].decode())
    row = next(row for row in rows if "{{ m.värd }}" in row)
    edit(parts, DOCUMENT, (row, control.format(row)))
    smart = '<w:smartTag w:uri="urn:x" w:element="date"><w:r>{}</w:r></w:smartTag>'
    year = '<w:t xml:space="preserve">{{ rad.år }}</w:t>'
    edit(parts, DOCUMENT, (f"<w:r>{year}</w:r>", smart.format(year)))


def conditional_looks(parts: Parts) -> None:
    """What Word says of rows and cells that a table's style sets off, and of scripts from right to
    left."""
    look = '<w:cnfStyle w:val="100000000000" w:firstRow="1"/>'
    edit(
        parts,
        DOCUMENT,
        ('<w:pStyle w:val="Tabellhuvud"/>', f'<w:pStyle w:val="Tabellhuvud"/>{look}'),
    )
    edit(parts, DOCUMENT, ("<w:cantSplit/>", f"{look}<w:cantSplit/>"))
    edit(
        parts,
        DOCUMENT,
        ('<w:t xml:space="preserve">{{ undertitel', "<w:rPr><w:bCs/></w:rPr><w:t>{{ undertitel"),
    )


def other_parts(parts: Parts) -> None:
    """An empty header of the first page, and what Word and an organization's programs keep beside
    the text."""
    style = '<w:pPr><w:pStyle w:val="Header"/></w:pPr>'
    add(parts, "word/header2.xml", f'<w:hdr xmlns:w="{W}"><w:p>{style}</w:p></w:hdr>', "header")
    reference = f'<w:headerReference w:type="first" r:id="rIdWord{len(parts)}"/>'
    edit(parts, DOCUMENT, ("<w:headerReference", f"{reference}<w:headerReference"))
    add(
        parts,
        "word/glossary/document.xml",
        f'<w:glossaryDocument xmlns:w="{W}"/>',
        "glossaryDocument",
    )
    add(parts, "word/webSettings.xml", f'<w:webSettings xmlns:w="{W}"/>')
    add(parts, "customXml/item1.xml", "<data/>", "customXml", content_type="application/xml")
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    label = (
        f'<Properties xmlns="{office}/custom-properties"><property name="MSIP_Label"/></Properties>'
    )
    kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    add(parts, "docProps/custom.xml", label, "custom-properties", "", kind)
    add(parts, "docProps/thumbnail.jpeg", "", "thumbnail", "", "image/jpeg")


def renamed(parts: Parts, names: dict[str, str]) -> None:
    """Other names for some parts, and their relationships led to them."""
    for name in [name for name in parts if name.startswith("word/_rels/")]:
        parts[name] = re.sub(rb'Target="(?!/|http)', b'Target="/word/', parts[name])
    for old, new in names.items():
        parts[new] = parts.pop(old)
        if (index := package.relationships_of(old)) in parts:
            parts[package.relationships_of(new)] = parts.pop(index)
        for name in [
            name for name in parts if name.endswith(".rels") or name == package.CONTENT_TYPES
        ]:
            text = parts[name].decode().replace(f'"/{old}"', f'"/{new}"')
            parts[name] = text.replace(f'"{old}"', f'"/{new}"').encode()


def named_otherwise(parts: Parts) -> None:
    """The document, the styles and the header under other names, as Word on the web has them."""
    names = ("word/document2.xml", "word/styles2.xml", "word/Header7.xml")
    renamed(parts, dict(zip((DOCUMENT, "word/styles.xml", "word/header1.xml"), names, strict=True)))


def as_a_template(parts: Parts) -> None:
    """Saved as a template (*.dotx), and renamed."""
    types = parts[package.CONTENT_TYPES].decode()
    parts[package.CONTENT_TYPES] = re.sub(
        r"document\.(macroEnabled\.)?main\+xml", r"template.\1main+xml", types
    ).encode()


WAYS: dict[str, tuple[Callable[[Parts], None], ...]] = {
    "as generated": (),
    "notes": (notes,),
    "notes without spacing": (notes_without_spacing,),
    "Swedish ids": (swedish_ids,),
    "sessions": (sessions,),
    "marks": (marks,),
    "conditional looks": (conditional_looks,),
    "other parts": (other_parts,),
    "named otherwise": (named_otherwise,),
    "as a template": (as_a_template,),
    "all": (
        marks,
        conditional_looks,
        sessions,
        notes,
        other_parts,
        swedish_ids,
        as_a_template,
        named_otherwise,
    ),
}
"""How a template may have been saved."""


def wordified(template: bytes, way: str) -> bytes:
    """The template saved in one of the WAYS."""
    parts = package.read(template)
    for change in WAYS[way]:
        change(parts)
    return package.write(parts)
