"""YAML text -> Source: plain data, and a mark for every value and key.

The text is read event by event (libyaml where the wheel has it), so that depth is bounded before anything is built and no
YAML 1.1 rule gets to guess: every scalar stays the text that was typed, and schema.py decides what it must become.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from generator.findings import Finding, Mark, Pointer

MAX_BYTES = 4_000_000
MAX_DEPTH = 20

CODES = {
    "YML001": "Filen är sparad som UTF-8.",
    "YML002": "Filen går att läsa: indrag, kolon, citattecken och klamrar stämmer.",
    "YML003": "Text som börjar med &, *, !, << eller liknande står inom citattecken.",
    "YML004": "Varje nyckel står en gång på sin plats.",
    "YML005": "Filen är rimligt stor (högst 4 MB) och rimligt djup (högst 20 nivåer).",
    "YML006": "Filen har inga osynliga tecken och inga styrtecken.",
    "YML007": "Ingen text går förlorad: en kommentar har två mellanslag före #, och en rads text fortsätter inte på nästa rad.",
    "YML008": "Filen är en enda plan: rader med nyckel, kolon och värde.",
    "YML009": "Indrag skrivs med vanliga mellanslag, aldrig tabbar.",
}

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULL = {"", "~", "null"}
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\ud800-\udfff\ue000-\uf8ff\ufffe\uffff]"
)
_INDENT = re.compile(r"^ *([\t\u00a0\u2000-\u200a\u3000]+)", re.MULTILINE)
_SYNTAX = (
    (
        r"mapping values are not allowed",
        "Här står ett kolon som inte kan läsas.",
        "Innehåller texten ett kolon: sätt citattecken (') runt hela texten. Annars: kontrollera indraget.",
    ),
    (r"quoted scalar", "Ett citattecken öppnas men stängs inte.", "Sätt ett likadant citattecken efter texten."),
    (
        r"flow (sequence|mapping)",
        "En klammer öppnas men stängs inte.",
        "Sätt ] eller } där listan slutar, med kommatecken mellan orden.",
    ),
    (
        r"simple key|expected ':'",
        "Raden saknar kolon.",
        "Skriv nyckel, kolon, mellanslag och värde: post: Personal. Fortsätter raden texten ovanför? Skriv då hela texten efter ”|” eller på en rad.",
    ),
    (r"cannot start any token", "Värdet börjar med ett tecken som inte kan stå först.", "Sätt citattecken (') runt hela värdet."),
    (
        r"block (mapping|collection|sequence)|block end|expected <document start>",
        "Raden har fel indrag.",
        "Rader som hör ihop ska börja i samma kolumn, med två mellanslag per nivå.",
    ),
    (r"escape", "Ett omvänt snedstreck inom dubbla citattecken kan inte läsas.", "Använd enkla citattecken (') i stället."),
    (
        r"indentation|indicator",
        "Textblockets indrag kan inte läsas.",
        "Skriv bara | efter kolonet, och texten två mellanslag längre in på raderna under.",
    ),
)


@dataclass(frozen=True)
class Source:
    """A plan as it was typed: name, text, data (dicts, lists, str and None) and where each value and key stands."""

    name: str
    text: str
    data: Any
    marks: dict[Pointer, Mark] = field(repr=False)
    keys: dict[Pointer, Mark] = field(repr=False)

    def locate(self, pointer: Pointer, *, on_key: bool = False, within: tuple[int, int] | None = None) -> Mark:
        """The mark of a value (or its key), or of its nearest ancestor; `within` is (offset, length) in the value's text."""
        while pointer and pointer not in self.marks:
            pointer, within = pointer[:-1], None
        if on_key and pointer in self.keys:
            return self.keys[pointer]
        mark = self.marks.get(pointer, Mark(1, 1, 0, 0))
        return self._narrow(mark, *within) if within else mark

    def is_plain(self, pointer: Pointer) -> bool:
        """True if the value was typed without quotation marks and without | or >."""
        mark = self.marks[pointer]
        return self.text[mark.start : mark.start + 1] not in ("'", '"', "|", ">")

    def _narrow(self, mark: Mark, offset: int, length: int) -> Mark:
        opening = self.text[mark.start : mark.start + 1]
        if opening == ">":
            return mark
        if opening == "|":
            return self._in_block(mark, offset, length)
        shift = offset + (opening in "'\"")
        return Mark(mark.line, mark.column + shift, mark.start + shift, mark.start + shift + length)

    def _in_block(self, mark: Mark, offset: int, length: int) -> Mark:
        """A literal block's text starts on the line below its |; every line has lost the block's indent."""
        start = self.text.index("\n", mark.start) + 1
        block = self.text[start : mark.end].split("\n")
        indent = min((len(line) - len(line.lstrip(" ")) for line in block if line.strip()), default=0)
        line = start
        for number, content in enumerate(block, mark.line + 1):
            inner = max(len(content.rstrip("\r")) - indent, 0)
            if offset <= inner:
                return Mark(number, indent + offset + 1, line + indent + offset, line + indent + offset + length)
            offset -= inner + 1
            line += len(content) + 1
        return mark


def read(name: str, raw: bytes) -> tuple[Source, list[Finding]]:
    """Read the bytes of a YAML file. The Source's data is None when the text could not be read into values."""
    if len(raw) > MAX_BYTES:
        return Source(name, "", None, {}, {}), [
            Finding(
                "YML005",
                f"Filen är {len(raw) // 1_000_000} MB; en plan är högst {MAX_BYTES // 1_000_000} MB.",
                Mark(1, 1, 0, 0),
                "Kontrollera att det är rätt fil.",
            )
        ]
    text, findings = _decode(raw)
    text, odd = _without_odd_characters(text)
    findings += odd
    builder = _Builder(text)
    try:
        builder.read()
    except yaml.MarkedYAMLError as error:
        findings.append(_syntax_finding(text, error))
        builder.root = None
    findings += builder.findings
    if not findings and not isinstance(builder.root, dict):
        findings.append(
            Finding("YML008", "Filen är tom eller är ingen plan.", Mark(1, 1, 0, 0), "Börja med raden ”år:”; se plans/2017.yaml.")
        )
    data = builder.root if isinstance(builder.root, dict) else None
    return Source(name, text, data, builder.marks, builder.keys), findings


def _decode(raw: bytes) -> tuple[str, list[Finding]]:
    encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text, findings = raw.decode(encoding), []
        wrong_at = 0 if encoding == "utf-16" else None
    except UnicodeDecodeError as error:
        text = raw.decode("cp1252", "replace")
        wrong_at = len(raw[: error.start].decode("cp1252", "replace"))
    if wrong_at is not None:
        mark = _mark_at(text, wrong_at)
        findings = [
            Finding(
                "YML001",
                "Filen är inte sparad som UTF-8.",
                mark,
                "Anteckningar: Arkiv, Spara som, Kodning: UTF-8. VS Code: klicka på kodningen längst ned till höger, Spara med kodning, UTF-8.",
            )
        ]
    return unicodedata.normalize("NFC", text), findings


def _without_odd_characters(text: str) -> tuple[str, list[Finding]]:
    """Report characters that nobody sees and put a space in their place, so that reading can go on."""
    findings = []
    for match in _FORBIDDEN.finditer(text):
        name = unicodedata.name(match[0], "ett styrtecken")
        findings.append(
            Finding(
                "YML006",
                f"Här står ett osynligt tecken, U+{ord(match[0]):04X} ({name}).",
                _mark_at(text, match.start()),
                "Ta bort tecknet och skriv ett vanligt mellanslag där det behövs. Det följer ofta med när man klistrar in text.",
            )
        )
    text = _FORBIDDEN.sub(" ", text)
    for match in _INDENT.finditer(text):
        what = "en tabb" if "\t" in match[1] else f"ett särskilt mellanslag, U+{ord(match[1][0]):04X}"
        findings.append(
            Finding(
                "YML009",
                f"Indraget innehåller {what}.",
                _mark_at(text, match.start(1)),
                "Skriv vanliga mellanslag, två per nivå.",
            )
        )
    return _INDENT.sub(lambda m: m[0].replace(m[1], "  " * m[1].count("\t") or " " * len(m[1])), text), findings


def _mark_at(text: str, offset: int, length: int = 1) -> Mark:
    line = text.count("\n", 0, offset) + 1
    return Mark(line, offset - text.rfind("\n", 0, offset), offset, offset + length)


def _syntax_finding(text: str, error: yaml.MarkedYAMLError) -> Finding:
    complaint = f"{error.context or ''} {error.problem or ''}"
    opened = re.search("quoted|flow|scanning a simple key", complaint)
    place = (error.context_mark if opened else None) or error.problem_mark or error.context_mark
    mark = (
        Mark(place.line + 1, place.column + 1, min(place.index, len(text)), min(place.index + 1, len(text)))
        if place
        else Mark(1, 1, 0, 0)
    )
    for pattern, message, hint in _SYNTAX:
        if re.search(pattern, complaint):
            return Finding("YML002", message, mark, hint)
    return Finding("YML002", "Raden kan inte läsas.", mark, "Jämför med samma ställe i plans/2017.yaml.")


def _mark(event: yaml.Event) -> Mark:
    start, end = event.start_mark, event.end_mark
    assert start is not None
    assert end is not None
    return Mark(start.line + 1, start.column + 1, start.index, end.index)


@dataclass
class _Frame:
    """A collection under construction; `key` is the mapping's pending key."""

    box: dict[str, Any] | list[Any]
    at: Pointer
    key: str | None = None
    discarded: bool = False


class _Builder:
    """Builds data and marks from events with a stack of its own: no recursion, so depth cannot crash it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root: Any = None
        self.marks: dict[Pointer, Mark] = {}
        self.keys: dict[Pointer, Mark] = {}
        self.findings: list[Finding] = []
        self._stack: list[_Frame] = []

    def read(self) -> None:
        """Read all events; stop early, with a finding, at a second document or too deep a nesting."""
        documents = 0
        for event in self._events():
            mark = _mark(event)
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._report("YML008", "Raden --- börjar en andra plan i samma fil.", mark, "Ta bort raden.")
                    self.root = None
                    return
            elif isinstance(event, yaml.CollectionEndEvent):
                self._stack.pop()
            elif isinstance(event, yaml.NodeEvent):
                self._node(event, mark)
                if len(self._stack) > MAX_DEPTH:
                    self._report(
                        "YML005",
                        f"Här finns fler än {MAX_DEPTH} nivåer inuti varandra.",
                        mark,
                        "Ta bort överflödiga klamrar och indrag.",
                    )
                    self.root = None
                    return

    def _events(self) -> Iterator[yaml.Event]:
        return yaml.parse(self.text, _LOADER)

    def _node(self, event: yaml.NodeEvent, mark: Mark) -> None:
        if self._is_special(event):
            self._report(
                "YML003",
                f"Text som börjar med ”{self.text[mark.start : mark.start + 1]}” betyder något särskilt i YAML och kan inte läsas som text.",
                mark,
                "Sätt citattecken (') runt hela texten.",
            )
        value: Any = (
            {} if isinstance(event, yaml.MappingStartEvent) else [] if isinstance(event, yaml.SequenceStartEvent) else None
        )
        if isinstance(event, yaml.AliasEvent):
            value = self.text[mark.start : mark.end]
        if isinstance(event, yaml.ScalarEvent):
            if self._expects_key():
                self._stack[-1].key = self._key(event, mark)
                return
            value = self._scalar(event, mark)
        elif self._expects_key():
            self._report(
                "YML003", "Här står en klammer där en nyckel skulle stå.", mark, "Sätt citattecken (') runt hela texten."
            )
            self._stack[-1].key = f"\0{mark.start}"
        frame = self._put(value, mark)
        if isinstance(value, dict | list):
            self._stack.append(frame)

    @staticmethod
    def _is_special(event: yaml.NodeEvent) -> bool:
        return isinstance(event, yaml.AliasEvent) or event.anchor is not None or getattr(event, "tag", None) not in (None, "!")

    def _expects_key(self) -> bool:
        return bool(self._stack) and isinstance(self._stack[-1].box, dict) and self._stack[-1].key is None

    def _key(self, event: yaml.ScalarEvent, mark: Mark) -> str:
        frame = self._stack[-1]
        key: str = event.value
        if key == "<<":
            self._report("YML003", "”<<” betyder något särskilt i YAML och kan inte vara en nyckel.", mark, "Ta bort raden.")
            return f"\0{mark.start}"
        assert isinstance(frame.box, dict)
        if key in frame.box and not frame.discarded:
            first = self.keys[(*frame.at, key)]
            self._report(
                "YML004",
                f"Nyckeln ”{key}” finns två gånger; den första står på rad {first.line}.",
                mark,
                "Ta bort den ena. Bara en kan gälla.",
            )
            return f"\0{mark.start}"
        self.keys[(*frame.at, key)] = mark
        return key

    def _scalar(self, event: yaml.ScalarEvent, mark: Mark) -> str | None:
        text: str = event.value
        if event.style in (None, ""):
            self._report_lost_text(event, mark)
            return None if text in _NULL else text
        if _FORBIDDEN.search(text):
            self._report(
                "YML006",
                "Texten innehåller ett styrtecken, skrivet med omvänt snedstreck.",
                mark,
                "Ta bort det, eller använd enkla citattecken (').",
            )
        return text

    def _report_lost_text(self, event: yaml.ScalarEvent, mark: Mark) -> None:
        if "\n" in self.text[mark.start : mark.end]:
            self._report(
                "YML007",
                "Texten fortsätter på nästa rad och flyter ihop med den.",
                Mark(mark.line, mark.column, mark.start, self.text.find("\n", mark.start)),
                "Hör raderna ihop: skriv ”|” efter kolonet och texten på raderna under. Annars: rätta nästa rads indrag.",
            )
        elif re.match(r" #", self.text[mark.end :]):
            self._report(
                "YML007",
                "Allt efter # på raden läses som en kommentar och kommer inte med i dokumentet.",
                Mark(mark.line, mark.column + mark.end - mark.start + 1, mark.end + 1, mark.end + 2),
                "Hör det till texten: sätt citattecken (') runt hela texten. Är det en kommentar: skriv två mellanslag före #.",
            )

    def _put(self, value: Any, mark: Mark) -> _Frame:
        """Place a value in the collection being built; what follows a repeated key is read but discarded."""
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

    def _report(self, code: str, message: str, mark: Mark, hint: str) -> None:
        self.findings.append(Finding(code, message, mark, hint))
