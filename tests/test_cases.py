"""Every code has a case, every case its code; each finding stands where the case says, with the
words that it says."""

from pathlib import Path

import cases
import pytest

from generator import checks, exemptions, files, older, pipeline, schema, source

CODES = {*source.CODES, *schema.CODES, *exemptions.CODES, *older.CODES, *checks.BY_CODE}
# A file that is too large is not kept here: test_source.py makes it.


@pytest.mark.parametrize("path", cases.files(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_case_gives_the_findings_that_it_states(path: Path, plan_schema):
    raw = path.read_bytes()
    pictures = files.pictures(path)
    built = pipeline.check(path.name, raw, plan_schema, cases.year_before(raw), pictures)
    found = sorted(
        cases.Expected(mark.line, mark.column, finding.code, finding.message)
        for finding in built.findings
        for mark in [built.source.place(finding)]
    )
    assert found == cases.expected(raw)
    assert path.parent.name in {expected.code for expected in found}
    assert all(finding.hint for finding in built.findings), "every finding says what to do"


def test_every_code_has_a_case_and_every_case_a_code():
    folders = {path.parent.name for path in cases.files()}
    for code in sorted(CODES - folders):
        pytest.fail(
            f"{code} has no case. Write tests/cases/{code}/vad_som_ar_fel.yaml: a small plan with the "
            f"fault, and behind the line that it is told of  #! {code} COLUMN: message  (how, and for "
            "running text, says tests/cases.py; the folder beside it has examples)."
        )
    for folder in sorted(folders - CODES):
        pytest.fail(
            f"tests/cases/{folder} is of no code: rename the folder after its rule, or remove it."
        )
    assert len(CODES) > 25


def test_the_small_plan_is_without_findings_and_the_adopted_one_has_only_its_wording(
    small_plan, plan_2017, plan_schema
):
    assert pipeline.check("plan", small_plan, plan_schema).findings == ()
    findings = pipeline.check("plan", plan_2017, plan_schema).findings
    assert [(finding.code, finding.severity) for finding in findings] == [
        ("TXT004", "information")
    ] * 5
