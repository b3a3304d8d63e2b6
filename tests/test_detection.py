"""Single-line damage to the adopted plan is seen: on the damaged line or beside it, in at most three findings."""

from collections import Counter

import detection
from sizes import size

from generator import files

EVERY = size(12, 1)
AIM = 0.98
RESTORED = 0.70
"""The share that only repair gives: a program that mends nothing in memory sees most damage, and restores 0.16."""


def test_nearly_every_damage_is_caught():
    outcomes = detection.measure(files.read_schema(), EVERY)
    counted = Counter(outcome.verdict for outcome in outcomes)
    assert counted["caught"] > 300
    assert detection.share_caught(outcomes) >= AIM, counted
    assert sum(outcome.restored for outcome in outcomes) >= RESTORED * counted["caught"]


def test_the_damages_are_of_many_kinds_and_on_every_line(plan_2017):
    damages = list(detection.damages(plan_2017.decode()))
    assert len({damage.kind for damage in damages}) > 35
    typed = {number for number, line in enumerate(plan_2017.decode().split("\n"), 1) if line.strip()}
    assert typed <= {damage.line for damage in damages}
