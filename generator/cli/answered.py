"""What the commands of the review share: which answers are read, and which remarks are meant."""

import argparse
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from generator import report
from generator.answers import Received
from generator.cli.terminal import GOOD, PLAN_HAS_ERRORS, WrongUseError, complain, plan_file
from generator.review.feedback import Remark, telling

_NO_NUMBER = "Listan har nummer 1 till {}, inte {}. Se make feedback."


def told_of_others(found: Received) -> int:
    """Tell of the files that were not read."""
    for problem in (*found.skipped, *found.unread):
        complain(problem)
    return PLAN_HAS_ERRORS if found.unread else GOOD


def plan_of(chosen: argparse.Namespace) -> Path | None:
    """The plan that the answers are said to be of."""
    return plan_file(chosen.plan) if chosen.plan else None


def among(remarks: Sequence[Remark], chosen: argparse.Namespace) -> list[Remark]:
    """The remarks of some numbers, or of an author; else all. Raises WrongUseError."""
    meant = list(remarks)
    if chosen.numbers:
        numbers = numbers_among(chosen.numbers, remarks)
        meant = [remark for remark in remarks if remark.number in numbers]
    if chosen.author:
        meant = [remark for remark in meant if _is_by(remark, chosen.author)]
        if not meant:
            every = [author for remark in remarks for author in remark.authors]
            authors = telling.authors(every) if every else "ingen"
            name = report.shortened(chosen.author)
            raise WrongUseError(f"{name} har inte skrivit något. De som har skrivit är: {authors}.")
    return meant


def _is_by(remark: Remark, wanted: str) -> bool:
    return any(_is_called(author, wanted) for author in remark.authors)


def _is_called(author: str, wanted: str) -> bool:
    """True if all the words of a name are among those of an author."""
    words = unicodedata.normalize("NFC", wanted).casefold().split()
    return {*words} <= {*author.casefold().split()}


def numbers_among(text: str, remarks: Sequence[Remark]) -> set[int]:
    """'1,3-5' -> {1, 3, 4, 5}, all of them numbers of remarks. Raises WrongUseError."""
    numbers = _numbers(text)
    if missing := sorted(numbers - {remark.number for remark in remarks}):
        raise WrongUseError(_NO_NUMBER.format(len(remarks), missing[0]))
    return numbers


def _numbers(text: str) -> set[int]:
    """'1,3-5' -> {1, 3, 4, 5}. Raises WrongUseError."""
    found: set[int] = set()
    for part in re.split(r"[,\s]+", text.strip()):
        first, _, last = part.partition("-")
        if not (
            re.fullmatch("[0-9]{1,9}", first)
            and re.fullmatch("[0-9]{1,9}", last or first)
            and 0 <= int(last or first) - int(first) < 1000
        ):
            raise WrongUseError(f"Skriv nummer som 1,3-5, inte ”{text}”.")
        found |= {*range(int(first), int(last or first) + 1)}
    return found
