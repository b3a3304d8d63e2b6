"""The texts of the Context that the template loses: in some of its branches, or always."""

from collections.abc import Iterator, Mapping, Sequence

from generator.word.contract.declared import ITEM, Path, leaves
from generator.word.contract.names import NAMES, Shown, named
from generator.word.contract.spots import Fault, Piece, Spot


def lost(
    shown: set[Shown], partly: Mapping[Path, Piece], near: Mapping[Path, Spot]
) -> Iterator[Fault]:
    """The texts of the Context that the template does not show in every branch, or never: told once
    for all below one name.

    `near` tells where texts are shown: a lost one is looked for beside its nearest relation.
    """
    missing = [leaf.path for leaf in leaves() if leaf.path not in shown]
    told_of: set[tuple[str, str]] = set()
    for path in missing:
        top = _top(path, missing)
        where = _beside(top, near)
        # A tag in a macro shows the texts of every place where the macro is used: it is told of
        # once.
        if path not in partly and where and (where, top[-1]) in told_of:
            continue
        told_of.add((where, top[-1]))
        if piece := partly.get(path):
            told = (
                f"{piece.typed} visar ”{path[-1]}” i en del av fallen. "
                "I de andra skulle texten försvinna."
            )
            yield Fault("MAL002", told, "Sätt in taggen i varje gren, även efter else.", piece.spot)
        else:
            told = f"Mallen visar aldrig ”{named(top)}”. Texten skulle försvinna ur dokumentet."
            is_one = top == path and ITEM not in path
            tag = f"taggen {{{{ {named(top)} }}}}" if is_one else "taggen"
            yield Fault("MAL002", told, f"Sätt tillbaka {tag}. {NAMES}", where=where)


def _top(path: Path, missing: Sequence[Path]) -> Path:
    """The highest name above a lost text below which all is lost."""
    above = (path[:length] for length in range(1, len(path) + 1))
    return next(name for name in above if _all_below(name, missing))


def _beside(path: Path, near: Mapping[Path, Spot]) -> str:
    """Where the nearest relation of a lost text is shown; '' where it has none."""
    for length in range(len(path) - 1, 0, -1):
        found = [spot for shown, spot in near.items() if shown[:length] == path[:length]]
        if found:
            # A heading of many levels is shown by a macro of its own, far from the text that is
            # lost.
            spot = next((spot for spot in found if not spot.level), found[0])
            text = f"”{spot.text.strip()[:60]}”"
            return f"nära rubriken {text}" if spot.level else f"{spot.where}, nära {text}"
    return ""


def _all_below(path: Path, missing: Sequence[Path]) -> bool:
    return all(leaf.path in missing for leaf in leaves() if leaf.path[: len(path)] == path)
