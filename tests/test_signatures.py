"""Lines to sign on: kept together on a page, asked about next year."""

from docx import Document
from test_plans import PLANS
from test_rollforward import rolled

from generator import pipeline

ALL = next(path for path in PLANS if path.stem == "allt").read_bytes()


def test_signatures_keep_together(plan_schema, template, tmp_path):
    path = tmp_path / "plan.docx"
    path.write_bytes(pipeline.produce("p", ALL, plan_schema, template).docx)
    lines = [p for p in Document(str(path)).paragraphs if p.style.name.startswith("Underskrift")]
    assert [line.text for line in lines] == [
        "Aspö den\t", "Anna Exempel", "Ordförande", "Bo Exempel", "Kanslichef",
    ]  # fmt: skip
    assert [line.style.paragraph_format.keep_with_next for line in lines] == [*[True] * 4, False]


def test_who_signs_is_asked_next_year(plan_schema):
    text, _ = rolled(ALL.decode(), plan_schema)
    assert "namn: Anna Exempel  # FYLL I: bekräfta vem som undertecknar\n" in text
