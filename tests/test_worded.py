"""What the program says, as the workbench words it: no command, and nothing else changed."""

import re

import pytest
from words import said

from generator.report import visible
from generator.workbench.worded import worded

COMMAND = re.compile(r"\bmake [a-z]|--[a-z]|\b[A-ZÅÄÖ]{2,}=")
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
        ("Rätta dem först: make check YEAR=2017", "Rätta dem först: öppna 2017"),
        ("Se vad som är fel: make check YEAR=2017.", "Se vad som är fel: öppna 2017."),
        ("Börja om från en ny plan (make new), och", "Börja om från en ny plan, och"),
    ],
)
def test_a_command_becomes_what_is_done_here(words, here):
    assert worded(words) == here


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
