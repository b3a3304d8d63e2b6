"""What is told of findings in any form: where each is, and how many there are."""

from collections import Counter
from collections.abc import Iterable

from generator import swedish
from generator.findings import Finding, Mark
from generator.source import Source

LEFT = "STA003"
"""The code of what is left to fill in."""


def placed(findings: Iterable[Finding], source: Source) -> list[tuple[Mark, Finding]]:
    """Findings with their places, sorted by place in the file, then by code; those of the template
    stay in its order.
    """
    marked = [(source.place(finding), finding) for finding in findings]
    return sorted(
        marked,
        key=lambda pair: (pair[0].line, pair[0].column, "" if pair[1].where else pair[1].code),
    )


def summary(findings: Iterable[Finding]) -> str:
    """'2 fel, 1 varning', or 'inga fel'."""
    listed = list(findings)
    counts = Counter(finding.severity for finding in listed if finding.code != LEFT)
    left = sum(finding.code == LEFT for finding in listed)
    words = [f"{counts['fel']} fel"] if counts["fel"] else ["inga fel"]
    words += [swedish.count(counts["varning"], "varning", "varningar")] if counts["varning"] else []
    words += [f"{counts['information']} för kännedom"] if counts["information"] else []
    words += [f"{left} kvar att fylla i"] if left else []
    return ", ".join(words)
