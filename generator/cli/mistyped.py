"""What argparse says of a word that it cannot take, in Swedish and with the word."""

import re
from collections.abc import Iterable, Mapping

_ARGUMENT = r"argument (?:[^:]*/)?([^:/]+): "
"""Of the ways to type an argument the last, which is the longest."""
_SAID: Mapping[str, str] = {
    r"the following arguments are required: (.+)": r"\1 saknas.",
    _ARGUMENT + "expected (?:one|at least one) argument": r"Något saknas efter \1.",
    _ARGUMENT + "invalid int value: '(.*)'": r"Efter \1 står ett nummer, inte ”\2”.",
    _ARGUMENT + r"invalid choice: '(.*)' \(choose from (.+)\).*": (
        r"Efter \1 står ett av \3, inte ”\2”."
    ),
    r"ambiguous option: (\S+) could match (.+)": r"\1 kan vara flera: \2. Skriv hela ordet.",
    _ARGUMENT + "ignored explicit argument '.*'": r"\1 skrivs utan något efter.",
}
"""argparse's words (of Python 3.11 to 3.13; later ones may guess after them) -> ours."""


def sentence(message: str) -> str:
    """What is wrong, of argparse's message; '' where it says something that is not known here."""
    for words, ours in _SAID.items():
        if said := re.fullmatch(words, message):
            # Before Python 3.12 each choice is in quotation marks.
            return said.expand(ours).replace("'", "")
    return ""


def beyond(words: Iterable[str], command: str, known: Iterable[str]) -> str:
    """What to say of words that a command does not take; `known` are the options that it has."""
    from difflib import get_close_matches

    first = next(iter(words))
    # Every option begins with dashes: they make none alike.
    by_word = {option.lstrip("-"): option for option in known}
    near = get_close_matches(first.partition("=")[0].lstrip("-"), by_word, 1, 0.5)
    asked = f" Menade du {by_word[near[0]]}?" if near else ""
    return f"”{first}” hör inte till {command}.{asked}"
