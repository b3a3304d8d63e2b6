"""The members take turns: in every cycle that the plan has, whatever it is called."""

from collections import Counter
from collections.abc import Iterator, Sequence

from generator.content.kind import Turn
from generator.content.rule import rule
from generator.findings import Finding
from generator.plan import Plan
from generator.swedish import count, in_words, listing
from generator.turns import following, waiting


@rule(excusable=True, of_one_year=True)
def hosts_take_turns(plan: Plan) -> Iterator[Finding]:
    """ROT002: Varje kommun är värd precis en gång på så många tillfällen i följd som kommunerna är,
    i varje turordning.

    Varför: kommunerna delar lika på värdskapet. Grupper med samma ord under turordning delar en
    turordning.
    Källa: värdarna i 2017 års plan, där turordningarna är fasta följder. Kommittén kan bestämma
    annat (undantag).
    """
    for name, held in plan.cycles.items():
        if _is_whole(plan, name) and plan.is_whole("kommuner"):
            yield from _repeats(held, plan.members)


def _is_whole(plan: Plan, cycle: str) -> bool:
    """True if none of the turns of a cycle was left out."""
    places = (place for content in plan.contents() for place in content.turn_places())
    return all(plan.is_whole(*at) for name, at in places if name in (cycle, ""))


def _repeats(held: Sequence[Turn], members: Sequence[str]) -> Iterator[Finding]:
    """Each host who comes back too soon. The turn that has one other member waiting is the mistaken
    one, and is told once.
    """
    names: list[str] = [str(turn.host) for turn in held]
    for place, name in enumerate(names):
        nearby = range(place - 1, max(-1, place - len(members)), -1)
        before = next((i for i in nearby if names[i] == name), None)
        if before is None or not name:
            continue
        candidates = [i for i in (place, before) if len(waiting(names, i, members)) == 1]
        culprit = candidates[0] if candidates else place
        left = waiting(names, culprit, members)
        days = (held[before].told, held[place].told)
        other = before if culprit == place else place
        also = ((held[other].host.at, f"{name} är värd här också"),)
        message = f"{name} är värd {days[0]} och igen {days[1]}, {_between(place - before - 1)}."
        hint = _hint(left, days, has_two=len(candidates) == 2)
        yield Finding("ROT002", message, held[culprit].host.at, hint, also=also)
        if len(left) == 1:
            names[culprit] = left[0]


def _between(occasions: int) -> str:
    if not occasions:
        return "två gånger i rad"
    return f"med bara {count(occasions, 'tillfälle', 'tillfällen')} emellan"


def _hint(left: Sequence[str], days: tuple[str, str], *, has_two: bool) -> str:
    """What to do about a host who comes back too soon, when some are `left` waiting."""
    if has_two:
        return (
            f"{left[0]} saknas i följden: skriv {left[0]} där det blev "
            f"fel, {days[0]} eller {days[1]}."
        )
    on_turn = f"På tur står {listing(left, 'eller')}. " if 0 < len(left) <= 3 else ""
    way = "Byt då namnen på båda ställena, och på samma sätt bland nästa års möten."
    return f"{on_turn}Har två kommuner bytt tur? {way}"


@rule(excusable=True, of_one_year=True, across=True)
def turns_continue(plan: Plan, before: Plan) -> Iterator[Finding]:
    """ROT004: Varje turordning fortsätter där förra årets plan slutade.

    Varför: den som är värd för tidigt har fått en annans tur, också när ett årsskifte ligger
    emellan. Den som har kommit till eller lämnat samarbetet räknas från det år då det skedde.
    Källa: värdarna i 2017 års plan, där turordningarna är fasta följder. Kommittén kan bestämma
    annat (undantag).
    """
    for name, held in plan.cycles.items():
        last = before.cycles.get(name, [])
        if not last or not _is_whole(plan, name) or not _is_whole(before, name):
            continue
        if all(turn.is_a_year for turn in held):
            yield from _list_continues(plan, before, held, last)
        else:
            yield from _occasions_continue(plan, before, held, last)


def _list_continues(
    plan: Plan, before: Plan, held: Sequence[Turn], last: Sequence[Turn]
) -> Iterator[Finding]:
    """Years of a list whose host is another than last year's list has, or than a whole cycle
    ago.
    """
    listed = {turn.order[0]: turn.host for turn in last}
    for turn in held:
        year = turn.order[0]
        is_new = year not in listed
        expected = listed.get(year - before.cycle if is_new else year)
        if not expected or expected not in plan.members or turn.host == expected:
            continue
        if is_new and set(plan.members) != set(before.members):
            continue
        why = (
            f"{in_words(before.cycle).capitalize()} år tidigare var {expected} värd"
            if is_new
            else f"I förra årets plan är {expected} värd"
        )
        message = f"{turn.host} är värd för {turn.told}, men {expected} står på tur."
        yield Finding("ROT004", message, turn.host.at, f"{why}: skriv {expected}.", on_key=False)


def _occasions_continue(
    plan: Plan, before: Plan, held: Sequence[Turn], last: Sequence[Turn]
) -> Iterator[Finding]:
    """Hosts who come back too soon after last year; announced meetings are left to ROT005."""
    past = [turn for turn in last if turn.order[0] == before.year]
    told = {(turn.list, turn.number) for turn in last if turn.order[0] == before.year + 1}
    announced = Counter(name for name, _ in told)
    names: list[str] = [str(turn.host) for turn in past]
    cycle = min(plan.cycle, before.cycle)
    own = [str(turn.host) for turn in held]
    for place, turn in enumerate(held):
        nearby = range(len(past) - 1, max(-1, len(names) - cycle), -1)
        too_soon = next((i for i in nearby if names[i] == turn.host), None)
        names.append(str(turn.host))
        is_told = turn.order[0] == plan.year and turn.number < announced[turn.list]
        is_told = is_told or turn.host in own[place + 1 : place + plan.cycle]  # ROT002 says so
        if turn.host and too_soon is not None and not is_told:
            expected = following(names[:-1], plan.members)
            on_turn = f"På tur står {expected}. " if expected else ""
            message = (
                f"{turn.host} är värd {turn.told}, men var det också "
                f"{past[too_soon].told} i förra årets plan."
            )
            yield Finding("ROT004", message, turn.host.at, on_turn.strip())


RULES = (hosts_take_turns, turns_continue)
