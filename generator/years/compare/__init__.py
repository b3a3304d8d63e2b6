"""Two plans -> what changed between them, by chapter: which chapters are each other, and what
changed in each: `title_page`, `texts`, and what each content tells of itself; `telling` says it to
people and to machines.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from msgspec.structs import replace

from generator.content.kind import Change, Content
from generator.plan import Plan, Section
from generator.plan.sections import walk
from generator.years.compare.telling import for_machines, for_people
from generator.years.compare.texts import changed, written
from generator.years.compare.title_page import standing

__all__ = ["compare", "for_machines", "for_people"]

_TITLE_PAGE = "Titelsidan"
_MEMBERS = "Kommunerna"


def compare(old: Plan, new: Plan) -> list[Change]:
    """Everything that changed from the older plan to the newer one, in the order of the
    document.
    """
    changes = [*_of(_TITLE_PAGE, standing(old, new)), *_of(_MEMBERS, _members(old, new))]
    pairs = _chapters(old, new)
    for before, after in pairs:
        name = _named(new, after) if after else _formerly(old, before)
        found = [
            *_moved(pairs, before, after, old, new),
            *changed(written(old, before), written(new, after)),
        ]
        found += _contents(before, after, old, new)
        changes += _of(name, found)
    return changes


def _of(chapter: str, changes: Iterable[Change]) -> list[Change]:
    """Changes of a chapter."""
    return [replace(change, chapter=chapter) for change in changes]


def _members(old: Plan, new: Plan) -> Iterator[Change]:
    """Who has come, and who has left."""
    for name in new.members:
        if name not in old.members:
            yield Change("kommun", "kommun", "", str(name), name.at)
    for name in old.members:
        if name not in new.members:
            yield Change("kommun", "kommun", str(name), "", name.at)


Pair = tuple[Section | None, Section | None]


def _chapters(old: Plan, new: Plan) -> list[Pair]:
    """The chapters of two plans that are each other, in the order of the newer; those that are gone
    where they stood.

    A chapter is known by its heading; one with another heading by its place among those that are
    left, if it holds the same kinds.
    """
    left = list(old.chapters)
    pairs: list[Pair] = []
    for after in new.chapters:
        before = next((one for one in left if _key(one, old) == _key(after, new)), None)
        if before:
            left.remove(before)
        pairs.append((before, after))
    for place, (known, newer) in enumerate(pairs):
        if known is None and newer is not None:
            alike = (one for one in left if _kinds(one) == _kinds(newer))
            if same := next((one for one in alike if _near(one, old, newer, new)), None):
                left.remove(same)
                pairs[place] = same, newer
    for lost in left:
        pairs.insert(_place_of(lost, old, pairs), (lost, None))
    return pairs


def _key(chapter: Section, plan: Plan) -> str:
    """A chapter's heading as it is told from others: without its year."""
    return re.sub(r"\b(?:19|20)\d\d\b", "", plan.filled(chapter.title)).casefold().strip()


def _kinds(chapter: Section) -> set[str]:
    return {content.place.name for content in chapter.contents} | (
        {"avsnitt"} if chapter.sections else set()
    )


def _near(one: Section, old: Plan, other: Section, new: Plan) -> bool:
    """True if two chapters stand at the same place, or beside it."""
    return abs(old.chapters.index(one) - new.chapters.index(other)) <= 1


def _place_of(gone: Section, old: Plan, pairs: Sequence[Pair]) -> int:
    """Where a chapter that is gone would stand among the pairs: after the one that it stood
    after.
    """
    before = old.chapters[: old.chapters.index(gone)]
    return max((place + 1 for place, (one, _) in enumerate(pairs) if one in before), default=0)


def _moved(
    pairs: Sequence[Pair], before: Section | None, after: Section | None, old: Plan, new: Plan
) -> Iterator[Change]:
    """A chapter that is new, gone, renamed or no longer after the same one; a heading is told with
    the texts.
    """
    if before is None and after is not None:
        yield Change("kapitel", "", "", "kapitlet är nytt", after.at)
    if after is None and before is not None:
        yield Change("kapitel", "", "kapitlet finns inte kvar", "", before.at)
    if before is None or after is None:
        return
    kept = [(one, other) for one, other in pairs if one and other]
    earlier = {one.at for one, _ in kept if old.chapters.index(one) < old.chapters.index(before)}
    now = {one.at for one, other in kept if new.chapters.index(other) < new.chapters.index(after)}
    if earlier != now:
        place = len([pair for pair in pairs[: pairs.index((before, after))] if pair[1]])
        previous = pairs[place - 1][1] if place else None
        where = f"står efter {new.filled(previous.title)}" if previous else "står först"
        yield Change("ordning", "", "", f"flyttat: {where}", after.at)


def _named(plan: Plan, chapter: Section | None) -> str:
    """What a chapter is called: its number, or that it is an appendix, and its heading."""
    if chapter is None:
        return ""
    alike = [one for one in plan.chapters if one.is_appendix == chapter.is_appendix]
    number = alike.index(chapter) + 1
    return (
        f"{f'Bilaga {number}:' if chapter.is_appendix else f'{number}.'} "
        f"{plan.filled(chapter.title)}"
    )


def _formerly(plan: Plan, chapter: Section | None) -> str:
    """What a chapter is called that is gone: its number is that of the older plan, where another
    may have it now.
    """
    named = _named(plan, chapter)
    if chapter is not None and chapter.is_appendix:
        return f"Tidigare {named[:1].lower()}{named[1:]}"
    return f"Tidigare kapitel {named.replace('.', ':', 1)}"


def _contents(
    before: Section | None, after: Section | None, old: Plan, new: Plan
) -> Iterator[Change]:
    """What changed in contents that are no text: the n:th of a kind against the n:th."""
    older, newer = (_by_kind(chapter) for chapter in (before, after))
    for kind in dict.fromkeys((*newer, *older)):
        for one, other in zip_longest(older.get(kind, []), newer.get(kind, [])):
            if other is not None:
                yield from other.changes(one, old, new)
            elif one is not None:
                yield from one.gone(old, new)


def _by_kind(chapter: Section | None) -> dict[type[Content], list[Content]]:
    """The contents of a chapter, by their kinds."""
    found: dict[type[Content], list[Content]] = {}
    for section, _ in walk(chapter) if chapter else ():
        for content in section.contents:
            found.setdefault(type(content), []).append(content)
    return found
