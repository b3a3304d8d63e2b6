"""The schema and its reading: Swedish throughout, strict throughout, and the quick yes never says
more than jsonschema."""

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from generator import files, plan, schema, source

SHAPE = schema.Shape(files.read_schema())


def objects(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for below in (
        node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    ):
        yield from objects(below)


def test_the_schema_is_valid(plan_schema):
    Draft202012Validator.check_schema(plan_schema)


def test_every_property_has_a_swedish_title_a_description_and_an_example(plan_schema):
    described = [
        (name, sub)
        for node in objects(plan_schema)
        if node.get("type") == "object"
        for name, sub in node.get("properties", {}).items()
    ]
    assert len(described) > 50
    for name, sub in described:
        assert sub.get("title"), name
        assert sub.get("description"), name
        assert sub.get("examples"), name


def test_every_group_is_strict_and_every_definition_has_an_ascii_name(plan_schema):
    groups = [node for node in objects(plan_schema) if node.get("type") == "object"]
    assert len(groups) > 12
    assert all(group["additionalProperties"] is False for group in groups)
    assert all(name.isascii() for name in plan_schema["$defs"])


def test_the_schema_is_the_one_that_the_records_declare(plan_schema):
    declared = json.dumps(plan.schema(), ensure_ascii=False, indent=2)
    # As text: an editor offers the keys in the order of the file.
    assert files.SCHEMA.read_text(encoding="utf-8") == f"{declared}\n", "make schema"


def test_the_hosts_are_the_members_that_the_plan_lists(small_plan, plan_schema):
    read, _ = source.read(
        "p.yaml", small_plan.replace(b"[Botkyrka, Haninge", b"[Botkyrka, Valbo"), SHAPE
    )
    found = schema.check(read, plan_schema).findings
    assert {finding.message for finding in found} == {
        "”värd” kan inte vara ”Haninge”.",
        "”2024” kan inte vara ”Haninge”.",
    }
    assert "Botkyrka, Valbo, Huddinge" in found[0].hint


def test_every_example_passes_its_own_schema(plan_schema):
    validator = Draft202012Validator(plan_schema)
    examples = [
        (sub, example)
        for sub in objects(plan_schema["$defs"])
        if "examples" in sub
        for example in sub["examples"]
    ]
    assert len(examples) > 50
    for sub, example in examples:
        whole = {"$defs": plan_schema["$defs"], **sub}
        assert not list(validator.evolve(schema=whole).iter_errors(example)), (
            sub.get("title"),
            example,
        )


def test_every_keyword_of_the_schema_has_a_swedish_sentence_and_a_quick_test(plan_schema):
    keywords = {key for node in schemas(plan_schema) for key in node} - {"$ref"}
    assert len(keywords) > 10
    assert keywords <= schema.quick.NOTES | set(schema.quick.TESTS)


def schemas(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for key in ("properties", "patternProperties", "$defs"):
        for sub in node.get(key, {}).values():
            yield from schemas(sub)
    for sub in [node[key] for key in ("items",) if key in node] + node.get("anyOf", []):
        yield from schemas(sub)


WRONG = [
    None,
    "",
    "x",
    "945.000",
    "0123",
    "-5",
    "2018-02-30",
    "nej",
    [],
    {},
    [1],
    {"x": "y"},
    5,
    -5,
    "945 000",
    "2018-01",
    "x" * 301,
]


@pytest.mark.parametrize("seed", range(300))
def test_the_quick_yes_is_never_given_where_jsonschema_finds_an_error(seed, plan_2017, plan_schema):
    chance = random.Random(seed)
    read, _ = source.read("p.yaml", plan_2017, SHAPE)
    data = schema.check(read, plan_schema).data
    damaged = damage(copy.deepcopy(data), chance)
    quick = schema.quick.conforms(damaged, plan_schema, plan_schema)
    assert quick == (not list(schema._errors(damaged, plan_schema)))


def damage(data: Any, chance: random.Random) -> Any:
    """One value somewhere replaced, removed or added."""
    node = data
    while True:
        step = chance.choice(list(node) if isinstance(node, dict) else range(len(node)))
        if not isinstance(node[step], dict | list) or not node[step] or chance.random() < 0.2:
            break
        node = node[step]
    match chance.randrange(3):
        case 0:
            node[step] = chance.choice(WRONG)
        case 1:
            del node[step]
        case 2 if isinstance(node, dict):
            node[chance.choice(["okänd", "text", "datum", "2030"])] = chance.choice(WRONG)
        case _:
            node.append(chance.choice(WRONG))
    return data


def test_text_is_a_number_only_where_the_schema_wants_one():
    wanted = {
        "properties": {
            "n": {"type": "integer"},
            "t": {"type": "string"},
            "b": {"type": ["integer", "string"]},
        }
    }
    read, _ = source.read("p.yaml", b'n: 5\nt: 5\nb: 0123\nq: "5"\n', SHAPE)
    assert schema.check(read, wanted).data == {"n": 5, "t": "5", "b": "0123", "q": "5"}
