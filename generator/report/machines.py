"""Findings for machines: JSON, lines for the editor, commands for GitHub."""

import json
import re
from collections.abc import Iterable, Iterator

from generator.findings import Finding, Mark
from generator.report.printed import OBEYED, visible
from generator.report.told import placed
from generator.source import Source

_COMMANDS = {"fel": "error", "varning": "warning", "information": "notice"}


def for_machines(findings: Iterable[Finding], source: Source) -> str:
    """A JSON list; lines and columns are 1-based, columns count characters."""
    listed = [_as_json(finding, mark, source.name) for mark, finding in placed(findings, source)]
    return as_json(listed)


def as_json(value: object) -> str:
    """A value as JSON, where what a terminal would obey is escaped: machines read what was
    there.
    """
    dumped = json.dumps(value, ensure_ascii=False, indent=2)
    return re.sub(f"(?!\n){OBEYED.pattern}", lambda match: f"\\u{ord(match[0]):04x}", dumped)


def for_editor(findings: Iterable[Finding], source: Source) -> str:
    """A line for each finding, for the problem matchers of .vscode/tasks.json:
    file:line:column-line:column, then what is wrong.

    Lines and columns are 1-based, columns count UTF-16 units, and the end is the column after the
    last.
    """
    return "\n".join(
        (
            f"{visible(source.name)}:{line}:{first}-{line}:{last}: "
            f"{finding.severity}[{finding.code}]: {_sentence(finding)}"
        )
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
        f"::{_COMMANDS[finding.severity]} "
        f"file={_escaped(visible(source.name), ':,')},line={line},col={first},"
        f"endLine={line},endColumn={last},title={_escaped(finding.code, ':,')}"
        f"::{_escaped(_sentence(finding))}"
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


LINES = {"json": for_machines, "editor": for_editor, "github": for_github}
"""How findings are written for programs."""
