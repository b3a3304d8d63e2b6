"""The commands feedback (what reviewers said) and reply (what became of it)."""

import argparse

from generator import files, report
from generator.answers import received
from generator.cli.answered import among, plan_of, told_of_others
from generator.cli.terminal import GOOD, PLAN_HAS_ERRORS, complain, hand_over, say
from generator.cli.typed import matched
from generator.replied import replied
from generator.review.feedback import telling
from generator.review.reply import summary
from generator.word import provenance


def feedback(chosen: argparse.Namespace) -> int:
    """List what reviewers said, each remark at its line of the plan; then what could not be
    read.
    """
    found = received([*matched(chosen.files)], plan_of(chosen))
    name = files.shown(found.path)
    remarks = among(found.remarks, chosen)
    if chosen.json:
        hand_over(report.as_json(telling.for_machines(remarks, name)))
    else:
        say(telling.for_people(remarks, name))
        digest = provenance.origin(0, found.raw).digest
        if any(review.sent.origin.digest != digest for review in found.reviews):
            say(
                f"{name} har ändrats sedan dokumentet skickades ut. "
                "Raderna gäller filen som den är nu."
            )
    return told_of_others(found)


def reply(chosen: argparse.Namespace) -> int:
    """Answer reviewers in their own files, and write the table of all remarks for the minutes."""
    found = received([*matched(chosen.files)], plan_of(chosen))
    if told_of_others(found) != GOOD:
        complain("Inget svar är skrivet: alla filer måste gå att läsa.")
        return PLAN_HAS_ERRORS
    made = replied(found)
    files.write_all(made.written)
    say("\n".join(["Klart:", *(f"  {files.shown(target)}" for target in made.written)]))
    say(summary(made.decided))
    return GOOD
