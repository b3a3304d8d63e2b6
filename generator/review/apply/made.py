"""Changes of values that are made: what is spliced into the file, and what it is to show."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct, field

from generator.context import Printed
from generator.findings import Finding
from generator.review.apply.alike import alike
from generator.review.apply.showing import Item, Shown
from generator.review.feedback import Remark
from generator.source.reading import Splice


class Applied(Struct):
    """The file's text with the changes made, what was made, and what was refused, each with the
    reason (a Swedish clause). `followed` tells the sums that were changed with their rows.
    """

    text: str
    made: list[Remark] = field(default_factory=list)
    refused: list[tuple[Remark, str]] = field(default_factory=list)
    followed: list[str] = field(default_factory=list)

    def refuse(self, remarks: Sequence[Remark], why: str) -> None:
        """Take note that some changes are not made."""
        self.refused += [(remark, why) for remark in remarks]


class Made(Struct, frozen=True):
    """The changes of one value: splices of the file, what it then shows, whose they are, and what
    is told of a sum that follows. `items` are what comes to a list or goes from it.
    """

    splices: list[Splice]
    expected: dict[Printed, list[Shown]]
    remarks: list[Remark]
    told: str = ""
    items: tuple[Item, ...] = ()

    @property
    def numbers(self) -> set[int]:
        """The numbers of those whose changes they are."""
        return {remark.number for remark in self.remarks}


def expected_of(every: Iterable[Made]) -> dict[Printed, list[Shown]]:
    """What some changes are to show together."""
    return {key: texts for of_value in every for key, texts in of_value.expected.items()}


def differs(expected: Mapping[Printed, list[Shown]]) -> bool:
    """True if something is to be shown that is not shown already."""
    for (_, _, before), texts in expected.items():
        if [alike(text) for _, text in texts] != [alike(before)]:
            return True
    return False


def overlap(splices: Sequence[Splice]) -> bool:
    """True where two splices are of the same words."""
    ordered = sorted(splices)
    return any(second[0] < first[1] for first, second in pairwise(ordered))


def errors_of(findings: Sequence[Finding]) -> Counter[tuple[str, str]]:
    """The errors among some findings, each with how often it is said."""
    return Counter(
        (finding.code, finding.message) for finding in findings if finding.severity == "fel"
    )


def complaint(errors: Counter[tuple[str, str]]) -> str:
    """What the check would say; '' for nothing."""
    return f"kontrollen skulle säga: {next(iter(errors))[1]}" if errors else ""
