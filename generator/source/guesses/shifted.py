"""Several lines that stand too far in or out together."""

from collections.abc import Iterator

from generator.source.page import (
    KEY_LINE,
    Guess,
    Page,
    indent_of,
    is_item,
    opens_text,
    says_something,
)


def bullets_beside_the_bar(page: Page, number: int) -> Iterator[Guess]:
    """Bullets of running text that stand in the column of its own key: they belong two spaces
    further in.
    """
    now = indent_of(page.lines[number])
    opening = _above_bullets(page, number, now)
    key = KEY_LINE.match(page.lines[opening]) if opening >= 0 else None
    if not key or len(key[1]) != now or not opens_text(page.lines[opening]):
        return
    mended = {i: f"  {page.lines[i]}" for i in _bullets(page, opening, now)}
    if mended and not any(KEY_LINE.match(line) for line in mended.values()):
        hint = "Flytta punkterna 2 mellanslag åt höger, in under texten."
        mark = (min(mended), now, now + 1)
        message = f"Punkterna hör till ”{key[2]}”, men står i samma kolumn som det."
        yield Guess(mended, message, hint, mark, 1)


def _above_bullets(page: Page, number: int, column: int) -> int:
    """The nearest line above a line that is as far out and no bullet beside it; -1 for none."""
    return next(
        (
            i
            for i in page.upward(number)
            if indent_of(page.lines[i]) <= column
            and not page.lines[i].startswith(f"{' ' * column}- ")
        ),
        -1,
    )


def _bullets(page: Page, opening: int, column: int) -> Iterator[int]:
    """The bullets in a column below a line, as far as nothing else stands there or further out."""
    for i in range(opening + 1, len(page.lines)):
        line = page.lines[i]
        if not says_something(line) or indent_of(line) > column:
            continue
        if indent_of(line) < column or not is_item(line):
            return
        yield i


def blocks(page: Page, number: int) -> Iterator[Guess]:
    """A row with the lines below it, or a key with all that belongs to it, that stand too far in or
    out together.
    """
    line = page.lines[number]
    key = KEY_LINE.match(line)
    if not key:
        return
    now, is_row = indent_of(line), "-" in key[1]
    first = _first_row(page, number, now) if is_row else number
    block = list(_belonging(page, first, now, is_row=is_row))
    if len(block) == 1:
        return
    under = _columns(page, [i for i in page.neighbours(number) if i not in block], is_row=is_row)
    for order, (indent, i) in enumerate([(n, i) for n, i in under.items() if n != now][:3]):
        mended = {n: _moved(page.lines[n], indent - now) for n in block}
        far, (way, back) = abs(indent - now), ("ut", "höger")
        if now > indent:
            way, back = "in", "vänster"
        message = f"står {far} mellanslag för långt {way}."
        hint = f"Markera raderna och flytta dem {far} mellanslag åt {back}."
        also = ((i, "i linje med den här raden"),)
        mark, rows = (first, 0, max(now, 1)), (first, block[-1])
        yield Guess(mended, message, hint, mark, 7 + order, also=also, rows=rows)


def _columns(page: Page, others: list[int], *, is_row: bool) -> dict[int, int]:
    """The columns of the rows (else of the keys) among some lines, each with the first of them."""
    under: dict[int, int] = {}
    for i in others:
        key = KEY_LINE.match(page.lines[i])
        if key and ("-" in key[1]) == is_row:
            under.setdefault(indent_of(key[0]), i)
    return under


def _moved(line: str, steps: int) -> str:
    return " " * (indent_of(line) + steps) + line.lstrip()


def _belonging(page: Page, first: int, indent: int, *, is_row: bool) -> Iterator[int]:
    """The lines from `first` on that stand deeper, and the rows beside it; a row of another list
    ends them.
    """
    yield first
    above = page.lines[first]
    for i in range(first + 1, len(page.lines)):
        line = page.lines[i]
        if not says_something(line):
            continue
        starts_row, deeper = is_item(line), indent_of(line) - indent
        is_beside = is_row and deeper == 0 and starts_row
        is_of_another = is_row and starts_row and not above.rstrip().endswith(":")
        if not is_beside and (deeper <= 0 or is_of_another):
            return
        yield i
        above = line


def _first_row(page: Page, number: int, indent: int) -> int:
    """The first of the rows in a column that stand together, up from one of them."""
    first = number
    for i in page.upward(number):
        if indent_of(page.lines[i]) < indent:
            break
        if indent_of(page.lines[i]) == indent and is_item(page.lines[i]):
            first = i
    return first
