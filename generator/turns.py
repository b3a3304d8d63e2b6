"""A cycle of hosts: each member in turn, once in as many occasions as there are members."""

from collections.abc import Sequence


def waiting(names: Sequence[str], place: int, members: Sequence[str]) -> list[str]:
    """The members that could host at a place in a cycle without coming back too soon."""
    length = len(members)
    nearby = {*names[max(0, place - length + 1) : place], *names[place + 1 : place + length]}
    return [name for name in members if name not in nearby]


def following(names: Sequence[str], members: Sequence[str]) -> str:
    """Who is next in a cycle: the only member still waiting, or the host of a whole cycle ago; ''
    where neither is known.
    """
    length = len(members)
    left = waiting(names, len(names), members)
    if len(left) == 1 and (len(names) >= length or "" not in names):
        return left[0]
    return names[-length] if 0 < length <= len(names) and names[-length] in members else ""
