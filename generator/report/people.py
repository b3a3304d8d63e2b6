"""Findings for people: each with its line, a caret under the exact value, and what helps."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set

from generator import swedish
from generator.findings import Finding, Mark, Severity
from generator.report.printed import (
    GLUE,
    MOST_OF_A_LINE,
    painted,
    shortened,
    visible,
    width_of,
    window,
    wrapped,
)
from generator.report.told import LEFT, placed, summary
from generator.source import Source

_COLOURS = {"fel": 31, "varning": 33, "information": 36}
_ASIDE = 34
_CALLED = {"fel": ("Felet", "Ett", "felen"), "varning": ("Varningen", "En", "varningarna")}
_ANY = ("Det", "Ett", "")
"""What one finding of a severity is called, one of several, and all of them."""
_MOST = 50


def for_people(
    findings: Iterable[Finding],
    source: Source,
    rules: Mapping[str, str],
    beyond: Set[str] = frozenset(),
    *,
    colour: bool,
    width: int | None = None,
    notes: str = "",
    spoken: Callable[[str], str] = str,
) -> str:
    """Each finding with its line and a caret under the exact value (the first fifty), then a line
    that sums up.

    `rules` has a sentence for each code, which is told where the code comes first; `beyond` are
    codes that neither fix nor an exemption in the plan reaches. What is left to fill in is told
    last, a line for each place. `width` is that of the terminal in columns, None where there is
    none. With `notes`, what is only to be known is not shown, and that sentence says how it is.
    `spoken` is how a sentence is said here: with commands as they are started.
    """
    everything = placed(findings, source)
    known = [(mark, finding) for mark, finding in everything if finding.code != LEFT]
    left = [(mark, finding) for mark, finding in everything if finding.code == LEFT]
    listed = [pair for pair in known if not notes or pair[1].severity != "information"]
    told = [finding for _, finding in known]
    page = _Page(source, colour, width, spoken)
    parts = list(page.blocks(listed[:_MOST], rules))
    if len(listed) > _MOST:
        parts.append(f"… och {len(listed) - _MOST} till. Rätta de första och kör kommandot igen.")
    within_reach = [finding for finding in told if finding.code not in beyond]
    parts.append(page.sentences(f"{page.name}: {summary(told)}", *_advice(within_reach)))
    if left:
        parts.append("\n".join(page.left(left)))
    if len(listed) < len(known):
        parts.append(page.sentences(notes))
    return "\n\n".join(parts)


def _advice(findings: Sequence[Finding]) -> Iterator[str]:
    """What else can be done about the findings."""
    mendable = [finding.severity for finding in findings if finding.repair]
    if mendable:
        those = sum(finding.severity in mendable for finding in findings)
        it = "den" if len(mendable) == 1 else "dem"
        yield f"{_which(mendable, those)} har en trolig rättning: make fix visar och gör {it}."
    if any(finding.severity == "varning" for finding in findings):
        yield "En varning som ska stå kvar kan undantas. Se Undantag i handboken."


def _which(mendable: Sequence[Severity], those: int) -> str:
    """'Ett av felen': what can be mended, by what it is, of so many of the same severities."""
    are_alike = len(set(mendable)) == 1
    one, one_of, these = _CALLED.get(mendable[0], _ANY) if are_alike else _ANY
    if those == 1:
        return one
    if len(mendable) == 1:
        return f"{one_of} av {these or 'dem'}"
    if len(mendable) == those:
        return f"{'Båda' if those == 2 else 'Alla'} {these}".rstrip()
    return f"{len(mendable)} av {these or 'dem'}"


class _Page:
    """What is printed of a source, in the colours and the width of a terminal."""

    def __init__(
        self, source: Source, colour: bool, width: int | None, spoken: Callable[[str], str]
    ) -> None:
        self.name = visible(source.name)
        self._source, self._colour, self._width = source, colour, width
        self._spoken = spoken
        self._lines = [line.removesuffix("\r") for line in source.text.split("\n")]

    def sentences(self, *told: str) -> str:
        """Some sentences, each on lines of its own."""
        return "\n".join("\n".join(self._wrapped(words, "")) for words in told)

    def _wrapped(self, words: str, lead: str, after: str | None = None) -> list[str]:
        return wrapped(self._spoken(words), self._width, lead, after)

    def blocks(
        self, listed: Sequence[tuple[Mark, Finding]], rules: Mapping[str, str]
    ) -> Iterator[str]:
        """Each finding as it is shown, with its rule where its code comes first."""
        untold = dict(rules)
        for mark, finding in listed:
            yield "\n".join(self._block(mark, finding, untold.pop(finding.code, "")))

    def left(self, left: Sequence[tuple[Mark, Finding]]) -> Iterator[str]:
        """The places left to fill in, in order: where each is, what stands there, and what is to be
        done, which on a narrow terminal has lines of its own.
        """
        yield f"Kvar att fylla i: {swedish.count(len(left), 'ställe', 'ställen')}."
        rows = [
            (f"{self.name}:{mark.line}", stands_before(mark, self._lines), finding.message)
            for mark, finding in left
        ]
        yield from places(rows, self._width, self._spoken)

    def _block(self, mark: Mark, finding: Finding, rule: str) -> Iterator[str]:
        places = [(mark, ""), *self._others(finding)]
        margin = " " * len(str(max(place.line for place, _ in places)))
        tone = _COLOURS[finding.severity] if self._colour else None
        head = f"{finding.severity}[{finding.code}]"
        first, *more = self._wrapped(visible(finding.message), f"{head}: ", "    ")
        yield painted(head, tone) + first.removeprefix(head)
        yield from more
        # What is of the whole file has no place in it.
        place = "" if finding.at == () else f":{mark.line}:{mark.column}"
        yield f"{margin}--> {visible(finding.where) or self.name}{place}"
        if place:
            yield from self._shown_places(places, margin, tone)
        if finding.hint:
            yield from self._wrapped(visible(finding.hint), f"{margin} = hjälp: ")
        if rule:
            yield from self._wrapped(rule, f"{margin} = regel: ")

    def _others(self, finding: Finding) -> Iterator[tuple[Mark, str]]:
        """The finding's other places, with a word on each."""
        for other, word in finding.also:
            yield other if isinstance(other, Mark) else self._source.locate(other), word

    def _shown_places(
        self, places: Sequence[tuple[Mark, str]], margin: str, tone: int | None
    ) -> Iterator[str]:
        """Each place's line with its number, marked below: ^^^ under the finding's own, --- and a
        word under the others.
        """
        # Before the line stand its number and a bar, at its ends dots where it goes on.
        room = MOST_OF_A_LINE if self._width is None else self._width - len(margin) - 7
        yield f"{margin} |"
        before = None
        for mark, word in sorted(places, key=lambda place: (place[0].line, place[0].column)):
            line, column, width = window(
                self._lines[mark.line - 1], mark, min(room, MOST_OF_A_LINE)
            )
            if mark.line != before:
                yield from [f"{margin} …"] if before and mark.line > before + 1 else []
                yield f"{mark.line:>{len(margin)}} | {line}"
            yield from self._beneath(f"{margin} | {' ' * column}", width, word, margin, tone)
            before = mark.line

    def _beneath(
        self, lead: str, width: int, word: str, margin: str, tone: int | None
    ) -> Iterator[str]:
        """What stands under the line of a place: its sign, and its word, if it has one; a word that
        has no room beside the sign stands below it.
        """
        if not word:
            yield lead + painted("^" * width, tone)
            return
        sign, said = "-" * width, visible(word)
        aside = tone and _ASIDE
        if self._width is None or width_of(f"{lead}{sign} {said}") <= self._width:
            yield lead + painted(f"{sign} {said}", aside)
        else:
            yield lead + painted(sign, aside)
            yield from self._wrapped(said, f"{margin} | ")


def places(
    rows: Sequence[tuple[str, str, str]], width: int | None, spoken: Callable[[str], str] = str
) -> Iterator[str]:
    """Lines in columns: where each place is, the beginning of what stands there, and what is to be
    done, which on a narrow terminal has lines of its own.
    """
    values = [shortened(visible(value)) for _, value, _ in rows]
    longest = max(map(width_of, values), default=0)
    farthest = max((width_of(place) for place, _, _ in rows), default=0)
    for (place, _, told), value in zip(rows, values, strict=True):
        lead, said = f"  {_padded(place, farthest)}  ", spoken(visible(told))
        one = f"{lead}{_padded(value, longest)}  {said}".replace(GLUE, " ").rstrip()
        if width is None or width_of(one) <= width:
            yield one
        else:
            yield shortened(f"{lead}{value}".rstrip(), width)
            yield from wrapped(said, width, "      ")


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - width_of(text))


def stands_before(mark: Mark, lines: list[str]) -> str:
    """What stands before a place on its line; of a text over several lines, its beginning."""
    value = lines[mark.line - 1][: mark.column - 1].strip(" '\"")
    if value.endswith(("|", ">")) and mark.line < len(lines):
        value = f"{value[:-1]}{lines[mark.line].strip()}"
    return value
