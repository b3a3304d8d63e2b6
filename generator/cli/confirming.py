"""The command that takes away the comments by which a plan asks: confirm."""

import argparse
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from generator import confirm as confirming
from generator import files, report, swedish
from generator.cli.terminal import (
    GOOD,
    YES,
    WrongUseError,
    ask,
    choose,
    list_places,
    plan_file,
    say,
)
from generator.examined import examined, is_saved_as_read, mark_of
from generator.findings import has_errors
from generator.pipeline import Build
from generator.values import OpenPlace


def confirm(chosen: argparse.Namespace) -> int:
    """Confirm what a draft asks about, a whole kind at a time: the comments that ask are taken
    away.
    """
    path = plan_file(chosen.year)
    raw = files.read(path)
    built = examined(path, raw)
    _refuse_what_is_not_whole(built, raw)
    found = confirming.groups(built)
    kinds = _kinds(chosen, found) if found else []
    if not kinds:
        _say_that_nothing_is_asked(built, [*found])
        return GOOD
    if not chosen.ja and not sys.stdin.isatty():
        for kind in kinds:
            _show(kind, found[kind], built)
        _say_how_without_answers(chosen)
        return GOOD
    try:
        picked = _picked(kinds, found, built, chosen)
    except EOFError:
        # Whoever answered is gone: what was said so far is no decision.
        picked = []
    if not picked:
        say("Inget är skrivet.")
        return GOOD
    _write_without(path, raw, built, picked)
    return GOOD


def _refuse_what_is_not_whole(built: Build, raw: bytes) -> None:
    """Refuse a plan that has errors, but those of what a decided plan still asks."""
    places = built.plan.open_places if built.plan else ()
    asked = {place.comment for place in places}
    wrong = [one for one in built.findings if one.at not in asked]
    if built.plan is None or has_errors(wrong) or not is_saved_as_read(built, raw):
        name = built.source.name
        raise files.FileError(
            f"{name} har fel ({report.summary(wrong)}). "
            f"Rätta dem först: make check YEAR={files.asked_for(name)}"
        )


def _write_without(path: Path, raw: bytes, built: Build, picked: Sequence[OpenPlace]) -> None:
    """Write a plan without the comments of some places, and tell how many. Raises
    files.FileError.
    """
    name = built.source.name
    text = confirming.without(built.source, picked)
    tried = examined(path, text.encode())
    if tried.source.data != built.source.data:
        raise files.FileError(
            f"Anteckningarna i {name} går inte att ta bort säkert. "
            "Ta bort dem för hand. Inget är skrivet."
        )
    if files.read(path) != raw:
        raise files.FileError(
            f"Filen {name} har ändrats under tiden. Inget är skrivet. Kör kommandot igen."
        )
    files.write(path, mark_of(raw) + text.encode())
    remarks = sum(place.is_remark for place in picked)
    counted = (
        (len(picked) - remarks, "ställe bekräftat", "ställen bekräftade"),
        (remarks, "kommentar borttagen", "kommentarer borttagna"),
    )
    what = swedish.listing(swedish.count(*one) for one in counted if one[0])
    say(f"Skrivet: {name}, {what}. Kvar: {report.summary(tried.findings)}.")


def _say_that_nothing_is_asked(built: Build, others: Sequence[str]) -> None:
    """Say so of a plan, or of some kinds where it asks about `others`; and how many places are left
    to fill in.
    """
    name = built.source.name
    left = len(built.plan.open_places) if built.plan else 0
    if others:
        say(f"Inget är kvar att bekräfta av det. Kvar: {swedish.listing(others)}.")
        return
    places = swedish.count(left, "ställe är", "ställen är")
    how = f"make check YEAR={files.asked_for(name)}"
    more = f", men {places} kvar att fylla i:  {how}  visar det" if left else ""
    say(f"{name} har inget att bekräfta{more}.")


def _say_how_without_answers(chosen: argparse.Namespace) -> None:
    wanted = chosen.what or "belopp"
    say(
        "Här kan ingen svara. När de är rätta: skriv"
        f"  make confirm YEAR={chosen.year} VAD={wanted} JA=1  (utan make: --vad {wanted} --ja)."
    )
    say("Inget är skrivet.")


def _kinds(chosen: argparse.Namespace, found: Mapping[str, Sequence[OpenPlace]]) -> list[str]:
    """The kinds to confirm, in the plan's order: those that were named, else all; none where
    nothing is left of those. Raises WrongUseError.
    """
    if not chosen.what:
        # What reviewers said is not seen to because everything is right.
        return [kind for kind in found if not (chosen.ja and kind == confirming.REMARKS)]
    others = (confirming.AMOUNTS, confirming.TEXTS, confirming.REMARKS, confirming.OTHERS)
    days = [kind for kind in found if kind not in others]
    kinds: list[str] = []
    for word in re.split(r"[,\s]+", chosen.what.strip().casefold()):
        if word not in (confirming.DAYS, *others, *found):
            there_are = swedish.listing([*([confirming.DAYS] if days else []), *found])
            raise WrongUseError(f"”{word}” finns inte bland det som ska bekräftas: {there_are}.")
        kinds += days if word == confirming.DAYS else [kind for kind in found if kind == word]
    return list(dict.fromkeys(kinds))


def _picked(
    kinds: Sequence[str],
    found: Mapping[str, Sequence[OpenPlace]],
    built: Build,
    chosen: argparse.Namespace,
) -> list[OpenPlace]:
    """What is confirmed: texts and remarks one by one, each of which has to be read; of all else a
    kind at a time. Raises EOFError where nobody answers any more.
    """
    picked: list[OpenPlace] = []
    for kind in kinds:
        places = found[kind]
        if kind in _QUESTIONS and not chosen.ja:
            read, is_done = _read(kind, places, built)
            picked += read
            if is_done:
                break
            continue
        _show(kind, places, built)
        if chosen.ja or ask(_QUESTION_OF_ONE if len(places) == 1 else _QUESTION) in YES:
            picked += places
    return picked


_QUESTION_OF_ONE = "Är det rätt, så att anteckningen kan tas bort? Svara j för ja:"
_QUESTION = "Är de rätta, så att anteckningarna kan tas bort? Svara j för ja:"
_QUESTIONS = {
    confirming.TEXTS: "Är texten läst och rätt, så att anteckningen kan tas bort?",
    confirming.REMARKS: "Är kommentaren omhändertagen, så att den kan tas bort?",
}
"""What is asked of one at a time, and how."""
_ANSWERS = "j (ja), a (ja, och alla som är kvar), n (nej), s (sluta fråga):"


def _read(kind: str, places: Sequence[OpenPlace], built: Build) -> tuple[list[OpenPlace], bool]:
    """The texts, or the remarks, that are said to be read, each shown whole; and True where the
    user wants no more questions.
    """
    _head(kind, places)
    picked: list[OpenPlace] = []
    for number, place in enumerate(places):
        _show_text(place, built)
        answer = choose(f"({number + 1} av {len(places)}) {_QUESTIONS[kind]} {_ANSWERS}", "jan")
        say()
        if answer == "s":
            return picked, True
        picked += [place] if answer in ("j", "a") else []
        if answer == "a":
            # Nothing is confirmed that has not been shown.
            for other in places[number + 1 :]:
                _show_text(other, built)
            return [*picked, *places[number + 1 :]], False
    return picked, False


def _show(kind: str, places: Sequence[OpenPlace], built: Build) -> None:
    """The places of a kind, each with what stands there; a text whole."""
    _head(kind, places)
    if kind in _QUESTIONS:
        for place in places:
            _show_text(place, built)
        return
    rows: list[tuple[str, str, str]] = []
    for place in places:
        assert place.comment is not None
        where = f"{built.source.name}:{place.comment.line}"
        rows.append((where, _stands_at(place, built), place.words))
    list_places(rows)


def _head(kind: str, places: Sequence[OpenPlace]) -> None:
    say(f"{kind.capitalize()}, {swedish.count(len(places), 'ställe', 'ställen')}:")


def _show_text(place: OpenPlace, built: Build) -> None:
    """A text whole, below its place in the file, the headings that it stands under and what is
    asked about it.
    """
    assert built.plan is not None
    assert place.comment is not None
    say(f"  {report.visible(f'{built.source.name}:{place.comment.line}  {place.words}')}")
    say(report.visible(" – ".join(confirming.above(place, built.plan))), lead="  ")
    for line in _stands_at(place, built).split("\n"):
        words = line.lstrip(" -")
        # The words of an item hang behind its dash.
        say(built.plan.filled(words), lead=f"    {line.removesuffix(words)}")
    say()


def _stands_at(place: OpenPlace, built: Build) -> str:
    """What stands in the plan where something is asked: a text whole, days with their weekdays,
    else the line.
    """
    assert built.plan is not None
    assert place.comment is not None
    lines = built.source.text.split("\n")
    whole = confirming.text_at(place, built.plan) or confirming.days_at(place, built.plan)
    typed = report.stands_before(place.comment, lines)
    return whole or typed or lines[built.source.locate(place.at).line - 1].strip(" -")
