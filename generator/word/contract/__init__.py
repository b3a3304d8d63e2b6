"""Template -> Findings: the contract between the template and the declared Context, both ways,
before any plan is rendered.
"""

from collections.abc import Mapping, Sequence, Set
from itertools import chain

from lxml import etree

from generator import swedish
from generator.findings import Finding
from generator.ooxml import package
from generator.ooxml.styles import Styles
from generator.templating import UnusableTemplateError
from generator.word import template as word
from generator.word.contract import carried, declared, looks, names, reading, tags
from generator.word.contract.lost import lost
from generator.word.contract.spots import Fault, Piece, Spot, pieces, spots

CODES = {
    "MAL001": "Varje namn i mallen finns bland uppgifterna.",
    "MAL002": (
        "Varje uppgift ur planen visas i mallen, hur villkoren än faller "
        "ut, och varje rubrik en gång."
    ),
    "MAL003": "Varje slinga, villkor och makro har början och slut på samma nivå.",
    "MAL004": "Varje tagg går att läsa och nämner bara namn.",
    "MAL005": "En tagg har vanliga tecken och är hel.",
    "MAL006": (
        "Taggar med p står ensamma i sitt stycke, taggar med tr i sin rad, med tc i sin cell, "
        "rubriker och löptext i sitt stycke."
    ),
    "MAL007": (
        "Bokstaven passar: {{r framför löptext, {{p framför ett makro, ingen framför annan text."
    ),
    "MAL008": "Utseendet kommer ur formatmallar. Inget stycke är formaterat för sig.",
    "MAL009": "Varje formatmall och numrering som används finns och passar.",
    "MAL010": "Inget stycke är tomt eller kan bli tomt.",
    "MAL011": "Taggar står i vanlig text, i dokumentet, sidhuvudet eller sidfoten.",
    "MAL012": "Mallen har inga spårade ändringar och inga kommentarer.",
    "MAL013": "Mallen har inga program, inga inbäddade filer och inget som hämtas utifrån.",
    "MAL014": "Mallen är i dagens Word-format.",
}


_FEW = 10
"""Faults that a person makes; a program that writes the whole file anew makes more."""
_OF_LIBREOFFICE = (
    "Mallen är sparad i LibreOffice, som skriver om formatmallarna och det som fylls i."
)
_IN_WORD = "Hämta tillbaka den förra mallen, och ändra den i Word."


def contract(template: bytes) -> list[Finding]:
    """All that is wrong with a template, in its order. Raises UnusableTemplateError for what is no
    Word document.
    """
    parts = word.parts(template)
    roots, styles = word.trees(parts), word.styles(parts)
    lines = {name: spots(name, root, styles) for name, root in roots.items()}
    found = [*carried.faults(parts, roots, lines), *tags.addressed(parts, roots, lines)]
    filled = word.filled(roots)
    found += _of_looks(roots, lines, filled.keys(), styles)
    try:
        found += _of_tags([_pieces(lines[name]) for name in filled])
    except RecursionError as error:
        raise UnusableTemplateError(
            "Mallen har för många delar inuti varandra. Gör den enklare."
        ) from error
    told = {fault.spot for fault in found if fault.spot}
    shown = {name: lines[name] for name in filled}
    unread = [*reading.faults({name: roots[name] for name in filled}, shown, styles)]
    if not found:
        # (A tag that is wrong looks as if it would stay.)
        for spot in chain.from_iterable(shown.values()):
            unread += looks.as_machinery(spot, styles)
    found += [fault for fault in unread if fault.spot not in told]
    if len(found) > _FEW and b"LibreOffice" in package.read(template).get("docProps/app.xml", b""):
        return [Finding("MAL014", _OF_LIBREOFFICE, (), _IN_WORD, where="mallen")]
    every = enumerate(chain.from_iterable(lines.values()))
    order: dict[Spot | None, int] = {spot: number for number, spot in every}
    found = sorted(found, key=lambda fault: order.get(fault.spot, len(order)))
    return [_finding(fault) for fault in found]


def _pieces(lines: Sequence[Spot]) -> list[Piece]:
    """The tags and the words of a part, in its order."""
    return [piece for spot in lines for piece in pieces(spot)]


def _of_looks(
    roots: Mapping[str, etree._Element],
    lines: Mapping[str, Sequence[Spot]],
    filled: Set[str],
    styles: Styles,
) -> list[Fault]:
    """What is wrong with the paragraphs of each part, of which some are `filled` in."""
    found = [*looks.missing(roots, lines), *looks.needed(styles)]
    for name, root in roots.items():
        found += [*looks.empty(lines[name]), *looks.tracked(root, lines[name])]
        found += tags.hidden(root, lines[name], filled=name in filled)
        for spot in lines[name] if name in filled else ():
            found += [*looks.by_hand(spot), *looks.broken_off(spot), *tags.crowded(spot)]
    return found


def _of_tags(parts: Sequence[Sequence[Piece]]) -> list[Fault]:
    """What is wrong with the tags of each part, then with all of them together: what is lost is
    asked only of tags that are right.
    """
    found: dict[Fault, None] = {}
    shown: set[names.Shown] = set()
    partly: dict[declared.Path, Piece] = {}
    near: dict[declared.Path, Spot] = {}
    for typed in parts:
        wrong = {piece: tags.faults(piece) for piece in typed}
        found |= dict.fromkeys(fault for faults in wrong.values() for fault in faults)
        if any(faults and piece.words for piece, faults in wrong.items()):
            continue
        if open_ends := list(tags.unbalanced([piece for piece in typed if piece.keyword])):
            found |= dict.fromkeys(open_ends)
            continue
        walk = names.Walk([piece.as_text() if wrong[piece] else piece for piece in typed])
        shown |= walk.shown()
        partly, near = walk.partly | partly, near | walk.near
        found |= walk.faults
    if found:
        return list(found)
    every = chain.from_iterable(parts)
    stay = dict.fromkeys(piece.spot for piece in every if piece.letter not in ("p", "tr", "tc"))
    return [
        *dict.fromkeys(lost(shown, partly, near)),
        *looks.perhaps_empty(spot for spot in stay if spot not in shown),
    ]


def _finding(fault: Fault) -> Finding:
    """The fault with its place: the heading above, and the text around where the message does not
    tell it.
    """
    where = "mallen" + (f", {fault.where}" if fault.where else "")
    if fault.spot:
        text = swedish.folded(fault.spot.text)[:80]
        where += f", {fault.spot.where}"
        where += f", i stycket ”{text}”" if text not in fault.message else ""
    return Finding(fault.code, fault.message, (), fault.hint, where=where)
