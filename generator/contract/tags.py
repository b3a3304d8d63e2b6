"""Each tag by itself and beside its neighbours: can it be read, does it stand right, is what it opens closed?"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from jinja2 import Environment, TemplateSyntaxError
from lxml import etree

from generator import swedish
from generator.contract.spots import TAG, Fault, Piece, Spot, placed
from generator.ooxml import w
from generator.ooxml.text import is_empty
from generator.template import as_jinja

_STRANGE = re.compile(r"[^\w !-~]")
_CROWDED = re.compile(r"\w+\{\{|\}\}\w+|\}\}\{\{")
_NAMED = {"\u00a0": "ett hårt mellanslag", "\t": "en tabb", "\n": "en radbrytning", "\u00ad": "ett osynligt bindestreck"}
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
_RETYPE = "Ta bort hela taggen och skriv den igen i ett svep."


def faults(piece: Piece) -> list[Fault]:
    """What is wrong with a tag, or a text beside it: the first kind of fault alone."""
    return [*_unreadable(piece)] or [*_misplaced(piece)] or [*_unmended(piece)]


def _unreadable(piece: Piece) -> Iterator[Fault]:
    typed, spot = piece.typed, piece.spot
    strange = _STRANGE.search(typed)
    if not piece.is_tag:
        if "{" in typed or "}" in typed:
            yield Fault(
                "MAL004",
                f"En klammer står ensam i ”{typed.strip()[:80]}”.",
                "En tagg börjar och slutar med två tecken: {{ och }}, eller {% och %}.",
                spot,
            )
    elif typed.startswith("{#"):
        yield Fault("MAL004", f"Anteckningen {typed} går inte att ha i mallen.", "Ta bort den.", spot)
    elif strange:
        named = _NAMED.get(strange[0], f"tecknet ”{strange[0]}”")
        yield Fault(
            "MAL005",
            f"Taggen {_one_line(typed)} innehåller {named}, som inte hör hemma i en tagg.",
            "Skriv raka citattecken, vanligt bindestreck och vanligt mellanslag. Byter Word ut tecknet, tryck Ctrl + Z direkt.",
            spot,
        )
    elif set(typed[2:-2]) & set("%{}") or typed[2] in "-+" or typed[-3] in "-+":
        yield Fault("MAL004", f"Taggen {typed} har en klammer, ett procenttecken eller ett streck för mycket.", _RETYPE, spot)
    elif (typed[1], piece.letter) in (("%", "r"), ("{", "tr")):
        yield Fault(
            "MAL004",
            f"Taggen {typed} har en bokstav som inte hör till en sådan tagg.",
            "Mallen förstår {{, {{r och {{p, och {%, {%p och {%tr.",
            spot,
        )
    elif piece.words and piece.keyword not in _KEYWORDS:
        yield Fault(
            "MAL004",
            f"Taggen {typed} börjar med ett ord som inte finns: ”{piece.keyword}”.{meant(piece.keyword, _KEYWORDS)}",
            "Mallen förstår for, if, elif, else och macro, och endfor, endif och endmacro.",
            spot,
        )
    elif not _is_read(piece):
        yield Fault(
            "MAL004", f"Taggen {typed} går inte att läsa.", "Jämför med en likadan tagg längre upp, eller med docs/mall.md.", spot
        )


def meant(word: str, known: Sequence[str]) -> str:
    """' Menade du ”…”?', or '' where no known word is near."""
    near = swedish.closest(word, known)
    return f" Menade du ”{near}”?" if near else ""


def _one_line(typed: str) -> str:
    return re.sub(r"\s", " ", typed)


def crowded(spot: Spot) -> Iterator[Fault]:
    """A word that runs into what a tag shows."""
    if match := _CROWDED.search(spot.text):
        told = f"I stycket ”{spot.text.strip()[:80]}” står {match[0]} tätt ihop, så att två ord blir ett."
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


def _unmended(piece: Piece) -> Iterator[Fault]:
    """A tag that docxtpl does not find where it joins the runs that Word has split, or not without breaking the XML around it."""
    if piece.is_tag and "".join(jinja(piece).split()) not in _mended(piece.holder):
        yield Fault(
            "MAL005",
            f"Taggen {piece.typed} är delad av en länk, en spårad ändring eller något annat som inte syns.",
            f"{_RETYPE} Godkänn alla spårade ändringar.",
            piece.spot,
        )


@lru_cache(maxsize=1)
def _mended(holder: etree._Element) -> frozenset[str]:
    """The tags, without blanks, that docxtpl finds in a paragraph or row; none where the XML is not whole without them."""
    patched = as_jinja(etree.tostring(holder, encoding="unicode"))
    try:
        etree.fromstring(f"<x>{TAG.sub('', patched)}</x>")
    except etree.XMLSyntaxError:
        return frozenset()
    return frozenset("".join(tag.split()) for tag in TAG.findall(patched))


def _misplaced(piece: Piece) -> Iterator[Fault]:
    """A tag that takes its paragraph or its row away, and other text with it; or that stands where no tag is filled in."""
    spot = piece.spot
    if not piece.is_tag:
        return
    if any(True for _ in spot.element.iter(w("txbxContent"))):
        yield Fault(
            "MAL011", f"Taggen {piece.typed} står i en textruta, eller bredvid en.", "Flytta texten ut ur textrutan.", spot
        )
    elif piece.letter == "tr" and piece.holder is spot.element:
        yield Fault(
            "MAL006",
            f"Taggen {piece.typed} står inte i en tabell.",
            "Byt tr mot p, eller flytta taggen till en egen rad i tabellen.",
            spot,
        )
    elif (
        piece.letter == "p"
        and (around := spot.element.getparent()) is not None
        and around.tag in _NEVER_EMPTY
        and around[-1] is spot.element
    ):
        yield Fault(
            "MAL006",
            f"Taggen {piece.typed} står sist i sin cell, som då kan stå utan stycke.",
            "Låt cellen sluta med ett stycke som alltid finns.",
            spot,
        )
    elif piece.letter in ("p", "tr") and not _stands_alone(piece):
        holder = "sin rad" if piece.letter == "tr" else "sitt stycke"
        yield Fault(
            "MAL006",
            f"Taggen {piece.typed} står inte ensam i {holder}. Det andra skulle försvinna.",
            f"Ge taggen {'en egen rad' if piece.letter == 'tr' else 'ett eget stycke'}.",
            spot,
        )


def _stands_alone(piece: Piece) -> bool:
    """True if nothing else would go with the tag's paragraph or row."""
    inside = list(piece.holder.iter(w("p")))
    filled = [paragraph for paragraph in inside if not is_empty(paragraph)]
    lost = any(True for _ in piece.holder.iter(w("sectPr"), w("drawing"), w("fldChar")))
    return piece.spot.text.strip() == piece.typed and filled == [piece.spot.element] and not lost


def unbalanced(tags: Sequence[Piece]) -> Iterator[Fault]:
    """Loops, conditions and macros left open, closed twice, or opened and closed at different levels of the document."""
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
                f"{tag.typed} har ingen början: {_innermost(opened) or f'ingen {kind} är öppen'} här.",
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
    return Fault("MAL003", f"{tag.typed} har inget slut.", f"Sätt in {end} efter det som hör till.", tag.spot)


def _uneven(start: Piece, tag: Piece) -> Iterator[Fault]:
    """A block's tags must take away the same kind of thing, out of the same text, table or paragraph."""
    if start.letter != tag.letter or _around(start) is not _around(tag):
        yield Fault(
            "MAL003",
            f"{tag.typed} hör till {start.typed}, {start.spot.where}, men står inte på samma nivå.",
            "Rymmer delen hela stycken börjar båda med {%p, rymmer den tabellrader med {%tr. Utan bokstav står de i samma stycke.",
            tag.spot,
        )


def _around(tag: Piece) -> etree._Element | None:
    return tag.holder.getparent() if tag.letter in ("p", "tr") else tag.spot.element


def hidden(root: etree._Element, spots: Iterable[Spot]) -> Iterator[Fault]:
    """Tags in what is not text: field codes, descriptions of pictures and tables, deleted text."""
    for element, spot in placed(root, spots):
        texts = [*element.attrib.values(), "" if element.tag == w("t") else element.text or ""]
        for tag in TAG.findall(" ".join(map(str, texts))):
            yield Fault(
                "MAL011",
                f"Taggen {tag} står i en fältkod, en beskrivning eller en spårad ändring.",
                "Flytta den till vanlig text.",
                spot,
            )


def unfilled(spots: Iterable[Spot]) -> Iterator[Fault]:
    """Tags in a part that is not filled in, such as the footnotes."""
    for spot in spots:
        for tag in TAG.findall(spot.text):
            yield Fault(
                "MAL011",
                f"Taggen {tag} fylls inte i där den står.",
                "Flytta den till dokumentets text, sidhuvudet eller sidfoten.",
                spot,
            )
