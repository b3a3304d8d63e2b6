"""Rules over whole plans: the rotations of many years, and what each check must not say."""

import re

import pytest
from cases import codes_after
from conftest import MEMBERS
from hypothesis import given
from hypothesis import strategies as st

from generator import checks, files, pipeline, swedish
from generator.fix import fix


def test_every_check_documents_rule_reason_and_source():
    assert len(checks.RULES) > 30
    for rule in checks.RULES:
        assert rule.page.startswith(f"{rule.code}: ")
        assert "Varför: " in rule.page
        assert "Källa: " in rule.page


def test_the_conference_counts_as_an_occasion(plan_2017, plan_schema):
    assert codes_after(plan_2017, plan_schema) == []
    assert codes_after(
        plan_2017,
        plan_schema,
        (
            "            till: 2017-08-17\n            värd: Nynäshamn",
            "            till: 2017-08-17\n            värd: Tyresö",
        ),
    ) == ["ROT002"]


@pytest.mark.parametrize("host", [name for name in MEMBERS if name not in ("Huddinge",)])
def test_any_wrong_host_of_the_last_meeting_is_seen(plan_2017, plan_schema, host):
    expected = [] if host == "Södertälje" else ["ROT002"]
    assert (
        codes_after(
            plan_2017,
            plan_schema,
            ("2017-12-07\n            värd: Södertälje", f"2017-12-07\n            värd: {host}"),
        )[:1]
        == expected
    )


def test_the_two_rotations_are_checked_apart(plan_2017, plan_schema):
    assert codes_after(plan_2017, plan_schema, ("2018: Huddinge", "2018: Salem")) == ["ROT002"]


def test_nyckeltalsdagen_may_lie_in_the_next_year(small_plan, plan_2017, plan_schema):
    group = "      - namn: rådslaget\n        rubrik: R"
    day = (
        "      - rubrik: Nyckeltal\n        vartannat_år: udda\n        möten:\n          - datum: 2019-10-03\n"
        + group
    )
    assert codes_after(small_plan, plan_schema, (group, day)) == []
    assert codes_after(small_plan, plan_schema, (group, day.replace("2019-10-03", "2019-10"))) == []
    assert codes_after(plan_2017, plan_schema, ("datum: 2017-10-05", "datum: 2018-10")) == [
        "KAL008"
    ]


def test_a_conference_of_several_days_is_exempt_from_the_weekday(plan_2017, plan_schema):
    assert codes_after(plan_2017, plan_schema, ("2017-04-06\n", "2017-04-05\n")) == []


def test_a_wrong_number_word_is_told_with_what_the_plan_has(plan_2017, plan_schema):
    changes = (
        ("de åtta Södertörnskommunerna,", "de sju Södertörnskommunerna,"),
        ("hör fem konkreta", "hör sex konkreta"),
    )
    text = plan_2017.decode()
    assert all(old in text for old, _ in changes)
    for old, new in changes:
        text = text.replace(old, new)
    built = pipeline.check("p", text.encode(), plan_schema)
    told = {finding.message: finding.hint for finding in built.findings if finding.code == "TXT002"}
    assert told == {
        "Texten säger ”sex konkreta utvecklingsfrågor”, men planen har 5 av slaget utvecklingsfråga.": (
            "Skriv ”fem” i texten, eller rätta rubrikerna med raden  slag: utvecklingsfråga."
        ),
        "Texten säger ”de sju Södertörnskommunerna”, men i listan kommuner står 8.": (
            "Skriv ”åtta” i texten, eller rätta listan  kommuner."
        ),
    }


def test_number_words_follow_the_data(plan_2017, plan_schema):
    question = "              - rubrik: Utnyttja den nya infrastrukturen\n"
    added = (
        "              - rubrik: En sjätte fråga\n                slag: utvecklingsfråga\n                text: Text.\n"
        + question
    )
    assert codes_after(plan_2017, plan_schema, (question, added)) == ["TXT002"]
    assert (
        codes_after(
            plan_2017, plan_schema, (question, added), ("hör fem konkreta", "hör sex konkreta")
        )
        == []
    )


def test_a_stated_result_may_explain_a_difference(small_plan, plan_schema):
    less = (
        ("belopp: 750 000", "belopp: 700 000"),
        (
            "            belopp: 50 000\n        summa: 800 000",
            "            belopp: 50 000\n        summa: 750 000\n      resultat: 50 000",
        ),
    )
    assert codes_after(small_plan, plan_schema, *less) == []


def test_eight_fees_that_add_up_are_fine(small_plan, plan_schema):
    fees = "".join(f"              {name}: 100 000\n" for name in MEMBERS)
    assert (
        codes_after(
            small_plan,
            plan_schema,
            ("belopp: 800 000\n", f"belopp: 800 000\n            per_kommun:\n{fees}"),
        )
        == []
    )


def test_the_mistaken_one_of_two_turns_is_told_and_told_once(plan_2017, plan_schema):
    text = plan_2017.decode().replace(
        "2017-03-23\n            värd: Nykvarn", "2017-03-23\n            värd: Salem"
    )
    (finding,) = [
        found
        for found in pipeline.check("plan", text.encode(), plan_schema).findings
        if found.severity == "fel"
    ]
    assert finding.at == ("kapitel", 6, "kalender", 0, "möten", 1, "värd")
    assert finding.message == "Salem är värd 2017-03-23 och igen 2017-06-01, två gånger i rad."
    assert (
        finding.hint
        == "På tur står Nykvarn. Har två kommuner bytt tur? Byt då namnen på båda ställena, och på samma sätt bland nästa års möten. "
        "Har kommittén bestämt annat: skriv ett undantag i planen, med skälet (se Undantag i handboken)."
    )


def test_a_page_reference_to_what_is_gone_is_not_called_misspelt(small_plan, plan_schema):
    text = small_plan.decode().replace(
        '"Vi samverkar."', '"Vi samverkar (sid [3](#bortglömd-framtid))."'
    )
    hints = [f.hint for f in pipeline.check("plan", text.encode(), plan_schema).findings]
    assert hints == [
        "Är rubriken borttagen eller ändrad? Ändra länken, eller ta bort hänvisningen."
    ]


def test_a_fact_is_not_missed_where_its_key_is_misspelt(plan_2017, plan_schema):
    """{samarbetskommitténs minsta antal} is shown, and told of by `minst`."""
    assert codes_after(plan_2017, plan_schema, ("minst: 6", "mintst: 6")) == ["SCH001"]


@pytest.mark.parametrize(
    ("words", "mended"),
    [
        ("Nästa dag äger rum i {M}, i Salem.", "Nästa dag äger rum {D}, i Salem."),
        ("Den hålls i {M}.", "Den hålls {D}."),
        ("I {M} hålls dagen.", ""),
        ("Den hålls i början av {M}.", ""),
        ("Anmälan öppnar i {M}.", ""),
        ("Anmälan öppnar i {M}, dagen hålls i {M}.", ""),
        ("Anmälan sker i {M}, dagen hålls i {M}.", ""),
        ("Anmälan senast {M}.", ""),
    ],
)
def test_a_day_is_put_for_its_month_only_where_the_sentence_bears_it(
    plan_2017, plan_schema, words, mended
):
    month, day = "{nyckeltalsdagens månad}", "{nyckeltalsdagen}"
    line = "Nästa Nyckeltalsdag äger rum {nyckeltalsdagen}"
    text = plan_2017.decode()
    assert text.count(line) == 1
    typed = words.replace("{M}", month)
    built = pipeline.check("2017", text.replace(line, typed).encode(), plan_schema)
    (told,) = [finding for finding in built.findings if finding.code == "KAL011"]
    tried = fix(built, lambda text: pipeline.check("2017", text.encode(), plan_schema))
    assert bool(told.repair) == bool(mended)
    assert (mended or words).replace("{D}", day).replace("{M}", month) in tried.source.text


def test_a_decision_date_of_another_year_is_seen(plan_2017, plan_schema):
    assert codes_after(plan_2017, plan_schema, ("2016-12-08", "2015-12-08")) == ["STA001"]


def test_a_broken_host_does_not_hide_a_wrong_weekday_beside_it(plan_2017, plan_schema):
    assert codes_after(
        plan_2017, plan_schema, ("värd: Haninge", "värd: Hanige"), ("2017-03-23", "2017-03-24")
    ) == [
        "SCH004",
        "KAL001",
    ]


RADSLAG = "          - datum: 2018-04-12\n"
LEDNINGSGRUPP = "      - namn: ledningsgruppen\n        rubrik: Ledningsgruppen\n        förbereder: samarbetskommittén\n        veckodag: fredag\n        möten:\n          - datum: 2018-01-19\n"


@pytest.mark.parametrize(
    ("day", "hint"),
    [
        ("2018-03-30", "Närmaste vanliga fredag är 2018-03-23."),
        ("2018-01-01", "Närmaste vanliga måndag är 2018-01-08."),
        ("2018-12-24", "Närmaste vanliga måndag är 2018-12-17."),
        ("2018-12-31", "Närmaste vanliga måndag är 2018-12-17."),
        ("2018-04-01", "Närmaste vanliga tisdag är 2018-04-03."),
        ("2018-06-23", "Närmaste vanliga torsdag är 2018-06-21."),
        (
            "2018-06-20\n            till: 2018-06-22",
            "Närmaste vanliga dagar är 2018-06-13 till 2018-06-15.",
        ),
    ],
)
def test_a_day_off_is_told_with_the_nearest_ordinary_day(small_plan, plan_schema, day, hint):
    text = small_plan.decode().replace("2018-04-12", day)
    (finding,) = pipeline.check("plan", text.encode(), plan_schema).findings
    assert (finding.code, finding.severity) == ("KAL002", "varning")
    assert finding.hint == f"{hint} Är dagen ändå rätt kan den stå kvar."


def test_a_conference_that_no_week_has_room_for_is_told_without_a_date(small_plan, plan_schema):
    text = small_plan.decode().replace("2018-04-12", "2018-04-10\n            till: 2018-04-20")
    (finding,) = pipeline.check("plan", text.encode(), plan_schema).findings
    assert finding.message == "2018-04-14 är en lördag."
    assert finding.hint == "Välj vanliga vardagar. Är dagarna ändå rätt kan de stå kvar."


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("        veckodag: söndag\n        möten:\n          - datum: 2018-04-15\n", []),
        ("        veckodag: söndag\n        möten:\n          - datum: 2018-04-01\n", ["KAL002"]),
        ("        veckodag: torsdag\n        möten:\n          - datum: 2018-03-30\n", ["KAL001"]),
        ("        möten:\n          - datum: 2018-12\n", []),
        ("        möten:\n          - datum: 2017-04-14\n", ["KAL003"]),
        (
            "        möten:\n          - datum: 2018-05-09\n            till: 2018-05-07\n",
            ["KAL007"],
        ),
    ],
)
def test_a_day_that_is_right_or_told_already_is_not_told_as_a_day_off(
    small_plan, plan_schema, day, expected
):
    assert codes_after(small_plan, plan_schema, (f"        möten:\n{RADSLAG}", day)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([(RADSLAG, RADSLAG + RADSLAG)], ["YML004"]),
        (
            [(RADSLAG, f"{RADSLAG}            till: 2018-04-13\n          - datum: 2018-04-13\n")],
            ["KAL005"],
        ),
        ([("2018-04-12", "2018-02")], []),
        ([("2018-04-12", "2018-02-20\n            till: 2018-02-23")], ["KAL005"]),
        ([("2018-04-12", "2017-02-02"), ("2018-01-19", "2017-02-02")], ["KAL003", "KAL003"]),
    ],
)
def test_two_meetings_on_one_day_are_told_once(small_plan, plan_schema, changes, expected):
    assert codes_after(small_plan, plan_schema, *changes) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([("2018-01-19", "2018-01-12")], ["KAL006"]),
        ([("2018-01-19", "2018-02-23")], ["KAL006"]),
        ([("2018-01-19", "2018-01")], []),
        ([("2018-01-19", "2018-12")], ["KAL006"]),
        ([("2018-01-19", "2018-01-32")], ["SCH005"]),
        ([("2018-01-19", "2017-01-20")], ["KAL003"]),
        ([("2018-02-22", "2018-12")], []),
        ([("2018-01-19", "2018-01-17\n            till: 2018-01-18")], []),
        ([(LEDNINGSGRUPP, "")], []),
        ([("2018-02-01", "2018-01-11")], []),
    ],
)
def test_the_ledningsgrupp_is_missed_only_where_the_plan_shows_that_it_does_not_meet(
    small_plan, plan_schema, changes, expected
):
    assert codes_after(small_plan, plan_schema, *changes) == expected


def many_sections(plan: bytes, number: int) -> bytes:
    """Sections of which one in three has a kind of its own, and the others share theirs with the one
    before."""
    names = [
        "".join(chr(97 + int(digit)) * 3 for digit in f"{n - n % 3 % 2:05}") for n in range(number)
    ]
    sections = "".join(
        f"  - rubrik: Bilaga {n}\n    slag: {name}\n    text: |\n      Se {{år}}.\n\n"
        + "      - a\n" * 20
        for n, name in enumerate(names)
    )
    return plan.replace(b"\n# Engelska", f"{sections}\n# Engelska".encode())


def test_the_work_of_a_check_grows_with_the_plan_alone(plan_2017, monkeypatch):
    """Counted, not timed: how often the dearest steps are taken, in a plan and in one four times as
    large."""
    work = {}

    def counted(module, name):
        real = getattr(module, name)

        def step(*arguments):
            work[name] = work.get(name, 0) + 1
            return real(*arguments)

        monkeypatch.setattr(module, name, step)

    counted(checks.structure, "is_slip")
    counted(checks.typography, "slid_key")
    counted(checks.referring, "_braced")
    done = []
    for number in (50, 200):
        work.clear()
        built = pipeline.check("p", many_sections(plan_2017, number), files.read_schema())
        assert built.plan is not None
        done.append({"is_slip": 0, **work})
    for name, before in done[0].items():
        assert done[1][name] <= 4 * max(before, 5), name
    assert done[1]["_braced"] == 1


def test_number_words_are_held_against_so_many_kinds_and_no_more(plan_2017):
    built = pipeline.check("p", many_sections(plan_2017, 300), files.read_schema())
    counted = list(checks.text._counted(built.plan))
    assert len(counted) == checks.text._MOST_KINDS + 1
    assert all(isinstance(one.words, re.Pattern) for one in counted)


@given(st.text("abcrnå ", max_size=9), st.text("abcrnå ", max_size=9))
def test_no_slip_is_overlooked_by_what_words_share(one, other):
    assert not swedish.is_slip(one, other) or swedish.near(one) & swedish.near(other)
