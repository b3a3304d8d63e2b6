"""What argparse says of a word that it cannot take, in Swedish and with the word."""

import re
from collections.abc import Callable, Iterable, Mapping

_SAID: Mapping[str, Callable[[re.Match[str]], str]] = {
    r"the following arguments are required: (.+)": lambda said: f"{said[1]} saknas.",
    r"argument ([^:]+): expected (?:one|at least one) argument": (
        lambda said: f"Något saknas efter {_last(said[1])}."
    ),
    r"argument ([^:]+): invalid int value: '(.*)'": (
        lambda said: f"Efter {_last(said[1])} står ett nummer, inte ”{said[2]}”."
    ),
    r"argument ([^:]+): invalid choice: '(.*)' \(choose from (.+)\).*": (
        lambda said: (
            f"Efter {_last(said[1])} står ett av {said[3].replace(chr(39), '')}, inte ”{said[2]}”."
        )
    ),
    r"ambiguous option: (\S+) could match (.+)": (
        lambda said: f"{said[1]} kan vara flera: {said[2]}. Skriv hela ordet."
    ),
    r"argument ([^:]+): ignored explicit argument '.*'": (
        lambda said: f"{_last(said[1])} skrivs utan något efter."
    ),
}
"""argparse's words (of Python 3.11 to 3.13; later ones may guess after them) -> ours."""


def sentence(message: str) -> str:
    """What is wrong, of argparse's message; '' where it says something that is not known here."""
    for words, made in _SAID.items():
        if said := re.fullmatch(words, message):
            return made(said)
    return ""


def beyond(words: Iterable[str], command: str, known: Iterable[str]) -> str:
    """What to say of words that a command does not take; `known` are the options that it has."""
    from difflib import get_close_matches

    first = next(iter(words))
    near = get_close_matches(first.partition("=")[0], [*known], 1, 0.6)
    asked = f" Menade du {near[0]}?" if near else ""
    return f"”{first}” hör inte till {command}.{asked}"


def _last(names: str) -> str:
    """The name of an argument that is shown: of its ways to be typed the longest, which is last."""
    return names.rpartition("/")[2]
