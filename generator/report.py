"""Findings + Source -> text for people, lines for editors, JSON for machines. The only place that
turns a Pointer into a line.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Set

from generator import swedish
from generator.findings import SEVERITIES, Finding, Mark
from generator.source import Source

_COLOURS = {"fel": 31, "varning": 33, "information": 36}
_ASIDE = 34
_COMMANDS = {"fel": "error", "varning": "warning", "information": "notice"}
_MOST = 50
_MOST_COMPARED = 3000
_TAB = "    "
_VALUE = 36
_MOST_OF_A_LINE = 100
LEFT = "STA003"
"""The code of what is left to fill in."""


_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What a terminal obeys instead of showing it, and what turns the direction of reading."""


def visible(text: str) -> str:
    """Some text, or a name, from outside, fit to be printed on a line.

    What a terminal would obey is shown as a sign, ␛ or ‹U+202E›; so is what would break the line.
    """
    return _OBEYED.sub(_as_sign, text)


def _as_sign(match: re.Match[str]) -> str:
    number = ord(match[0])
    if number < 0x20:
        return chr(0x2400 + number)
    return "␡" if number == 0x7F else f"‹U+{number:04X}›"


def placed(findings: Iterable[Finding], source: Source) -> list[tuple[Mark, Finding]]:
    """Findings with their places, sorted by place in the file, then by code; those of the template
    stay in its order.
    """
    marked = [(source.place(finding), finding) for finding in findings]
    return sorted(
        marked,
        key=lambda pair: (pair[0].line, pair[0].column, "" if pair[1].where else pair[1].code),
    )


def for_people(
    findings: Iterable[Finding],
    source: Source,
    rules: Mapping[str, str],
    beyond: Set[str] = frozenset(),
    *,
    colour: bool,
    width: int | None = None,
    notes: str = "",
) -> str:
    """Each finding with its line and a caret under the exact value (the first fifty), then a line
    that sums up.

    `rules` has a sentence for each code, which is told where the code comes first; `beyond` are
    codes that neither fix nor an exemption in the plan reaches. What is left to fill in is told
    last, a line for each place. `width` is that of the terminal in columns, None where there is
    none. With `notes`, what is only to be known is not shown, and that sentence says how it is.
    """
    everything = placed(findings, source)
    known = [(mark, finding) for mark, finding in everything if finding.code != LEFT]
    listed = [
        (mark, finding)
        for mark, finding in known
        if not (notes and finding.severity == "information")
    ]
    left = [(mark, finding) for mark, finding in everything if finding.code == LEFT]
    lines = [line.removesuffix("\r") for line in source.text.split("\n")]
    name = visible(source.name)
    untold = dict(rules)
    blocks = [
        _block(
            finding,
            [(mark, ""), *_others(finding, source)],
            name,
            lines,
            untold.pop(finding.code, ""),
            colour,
            width,
        )
        for mark, finding in listed[:_MOST]
    ]
    if len(listed) > _MOST:
        blocks.append(f"… och {len(listed) - _MOST} till. Rätta de första och kör kommandot igen.")
    told = [finding for _, finding in known]
    return "\n\n".join(
        [
            *blocks,
            "\n".join(
                [
                    *_wrapped(f"{name}: {summary(told)}", width, ""),
                    *(
                        line
                        for advice in _advice([one for one in told if one.code not in beyond])
                        for line in _wrapped(advice, width, "")
                    ),
                ]
            ),
            *(["\n".join(_left(left, name, lines, width))] if left else []),
            *(["\n".join(_wrapped(notes, width, ""))] if len(listed) < len(known) else []),
        ]
    )


def _left(
    left: list[tuple[Mark, Finding]], name: str, lines: list[str], width: int | None
) -> Iterator[str]:
    """The places left to fill in, in order: where each is, what stands there, and what is to be
    done, which on a narrow terminal has lines of its own.
    """
    yield f"Kvar att fylla i: {swedish.count(len(left), 'ställe', 'ställen')}."
    values = [shortened(visible(stands_before(mark, lines))) for mark, _ in left]
    places = [f"{name}:{mark.line}" for mark, _ in left]
    longest = len(max(values, key=len))
    for place, value, (_, finding) in zip(places, values, left, strict=True):
        lead, said = f"  {place:<{len(max(places, key=len))}}  ", visible(finding.message)
        one = f"{lead}{value:<{longest}}  {said}"
        if width is None or _width(one) <= width:
            yield one
        else:
            yield shortened(f"{lead}{value}".rstrip(), width)
            yield from _wrapped(said, width, "      ")


def stands_before(mark: Mark, lines: list[str]) -> str:
    """What stands before a place on its line; of a text over several lines, its beginning."""
    value = lines[mark.line - 1][: mark.column - 1].strip(" '\"")
    if value.endswith(("|", ">")) and mark.line < len(lines):
        value = f"{value[:-1]}{lines[mark.line].strip()}"
    return value


def shortened(text: str, most: int = _VALUE) -> str:
    """The beginning of a value, for a list."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _advice(findings: list[Finding]) -> Iterator[str]:
    """What else can be done about the findings."""
    mendable = sum(bool(finding.repair) for finding in findings)
    if mendable:
        some = "En" if mendable == 1 else mendable
        which = "Den" if len(findings) == 1 else f"{some} av dem"
        yield f"{which} har en trolig rättning: make fix visar och gör den."
    if any(finding.severity == "varning" for finding in findings):
        yield "En varning som ska stå kvar kan undantas. Se Undantag i docs/handbok.md."


def changes(before: str, after: str, name: str, *, colour: bool) -> tuple[int, str]:
    """How many stretches of lines differ, and each of them: the old lines with - and their number,
    the new ones with +.
    """
    old, new = before.split("\n"), after.split("\n")
    found = [block for block in _differences(old, new) if block[0] != block[1]]
    shown = [f"{visible(name)}:"]
    for removed, added, line in found:
        number = f"{line:>5} "
        for sign, lines, tone in (("-", removed, 31), ("+", added, 32)):
            for text in lines:
                shown.append(
                    number
                    + _paint(
                        f"{sign} {_near_change(text, removed, added)}", tone if colour else None
                    )
                )
                number = " " * len(number)
    return len(found), "\n".join(shown)


def _differences(old: list[str], new: list[str]) -> Iterator[tuple[list[str], list[str], int]]:
    """The stretches that differ: old lines, new lines, and the first old line's 1-based number."""
    import difflib

    head = next(
        (i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
        min(len(old), len(new)),
    )
    tail = next(
        (
            i
            for i, (a, b) in enumerate(
                zip(reversed(old[head:]), reversed(new[head:]), strict=False)
            )
            if a != b
        ),
        0,
    )
    old, new = old[head : len(old) - tail], new[head : len(new) - tail]
    if max(len(old), len(new)) > _MOST_COMPARED:
        yield old, new, head + 1
        return
    for _, start, end, new_start, new_end in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        yield old[start:end], new[new_start:new_end], head + start + 1


def _near_change(line: str, removed: list[str], added: list[str]) -> str:
    """The part of a long line where the change is."""
    pairs = zip("".join(removed[:1]), "".join(added[:1]), strict=False)
    shorter = min(len("".join(side[:1])) for side in (removed, added))
    start = next((i for i, (old, new) in enumerate(pairs) if old != new), shorter)
    return _window(line.rstrip("\r"), Mark(1, min(start, len(line)) + 1, start, start + 1))[0]


def summary(findings: Iterable[Finding]) -> str:
    """'2 fel, 1 varning', or 'inga fel'."""
    listed = list(findings)
    counts = {
        severity: sum(finding.severity == severity for finding in listed) for severity in SEVERITIES
    }
    left = sum(finding.code == LEFT for finding in listed)
    counts["information"] -= left
    words = [f"{counts['fel']} fel"] if counts["fel"] else ["inga fel"]
    words += [swedish.count(counts["varning"], "varning", "varningar")] if counts["varning"] else []
    words += [f"{counts['information']} för kännedom"] if counts["information"] else []
    words += [f"{left} kvar att fylla i"] if left else []
    return ", ".join(words)


def for_machines(findings: Iterable[Finding], source: Source) -> str:
    """A JSON list; lines and columns are 1-based, columns count characters."""
    listed = [_as_json(finding, mark, source.name) for mark, finding in placed(findings, source)]
    return as_json(listed)


def as_json(value: object) -> str:
    """A value as JSON, where what a terminal would obey is escaped: machines read what was
    there.
    """
    dumped = json.dumps(value, ensure_ascii=False, indent=2)
    return re.sub(f"(?!\n){_OBEYED.pattern}", lambda match: f"\\u{ord(match[0]):04x}", dumped)


def for_editor(findings: Iterable[Finding], source: Source) -> str:
    """A line for each finding, for the problem matchers of .vscode/tasks.json:
    file:line:column-line:column, then what is wrong.

    Lines and columns are 1-based, columns count UTF-16 units, and the end is the column after the
    last.
    """
    return "\n".join(
        f"{visible(source.name)}:{line}:{first}-{line}:{last}: {finding.severity}[{finding.code}]: {_sentence(finding)}"
        for finding, line, first, last in _stretches(findings, source)
    )


def unchecked(name: str, problem: str) -> str:
    """The editor's line for a plan that could not be checked at all: the problem (a sentence), at
    the start of the file.
    """
    return f"{visible(name)}:1:1-1:1: fel[FIL001]: {visible(' '.join(problem.splitlines()))}"


def for_github(findings: Iterable[Finding], source: Source) -> str:
    """A workflow command for each finding, which GitHub shows beside the line; lines and columns as
    in for_editor.
    """
    return "\n".join(
        f"::{_COMMANDS[finding.severity]} file={_escaped(visible(source.name), ':,')},line={line},col={first},"
        f"endLine={line},endColumn={last},title={_escaped(finding.code, ':,')}::{_escaped(_sentence(finding))}"
        for finding, line, first, last in _stretches(findings, source)
    )


def _sentence(finding: Finding) -> str:
    whole = " – ".join(filter(None, (finding.message, finding.hint)))
    return visible(" ".join(whole.splitlines()))


def _stretches(
    findings: Iterable[Finding], source: Source
) -> Iterator[tuple[Finding, int, int, int]]:
    """Each finding with its line and columns; one of many lines ends with its first, as the caret
    does.
    """
    for mark, finding in placed(findings, source):
        before = source.text[mark.start - (mark.column - 1) : mark.start]
        marked = source.text[mark.start : mark.end].partition("\n")[0].removesuffix("\r")
        first = 1 + _units(before)
        yield finding, mark.line, first, first + _units(marked)


def _units(text: str) -> int:
    """The length in UTF-16, where characters beyond U+FFFF take two units."""
    return len(text) + sum(character > "\uffff" for character in text)


def _escaped(text: str, more: str = "") -> str:
    """Text for a workflow command; in a property, `more` characters are escaped too."""
    return "".join(f"%{ord(c):02X}" if c in "%\r\n" + more else c for c in text)


def _as_json(finding: Finding, mark: Mark, name: str) -> dict[str, object]:
    return {
        "kod": finding.code,
        "allvar": finding.severity,
        "fil": name,
        "rad": mark.line,
        "kolumn": mark.column,
        "adress": list(finding.at) if isinstance(finding.at, tuple) else None,
        "meddelande": finding.message,
        "hjälp": finding.hint,
    }


def _others(finding: Finding, source: Source) -> list[tuple[Mark, str]]:
    """The finding's other places, with a word on each."""
    return [
        (other if isinstance(other, Mark) else source.locate(other), word)
        for other, word in finding.also
    ]


def _wrapped(words: str, width: int | None, lead: str, after: str | None = None) -> list[str]:
    """Words on as many lines as a terminal needs: behind a lead, and its width in blanks, or `after`,
    on the lines that follow.
    """
    if width is None:
        return [lead + words]
    import textwrap

    indent = " " * len(lead) if after is None else after
    return textwrap.wrap(
        words, width, initial_indent=lead, subsequent_indent=indent, break_long_words=False
    )


def _block(
    finding: Finding,
    places: list[tuple[Mark, str]],
    name: str,
    lines: list[str],
    rule: str,
    colour: bool,
    width: int | None,
) -> str:
    """A finding as it is shown; its own place is the one without a word."""
    mark = places[0][0]
    margin = " " * len(str(max(place.line for place, _ in places)))
    tone = _COLOURS[finding.severity] if colour else None
    head = f"{finding.severity}[{finding.code}]"
    said = _wrapped(visible(finding.message), width, f"{head}: ", "    ")
    shown = [
        _paint(head, tone) + said[0].removeprefix(head),
        *said[1:],
        f"{margin}--> {visible(finding.where) or name}"
        + ("" if finding.at == () else f":{mark.line}:{mark.column}"),
    ]
    if finding.at != ():
        shown += _shown_places(places, lines, margin, tone, width)
    if finding.hint:
        shown += _wrapped(visible(finding.hint), width, f"{margin} = hjälp: ")
    if rule:
        shown += _wrapped(rule, width, f"{margin} = regel: ")
    return "\n".join(shown)


def _shown_places(
    places: list[tuple[Mark, str]],
    lines: list[str],
    margin: str,
    tone: int | None,
    room: int | None,
) -> Iterator[str]:
    """Each place's line with its number, marked below: ^^^ under the finding's own, --- and a word
    under the others.
    """
    # Before the line stand its number and a bar, at its ends dots where it goes on.
    limit = _MOST_OF_A_LINE if room is None else min(room - len(margin) - 7, _MOST_OF_A_LINE)
    yield f"{margin} |"
    before = None
    for mark, word in sorted(places, key=lambda place: (place[0].line, place[0].column)):
        line, column, width = _window(lines[mark.line - 1], mark, limit)
        if mark.line != before:
            yield from [f"{margin} …"] if before and mark.line > before + 1 else []
            yield f"{mark.line:>{len(margin)}} | {line}"
        under = (
            _paint(f"{'-' * width} {visible(word)}", tone and _ASIDE)
            if word
            else _paint("^" * width, tone)
        )
        yield f"{margin} | {' ' * column}{under}"
        before = mark.line


def _window(line: str, mark: Mark, limit: int = _MOST_OF_A_LINE) -> tuple[str, int, int]:
    """The part of a long line that holds the mark, the caret's column in it, and the caret's width
    on a terminal.
    """
    first, last = mark.column - 1, mark.column - 1 + max(mark.end - mark.start, 1)
    last = max(min(last, len(line.rstrip())), first + 1)
    start = max(0, min(first - limit * 3 // 10, len(line) - limit)) if len(line) > limit else 0
    end = start + limit
    head, tail = "… " if start else "", " …" if end < len(line) else ""
    before, marked = (_as_shown(part) for part in (line[start:first], line[first : min(last, end)]))
    shown = f"{head}{_as_shown(line[start:end])}{tail}"
    return shown, len(head) + _width(before), max(_width(marked), 1)


def _as_shown(text: str) -> str:
    return visible(text.replace("\t", _TAB))


def _width(text: str) -> int:
    """Terminal columns: combining characters and those without width take none, wide ones two."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _paint(text: str, tone: int | None) -> str:
    return f"\x1b[1;{tone}m{text}\x1b[0m" if tone else text
