"""Checked data -> Plan. A record that holds a broken value is left out, and its Pointer remembered in `Plan.gaps`."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, TypeVar

from generator import prose
from generator.findings import Pointer, is_under
from generator.plan.records import (
    PLACEHOLDER,
    Amount,
    Area,
    Budget,
    Day,
    Event,
    Exemption,
    Group,
    HostTable,
    HostYear,
    OpenPlace,
    Plan,
    Prose,
    Row,
    Section,
    Side,
    Text,
    walk,
)
from generator.swedish import WEEKDAYS

T = TypeVar("T")
_LONGEST = 300
"""Characters of a text on one line, as the schema says; of a longer one (SCH007) no more is read."""
_MOST_MARKS = 10_000
"""Signs of Markdown in the texts of a plan, hundreds of times as many as one has."""
_AMOUNT_SPACES = str.maketrans("", "", " \u00a0\u202f")
_PLAIN_CHAPTERS = ("inledning", "syfte", "förhållningssätt", "vision")
_GROUPS = (
    "samarbetskommittén",
    "planeringskonferensen",
    "ledningsgruppen",
    "södertörnskonferensen",
    "rådslaget",
    "nyckeltalsdagen",
)


def build(data: dict[str, Any], broken: frozenset[Pointer], name: str = "", open_places: Iterable[OpenPlace] = ()) -> Plan | None:
    """Build the Plan of the file `name` from checked data; None if the year itself cannot be trusted.

    `open_places` are those that comments tell of; those in texts are found here.
    """
    if ("år",) in broken:
        return None
    return _Reader(data, broken).plan(name, open_places)


class _Reader:
    """Reads records out of data, leaves broken ones out, and collects the texts it meets."""

    def __init__(self, data: dict[str, Any], broken: frozenset[Pointer]) -> None:
        self._data = data
        self._broken = broken
        self._gaps: set[Pointer] = set(broken)
        self._texts: list[Text] = []
        self._proses: list[Prose] = []
        self._marks = 0

    def plan(self, name: str, open_places: Iterable[OpenPlace]) -> Plan:
        data = self._data
        title = [self._text(data, (), key) for key in ("organisation", "titel", "undertitel")]
        chapters = {key: self._section(self._group((key,)), (key,)) for key in _PLAIN_CHAPTERS}
        vision = self._prose(self._group(("vision",)), ("vision",), "vision")
        chapters["samverkansområden"], areas = self._areas_chapter()
        chapters["arbetsformer"] = self._forms_chapter()
        chapters["kalendarium"], groups = self._calendar_chapter()
        chapters["budget"], budget = self._budget_chapter()
        appendices = self._each(data, (), "bilagor", self._section)
        return Plan(
            name=name,
            year=data["år"],
            decided=data.get("status") == "beslutad",
            decision_date=self._date(data, "beslutsdatum"),
            organisation=title[0],
            title=title[1],
            subtitle=title[2],
            chapters=chapters,
            vision=vision,
            areas=areas,
            groups=groups,
            budget=budget,
            appendices=appendices,
            radslag=next((s.hosts for s in walk(chapters["arbetsformer"]) if s.hosts), None),
            english=self._english(),
            exemptions=self._records(data, (), "undantag", self._exemption),
            texts=tuple(self._texts),
            proses=tuple(self._proses),
            open_places=(*open_places, *self._left_in_texts(groups)),
            gaps=frozenset(self._gaps),
        )

    def _left_in_texts(self, groups: tuple[Group, ...]) -> Iterator[OpenPlace]:
        hosts = [event.undecided for group in groups for event in (*group.events, *group.previews) if event.undecided]
        written: tuple[Text | Prose, ...] = (*self._texts, *self._proses, *hosts)
        for text in written:
            for found in re.finditer(rf"{PLACEHOLDER}:?[ \t]*([^\n.!?]*)", str(text)):
                yield OpenPlace(text.at, found[1], within=(found.start(), len(PLACEHOLDER)))

    def _areas_chapter(self) -> tuple[Section, tuple[Area, ...]]:
        at: Pointer = ("samverkansområden",)
        node = self._group(at)
        title, text = self._text(node, at, "rubrik"), self._prose(node, at)
        areas = self._each(node, at, "områden", self._area)
        own = self._each(node, at, "avsnitt", self._section)
        return Section(at, title, text, (*(area.section for area in areas), *own)), areas

    def _area(self, node: dict[str, Any], at: Pointer) -> Area:
        name, purpose, documents = (self._text(node, at, key) for key in ("namn", "syfte", "styrdokument"))
        text = self._prose(node, at)
        goals = self._each(node, at, "målområden", self._goal)
        own = self._each(node, at, "avsnitt", self._section)
        return Area(at, purpose, documents, goals, Section(at, name, text, (*goals, *own)))

    def _goal(self, node: dict[str, Any], at: Pointer) -> Section:
        name, text = self._text(node, at, "namn"), self._prose(node, at)
        return Section(at, name, text, self._each(node, at, "utvecklingsfrågor", self._question))

    def _question(self, node: dict[str, Any], at: Pointer) -> Section:
        return Section(at, self._text(node, at, "namn"), self._prose(node, at))

    def _forms_chapter(self) -> Section:
        at: Pointer = ("arbetsformer",)
        return self._with_parts(at, ("samarbetskommittén", "ledningsgruppen", "konferensen", "externa_grupper"))

    def _with_parts(self, at: Pointer, keys: tuple[str, ...]) -> Section:
        """A section whose parts have keys of their own, followed by those that were added."""
        node = self._group(at)
        title, text = self._text(node, at, "rubrik"), self._prose(node, at)
        parts = []
        for key in keys:
            if key == "externa_grupper" and isinstance(node.get(key), dict):
                parts.append(self._with_parts((*at, key), ("rådslaget", "nyckeltalen")))
            elif isinstance(node.get(key), dict):
                parts.append(self._section(node[key], (*at, key)))
        return Section(at, title, text, (*parts, *self._each(node, at, "avsnitt", self._section)))

    def _section(self, node: dict[str, Any], at: Pointer) -> Section:
        title, text = self._text(node, at, "rubrik"), self._prose(node, at)
        hosts = self._hosts_table(node, at) if isinstance(node.get("värdkommuner"), dict) else None
        return Section(at, title, text, self._each(node, at, "avsnitt", self._section), hosts)

    def _hosts_table(self, node: dict[str, Any], at: Pointer) -> HostTable:
        title, years = self._text(node, at, "tabellrubrik"), node["värdkommuner"]
        at = (*at, "värdkommuner")
        good = {
            int(year): Text(host, (*at, year)) for year, host in years.items() if year.isdecimal() and self._is_good((*at, year))
        }
        return HostTable(at, title, tuple(HostYear(host.at, year, host) for year, host in good.items()))

    def _calendar_chapter(self) -> tuple[Section, tuple[Group, ...]]:
        at: Pointer = ("kalendarium",)
        node = self._group(at)
        title, text = self._text(node, at, "rubrik"), self._prose(node, at)
        groups = [self._calendar_group(node[key], (*at, key)) for key in _GROUPS if isinstance(node.get(key), dict)]
        others = self._each(node, at, "övriga", self._calendar_group)
        return Section(at, title, text, self._each(node, at, "avsnitt", self._section)), (*groups, *others)

    def _calendar_group(self, node: dict[str, Any], at: Pointer) -> Group:
        weekday, hours = node.get("veckodag"), node.get("tid")
        clocks = [clock.replace(":", ".") for clock in re.findall(r"\d\d[.:]\d\d", hours)] if isinstance(hours, str) else []
        return Group(
            at,
            str(at[1]),
            self._text(node, at, "rubrik"),
            WEEKDAYS.index(weekday) if weekday in WEEKDAYS else None,
            (clocks[0], clocks[1]) if len(clocks) == 2 and self._is_good((*at, "tid")) else None,
            self._prose(node, at),
            self._records(node, at, "möten", self._event),
            self._records(node, at, "nästa_år", self._event),
        )

    def _event(self, node: dict[str, Any], at: Pointer) -> Event:
        key = "månad" if "månad" in node else "datum"
        last = self._day(node["till"], (*at, "till")) if "till" in node else None
        note = self._text(node, at, "anmärkning") if "anmärkning" in node else None
        first, host, host_at = self._day(node[key], (*at, key)), node.get("värd"), (*at, "värd")
        if isinstance(host, str) and host.startswith(PLACEHOLDER):
            return Event(at, first, last, (), note, Text(host, host_at))
        return Event(at, first, last, self._hosts(host, host_at), note)

    @staticmethod
    def _day(text: str, at: Pointer) -> Day:
        year, month, *day = (int(part) for part in text.split("-"))
        return Day(at, year, month, day[0] if day else None)

    @staticmethod
    def _hosts(value: str | list[str] | None, at: Pointer) -> tuple[Text, ...]:
        if isinstance(value, list):
            return tuple(Text(host, (*at, i)) for i, host in enumerate(value))
        return (Text(value, at),) if value else ()

    def _budget_chapter(self) -> tuple[Section, Budget]:
        at: Pointer = ("budget",)
        node = self._group(at)
        chapter = self._section(node, at)
        income, costs = (self._side(self._group((*at, key)), (*at, key)) for key in ("intäkter", "kostnader"))
        result = self._amount(node, at, "resultat") if "resultat" in node else None
        return chapter, Budget(at, income, costs, result)

    def _side(self, node: dict[str, Any], at: Pointer) -> Side:
        return Side(at, self._records(node, at, "poster", self._row), self._amount(node, at, "summa"))

    def _row(self, node: dict[str, Any], at: Pointer) -> Row:
        shares = node.get("per_kommun") or {}
        below = (*at, "per_kommun")
        fees = tuple((Text(name, (*below, name)), self._amount(shares, below, name)) for name in shares)
        return Row(at, self._text(node, at, "post"), self._amount(node, at, "belopp"), fees)

    def _amount(self, node: dict[str, Any], at: Pointer, key: str) -> Amount:
        """An amount in SEK; 0 where it is missing or broken, which `gaps` tells."""
        at = (*at, key)
        if key not in node or not self._is_good(at):
            self._gaps.add(at)
            return Amount(0, at)
        value = node[key]
        return Amount(int(value.translate(_AMOUNT_SPACES)) if isinstance(value, str) else value, at)

    @staticmethod
    def _exemption(node: dict[str, Any], at: Pointer) -> Exemption:
        """An exemption; its words are no part of the document."""
        rule, where, reason = (Text(node[key].strip(), (*at, key)) for key in ("regel", "plats", "skäl"))
        return Exemption(at, rule, where, reason)

    def _english(self) -> tuple[Text, ...]:
        """The phrases to mark as English; they stand in the document already."""
        listed = self._data.get("engelska")
        phrases = enumerate(listed if isinstance(listed, list) else ())
        return tuple(Text(phrase.strip(), ("engelska", i)) for i, phrase in phrases if self._is_good(("engelska", i)))

    def _date(self, node: dict[str, Any], key: str) -> date | None:
        return date.fromisoformat(node[key]) if key in node and self._is_good((key,)) else None

    def _text(self, node: dict[str, Any], at: Pointer, key: str) -> Text:
        """The text under a key; empty where it is missing or broken, which `gaps` tells."""
        at = (*at, key)
        value = node.get(key)
        if not isinstance(value, str):
            self._gaps.add(at)
            return Text("", at)
        text = Text(value.strip()[:_LONGEST], at)
        self._texts.append(text)
        return text

    def _prose(self, node: dict[str, Any], at: Pointer, key: str = "text") -> Prose | None:
        value = node.get(key)
        if not isinstance(value, str) or not self._is_good((*at, key)):
            return None
        self._marks += prose.marks(value)
        parse = prose.parse if self._marks <= _MOST_MARKS else prose.unparsed
        text = Prose((*at, key), value, *parse(value))
        self._proses.append(text)
        return text

    def _group(self, at: Pointer) -> dict[str, Any]:
        """The group of keys at the end of a Pointer; an empty one where it is missing or broken."""
        value: Any = self._data
        for step in at:
            value = value.get(step) if isinstance(value, dict) else None
        if isinstance(value, dict):
            return value
        self._gaps.add(at)
        return {}

    def _each(self, node: dict[str, Any], at: Pointer, key: str, read: Callable[[dict[str, Any], Pointer], T]) -> tuple[T, ...]:
        """Every group of a list, read as far as it can be."""
        return tuple(read(item, place) for item, place in self._items(node, at, key))

    def _records(
        self, node: dict[str, Any], at: Pointer, key: str, read: Callable[[dict[str, Any], Pointer], T]
    ) -> tuple[T, ...]:
        """Every good record of a list; a record with a broken value is left out."""
        return tuple(read(item, place) for item, place in self._items(node, at, key) if self._is_good(place))

    @staticmethod
    def _items(node: dict[str, Any], at: Pointer, key: str) -> Iterator[tuple[dict[str, Any], Pointer]]:
        items = node.get(key)
        for i, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, dict):
                yield item, (*at, key, i)

    def _is_good(self, at: Pointer) -> bool:
        return not any(is_under(bad, at) for bad in self._broken)
