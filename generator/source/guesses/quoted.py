"""What a value on a line was most likely meant to be: quoted, closed, without a stray sign, or
somewhere else.
"""

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from generator.source.page import DASH, KEY_LINE, WORD, Guess, Page, indent_of, short


class _Value(Struct, frozen=True):
    """What stands after a key's colon or a row's hyphen: line = lead + text + comment, `below` is
    the next line.

    `keys` are those that a plan may have.
    """

    number: int
    lead: str
    text: str
    comment: str
    below: str
    keys: frozenset[str]

    def guess(
        self, mended: str, message: str, hint: str, penalty: int, start: int = 0, width: int = 1
    ) -> Guess:
        """The guess that the value should read otherwise; [start, start + width) of it is to
        blame.
        """
        new = f"{self.lead}{mended}".rstrip()
        code = "YML003" if self.text[0] in "&*!" and not start else "YML002"
        mark = (self.number, len(self.lead) + start, len(self.lead) + start + width)
        return Guess(
            {self.number: new + self.comment}, message, f"{hint}  {short(new)}", mark, penalty, code
        )

    def quoted(self, message: str, start: int = 0, penalty: int = 4) -> Guess:
        """The guess that quotation marks are missing around the whole value."""
        return self.guess(
            _quoted(self.text), message, "Sätt citattecken runt hela texten:", penalty, start
        )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def values(page: Page, number: int) -> Iterator[Guess]:
    """A value that must stand within quotation marks, or is not closed, or has a stray sign first,
    or should not be there.
    """
    if value := _value_on(page, number):
        if sign := re.search(r"(?:^| )#", value.text):
            message = (
                "Allt efter # på raden läses som en kommentar och kommer inte med i dokumentet."
            )
            hint = (
                "Är det en kommentar: skriv två mellanslag före #. Hör det till texten: "
                "sätt citattecken runt hela texten."
            )
            yield replace(
                value.quoted(message, sign.end() - 1, penalty=2),
                code="YML007",
                certain=False,
                hint=hint,
            )
        else:
            for kind in (_unclosed, _stray_sign, _displaced, _unquoted):
                yield from kind(value)
            yield from _facts_in_a_list(value)


def _value_on(page: Page, number: int) -> _Value | None:
    """What stands after the colon or the hyphen of a line; None where nothing does."""
    line = page.lines[number].rstrip()
    match = re.match(rf"({DASH}(?:{WORD} *: +|(?<=- )))(?=\S)", line)
    if not match:
        return None
    comment = line.find("  #", match.end())
    end = len(line[: comment if comment >= 0 else None].rstrip())
    below = "".join(page.lines[number + 1 : number + 2])
    text, rest = line[match.end() : end], line[end:]
    return _Value(number, match[1], text, rest, below, page.expected.keys)


_ITEM = re.compile(
    r"""[\[,]\s*(?P<item>'(?:[^']|'')*'|"[^"]*"|[^\s'",\[\]](?:[^,\[\]]*[^\s,\[\]])?)\s*(?=[,\]])"""
)
"""A value of a list within brackets, with the sign before it."""


def _facts_in_a_list(value: _Value) -> Iterator[Guess]:
    """A list within brackets where a fact such as {år} stands in a value without quotation
    marks.
    """
    mended, bare = _with_facts_quoted(value.text)
    if not bare:
        return
    first = bare[0]
    shown = [_quoted(item["item"]) for item in bare]
    hint = f"Sätt citattecken runt {'just det' if len(bare) == 1 else 'vart och ett'}:"
    message = f"”{short(first['item'])}” måste stå inom citattecken i en lista inom hakklammer."
    guess = value.guess(mended, message, hint, 1, first.start("item"), len(first["item"]))
    yield replace(guess, hint=f"{hint}  {', '.join(shown)}")


def plainly_unquoted(page: Page, numbers: range) -> Iterator[tuple[int, str]]:
    """The lines with a list within brackets where a fact lacks quotation marks, each as it should
    read.
    """
    for value in (_value_on(page, i) for i in numbers):
        mended, bare = _with_facts_quoted(value.text) if value else ("", [])
        if value and bare:
            yield value.number, f"{value.lead}{mended}{value.comment}"


def _with_facts_quoted(text: str) -> tuple[str, list[re.Match[str]]]:
    """A list within brackets with quotation marks around each value that has a fact in it, and
    those values; none where it is no such list.
    """
    items = list(_ITEM.finditer(text))
    is_whole = items and "".join(item[0] for item in items) == text[:-1] and text.endswith("]")
    bare = [item for item in items if _FACT_IN_TEXT.search(item["item"]) and is_whole]
    bare = [item for item in bare if item["item"][0] not in "'\""]
    mended = text
    for item in reversed(bare):
        quoted = _quoted(item["item"])
        mended = mended[: item.start("item")] + quoted + mended[item.end("item") :]
    return mended, bare


_CLOSING = {"[": "]", "{": "}", '"': '"', "'": "'"}
_FACT_IN_TEXT = re.compile(r"\{[^{}]*\}")
_SPECIAL = "*&@%!`|>-?,"


def _unclosed(value: _Value) -> Iterator[Guess]:
    first, closing = value.text[0], _CLOSING.get(value.text[0])
    if closing and (not value.text.endswith(closing) or len(value.text) == 1):
        what, hint = (
            ("Citattecknet", "Sätt ett likadant sist:")
            if closing == first
            else ("Klammern", f"Sätt ”{closing}” sist:")
        )
        yield value.guess(value.text + closing, f"{what} ”{first}” stängs aldrig.", hint, 2)


def _stray_sign(value: _Value) -> Iterator[Guess]:
    first = value.text[0]
    stripped = value.text.strip(first).strip()
    if (
        (first in _SPECIAL + ":" or first in _CLOSING)
        and stripped
        and _CLOSING.get(first, "\0") not in stripped
    ):
        message = f"Tecknet ”{first}” kan inte stå först i texten."
        yield replace(value.guess(stripped, message, "Ta bort det:", 3), certain=False)
    if first in "|>":
        message, hint = (
            f"Efter ”{first}” kan inget mer stå på raden.",
            "Ta bort det, eller flytta ned det till en egen rad:",
        )
        yield value.guess(first, message, hint, 3, 1, len(value.text) - 1)


def _displaced(value: _Value) -> Iterator[Guess]:
    """A value where rows below are what the key holds."""
    if indent_of(value.below) > indent_of(value.lead) and (
        KEY_LINE.match(value.below) or value.below.lstrip().startswith("- ")
    ):
        key = value.lead.strip(" -:")
        message = (
            f"Här kan ”{short(value.text)}” inte stå: "
            f"det som hör till ”{key}” står på raderna under."
        )
        yield replace(
            value.guess("", message, "Ta bort det:", 9, 0, len(value.text)), certain=False
        )


_FACT = re.compile(r"(\d{4}-\d\d(?:-\d\d)?|\d+(?:[ \u00a0.]\d{3})*)[ \t]+(?:#[ \t]*)?(\S.*)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _noted(value: _Value) -> Guess | None:
    """A date or an amount with a note after it: the note begins with #, and neither is quoted."""
    fact = _FACT.fullmatch(value.text)
    if fact is None:
        return None
    typed, note = fact.groups()
    asks = note.lower().startswith("fyll i")
    if not asks and not _DAY.fullmatch(typed):
        return None
    message = f"Efter {typed} saknas # före anteckningen."
    start = fact.start(2)
    guess = value.guess(f"{typed}  # {note}", message, "Skriv", 1, start, len(note))
    return replace(guess, certain=asks)


def _unquoted(value: _Value) -> Iterator[Guess]:
    if noted := _noted(value):
        yield noted
        return
    first = value.text[0]
    if colon := re.search(r":(?= |$)", value.text):
        guess = value.quoted(
            "Kolonet i texten läses som om en ny uppgift börjar där.", colon.start()
        )
        word = value.text[: colon.start()].split()[-1:]
        is_text = " - " not in value.text[: colon.start()] and value.keys.isdisjoint(word)
        yield replace(guess, certain=is_text)
    elif first in _CLOSING:
        guess = value.quoted(f"Texten börjar med ”{first}” men slutar inte där det stängs.")
        yield replace(guess, certain=value.text.count("{") == value.text.count("}"))
    elif first in _SPECIAL and value.text not in "|>":
        yield value.quoted(f"Text kan inte börja med ”{first}”.")
