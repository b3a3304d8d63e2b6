"""The list of rules, docs/regler.md, made from the checks' own docstrings and the other stages'
codes.
"""

import re
from collections.abc import Iterable, Set

from generator import checks, exemptions, older, pages, schema, source
from generator.content.rule import Rule

_INTRODUCTION = """# Regler

Så här granskas en plan. Varje regel har en kod, som står först i meddelandet: `fel[BUD001]`.
Sidan görs av verktyget självt (`make rules`); ändra den inte för hand.
"""
_EXAMPLE = re.compile(r"\[[^\]]+\]\(#[^)]+\)")
"""A link that a rule speaks of: it leads nowhere from here."""
_EXCUSABLE = "\n\nKan undantas. I ett utkast är det en varning, i en beslutad plan ett fel."


def page() -> str:
    """The whole page as Markdown, in Swedish."""
    whole = "\n\n".join(
        [
            _INTRODUCTION.strip(),
            "## Planens innehåll",
            *_pages(rule for rule in checks.RULES if not rule.across),
            "## Från år till år",
            *_pages(rule for rule in checks.RULES if rule.across),
            _table("Filen går att läsa", {**source.CODES, **older.CODES}),
            _table("Varje värde är av rätt slag", schema.CODES),
            _table("Undantag", exemptions.CODES),
            _table("Mallen är hel", _codes_of_the_template()),
            _table("Dokumentet är helt", _codes_of_the_document()),
            _table("Sidorna stämmer (make pdf)", pages.CODES),
        ]
    )
    return _EXAMPLE.sub(r"`\g<0>`", whole) + "\n"


def _pages(rules: Iterable[Rule]) -> list[str]:
    return [f"### {rule.page}" + (_EXCUSABLE if rule.excusable else "") for rule in rules]


def sentences(codes: Set[str]) -> dict[str, str]:
    """The rule in a sentence for each of some codes."""
    known = {**source.CODES, **schema.CODES, **exemptions.CODES, **pages.CODES, **older.CODES}
    known |= {rule.code: rule.sentence for rule in checks.RULES}
    if not codes <= known.keys():
        known |= _codes_of_the_template() | _codes_of_the_document()
    return {code: known[code] for code in codes}


def _codes_of_the_template() -> dict[str, str]:
    """The codes of `contract`, which needs the Word libraries: a check without document does not
    wait for them.
    """
    from generator.word.contract import CODES

    return CODES


def _codes_of_the_document() -> dict[str, str]:
    """The codes of `verify`, likewise."""
    from generator import html
    from generator.word import verify

    return {**verify.CODES, **html.CODES}


def _table(title: str, codes: dict[str, str]) -> str:
    rows = [f"| {code} | {rule} |" for code, rule in codes.items()]
    return "\n".join([f"## {title}", "", "| Kod | Regel |", "| --- | --- |", *rows])
