"""The words of texts: numbers agree with what they count, headings bear none, and what is called
English is there.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

from generator.checks.referring import facts_are_known, page_references_lead_somewhere
from generator.checks.slid import (
    nothing_slid_into_the_prose,
    paragraphs_stand_once,
    prose_is_within_the_subset,
)
from generator.content.rule import rule
from generator.findings import Finding
from generator.plan import Plan
from generator.swedish import NUMBERS, closest, in_words, phrases, typeset

_NUMBER = "|".join((*NUMBERS[1:], r"\d{1,2}"))


@rule()
def number_words_agree(plan: Plan) -> Iterator[Finding]:
    """TXT002: Ett räkneord som anger ett antal stämmer med planen: åtta kommuner, eller fem
    utvecklingsfrågor där avsnitt har det slaget, eller mål den nivån.

    Varför: när något läggs till eller tas bort blir räkneordet i texten fel.
    Källa: texterna i 2017 års plan.
    """
    if not plan.is_whole("kapitel") or not plan.is_whole("kommuner"):
        return
    counted = list(_counted(plan))
    for text in plan.written():
        folded = str(text).casefold()
        for one in counted:
            for match in one.words.finditer(str(text)) if one.stem in folded else ():
                if _number(match[1]) != one.number:
                    message = f"Texten säger ”{match[0]}”, men {one.has}."
                    hint = f"Skriv {_in_words(one.number)} i texten, eller rätta {one.where}."
                    within = (match.start(1), len(match[1]))
                    # No repair: a heading that was lost would go unseen with the right number.
                    yield Finding("TXT002", message, text.at, hint, within=within)


_MOST_KINDS = 20
"""Kinds of sections that number words may count; every text is searched for each."""


class _Counted(NamedTuple):
    """What number words may count: how texts say it, how many there are, and as phrases what the
    plan has and where that is put right. A text has none without the stem, which is found sooner.
    """

    stem: str
    words: re.Pattern[str]
    number: int
    has: str
    where: str


def _counted(plan: Plan) -> Iterator[_Counted]:
    """The members, the sections of each kind (slag), and what contents count."""
    own = re.escape(plan.organisation.split()[0][:_STEM]) if plan.organisation else "alla"
    whose = rf"(?:de|alla|våra|{own}\w*)"
    members = rf"\b{whose}\s+({_NUMBER})\s+(?:{own}\w*)?kommuner(?:na)?\b"
    number = len(plan.members)
    has = f"i listan kommuner står {number}"
    said = re.compile(members, re.IGNORECASE)
    yield _Counted("kommun", said, number, has, "listan  kommuner")
    kinds = Counter(str(section.kind) for section, _ in plan.sections() if section.kind)
    of_sections = set(kinds)
    kinds.update(name for content in plan.contents() for name, _ in content.counted())
    for kind, number in kinds.most_common(_MOST_KINDS):
        several = "|".join(map(re.escape, _plurals(kind)))
        words = rf"\b({_NUMBER})\s+(?:konkreta\s+)?(?:{several})(?:na|en|a)?\b"
        has = f"planen har {number} av slaget {kind}"
        where = (
            f"rubrikerna med raden  slag: {kind}" if kind in of_sections else "listan där de står"
        )
        said = re.compile(words, re.IGNORECASE)
        yield _Counted(_stem(kind).casefold(), said, number, has, where)


def _stem(word: str) -> str:
    return word[:-1] if word.endswith(("a", "e")) else word


def _plurals(word: str) -> list[str]:
    """What a Swedish noun may be in the plural: utvecklingsfråga -> utvecklingsfrågor, målområde ->
    målområden.
    """
    stem = _stem(word)
    return [f"{stem}or", f"{stem}ar", f"{stem}er", f"{word}n", f"{word}r", word]


_STEM = 6
"""Letters of the organisation's first word that begin the name of its region: Samarb…, Mälard…."""


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else NUMBERS.index(word.casefold())


def _in_words(number: int) -> str:
    return f"”{in_words(number)}”"


_NUMBERED = re.compile(
    r"(?:(?i:kapitel|bilaga)\s+)?\d{1,2}(?:\.\d{1,2})*(?:[.):]\s+|(?:\s+|\.)(?=[A-ZÅÄÖ]))(?=\S)"
)


@rule()
def headings_have_no_number(plan: Plan) -> Iterator[Finding]:
    """TXT011: Rubriker skrivs utan nummer.

    Varför: dokumentet numrerar kapitel och bilagor självt, och ett nummer i rubriken står då två
    gånger, eller blir fel när något läggs till.
    Källa: dokumentets mall.
    """
    for title in plan.headings():
        if match := _NUMBERED.match(title):
            message = f"Rubriken börjar med ett nummer, ”{match[0].strip()}”."
            hint = (
                f"Skriv bara ”{title[match.end() :]}”. Dokumentet numrerar kapitel och bilagor "
                "självt; andra rubriker har inga nummer."
            )
            within = (0, len(match[0].strip()))
            yield Finding("TXT011", message, title.at, hint, severity="varning", within=within)


@rule()
def english_phrases_are_used(plan: Plan) -> Iterator[Finding]:
    """TXT013: Varje fras i listan engelska finns i löptexten.

    Varför: en fras som inte finns där märks inte som engelska, och skärmläsaren läser orden på
    svenska.
    Källa: WCAG 2.1, 3.1.2 Språk för delar.
    """
    if plan.gaps:
        return
    # A phrase mostly stands in one of the first texts: the others are not looked at.
    as_shown = cache(typeset)
    runs = [run.text for text in plan.proses for block in text.blocks for run in block.runs]
    for phrase in plan.english:
        pattern = phrases([typeset(phrase)])
        if not any(pattern.search(as_shown(run)) for run in runs):
            elsewhere = any(pattern.search(typeset(text)) for text in plan.texts)
            hint = "Ord i rubriker och tabeller kan inte märkas. Ta bort raden."
            if not elsewhere:
                most = _MOST_STRETCHES // len(plan.english)
                hint = _meant(phrase, map(as_shown, runs), most)
            message = f"”{phrase}” finns inte i någon löptext."
            yield Finding("TXT013", message, phrase.at, hint, severity="varning")


_MOST_STRETCHES = 30_000
"""Words of the texts that phrases which stand nowhere are held against, in all; a plan has some
thousands.
"""


def _meant(phrase: str, texts: Iterable[str], most: int) -> str:
    """What to do about a phrase that stands nowhere: the words of as many in the texts that are
    nearest to it, among the first so many.
    """
    length = len(phrase.split())
    words = (re.findall(r"[\w-]+", text) for text in texts)
    stretches = (
        " ".join(line[i : i + length]) for line in words for i in range(len(line) - length + 1)
    )
    guess = closest(phrase, sorted(set(islice(stretches, most))))
    if guess:
        return f"Menade du ”{guess}”?"
    return "Skriv orden som de står i texten, eller ta bort raden."


RULES = (
    number_words_agree,
    prose_is_within_the_subset,
    facts_are_known,
    page_references_lead_somewhere,
    nothing_slid_into_the_prose,
    headings_have_no_number,
    english_phrases_are_used,
    paragraphs_stand_once,
)
