"""Prose: the subset is shown, everything else is a problem at its line, and no word is lost."""

import re
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator import prose
from generator.paragraphs import BULLET, NUMBERED, PLAIN
from generator.prose import Block, Run


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def shown(blocks: tuple[Block, ...]) -> str:
    return "\n".join("".join(run.text for run in block.runs) for block in blocks)


def test_paragraphs_bullets_bold_italic_and_links():
    blocks, problems = prose.parse(
        "Ett **fet** och *kursiv* och ***båda***.\nSamma stycke.\n\n- en [länk](https://x.se/å)\n- sid [4](#rubrik-å)\n"
    )
    assert problems == ()
    assert blocks == (
        Block(
            PLAIN,
            (
                Run("Ett "),
                Run("fet", bold=True),
                Run(" och "),
                Run("kursiv", italic=True),
                Run(" och "),
                Run("båda", bold=True, italic=True),
                Run(". Samma stycke."),
            ),
            (0, 54),
        ),
        Block(BULLET, (Run("en "), Run("länk", link="https://x.se/å")), (58, 25), 1, 1),
        Block(BULLET, (Run("sid "), Run("4", link="#rubrik-å")), (86, 18), 1, 1),
    )


@pytest.mark.parametrize(
    "text",
    [
        "R&D &amp; <5 {{ namn }} {% x %} \"citat\" 'x' a_b_c",
        "[a]: inte en definition",
        "2 * 3 * 4",
        "E4-ans",
        "_a_ __b__ {_{ x }_}",
    ],
)
def test_what_is_typed_is_what_is_shown(text):
    blocks, problems = prose.parse(text)
    assert problems == ()
    assert shown(blocks) == text


OUTSIDE = {
    "# Rubrik": "en rubrik",
    "Rubrik\n---": "en rubrik",
    "| a |\n|---|\n| b |": "en tabell med en enda kolumn",
    "| a | b |\n|---|---|": "en tabell utan rader",
    "|a|b|\n|-|-|\n|c|d|\n\n|a|b|\n|-|-|\n|c|d|": "en tabell tätt efter en annan",
    "| a | b |\n|---|---|\n| c |": "en tom cell",
    "| a | b |\n|---|---|\n| c | d | e |": "en rad med 3 celler",
    f"{'|a' * 13}|\n{'|-' * 13}|\n{'|a' * 13}|": "en tabell med 13 kolumner",
    "- x\n\n  | a | b |\n  |---|---|\n  | c | d |": "en tabell",
    "<div>\nhej": "text inom < och >",
    "a <b>fet</b>": "text inom < och >",
    "Se ![karta](k.png) här": "en bild bland ord",
    "- ![karta](k.png)": "en bild",
    "1) ett\n2) två": "en numrerad lista med parentes",
    "2017. Ett år": "en numrerad lista som börjar på 2017",
    "1. ett\n3. tre": "numret 3 i en lista, som skulle visas som 2",
    "- # a": "en rubrik",
    "1. a\n   - b\n     - c\n       - d": "en lista på nivå 4",
    "> citat": "ett citat",
    "    kod": "ett stycke som står fyra",
    "```\nkod\n```": "en ruta",
    "a `kod` b": "text mellan omvända",
    "***": "en linje",
    "a ~~b~~": "överstruken",
    "- a\n\n  b": "ett andra stycke",
    "- \n- b": "en tom punkt",
    "<https://x.se>": "en adress utan länktext",
    "[x](fil.docx)": "en länk till",
    "[x](https://x.se/{år})": "en länk till",
    "se https://x.se nu": "en adress utan länktext",
    "[](https://x.se)": "en länk utan text",
    '[x](https://x.se "t")': "en länk med rubrik",
    "**[x](https://x.se)**": "fet eller kursiv",
    "2*3 och 4*5": "en stjärna",
}


def kinds(text: str) -> list[tuple[str, int, int, str]]:
    blocks, problems = prose.parse(text)
    assert problems == ()
    for block in blocks:
        start, length = block.within
        assert text[start : start + length].split() == str(block).replace("\v", "\\ ").split()
    return [(block.kind, block.group, block.first, str(block)) for block in blocks]


def test_numbered_lists_count_from_what_was_typed_each_for_itself():
    assert kinds("1. a\n2. b\n\nStycke.\n\n5. c\n6. d\n") == [
        (NUMBERED, 1, 1, "a"),
        (NUMBERED, 1, 1, "b"),
        (PLAIN, 0, 0, "Stycke."),
        (NUMBERED, 2, 5, "c"),
        (NUMBERED, 2, 5, "d"),
    ]
    assert [first for _, _, first, _ in kinds("1. a\n1. b\n1. c")] == [1, 1, 1]


def test_lists_stand_in_lists_to_three_levels():
    assert kinds("- a\n  1. b\n     - c\n  2. d\n- e\n") == [
        (BULLET, 1, 0, "a"),
        (f"{NUMBERED} på nivå 2", 2, 1, "b"),
        (f"{BULLET} på nivå 3", 3, 0, "c"),
        (f"{NUMBERED} på nivå 2", 2, 1, "d"),
        (BULLET, 1, 0, "e"),
    ]


def test_a_table_is_its_cells_aligned_as_typed():
    text = "| a | b \\| c |\n|:-:|---:|\n| **d** | e |\nf | g\n"
    blocks, problems = prose.parse(text)
    assert problems == ()
    assert [(str(block), block.column, block.align) for block in blocks] == [
        ("a", 1, "center"),
        ("b | c", 2, "right"),
        ("d", 1, "center"),
        ("e", 2, "right"),
        ("f", 1, "center"),
        ("g", 2, "right"),
    ]
    typed = [text[start : start + length] for start, length in (b.within for b in blocks)]
    assert typed == ["a", "b \\| c", "**d**", "e", "f", "g"]


@pytest.mark.parametrize("text", ["Storgatan 1\\\n123 45 Ort", "- Storgatan 1\\\n  123 45 Ort"])
def test_a_line_break_is_kept(text):
    (((_, _, _, words),)) = kinds(text)
    assert words == "Storgatan 1\v123 45 Ort"
    assert str(prose.parse("a  \nb")[0][0]) == "a\vb"


def test_an_escaped_character_loses_nothing():
    assert (
        shown(prose.parse(r"\_namn och *resten* \*av \_stycket")[0])
        == "_namn och resten *av _stycket"
    )


@pytest.mark.parametrize(("text", "what"), OUTSIDE.items(), ids=[repr(text) for text in OUTSIDE])
def test_what_lies_outside_the_subset_is_a_problem(text, what):
    assert any(problem.what.startswith(what) for problem in prose.parse(text)[1])


def test_a_problem_points_at_its_line():
    text = "Ett stycke.\n\nEtt till\nmed <b>fet</b>.\n"
    (problem,) = prose.parse(text)[1]
    start, length = problem.within
    assert text[start : start + length] == "med <b>fet</b>."


MARKDOWN = st.sampled_from(
    [
        *"abåö *_-#>`[]()!|~\\<&{}",
        "\n",
        "\n\n",
        "- ",
        "**",
        "1. ",
        "    ",
        "\t",
        "http://x.se",
        "[a](#b)",
        "ord ",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(MARKDOWN, max_size=50).map("".join))
@example("![a](#b)")
def test_no_word_is_lost_without_a_problem(text):
    blocks, problems = prose.parse(text)
    if not problems:
        links = {run.link for block in blocks for run in block.runs if run.link}
        links |= {block.file for block in blocks if block.file}
        addresses = "".join(link * text.count(link) for link in links)
        starts = [block.within[0] for block in blocks if block.first]
        addresses += "".join(re.findall(r"\d+(?=[.]\s+$)", text[:start])[-1] for start in starts)
        typed, visible = Counter("".join(words(text))), Counter("".join(words(shown(blocks))))
        assert not visible - typed, "nothing is added"
        assert not typed - visible - Counter(addresses), "but addresses and numbers"
