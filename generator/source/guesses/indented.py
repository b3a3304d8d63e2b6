"""A line that stands too far in or out."""

from collections.abc import Iterator

from generator.source.page import KEY_LINE, Guess, Page, indent_of, inner, is_item, opens_text


def indents(page: Page, number: int) -> Iterator[Guess]:
    """A line that should stand under one of its neighbours, or below one."""
    line = page.lines[number]
    now, key = indent_of(line), KEY_LINE.match(line)
    what = f"”{key[2]}”" if key else "texten"
    message = "Raden har inte samma indrag som texten den hör till."
    if key:
        message = "Raden har fel indrag."
    under = _columns(page, number)
    likely = _likely(page, number, under)
    for indent in likely[:1]:
        under.setdefault(indent, number)
    opening = None if key else _above_text(page, number)
    of_key = ((opening, "hör till den här raden"),) if opening is not None else ()
    stays = 6 * _is_in_order(page, number, likely)
    for order, indent in enumerate(_possible(now, likely, under)):
        hint = f"Låt {what} börja längst till vänster."
        if indent:
            hint = f"Skriv {indent} mellanslag före {what} i stället för {now}."
        beside = page.in_line(number, indent)
        also = ((beside, "i linje med den här raden"),) if beside is not None else of_key
        # An indent of an odd number of spaces is hardly meant.
        penalty = 3 + order + stays + 4 * (indent % 2)
        mended, mark = {number: " " * indent + line.strip()}, (number, 0, max(now, 1))
        yield Guess(mended, message, hint, mark, penalty, also=also)


def _columns(page: Page, number: int) -> dict[int, int]:
    """The columns where a line may belong, each with the line that says so; those of lines of its
    own sort first.
    """
    key = KEY_LINE.match(page.lines[number])
    neighbours = [(i, page.lines[i]) for i in page.neighbours(number)]
    alike = [(i, line) for i, line in neighbours if bool(KEY_LINE.match(line)) == bool(key)]
    under: dict[int, int] = {}
    for i, line in (*alike[:4], *neighbours):
        under.setdefault(indent_of(line), i)
    if is_item(page.below(number)):
        under.setdefault(indent_of(page.below(number)) - 2, number)
    if key and key[2] in page.expected.missing({}, ()):
        under.setdefault(0, number)
    for i, line in neighbours:
        under.setdefault(inner(line), i)
        under.setdefault(indent_of(line) + 2, i)
    return under


def _likely(page: Page, number: int, under: dict[int, int]) -> list[int]:
    """The columns where a line most likely belongs."""
    key, below = KEY_LINE.match(page.lines[number]), page.below(number)
    if not key:
        return [*_text_indent(page, number), *list(under)[:2]]
    is_row = "-" in key[1]
    if is_row and KEY_LINE.match(below) and "-" not in below and indent_of(below) >= 2:
        # What belongs to the row tells where it begins.
        return [indent_of(below) - 2]
    return []


def _possible(now: int, likely: list[int], under: dict[int, int]) -> list[int]:
    """The columns that are worth a guess, in order."""
    nearest = sorted(under, key=lambda n: (abs(n - now), n))
    possible = [n for n in dict.fromkeys((*likely, *nearest)) if n != now and n >= 0][:4]
    # A line that stands far out of its place is most likely beside the lines around it.
    return possible + [n for n in list(under)[:3] if n != now and n >= 0 and n not in possible]


def _is_in_order(page: Page, number: int, likely: list[int]) -> bool:
    """True if a line already stands where its neighbours say that it should: moving it is no likely
    guess.
    """
    now = indent_of(page.lines[number])
    if likely:
        return now == likely[0]
    above = (page.lines[i] for i in page.neighbours(number) if i < number)
    opening = next((line for line in above if indent_of(line) < now), "")
    return now == inner(opening) + 2 and opening.rstrip().endswith(":")


def _text_indent(page: Page, number: int) -> list[int]:
    """The column of running text under the nearest key above that opens one."""
    opening = _above_text(page, number)
    return [] if opening is None else [inner(page.lines[opening]) + 2]


def _above_text(page: Page, number: int) -> int | None:
    """The nearest line above whose key opens running text."""
    above = (i for i in page.neighbours(number) if i < number)
    return next((i for i in above if opens_text(page.lines[i])), None)
