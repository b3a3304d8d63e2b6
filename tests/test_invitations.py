"""The calendar files, read by a parser that shares no code with the one that writes them, against
the plan."""

import re
import sys
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event

from generator import files, invitations, pipeline
from generator.cli import main
from generator.findings import has_errors
from generator.plan import Plan

STOCKHOLM = ZoneInfo("Europe/Stockholm")
HARD = "Kommittén; möten, \\n dagar: åäö " + "räksmörgås, " * 12 + "slut"


def plan_of(raw: bytes) -> Plan:
    built = pipeline.check("plan", raw, files.read_schema())
    assert not has_errors(built.findings)
    return built.plan


def changed(raw: bytes, *changes: tuple[str, str]) -> bytes:
    text = raw.decode()
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text.encode()


def parsed(content: bytes) -> list[Event]:
    return IcsCalendarStream.calendar_from_ics(content.decode()).events


def events(raw: bytes) -> dict[str, Event]:
    """Every event of a plan by its UID."""
    made = invitations.make(plan_of(raw))
    listed = parsed(next(iter(made.values())))
    by_uid = {event.uid: event for event in listed}
    assert len(by_uid) == len(listed)
    return by_uid


def told(event: Event) -> tuple:
    return event.summary, event.location, event.dtstart, event.dtend


def at(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=STOCKHOLM)


def test_every_occasion_of_2017_is_an_event(plan_2017):
    committee, leaders = "Södertörns samarbetskommitté", "Ledningsgruppen"
    meetings = {
        "2017-02-02": "Haninge",
        "2017-03-23": "Nykvarn",
        "2017-06-01": "Salem",
        "2017-09-14": "Botkyrka",
        "2017-10-26": "Tyresö",
        "2017-12-07": "Södertälje",
    }
    leading = ["2017-01-20", "2017-02-24", "2017-05-12", "2017-09-01", "2017-10-06", "2017-11-17"]
    expected = [
        (committee, host, at(day, "12:00"), at(day, "15:00")) for day, host in meetings.items()
    ]
    expected += [(leaders, None, at(day, "08:30"), at(day, "13:00")) for day in leading]
    expected += [
        (
            "Samarbetskommitténs planeringskonferens",
            "Nynäshamn",
            date(2017, 8, 16),
            date(2017, 8, 18),
        ),
        ("Ledningsgruppen (planeringskonferens)", None, date(2017, 4, 6), date(2017, 4, 8)),
        ("Södertörnskonferensen", "Södertälje och Nykvarn", date(2017, 9, 7), date(2017, 9, 8)),
        ("Södertörns rådslag", "Nykvarn", date(2017, 3, 30), date(2017, 3, 31)),
        ("Nyckeltal Södertörn", None, date(2017, 10, 5), date(2017, 10, 6)),
    ]
    found = [told(event) for event in events(plan_2017).values()]
    assert sorted(found, key=repr) == sorted(expected, key=repr)


def test_times_are_those_of_stockholm_in_summer_and_in_winter(plan_2017):
    found = events(plan_2017)
    instants = {
        uid: event.dtstart.astimezone(UTC)
        for uid, event in found.items()
        if isinstance(event.dtstart, datetime)
    }
    assert instants[
        "2017-samarbetskommitten-1@sodertornskommunernas-samarbetskommitte"
    ] == datetime(2017, 2, 2, 11, tzinfo=UTC)
    assert instants[
        "2017-samarbetskommitten-3@sodertornskommunernas-samarbetskommitte"
    ] == datetime(2017, 6, 1, 10, tzinfo=UTC)


def test_the_file_s_own_time_zone_agrees_with_the_world_s(plan_2017):
    content = next(iter(invitations.make(plan_of(plan_2017)).values())).decode()
    zone = tz.tzical(
        StringIO(re.search(r"BEGIN:VTIMEZONE.*END:VTIMEZONE\r\n", content, re.DOTALL)[0])
    ).get("Europe/Stockholm")
    hours = [datetime(2016, 12, 31) + timedelta(hours=6 * n) for n in range(4 * 365 * 12)]
    assert {hour.replace(tzinfo=zone).utcoffset() for hour in hours} == {
        timedelta(hours=1),
        timedelta(hours=2),
    }
    assert [
        hour
        for hour in hours
        if hour.replace(tzinfo=zone).utcoffset() != hour.replace(tzinfo=STOCKHOLM).utcoffset()
    ] == []


def test_each_group_has_a_file_and_one_has_all(plan_2017):
    made = {name: parsed(content) for name, content in invitations.make(plan_of(plan_2017)).items()}
    groups = {
        "samarbetskommitten": 6,
        "planeringskonferensen": 1,
        "ledningsgruppen": 7,
        "sodertornskonferensen": 1,
        "radslaget": 1,
        "nyckeltalsdagen": 1,
    }
    assert {name: len(found) for name, found in made.items()} == {
        "kalendarium-2017.ics": 17,
        **{f"kalendarium-2017-{group}.ics": count for group, count in groups.items()},
    }
    whole, *parts = made.values()
    assert [(event.uid, told(event)) for event in whole] == [
        (event.uid, told(event)) for part in parts for event in part
    ]


def test_a_changed_date_time_host_or_heading_keeps_every_uid(plan_2017):
    before = events(plan_2017)
    after = events(
        changed(
            plan_2017,
            (
                "datum: 2017-06-01\n            värd: Salem",
                "datum: 2017-06-08\n            värd: Salem",
            ),
            ("tid: 12.00-15.00", "tid: 13.00-16.00"),
            (
                "datum: 2017-04-06\n            till: 2017-04-07",
                "datum: 2017-04-20\n            till: 2017-04-21",
            ),
            ("värd: [Södertälje, Nykvarn]", "värd: Huddinge"),
            ("rubrik: Ledningsgruppen\n        förb", "rubrik: Kommundirektörerna\n        förb"),
        )
    )
    assert [*before] == [*after]
    assert after["2017-samarbetskommitten-3@sodertornskommunernas-samarbetskommitte"].dtstart == at(
        "2017-06-08", "13:00"
    )
    assert after["2017-ledningsgruppen-3@sodertornskommunernas-samarbetskommitte"].dtend == date(
        2017, 4, 22
    )
    assert (
        after["2017-sodertornskonferensen-1@sodertornskommunernas-samarbetskommitte"].location
        == "Huddinge"
    )


def test_a_meeting_added_in_the_middle_leaves_a_calendar_right_when_it_reads_the_whole_file(
    plan_2017,
):
    added = changed(
        plan_2017,
        (
            "          - datum: 2017-05-12\n",
            "          - datum: 2017-04-28\n          - datum: 2017-05-12\n",
        ),
    )
    before, after = events(plan_2017), events(added)
    assert set(before) < set(after)
    assert len(after) == len(before) + 1


def test_a_day_not_yet_known_keeps_its_place(plan_2017):
    month = events(
        changed(plan_2017, ("          - datum: 2017-05-12\n", "          - datum: 2017-05\n"))
    )
    known = events(plan_2017)
    assert {
        uid: told(event)
        for uid, event in known.items()
        if uid != "2017-ledningsgruppen-4@sodertornskommunernas-samarbetskommitte"
    } == {uid: told(event) for uid, event in month.items()}


def test_nyckeltalsdagen_of_next_year_has_the_uid_that_next_year_s_plan_gives_it(plan_2017):
    excuse = "undantag:\n  - regel: KAL008\n    skäl: Dagen flyttades.\n"
    other_year = ("- datum: 2017-10-05", "- datum: 2018-10-04")
    found = events(changed(plan_2017, other_year, ("\nkapitel:", f"\n{excuse}kapitel:")))
    assert found["2018-nyckeltalsdagen-1@sodertornskommunernas-samarbetskommitte"].dtstart == date(
        2018, 10, 4
    )


def test_months_without_a_day_are_listed(plan_2017, small_plan):
    assert invitations.undated(plan_of(plan_2017)) == [
        "januari\u00a02018 (Huddinge)",
        "mars\u00a02018 (Haninge)",
        "april\u00a02018 (Nykvarn)",
    ]
    months = changed(small_plan, ("- datum: 2018-01-19", "- datum: 2018-01"))
    assert "januari\u00a02018 (Ledningsgruppen)" in invitations.undated(plan_of(months))


def test_a_draft_is_tentative_and_a_decided_plan_replaces_it(small_plan):
    decided = changed(
        small_plan, ("status: utkast", "status: beslutad\nbeslut:\n  datum: 2017-12-07")
    )
    first, second = events(small_plan), events(decided)
    assert [*first] == [*second]
    assert {(e.status, e.sequence, e.dtstamp) for e in first.values()} == {
        ("TENTATIVE", 0, datetime(2018, 1, 1, tzinfo=UTC))
    }
    assert {(e.status, e.sequence, e.dtstamp) for e in second.values()} == {
        ("CONFIRMED", 1, datetime(2017, 12, 7, tzinfo=UTC))
    }
    assert [e.summary for e in first.values()] == [
        f"Preliminärt: {e.summary}" for e in second.values()
    ]


def test_special_characters_come_out_as_typed_and_lines_are_folded(small_plan):
    raw = changed(small_plan, ("rubrik: Kommitténs möten", f"rubrik: '{HARD}'"))
    made = invitations.make(plan_of(raw))
    assert [e.summary for e in parsed(made["kalendarium-2018-samarbetskommitten.ics"])] == [
        f"Preliminärt: {HARD}"
    ] * 2
    for content in made.values():
        lines = content.split(b"\r\n")
        assert lines[-1] == b""
        assert max(map(len, lines)) <= 75
        assert not re.search(rb"(?<!\r)\n|\r(?!\n)", content)
        for line in lines:
            line.decode()  # no letter is cut in two
    assert b"\r\n " in made["kalendarium-2018.ics"]


def test_facts_are_shown_and_typography_is_swedish(small_plan):
    raw = changed(small_plan, ("rubrik: Rådslagets dag", "rubrik: 'Rådslag {år} - \"dagen\"'"))
    assert "Preliminärt: Rådslag 2018 – ”dagen”" in {
        event.summary for event in events(raw).values()
    }


def test_groups_that_are_added_are_named_by_their_headings(small_plan):
    headings = (
        "Råd & dåd/1 {år}",
        "Rådslaget",
        "rådslaget",
        "Группа",
        "x" * 200,
        "{ledningsgruppen}",
    )
    rows = "".join(
        f"      - rubrik: '{title}'\n        möten:\n          - datum: 2018-11-{n:02}\n"
        for n, title in enumerate(headings, 5)
    )
    made = invitations.make(
        plan_of(changed(small_plan, ("\n  - rubrik: Budget", f"{rows}\n  - rubrik: Budget")))
    )
    names = ("rad-dad-1", "radslaget-2", "radslaget-3", "grupp", "x" * 60, "grupp-2")
    assert [*made][-6:] == [f"kalendarium-2018-{name}.ics" for name in names]
    assert [event.uid for event in parsed(made["kalendarium-2018.ics"])][-6:] == [
        f"2018-{name}-1@kommitten" for name in names
    ]


def test_the_same_plan_gives_the_same_bytes(plan_2017):
    assert invitations.make(plan_of(plan_2017)) == invitations.make(plan_of(plan_2017))


@pytest.fixture
def build(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(files, "BUILD", tmp_path / "build")
    return tmp_path / "build"


def test_the_command_says_what_it_did(build, capsys):
    assert main(["invitations", "2017"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Klart: build/kalendarium-2017.ics och en fil för varje grupp (6)",
        "  2017, beslutad: 17 tillfällen",
        "  Granskning: inga fel, 5 för kännedom (make check YEAR=2017 ALLA=1 visar dem)",
        "  Utan dag, därför inte med: januari\u00a02018 (Huddinge), mars\u00a02018 (Haninge) och april\u00a02018 (Nykvarn)",
    ]
    made = invitations.make(plan_of(files.read(files.PLANS / "2017.yaml")))
    assert {path.name: path.read_bytes() for path in build.iterdir()} == made


def test_a_plan_with_errors_writes_nothing(build, tmp_path, small_plan, capsys):
    path = tmp_path / "2018.yaml"
    path.write_bytes(
        changed(small_plan, ("summa: 800 000\n      kostnader", "summa: 800 001\n      kostnader"))
    )
    assert main(["invitations", str(path)]) == 1
    out = capsys.readouterr().out
    assert "fel[BUD001]: Intäkternas poster blir 800" in out
    assert out.endswith("Inga kallelser gjordes. Rätta felen och kör kommandot igen.\n")
    assert not build.exists()


def test_a_plan_without_any_day_makes_no_file(build, tmp_path, small_plan, capsys):
    path = tmp_path / "2018.yaml"
    path.write_bytes(re.sub(rb"(datum: 2018-\d\d)-\d\d", rb"\1", small_plan))
    assert main(["invitations", str(path)]) == 0
    assert capsys.readouterr().out.startswith(
        "Inga kallelser gjordes: ingen dag är bestämd.\n  2018, utkast: 0 tillfällen\n"
    )
    assert not build.exists()


@pytest.mark.parametrize(
    ("is_checkout", "typed"),
    [
        (True, "./starta.sh --bara invitations"),
        (False, 'pip install "plangenerator[kalender]"'),
    ],
)
def test_a_missing_library_is_a_sentence(build, monkeypatch, capsys, is_checkout, typed):
    monkeypatch.setattr(files, "IS_CHECKOUT", is_checkout)
    monkeypatch.setitem(sys.modules, "icalendar", None)
    monkeypatch.delitem(sys.modules, "generator.invitations")
    monkeypatch.delattr("generator.invitations")
    assert main(["invitations", "2017"]) == 1
    told = f"Kallelserna kräver icalendar, som saknas. Hämta det med  {typed}\n"
    assert capsys.readouterr() == ("", told)
    assert not build.exists()


def test_an_event_that_differs_from_the_file_before_is_newer(plan_2017, plan_schema):
    """A moved meeting grows in SEQUENCE and DTSTAMP; all others keep theirs, and the same plan
    gives the same bytes."""
    first = pipeline.invite("p", plan_2017, plan_schema).invitations
    again = pipeline.invite("p", plan_2017, plan_schema, made=lambda name: first[name]).invitations
    assert again == first
    moved = plan_2017.replace(b"2017-06-01", b"2017-06-08")
    second = pipeline.invite("p", moved, plan_schema, made=lambda name: first[name]).invitations
    third = pipeline.invite("p", plan_2017, plan_schema, made=lambda name: second[name]).invitations
    name = "kalendarium-2017-samarbetskommitten.ics"
    told = [
        {e.uid: (e.sequence, e.dtstamp) for e in parsed(made[name])}
        for made in (first, second, third)
    ]
    grown = [uid for uid in told[0] if told[1][uid] != told[0][uid]]
    assert grown == ["2017-samarbetskommitten-3@sodertornskommunernas-samarbetskommitte"]
    uid = grown[0]
    assert [each[uid][0] for each in told] == [1, 2, 3]
    assert told[0][uid][1] < told[1][uid][1] < told[2][uid][1]
    broken = pipeline.invite(
        "p", plan_2017, plan_schema, made=lambda name: b"BEGIN:VCALENDAR\nnej"
    ).invitations
    assert broken == first
