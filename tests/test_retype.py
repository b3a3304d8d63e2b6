"""A value typed anew, added, taken out or moved in a form: exactly that is said afterwards, and all
else stands as it was typed.
"""

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sizes import size
from yaml import BaseLoader, load

from generator import files, retype, source
from generator.examined import examined
from generator.fields import DAY, HOST, field_of, leaves
from generator.retype import NotTypedError
from generator.schema import Shape
from generator.writing import KEY, MORE, REMOVE, Writer

ROOT = Path(__file__).parents[1]
PLANS = [
    *sorted((ROOT / "plans").glob("*.yaml")),
    *sorted((ROOT / "tests" / "plans").glob("*.yaml")),
]
SCHEMA = json.loads((ROOT / "schema" / "plan.schema.json").read_text(encoding="utf-8"))
EXPECTED = Shape(SCHEMA)
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in PLANS}
HARD = ["Ja", "a: b", "# inget", "- minus", "'", '"', "{år}", "2018-02-01", "~", "null", "å  ä", "x #y", "[a]", "%", "!", "a:", "1.", "*fet*", "\\", "|"]  # fmt: skip


def read(text):
    return source.read("plan.yaml", text.encode(), EXPECTED)[0]


SOURCES = {name: read(text) for name, text in TEXTS.items()}


def said(text):
    """What the text says to a reader of YAML that shares nothing with ours."""
    return load(text, BaseLoader)


def places(data, at=()):
    """Every place of a value, those of groups and lists too."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in pairs:
        yield (*at, key)
        if isinstance(value, dict | list):
            yield from places(value, (*at, key))


PLACES = {name: [*places(said(text))] for name, text in TEXTS.items()}


def had(data, at):
    for step in at:
        data = data[step]
    return data


def comments(text):
    return [line.strip() for line in text.splitlines() if line.strip().startswith("#")]


def words(text):
    """Every word of a text and every comment's sign, in no order; the commas and the brackets of a
    list on a line stay where they are.
    """
    return sorted(re.split(r"[\s,\[\]]+", text))


def test_there_are_plans_with_many_places():
    assert len(PLANS) >= 5
    assert sum(map(len, PLACES.values())) > 1_000


@settings(max_examples=size(80, 4_000), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_text_typed_anew_is_what_is_said_and_all_else_is_as_it_was(data):
    name = data.draw(st.sampled_from([*TEXTS]))
    text, before = TEXTS[name], said(TEXTS[name])
    scalars = [at for at in PLACES[name] if isinstance(had(before, at), str)]
    at = data.draw(st.sampled_from(scalars))
    new = data.draw(
        st.sampled_from(HARD) | st.text("aåÖ :#-'\"{}[]|>.,\n", min_size=1, max_size=30)
    )
    try:
        written = retype.retyped(SOURCES[name], at, new, read)
    except NotTypedError:
        # Only what YAML would not keep: blanks at the ends, and a text that is blanks alone.
        assert new != new.strip() or "\n" in new
        return
    after, was = said(written), had(before, at)
    assert had(after, at).rstrip("\n") == new.rstrip("\n")
    had(after, at[:-1])[at[-1]] = had(before, at)
    assert after == before
    of_text = {line.strip() for line in f"{was}\n{new}".splitlines()}
    kept = [line for line in comments(text) if line not in of_text]
    assert [line for line in comments(written) if line not in of_text] == kept
    changed = {*text.splitlines()} ^ {*written.splitlines()}
    old, typed = had(before, at).splitlines(), new.splitlines()
    assert len(changed) <= len(old) + len(typed) + 3


@settings(max_examples=size(50, 3_000), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_what_is_taken_out_is_gone_and_nothing_else(data):
    name = data.draw(st.sampled_from([*TEXTS]))
    before = said(TEXTS[name])
    at = data.draw(st.sampled_from(PLACES[name]))
    try:
        written = retype.removed(SOURCES[name], at, read)
    except NotTypedError:
        assert len(had(before, at[:-1])) == 1
        return
    del had(before, at[:-1])[at[-1]]
    assert said(written) == before
    kept = comments(written)
    gone = [line for line in comments(TEXTS[name]) if line not in kept]
    # All chapters take with them what is said of each.
    assert at == ("kapitel",) or len(gone) <= len(comments(TEXTS[name])) / 2


@settings(max_examples=size(50, 3_000), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_an_item_moved_changes_its_place_with_the_next_and_nothing_is_lost(data):
    name = data.draw(st.sampled_from([*TEXTS]))
    before = said(TEXTS[name])
    lists = [
        at for at in PLACES[name] if isinstance(had(before, at), list) and len(had(before, at)) > 1
    ]
    whole = data.draw(st.sampled_from(lists))
    items = had(before, whole)
    number = data.draw(st.integers(0, len(items) - 2))
    written = retype.moved(SOURCES[name], (*whole, number), 1, read)
    items[number], items[number + 1] = items[number + 1], items[number]
    assert said(written) == before
    assert words(written) == words(TEXTS[name])
    back = retype.moved(read(written), (*whole, number + 1), -1, read)
    assert back == TEXTS[name]


def test_a_comment_above_an_item_goes_with_it():
    text = TEXTS["2018"]
    chapters = [chapter["rubrik"] for chapter in said(text)["kapitel"]]
    at = ("kapitel", chapters.index("Vision 2025"))
    above = "  # Visionen sätts som ett citat\n  - rubrik: Vision 2025\n"
    assert above in text
    assert above in retype.moved(SOURCES["2018"], at, -1, read)
    assert "Visionen sätts" not in retype.removed(SOURCES["2018"], at, read)


# ---- a form -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def plan():
    path = ROOT / "plans" / "2018.yaml"
    return examined(path, path.read_bytes())


def writer(built):
    path = ROOT / "plans" / "2018.yaml"
    return Writer(built, files.read_schema(), lambda text: examined(path, text.encode()))


def at_heading(built, heading):
    return "kapitel", [c["rubrik"] for c in built.source.data["kapitel"]].index(heading)


def changed_lines(before, after):
    return [line for line in after.splitlines() if line not in before.splitlines()]


def test_an_amount_as_people_type_it_takes_its_sum_along_and_answers_what_was_asked(plan):
    rows = (*at_heading(plan, "Budget {år}"), "budget", "kostnader", "poster")
    text = writer(plan).write((*rows, 0, "belopp"), "900000 kr")
    assert changed_lines(plan.source.text, text) == [
        "            belopp: 900 000",
        "        summa: 950 000",
    ]


def test_a_sum_that_is_typed_stays(plan):
    at = (*at_heading(plan, "Budget {år}"), "budget", "kostnader", "summa")
    assert changed_lines(plan.source.text, writer(plan).write(at, "1 000 000")) == [
        "        summa: 1 000 000"
    ]


def test_a_row_taken_out_takes_its_amount_out_of_the_sum(plan):
    rows = (*at_heading(plan, "Budget {år}"), "budget", "kostnader", "poster")
    text = writer(plan).act((*rows, 1), REMOVE)
    assert changed_lines(plan.source.text, text) == ["        summa: 895 000"]


def test_two_hosts_are_a_list_and_none_is_no_line(plan):
    at = (*at_heading(plan, "Kalendarium"), "kalender", 0, "möten", 0, "värd")
    assert changed_lines(plan.source.text, writer(plan).write(at, "Salem, Tyresö")) == [
        "            värd: [Salem, Tyresö]"
    ]
    gone = writer(plan).write(at, " ")
    assert len(plan.source.text.splitlines()) - len(gone.splitlines()) == 1


def test_what_is_new_asks_for_what_nobody_has_chosen(plan):
    at = (*at_heading(plan, "Kalendarium"), "kalender", 0, "möten")
    new = changed_lines(plan.source.text, writer(plan).act(at, MORE))
    assert new == [
        "          - datum: 2018-12-20  # FYLL I: välj dagen",
        "            värd: 'FYLL I: värdkommun'",
    ]


@pytest.mark.parametrize(("heading", "least"), [("Inledning", 10), (None, 4)])
def test_every_content_of_the_schema_can_be_begun(plan, heading, least):
    at = at_heading(plan, heading) if heading else ()
    absent = field_of(plan.source.data, SCHEMA, at).absent
    assert len(absent) >= least
    for key in absent:
        text = writer(plan).act(at, KEY + key.key)
        told = examined(ROOT / "plans" / "2018.yaml", text.encode())
        unread = [f for f in told.findings if f.code.startswith(("SCH", "YML"))]
        assert not unread, (key.key, unread)


def test_a_chapter_more_stands_before_the_appendices(plan):
    text = writer(plan).act(("kapitel",), MORE)
    before, after = (said(one)["kapitel"] for one in (plan.source.text, text))
    assert before[-1]["slag"] == "bilaga"
    assert after[-1] == before[-1]
    assert after[-2] == {"rubrik": "FYLL I: rubrik"}
    assert [*after[:-2], after[-1]] == before


def test_fields_are_found_for_every_value_of_every_plan():
    seen = 0
    for name, text in TEXTS.items():
        found = field_of(SOURCES[name].data, SCHEMA, ())
        values = {leaf.at: leaf for leaf in leaves(found)}
        data = said(text)
        for at in PLACES[name]:
            if isinstance(had(data, at), str):
                around = at if at in values else at[:-1]
                assert around in values, (name, at)
                seen += 1
        assert {leaf.form for leaf in values.values()} >= {DAY, HOST} or name != "2018"
    assert seen > 800
