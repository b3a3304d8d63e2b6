"""Goals in the next year's plan: their times move along, and every value is to be confirmed."""

from generator import swedish
from generator.content.goals.records import Goal, Tree
from generator.content.kind import Roller


def roll(tree: Tree, roller: Roller) -> None:
    """Move what had its time in the old year to the new; what lies later stays."""
    old, new = roller.plan.year, roller.year
    if tree.until is not None and tree.until < new:
        at = (*tree.at, "gäller_till")
        roller.retype(at, str(new))
        roller.note(at, f"bekräfta till vilket år målen gäller (förut {tree.until})")
    number = 0
    for place in tree.places():
        number += 1
        _roll_one(place.goal, roller)
    told = swedish.count(number, "mål eller aktivitet", "mål och aktiviteter")
    roller.tell("kept", f"{told} från {old}, med tider och värden att bekräfta")


def _roll_one(goal: Goal, roller: Roller) -> None:
    old, new, due = roller.plan.year, roller.year, goal.due
    if due and due.is_over(new):
        if due.year is not None:
            roller.retype(due.at, due.moved(new))
        roller.note(due.at, f"bekräfta när ({old}: {due.typed})")
    if goal.baseline:
        was = f", målet var {goal.target}" if goal.target else ""
        roller.note(goal.baseline.at, f"bekräfta utgångsvärdet ({old}: {goal.baseline}{was})")
    if goal.target:
        roller.note(goal.target.at, f"bekräfta målvärdet ({old}: {goal.target})")
