"""What a button is of: a key that the browser sends back, by which it is found in the plan as it is
by then. What was typed may have come between: a number would mean the next one, where one before it
is gone.
"""

from collections.abc import Iterable
from hashlib import sha256

from generator.findings import Finding
from generator.pipeline import Build
from generator.values import OpenPlace


def key_of(one: Finding | OpenPlace) -> str:
    """The key of what is told or asked: its words, and its place."""
    words = (one.code, one.message) if isinstance(one, Finding) else (one.words,)
    return sha256(repr((one.at, words)).encode()).hexdigest()[:16]


def finding_of(key: str, now: Build) -> Finding | None:
    """The finding that was shown with a key; None where it is gone."""
    return next((one for one in now.findings if key_of(one) == key), None)


def places_of(keys: Iterable[str], now: Build) -> list[OpenPlace]:
    """The places that were shown with some keys, but those that are gone."""
    shown = {*keys}
    places = now.plan.open_places if now.plan else ()
    return [one for one in places if key_of(one) in shown]
