"""The two rotations: who has hosted in turn, and who is next. Each is a fixed cycle of the eight municipalities."""

from collections.abc import Sequence

from generator.plan import MUNICIPALITIES, Event, Plan, Text

CYCLE = len(MUNICIPALITIES)


def occasions(plan: Plan) -> list[Event]:
    """The committee's meetings, its conference and the meetings announced for next year, in order of time."""
    groups = [group for kind in ("samarbetskommittén", "planeringskonferensen") if (group := plan.group(kind))]
    events = [event for group in groups for event in group.events if event.first.year == plan.year]
    events += [event for group in groups for event in group.previews if event.first.year == plan.year + 1]
    return sorted(events, key=lambda event: (event.first.year, event.first.month, event.first.day or 0))


def turns(event: Event) -> list[tuple[Text, str]]:
    """The turns that an occasion takes, one for each host; an open one ('') where the host is not yet known."""
    return [(host, str(event.first)) for host in event.hosts or (Text("", event.at),)]


def waiting(names: Sequence[str], place: int) -> list[str]:
    """The municipalities that could host at a place in a rotation without coming back too soon."""
    nearby = {*names[max(0, place - CYCLE + 1) : place], *names[place + 1 : place + CYCLE]}
    return [name for name in MUNICIPALITIES if name not in nearby]


def following(names: Sequence[str]) -> str:
    """Who is next in a rotation: the host of eight turns ago, or the only one still waiting; '' where neither is known."""
    if len(names) >= CYCLE:
        return names[-CYCLE]
    left = waiting(names, len(names))
    return left[0] if len(left) == 1 and "" not in names else ""
