"""The sentences of two chapters: which of them are each other, and which came or went."""

import difflib
from collections.abc import Iterable, Iterator, Sequence

from generator.content.kind import Change
from generator.findings import Pointer, is_under
from generator.plan import Plan, Section
from generator.plan.sections import walk
from generator.swedish import sentences
from generator.values import Prose, Text

_ALIKE = 0.5
"""From this share of common words on, a sentence is a changed one, not another."""
_MOST_COMPARED = 2_500
"""Pairs of sentences in a rewritten stretch that are compared; a longer one is told as removed and
added."""
_BESIDE = " | "
"""What stands between the cells of a row."""

Sentence = tuple[str, str, Pointer]
"""As typed, as shown, and where."""


def written(plan: Plan, chapter: Section | None) -> list[Sentence]:
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


def changed(old: Sequence[Sentence], new: Sequence[Sentence]) -> Iterator[Change]:
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
