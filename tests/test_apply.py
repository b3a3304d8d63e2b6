"""Reviewers' changes in the plan: what is made is exactly what they wrote, and everything else
stays byte for byte."""

import random
import re
from collections import Counter

import judge
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reviewers import Reviewer
from sizes import size
from test_feedback import remarks, reviewed
from test_rollforward import ADDED

from generator import files, pipeline
from generator.cli import main
from generator.ooxml import package
from generator.review import apply

TRIPS = size(18, 3_000)


@pytest.fixture(scope="module")
def builds(plan_2017, full_plan, plan_schema, template) -> list[pipeline.Build]:
    # What the page of the year in short shows follows by itself, where no reviewer has written.
    draft = files.read(files.PLANS / "2018.yaml").replace(ADDED.encode(), b"")
    raws = (plan_2017, draft, full_plan)
    return [pipeline.produce("plan.yaml", raw, plan_schema, template) for raw in raws]


def applied(
    built: pipeline.Build, plan_schema, *documents: bytes, carried=False, chosen=lambda remark: True
) -> apply.Applied:
    found = remarks(built, *documents)
    comments = [remark for remark in found if remark.kind == "kommentar"] if carried else []
    picked = [remark for remark in found if chosen(remark)]
    return apply.apply(
        built,
        picked,
        comments,
        lambda text: pipeline.check("plan.yaml", text.encode(), plan_schema),
    )


def shown(docx: bytes) -> list[str]:
    """The words of every paragraph, all changes accepted, without what typography changes and edges
    that are trimmed."""
    texts = map(apply.alike, judge.texts(judge.stories(docx)["document.xml"]))
    return [tight for text in texts if (tight := re.sub(r"[\s–-]", "", text))]


@settings(deadline=None, max_examples=TRIPS)
@given(seed=st.integers(0, 2**63))
def test_apply_and_render_equals_accepting_all(builds, plan_schema, template, seed):
    """On random tracked edits: what is not refused is shown as the reviewer wrote it, and nothing
    else has changed."""
    dice = random.Random(seed)
    built = dice.choice(builds)
    document = Reviewer(dice, "Åsa").review(built.docx, dice.choice([1, 1, 2, 3]))
    done = applied(built, plan_schema, document)
    assert all(why for _, why in done.refused)
    # What follows, a sum or the other places where a value is shown, is told and judged elsewhere.
    if done.made and not done.refused and not done.followed:
        again = pipeline.produce("plan.yaml", done.text.encode(), plan_schema, template)
        assert again.docx is not None
        assert shown(again.docx) == shown(document)
    changed = set(done.text.split("\n")) - set(built.source.text.split("\n"))
    assert len(changed) <= 8


def test_values_of_every_kind_are_written_in_their_own_form(builds, plan_schema):
    draft = builds[1]
    document = reviewed(
        draft.docx,
        "Åsa",
        ("regionala utvecklingen", "lokala utvecklingen"),
        ("22\u00a0mars", "15 mars"),
        ("Januari\u00a02019", "Februari 2019"),
        ("15–16\u00a0augusti\u00a02018", "22–23 augusti 2018"),
        ("895\u00a0000", "900 000"),
        ("50\u00a0000", "45 000"),
        ("FYLL I: värdkommun, 2017 var det Södertälje och Nykvarn", "Salem"),
    )
    done = applied(draft, plan_schema, document)
    assert done.refused == []
    changes = [
        (a, b)
        for a, b in zip(draft.source.text.split("\n"), done.text.split("\n"), strict=True)
        if a != b
    ]
    assert [new.strip() for _, new in changes] == [
        "Vi samverkar för att stärka den kommunala och den lokala utvecklingen. Det gynnar Södertörn och därmed våra kommuner.",
        "- datum: 2018-03-15  # FYLL I: bekräfta dagen",
        "- månad: 2019-02  # FYLL I: bekräfta månaden",
        "- datum: 2018-08-22  # FYLL I: bekräfta dagarna",
        "till: 2018-08-23",
        "värd: Salem",
        "belopp: 900 000  # FYLL I: bekräfta beloppet (2017: 895 000)",
        "belopp: 45 000  # FYLL I: bekräfta beloppet (2017: 50 000)",
    ]


REFUSALS = {
    "a number that is none": (
        ("895\u00a0000", "mycket"),
        "beloppet skulle inte längre vara ett belopp",
    ),
    "a date that is none": (
        ("22\u00a0mars", "i mars"),
        "datumet skulle inte längre vara ett datum av samma slag",
    ),
    "a host that is none": (("2019\u00a0", ""), None),
    "a fact in a text": (
        ("Under 2018 genomförs", "Under 20XX genomförs"),
        "ändringen går in i en uppgift",
    ),
    "an amount that the income does not cover": (
        ("895\u00a0000", "960 000"),
        "kontrollen skulle säga: Intäkterna är 945\u00a0000 kr och kostnaderna 1\u00a0010\u00a0000 kr.",
    ),
    "weekday and time": (
        ("Torsdagar 12.00–15.00", "Onsdagar 12.00–15.00"),
        "uppgiften är sammansatt av flera, eller räknas ut; ändra den i filen för hand",
    ),
    "a text of the template": (
        ("Intäkter", "Inkomster"),
        "texten kommer ur mallen, inte ur planen",
    ),
}


@pytest.mark.parametrize(
    "case", [case for case in REFUSALS if REFUSALS[case][1] and case != "a fact in a text"]
)
def test_what_is_not_sure_is_refused_with_the_reason(case, builds, plan_schema):
    edit, reason = REFUSALS[case]
    done = applied(builds[1], plan_schema, reviewed(builds[1].docx, "Åsa", edit))
    assert done.text == builds[1].source.text
    assert [why.startswith(reason) for _, why in done.refused] == [True], done.refused


def test_a_value_that_is_shown_in_several_places_is_changed_in_all_and_told(builds, plan_schema):
    edit = ("Södertörnskommunernas Samarbetskommitté", "Kommittén")
    done = applied(builds[1], plan_schema, reviewed(builds[1].docx, "Åsa", edit))
    assert "organisation: Kommittén\n" in done.text
    (told,) = done.followed
    assert told.startswith("”Södertörnskommunernas Samarbetskommitté” visas på ")
    assert told.endswith(" ställen, som alla ändras")


def test_a_heading_that_a_link_leads_to_is_not_changed(builds, plan_schema):
    """The first of the two is a cell of the table."""
    document = reviewed(builds[1].docx, "Åsa", ("Regionala utvecklingsfrågor", "Frågor"), place=1)
    done = applied(builds[1], plan_schema, document)
    assert done.text == builds[1].source.text
    assert [why for _, why in done.refused] == [
        "kontrollen skulle säga: Ingen rubrik heter som länken ”#regionala-utvecklingsfrågor”."
    ]


def test_an_amount_and_its_sum_changed_together_are_made(builds, plan_schema):
    document = reviewed(builds[0].docx, "Åsa", ("895\u00a0000", "960 000"))
    for _ in range(3):
        document = reviewed(document, "Åsa", ("945\u00a0000", "1 010 000"))
    done = applied(builds[0], plan_schema, document)
    assert done.refused == []
    assert done.text == builds[0].source.text.replace("945 000", "1 010 000").replace(
        "895 000", "960 000"
    )


def test_what_was_changed_since_is_not_changed_and_what_moved_is_found(
    builds, plan_schema, template
):
    document = reviewed(
        builds[1].docx, "Åsa", ("regionala utvecklingen", "lokala"), ("22\u00a0mars", "15 mars")
    )
    text = builds[1].source.text
    moved = text.replace(
        "          - datum: 2018-01-25  # FYLL I: bekräfta dagen\n            värd: Huddinge\n", ""
    )
    later = pipeline.check(
        "plan.yaml", moved.replace("Det gynnar", "Allt gynnar").encode(), plan_schema
    )
    done = applied(later, plan_schema, document)
    # The meeting is another one of the list by now, and has its own day.
    assert done.text == later.source.text.replace("2018-03-22  #", "2018-03-15  #")
    assert [why for _, why in done.refused] == [
        "planen är ändrad här sedan dokumentet skickades ut; ändra i filen för hand"
    ]
    elsewhere = pipeline.check(
        "plan.yaml",
        text.replace("# Visionen sätts", "# Visionen visas")
        .replace("Omvärldsbevakning", "Omvärlden")
        .encode(),
        plan_schema,
    )
    done = applied(elsewhere, plan_schema, document)
    assert done.refused == []
    assert "lokala. Det gynnar" in done.text


def test_a_second_reviewer_may_answer_after_the_first_was_written(builds, plan_schema):
    """Changes elsewhere in a chapter, a list or a text do not make a document stale; those of the
    same row do."""
    draft = builds[1]
    first = applied(
        draft,
        plan_schema,
        reviewed(
            draft.docx,
            "Åsa",
            ("Omvärldsbevakning", "Omvärld"),
            ("Det gynnar", "Allt gynnar"),
            ("22\u00a0mars", "15 mars"),
        ),
    )
    assert len(first.made) == 3
    later = pipeline.check("plan.yaml", first.text.encode(), plan_schema)
    second = reviewed(
        draft.docx,
        "Bo",
        ("Vår samverkan syftar", "Samverkan syftar"),
        ("näringslivsklimatet", "klimatet"),
        ("26\u00a0april", "12 april"),
        ("Haninge", "Salem"),
    )
    done = applied(later, plan_schema, second, chosen=lambda remark: remark.at is not None)
    assert [why for _, why in done.refused] == []
    assert "    Samverkan syftar till att kommunledningarna" in done.text
    assert "datum: 2018-04-12" in done.text
    assert "Allt gynnar" in done.text


def test_an_untracked_edit_is_refused(builds, plan_schema):
    parts = package.read(builds[1].docx)
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        "Det gynnar Södertörn".encode(), "Det hjälper Södertörn".encode()
    )
    done = applied(
        builds[1],
        plan_schema,
        reviewed(package.write(parts), "Åsa", ("regionala utvecklingen", "lokala")),
    )
    untracked, tracked = sorted(done.refused, key=lambda pair: pair[0].kind == "ändring")
    assert untracked[1] == "ändringen är inte spårad; fråga granskaren och ändra i filen för hand"
    assert tracked[1] == "texten är också ändrad utan spårning"
    assert ("Det gynnar" in untracked[0].quote, "Det hjälper" in untracked[0].text) == (True, True)


def test_a_conflict_hinders_nothing_else_in_the_same_text(builds, plan_schema):
    asa = reviewed(
        builds[1].docx,
        "Åsa",
        ("480\u00a0000", "490 000"),
        ("Målen för projektet", "Syftena med projektet"),
    )
    bo = reviewed(builds[1].docx, "Bo", ("480\u00a0000", "500 000"))
    done = applied(builds[1], plan_schema, asa, bo)
    assert [remark.authors for remark in done.made] == [("Åsa",)]
    assert len(done.refused) == 2
    assert "Syftena med projektet" in done.text


def test_words_around_a_fact_are_changed_and_the_fact_stays(builds, plan_schema):
    draft, title = builds[1], "Samverkansområden och inriktning 2018"
    done = applied(
        draft, plan_schema, reviewed(draft.docx, "Åsa", (title, "Områden och inriktning 2018"))
    )
    assert "  - rubrik: Områden och inriktning {år}\n" in done.text
    done = applied(draft, plan_schema, reviewed(draft.docx, "Åsa", (title, "Områden 2019")))
    assert [why for _, why in done.refused] == [
        "ändringen skriver över en uppgift som visas från ett annat ställe; ändra den där"
    ]


def test_a_moved_text_is_refused_in_both_places(builds, plan_schema):
    parts = package.read(
        reviewed(builds[1].docx, "Åsa", ("Det gynnar Södertörn och därmed våra kommuner.", ""))
    )
    parts["word/document.xml"] = (
        parts["word/document.xml"]
        .replace(b"<w:del ", b"<w:moveFrom ")
        .replace(b"</w:del>", b"</w:moveFrom>")
    )
    done = applied(builds[1], plan_schema, package.write(parts))
    assert done.text == builds[1].source.text
    assert [why for _, why in done.refused] == ["texten är flyttad; flytta den i filen för hand"]


def test_a_review_of_the_redline_is_the_reviewers_alone(builds, plan_schema):
    from generator.word.redline import redline, with_summary

    when = "2018-01-01T00:00:00Z"
    made = redline(builds[0].docx, builds[1].docx, "Sekretariatet", when)
    marked = with_summary(made, "Sekretariatet", when, ["Hej"])
    found = remarks(
        builds[1],
        reviewed(marked, "Åsa", ("regionala utvecklingen", "lokala"), ("Personal", "Löner")),
    )
    assert [(remark.authors, remark.problem) for remark in found] == [
        (("Åsa",), ""),
        (("Åsa",), ""),
    ]
    done = applied(
        builds[1],
        plan_schema,
        reviewed(marked, "Åsa", ("regionala utvecklingen", "lokala"), ("Personal", "Löner")),
    )
    assert (len(done.made), done.refused) == (2, [])


def test_reviewers_of_two_versions_are_each_held_to_their_own(builds, plan_schema, template):
    text = builds[1].source.text.replace(
        "stärka den kommunala", "stärka och utveckla den lokala och den kommunala"
    )
    later = pipeline.produce("plan.yaml", text.encode(), plan_schema, template)
    bo = reviewed(builds[1].docx, "Bo", ("Det gynnar", "Det hjälper"))
    asa = reviewed(later.docx, "Åsa", ("regionala utvecklingen", "globala utvecklingen"))
    for documents in ((asa, bo), (bo, asa)):
        done = applied(later, plan_schema, *documents)
        assert done.refused == []
        assert done.text == text.replace(
            "den regionala utvecklingen. Det gynnar", "den globala utvecklingen. Det hjälper"
        )


FIRST_WORDS = "stärka den kommunala"


@pytest.mark.parametrize(
    ("since", "edit"),
    [
        # The words themselves, and those beside them, have changed since.
        ("höja den kommunala", ("stärka", "lyfta")),
        ("stärka och lyfta den kommunala", ("den kommunala", "varje kommuns")),
        # The place is not known: the same words stand there twice by now.
        (
            "stärka den kommunala och den regionala utvecklingen. Det gynnar Södertörn och därmed våra kommuner. Vi samverkar för att stärka den kommunala",
            ("Det gynnar", "Det hjälper"),
        ),
    ],
)
def test_a_late_change_is_refused_where_its_own_words_have_changed(
    since, edit, builds, plan_schema, template
):
    text = builds[1].source.text.replace(FIRST_WORDS, since)
    later = pipeline.produce("plan.yaml", text.encode(), plan_schema, template)
    done = applied(later, plan_schema, reviewed(builds[1].docx, "Bo", edit))
    assert [why[:23] for _, why in done.refused] == ["planen är ändrad här se"]
    assert done.text == text


@settings(deadline=None, max_examples=size(8, 400))
@given(data=st.data())
def test_a_late_change_stands_beside_what_was_changed_since(data, builds, plan_schema, template):
    """Two words of a paragraph, far from each other: one changed in the plan, one in an answer."""
    sent = builds[1]
    words = "Vi samverkar för att stärka den kommunala och den regionala utvecklingen. Det gynnar Södertörn och därmed våra kommuner."
    assert words in sent.source.text
    spots = [match.span() for match in re.finditer(r"\w+", words)]
    one = data.draw(st.sampled_from(spots))
    other = data.draw(st.sampled_from(spots))
    apart = max(one[0] - other[1], other[0] - one[1])
    new, newer = data.draw(st.tuples(st.sampled_from(["ett", "längre ord här"]), st.just("nytt")))
    since = words[: one[0]] + new + words[one[1] :]
    text = sent.source.text.replace(words, since)
    later = pipeline.produce("plan.yaml", text.encode(), plan_schema, template)
    old = words[other[0] : other[1]]
    if sent.source.text.count(old) != 1:
        return
    done = applied(later, plan_schema, reviewed(sent.docx, "Bo", (old, newer)))
    wanted = text.replace(since, since.replace(old, newer))
    assert done.text in (text, wanted)
    if apart > 21 and since.count(old) == 1:
        assert done.text == wanted


def test_what_stays_keeps_its_look(plan_2017, plan_schema, template):
    text = plan_2017.decode().replace(
        "    Vi samverkar för att stärka", "    *Vi samverkar* nu för att **stärka**"
    )
    built = pipeline.produce("plan.yaml", text.encode(), plan_schema, template)
    done = applied(
        built,
        plan_schema,
        reviewed(built.docx, "Åsa", ("Vi samverkar", ""), (" nu för att ", "Vi ska ")),
    )
    assert done.text == built.source.text or "    Vi ska **stärka** den" in done.text
    assert "    * " not in done.text
    done = applied(built, plan_schema, reviewed(built.docx, "Åsa", ("stärka", "höja")))
    assert "för att **höja** den kommunala" in done.text


def test_one_wrong_change_takes_no_other_with_it(builds, plan_schema):
    edits = (
        ("895\u00a0000", "905 000"),
        ("50\u00a0000", "40 000"),
        ("Omvärldsbevakning", "Omvärld"),
        ("26\u00a0april", "26 februari"),
    )
    done = applied(builds[1], plan_schema, reviewed(builds[1].docx, "Åsa", *edits))
    assert len(done.made) == 3
    assert [remark.quote for remark, _ in done.refused] == ["26\u00a0april"]


def test_conflicts_are_refused_and_one_of_them_can_be_chosen(builds, plan_schema):
    documents = [
        reviewed(builds[1].docx, name, ("regionala utvecklingen", new))
        for name, new in (("Åsa", "ena"), ("Bo", "andra"))
    ]
    done = applied(builds[1], plan_schema, *documents)
    assert [why for _, why in done.refused] == [
        "granskarna säger emot varandra; välj den ena ändringen"
    ] * 2
    done = applied(builds[1], plan_schema, *documents, chosen=lambda remark: "Bo" in remark.authors)
    assert done.refused == []
    assert "kommunala och den andra. Det" in done.text


def test_paragraphs_may_come_and_go(builds, plan_schema, template):
    counts: Counter[str] = Counter()
    for seed in range(size(10, 400)):
        built = builds[seed % 3]
        reviewer = Reviewer(random.Random(seed), "Åsa")
        for name, edit in (("deleted", reviewer._delete_paragraph), ("split", reviewer._split)):
            parts = package.read(built.docx)
            root = package.tree(parts["word/document.xml"])
            texts = [
                p
                for p in root.iter("{*}p")
                if reviewer._plain_runs(p) and len("".join(p.itertext())) > 90
            ]
            edit(random.Random(seed).choice(texts))
            parts["word/document.xml"] = package.written(root)
            done = applied(built, plan_schema, package.write(parts))
            counts[f"{name} {'made' if done.made else 'refused'}"] += 1
            if done.made:
                again = pipeline.produce("plan.yaml", done.text.encode(), plan_schema, template)
                assert shown(again.docx) == shown(package.write(parts))
    assert counts["deleted made"] > size(1, 60)
    assert counts["split made"] > size(1, 60)


def test_comments_are_carried_above_their_values(builds, plan_schema):
    from generator.ooxml import comments

    parts = package.read(reviewed(builds[1].docx, "Åsa", ("Personal", "Löner")))
    document = parts["word/document.xml"]
    comments.add(parts, "Bo Ek", "2018-01-11T10:00:00Z", ["Varför så mycket?", "Se 2016."])
    start, end = (
        b'<w:commentRangeStart w:id="0"/>',
        b'<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
    )
    place = document.index("895\u00a0000".encode())
    run = document.rindex(b"<w:r>", 0, place)
    after = document.index(b"</w:r>", place) + len(b"</w:r>")
    parts["word/document.xml"] = (
        document[:run] + start + document[run:after] + end + document[after:]
    )
    done = applied(builds[1], plan_schema, package.write(parts), carried=True)
    assert done.refused == []
    assert (
        "          - post: Löner\n            # KOMMENTAR (Bo Ek): Varför så mycket? Se 2016.\n            belopp: 895 000  # FYLL I: bekräfta beloppet (2017: 895 000)\n"
    ) in done.text
    data = pipeline.check("plan.yaml", done.text.encode(), plan_schema).source.data
    data["kapitel"][7]["budget"]["kostnader"]["poster"][0]["post"] = "Personal"
    assert data == builds[1].source.data


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A folder of plans of its own, with the draft of 2018, and its document reviewed by Åsa."""
    plan = files.read(files.PLANS / "2018.yaml")
    monkeypatch.setattr(files, "PLANS", tmp_path / "plans")
    monkeypatch.setattr(files, "BUILD", tmp_path / "build")
    monkeypatch.chdir(tmp_path)
    files.PLANS.mkdir()
    (files.PLANS / "2018.yaml").write_bytes(plan)
    return tmp_path


def test_the_command_shows_asks_and_writes(home, builds, capsys):
    (home / "a.docx").write_bytes(
        reviewed(
            builds[1].docx,
            "Åsa",
            ("regionala utvecklingen", "lokala"),
            ("22\u00a0mars", "i mars"),
            ("Omvärldsbevakning", "Omvärld"),
        )
    )
    before = (files.PLANS / "2018.yaml").read_text(encoding="utf-8")
    assert main(["apply", "a.docx", "--all"]) == 0
    told = capsys.readouterr().out
    assert (
        "Görs inte: 3. Ändring av Åsa, 10 januari 2018 – Kalendarium, Södertörns samarbetskommitté\n"
        in told
    )
    assert (
        "           Datumet skulle inte längre vara ett datum av samma slag; skriv dagen i filen.\n"
        in told
    )
    assert " -           - rubrik: Omvärldsbevakning\n      +           - rubrik: Omvärld\n" in told
    assert told.endswith(
        "Här kan ingen svara. Lägg till --ja (make: JA=1) om ändringarna ska göras.\nInget är skrivet.\n"
    )
    assert (files.PLANS / "2018.yaml").read_text(encoding="utf-8") == before
    assert main(["apply", "a.docx", "--numbers", "1", "--ja"]) == 0
    assert capsys.readouterr().out.endswith(
        "Skrivet: plans/2018.yaml, 1 ändring. Kvar: inga fel, 5 för kännedom, 35 kvar att fylla i.\n"
    )
    assert (files.PLANS / "2018.yaml").read_text(encoding="utf-8") == before.replace(
        "den regionala utvecklingen.", "den lokala."
    )
    assert main(["apply", "a.docx", "--numbers", "1", "--ja"]) == 0
    assert (
        "            Det står redan så i planen.\n1 ändring är redan i planen.\nInget att skriva.\n"
        in capsys.readouterr().out
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            [],
            "Säg vilka ändringar: ALLA=1, AV=NAMN eller NR=1,3-5 (utan make: --alla, --author NAMN eller --numbers 1,3-5).\n",
        ),
        (["--numbers", "5-3"], "Skriv nummer som 1,3-5, inte ”5-3”.\n"),
        (["--all", "--numbers", "1"], "Välj på ett sätt: alla, av en person eller efter nummer.\n"),
        (["--author", "s"], "s har inte skrivit något. De som har skrivit är: Åsa.\n"),
        (["--numbers", "x"], "Skriv nummer som 1,3-5, inte ”x”.\n"),
        (["--numbers", "7"], "Listan har nummer 1 till 1, inte 7. Se make feedback.\n"),
        (["--author", "Cecilia"], "Cecilia har inte skrivit något. De som har skrivit är: Åsa.\n"),
    ],
)
def test_a_choice_that_is_none_is_one_sentence(arguments, sentence, home, builds, capsys):
    (home / "a.docx").write_bytes(reviewed(builds[1].docx, "Åsa", ("Personal", "Löner")))
    assert main(["apply", "a.docx", *arguments]) == 2
    assert capsys.readouterr() == ("", sentence)


def test_the_end_of_input_at_the_prompt_chooses_nothing_more(home, builds, capsys, monkeypatch):
    (home / "a.docx").write_bytes(reviewed(builds[1].docx, "Åsa", ("Personal", "Löner")))

    def end(question: str) -> str:
        raise EOFError

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", end)
    assert main(["apply", "a.docx"]) == 0
    assert capsys.readouterr().out.endswith("0 ändringar är valda.\nInget att skriva.\n")


def test_one_at_a_time_at_the_prompt(home, builds, capsys, monkeypatch):
    (home / "a.docx").write_bytes(
        reviewed(
            builds[1].docx,
            "Åsa",
            ("Personal", "Löner"),
            ("Omvärldsbevakning", "Omvärld"),
            ("Klimat", "Miljö"),
        )
    )
    answers = iter(["n", "blaj", "j", "s", "j"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    assert main(["apply", "a.docx"]) == 0
    told = capsys.readouterr().out
    assert told.count("   nu:     ") == 3
    assert "Skrivet: plans/2018.yaml, 1 ändring." in told
    assert "rubrik: Omvärld\n" in (files.PLANS / "2018.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("sign", ["# ", "> ", "```"])
def test_signs_that_would_make_something_else_of_a_text_are_no_fault(home, builds, capsys, sign):
    """A text that is a heading, in Markdown, is no paragraph: the plan shows nothing of it."""
    first = "Samverkan på Södertörn bygger"
    document = reviewed(builds[1].docx, "Åsa", (first, f"{sign}{first}"))
    (home / "svar.docx").write_bytes(document)
    code = main(["apply", str(home / "svar.docx"), "--all", "--ja"])
    out, err = capsys.readouterr()
    assert "Verktyget stötte på" not in out + err
    text = files.read(files.PLANS / "2018.yaml").decode()
    assert (code == 0) == (f"{sign}{first}" in text.replace("\\", ""))
