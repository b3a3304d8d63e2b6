"""What is to be done in a plan: what is wrong, then what is left to confirm, as HTML. What its
buttons ask for comes back by a key.
"""

from typing import Any

from msgspec import Struct

from generator import report, swedish
from generator.confirm import groups
from generator.findings import Finding, Mark, Pointer
from generator.pipeline import Build
from generator.report import placed, visible
from generator.rules import sentences
from generator.values import OpenPlace
from generator.workbench.form import Section, under
from generator.workbench.handbook import linked
from generator.workbench.keys import key_of
from generator.workbench.templates import templates
from generator.workbench.worded import answers_to, worded

_ICONS = {"fel": "error", "varning": "warning", "information": "info"}
CLASSES = {"fel": "fel", "varning": "varning", "information": "upplysning"}
REPAIR = "rätta:"
"""What a button asks for, before the key of what it is asked of."""
Told = tuple[Mark, Finding]
"""A finding with its place."""
_DECIDED = "STA001"
"""The code of what a decided plan must have, or must not have left."""
DIFFERENCE, THEIRS, OURS = "skillnad", "deras", "min"


class Thing(Struct, frozen=True):
    """One thing to do: its words, the key that its button sends back, the line and the heading that
    it stands under, and what class and icon its words have. `is_mendable` is True where a button
    does it; `answers` are those to what it asks, and to all that ask the same.
    """

    key: str
    words: str
    line: int
    heading: str
    hint: str = ""
    code: str = ""
    rule: str = ""
    sort: str = ""
    icon: str = ""
    is_mendable: bool = False
    is_elsewhere: bool = False
    answers: tuple[str, str] = ("", "")


class Todo:
    """What is to be done in a plan; `sections` are its headings, `problem` says why it is not
    saved.
    """

    def __init__(self, built: Build, sections: list[Section], problem: str) -> None:
        self._built, self.problem = built, worded(problem)
        self._sections = {one.at: one for one in sections}
        told = placed(built.findings, built.source)
        known = [one for one in told if one[1].severity == "information"]
        pressing = [one for one in told if one[1].severity != "information"]
        order = list(_ICONS)
        pressing.sort(key=lambda one: order.index(one[1].severity))
        rules = sentences({finding.code for finding in built.findings})
        self._places = built.plan.open_places if built.plan else ()
        pressing, left = self._without_left(pressing)
        self.pressing = left + [self._finding(*found, rules) for found in pressing]
        noted = [found for found in known if found[1].code != report.LEFT]
        self.known = [self._finding(*found, rules) for found in noted]
        found = groups(built)
        self.groups = [(name, [*map(self._place, places)]) for name, places in found.items()]
        grouped = {id(place) for places in found.values() for place in places}
        self.alone = [self._place(place) for place in self._places if id(place) not in grouped]

    def _without_left(self, pressing: list[Told]) -> tuple[list[Told], list[Thing]]:
        """What is wrong but for the places that a decided plan has left, which stand in a list of
        their own; and one thing that tells of them all.
        """
        source = self._built.source
        lines = {(place.comment or source.locate(place.at)).line for place in self._places}
        others = [one for one in pressing if one[1].code != _DECIDED or one[0].line not in lines]
        count = len(pressing) - len(others)
        if not count:
            return pressing, []
        words = f"Planen är beslutad, men {swedish.count(count, 'ställe', 'ställen')} är kvar."
        hint = "Bekräfta dem under Kvar, eller välj status utkast igen."
        line = source.locate(("status",)).line
        heading = self._heading(("status",))
        return others, [Thing("", words, line, heading, hint, _DECIDED, "", "fel", "error")]

    def html(self) -> str:
        """The list."""
        return templates().get_template("todo.html").render(todo=self, linked=linked)

    @property
    def left(self) -> str:
        """How much is left."""
        return swedish.count(len(self._places), "ställe", "ställen") if self._places else ""

    def count(self, places: list[Thing]) -> str:
        """How many places there are in a group."""
        return swedish.count(len(places), "ställe", "ställen")

    def _heading(self, at: Mark | tuple[str | int, ...]) -> str:
        """The heading that a place stands under, and the name of what it stands in there."""
        source = self._built.source
        where = source.at(at.start) if isinstance(at, Mark) else at
        section = self._sections[under(where, self._sections.keys())]
        groups = _groups_on_the_way(source.data, where)[len(section.at) + 1 :]
        names = [visible(str(group["rubrik"])) for group in groups if group.get("rubrik")]
        return ": ".join([section.title, *names[:1]])

    def _finding(self, mark: Mark, finding: Finding, rules: dict[str, str]) -> Thing:
        return Thing(
            key_of(finding),
            worded(finding.message),
            mark.line,
            self._heading(finding.at if isinstance(finding.at, tuple) else mark),
            worded(finding.hint),
            finding.code,
            rules.get(finding.code, ""),
            CLASSES[finding.severity],
            _ICONS[finding.severity],
            bool(finding.repair),
            bool(finding.where),
        )

    def _place(self, place: OpenPlace) -> Thing:
        source = self._built.source
        mark = place.comment or source.locate(place.at)
        words = _asked(source.text, mark, place.words) if place.comment else place.words
        heading = self._heading(place.at)
        return Thing(key_of(place), visible(words), mark.line, heading, answers=answers_to(place))


def _groups_on_the_way(data: Any, at: Pointer) -> list[dict[str, Any]]:
    """The value at each step of a place, as far as the plan has it; {} for what is no group."""
    found = [data]
    for step in at:
        try:
            found.append(found[-1][step])
        except (KeyError, IndexError, TypeError):  # a finding may be about what is missing
            break
    return [value if isinstance(value, dict) else {} for value in found]


def _asked(text: str, mark: Mark, words: str) -> str:
    """What a place asks: the value to be confirmed, or what is to be done where none is shown on
    its line.
    """
    line = text[text.rfind("\n", 0, mark.start) + 1 : mark.start].strip()
    return words if not line or line.endswith(("|", ">")) else line.removeprefix("- ")
