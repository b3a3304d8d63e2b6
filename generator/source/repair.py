"""Repair and continue: what cannot be read is told, mended in memory in the way that fits the plan best, and reading goes on."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from generator.findings import Edit, Finding, Mark
from generator.source.builder import Builder, Trouble
from generator.source.guesses import KEY_LINE, Expected, Guess, Page, guesses, rest_left_out
from generator.source.reading import Reading, Splice, mark_at

_MOST_REPAIRS = 40
_MOST_TRIED = 1_500_000
"""Characters read while trying repairs: what bounds the time that a broken file may take."""
_MISFIT = 10
_WEIGHTS = {"repeated": 2}
"""A key that is repeated tells of a lost line more often than it is typed twice."""


@dataclass(frozen=True)
class ReadOn:
    """A text read to its end: as mended, its values, what was told of the repairs, the keys of lines that had to be left out,
    and whether no line was lost.
    """

    reading: Reading
    builder: Builder
    findings: list[Finding]
    lost: frozenset[str]
    whole: bool


def read_on(reading: Reading, expected: Expected) -> ReadOn:
    """Read a text, mending what cannot be read. The builder's root is None if it could not be read to the end."""
    mender = _Mender(reading, expected)
    while mender.trouble and mender.repairs < _MOST_REPAIRS:
        mender.mend(mender.trouble)
    if mender.trouble:
        mender.give_up()
    return ReadOn(mender.reading, mender.builder, mender.findings, mender.lost, mender.whole)


class _Mender:
    """One text under repair. A line is mended once; what is still wrong with it then is left as it is, or left out."""

    def __init__(self, reading: Reading, expected: Expected) -> None:
        self.reading = reading
        self.expected = expected
        self.findings: list[Finding] = []
        self.lost: frozenset[str] = frozenset()
        self.whole = True
        self.repairs = 0
        self._left = _MOST_TRIED
        self._mended: set[int] = set()
        self._settled: set[int] = set()
        self._read()

    def _read(self) -> None:
        self.builder = Builder(self.reading.text)
        self.builder.read()
        found = [*self.builder.troubles, *self._strangers(), *self._swallowed()]
        self._troubles = sorted(found, key=lambda t: t.mark.start)
        self._next_trouble()

    def _next_trouble(self) -> None:
        unsettled = (t for t in self._troubles if self.reading.typed_at(t.mark.start) not in self._settled)
        self.trouble = next(unsettled, None)

    def _strangers(self) -> Iterator[Trouble]:
        """Keys that the plan has elsewhere: most likely their line stands too far in or out."""
        for at in islice(self.expected.strangers(self.builder.root), _MOST_REPAIRS):
            if at[-1] in self.expected.keys and at in self.builder.keys:
                mark = self.builder.keys[at]
                yield Trouble("strange", mark, (mark.line - 1,), at[:-1])

    def _swallowed(self) -> Iterator[Trouble]:
        """Lines of running text that look like keys of the plan: most likely they stand too far in."""
        for block in self.builder.blocks[:_MOST_REPAIRS]:
            for match in KEY_LINE.finditer(self.reading.text, block.start, block.end):
                if match[2] in self.expected.keys and match.start() > block.start:
                    mark = mark_at(self.reading.text, match.start(2), match.end(2))
                    yield Trouble("strange", mark, (mark.line - 1,))

    def mend(self, trouble: Trouble) -> None:
        """Take the guess that reads furthest and fits best; a text that can be read may also stay as it is."""
        self.repairs += 1
        lines = self.reading.text.split("\n")
        first, last = self._chapter(lines, trouble)
        best: tuple[tuple[float, int], Guess | None] | None = None
        if trouble.kind != "unreadable":
            best = self._rank(lines[first:last], None, first), None
        page = Page(lines, self.builder.root, self.expected)
        for guess in self._allowed(page, trouble, last):
            if self._left < 0:
                break
            rank = self._rank(lines[first:last], guess, first)
            if best is None or rank < best[0]:
                best = rank, guess
        if best is None or best[1] is None:
            self._settle(trouble)
        else:
            self._apply(lines, best[1])

    def give_up(self) -> None:
        """Tell of a text that could not be read to its end; the values are not to be used."""
        for trouble in (t for t in self._troubles if t.kind == "unreadable"):
            hint = "Resten av filen är inte granskad. Rätta raden och kör kommandot igen."
            self.findings.append(Finding("YML002", "Raden kan inte läsas.", self.reading.as_typed(trouble.mark), hint))
            self.builder.root = None

    def _chapter(self, lines: list[str], trouble: Trouble) -> tuple[int, int]:
        """The lines [first, last) of the chapters that the trouble may lie in: enough to try a guess on."""
        names = tuple(f"{key}:" for key in self.expected.missing({}, ()))
        opening = [i for i, line in enumerate(lines) if line.startswith(names)]
        first = max((i for i in opening if i < min(trouble.lines) - 1), default=0)
        last = min((i for i in opening if i > max(trouble.lines) + 1), default=len(lines))
        return first, last

    def _allowed(self, page: Page, trouble: Trouble, last: int) -> Iterator[Guess]:
        for guess in guesses(page, trouble):
            if not any(self._typed_line(page.lines, number) in self._mended for number in guess.lines) or guess.lost:
                yield guess
        if trouble.kind == "unreadable":
            yield rest_left_out(page, min(max(trouble.lines[0], 0), len(page.lines) - 1), last)

    def _rank(self, lines: list[str], guess: Guess | None, first: int) -> tuple[float, int]:
        """How far the chapter can be read with a guess (less is further), then how badly it fits the plan."""
        tried = list(lines)
        for number, text in guess.lines.items() if guess else ():
            if first <= number < first + len(lines):
                tried[number - first] = text
        text = "\n".join(tried)
        self._left -= len(text)
        builder = Builder(text)
        builder.read()
        stop = next((t for t in builder.troubles if t.kind == "unreadable"), None)
        reached = float("inf") if stop is None else text.count("\n", 0, stop.mark.start) - text.count("\n") + len(lines)
        wrong = self.expected.misfits(builder.root) + sum(_WEIGHTS.get(t.kind, 1) for t in builder.troubles)
        return -reached, wrong * _MISFIT + (guess.penalty if guess else 0)

    def _settle(self, trouble: Trouble) -> None:
        if trouble.kind == "unreadable":
            self.repairs = _MOST_REPAIRS
        else:
            self._settled.add(self.reading.typed_at(trouble.mark.start))
            self._next_trouble()

    def _apply(self, lines: list[str], guess: Guess) -> None:
        splices = list(_splices(lines, guess))
        starts = _starts(lines)
        number, start, end = guess.mark
        mark = self._typed(starts[number] + start, starts[number] + end)
        also = tuple((self._typed(starts[i] + len(lines[i]) - len(lines[i].lstrip()), starts[i] + len(lines[i])), word) for i, word in guess.also)
        edits = tuple(Edit(new, self._typed(start, end)) for start, end, new in splices) if guess.certain else ()
        self.findings.append(Finding(guess.code, guess.message, mark, guess.hint, also=also, repair=edits))
        self._mended |= {self._typed_line(lines, number) for number in guess.lines}
        self.lost |= guess.lost
        self.whole &= guess.whole
        self.reading = self.reading.changed(splices)
        self._read()

    def _typed(self, start: int, end: int) -> Mark:
        return self.reading.as_typed(mark_at(self.reading.text, start, end))

    def _typed_line(self, lines: list[str], number: int) -> int:
        return self._typed(start := _starts(lines)[number], start).line


def _starts(lines: list[str]) -> list[int]:
    """The offset where each line begins."""
    starts, offset = [], 0
    for line in lines:
        starts.append(offset)
        offset += len(line) + 1
    return starts


def _splices(lines: list[str], guess: Guess) -> Iterator[Splice]:
    """The smallest change of each line that a guess makes."""
    starts = _starts(lines)
    for number, new in guess.lines.items():
        old = lines[number]
        head = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
        tail = 0
        while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
            tail += 1
        yield starts[number] + head, starts[number] + len(old) - tail, new[head : len(new) - tail]
