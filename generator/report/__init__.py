"""Findings + Source -> text for people, lines for editors, JSON for machines. The only place that
turns a Pointer into a line.
"""

from generator.report.differing import changes
from generator.report.machines import (
    LINES,
    as_json,
    for_editor,
    for_github,
    for_machines,
    unchecked,
)
from generator.report.people import for_people, places, stands_before
from generator.report.printed import GLUE, fitted, shortened, visible, wrapped
from generator.report.told import LEFT, placed, summary

__all__ = [
    "GLUE",
    "LEFT",
    "LINES",
    "as_json",
    "changes",
    "fitted",
    "for_editor",
    "for_github",
    "for_machines",
    "for_people",
    "placed",
    "places",
    "shortened",
    "stands_before",
    "summary",
    "unchecked",
    "visible",
    "wrapped",
]
