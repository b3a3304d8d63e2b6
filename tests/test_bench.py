"""The measure measures: its bare script renders what the program is compared with. No times are
tested."""

import json

import bench

from generator import pipeline
from generator.findings import has_errors


def test_the_bare_script_s_data_are_the_plan_s_context(context_2017):
    plain = bench.as_plain(context_2017)
    assert json.loads(json.dumps(plain, ensure_ascii=False)) == plain
    assert plain["titel"] == "Verksamhetsplan 2017"
    assert plain["kapitel"][1]["innehåll"][0]["text"][0]["innehåll"]["xml"].startswith("<w:r>")


def test_the_larger_plans_are_whole_and_the_worst_ones_are_answered(plan_2017, plan_schema):
    for factor in bench.FACTORS:
        larger = bench.grown(plan_2017, factor)
        assert factor * 0.9 < len(larger) / len(plan_2017) < factor * 1.1
        built = pipeline.check("plan", larger, plan_schema)
        assert not has_errors(built.findings)
        assert len(built.plan.chapters) > 8 or factor == 1
    for name in bench.WORST:
        assert pipeline.check("plan", bench.worst(plan_2017, name, 2_000), plan_schema).findings


def test_the_worst_reviews_are_reviews_and_are_answered(plan_2017, plan_schema, template):
    """Each holds what it is to measure, and is read or refused with a sentence."""
    from generator.ooxml import untrusted
    from generator.review import feedback
    from generator.word import provenance

    built = pipeline.produce("plan", plan_2017, plan_schema, template)
    read = refused = 0
    for name in bench.WORST_REVIEWS:
        document = bench.worst_review(built.docx, name)
        parts = untrusted.read(document)
        try:
            feedback.collect(
                [feedback.Review(parts, provenance.read(parts), "a")], built.source, built.plan
            )
            read += 1
        except feedback.TooManyError:
            refused += 1
    assert (read, refused) == (len(bench.WORST_REVIEWS) - 1, 1)
