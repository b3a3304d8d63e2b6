"""Reviews as people and programs make them: what is written is what they wrote, and nothing they
did goes untold."""

import random
import re
from collections import Counter

import judge
import pytest
from committee import PROGRAMS, Committee, saved
from lxml import etree
from sizes import SEED, size
from test_rollforward import ADDED

from generator import files, pipeline
from generator.ooxml import package, untrusted, w
from generator.review import apply, feedback
from generator.word import provenance

TRIPS = size(28, 2_000)
KINDS = {
    "en textruta",
    "en fotnot",
    "en formel",
    "en bild",
    "en länk till",
    "en länk inom",
    "ett tecken ur typsnittet",
}

NEW_ROW = "Resor"
"""What stands in a row that the committee adds."""


@pytest.fixture(scope="module")
def builds(plan_2017, plan_schema, template) -> list[pipeline.Build]:
    # What the page of the year in short shows follows by itself, where no reviewer has written.
    draft = files.read(files.PLANS / "2018.yaml").replace(ADDED.encode(), b"")
    raws = (plan_2017, draft)
    return [pipeline.produce("plan.yaml", raw, plan_schema, template) for raw in raws]


def shown(docx: bytes, only=None) -> list[str]:
    """What each paragraph of the body shows, by the judge, without what typography changes."""
    texts = map(apply.alike, judge.texts(judge.stories(docx, only=only)["document.xml"]))
    return [tight for text in texts if (tight := re.sub(r"[\s–-]", "", text))]


def kinds(docx: bytes, only=None) -> list[tuple[str, str]]:
    """Each paragraph of the body with its style (one that leads to a list is as any other), by the
    judge."""
    found = []
    for block in blocks(judge.stories(docx, only=only)["document.xml"]):
        style = next(
            (dict(child[1]).get(w("val"), "") for child in block[1] if child[0] == "pStyle"), ""
        )
        text = re.sub(r"[\s–-]", "", apply.alike(next(judge.texts([block]))))
        # A new row looks as the template has rows, also below a row of headings.
        name = "" if text == NEW_ROW else style.casefold().replace("listinledning", "")
        found += [(name, text)] if text else []
    return found


def blocks(story: list):
    """The paragraphs of a story, those in tables too."""
    for block in story:
        if block[0] == "p":
            yield block
        elif block[0] == "table":
            yield from (
                inner for _, cells in block[2] for _, inside in cells for inner in blocks(inside)
            )


def usual(docx: bytes) -> bytes:
    """A document with its parts where the judge looks for them."""
    return package.write(untrusted.read(docx))


class Trip:
    """One review, from the document that was sent to the plan with its changes made."""

    def __init__(self, seed: int, builds, plan_schema, template) -> None:
        dice = random.Random(seed)
        self.built = dice.choice(builds)
        self._schema, self._template = plan_schema, template
        committee = Committee(dice, "Åsa Öberg", "Bo Ek")
        edited = committee.review(
            self.built.docx, dice.choice([1, 1, 2, 3, 5]), untracked=dice.choice([0, 0, 0, 1])
        )
        self.document = saved(edited, dice.choice([*PROGRAMS]), dice)
        self.held = committee.made
        parts = untrusted.read(self.document)
        self._review = feedback.Review(parts, provenance.read(parts), "svar.docx")
        self.remarks = feedback.collect([self._review], self.built.source, self.built.plan)
        self.done = self.applied(self.built, self.remarks)

    def applied(self, built, remarks) -> apply.Applied:
        return apply.apply(
            built,
            remarks,
            [],
            lambda text: pipeline.check("plan.yaml", text.encode(), self._schema),
        )

    def again(self) -> pipeline.Build:
        return pipeline.produce("plan.yaml", self.done.text.encode(), self._schema, self._template)

    def second(self) -> apply.Applied:
        """The same answer, applied to the plan that it was already applied to."""
        later = pipeline.check("plan.yaml", self.done.text.encode(), self._schema)
        return self.applied(later, feedback.collect([self._review], later.source, later.plan))


@pytest.fixture(scope="module")
def trips(builds, plan_schema, template) -> list[Trip]:
    return [Trip(SEED + number, builds, plan_schema, template) for number in range(TRIPS)]


def test_the_part_that_was_made_is_shown_as_the_reviewers_wrote_it(trips):
    """Accepting just those changes, by the judge, gives the new document; so does a mixed
    review."""
    counts: Counter[str] = Counter()
    for trip in trips:
        counts["made"] += len(trip.done.made)
        counts["refused"] += len(trip.done.refused)
        if not trip.done.made:
            assert trip.done.text == trip.built.source.text
            continue
        again = trip.again()
        assert again.docx is not None
        if trip.held.untracked or trip.done.followed:
            continue
        made = frozenset(key for remark in trip.done.made for key in remark.hunk.changes)
        assert shown(again.docx) == shown(usual(trip.document), made)
        assert kinds(again.docx) == kinds(usual(trip.document), made)
        counts["mixed" if trip.done.refused else "whole"] += 1
    # Floors, of what a full run gives: a program that refuses everything would be right too.
    assert counts["made"] > TRIPS * 0.25
    assert counts["mixed"] > TRIPS * 0.06
    # About one in thirty: a usual run may have none.
    assert counts["whole"] >= size(0, 20)


def test_nothing_that_a_reviewer_did_goes_untold(trips):
    seen: Counter[str] = Counter()
    for trip in trips:
        told = " ".join(" ".join(f"{r.quote} {r.text}" for r in trip.remarks).split())
        assert [words for words in trip.held.told if " ".join(words.split()) not in told] == []
        is_told = any(remark.kind == "ospårad" for remark in trip.remarks)
        assert is_told == bool(trip.held.untracked)
        assert [remark.text for remark in trip.remarks if remark.kind == "oläst"] == []
        seen.update(kind for kind in KINDS if kind in told)
        seen["untracked"] += is_told
        # Every change of text of the file is part of a remark, or came and went again.
        changed = {key for remark in trip.remarks if remark.hunk for key in remark.hunk.changes}
        assert all(key in changed for key in judge.telling(usual(trip.document)))
    assert len({*seen} & KINDS) >= size(2, 7)
    assert seen["untracked"] > TRIPS * 0.05


def test_an_answer_applied_twice_changes_nothing(trips):
    twice = [trip for trip in trips if trip.done.made]
    assert len(twice) > TRIPS * 0.15
    for trip in twice:
        second = trip.second()
        assert (second.text, second.made) == (trip.done.text, [])


def test_a_second_file_that_writes_at_a_struck_paragraphs_end_contradicts_the_first(
    builds, plan_schema, template
):
    counts: Counter[str] = Counter()
    for seed in range(SEED, SEED + size(8, 200)):
        dice = random.Random(seed)
        built = dice.choice(builds)
        number = dice.randrange(200)
        edits = {
            "struck": Committee._delete_paragraph,
            "added": dice.choice([Committee._append, Committee._split_after]),
        }
        answers = {}
        for name, edit in edits.items():
            parts = package.read(built.docx)
            root = etree.fromstring(parts["word/document.xml"])
            reviewer = Committee(random.Random(seed), name, name)
            body = [
                p
                for p in root.iter(w("p"))
                if reviewer._plain_runs(p) and len("".join(p.itertext())) > 40
            ]
            edit(reviewer, body[number % len(body)])
            parts["word/document.xml"] = package.written(root)
            answers[name] = package.write(parts)
        reviews = [
            feedback.Review(package.read(docx), provenance.read(package.read(docx)), name)
            for name, docx in answers.items()
        ]
        remarks = feedback.collect(reviews, built.source, built.plan)

        def applied(chosen, built=built) -> apply.Applied:
            return apply.apply(
                built,
                chosen,
                [],
                lambda text: pipeline.check("plan.yaml", text.encode(), plan_schema),
            )

        alone = {name: applied([r for r in remarks if name in r.authors]) for name in edits}
        if not all(done.made for done in alone.values()):
            counts["refused"] += 1
            continue
        counts["told"] += 1
        assert sorted(remark.conflicts for remark in remarks) == [(1,), (2,)]
        assert applied(remarks).text == built.source.text
        for name, done in alone.items():
            again = pipeline.produce("plan.yaml", done.text.encode(), plan_schema, template)
            assert shown(again.docx) == shown(answers[name])
    assert counts["told"] > size(2, 40)
