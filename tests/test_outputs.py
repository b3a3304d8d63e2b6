"""What `check` accepts, every output can be made of: document, web page and calendar files, and for
a few the PDF.
"""

import random
import re
import shutil

import pytest
from sizes import SEED

from generator import files, pipeline
from generator.findings import has_errors

SIGNS = [
    *"*_`~#|<>&[]()!-+=\\^$%@{}\"'”«…–:;,./?§°½1a ",
    *(
        "\u00a0",
        "\u202f",
        "\u2003",
        "\u2800",
        "\ufe0f",
        "\u0301",
        "\u200d",
        "\u2028",
        "\u2066",
        "\x07",
        "\t",
        "😀",
        "אב",
        "中文",
    ),
    *(
        "**",
        "***",
        "- ",
        "* ",
        "1. ",
        "a) ",
        "• ",
        "– ",
        "---",
        "===",
        "> ",
        "# ",
        "| a | b |",
        "```",
        "    ",
        "*\u00a0*",
        "** **",
    ),
    *(
        "\n",
        "\n\n",
        "\r",
        "  \n",
        "\\\n",
        "&amp;",
        "<b>",
        "{år}",
        "{{år}}",
        "{%",
        "{#",
        "}}",
        "</w:t>",
        "FYLL I",
    ),
    *(
        "[x](https://x.se)",
        "[ ](https://x.se)",
        "[x]()",
        "[4](#klimat)",
        "[\u00a0](https://x.se)",
        "https://x.se",
        "<http://x.se>",
    ),
    *(
        "[x](mailto:a@b.c)",
        "[a](<http://x y>)",
        "[a](x y)",
        "![a](b)",
        "~~a~~",
        "*a*",
        "__a__",
        "2*3*4",
        '[x](https://x.se "t")',
    ),
    *("[^1]", "[^1]: a", "\n\n[^1]: a", "a[^1]\n\n[^1]: b"),
    *("[x](javascript:a)", "[x](file:///c)", "[x](data:a)", "[x](vbscript:a)"),
]
VALUE = re.compile(r"( *(?:- )?\w+: +)([^|\n].*)$")


def varied(text: str, chance: random.Random) -> str:
    """A plan with odd but legal signs in a text or a value or two."""
    lines = text.split("\n")
    for _ in range(chance.choice([1, 1, 2])):
        at = chance.randrange(6, len(lines))
        line, signs = lines[at], "".join(chance.choices(SIGNS, k=chance.choice([1, 1, 2])))
        indent = len(line) - len(line.lstrip())
        if value := VALUE.match(line):
            place = chance.choice([0, len(value[2]), chance.randrange(len(value[2]))])
            typed = chance.choice(
                [value[2][:place].strip('"') + signs + value[2][place:].strip('"')] * 2 + [signs]
            )
            lines[at] = f"{value[1]}{quoted(typed)}"
        elif indent:
            place = chance.randrange(indent, len(line) + 1)
            typed = chance.choice([line[indent:place] + signs + line[place:], signs])
            lines[at] = "\n".join(" " * indent + part for part in typed.split("\n"))
    return "\n".join(lines)


def quoted(text: str) -> str:
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\x07": "\\a"}
    return '"' + "".join(escapes.get(sign, sign) for sign in text) + '"'


def assert_all_can_be_made(text: str, schema, template) -> bool:
    """True if the plan is accepted, and everything was made of it."""
    raw = text.encode()
    if has_errors(pipeline.check("plan", raw, schema).findings):
        return False
    made = [
        pipeline.produce("plan", raw, schema, template, judge=lambda _: []),
        pipeline.produce_page("plan", raw, schema, files.read_page_template()),
        pipeline.invite("plan", raw, schema),
    ]
    for built in made:
        assert [
            f"{finding.code} {finding.message}"
            for finding in built.findings
            if finding.severity == "fel"
        ] == []
    assert made[0].docx
    assert made[1].html
    for calendar in made[2].invitations.values():
        assert b"\r" not in calendar.replace(b"\r\n", b"")
    return True


def test_all_that_is_accepted_can_be_made(small_plan, plan_2017, plan_schema, template):
    chance = random.Random(SEED)
    tried = [varied(chance.choice([small_plan, plan_2017]).decode(), chance) for _ in range(40)]
    assert sum(assert_all_can_be_made(text, plan_schema, template) for text in tried) > 2


ONE_LINE = {
    "blanks of another script": "          \u202f",
    "a bullet without words": "          - \u00a0",
    "only what joins emoji": "          \ufe0f",
    "emphasis around nothing": "          *\u00a0*",
}


@pytest.mark.parametrize("line", ONE_LINE.values(), ids=ONE_LINE)
@pytest.mark.parametrize("year", [2017, 2018])
def test_a_line_that_shows_nothing_is_told_at_its_line_or_is_no_line(
    line, year, plan_schema, template
):
    lines = files.read(files.PLANS / f"{year}.yaml").decode().split("\n")
    at = next(
        number
        for number, old in enumerate(lines)
        if not old and lines[number - 1].startswith("          ")
    )
    lines[at + 1] = line
    text = "\n".join(lines)
    built = pipeline.check("plan", text.encode(), plan_schema)
    told = [
        built.source.place(finding).line for finding in built.findings if finding.severity == "fel"
    ]
    assert told == [at + 2] or (not told and assert_all_can_be_made(text, plan_schema, template))


PLAIN = {
    "organisation: '*kursiv*'": (
        "TXT014",
        "Här kan ”*kursiv*” inte stå: det visas bara i löptext.",
    ),
    "organisation: '- punkt'": ("TXT014", "Här kan ”-” inte stå: det visas bara i löptext."),
    "organisation: 1. Först": ("TXT014", "Här kan ”1.” inte stå: det visas bara i löptext."),
    'organisation: "Lednings\\rgruppen"': (
        "YML006",
        "Texten innehåller ett tecken som inte går att skriva ut, skrivet med omvänt snedstreck.",
    ),
    "organisation: |\n  Rad\n  två": ("TXT014", "Texten innehåller en radbrytning."),
    'organisation: "\ufe0f"': ("TXT014", "Här står bara tecken som inte syns."),
}


@pytest.mark.parametrize("typed", PLAIN)
def test_what_a_line_cannot_show_is_told_at_its_line(typed, small_plan, plan_schema):
    text = small_plan.decode().replace("organisation: Kommittén", typed, 1)
    built = pipeline.check("plan", text.encode(), plan_schema)
    assert [(f.code, f.message, built.source.place(f).line) for f in built.findings] == [
        (*PLAIN[typed], 3)
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Kommittén – ett samarbete",
        "Kommittén 2*3",
        "K & <Co>",
        "Kommittén\u00a0AB",
        "[Kommittén]",
        "a_b_c",
        "5 * 3",
    ],
)
def test_ordinary_signs_in_a_line_are_no_markup(words, small_plan, plan_schema, template):
    text = small_plan.decode().replace("organisation: Kommittén", f"organisation: '{words}'", 1)
    assert assert_all_can_be_made(text, plan_schema, template)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_a_plan_of_odd_signs_can_be_laid_out(small_plan, plan_schema, template):
    from generator.libreoffice import lay_out

    text = small_plan.decode().replace("Vi samverkar.", "Vi é \u202f x\u0301 *a* **b** 2\u2003x")
    built = pipeline.produce("plan", text.encode(), plan_schema, template, judge=lambda _: [])
    assert pipeline.paginate(built, lay_out).pdf
