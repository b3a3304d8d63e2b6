"""Pictures can be shown: in the document, on the web page, and to who does not see them."""

import re
from collections.abc import Iterator
from posixpath import basename, splitext

from generator.content.rule import rule
from generator.findings import Finding
from generator.images import Flaw, Image
from generator.plan import Plan
from generator.swedish import is_blank

_LEAST = 150
"""Pixels on an inch, below which a picture is blurred on paper."""
_INCH = 25.4
_SAYS_NOTHING = re.compile(
    r"(?:en |ett )?(?:bild|foto|fotografi|image|picture|photo|karta|diagram|figur|skärmbild)"
    r"(?:en)?[\s_-]*\d*\.?|(?:img|dsc|dscn|pxl|screenshot)[\s_-]*[\d_-]*\.?",
    re.IGNORECASE,
)


def _flaws(plan: Plan, code: str) -> Iterator[Finding]:
    """The pictures that cannot be shown, for a reason of one rule."""
    for shown in plan.pictured:
        flaw = plan.pictures.get(shown.name)
        if isinstance(flaw, Flaw) and flaw.code == code:
            message = f"Bilden ”{shown.name}” {flaw.why}."
            yield Finding(code, message, shown.name.at, flaw.hint, within=shown.within)


@rule()
def pictures_are_there(plan: Plan) -> Iterator[Finding]:
    """BIL001: En bild är en fil i planens mapp, eller i en mapp i den, och skrivs som den
    heter.

    Varför: planen ska kunna göras om och flyttas med sina bilder, utan något utifrån.
    Källa: dokumentets regel att allt som visas finns i planen.
    """
    return _flaws(plan, "BIL001")


@rule()
def pictures_can_be_shown(plan: Plan) -> Iterator[Finding]:
    """BIL002: En bild är en hel PNG eller JPEG av en sort som Word, LibreOffice och webbläsare
    visar lika.

    Varför: en bild av annat slag syns på en del datorer och saknas på andra.
    Källa: dokumentets mall, och PDF/A för arkivet.
    """
    return _flaws(plan, "BIL002")


@rule()
def pictures_are_bounded(plan: Plan) -> Iterator[Finding]:
    """BIL003: En bild är högst 5 MB och 40 miljoner punkter, och planens alla bilder högst 20 MB
    och 60 stycken.

    Varför: bilderna följer med i dokumentet, på webbsidan och till arkivet, och ska gå att
    skicka.
    Källa: dokumentets mall.
    """
    return _flaws(plan, "BIL003")


@rule()
def pictures_are_sharp(plan: Plan) -> Iterator[Finding]:
    """BIL004: En bild har minst 150 punkter på tummen i den bredd som den visas.

    Varför: med färre blir den suddig på papper.
    Källa: dokumentets mall.
    """
    for shown in plan.pictured:
        image = plan.pictures.get(shown.name)
        if not isinstance(image, Image):
            continue
        width, _ = shown.box.fit(image)
        sharp = round(image.width / (width / _INCH))
        if sharp < _LEAST:
            needed = round(_LEAST * width / _INCH)
            message = f"Bilden ”{shown.name}” blir suddig: {sharp} punkter på tummen."
            hint = (
                f"Den är {image.width} punkter bred, och behöver {needed}. Ta en större, eller "
                "visa den mindre: bild: med bredd: halv."
            )
            yield Finding("BIL004", message, shown.name.at, hint, "varning", shown.within)


@rule()
def pictures_are_described(plan: Plan) -> Iterator[Finding]:
    """BIL005: Varje bild har en beskrivning som säger vad den visar.

    Varför: den som inte ser bilden får beskrivningen uppläst.
    Källa: WCAG 2.1, 1.1.1 Icke-textuellt innehåll.
    """
    for shown in plan.pictured:
        words = shown.alt.strip()
        name = basename(shown.name).casefold()
        hint = "Skriv vad bilden visar, som du skulle säga det i telefon."
        if is_blank(words):
            message = f"Bilden ”{shown.name}” har ingen beskrivning."
            hint += f" I löptext: ![Karta över kommunerna]({shown.name})"
        elif words.casefold() in (name, splitext(name)[0], shown.name.casefold()):
            message = f"Beskrivningen ”{words}” är bara filens namn."
        elif _SAYS_NOTHING.fullmatch(words):
            message = f"Beskrivningen ”{words}” säger inte vad bilden visar."
        else:
            continue
        yield Finding("BIL005", message, shown.alt_at, hint, within=shown.within)


RULES = (
    pictures_are_there,
    pictures_can_be_shown,
    pictures_are_bounded,
    pictures_are_sharp,
    pictures_are_described,
)
