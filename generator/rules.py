"""The list of rules, docs/regler.md, made from the checks' own docstrings and the other stages' codes."""

import inspect

from generator import checks, schema, source, verify

_INTRODUCTION = """# Regler

Så här granskas en plan. Varje regel har en kod, som står först i meddelandet: `fel[BUD001]`.
Sidan görs av verktyget självt (`make rules`); ändra den inte för hand.
"""


def page() -> str:
    """The whole page as Markdown, in Swedish."""
    rules = [f"### {(inspect.getdoc(check) or '').strip()}" for check in checks.CHECKS]
    return (
        "\n\n".join(
            [
                _INTRODUCTION.strip(),
                "## Planens innehåll",
                *rules,
                _table("Filen går att läsa", source.CODES),
                _table("Varje värde är av rätt slag", schema.CODES),
                _table("Dokumentet är helt", verify.CODES),
            ]
        )
        + "\n"
    )


def _table(title: str, codes: dict[str, str]) -> str:
    rows = [f"| {code} | {rule} |" for code, rule in codes.items()]
    return "\n".join([f"## {title}", "", "| Kod | Regel |", "| --- | --- |", *rows])
