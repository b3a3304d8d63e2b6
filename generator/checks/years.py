"""The texts of a plan against last year's: no year is left behind."""

import re
from collections.abc import Iterator

from generator.checks.lost import no_heading_is_lost
from generator.content.rule import rule
from generator.findings import Edit, Finding
from generator.plan import Plan
from generator.swedish import sentences, typeset


@rule(across=True)
def last_year_is_read(plan: Plan, before: Plan) -> Iterator[Finding]:
    """STA004: Förra årets plan går att läsa, så att planen kan jämföras med den.

    Varför: det som jämförs år för år, som turordning, belopp och mötesdagar, är annars inte
    granskat.
    Källa: en fil per år.
    """
    if before.gaps:
        yield unread(plan)


def unread(plan: Plan) -> Finding:
    """What is said where last year's plan is there, but cannot be compared with."""
    last = plan.year - 1
    message = f"Planen för {last} går inte att läsa i sin helhet, så allt är inte jämfört med den."
    hint = f"Se vad som är fel: make check YEAR={last}"
    return Finding("STA004", message, ("år",), hint, severity="information")


_OF_THE_PLAN = (
    "under|inför|för|år|i|till|från|om|hela|budget|budgeten|verksamhetsplan|verksamhetsplanen"
    "|plan|planen|kalendarium|inriktning|januari|februari|mars|april|maj|juni|juli|augusti"
    "|september|oktober|november|december|våren|sommaren|hösten|vintern"
)
_HISTORY = re.compile(
    r"\b(?:\w{3,}(?:ades|ade|ddes|tes|lldes|ndes|rdes|vdes|gdes)"
    r"|var|blev|fick|hade|kom|antogs|togs|gavs|skrevs|gjorde|har|tagits)\b",
    re.IGNORECASE,
)
"""Words of what has been: a sentence with one of them may speak of last year."""


@rule(of_one_year=True, across=True)
def no_year_is_left_behind(plan: Plan, before: Plan) -> Iterator[Finding]:
    """TXT001: Ingen mening är oförändrad sedan förra året och talar om förra året som om det vore i
    år.

    Varför: ”Under 2017 genomförs …” i planen för 2018 är nästan alltid en rad som ingen läste om.
    Historia får stå (”antogs 2017”), och namn.
    Källa: texterna i 2017 års plan, som nämner året på fem ställen.
    """
    old = str(before.year)
    named = re.compile(rf"(?:^|\b(?:{_OF_THE_PLAN}) ){old}(?![\d–-])", re.IGNORECASE)
    if before.year != plan.year - 1:
        return
    typed = [sentence for text in before.written() for _, sentence in sentences(str(text))]
    unchanged = {*typed, *(before.filled(sentence) for sentence in typed)}
    for text in plan.written():
        for start, sentence in sentences(str(text)) if old in str(text) else ():
            match = named.search(sentence)
            is_heading = text.at[-1] in ("rubrik", "titel", "undertitel")
            is_stale = sentence in unchanged or typeset(sentence) in unchanged or is_heading
            if match and is_stale and not _HISTORY.search(sentence):
                place = start + match.end() - len(old)
                meant = "{år}" if place else str(plan.year)
                message = f"Meningen talar om {old} och är oförändrad sedan förra årets plan."
                if is_heading:
                    message = f"Rubriken talar om {old}, som var förra planens år."
                hint = (
                    f"Skriv {meant}"
                    + (", som alltid blir planens år" if place else "")
                    + ". Gäller den förra året kan den stå kvar."
                )
                yield Finding(
                    "TXT001",
                    message,
                    text.at,
                    hint,
                    "varning",
                    (place, len(old)),
                    repair=(Edit(meant),),
                )


RULES = (last_year_is_read, no_year_is_left_behind, no_heading_is_lost)
