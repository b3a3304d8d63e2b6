"""A rule of a plan: a function with its code, and what may be done about what it finds.

The function's docstring is its page in docs/regler.md: the code and the rule in a sentence
(Swedish, as the secretariat reads it), then why, then the source.
"""

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct

from generator.findings import Finding

Check = Callable[..., Iterator[Finding]]

_WRAPPED = re.compile(r"(?<!\n)\n(?!\n|Varför:|Källa:)")
"""A line's end within a sentence."""


class Rule(Struct, frozen=True):
    """A check of a plan, or of a plan against last year's (`across`).

    `excusable`: the committee may agree otherwise (`undantag`), also where the finding is an error.
    `of_one_year`: an exemption from it is about one year's days, hosts or amounts, and does not go
    with the plan into the next.
    `gives_way_to`: the code of a rule that knows more; what it finds below a place is told instead.
    """

    check: Check
    code: str
    excusable: bool = False
    of_one_year: bool = False
    across: bool = False
    gives_way_to: str = ""

    def __call__(self, *plans: Any) -> Iterator[Finding]:
        """The findings of a plan; with last year's plan of one that is `across`."""
        return self.check(*plans)

    @property
    def page(self) -> str:
        """What docs/regler.md says of it."""
        return _WRAPPED.sub(" ", (inspect.getdoc(self.check) or "").strip())

    @property
    def sentence(self) -> str:
        """The rule in a sentence."""
        return self.page.partition("\n")[0].partition(": ")[2]


def rule(
    *,
    excusable: bool = False,
    of_one_year: bool = False,
    across: bool = False,
    gives_way_to: str = "",
) -> Callable[[Check], Rule]:
    """Make a rule of a check whose docstring begins with its code."""

    def made(check: Check) -> Rule:
        code = (check.__doc__ or "").partition(":")[0]
        return Rule(check, code, excusable, of_one_year, across, gives_way_to)

    return made
