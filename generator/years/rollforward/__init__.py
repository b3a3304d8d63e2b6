"""A plan -> next year's draft, as splices of its text: every character that need not change stays.

What can be known is moved or computed, what can be guessed is proposed; whatever a person must
decide or confirm is marked FYLL I, as a comment on the line of its value, so that the value stays
one: it is checked and shown, and confirmed by deleting the comment.
"""

import re
from collections.abc import Iterator

from msgspec import Struct, field

from generator import swedish
from generator.checks import RULES
from generator.content.kind import Hosted
from generator.findings import Mark, Pointer
from generator.plan import Decision, Plan
from generator.source import Source
from generator.source.reading import Splice, spliced
from generator.values import PLACEHOLDER, READ_THROUGH, REMARK

_OF_ONE_YEAR = frozenset(rule.code for rule in RULES if rule.of_one_year)
_OF_ITS_YEAR = re.compile(
    r"\{(?![^}\n]*minsta antal)[^}\n]*\}|\b(?:ska|skall|kommer att|under året|i år|nästa "
    r"år|kommande|planeras|påbörjas|fortsätter"
    r"|avslutas|genomförs|ska genomföras|tas fram|införs)\b",
    re.IGNORECASE,
)
"""What a text says of its own year, or of what is to be done."""
_MOST_WORDS = 3
_REMARK = re.compile(rf"^[ \t]*#[ \t]*{REMARK}\b[^\n]*\n", re.MULTILINE)
_OLD_NOTE = re.compile(rf"[ \t]+#[ \t]*{PLACEHOLDER}(?:[^\n#]|(?<![ \t])#)*")


class Told(Struct):
    """What was done, in Swedish: a line for each thing."""

    moved: list[str] = field(default_factory=list)
    computed: list[str] = field(default_factory=list)
    proposed: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def by_heading(self) -> Iterator[tuple[str, list[str]]]:
        """What was done, each kind under its heading."""
        yield "Flyttat", self.moved
        yield "Räknat ut", self.computed
        yield "Föreslaget", self.proposed
        yield "Utelämnat", self.left_out
        yield "Behållet", self.kept


def next_year(source: Source, plan: Plan, year: int) -> tuple[str, Told]:
    """The text of a later year's draft, from the text and the values of a plan without errors; and
    what was done.
    """
    roller = _Roller(source, plan, year)
    roller.roll()
    return spliced(source.text, [*roller.splices, *roller.noted()]), roller.told


class _Roller:
    """Collects the splices that carry a plan into its next year; what `content.kind.Roller`
    promises the kinds.
    """

    def __init__(self, source: Source, plan: Plan, year: int) -> None:
        self.splices: list[Splice] = []
        self.told = Told()
        self.plan, self.year = plan, year
        self.ahead = year - plan.year
        self._source, self._typed = source, source.text
        self._notes: dict[int, list[str]] = {}

    def roll(self) -> None:
        self._head()
        for content in self.plan.contents():
            content.next_year(self)
        self._texts()
        self._exemptions()
        self._remarks()

    def tell(self, kind: str, words: str) -> None:
        """Say what was done."""
        getattr(self.told, kind).append(words)

    def noted(self) -> Iterator[Splice]:
        """The comments, one for each line, in the place of an older one or before any other
        comment.
        """
        for start, words in self._notes.items():
            place = self._place_of_comment(start)
            old = _OLD_NOTE.match(self._typed, place)
            end = place + len(old[0].rstrip()) if old else place
            yield place, end, f"  # {PLACEHOLDER}: {'; '.join(dict.fromkeys(words))}"

    def _head(self) -> None:
        """The year, a draft's status, no decision date, and the year in the comments above it
        all.
        """
        old, new = str(self.plan.year), str(self.year)
        self.retype(("år",), new)
        self.retype(("status",), "utkast")
        self.told.moved.append(f"året till {new}, status till utkast")
        self._draft()
        if self.plan.decision:
            self._decision(self.plan.decision)
        first = self._source.reading.typed_at(
            min(mark.start for mark in self._source.keys.values())
        )
        for match in re.finditer(
            rf"(?:(?<=YEAR=)|(?<=budget )|(?<=planen )){old}(?!\d)", self._typed[:first]
        ):
            self.splices.append((match.start(), match.end(), new))

    def _draft(self) -> None:
        """The first version of the draft, on a day that is not known yet."""
        draft = self.plan.draft
        if draft is None:
            end = self._line(self._source.locate(("status",)).end)[1]
            lines = ("utkast:", "  version: 1")
            self.splices.append((end, end, "".join(self._newline + line for line in lines)))
            return
        self.retype((*draft.at, "version"), "1")
        if draft.day and self.is_block(draft.at):
            self._remove_group(draft.day.at)
        elif draft.day:
            self.note(draft.day.at, "utkastets dag")

    def _decision(self, decision: Decision) -> None:
        """What was decided is not yet; the number in the register is another, and who decides and
        where the facts stand is what it was.
        """
        told = self._decided()
        stays = self._source.value(decision.at).keys() - {"ord", "datum", "paragraf"}
        if not (stays and self.is_block(decision.at)):
            self._remove_group(decision.at)
            self.told.left_out.append(f"beslutet ({told})" if told else "beslutet")
            return
        for name, value in (
            ("ord", decision.words),
            ("datum", decision.day),
            ("paragraf", decision.paragraph),
        ):
            if value is not None:
                self._remove_group((*decision.at, name))
        if told:
            self.told.left_out.append(f"beslutet ({told})")
        if decision.number:
            self.retype(decision.number.at, f"{PLACEHOLDER} diarienummer")
        for day in filter(None, (decision.valid_from, decision.valid_to)):
            self.retype(day.at, swedish.years_later(str(day), self.ahead))
            self.note(day.at, "bekräfta dagen")

    def _decided(self) -> str:
        """What the decision said: its words, its day or both."""
        decision = self.plan.decision
        return (
            " ".join(str(part) for part in (decision.words, decision.day) if part)
            if decision
            else ""
        )

    def day_becomes_month(self, called: str) -> None:
        """”sker {dagen}” reads well for a day, ”sker i {dagens månad}” for a month."""
        fact, month = re.escape(f"{{{called}}}"), f"i {{{swedish.genitive(called)} månad}}"
        for prose in self.plan.proses:
            mark = self._source.locate(prose.at)
            for match in re.finditer(rf"(?<!den ){fact}", self._typed[mark.start : mark.end]):
                self.splices.append((mark.start + match.start(), mark.start + match.end(), month))

    def host(self, event: Hosted, *names: str, known: str = "") -> None:
        """Put hosts in the place of those there were; where none is known, what stands for it."""
        name = names[0] if len(names) == 1 else f"[{', '.join(names)}]"
        if event.hosts or event.undecided:
            at = (*event.at, "värd")
            start, end = self._whole(at)
            new = name or f"'{PLACEHOLDER}: värdkommun{known}'"
            if self._typed[start : start + 1] == "-":
                start, new = self._source.locate(at, on_key=True).end + 1, f" {new}"
            self.splices.append((start, end, new))
        else:
            self.note(event.first.at, f"lägg till värd: {name}" if name else "lägg till värd")

    def _texts(self) -> None:
        """Each text that speaks of its year, or of something to be done, is to be read through: the
        year in it moves of itself, what was meant to be done in it does not.
        """
        asked = 0
        for prose in self.plan.proses:
            years = rf"(?:{self.plan.year}|{self.year})"
            words = re.findall(rf"{_OF_ITS_YEAR.pattern}|\b{years}\b", prose.text, re.IGNORECASE)
            if words:
                self.note(prose.at, f"{READ_THROUGH} ({_listed(words)})")
                asked += 1
        if asked:
            texts = swedish.count(asked, "text", "texter")
            self.told.kept.append(
                f"{texts} som talar om året eller om något som ska göras, att läsa igenom"
            )

    def _remarks(self) -> None:
        """What reviewers said of last year's plan does not go with it."""
        removed = 0
        for match in _REMARK.finditer(self._typed):
            if any(
                match.start() < end and start < match.end() for start, end in self._block_texts()
            ):
                continue
            self.splices.append((match.start(), match.end(), ""))
            removed += 1
        if removed:
            told = swedish.count(removed, "kommentar", "kommentarer")
            self.told.left_out.append(f"{told} från granskningen av planen för {self.plan.year}")

    def _block_texts(self) -> Iterator[tuple[int, int]]:
        """Where the plan's own texts stand, in which # begins no comment."""
        for prose in self.plan.proses:
            mark = self._source.reading.as_typed(self._source.locate(prose.at))
            yield self._line(mark.start)[1], mark.end

    def _exemptions(self) -> None:
        """Exemptions of a day or of last year's plan do not go with the plan; the others do."""
        removed = 0
        for exemption in self.plan.exemptions:
            start, _ = self._line(self._source.locate(exemption.rule.at, on_key=True).start)
            is_of_one_year = exemption.rule in _OF_ONE_YEAR or re.search(
                r"(?:19|20)\d\d", exemption.where or ""
            )
            if is_of_one_year and self._typed[start:].lstrip(" ").startswith("- "):
                end = self._line(self._source.end_of(exemption.at).end)[1] + len(self._newline)
                self.splices.append((start, min(end, len(self._typed)), ""))
                self.told.left_out.append(
                    f"undantaget för {exemption.rule} "
                    f"({exemption.where or 'hela planen'}): {exemption.reason}"
                )
                removed += 1
        if removed and removed == len(self.plan.exemptions):
            self.remove_line(("undantag",))

    @property
    def was_swapped(self) -> bool:
        """True if the last plan's hosts were allowed to differ from the rotation."""
        return any(
            exemption.rule.startswith("ROT") and exemption.rule in _OF_ONE_YEAR
            for exemption in self.plan.exemptions
        )

    def retype(self, at: Pointer, new: str) -> None:
        """Put another value in the place of a scalar, in the same quotation marks."""
        mark = self._source.locate(at)
        self.splices.append((mark.start, mark.end, self._styled(mark, new)))

    def rekey(self, at: Pointer, new: str) -> None:
        """Put another key in the place of one, in the same quotation marks."""
        mark = self._source.locate(at, on_key=True)
        self.splices.append((mark.start, mark.end, self._styled(mark, new)))

    def is_block(self, at: Pointer) -> bool:
        """True if a group was typed with a line for each of its values."""
        return self._source.is_block(at)

    def add_below(self, at: Pointer, key: str, value: str) -> None:
        """Add a line after that of a key, typed as that is."""
        old, was = self._source.locate(at, on_key=True), self._source.locate(at)
        start, end = self._line(old.start)
        line = f"{self._typed[start : old.start]}{self._styled(old, key)}"
        line += f"{self._typed[old.end : was.start]}{self._styled(was, value)}"
        self.splices.append((end, end, self._newline + line))

    def _styled(self, mark: Mark, new: str) -> str:
        quote = self._typed[mark.start : mark.start + 1]
        return f"{quote}{new}{quote}" if quote in ("'", '"') else new

    def _whole(self, at: Pointer) -> tuple[int, int]:
        """Where a value starts and ends in the file, lists included."""
        mark = self._source.locate(at)
        if not isinstance(self._source.value(at), list):
            return mark.start, mark.end
        end = self._source.end_of(at).end
        closing = (
            re.compile(r"[\s,]*\]").match(self._typed, end)
            if self._typed[mark.start : mark.start + 1] == "["
            else None
        )
        return mark.start, closing.end() if closing else end

    def note(self, at: Pointer, words: str) -> None:
        """Say on the line of a value what a person must do about it."""
        self._notes.setdefault(
            self._line(self._source.locate(at, on_key=True).start)[0], []
        ).append(words)

    def _place_of_comment(self, start: int) -> int:
        """Where on the line that starts at an offset a comment goes: after its last value, before
        any other comment.
        """
        end = self._line(start)[1]
        marks = (*self._source.marks.values(), *self._source.keys.values())
        typed = (self._source.reading.as_typed(mark) for mark in marks)
        last = max(mark.end for mark in typed if start <= mark.start and mark.end <= end)
        comment = re.compile(r"[ \t]+#").search(self._typed, last, end)
        return comment.start() if comment else start + len(self._typed[start:end].rstrip())

    def remove_line(self, at: Pointer) -> None:
        start, end = self._line(self._source.locate(at, on_key=True).start)
        self.splices.append((start, min(end + len(self._newline), len(self._typed)), ""))

    def _remove_group(self, at: Pointer) -> None:
        """Take the lines of a key and of all that belongs to it away."""
        start, _ = self._line(self._source.locate(at, on_key=True).start)
        _, end = self._line(self._source.end_of(at).start)
        self.splices.append((start, min(end + len(self._newline), len(self._typed)), ""))

    def _line(self, offset: int) -> tuple[int, int]:
        """Where the line of an offset starts, and where it ends before its line break."""
        start, end = self._typed.rfind("\n", 0, offset) + 1, self._typed.find("\n", offset)
        end = len(self._typed) if end < 0 else end
        return start, end - self._typed[start:end].endswith("\r")

    @property
    def _newline(self) -> str:
        return "\r\n" if "\r\n" in self._typed else "\n"


def _listed(words: list[str]) -> str:
    """The words of a text that ask for it to be read: '”ska”, ”{år}”'."""
    found = list(dict.fromkeys(word.casefold() for word in words))
    return ", ".join(f"”{word}”" for word in found[:_MOST_WORDS])
