"""The command apply: reviewers' changes into the plan, shown first, asked about, each proven."""

import argparse
import sys
from collections.abc import Sequence

from msgspec.structs import replace

from generator import files, report, swedish
from generator.answers import Received, received
from generator.cli.answered import among, numbers_among, plan_of, told_of_others
from generator.cli.terminal import (
    GOOD,
    PLAN_HAS_ERRORS,
    WrongUseError,
    agrees,
    choose,
    complain,
    say,
    show_changes,
)
from generator.cli.typed import matched
from generator.examined import examined, is_saved_as_read, mark_of
from generator.replied import LIST, for_the_template, remember
from generator.review.apply import Agreement, Applied, brings, hindrance, is_already_made
from generator.review.apply import apply as applied
from generator.review.apply.beside import against, warned
from generator.review.feedback import Remark, telling
from generator.review.feedback.about import reason

_LONGEST = 500
"""Characters of a reason, or of what a check says."""


def apply(chosen: argparse.Namespace) -> int:
    """Write chosen changes into the plan."""
    found = received([*matched(chosen.files)], plan_of(chosen))
    if told_of_others(found) != GOOD:
        complain("Inget är ändrat: alla svar måste gå att läsa, så att de kan jämföras.")
        return PLAN_HAS_ERRORS
    typed, name = found.built.source.text, files.shown(found.path)
    if not is_saved_as_read(found.built, found.raw):
        raise files.FileError(
            f"Filen {name} är inte sparad som UTF-8. "
            f"Kör  make fix YEAR={files.asked_for(name)}  först."
        )
    agreements = _agreements(found.remarks, chosen)
    picked, carried = _picked(found, chosen, agreements)
    _keep_for_the_template(among(found.remarks, chosen), found)
    # What breaks an agreement is named by its number: that chooses it too.
    named = [one for one in found.remarks if one.number in agreements and one not in picked]
    changes = [one for one in (*picked, *named) if not one.of_template]
    done = applied(found.built, changes, carried, found.check, agreements)
    is_refused = _tell_refused(done)
    if done.text == typed:
        say("Inget att skriva." if found.remarks else telling.count(found.remarks))
        return PLAN_HAS_ERRORS if is_refused else GOOD
    _show(done, found)
    what = _count(done.made)
    if not (chosen.ja or _is_agreed_to(found, what)):
        say("Inget är skrivet.")
        return GOOD
    if files.read(found.path) != found.raw:
        raise files.FileError(
            f"Filen {name} har ändrats under tiden. Inget är skrivet. Kör kommandot igen."
        )
    raw = mark_of(found.raw) + done.text.encode()
    files.write(found.path, raw)
    left = report.summary(examined(found.path, raw).findings)
    say(f"Skrivet: {name}, {what}. Kvar: {left}.")
    remember(found, done.made)
    return GOOD


def _tell_refused(done: Applied) -> bool:
    """Tell of what is not made; True where something could not be."""
    already = [(remark, why) for remark, why in done.refused if is_already_made(why)]
    refused = [(remark, why) for remark, why in done.refused if not is_already_made(why)]
    _tell_reasons("Görs inte", refused)
    _tell_reasons("Står redan", already)
    if already:
        say(f"{swedish.count(len(already), 'ändring', 'ändringar')} är redan i planen.")
    return bool(refused)


def _show(done: Applied, found: Received) -> None:
    """Show what would be written, what follows from it, and what the check will say of it."""
    typed, name = found.built.source.text, files.shown(found.path)
    show_changes(typed, done.text, name)
    for followed in done.followed:
        say(f"Följer med: {_shortly(followed).rstrip('.')}.")
    for line in against(done.made, found.remarks):
        say(f"Obs: {report.visible(line)}")
    for line in warned(found.built, found.check(done.text)):
        say(f"Kontrollen kommer att säga: {_shortly(line)}")


def _count(made: Sequence[Remark]) -> str:
    """'2 ändringar och 1 kommentar'."""
    comments = sum(remark.kind == "kommentar" for remark in made)
    counted = [
        (len(made) - comments, "ändring", "ändringar"),
        (comments, "kommentar", "kommentarer"),
    ]
    return swedish.listing(swedish.count(*one) for one in counted if one[0])


def _is_agreed_to(found: Received, what: str) -> bool:
    name = files.shown(found.path)
    if found.built.plan and found.built.plan.decided:
        say(f"Obs: {name} är den beslutade planen.")
    return agrees(
        f"Skriva till {name} ({what})? Svara j för ja:",
        "Lägg till --ja (make: JA=1) om ändringarna ska göras.",
    )


def _shortly(text: str) -> str:
    return report.visible(report.shortened(text, _LONGEST))


def _keep_for_the_template(remarks: Sequence[Remark], found: Received) -> None:
    """Keep the remarks on the template's own text in a list for whoever owns it."""
    if not any(remark.of_template for remark in remarks):
        return
    written, count = for_the_template(remarks, found)
    files.write_all(written)
    told = swedish.count(count, "ny synpunkt", "nya synpunkter")
    where = files.shown(files.BUILD / LIST)
    say(f"Ur mallens egen text: {told} finns nu i {where}, till mallens ägare.")


def _tell_reasons(what: str, remarks: Sequence[tuple[Remark, str]]) -> None:
    """Tell of remarks that are not made, each with the reason."""
    for remark, why in remarks:
        say(f"{what}: {report.visible(telling.head(remark))}")
        sentence = report.shortened(_capital(why), _LONGEST).rstrip(".")
        say(f"{sentence}.", lead=f"{' ' * len(what)}  ")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _agreements(remarks: Sequence[Remark], chosen: argparse.Namespace) -> dict[int, Agreement]:
    """The changes that are made though they break an agreement, each with its reason."""
    found: dict[int, Agreement] = {}
    for typed, is_open in ((chosen.exempt, False), (chosen.open, True)):
        numbers = numbers_among(typed, remarks) if typed else set()
        for remark in remarks:
            if remark.number in numbers:
                found[remark.number] = Agreement(reason(remark, remarks), is_open)
    return found


def _picked(
    found: Received, chosen: argparse.Namespace, agreements: dict[int, Agreement]
) -> tuple[list[Remark], list[Remark]]:
    """The changes to make, and the comments to carry: all, those of an author, those of some
    numbers, or those agreed to one by one.
    """
    if sum(map(bool, (chosen.numbers, chosen.author, chosen.alla))) > 1:
        raise WrongUseError("Välj på ett sätt: alla, av en person eller efter nummer.")
    meant = among(found.remarks, chosen)
    changes = [remark for remark in meant if remark.kind != "kommentar"]
    comments = [remark for remark in meant if remark.kind == "kommentar" and not remark.resolved]
    if comments and not (chosen.comments or chosen.numbers):
        many = swedish.count(len(comments), "kommentar", "kommentarer")
        say(f"{many} tas inte med; lägg till KOMMENTARER=1 (utan make: --comments).")
        comments = []
    if chosen.numbers or chosen.author or chosen.alla:
        return changes, comments
    if sys.stdin.isatty():
        return _agreed(changes, found, agreements), comments
    if not (chosen.comments or chosen.exempt or chosen.open):
        raise WrongUseError(
            "Säg vilka ändringar: ALLA=1, AV=NAMN eller NR=1,3-5 (utan make: "
            "--alla, --author NAMN eller --numbers 1,3-5)."
        )
    return [], comments


def _agreed(
    changes: Sequence[Remark], found: Received, agreements: dict[int, Agreement]
) -> list[Remark]:
    """Those that the user says yes to, one at a time; what cannot be made is told and not asked."""
    name = files.shown(found.path)
    agreed: list[Remark] = []
    for place, remark in enumerate(changes, 1):
        if remark.partner in {one.number for one in changes[: place - 1]}:
            # What was moved is asked about once; both of its places go together.
            agreed += [remark] if remark.partner in {one.number for one in agreed} else []
            continue
        if remark.of_template:
            say(f"{telling.block(remark, name)}\n")
            continue
        say(telling.block(replace(remark, problem=""), name))
        if why := _why_not(remark, agreed, found):
            is_made = is_already_made(why)
            say(f"   {'redan infört' if is_made else 'kan inte göras av verktyget'}: {why}\n")
            continue
        say(f"   ({place} av {len(changes)})")
        answer = _asked_of(remark, found, agreements)
        say()
        if answer == "s":
            break
        agreed += [remark] if answer == "j" else []
    say(f"{swedish.count(len(agreed), 'ändring är vald', 'ändringar är valda')}.")
    return agreed


def _why_not(remark: Remark, agreed: Sequence[Remark], found: Received) -> str:
    """Why a change is not asked about: what can be known before; '' where it is asked."""
    if remark.problem:
        return remark.problem
    if clashing := [other for other in agreed if other.number in remark.conflicts]:
        return f"den säger emot nr {clashing[0].number}, som är vald"
    return hindrance(found.built, remark, found.remarks, found.check)


def _asked_of(remark: Remark, found: Received, agreements: dict[int, Agreement]) -> str:
    """Ask about a change: 'j', 'n' or 's'. Where it breaks an agreement the findings stand beside
    it, and it may be made with an exemption (u) or as an open place (ö).
    """
    findings = brings(found.built, remark, found.check)
    for message in findings:
        say(f"   kontrollen säger då: {report.visible(message)}")
    ways = ", u (ja, med undantag), ö (ja, som öppet)" if findings else ""
    question = f"   Göra ändringen? j (ja){ways}, n (nej), s (sluta fråga):"
    try:
        answer = choose(question, "juön" if findings else "jn")
    except EOFError:
        # Nothing is written without another yes, at the end.
        return "s"
    if answer in ("u", "ö"):
        why = reason(remark, found.remarks)
        agreements[remark.number] = Agreement(why, answer == "ö")
        return "j"
    return answer
