"""What the tests share: the real plan, a small one, the schema and the template, read once."""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))

import programs
import sizes

from generator import context, files, pipeline
from generator.context import Context
from generator.schema import Schema

MEMBERS = (
    "Botkyrka",
    "Haninge",
    "Huddinge",
    "Nykvarn",
    "Nynäshamn",
    "Salem",
    "Södertälje",
    "Tyresö",
)
"""The members of the committee of 2017."""

FULL = (
    ("status: beslutad\nbeslut:\n  datum: 2016-12-08", "status: utkast"),
    (
        "Vi samverkar för att",
        "Vi **samverkar** för *att* ***alla*** ska [se planen {år}](https://www.exempel.se/a?b=1&c=2), R&D <5 ”x”, för att",
    ),
    (
        "          - post: Personal\n            belopp: 895 000",
        "          - post: Personal\n            belopp: 885 000",
    ),
    (
        "            belopp: 50 000\n        summa: 945 000\n",
        "            belopp: 50 000\n        summa: 935 000\n      resultat: 10 000\n  - rubrik: Ord\n    slag: bilaga\n    text: Se sid [8](#kalendarium).\n    avsnitt:\n      - rubrik: Fler ord\n        text: |\n          - En\n          - Två\n\n          Slut.\n  - rubrik: Karta\n    slag: bilaga\n    text: Text.\n",
    ),
    (
        "          - post: Avgifter från kommunerna\n            belopp: 945 000\n",
        "          - post: Avgifter från kommunerna\n            belopp: 945 000\n            per_kommun: {Botkyrka: 170 000, Haninge: 160 000, Huddinge: 200 000, Nykvarn: 25 000, Nynäshamn: 55 000, Salem: 35 000, Södertälje: 180 000, Tyresö: 120 000}\n",
    ),
)
"""What to change in the plan of 2017 to have a draft with all that a plan can hold."""

# What is captured is no terminal: lines are wrapped where a test says how wide it is.
os.environ.pop("COLUMNS", None)

# Every example comes from the run's seed, so that a run can be tried again.
settings.register_profile("seeded", database=None)
settings.load_profile("seeded")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    # The plans of the tests are handed over as bytes; their pictures lie beside them.
    pipeline.no_pictures = files.pictures(Path(__file__).parent / "plans" / "allt.yaml")
    if config.option.hypothesis_seed is None:
        config.option.hypothesis_seed = str(sizes.SEED)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end of a run from which seed it was, which tests were skipped for want of a
    program, and what to install."""
    terminalreporter.write_line(f"SEED={sizes.SEED}")
    reasons = [report.longrepr[2] for report in terminalreporter.stats.get("skipped", [])]
    if line := programs.told(reasons):
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def every_kind() -> bytes:
    """A plan that has one of every kind of content."""
    return (Path(__file__).parent / "plans" / "allt.yaml").read_bytes()


@pytest.fixture(scope="session")
def plan_schema() -> Schema:
    return files.read_schema()


@pytest.fixture(scope="session")
def template() -> bytes:
    return files.read(files.TEMPLATE)


@pytest.fixture(scope="session")
def plan_2017() -> bytes:
    return files.read(files.PLANS / "2017.yaml")


@pytest.fixture(scope="session")
def full_plan(plan_2017: bytes) -> bytes:
    """A draft with everything that the adopted plan of 2017 lacks."""
    text = plan_2017.decode()
    for old, new in FULL:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text.encode()


@pytest.fixture(scope="session")
def small_plan() -> bytes:
    return (Path(__file__).parent / "plan.yaml").read_bytes()


@pytest.fixture
def context_2017(plan_2017: bytes, plan_schema: Schema) -> Context:
    plan = pipeline.check("2017", plan_2017, plan_schema).plan
    assert plan is not None
    return context.make(plan)
