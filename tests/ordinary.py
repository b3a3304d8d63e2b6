"""Ordinary wishes, written into a document as Word tracks them, and as LibreOffice does. Shares no
code with the reader: it knows the file format, and the document by its styles.

`Wishes.write` makes some of them, each under an author's name of its own, and tells of each what
kind it is and what a document with it done shows otherwise than the words that were written.
"""

import random
import re
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree

NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
XML = "{http://www.w3.org/XML/1998/namespace}space"
MONTHS = "januari februari mars april maj juni juli augusti september oktober november december"
DAYS = re.compile(rf"(\d\d?)\u00a0({MONTHS.replace(' ', '|')})(\u00a0\d{{4}})?")
PROSE = ("", "ListBullet", "Listinledning", "ListNumber")
OPTIONAL = {"Uppgift", "Beslutsfakta"}
"""Styles of paragraphs that a plan may be without."""
SENTENCES = (
    "Kommunerna följer upp arbetet varje höst.",
    "Samarbetet redovisas för fullmäktige.",
    "Det gäller också de mindre kommunerna.",
    "Vi lär av varandra.",
)
SHORT = ("Tillit mellan kommunerna", "Öppenhet i alla beslut", "Hållbarhet i varje led")
WORDS = ("tydligt", "gemensamt", "framtida", "lokala och regionala", "långsiktiga", "alla")


@dataclass
class Wish:
    """What was wished for: its kind, under which name, and what is shown otherwise than written:
    paragraphs (as written, as shown). `is_kept` is True for the template's own text."""

    kind: str
    author: str
    shown: list[tuple[str, str]] = field(default_factory=list)
    is_kept: bool = False


class NoPlaceError(Exception):
    """The document has no place for a wish."""


def w(name: str) -> str:
    return f"{{{NS}}}{name}"


def text_of(element: etree._Element) -> str:
    return "".join(node.text or "" for node in element.iter(w("t")))


def style_of(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return style.get(w("val")) if style is not None else ""


class Wishes:
    """Writes wishes with the dice of a seed; `program` is 'Word' or 'LibreOffice'."""

    def __init__(self, dice: random.Random, program: str, members: tuple[str, ...]) -> None:
        self._dice, self._program, self._members = dice, program, members
        self._number = 7000
        self._author = ""
        self._touched: set[etree._Element] = set()

    def write(self, docx: bytes, kinds: list[str]) -> tuple[bytes, list[Wish]]:
        """The document with a wish of each kind, where it has a place for one."""
        with zipfile.ZipFile(BytesIO(docx)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        self._root = etree.fromstring(parts["word/document.xml"])
        made = []
        for number, kind in enumerate(kinds, 1):
            self._author = f"Granskare {number}"
            try:
                made.append(self._one(kind))
            except NoPlaceError:
                continue
        parts["word/document.xml"] = etree.tostring(self._root, xml_declaration=True)
        target = BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return target.getvalue(), made

    def _one(self, kind: str) -> Wish:
        wish = Wish(kind, self._author)
        KINDS[kind](self, wish)
        return wish

    # How programs track.

    def _change(self, name: str) -> etree._Element:
        self._number += 1
        seconds = "00" if self._program == "LibreOffice" else "27"
        when = f"2018-01-10T09:{self._number % 60:02}:{seconds}Z"
        found = {w("id"): str(self._number), w("author"): self._author, w("date"): when}
        return etree.Element(w(name), found)

    @staticmethod
    def _run(model: etree._Element, text: str, node: str = "t") -> etree._Element:
        run = etree.Element(w("r"))
        if (properties := model.find(w("rPr"))) is not None:
            run.append(deepcopy(properties))
        for highlight in run.findall(f"{w('rPr')}/{w('highlight')}") if node == "t" else ():
            highlight.getparent().remove(highlight)
        etree.SubElement(run, w(node), {XML: "preserve"}).text = text
        return run

    def _wrapped(self, name: str, *runs: etree._Element) -> etree._Element:
        change = self._change(name)
        change.extend(runs)
        return change

    def _replace(self, run: etree._Element, start: int, end: int, new: str) -> None:
        """Some text of a run by another: Word puts the new one after the old, LibreOffice before
        or after."""
        text = run.find(w("t")).text
        pieces = []
        if start:
            pieces.append(self._same(run, text[:start]))
        if end > start:
            pieces.append(self._wrapped("del", self._run(run, text[start:end], "delText")))
        if new:
            inserted = self._wrapped("ins", self._run(run, new))
            is_before = self._program == "LibreOffice" and self._dice.random() < 0.3
            pieces.insert(len(pieces) - (is_before and end > start), inserted)
        if end < len(text):
            pieces.append(self._same(run, text[end:]))
        for piece in pieces:
            run.addprevious(piece)
        run.getparent().remove(run)

    @staticmethod
    def _same(run: etree._Element, text: str) -> etree._Element:
        twin = deepcopy(run)
        twin.find(w("t")).text = text
        twin.find(w("t")).set(XML, "preserve")
        return twin

    def _mark(self, paragraph: etree._Element, name: str) -> None:
        properties = paragraph.find(w("pPr"))
        if properties is None:
            properties = etree.Element(w("pPr"))
            paragraph.insert(0, properties)
        marks = properties.find(w("rPr"))
        if marks is None:
            marks = etree.SubElement(properties, w("rPr"))
        marks.insert(0, self._change(name))

    def _take_out(self, paragraph: etree._Element, name: str = "del") -> None:
        """All words of a paragraph, and its mark."""
        for run in list(paragraph.iter(w("r"))):
            for node in run.findall(w("t")):
                if name == "del":
                    node.tag = w("delText")
                    node.set(XML, "preserve")
            if any(node.text or node.tag in (w("tab"), w("br")) for node in run):
                change = self._change(name)
                run.addprevious(change)
                change.append(run)
        self._mark(paragraph, name)

    def _bare(self, paragraph: etree._Element, runs: list[etree._Element]) -> etree._Element:
        """A paragraph like another, with runs of its own."""
        twin = etree.Element(w("p"))
        if (properties := paragraph.find(w("pPr"))) is not None:
            twin.append(deepcopy(properties))
        twin.extend(runs)
        return twin

    # Where things stand.

    def _paragraphs(self, *styles: str, in_table: bool | None = False) -> list[etree._Element]:
        """Paragraphs of some styles that nobody has written in, nor right beside."""
        found = []
        for paragraph in self._root.iter(w("p")):
            is_in_table = any(True for _ in paragraph.iterancestors(w("tc")))
            if style_of(paragraph) not in styles or in_table not in (None, is_in_table):
                continue
            if self._is_free(paragraph) and paragraph.find(w("bookmarkStart")) is not None:
                found.append(paragraph)
        return found

    def _is_free(self, element: etree._Element) -> bool:
        beside = [element, element.getnext(), element.getprevious()]
        around = [*element.iterancestors(w("tr"))]
        beside += [one for row in around for one in (row, row.getnext(), row.getprevious())]
        return not any(one in self._touched for one in beside if one is not None)

    def _pick(self, found: list) -> etree._Element:
        if not found:
            raise NoPlaceError
        chosen = self._dice.choice(found)
        self._touch(chosen)
        return chosen

    def _touch(self, element: etree._Element) -> None:
        self._touched.add(element)
        self._touched.update(element.iterancestors(w("tr")))

    def _plain(self, paragraph: etree._Element) -> list[etree._Element]:
        """The runs of a paragraph that hold words of the plan's own text, not of a fact."""
        depth, found = 0, []
        for child in paragraph:
            if child.tag == w("bookmarkStart"):
                depth += 1
            elif child.tag == w("bookmarkEnd"):
                depth -= 1
            elif child.tag == w("r") and depth == 1 and len(text_of(child)) > 1:
                found.append(child)
        return found

    def _is_plain(self, paragraph: etree._Element) -> bool:
        """True where all the words of a paragraph stand in runs of the plan's own text."""
        runs = [run for run in paragraph.iter(w("r")) if text_of(run)]
        is_all_text = all({node.tag for node in run} <= {w("t"), w("rPr")} for run in runs)
        return bool(runs) and is_all_text and runs == self._plain(paragraph)

    def _prose(self) -> list[etree._Element]:
        return [p for p in self._paragraphs(*PROSE) if self._is_plain(p) and len(text_of(p)) > 15]

    def _rows(self, style: str, test: Callable[[etree._Element], bool]) -> list[etree._Element]:
        """Rows of the plan's own, by the style of their first paragraph."""
        found = []
        for row in self._root.iter(w("tr")):
            first = next(row.iter(w("p")), None)
            if first is None or style_of(first) != style or not self._is_free(row):
                continue
            if test(row):
                found.append(row)
        return found

    # The wishes.

    def _words(self, wish: Wish) -> None:
        paragraph = self._pick([p for p in self._paragraphs(*PROSE, "Quote") if self._plain(p)])
        run = self._dice.choice(self._plain(paragraph))
        text = run.find(w("t")).text
        places = [m.span() for m in re.finditer(r"\w{3,}", text)]
        if not places:
            raise NoPlaceError
        start, end = self._dice.choice(places)
        if self._dice.random() < 0.3:
            start = end = self._dice.choice([end, len(text)])
            self._replace(run, start, end, f" {self._dice.choice(WORDS)}")
            return
        self._replace(run, start, end, self._dice.choice(WORDS))

    def _heading(self, wish: Wish) -> None:
        paragraph = self._pick(self._paragraphs("Heading3", "Heading4"))
        run = self._plain(paragraph)[0] if self._plain(paragraph) else None
        if run is None:
            raise NoPlaceError
        length = len(run.find(w("t")).text)
        self._replace(run, length, length, f" och {self._dice.choice(WORDS)}")

    def _value_out(self, wish: Wish) -> None:
        """What a plan may be without: a fact with its line, a note in brackets, or a cell."""
        lines = self._paragraphs(*OPTIONAL)
        notes = [p for p in self._paragraphs("Dagpunkt", in_table=None) if "(" in text_of(p)]
        cells = [
            p
            for p in self._paragraphs("Tabellprosa", in_table=True)
            if self._is_plain(p) and self._column(p) and text_of(p) != "–"
        ]
        group = self._dice.choice([group for group in (lines, notes, cells) if group] or [[]])
        paragraph = self._pick(group)
        if group is lines:
            self._take_out(paragraph)
        elif group is notes:
            self._take_note(paragraph)
            day = text_of(paragraph).partition(" (")[0]
            wish.shown.append((f"{day} ()", day))
        else:
            (run,) = self._plain(paragraph)
            self._replace(run, 0, len(text_of(run)), "")
            wish.shown.append(("", "–"))

    @staticmethod
    def _column(paragraph: etree._Element) -> int:
        cell = next(paragraph.iterancestors(w("tc")))
        return cell.getparent().findall(w("tc")).index(cell)

    def _take_note(self, paragraph: etree._Element) -> None:
        """A note, with its brackets or without."""
        runs = [run for run in paragraph.findall(w("r")) if text_of(run)]
        first = next(n for n, run in enumerate(runs) if "(" in text_of(run))
        is_whole = self._dice.random() < 0.7
        taken = runs[first:] if is_whole else runs[first + 1 : -1]
        for run in taken:
            self._replace(run, 0, len(text_of(run)), "")

    def _moved(self, wish: Wish) -> None:
        """A paragraph of a text, or a bullet, put above another of it."""
        groups = self._side_by_side()
        pairs = [(one, two) for one, two in groups if self._is_free(one) and self._is_free(two)]
        if not pairs:
            raise NoPlaceError
        target, source = self._dice.choice(pairs)
        self._touch(target)
        self._touch(source)
        runs = [self._run(run, text_of(run)) for run in source.iter(w("r")) if text_of(run)]
        names = ("moveFrom", "moveTo") if self._program == "Word" else ("del", "ins")
        twin = self._bare(source, [self._wrapped(names[1], *runs)])
        self._touch(twin)
        if names[0] == "moveFrom":
            self._ranged(twin, "moveTo")
        target.addprevious(twin)
        self._take_out(source, names[0])
        if names[0] == "moveFrom":
            self._ranged(source, "moveFrom")
        self._mark(twin, names[1])

    def _ranged(self, paragraph: etree._Element, name: str) -> None:
        start, end = self._change(f"{name}RangeStart"), etree.Element(w(f"{name}RangeEnd"))
        start.set(w("name"), f"move{self._author}")
        end.set(w("id"), start.get(w("id")))
        paragraph.insert(1 if paragraph.find(w("pPr")) is not None else 0, start)
        paragraph.append(end)

    def _side_by_side(self) -> list[tuple[etree._Element, etree._Element]]:
        """Paragraphs of one text, one or two apart, the upper first; both of one style."""
        found = []
        for paragraph in self._prose():
            other = paragraph.getnext()
            if self._dice.random() < 0.5 and other is not None:
                other = other.getnext()
            if other is None or other.tag != w("p") or not self._is_plain(other):
                continue
            between = paragraph.getnext()
            styles = {style_of(paragraph), style_of(other), style_of(between)}
            if len(styles) == 1 and self._is_free(other):
                found.append((paragraph, other))
        return found

    def _joined(self, wish: Wish) -> None:
        """The end of a paragraph taken out, so that the next one follows after a blank."""
        pairs = [(a, a.getnext()) for a in self._prose() if a.getnext() is not None]
        good = [
            (a, b)
            for a, b in pairs
            if b.tag == w("p")
            and style_of(a) == style_of(b)
            and self._is_plain(b)
            and self._is_free(b)
        ]
        if not good:
            raise NoPlaceError
        first, second = self._dice.choice(good)
        self._touch(first)
        self._touch(second)
        last = self._plain(first)[-1]
        self._mark(first, "del")
        blank = self._wrapped("ins", self._run(last, " "))
        if self._program == "Word":
            first.append(blank)
        else:
            self._plain(second)[0].addprevious(blank)

    def _split(self, wish: Wish) -> None:
        """Return pressed between two sentences; the blank goes."""
        places = [
            (p, run, m)
            for p in self._prose()
            for run in self._plain(p)
            for m in re.finditer(r"(?<=[a-zåäö]\.) (?=[A-ZÅÄÖ])", text_of(run))
        ]
        if not places:
            raise NoPlaceError
        paragraph, run, found = self._dice.choice(places)
        self._touch(paragraph)
        text = text_of(run)
        before = deepcopy(paragraph)
        twin = before.findall(w("r"))[paragraph.findall(w("r")).index(run)]
        for follower in [*twin.itersiblings()]:
            if follower.tag != w("bookmarkEnd"):
                before.remove(follower)
        for leader in [m for m in run.itersiblings(preceding=True) if m.tag != w("pPr")]:
            paragraph.remove(leader)
        for end in paragraph.findall(w("bookmarkEnd")):
            paragraph.remove(end)
        paragraph.addprevious(before)
        self._touch(before)
        self._mark(before, "ins")
        twin.find(w("t")).text = text[: found.start()]
        blank = self._wrapped("del", self._run(twin, " ", "delText"))
        run.find(w("t")).text = text[found.end() :]
        run.find(w("t")).set(XML, "preserve")
        if self._program == "Word":
            run.addprevious(blank)
        else:
            twin.addnext(blank)
        twin.find(w("t")).set(XML, "preserve")

    def _new_paragraph(self, wish: Wish) -> None:
        """Return pressed at the end of a paragraph, and a sentence typed."""
        found = [p for p in self._prose() if style_of(p) == ""]
        self._typed_below(self._pick(found), self._dice.choice(SENTENCES))

    def _new_bullet(self, wish: Wish) -> None:
        found = [p for p in self._prose() if style_of(p) == "ListBullet"]
        self._typed_below(self._pick(found), self._dice.choice(SHORT))

    def _typed_below(self, paragraph: etree._Element, words: str) -> None:
        """In Word the mark of the old paragraph is the new one's, in LibreOffice too."""
        model = self._plain(paragraph)[0]
        new = self._bare(paragraph, [self._wrapped("ins", self._run(model, words))])
        paragraph.addnext(new)
        self._touch(new)
        if self._dice.random() < 0.5:
            # The paragraph's own mark is new, and its old one ends what was typed.
            self._mark(paragraph, "ins")
        else:
            self._mark(new, "ins")

    def _paragraph_out(self, wish: Wish) -> None:
        self._take_out(self._pick(self._prose()))

    def _date(self, wish: Wish) -> None:
        """Another day of the month, as people write one."""
        found = [
            p
            for p in self._paragraphs("Tabelldagrad", "Dagpunkt", "Dag", in_table=None)
            if (m := DAYS.match(text_of(p))) and "–" not in text_of(p)[: m.end()]
        ]
        paragraph = self._pick(found)
        run = next(r for r in paragraph.findall(w("r")) if DAYS.fullmatch(text_of(r)))
        day, month, year = DAYS.fullmatch(text_of(run)).groups()
        # A week later or earlier, so that the day of the week is kept.
        new = int(day) + 7 if int(day) <= 21 else int(day) - 7
        number = MONTHS.split().index(month) + 1
        written = self._dice.choice(
            [
                f"{new} {month}",
                f"{new} {month}{(year or '').replace(chr(160), ' ')}",
                f"{new}/{number}",
                f"den {new} {month}",
                f"{new} {month[:3]}",
                f"{new}:e {month}",
            ]
        )
        text = text_of(paragraph)
        shown = f"{new}\u00a0{month}{year or ''}"
        wish.shown.append((text.replace(text_of(run), written), text.replace(text_of(run), shown)))
        self._replace(run, 0, len(text_of(run)), written)

    def _host(self, wish: Wish) -> None:
        """Another member as host, as people write one; or two."""
        found = [
            p
            for p in self._paragraphs("Tabelldagrad", "Tabellrad", in_table=True)
            if text_of(p) in self._members and self._column(p) == 1
        ]
        paragraph = self._pick(found)
        own = text_of(paragraph)
        others = [name for name in self._members if name != own]
        new, second = self._dice.sample(others, 2)
        genitive = new if new[-1] in "sx" else f"{new}s"
        ways = [new, new, new.lower(), f"{new} kommun", f"{genitive} kommun", f"{new} "]
        written = self._dice.choice(ways)
        if style_of(paragraph) == "Tabelldagrad" and self._dice.random() < 0.2:
            written = new = f"{new} och {second}"
        wish.shown.append((written, new))
        wish.shown += self._of_the_year(paragraph, own, new)
        (run,) = self._plain(paragraph)
        self._replace(run, 0, len(own), written)

    def _of_the_year(self, paragraph: etree._Element, own: str, new: str) -> list[tuple[str, str]]:
        """The day whose host is that of the first year of a table."""
        row = next(paragraph.iterancestors(w("tr")))
        if style_of(paragraph) != "Tabellrad" or row.getprevious().find(w("trPr")) is None:
            return []
        days = [text_of(p) for p in self._root.iter(w("p")) if style_of(p) == "Dag"]
        told = [text for text in days if text.endswith(f"({own})")]
        is_first = row.getparent().findall(w("tr")).index(row) == 1
        return [(text, text.replace(own, new)) for text in told[-1:] if is_first]

    def _amount(self, wish: Wish) -> None:
        """An amount moved from one row of a table to the next, so that the sum stays."""
        rows = self._rows("Tabellrad", self._is_of_amounts)
        rows += self._rows("Budgetrad", self._is_of_amounts)
        rows += self._rows("Budgetdel", self._is_of_amounts)
        pairs = [
            (row, row.getnext())
            for row in rows
            if row.getnext() in rows and len({*map(self._style_of_row, (row, row.getnext()))}) == 1
        ]
        if not pairs:
            raise NoPlaceError
        one, other = self._dice.choice(pairs)
        self._touch(one)
        self._touch(other)
        column = self._dice.randrange(1, len(one.findall(w("tc"))))
        cells = [row.findall(w("tc"))[column].find(w("p")) for row in (one, other)]
        if not all(cell.find(w("bookmarkStart")) is not None for cell in cells):
            raise NoPlaceError
        for cell, by in zip(cells, (-10, 10), strict=True):
            (run,) = self._plain(cell)
            new = int(re.sub(r"\s", "", text_of(run))) + by
            shown = f"{new:,}".replace(",", "\u00a0")
            written = self._dice.choice(
                [shown, str(new), f"{shown} kr", f"{new:,}".replace(",", ".")]
            )
            if "Tabell" not in style_of(cell) and written.endswith("kr"):
                written = f"{shown} tkr"
            wish.shown.append((written, shown))
            self._replace(run, 0, len(text_of(run)), written)

    @staticmethod
    def _style_of_row(row: etree._Element) -> str:
        return style_of(next(row.iter(w("p"))))

    @staticmethod
    def _is_of_amounts(row: etree._Element) -> bool:
        others = row.findall(w("tc"))[1:]
        texts = [text_of(cell) for cell in others]
        are_values = all(cell.find(f".//{w('bookmarkStart')}") is not None for cell in others)
        return are_values and all(re.fullmatch(r"[\d\s]+", text) for text in texts)

    def _row_added(self, wish: Wish) -> None:
        """A row of a table, or a day of a list, put below another."""
        groups = [self._rows_of_texts(), self._rows_of_days(), self._rows_of_zeros()]
        lists = [p for p in self._paragraphs("Dagpunkt", in_table=None) if "(" not in text_of(p)]
        groups = [group for group in [*groups, lists] if group]
        group = self._dice.choice(groups or [[]])
        model = self._pick(group)
        if model.tag == w("p"):
            day, month, _ = DAYS.fullmatch(text_of(model)).groups()
            self._typed_below(model, f"{min(int(day) + 7, 28)} {month}")
            return
        twin = deepcopy(model)
        for mark in [*twin.iter(w("bookmarkStart"), w("bookmarkEnd"))]:
            mark.getparent().remove(mark)
        texts = self._texts_of_new(model)
        for cell, words in zip(twin.findall(w("tc")), texts, strict=True):
            first, *rest = cell.findall(w("p"))
            for paragraph in rest:
                cell.remove(paragraph)
            runs = [run for run in first.iter(w("r")) if text_of(run)]
            for run in first.findall(w("r")):
                first.remove(run)
            if words and runs:
                first.append(self._wrapped("ins", self._run(runs[0], words)))
        self._mark_row(twin, "ins")
        model.addnext(twin)
        self._touch(twin)

    def _texts_of_new(self, model: etree._Element) -> list[str]:
        texts = [text_of(cell.find(w("p"))) for cell in model.findall(w("tc"))]
        if found := DAYS.fullmatch(texts[0]):
            day, month = int(found[1]), found[2]
            return [f"{day + 1} {month}", self._dice.choice(self._members)]
        if style_of(next(model.iter(w("p")))).startswith("Tabellrad"):
            return [self._dice.choice(["Resor", "Utbildning"]), "0"]
        return [f"Ny {n}" if n == 0 else text for n, text in enumerate(texts)]

    def _mark_row(self, row: etree._Element, name: str) -> None:
        properties = row.find(w("trPr"))
        if properties is None:
            properties = etree.Element(w("trPr"))
            row.insert(0, properties)
        properties.append(self._change(name))
        if self._program == "Word":
            for paragraph in row.iter(w("p")):
                self._mark(paragraph, name)

    def _rows_of_texts(self) -> list[etree._Element]:
        return self._rows("Tabellomrade", self._is_of_values)

    def _rows_of_days(self) -> list[etree._Element]:
        return self._rows(
            "Tabelldagrad", lambda row: bool(DAYS.fullmatch(text_of(row.find(w("tc")))))
        )

    def _rows_of_zeros(self) -> list[etree._Element]:
        """Rows of a budget with one amount."""
        return self._rows(
            "Tabellrad", lambda row: self._is_of_amounts(row) and len(row.findall(w("tc"))) == 2
        )

    @staticmethod
    def _is_of_values(row: etree._Element) -> bool:
        return row.find(f"{w('tc')}//{w('bookmarkStart')}") is not None

    def _row_removed(self, wish: Wish) -> None:
        """A row of texts or a day taken out, of tables that have others."""
        rows = [row for row in self._rows_of_texts() if len(row.getparent().findall(w("tr"))) > 3]
        # The first day of all gives texts its month.
        days = [row for row in self._rows_of_days() if row.getparent().findall(w("tr"))[1] != row]
        lists = self._paragraphs("Dagpunkt", in_table=None)
        groups = [group for group in (rows, days, lists) if group]
        chosen = self._pick(self._dice.choice(groups or [[]]))
        if chosen.tag == w("p"):
            self._take_out(chosen)
            return
        for paragraph in chosen.iter(w("p")):
            for run in list(paragraph.iter(w("r"))):
                if text_of(run):
                    for node in run.findall(w("t")):
                        node.tag = w("delText")
                    change = self._change("del")
                    run.addprevious(change)
                    change.append(run)
        self._mark_row(chosen, "del")

    def _bold(self, wish: Wish) -> None:
        """Words made bold or italic."""
        paragraph = self._pick([p for p in self._prose() if self._plain(p)])
        run = self._dice.choice(self._plain(paragraph))
        text = run.find(w("t")).text
        places = [m.span() for m in re.finditer(r"\w{4,}( \w{4,})?", text)]
        if not places:
            raise NoPlaceError
        start, end = self._dice.choice(places)
        middle = self._same(run, text[start:end])
        properties = middle.find(w("rPr"))
        before = deepcopy(properties) if properties is not None else etree.Element(w("rPr"))
        if properties is None:
            properties = etree.Element(w("rPr"))
            middle.insert(0, properties)
        properties.append(etree.Element(w(self._dice.choice("bi"))))
        change = self._change("rPrChange")
        change.append(before)
        properties.append(change)
        pieces = [self._same(run, text[:start])] if start else []
        pieces += [middle, *([self._same(run, text[end:])] if end < len(text) else [])]
        for piece in pieces:
            run.addprevious(piece)
        run.getparent().remove(run)

    def _new_bold(self, wish: Wish) -> None:
        """New words that are bold."""
        paragraph = self._pick([p for p in self._prose() if self._plain(p)])
        run = self._dice.choice(self._plain(paragraph))
        text = run.find(w("t")).text
        places = [m.end() for m in re.finditer(r"\w{3,}(?= )", text)]
        if not places:
            raise NoPlaceError
        place = self._dice.choice(places)
        new = self._run(run, f" {self._dice.choice(WORDS)}")
        if new.find(w("rPr")) is None:
            new.insert(0, etree.Element(w("rPr")))
        new.find(w("rPr")).append(etree.Element(w("b")))
        pieces = [self._same(run, text[:place]), self._wrapped("ins", new)]
        for piece in [*pieces, self._same(run, text[place:])]:
            run.addprevious(piece)
        run.getparent().remove(run)

    def _several(self, wish: Wish) -> None:
        """A value that stands in several places, changed in one of them."""
        texts: dict[str, list[etree._Element]] = {}
        for paragraph in self._paragraphs(
            "Organisation", "Title", "Subtitle", "Budgethuvudbelopp", in_table=None
        ):
            texts.setdefault(text_of(paragraph), []).append(paragraph)
        names = ("Organisation", "Title")
        found = [
            p
            for text, same in texts.items()
            for p in same
            if (len(same) > 1 or style_of(p) in names) and self._plain(p)
        ]
        paragraph = self._pick(found)
        run = self._plain(paragraph)[0]
        old = text_of(paragraph)
        length = len(text_of(run))
        new = f"{old}{' (ny)'}"
        wish.shown.append((old, new))
        self._replace(run, length, length, " (ny)")

    def _of_template(self, wish: Wish) -> None:
        """Words of the template's own."""
        wish.is_kept = True
        found = [
            p
            for p in self._root.iter(w("p"))
            if style_of(p) in ("Tabellhuvud", "Tabellhuvudbelopp", "Budgethuvud", "Heading2")
            and p.find(w("bookmarkStart")) is None
            and self._is_free(p)
            and text_of(p)
        ]
        paragraph = self._pick(found)
        run = next(run for run in paragraph.iter(w("r")) if text_of(run))
        length = len(text_of(run))
        self._replace(run, length, length, " i korthet")


KINDS: dict[str, Callable[[Wishes, Wish], None]] = {
    "ord": Wishes._words,
    "rubrik": Wishes._heading,
    "uppgift bort": Wishes._value_out,
    "flyttat stycke": Wishes._moved,
    "värd": Wishes._host,
    "två stycken blir ett": Wishes._joined,
    "delat stycke": Wishes._split,
    "datum": Wishes._date,
    "nytt stycke": Wishes._new_paragraph,
    "ny punkt": Wishes._new_bullet,
    "stycke bort": Wishes._paragraph_out,
    "ny rad": Wishes._row_added,
    "rad bort": Wishes._row_removed,
    "fet eller kursiv": Wishes._bold,
    "nya feta ord": Wishes._new_bold,
    "flera ställen": Wishes._several,
    "belopp": Wishes._amount,
    "mallens text": Wishes._of_template,
}
WEIGHTS = {
    "ord": 20,
    "rubrik": 3,
    "uppgift bort": 9,
    "flyttat stycke": 8,
    "värd": 8,
    "två stycken blir ett": 7,
    "delat stycke": 4,
    "datum": 7,
    "nytt stycke": 5,
    "ny punkt": 3,
    "stycke bort": 4,
    "ny rad": 4,
    "rad bort": 4,
    "fet eller kursiv": 3,
    "nya feta ord": 2,
    "flera ställen": 3,
    "belopp": 3,
    "mallens text": 4,
}
"""How often each kind is wished for, of a hundred: about as often as it was refused before."""


def kinds(dice: random.Random) -> Iterator[str]:
    """Kinds of wishes, without end."""
    names, weights = [*WEIGHTS], [*WEIGHTS.values()]
    while True:
        yield dice.choices(names, weights)[0]
