"""The rules of a plan. Each check is a plain function (Plan) -> Iterator[Finding]; its docstring is its page in docs/regler.md.

A docstring begins with the code and the rule in a sentence (Swedish, as the secretariat reads it), then why, then the source.
"""

from collections.abc import Callable, Iterator
from itertools import islice

from generator.checks import accessibility, budget, calendar, rotation, status, text, typography, years
from generator.findings import Finding
from generator.plan import Plan

_MOST = 100

Check = Callable[[Plan], Iterator[Finding]]
YearCheck = Callable[[Plan, Plan], Iterator[Finding]]
"""A check of a plan against last year's."""

CHECKS: tuple[Check, ...] = (
    budget.income_adds_up,
    budget.costs_add_up,
    budget.balances,
    budget.rows_are_sound,
    budget.fees_are_shared_by_all,
    rotation.radslag_spans_eight_years,
    rotation.hosts_take_turns,
    rotation.radslag_host_agrees,
    rotation.occasions_have_hosts,
    calendar.weekdays_agree,
    calendar.days_are_ordinary,
    calendar.dates_are_in_order,
    calendar.groups_meet_often_enough,
    calendar.no_day_is_taken_twice,
    calendar.meetings_are_prepared,
    calendar.meetings_end_after_they_begin,
    calendar.nyckeltalsdag_is_in_an_odd_year,
    text.number_words_agree,
    typography.quotation_marks_are_paired,
    typography.habits_are_recommended,
    typography.lists_are_uniform,
    typography.spaces_are_single,
    typography.lines_are_plain,
    typography.signs_are_letters,
    text.prose_is_within_the_subset,
    text.facts_are_known,
    text.page_references_lead_somewhere,
    text.nothing_slid_into_the_prose,
    text.headings_have_no_number,
    text.paragraphs_stand_once,
    text.english_phrases_are_used,
    accessibility.links_say_where_they_lead,
    accessibility.headings_are_headings,
    accessibility.lists_are_lists,
    status.decided_plan_is_complete,
    status.draft_tells_what_is_left,
    status.file_is_named_after_the_year,
)


YEAR_CHECKS: tuple[YearCheck, ...] = (
    years.last_year_is_read,
    years.amounts_against_last_year,
    years.rotations_continue,
    years.first_meetings_were_announced,
    years.no_year_is_left_behind,
)
ALL: tuple[Check | YearCheck, ...] = (*CHECKS, *YEAR_CHECKS)


def run(plan: Plan, before: Plan | None = None) -> list[Finding]:
    """The findings of every check, at most a hundred of each: a plan with more of them is told enough. `before` is last year's plan."""
    made = [check(plan) for check in CHECKS]
    made += [check(plan, before) for check in YEAR_CHECKS] if before else []
    return [finding for found in made for finding in islice(found, _MOST)]


def codes() -> set[str]:
    """The code of every check."""
    return {code_and_rule(check)[0] for check in ALL}


def code_and_rule(check: Check | YearCheck) -> tuple[str, str]:
    """A check's code and its rule in a sentence, from its docstring."""
    code, _, rule = (check.__doc__ or "").partition("\n")[0].partition(": ")
    return code, rule
