"""Prose: the subset is shown, everything else is a problem at its line, and no word is lost."""

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import prose
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
            False,
            (
                Run("Ett "),
                Run("fet", bold=True),
                Run(" och "),
                Run("kursiv", italic=True),
                Run(" och "),
                Run("båda", bold=True, italic=True),
                Run(". Samma stycke."),
            ),
        ),
        Block(True, (Run("en "), Run("länk", link="https://x.se/å"))),
        Block(True, (Run("sid "), Run("4", link="#rubrik-å"))),
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
    "| a |\n|---|\n| b |": "en tabell",
    "<div>\nhej": "text inom < och >",
    "a <b>fet</b>": "text inom < och >",
    "![karta](k.png)": "en bild",
    "1. ett\n2. två": "en numrerad lista",
    "> citat": "ett citat",
    "    kod": "ett stycke som står fyra",
    "```\nkod\n```": "en ruta",
    "a `kod` b": "text mellan omvända",
    "***": "en linje",
    "a ~~b~~": "överstruken",
    "a  \nb": "en radbrytning",
    "- a\n  - b": "en lista inuti en lista",
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


@settings(max_examples=500, deadline=None)
@given(st.lists(MARKDOWN, max_size=50).map("".join))
def test_no_word_is_lost_without_a_problem(text):
    blocks, problems = prose.parse(text)
    if not problems:
        links = {run.link for block in blocks for run in block.runs if run.link}
        addresses = "".join(link * text.count(link) for link in links)
        typed, visible = Counter("".join(words(text))), Counter("".join(words(shown(blocks))))
        assert not visible - typed, "nothing is added"
        assert not typed - visible - Counter(addresses), "nothing but a link's address is hidden"
