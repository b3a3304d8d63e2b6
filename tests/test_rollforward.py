"""Next year's draft: what is moved, computed, proposed and left open; and that nothing else of the
text changes."""

import re
from itertools import pairwise

import pytest
from conftest import MEMBERS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator import pipeline
from generator.content.calendar.records import called, groups_of
from generator.content.turns import HostTable
from generator.plan import Plan
from generator.years import rollforward

COMMITTEE = (
    "Haninge",
    "Nykvarn",
    "Salem",
    "Nynäshamn",
    "Botkyrka",
    "Tyresö",
    "Södertälje",
    "Huddinge",
)


def rolled(text: str, plan_schema, earlier=pipeline.no_year_before):
    """The next year's text, and what was told."""
    built = pipeline.check("plan", text.encode(), plan_schema, earlier)
    assert built.plan is not None
    return rollforward.next_year(built.source, built.plan, built.plan.year + 1)


def checked(text: str, before: str, plan_schema):
    return pipeline.check("plan", text.encode(), plan_schema, lambda _: before.encode())


def changed_lines(before: str, after: str) -> list[tuple[str, str]]:
    """Lines that differ, where as many lines stand in both."""
    return [(a, b) for a, b in zip(before.split("\n"), after.split("\n"), strict=True) if a != b]


def test_draft_of_2018_follows_the_rules_of_the_rotation_and_the_calendar(plan_2017, plan_schema):
    text, told = rolled(plan_2017.decode(), plan_schema)
    built = checked(text, plan_2017.decode(), plan_schema)
    assert [f.code for f in built.findings if f.severity != "information"] == []
    hosts = [str(turn.host) for turn in built.plan.cycles["kommittén"]]
    assert hosts == ["Huddinge", *COMMITTEE[:7], "Huddinge", "Haninge"]
    committee = called(built.plan, "samarbetskommittén")
    assert [str(event.first) for event in committee.events] == [
        "2018-01-25", "2018-03-22", "2018-04-26", "2018-09-13", "2018-10-25", "2018-12-06",
    ]  # fmt: skip
    assert [str(event.first) for event in committee.previews] == ["2019-01", "2019-03", "2019-04"]
    leading = called(built.plan, "ledningsgruppen").events
    assert str(leading[3].first) == "2018-05-04", "11 May 2018 is a bridging day"
    assert str(called(built.plan, "rådslaget").events[0].first) == "2018-03-15", (
        "29 March is Maundy Thursday, 22 March is taken"
    )
    years = [(year, str(host)) for table in built.plan.of(HostTable) for year, host in table.years]
    assert (years[0], years[-1]) == ((2018, "Huddinge"), (2025, "Nykvarn"))
    assert [str(event.first) for event in called(built.plan, "nyckeltalsdagen").events] == [
        "2019-10"
    ]
    assert not built.plan.decided
    assert len(built.plan.open_places) == 35
    assert "rådslaget 2025: Nykvarn, åtta år efter 2017" in told.computed
    assert "värd för Södertörnskonferensen: ingen turordning är känd" in told.left_out


ADDED = """
  # En sida som visar planen i korthet; allt hämtas ur det som står ovan
  - rubrik: Året i korthet
    slag: bilaga
    året_i_korthet:
      lista:
        rubrik: Årets utvecklingsfrågor
        slag: utvecklingsfråga
"""
"""What the committee's draft has that the plan before it has not."""


def test_committed_draft_of_2018_is_what_the_command_makes_and_a_page_more(plan_2017, plan_schema):
    from generator import files

    text, _ = rolled(plan_2017.decode(), plan_schema)
    committed = files.read(files.PLANS / "2018.yaml").decode()
    assert committed.count(ADDED) == 1
    assert committed.replace(ADDED, "") == text


def test_only_lines_that_had_to_change_are_changed(plan_2017, plan_schema):
    old, (new, _) = plan_2017.decode().split("\n"), rolled(plan_2017.decode(), plan_schema)
    kept = set(new.split("\n"))
    gone = [line for line in old if line not in kept]
    assert len(gone) <= 45
    assert all(
        re.search(r"2016-12-08|2017|2018-|värd|belopp|beslut|nyckeltalsdagen", line)
        for line in gone
    )


def hosts_of_the_year(plan: Plan) -> list[str]:
    """The committee's hosts, in the order of their turns."""
    return [str(turn.host) for turn in plan.cycles["kommittén"] if turn.order[0] == plan.year]


def test_sixteen_years_stay_in_both_rotations(plan_2017, plan_schema):
    text, hosts, radslag = plan_2017.decode(), [], ["Nykvarn"]
    hosts = hosts_of_the_year(pipeline.check("", plan_2017, plan_schema).plan)
    for year in range(2018, 2034):
        before, (text, _) = text, rolled(text, plan_schema)
        built = checked(text, before, plan_schema)
        assert built.plan.year == year
        assert [f for f in built.findings if f.severity == "fel" or f.code.startswith("ROT")] == []
        hosts += hosts_of_the_year(built.plan)
        radslag.append(str(built.plan.listed("rådslaget", year)))
        for group in groups_of(built.plan):
            days = [event.first.date for event in group.events if event.first.date]
            assert all(a < b for a, b in pairwise(days))
    assert len(hosts) == 17 * 7
    assert hosts == [COMMITTEE[i % 8] for i in range(len(hosts))]
    assert all({*radslag[i : i + 8]} == {*MEMBERS} for i in range(len(radslag) - 7))


def joined(text: str, plan_schema) -> str:
    """A draft in which Vaxholm has joined: among the members, last in the rådslag's list, and in
    the texts."""
    year = pipeline.check("", text.encode(), plan_schema).plan.year
    last = re.search(rf"( +){year + 7}: \w+\n", text)
    text = text.replace(last[0], f"{last[0]}{last[1]}{year + 8}: Vaxholm\n").replace(
        "Tyresö]", "Tyresö, Vaxholm]"
    )
    return text.replace("åtta kommuner", "nio kommuner").replace("de åtta", "de nio")


def test_a_member_that_joins_takes_its_turn_and_keeps_it(plan_2017, plan_schema):
    """Sixteen years, with a ninth member from the sixth: each turn is of nine from then on, and no
    rule complains."""
    text, radslag = plan_2017.decode(), []
    hosts: list[str] = []
    for year in range(2018, 2034):
        before, (text, _) = text, rolled(text, plan_schema)
        if year == 2023:
            text = joined(text, plan_schema)
            plan = pipeline.check("", text.encode(), plan_schema).plan
            text = with_hosts(text, plan, hosts)
        built = checked(text, before, plan_schema)
        told = [
            f"{year} {f.code} {f.message}"
            for f in built.findings
            if f.severity == "fel" or f.code.startswith("ROT")
        ]
        assert told == []
        hosts += hosts_of_the_year(built.plan)
        radslag.append(str(built.plan.listed("rådslaget", year)))
    since = hosts[5 * 7 :]
    assert all(len({*since[i : i + 9]}) == 9 for i in range(len(since) - 8))
    assert since.count("Vaxholm") >= 8
    assert "Vaxholm" in radslag


def with_hosts(text: str, plan: Plan, held: list[str]) -> str:
    """The draft's hosts in turn, with the new member where it is the only one still waiting."""
    names = list(held)
    for turn in plan.cycles["kommittén"]:
        was_announced = (
            turn.order[0] == plan.year and turn.list == "samarbetskommittén" and turn.number < 3
        )
        new = str(turn.host) if was_announced else plan.following(names)
        names.append(new)
        text = re.sub(
            rf"((?:datum|månad): {turn.told}\b[^\n]*\n(?: +till: [^\n]*\n)? +värd: )\w+",
            rf"\g<1>{new}",
            text,
        )
    return text


STYLES = {
    "quoted": lambda text: re.sub(r"(datum|till): ([\d-]+)", r"\1: '\2'", text),
    "double quoted hosts": lambda text: re.sub(
        r"värd: (\w+)$", r'värd: "\1"', text, flags=re.MULTILINE
    ),
    "comments": lambda text: re.sub(
        r"(- datum: [\d-]+)$", r"\1    # enligt kallelsen", text, flags=re.MULTILINE
    ),
    "flow rows": lambda text: re.sub(
        r"- datum: (\S+)\n +värd: (\w+)$",
        r"- {datum: \1, värd: \2}  # rad",
        text,
        flags=re.MULTILINE,
    ),
    "flow hosts": lambda text: re.sub(
        r"år:\n((?: {16}\d{4}: \w+\n)+)",
        lambda m: "år: {" + ", ".join(line.strip() for line in m[1].splitlines()) + "}\n",
        text,
    ),
    "block hosts": lambda text: text.replace(
        "värd: [Södertälje, Nykvarn]", "värd:\n              - Södertälje\n              - Nykvarn"
    ),
    "windows": lambda text: text.replace("\n", "\r\n"),
    "no last line break": lambda text: text.rstrip("\n"),
    "blank lines": lambda text: re.sub(r"\n(?=          - datum)", "\n\n", text),
}


@pytest.mark.parametrize("style", STYLES)
def test_every_style_of_typing_is_carried_over(style, plan_2017, plan_schema):
    typed = STYLES[style](plan_2017.decode())
    assert typed != plan_2017.decode()
    text, _ = rolled(typed, plan_schema)
    plain, _ = rolled(plan_2017.decode(), plan_schema)
    built, expected = (checked(one, plan_2017.decode(), plan_schema) for one in (text, plain))
    assert [f for f in built.findings if f.severity != "information"] == []
    assert built.source.data == expected.source.data
    assert {place.words for place in built.plan.open_places} == {
        place.words for place in expected.plan.open_places
    }


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_every_byte_outside_the_splices_is_kept(data, plan_2017, plan_schema):
    """Comments, blank lines and styles put anywhere come through; the splices are the only places
    that differ."""
    typed = plan_2017.decode()
    for name in data.draw(st.sets(st.sampled_from(sorted({*STYLES} - {"windows"})), max_size=3)):
        typed = STYLES[name](typed)
    lines = typed.split("\n")
    starts = [
        i
        for i, line in enumerate(lines)
        if re.match(r" *[\wåäö-]+:|- ", line) and not line.startswith("        20")
    ]
    for place in sorted(data.draw(st.sets(st.sampled_from(starts), max_size=8)), reverse=True):
        lines.insert(
            place,
            data.draw(
                st.sampled_from(
                    ["# anteckning 2017", "", "   # indragen: anteckning", "# en till", ""]
                )
            ),
        )
    typed = "\n".join(lines)
    built = pipeline.check("plan", typed.encode(), plan_schema)
    if any(finding.severity == "fel" for finding in built.findings):
        return
    roller = rollforward._Roller(built.source, built.plan, built.plan.year + 1)
    roller.roll()
    splices = sorted([*roller.splices, *roller.noted()])
    text, _ = rollforward.next_year(built.source, built.plan, built.plan.year + 1)
    after = 0
    for (_, end, new), (start, *_) in zip(
        [(0, 0, ""), *splices], [*splices, (len(typed), 0, "")], strict=True
    ):
        after += len(new)
        kept = typed[end:start]
        assert text[after : after + len(kept)] == kept
        after += len(kept)
    assert after == len(text)
    draft = checked(text, typed, plan_schema)
    assert [f for f in draft.findings if f.severity == "fel"] == []
    assert draft.plan.year == 2018


def test_rolling_a_draft_on_replaces_the_comments_that_ask(plan_2017, plan_schema):
    draft, _ = rolled(plan_2017.decode(), plan_schema)
    text, told = rolled(draft, plan_schema)
    assert "# FYLL I: bekräfta beloppet (2018: 895 000)" in text
    assert text.count("895 000") == 2
    assert "- datum: 2019-10  # FYLL I: bekräfta månaden och välj dag" in text
    assert "värd: 'FYLL I: värdkommun, 2017 var det Södertälje och Nykvarn'" in text
    assert not any("nyckeltalsdag" in line for line in told.left_out)


def test_a_rotation_that_is_not_known_is_left_open(small_plan, plan_schema):
    text, told = rolled(small_plan.decode(), plan_schema)
    assert text.count("värd: 'FYLL I: värdkommun'") == 2
    assert "värdar i tur och ordning (kommittén): Salem, okänd, okänd" in told.computed
    assert "värd: Salem" in text
    assert "- datum: 2019-04-11  # FYLL I: bekräfta dagen\n            värd: Salem" in text, (
        "the rådslag's host stands in its list"
    )


def test_who_is_left_in_a_rotation_with_a_newcomer_is_told(plan_2017, plan_schema):
    """Of a year without announced hosts: nobody knows when the newcomer's turn is."""
    typed = re.sub(r" +nästa_år:\n(?: +(?:- månad|värd): .*\n)+", "", plan_2017.decode())
    typed = re.sub(r"( +)2024: Haninge\n", r"\g<0>\g<1>2025: Vaxholm\n", typed)
    typed = typed.replace("Tyresö]", "Tyresö, Vaxholm]")
    text, told = rolled(
        typed.replace("åtta kommuner", "nio kommuner").replace("de åtta", "de nio"), plan_schema
    )
    assert told.computed[-1] == (
        "värdar i tur och ordning (kommittén): okänd, okänd, Haninge, Nykvarn, Salem, Nynäshamn, Botkyrka"
    )
    assert (
        "2 värdar att välja (kommittén): kvar i turordningen är Huddinge och Vaxholm"
        in told.left_out
    )
    assert text.count("värdkommun, kvar i turordningen är Huddinge och Vaxholm'") == 2
    built = checked(text, typed, plan_schema)
    assert [f.code for f in built.findings if f.severity == "fel"] == []
    _, told = rolled(text, plan_schema)
    assert "4 värdar att välja (kommittén): turordningen är inte känd" in told.left_out, (
        "who was chosen is not known"
    )


def test_who_is_left_is_not_told_where_it_is_almost_everybody(small_plan, plan_schema):
    _, told = rolled(small_plan.decode(), plan_schema)
    assert [line for line in told.left_out if "kommittén" in line] == [
        "2 värdar att välja (kommittén): turordningen är inte känd"
    ]


def test_texts_that_speak_of_their_year_or_of_what_is_to_be_done_are_to_be_read(
    plan_2017, plan_schema
):
    text, told = rolled(plan_2017.decode(), plan_schema)
    built = checked(text, plan_2017.decode(), plan_schema)
    asked = {
        place.at: place.words
        for place in built.plan.open_places
        if place.words.startswith("läs igenom")
    }
    speaking = {
        prose.at
        for prose in built.plan.proses
        if re.search(r"\b(ska|skall|genomförs)\b|\{(?!\w+ minsta antal)", prose.text)
    }
    assert len(speaking) > 8
    assert {*asked} == speaking
    assert asked["kapitel", 1, "text"] == "läs igenom (”ska”)"
    assert "11 texter som talar om året eller om något som ska göras, att läsa igenom" in told.kept


def test_what_reviewers_said_does_not_go_with_the_plan(plan_2017, plan_schema):
    typed = (
        plan_2017.decode()
        .replace("- rubrik: Syfte\n", "- rubrik: Syfte\n    # KOMMENTAR (Åsa): Varför?\n", 1)
        .replace(
            "      Vår samverkan syftar",
            "      # KOMMENTAR är text här.\n\n      Vår samverkan syftar",
        )
    )
    text, told = rolled(
        typed.replace("status: beslutad\nbeslut:\n  datum: 2016-12-08", "status: utkast"),
        plan_schema,
    )
    assert "# KOMMENTAR (Åsa)" not in text
    assert "    # KOMMENTAR är text här.\n" in text
    assert "1 kommentar från granskningen av planen för 2017" in told.left_out


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    year=st.integers(2017, 2060),
    days=st.lists(
        st.sampled_from([1, 2, 3, 4, 22, 26, 27, 28, 29, 30, 31]), min_size=1, unique=True
    ),
)
def test_proposed_days_lie_in_the_year_whatever_its_weeks(year, days, plan_2017, plan_schema):
    """The first and last days of a year lie in weeks of the years beside it; some years have 53
    weeks."""
    from datetime import date

    from generator.content.calendar.days import proposed

    group = called(pipeline.check("", plan_2017, plan_schema).plan, "ledningsgruppen")
    taken: set[date] = set()
    for day in sorted(days):
        when = date(year, 1 if day < 5 else 12, day)
        first = replace(group.events[0].first, year=year, month=when.month, day=when.day)
        event = replace(group.events[0], first=first)
        span, _, _ = proposed(group, event, year + 1, None, date(year, 12, 31), taken)
        assert span[0].year == span[-1].year == year + 1
        assert span[0] not in taken
        taken.update(span)


def test_a_remark_that_names_another_weekday_is_asked_about(plan_2017, plan_schema):
    text = plan_2017.decode()
    told = ("en torsdag", "på torsdagen i stället", "en tisdag", "sista mötet")
    for day, remark in zip(("02-02", "03-23", "06-01", "09-14"), told, strict=True):
        whole = f"- datum: 2017-{day}\n"
        assert text.count(whole) == 1
        text = text.replace(whole, f"{whole}            anmärkning: {remark}\n")
    built = pipeline.check("2017.yaml", text.encode(), plan_schema)
    after, _ = rollforward.next_year(built.source, built.plan, 2018)
    asked = re.findall(r"FYLL I: bekräfta dagen och anmärkningen \((.*?)\)", after)
    assert asked == ["”en tisdag”"]
