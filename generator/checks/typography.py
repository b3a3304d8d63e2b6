"""How the texts are written: quotation marks, abbreviations, lists and spaces."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from generator.accessible import typed_marker
from generator.checks.slid import slid_key
from generator.content.rule import rule
from generator.findings import Edit, Finding
from generator.paragraphs import Block
from generator.plan import Plan
from generator.swedish import count, is_blank
from generator.values import Prose, Text

_QUOTE = re.compile('["“”„‟«»]')
_FOREIGN = re.compile("[«»‹›‘‚‛]")


@rule()
def quotation_marks_are_paired(plan: Plan) -> Iterator[Finding]:
    """TXT003: Varje citat i ett stycke har citattecken på båda sidor, och de är svenska: ”…”, inuti
    ett citat ’…’.

    Varför: ett citat som inte slutar går att missförstå. Raka och engelska citattecken (", “ och „)
    får stå: dokumentet gör dem till ”.
    Källa: Svenska skrivregler, om citattecken.
    """
    for text in plan.written():
        for offset, paragraph in _paragraphs(text):
            if mark := _lone(paragraph):
                message, hint = _UNCLOSED if _opens(mark) else _UNOPENED
                yield Finding("TXT003", message, text.at, hint, within=(offset + mark.start(), 1))
        yield from _foreign(text)


def _foreign(text: Text | Prose) -> Iterator[Finding]:
    if found := list(_FOREIGN.finditer(str(text))):
        mark = found[0]
        message = (
            f"Texten har utländska citattecken ({mark[0]}) på "
            f"{count(len(found), 'ställe', 'ställen')}."
        )
        hint = f"Skriv {_swedish(mark)} på båda sidor om orden."
        repair = tuple(Edit(_swedish(mark), text.at, (mark.start(), 1)) for mark in found)
        yield Finding(
            "TXT003",
            message,
            text.at,
            hint,
            severity="varning",
            within=(mark.start(), 1),
            repair=repair,
        )


def _swedish(mark: re.Match[str]) -> str:
    return "”" if mark[0] in "«»" else "’"


_UNCLOSED = (
    "Här börjar ett citat som inte slutar i samma stycke.",
    "Sätt ett ” efter citatets sista ord, eller ta bort det här.",
)
_UNOPENED = (
    "Här slutar ett citat som inte har börjat i samma stycke.",
    "Sätt ett ” före citatets första ord, eller ta bort det här.",
)


def _lone(paragraph: str) -> re.Match[str] | None:
    """The quotation mark without a mate, as far as its surroundings tell."""
    marks = list(_QUOTE.finditer(paragraph))
    if len(marks) % 2 == 0:
        return None
    for first, second in zip(marks[::2], marks[1::2], strict=False):
        if not _opens(first) or _opens(second):
            return first
    return marks[-1]


def _opens(mark: re.Match[str]) -> bool:
    """True if a quotation mark stands before its words: nothing or a space to its left, something
    to its right.
    """
    before, after = mark.string[: mark.start()][-1:], mark.string[mark.end() :][:1]
    return not before.strip(" \n\u00a0([–—-/*_") and bool(after.strip())


_HABITS = (
    (re.compile(r"\bskall\b", re.IGNORECASE), re.compile(r"\bska\b", re.IGNORECASE), "”ska”"),
    (
        re.compile(r"\b(?!t\.ex\.)t[. ] ?ex\b\.?", re.IGNORECASE),
        None,
        "”t.ex.” eller ”till exempel”",
    ),
    (
        re.compile(r"\b(?!bl\.a\.)bl[. ] ?a\b\.?", re.IGNORECASE),
        None,
        "”bl.a.” eller ”bland annat”",
    ),
    (
        re.compile(r"(?<!\d)(?<!\d[ \u00a0])\b(?!m\.m\.)m[. ]? ?m\b\.?"),
        None,
        "”m.m.” eller ”med mera”",
    ),
    (re.compile(r"\bE\d+-a(?:n|ns|s)?\b"), None, "kolon före ändelsen: ”E4:ans”"),
)
"""What is told of, what must stand beside it for that (None: nothing), and what is recommended."""


@rule()
def habits_are_recommended(plan: Plan) -> Iterator[Finding]:
    """TXT004: Planen skriver ”ska” genomgående, och förkortningar och ändelser som rekommenderas:
    t.ex., bl.a., m.m., E4:ans.

    Varför: en enhetlig text läses lättare. Det är bara för kännedom: ordalydelsen i en beslutad
    plan kan stå.
    Källa: Svenska skrivregler och Myndigheternas skrivregler, om förkortningar; 2017 års plan har
    båda sätten.
    """
    texts = list(plan.written())
    for habit, beside, recommended in _HABITS:
        found = [(text, match) for text in texts for match in habit.finditer(str(text))]
        if found and (beside is None or any(beside.search(str(text)) for text in texts)):
            text, match = found[0]
            mixed = f", men också {recommended}" if beside else ""
            message = (
                f"Planen skriver ”{match[0]}” på {count(len(found), 'ställe', 'ställen')}{mixed}."
            )
            hint = f"Rekommenderat är {recommended}. Det som redan är beslutat kan stå."
            within = (match.start(), len(match[0]))
            yield Finding("TXT004", message, text.at, hint, severity="information", within=within)


@rule()
def lists_are_uniform(plan: Plan) -> Iterator[Finding]:
    """TXT005: Raderna i en punktlista börjar likadant, med stor eller liten bokstav, och slutar
    likadant, med eller utan punkt.

    Varför: en blandad lista ser ofärdig ut. En punkt på bara den sista raden får stå: då läses
    listan som en enda mening.
    Källa: Svenska skrivregler, om punktlistor; listan under Infrastruktur i 2017 års plan slutar
    med punkt.
    """
    for text in plan.proses:
        # What looks like a key is told of; the list around it is none.
        items = () if slid_key(text) else (block for block in text.blocks if block.is_item)
        lists: dict[int, list[Block]] = {}
        for block in items:
            lists.setdefault(block.group, []).append(block)
        # What introduces a list below it does not end there.
        open_ended = {
            block for block, below in pairwise(text.standing) if 0 < block.level < below.level
        }
        for listed in lists.values():
            yield from _initials(text, listed, plan.members)
            yield from _endings(text, [item for item in listed if item not in open_ended])


def _initials(text: Prose, items: list[Block], names: Sequence[str]) -> Iterator[Finding]:
    if odd := _odd_one(items, lambda item: _is_capitalised(item, names)):
        item, others = odd
        word = str(item).split()[0]
        sizes = ("liten", "stor") if _is_capitalised(item, names) else ("stor", "liten")
        message = (
            f"I listan börjar {count(others, 'rad', 'rader')} med {sizes[0]} bokstav, men den "
            f"här med {sizes[1]}: ”{word}”."
        )
        hint = (
            f"Skriv ”{word[0].swapcase()}{word[1:]}”, eller låt alla rader börja likadant. "
            "Ett namn kan stå som det är."
        )
        yield Finding("TXT005", message, text.at, hint, severity="varning", within=item.within)


def _endings(text: Prose, items: list[Block]) -> Iterator[Finding]:
    odd = _odd_one(items, lambda item: bool(_end(item)))
    if odd and any(_end(item) for item in items[:-1]):
        item, others = odd
        way, what = ("utan", f"Ta bort ”{_end(item)}”") if _end(item) else ("med", "Sätt punkt")
        message = f"I listan slutar {count(others, 'rad', 'rader')} {way} punkt, men inte den här."
        hint = f"{what} sist på raden, eller låt alla rader sluta likadant."
        yield Finding(
            "TXT005", message, text.at, hint, severity="varning", within=(sum(item.within) - 1, 1)
        )


def _odd_one(items: list[Block], trait: Callable[[Block], bool | None]) -> tuple[Block, int] | None:
    """The first item that departs from the most usual, and how many are usual; None where all are
    alike.
    """
    kinds = [(item, kind) for item in items if (kind := trait(item)) is not None]
    tally = Counter(kind for _, kind in kinds)
    if len(tally) < 2:
        return None
    usual, others = tally.most_common(1)[0]
    return next(item for item, kind in kinds if kind != usual), others


def _is_capitalised(item: Block, names: Sequence[str]) -> bool | None:
    """None for an item that begins with a digit, a sign or one of the plan's `names`."""
    first = str(item)[:1]
    return first.isupper() if first.isalpha() and str(item).split()[0] not in names else None


def _end(item: Block) -> str:
    """The sign that ends an item as a sentence; '' where none does."""
    last = str(item).rstrip(' ”")')[-1:]
    return last if last in ".?!:…" else ""


_SPACES = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")


@rule()
def spaces_are_single(plan: Plan) -> Iterator[Finding]:
    """TXT006: Mellan två ord står ett mellanslag, i texter, rubriker och namn. (Osynliga tecken: se
    YML006.)

    Varför: två mellanslag blir en lucka i dokumentet, som är svår att se i filen.
    Källa: prov med texter inklistrade från Word.
    """
    for text in plan.written():
        found = [
            (offset, match)
            for offset, paragraph in _paragraphs(text)
            for match in _SPACES.finditer(paragraph)
        ]
        if found:
            offset, match = found[0]
            word = match.string[: match.start()].split()[-1]
            message = f"Texten har dubbla mellanslag på {count(len(found), 'ställe', 'ställen')}."
            within = (offset + match.start(), len(match[0]))
            hint = (
                "Skriv ett enda mellanslag efter "
                f"”{word}”{', och likadant på de andra ställena' if len(found) > 1 else ''}."
            )
            repair = tuple(
                Edit(" ", text.at, (offset + match.start(), len(match[0])))
                for offset, match in found
            )
            yield Finding(
                "TXT006", message, text.at, hint, severity="varning", within=within, repair=repair
            )


@rule()
def signs_are_letters(plan: Plan) -> Iterator[Finding]:
    """TXT015: Texterna är skrivna med bokstäver och vanliga tecken, utan bildtecken (emoji).

    Varför: dokumentets typsnitt saknar dem. I PDF-filen och i äldre Word blir de en tom ruta.
    Källa: prov med texter inklistrade från en chatt.
    """
    for text in plan.written():
        for offset, paragraph in _paragraphs(text):
            if found := _PICTOGRAPH.search(paragraph):
                within = (offset + found.start(), len(found[0]))
                message = f"”{found[0]}” är ett bildtecken, som dokumentets typsnitt saknar."
                hint = "Skriv det med ord, eller ta bort det. I PDF-filen kan det bli en tom ruta."
                yield Finding("TXT015", message, text.at, hint, severity="varning", within=within)
                break


def _paragraphs(text: Text | Prose) -> Iterator[tuple[int, str]]:
    """The paragraphs of a text as typed, each with its offset; a heading or a name is one."""
    if isinstance(text, Text):
        yield 0, text
    else:
        for start, length in (block.within for block in text.blocks):
            yield start, text.text[start : start + length]


_PICTOGRAPH = re.compile("[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]\ufe0f?")
_MARKUP = re.compile(
    r"(?<![\w*])(\*{1,3})(?=[^\s*])[^*]*(?<=[^\s*])\1(?![\w*])"
    r"|!?\[[^\]]+\]\([^)]*\)|~~(?=\S)[^~]+~~|`[^`]+`"
    r"|^(?:#{1,6}|[-+*•·▪‣–—])(?=\s)"
)
"""What running text shows as emphasis, a link, a heading or a bullet, and a line as typed."""
_BREAK = re.compile(r"[^\S \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
"""White space that is no space."""


@rule()
def lines_are_plain(plan: Plan) -> Iterator[Finding]:
    """TXT014: Rubriker, namn och andra texter på en rad är bara ord: inga stjärnor, länkar, punkter
    eller radbrytningar.

    Varför: stjärnor och länkar visas bara i löptext, och en radbrytning delar rubriken.
    Källa: dokumentets mall; RFC 5545 om kalenderfiler.
    """
    for text in (*plan.texts, *plan.undecided):
        found = _BREAK.search(text) or _MARKUP.search(text) or _typed_bullet(text)
        if text and is_blank(text):
            message = "Här står bara tecken som inte syns."
            yield Finding("TXT014", message, text.at, "Skriv texten på nytt.")
        elif found and found[0].isspace():
            what = "en tabb" if found[0] == "\t" else "en radbrytning"
            hint = "Skriv allt på en enda rad, utan ”|” efter kolonet."
            yield Finding("TXT014", f"Texten innehåller {what}.", text.at, hint)
        elif found:
            message = f"Här kan ”{found[0]}” inte stå: det visas bara i löptext."
            within = (found.start(), len(found[0]))
            yield Finding("TXT014", message, text.at, "Skriv bara orden.", within=within)


def _typed_bullet(text: Text) -> re.Match[str] | None:
    """What looks like a bullet or number first in a text of the title page, which has no list."""
    marker = typed_marker(f"{text} …") if len(text.at) == 1 and text else ""
    return re.match(rf"\s*{re.escape(marker)}", text) if marker else None


RULES = (
    quotation_marks_are_paired,
    habits_are_recommended,
    lists_are_uniform,
    spaces_are_single,
    signs_are_letters,
    lines_are_plain,
)
