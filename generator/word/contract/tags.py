"""Each tag by itself and beside its neighbours: can it be read, does it stand right, is what it
opens closed?
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from jinja2 import Environment, TemplateSyntaxError
from lxml import etree

from generator import swedish
from generator.ooxml import w
from generator.ooxml.canonical import relationships
from generator.ooxml.text import fields, is_empty
from generator.templating import TAG
from generator.word.contract.spots import Fault, Piece, Spot, placed
from generator.word.template import as_jinja

_READ = (w("t"), w("instrText"))
"""Texts that are read with those beside them: a tag may be split."""
_STRANGE = re.compile(r"[^\w !-~]")
_CROWDED = re.compile(r"\w+\{\{|\}\}\w+|\}\}\{\{")
_NAMED = {
    "\u00a0": "ett hårt mellanslag",
    "\t": "en tabb",
    "\n": "en radbrytning",
    "\u00ad": "ett osynligt bindestreck",
}
_ALONE = {
    "for": "{}{{% endfor %}}",
    "if": "{}{{% endif %}}",
    "macro": "{}{{% endmacro %}}",
    "elif": "{{% if 1 %}}{}{{% endif %}}",
}
_MIDDLE = ("else", "elif")
_NEVER_EMPTY = (w("tc"), w("hdr"), w("ftr"))
_KEYWORDS = ("for", "endfor", "if", "elif", "else", "endif", "macro", "endmacro")
_DEEPEST = 15
_HOLDERS = {"tr": "sin rad", "tc": "sin cell"}
_OWN = {"tr": "en egen rad", "tc": "en egen cell"}
_RETYPE = "Ta bort hela taggen och skriv den igen i ett svep."


class _Rule(NamedTuple):
    """What a tag must not be, and what is told then: `told` and `hint` may name {typed}, {strange},
    {keyword}, {meant}, {holder}, {own}.
    """

    broken: Callable[[Piece], object]
    code: str
    told: str
    hint: str


def faults(piece: Piece) -> list[Fault]:
    """What is wrong with a tag, or a text beside it: the first rule alone that it breaks."""
    rule = next(
        (rule for rule in (_RULES if piece.is_tag else _RULES_OF_TEXT) if rule.broken(piece)), None
    )
    return (
        [Fault(rule.code, _filled(rule.told, piece), _filled(rule.hint, piece), piece.spot)]
        if rule
        else []
    )


def _filled(told: str, piece: Piece) -> str:
    strange = _STRANGE.search(piece.typed)
    for name, value in {
        "{strange}": _NAMED.get(strange[0], f"tecknet ”{strange[0]}”") if strange else "",
        "{keyword}": piece.keyword,
        "{meant}": meant(piece.keyword, _KEYWORDS),
        "{holder}": _HOLDERS.get(piece.letter, "sitt stycke"),
        "{own}": _OWN.get(piece.letter, "ett eget stycke"),
        "{typed}": swedish.folded(piece.typed)[:80]
        if not piece.is_tag
        else swedish.folded(piece.typed),
    }.items():
        told = told.replace(name, value)
    return told


def meant(word: str, known: Sequence[str]) -> str:
    """' Menade du ”…”?', or '' where no known word is near."""
    near = swedish.closest(word, known)
    return f" Menade du ”{near}”?" if near else ""


def crowded(spot: Spot) -> Iterator[Fault]:
    """A word that runs into what a tag shows."""
    if match := _CROWDED.search(spot.text):
        told = (
            f"I stycket ”{spot.text.strip()[:80]}” står {match[0]} tätt "
            "ihop, så att två ord blir ett."
        )
        yield Fault("MAL006", told, "Skriv ett mellanslag eller ett skiljetecken emellan.", spot)


def jinja(piece: Piece) -> str:
    """A tag without its letter, as docxtpl hands it to Jinja."""
    return piece.typed[:2] + piece.typed[2:].removeprefix(piece.letter)


def _is_read(piece: Piece) -> bool:
    """True if Jinja can read the tag by itself."""
    if piece.keyword in ("else", "endfor", "endif", "endmacro"):
        return len(piece.words) == 1
    try:
        Environment().parse(_ALONE.get(piece.keyword, "{}").format(jinja(piece)))
    except TemplateSyntaxError:
        return False
    return True


def _is_mended(piece: Piece) -> bool:
    """True if docxtpl finds the tag where it joins the runs that Word has split, and leaves the XML
    around it whole.
    """
    patched = as_jinja(etree.tostring(piece.holder, encoding="unicode"))
    try:
        etree.fromstring(f"<x>{TAG.sub('', patched)}</x>")
    except etree.XMLSyntaxError:
        return False
    return "".join(jinja(piece).split()) in {"".join(tag.split()) for tag in TAG.findall(patched)}


def _may_leave_none(piece: Piece) -> bool:
    """True if the tag's paragraph is the last of a cell or a header, which may then stand without
    any.
    """
    around = piece.spot.element.getparent()
    return (
        piece.letter == "p"
        and around is not None
        and around.tag in _NEVER_EMPTY
        and around[-1] is piece.spot.element
    )


def _stands_alone(piece: Piece) -> bool:
    """True if nothing else would go with the tag's paragraph or row."""
    inside = list(piece.holder.iter(w("p")))
    filled = [paragraph for paragraph in inside if not is_empty(paragraph)]
    lost = any(True for _ in piece.holder.iter(w("sectPr"), w("drawing"), w("fldChar")))
    return piece.spot.text.strip() == piece.typed and filled == [piece.spot.element] and not lost


def unbalanced(tags: Sequence[Piece]) -> Iterator[Fault]:
    """Loops, conditions and macros left open, closed twice, or opened and closed at different
    levels of the document.
    """
    opened: list[Piece] = []
    ended: set[Piece] = set()
    for tag in tags:
        keyword, kinds = tag.keyword, [other.keyword for other in opened]
        if keyword in ("for", "if", "macro"):
            opened.append(tag)
            if len(opened) == _DEEPEST:
                told = f"{tag.typed} ligger inuti {len(opened) - 1} andra delar. Det är för många."
                yield Fault("MAL003", told, "Flytta ut delar ur varandra.", tag.spot)
            continue
        kind = "if" if keyword in _MIDDLE else keyword.removeprefix("end")
        if kind not in kinds or (keyword in _MIDDLE and (kinds[-1] != kind or opened[-1] in ended)):
            yield Fault(
                "MAL003",
                (
                    f"{tag.typed} har ingen början: "
                    f"{_innermost(opened) or f'ingen {kind} är öppen'} här."
                ),
                f"Ta bort taggen, eller sätt tillbaka den {kind} som den hör till.",
                tag.spot,
            )
            continue
        while opened[-1].keyword != kind:
            yield _open(opened.pop())
        yield from _uneven(opened[-1], tag)
        if keyword == "else":
            ended.add(opened[-1])
        elif keyword != "elif":
            opened.pop()
    yield from map(_open, opened)


def _innermost(opened: Sequence[Piece]) -> str:
    return f"{opened[-1].typed}, {opened[-1].spot.where}, är öppen" if opened else ""


def _open(tag: Piece) -> Fault:
    end = f"{{%{tag.letter} end{tag.keyword} %}}"
    return Fault(
        "MAL003", f"{tag.typed} har inget slut.", f"Sätt in {end} efter det som hör till.", tag.spot
    )


def _uneven(start: Piece, tag: Piece) -> Iterator[Fault]:
    """A block's tags must take away the same kind of thing, out of the same text, table or
    paragraph.
    """
    if start.letter != tag.letter or _around(start) is not _around(tag):
        yield Fault(
            "MAL003",
            f"{tag.typed} hör till {start.typed}, {start.spot.where}, men står inte på samma nivå.",
            (
                "Rymmer delen hela stycken börjar båda med {%p, rymmer den tabellrader med {%tr, "
                "celler med {%tc. Utan bokstav står de i samma stycke."
            ),
            tag.spot,
        )


def _around(tag: Piece) -> etree._Element | None:
    return tag.holder.getparent() if tag.letter in ("p", "tr", "tc") else tag.spot.element


def hidden(root: etree._Element, spots: Iterable[Spot], *, filled: bool) -> Iterator[Fault]:
    """Tags in what is not filled in: field codes, descriptions, deleted text, and any text of a
    part such as the footnotes.
    """
    words = {spot.element: spot.text for spot in spots} if not filled else {}
    codes = dict(fields(root))
    for element, spot in placed(root, spots):
        own = "" if element.tag in _READ else words.get(element, element.text or "")
        words_of_it = (*element.attrib.values(), own, codes.get(element, ""))
        yield from _unfilled(" ".join(map(str, words_of_it)), spot)


def addressed(
    parts: Mapping[str, bytes],
    roots: Mapping[str, etree._Element],
    spots: Mapping[str, Sequence[Spot]],
) -> Iterator[Fault]:
    """Tags in the addresses that links lead to, where Word writes { as %7B."""
    for owner, root in roots.items():
        known = {one.identifier: one.target for one in relationships(parts, owner) if one.external}
        for element, spot in placed(root, spots[owner]) if known else ():
            for value in element.attrib.values():
                yield from _unfilled(known.get(str(value), ""), spot)


def _unfilled(words: str, spot: Spot | None) -> Iterator[Fault]:
    for tag in TAG.findall(unquote(words)):
        told = (
            f"Taggen {tag} fylls inte i där den står: i en not, en länks adress, en fältkod, "
            "en beskrivning eller en spårad ändring."
        )
        hint = "Flytta den till vanlig text i dokumentet, sidhuvudet eller sidfoten."
        yield Fault("MAL011", told, hint, spot)


_RULES_OF_TEXT = (
    _Rule(
        lambda piece: {"{", "}"} & set(piece.typed),
        "MAL004",
        "En klammer står ensam i ”{typed}”.",
        "En tagg börjar och slutar med två tecken: {{ och }}, eller {% och %}.",
    ),
)
_RULES = (
    _Rule(
        lambda piece: piece.typed.startswith("{#"),
        "MAL004",
        "Anteckningen {typed} går inte att ha i mallen.",
        "Ta bort den.",
    ),
    _Rule(
        lambda piece: _STRANGE.search(piece.typed),
        "MAL005",
        "Taggen {typed} innehåller {strange}, som inte hör hemma i en tagg.",
        (
            "Skriv raka citattecken, vanligt bindestreck och vanligt mellanslag. "
            "Byter Word ut tecknet, tryck Ctrl + Z direkt."
        ),
    ),
    _Rule(
        lambda piece: (
            set(piece.typed[2:-2]) & set("%{}") or piece.typed[2] in "-+" or piece.typed[-3] in "-+"
        ),
        "MAL004",
        "Taggen {typed} har en klammer, ett procenttecken eller ett streck för mycket.",
        _RETYPE,
    ),
    _Rule(
        lambda piece: (piece.typed[1], piece.letter) in (("%", "r"), ("{", "tr"), ("{", "tc")),
        "MAL004",
        "Taggen {typed} har en bokstav som inte hör till en sådan tagg.",
        "Mallen förstår {{, {{r och {{p, och {%, {%p, {%tr och {%tc.",
    ),
    _Rule(
        lambda piece: piece.words and piece.keyword not in _KEYWORDS,
        "MAL004",
        "Taggen {typed} börjar med ett ord som inte finns: ”{keyword}”.{meant}",
        "Mallen förstår for, if, elif, else och macro, och endfor, endif och endmacro.",
    ),
    _Rule(
        lambda piece: not _is_read(piece),
        "MAL004",
        "Taggen {typed} går inte att läsa.",
        "Jämför med en likadan tagg längre upp, eller med docs/mall.md.",
    ),
    _Rule(
        lambda piece: next(piece.spot.element.iter(w("txbxContent")), None) is not None,
        "MAL011",
        "Taggen {typed} står i en textruta, eller bredvid en.",
        "Flytta texten ut ur textrutan.",
    ),
    _Rule(
        lambda piece: piece.letter in ("tr", "tc") and piece.holder is piece.spot.element,
        "MAL006",
        "Taggen {typed} står inte i en tabell.",
        "Byt tr eller tc mot p, eller flytta taggen till en egen rad eller cell i tabellen.",
    ),
    _Rule(
        _may_leave_none,
        "MAL006",
        "Taggen {typed} står sist i sin cell, som då kan stå utan stycke.",
        "Låt cellen sluta med ett stycke som alltid finns.",
    ),
    _Rule(
        lambda piece: piece.letter in ("p", "tr", "tc") and not _stands_alone(piece),
        "MAL006",
        "Taggen {typed} står inte ensam i {holder}. Det andra skulle försvinna.",
        "Ge taggen {own}.",
    ),
    _Rule(
        lambda piece: not _is_mended(piece),
        "MAL005",
        "Taggen {typed} är delad av en länk, en spårad ändring eller något annat som inte syns.",
        f"{_RETYPE} Godkänn alla spårade ändringar.",
    ),
)
