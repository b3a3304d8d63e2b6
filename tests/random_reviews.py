"""How much of ordinary reviews is carried into the plan, by kind: `python -m tests.random_reviews
200` (from the product's folder; a seed may follow).

What was carried is held against the document with just those wishes accepted, by the judge of
tracked changes, which shares no code with the reader: any other difference is a wrong write.
"""

import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

sys.path.insert(0, str(Path(__file__).parent))

import judge
from ordinary import NS, Wish, Wishes, kinds

from generator import files, pipeline
from generator.ooxml import package
from generator.plan import schema as schema_of
from generator.review import apply, feedback
from generator.word import provenance

_HERE = Path(__file__).parent
_SHORT = re.compile(r"\n  # En sida som visar planen i korthet.*?(?=\n# Engelska)", re.DOTALL)
_DERIVED = re.compile(
    r"  # Exempel på året på en sida.*?(?=  - rubrik: Löptextens delar)|      diagram: ja\n",
    re.DOTALL,
)
_REPEATED = ("organisation", "title", "subtitle", "budgethuvud belopp", "budgethuvudbelopp")
_COUNTED = ", förändring, andel"
_DASHES = re.compile(r"[\s\u00ad–-]")


@dataclass
class Tally:
    """What became of the wishes: by kind how many, and some words about those that failed."""

    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0


def plans() -> dict[str, bytes]:
    """The plans that are reviewed: without the pages that repeat what stands in others."""
    draft = files.read(files.PLANS / "2018.yaml").decode()
    every = files.read(_HERE / "plans" / "allt.yaml").decode()
    return {
        "2018": _SHORT.sub("\n", draft).encode(),
        "allt": _DERIVED.sub("", every).replace(_COUNTED, "").encode(),
    }


class Bench:
    """Reviews of the plans, each read, applied and judged."""

    def __init__(self) -> None:
        self._schema, self._template = schema_of(), files.read(files.TEMPLATE)
        self._pictures = files.pictures(_HERE / "plans" / "allt.yaml")
        pipeline.no_pictures = self._pictures
        self.built = [self._made(raw) for raw in plans().values()]
        self.tally = Tally()

    def _made(self, raw: bytes) -> pipeline.Build:
        built = pipeline.produce("plan.yaml", raw, self._schema, self._template)
        assert built.docx, built.findings
        return built

    def _check(self, text: str) -> pipeline.Build:
        return pipeline.check("plan.yaml", text.encode(), self._schema)

    def review(self, seed: int) -> None:
        dice = random.Random(seed)
        built = dice.choice(self.built)
        program = dice.choice(["Word", "LibreOffice"])
        wishes = Wishes(dice, program, tuple(map(str, built.plan.members)))
        wanted = [
            kind for kind, _ in zip(kinds(dice), range(dice.choice([1, 2, 3, 4])), strict=False)
        ]
        document, made = wishes.write(built.docx, wanted)
        if not made:
            return
        before = time.perf_counter()
        found, done = self._applied(built, document)
        self.tally.seconds += time.perf_counter() - before
        carried = self._told(made, found, done, seed)
        self._judge(built, document, carried, done, made, seed)
        _, again = self._applied(self._check(done.text), document)
        if again.text != done.text:
            self.tally.wrong.append(f"{seed}: en gång till ger något annat")

    def _applied(
        self, built: pipeline.Build, document: bytes
    ) -> tuple[list[feedback.Remark], apply.Applied]:
        parts = package.read(document)
        review = feedback.Review(parts, provenance.read(parts), "svar.docx")
        found = feedback.collect([review], built.source, built.plan)
        return found, apply.apply(built, found, [], self._check)

    def _told(
        self,
        made: list[Wish],
        found: list[feedback.Remark],
        done: apply.Applied,
        seed: int,
    ) -> list[Wish]:
        """Count what became of each wish; those that were carried."""
        carried = []
        for wish in made:
            whys = [why for remark, why in done.refused if wish.author in remark.authors]
            is_made = any(wish.author in remark.authors for remark in done.made)
            is_told = any(wish.author in remark.authors for remark in found)
            if wish.is_kept:
                what = "sparat" if self._is_kept(wish, found) and not is_made else "nekat"
            elif whys or not is_told:
                what = "nekat" if whys else "tyst"
            else:
                what = "gjort" if is_made else "tyst"
            self.tally.counts[wish.kind][what] += 1
            for why in whys[:1] if what == "nekat" else ():
                self.tally.reasons[wish.kind, f"{why} ({seed})"[:150]] += 1
            carried += [wish] if is_made and what == "gjort" else []
            if is_made and what != "gjort":
                self.tally.wrong.append(f"{seed}: {wish.kind} bara till en del")
        return carried

    @staticmethod
    def _is_kept(wish: Wish, found: list[feedback.Remark]) -> bool:
        own = [remark for remark in found if wish.author in remark.authors]
        return bool(own) and all(getattr(remark, "of_template", False) for remark in own)

    def _judge(
        self,
        built: pipeline.Build,
        document: bytes,
        carried: list[Wish],
        done: apply.Applied,
        made: list[Wish],
        seed: int,
    ) -> None:
        again = pipeline.produce("plan.yaml", done.text.encode(), self._schema, self._template)
        if again.docx is None:
            self.tally.wrong.append(f"{seed}: ingen fil: {again.findings[0].message}")
            return
        looks = all(wish in carried for wish in made if wish.kind == "fet eller kursiv")
        accepted = judge.stories(document, only=_keys(document, carried))["document.xml"]
        wanted = _shown(_paragraphs(accepted, looks), carried)
        got = [text for _, text, _ in _paragraphs(judge.stories(again.docx)["document.xml"], looks)]
        if wanted != got:
            kind = ", ".join(wish.kind for wish in carried) or "inget"
            differing = [*_differing(wanted, got)][:4]
            self.tally.wrong.append(f"{seed}: {kind}: {differing}")


def _keys(document: bytes, carried: list[Wish]) -> set[tuple[str, int]]:
    """The tracked changes of the wishes that were carried, as the judge counts them."""
    root = etree.fromstring(package.read(document)["word/document.xml"])
    tracked = root.iter(*(f"{{{NS}}}{name}" for name in judge.TRACKED))
    authors = {wish.author for wish in carried}
    return {
        ("word/document.xml", number)
        for number, change in enumerate(tracked)
        if change.get(f"{{{NS}}}author") in authors
    }


Line = tuple[str, str, str]
"""A paragraph: its style, its words, and how they look."""


def _paragraphs(blocks: list, looks: bool) -> list[Line]:
    """Every paragraph that shows anything, without sums and without columns that say nothing."""
    return [line for line in _every(blocks, looks) if line[1] and "toc" not in line[0]]


def _every(blocks: list, looks: bool) -> Iterator[Line]:
    for block in blocks:
        if block[0] == "table":
            yield from _of_table(block[2], looks)
        elif block[0] != "section":
            words = "".join(text for *_, text in block[2])
            words = re.sub(r"<(?:begin|separate|end|code [^>]*)>", "", words)
            look = "".join(_look(look) * len(_tight(text)) for look, _, text in block[2])
            style = re.search(r"'pStyle', \(\('[^']*', '([^']*)'", repr(block[1]))
            name = style[1] if style else ""
            is_prose = looks and name in ("", "list bullet", "list number", "listinledning")
            yield name, _tight(words) + (f" {look}" if is_prose else ""), look


def _of_table(rows: list, looks: bool) -> Iterator[Line]:
    cells = [[[*_every(inside, looks)] for _, inside in row] for _, row in rows]
    said = {
        number
        for row in cells[1:]
        for number, cell in enumerate(row)
        if any(text for _, text, _ in cell)
    }
    for row in cells:
        if row and row[0] and row[0][0][1] == "summa":
            continue
        for number, cell in enumerate(row):
            yield from cell if number in said else ()


def _look(properties: tuple) -> str:
    told = repr(properties).casefold()
    is_bold = "('b', ()" in told or "strong" in told
    is_italic = "('i', ()" in told or "emphasis" in told
    return "*" if is_bold and is_italic else "b" if is_bold else "i" if is_italic else "."


def _tight(text: str) -> str:
    return _DASHES.sub("", text).casefold()


def _shown(lines: list[Line], carried: list[Wish]) -> list[str]:
    """The paragraphs as the plan shows what people wrote."""
    found = [text for _, text, _ in lines]
    for wish in carried:
        for written, shown in wish.shown:
            if wish.kind == "flera ställen":
                for place, (style, _, _) in enumerate(lines):
                    is_one = style in _REPEATED and found[place] == _tight(written)
                    found[place] = _tight(shown) if is_one else found[place]
            elif _tight(written) in found and written:
                found[found.index(_tight(written))] = _tight(shown)
    return found


def _differing(wanted: list[str], got: list[str]) -> Iterator[str]:
    for text in wanted:
        if text not in got:
            yield f"saknas {text[:60]!r}"
    for text in got:
        if text not in wanted:
            yield f"för mycket {text[:60]!r}"
    if sorted(wanted) == sorted(got):
        yield "i annan ordning"


def table(tally: Tally) -> str:
    """The counts by kind, as Markdown."""
    lines = ["| slag | önskat | gjort | sparat | nekat | tyst |", "|---|--:|--:|--:|--:|--:|"]
    total: Counter[str] = Counter()
    for kind, counts in sorted(tally.counts.items(), key=lambda entry: -entry[1].total()):
        lines.append(_row(kind, counts))
        total += counts
    return "\n".join([*lines, _row("**alla**", total)])


def _row(kind: str, counts: Counter[str]) -> str:
    numbers = [counts.total(), *(counts[name] for name in ("gjort", "sparat", "nekat", "tyst"))]
    return f"| {kind} | {' | '.join(map(str, numbers))} |"


def main(number: int, seed: int) -> None:
    bench = Bench()
    for one in range(number):
        bench.review(seed + one)
    tally = bench.tally
    print(table(tally))
    for (kind, why), count in tally.reasons.most_common(70):
        print(f"{count:4} {kind}: {why}")
    print(f"\nfel skrivna: {len(tally.wrong)}")
    print("\n".join(tally.wrong[:30]))
    print(f"sekunder per granskning: {tally.seconds / number:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
