"""Template -> Findings: the contract between the template and the declared Context, both ways, before any plan is rendered."""

from collections.abc import Mapping, Sequence

from lxml import etree

from generator import template as word
from generator.contract import declared, looks, names, tags
from generator.contract.spots import Fault, Piece, Spot, pieces, spots
from generator.findings import Finding
from generator.templating import UnusableTemplateError

CODES = {
    "MAL001": "Varje namn i mallen finns bland uppgifterna.",
    "MAL002": "Varje uppgift ur planen visas i mallen, hur villkoren än faller ut, och varje rubrik en gång.",
    "MAL003": "Varje slinga, villkor och makro har början och slut på samma nivå.",
    "MAL004": "Varje tagg går att läsa och nämner bara namn.",
    "MAL005": "En tagg har vanliga tecken och är hel.",
    "MAL006": "Taggar med p står ensamma i sitt stycke, taggar med tr i sin rad, rubriker och löptext i sitt stycke.",
    "MAL007": "Bokstaven passar: {{r framför löptext, {{p framför ett makro, ingen framför annan text.",
    "MAL008": "Utseendet kommer ur formatmallar. Inget stycke är formaterat för sig.",
    "MAL009": "Varje formatmall och numrering som används finns och passar.",
    "MAL010": "Inget stycke är tomt eller kan bli tomt.",
    "MAL011": "Taggar står i vanlig text, i dokumentet, sidhuvudet eller sidfoten.",
}


def contract(template: bytes) -> list[Finding]:
    """All that is wrong with a template, in its order. Raises UnusableTemplateError for what is no Word document."""
    parts = word.parts(template)
    filled, roots = word.filled(parts), _roots(parts)
    lines: dict[str, list[Spot]] = {}
    for name, root in roots.items():
        lines[name] = spots(name, root, sum(map(len, lines.values())))
    paragraphs = [spot for name in filled for spot in lines[name]]
    found = [fault for name in lines for fault in looks.empty(lines[name])]
    found += [fault for spot in paragraphs for fault in (*looks.by_hand(spot), *tags.crowded(spot))]
    found += looks.missing(roots, lines)
    found += [fault for name in lines.keys() - filled.keys() for fault in tags.unfilled(lines[name])]
    found += [fault for name in filled for fault in tags.hidden(roots[name], lines[name])]
    try:
        found += _of_tags([[piece for spot in lines[name] for piece in pieces(spot)] for name in filled])
    except RecursionError as error:
        raise UnusableTemplateError("Mallen har för många delar inuti varandra. Gör den enklare.") from error
    return [_finding(fault) for fault in sorted(found, key=_order)]


def _of_tags(parts: Sequence[Sequence[Piece]]) -> list[Fault]:
    """What is wrong with the tags of each part, then with all of them together: what is lost is asked only of tags that are right."""
    found: dict[Fault, None] = {}
    shown: set[names.Shown] = set()
    partly: dict[declared.Path, Piece] = {}
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
        partly = walk.partly | partly
        found |= walk.faults
    if found:
        return list(found)
    stay = [piece.spot for typed in parts for piece in typed if piece.letter not in ("p", "tr")]
    return [
        *dict.fromkeys(names.lost(shown, partly)),
        *looks.perhaps_empty(spot for spot in dict.fromkeys(stay) if spot not in shown),
    ]


def _roots(parts: Mapping[str, bytes]) -> dict[str, etree._Element]:
    try:
        return {
            name: etree.fromstring(content)
            for name, content in sorted(parts.items())
            if name.startswith("word/") and name.endswith(".xml")
        }
    except etree.XMLSyntaxError as error:
        raise UnusableTemplateError("Mallen är skadad. Hämta tillbaka den senaste som fungerade.") from error


def _order(fault: Fault) -> tuple[bool, int]:
    return (fault.spot is None, fault.spot.order if fault.spot else 0)


def _finding(fault: Fault) -> Finding:
    """The fault with its place: the heading above, and the text around where the message does not tell it."""
    where = "mallen"
    if fault.spot:
        text = " ".join(fault.spot.text.split())
        where += f", {fault.spot.where}" + (f", i stycket ”{text[:80]}”" if text[:80] not in fault.message else "")
    return Finding(fault.code, fault.message, (), fault.hint, where=where)
