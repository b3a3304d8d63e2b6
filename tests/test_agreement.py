"""The schema as an editor reads it and the checker never disagree: both judge the same broken
plans.

The editor's answer is jsonschema's over the values that plain YAML gives, with the members that the
plan itself lists. Where the two may differ is listed here by name.
"""

import json
import random
import re

import cases
import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from sizes import size
from test_mutations import damaged

from generator import files, pipeline, schema

SCHEMA = files.read_schema()
FORMATS = FormatChecker(())
for name, is_valid in schema.quick.FORMATS.items():
    FORMATS.checks(name)(
        lambda value, is_valid=is_valid: not isinstance(value, str) or is_valid(value)
    )
EDITOR = Draft202012Validator(SCHEMA, format_checker=FORMATS)


def of_members(names: object) -> Draft202012Validator:
    """The schema for a plan of some members: hosts are among them, and so are those who pay
    fees."""
    if (
        not isinstance(names, list)
        or not names
        or not all(isinstance(name, str) and name for name in names)
    ):
        return EDITOR
    own = json.loads(json.dumps(SCHEMA))
    own["$defs"]["kommun"] = {"type": "string", "maxLength": 300, "enum": names}
    fees = own["$defs"]["row"]["properties"]["per_kommun"]
    (fee,) = fees.pop("patternProperties").values()
    fees["properties"] = dict.fromkeys(names, fee)
    return Draft202012Validator(own, format_checker=FORMATS)


class AsTyped(yaml.SafeLoader):
    """YAML 1.2's core, as the editor reads it: only whole numbers, true, false and null are no
    text."""


AsTyped.yaml_implicit_resolvers = {}
AsTyped.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^-?(0|[1-9][0-9]*)$"), list("-0123456789")
)
AsTyped.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(~|null|)$"), ["~", "n", ""])
AsTyped.add_constructor(
    "tag:yaml.org,2002:int", lambda loader, node: int(loader.construct_scalar(node))
)


def with_text_keys(value):
    if isinstance(value, dict):
        return {str(key): with_text_keys(item) for key, item in value.items()}
    return [with_text_keys(item) for item in value] if isinstance(value, list) else value


def editor_places(raw: bytes) -> set[tuple]:
    """The Pointers at which the schema finds an error in an editor; {None} if the file cannot be
    read there."""
    try:
        data = with_text_keys(yaml.load(raw.decode("utf-8"), AsTyped))
    except (yaml.YAMLError, UnicodeDecodeError, ValueError):
        return {None}
    editor = of_members(data.get("kommuner") if isinstance(data, dict) else None)
    return {
        tuple(error.absolute_path)
        for error in editor.iter_errors(data)
        if not is_a_number_as_text(error)
    }


def is_a_number_as_text(error: ValidationError) -> bool:
    """A name such as 2018, which YAML takes for a number and a plan for a good text: the one
    difference in values."""
    if (
        error.validator != "type"
        or error.validator_value != "string"
        or not isinstance(error.instance, int)
    ):
        return False
    as_text = EDITOR.evolve(schema={**error.schema, "$defs": SCHEMA["$defs"]})
    return as_text.is_valid(str(error.instance))


def checker_places(raw: bytes) -> set[tuple]:
    """The Pointers at which the checker says that the schema is not met; {None} where the file
    cannot be read as typed."""
    built = pipeline.check("plan", raw, SCHEMA)
    if any(finding.code.startswith("YML") for finding in built.findings):
        return {None}
    group = {"SCH001", "SCH002"}
    return {
        f.at[:-1] if f.code in group else f.at for f in built.findings if f.code.startswith("SCH")
    }


ALLOWED = {
    "YML004/dubbel_nyckel": "a repeated key: the editor's reader tells it as an error of its own",
    "YML006/osynliga_tecken": "invisible characters: the schema cannot see them",
    "YML006/styrtecken": "control characters written with a backslash: the schema cannot see them",
    "YML003/ankare_och_tagg": "anchors and tags are YAML, but no plan has them",
    "YML003/sammanslagning": "<< is YAML, but no plan has it",
    "YML007/nummertecken": "text lost after #: to YAML it is a comment",
    "YML007/raden_fortsatter": "text that runs on: to YAML it is one text",
    "YML002/nyckel_i_texten": "a key within a text: to YAML it is text",
    "YML005/for_djupt": "too deep: the editor's reader has no bound",
    "YML011/lost_tecken": "decomposed letters: the schema cannot see them",
    "YML012/lasta_med_fel_kodning": "letters read with the wrong encoding: to YAML they are letters",
    "YML013/aldre_form": "a plan of the older shape: told once, as that",
    "SCH004/felstavad_bland_flera": "a misspelt name among several is told at the name, not at the list",
    "SCH007/samma_kommun_tva_ganger": "a repeated member is told at the second, not at the list",
}


def names() -> list[str]:
    return [f"{path.parent.name}/{path.stem}" for path in cases.files()]


@pytest.mark.parametrize("path", cases.files(), ids=names())
def test_the_editor_and_the_checker_find_errors_at_the_same_places(path):
    raw = path.read_bytes()
    name = f"{path.parent.name}/{path.stem}"
    agree = editor_places(raw) == checker_places(raw)
    assert agree or name in ALLOWED, (editor_places(raw), checker_places(raw))


def test_the_list_of_allowed_differences_has_no_name_too_many():
    differing = {
        f"{path.parent.name}/{path.stem}"
        for path in cases.files()
        if editor_places(path.read_bytes()) != checker_places(path.read_bytes())
    }
    assert set(ALLOWED) == differing


def of_list(at: tuple) -> tuple:
    """The place of the list of hosts, for one of its names (SCH004/felstavad_bland_flera)."""
    return at[:-1] if at[-2:-1] == ("värd",) else at


@pytest.mark.parametrize("seed", range(size(20, 40)))
def test_they_agree_on_damaged_plans_that_both_can_read(seed, plan_2017, small_plan):
    chance = random.Random(seed)
    compared = 0
    for _ in range(25):
        raw = damaged(chance.choice([plan_2017, small_plan]).decode(), chance).encode()
        editor, checker = editor_places(raw), checker_places(raw)
        if None not in editor | checker:
            assert {of_list(at) for at in checker} == {of_list(at) for at in editor}
            compared += 1
    assert compared
