"""A part of a plan as a form: its fields with what is told of each, and a month to choose a day in.

Everything is HTML made by a template that escapes; what is done in the form comes back by the place
of the field that it was done in.
"""

import calendar
import json
import re
from collections import Counter
from collections.abc import Set
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from generator import almanac, swedish, turns
from generator.confirm import can_confirm
from generator.facts import filled
from generator.fields import DAY, LINE, LIST, PROSE, Field, field_of, leaves
from generator.findings import Finding, Pointer
from generator.pipeline import Build
from generator.report import LEFT, placed, visible
from generator.schema import Schema
from generator.values import PLACEHOLDER, OpenPlace
from generator.workbench.keys import key_of
from generator.workbench.templates import templates
from generator.workbench.worded import advised, answers_to

_SIGNS_A_LINE, _MOST_ROWS = 70, 24
BELOW = ("kapitel", "avsnitt")
"""The keys whose parts have forms of their own."""


class Section(Struct, frozen=True):
    """A heading in the outline: where it stands, its words, how deep it lies, and how many errors
    and open places there are under it, those of the headings below apart.
    """

    at: Pointer
    title: str
    depth: int
    wrong: int
    left: int


class Form:
    """The form of the plan's part at `at`, which need not be there any more."""

    def __init__(self, built: Build, schema: Schema, at: Pointer) -> None:
        self.at, self._built = at, built
        found = field_of(built.source.data, schema, at)
        self._whole = found
        self.field = replace(found, parts=_own(found)) if found else None
        self._places = {one.at for one in _every(self.field)} if self.field else set()
        self.told: dict[Pointer, list[Finding]] = {}
        for _, finding in placed(built.findings, built.source):
            place = self._nearest(finding)
            if place is not None and finding.code != LEFT and not finding.where:
                self.told.setdefault(place, []).append(finding)
        self.asked: dict[Pointer, list[OpenPlace]] = {}
        for open_place in built.plan.open_places if built.plan else ():
            self.asked.setdefault(open_place.at, []).append(open_place)

    def html(self) -> str:
        """The form."""
        return templates().get_template("form.html").render(form=self, field=self.field)

    @property
    def is_locked(self) -> bool:
        """True where the file could be read only with something mended in it: what would be written
        could not be proven.
        """
        return self._built.source.reading.text != self._built.source.text

    def _nearest(self, finding: Finding) -> Pointer | None:
        """The field that a finding is told at, the nearest around it; None where it is another
        form's.
        """
        source = self._built.source
        at = finding.at if isinstance(finding.at, tuple) else source.at(source.place(finding).start)
        deep = len(self.at)
        if at[:deep] != self.at or (at[deep : deep + 1] and at[deep] in BELOW and at[deep + 1 :]):
            return None
        nearest = under(at, self._places)
        return nearest if nearest in self._places else None

    def id(self, at: Pointer) -> str:
        """A place as the name of an element."""
        return "f" + "-".join(str(step).replace(" ", "_") for step in at)

    def title(self, field: Field) -> str:
        """What a field is called; one of several by its number."""
        last = field.at[-1] if field.at else ""
        if not isinstance(last, int):
            return field.title
        is_unnamed = field.form == LINE or field.title == str(last)
        return str(last + 1) if is_unnamed else f"{field.title} {last + 1}"

    def title_of_new(self, field: Field) -> str:
        """What one item more of a list is called."""
        item = field.parts[0] if field.parts else None
        if item is None or item.form == LINE or item.title == str(item.at[-1]):
            return f"i {field.title.lower()}"
        return item.title.lower()

    def line(self, at: Pointer) -> int:
        """The line of the file that a value stands on."""
        return self._built.source.locate(at).line

    def sort(self, field: Field) -> str:
        """How much room a field takes."""
        return {"text": "hel", "belopp": "kort", "dag": "dag", "månad": "kort"}.get(
            field.form, "kort" if field.words else "rad"
        )

    def rows(self, field: Field) -> int:
        """Lines that a text is given room for."""
        lines = sum(len(line) // _SIGNS_A_LINE + 1 for line in field.value.splitlines())
        return max(1 if field.form != PROSE else 3, min(lines + 1, _MOST_ROWS))

    def is_flat(self, field: Field) -> bool:
        """True for a group of single values, which stand beside each other."""
        return all(not part.parts and part.form not in (PROSE, LIST) for part in field.parts)

    def named(self, field: Field) -> list[str]:
        """The hosts of a field; what stands for one that is not known as it is."""
        is_open = field.value.startswith(PLACEHOLDER)
        return [field.value] if is_open else field.value.split(", ")

    def takes_several(self, field: Field) -> bool:
        """True where there may be one host more."""
        return not self.named(field)[0].startswith(PLACEHOLDER) and isinstance(field.at[-1], str)

    @property
    def below(self) -> list[tuple[str, Field]]:
        """The parts that have forms of their own."""
        found = [part for part in self._whole.parts if part.at[-1] in BELOW] if self._whole else []
        return [(part.title, part) for part in found]

    def answer(self, place: OpenPlace) -> str:
        """What the button says that answers what is asked at a place; '' where none does."""
        return answers_to(place)[0] if can_confirm(place) else ""

    def question(self, place: OpenPlace) -> str:
        """What is asked at a place."""
        words = f"Kommentar {place.words}" if place.is_remark else place.words
        return visible(f"{words[:1].upper()}{words[1:]}")

    def key_of(self, one: Finding | OpenPlace) -> str:
        """What a button is of."""
        return key_of(one)

    def key(self, at: Pointer) -> str:
        """A place as the browser sends it back."""
        return place_key(at)

    def words(self, finding: Finding) -> str:
        """What a finding says, and what to do."""
        return advised(finding)

    def name(self, field: Field) -> str:
        """What one of several is called: its own first words, as they are shown."""
        first = next((part for part in field.parts if part.form == "rad" and part.value), None)
        facts = self._built.plan.facts if self._built.plan else {}
        return visible(filled(first.value, facts)) if first else ""

    def about_day(self, field: Field) -> str:
        """The weekday of a day, and what is special with it."""
        day = _day(field.value)
        if field.form != DAY or day is None:
            return ""
        special = almanac.what(day)
        return swedish.WEEKDAYS[day.weekday()] + (f", {special}" if special else "")

    def hosts(self, field: Field) -> list[tuple[str, bool]]:
        """Who may host, whether it is their turn; they first."""
        waiting = self._waiting(field.at)
        first = [name for name in field.words if name in waiting]
        return [(name, True) for name in first] + [
            (name, False) for name in field.words if name not in waiting
        ]

    def _waiting(self, at: Pointer) -> list[str]:
        """The members whose turn it can be at a place."""
        plan = self._built.plan
        for cycle in plan.cycles.values() if plan else ():
            for number, turn in enumerate(cycle):
                # A turn that is open stands at its occasion, not at a host.
                own = at if turn.host else at[:-1]
                if plan is not None and turn.host.at[: len(own)] == own:
                    names = [str(other.host) for other in cycle]
                    return turns.waiting(names, number, plan.members)
        return []

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What texts can show by name, and what that is."""
        plan = self._built.plan
        return [(name, str(shown)) for name, shown in plan.facts.items()] if plan else []


def outline(built: Build) -> list[Section]:
    """Every heading of the plan, after the plan's own first page."""
    found = [Section((), "Titelsida och uppgifter", 0, 0, 0)]
    plan = built.plan
    if plan is None:
        return found
    every = [(section, level) for section, level in plan.sections()]
    places = {section.at for section, _ in every} | {()}
    source = built.source
    wrong = Counter(
        under(f.at if isinstance(f.at, tuple) else source.at(source.place(f).start), places)
        for f in built.findings
        if f.severity == "fel"
    )
    left = Counter(under(place.at, places) for place in plan.open_places)
    found[0] = replace(found[0], wrong=wrong[()], left=left[()])
    for section, level in every:
        title = visible(filled(section.title, plan.facts))
        at = section.at
        found.append(Section(at, title or "(utan rubrik)", level, wrong[at], left[at]))
    return found


def contents(sections: list[Section], at: Pointer) -> str:
    """The outline as HTML: the chapters, and the sections of the one that is open. A chapter that
    is shut tells of what is in its sections too.
    """
    open_one = at[:2]
    shown = [
        _with_its_sections(one, sections) if one.depth and one.at[:2] != open_one else one
        for one in sections
        if one.depth < 2 or one.at[:2] == open_one
    ]
    return templates().get_template("outline.html").render(sections=shown, at=at, key=place_key)


def _with_its_sections(chapter: Section, sections: list[Section]) -> Section:
    inside = [one for one in sections if one.at[:2] == chapter.at]
    wrong, left = sum(one.wrong for one in inside), sum(one.left for one in inside)
    return replace(chapter, wrong=wrong, left=left)


def place_key(at: Pointer) -> str:
    """A place as the browser sends it back."""
    return json.dumps(at, ensure_ascii=False, separators=(",", ":"))


def under(at: Pointer, places: Set[Pointer]) -> Pointer:
    """The nearest of some places around one; () where none of them is."""
    while at and at not in places:
        at = at[:-1]
    return at


def _own(field: Field) -> tuple[Field, ...]:
    return tuple(part for part in field.parts if part.at[-1] not in BELOW)


def _every(field: Field) -> list[Field]:
    return [field, *(one for part in field.parts for one in _every(part))]


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


class MonthDay(Struct, frozen=True):
    """A day to choose: its date, the number in its month, whether it is of the month shown, what is
    said of it, whether it is free of work, and whether its neighbours lie on its weekday.
    """

    date: str
    number: int
    is_of_month: bool
    words: str
    is_special: bool
    is_usual: bool
    is_taken: bool


def month(built: Build, schema: Schema, at: Pointer, shown: str) -> str:
    """A month to choose the day of a field in, with what is held and what is special. `shown` is
    the month, YYYY-MM; '' for that of the day that the field has.
    """
    field = field_of(built.source.data, schema, at)
    chosen = field.value if field else ""
    known = re.match(r"([12][0-9]{3})-(0[1-9]|1[0-2])(-|$)", shown or chosen)
    # Where no day is written yet, the plan's year begins.
    year, number = map(int, known.groups()[:2]) if known else (_year(built), 1)
    plan = built.plan
    held: dict[date, list[str]] = {}
    for one in plan.held() if plan else ():
        for day in [one.first.date] if one.first.date else []:
            held.setdefault(day, []).append(str(one.called))
    list_ = field_of(built.source.data, schema, at[:-2]) if len(at) > 2 else None
    days = [_day(leaf.value) for leaf in leaves(list_)] if list_ else []
    usual = Counter(day.weekday() for day in days if day).most_common(1)
    weekday = usual[0][0] if usual else -1
    weeks = []
    for week in calendar.Calendar().monthdatescalendar(year, number):
        weeks.append([_month_day(day, number, held, weekday) for day in week])
    return (
        templates()
        .get_template("month.html")
        .render(
            weeks=[(date.fromisoformat(week[0].date).isocalendar().week, week) for week in weeks],
            title=swedish.month(year, number),
            before=_other_month(year, number, -1),
            after=_other_month(year, number, 1),
            chosen=chosen,
        )
    )


def _year(built: Build) -> int:
    """The plan's year; this one where it says none."""
    return built.plan.year if built.plan else date.today().year


def _month_day(day: date, number: int, held: dict[date, list[str]], usual: int) -> MonthDay:
    special = almanac.what(day)
    words = swedish.days(day, year=True)
    told = [f"{swedish.WEEKDAYS[day.weekday()]} {words}", special, *held.get(day, [])]
    return MonthDay(
        day.isoformat(),
        day.day,
        day.month == number,
        ", ".join(filter(None, told)),
        bool(special) or day.weekday() == 6,
        day.weekday() == usual,
        day in held,
    )


def _other_month(year: int, number: int, by: int) -> str:
    months = year * 12 + number - 1 + by
    return f"{months // 12}-{months % 12 + 1:02}"
