"""The facts that a text may show by name, such as {år}: written once in the plan, shown where
needed.
"""

from collections.abc import Iterator, Mapping

from generator import swedish
from generator.values import FACT, Text


def filled(text: str, known: Mapping[str, Text]) -> str:
    """A line as it is shown: its facts replaced by their values, with Swedish typography."""
    return swedish.typeset("".join(split(text, known)))


def split(text: str, known: Mapping[str, Text]) -> Iterator[str]:
    """The text in pieces, each fact replaced by its value; a fact's piece is a Text that knows
    where the fact stands.
    """
    start = 0
    for match in FACT.finditer(text):
        if match[1] in known:
            yield text[start : match.start()]
            yield known[match[1]]
            start = match.end()
    yield text[start:]
