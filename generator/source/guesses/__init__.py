"""What a line that cannot be read was most likely meant to be: each guess is the line mended, and
the sentence that says so.

What may be wrong with a line is asked of the modules that know it: `punctuated` (colons and
hyphens), `quoted` (values), `divided` (lines that were broken, joined, swapped or lost), `indented`
and `shifted` (one or several that stand too far in or out), `beside` (what should stand below).
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from msgspec.structs import replace

from generator.source.builder import Trouble
from generator.source.guesses.beside import beside_their_key, plainly_beside
from generator.source.guesses.divided import changed_places, divided, missing_line
from generator.source.guesses.indented import indents
from generator.source.guesses.punctuated import colons, hyphens
from generator.source.guesses.quoted import plainly_unquoted, values
from generator.source.guesses.shifted import blocks, bullets_beside_the_bar
from generator.source.page import (
    KEY_LINE,
    Guess,
    Page,
    indent_of,
    says_something,
    words_of,
)

_LONGEST = 5000
"""Characters of a line that is worth guessing about."""
_MOST_LOOKED = 300
_MOST_PLAIN = 12
"""Lines that are searched for faults that are plain to see, and how many of each sort are
mended.
"""


def guesses(page: Page, trouble: Trouble) -> Iterator[Guess]:
    """Every guess about a trouble, those about the likeliest line with the least penalty."""
    for order, number in enumerate(_to_blame(page, trouble)):
        if says_something(page.lines[number]) and len(page.lines[number]) <= _LONGEST:
            for kind in _KINDS[trouble.kind]:
                for guess in kind(page, number):
                    yield replace(guess, penalty=guess.penalty + order)
            for guess in missing_line(page, number, trouble):
                yield replace(guess, penalty=guess.penalty + order)


def plain_faults(page: Page, first: int, last: int) -> Iterator[tuple[int, dict[int, str]]]:
    """Faults of the lines [first, last) that are plain to see, each told when its turn comes: the
    line that shows it, and lines as they should be.

    A guess about a line above is tried with them mended, for who makes a mistake makes it again.
    """
    numbers = range(first, min(last, first + _MOST_LOOKED, len(page.lines)))
    quoted = dict(islice(plainly_unquoted(page, numbers), _MOST_PLAIN))
    yield from ((number, {number: line}) for number, line in quoted.items())
    lines = [quoted.get(i, line) for i, line in enumerate(page.lines)] if quoted else page.lines
    yield from islice(plainly_beside(replace(page, lines=lines), numbers), _MOST_PLAIN)


def _to_blame(page: Page, trouble: Trouble) -> list[int]:
    """The lines that a trouble may come from, the likeliest first."""
    numbers = [i for i in trouble.lines if i < len(page.lines)]
    if trouble.kind != "strange":
        above = [page.above(min(i, len(page.lines))) for i in trouble.lines]
        numbers += [i for i in above if i is not None]
    if trouble.kind == "unreadable":
        numbers += _opening_of_text(page, trouble.lines[0])
        numbers[1:1] = _first_of_group(page, min(trouble.lines[0], len(page.lines) - 1))
    return list(dict.fromkeys(numbers))


def _opening_of_text(page: Page, number: int) -> list[int]:
    """The nearest key above that has nothing on its own line, and the line below it."""
    above = (i for i in page.neighbours(number) if i < number)
    opening = next((i for i in above if KEY_LINE.fullmatch(page.lines[i].rstrip())), None)
    if opening is None:
        return []
    return [i for i in (opening, opening + 1) if i < len(page.lines)]


def _first_of_group(page: Page, number: int) -> list[int]:
    """The first line below the key that a line belongs to by its indent, however far above: a list
    or a group is as far in as that.
    """
    indent = indent_of(page.lines[number])
    for i in page.upward(number):
        line = page.lines[i]
        if indent_of(line) <= indent and KEY_LINE.fullmatch(line.rstrip()):
            return [i + 1]
    return []


def rest_left_out(page: Page, number: int, end: int) -> Guess:
    """The last resort: everything from a line to the chapter's end is left out."""
    keys = [KEY_LINE.match(line) for line in page.lines[number:end]]
    lost = frozenset(key[2] for key in keys if key)
    line = page.lines[number]
    mark = (number, indent_of(line), max(len(line), 1))
    return _lost(range(number, end), "Resten av kapitlet är inte granskat.", mark, 1000, lost)


def _left_out(page: Page, number: int) -> Iterator[Guess]:
    """A line that makes no sense is left out by itself, if the rest can then be read."""
    line = page.lines[number]
    key = KEY_LINE.match(line)
    rest = "Resten av filen är granskad utan raden."
    lost = frozenset([key[2]] if key else [])
    yield _lost([number], rest, words_of(number, line), 40, lost)


def _lost(
    lines: Iterable[int],
    rest: str,
    mark: tuple[int, int, int],
    penalty: int,
    lost: frozenset[str],
) -> Guess:
    return Guess(
        dict.fromkeys(lines, ""),
        "Raden kan inte läsas.",
        f"Jämför med samma ställe i en annan plan. {rest}",
        mark,
        penalty,
        certain=False,
        whole=False,
        lost=lost,
    )


def _typed_twice(page: Page, number: int) -> Iterator[Guess]:
    line = page.lines[number]
    if number and page.lines[number - 1] == line:
        message, hint = "Raden står två gånger.", "Ta bort den ena raden."
        also = ((number - 1, "samma rad"),)
        yield Guess({number: ""}, message, hint, words_of(number, line), 0, "YML004", also=also)


_KINDS: dict[str, tuple[Callable[[Page, int], Iterator[Guess]], ...]] = {
    "unreadable": (
        _typed_twice,
        bullets_beside_the_bar,
        beside_their_key,
        colons,
        hyphens,
        values,
        divided,
        indents,
        blocks,
        changed_places,
        _left_out,
    ),
    "runs on": (colons, hyphens, values, divided, indents, blocks, changed_places),
    "repeated": (_typed_twice, beside_their_key, hyphens, indents, blocks, changed_places),
    "strange": (_typed_twice, beside_their_key, hyphens, indents, blocks, changed_places),
    "special": (values,),
}
"""What may be wrong, by what was noticed."""
