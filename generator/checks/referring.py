"""What texts refer to is there: facts by their names in braces, headings by links."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from generator.content.rule import rule
from generator.findings import Edit, Finding
from generator.paragraphs import Run
from generator.plan import Plan
from generator.swedish import closest, is_slip, listing, slug
from generator.values import FACT, Prose, Text


@rule()
def facts_are_known(plan: Plan) -> Iterator[Finding]:
    """TXT008: Det som står inom klammer, som {år}, är en uppgift som planen har på ett ställe.

    Varför: uppgiften skrivs på ett ställe och visas där klammern står; ett felstavat namn skulle
    annars hamna i dokumentet.
    Källa: dokumentets regel att varje uppgift står på ett ställe.
    """
    braced = _braced(plan.fact_names)
    for text in plan.written():
        for match in FACT.finditer(str(text)):
            yield from _ambiguous(plan, text, match)
            yield from _unknown(plan, text, match)
        if "{" in str(text):
            yield from _misshapen(text, braced)


def _unknown(plan: Plan, text: Text | Prose, match: re.Match[str]) -> Iterator[Finding]:
    """What to say of a fact that cannot be shown; nothing where it may have been left out."""
    name, names = match[1], plan.fact_names
    if name in plan.facts or (name in names and plan.gaps):
        return
    within = (match.start(), len(match[0]))
    if name in names:
        message = f"Texten visar {{{name}}}, men den uppgiften är inte ifylld."
        hint = "Fyll i den, eller skriv om texten."
        yield Finding("TXT008", message, text.at, hint, within=within)
        return
    guess = closest(name, names)
    hint = f"Menade du {{{guess}}}?"
    if not guess:
        hint = f"De som finns är {listing(f'{{{known}}}' for known in names)}."
    repair = (Edit(f"{{{guess}}}"),) if guess and is_slip(name, guess) else ()
    message = f"Det finns ingen uppgift som heter {{{name}}}."
    yield Finding("TXT008", message, text.at, hint, within=within, repair=repair)


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


def _braced(names: Iterable[str]) -> re.Pattern[str]:
    """A known fact's name after a brace, whatever its braces."""
    # The longest name first: one may begin as another.
    known = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.compile(rf"(?<!\{{)\{{+ *(?:{known})\b *\}}*", re.IGNORECASE)


def _misshapen(text: Text | Prose, braced: re.Pattern[str]) -> Iterator[Finding]:
    """A known fact's name after a brace, where the braces are not {one pair}."""
    typed = str(text)
    whole = {match.start() for match in FACT.finditer(typed)}
    for match in braced.finditer(typed):
        if match.start() in whole:
            continue
        right = f"{{{match[0].strip('{} ')}}}"
        message = f"Klamrarna i ”{match[0]}” är inte rätt skrivna."
        hint = f"Skriv en klammer på var sida: {right}."
        # What stands before a closing brace may belong to it.
        is_open = "}" in typed[match.end() :].partition("{")[0]
        repair = () if is_open else (Edit(right),)
        within = (match.start(), len(match[0]))
        yield Finding("TXT008", message, text.at, hint, within=within, repair=repair)


@rule()
def page_references_lead_somewhere(plan: Plan) -> Iterator[Finding]:
    """TXT009: En sidhänvisning, som [4](#regionala-utvecklingsfrågor), leder till en rubrik som
    finns en gång.

    Varför: sidnumret räknas av Word, som behöver veta vilken rubrik som menas.
    Källa: ”(jfr sid 4)” i 2017 års plan.
    """
    headings = Counter(slug(title) for title in plan.headings())
    for text in plan.proses:
        yield from _apart(text)
        for run in (run for block in text.blocks for run in block.runs):
            finding = _lost(run, headings, plan) if run.link.startswith("#") else None
            if finding is not None:
                within = (text.text.find(run.link), len(run.link))
                yield replace(finding, at=text.at, within=within)


def _apart(text: Prose) -> Iterator[Finding]:
    """A link whose words and address stand apart."""
    for match in re.finditer(r"\]\s+\((?:#|https?:)", text.text):
        within, right = (match.start(), len(match[0])), "](" + match[0].partition("(")[2]
        hint, repair = "Ta bort mellanslaget mellan ] och (.", (Edit(right),)
        message = "Länken kan inte läsas."
        yield Finding("TXT009", message, text.at, hint, within=within, repair=repair)


def _lost(run: Run, headings: Counter[str], plan: Plan) -> Finding | None:
    """What to say of a reference that leads to no heading, or to two."""
    target = run.link[1:]
    if not run.text.isdecimal():
        message = f"En sidhänvisning visar ett sidnummer, inte ”{run.text}”."
        return Finding("TXT009", message, (), f"Skriv numret inom hakklammern: [4]({run.link}).")
    if headings[target] > 1:
        message = f"Två rubriker heter som länken ”{run.link}”."
        return Finding("TXT009", message, (), "Ge den ena rubriken ett eget namn.")
    if headings[target] or plan.gaps:
        return None
    guess = closest(target, list(headings))
    hint = "Skriv rubriken med små bokstäver och bindestreck mellan orden."
    if target == slug(target):
        hint = "Är rubriken borttagen eller ändrad? Ändra länken, eller ta bort hänvisningen."
    if guess:
        hint = f"Menade du #{guess}?"
    repair = (Edit(f"#{guess}"),) if guess and is_slip(target, guess) else ()
    message = f"Ingen rubrik heter som länken ”{run.link}”."
    return Finding("TXT009", message, (), hint, repair=repair)
