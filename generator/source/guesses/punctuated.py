"""A colon, a space or a hyphen that is missing, doubled or mistyped."""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from generator.source.page import (
    DASH,
    KEY_LINE,
    WORD,
    Guess,
    Page,
    indent_of,
    says_something,
    short,
)

_KEY_WITHOUT_COLON = re.compile(rf"({DASH})({WORD})( *[;=.,] *|:(?=[^ ])| +(?=[^ :])|$)(.*)$")


def colons(page: Page, number: int) -> Iterator[Guess]:
    """A key whose colon, or the space after it, is missing or mistyped."""
    line = page.lines[number].rstrip()
    is_text = line.strip(" -").removesuffix(":") in page.expected.texts
    if is_text and not KEY_LINE.match(page.below(number)):
        mark = (number, indent_of(line), len(line))
        message, hint = f"Efter ”{line.strip()}” saknas ”|”.", f"Skriv  {line.strip()} |"
        yield Guess({number: f"{line} |"}, message, hint, mark, 2)
    match = _KEY_WITHOUT_COLON.match(line)
    if not match:
        return
    lead, key, sign, value = match.groups()
    spelled = key.lower() if key.lower() in page.expected.keys else key
    mended = f"{lead}{spelled}: {value}".rstrip()
    known = spelled in page.expected.keys or key.isdecimal()
    end = len(lead) + len(key)
    hint = f"Skriv  {short(mended)}"
    if sign == ":":
        mark = (number, end + 1, end + 2)
        message = "Här saknas ett mellanslag efter kolonet"
        message += "." if spelled == key else f", och ”{key}” skrivs ”{spelled}”."
        yield Guess({number: mended}, message, hint, mark, 1 if known else 6, "YML010")
    elif known:
        message = f"Efter ”{key}” saknas ett kolon."
        yield Guess({number: mended}, message, hint, (number, len(lead), end), 1)


def hyphens(page: Page, number: int) -> Iterator[Guess]:
    """A list's row whose hyphen is missing, doubled, another sign, or stands too close."""
    line = page.lines[number]
    if match := re.match(r"( *)([–—•*+·] *|-(?=[^\s-]))(\S.*)$", line):
        mended, sign = f"{match[1]}- {match[3]}", match[2].strip()
        message = f"Raden börjar med ”{sign}” i stället för ”- ”."
        if sign == "-":
            message = "Här saknas ett mellanslag efter bindestrecket."
        mark = (number, match.end(1), match.end(2))
        yield Guess({number: mended}, message, f"Skriv  {short(mended)}", mark, 2)
    if match := re.match(r"( *)- ( *)(?=\S)", line):
        rest = line[match.end() :]
        for mended in (f"{match[1]}{rest}", f"{match[1]}  {rest}"):
            hint = f"Ta bort det:  {short(mended)}"
            mark = (number, match.end(1), match.end(1) + 1)
            yield Guess({number: mended}, "Här står ett bindestreck för mycket.", hint, mark, 5)
    elif match := re.match(rf"( *)({WORD}):(?= |$)", line):
        yield from _row_without_hyphen(page, number, len(match[1]), match[2])


def _row_without_hyphen(page: Page, number: int, indent: int, key: str) -> Iterator[Guess]:
    """A key that starts a row of a list without a hyphen, or whose row lost its first line."""
    first = _first_key(page, number, indent) or key
    # What is the second row of a list is one, whatever the list holds.
    is_second = _row_around(page, number, indent) == key
    outer = max(indent - 2, 0)
    mark = (number, indent, indent + len(key))
    for column in [outer] if is_second else dict.fromkeys((outer, indent)):
        mended = f"{' ' * column}- {page.lines[number].strip()}"
        if is_second or first == key:
            message, hint = "Raden saknar ”- ” först.", f"Skriv  {short(mended)}"
            guess = Guess({number: mended}, message, hint, mark, 1 if is_second else 5)
            yield _one_of_several(page, number, guess) or guess
            continue
        message = f"Här saknas raden som börjar med  - {first}:"
        hint = (
            f"Lägg till den ovanför ”{key}”, eller ta bort ”{key}” om raden i listan redan är hel."
        )
        lost = frozenset([first])
        guess = Guess(
            {number: mended}, message, hint, mark, 7, certain=False, whole=False, lost=lost
        )
        yield _one_of_several(page, number, guess) or guess


def _one_of_several(page: Page, number: int, guess: Guess) -> Guess | None:
    """What to tell of a key that stands twice where the plan has a list for several: a new row may
    be meant as well as one more in the same; None for any other key.
    """
    *group, key = page.pointer_of(number)
    before = page.same_above(number)
    mixed = page.expected.mixed(tuple(group), str(key))
    if before is None or not mixed or len(group) < 2:
        return None
    part, row = group[-2], page.expected.missing(None, tuple(group))[0]
    hint = (
        f"Ska det vara ett nytt {part}: lägg till raden  - {row}: …  ovanför. "
        f"Hör det till samma {part}: "
        f"skriv innehållet som en lista under  {mixed}:  "
        "(se Kapitel, avsnitt och bilagor i handboken)."
    )
    return replace(
        guess,
        message=f"”{key}” står två gånger i samma {part}.",
        hint=hint,
        code="YML004",
        also=((before, "den första står här"),),
        certain=False,
        whole=False,
        lost=frozenset([row]),
    )


def _first_key(page: Page, number: int, indent: int) -> str:
    """What the rows around a line begin with, those in its own column before others."""
    keys = [KEY_LINE.match(page.lines[i]) for i in page.neighbours(number)]
    rows = [key for key in keys if key and "-" in key[1]]
    beside = [row for row in rows if len(row[1]) == indent]
    return next((row[2] for row in (*beside, *rows)), "")


def _row_around(page: Page, number: int, indent: int) -> str:
    """The first key of the row of a list that a key in a column would belong to; '' where it would
    belong to none.
    """
    for line in reversed(page.lines[:number]):
        key = KEY_LINE.match(line)
        if key and len(key[1]) == indent and "-" in key[1]:
            return key[2]
        if says_something(line) and indent_of(line) < indent:
            return ""
    return ""
