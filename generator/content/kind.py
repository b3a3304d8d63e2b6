"""What every kind of content can do; a kind is a module of its own that says how.

A content is found in the plan under its kind's key. The stages ask it, and know no kind by name:
the Context asks how it is shown, the rules what must hold, the roll-forward what becomes of it next
year, the comparison what changed, the review how a changed value is typed.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from msgspec import Struct

from generator.content.reader import Form, Json, Reader
from generator.content.record import Key, Record
from generator.content.rule import Rule
from generator.findings import Pointer
from generator.shown import Heading, Paragraph
from generator.values import Amount, Box, Day, Inline, Prose, Text

if TYPE_CHECKING:
    from generator.plan import Plan


Typed = list[tuple[Pointer, str | list[str] | None]]
"""What is typed for a value, each part by its place; None for one that goes."""


class Writer(Protocol):
    """What the Context lends a kind: how a value of each type is put into its final form."""

    @property
    def plan(self) -> "Plan":
        """The plan that is shown."""

    def line(self, text: Text) -> Text:
        """A text on one line: facts filled in, typography made Swedish."""

    def shown(self, words: str, at: Pointer, *also: Pointer) -> Text:
        """Words in their final form; open where what they are made of is still to be confirmed."""

    def heading(self, title: Text) -> Heading:
        """A heading."""

    def prose(self, prose: Prose | None) -> list[Paragraph]:
        """Running text as paragraphs."""

    def picture(self, file: Text, alt: Text, box: Box) -> Inline:
        """A picture, by the name of its file, with its description."""

    def amount(self, amount: Amount) -> Text:
        """An amount in groups of three."""


class Roller(Protocol):
    """What the roll-forward lends a kind: changes of the plan's text, and what to say of them."""

    @property
    def plan(self) -> "Plan":
        """The plan that is carried on."""

    @property
    def year(self) -> int:
        """The new year."""

    def retype(self, at: Pointer, new: str) -> None:
        """Put another value in the place of one."""

    def rekey(self, at: Pointer, new: str) -> None:
        """Put another key in the place of one."""

    def note(self, at: Pointer, words: str) -> None:
        """Ask a person about a value, on its line."""

    def remove_line(self, at: Pointer) -> None:
        """Take the line of a key away."""

    def add_below(self, at: Pointer, key: str, value: str) -> None:
        """Add a line after that of a key, as it is typed."""

    def host(self, event: "Hosted", *names: str, known: str = "") -> None:
        """Put hosts in the place of those there were, '' for one that no rule gives."""

    @property
    def ahead(self) -> int:
        """How many years the new one lies after the plan's."""

    @property
    def was_swapped(self) -> bool:
        """True if the last plan's hosts were allowed to differ from the turn."""

    def day_becomes_month(self, called: str) -> None:
        """Where a text shows a group's day, let it show the month."""

    def is_block(self, at: Pointer) -> bool:
        """True if a group was typed with a line for each of its values."""

    def tell(self, kind: str, words: str) -> None:
        """Say what was done: 'moved', 'computed', 'proposed', 'left_out' or 'kept'."""


class Hosted(Protocol):
    """An occasion that somebody hosts; `undecided` is what stands for a host that is not known
    yet.
    """

    @property
    def at(self) -> Pointer:
        """Where it stands in the plan."""

    @property
    def first(self) -> Day:
        """Its day, or the first of several."""

    @property
    def hosts(self) -> tuple[Text, ...]:
        """Who hosts it."""

    @property
    def undecided(self) -> Text | None:
        """What stands for a host that is not known yet."""


class Turn(Struct, frozen=True):
    """A turn in a cycle: whose it is ('' where that is open), what it is called, and where it lies
    in time.

    `list` is whose list it stands in, and `number` the place of its occasion there among those of
    its year (from 0).
    """

    host: Text
    told: str
    order: tuple[int, int, int]
    list: str
    number: int

    @property
    def is_a_year(self) -> bool:
        """True for a whole year of a table, which has no month."""
        return not self.order[1]


class Held(Struct, frozen=True):
    """An occasion of the year, as lists of several calendars tell it: what is held, on which days
    (of the calendar's own `words`), and who hosts it (`undecided`: what stands there until that is
    known).
    """

    called: Text
    first: Day
    last: Day | None
    words: str
    hosts: tuple[Text, ...]
    undecided: Text | None


class Sum(Struct, frozen=True):
    """A sum that the plan states, what its parts add up to, what it is called, and what it is in:
    'kr' or 'tkr'.
    """

    stated: Amount
    actual: int
    name: str
    kr: str = "kr"


class Change(Struct, frozen=True):
    """What changed: `before` is '' for what was added, `after` for what was removed; `name` says of
    what, where that is not plain.

    `at` is the place in the newer plan, in the older one for what was removed; `kronor` is the
    change of an amount, in SEK, and
    `share` what part of the older amount that is.
    """

    kind: str
    name: str
    before: str
    after: str
    at: Pointer
    kronor: int | None = None
    share: float | None = None
    chapter: str = ""


class Content(Record):
    """Something that stands under a heading. `place` declares it in the plan, `shape` what the
    Context has of it, `records` the groups of keys within it.
    """

    place: ClassVar[Key]
    shape: ClassVar[Any]
    rules: ClassVar[tuple[Rule, ...]] = ()
    records: ClassVar[tuple[type[Record], ...]] = ()
    has_headings: ClassVar[bool] = False
    ends_in_a_table: ClassVar[bool] = False

    def show(self, writer: Writer, level: int) -> Any:
        """What the document is given; `level` is that of the heading above."""
        raise NotImplementedError

    @property
    def begins_with_a_table(self) -> bool:
        """True if nothing stands before its table: right after another one they would be one in
        Word.
        """
        return False

    @property
    def heading_levels(self) -> int:
        """How many levels of headings it has below its own."""
        return int(self.has_headings)

    def summary(self, plan: "Plan") -> Iterator[tuple[str, str]]:
        """What a secretary wants to see at once when a document is made: each with what it is
        called.
        """
        return iter(())

    def headings(self) -> Iterator[Text]:
        """The headings of its own."""
        return iter(())

    def counted(self) -> Iterator[tuple[str, Text]]:
        """What number words in the texts count in it: what each thing is, as `slag` of a section
        says, and its name.
        """
        return iter(())

    def parties(self) -> Iterator[Text]:
        """The names of the groups that it tells of, who may be responsible for something."""
        return iter(())

    def facts(self, plan: "Plan") -> Iterator[tuple[str, Text | None]]:
        """What texts may show of it by name; None for what the plan leaves open."""
        return iter(())

    def listed(self, name: str, year: int) -> Text | None:
        """Who hosts what is called `name` in a year, where it says so."""
        return None

    def turns(self) -> Iterator[tuple[str, Turn]]:
        """The turns of each cycle that it knows of, with the cycle's name."""
        return iter(())

    def turn_places(self) -> Iterator[tuple[str, Pointer]]:
        """The places that its turns are read from, with the cycle's name; '' where that name itself
        is read.
        """
        return iter(())

    def lists(self) -> Iterator[str]:
        """The names of those that it lists hosts for."""
        return iter(())

    def next_year(self, roller: Roller) -> None:
        """Carry it into the next year."""

    def changes(self, older: Any, old: "Plan", new: "Plan") -> Iterator[Change]:
        """What changed since an older one of its kind (None: there was none), running text
        apart.
        """
        return iter(())

    def tells_of(self) -> Iterator[Pointer]:
        """The places whose texts `changes` and `gone` tell of; all others are compared as running
        text.
        """
        return iter(())

    def side_by_side(self) -> Iterator[tuple[Text, ...]]:
        """Its texts that stand side by side, and are told on one line."""
        return iter(())

    def gone(self, old: "Plan", new: "Plan") -> Iterator[Change]:
        """What changed where there is none any more."""
        return iter(())

    def typed(self, at: Pointer, after: str, plan: "Plan") -> Typed | None:
        """What is typed for a value that shows `after`; None for values that are no affair of the
        kind. Raises RefusedError.
        """
        return None

    def held(self, plan: "Plan") -> Iterator[Held]:
        """Every occasion of the year."""
        return iter(())

    def spent(self, plan: "Plan") -> Iterator[tuple[Text, Amount]]:
        """What is to be paid for in the plan's year, and how much, in SEK."""
        return iter(())

    def sums(self, plan: "Plan") -> "Iterator[Sum]":
        """Every sum of its amounts."""
        return iter(())

    def asked(self, at: Pointer) -> str:
        """What a place in it that asks to be confirmed is one of: ”belopp”, the name of a group; ''
        for nothing of its own.
        """
        return ""


class Made(Form, frozen=True):
    """The form of a content whose value is no group of keys: `value` is the attribute that it
    becomes.
    """

    kind: type[Content]
    form: Form

    def schema(self, book: Any) -> Json:
        """That of the value."""
        return self.form.schema(book)

    def read(self, reader: Reader, value: Any, at: Pointer) -> Content:
        """The content around the value."""
        made: Any = self.kind
        content: Content = made(at, self.form.read(reader, value, at))
        return content


class RefusedError(Exception):
    """A change of the document that cannot be typed in the plan; the message is the reason, as a
    Swedish clause.
    """
