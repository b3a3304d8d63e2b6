"""The shape of a plan is its own: what real plans change from year to year is editing YAML, and
nothing else.

Each change is made in the plan of 2017 by text alone; what comes of it is checked, rendered, proven
whole and shown on the web.
"""

import re
from collections.abc import Callable

import pytest

from generator import context, files, pipeline
from generator.years import compare

Change = Callable[[str], str]


def chapter(text: str, heading: str) -> str:
    """A chapter's lines, with the comments above it."""
    found = re.search(
        rf"(?:^  #[^\n]*\n)*^  - rubrik: {re.escape(heading)}.*?(?=^  (?:#|- )|^\n?# Engelska)",
        text,
        re.M | re.S,
    )
    assert found is not None, heading
    return found[0]


def group(text: str, name: str) -> str:
    """A group's lines in the calendar."""
    found = re.search(
        rf"(?:^      #[^\n]*\n)?^      - namn: {name}\n.*?(?=^      (?:#|- )|^\n)",
        text,
        re.M | re.S,
    )
    assert found is not None, name
    return found[0]


def without(*parts: Callable[[str], str]) -> Change:
    def change(text: str) -> str:
        for part in parts:
            text = text.replace(part(text), "", 1)
        return text

    return change


def replaced(*pairs: tuple[str, str]) -> Change:
    def change(text: str) -> str:
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new, 1)
        return text

    return change


def swapped(one: str, other: str) -> Change:
    def change(text: str) -> str:
        first, second = chapter(text, one), chapter(text, other)
        return text.replace(first, "\0").replace(second, first).replace("\0", second)

    return change


KALENDARIUM = "  # Varje dag skrivs här och ingen annanstans\n"
NEW_CHAPTER = "  - rubrik: Uppföljning\n    text: |\n      Planen följs upp i december.\n\n"
EVALUATION = """      - namn: uppföljningen
        rubrik: Uppföljning
        möten:
          - datum: 2017-12-14
"""
EXCUSED = "undantag:\n  - regel: ROT002\n    skäl: Nynäshamn avstod när konferensen ställdes in.\n"
JOINS = (
    ("Salem, Södertälje, Tyresö]", "Salem, Södertälje, Tyresö, Vaxholm]"),
    (
        "                2024: Haninge\n",
        "                2024: Haninge\n                2025: Vaxholm\n",
    ),
    (
        "          - månad: 2018-03\n            värd: Haninge\n",
        "          - månad: 2018-03\n            värd: Vaxholm\n",
    ),
    (
        "          - månad: 2018-04\n            värd: Nykvarn\n",
        "          - månad: 2018-04\n            värd: Haninge\n",
    ),
    ("Södertörns åtta kommuner", "Södertörns nio kommuner"),
    ("de åtta Södertörnskommunerna. Gruppen", "de nio Södertörnskommunerna. Gruppen"),
    ("i de åtta kommunerna. Gruppen", "i de nio kommunerna. Gruppen"),
    ("där de åtta Södertörnskommunerna", "där de nio Södertörnskommunerna"),
)
LEAVES = (
    ("Salem, Södertälje, Tyresö]", "Salem, Södertälje]"),
    (
        "                2022: Tyresö\n                2023: Södertälje\n",
        "                2022: Södertälje\n",
    ),
    ("                2024: Haninge\n", "                2023: Haninge\n"),
    ("            värd: Tyresö\n", "            värd: Södertälje\n"),
    (
        "          - datum: 2017-12-07\n            värd: Södertälje\n",
        "          - datum: 2017-12-07\n            värd: Huddinge\n",
    ),
    (
        "          - månad: 2018-01\n            värd: Huddinge\n",
        "          - månad: 2018-01\n            värd: Haninge\n",
    ),
    (
        "          - månad: 2018-03\n            värd: Haninge\n",
        "          - månad: 2018-03\n            värd: Nykvarn\n",
    ),
    (
        "          - månad: 2018-04\n            värd: Nykvarn\n",
        "          - månad: 2018-04\n            värd: Salem\n",
    ),
    ("Södertörns åtta kommuner", "Södertörns sju kommuner"),
    ("de åtta Södertörnskommunerna. Gruppen", "de sju Södertörnskommunerna. Gruppen"),
    ("i de åtta kommunerna. Gruppen", "i de sju kommunerna. Gruppen"),
    ("där de åtta Södertörnskommunerna", "där de sju Södertörnskommunerna"),
)
CHANGES: dict[str, tuple[Change, list[str], list[str]]] = {
    "a chapter is dropped": (
        without(lambda text: chapter(text, "Vision 2025")),
        [],
        ["Vision 2025"],
    ),
    "a chapter is new": (replaced((KALENDARIUM, NEW_CHAPTER + KALENDARIUM)), ["Uppföljning"], []),
    "two chapters change places": (
        swapped("Syfte", "Förhållningssätt"),
        ["Syfte", "Förhållningssätt"],
        [],
    ),
    "a chapter is renamed": (
        replaced(("rubrik: Arbetsformer", "rubrik: Så arbetar vi")),
        ["Så arbetar vi"],
        ["Arbetsformer"],
    ),
    "the areas are others": (
        replaced(
            ("        - - Verksamhetsfrågor\n", "        - - Gemensam service\n"),
            ("      - rubrik: Verksamhetsfrågor\n", "      - rubrik: Gemensam service\n"),
        ),
        ["Gemensam service"],
        ["Verksamhetsfrågor"],
    ),
    "a group is new": (
        replaced(
            ("      - namn: nyckeltalsdagen\n", EVALUATION + "      - namn: nyckeltalsdagen\n")
        ),
        ["14\u00a0december\u00a02017"],
        [],
    ),
    "a group is gone": (
        lambda text: without(lambda text: group(text, "planeringskonferensen"))(text) + EXCUSED,
        ["Nyckeltal Södertörn"],
        ["Samarbetskommitténs planeringskonferens"],
    ),
    "a group is renamed": (
        replaced(("        rubrik: Ledningsgruppen\n", "        rubrik: Direktörerna\n")),
        ["Direktörerna"],
        ["Ledningsgruppen"],
    ),
    "there is no rådslag": (
        without(
            lambda text: re.search(
                r" {10}- rubrik: Södertörns Rådslag\n.*?(?= {10}- rubrik)", text, re.S
            )[0],
            lambda text: group(text, "rådslaget"),
        ),
        ["Södertörns nyckeltal"],
        ["Södertörns Rådslag", "Värdkommun för rådslaget"],
    ),
    "a member leaves": (replaced(*LEAVES), ["sju kommuner"], ["Tyresö"]),
    "a member joins": (replaced(*JOINS), ["Vaxholm"], []),
    "the words of the decision": (
        replaced(("beslut:\n  datum: 2016-12-08", "beslut:\n  ord: Godkänd av SSK")),
        ["Godkänd av SSK"],
        ["2016-12-08", "Beslutad"],
    ),
    "an appendix between": (
        replaced(
            (
                KALENDARIUM,
                "  - rubrik: Karta\n    slag: bilaga\n    text: Kartan.\n\n" + KALENDARIUM,
            )
        ),
        ["Karta"],
        [],
    ),
    "a chapter without text": (
        lambda text: re.sub(
            r"(  - rubrik: Arbetsformer\n)    text: \|\n      Samverkan[^\n]*\n", r"\1", text
        ),
        ["Arbetsformer", "Ledningsgrupp"],
        [],
    ),
    "a chapter of data only": (
        replaced(
            (
                KALENDARIUM,
                "  - rubrik: Tabeller\n    tabell:\n      kolumner: [A, B]\n      rader:\n        - [C, D]\n\n"
                + KALENDARIUM,
            )
        ),
        ["Tabeller", "C", "D"],
        [],
    ),
    "the same heading twice": (
        replaced(
            (KALENDARIUM, "  - rubrik: Syfte\n    text: |\n      Ett syfte till.\n\n" + KALENDARIUM)
        ),
        ["Ett syfte till."],
        [],
    ),
    "the deepest level": (
        replaced(
            (
                KALENDARIUM,
                NEW_CHAPTER.rstrip()
                + """
    avsnitt:
      - rubrik: Andra
        avsnitt:
          - rubrik: Tredje
            avsnitt:
              - rubrik: Fjärde
                text: Djupast.

"""
                + KALENDARIUM,
            )
        ),
        ["Andra", "Tredje", "Fjärde", "Djupast."],
        [],
    ),
    "two budgets": (
        lambda text: text.replace(
            "\n# Engelska",
            chapter(text, "Budget {år}").replace("Budget {år}", "Projektet") + "\n# Engelska",
        ),
        ["Projektet"],
        [],
    ),
    "two calendars": (
        replaced(
            (
                KALENDARIUM,
                "  - rubrik: Möten i projektet\n    kalender:\n" + EVALUATION + "\n" + KALENDARIUM,
            )
        ),
        ["Möten i projektet", "14\u00a0december\u00a02017"],
        [],
    ),
    "a text, a table and a text again": (
        replaced(
            (
                KALENDARIUM,
                """  - rubrik: Blandat
    innehåll:
      - text: Först detta.
      - tabell:
          kolumner: [A, B]
          rader:
            - [C, D]
      - text: Sedan detta.

"""
                + KALENDARIUM,
            )
        ),
        ["Först detta.", "C", "Sedan detta."],
        [],
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_plans_change_is_editing_the_file(name, plan_2017, plan_schema, template):
    change, come, gone = CHANGES[name]
    text = change(plan_2017.decode())
    assert text != plan_2017.decode()
    built = pipeline.produce("2017", text.encode(), plan_schema, template, judge=lambda _: [])
    assert [f"{f.code} {f.message}" for f in built.findings if f.severity != "information"] == []
    assert built.docx
    assert built.plan is not None
    shown = [str(leaf) for leaf in context.leaves(context.make(built.plan))]
    for words in come:
        assert words in shown or any(words in line for line in shown), words
    for words in gone:
        assert words not in shown, words
    page = pipeline.produce_page("2017", text.encode(), plan_schema, files.read_page_template())
    assert page.html
    old = pipeline.check("2017", plan_2017, plan_schema).plan
    assert old is not None
    assert compare.compare(old, built.plan), "the comparison tells of it"


def test_a_digital_meeting_on_another_weekday_is_agreed_on_and_shown(
    plan_2017, plan_schema, template
):
    text = replaced(
        (
            "          - datum: 2017-06-01\n            värd: Salem\n",
            "          - datum: 2017-06-02\n            anmärkning: digitalt\n",
        ),
    )(plan_2017.decode())
    built = pipeline.check("2017", text.encode(), plan_schema)
    assert sorted(f.code for f in built.findings if f.severity == "fel") == [
        "KAL001",
        "ROT002",
        "ROT002",
        "ROT006",
    ]
    assert all(
        "skriv ett undantag i planen" in f.hint for f in built.findings if f.severity == "fel"
    )
    agreed = "".join(
        f"  - regel: {code}\n    plats: 2017-06-02\n    skäl: Kommittén har bestämt det.\n"
        for code in ("KAL001", "ROT006")
    )
    agreed += "  - regel: ROT002\n    skäl: Salem står över.\n"
    built = pipeline.produce(
        "2017", f"{text}undantag:\n{agreed}".encode(), plan_schema, template, judge=lambda _: []
    )
    assert [f.code for f in built.findings if f.severity == "fel"] == []
    assert built.plan is not None
    (days,) = [
        d
        for d in context.make(built.plan)["kapitel"][6]["innehåll"][0]["kalender"]
        if "samarbetskommitté" in d["rubrik"]
    ][:1]
    assert days["tabell"]
    assert [(str(m["datum"]), str(m["värd"]), str(m["parentes"])) for m in days["möten"][1:4]] == [
        ("23\u00a0mars", "Nykvarn", ""),
        ("2\u00a0juni", "digitalt", ""),
        ("14\u00a0september", "Botkyrka", ""),
    ]
    assert [str(turn.host) for turn in built.plan.cycles["kommittén"]][:3] == [
        "Haninge",
        "Nykvarn",
        "Nynäshamn",
    ]


def test_chapters_that_change_places_are_told_as_moved(plan_2017, plan_schema):
    old = pipeline.check("2017", plan_2017, plan_schema).plan
    new = pipeline.check(
        "2017", CHANGES["two chapters change places"][0](plan_2017.decode()).encode(), plan_schema
    ).plan
    told = {(change.chapter, change.kind, change.after) for change in compare.compare(old, new)}
    assert told == {
        ("2. Förhållningssätt", "ordning", "flyttat: står efter Inledning"),
        ("3. Syfte", "ordning", "flyttat: står efter Förhållningssätt"),
    }


def test_who_came_and_who_left_is_told(plan_2017, plan_schema):
    old = pipeline.check("2017", plan_2017, plan_schema).plan
    told = {}
    for name in ("a member joins", "a member leaves"):
        new = pipeline.check(
            "2017", CHANGES[name][0](plan_2017.decode()).encode(), plan_schema
        ).plan
        told[name] = [(c.before, c.after) for c in compare.compare(old, new) if c.kind == "kommun"]
    assert told == {"a member joins": [("", "Vaxholm")], "a member leaves": [("Tyresö", "")]}
