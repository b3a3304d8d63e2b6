"""Two plans -> what changed between them, by chapter: hosts, days, amounts and sentences. For people and for machines."""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from generator.facts import facts, filled, hosts_of, shown
from generator.findings import Pointer
from generator.plan import Group, Plan, Prose, Side, Text
from generator.swedish import NBSP, WEEKDAYS, kronor, listing, percent, sentences

_ALIKE = 0.5
"""From this share of common words on, a sentence is a changed one, not another."""
_MOST_COMPARED = 2_500
"""Pairs of sentences in a rewritten stretch that are compared; a longer one is told as removed and added."""
_TITLE_PAGE = "Titelsidan"
_APPENDICES = "Bilagor"


@dataclass(frozen=True)
class Change:
    """What changed: `before` is '' for what was added, `after` for what was removed; `name` says of what, where that is not plain.

    `at` is the place in the newer plan, in the older one for what was removed; `kronor` is the change of an amount, in SEK, and
    `share` what part of the older amount that is.
    """

    chapter: str
    kind: str
    name: str
    before: str
    after: str
    at: Pointer
    kronor: int | None = None
    share: float | None = None


def compare(old: Plan, new: Plan) -> list[Change]:
    """Everything that changed from the older plan to the newer one, in the order of the document."""
    changes: list[Change] = [*_standing(old, new)]
    for key in (*new.chapters, ""):
        name = _chapter(new, key)
        changes += _texts(name, _written(old, key), _written(new, key))
        if key == "arbetsformer":
            changes += _radslag(name, old, new)
        if key == "kalendarium":
            changes += _calendar(name, old, new)
        if key == "budget":
            changes += _side(name, "Intäkter", old.budget.income, new.budget.income)
            changes += _side(name, "Kostnader", old.budget.costs, new.budget.costs)
            if old.budget.result != new.budget.result:
                changes.append(_amount(name, "Resultat", old.budget.result, new.budget.result, new.budget.at))
    return changes


def _chapter(plan: Plan, key: str) -> str:
    """What a chapter is called: its number and heading."""
    if not key:
        return _APPENDICES
    return f"{[*plan.chapters].index(key) + 1}. {filled(plan.chapters[key].title, facts(plan))}"


def _standing(old: Plan, new: Plan) -> Iterator[Change]:
    before, after = (f"beslutad {plan.decision_date}" if plan.decided else "utkast" for plan in (old, new))
    if before != after:
        yield Change(_TITLE_PAGE, "status", "status", before, after, ("status",))
    for key in ("organisation", "titel", "undertitel"):
        one, other = (next(text for text in plan.texts if text.at == (key,)) for plan in (old, new))
        before, after = filled(one, facts(old)), filled(other, facts(new))
        if before != after:
            yield Change(_TITLE_PAGE, "text", key, str(before), str(after), other.at)


Sentence = tuple[str, str, Pointer]
"""As typed, as shown, and where."""


def _written(plan: Plan, key: str) -> list[Sentence]:
    """The sentences of a chapter ('' for the appendices), headings before running text; the budget's rows are compared as amounts."""
    known, root = facts(plan), key or "bilagor"
    texts: list[Text | Prose] = [text for text in plan.written() if text.at[0] == root and "poster" not in text.at]
    return [
        (sentence.removeprefix("- "), filled(sentence.removeprefix("- "), known), text.at)
        for text in texts
        for _, sentence in (sentences(str(text)) if isinstance(text, Prose) else [(0, str(text))])
    ]


def _texts(chapter: str, old: Sequence[Sentence], new: Sequence[Sentence]) -> Iterator[Change]:
    matcher = difflib.SequenceMatcher(None, [typed for typed, *_ in old], [typed for typed, *_ in new], autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            # Typed alike, a sentence may show another year or day: the document then differs too.
            same = zip(old[start:end], new[new_start:new_end], strict=True)
            pairs: Iterable[_Pair] = ((before, after) for before, after in same if before[1] != after[1])
        else:
            pairs = _paired(old[start:end], new[new_start:new_end])
        for before, after in pairs:
            at = after[2] if after else before[2] if before else ()
            yield Change(chapter, "text", "", before[1] if before else "", after[1] if after else "", at)


_Pair = tuple[Sentence | None, Sentence | None]


def _paired(old: Sequence[Sentence], new: Sequence[Sentence]) -> Iterator[_Pair]:
    """The sentences that stand in each other's place, and those that stand alone; in the order of the newer text."""
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
    return difflib.SequenceMatcher(None, one.casefold().split(), other.casefold().split(), autojunk=False).ratio()


def _radslag(chapter: str, old: Plan, new: Plan) -> Iterator[Change]:
    before, after = ({h.year: h for h in plan.radslag.years} if plan.radslag else {} for plan in (old, new))
    for year in sorted({*before, *after}):
        one, other = before.get(year), after.get(year)
        names = [str(host.municipality) if host else "" for host in (one, other)]
        found = other or one
        if names[0] != names[1] and found:
            yield Change(chapter, "värd", f"rådslaget {year}", names[0], names[1], found.at)


def _calendar(chapter: str, old: Plan, new: Plan) -> Iterator[Change]:
    before, after = ({_name(group): group for group in plan.groups} for plan in (old, new))
    for name in dict.fromkeys((*after, *before)):
        one, other = before.get(name), after.get(name)
        found = other or one
        title = filled(found.title, facts(new if other else old)) if found else name
        times = [_times(group) for group in (one, other)]
        if times[0] != times[1] and other:
            yield Change(chapter, "tid", title, times[0], times[1], other.at)
        yield from _days(chapter, title, _occasions(old, one), _occasions(new, other))


def _name(group: Group) -> str:
    return group.title if group.kind == "övriga" else group.kind


def _times(group: Group | None) -> str:
    if group is None:
        return ""
    weekday = f"{WEEKDAYS[group.weekday]}ar" if group.weekday is not None else ""
    return " ".join(filter(None, (weekday, "–".join(group.hours or ()))))


@dataclass(frozen=True)
class Occasion:
    """An occasion as it is told, where it stands in the plan, where in the year (from 0), and whether it is one announced for the next."""

    told: str
    at: Pointer
    place: int
    announced: bool


def _occasions(plan: Plan, group: Group | None) -> list[Occasion]:
    told = []
    for event in (*group.events, *group.previews) if group else ():
        hosts = hosts_of(plan, group, event) if group else ()
        aside = listing(hosts) if hosts else "värd ej bestämd" if event.undecided else ""
        place = event.first.month * 31 + (event.first.day or 15)
        told.append(
            Occasion(
                shown(event, year=True) + (f" ({aside})" if aside else ""),
                event.at,
                place,
                event in group.previews if group else False,
            )
        )
    return told


def _days(chapter: str, title: str, old: list[Occasion], new: list[Occasion]) -> Iterator[Change]:
    """Occasions that changed: as many as before are the same ones in order, else those nearest in the year."""
    pairs = _in_order(old, new) if len(old) == len(new) else _nearest(old, new)
    for before, after in pairs:
        one, other = (occasion.told if occasion else "" for occasion in (before, after))
        found = after or before
        if one != other and found:
            yield Change(chapter, "dag", title, one, other, found.at)


def _in_order(old: list[Occasion], new: list[Occasion]) -> list[tuple[Occasion | None, Occasion | None]]:
    return list(zip(old, new, strict=True))


def _nearest(old: list[Occasion], new: list[Occasion]) -> list[tuple[Occasion | None, Occasion | None]]:
    """The pairs in order that lie nearest each other in the year, of meetings and of announced ones each for themselves."""
    best: dict[tuple[int, int], int] = {}
    for i in range(len(old), -1, -1):
        for j in range(len(new), -1, -1):
            tries = [best[i + 1, j]] if i < len(old) else []
            tries += [best[i, j + 1]] if j < len(new) else []
            tries += [best[i + 1, j + 1] + _nearness(old[i], new[j])] if i < len(old) and j < len(new) else []
            best[i, j] = max(tries, default=0)
    found: list[tuple[Occasion | None, Occasion | None]] = []
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new) and best[i, j] == best[i + 1, j + 1] + _nearness(old[i], new[j]) > best[i + 1, j + 1]:
            found.append((old[i], new[j]))
            i, j = i + 1, j + 1
        elif i < len(old) and (j == len(new) or best[i, j] == best[i + 1, j]):
            found.append((old[i], None))
            i += 1
        else:
            found.append((None, new[j]))
            j += 1
    return found


def _nearness(one: Occasion, other: Occasion) -> int:
    """From 0 (three weeks apart, or of another kind) to 21 (the same day of the year)."""
    return max(0, 21 - abs(one.place - other.place)) if one.announced == other.announced else 0


def _side(chapter: str, title: str, old: Side, new: Side) -> Iterator[Change]:
    before, after = ({row.name.casefold(): row for row in side.rows} for side in (old, new))
    for key in dict.fromkeys((*after, *before)):
        one, other = before.get(key), after.get(key)
        found = other or one
        amounts = one.amount if one else None, other.amount if other else None
        if found and amounts[0] != amounts[1]:
            yield _amount(chapter, f"{title}: {found.name}", *amounts, found.amount.at)
        shares = [{str(name): amount for name, amount in row.shares} if row else {} for row in (one, other)]
        for name in dict.fromkeys((*shares[1], *shares[0])):
            if found and shares[0].get(name) != shares[1].get(name):
                yield _amount(chapter, f"{title}: {found.name}, {name}", shares[0].get(name), shares[1].get(name), found.at)
    if old.total != new.total:
        yield _amount(chapter, f"{title}, summa", old.total, new.total, new.total.at)


def _amount(chapter: str, name: str, before: int | None, after: int | None, at: Pointer) -> Change:
    one, other = (f"{kronor(amount)}{NBSP}kr" if amount is not None else "" for amount in (before, after))
    change = (after or 0) - (before or 0)
    share = change / before if before and after is not None else None
    return Change(chapter, "belopp", name, one, other, at, change, share)


def for_people(changes: Iterable[Change], old: str, new: str) -> str:
    """The changes by chapter, in Swedish; `old` and `new` are what the plans are called."""
    lines = [f"Jämförelse: {new} mot {old}"]
    for chapter, of_chapter in groupby(changes, lambda change: change.chapter):
        lines += ["", chapter]
        for name, of_name in groupby(of_chapter, lambda change: change.name if change.kind == "dag" else ""):
            lines += [f"  {name}"] if name else []
            lines += [f"  {'  ' if name else ''}{line}" for change in of_name for line in _told(change)]
    return "\n".join([*lines, *(["Inget har ändrats."] if len(lines) == 1 else [])])


def _told(change: Change) -> list[str]:
    """A change as lines: a sentence below the one it replaces, all else on one line."""
    if change.kind == "text" and not change.name:
        return [f"{sign} {text}" for sign, text in (("-", change.before), ("+", change.after)) if text]
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
