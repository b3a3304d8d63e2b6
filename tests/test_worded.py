"""What the program says, as the workbench words it: no command, and nothing else changed."""

import re
from pathlib import Path

import pytest
from words import said

from generator import files
from generator.examined import examined
from generator.report import visible
from generator.workbench import todo
from generator.workbench.form import Form, outline
from generator.workbench.todo import Todo
from generator.workbench.worded import advised, worded

COMMAND = re.compile(r"\bmake [a-z]|--[a-z]|\b[A-ZÅÄÖ]{2,}=|[Kk]ör kommandot igen")
# What is said where there is a terminal alone, or is no sentence.
ELSEWHERE = re.compile(
    r"cli/|outputs/|libreoffice|revisions|rules|report/people|workbench/(?:press|worded)"
)
NOT_SAID = re.compile(r"xmlns|BEGIN:VTIMEZONE|YEAR=\)\|")
# The workbench says itself which plan an answer is to.
OF_A_PLAN = "Säg vilken fil: PLAN=fil.yaml"


@pytest.mark.parametrize(
    ("words", "here"),
    [
        (
            "Skriv dem på nytt, eller kör make fix, som byter tillbaka dem.",
            "Skriv dem på nytt, eller tryck på Rätta, som byter tillbaka dem.",
        ),
        (
            "Kommandot  make fix  flyttar över den till den nya formen.",
            "Knappen Rätta flyttar över den till den nya formen.",
        ),
        (
            "Rätta först det; sedan flyttar  make fix  över planen.",
            "Rätta först det; sedan flyttar knappen Rätta över planen.",
        ),
        (
            "Enklast: make fix, som sparar om filen rätt. Anteckningar: Arkiv, Spara som.",
            "Den sparas rätt så snart något ändras här.",
        ),
        (
            "Skriv 4: [4](#x). Kommandot  make pdf  gör det om du lägger till  FIX=1.",
            "Skriv 4: [4](#x). Knappen Rätta gör det.",
        ),
        (
            "Felet har en trolig rättning: make fix visar och gör den.",
            "Felet har en trolig rättning: knappen Rätta visar och gör den.",
        ),
        ("Stäng den och kör kommandot igen.", "Stäng den och försök igen."),
        ("Rätta dem först: make check YEAR=2017", "Rätta dem först: öppna 2017"),
        ("Se vad som är fel: make check YEAR=2017.", "Se vad som är fel: öppna 2017."),
        ("Börja om från en ny plan (make new), och", "Börja om från en ny plan, och"),
    ],
)
def test_a_command_becomes_what_is_done_here(words, here):
    assert worded(words) == here


def test_the_list_and_the_form_and_the_file_say_it_so(plan_2017):
    """And nothing else of the workbench tells a finding."""
    text = plan_2017.decode().replace("gynnar Södertörn", "gynnar SÃ¶dertÃ¶rn")
    built = examined(files.PLANS / "2017.yaml", text.encode())
    (finding,) = [one for one in built.findings if "make fix" in one.hint]
    assert "tryck på Rätta, som byter tillbaka dem." in advised(finding)
    at = built.source.at(built.source.place(finding).start)[:2]
    form = Form(built, files.read_schema(), at).html()
    for html in (Todo(built, outline(built), "").html(), form):
        assert "make fix" not in html
        assert "tryck på Rätta, som byter tillbaka dem." in html
    folder = Path(todo.__file__).parent
    tells = [path.name for path in folder.glob("*.py") if ".hint" in path.read_text("utf-8")]
    assert sorted(tells) == ["todo.py", "worded.py"]


def test_no_command_is_advised_where_there_is_no_terminal():
    named = changed = 0
    for module, text in said():
        if ELSEWHERE.match(module) or NOT_SAID.search(text) or OF_A_PLAN in text:
            continue
        if COMMAND.search(text):
            named += 1
            assert not COMMAND.search(worded(text)), (module, text)
        else:
            changed += worded(text) != visible(text)
    assert named > 8
    assert not changed
