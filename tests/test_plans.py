"""Plans of other shapes: another year of the same committee, another committee, a region. All that
is made of a plan is made of each."""

import re
from collections import Counter
from pathlib import Path

import judge
import pytest
from programs import need

from generator import context, files, pipeline
from generator.cli import main
from generator.content.calendar.records import groups_of
from generator.word.redline import redline
from generator.years.rollforward import next_year

PLANS = sorted(Path(__file__).with_name("plans").glob("*.yaml"))
WHEN = "2018-01-01T00:00:00Z"


def told(findings) -> list[str]:
    return [
        f"{finding.code} {finding.message}"
        for finding in findings
        if finding.severity != "information"
    ]


def test_there_are_plans_of_other_shapes():
    assert [path.stem for path in PLANS] == ["2014", "2022", "allt", "fem", "region"]


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_everything_is_made_of_a_plan_of_another_shape(path, plan_schema, template):
    raw = path.read_bytes()
    built = pipeline.produce(path.name, raw, plan_schema, template)
    assert told(built.findings) == []
    assert built.plan is not None
    assert built.docx
    assert pipeline.produce_page(path.name, raw, plan_schema, files.read_page_template()).html
    days = sum(
        event.first.date is not None for group in groups_of(built.plan) for event in group.events
    )
    assert days > 3
    calendars = pipeline.invite(path.name, raw, plan_schema).invitations
    assert next(iter(calendars.values())).count(b"BEGIN:VEVENT") == days


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_the_next_year_follows_and_its_redline_is_exact(path, plan_schema, template):
    raw = path.read_bytes()
    built = pipeline.produce(path.name, raw, plan_schema, template)
    assert built.plan is not None
    text, _ = next_year(built.source, built.plan, built.plan.year + 1)
    rolled = pipeline.produce("n", text.encode(), plan_schema, template, earlier=lambda _: raw)
    assert [finding for finding in rolled.findings if finding.severity == "fel"] == []
    assert not [line for line in told(rolled.findings) if line.startswith("ROT")], (
        "the turns go on as the roll-forward says"
    )
    assert rolled.plan is not None
    assert rolled.plan.year == built.plan.year + 1
    hosts = {turn.host for held in rolled.plan.cycles.values() for turn in held}
    assert hosts <= {*rolled.plan.members, ""}, (
        "a host that the few of one year do not tell is left open"
    )
    assert path.stem in ("2022", "region") or "" not in hosts
    assert built.docx
    assert rolled.docx
    made = redline(built.docx, rolled.docx, "Sekretariatet", WHEN)
    assert judge.stories(made, "accept") == judge.stories(rolled.docx)
    assert judge.stories(made, "reject") == judge.stories(built.docx)


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_a_plan_of_another_shape_can_be_laid_out(path, plan_schema, template):
    need("libreoffice-writer")
    from generator.libreoffice import lay_out

    built = pipeline.paginate(
        pipeline.produce(path.name, path.read_bytes(), plan_schema, template), lay_out
    )
    assert told(built.findings) == []
    assert built.pdf


def test_the_same_committee_is_compared_over_years_of_other_shapes(plan_schema, plan_2017):
    from generator.years.compare import compare, for_people

    plans = [
        pipeline.check("p", raw, plan_schema).plan
        for raw in (PLANS[0].read_bytes(), plan_2017, PLANS[1].read_bytes())
    ]
    assert all(plans)
    shown = for_people(compare(plans[0], plans[1]), "2014", "2017")
    assert "  status: Godkänd av SSK → beslutad 2016-12-08\n" in shown
    shown = for_people(compare(plans[1], plans[2]), "2017", "2022")
    assert "\nTidigare kapitel 4: Vision 2025\n" in shown, "a chapter that is gone is told"
    assert "\n3. Övergripande mål\n" in shown


_CASE = (Path(__file__).parent / "cases" / "YML013" / "aldre_form.yaml").read_text(encoding="utf-8")
OLD = "".join(line for line in _CASE.splitlines(keepends=True) if not line.startswith("#!"))
TYPED = {
    "as it was": lambda text: text,
    "windows line ends": lambda text: text.replace("\n", "\r\n"),
    "comments": lambda text: text.replace("syfte:\n", "# Om syftet\nsyfte:\n").replace(
        "rubrik: Syfte", "rubrik: Syfte  # viktigt"
    ),
    "blank lines": lambda text: re.sub(r"\n(?=\S)", "\n\n\n", text),
    "quoted": lambda text: text.replace("värd: Haninge", "värd: 'Haninge'"),
}


@pytest.mark.parametrize("style", TYPED)
def test_a_plan_of_the_older_shape_is_carried_over_by_fix(style, tmp_path, plan_schema, capsys):
    path = tmp_path / "2018.yaml"
    typed = TYPED[style](OLD)
    path.write_bytes(typed.encode())
    assert main(["check", str(path)]) == 1
    assert (
        "fel[YML013]: Planen är skriven i en äldre form, med ett eget ord för varje kapitel.\n"
        in capsys.readouterr().out
    )
    assert main(["fix", str(path), "--ja"]) == 0
    text = path.read_bytes().decode()
    plan = pipeline.check("2018.yaml", text.encode(), plan_schema).plan
    assert plan is not None
    assert [str(title) for title in plan.headings()][:4] == [
        "Inledning",
        "Syfte",
        "Förhållningssätt",
        "Vision",
    ]
    assert len(list(context.printed(plan))) > 60
    lost = Counter(re.findall(r"\w+", typed)) - Counter(re.findall(r"\w+", text))
    assert {*lost} <= KEYS, "no word of the plan, nor of its comments, is lost"
    assert {line.strip() for line in typed.splitlines() if line.startswith("#")} <= {
        *map(str.strip, text.splitlines())
    }
    assert main(["fix", str(path), "--ja"]) == 0
    assert path.read_bytes().decode() == text


def test_a_plan_of_the_older_shape_is_compared_redlined_and_gone_on_from_as_it_is(
    tmp_path, capsys, monkeypatch
):
    """What is adopted, or lies in git, is not written again to be read."""
    plans = tmp_path / "plans"
    plans.mkdir()
    (plans / "2018.yaml").write_text(OLD, encoding="utf-8")
    monkeypatch.setattr(files, "PLANS", plans)
    assert main(["new", "2019"]) == 0
    assert "Klart" in capsys.readouterr().out
    assert main(["compare", "2019"]) == 0
    assert "planen för 2018" in capsys.readouterr().out
    assert main(["redline", "2019", "--output", str(tmp_path / "r.docx")]) == 0
    assert main(["check", "2019"]) == 0
    assert "STA004" not in capsys.readouterr().out
    assert (plans / "2018.yaml").read_text(encoding="utf-8") == OLD


KEYS = {
    *(
        "inledning",
        "syfte",
        "förhållningssätt",
        "vision",
        "samverkansområden",
        "områden",
        "namn",
        "styrdokument",
        "målområden",
    ),
    *(
        "utvecklingsfrågor",
        "arbetsformer",
        "samarbetskommittén",
        "ledningsgruppen",
        "externa_grupper",
        "rådslaget",
        "tabellrubrik",
    ),
    *("kalendarium", "avsnitt"),
}
"""Keys that the new shape has no use for."""


def test_one_that_cannot_be_read_is_told_as_that_too(plan_schema):
    findings = pipeline.check(
        "p", OLD.replace('"Vi samverkar."', '"Vi samverkar.').encode(), plan_schema
    ).findings
    assert findings[-1].code == "YML013"
    assert not findings[-1].repair
    assert findings[0].code == "YML002"


def test_what_cannot_be_carried_over_is_said(tmp_path, capsys):
    path = tmp_path / "2018.yaml"
    path.write_text(
        "år: 2018\ninledning: {rubrik: A, text: B}\nsyfte: {rubrik: C, text: D}\n", encoding="utf-8"
    )
    assert main(["fix", str(path), "--ja"]) == 1
    assert main(["check", str(path)]) == 1
    assert "Planen är skriven i en äldre form" in capsys.readouterr().out


ABOVE, BESIDE = r"(?m)^( +)(?=(?:- )?\w+:)", r"(?m)^( *(?:- )?\w+:)(?= *$)"


def test_comments_of_keys_that_fall_away_are_kept(plan_schema):
    count = iter(range(1000))
    typed = re.sub(ABOVE, lambda match: f"{match[1]}# c{next(count)}\n{match[1]}", OLD)
    typed = re.sub(BESIDE, lambda match: f"{match[1]}  # c{next(count)}", typed)
    (finding,) = pipeline.check("2018.yaml", typed.encode(), plan_schema).findings
    (edit,) = finding.repair
    written = Counter(re.findall(r"# c\d+\b", edit.text))
    assert written == Counter(f"# c{number}" for number in range(next(count)))
