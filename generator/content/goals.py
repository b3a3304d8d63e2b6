"""Goals: a tree whose levels the plan names, such as målområde, mål and aktivitet; each with who is
responsible, when, and how it is measured.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypedDict

from generator import swedish
from generator.content.kind import Change, Content, RefusedError, Roller, Typed, Writer
from generator.content.record import (
    NAME,
    Book,
    Choice,
    Form,
    Json,
    Key,
    Line,
    ListOf,
    Of,
    Reader,
    Record,
    Running,
    Whole,
    key,
    optional,
)
from generator.content.rule import rule
from generator.findings import Edit, Finding, Pointer
from generator.paragraphs import CELL, PLAIN
from generator.shown import EMPTY, Heading, Paragraph, ShownTable, TableRow, below
from generator.values import PLACEHOLDER, Prose, Text

if TYPE_CHECKING:
    from generator.plan import Plan

_MONTH = "|".join(swedish.MONTHS)
_YEAR = r"20\d\d"
_ISO = re.compile(rf"({_YEAR})(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)
_WORDS = re.compile(rf"(?:(\d\d?) )?({_MONTH})(?: ({_YEAR}))?", re.ASCII | re.IGNORECASE)
_ALWAYS = "löpande"
_MOST_LEVELS = 4
_MOST_GUESSES = 50
"""Names that are worth guessing about."""


@dataclass(frozen=True)
class Due:
    """When something is to be done, as it is typed: a day, a month, a part of a year, a year, or
    all along (löpande). What it does not say is None.
    """

    at: Pointer
    typed: str

    @property
    def year(self) -> int | None:
        """The year that it says."""
        found = re.search(rf"\b{_YEAR}\b", self.typed, re.ASCII)
        return int(found[0]) if found else None

    @property
    def _iso(self) -> str:
        """The typed day or month with digits; '' for all else."""
        return self.typed if _ISO.fullmatch(self.typed) else _with_digits(self.typed)

    @property
    def exists(self) -> bool:
        """False for a day that the almanac lacks."""
        found = _ISO.fullmatch(self._iso)
        if not found or not found[3]:
            return True
        return _day(found) is not None

    def __str__(self) -> str:
        """'15 juni 2022', 'juni 2022', 'kvartal 2', '2022', 'löpande'."""
        found = _ISO.fullmatch(self.typed)
        if not found or not found[2]:
            return swedish.typeset(self.typed)
        day = _day(found)
        month = swedish.month(int(found[1]), int(found[2]))
        return swedish.days(day, year=True) if day else month

    def is_over(self, year: int) -> bool:
        """True for what was to be done before a year; what is done all along never is."""
        if self.year is None:
            return self.typed.lower() != _ALWAYS
        return self.year < year

    def moved(self, to: int) -> str:
        """The same in another year, as it is typed; 29 February is then 28."""
        moved = re.sub(rf"\b{_YEAR}\b", str(to), self.typed, count=1)
        found = _ISO.fullmatch(moved)
        is_lost = found is not None and found[3] is not None and _day(found) is None
        return f"{moved[:-2]}28" if is_lost else moved


def _day(found: re.Match[str]) -> date | None:
    """The day of an ISO form; None for a month, a year, and a day that there is not."""
    try:
        return date(int(found[1]), int(found[2] or 0), int(found[3] or 0))
    except ValueError:
        return None


def _with_digits(words: str) -> str:
    """'15 juni 2022' -> '2022-06-15', 'juni 2022' -> '2022-06'; '' for other words."""
    found = _WORDS.fullmatch(words)
    if not found or not found[3]:
        return ""
    month = swedish.MONTHS.index(found[2].lower()) + 1
    return f"{found[3]}-{month:02}" + (f"-{int(found[1]):02}" if found[1] else "")


def _either_case(words: Sequence[str]) -> str:
    """A pattern for some words, each with a small or a capital first letter."""
    return "|".join(f"[{word[0]}{word[0].upper()}]{word[1:]}" for word in words)


_PARTS = _either_case(("våren", "sommaren", "hösten", "vintern"))
_WHEN = (
    f"^({_either_case((_ALWAYS,))}|20[0-9]{{2}}(-(0[1-9]|1[0-2])(-[0-3][0-9])?)?"
    f"|({_PARTS}|{_either_case(('kvartal',))} [1-4]"
    f"|([1-9]|[12][0-9]|3[01]) ({_MONTH})|{_either_case(swedish.MONTHS)})( 20[0-9]{{2}})?)$"
)


class _Until(Form):
    """When something is to be done."""

    def schema(self, book: Book) -> Json:
        """The forms that it may have."""
        message = (
            "Skriv en dag (2018-06-15), en månad (2018-06), ett kvartal (kvartal 2), "
            "våren, hösten, ett år, eller löpande."
        )
        return {"type": "string", "pattern": _WHEN, "patternErrorMessage": message}

    def read(self, reader: Reader, value: Any, at: Pointer) -> Due | None:
        """What is typed; None where it is broken."""
        return Due(at, value) if isinstance(value, str) and reader.is_good(at) else None


class _Parts(Form):
    """A list of goals, each with those below it."""

    def schema(self, book: Book) -> Json:
        """A list of references: goals lie within goals."""
        return ListOf(Of(Goal)).schema(book)

    def read(self, reader: Reader, value: Any, at: Pointer) -> Any:
        """The goals, in their order."""
        return ListOf(Of(Goal)).read(reader, value, at)

    def missing(self, reader: Reader, at: Pointer) -> Any:
        """None, which `gaps` tells."""
        return ListOf(Of(Goal)).missing(reader, at)


_NEW = {
    "label": "Nytt mål",
    "description": "Ett mål, en aktivitet, eller vad nivån kallas.",
    "body": {"namn": "${1:Namn}", "ansvarig": "${2:Ansvarig}", "när": "${3:kvartal 2}"},
}


@dataclass(frozen=True)
class Goal(Record):
    """A goal, an activity or whatever its level is called, with those below it."""

    called: Text = key(
        "namn", Line(), "Namn", "Vad målet eller aktiviteten heter.", "Fler i arbete"
    )
    text: Prose | None = optional(
        "text", Running(), "Text", "Text om målet eller aktiviteten.", "Vi mäter varje år."
    )
    responsible: Text | None = optional(
        "ansvarig",
        Line(),
        "Ansvarig",
        "Vem som ansvarar: en grupp, en kommun eller någon annan.",
        "Styrgruppen",
    )
    due: Due | None = optional(
        "när",
        _Until(),
        "När",
        "En dag (2018-06-15), en månad (2018-06), kvartal 2, våren, hösten, ett år eller löpande.",
        "kvartal 2",
    )
    indicator: Text | None = optional(
        "indikator", Line(), "Indikator", "Vad som mäts.", "Andel i arbete"
    )
    baseline: Text | None = optional(
        "utgångsvärde", Line(), "Utgångsvärde", "Indikatorns värde när planen börjar.", "70 %"
    )
    target: Text | None = optional(
        "målvärde", Line(), "Målvärde", "Indikatorns värde när målet är nått.", "75 %"
    )
    parts: "tuple[Goal, ...]" = optional(
        "delar",
        _Parts(),
        "Delar",
        "Det som ligger en nivå ned: målområdets mål, målets aktiviteter.",
        [{"namn": "Ny aktivitet"}],
        empty=(),
        snippet=_NEW,
    )

    NAME = "goal"
    TITLE = "Mål eller aktivitet"
    ABOUT = "Ett målområde, ett mål eller en aktivitet: vad nivån kallas säger nivåer."
    EXAMPLE = {"namn": "Fler i arbete", "indikator": "Andel i arbete", "målvärde": "75 %"}


Field = tuple[str, Callable[[Goal], Text | Due | None]]
_FIELDS: tuple[Field, ...] = (
    ("Ansvarig", lambda goal: goal.responsible),
    ("När", lambda goal: goal.due),
    ("Indikator", lambda goal: goal.indicator),
    ("Utgångsvärde", lambda goal: goal.baseline),
    ("Målvärde", lambda goal: goal.target),
)
"""What is said of a goal besides its name and its text, in the order of the document."""


class Fact(TypedDict):
    """What is said of a goal: what it is, and what it says."""

    namn: Text
    värde: Text


class ShownGoal(TypedDict):
    """A goal with a heading of a level, and a table of those right below it, if any."""

    nivå: int
    rubrik: Heading
    text: list[Paragraph]
    uppgifter: list[Fact]
    tabell: ShownTable | None


class ShownGoals(TypedDict):
    """The goals that have headings, as a flat list; a table where none has."""

    tabell: ShownTable | None
    delar: list[ShownGoal]


@dataclass(frozen=True)
class Place:
    """A goal with how deep it lies (from 0), and the names of those above it."""

    goal: Goal
    depth: int
    above: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[int, str]:
        """What it is known by in another plan."""
        return self.depth, self.goal.called.casefold()

    @property
    def where(self) -> str:
        """Under which it stands, as a clause."""
        return f"under ”{self.above[-1]}”" if self.above else "överst"


def _walk(goals: Sequence[Goal], depth: int = 0, above: tuple[str, ...] = ()) -> Iterator[Place]:
    """Goals and all below them, in the order of the file."""
    for goal in goals:
        yield Place(goal, depth, above)
        yield from _walk(goal.parts, depth + 1, (*above, goal.called))


@dataclass(frozen=True)
class Goals(Content):
    """A tree of goals. `until` is the last year that they are for, where that is not the plan's
    own; `who` those who may be responsible, where the plan lists them.
    """

    levels: tuple[Text, ...] = key(
        "nivåer",
        ListOf(NAME, unique=True),
        "Nivåer",
        "Vad nivåerna kallas, uppifrån och ned. Texter räknar dem så: fem mål, två aktiviteter.",
        ["målområde", "mål", "aktivitet"],
        empty=(),
    )
    view: str | None = optional(
        "visa",
        Choice(("rubriker", "tabell")),
        "Visa",
        "rubriker (en rubrik för varje del), eller tabell: de på sista nivån som rader.",
        "tabell",
    )
    until: int | None = optional(
        "gäller_till",
        Whole(2010, 2092),
        "Gäller till",
        "Sista året som målen gäller, om det inte är planens år.",
        2020,
    )
    who: tuple[Text, ...] = optional(
        "ansvariga",
        ListOf(Line(shown=False)),
        "Ansvariga",
        "De som kan vara ansvariga, utöver planens grupper och kommuner. Listan visas inte.",
        ["Styrgruppen", "Sekretariatet"],
        empty=(),
    )
    parts: tuple[Goal, ...] = key(
        "delar",
        _Parts(),
        "Delar",
        "Målen på den översta nivån, var och en med sina delar.",
        [{"namn": "Arbete", "delar": [Goal.EXAMPLE]}],
        empty=(),
        snippet=_NEW,
    )

    NAME = "goals"
    TITLE = "Mål"
    ABOUT = "Mål i nivåer, med ansvarig, tid, indikator och värden."
    EXAMPLE = {"nivåer": ["mål"], "delar": [Goal.EXAMPLE]}
    shape = ShownGoals
    records = (Goal,)
    compares_its_texts = True

    def places(self) -> Iterator[Place]:
        """Every goal, in the order of the file."""
        return _walk(self.parts)

    def level_of(self, place: Place) -> str:
        """What the level of a goal is called."""
        return str(self.levels[min(place.depth, len(self.levels) - 1)]) if self.levels else "mål"

    def _is_row(self, depth: int) -> bool:
        """True for those that are rows of a table: those of the last level."""
        return self.view == "tabell" and depth >= len(self.levels) - 1

    @property
    def heading_levels(self) -> int:
        """As many as the levels that have headings."""
        deepest = max((p.depth + 1 for p in self.places() if not self._is_row(p.depth)), default=0)
        return min(deepest, len(self.levels))

    @property
    def begins_with_a_table(self) -> bool:
        """True where none has a heading."""
        return self._is_row(0)

    @property
    def ends_in_a_table(self) -> bool:  # type: ignore[override]
        """True where the last is a row."""
        *_, last = (None, *self.places())
        return last is not None and self._is_row(last.depth)

    def headings(self) -> Iterator[Text]:
        """The names of those that have headings."""
        return (p.goal.called for p in self.places() if not self._is_row(p.depth))

    def counted(self) -> Iterator[tuple[str, Text]]:
        """The level and the name of each goal."""
        return ((self.level_of(place), place.goal.called) for place in self.places())

    def show(self, writer: Writer, level: int) -> ShownGoals:
        """Headings with texts and facts, and the rows of those that have none."""
        rows = [place.goal for place in self.places() if self._is_row(place.depth)]
        fields = [field for field in _FIELDS if any(field[1](goal) for goal in rows)]
        shown: list[ShownGoal] = [
            {
                "nivå": level + 1 + place.depth,
                "rubrik": writer.heading(place.goal.called),
                "text": writer.prose(place.goal.text),
                "uppgifter": list(_facts(writer, place.goal)),
                "tabell": self._table(writer, place.goal.parts, place.depth + 1, fields),
            }
            for place in self.places()
            if not self._is_row(place.depth)
        ]
        return {"tabell": self._table(writer, self.parts, 0, fields), "delar": shown}

    def _table(
        self, writer: Writer, goals: Sequence[Goal], depth: int, fields: Sequence[Field]
    ) -> ShownTable | None:
        """Goals as rows, with a column for each thing that some row of the tree says (`fields`), so
        that all its tables are alike; None where they are no rows.
        """
        if not goals or not self._is_row(depth):
            return None
        level = self.levels[min(depth, len(self.levels) - 1)]
        return {
            "rubrik": Text("", self.at),
            "bredder": [],
            "ställningar": [],
            "huvud": {
                "först": writer.shown(level.capitalize(), level.at),
                "celler": [Text(title, ()) for title, _ in fields],
            },
            "rader": [_row(writer, goal, fields) for goal in goals],
            "summa": None,
        }

    def asked(self, at: Pointer) -> str:
        """Goals."""
        return "mål"

    def next_year(self, roller: Roller) -> None:
        """What had its time in the old year moves to the new, and every time and value is to be
        confirmed; what lies later stays.
        """
        old, new = roller.plan.year, roller.year
        if self.until is not None and self.until < new:
            at = (*self.at, "gäller_till")
            roller.retype(at, str(new))
            roller.note(at, f"bekräfta till vilket år målen gäller (förut {self.until})")
        for place in self.places():
            goal = place.goal
            if goal.due and goal.due.is_over(new):
                if goal.due.year is not None:
                    roller.retype(goal.due.at, goal.due.moved(new))
                roller.note(goal.due.at, f"bekräfta när ({old}: {goal.due.typed})")
            if goal.baseline:
                was = f", målet var {goal.target}" if goal.target else ""
                words = f"bekräfta utgångsvärdet ({old}: {goal.baseline}{was})"
                roller.note(goal.baseline.at, words)
            if goal.target:
                roller.note(goal.target.at, f"bekräfta målvärdet ({old}: {goal.target})")
        number = sum(1 for _ in self.places())
        told = swedish.count(number, "mål eller aktivitet", "mål och aktiviteter")
        roller.tell("kept", f"{told} från {old}, med tider och värden att bekräfta")

    def changes(self, older: "Goals | None", old: "Plan", new: "Plan") -> Iterator[Change]:
        """What is new, gone, moved or changed, by name."""
        before = list(older.places()) if older else []
        pairs = dict(_same(before, list(self.places())))
        for number, place in enumerate(self.places()):
            if number not in pairs:
                yield Change("mål", self._told(place), "", place.where, place.goal.called.at)
                continue
            was = before[pairs[number]]
            yield from _changed(self._told(place), was, place)
        for number, place in enumerate(before):
            if older and number not in pairs.values():
                yield Change("mål", older._told(place), place.where, "", place.goal.called.at)

    def gone(self, old: "Plan", new: "Plan") -> Iterator[Change]:
        """Every goal."""
        for place in self.places():
            yield Change("mål", self._told(place), place.where, "", place.goal.called.at)

    def _told(self, place: Place) -> str:
        """'aktivitet ”Jobbmässa”'."""
        return f"{self.level_of(place)} ”{place.goal.called}”"

    def typed(self, at: Pointer, after: str, plan: "Plan") -> Typed | None:
        """When something is to be done, as it was typed: with digits, or in words; what a level is
        called, in small letters.
        """
        if any(level.at == at for level in self.levels):
            words = after.replace(swedish.NBSP, " ")
            return [(at, words[:1].lower() + words[1:])]
        dues = (place.goal.due for place in self.places())
        due = next((due for due in dues if due and due.at == at), None)
        if due is None:
            return None
        words = after.replace(swedish.NBSP, " ")
        if not re.search(_WHEN, words):
            raise RefusedError("det skulle inte längre vara en tid: en dag, en månad, ett år …")
        return [(at, (_with_digits(words) if _ISO.fullmatch(due.typed) else "") or words)]


def _facts(writer: Writer, goal: Goal) -> Iterator[Fact]:
    for title, of in _FIELDS:
        if value := of(goal):
            yield {"namn": Text(title, ()), "värde": _shown(writer, value)}


def _shown(writer: Writer, value: Text | Due) -> Text:
    return writer.line(value) if isinstance(value, Text) else writer.shown(str(value), value.at)


def _row(writer: Writer, goal: Goal, fields: Sequence[Field]) -> TableRow:
    values = [of(goal) for _, of in fields]
    return {
        "först": writer.line(goal.called),
        "under": below(writer.prose(goal.text)),
        "celler": [_shown(writer, value) if value else Text(EMPTY, ()) for value in values],
    }


def _same(before: Sequence[Place], after: Sequence[Place]) -> Iterator[tuple[int, int]]:
    """The goals of two plans that are each other, as places in the newer and the older list: those
    of one name under those of the same names first, then those of one name anywhere.
    """
    left, waiting = dict(enumerate(before)), dict(enumerate(after))
    for known_by in (lambda place: (place.key, place.above), lambda place: place.key):
        by_key: dict[Any, list[int]] = {}
        for number, place in reversed(left.items()):
            by_key.setdefault(known_by(place), []).append(number)
        for number, place in list(waiting.items()):
            if alike := by_key.get(known_by(place)):
                found = alike.pop()
                yield number, found
                del left[found], waiting[number]


def _changed(told: str, was: Place, now: Place) -> Iterator[Change]:
    """What is otherwise of a goal."""
    at = now.goal.called.at
    if was.above[-1:] != now.above[-1:]:
        yield Change("mål", told, was.where, now.where, at)
    for title, of in (*_FIELDS, ("Text", lambda goal: goal.text)):
        before, after = (swedish.folded(str(of(one.goal) or "")) for one in (was, now))
        if before != after:
            yield Change("mål", f"{told}, {title.lower()}", before, after, at)


@rule()
def times_lie_in_the_plan(plan: "Plan") -> Iterator[Finding]:
    """AKT001: Det som ska göras ligger i planens år, eller i de år som målen gäller (gäller_till).

    Varför: ett årtal som står kvar från förra året syns inte i en lång plan.
    Källa: reglerna för planens mål.
    """
    for goals in plan.of(Goals):
        last = goals.until or plan.year
        if last < plan.year:
            message = f"Målen gäller till {last}, men planen gäller {plan.year}."
            hint = f"Skriv {plan.year} eller ett senare år, eller ta bort raden."
            yield Finding("AKT001", message, (*goals.at, "gäller_till"), hint)
            continue
        for place in goals.places():
            if place.goal.due:
                yield from _out_of_time(place.goal.due, plan.year, last)


def _out_of_time(due: Due, first: int, last: int) -> Iterator[Finding]:
    if not due.exists:
        hint = "Skriv en dag som finns: ÅÅÅÅ-MM-DD."
        yield Finding("AKT001", f"Dagen {due.typed} finns inte i almanackan.", due.at, hint)
    elif due.year is not None and not first <= due.year <= last:
        span = f"{first}" if first == last else f"{first}–{last}"
        message = f"Det ska vara gjort {due}, men målen gäller {span}."
        hint = f"Rätta året. Gäller målen flera år: lägg till raden  gäller_till: {max(due.year, first)}  under mål."
        yield Finding("AKT001", message, due.at, hint)


@rule(excusable=True)
def indicators_have_targets(plan: "Plan") -> Iterator[Finding]:
    """AKT002: Där det står en indikator står också ett målvärde.

    Varför: utan ett värde att nå vet ingen när målet är nått.
    Källa: reglerna för planens mål. Kommittén kan bestämma annat (undantag).
    """
    for goals in plan.of(Goals):
        for place in goals.places():
            goal = place.goal
            if goal.indicator and not goal.target and plan.is_whole(*goal.at):
                message = f"”{goal.called}” har en indikator, men inget målvärde."
                hint = "Lägg till raden  målvärde: 75 %  under indikatorn, med rätt värde."
                yield Finding("AKT002", message, goal.indicator.at, hint)


@rule(excusable=True)
def the_responsible_are_known(plan: "Plan") -> Iterator[Finding]:
    """AKT003: Den som är ansvarig finns bland planens grupper, kommuner och målens ansvariga, där
    målen har en sådan lista. Utan lista sägs det bara till om ett namn som är nästan likt.

    Varför: ett felstavat namn gör att ingen känner sig träffad.
    Källa: reglerna för planens mål. Kommittén kan bestämma annat (undantag).
    """
    named = [name for content in plan.contents() for name in content.parties()]
    for goals in plan.of(Goals):
        known = [*dict.fromkeys(map(str, (*goals.who, *named, *plan.members)))]
        folded = {name.casefold() for name in known}
        guesses: dict[str, str | None] = {}
        for place in goals.places():
            for start, name in _names(place.goal.responsible):
                if name.casefold() in folded:
                    continue
                if name not in guesses and len(guesses) < _MOST_GUESSES:
                    guesses[name] = swedish.closest(name, known)
                finding = _unknown(name, guesses.get(name), known if goals.who else ())
                if finding and place.goal.responsible:
                    at = place.goal.responsible.at
                    yield replace(finding, at=at, within=(start, len(name)))


def _names(responsible: Text | None) -> Iterator[tuple[int, str]]:
    """Those who are responsible, each by itself, with where its name starts."""
    if responsible and PLACEHOLDER not in responsible:
        for match in re.finditer(r"(\S.*?)\s*(?:,|\soch\s|$)", responsible):
            yield match.start(), match[1]


def _unknown(name: str, guess: str | None, listed: Sequence[str]) -> Finding | None:
    """What to say of one who is not known, and perhaps meant; `listed` are those that there are,
    where the plan lists them.
    """
    is_slip = guess is not None and swedish.is_slip(name, guess)
    if not listed and not is_slip:
        return None
    hint = f"Menade du ”{guess}”?" if guess else f"De som finns är {swedish.listing(listed)}."
    repair = (Edit(_like(str(guess), name)),) if is_slip else ()
    message = f"”{name}” finns inte bland dem som kan vara ansvariga."
    if not listed:
        message = f"”{name}” är nästan ”{guess}”, som planen har."
    return Finding("AKT003", message, (), hint, repair=repair)


def _like(guess: str, typed: str) -> str:
    """A name with a capital first where one was typed."""
    return guess[0].upper() + guess[1:] if typed[0].isupper() else guess


@rule()
def names_are_their_own(plan: "Plan") -> Iterator[Finding]:
    """AKT004: Två mål på samma nivå heter inte likadant.

    Varför: det är nästan alltid en kopia som skulle skrivas om, och nästa års jämförelse går efter
    namnen.
    Källa: reglerna för planens mål.
    """
    for goals in plan.of(Goals):
        seen: dict[tuple[int, str], Text] = {}
        for place in goals.places():
            own = place.goal.called
            first = seen.setdefault(place.key, own)
            if own and first is not own:
                message = f"Två på nivån ”{goals.level_of(place)}” heter ”{own}”."
                hint = "Ge den ena ett eget namn. Är det meningen kan det stå kvar."
                also = ((first.at, "den första står här"),)
                yield Finding("AKT004", message, own.at, hint, severity="varning", also=also)


@rule()
def levels_are_filled(plan: "Plan") -> Iterator[Finding]:
    """AKT005: Under ett mål står det som nivåerna säger ska stå där.

    Varför: ett mål som ingen har planerat något för är lätt att glömma.
    Källa: reglerna för planens mål.
    """
    for goals in plan.of(Goals):
        for place in goals.places():
            goal, below = place.goal, place.depth + 1
            if below < len(goals.levels) and not goal.parts and plan.is_whole(*goal.at):
                message = f"Under ”{goal.called}” finns ingenting på nivån ”{goals.levels[below]}”."
                hint = "Lägg till  delar:  om något ska göras. Annars bara för kännedom."
                yield Finding("AKT005", message, goal.called.at, hint, severity="information")


@rule()
def levels_are_named(plan: "Plan") -> Iterator[Finding]:
    """AKT006: Mål finns i de nivåer som planen räknar upp (nivåer), högst fyra.

    Varför: det som ligger djupare har inget namn, och får ingen plats i dokumentet.
    Källa: dokumentets mall.
    """
    for goals in plan.of(Goals):
        if len(goals.levels) > _MOST_LEVELS:
            message = (
                f"Målen har {len(goals.levels)} nivåer, men högst {_MOST_LEVELS} går att visa."
            )
            yield Finding("AKT006", message, (*goals.at, "nivåer"), "Ta bort någon.", on_key=True)
        for place in goals.places():
            if goals.levels and place.depth == len(goals.levels):
                named = swedish.listing(map(str, goals.levels))
                message = f"”{place.goal.called}” ligger för djupt: nivåerna är {named}."
                hint = "Lägg till ett namn i listan  nivåer, eller flytta det ett steg åt vänster."
                yield Finding("AKT006", message, place.goal.called.at, hint)


@rule()
def rows_have_paragraphs(plan: "Plan") -> Iterator[Finding]:
    """AKT007: Ett mål som är en rad i en tabell har bara stycken i sin text, och en text rakt
    ovanför en sådan tabell slutar inte med en tabell.

    Varför: i en ruta får ingen lista plats, och i Word blir två tabeller utan något emellan en
    enda.
    Källa: dokumentets mall.
    """
    for goals in plan.of(Goals):
        for place in goals.places():
            text = place.goal.text
            blocks, standing = (text.blocks, text.standing) if text else ((), ())
            hint = "Skriv det som ett stycke, eller visa målen med rubriker:  visa: rubriker"
            if goals._is_row(place.depth):
                wrong = next((block for block in blocks if block.sort != PLAIN), None)
            else:
                has_rows = place.goal.parts and goals._is_row(place.depth + 1)
                wrong = next(
                    (block for block in standing[-1:] if has_rows and block.sort == CELL), None
                )
            if text and wrong is not None:
                message = f"Texten har {wrong.kind}, men där den ska visas får bara stycken plats."
                yield Finding("AKT007", message, text.at, hint, within=wrong.within)


Goals.rules = (
    rows_have_paragraphs,
    times_lie_in_the_plan,
    indicators_have_targets,
    the_responsible_are_known,
    names_are_their_own,
    levels_are_filled,
    levels_are_named,
)
Goals.place = Key("mål", Of(Goals), "Mål", Goals.ABOUT, Goals.EXAMPLE, must=False)
