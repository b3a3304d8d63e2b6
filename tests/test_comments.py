"""Comments that ask for something, and the value that each is about."""

import pytest

from generator import source
from generator.pipeline import schema


def found(text: str, plan_schema) -> list[tuple[object, str, int, int]]:
    read, _ = source.read("plan", text.encode(), schema.Shape(plan_schema))
    return [
        (comment.at, comment.words, comment.mark.line, comment.mark.column)
        for comment in source.comments(read, "FYLL I")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "år: 2018  # fyll i  året" + " " * 5000 + "nu",
            [(("år",), "året" + " " * 5000 + "nu", 1, 11)],
        ),
        ("år: 2018  # FYLL ILLA", []),
        ("år: 2018  # FYLL I: året", [(("år",), "året", 1, 11)]),
        ("år: 2018  # sedan 2017  # FYLL I: året  # mer", [(("år",), "året", 1, 25)]),
        ("år: '2018'  # FYLL I", [(("år",), "", 1, 13)]),
        ("a:\n  - {b: 1, c: 2}  # FYLL I: båda", [(("a", 0), "båda", 2, 19)]),
        ("a: [b, c]  # FYLL I: värdar", [(("a",), "värdar", 1, 12)]),
        ("a:  # FYLL I: allt\n  b: 1", [(("a",), "allt", 1, 5)]),
        ("a: |  # FYLL I: texten\n  b\n", [(("a",), "texten", 1, 7)]),
        ("a:\n  - b  # FYLL I: ordet", [(("a", 0), "ordet", 2, 8)]),
        ("a:\n  b: 1\n  # FYLL I: efter\nc: 2", [(("a", "b"), "efter", 3, 3)]),
        ("a: 1\n  # FYLL I: före\nc: 2", [(("c",), "före", 2, 3)]),
        ("# FYLL I: allt", [((), "allt", 1, 1)]),
        ("a: |\n  text # FYLL I: text\n", []),
        ("a: 'x # FYLL I: text'", []),
        ("a: x#FYLL I: text", []),
        ("# här står inte FYLL I först\na: 1", []),
    ],
)
def test_comment_belongs_to_the_value_beside_it(text, expected, plan_schema):
    assert found(text, plan_schema) == expected
