"""Plan -> Context: what the template is given. Every value is in its final Swedish form; the template only places it.

Values are `Text` (a str that knows its Pointer) or `Inline` (runs of text that do), in plain dicts and lists.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from generator import swedish
from generator.facts import facts, shown, split
from generator.findings import Pointer
from generator.plan import Amount, Area, Event, Group, Plan, Prose, Row, Section, Side, Text
from generator.prose import Run

Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one look; `link` is a web address, `page_of` the bookmark whose page the text is."""

    text: Text
    bold: bool = False
    italic: bool = False
    link: str = ""
    page_of: str = ""


@dataclass(frozen=True, slots=True)
class Inline:
    """The content of one paragraph of prose."""

    pieces: tuple[Piece, ...]

    def __str__(self) -> str:
        """The words, without their look."""
        return "".join(piece.text for piece in self.pieces)


class Heading(Text):
    """A heading; `bookmark` names the place that page references lead to, '' where none does."""

    bookmark: str = ""


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


class _Writer:
    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._facts = facts(plan)
        linked = {run.link[1:] for prose in plan.proses for block in prose.blocks for run in block.runs if run.link.startswith("#")}
        self._bookmarks = {target: f"_Rubrik{number}" for number, target in enumerate(sorted(linked), 1)}

    def context(self) -> Context:
        plan, chapters = self._plan, self._plan.chapters
        decided = str(plan.decision_date) if plan.decided and plan.decision_date else ""
        context: Context = {
            "beslut": Text(decided, ("beslutsdatum",)),
            "utkast": not plan.decided,
            "organisation": self._line(plan.organisation),
            "titel": self._line(plan.title),
            "undertitel": self._line(plan.subtitle),
            "år": Text(str(plan.year), ("år",)),
        }
        context |= {key: self._chapter(chapter) for key, chapter in chapters.items()}
        context["vision"]["citat"] = self._prose(plan.vision)
        context["samverkansområden"]["områden"] = [self._area(area) for area in plan.areas]
        context["kalendarium"]["grupper"] = [self._group(group) for group in plan.groups]
        context["budget"] |= self._budget()
        context["bilagor"] = [self._chapter(appendix) for appendix in plan.appendices]
        return context

    def _chapter(self, chapter: Section) -> dict[str, Any]:
        return {"rubrik": self._heading(chapter.title), "text": self._prose(chapter.prose), "avsnitt": list(self._sections(chapter.sections, 2))}

    def _sections(self, sections: Iterable[Section], level: int) -> Iterator[dict[str, Any]]:
        """Sections as a flat list, each with its heading level (2 to 4)."""
        for section in sections:
            hosts = section.hosts
            rows = [{"år": Text(str(host.year), host.at), "värd": host.municipality} for host in hosts.years] if hosts else []
            table = {"rubrik": self._line(hosts.title), "rader": rows} if hosts else None
            yield {"nivå": level, "rubrik": self._heading(section.title), "text": self._prose(section.prose), "värdtabell": table}
            yield from self._sections(section.sections, level + 1)

    def _area(self, area: Area) -> dict[str, Text]:
        return {"namn": self._line(area.section.title), "syfte": self._line(area.purpose), "styrdokument": self._line(area.documents)}

    def _group(self, group: Group) -> dict[str, Any]:
        text = self._prose(group.prose)
        alone = len(group.events) == 1 and not group.previews
        events = [] if text else [self._event(group, event, year=alone) for event in group.events]
        events += [self._preview(event) for event in group.previews]
        hosted = len(events) > 1 and all(event["värd"] for event in events) and not any(event["anmärkning"] for event in events)
        return {"rubrik": self._heading(group.title), "tider": self._times(group), "text": text, "tabell": hosted, "möten": events}

    @staticmethod
    def _times(group: Group) -> Text:
        """'torsdagar 12.00–15.00'."""
        weekday = f"{swedish.WEEKDAYS[group.weekday]}ar" if group.weekday is not None else ""
        return Text(" ".join(filter(None, (weekday, "–".join(group.hours or ())))), group.at)

    def _event(self, group: Group, event: Event, *, year: bool) -> dict[str, Text]:
        hosts = event.hosts
        if group.kind == "rådslaget" and not hosts and event.first.year == self._plan.year:
            hosts = tuple(filter(None, (self._facts.get("rådslagets värd"),)))
        return self._occasion(event, shown(event, year=year), hosts)

    def _preview(self, event: Event) -> dict[str, Text]:
        day = shown(event, year=True)
        return self._occasion(event, day[0].upper() + day[1:], event.hosts)

    def _occasion(self, event: Event, day: str, hosts: tuple[Text, ...]) -> dict[str, Text]:
        at: Pointer = hosts[0].at if hosts else event.at
        note = self._line(event.note) if event.note else Text("", event.at)
        return {"datum": Text(day, event.first.at), "värd": Text(swedish.listing(hosts), at) if hosts else Text("", at), "anmärkning": note}

    def _budget(self) -> dict[str, Any]:
        budget = self._plan.budget
        shared = [row for row in (*budget.income.rows, *budget.costs.rows) if row.shares]
        return {
            "intäkter": self._side(budget.income),
            "kostnader": self._side(budget.costs),
            "resultat": self._amount(budget.result) if budget.result is not None else Text("", budget.at),
            "fördelning": [self._shares(row) for row in shared],
        }

    def _side(self, side: Side) -> dict[str, Any]:
        rows = [{"post": self._line(row.name), "belopp": self._amount(row.amount)} for row in side.rows]
        return {"rader": rows, "summa": self._amount(side.total)}

    def _shares(self, row: Row) -> dict[str, Any]:
        rows = [{"kommun": name, "belopp": self._amount(amount)} for name, amount in row.shares]
        return {"rubrik": self._line(row.name), "rader": rows}

    @staticmethod
    def _amount(amount: Amount) -> Text:
        return Text(swedish.kronor(amount), amount.at)

    def _heading(self, title: Text) -> Heading:
        heading = Heading(self._line(title), title.at)
        heading.bookmark = self._bookmarks.get(swedish.slug(title), "")
        return heading

    def _line(self, text: Text) -> Text:
        return Text(swedish.typeset("".join(split(text, self._facts))), text.at)

    def _prose(self, prose: Prose | None) -> list[dict[str, Any]]:
        blocks = prose.blocks if prose else ()
        return [{"punkt": block.bullet, "innehåll": self._inline(block.runs, prose.at)} for block in blocks if prose]

    def _inline(self, runs: tuple[Run, ...], at: Pointer) -> Inline:
        return Inline(tuple(piece for run in runs for piece in self._pieces(run, at)))

    def _pieces(self, run: Run, at: Pointer) -> Iterator[Piece]:
        page_of = self._bookmarks.get(run.link[1:], "") if run.link.startswith("#") else ""
        link = "" if page_of else run.link
        for part in split(run.text, self._facts):
            if part:
                place = part.at if isinstance(part, Text) else at
                yield Piece(Text(swedish.typeset(part), place), run.bold, run.italic, link, page_of)
