"""The adopted plan of 2017: no word lost, none added, none moved."""

import re
import unicodedata
from pathlib import Path

from lxml import etree

from generator import files, pipeline
from generator.ooxml import package
from generator.ooxml.text import paragraphs
from generator.word.template import DOCUMENT

GOLDEN = Path(__file__).parent / "golden" / "2017" / "ordalydelse.md"
HEADINGS_OF_TABLES = [
    "År",
    "Värdkommun",
    "Datum",
    "Värdkommun",
    "Syfte",
    "Post",
    "Belopp",
    "kr",
    "Post",
    "Belopp",
    "kr",
]
"""Words that the adopted plan lacks: its tables had no headings, which the accessibility law
demands."""


def words(text: str) -> list[str]:
    text = unicodedata.normalize("NFC", text)
    text = re.sub(r"(?<=\d)[\u00a0 ](?=\d{3}\b)", "", text)
    return re.findall(r"\w+", text)


BEGIN_A_LINE = ("torsdagar", "fredagar")
"""Words that stood in brackets after a heading, and begin a line of their own here."""


def adopted() -> list[str]:
    text = GOLDEN.read_text(encoding="utf-8")
    for word in BEGIN_A_LINE:
        assert text.count(f"({word}") == 1
        text = text.replace(f"({word}", f"({word.capitalize()}")
    text = re.sub(r"^#+ +(\d+\. )?", "", text, flags=re.MULTILINE)
    return words(
        re.sub(r"^[-|: ]+$", "", text, flags=re.MULTILINE).replace("|", " ").replace("**", "")
    )


def rendered(raw: bytes) -> list[str]:
    built = pipeline.produce("2017", raw, files.read_schema(), files.read(files.TEMPLATE))
    root = etree.fromstring(package.read(built.docx)[DOCUMENT])
    return words("\n".join(text for _, text in paragraphs(root)))


def test_the_document_holds_every_word_of_the_adopted_plan_in_order(plan_2017):
    wanted, found = adopted(), rendered(plan_2017)
    assert len(wanted) > 1300
    added = []
    position = 0
    for word in found:
        if position < len(wanted) and word == wanted[position]:
            position += 1
        else:
            added.append(word)
    assert wanted[position:] == []
    assert sorted(added) == sorted(HEADINGS_OF_TABLES)
