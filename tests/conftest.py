"""What the tests share: the real plan, a small one, the schema and the template, read once."""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))

from generator import context, files, pipeline
from generator.context import Context
from generator.schema import Schema

# CI repeats the same examples, so that it judges the change and not the dice; every other run tries new ones.
settings.register_profile("ci", derandomize=True)
if "CI" in os.environ:
    settings.load_profile("ci")


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
def small_plan() -> bytes:
    return (Path(__file__).parent / "plan.yaml").read_bytes()


@pytest.fixture
def context_2017(plan_2017: bytes, plan_schema: Schema) -> Context:
    plan = pipeline.check("2017", plan_2017, plan_schema).plan
    assert plan is not None
    return context.make(plan)
