"""A change that breaks an agreement of the committee's: told, and made only as the user chose."""

from test_apply import builds as builds
from test_apply import home as home
from test_feedback import remarks, reviewed

from generator import files, pipeline
from generator.cli import main
from generator.review import apply
from generator.review.apply.agreements import Agreement

WEDNESDAY = ("2\u00a0februari", "1 februari")


def made(built, plan_schema, agreement: Agreement | None) -> apply.Applied:
    found = remarks(built, reviewed(built.docx, "Åsa", WEDNESDAY))

    def check(text: str) -> pipeline.Build:
        return pipeline.check("plan.yaml", text.encode(), plan_schema)

    agreed = {found[0].number: agreement} if agreement else {}
    return apply.apply(built, found, [], check, agreed)


def test_in_a_decided_plan_it_is_made_only_with_an_exemption(builds, plan_schema):
    done = made(builds[0], plan_schema, None)
    assert done.text == builds[0].source.text
    assert [why[:32] for _, why in done.refused] == ["kontrollen skulle säga: 2017-02-"]
    done = made(builds[0], plan_schema, Agreement("Haninge har sessionssalen den dagen."))
    assert done.refused == []
    assert "- datum: 2017-02-01" in done.text
    assert (
        "undantag:\n"
        "  - regel: KAL001\n"
        "    plats: 2017-02-01\n"
        "    skäl: Haninge har sessionssalen den dagen.\n" in done.text
    )
    assert done.followed[-1].startswith("undantas (nr 1): ")


def test_in_a_draft_it_may_stand_open(builds, plan_schema):
    edit = ("22\u00a0mars", "21 mars")
    built = builds[1]
    found = remarks(built, reviewed(built.docx, "Åsa", edit))

    def check(text: str) -> pipeline.Build:
        return pipeline.check("plan.yaml", text.encode(), plan_schema)

    assert [line[:10] for line in apply.brings(built, found[0], check)] == ["2018-03-21"]
    done = apply.apply(built, found, [], check, {1: Agreement("Åsa vill det", is_open=True)})
    assert "- datum: 2018-03-21  # FYLL I: bekräfta dagen\n" in done.text
    assert done.followed == ["står öppet (nr 1): " + apply.brings(built, found[0], check)[0]]


def test_the_reason_is_what_a_comment_there_says(home, builds, capsys, monkeypatch):
    (home / "svar.docx").write_bytes(reviewed(builds[1].docx, "Åsa", ("22\u00a0mars", "21 mars")))
    assert main(["apply", str(home / "svar.docx"), "--exempt", "1", "--ja"]) == 0
    text = files.read(files.PLANS / "2018.yaml").decode()
    assert "regel: KAL001\n    plats: 2018-03-21\n    skäl: Enligt Åsa i granskningen." in text
    assert "Följer med: undantas (nr 1): " in capsys.readouterr().out


def test_at_the_prompt_the_finding_stands_beside_the_choice(home, builds, capsys, monkeypatch):
    (home / "svar.docx").write_bytes(
        reviewed(builds[1].docx, "Åsa", ("22\u00a0mars", "21 mars"), ("Det gynnar", "Allt gynnar"))
    )
    asked = []

    def answer(question: str) -> str:
        asked.append(question)
        return "u" if "undantag" in question else "j"

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", answer)
    assert main(["apply", str(home / "svar.docx")]) == 0
    assert [("undantag" in question) for question in asked[:2]] == [False, True]
    assert "   kontrollen säger då: 2018-03-21" in capsys.readouterr().out
    assert "undantag:\n  - regel: KAL001" in files.read(files.PLANS / "2018.yaml").decode()
