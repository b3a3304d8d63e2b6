"""The places that a draft asks a person to confirm, by what they are; and the same plan with some
of them confirmed.
"""

import re
from collections.abc import Iterable, Mapping

from generator import swedish
from generator.findings import is_under
from generator.pipeline import Build
from generator.plan import Plan
from generator.plan.sections import walk
from generator.source import Source
from generator.source.reading import Splice, spliced
from generator.values import READ_THROUGH, OpenPlace

_ASKS_FOR_MORE = re.compile(r"\bvälj\b|\blägg till\b")
"""What a yes does not answer: something is to be written."""
AMOUNTS, TEXTS, DAYS = "belopp", "texter", "dagar"
REMARKS, OTHERS = "kommentarer", "övrigt"


def groups(built: Build) -> Mapping[str, list[OpenPlace]]:
    """What can be confirmed as it stands, by its name: the amounts, the texts, the days of each
    group of the calendar, what reviewers said, all else.
    """
    found: dict[str, list[OpenPlace]] = {}
    if built.plan is None:
        return found
    for place in built.plan.open_places:
        if can_confirm(place):
            found.setdefault(_name(place, built.plan), []).append(place)
    return found


def can_confirm(place: OpenPlace) -> bool:
    """True where a yes is an answer."""
    if place.comment is None:
        return False
    return place.is_remark or not _ASKS_FOR_MORE.search(place.words)


def _name(place: OpenPlace, plan: Plan) -> str:
    if place.is_remark:
        return REMARKS
    if place.words.startswith(READ_THROUGH):
        return TEXTS
    inside = (content for content in plan.contents() if is_under(place.at, content.at))
    return next((content.asked(place.at) for content in inside), "") or OTHERS


def above(place: OpenPlace, plan: Plan) -> list[str]:
    """The headings that a place stands under, that of its chapter first."""
    sections = (section for chapter in plan.chapters for section, _ in walk(chapter))
    return [plan.filled(one.title) for one in sections if is_under(place.at, one.at)]


def text_at(place: OpenPlace, plan: Plan) -> str:
    """The whole text that is to be read through, as it is typed."""
    return next((str(text).strip() for text in plan.written() if text.at == place.at), "")


def days_at(place: OpenPlace, plan: Plan) -> str:
    """The days of an occasion that is to be confirmed, with their weekdays: 'onsdag–torsdag 14–15
    augusti'; '' where it is something else.
    """
    held = next((one for one in plan.held() if one.first.at == place.at), None)
    if held is None or held.first.date is None:
        return ""
    dates = [day.date for day in (held.first, held.last) if day and day.date]
    weekdays = "–".join(swedish.WEEKDAYS[day.weekday()] for day in dates)
    return f"{weekdays} {held.words}"


def without(source: Source, places: Iterable[OpenPlace]) -> str:
    """The text of a plan without the comments of some places: every other character as it was."""
    return spliced(source.text, [_removed(source.text, place) for place in places])


def _removed(text: str, place: OpenPlace) -> Splice:
    """A comment with the blanks before it; one alone on its line with the line."""
    assert place.comment is not None
    start, end = place.comment.start, place.comment.end
    line = text.rfind("\n", 0, start) + 1
    if text[line:start].strip():
        return line + len(text[line:start].rstrip()), end, ""
    following = text.find("\n", end)
    is_alone = following >= 0 and not text[end:following].strip()
    return (line, following + 1, "") if is_alone else (start, end, "")
