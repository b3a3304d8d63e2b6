"""What is to be done in a plan: what is wrong, then what is left to confirm, as HTML. What its
buttons ask for comes back by number.
"""

from collections.abc import Iterable
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
from generator.workbench.templates import templates
from generator.workbench.worded import answers_to, worded

_ICONS = {"fel": "error", "varning": "warning", "information": "info"}
CLASSES = {"fel": "fel", "varning": "varning", "information": "upplysning"}
REPAIR, GROUP = "rätta:", "grupp:"
"""What a button asks for, before the number of what it is asked of."""
Numbered = tuple[int, tuple[Mark, Finding]]
"""A finding with its place and its number."""
_DECIDED = "STA001"
"""The code of what a decided plan must have, or must not have left."""
DIFFERENCE, THEIRS, OURS = "skillnad", "deras", "min"


class Thing(Struct, frozen=True):
    """One thing to do: its words, the number it is asked for by, the line and the heading that it
    stands under, and what class and icon its words have. `is_mendable` is True where a button does
    it; `answers` are those to what it asks, and to all that ask the same.
    """

    number: int
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
        known = [one for one in enumerate(told) if one[1][1].severity == "information"]
        pressing = [one for one in enumerate(told) if one[1][1].severity != "information"]
        order = list(_ICONS)
        pressing.sort(key=lambda one: order.index(one[1][1].severity))
        rules = sentences({finding.code for finding in built.findings})
        self._places = built.plan.open_places if built.plan else ()
        pressing, left = self._without_left(pressing)
        self.pressing = left + [self._finding(n, *found, rules) for n, found in pressing]
        self.known = [
            self._finding(n, *found, rules) for n, found in known if found[1].code != report.LEFT
        ]
        self._told = [finding for _, finding in told]
        found = groups(built)
        self._groups = [*found.values()]
        numbers = {id(place): number for number, place in enumerate(self._places)}
        self.groups = []
        for number, (name, places) in enumerate(found.items()):
            things = [self._place(numbers[id(place)], place) for place in places]
            self.groups.append((number, name, things))
        grouped = {id(place) for places in found.values() for place in places}
        self.alone = [
            self._place(number, place)
            for number, place in enumerate(self._places)
            if id(place) not in grouped
        ]

    def _without_left(self, pressing: list[Numbered]) -> tuple[list[Numbered], list[Thing]]:
        """What is wrong but for the places that a decided plan has left, which stand in a list of
        their own; and one thing that tells of them all.
        """
        source = self._built.source
        lines = {(place.comment or source.locate(place.at)).line for place in self._places}
        others = [
            one for one in pressing if one[1][1].code != _DECIDED or one[1][0].line not in lines
        ]
        count = len(pressing) - len(others)
        if not count:
            return pressing, []
        words = f"Planen är beslutad, men {swedish.count(count, 'ställe', 'ställen')} är kvar."
        hint = "Bekräfta dem under Kvar, eller välj status utkast igen."
        line = source.locate(("status",)).line
        told = Thing(0, words, line, self._heading(("status",)), hint, _DECIDED, "", "fel", "error")
        return others, [told]

    def html(self) -> str:
        """The list."""
        return templates().get_template("todo.html").render(todo=self, linked=linked)

    def findings_still(self, number: int, now: Build) -> list[Finding]:
        """The finding of a number, as the plan has it now; nothing where it is gone."""
        return [same for one in self._told[number : number + 1] for same in still(one, now)]

    def places_still(self, what: str, number: int, now: Build) -> list[OpenPlace]:
        """The place or the group of places of a number, as the plan has them now."""
        chosen = self._groups if what == GROUP else [[place] for place in self._places]
        asked = [place for places in chosen[number : number + 1] for place in places]
        return places_still(asked, now)

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

    def _finding(self, number: int, mark: Mark, finding: Finding, rules: dict[str, str]) -> Thing:
        return Thing(
            number,
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

    def _place(self, number: int, place: OpenPlace) -> Thing:
        source = self._built.source
        mark = place.comment or source.locate(place.at)
        words = _asked(source.text, mark, place.words) if place.comment else place.words
        heading = self._heading(place.at)
        return Thing(number, visible(words), mark.line, heading, answers=answers_to(place))


def _groups_on_the_way(data: Any, at: Pointer) -> list[dict[str, Any]]:
    """The value at each step of a place, as far as the plan has it; {} for what is no group."""
    found = [data]
    for step in at:
        try:
            found.append(found[-1][step])
        except (KeyError, IndexError, TypeError):  # a finding may be about what is missing
            break
    return [value if isinstance(value, dict) else {} for value in found]


def still(finding: Finding, now: Build) -> list[Finding]:
    """A finding that was shown, as the plan has it now; nothing where it is gone."""
    alike = [
        one for one in now.findings if (one.code, one.message) == (finding.code, finding.message)
    ]
    return [one for one in alike if one.at == finding.at][:1] or alike[:1]


def places_still(asked: Iterable[OpenPlace], now: Build) -> list[OpenPlace]:
    """The places that were shown to ask, as the plan has them now."""
    shown = {(one.at, one.words) for one in asked}
    places = now.plan.open_places if now.plan else ()
    return [one for one in places if (one.at, one.words) in shown]


def _asked(text: str, mark: Mark, words: str) -> str:
    """What a place asks: the value to be confirmed, or what is to be done where none is shown on
    its line.
    """
    line = text[text.rfind("\n", 0, mark.start) + 1 : mark.start].strip()
    return words if not line or line.endswith(("|", ">")) else line.removeprefix("- ")
