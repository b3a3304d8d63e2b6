"""What the first page says of a decision and of a draft: where it is shown, what becomes of it next
year, what is compared, and how a reviewer's change of it is typed."""

import re

import pytest
from docx import Document
from test_rollforward import rolled

from generator import pipeline
from generator.content.kind import RefusedError
from generator.files import read_page_template
from generator.findings import has_errors
from generator.years import compare

FACTS = """beslut:
  datum: 2016-12-08
  paragraf: § 12
  diarienummer: SSK 2016/12
  beslutande: Kommittén
  gäller_från: 2017-01-01
"""


@pytest.fixture
def decided(plan_2017) -> bytes:
    return plan_2017.replace(b"beslut:\n  datum: 2016-12-08\n", FACTS.encode())


def paragraphs(docx: bytes, tmp_path) -> list[str]:
    path = tmp_path / "plan.docx"
    path.write_bytes(docx)
    return [paragraph.text for paragraph in Document(str(path)).paragraphs]


def test_the_facts_stand_on_the_title_page_or_last(decided, plan_schema, template, tmp_path):
    fact = "Diarienummer\tSSK 2016/12"
    built = pipeline.produce("p", decided, plan_schema, template)
    assert [f.code for f in built.findings if f.severity != "information"] == []
    shown = paragraphs(built.docx, tmp_path)
    assert shown[:5] == ["Beslutad 2016-12-08", fact, "Beslutande\tKommittén", "Paragraf\t§\xa012", "Gäller från\t2017-01-01"]  # fmt: skip
    last = decided.replace(b"  paragraf", b"  visas: sist\n  paragraf")
    shown = paragraphs(pipeline.produce("p", last, plan_schema, template).docx, tmp_path)
    assert shown[:2] == ["Beslutad 2016-12-08", "Södertörnskommunernas Samarbetskommitté"]
    assert shown[-5:-3] == ["Beslut", fact]
    page = pipeline.produce_page("p", last, plan_schema, read_page_template()).html.decode()
    assert page.index("<dt>Diarienummer</dt>") > page.index("Budget 2017</h2>")


def test_a_draft_tells_its_version_and_no_paragraph(decided, plan_schema, template, tmp_path):
    draft = decided.replace(
        b"status: beslutad\n", b"status: utkast\nutkast: {version: 3, datum: 2016-10-03}\n"
    )
    built = pipeline.produce("p", draft, plan_schema, template)
    assert [f.code for f in built.findings if f.severity == "varning"] == ["BES005"]
    shown = paragraphs(built.docx, tmp_path)
    assert shown[:3] == ["UTKAST", "Version 3, 2016-10-03", "Diarienummer\tSSK 2016/12"]
    assert not [line for line in shown if line.startswith("Paragraf")]
    document = Document(str(tmp_path / "plan.docx"))
    assert "· version 3, 2016-10-03 ·" in document.sections[1].footer.paragraphs[0].text
    properties = document.core_properties
    assert properties.title.startswith("UTKAST 3: ")
    assert str(properties.modified)[:10] == "2016-10-03"
    assert "SSK 2016/12" in properties.keywords


def test_next_year_has_no_decision_and_asks_for_its_number(decided, plan_schema):
    text, told = rolled(decided.decode(), plan_schema)
    head = text[text.index("status") : text.index("# Titelsidan")]
    assert head == (
        "status: utkast\nutkast:\n  version: 1\nbeslut:\n  diarienummer: FYLL I diarienummer\n"
        "  beslutande: Kommittén\n  gäller_från: 2018-01-01  # FYLL I: bekräfta dagen\n\n"
    )
    assert "beslutet (2016-12-08)" in told.left_out
    draft = decided.decode().replace("beslutad\n", "utkast\nutkast: {version: 7}\n", 1)
    assert "utkast: {version: 1}\nbeslut:" in rolled(draft, plan_schema)[0]
    flow = re.sub(r"beslut:\n(  .*\n)+", "beslut: {datum: 2016-12-08, paragraf: § 1}\n", decided.decode(), count=1)  # fmt: skip
    assert "beslut:" not in rolled(flow, plan_schema)[0]


@pytest.mark.parametrize("kept", range(2 ** len(FACTS.splitlines()[1:])))
def test_any_decision_is_taken_into_the_next_year(plan_2017, plan_schema, kept):
    """With a paragraph and a day alone, an empty block was left, which cannot be read."""
    head, *facts = FACTS.splitlines(keepends=True)
    lines = [fact for number, fact in enumerate(facts) if kept >> number & 1]
    decision = "".join([head, *lines]) if lines else ""
    text = plan_2017.decode().replace("beslut:\n  datum: 2016-12-08\n", decision)
    before = pipeline.check("2017", text.encode(), plan_schema)
    if has_errors(before.findings):
        assert not any("datum" in line for line in lines)
        return
    rolled_text, _ = rolled(text, plan_schema)
    after = pipeline.check("2018", rolled_text.encode(), plan_schema)
    assert not has_errors(after.findings)
    assert "datum: 2016" not in rolled_text


def test_what_changed_in_the_decision_is_compared(decided, plan_2017, plan_schema):
    old, new = (
        pipeline.check("p", raw, plan_schema).plan
        for raw in (decided, decided.replace(b"2016/12", b"2016/13"))
    )
    changes = {(c.chapter, c.name, c.before, c.after) for c in compare.compare(old, new)}
    assert changes == {("Titelsidan", "diarienummer", "SSK 2016/12", "SSK 2016/13")}


def test_a_reviewers_day_and_version_are_typed_or_refused(decided, plan_schema):
    draft = decided.replace(b"status: beslutad\n", b"status: utkast\nutkast: {version: 3}\n")
    built = pipeline.check("p", draft, plan_schema).plan
    day, version = ("beslut", "gäller_från"), ("utkast", "version")
    assert built.typed(day, "2017-02-01") == [(day, "2017-02-01")]
    assert built.typed(version, "4") == [(version, "4")]
    assert built.typed(("titel",), "x") is None
    for at, after in ((day, "våren"), (version, "fyra")):
        with pytest.raises(RefusedError):
            built.typed(at, after)


@pytest.mark.parametrize("typed", ["[]", "x", "{version: 0}", "{version: [1]}", "{datum: igår}", "{}"])  # fmt: skip
@pytest.mark.parametrize("key", ["utkast", "beslut"])
def test_absurd_values_are_told_without_a_traceback(key, typed, plan_2017, plan_schema):
    raw = plan_2017.replace(b"beslut:\n  datum: 2016-12-08\n", f"{key}: {typed}\n".encode())
    built = pipeline.check("p", raw, plan_schema)
    assert [f for f in built.findings if f.severity == "fel"]


@pytest.mark.parametrize(
    ("typed", "severity"),
    [
        ("ord: Godkänd av kommittén", "information"),
        ("datum: 2016-12-08", "varning"),
        ("ord: Godkänd av kommittén\n  paragraf: § 12", "varning"),
        ("diarienummer: SSK 2016/12", None),
    ],
)
def test_a_draft_warns_of_what_is_known_only_once_it_is_decided(
    typed, severity, plan_2017, plan_schema
):
    draft = plan_2017.decode().replace(
        "status: beslutad\nbeslut:\n  datum: 2016-12-08", f"status: utkast\nbeslut:\n  {typed}"
    )
    assert typed in draft
    built = pipeline.check("p", draft.encode(), plan_schema)
    said = [found.severity for found in built.findings if found.code == "BES005"]
    assert said == ([severity] if severity else [])
