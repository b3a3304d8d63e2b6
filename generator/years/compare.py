"""Two plans -> what changed between them, by chapter: hosts, days, amounts and sentences. For
people and for machines.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, zip_longest

from generator.content.kind import Change, Content
from generator.findings import Pointer, is_under
from generator.plan import Draft, Plan, Section
from generator.plan.sections import walk
from generator.swedish import NBSP, count, kronor, percent, sentences
from generator.values import Day, Prose, Text

_ALIKE = 0.5
"""From this share of common words on, a sentence is a changed one, not another."""
_MOST_COMPARED = 2_500
"""Pairs of sentences in a rewritten stretch that are compared; a longer one is told as removed and
added."""
_TITLE_PAGE = "Titelsidan"
_MEMBERS = "Kommunerna"
_CONTENTS = "innehållsförteckning"
_BESIDE = " | "
"""What stands between the cells of a row."""


def compare(old: Plan, new: Plan) -> list[Change]:
    """Everything that changed from the older plan to the newer one, in the order of the
    document.
    """
    changes = [*_of(_TITLE_PAGE, _standing(old, new)), *_of(_MEMBERS, _members(old, new))]
    pairs = _chapters(old, new)
    for before, after in pairs:
        name = _named(new, after) if after else _formerly(old, before)
        found = [
            *_moved(pairs, before, after, old, new),
            *_texts(_written(old, before), _written(new, after)),
        ]
        found += _contents(before, after, old, new)
        changes += _of(name, found)
    return changes


def _of(chapter: str, changes: Iterable[Change]) -> list[Change]:
    """Changes of a chapter."""
    return [replace(change, chapter=chapter) for change in changes]


def _standing(old: Plan, new: Plan) -> Iterator[Change]:
    """What the title page says of the plan."""
    before, after = (_status(plan) for plan in (old, new))
    if before != after:
        yield Change("status", "status", before, after, ("status",))
    for name in ("organisation", "title", "subtitle"):
        one, other = getattr(old, name), getattr(new, name)
        before, after = old.filled(one), new.filled(other)
        if before != after:
            yield Change("text", str(other.at[-1]), before, after, other.at)
    yield from _listed(old, new)
    yield from _logotype(old, new)
    yield from _facts(old, new)


def _listed(old: Plan, new: Plan) -> Iterator[Change]:
    """A table of contents that has come or gone, or lists other levels."""
    before, after = (_levels(plan) for plan in (old, new))
    if before != after:
        yield Change("innehåll", _CONTENTS, before, after, (_CONTENTS,))


def _levels(plan: Plan) -> str:
    listed = plan.table_of_contents
    return count(listed.levels, "nivå", "nivåer") if listed else ""


def _logotype(old: Plan, new: Plan) -> Iterator[Change]:
    """Another logotype, or one that is described otherwise."""
    one, other = (plan.logotype for plan in (old, new))
    at = next((mark.at for mark in (other, one) if mark), ())
    for name in ("file", "alt"):
        before, after = (str(getattr(mark, name)) if mark else "" for mark in (one, other))
        if before != after:
            yield Change("bild", "logotyp", before, after, at)


def _facts(old: Plan, new: Plan) -> Iterator[Change]:
    """The facts of the decision, and which draft it is."""
    before, after = _facts_of(old), _facts_of(new)
    for called in dict.fromkeys((*after, *before)):
        one, other = before.get(called), after.get(called)
        found = other or one
        if found and str(one) != str(other):
            yield Change("beslut", called, str(one or ""), str(other or ""), found.at)


def _facts_of(plan: Plan) -> dict[str, Text | Day | Draft]:
    facts: dict[str, Text | Day | Draft] = (
        {fact.called.lower(): fact.value for fact in plan.decision.facts} if plan.decision else {}
    )
    return facts | ({"utkastet": plan.draft} if plan.draft and not plan.decided else {})


def _status(plan: Plan) -> str:
    """'beslutad 2016-12-08', 'Godkänd av styrgruppen' or 'utkast'."""
    if not plan.decided or plan.decision is None:
        return plan.status
    words = plan.decision.words or "beslutad"
    return f"{words} {plan.decision.day}" if plan.decision.day else str(words)


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
    return f"{f'Bilaga {number}:' if chapter.is_appendix else f'{number}.'} {plan.filled(chapter.title)}"


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


Sentence = tuple[str, str, Pointer]
"""As typed, as shown, and where."""


def _written(plan: Plan, chapter: Section | None) -> list[Sentence]:
    """The sentences of a chapter in the order of the file, a row as one; what its contents tell of
    themselves is left to them.
    """
    if chapter is None:
        return []
    rows, told = _of_contents(chapter)
    found: list[Sentence] = []
    for text in _in_order(plan, chapter):
        if any(text.at[:deep] in told for deep in range(len(text.at) + 1)):
            continue
        row = rows.get(text.at, ())
        if row and text.at != row[0].at:
            continue
        typed = [_BESIDE.join(row)] if row else [str(text)]
        if isinstance(text, Prose):
            typed = [sentence for _, sentence in sentences(str(text))]
        bare = [sentence.removeprefix("- ") for sentence in typed]
        found += [(sentence, plan.filled(sentence), text.at) for sentence in bare]
    return found


def _of_contents(chapter: Section) -> tuple[dict[Pointer, tuple[Text, ...]], set[Pointer]]:
    """The row of each cell of a chapter, and the places whose texts its contents tell of."""
    rows: dict[Pointer, tuple[Text, ...]] = {}
    told: set[Pointer] = set()
    for section, _ in walk(chapter):
        for content in section.contents:
            told |= {*content.tells_of()}
            for row in content.side_by_side():
                rows |= {cell.at: row for cell in row}
    return rows, told


def _in_order(plan: Plan, chapter: Section) -> list[Text | Prose]:
    """The texts of a chapter in the order of the file: each where its section or content stands."""
    places: dict[Pointer, int] = {}
    for section, _ in walk(chapter):
        for at in (section.at, *(content.at for content in section.contents)):
            places[at] = len(places)

    def place(text: Text | Prose) -> int:
        above = (text.at[:deep] for deep in range(len(text.at), 0, -1))
        return next(places[at] for at in above if at in places)

    return sorted((text for text in plan.written() if is_under(text.at, chapter.at)), key=place)


def _texts(old: Sequence[Sentence], new: Sequence[Sentence]) -> Iterator[Change]:
    """The sentences that changed."""
    matcher = difflib.SequenceMatcher(
        None, [typed for typed, *_ in old], [typed for typed, *_ in new], autojunk=False
    )
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            # Typed alike, a sentence may show another year or day: the document then differs too.
            same = zip(old[start:end], new[new_start:new_end], strict=True)
            pairs: Iterable[_Pair] = (
                (before, after) for before, after in same if before[1] != after[1]
            )
        else:
            pairs = _paired(old[start:end], new[new_start:new_end])
        for before, after in pairs:
            shown = after or before
            at = shown[2] if shown else ()
            yield Change("text", "", before[1] if before else "", after[1] if after else "", at)


_Pair = tuple[Sentence | None, Sentence | None]


def _paired(old: Sequence[Sentence], new: Sequence[Sentence]) -> Iterator[_Pair]:
    """The sentences that stand in each other's place, and those that stand alone; in the order of
    the newer text.
    """
    left = list(old)
    added: list[Sentence] = []
    if len(old) * len(new) > _MOST_COMPARED:
        yield from ((before, None) for before in old)
        yield from ((None, after) for after in new)
        return
    for after in new:
        best = max(left, key=lambda before: _alike(before[1], after[1]), default=None)
        if best is not None and _alike(best[1], after[1]) >= _ALIKE:
            yield from ((before, None) for before in left[: left.index(best)])
            yield from ((None, sentence) for sentence in added)
            left = left[left.index(best) + 1 :]
            added = []
            yield best, after
        else:
            added.append(after)
    yield from ((before, None) for before in left)
    yield from ((None, sentence) for sentence in added)


def _alike(one: str, other: str) -> float:
    return difflib.SequenceMatcher(
        None, one.casefold().split(), other.casefold().split(), autojunk=False
    ).ratio()


def for_people(changes: Iterable[Change], old: str, new: str) -> str:
    """The changes by chapter, in Swedish; `old` and `new` are what the plans are called."""
    lines = [f"Jämförelse: {new} mot {old}"]
    for chapter, of_chapter in groupby(changes, lambda change: change.chapter):
        lines += ["", chapter]
        for name, of_name in groupby(
            of_chapter, lambda change: change.name if change.kind == "dag" else ""
        ):
            lines += [f"  {name}"] if name else []
            lines += [
                f"  {'  ' if name else ''}{line}" for change in of_name for line in _told(change)
            ]
    return "\n".join([*lines, *(["Inget har ändrats."] if len(lines) == 1 else [])])


def _told(change: Change) -> list[str]:
    """A change as lines: a sentence below the one it replaces, all else on one line."""
    if change.kind in ("ordning", "kapitel"):
        return [change.after or change.before]
    if change.kind == "text" and not change.name:
        return [
            f"{sign} {text}" for sign, text in (("-", change.before), ("+", change.after)) if text
        ]
    if change.before and change.after:
        words = f"{change.before} → {change.after}"
    else:
        words = f"borttaget: {change.before}" if change.before else f"nytt: {change.after}"
    return [f"{'' if change.kind == 'dag' else f'{change.name}: '}{words}{_difference(change)}"]


def _difference(change: Change) -> str:
    if change.kronor is None or not (change.before and change.after):
        return ""
    share = "" if change.share is None else f", {percent(change.share)}"
    return f" ({kronor(change.kronor, sign=True)}{NBSP}kr{share})"


def for_machines(changes: Iterable[Change]) -> list[dict[str, object]]:
    """The changes as plain data."""
    return [
        {
            "kapitel": change.chapter,
            "slag": change.kind,
            "vad": change.name,
            "före": change.before,
            "efter": change.after,
            "adress": list(change.at),
            **({"kronor": change.kronor} if change.kronor is not None else {}),
        }
        for change in changes
    ]
