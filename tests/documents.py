"""Made-up Word documents, and changed copies of them: headings, lists, links, fields, tables,
breaks, headers; for redlines."""

import random
import re
from html import escape

from generator import files
from generator.ooxml import package

WORDS = [
    "kommunen",
    "Södertörn",
    "samverkar",
    "varje",
    "år",
    "med",
    "åtta",
    "grannar",
    "för",
    "att",
    "höja",
    "nivån",
    "på",
    "utbildning",
    "och",
    "klimat",
    "bl.",
    "a",
    "2018",
    "945",
    "000",
    "–",
    "”mål”",
]
STYLES = ["", "Heading1", "Heading2", "ListBullet", "Quote"]
LOOKS = [
    "",
    "<w:b/>",
    "<w:i/>",
    '<w:rStyle w:val="Strong"/>',
    '<w:highlight w:val="yellow"/>',
    '<w:lang w:val="en-GB"/>',
]
W, R = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
)


class Maker:
    """Makes documents of one seed. A document is a list of blocks: ("p", style, [(look, kind,
    text)]) and ("table", [[cell]])."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice

    def blocks(self, most: int, depth: int = 0) -> list:
        made = [self.block(depth) for _ in range(self._dice.randint(0, most))]
        return [*made, self.paragraph()]

    def block(self, depth: int) -> tuple:
        return self.table(depth) if depth < 2 and self._dice.random() < 0.2 else self.paragraph()

    def paragraph(self) -> tuple:
        return (
            "p",
            self._dice.choice(STYLES),
            [self.run() for _ in range(self._dice.choice([0, 1, 1, 2, 3, 4]))],
        )

    def run(self) -> tuple:
        kind = self._dice.choices(
            ["text", "link", "field", "break", "tab", "bookmark"], [12, 2, 1, 1, 1, 2]
        )[0]
        words = " ".join(self._dice.choices(WORDS, k=self._dice.randint(1, 9)))
        return (self._dice.choice(LOOKS), kind, words + self._dice.choice(["", " ", ". "]))

    def table(self, depth: int) -> tuple:
        columns = self._dice.randint(1, 3)
        return (
            "table",
            [
                [self.blocks(1, depth + 1) for _ in range(columns)]
                for _ in range(self._dice.randint(1, 4))
            ],
        )

    def changed(self, blocks: list, depth: int = 0) -> list:
        """A copy with some changes: words, looks, styles, blocks and rows that come, go or move,
        columns."""
        made = [
            self._changed_block(block, depth) if self._dice.random() < 0.4 else block
            for block in blocks
        ]
        for _ in range(self._dice.choice([0, 0, 1, 2, 3])):
            place = self._dice.randrange(len(made) + 1)
            what = self._dice.random()
            if what < 0.4:
                made.insert(place, self.block(depth))
            elif what < 0.8 and len(made) > 1:
                made.pop(place - 1)
            elif len(made) > 1:
                made.insert(place - 1, made.pop(self._dice.randrange(len(made))))
        return made if made and made[-1][0] == "p" else [*made, self.paragraph()]

    def _changed_block(self, block: tuple, depth: int) -> tuple:
        if block[0] == "table":
            rows = [
                [
                    self.changed(cell, depth + 1) if self._dice.random() < 0.3 else cell
                    for cell in row
                ]
                for row in block[1]
            ]
            what = self._dice.random()
            if what < 0.3:
                rows.insert(
                    self._dice.randrange(len(rows) + 1),
                    [self.blocks(1, depth + 1) for _ in rows[0]],
                )
            elif what < 0.5 and len(rows) > 1:
                rows.pop(self._dice.randrange(len(rows)))
            elif what < 0.65:
                rows = [[*row, self.blocks(0, depth + 1)] for row in rows]
            elif what < 0.75 and len(rows[0]) > 1:
                rows = [row[1:] for row in rows]
            return ("table", rows)
        _, style, runs = block
        runs = [self._changed_run(run) if self._dice.random() < 0.4 else run for run in runs]
        if self._dice.random() < 0.2:
            runs.insert(self._dice.randrange(len(runs) + 1), self.run())
        if runs and self._dice.random() < 0.2:
            runs.pop(self._dice.randrange(len(runs)))
        return ("p", self._dice.choice(STYLES) if self._dice.random() < 0.15 else style, runs)

    def _changed_run(self, run: tuple) -> tuple:
        look, kind, text = run
        words = text.split(" ")
        what = self._dice.random()
        if what < 0.3:
            look = self._dice.choice(LOOKS)
        elif what < 0.6:
            words[self._dice.randrange(len(words))] = self._dice.choice(WORDS)
        elif what < 0.8:
            words.insert(self._dice.randrange(len(words) + 1), self._dice.choice(WORDS))
        elif len(words) > 1:
            words.pop(self._dice.randrange(len(words)))
        return (look, kind, " ".join(words))


def docx(blocks: list, header: str = "Huvud") -> bytes:
    """A document in the look of the real template."""
    parts = package.read(files.read(files.TEMPLATE))
    writer = _Writer()
    body = "".join(writer.block(block) for block in blocks)
    section = re.findall(
        r"<w:sectPr.*?</w:sectPr>", parts["word/document.xml"].decode(), re.DOTALL
    )[-1]
    frame = f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}{section}</w:body></w:document>'
    parts["word/document.xml"] = frame.encode()
    parts["word/header1.xml"] = re.sub(
        rb"\{\{.*?\}\}|\{%.*?%\}", b"", parts["word/header1.xml"]
    ).replace(b"</w:p>", f"<w:r><w:t>{escape(header)}</w:t></w:r></w:p>".encode())
    parts["word/footer1.xml"] = re.sub(rb"\{\{.*?\}\}|\{%.*?%\}", b"x", parts["word/footer1.xml"])
    package.add_hyperlinks(parts, "word/document.xml", writer.links)
    return package.write(parts)


class _Writer:
    def __init__(self) -> None:
        self.links: dict[str, str] = {}
        self._bookmarks = 0

    def block(self, block: tuple) -> str:
        if block[0] == "table":
            rows = "".join(
                f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(f'<w:tc>{self._cell(cell)}</w:tc>' for cell in row)}</w:tr>"
                for row in block[1]
            )
            grid = "<w:gridCol/>" * len(block[1][0])
            return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
        _, style, runs = block
        properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        return f"<w:p>{properties}{''.join(map(self._run, runs))}</w:p>"

    def _cell(self, blocks: list) -> str:
        return "".join(map(self.block, blocks))

    def _run(self, run: tuple) -> str:
        look, kind, text = run
        properties = f"<w:rPr>{look}</w:rPr>" if look else ""
        plain = (
            f'<w:r>{properties}<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'
        )
        if kind == "link":
            address = f"https://exempel.se/{len(text) % 3}"
            identifier = f"rIdL{len(self.links) + 1}"
            self.links[identifier] = address
            return f'<w:hyperlink r:id="{identifier}">{plain}</w:hyperlink>'
        if kind == "field":
            begin, separate, end = (
                f'<w:r><w:fldChar w:fldCharType="{part}"/></w:r>'
                for part in ("begin", "separate", "end")
            )
            return f'{begin}<w:r><w:instrText xml:space="preserve"> PAGEREF m{len(text)} </w:instrText></w:r>{separate}{plain}{end}'
        if kind == "bookmark":
            self._bookmarks += 1
            number = self._bookmarks
            return f'<w:bookmarkStart w:id="{number}" w:name="m{number}"/>{plain}<w:bookmarkEnd w:id="{number}"/>'
        inside = {"break": "<w:br/>", "tab": "<w:tab/>"}.get(kind, "")
        return plain.replace("<w:t ", f"{inside}<w:t ") if inside else plain


IDS = {
    "Heading1": "Rubrik1",
    "Heading2": "Rubrik2",
    "ListBullet": "Punktlista",
    "Strong": "Stark",
    "Quote": "Citat",
    "Normal": "Standard",
}
DRESS = {
    "tblPr": [
        '<w:tblW w:w="5000" w:type="pct"/>',
        '<w:jc w:val="center"/>',
        '<w:tblLayout w:type="fixed"/>',
    ],
    "trPr": ["<w:tblHeader/>", '<w:trHeight w:val="400"/>', '<w:jc w:val="left"/>'],
    "tcPr": [
        '<w:tcW w:w="1200" w:type="dxa"/>',
        '<w:shd w:val="clear" w:fill="DDEEFF"/>',
        '<w:vAlign w:val="bottom"/>',
    ],
    "sectPr": [
        '<w:pgMar w:top="900"/>',
        '<w:cols w:num="2"/>',
        "<w:titlePg/>",
        '<w:vAlign w:val="center"/>',
    ],
}
NOTES = ["Källa: SCB.", "Gäller inte Salem.", "Se bilagan."]


def dressed(document: bytes, dice: random.Random) -> bytes:
    """A document with properties of tables, rows, cells and sections, notes and numberings, and now
    and then ids as Swedish Word writes them."""
    parts = package.read(document)
    text = parts["word/document.xml"].decode()
    text = text.replace("<w:tc>", "<w:tc><w:tcPr></w:tcPr>")
    for name, properties in DRESS.items():
        text = re.sub(rf"<w:{name}/>", f"<w:{name}></w:{name}>", text)
        text = re.sub(
            rf"(<w:{name}(?: [^>]*)?>)(.*?)(</w:{name}>)",
            lambda match, some=properties: (
                match[1] + _without(match[2], _some(some, dice)) + match[3]
            ),
            text,
            flags=re.DOTALL,
        )
    first = dice.randrange(3, 9)
    notes: list[str] = []

    def noted(match: re.Match[str]) -> str:
        if dice.random() > 0.15:
            return match[0]
        notes.append(dice.choice(NOTES))
        return f'<w:r><w:footnoteReference w:id="{first + len(notes)}"/></w:r></w:p>'

    text = re.sub("</w:p>", noted, text)
    own = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:footnote>'
        for number, words in enumerate(notes, first + 1)
    )
    if notes:
        parts["word/footnotes.xml"] = f'<w:footnotes xmlns:w="{W}">{own}</w:footnotes>'.encode()
        package.declare(
            parts,
            "word/footnotes.xml",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        )
        package.relate(parts, "word/document.xml", "footnotes", "footnotes.xml", "rIdNoter")
    if dice.random() < 0.5:
        text = _listed(text, parts, dice)
    parts["word/document.xml"] = text.encode()
    if dice.random() < 0.4:
        _swedish(parts)
    return package.write(parts)


def _without(known: str, more: str) -> str:
    """Properties, some of which are given anew."""
    for name in re.findall(r"<w:(\w+)", more):
        known = re.sub(rf"<w:{name}(?: [^>]*)?/>", "", known)
    return known + more


def _some(properties: list[str], dice: random.Random) -> str:
    return "".join(one for one in properties if dice.random() < 0.3)


def _listed(text: str, parts: dict[str, bytes], dice: random.Random) -> str:
    """Some paragraphs as items of a list of the document's own, under any number."""
    number = dice.randrange(40, 60)
    sign = dice.choice(["%1.", "%1)"])
    numbering = parts["word/numbering.xml"].decode()
    level = f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{sign}"/></w:lvl>'
    abstract = f'<w:abstractNum w:abstractNumId="{number}"><w:nsid w:val="{number:08X}"/>{level}</w:abstractNum>'
    own = f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
    numbering = numbering.replace("<w:num ", f"{abstract}<w:num ", 1).replace(
        "</w:numbering>", f"{own}</w:numbering>"
    )
    parts["word/numbering.xml"] = numbering.encode()
    item = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
    return re.sub(
        r"(?<!</w:numPr>)</w:pPr>", lambda match: item if dice.random() < 0.3 else match[0], text
    )


def _swedish(parts: dict[str, bytes]) -> None:
    """Style ids after the Swedish names, as Swedish Word saves them; the names stay English."""
    for name, content in parts.items():
        if name.startswith("word/") and name.endswith(".xml"):
            parts[name] = re.sub(
                rb'(w:styleId|<w:(?:pStyle|rStyle|tblStyle|basedOn|next|link) w:val)="(\w+)"',
                lambda match: (
                    match[1] + b'="' + IDS.get(match[2].decode(), match[2].decode()).encode() + b'"'
                ),
                content,
            )
