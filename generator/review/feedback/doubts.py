"""Each tracked change held against a second reading of the document, which shares nothing with the
first.

A change is doubted where accepting it alone, by the rules of the file format, gives another text
than the first reading says.
"""

import unicodedata
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from generator.ooxml.accepted import Story
from generator.ooxml.package import addresses
from generator.ooxml.reviewed.stretches import MARK, STORY, Reviewed
from generator.ooxml.revisions import Ours
from generator.review.feedback.hunks.hunk import Hunk, linked

_MOST_WORK = 2_000_000
"""Elements that are read anew in one document; about twenty times what a much edited plan asks."""
_DOUBTED = "ändringen går inte att läsa säkert; gör den i filen för hand"
_TOO_MANY = "dokumentet har för många ändringar för att alla ska kunna prövas; gör den för hand"


def doubted(
    parts: Mapping[str, bytes],
    reviewed: Reviewed,
    found: Sequence[Hunk],
    ours: Ours,
) -> list[Hunk]:
    """The same changes, with a problem where the two readings differ."""
    stories: dict[str, Story] = {}
    work = 0
    checked = []
    for hunk in found:
        problem = hunk.problem
        if not problem and work > _MOST_WORK:
            problem = _TOO_MANY
        elif not problem:
            names = {name for name, _ in hunk.changes}
            (name,) = names if len(names) == 1 else ("",)
            if name and name not in stories:
                styles, links = parts.get("word/styles.xml"), addresses(parts, name)
                stories[name] = Story(parts[name], ours, styles, links)
            numbers = sorted(number for _, number in hunk.changes)
            if not name or numbers[0] < 0:
                problem = _DOUBTED
            else:
                story = stories[name]
                work += story.size(story.blocks_of(numbers))
                is_sure = _second(story, numbers) == _first(reviewed.base, hunk)
                is_sure = is_sure and story.links(numbers) == linked(hunk)
                problem = "" if is_sure else _DOUBTED
        checked.append(replace(hunk, problem=problem))
    return checked


def _second(story: Story, numbers: Sequence[int]) -> tuple[list[str], list[str]]:
    """The paragraphs that differ between rejecting all and accepting one change: before, after."""
    blocks = story.blocks_of(numbers)
    return _differing(story.paragraphs(blocks, ()), story.paragraphs(blocks, frozenset(numbers)))


def _first(base: str, hunk: Hunk) -> tuple[list[str], list[str]]:
    """The same by the first reading."""
    start = base.rfind(MARK, 0, hunk.start) + 1
    last = base.find(MARK, hunk.end)
    end = last if last >= 0 else len(base)
    before = base[start:end]
    after = base[start : hunk.start] + hunk.text + base[hunk.end : end]
    return _differing(_split(before), _split(after))


def _split(text: str) -> list[str]:
    plain = unicodedata.normalize("NFC", text.replace(STORY, ""))
    return plain.split(MARK)


def _differing(before: list[str], after: list[str]) -> tuple[list[str], list[str]]:
    """Two lists without what is the same at their beginnings and ends."""
    lead = 0
    while lead < min(len(before), len(after)) and before[lead] == after[lead]:
        lead += 1
    tail = 0
    most = min(len(before), len(after)) - lead
    while tail < most and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return before[lead : len(before) - tail], after[lead : len(after) - tail]
