"""A plan -> next year's draft, as splices of its text: every character that need not change stays.

What can be known is moved or computed, what can be guessed is proposed; whatever a person must decide or confirm is marked FYLL I,
as a comment on the line of its value, so that the value stays one: it is checked and shown, and confirmed by deleting the comment.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from generator import swedish
from generator.findings import Mark, Pointer
from generator.plan import PLACEHOLDER, READ_THROUGH, REMARK, Day, Event, Group, HostTable, Plan
from generator.rollforward.days import proposed
from generator.source import Source
from generator.source.reading import Splice, spliced
from generator.turns import following, occasions, turns

_OF_ONE_YEAR = frozenset(("ROT004", "ROT005", "BUD006", "TXT001", "KAL002", "KAL005", "KAL006", "KAL008"))
"""Rules whose exemptions are about one year's days, hosts or amounts."""
_OF_ITS_YEAR = re.compile(
    r"\{[^}\n]*\}|\b(?:ska|skall|kommer att|under året|i år|nästa år|kommande|planeras|påbörjas|fortsätter"
    r"|avslutas|genomförs|ska genomföras|tas fram|införs)\b",
    re.IGNORECASE,
)
"""What a text says of its own year, or of what is to be done."""
_MOST_WORDS = 3
_REMARK = re.compile(rf"^[ \t]*#[ \t]*{REMARK}\b[^\n]*\n", re.MULTILINE)
_OLD_NOTE = re.compile(rf"[ \t]+#[ \t]*{PLACEHOLDER}(?:[^\n#]|(?<![ \t])#)*")


@dataclass
class Told:
    """What was done, in Swedish: a line for each thing."""

    moved: list[str] = field(default_factory=list)
    computed: list[str] = field(default_factory=list)
    proposed: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def next_year(source: Source, plan: Plan) -> tuple[str, Told]:
    """The text of the next year's draft, from the text and the values of a plan without errors; and what was done."""
    roller = _Roller(source, plan)
    roller.roll()
    return spliced(source.text, [*roller.splices, *roller.noted()]), roller.told


class _Roller:
    """Collects the splices that carry a plan into its next year."""

    def __init__(self, source: Source, plan: Plan) -> None:
        self.splices: list[Splice] = []
        self.told = Told()
        self._source, self._typed, self._plan, self._year = source, source.text, plan, plan.year + 1
        self._notes: dict[int, list[str]] = {}
        self._taken: set[date] = set()
        self._when: dict[Pointer, tuple[int, int, int]] = {}
        self._proposals = 0

    def roll(self) -> None:
        self._head()
        if self._plan.radslag:
            self._radslag(self._plan.radslag)
        for group in self._plan.groups:
            (self._nyckeltalsdag if group.kind == "nyckeltalsdagen" else self._days)(group)
        self._committee_hosts()
        self._other_hosts()
        self._budget()
        self._texts()
        self._exemptions()
        self._remarks()
        days = swedish.count(self._proposals, "dag", "dagar")
        self.told.proposed.insert(0, f"{days}, samma veckodag och samma vecka som {self._plan.year} där det går")

    def noted(self) -> Iterator[Splice]:
        """The comments, one for each line, in the place of an older one or before any other comment."""
        for start, words in self._notes.items():
            place = self._place_of_comment(start)
            old = _OLD_NOTE.match(self._typed, place)
            end = place + len(old[0].rstrip()) if old else place
            yield place, end, f"  # {PLACEHOLDER}: {'; '.join(dict.fromkeys(words))}"

    def _head(self) -> None:
        """The year, a draft's status, no decision date, and the year in the comments above it all."""
        old, new = str(self._plan.year), str(self._year)
        self._retype(("år",), new)
        self._retype(("status",), "utkast")
        self.told.moved.append(f"året till {new}, status till utkast")
        if self._plan.decision_date:
            self._remove_line(("beslutsdatum",))
            self.told.left_out.append(f"beslutsdatum ({self._plan.decision_date})")
        first = self._source.reading.typed_at(min(mark.start for mark in self._source.keys.values()))
        for match in re.finditer(rf"(?:(?<=YEAR=)|(?<=budget )|(?<=planen )){old}(?!\d)", self._typed[:first]):
            self.splices.append((match.start(), match.end(), new))

    def _radslag(self, hosts: HostTable) -> None:
        """The list of hosts: its first year goes, and the municipality of that year is host again eight years later."""
        first, last = hosts.years[0], hosts.years[-1]
        entries = [(self._source.locate(host.at, on_key=True), self._source.locate(host.at)) for host in hosts.years]
        if self._source.is_block(hosts.at):
            self._remove_line(first.at)
            key, value = entries[-1]
            start, end = self._line(key.start)
            line = f"{self._typed[start : key.start]}{self._styled(key, str(last.year + 1))}"
            line += f"{self._typed[key.end : value.start]}{self._styled(value, first.municipality)}"
            self.splices.append((end, end, self._newline + line))
        else:
            names = [*(host.municipality for host in hosts.years[1:]), first.municipality]
            for host, (key, _), name in zip(hosts.years, entries, names, strict=True):
                self.splices.append((key.start, key.end, self._styled(key, str(host.year + 1))))
                self._retype(host.at, name)
        self.told.moved.append(f"rådslagets lista till {first.year + 1}–{last.year + 1}")
        self.told.computed.append(f"rådslaget {last.year + 1}: {first.municipality}, åtta år efter {first.year}")

    def _days(self, group: Group) -> None:
        """Every day of a group, on the same weekday of the same week, off holidays, after the day before it; months announced are kept."""
        announced = [event.first for event in group.previews if event.first.year == self._year]
        after = date(self._year, 1, 1) - timedelta(1)
        chosen: list[tuple[Event, list[date]]] = []
        for place, event in enumerate(group.events):
            promised = announced[place] if place < len(announced) else None
            if event.first.date is None:
                month = (promised or event.first).month
                self._month(event.first, self._year, month, "bekräfta månaden och välj dag")
                continue
            span = self._proposed(group, event, promised, after)
            after = max(after, span[-1])
            self._taken.update(span)
            self._proposals += 1
            chosen.append((event, span))
        for event, span in _in_order(chosen):
            self._when[event.at] = (span[0].year, span[0].month, span[0].day)
            self._retype(event.first.at, str(span[0]))
            if event.last:
                self._retype(event.last.at, str(span[-1]))
            self._note(event.first.at, "bekräfta dagen" if len(span) == 1 else "bekräfta dagarna")
        for event in group.previews:
            self._month(event.first, event.first.year + 1, event.first.month, "bekräfta månaden")
        if announced:
            months = swedish.listing(swedish.MONTHS[day.month - 1] for day in announced)
            self.told.moved.append(f"mötena som planen för {self._plan.year} annonserade, med månad och värd: {months}")

    def _month(self, day: Day, year: int, month: int, words: str) -> None:
        self._when[day.at[:-1]] = (year, month, 0)
        self._retype(day.at, f"{year}-{month:02}")
        self._note(day.at, words)

    def _proposed(self, group: Group, event: Event, promised: Day | None, after: date) -> list[date]:
        """The days to propose for an occasion; told where they are not those of the same week."""
        span, instead, why = proposed(group, event, self._year, promised, after, self._taken)
        if why:
            self.told.proposed.append(f"{_shown(span)} i stället för {_shown(instead)} ({why}): {group.title}")
        return span

    def _nyckeltalsdag(self, group: Group) -> None:
        """Every other year: what lies in the new year or after it stays; else its month, two years on, is proposed."""
        for event in group.events:
            if event.first.year >= self._year:
                if event.first.date is None:
                    self._note(event.first.at, "bekräfta månaden och välj dag")
                continue
            year = event.first.year + 2
            self._month(event.first, year, event.first.month, f"bekräfta månaden (ingen nyckeltalsdag {self._year})")
            self.told.left_out.append(f"nyckeltalsdag {self._year}: den hålls vartannat år, nästa är {year}")
            if event.last:
                self._remove_line(event.last.at)
        if any(event.first.date and event.first.year < self._year for event in group.events):
            self._day_becomes_month()
        for event in group.previews:
            self._month(event.first, event.first.year + 1, event.first.month, "bekräfta månaden")

    def _day_becomes_month(self) -> None:
        """”sker {nyckeltalsdagen}” reads well for a day, ”sker i {nyckeltalsdagens månad}” for a month."""
        for prose in self._plan.proses:
            mark = self._source.locate(prose.at)
            for match in re.finditer(r"(?<!den )\{nyckeltalsdagen\}", self._typed[mark.start : mark.end]):
                self.splices.append((mark.start + match.start(), mark.start + match.end(), "i {nyckeltalsdagens månad}"))

    def _committee_hosts(self) -> None:
        """The committee's rotation goes on: announced meetings keep their hosts, all others follow the cycle of eight."""
        groups = [group for kind in ("samarbetskommittén", "planeringskonferensen") if (group := self._plan.group(kind))]
        announced = [event for group in groups[:1] for event in group.previews if event.first.year == self._year]
        promised = {event.at: told.hosts for group in groups[:1] for event, told in zip(group.events, announced, strict=False)}
        names = [str(host) for event in occasions(self._plan) if event.first.year < self._year for host, _ in turns(event)]
        coming = [event for group in groups for event in (*group.events, *group.previews) if event.at in self._when]
        told = []
        for event in sorted(coming, key=lambda event: self._when[event.at]):
            hosts = promised.get(event.at, ())
            name = str(hosts[0]) if hosts else following(names)
            names.append(name)
            self._host(event, name)
            told.append(name or "okänd")
            if self._was_swapped:
                self._note(event.first.at, f"bekräfta värden ({self._plan.year} avvek från turordningen)")
        self.told.computed.append(f"kommitténs värdar i tur och ordning: {', '.join(told)}")

    def _other_hosts(self) -> None:
        """The rådslag's host stands in its list; no rule gives any other."""
        listed = {host.year: str(host.municipality) for host in self._plan.radslag.years} if self._plan.radslag else {}
        for group in self._plan.groups:
            if group.kind in ("samarbetskommittén", "planeringskonferensen", "nyckeltalsdagen"):
                continue
            for event in (*group.events, *group.previews):
                if event.hosts and (name := listed.get(self._year) if group.kind == "rådslaget" else ""):
                    self._host(event, name)
                elif event.hosts or event.undecided:
                    self.told.left_out.append(f"värd för {group.title}: ingen turordning är känd")
                    if event.hosts:
                        self._host(event, "", f", {self._plan.year} var det {swedish.listing(event.hosts)}")

    def _host(self, event: Event, name: str, known: str = "") -> None:
        """Put a host in the place of the one there was; where none is known, what stands for it."""
        if event.hosts or event.undecided:
            at = (*event.at, "värd")
            start, end = self._whole(at)
            new = name or f"'{PLACEHOLDER}: värdkommun{known}'"
            if self._typed[start : start + 1] == "-":
                start, new = self._source.locate(at, on_key=True).end + 1, f" {new}"
            self.splices.append((start, end, new))
        else:
            self._note(event.first.at, f"lägg till värd: {name}" if name else "lägg till värd")

    def _budget(self) -> None:
        """Last year's amounts stay, each to be confirmed beside what it was."""
        budget = self._plan.budget
        for row in (*budget.income.rows, *budget.costs.rows):
            self._note(row.amount.at, f"bekräfta beloppet ({self._plan.year}: {_typed(row.amount)})")
            if row.shares:
                self._note((*row.at, "per_kommun"), f"bekräfta avgifterna ({self._plan.year} års står kvar)")
        if budget.result is not None:
            self._note(budget.result.at, f"bekräfta resultatet ({self._plan.year}: {_typed(budget.result)})")
        self.told.kept.append(f"budgetens belopp från {self._plan.year}, att bekräfta")

    def _texts(self) -> None:
        """Each text that speaks of its year, or of something to be done, is to be read through: the
        year in it moves of itself, what was meant to be done in it does not.
        """
        asked = 0
        for prose in self._plan.proses:
            years = rf"(?:{self._plan.year}|{self._year})"
            words = re.findall(rf"{_OF_ITS_YEAR.pattern}|\b{years}\b", prose.text, re.IGNORECASE)
            if words:
                self._note(prose.at, f"{READ_THROUGH} ({_listed(words)})")
                asked += 1
        if asked:
            texts = swedish.count(asked, "text", "texter")
            self.told.kept.append(f"{texts} som talar om året eller om något som ska göras, att läsa igenom")

    def _remarks(self) -> None:
        """What reviewers said of last year's plan does not go with it."""
        removed = 0
        for match in _REMARK.finditer(self._typed):
            if any(match.start() < end and start < match.end() for start, end in self._block_texts()):
                continue
            self.splices.append((match.start(), match.end(), ""))
            removed += 1
        if removed:
            told = swedish.count(removed, "kommentar", "kommentarer")
            self.told.left_out.append(f"{told} från granskningen av planen för {self._plan.year}")

    def _block_texts(self) -> Iterator[tuple[int, int]]:
        """Where the plan's own texts stand, in which # begins no comment."""
        for prose in self._plan.proses:
            mark = self._source.reading.as_typed(self._source.locate(prose.at))
            yield self._line(mark.start)[1], mark.end

    def _exemptions(self) -> None:
        """Exemptions of a day or of last year's plan do not go with the plan; the others do."""
        removed = 0
        for exemption in self._plan.exemptions:
            start, _ = self._line(self._source.locate(exemption.rule.at, on_key=True).start)
            is_of_one_year = exemption.rule in _OF_ONE_YEAR or re.search(r"(?:19|20)\d\d", exemption.where)
            if is_of_one_year and self._typed[start:].lstrip(" ").startswith("- "):
                end = self._line(self._source.end_of(exemption.at).end)[1] + len(self._newline)
                self.splices.append((start, min(end, len(self._typed)), ""))
                self.told.left_out.append(f"undantaget för {exemption.rule} ({exemption.where}): {exemption.reason}")
                removed += 1
        if removed and removed == len(self._plan.exemptions):
            self._remove_line(("undantag",))

    @property
    def _was_swapped(self) -> bool:
        """True if the last plan's hosts were allowed to differ from the rotation."""
        return any(exemption.rule in ("ROT004", "ROT005") for exemption in self._plan.exemptions)

    def _retype(self, at: Pointer, new: str) -> None:
        """Put another value in the place of a scalar, in the same quotation marks."""
        mark = self._source.locate(at)
        self.splices.append((mark.start, mark.end, self._styled(mark, new)))

    def _styled(self, mark: Mark, new: str) -> str:
        quote = self._typed[mark.start : mark.start + 1]
        return f"{quote}{new}{quote}" if quote in ("'", '"') else new

    def _whole(self, at: Pointer) -> tuple[int, int]:
        """Where a value starts and ends in the file, lists included."""
        mark = self._source.locate(at)
        if not isinstance(self._source.value(at), list):
            return mark.start, mark.end
        end = self._source.end_of(at).end
        closing = re.compile(r"[\s,]*\]").match(self._typed, end) if self._typed[mark.start : mark.start + 1] == "[" else None
        return mark.start, closing.end() if closing else end

    def _note(self, at: Pointer, words: str) -> None:
        """Say on the line of a value what a person must do about it."""
        self._notes.setdefault(self._line(self._source.locate(at, on_key=True).start)[0], []).append(words)

    def _place_of_comment(self, start: int) -> int:
        """Where on the line that starts at an offset a comment goes: after its last value, before any other comment."""
        end = self._line(start)[1]
        marks = (*self._source.marks.values(), *self._source.keys.values())
        typed = (self._source.reading.as_typed(mark) for mark in marks)
        last = max(mark.end for mark in typed if start <= mark.start and mark.end <= end)
        comment = re.compile(r"[ \t]+#").search(self._typed, last, end)
        return comment.start() if comment else start + len(self._typed[start:end].rstrip())

    def _remove_line(self, at: Pointer) -> None:
        start, end = self._line(self._source.locate(at, on_key=True).start)
        self.splices.append((start, min(end + len(self._newline), len(self._typed)), ""))

    def _line(self, offset: int) -> tuple[int, int]:
        """Where the line of an offset starts, and where it ends before its line break."""
        start, end = self._typed.rfind("\n", 0, offset) + 1, self._typed.find("\n", offset)
        end = len(self._typed) if end < 0 else end
        return start, end - self._typed[start:end].endswith("\r")

    @property
    def _newline(self) -> str:
        return "\r\n" if "\r\n" in self._typed else "\n"


def _shown(span: list[date]) -> str:
    return swedish.days(span[0], span[-1], year=False)


def _in_order(chosen: list[tuple[Event, list[date]]]) -> list[tuple[Event, list[date]]]:
    """The occasions with their days in order, where all are of the same length."""
    spans = sorted(span for _, span in chosen)
    if len({len(span) for span in spans}) > 1:
        return chosen
    return [(event, span) for (event, _), span in zip(chosen, spans, strict=True)]


def _listed(words: list[str]) -> str:
    """The words of a text that ask for it to be read: '”ska”, ”{år}”'."""
    found = list(dict.fromkeys(word.casefold() for word in words))
    return ", ".join(f"”{word}”" for word in found[:_MOST_WORDS])


def _typed(amount: int) -> str:
    """An amount as the secretariat types it."""
    return f"{amount:,}".replace(",", " ")
