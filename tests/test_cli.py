"""The commands as a secretary meets them: what is printed, what is written, and the exit code."""

import codecs
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from words import said

import generator
from generator import cli, files, report
from generator.cli import help, mistyped, spoken, typed
from generator.cli.spoken import started_as, with_plan
from generator.findings import Edit, Finding
from generator.schema import Shape
from generator.source import read

BROKEN = ("belopp: 750 000", "belopp: 740 000")


def run(*arguments: str, cwd: Path = files.ROOT) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(files.ROOT), "PYTHONIOENCODING": "ascii"}
    return subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        env=environment,
        check=False,
    )


@pytest.fixture
def broken(tmp_path, small_plan):
    path = tmp_path / "2018.yaml"
    path.write_bytes(small_plan.decode().replace(*BROKEN).encode())
    return path


def test_plan_says_what_it_did(tmp_path):
    done = run("plan", "2017", "--output", str(tmp_path / "plan.docx"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"Klart: {tmp_path}/plan.docx",
        "  2017, beslutad: 8 kapitel, inga bilagor",
        "  Granskning: inga fel, 5 för kännedom (make check YEAR=2017 ALLA=1 visar dem)",
        "  Budget: 945\u00a0000 kr",
        "  Rådslaget: Nykvarn",
        "  Värdkommuner 2017: Haninge, Nykvarn, Salem, Nynäshamn, Botkyrka, Tyresö och Södertälje",
    ]
    assert (tmp_path / "plan.docx").read_bytes().startswith(b"PK")


def test_check_shows_the_line_and_a_caret_under_the_value(broken):
    done = run("check", "2018.yaml", cwd=broken.parent)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == (
        "fel[BUD002]: Kostnadernas poster blir 790\u00a0000 kr, men summan säger 800\u00a0000 kr.\n"
        "   --> 2018.yaml:107:16\n"
        "    |\n"
        "107 |         summa: 800 000\n"
        "    |                ^^^^^^^\n"
        "    = hjälp: Det skiljer 10\u00a0000 kr. Rätta posten som är fel, eller skriv summa: 790 000.\n"
        "    = regel: Kostnadernas poster blir tillsammans kostnadernas summa.\n\n"
        "2018.yaml: 1 fel\n"
    )


def test_a_plan_with_errors_makes_no_document_and_keeps_the_old(broken, tmp_path):
    target = tmp_path / "plan.docx"
    target.write_bytes(b"gammal")
    done = run("plan", str(broken), "--output", str(target))
    assert done.returncode == 1
    assert done.stdout.endswith("Inget dokument gjordes. Rätta felen och kör kommandot igen.\n")
    assert target.read_bytes() == b"gammal"


def test_check_for_machines(broken):
    done = run("check", str(broken), "--json")
    assert done.returncode == 1
    first = json.loads(done.stdout)[0]
    assert (first["kod"], first["rad"], first["kolumn"], first["adress"]) == (
        "BUD002",
        107,
        16,
        ["kapitel", 7, "budget", "kostnader", "summa"],
    )


def test_json_is_a_format(broken):
    assert (
        run("check", str(broken), "--format", "json").stdout
        == run("check", str(broken), "--json").stdout
    )


def test_check_for_editors_gives_a_line_for_each_finding(broken):
    done = run("check", "2018.yaml", "--format", "editor", cwd=broken.parent)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == (
        "2018.yaml:107:16-107:23: fel[BUD002]: Kostnadernas poster blir 790\u00a0000 kr, men summan säger 800\u00a0000 kr."
        " – Det skiljer 10\u00a0000 kr. Rätta posten som är fel, eller skriv summa: 790 000.\n"
    )


def test_check_for_github_gives_a_workflow_command_for_each_finding(tmp_path, small_plan):
    text = (
        small_plan.decode()
        .replace('text: "Gå före."', 'text: "FYLL I"')
        .replace("- post: Lokaler", "- post: Lokaler\n            5%: 1")
    )
    (tmp_path / "50 %, a:b.yaml").write_text(text, encoding="utf-8")
    done = run("check", "50 %, a:b.yaml", "--format", "github", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "::notice file=50 %25%2C a%3Ab.yaml,line=18,col=12,endLine=18,endColumn=18,title=STA003"
        "::Fyll i det som saknas. – Skriv det som ska stå i stället.",
        "::error file=50 %25%2C a%3Ab.yaml,line=106,col=13,endLine=106,endColumn=15,title=SCH001"
        "::”5%25” finns inte här. – Här kan stå: post, belopp, per_kommun och poster.",
    ]


@pytest.mark.parametrize("form", ["editor", "github"])
def test_a_plan_without_findings_gives_programs_nothing_to_read(form):
    done = run("check", "tests/plan.yaml", "--format", form)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_plan_that_does_not_exist_names_those_that_do():
    done = run("plan", "1999")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Det finns ingen plan 1999. Planer som finns: 2017 och 2018.\n"


@pytest.mark.parametrize(
    ("typed", "said", "command"),
    [
        ("", "KOMMANDO saknas.", ""),
        ("plan", "ÅR saknas.", "plan"),
        ("apply", "FIL saknas.", "apply"),
        ("plan 2017 --fel", "”--fel” hör inte till plan.", "plan"),
        ("pdf 2017 --fiks", "”--fiks” hör inte till pdf. Menade du --fix?", "pdf"),
        ("pdf 2017 --xyz", "”--xyz” hör inte till pdf.", "pdf"),
        ("check 2017 2018", "”2018” hör inte till check.", "check"),
        ("--json check 2018", "”--json” hör inte till check.", "check"),
        ("check 2017 --alla=x", "--alla skrivs utan något efter.", "check"),
        ("confirm 2018 --vad", "Något saknas efter --vad.", "confirm"),
        ("start --port x", "Efter --port står ett nummer, inte ”x”.", "start"),
        (
            "check 2017 --format x",
            "Efter --format står ett av text, json, editor, github, inte ”x”.",
            "check",
        ),
        ("apply a.docx --a x", "--a kan vara flera: --alla, --author. Skriv hela ordet.", "apply"),
    ],
)
def test_wrong_use_names_the_word_and_shows_how_the_command_is_typed(typed, said, command):
    done = run(*typed.split())
    assert done.returncode == 2
    first, _, rest = done.stderr.partition("\n")
    assert first == said
    assert rest.startswith(help.of(command)[:40] if command else "Så här skriver man:")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("check YEAR=2018", "plan check 2018"),
        ("make check YEAR=2018 ALLA=1", "plan check 2018 --alla"),
        ("apply svar.docx NR=1", "plan apply svar.docx --numbers 1"),
        ("make check", "plan check"),
    ],
)
def test_what_is_typed_as_after_make_is_told_as_it_is_typed_here(words, said):
    shown = started_as("plan", f"make {' '.join(typed.after_make(words.split()))}")
    assert shown == said


@pytest.mark.parametrize("words", [[], ["check", "2018"], ["feedback", "a=b.docx"], ["--version"]])
def test_what_is_not_typed_as_after_make_is_left(words):
    assert typed.after_make(words) == []


def test_what_argparse_may_say_another_year_is_a_sentence_all_the_same():
    assert mistyped.sentence("something that it does not say today") == ""


@pytest.mark.parametrize(
    ("word", "meant"), [("chek", "check"), ("Plan", "plan"), ("granska", None), ("2017", None)]
)
def test_a_command_that_there_is_not_is_told_with_the_one_that_was_meant(word, meant):
    done = run(word, "2017")
    asked = f" Menade du {meant}?" if meant else ""
    all_of_them = "Alla kommandon: .venv/bin/python -m generator --help"
    assert done.returncode == 2
    assert done.stderr == f"{word} är inget kommando.{asked} {all_of_them}\n"


def test_every_command_has_its_help_with_an_example_that_can_be_run():
    parsers = cli._parser()._subparsers._group_actions[0].choices
    assert parsers.keys() == help.COMMANDS.keys()
    assert len(parsers) > 15
    for name, one in help.COMMANDS.items():
        shown = parsers[name].format_help()
        assert f"Till exempel: .venv/bin/python -m generator {one.example}\n" in shown
        cli._parser().parse_args(one.example.split())
        known = {string for action in parsers[name]._actions for string in action.option_strings}
        told = {choice.split()[0] for choice, _ in one.choices}
        assert told <= known
        assert known - told <= {"-h", "--help", "--json"}


@pytest.mark.parametrize("width", [40, 80, 100, 120])
def test_help_fits_the_terminal(monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    for shown in (help.all_commands(), *map(help.of, help.COMMANDS)):
        lines = shown.splitlines()
        assert len(lines) > 3
        usage = [line for line in lines if "python -m generator" not in line]
        assert max(map(len, usage)) < width


def test_the_version_is_told():
    assert run("--version").stdout == f"Plangeneratorn {generator.__version__}\n"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Rätta felen först: make check.", "Rätta felen först: plan check."),
        ("Se dem med  make check YEAR=2018", "Se dem med  plan check 2018"),
        ("make new YEAR=2018 FROM=2016", "plan new 2018 --from 2016"),
        ("make pdf YEAR=2018 FIX=1", "plan pdf 2018 --fix"),
        ("med FROM=.", "med --from."),
        ("python -m generator check ÅR", "plan check ÅR"),
        (".venv/bin/python -m generator plan 2018", "plan plan 2018"),
        ("make lint", "make lint"),
    ],
)
def test_commands_are_shown_as_they_are_started(said, shown):
    assert started_as("plan", said) == shown


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Välj något annat med AGAINST=: ett år.", "Välj något annat med --against: ett år."),
        ("Välj en tidigare plan med FROM=.", "Välj en tidigare plan med --from."),
        ("(make check YEAR=2018 ALLA=1 visar dem)", "(plan check 2018 --alla visar dem)"),
        (
            "Säg: ALLA=1, AV=NAMN eller NR=1,3-5 (utan make: --alla, --author NAMN).",
            "Säg: --alla, --author NAMN eller --numbers 1,3-5.",
        ),
        ("Lägg till --ja (make: JA=1) om så.", "Lägg till --ja om så."),
        (
            "skriv  make confirm YEAR=2018 JA=1  (utan make: --ja).",
            "skriv  plan confirm 2018 --ja.",
        ),
        ("Säg vilken fil: PLAN=fil.yaml.", "Säg vilken fil: --plan fil.yaml."),
    ],
)
def test_a_variable_by_itself_is_an_option_to_who_has_no_make(said, shown):
    assert started_as("plan", said) == shown
    assert started_as("", said) == said


def test_every_variable_of_make_is_an_option_without_it():
    makefile = (files.ROOT / "Makefile").read_text(encoding="utf-8")
    named = re.search(r"^TYPED := (.+)$", makefile, re.MULTILINE)[1].split()
    options = {*named} - {"YEAR", "FILE", "FIL", "PYTHON", "VERSION"}
    assert len(options) > 10
    for name in options:
        assert started_as("plan", f"med {name}=.").startswith("med --"), name


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"PK\x03\x04", b"[" * 100_000, b"a: &a [*a]\n", b"\x00" * 50]
)
def test_no_file_gives_a_traceback(tmp_path, content):
    path = tmp_path / "x.yaml"
    path.write_bytes(content)
    done = run("check", str(path))
    assert done.returncode == 1
    assert done.stderr == ""
    assert "fel[" in done.stdout


def test_a_folder_is_no_plan(tmp_path):
    (tmp_path / "x.yaml").mkdir()
    assert run("check", str(tmp_path / "x.yaml")).returncode == 2


def test_a_closed_pipe_is_silent(broken):
    command = f"{sys.executable} -m generator check {broken} | true"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, cwd=files.ROOT, check=False
    )
    assert done.stderr == ""


def test_rules_lists_every_check():
    done = run("rules")
    assert done.returncode == 0
    assert "BUD001: Intäkternas poster blir tillsammans intäkternas summa." in done.stdout
    assert "Källa: " in done.stdout


def test_the_document_never_overwrites_a_plan(broken):
    before = broken.read_bytes()
    done = run("plan", "2017", "--output", str(broken))
    assert done.returncode == 2
    assert "ska sluta på .docx" in done.stderr
    assert broken.read_bytes() == before


def test_help_is_swedish():
    done = run("--help")
    assert done.returncode == 0
    assert "kontrollera planen utan att göra något dokument" in done.stdout
    assert "show this" not in done.stdout


MISSPELT = ("värd: Nykvarn", "värd: Nykvam")
SAVED = {
    "UTF-8": lambda text: text.encode(),
    "UTF-8 with a mark": lambda text: codecs.BOM_UTF8 + text.encode(),
    "Windows line ends": lambda text: text.replace("\n", "\r\n").encode(),
}


@pytest.mark.parametrize("save", SAVED.values(), ids=SAVED)
def test_fix_changes_nothing_but_what_it_shows(tmp_path, small_plan, save):
    path = tmp_path / "2018.yaml"
    path.write_bytes(save(small_plan.decode().replace(*MISSPELT)))
    done = run("fix", "2018.yaml", "--ja", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "2018.yaml:",
        "   77 -             värd: Nykvam",
        "      +             värd: Nykvarn",
        "Skrivet: 2018.yaml, 1 ändring. Kvar: inga fel.",
    ]
    assert path.read_bytes() == save(small_plan.decode())


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_fix_saves_a_plan_anew_as_utf_8(tmp_path, small_plan, encoding):
    path = tmp_path / "2018.yaml"
    path.write_bytes(small_plan.decode().encode(encoding))
    done = run("fix", "2018.yaml", "--ja", cwd=tmp_path)
    assert "och hela filen sparas som UTF-8" in done.stdout
    assert path.read_bytes() == small_plan


def test_one_stray_byte_does_not_spoil_the_other_letters(tmp_path, small_plan):
    path = tmp_path / "2018.yaml"
    path.write_bytes(small_plan.replace(b"Att utveckla", b"Att utveckla\xa7"))
    run("fix", "2018.yaml", "--ja", cwd=tmp_path)
    assert path.read_bytes() == small_plan.replace(b"Att utveckla", "Att utveckla§".encode())


@pytest.mark.parametrize("answer", ["", "nej\n"])
def test_fix_writes_nothing_without_a_yes(tmp_path, small_plan, answer):
    path = tmp_path / "2018.yaml"
    path.write_bytes(small_plan.decode().replace(*MISSPELT).encode())
    before = path.read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "generator", "fix", str(path)],
        input=answer,
        capture_output=True,
        encoding="utf-8",
        cwd=files.ROOT,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout.endswith("Inget är skrivet.\n")
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"a: 1\n" * 90_000, b"", b"\x81\x8d: x\n", b"[" * 1000])
def test_fix_leaves_a_file_that_is_no_plan_as_it_is(tmp_path, content):
    path = tmp_path / "2018.yaml"
    path.write_bytes(content)
    done = run("fix", "2018.yaml", "--ja", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    assert path.read_bytes() == content


def test_what_is_advised_for_a_plan_names_it(tmp_path, plan_2017, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(files, "PLANS", tmp_path / "plans")
    files.PLANS.mkdir()
    for path in (files.PLANS / "2017.yaml", tmp_path / "mina.yaml"):
        path.write_bytes(plan_2017.replace(b"rubrik: Syfte", b"rubrk: Syfte"))
    for asked, name in (
        ("2017", "2017"),
        ("plans/2017.yaml", "2017"),
        ("mina.yaml", "mina.yaml"),
    ):
        assert cli.main(["check", asked]) == 1
        advice = f"Felet har en trolig rättning: make fix YEAR={name} visar och gör den.\n"
        assert capsys.readouterr().out.count(advice) == 1


OF_A_FILE = {
    "older/__init__.py",
    "pages.py",
    "report/people.py",
    "rules.py",
    "source/text.py",
    "workbench/worded.py",
}
"""Whose words are findings of a file, to which the plan's name comes where they are shown; the list
of rules; and what the workbench says instead.
"""


def test_no_command_is_advised_without_its_plan():
    assert {module for module, text in said() if spoken._NO_PLAN.search(text)} == OF_A_FILE


def test_what_is_said_of_a_file_gets_its_plan_and_what_has_one_keeps_it():
    said = "Kör make fix. Eller make check YEAR=2016, make plans och  make pdf FIX=1  sedan."
    assert with_plan(said, "2018") == (
        "Kör make fix YEAR=2018. Eller make check YEAR=2016, make plans och "
        " make pdf YEAR=2018 FIX=1  sedan."
    )


E, W, N = "fel", "varning", "information"


@pytest.mark.parametrize(
    ("with_repair", "without", "told"),
    [
        ([E], [], "Felet har en trolig rättning: make fix visar och gör den."),
        ([E], [N, N], "Felet har en trolig rättning: make fix visar och gör den."),
        ([E], [W], "Felet har en trolig rättning: make fix visar och gör den."),
        ([W], [E], "Varningen har en trolig rättning: make fix visar och gör den."),
        ([N], [], "Det har en trolig rättning: make fix visar och gör den."),
        ([E], [E, N], "Ett av felen har en trolig rättning: make fix visar och gör den."),
        ([W], [W], "En av varningarna har en trolig rättning: make fix visar och gör den."),
        ([E, E], [], "Båda felen har en trolig rättning: make fix visar och gör dem."),
        ([E, E, E], [W], "Alla felen har en trolig rättning: make fix visar och gör dem."),
        ([E, E], [E], "2 av felen har en trolig rättning: make fix visar och gör dem."),
        ([E, W], [], "Båda har en trolig rättning: make fix visar och gör dem."),
        ([E, W], [E], "2 av dem har en trolig rättning: make fix visar och gör dem."),
        ([N], [N], "Ett av dem har en trolig rättning: make fix visar och gör den."),
        ([], [E], ""),
    ],
)
def test_what_can_be_mended_is_told_by_what_it_is_and_how_many(with_repair, without, told):
    source, _ = read("2018.yaml", "år: 2018\n".encode(), Shape(files.read_schema()))
    findings = [
        Finding("X", "Y.", ("år",), severity=kind, repair=(Edit("1"),)) for kind in with_repair
    ]
    findings += [Finding("X", "Y.", ("år",), severity=kind) for kind in without]
    shown = report.for_people(findings, source, {}, colour=False)
    assert [line for line in shown.split("\n") if "trolig rättning" in line] == [told] * bool(told)


def test_fix_with_nothing_to_mend_says_so(broken):
    done = run("fix", str(broken), "--ja")
    assert done.returncode == 1
    assert done.stdout == f"Här finns inget med en trolig rättning. {broken}: 1 fel.\n"


@pytest.mark.parametrize(("arguments", "code"), [(["make", "check"], 0), (["check", "2017"], 1)])
def test_what_is_broken_off_ends_with_a_word(arguments, code, monkeypatch, capsys):
    """Make is broken off too: an error of the command would only have it say that once more."""

    def broken_off(_):
        raise KeyboardInterrupt

    monkeypatch.setenv("YEAR", "2017")
    monkeypatch.setattr("generator.cli.looking.check_plan", broken_off)
    assert cli.main(arguments) == code
    assert capsys.readouterr().err == "Avbrutet.\n"
