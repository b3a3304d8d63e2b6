"""Remarks on the template's own text, kept in a list for whoever owns the template."""

from collections.abc import Iterator, Mapping, Sequence

from generator.ooxml import package, w
from generator.report import shortened, visible
from generator.review.feedback import Remark, telling

TITLE = "# Synpunkter på mallen"
_ABOUT = (
    "Granskarna har skrivit i ord som kommer ur mallen, inte ur planen. "
    "Den som har hand om mallen ändrar dem där (docs/mall.md) och stryker raden."
)
_LONGEST = 160
_BODY = "word/document.xml"
_AROUND = ("word/header", "word/footer")


def kept(remarks: Sequence[Remark], year: int, template: bytes, before: str) -> tuple[str, int]:
    """The list with the remarks on the template added that it lacks, and how many those are;
    `before` is the list as it is, '' for none.
    """
    paragraphs = [*_paragraphs(package.read(template))]
    entries = [_entry(remark, year, paragraphs) for remark in remarks if remark.of_template]
    new = [entry for entry in dict.fromkeys(entries) if entry not in before]
    text = before.rstrip("\n") or f"{TITLE}\n\n{_ABOUT}"
    return "\n\n".join([text, *new]) + "\n", len(new)


def _entry(remark: Remark, year: int, paragraphs: Sequence[tuple[str, str]]) -> str:
    """A remark as an item: who, what stands and would stand, and where that is in the template."""
    head = telling.head(remark).partition(". ")[2]
    said = [visible(shortened(line.strip(), _LONGEST)) for line in telling.body(remark)]
    lines = [f"- {visible(head)} (planen för {year})", *said, _place(remark, paragraphs)]
    return "\n  ".join(lines)


def _place(remark: Remark, paragraphs: Sequence[tuple[str, str]]) -> str:
    """Where the words stand in the template, as far as one paragraph of it has them."""
    quote = _plain(remark.quote)
    found = [where for where, text in paragraphs if quote and quote == text]
    found = found or [where for where, text in paragraphs if quote and quote in text]
    places = list(dict.fromkeys(found))
    if not places:
        return "orden står inte så i mallen: de sätts samman av programmet"
    return f"i mallen: {', '.join(places[:3])}{' med flera' if len(places) > 3 else ''}"


def _paragraphs(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """The paragraphs of a template: where each stands, and its words."""
    names = [name for name in parts if name == _BODY or name.startswith(_AROUND)]
    for name in sorted(names):
        told = "" if name == _BODY else f" i {name.removeprefix('word/')}"
        for number, paragraph in enumerate(package.tree(parts[name]).iter(w("p")), 1):
            text = "".join(node.text or "" for node in paragraph.iter(w("t")))
            yield f"stycke {number}{told}", _plain(text)


def _plain(text: str) -> str:
    return " ".join(text.split())
