"""What is said of a decision, and of which draft it is: forms, days, and what is shown of it."""

import re
from collections.abc import Iterator

from generator.content.rule import rule
from generator.findings import Edit, Finding, Severity
from generator.plan import Decision, Plan
from generator.swedish import listing
from generator.values import PLACEHOLDER

_PARAGRAPH = re.compile(r"§ ?\d+[a-z]?|§§ ?\d+[a-z]?( ?[,–-] ?\d+[a-z]?)+")
_BARE = re.compile(r"(?:paragraf |par\.? )?(\d+[a-z]?)", re.IGNORECASE)
"""A paragraph without its sign."""
_LABEL = re.compile(r"(?:dnr|diarie(?:nummer|nr))\b[.:]? *", re.IGNORECASE)


@rule()
def paragraph_has_its_sign(plan: Plan) -> Iterator[Finding]:
    """BES001: Beslutets paragraf skrivs som i protokollet: § 12.

    Varför: den som söker beslutet i protokollet letar efter paragrafens tecken och nummer.
    Källa: kommunala protokoll, där varje ärende har en paragraf.
    """
    paragraph = plan.decision.paragraph if plan.decision else None
    if not paragraph or paragraph.startswith(PLACEHOLDER) or _PARAGRAPH.fullmatch(paragraph):
        return
    bare = _BARE.fullmatch(paragraph)
    yield Finding(
        "BES001",
        f"”{paragraph}” är ingen paragraf.",
        paragraph.at,
        f"Skriv § {bare[1]}." if bare else "Skriv tecknet och numret: § 12.",
        repair=(Edit(f"§ {bare[1]}"),) if bare else (),
    )


@rule()
def number_is_one(plan: Plan) -> Iterator[Finding]:
    """BES002: Ett diarienummer har siffror, är helt, och skrivs utan ordet Dnr.

    Varför: ordet Diarienummer står redan framför, och ett halvt nummer hittar inte till ärendet.
    Källa: dokumentets mall. Numrets form är er egen.
    """
    number = plan.decision.number if plan.decision else None
    if not number or number.startswith(PLACEHOLDER):
        return
    labelled = _LABEL.match(number)
    if labelled:
        hint = f"Skriv bara numret: {number[labelled.end() :] or 'KS 2016/12'}."
        yield Finding("BES002", "Ordet Diarienummer står redan framför.", number.at, hint)
    elif not re.search(r"\d", number) or number[-1] in "/-:–":
        message = f"”{number}” är inget helt diarienummer."
        yield Finding("BES002", message, number.at, "Skriv hela numret, som det står i diariet.")


@rule(excusable=True)
def validity_follows_the_decision(plan: Plan) -> Iterator[Finding]:
    """BES003: En plan gäller inte från en dag före beslutet, slutar inte gälla innan den börjar,
    och gäller under sitt år.

    Varför: ett årtal som blev kvar sedan förra året syns inte förrän någon frågar vad som gäller.
    Källa: beslutets egna uppgifter. Kommittén kan besluta annat (undantag).
    """
    if plan.decision is not None:
        yield from _untimely(plan, plan.decision)


def _untimely(plan: Plan, decision: Decision) -> Iterator[Finding]:
    first, last = decision.valid_from, decision.valid_to
    starts, ends = first.date if first else None, last.date if last else None
    decided = plan.decision_date if plan.decided else None
    if first and starts and decided and starts < decided:
        message = f"Planen gäller från {first}, men beslutades {decided}."
        hint = "Rätta den dag som är fel."
        yield Finding("BES003", message, first.at, hint)
    elif last and ends and starts and ends < starts:
        message = f"Planen gäller till {last}, men börjar gälla {first}."
        yield Finding("BES003", message, last.at, "Rätta den dag som är fel.")
    elif first and first.year > plan.year:
        message = f"Planen är för {plan.year}, men gäller från {first}."
        yield Finding("BES003", message, first.at, f"Skriv en dag senast {plan.year}-12-31.")
    elif last and last.year < plan.year:
        message = f"Planen är för {plan.year}, men gäller till {last}."
        yield Finding("BES003", message, last.at, f"Skriv en dag tidigast {plan.year}-01-01.")


@rule()
def decision_is_whole(plan: Plan) -> Iterator[Finding]:
    """BES004: En beslutad plan som anger något för arkivet anger diarienummer, beslutande och
    paragraf.

    Varför: med de tre hittar den som läser planen tillbaka till beslutet.
    Källa: vad kommunala styrdokument brukar ange.
    """
    decision = plan.decision
    if not plan.decided or decision is None or not decision.facts:
        return
    needed = (
        ("diarienummer", decision.number),
        ("beslutande", decision.by),
        ("paragraf", decision.paragraph),
    )
    if lacks := [called for called, value in needed if value is None]:
        message = f"Beslutet saknar {listing(lacks)}."
        hint = f"Lägg till  {lacks[0]}:  under beslut, om ni vill ha med det."
        yield Finding("BES004", message, decision.at, hint, "information", on_key=True)


@rule()
def draft_is_not_decided(plan: Plan) -> Iterator[Finding]:
    """BES005: Ett utkast visar inget beslut, och en beslutad plan ingen version av utkastet.

    Varför: den som fyller i beslutet och glömmer status får annars ett utkast utan att veta varför.
    Dag och paragraf finns först när planen är beslutad. Orden kan skrivas långt före: de ger ingen
    varning, men står bland det som är för kännedom.
    Källa: dokumentets mall.
    """
    decision, draft = plan.decision, plan.draft
    if plan.decided and draft is not None:
        hint = "Raden kan stå kvar, eller tas bort."
        message = "Planen är beslutad: utkastets version visas inte."
        yield Finding("BES005", message, draft.at, hint, "information", on_key=True)
    if plan.decided or decision is None:
        return
    given = (
        ("datum", decision.day),
        ("ord", decision.words),
        ("paragraf", decision.paragraph),
    )
    if told := [called for called, value in given if value is not None]:
        message = f"Planen är ett utkast: beslutets {listing(told)} visas inte."
        hint = "Är planen beslutad skriver du  status: beslutad.  Annars kan det stå kvar."
        # What it is to be called is known long before: only a day or a paragraph tells of a
        # meeting.
        is_early = told == ["ord"]
        severity: Severity = "information" if is_early else "varning"
        yield Finding("BES005", message, decision.at, hint, severity, on_key=True)


RULES = (
    paragraph_has_its_sign,
    number_is_one,
    validity_follows_the_decision,
    decision_is_whole,
    draft_is_not_decided,
)
