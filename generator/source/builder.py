"""YAML events -> data and marks, with a stack of its own: depth is bounded before anything can
crash.
"""

import re
from typing import Any, Literal

import yaml
from msgspec import Struct

from generator.findings import Finding, Mark, Pointer
from generator.source.text import FORBIDDEN

MAX_DEPTH = 20
MOST_EVENTS = 10_000
_BYTES_OF_AN_EVENT = 25
"""In a large plan; with fewer for each, it is no plan of that size."""
_MOST_FINDINGS = 200
"""Findings kept of one text; a file with more of them is no plan."""
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ASKS = re.compile(r" #[ \t]*FYLL I\b")
"""A comment that nobody takes for text, one space away or two."""
_NULL = {"", "~", "null"}
_TOO_DEEP = "maximum nesting depth"
"""What libyaml says of more levels than it reads (1 000)."""


def _mark(event: yaml.Event) -> Mark:
    start, end = event.start_mark, event.end_mark
    assert start is not None
    assert end is not None
    return Mark(start.line + 1, start.column + 1, start.index, end.index)


class _Frame(Struct):
    """A collection under construction; `key` is the mapping's pending key."""

    box: dict[str, Any] | list[Any]
    at: Pointer
    key: str | None = None
    discarded: bool = False


class Trouble(Struct, frozen=True):
    """Where a text may not say what was meant: it cannot be read on, a key is repeated or strange,
    a text runs over its line's end.

    `lines` are the 0-based lines that may be to blame, `at` the group it happened in.
    """

    kind: Literal["unreadable", "repeated", "runs on", "special", "strange"]
    mark: Mark
    lines: tuple[int, ...]
    at: Pointer = ()


def stopped_at(error: yaml.MarkedYAMLError) -> yaml.Mark | None:
    """Where a text stops making sense: where a quotation or bracket opens that is never closed,
    else where it is noticed.
    """
    opened = re.search(
        "quoted|flow|scanning a simple key", f"{error.context or ''} {error.problem or ''}"
    )
    return (error.context_mark if opened else None) or error.problem_mark or error.context_mark


class Builder:
    """Builds data and marks from events with a stack of its own: no recursion, so depth cannot
    crash it.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.root: Any = None
        self.marks: dict[Pointer, Mark] = {}
        self.keys: dict[Pointer, Mark] = {}
        self.findings: list[Finding] = []
        self.troubles: list[Trouble] = []
        self.blocks: list[Mark] = []
        self.empty: list[Mark] = []
        self.bare: list[Mark] = []
        self.events = 0
        self._latest = (0, 0)
        self._stack: list[_Frame] = []

    def read(self) -> None:
        """Read all events; stop at what cannot be read, at a second document, or at too deep a
        nesting.
        """
        try:
            self._read()
        except yaml.MarkedYAMLError as error:
            trouble = self._unreadable(error)
            # libyaml reads ahead, and may meet its own bound before a level is seen here.
            if _TOO_DEEP in (error.problem or ""):
                self._refuse_depth(trouble.mark)
            else:
                self.troubles.append(trouble)

    def _unreadable(self, error: yaml.MarkedYAMLError) -> Trouble:
        problem, context = (
            error.problem_mark or error.context_mark,
            error.context_mark or error.problem_mark,
        )
        place = stopped_at(error)
        if problem is None or context is None or place is None:
            return Trouble("unreadable", Mark(1, 1, 0, 0), (0,))
        start = min(place.index, len(self.text))
        mark = Mark(place.line + 1, place.column + 1, start, min(start + 1, len(self.text)))
        at = self._stack[-1].at if self._stack else ()
        return Trouble("unreadable", mark, (problem.line, context.line, *self._latest), at)

    def _read(self) -> None:
        documents = 0
        most = max(MOST_EVENTS, len(self.text) // _BYTES_OF_AN_EVENT)
        for event in yaml.parse(self.text, LOADER):
            mark = _mark(event)
            self.events += 1
            if self.events > most:
                self._report(
                    "YML005",
                    "Filen har många gånger fler uppgifter än en plan av dess storlek.",
                    mark,
                    "Kontrollera att det är rätt fil.",
                )
                self.root = None
                return
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._report(
                        "YML008",
                        "Raden --- börjar en andra plan i samma fil.",
                        mark,
                        "Ta bort raden.",
                    )
                    self.root = None
                    return
            elif isinstance(event, yaml.CollectionEndEvent):
                self._stack.pop()
            elif isinstance(event, yaml.NodeEvent):
                self._node(event, mark)
                if len(self._stack) > MAX_DEPTH:
                    self._refuse_depth(mark)
                    return

    def _refuse_depth(self, mark: Mark) -> None:
        self._report(
            "YML005",
            f"Här finns fler än {MAX_DEPTH} nivåer inuti varandra.",
            mark,
            "Ta bort överflödiga klamrar och indrag.",
        )
        self.root = None

    def _node(self, event: yaml.NodeEvent, mark: Mark) -> None:
        if self._is_special(event):
            self.troubles.append(Trouble("special", mark, (mark.line - 1,)))
            self._report(
                "YML003",
                (
                    f"Text kan inte börja med ”{self.text[mark.start : mark.start + 1]}”, som "
                    "betyder något särskilt i filen."
                ),
                mark,
                "Sätt citattecken (') runt hela texten.",
            )
        value: Any = None
        if isinstance(event, yaml.MappingStartEvent):
            value = {}
        if isinstance(event, yaml.SequenceStartEvent):
            value = []
        if isinstance(event, yaml.AliasEvent):
            value = self.text[mark.start : mark.end]
        if isinstance(event, yaml.ScalarEvent):
            if self._expects_key():
                self._stack[-1].key = self._key(event, mark)
                return
            value = self._scalar(event, mark)
        elif self._expects_key():
            self._report(
                "YML003",
                "Här står en klammer där en nyckel skulle stå.",
                mark,
                "Sätt citattecken (') runt hela texten.",
            )
            self._stack[-1].key = f"\0{mark.start}"
        frame = self._put(value, mark)
        if isinstance(value, dict | list):
            self._stack.append(frame)

    @staticmethod
    def _is_special(event: yaml.NodeEvent) -> bool:
        return (
            isinstance(event, yaml.AliasEvent)
            or event.anchor is not None
            or getattr(event, "tag", None) is not None
        )

    def _expects_key(self) -> bool:
        return (
            bool(self._stack)
            and isinstance(self._stack[-1].box, dict)
            and self._stack[-1].key is None
        )

    def _key(self, event: yaml.ScalarEvent, mark: Mark) -> str:
        frame = self._stack[-1]
        key: str = event.value
        if FORBIDDEN.search(key):
            self._report(
                "YML006",
                "Nyckeln innehåller ett tecken som inte går att skriva ut.",
                mark,
                "Ta bort det.",
            )
            return f"\0{mark.start}"
        if key == "<<":
            self._report(
                "YML003",
                "”<<” betyder något särskilt i filen och kan inte vara en nyckel.",
                mark,
                "Ta bort raden.",
            )
            return f"\0{mark.start}"
        assert isinstance(frame.box, dict)
        if key in frame.box and not frame.discarded:
            first = self.keys[(*frame.at, key)]
            self._trouble("repeated", mark, (mark.line - 1, first.line - 1), frame.at)
            self._report(
                "YML004",
                f"”{key}” står två gånger i samma grupp.",
                mark,
                "Ta bort den ena, om inte raden ovanför, som börjar en ny grupp, har fallit bort.",
                ((first, "den första står här"),),
            )
            return f"\0{mark.start}"
        self.keys[(*frame.at, key)] = mark
        return key

    def _scalar(self, event: yaml.ScalarEvent, mark: Mark) -> str | None:
        text: str = event.value
        end = self.text.count("\n", mark.start, mark.end) + mark.line - 1
        self._latest = (mark.line - 1, mark.line if event.style == "|" else end)
        if event.style == "|":
            (self.blocks if text.strip() else self.empty).append(mark)
        if event.style in (None, ""):
            self._report_lost_text(mark)
            if not text:
                self.bare.append(mark)
            return None if text in _NULL else text
        if event.style in ("'", '"') and end >= mark.line:
            self._trouble("runs on", mark, (mark.line - 1, mark.line))
        if FORBIDDEN.search(text) or "\r" in text:
            self._report(
                "YML006",
                (
                    "Texten innehåller ett tecken som inte går att skriva ut, "
                    "skrivet med omvänt snedstreck."
                ),
                mark,
                "Ta bort det, eller använd enkla citattecken (').",
            )
            text = FORBIDDEN.sub("", text).replace("\r", "")
        return text

    def _report_lost_text(self, mark: Mark) -> None:
        if "\n" in self.text[mark.start : mark.end]:
            self._trouble("runs on", mark, (mark.line - 1, mark.line))
            self._report(
                "YML007",
                "Texten fortsätter på nästa rad och flyter ihop med den.",
                Mark(mark.line, mark.column, mark.start, self.text.find("\n", mark.start)),
                (
                    "Hör raderna ihop: skriv ”|” efter kolonet och texten på raderna under. "
                    "Annars: rätta nästa rads indrag."
                ),
            )
        elif (self.text.startswith(" #", mark.end) and not _ASKS.match(self.text, mark.end)) or (
            mark.start == mark.end and self._is_number_sign_next(mark.end)
        ):
            self.troubles.append(Trouble("special", mark, (mark.line - 1,)))
            self._report(
                "YML007",
                "Allt efter # på raden läses som en kommentar och kommer inte med i dokumentet.",
                Mark(
                    mark.line, mark.column + mark.end - mark.start + 1, mark.end + 1, mark.end + 2
                ),
                (
                    "Är det en kommentar: skriv två mellanslag före #. Hör det till texten: "
                    "sätt citattecken (') runt hela texten."
                ),
            )

    def _is_number_sign_next(self, place: int) -> bool:
        """True if a value is empty because it begins with #: a comment is two spaces away."""
        return (
            bool(re.compile(r" ?#").match(self.text, place)) and self.text[place - 1 : place] == ":"
        )

    def _put(self, value: Any, mark: Mark) -> _Frame:
        """Place a value in the collection being built; what follows a repeated key is read but
        discarded.
        """
        if not self._stack:
            self.root, self.marks[()] = value, mark
            return _Frame(value, ())
        parent = self._stack[-1]
        step: str | int
        if isinstance(parent.box, list):
            step = len(parent.box)
            parent.box.append(value)
        else:
            assert parent.key is not None
            step, parent.key = parent.key, None
            if step.startswith("\0"):
                return _Frame(value, (*parent.at, step), discarded=True)
            parent.box[step] = value
        at = (*parent.at, step)
        if not parent.discarded:
            self.marks[at] = mark
        return _Frame(value, at, discarded=parent.discarded)

    def _trouble(
        self,
        kind: Literal["repeated", "runs on"],
        mark: Mark,
        lines: tuple[int, ...],
        at: Pointer = (),
    ) -> None:
        if len(self.troubles) < _MOST_FINDINGS:
            self.troubles.append(Trouble(kind, mark, lines, at))

    def _report(
        self,
        code: str,
        message: str,
        mark: Mark,
        hint: str,
        also: tuple[tuple[Mark, str], ...] = (),
    ) -> None:
        if len(self.findings) < _MOST_FINDINGS:
            self.findings.append(Finding(code, message, mark, hint, also=also))
