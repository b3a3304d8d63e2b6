"""Repair and continue: what cannot be read is told, mended in memory in the way that fits the plan
best, and reading goes on.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise

import yaml
from msgspec import Struct

from generator.findings import Finding
from generator.source.builder import LOADER, MAX_DEPTH, MOST_EVENTS, Builder, Trouble, stopped_at
from generator.source.gaps import REST_UNREAD, Gap, told_once
from generator.source.guesses import guesses, plain_faults, rest_left_out
from generator.source.lines import Lines
from generator.source.page import Expected, Guess, Page, indent_of
from generator.source.reading import Reading, Splice
from generator.source.suspects import suspects, typed_twice

_MOST_REPAIRS = 25
_MOST_TRIED = 1_000_000
"""Characters read while trying repairs: what bounds the time that a broken file may take."""
_CHARACTERS_PER_EVENT = 25
"""A dense text takes as long to read as a longer one of as many values."""
_MISFIT = 10
"""What a value that does not fit the plan costs, or a line that still cannot be read; a guess's own
penalty is mostly less."""
_PLAIN = 5
"""What a plain fault further down costs: a guess by which it is none has that to its credit."""
_WEIGHTS = {"repeated": 2}
"""A key that is repeated tells of a lost line more often than it is typed twice."""
_PARTS_WORDS = str.maketrans("", "", " \n\t-–—•*+·:;=.,|'\"")
"""Signs that a repair may take away or exchange."""


class ReadOn(Struct, frozen=True):
    """A text read to its end: as mended, its values, what was told of the repairs, the keys of
    lines that had to be left out, and whether no line was lost.
    """

    reading: Reading
    builder: Builder
    findings: list[Finding]
    lost: frozenset[str]
    whole: bool


def read_on(reading: Reading, expected: Expected) -> ReadOn:
    """Read a text, mending what cannot be read. The builder's root is None if it could not be read
    to the end.
    """
    mender = _Mender(reading, expected)
    while mender.mend_next():
        pass
    mender.give_up()
    told = told_once(mender.reading.typed, mender.findings, mender.gaps)
    return ReadOn(mender.reading, mender.builder, told, mender.lost, mender.whole)


class _Mender:
    """One text under repair. A line's indent is mended once, and its words once; what is still
    wrong with it then is left as it is, or left out.
    """

    def __init__(self, reading: Reading, expected: Expected) -> None:
        self.reading = reading
        self.expected = expected
        self.findings: list[Finding] = []
        self.gaps: list[Gap] = []
        self.lost: frozenset[str] = frozenset()
        self.whole = True
        self._repairs = 0
        self._left = _MOST_TRIED
        self._mended: set[tuple[int, bool]] = set()
        self._settled: set[int] = set()
        self._read()

    def _read(self) -> None:
        self.builder = self._built(self.reading.text)
        found = [*self.builder.troubles, *suspects(self.reading.text, self.builder, self.expected)]
        self._troubles = sorted(found, key=lambda trouble: trouble.mark.start)
        self._lines = Lines(self.reading)
        self._next_trouble()

    def _built(self, text: str) -> Builder:
        builder = Builder(text)
        builder.read()
        self._left -= max(len(text), _CHARACTERS_PER_EVENT * builder.events)
        return builder

    def _next_trouble(self) -> None:
        unsettled = (
            t for t in self._troubles if self.reading.typed_at(t.mark.start) not in self._settled
        )
        self._trouble = next(unsettled, None)

    def mend_next(self) -> bool:
        """Mend the first trouble that is left; False if there is none, or no more time for it."""
        trouble = self._trouble
        if trouble is None or self._repairs == _MOST_REPAIRS or self._left < 0:
            return False
        self._repairs += 1
        guess = self._best_guess(trouble)
        if guess and self._changes_something(guess):
            self._apply(guess)
        elif trouble.kind == "unreadable":
            return False
        else:
            self._settled.add(self.reading.typed_at(trouble.mark.start))
            self._next_trouble()
        return True

    def give_up(self) -> None:
        """Tell of a text that could not be read to its end; the values are not to be used."""
        for trouble in (t for t in self._troubles if t.kind == "unreadable"):
            mark = self.reading.as_typed(trouble.mark)
            finding = Finding("YML002", "Raden kan inte läsas.", mark, REST_UNREAD)
            self.findings.append(finding)
            self.gaps.append(Gap(mark.start, mark.end, finding))
            self.builder.root = None

    def _best_guess(self, trouble: Trouble) -> Guess | None:
        """The guess that leaves least unread and fits best; None where a text that can be read had
        better stay as it is.
        """
        page = Page(self._lines.text, self.builder.root, self.expected, self._is_as_typed)
        first, last, around = self._chapter(trouble)
        trials = [
            (guess, around + text, others)
            for guess, text, others in self._trials(page, trouble, first, last)
        ]
        lines = last - first
        reach = {text: self._reach(text, lines) for _, text, _ in trials}
        if (
            trouble.kind == "unreadable"
            and max(reach.values(), default=0) <= trouble.mark.line - 1 - first
        ):
            number = min(trouble.lines[0], trouble.mark.line - 1, len(self._lines.text) - 1)
            return rest_left_out(page, number, max(last, number + 1))
        least = {
            guess: (guess.penalty if guess else 0)
            + others * _PLAIN
            + (lines - reach[text]) * _MISFIT
            for guess, text, others in trials
        }
        best: tuple[int, Guess | None] | None = None
        for guess, text, _ in sorted(trials, key=lambda trial: least[trial[0]]):
            if best and (
                best[0] <= least[guess] or self._left < 0
            ):  # nothing can fit better, or no more time
                break
            cost = least[guess] + self._misfit(text) * _MISFIT
            if best is None or cost < best[0]:
                best = cost, guess
        return best[1] if best else None

    def _trials(
        self, page: Page, trouble: Trouble, first: int, last: int
    ) -> Iterator[tuple[Guess | None, str, int]]:
        """Each guess with the text of the chapter as it would be, the likeliest first; None for the
        text as it is. In each, as many plain faults are mended that have nothing to do with it.
        """
        plain = list(plain_faults(page, trouble.mark.line, last))
        if trouble.kind != "unreadable":
            yield None, *self._tried({}, plain, first, last)
        for guess in sorted(guesses(page, trouble), key=lambda guess: guess.penalty):
            if guess.lost or self._mended.isdisjoint(self._changes(guess)):
                yield guess, *self._tried(guess.lines, plain, first, last)

    def _tried(
        self,
        new: dict[int, str],
        plain: list[tuple[int, dict[int, str]]],
        first: int,
        last: int,
    ) -> tuple[str, int]:
        """The lines [first, last) with some of them new, and with the plain faults mended that have
        nothing to do with those; and how many those are.
        """
        lines = self._lines.text[first:last]
        others = [mended for number, mended in plain if new.keys().isdisjoint({number, *mended})]
        for number, text in chain.from_iterable(each.items() for each in (*others, new)):
            if first <= number < last:
                lines[number - first] = text
        return "\n".join(lines), len(others)

    def _chapter(self, trouble: Trouble) -> tuple[int, int, str]:
        """The lines [first, last) of the chapters that the trouble may lie in, enough to try a
        guess on; and the line that opens the list that they are rows of ('' for none).
        """
        names = tuple(f"{key}:" for key in self.expected.missing({}, ()))
        opening = [i for i, line in enumerate(self._lines.text) if line.startswith(names)]
        rows = {
            row: i
            for i, after in pairwise([*opening, len(self._lines.text)])
            for row in self._rows(i, after)
        }
        starts = sorted({*opening, *rows})
        first = max((i for i in starts if i < min(trouble.lines) - 1), default=0)
        last = min((i for i in starts if i > max(trouble.lines) + 1), default=len(self._lines.text))
        return first, last, f"{self._lines.text[rows[first]]}\n" if first in rows else ""

    def _rows(self, opening: int, end: int) -> Iterator[int]:
        """The rows of the list that a key opens, after the first: as far out as that."""
        lines = self._lines.text
        rows = [i for i in range(opening + 1, end) if lines[i].lstrip(" ").startswith("- ")]
        outermost = min((indent_of(lines[i]) for i in rows), default=0)
        return (i for i in rows[1:] if indent_of(lines[i]) == outermost)

    def _reach(self, text: str, lines: int) -> int:
        """How many lines of a text can be read, of so many without those put in; 0 when there is no
        more time.
        """
        if self._left < 0:
            return 0
        events = depth = 0
        try:
            for event in yaml.parse(text, LOADER):
                events += 1
                depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(
                    event, yaml.CollectionEndEvent
                )
                if depth > MAX_DEPTH or events > MOST_EVENTS:
                    return 0
        except yaml.MarkedYAMLError as error:
            mark = stopped_at(error)
            return (mark.line if mark else 0) - text.count("\n") - 1 + lines
        finally:
            self._left -= max(len(text), _CHARACTERS_PER_EVENT * events) // 4
        return lines

    def _misfit(self, text: str) -> int:
        """How badly a text fits the plan."""
        builder = self._built(text)
        twice = typed_twice(text, self.expected)
        weights = (_WEIGHTS.get(trouble.kind, 1) for trouble in builder.troubles)
        return self.expected.misfits(builder.root) + sum(weights) + sum(1 for _ in twice)

    def _apply(self, guess: Guess) -> None:
        lines = self._lines
        splices = _joined(lines.splice(number, new) for number, new in sorted(guess.lines.items()))
        also = tuple((lines.words(number), word) for number, word in guess.also)
        is_certain = guess.certain and self._keeps_words(guess)
        repair = tuple(map(lines.edit, splices)) if is_certain else ()
        message = guess.message
        if guess.rows:
            first, last = (lines.words(row).line for row in guess.rows)
            message = f"Rad {first}–{last} {message}"
        mark = lines.mark(*guess.mark)
        finding = Finding(guess.code, message, mark, guess.hint, also=also, repair=repair)
        self.findings.append(finding)
        if not guess.whole:
            self.gaps.append(Gap(*self._typed_lines(guess), finding))
        self._mended |= set(self._changes(guess))
        self.lost |= guess.lost
        self.whole &= guess.whole
        self.reading = self.reading.changed(splices)
        self._read()

    def _changes(self, guess: Guess) -> Iterator[tuple[int, bool]]:
        """Where each line that a guess changes was typed, and whether its indent alone changes."""
        for number, new in guess.lines.items():
            if new:
                is_moved = new.lstrip() == self._lines.text[number].lstrip()
                yield self._lines.typed_start(number), is_moved

    def _is_as_typed(self, number: int) -> bool:
        start = self._lines.typed_start(number)
        return not self._mended & {(start, True), (start, False)}

    def _changes_something(self, guess: Guess) -> bool:
        return any(self._lines.text[number] != new for number, new in guess.lines.items())

    def _typed_lines(self, guess: Guess) -> tuple[int, int]:
        """Where in the file the lines that a guess leaves out start and end; else the line that it
        blames.
        """
        left_out = [number for number, new in guess.lines.items() if not new]
        numbers = left_out or [guess.mark[0]]
        return self._lines.typed_between(min(numbers), max(numbers) + 1)

    def _keeps_words(self, guess: Guess) -> bool:
        """True if no word or sign is lost, but what only parts words, and a line that stands
        twice.
        """
        old = "".join(self._lines.text[i] for i in guess.lines).translate(_PARTS_WORDS)
        new = "".join(guess.lines.values()).translate(_PARTS_WORDS)
        return guess.code == "YML004" or not Counter(old) - Counter(new)


def _joined(splices: Iterable[Splice]) -> list[Splice]:
    """Splices in order; those that take out lines one after the other, perhaps very many, as
    one.
    """
    joined: list[Splice] = []
    for start, end, new in splices:
        if joined and not new and not joined[-1][2] and joined[-1][1] == start:
            joined[-1] = joined[-1][0], end, ""
        else:
            joined.append((start, end, new))
    return joined
