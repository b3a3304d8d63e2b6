"""The commands about several years, as they are typed: new and plans."""

import os
import re
import shutil

import pytest
from docx import Document

from generator import disk, files
from generator.cli import main


@pytest.fixture
def home(tmp_path, monkeypatch, plan_2017):
    """A folder of plans of its own, with that of 2017."""
    monkeypatch.setattr(files, "PLANS", tmp_path / "plans")
    monkeypatch.setattr(files, "BUILD", tmp_path / "build")
    monkeypatch.setattr(files, "KEPT", tmp_path / "build" / ".mall")
    monkeypatch.chdir(tmp_path)
    files.PLANS.mkdir()
    (files.PLANS / "2017.yaml").write_bytes(plan_2017)
    return tmp_path


def test_new_writes_a_draft_and_tells_what_it_did(home, capsys):
    assert main(["new", "2018"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Klart: plans/2018.yaml, ett utkast gjort av planen för 2017.\n")
    assert "  Flyttat     året till 2018, status till utkast\n" in told
    assert told.endswith(
        "35 ställen kvar att fylla i eller bekräfta, märkta FYLL I. Se dem med  make check YEAR=2018\n"
    )
    assert main(["check", "2018"]) == 0
    said = capsys.readouterr().out.partition("Kvar att fylla i: 35 ställen.\n")[2]
    left = [line for line in said.splitlines() if line.startswith("  ")]
    assert len(left) == 35
    assert (
        left[0] == "  plans/2018.yaml:33   text: Vi samverkar för att stärka d…  läs igenom (”ska”)"
    )
    assert "  plans/2018.yaml:201  - datum: 2018-01-25                   bekräfta dagen" in left
    numbers = [int(line.split()[0].rpartition(":")[2]) for line in left]
    assert numbers == sorted(numbers)


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (
            ["2017"],
            1,
            "plans/2017.yaml finns redan, och skrivs aldrig över. Byt namn på den filen först om du vill börja om.",
        ),
        (
            ["2020"],
            1,
            "Planen för 2020 görs av planen för 2019, men plans/2019.yaml finns inte. Välj en annan:  make new YEAR=2020 FROM=2017.",
        ),
        (
            ["1999"],
            2,
            "Skriv ett år mellan 2011 och 2092: make new YEAR=2018. (1999 är inget sådant.)",
        ),
        (
            ["nästa"],
            2,
            "Skriv ett år mellan 2011 och 2092: make new YEAR=2018. (nästa är inget sådant.)",
        ),
        (
            ["٢٠١٨"],
            2,
            "Skriv ett år mellan 2011 och 2092: make new YEAR=2018. (٢٠١٨ är inget sådant.)",
        ),
    ],
)
def test_new_that_cannot_be_made_is_one_sentence(arguments, code, sentence, home, capsys):
    assert main(["new", *arguments]) == code
    assert capsys.readouterr() == ("", f"{sentence}\n")
    assert [path.name for path in files.PLANS.iterdir()] == ["2017.yaml"]


def test_new_after_a_year_with_errors_is_one_sentence(home, plan_2017, capsys):
    (files.PLANS / "2017.yaml").write_bytes(
        plan_2017.replace(b"summa: 945 000", b"summa: 946 000", 1)
    )
    assert main(["new", "2018"]) == 1
    assert capsys.readouterr().err.startswith(
        "Planen för 2017 har fel (1 fel, 5 för kännedom). Rätta dem först: make check YEAR=2017"
    )
    assert [path.name for path in files.PLANS.iterdir()] == ["2017.yaml"]


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="the superuser writes everywhere"
)
def test_new_in_a_read_only_folder_is_one_sentence(home, capsys):
    files.PLANS.chmod(0o500)
    assert main(["new", "2018"]) == 1
    assert capsys.readouterr().err.startswith("Filen plans/2018.yaml kan inte skrivas: ")
    files.PLANS.chmod(0o700)


def test_new_that_cannot_be_written_is_one_sentence(home, capsys, monkeypatch):
    def refuse(path, content):
        raise files.FileError(disk._not_replaced(path, PermissionError(13, "no")))

    monkeypatch.setattr(files, "create", refuse)
    assert main(["new", "2018"]) == 1
    assert capsys.readouterr().err.startswith("Filen plans/2018.yaml kan inte skrivas: ")


def test_plans_makes_every_year_and_a_broken_one_stops_none(home, plan_2017, capfd):
    assert main(["new", "2018"]) == 0
    shutil.copy(files.PLANS / "2018.yaml", files.PLANS / "2019.yaml")
    capfd.readouterr()
    assert main(["plans"]) == 1
    lines = capfd.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["2017", "2018", "2019", "3"]
    assert lines[0] == "  2017  klar: build/verksamhetsplan-2017.docx"
    assert "fel" in lines[2]
    assert lines[2].endswith("Se dem med  make check YEAR=2019")
    assert lines[3] == "3 planer: 2 klara, 1 med fel."
    assert sorted(path.name for path in files.BUILD.glob("*.docx")) == [
        "verksamhetsplan-2017.docx",
        "verksamhetsplan-2018.docx",
    ]


def test_many_places_are_confirmed_at_once(home, capsys):
    assert main(["new", "2018"]) == 0
    path = files.PLANS / "2018.yaml"
    before = path.read_text(encoding="utf-8")
    capsys.readouterr()
    assert main(["confirm", "2018", "--vad", "belopp"]) == 0
    told = capsys.readouterr().out
    assert told.startswith(
        "Belopp, 3 ställen:\n  plans/2018.yaml:268  belopp: 945 000  bekräfta beloppet (2017: 945 000)\n"
    )
    assert told.endswith(
        "Här kan ingen svara. När de är rätta: skriv  make confirm YEAR=2018 VAD=belopp JA=1  (utan make: --vad belopp --ja).\n"
        "Inget är skrivet.\n"
    )
    assert path.read_text(encoding="utf-8") == before
    assert main(["confirm", "2018", "--vad", "belopp, dagar", "--ja"]) == 0
    assert (
        "23 ställen bekräftade. Kvar: inga fel, 5 för kännedom, 12 kvar att fylla i."
        in capsys.readouterr().out
    )
    after = path.read_text(encoding="utf-8")
    assert re.sub(r"  # FYLL I: bekräfta[^\n]*", "", before) == after
    assert main(["confirm", "2018", "--vad", "sak"]) == 2
    assert capsys.readouterr().err == "”sak” finns inte bland det som ska bekräftas: texter.\n"
    assert main(["confirm", "2018", "--vad", "dagar"]) == 0
    assert capsys.readouterr().out == "Inget är kvar att bekräfta av det. Kvar: texter.\n"
    assert main(["confirm", "2018", "--ja"]) == 0
    assert main(["confirm", "2018"]) == 0
    told = capsys.readouterr().out
    assert told.endswith(
        "har inget att bekräfta, men 1 ställe är kvar att fylla i:  make check YEAR=2018  visar det.\n"
    )
    assert "värd: 'FYLL I" in path.read_text(encoding="utf-8")


TEXTS_OF_2018 = 11


def asking(monkeypatch, *answers):
    """Let a terminal answer, and see what it was asked."""
    asked, left = [], [*answers]

    def answer(question):
        asked.append(question)
        if not left:
            raise EOFError
        return left.pop(0)

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", answer)
    return asked


def test_a_text_is_shown_whole_with_its_place_before_it_is_confirmed(home, capsys, monkeypatch):
    assert main(["new", "2018"]) == 0
    path = files.PLANS / "2018.yaml"
    before = path.read_text(encoding="utf-8")
    capsys.readouterr()
    asked = asking(monkeypatch, "j", "n", "x", "s")
    assert main(["confirm", "2018"]) == 0
    told = capsys.readouterr().out
    assert len(asked) == 4
    assert asked[0].startswith(f"(1 av {TEXTS_OF_2018}) Är texten läst och rätt")
    assert told.startswith(
        f"Texter, {TEXTS_OF_2018} ställen:\n  plans/2018.yaml:33  läs igenom (”ska”)\n  Syfte\n"
        "    Vi samverkar för att stärka den kommunala och den regionala utvecklingen. "
        "Det gynnar Södertörn och därmed våra kommuner.\n\n"
        "    Vår samverkan syftar till att"
    )
    assert "ska nå sina mål i hemkommunen.\n" in told
    assert "    - Regional samverkan som handlar om att både ge och få\n" in told
    assert "Skrivet: plans/2018.yaml, 1 ställe bekräftat." in told
    first = "  # FYLL I: läs igenom (”ska”)"
    assert path.read_text(encoding="utf-8") == before.replace(first, "", 1)


def test_what_is_left_of_the_texts_is_shown_before_all_of_it_is_confirmed(
    home, capsys, monkeypatch
):
    assert main(["new", "2018"]) == 0
    path = files.PLANS / "2018.yaml"
    capsys.readouterr()
    asked = asking(monkeypatch, "n", "a", "j")
    assert main(["confirm", "2018", "--vad", "texter, belopp"]) == 0
    assert len(asked) == 3
    told = capsys.readouterr().out
    assert told.count("  läs igenom (") == TEXTS_OF_2018
    assert "  Kalendarium\n    Nästa Nyckeltalsdag äger rum i oktober\u00a02019\n" in told
    assert f"Skrivet: plans/2018.yaml, {TEXTS_OF_2018 - 1 + 3} ställen bekräftade." in told
    left = path.read_text(encoding="utf-8")
    assert left.count("FYLL I: läs igenom") == 1
    assert "FYLL I: bekräfta beloppet" not in left


@pytest.mark.parametrize("answers", [("j", "avbryt"), ("j", "sluta"), ("ja", "annat", "avsluta")])
def test_only_a_whole_word_of_all_confirms_all(home, capsys, monkeypatch, answers):
    assert main(["new", "2018"]) == 0
    asking(monkeypatch, *answers)
    assert main(["confirm", "2018"]) == 0
    assert "Skrivet: plans/2018.yaml, 1 ställe bekräftat." in capsys.readouterr().out


def test_nothing_is_written_where_whoever_answered_is_gone(home, capsys, monkeypatch):
    assert main(["new", "2018"]) == 0
    path = files.PLANS / "2018.yaml"
    before = path.read_bytes()
    asking(monkeypatch, "j", "j")
    assert main(["confirm", "2018"]) == 0
    assert capsys.readouterr().out.endswith("Inget är skrivet.\n")
    assert path.read_bytes() == before


def test_a_decided_plan_has_no_remark_left_and_no_text_unread(home, capsys):
    path = files.PLANS / "2017.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "- rubrik: Syfte\n", "- rubrik: Syfte\n    # KOMMENTAR (Åsa): Varför?\n", 1
    )
    path.write_text(
        text.replace(
            "    text: |\n      Vår samverkan ska",
            "    text: |  # FYLL I: läs igenom\n      Vår samverkan ska",
        ),
        encoding="utf-8",
    )
    assert main(["check", "2017"]) == 1
    told = capsys.readouterr().out
    assert (
        "fel[STA001]: Här är en granskares kommentar kvar, men planen är beslutad.\n  --> plans/2017.yaml:33:5\n"
        in told
    )
    assert "fel[STA001]: Texten är inte genomläst, men planen är beslutad.\n" in told


def test_a_day_that_is_to_be_chosen_is_not_confirmed_by_a_yes(home, capsys):
    path = files.PLANS / "2018.yaml"
    assert main(["new", "2018"]) == 0
    text = path.read_text(encoding="utf-8").replace(
        "bekräfta månaden (hålls inte 2018)", "bekräfta månaden och välj dag"
    )
    path.write_text(text, encoding="utf-8")
    assert main(["confirm", "2018", "--ja"]) == 0
    assert "- datum: 2019-10  # FYLL I: bekräfta månaden och välj dag\n" in path.read_text(
        encoding="utf-8"
    )


def test_new_stops_beside_a_plan_saved_under_another_name(home, capsys):
    (files.PLANS / "2018.yaml.txt").write_bytes((files.PLANS / "2017.yaml").read_bytes())
    assert main(["new", "2018"]) == 1
    told = capsys.readouterr().err
    assert told.startswith(
        "Det finns ingen plan 2018, men plans/2018.yaml.txt finns: byt namn på filen till 2018.yaml."
    )
    assert told.endswith("Ingen ny plan är gjord.\n")
    assert not (files.PLANS / "2018.yaml").exists()


def test_a_plan_begins_from_another_than_last_year_s(home, capsys):
    assert main(["new", "2022", "--from", "2017"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Klart: plans/2022.yaml, ett utkast gjort av planen för 2017.\n")
    assert "rådslaget: listan till 2022–2029\n" in told
    assert " värdar att välja (kommittén): turordningen är inte känd\n" in told
    assert main(["check", "2022"]) == 0
    text = (files.PLANS / "2022.yaml").read_text(encoding="utf-8")
    assert "                2022: Tyresö\n                2023: Södertälje\n" in text
    assert "- datum: 2023-10  # FYLL I: bekräfta månaden (hålls inte 2022)\n" in text
    assert main(["new", "2016", "--from", "2017"]) == 1
    assert (
        capsys.readouterr().err
        == "Planen för 2017 är inte äldre än 2016. Välj en tidigare plan med FROM=.\n"
    )


@pytest.mark.parametrize("year", [2024, 2031])
def test_a_committee_without_a_plan_starts_with_a_small_one(home, year, capsys):
    assert main(["begin", str(year)]) == 0
    assert main(["check", str(year)]) == 0
    assert f"plans/{year}.yaml: inga fel\n" in capsys.readouterr().out
    assert main(["plan", str(year)]) == 0
    assert (files.BUILD / f"verksamhetsplan-{year}.docx").read_bytes().startswith(b"PK")
    assert main(["begin", str(year)]) == 1
    assert "finns redan, och skrivs aldrig över" in capsys.readouterr().err


def test_an_adopted_plan_keeps_the_template_that_it_had(home, monkeypatch, capsys):
    """A year's own template, and one that is chosen for once."""
    templates = home / "templates"
    templates.mkdir()
    common = files.read(files.TEMPLATE)
    (templates / "verksamhetsplan.docx").write_bytes(common)
    monkeypatch.setattr(files, "TEMPLATE", templates / "verksamhetsplan.docx")
    for name, words in (("2017.docx", "FORM FÖR ETT ÅR"), ("annan.docx", "EN GÅNG")):
        document = Document(templates / "verksamhetsplan.docx")
        document.sections[-1].footer.paragraphs[0].add_run(f" {words}")
        document.save(templates / name)

    def footer(*arguments: str) -> str:
        assert main(["plan", "2017", *arguments]) == 0, capsys.readouterr().out
        return (
            Document(files.BUILD / "verksamhetsplan-2017.docx")
            .sections[-1]
            .footer.paragraphs[0]
            .text
        )

    assert "FORM FÖR ETT ÅR" in footer()
    assert "EN GÅNG" in footer("--template", str(templates / "annan.docx"))
    (templates / "2017.docx").unlink()
    assert "FORM" not in footer()


def test_days_are_shown_with_their_weekdays_to_be_confirmed(home, capsys, monkeypatch):
    assert main(["new", "2018"]) == 0
    capsys.readouterr()
    asked = asking(monkeypatch, *"n" * 9)
    assert main(["confirm", "2018", "--vad", "dagar"]) == 0
    told = capsys.readouterr().out.replace("\u00a0", " ")
    rows = re.findall(r"^  plans/2018.yaml:\d+  (.*?)  +bekräfta (?:dagen|dagarna)", told, re.M)
    assert rows[:2] == ["torsdag 25 januari", "torsdag 22 mars"]
    assert "onsdag–torsdag 15–16 augusti" in rows
    assert "torsdag–fredag 5–6 april" in rows
    assert asked[0].startswith("Är de rätta, så att anteckningarna kan")
    assert asked[1].startswith("Är det rätt, så att anteckningen kan")


def test_remarks_are_taken_away_one_by_one_once_they_are_seen_to(home, capsys, monkeypatch):
    assert main(["new", "2018"]) == 0
    path = files.PLANS / "2018.yaml"
    text = path.read_text(encoding="utf-8")
    day = "          - datum: 2018-01-25  # FYLL I"
    assert day in text
    first = "          # KOMMENTAR (Åsa Öberg): Bra!\n"
    second = "          # KOMMENTAR (Bo Ek): Varför en torsdag?\n"
    path.write_text(text.replace(day, f"{first}{second}{day}"), encoding="utf-8")
    capsys.readouterr()
    asked = asking(monkeypatch, "j", "n")
    assert main(["confirm", "2018", "--vad", "kommentarer"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Kommentarer, 2 ställen:\n")
    assert "(Åsa Öberg): Bra!" in told
    assert told.replace("\u00a0", " ").count("\n    torsdag 25 januari\n") == 2
    assert "1 kommentar borttagen. Kvar: " in told
    assert asked[0].startswith("(1 av 2) Är kommentaren omhändertagen, så att den kan tas bort?")
    assert path.read_text(encoding="utf-8") == text.replace(day, f"{second}{day}")


def test_a_yes_to_all_takes_no_remark_with_it(home, capsys):
    assert main(["new", "2018"]) == 0
    path = files.PLANS / "2018.yaml"
    text = path.read_text(encoding="utf-8")
    day = "          - datum: 2018-01-25  # FYLL I"
    remark = "          # KOMMENTAR (Åsa Öberg): Bra!\n"
    path.write_text(text.replace(day, f"{remark}{day}"), encoding="utf-8")
    assert main(["confirm", "2018", "--ja"]) == 0
    assert remark in path.read_text(encoding="utf-8")
    assert main(["confirm", "2018", "--ja", "--vad", "kommentarer"]) == 0
    assert remark not in path.read_text(encoding="utf-8")


def test_what_is_asked_of_a_decided_plan_is_no_error_of_it(home, capsys):
    path = files.PLANS / "2017.yaml"
    text = path.read_text(encoding="utf-8")
    line = "          - datum: 2017-02-02\n"
    remark = "          # KOMMENTAR (Åsa Öberg): Bra!\n"
    assert text.count(line) == 1
    path.write_text(text.replace(line, remark + line), encoding="utf-8")
    assert main(["check", "2017"]) == 1
    assert main(["confirm", "2017", "--ja", "--vad", "kommentarer"]) == 0
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("kind", ["rådslaget", "dagar", "något"])
def test_a_plan_that_asks_nothing_says_so_whatever_is_named(home, capsys, kind):
    assert main(["confirm", "2017", "--vad", kind]) == 0
    assert capsys.readouterr().out == "plans/2017.yaml har inget att bekräfta.\n"
