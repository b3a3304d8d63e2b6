"""A reviewer at work: random tracked changes in a document, as Word writes them."""

import random
from copy import deepcopy

from lxml import etree

from generator.ooxml import package, w

WORDS = (
    "kommunerna",
    "år",
    "Ett",
    "tydligare",
    "samverkan,",
    "R&D",
    "<5",
    "2019",
    "och",
    "*mål*",
    "ändå",
    "# sju",
    "- x",
    "[a](b)",
    "12 000",
    "\\",
    '"citat"',
    "a_b_c",
    "100 %",
)
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Reviewer:
    """Makes tracked changes under a name, with the dice of a seed."""

    def __init__(self, dice: random.Random, name: str) -> None:
        self._dice, self._name = dice, name
        self._number = 5000 + dice.randrange(1000)

    def review(self, docx: bytes, edits: int) -> bytes:
        """The document with some tracked changes."""
        parts = package.read(docx)
        root = etree.fromstring(parts["word/document.xml"])
        for _ in range(edits):
            self._edit(root)
        parts["word/document.xml"] = package.written(root)
        return package.write(parts)

    def _change(self, kind: str) -> etree._Element:
        self._number += 1
        attributes = {
            w("id"): str(self._number),
            w("author"): self._name,
            w("date"): "2018-01-10T09:00:00Z",
        }
        return etree.Element(w(kind), attributes)

    def _edit(self, root: etree._Element) -> None:
        paragraphs = [p for p in root.iter(w("p")) if self._plain_runs(p)]
        paragraph = self._dice.choice(paragraphs)
        what = self._dice.random()
        if what < 0.06:
            self._delete_paragraph(paragraph)
        elif what < 0.12:
            self._split(paragraph)
        else:
            self._replace_words(paragraph)

    @staticmethod
    def _plain_runs(paragraph: etree._Element) -> list[etree._Element]:
        """Runs of text that nobody has changed yet."""
        return [
            run
            for run in paragraph.findall(w("r"))
            if (t := run.find(w("t"))) is not None and len(t.text or "") > 1
        ]

    def _replace_words(self, paragraph: etree._Element) -> None:
        run = self._dice.choice(self._plain_runs(paragraph))
        text = run.find(w("t")).text
        start = self._dice.choice([0, len(text), self._dice.randrange(len(text) + 1)])
        end = min(len(text), start + self._dice.choice([0, 0, 1, 4, 9, len(text)]))
        inserted = " ".join(
            self._dice.choices(WORDS, k=self._dice.randint(0 if end > start else 1, 3))
        )
        self._replace(run, start, end, self._dice.choice(["", " "]) + inserted if inserted else "")

    def _replace(self, run: etree._Element, start: int, end: int, inserted: str) -> None:
        text = run.find(w("t")).text
        pieces = [self._run(run, text[:start])] if start else []
        if end > start:
            deletion = self._change("del")
            deletion.append(self._run(run, text[start:end], "delText"))
            pieces.append(deletion)
        if inserted:
            insertion = self._change("ins")
            insertion.append(self._run(run, inserted))
            pieces.insert(len(pieces) - (self._dice.random() < 0.3 and end > start), insertion)
        pieces += [self._run(run, text[end:])] if end < len(text) else []
        for piece in pieces:
            run.addprevious(piece)
        run.getparent().remove(run)

    @staticmethod
    def _run(run: etree._Element, text: str, kind: str = "t") -> etree._Element:
        made = etree.Element(w("r"))
        if (properties := run.find(w("rPr"))) is not None:
            made.append(deepcopy(properties))
        etree.SubElement(made, w(kind), {SPACE: "preserve"}).text = text
        return made

    def _mark(self, paragraph: etree._Element, kind: str) -> None:
        properties = paragraph.find(w("pPr"))
        if properties is None:
            properties = etree.Element(w("pPr"))
            paragraph.insert(0, properties)
        marks = properties.find(w("rPr"))
        if marks is None:
            marks = etree.SubElement(properties, w("rPr"))
        marks.insert(0, self._change(kind))

    def _delete_paragraph(self, paragraph: etree._Element) -> None:
        """The whole of a paragraph and its mark, where it is plain text."""
        runs = [run for run in paragraph.findall(w("r")) if run.findtext(w("t"))]
        others = [
            next(paragraph.iter(w(name)), None) for name in ("hyperlink", "fldChar", "ins", "del")
        ]
        if any(other is not None for other in others) or paragraph.getnext() is None:
            return
        for run in runs:
            text = run.find(w("t")).text
            self._replace(run, 0, len(text), "")
        self._mark(paragraph, "del")

    def _split(self, paragraph: etree._Element) -> None:
        """Return pressed after the text, and a new paragraph typed; or in the middle of a run."""
        runs = self._plain_runs(paragraph)
        last = runs[-1]
        if self._dice.random() < 0.5 or len(last.find(w("t")).text) < 4:
            before = deepcopy(paragraph)
            for mark in [m for m in paragraph if m.tag != w("pPr")]:
                paragraph.remove(mark)
            insertion = self._change("ins")
            insertion.append(self._run(last, "Ett nytt stycke om klimat."))
            paragraph.append(insertion)
        else:
            text = last.find(w("t")).text
            cut = self._dice.randrange(1, len(text) - 1)
            before = deepcopy(paragraph)
            twin = before.findall(w("r"))[paragraph.findall(w("r")).index(last)]
            for follower in list(twin.itersiblings()):
                before.remove(follower)
            twin.find(w("t")).text = text[:cut]
            for leader in [m for m in last.itersiblings(preceding=True) if m.tag != w("pPr")]:
                paragraph.remove(leader)
            last.find(w("t")).text = text[cut:]
        self._mark(before, "ins")
        paragraph.addprevious(before)
