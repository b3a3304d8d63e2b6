"""The text of a reviewed document while it is being read: what stands so far, and inside which
changes the reader is.

Every element is either read by the module that knows it, which tells what it found here, or counted
as a change that nobody met.
"""

import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from lxml import etree

from generator.ooxml import w
from generator.ooxml.reviewed.stretches import (
    CLOSE,
    LINK,
    OPEN,
    Change,
    Kind,
    Other,
    OtherKind,
    Reviewed,
    State,
    Stretch,
)
from generator.ooxml.revisions import INSERTED, Ours, is_ours

AUTHOR, ID, VALUE = w("author"), w("id"), w("val")
_DATE = w("date")
_TRACKED = (w("ins"), w("del"), w("moveFrom"), w("moveTo"))
_MOVED = frozenset(map(w, ("moveFrom", "moveTo")))
_FORBIDDEN = {ord(sign): "\ufffd" for sign in (OPEN, "\ufffa", CLOSE)}


class Progress:
    """A reading as it grows. `ours` are the changes that are taken as made; `read` reads one
    element and tells what it holds here.

    `length` is that of the base text so far, `seen` are the changes that were met; `sort` and
    `style` are those of the paragraph that is being read, `dress` how its run was made to look,
    `link` the address of the new link that it stands in.
    """

    def __init__(self, ours: Ours, read: Callable[[etree._Element], None]) -> None:
        self.ours, self.element = ours, read
        self.made = Reviewed()
        self.length = 0
        self.seen: set[etree._Element] = set()
        self.sort = self.style = self.dress = ""
        self.link = ""
        self._base: list[str] = []
        self._changes: list[tuple[State, Change]] = []
        self._name = ""
        self._numbers: dict[etree._Element, int] = {}

    def enter(self, name: str, root: etree._Element) -> None:
        """Begin with a part, in which changes are numbered by themselves."""
        self._name = name
        self._numbers = {element: number for number, element in enumerate(root.iter(*_TRACKED))}

    def done(self) -> Reviewed:
        """All that was read."""
        self.made.base = "".join(self._base)
        return self.made

    def inside(self, element: etree._Element) -> None:
        """Read all that an element holds."""
        for child in element:
            self.element(child)

    def changed(
        self, state: State, element: etree._Element, kind: Kind, holder: etree._Element
    ) -> None:
        """Read what a change holds (or the row or cell that it stands in)."""
        self.seen.add(element)
        if not is_ours(element, self.ours):
            with self.changing(state, element, kind):
                self.inside(holder)
        elif state == "ins":
            self.inside(holder)

    @contextmanager
    def changing(self, state: State, element: etree._Element, kind: Kind = "") -> Iterator[None]:
        """What is added meanwhile stands inside a change."""
        self._changes.append((state, self.change(element, kind)))
        yield
        self._changes.pop()

    def change(self, element: etree._Element, kind: Kind = "") -> Change:
        """A change as a value, by its place among those of its part."""
        key = self._name, self._numbers.get(element, -1)
        return Change(key, _author(element), element.get(_DATE, ""), kind)

    @property
    def is_changed(self) -> bool:
        """True inside of any change."""
        return bool(self._changes)

    @property
    def is_inserted(self) -> bool:
        """True inside of an insertion."""
        return any(state == "ins" for state, _ in self._changes)

    def add(self, text: str, look: str = "") -> None:
        """Some text, changed as the elements around it say."""
        states = {state for state, _ in self._changes}
        state: State = "same"
        if states == {"ins", "del"}:
            state = "never"
        elif states:
            (state,) = states
        if self.link and state == "ins":
            look = _as_link(look, self.link)
        changes = tuple(change for _, change in self._changes)
        self.made.stretches.append(Stretch(text, state, changes, self.length, look, self.sort))
        if state in ("same", "del"):
            self._base.append(text)
            self.length += len(text)

    def describe(self, what: str) -> None:
        """What is no text, in words."""
        self.add(f"{OPEN}{what}{CLOSE}")

    def tell(
        self,
        kind: OtherKind,
        what: str,
        change: etree._Element,
        start: int,
        looks: tuple[str, str] | None = None,
    ) -> None:
        """A change that is no change of text, from a place to where the text has come."""
        if not is_ours(change, self.ours):
            author, when = _author(change), change.get(_DATE, "")
            self.made.others.append(Other(kind, what, author, when, start, self.length, looks))

    def since(self, start: int) -> str:
        """The base text from an offset on (of the paragraph that is being read)."""
        pieces: list[str] = []
        left = self.length - start
        for piece in reversed(self._base):
            if left <= 0:
                break
            pieces.append(piece[-left:] if len(piece) > left else piece)
            left -= len(piece)
        return "".join(reversed(pieces))

    def count_unread(self, name: str, root: etree._Element) -> None:
        """Count the tracked changes of a part that were not met."""
        for element in root.iter():
            is_seen = element.get(AUTHOR) is None or element in self.seen
            if is_seen or is_ours(element, self.ours):
                continue
            if element.tag != w("comment"):
                self.made.unread[name] += 1


def state_of(change: etree._Element) -> State:
    """What becomes of that which a change holds."""
    return "ins" if change.tag in INSERTED else "del"


def kind_of(change: etree._Element) -> Kind:
    """Whether what a change holds was moved."""
    return "moved" if change.tag in _MOVED else ""


def allowed(text: str) -> str:
    """A text without the signs that stand for what is no text."""
    return text.translate(_FORBIDDEN)


def _as_link(look: str, address: str) -> str:
    """The look of words in a link, which are underlined for being that."""
    own = [part for part in look.split(", ") if part not in ("", "understruken")]
    return ", ".join([*own, f"{LINK}{address}"])


def is_new(element: etree._Element) -> bool:
    """True if all text in an element is inserted, and there is some."""
    texts = [text for text in element.iter(w("t"), w("delText")) if text.text]
    return bool(texts) and all(is_inserted(text, element) for text in texts)


def is_inserted(node: etree._Element, within: etree._Element) -> bool:
    """True for an element that came with an insertion inside another."""
    for above in node.iterancestors():
        if above is within:
            return False
        if above.tag in INSERTED:
            return True
    return False


def _author(element: etree._Element) -> str:
    """An author's name; two ways to write the same letters are one name."""
    return unicodedata.normalize("NFC", element.get(AUTHOR, ""))
