"""What a line that cannot be read was most likely meant to be: each guess is the line mended, and
the sentence that says so.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from generator.source.builder import Trouble
from generator.source.page import (
    DASH,
    KEY_LINE,
    WORD,
    Guess,
    Page,
    indent_of,
    says_something,
    short,
    words_of,
)
from generator.source.values import values

_LONGEST = 5000
"""Characters of a line that is worth guessing about."""
_MOST_DIVISIONS = 5


def guesses(page: Page, trouble: Trouble) -> Iterator[Guess]:
    """Every guess about a trouble, those about the likeliest line with the least penalty."""
    for order, number in enumerate(_to_blame(page, trouble)):
        if says_something(page.lines[number]) and len(page.lines[number]) <= _LONGEST:
            for kind in _KINDS[trouble.kind]:
                for guess in kind(page, number):
                    yield replace(guess, penalty=guess.penalty + order)
            for guess in _missing_line(page, number, trouble):
                yield replace(guess, penalty=guess.penalty + order)


def _to_blame(page: Page, trouble: Trouble) -> list[int]:
    """The lines that a trouble may come from, the likeliest first."""
    numbers = [i for i in trouble.lines if i < len(page.lines)]
    if trouble.kind != "strange":
        numbers += [
            above
            for i in trouble.lines
            if (above := page.above(min(i, len(page.lines)))) is not None
        ]
    if trouble.kind == "unreadable":
        above_it = (i for i in page.neighbours(trouble.lines[0]) if i < trouble.lines[0])
        opening = next((i for i in above_it if KEY_LINE.fullmatch(page.lines[i].rstrip())), None)
        numbers += (
            [i for i in (opening, opening + 1) if i < len(page.lines)]
            if opening is not None
            else []
        )
        numbers[1:1] = _first_of_group(page, min(trouble.lines[0], len(page.lines) - 1))
    return list(dict.fromkeys(numbers))


def _first_of_group(page: Page, number: int) -> list[int]:
    """The first line below the key that a line belongs to by its indent, however far above: a list
    or a group is as far in as that.
    """
    indent = indent_of(page.lines[number])
    for i in range(number - 1, -1, -1):
        line = page.lines[i]
        if says_something(line) and indent_of(line) <= indent and KEY_LINE.fullmatch(line.rstrip()):
            return [i + 1]
    return []


def rest_left_out(page: Page, number: int, end: int) -> Guess:
    """The last resort: everything from a line to the chapter's end is left out."""
    lines = range(number, end)
    lost = frozenset(match[2] for i in lines if (match := KEY_LINE.match(page.lines[i])))
    hint = "Jämför med samma ställe i plans/2017.yaml. Resten av kapitlet är inte granskat."
    line = page.lines[number]
    mark = (number, indent_of(line), max(len(line), 1))
    return Guess(
        dict.fromkeys(lines, ""),
        "Raden kan inte läsas.",
        hint,
        mark,
        1000,
        certain=False,
        whole=False,
        lost=lost,
    )


def _typed_twice(page: Page, number: int) -> Iterator[Guess]:
    line = page.lines[number]
    if number and page.lines[number - 1] == line:
        also = ((number - 1, "samma rad"),)
        hint = "Ta bort den ena raden."
        yield Guess(
            {number: ""},
            "Raden står två gånger.",
            hint,
            words_of(number, line),
            0,
            "YML004",
            also=also,
        )


def _punctuation(page: Page, number: int) -> Iterator[Guess]:
    """A key whose colon, or the space after it, is missing or mistyped."""
    line, below = page.lines[number].rstrip(), "".join(page.lines[number + 1 : number + 2])
    if line.strip(" -").removesuffix(":") in page.expected.texts and not KEY_LINE.match(below):
        mark = (number, indent_of(line), len(line))
        yield Guess(
            {number: f"{line} |"},
            f"Efter ”{line.strip()}” saknas ”|”.",
            f"Skriv  {line.strip()} |",
            mark,
            2,
        )
    match = re.match(
        rf"({DASH})({WORD})( *[;=.,] *|:(?=[^ ])| +(?=[^ :])|$)(.*)$", page.lines[number].rstrip()
    )
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
        yield Guess(
            {number: mended}, f"Efter ”{key}” saknas ett kolon.", hint, (number, len(lead), end), 1
        )


def _bullets_beside_the_bar(page: Page, number: int) -> Iterator[Guess]:
    """Bullets of running text that stand in the column of its own key: they belong two spaces
    further in.
    """
    now = indent_of(page.lines[number])
    opening = next(
        (
            i
            for i in range(number - 1, -1, -1)
            if indent_of(page.lines[i]) <= now and says_something(page.lines[i])
        ),
        -1,
    )
    while opening >= 0 and page.lines[opening].startswith(f"{' ' * now}- "):
        above = (
            i
            for i in range(opening - 1, -1, -1)
            if says_something(page.lines[i]) and indent_of(page.lines[i]) <= now
        )
        opening = next(above, -1)
    key = KEY_LINE.match(page.lines[opening]) if opening >= 0 else None
    if not key or len(key[1]) != now or not page.lines[opening].rstrip().endswith((": |", ": >")):
        return
    mended: dict[int, str] = {}
    for i in range(opening + 1, len(page.lines)):
        line = page.lines[i]
        if says_something(line) and (
            indent_of(line) < now or (indent_of(line) == now and not line.lstrip().startswith("- "))
        ):
            break
        if says_something(line) and indent_of(line) == now:
            mended[i] = f"  {line}"
    if mended and not any(KEY_LINE.match(line) for line in mended.values()):
        hint = "Flytta punkterna 2 mellanslag åt höger, in under texten."
        mark = (min(mended), now, now + 1)
        message = f"Punkterna hör till ”{key[2]}”, men står i samma kolumn som det."
        yield Guess(mended, message, hint, mark, 1)


def _hyphens(page: Page, number: int) -> Iterator[Guess]:
    """A list's row whose hyphen is missing, doubled, another sign, or stands too close."""
    line = page.lines[number]
    if match := re.match(r"( *)([–—•*+·] *|-(?=[^\s-]))(\S.*)$", line):
        mended = f"{match[1]}- {match[3]}"
        sign = match[2].strip()
        message = (
            "Här saknas ett mellanslag efter bindestrecket."
            if sign == "-"
            else f"Raden börjar med ”{sign}” i stället för ”- ”."
        )
        yield Guess(
            {number: mended},
            message,
            f"Skriv  {short(mended)}",
            (number, match.end(1), match.end(2)),
            2,
        )
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
    rows = [
        row
        for i in page.neighbours(number)
        if (row := KEY_LINE.match(page.lines[i])) and "-" in row[1]
    ]
    first = next((row[2] for row in rows if len(row[1]) == indent), rows[0][2] if rows else key)
    text = page.lines[number].strip()
    mark = (number, indent, indent + len(key))
    if (
        _row_around(page, number, indent) == key
    ):  # a second row of the same list, whatever the list holds
        mended = f"{' ' * max(indent - 2, 0)}- {text}"
        yield Guess(
            {number: mended}, "Raden saknar ”- ” först.", f"Skriv  {short(mended)}", mark, 1
        )
        return
    for column in dict.fromkeys((max(indent - 2, 0), indent)):
        mended = f"{' ' * column}- {text}"
        if first == key:
            yield Guess(
                {number: mended}, "Raden saknar ”- ” först.", f"Skriv  {short(mended)}", mark, 5
            )
        else:
            message = f"Här saknas raden som börjar med  - {first}:"
            hint = f"Lägg till den ovanför ”{key}”, eller ta bort ”{key}” om raden i listan redan är hel."
            yield Guess(
                {number: mended},
                message,
                hint,
                mark,
                7,
                certain=False,
                whole=False,
                lost=frozenset([first]),
            )


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


def _divided(page: Page, number: int) -> Iterator[Guess]:
    """A line that was broken in two, or two lines that became one."""
    line = page.lines[number]
    for match in islice(
        re.finditer(rf"(?<=\S) +(?=(?:- )?({WORD}):(?: |$))", line), _MOST_DIVISIONS
    ):
        if match[1] in page.expected.keys or match[1].isdecimal():
            key = KEY_LINE.match(line)
            below = len(key[1]) if key else indent_of(line)
            for indent in dict.fromkeys(
                (below, below + 2, *(indent_of(page.lines[i]) for i in page.neighbours(number)[:4]))
            ):
                mended = f"{line[: match.start()]}\n{' ' * indent}{line[match.end() :]}"
                hint = f"Tryck Retur före ”{match[1]}”, så att det står på en egen rad."
                mark = (number, match.end(), match.end() + len(match[1]))
                yield Guess({number: mended}, f"”{match[1]}” står mitt på en rad.", hint, mark, 6)
    above = page.above(number)
    key = KEY_LINE.match(line)
    if above is not None and not (key and key[2] in page.expected.keys):
        for joint in (" ", ""):
            mended = page.lines[above].rstrip() + joint + line.strip()
            hint = f"Skriv allt på en rad:  {short(mended)}"
            mark, message = words_of(number, line), "Raden hör ihop med den ovanför."
            yield Guess(
                {above: mended, number: ""},
                message,
                hint,
                mark,
                8 + (not joint),
                "YML007",
                certain=False,
            )


def _indents(page: Page, number: int) -> Iterator[Guess]:
    """A line that stands too far in or out: it should stand under one of its neighbours, or below
    one.
    """
    line = page.lines[number]
    now, own = indent_of(line), line.strip()
    key = KEY_LINE.match(line)
    neighbours = [(i, page.lines[i]) for i in page.neighbours(number)]
    alike = [(i, above) for i, above in neighbours if bool(KEY_LINE.match(above)) == bool(key)]
    under: dict[int, int] = {}
    for i, above in (*alike[:4], *neighbours):
        under.setdefault(indent_of(above), i)
    below = "".join(page.lines[number + 1 : number + 2])
    if below.lstrip().startswith("- "):
        under.setdefault(indent_of(below) - 2, number)
    if key and key[2] in page.expected.missing({}, ()):
        under.setdefault(0, number)
    for i, above in neighbours:
        under.setdefault(_inner(above), i)
        under.setdefault(indent_of(above) + 2, i)
    likely = [*_text_indent(page, number), *list(under)[:2]] if not key else []
    if (
        key
        and "-" in key[1]
        and KEY_LINE.match(below)
        and "-" not in below
        and indent_of(below) >= 2
    ):
        likely = [indent_of(below) - 2]  # what belongs to the row tells where it begins
    for indent in likely[:1]:
        under.setdefault(indent, number)
    stays = 6 * _is_in_order(page, number, likely)
    nearest = sorted(under, key=lambda n: (abs(n - now), n))
    possible = [n for n in dict.fromkeys((*likely, *nearest)) if n != now and n >= 0][:4]
    # A line that stands far out of its place is most likely beside the lines around it.
    possible += [n for n in list(under)[:3] if n != now and n >= 0 and n not in possible]
    for order, indent in enumerate(possible):
        what = f"”{key[2]}”" if key else "texten"
        message = (
            "Raden har fel indrag."
            if key
            else "Raden har inte samma indrag som texten den hör till."
        )
        hint = (
            f"Skriv {indent} mellanslag före {what} i stället för {now}."
            if indent
            else f"Låt {what} börja längst till vänster."
        )
        also = (
            ((under[indent], "i linje med den här raden"),)
            if indent_of(page.lines[under[indent]]) == indent
            else ()
        )
        yield Guess(
            {number: " " * indent + own},
            message,
            hint,
            (number, 0, max(now, 1)),
            3 + order + stays + 4 * (indent % 2),
            also=also,
        )


def _changed_places(page: Page, number: int) -> Iterator[Guess]:
    """Two lines that changed places, where one of them is deeper or opens something."""
    for upper in (number - 1, number):
        above, line = (
            page.lines[upper : upper + 2] if 0 <= upper < len(page.lines) - 1 else ("", "")
        )
        key = KEY_LINE.match(line)
        opens = above.rstrip().endswith(":") or line.rstrip().endswith(":")
        is_known = says_something(above) and key and key[2] in page.expected.keys
        if is_known and (opens or indent_of(above) != indent_of(line)):
            message = "Raden har bytt plats med den ovanför."
            hint = f"Flytta upp raden, så att den står ovanför  {short(above)}"
            yield Guess(
                {upper: line, upper + 1: above},
                message,
                hint,
                words_of(upper + 1, line),
                6,
                certain=False,
            )


def _blocks(page: Page, number: int) -> Iterator[Guess]:
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
    others = [(i, page.lines[i]) for i in page.neighbours(number) if i not in block]
    alike = [
        (i, row)
        for i, other in others
        if (row := KEY_LINE.match(other)) and ("-" in row[1]) == is_row
    ]
    under: dict[int, int] = {}
    for i, row in alike:
        under.setdefault(indent_of(row[0]), i)
    for order, (indent, i) in enumerate([(n, i) for n, i in under.items() if n != now][:3]):
        mended = {
            n: " " * (indent_of(page.lines[n]) + indent - now) + page.lines[n].lstrip()
            for n in block
        }
        way = f"{abs(indent - now)} mellanslag för långt {'in' if now > indent else 'ut'}"
        message = f"Rad {first + 1}–{block[-1] + 1} står {way}."
        hint = f"Markera raderna och flytta dem {abs(indent - now)} mellanslag åt {'vänster' if now > indent else 'höger'}."
        yield Guess(
            mended,
            message,
            hint,
            (first, 0, max(now, 1)),
            7 + order,
            also=((i, "i linje med den här raden"),),
        )


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
        starts_row, deeper = line.lstrip().startswith("- "), indent_of(line) - indent
        beside = is_row and deeper == 0 and starts_row
        if not beside and (
            deeper <= 0 or (is_row and starts_row and not above.rstrip().endswith(":"))
        ):
            return
        yield i
        above = line


def _first_row(page: Page, number: int, indent: int) -> int:
    """The first of the rows in a column that stand together, up from one of them."""
    first = number
    for i in range(number - 1, -1, -1):
        if says_something(page.lines[i]):
            if indent_of(page.lines[i]) < indent:
                break
            if indent_of(page.lines[i]) == indent and page.lines[i].lstrip().startswith("- "):
                first = i
    return first


def _is_in_order(page: Page, number: int, likely: list[int]) -> bool:
    """True if a line already stands where its neighbours say that it should: moving it is no likely
    guess.
    """
    now = indent_of(page.lines[number])
    if likely:
        return now == likely[0]
    above = next(
        (
            page.lines[i]
            for i in page.neighbours(number)
            if i < number and indent_of(page.lines[i]) < now
        ),
        "",
    )
    return now == _inner(above) + 2 and above.rstrip().endswith(":")


def _text_indent(page: Page, number: int) -> list[int]:
    """The column of running text under the nearest key above that opens one."""
    above = (page.lines[i] for i in page.neighbours(number) if i < number)
    return [_inner(line) + 2 for line in above if line.rstrip().endswith((": |", ": >"))][:1]


def _inner(line: str) -> int:
    """The column where what belongs to a line's own first key stands."""
    key = KEY_LINE.match(line)
    return len(key[1]) if key else indent_of(line)


def _missing_line(page: Page, number: int, trouble: Trouble) -> Iterator[Guess]:
    """The line above that opened a list, a text or a group, and that is gone."""
    line = page.lines[number]
    indent = indent_of(line)
    key = KEY_LINE.match(line)
    names: list[tuple[str, int]] = []
    dear = 0 if key else 4
    if key and "-" in key[1]:
        names = [(f"{name}:", indent - 2) for name in page.expected.lists_of(key[2])]
    elif not key:
        names = [(f"{name}: |", indent - 2) for name in page.expected.texts]
    if key:
        group = trouble.at[:-1] if trouble.kind == "repeated" else page.group_at(number, indent - 2)
        names += [(f"{name}:", indent - 2) for name in page.expected.missing(page.data, group)[:3]]
    for order, (name, column) in enumerate(names):
        if column >= 0:
            hint = (
                f"Lägg till raden  {name}  ovanför, med {column} mellanslag före."
                if column
                else f"Lägg till raden  {name}  ovanför."
            )
            mark = words_of(number, line)
            new = f"{' ' * column}{name}\n{line}"
            yield Guess(
                {number: new},
                f"Raden ”{name}” saknas ovanför.",
                hint,
                mark,
                6 + dear + min(order, 3),
                certain=False,
                whole=False,
            )


def _left_out(page: Page, number: int) -> Iterator[Guess]:
    line = page.lines[number]
    key = KEY_LINE.match(line)
    hint = "Jämför med samma ställe i plans/2017.yaml. Resten av filen är granskad utan raden."
    lost = frozenset([key[2]] if key else [])
    yield Guess(
        {number: ""},
        "Raden kan inte läsas.",
        hint,
        words_of(number, line),
        40,
        certain=False,
        whole=False,
        lost=lost,
    )


_KINDS: dict[str, tuple[Callable[[Page, int], Iterator[Guess]], ...]] = {
    "unreadable": (
        _typed_twice,
        _bullets_beside_the_bar,
        _punctuation,
        _hyphens,
        values,
        _divided,
        _indents,
        _blocks,
        _changed_places,
        _left_out,
    ),
    "runs on": (_punctuation, _hyphens, values, _divided, _indents, _blocks, _changed_places),
    "repeated": (_typed_twice, _hyphens, _indents, _blocks, _changed_places),
    "strange": (_typed_twice, _hyphens, _indents, _blocks, _changed_places),
    "special": (values,),
}
"""What may be wrong, by what was noticed."""
