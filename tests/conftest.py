"""What the tests share: the real plan, a small one, the schema and the template, read once."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from generator import context, files, pipeline
from generator.context import Context
from generator.schema import Schema


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
