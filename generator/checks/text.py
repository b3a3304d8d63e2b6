"""The texts say what the data say, hold nothing that the document cannot show, and nothing
twice.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from generator.content.rule import rule
from generator.findings import Edit, Finding
from generator.paragraphs import Block
from generator.plan import Plan, keys
from generator.swedish import NUMBERS, closest, in_words, is_slip, listing, phrases, slug, typeset
from generator.values import FACT, Prose, Text

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
        for pattern, actual in counted:
            for match in pattern.finditer(str(text)):
                if _number(match[1]) != actual:
                    message = f"Texten säger ”{match[0]}”, men i planen är antalet {actual}."
                    hint = f"Skriv {_in_words(actual)}, eller rätta det som räknas."
                    within = (match.start(1), len(match[1]))
                    yield Finding("TXT002", message, text.at, hint, within=within)


def _counted(plan: Plan) -> Iterator[tuple[re.Pattern[str], int]]:
    """What number words may count, and how many there are: the members, the sections of each
    kind (slag), and what contents count.
    """
    own = re.escape(plan.organisation.split()[0][:_STEM]) if plan.organisation else "alla"
    whose = rf"(?:de|alla|våra|{own}\w*)"
    members = rf"\b{whose}\s+({_NUMBER})\s+(?:{own}\w*)?kommuner(?:na)?\b"
    yield re.compile(members, re.IGNORECASE), len(plan.members)
    kinds = Counter(str(section.kind) for section, _ in plan.sections() if section.kind)
    kinds.update(name for content in plan.contents() for name, _ in content.counted())
    for kind, number in kinds.items():
        words = rf"\b({_NUMBER})\s+(?:konkreta\s+)?(?:{'|'.join(map(re.escape, _plurals(kind)))})(?:na|en|a)?\b"
        yield re.compile(words, re.IGNORECASE), number


def _plurals(word: str) -> list[str]:
    """What a Swedish noun may be in the plural: utvecklingsfråga -> utvecklingsfrågor, målområde ->
    målområden.
    """
    stem = word[:-1] if word.endswith(("a", "e")) else word
    return [f"{stem}or", f"{stem}ar", f"{stem}er", f"{word}n", f"{word}r", word]


_STEM = 6
"""Letters of the organisation's first word that begin the name of its region: Samarb…, Mälard…."""


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else NUMBERS.index(word.casefold())


def _in_words(number: int) -> str:
    return f"”{in_words(number)}”"


@rule()
def prose_is_within_the_subset(plan: Plan) -> Iterator[Finding]:
    """TXT007: Löptext innehåller bara stycken, listor, tabeller, bilder i egna stycken,
    radbrytningar, **fet**, *kursiv*, länkar och fotnoter.

    Varför: rubriker och HTML i löptext kan dokumentet inte visa, och inget får falla bort.
    Källa: dokumentets mall.
    """
    for text in plan.proses:
        slid = slid_key(text)
        for problem in (
            found for found in text.problems if slid is None or found.within[0] < slid.start()
        ):
            yield Finding(
                "TXT007",
                f"Texten innehåller {problem.what}, som inte kan visas här.",
                text.at,
                "Här kan stå stycken med tom rad emellan, punkter med ”- ” eller ”1. ”, **fet**, *kursiv* och länkar. Är det bara ett tecken: skriv \\ framför det.",
                within=problem.within,
            )


@rule()
def facts_are_known(plan: Plan) -> Iterator[Finding]:
    """TXT008: Det som står inom klammer, som {år}, är en uppgift som planen har på ett ställe.

    Varför: uppgiften skrivs på ett ställe och visas där klammern står; ett felstavat namn skulle
    annars hamna i dokumentet.
    Källa: dokumentets regel att varje uppgift står på ett ställe.
    """
    known, names = plan.facts, plan.fact_names
    for text in plan.written():
        for match in FACT.finditer(str(text)):
            name = match[1]
            yield from _ambiguous(plan, text, match)
            if name in known or (name in names and plan.gaps):
                continue
            repair: tuple[Edit, ...] = ()
            if name in names:
                message, hint = (
                    f"Texten visar {{{name}}}, men den uppgiften är inte ifylld.",
                    "Fyll i den, eller skriv om texten.",
                )
            else:
                guess = closest(name, names)
                repair = (Edit(f"{{{guess}}}"),) if guess and is_slip(name, guess) else ()
                message = f"Det finns ingen uppgift som heter {{{name}}}."
                hint = (
                    f"Menade du {{{guess}}}?"
                    if guess
                    else f"De som finns är {listing(f'{{{known_name}}}' for known_name in names)}."
                )
            within = (match.start(), len(match[0]))
            yield Finding("TXT008", message, text.at, hint, within=within, repair=repair)
        for match in _misshapen_facts(str(text), names):
            right = f"{{{match[0].strip('{} ')}}}"
            message, hint = (
                f"Klamrarna i ”{match[0]}” är inte rätt skrivna.",
                f"Skriv en klammer på var sida: {right}.",
            )
            more = str(text)[match.end() :].partition("{")[0]
            # what stands before a closing brace may belong to it
            repair = (Edit(right),) if "}" not in more else ()
            yield Finding(
                "TXT008",
                message,
                text.at,
                hint,
                within=(match.start(), len(match[0])),
                repair=repair,
            )


def _ambiguous(plan: Plan, text: Text | Prose, match: re.Match[str]) -> Iterator[Finding]:
    """What to say of a fact whose name two things of the plan share."""
    first, *others = plan.fact_sources.get(match[1], [Text("", ())])
    other = next((other for other in others if other != first), None)
    if other is not None:
        yield Finding(
            "TXT008",
            f"{{{match[1]}}} kan vara både {first} och {other}.",
            text.at,
            "Två saker i planen har samma namn. Ge dem var sitt  namn:  i filen.",
            within=(match.start(), len(match[0])),
            also=((first.at, "den ena"), (other.at, "den andra")),
        )


def _misshapen_facts(text: str, names: Iterable[str]) -> Iterator[re.Match[str]]:
    """A known fact's name after a brace, where the braces are not {one pair}."""
    whole = {match.start() for match in FACT.finditer(text)}
    for match in re.finditer(
        rf"(?<!\{{)\{{+ *(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})\b *\}}*",
        text,
        re.IGNORECASE,
    ):
        if match.start() not in whole:
            yield match


@rule()
def page_references_lead_somewhere(plan: Plan) -> Iterator[Finding]:
    """TXT009: En sidhänvisning, som [4](#regionala-utvecklingsfrågor), leder till en rubrik som
    finns en gång.

    Varför: sidnumret räknas av Word, som behöver veta vilken rubrik som menas.
    Källa: ”(jfr sid 4)” i 2017 års plan.
    """
    headings = Counter(slug(title) for title in plan.headings())
    for text in plan.proses:
        for match in re.finditer(r"\]\s+\((?:#|https?:)", text.text):
            hint = "Ta bort mellanslaget mellan ] och (."
            within, right = (match.start(), len(match[0])), "](" + match[0].partition("(")[2]
            yield Finding(
                "TXT009",
                "Länken kan inte läsas.",
                text.at,
                hint,
                within=within,
                repair=(Edit(right),),
            )
        for run in (run for block in text.blocks for run in block.runs if run.link.startswith("#")):
            target = run.link[1:]
            within = (text.text.find(run.link), len(run.link))
            if not run.text.isdecimal():
                yield Finding(
                    "TXT009",
                    f"En sidhänvisning visar ett sidnummer, inte ”{run.text}”.",
                    text.at,
                    f"Skriv numret inom hakklammern: [4]({run.link}).",
                    within=within,
                )
            elif headings[target] > 1:
                yield Finding(
                    "TXT009",
                    f"Två rubriker heter som länken ”{run.link}”.",
                    text.at,
                    "Ge den ena rubriken ett eget namn.",
                    within=within,
                )
            elif not headings[target] and not plan.gaps:
                guess = closest(target, list(headings))
                yield Finding(
                    "TXT009",
                    f"Ingen rubrik heter som länken ”{run.link}”.",
                    text.at,
                    f"Menade du #{guess}?"
                    if guess
                    else "Skriv rubriken med små bokstäver och bindestreck mellan orden.",
                    within=within,
                    repair=(Edit(f"#{guess}"),) if guess and is_slip(target, guess) else (),
                )


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
            if found:
                within = (found[0].start(1), len(found[0][1]))
                repair = tuple(edit for match in found for edit in _put_right(text, match))
                more = f" Så är det på {len(found)} rader." if len(found) > 1 else ""
                yield Finding(
                    "TXT010",
                    message.format(found[0][1].strip()) + more,
                    text.at,
                    hint,
                    within=within,
                    repair=repair,
                )


def _put_right(text: Prose, match: re.Match[str]) -> Iterator[Edit]:
    """A pasted bullet or tab as it is typed here; a key that slid is for a person to place."""
    sign = match[1]
    if sign == "\t":
        yield Edit(" ", text.at, (match.start(1), 1))
    elif not sign.isidentifier():
        follows = text.text[match.end(1) :][:1]
        yield Edit(
            "-" if follows == " " and not sign.endswith((" ", "\t")) else "- ",
            text.at,
            (match.start(1), len(sign)),
        )


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
            hint = f"Skriv bara ”{title[match.end() :]}”. Dokumentet numrerar kapitel och bilagor självt; andra rubriker har inga nummer."
            yield Finding(
                "TXT011",
                message,
                title.at,
                hint,
                severity="varning",
                within=(0, len(match[0].strip())),
            )


@rule()
def english_phrases_are_used(plan: Plan) -> Iterator[Finding]:
    """TXT013: Varje fras i listan engelska finns i löptexten.

    Varför: en fras som inte finns där märks inte som engelska, och skärmläsaren läser orden på
    svenska.
    Källa: WCAG 2.1, 3.1.2 Språk för delar.
    """
    if plan.gaps:
        return
    shown = [
        typeset(run.text) for text in plan.proses for block in text.blocks for run in block.runs
    ]
    for phrase in plan.english:
        pattern = phrases([typeset(phrase)])
        if not any(pattern.search(words) for words in shown):
            elsewhere = any(pattern.search(typeset(text)) for text in plan.texts)
            hint = (
                "Ord i rubriker och tabeller kan inte märkas. Ta bort raden."
                if elsewhere
                else _meant(phrase, shown)
            )
            yield Finding(
                "TXT013",
                f"”{phrase}” finns inte i någon löptext.",
                phrase.at,
                hint,
                severity="varning",
            )


def _meant(phrase: str, texts: list[str]) -> str:
    """What to do about a phrase that stands nowhere: the words of as many in the texts that are
    nearest to it.
    """
    length = len(phrase.split())
    words = [re.findall(r"[\w-]+", text) for text in texts]
    stretches = {
        " ".join(line[i : i + length]) for line in words for i in range(len(line) - length + 1)
    }
    guess = closest(phrase, sorted(stretches))
    return (
        f"Menade du ”{guess}”?"
        if guess
        else "Skriv orden som de står i texten, eller ta bort raden."
    )


_WORTH_COMPARING = 40
"""Characters; a shorter paragraph may well be the same as another."""


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
                place = (
                    f"under rubriken ”{heading}”"
                    if heading and first[words] is not text
                    else "tidigare i samma text"
                )
                hint = "Ta bort det ena, eller skriv om det. Är det meningen att det står två gånger kan det stå kvar."
                yield Finding(
                    "TXT012",
                    f"Samma stycke står {place}.",
                    text.at,
                    hint,
                    severity="varning",
                    within=block.within,
                )
            first.setdefault(words, text)


def _repeated_lines(text: Prose, block: Block) -> Iterator[Finding]:
    """A line typed twice within one paragraph."""
    start, length = block.within
    offset, before = start, ""
    for line in text.text[start : start + length].split("\n"):
        if line.strip() == before and len(before) >= _WORTH_COMPARING:
            hint, within = "Ta bort den ena raden.", (offset, len(line))
            yield Finding(
                "TXT012",
                "Samma rad står två gånger i rad.",
                text.at,
                hint,
                severity="varning",
                within=within,
            )
        offset, before = offset + len(line) + 1, line.strip()


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
