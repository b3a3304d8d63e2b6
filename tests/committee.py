"""Reviewers as they are: what Word, Word on the web and LibreOffice leave in a file, and all that
people do in it.

`Committee` makes every kind of edit; `PROGRAMS` save a document as a program does. `Made` tells
what was done, so that a test can ask what became of it.
"""

import random
import re
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree
from reviewers import SPACE, WORDS, Reviewer

from generator.ooxml import package, w

MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
TEXT_BOX = (
    f'<w:r xmlns:w="{w("")[1:-1]}" xmlns:mc="{COMPATIBILITY}" xmlns:wps="{SHAPE}"><mc:AlternateContent>'
    '<mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>Stryk kapitlet.</w:t></w:r></w:p>'
    "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r>"
    "<w:t>Stryk kapitlet.</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


@dataclass
class Made:
    """What a review holds: words that must be told whatever becomes of them, and how many
    paragraphs were changed without tracking."""

    told: list[str] = field(default_factory=list)
    untracked: int = 0


class Committee(Reviewer):
    """Several people at one document, one after the other."""

    def __init__(self, dice: random.Random, name: str, other: str) -> None:
        super().__init__(dice, name)
        self._names = (name, other)
        self.made = Made()

    def review(self, docx: bytes, edits: int, *, untracked: int = 0) -> bytes:
        parts = package.read(docx)
        root = etree.fromstring(parts["word/document.xml"])
        kinds = [
            self._replace_words,
            self._replace_words,
            self._nested,
            self._strange,
            self._strange,
            self._looks,
            self._move,
            self._row,
            self._cell,
            self._break,
            self._control,
            self._delete_paragraph,
            self._split,
            self._new_kind,
            self._new_kind,
            self._across,
        ]
        for _ in range(edits):
            self._name = self._dice.choice(self._names)
            inside = (w("txbxContent"),)
            paragraphs = [
                p
                for p in root.iter(w("p"))
                if self._plain_runs(p) and next(p.iterancestors(*inside), None) is None
            ]
            self._dice.choice(kinds)(self._dice.choice(paragraphs))
        for _ in range(untracked):
            self._overtype(root)
        self._add_note(parts, root)
        parts["word/document.xml"] = package.written(root)
        return package.write(parts)

    def _wrapped(self, run: etree._Element, kind: str = "ins") -> etree._Element:
        change = self._change(kind)
        change.append(run)
        return change

    def _beside(self, paragraph: etree._Element, element: etree._Element) -> None:
        """Put something after a run of a paragraph."""
        self._dice.choice(self._plain_runs(paragraph)).addnext(element)

    def _nested(self, paragraph: etree._Element) -> None:
        """One inserts, another writes inside it, or takes some of it away."""
        first, second = self._names
        run = self._dice.choice(self._plain_runs(paragraph))
        self._name = first
        outer = self._wrapped(self._run(run, " och i "))
        run.addnext(outer)
        self._name = second
        if self._dice.random() < 0.5:
            middle = self._wrapped(self._run(run, "hela "))
            outer.addnext(middle)
            self._name = first
            middle.addnext(self._wrapped(self._run(run, "länet")))
        else:
            outer.append(self._wrapped(self._run(run, "2020", "delText"), "del"))
            outer.addnext(self._wrapped(self._run(run, "2022")))

    def _strange(self, paragraph: etree._Element) -> None:
        """Something that is no text, inserted with tracking."""
        what = self._dice.choice(["box", "sym", "note", "formula", "field", "link", "picture"])
        run = etree.Element(w("r"))
        if what == "box":
            run = etree.fromstring(TEXT_BOX)
            self.made.told.append("Stryk kapitlet.")
        elif what == "sym":
            code = self._dice.choice(["F0E0", "F04D"])
            etree.SubElement(run, w("sym"), {w("font"): "Wingdings", w("char"): code})
        elif what == "note":
            etree.SubElement(run, w("footnoteReference"), {w("id"): "7"})
            self.made.told.append("Gäller inte Salem.")
        elif what == "formula":
            run = etree.Element(f"{{{MATH}}}oMath")
            inner = etree.SubElement(run, f"{{{MATH}}}r")
            etree.SubElement(inner, f"{{{MATH}}}t").text = "a=b"
            self.made.told.append("a=b")
        elif what == "picture":
            drawing = etree.SubElement(run, w("drawing"))
            etree.SubElement(drawing, "{urn:x}docPr", {"descr": "Karta över Södertörn"})
            self.made.told.append("Karta över Södertörn")
        elif what == "field":
            self._field(paragraph)
            return
        else:
            link = etree.Element(w("hyperlink"), {w("anchor"): "nere"})
            link.append(self._wrapped(self._run(self._plain_runs(paragraph)[0], "våra mål")))
            self._beside(paragraph, link)
            self.made.told.append("våra mål")
            return
        self._beside(paragraph, self._wrapped(run))

    def _field(self, paragraph: etree._Element) -> None:
        """A link as Word writes it with tracking on."""
        model = self._dice.choice(self._plain_runs(paragraph))
        for kind in ("end", "text", "separate", "code", "begin"):
            run = etree.Element(w("r"))
            if kind == "text":
                etree.SubElement(run, w("t")).text = "våra mål"
            elif kind == "code":
                code = ' HYPERLINK "https://www.exempel.se/mal" '
                etree.SubElement(run, w("instrText"), {SPACE: "preserve"}).text = code
            else:
                etree.SubElement(run, w("fldChar"), {w("fldCharType"): kind})
            model.addnext(self._wrapped(run))
        self.made.told.append("https://www.exempel.se/mal")

    def _looks(self, paragraph: etree._Element) -> None:
        """New words that are bold or underlined, or old ones made so."""
        run = self._dice.choice(self._plain_runs(paragraph))
        look = etree.Element(w(self._dice.choice("biu")), {w("val"): "single"})
        if self._dice.random() < 0.6:
            new = self._run(run, " viktigt")
            properties = new.find(w("rPr"))
            if properties is None:
                properties = etree.Element(w("rPr"))
                new.insert(0, properties)
            properties.append(look)
            if look.tag != w("u"):
                del look.attrib[w("val")]
            run.addnext(self._wrapped(new))
            return
        properties = run.find(w("rPr"))
        if properties is None:
            properties = etree.Element(w("rPr"))
            run.insert(0, properties)
        properties.append(look)
        change = self._change("rPrChange")
        etree.SubElement(change, w("rPr"))
        properties.append(change)

    def _move(self, paragraph: etree._Element) -> None:
        """Words moved to another place of the same paragraph."""
        runs = self._plain_runs(paragraph)
        run = self._dice.choice(runs)
        text = run.find(w("t")).text
        target = self._dice.choice(runs)
        target.addnext(self._wrapped(self._run(run, text), "moveTo"))
        source = self._change("moveFrom")
        run.addprevious(source)
        source.append(run)
        self.made.told.append(text.strip()[:20])

    def _row(self, paragraph: etree._Element) -> None:
        """A row of a table comes or goes: as Word marks it, or as LibreOffice does."""
        rows = [
            r
            for r in paragraph.getroottree().iter(w("tr"))
            if next(r.iter(w("ins"), w("moveTo")), None) is None
        ]
        if not rows:
            return
        row = self._dice.choice(rows)
        comes = self._dice.random() < 0.5
        if comes:
            copy = deepcopy(row)
            for mark in list(copy.iter(w("bookmarkStart"), w("bookmarkEnd"), w("ins"), w("del"))):
                mark.getparent().remove(mark)
            row.addnext(copy)
            row = copy
        properties = row.find(w("trPr"))
        if properties is None:
            properties = etree.Element(w("trPr"))
            row.insert(0, properties)
        kind = "ins" if comes else "del"
        properties.append(self._change(kind))
        with_marks = self._dice.random() < 0.5
        for inner in row.iter(w("p")):
            for run in inner.findall(w("r")):
                if comes and (text := run.find(w("t"))) is not None and text.text:
                    text.text = "Resor"
                change = self._change(kind)
                run.addprevious(change)
                change.append(run)
                for text in run.findall(w("t")) if not comes else ():
                    text.tag = w("delText")
            if with_marks:
                self._mark(inner, kind)

    def _cell(self, paragraph: etree._Element) -> None:
        cells = list(paragraph.getroottree().iter(w("tc")))
        if cells:
            properties = self._dice.choice(cells).find(w("tcPr"))
            if properties is not None and not properties.findall(w("cellDel")):
                properties.append(self._change(self._dice.choice(["cellDel", "tcPrChange"])))

    def _break(self, paragraph: etree._Element) -> None:
        run = etree.Element(w("r"))
        etree.SubElement(run, w("t")).text = "efter"
        sign = self._dice.choice(["br", "tab", "noBreakHyphen", "softHyphen"])
        etree.SubElement(run, w(sign))
        etree.SubElement(run, w("t")).text = "bruten"
        self._beside(paragraph, self._wrapped(run))

    def _control(self, paragraph: etree._Element) -> None:
        """An insertion inside a content control, which LibreOffice and Word both make."""
        control = etree.Element(w("sdt"))
        etree.SubElement(control, w("sdtPr"))
        content = etree.SubElement(control, w("sdtContent"))
        content.append(self._wrapped(self._run(self._plain_runs(paragraph)[0], " i ruta")))
        self._beside(paragraph, control)

    def _new_kind(self, paragraph: etree._Element) -> None:
        """Whole paragraphs of any style put before one of the body."""
        if paragraph.getparent().tag != w("body"):
            return
        model = self._plain_runs(paragraph)[0]
        for style in self._dice.choices(
            ["", "ListBullet", "Heading2", "Quote"], k=self._dice.choice([1, 1, 2])
        ):
            new = etree.Element(w("p"))
            if style:
                etree.SubElement(etree.SubElement(new, w("pPr")), w("pStyle"), {w("val"): style})
            self._mark(new, "ins")
            words = f"{self._dice.choice(WORDS[:4])} nytt {self._dice.randrange(1000)}"
            run = self._run(model, words)
            for properties in run.findall(w("rPr")):
                run.remove(properties)
            new.append(self._wrapped(run))
            paragraph.addprevious(new)
            self.made.told.append(words)

    def _append(self, paragraph: etree._Element) -> None:
        """Words typed at a paragraph's end."""
        paragraph.append(self._wrapped(self._run(self._plain_runs(paragraph)[-1], " Och mer.")))

    def _split_after(self, paragraph: etree._Element) -> None:
        """Enter at a paragraph's end, and words in the new one."""
        before = deepcopy(paragraph)
        for mark in list(before.iter(w("bookmarkStart"), w("bookmarkEnd"))):
            mark.getparent().remove(mark)
        model = self._plain_runs(paragraph)[-1]
        new = self._wrapped(self._run(model, "Ett stycke till."))
        for child in [child for child in before if child.tag != w("pPr")]:
            before.remove(child)
        before.append(new)
        paragraph.addnext(before)
        self._mark(paragraph, "ins")

    def _across(self, paragraph: etree._Element) -> None:
        """Deleted from inside one paragraph into the next, or typed over so."""
        following = paragraph.getnext()
        if following is None or following.tag != w("p") or not self._plain_runs(following):
            return
        if any(
            mark.tag in (w("ins"), w("del"))
            for mark in paragraph.iterfind(f"{w('pPr')}/{w('rPr')}/*")
        ):
            return
        last, first = self._plain_runs(paragraph)[-1], self._plain_runs(following)[0]
        beside = {e.tag for e in (*last.itersiblings(), *first.itersiblings(preceding=True))}
        if beside - {w("pPr"), w("bookmarkStart"), w("bookmarkEnd")}:
            return
        words, others = last.find(w("t")).text, first.find(w("t")).text
        typed = self._dice.choice(["", "i stället "])
        self._replace(first, 0, self._dice.randrange(1, len(others)), typed)
        self._replace(last, self._dice.randrange(1, len(words)), len(words), "")
        self._mark(paragraph, "del")

    def _overtype(self, root: etree._Element) -> None:
        """A change without tracking, in a paragraph of running text that nobody else has
        touched."""
        tracked = {w(name) for name in ("ins", "del", "moveFrom", "moveTo")}
        untouched = [
            p
            for p in root.iter(w("p"))
            if not any(e.tag in tracked for e in p.iter())
            and len("".join(p.itertext())) > 60
            and p.getparent().tag == w("body")
        ]
        paragraph = self._dice.choice(untouched)
        what = self._dice.choice(["type", "delete", "add"])
        if what == "delete":
            paragraph.getparent().remove(paragraph)
        elif what == "add":
            new = etree.Element(w("p"))
            etree.SubElement(etree.SubElement(new, w("r")), w("t")).text = "Ett eget stycke."
            paragraph.addnext(new)
        else:
            run = max(paragraph.iter(w("r")), key=lambda r: len(r.findtext(w("t")) or ""))
            run.find(w("t")).text = f"Smyg {self._dice.choice(WORDS)} {run.findtext(w('t'))}"
        self.made.untracked += 1

    def _add_note(self, parts: dict[str, bytes], root: etree._Element) -> None:
        if not any(True for _ in root.iter(w("footnoteReference"))):
            return
        space = w("")[1:-1]
        parts["word/footnotes.xml"] = (
            f'<w:footnotes xmlns:w="{space}"><w:footnote w:id="-1" w:type="separator"><w:p><w:r><w:separator/></w:r></w:p>'
            '</w:footnote><w:footnote w:id="7"><w:p><w:ins w:id="99" w:author="Åsa"><w:r><w:t>Gäller inte Salem.</w:t>'
            "</w:r></w:ins></w:p></w:footnote></w:footnotes>"
        ).encode()
        package.declare(parts, "word/footnotes.xml", NOTES_TYPE)
        package.relate(parts, "word/document.xml", "footnotes", "footnotes.xml", "rIdNoter")


def as_word(parts: dict[str, bytes], dice: random.Random) -> None:
    """Rsids everywhere, runs cut anywhere, proof marks, and Word's own bookmark where it was
    last."""
    root = etree.fromstring(parts["word/document.xml"])
    for number, paragraph in enumerate(root.iter(w("p"))):
        paragraph.set(w("rsidR"), f"00C{number:05X}")
    for run in list(root.iter(w("r"))):
        run.set(w("rsidRPr"), "00D00001")
        text = run.find(w("t"))
        if text is None or len(text.text or "") < 4 or len(run) > 2 or dice.random() < 0.6:
            continue
        cut = dice.randrange(1, len(text.text))
        twin = deepcopy(run)
        twin.find(w("t")).text, text.text = text.text[cut:], text.text[:cut]
        for half in (twin.find(w("t")), text):
            half.set(SPACE, "preserve")
        run.addnext(twin)
        run.addnext(etree.Element(w("proofErr"), {w("type"): "spellStart"}))
        etree.SubElement(twin, w("lastRenderedPageBreak"))
    first = next(root.iter(w("p")))
    first.append(etree.Element(w("bookmarkStart"), {w("id"): "9999", w("name"): "_GoBack"}))
    first.append(etree.Element(w("bookmarkEnd"), {w("id"): "9999"}))
    parts["word/document.xml"] = package.written(root)


def as_word_online(parts: dict[str, bytes], dice: random.Random) -> None:
    """The main part under another name, and its headers' and comments' as they come."""
    as_word(parts, dice)
    parts["word/document2.xml"] = parts.pop("word/document.xml")
    parts["word/_rels/document2.xml.rels"] = parts.pop("word/_rels/document.xml.rels")
    for name in ("_rels/.rels", "[Content_Types].xml"):
        parts[name] = parts[name].replace(b"word/document.xml", b"word/document2.xml")


def as_libreoffice(parts: dict[str, bytes], dice: random.Random) -> None:
    """Direct formatting in every run, a look for every paragraph's mark, everyone unknown."""
    root = etree.fromstring(parts["word/document.xml"])
    for run in root.iter(w("r")):
        properties = run.find(w("rPr"))
        if properties is None:
            properties = etree.Element(w("rPr"))
            run.insert(0, properties)
        properties.insert(
            0, etree.Element(w("rFonts"), {w("eastAsia"): "Calibri", w("cs"): "Calibri"})
        )
        properties.append(etree.Element(w("lang"), {w("val"): "sv-SE", w("bidi"): "ar-SA"}))
    content = package.written(root)
    if dice.random() < 0.5:
        content = re.sub(rb' w:author="[^"]*"', b' w:author="Unknown Author"', content)
    parts["word/document.xml"] = content


PROGRAMS = {
    "word": as_word,
    "word online": as_word_online,
    "libreoffice": as_libreoffice,
    "as made": lambda parts, dice: None,
}


def saved(docx: bytes, program: str, dice: random.Random) -> bytes:
    """A document as a program saves it."""
    parts = package.read(docx)
    PROGRAMS[program](parts, dice)
    return package.write(parts)
