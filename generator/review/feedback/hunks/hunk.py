"""A tracked change of text as a value, and why one cannot be made in the plan."""

from itertools import groupby

from msgspec import Struct

from generator.findings import Pointer
from generator.ooxml.reviewed.stretches import CLOSE, OPEN, Kind, address_of

OF_ROW = "raden motsvarar ingen rad i filen som verktyget kan skriva; gör det i filen för hand"
OF_TEMPLATE = "texten kommer ur mallen, inte ur planen"
JOINED = "två stycken som inte hör till samma text slogs ihop; gör det i filen för hand"
WHOLE = {
    "row": OF_ROW,
    "cell": "celler i en tabell läggs till eller tas bort i filen för hand",
    "table": "en tabell kan planen inte ta emot; för in innehållet för hand",
    "moved": "texten är flyttad; flytta den i filen för hand",
}
"""Why changes of a kind cannot be made in the plan."""


class Record(Struct, frozen=True):
    """A record that goes, or that comes right after another, `at`, or right before it; `fields` are
    what a new one says, by the places of its values in it.
    """

    at: Pointer
    comes: bool
    is_after: bool = True
    fields: tuple[tuple[Pointer, str], ...] = ()


class Hunk(Struct, frozen=True):
    """A change of one or several authors in one file: the base text [start, end) becomes `text`.

    `looks` tells how each character of `text` was made to look. `changes` are its tracked changes,
    by part and number. `value` is the name of the value that it changes, '' for none; [inner_start,
    inner_end) is the same stretch in the value's own text. `problem` says why it cannot be made in
    the plan, '' where it may be. `removes` is True where a whole paragraph goes. `undone` is what
    one inserted and another took away again. `sorts` are the kinds of the paragraphs that a text of
    several becomes part of, one for each and one for what stands after the last mark; also that of
    one put in the place of another. `next` is the value that goes on in it, from `next_end` on,
    where the end of its paragraph goes. `moved` is True for what somebody moved from one place to
    another, both of which have the same `pair`. `row` is the change of the row that it is,
    `records` are ways to understand a whole record that comes or goes.
    """

    authors: tuple[str, ...]
    when: str
    kind: Kind
    start: int
    end: int
    text: str
    looks: tuple[str, ...] = ()
    changes: frozenset[tuple[str, int]] = frozenset()
    value: str = ""
    inner_start: int = 0
    inner_end: int = 0
    problem: str = ""
    removes: bool = False
    undone: str = ""
    sorts: tuple[str, ...] = ()
    next: str = ""
    next_end: int = 0
    moved: bool = False
    pair: str = ""
    row: tuple[str, int] | None = None
    records: tuple[Record, ...] = ()


def linked(hunk: Hunk) -> dict[str, str]:
    """The words of a change that stand in links, by the address."""
    found: dict[str, str] = {}
    for sign, look in zip(hunk.text, hunk.looks, strict=False):
        if address := address_of(look):
            found[address] = found.get(address, "") + sign
    return found


def in_words(hunk: Hunk) -> str:
    """The text of a change as it is told, with the address of each link before its words."""
    pieces = []
    for address, signs in groupby(zip(hunk.text, hunk.looks, strict=False), _leads_to):
        before = f"{OPEN}en länk till {address}{CLOSE}" if address else ""
        pieces.append(before + "".join(sign for sign, _ in signs))
    return "".join(pieces) or hunk.text


def _leads_to(sign: tuple[str, str]) -> str:
    return address_of(sign[1])
