"""Plan -> Context: what the template is given. Every value is in its final Swedish form; the template only places it.

Values are `Text` (a str that knows its Pointer) or `Inline` (runs of text that do), in dicts and lists of the declared `shape`.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from generator import swedish
from generator.context.shape import (
    Account,
    AreaRow,
    BudgetChapter,
    Chapter,
    Context,
    Days,
    Heading,
    HostRow,
    Hosts,
    Inline,
    Meeting,
    Paragraph,
    Piece,
    Post,
    Share,
    Shares,
    Subsection,
)
from generator.facts import FACT, facts, filled, hosts_of, shown, split
from generator.findings import Pointer
from generator.pages import bookmarks
from generator.plan import (
    MUNICIPALITIES,
    PLACEHOLDER,
    Amount,
    Area,
    Event,
    Group,
    HostTable,
    Plan,
    Prose,
    Row,
    Section,
    Side,
    Text,
)
from generator.prose import Block, Run

__all__ = ["Context", "Heading", "Inline", "Piece", "Printed", "Text", "leaves", "make", "printed"]


def make(plan: Plan) -> Context:
    """The template's only input, for a plan without errors."""
    return _Writer(plan).context()


def leaves(value: Any) -> Iterator[Text | Inline]:
    """Every text of a Context that the document shows, in its order."""
    if isinstance(value, Text | Inline):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from leaves(item)


_OPEN = re.compile(rf"({PLACEHOLDER}[^.!?]*[.!?]?)")
"""What is to be filled in, to the end of its sentence."""


Printed = tuple[Pointer, int | None, str]
"""A value as the document shows it: its place in the plan, its paragraph in running text (else None), and its text."""


def printed(plan: Plan) -> Iterator[Printed]:
    """Every value of a plan that the document shows, in its order."""
    for leaf in leaves(make(plan)):
        if leaf.at and str(leaf):
            yield leaf.at, leaf.block if isinstance(leaf, Inline) else None, str(leaf)


class _Writer:
    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._facts = facts(plan)
        self._english = swedish.phrases(map(swedish.typeset, plan.english))
        self._bookmarks = bookmarks(plan)
        self._open = {place.at for place in plan.open_places if place.is_lit}

    def context(self) -> Context:
        plan, chapters = self._plan, {key: self._chapter(chapter) for key, chapter in self._plan.chapters.items()}
        decided = str(plan.decision_date) if plan.decided and plan.decision_date else ""
        return {
            "beslut": self._shown(decided, ("beslutsdatum",)),
            "utkast": not plan.decided,
            "organisation": self._line(plan.organisation),
            "kommuner": [Text(name, ()) for name in MUNICIPALITIES],
            "titel": self._line(plan.title),
            "undertitel": self._line(plan.subtitle),
            "år": self._shown(str(plan.year), ("år",)),
            "inledning": chapters["inledning"],
            "syfte": chapters["syfte"],
            "förhållningssätt": chapters["förhållningssätt"],
            "vision": {**chapters["vision"], "citat": self._prose(plan.vision)},
            "samverkansområden": {**chapters["samverkansområden"], "områden": [self._area(area) for area in plan.areas]},
            "arbetsformer": chapters["arbetsformer"],
            "kalendarium": {**chapters["kalendarium"], "grupper": [self._group(group) for group in plan.groups]},
            "budget": self._budget(chapters["budget"]),
            "bilagor": [self._chapter(appendix) for appendix in plan.appendices],
        }

    def _chapter(self, chapter: Section) -> Chapter:
        return {
            "rubrik": self._heading(chapter.title),
            "text": self._prose(chapter.prose),
            "avsnitt": list(self._sections(chapter.sections, 2)),
        }

    def _sections(self, sections: Iterable[Section], level: int) -> Iterator[Subsection]:
        """Sections as a flat list, each with its heading level (2 to 4)."""
        for section in sections:
            yield {
                "nivå": level,
                "rubrik": self._heading(section.title),
                "text": self._prose(section.prose),
                "värdtabell": self._host_table(section.hosts) if section.hosts else None,
            }
            yield from self._sections(section.sections, level + 1)

    def _host_table(self, hosts: HostTable) -> Hosts:
        rows: list[HostRow] = [
            {"år": self._shown(str(host.year), host.at), "värd": self._shown(host.municipality, host.at)} for host in hosts.years
        ]
        return {"rubrik": self._line(hosts.title), "rader": rows}

    def _area(self, area: Area) -> AreaRow:
        return {
            "namn": self._line(area.section.title),
            "syfte": self._line(area.purpose),
            "styrdokument": self._line(area.documents),
        }

    def _group(self, group: Group) -> Days:
        """A group's heading, times and days: as a table where every day has its host, else as lines."""
        text, times = self._prose(group.prose), self._times(group)
        alone = len(group.events) == 1 and not group.previews
        told = self._tells_its_day(group)
        days = [] if told else [(e, shown(e, year=alone or e.first.year != self._plan.year)) for e in group.events]
        days += [(event, _capitalised(shown(event, year=True))) for event in group.previews]
        hosts = {event.at: self._hosts(group, event) for event, _ in days}
        as_table = bool(times) and len(days) > 1 and all(hosts.values())
        rows: list[Meeting] = []
        for event, day in days:
            own, beside = (hosts[event.at], ()) if as_table else ((), hosts[event.at])
            host = self._shown(swedish.listing(own), own[0].at) if own else Text("", event.at)
            days_at = (event.first.at, event.last.at) if event.last else (event.first.at,)
            rows.append({"datum": self._shown(day, *days_at), "värd": host, "parentes": self._aside(beside, event)})
        return {"rubrik": self._heading(group.title), "tider": times, "text": text, "tabell": as_table, "möten": rows}

    def _hosts(self, group: Group, event: Event) -> tuple[Text, ...]:
        """The hosts of an occasion, or what stands there until they are known."""
        return (event.undecided,) if event.undecided else hosts_of(self._plan, group, event)

    @staticmethod
    def _tells_its_day(group: Group) -> bool:
        """True if the group's own text shows all there is to show: one day, by name."""
        if len(group.events) != 1 or group.prose is None:
            return False
        event, names = group.events[0], FACT.findall(group.prose.text)
        told = group.kind in names or (event.first.date is None and f"{group.kind}s månad" in names)
        return told and not (event.hosts or event.undecided or event.note)

    def _times(self, group: Group) -> Text:
        """'torsdagar 12.00–15.00'."""
        weekday = f"{swedish.WEEKDAYS[group.weekday]}ar" if group.weekday is not None else ""
        times = " ".join(filter(None, (weekday, "–".join(group.hours or ()))))
        return self._shown(times, group.at, (*group.at, "veckodag"), (*group.at, "tid"))

    def _aside(self, hosts: tuple[Text, ...], event: Event) -> Text:
        """What stands in parentheses after a day: hosts, note or both."""
        aside = [(swedish.listing(hosts), hosts[0].at)] if hosts else []
        aside += [(self._line(event.note), event.note.at)] if event.note else []
        at = aside[0][1] if len(aside) == 1 else event.at
        return self._shown(", ".join(words for words, _ in aside), at, *(place for _, place in aside))

    def _budget(self, chapter: Chapter) -> BudgetChapter:
        budget = self._plan.budget
        shared = [row for row in (*budget.income.rows, *budget.costs.rows) if row.shares]
        return {
            **chapter,
            "intäkter": self._side(budget.income),
            "kostnader": self._side(budget.costs),
            "resultat": self._amount(budget.result) if budget.result is not None else Text("", budget.at),
            "fördelning": [self._shares(row) for row in shared],
        }

    def _side(self, side: Side) -> Account:
        rows: list[Post] = [{"post": self._line(row.name), "belopp": self._amount(row.amount)} for row in side.rows]
        return {"rader": rows, "summa": self._amount(side.total)}

    def _shares(self, row: Row) -> Shares:
        rows: list[Share] = [
            {"kommun": self._shown(name, name.at), "belopp": self._amount(amount)} for name, amount in row.shares
        ]
        return {"rubrik": self._line(row.name), "rader": rows, "summa": self._amount(row.amount)}

    def _amount(self, amount: Amount) -> Text:
        return self._shown(swedish.kronor(amount), amount.at)

    def _shown(self, words: str, at: Pointer, *also: Pointer) -> Text:
        """The words as they are shown; open where they, what holds them or what they are made of `also` is still to be filled in or confirmed."""
        text = Text(words, at)
        text.open = PLACEHOLDER in words or any(map(self._is_open, (at, *also)))
        return text

    def _is_open(self, at: Pointer) -> bool:
        return bool(self._open) and any(at[:length] in self._open for length in range(1, len(at) + 1))

    def _heading(self, title: Text) -> Heading:
        heading = Heading(self._line(title), title.at)
        heading.open = PLACEHOLDER in title or self._is_open(title.at)
        heading.bookmark = self._bookmarks.get(swedish.slug(title), "")
        return heading

    def _line(self, text: Text) -> Text:
        return self._shown(filled(text, self._facts), text.at)

    def _prose(self, prose: Prose | None) -> list[Paragraph]:
        if prose is None:
            return []
        followed = zip(prose.blocks, (*prose.blocks[1:], None), strict=False)
        return [self._block(block, following, prose.at, number) for number, (block, following) in enumerate(followed)]

    def _block(self, block: Block, following: Block | None, at: Pointer, number: int) -> Paragraph:
        """A paragraph; one that introduces a list, or ends in a colon, stays on the page of what follows."""
        content = Inline(tuple(piece for run in block.runs for piece in self._pieces(run, at)), at, number)
        leads = bool(following and following.bullet) or str(content).endswith(":")
        return {"punkt": block.bullet, "inleder": leads, "innehåll": content}

    def _pieces(self, run: Run, at: Pointer) -> Iterator[Piece]:
        page_of = self._bookmarks.get(run.link[1:], "") if run.link.startswith("#") else ""
        link = "" if page_of else run.link
        for part in split(run.text, self._facts):
            place = part.at if isinstance(part, Text) else at
            for stretch in _OPEN.split(part):
                for words, language in self._languages(swedish.typeset(stretch)):
                    yield Piece(self._shown(words, place), run.bold, run.italic, link, page_of, language)

    def _languages(self, text: str) -> Iterator[tuple[str, str]]:
        """The text in pieces, each with its language: "en" for the phrases that the plan calls English, else ""."""
        for number, words in enumerate(self._english.split(text)):
            if words:
                yield words, "en" if number % 2 else ""


def _capitalised(text: str) -> str:
    return text[0].upper() + text[1:]
