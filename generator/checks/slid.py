"""Running text holds nothing that the document cannot show, nothing that slid into it, and nothing
twice.
"""

import re
from collections.abc import Iterator

from generator.content.rule import rule
from generator.findings import Edit, Finding
from generator.paragraphs import Block, Problem
from generator.plan import Plan, keys
from generator.values import Prose

_HOW = (
    "Här kan stå stycken med tom rad emellan, punkter med ”- ” eller ”1. ”, **fet**, *kursiv* "
    "och länkar. Är det bara ett tecken: skriv \\ framför det."
)

_SO = "Skriv om det så. Är det bara ett tecken som ska synas: skriv \\ framför det."


@rule()
def prose_is_within_the_subset(plan: Plan) -> Iterator[Finding]:
    """TXT007: Löptext innehåller bara stycken, listor, tabeller, bilder i egna stycken,
    radbrytningar, **fet**, *kursiv*, länkar och fotnoter.

    Varför: rubriker och HTML i löptext kan dokumentet inte visa, och inget får falla bort.
    Källa: dokumentets mall.
    """
    for text in plan.proses:
        slid = slid_key(text)
        for problem in text.problems:
            # What follows a key that slid into the text is no running text: that is told instead.
            if slid is None or problem.within[0] < slid.start():
                yield _not_shown(text, problem)


def _not_shown(text: Prose, problem: Problem) -> Finding:
    """What to say of a problem, of which some say themselves what to do."""
    message = f"Texten innehåller {problem.what}, som inte kan visas här."
    hint = _SO if problem.what.endswith(")") else _HOW
    repair = (Edit(problem.meant),) if problem.meant else ()
    if problem.meant:
        hint = f"Skriv {problem.meant}"
    return Finding("TXT007", message, text.at, hint, within=problem.within, repair=repair)


_KEYS = "|".join(sorted(keys()))
_SLID = (
    (
        re.compile(rf"^ *(?:- )?({_KEYS}):(?=\s|$)", re.MULTILINE),
        "”{}:” står inne i texten.",
        "Flytta raden åt vänster, till samma kolumn som ”text:”, med det som hör till under.",
    ),
    (
        re.compile(r"^ *([•·▪‣]\t?|o\t|-(?=[^\W\d])|[–—] (?=[A-ZÅÄÖ]))", re.MULTILINE),
        "Raden börjar med ”{}”, som inte blir någon punkt.",
        "Skriv ”- ”, bindestreck och mellanslag, först på raden och en tom rad före listan.",
    ),
    (
        re.compile(r"(?<![•·▪‣o])(\t)"),
        "Här står en tabb inne i texten.",
        "Skriv ett mellanslag. En inklistrad tabell skrivs om till löptext eller punkter.",
    ),
)


def slid_key(text: Prose) -> re.Match[str] | None:
    """The first line of a text that looks like a key: what follows is no running text."""
    return _SLID[0][0].search(text.text)


@rule()
def nothing_slid_into_the_prose(plan: Plan) -> Iterator[Finding]:
    """TXT010: Löptexten innehåller ingen rad som egentligen är något annat: en nyckel med fel
    indrag, en punkt eller tabell från Word.

    Varför: en sådan rad blir annars en del av meningen före, och ingen märker det förrän dokumentet
    läses.
    Källa: prov med texter inklistrade från Word.
    """
    for text in plan.proses:
        for pattern, message, hint in _SLID:
            found = list(pattern.finditer(text.text))
            if not found:
                continue
            within = (found[0].start(1), len(found[0][1]))
            repair = tuple(edit for match in found for edit in _put_right(text, match))
            told = message.format(found[0][1].strip())
            if len(found) > 1:
                told += f" Så är det på {len(found)} rader."
            yield Finding("TXT010", told, text.at, hint, within=within, repair=repair)


def _put_right(text: Prose, match: re.Match[str]) -> Iterator[Edit]:
    """A pasted bullet or tab as it is typed here; a key that slid is for a person to place."""
    sign = match[1]
    if sign == "\t":
        yield Edit(" ", text.at, (match.start(1), 1))
    elif not sign.isidentifier():
        follows = text.text[match.end(1) :][:1]
        has_blank = follows == " " and not sign.endswith((" ", "\t"))
        yield Edit("-" if has_blank else "- ", text.at, (match.start(1), len(sign)))


_WORTH_COMPARING = 40
"""Characters; a shorter paragraph may well be the same as another."""
_THE_ONE = (
    "Ta bort det ena, eller skriv om det. Är det meningen att det står två gånger kan det stå kvar."
)


@rule()
def paragraphs_stand_once(plan: Plan) -> Iterator[Finding]:
    """TXT012: Ett stycke på minst 40 tecken står på ett enda ställe i planen.

    Varför: en text som kopierades för att skrivas om, eller klistrades in två gånger, blir annars
    kvar.
    Källa: prov med texter inklistrade från Word.
    """
    headings = {title.at[:-1]: title for title in plan.headings()}
    first: dict[str, Prose] = {}
    for text in plan.proses:
        for block in text.blocks:
            yield from _repeated_lines(text, block)
            words = " ".join(str(block).split())
            if words in first and len(words) >= _WORTH_COMPARING:
                heading = headings.get(first[words].at[:-1], "")
                place = "tidigare i samma text"
                if heading and first[words] is not text:
                    place = f"under rubriken ”{heading}”"
                message = f"Samma stycke står {place}."
                yield _twice(message, _THE_ONE, text, block.within)
            first.setdefault(words, text)


def _repeated_lines(text: Prose, block: Block) -> Iterator[Finding]:
    """A line typed twice within one paragraph."""
    start, length = block.within
    offset, before = start, ""
    for line in text.text[start : start + length].split("\n"):
        if line.strip() == before and len(before) >= _WORTH_COMPARING:
            message, hint = "Samma rad står två gånger i rad.", "Ta bort den ena raden."
            yield _twice(message, hint, text, (offset, len(line)))
        offset, before = offset + len(line) + 1, line.strip()


def _twice(message: str, hint: str, text: Prose, within: tuple[int, int]) -> Finding:
    return Finding("TXT012", message, text.at, hint, severity="varning", within=within)
