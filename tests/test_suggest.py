"""What the editor offers: keys, words and facts where they can be written, and what a key means."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sizes import size

from generator import source
from generator.schema import Shape
from generator.suggest import meaning, place_of, suggestions

ROOT = Path(__file__).parents[1]
SCHEMA = json.loads((ROOT / "schema" / "plan.schema.json").read_text(encoding="utf-8"))
PLANS = [
    *sorted((ROOT / "plans").glob("*.yaml")),
    *sorted((ROOT / "tests" / "plans").glob("*.yaml")),
]
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in PLANS}
READ = {name: source.read(name, text.encode(), Shape(SCHEMA))[0] for name, text in TEXTS.items()}
TEXT = TEXTS["2018"]
FACTS = {"år": "2018", "rådslaget": "15 mars"}


def steps(pointer):
    return tuple("-" if isinstance(step, int) else step for step in pointer)


def blocks(read):
    """Every key of a plan that is typed on a line of its own, not within brackets."""
    for at in read.keys:
        holders = [at[:end] for end in range(len(at))]
        if all(read.is_block(holder) for holder in holders):
            yield at


KEYS = [(name, at) for name, read in READ.items() for at in blocks(read)]


def test_there_are_keys_to_look_at():
    assert len(PLANS) >= 5
    assert len(KEYS) > 900


@settings(max_examples=size(100, 4_000), deadline=None)
@given(st.sampled_from(KEYS))
def test_the_place_of_a_key_is_what_the_reader_of_the_plan_says(case):
    name, at = case
    mark = READ[name].locate(at, on_key=True)
    line_end = TEXTS[name].find("\n", mark.start)
    place = place_of(TEXTS[name], line_end)
    if place.key:
        assert (*place.path, place.key) == steps(at)
        beside = READ[name].value(at[:-1])
        assert place.beside == {str(key) for key in beside}
    before = place_of(TEXTS[name], mark.start)
    assert before.path == steps(at[:-1])
    assert before.column == mark.column - 1


def offered(text, facts=FACTS):
    """What is offered at the sign ¤ of a text, and what it would take the place of."""
    offset = text.index("¤")
    text = text.replace("¤", "")
    start, found = suggestions(text, offset, READ["2018"].data, SCHEMA, facts)
    return text[start:offset], found


def test_the_keys_that_a_meeting_could_have_too_are_offered():
    text = re.sub(r"( +)- datum: 2018-01-25.*\n", r"\g<0>\1  ¤\n", TEXT, count=1)
    typed, found = offered(text)
    assert typed == ""
    words = {one.word: one for one in found}
    assert "värd" not in words
    assert "datum" not in words
    assert "anmärkning" in words
    assert words["anmärkning"].about


def test_a_key_that_is_begun_is_what_is_replaced():
    typed, found = offered("år: 2018\nunder¤\n")
    assert typed == "under"
    assert next(one for one in found if one.word == "undertitel").typed == "undertitel: "


def test_what_follows_a_key_is_typed_with_it():
    typed, found = offered("kapitel:\n  - rubrik: Ett\n    ¤")
    typed = {one.word: one.typed for one in found}
    assert typed["text"] == "text: |\n      "
    assert typed["avsnitt"] == "avsnitt:\n      - "


def test_the_members_are_offered_as_hosts():
    text = TEXT.replace("värd: Huddinge", "värd: Hu¤", 1)
    typed, found = offered(text)
    assert typed == "Hu"
    assert [one.word for one in found] == READ["2018"].data["kommuner"]


def test_a_host_more_in_brackets_is_offered():
    text = TEXT.replace("värd: Huddinge", "värd: [Huddinge, ¤", 1)
    typed, found = offered(text)
    assert typed == ""
    assert "Tyresö" in [one.word for one in found]


def test_the_words_that_a_value_can_be_are_offered():
    typed, found = offered("status: u¤")
    assert typed == "u"
    assert {one.word for one in found} == {"utkast", "beslutad"}


@pytest.mark.parametrize("text", ["undertitel: Budget {å¤", "kapitel:\n  - text: |\n      I {å¤"])
def test_facts_are_offered_in_texts(text):
    typed, found = offered(text)
    assert typed == "å"
    assert next((one.word, one.typed, one.about) for one in found) == ("år", "år}", "2018")


@pytest.mark.parametrize(
    "text", ["# und¤", "kapitel:\n  - text: |\n      Här är under¤", "okänd:\n  ¤"]
)
def test_nothing_is_offered_where_nothing_is_known(text):
    assert offered(text)[1] == []


def test_a_key_tells_what_it_means():
    title, about = meaning(TEXT, TEXT.index("undertitel:") + 3, None, SCHEMA)
    assert title == "Undertitel"
    assert about
    assert meaning(TEXT, TEXT.index("Budget {år}"), None, SCHEMA) is None


@settings(max_examples=size(100, 3_000), deadline=None)
@given(st.text("år:- \n#|{[x'\"]}&", max_size=60), st.integers(0, 60))
def test_any_text_can_be_asked(text, offset):
    offset = min(offset, len(text))
    start, _ = suggestions(text, offset, None, SCHEMA, FACTS)
    assert 0 <= start <= offset
    meaning(text, offset, None, SCHEMA)
