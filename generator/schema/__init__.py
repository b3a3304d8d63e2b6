"""Source + JSON Schema -> data of the right types, and Findings in Swedish.

The schema says what each value must be, so it also says what typed text becomes: `945000` is a
whole number where one is wanted and text where text is wanted. Nothing is guessed.
"""

from collections.abc import Collection, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from generator.findings import Finding, Mark, Pointer
from generator.schema.members import with_members
from generator.schema.quick import (
    FORMATS,
    INTEGER,
    Schema,
    conforms,
    described,
    followed,
    property_of,
)
from generator.schema.shape import Shape
from generator.source import Source

__all__ = ["CODES", "Checked", "Schema", "Shape", "check"]

if TYPE_CHECKING:
    from jsonschema import ValidationError

CODES = {
    "SCH001": "Ordet före kolonet är ett som planen har på det stället.",
    "SCH002": "Ingen uppgift saknas.",
    "SCH003": (
        "Varje värde är av rätt slag: text, heltal, lista eller flera uppgifter på egna rader."
    ),
    "SCH004": "Ord som väljs ur en lista (kommuner, veckodagar, status) är stavade som i listan.",
    "SCH005": "Datum skrivs ÅÅÅÅ-MM-DD och finns i almanackan; månader skrivs ÅÅÅÅ-MM.",
    "SCH006": "Belopp, tider och regelkoder är skrivna i rätt form.",
    "SCH007": "Texter och listor är varken tomma eller för långa.",
}


_MOST = 200


class Checked(Struct, frozen=True):
    """The data with whole numbers resolved, the findings, and the Pointers of the values that
    cannot be trusted.
    """

    data: dict[str, Any]
    findings: list[Finding]
    broken: frozenset[Pointer]


def check(source: Source, schema: Schema) -> Checked:
    """Check all of a Source's data against the schema. A missing key is a broken value at its
    place.
    """
    schema = with_members(schema, source.data)
    data = _resolve(source, source.data, schema, schema, ())
    if conforms(data, schema, schema):
        return Checked(data, [], frozenset())

    from generator.schema.sentences import translate

    findings: list[Finding] = []
    broken: set[Pointer] = set()
    errors = list(islice(_errors(data, schema), _MOST + 1))
    if len(errors) > _MOST:  # what is not told cannot be known to be sound: no plan is built
        broken.add(("år",))
    typed_year = data.get("år") if isinstance(data, dict) else None
    year = typed_year if isinstance(typed_year, int) else None
    for error in errors:
        for finding, unusable in translate(error, year):
            broken.add(unusable)
            if finding.code != "SCH002":
                findings.append(_fitting(finding, source, schema))
            elif unusable[-1] not in source.lost:
                mark, side = _beside(source, unusable, error.schema)
                findings.append(replace(finding, beside=mark, hint=f"{finding.hint} {side}"))
    unknown = {finding.at for finding in findings if finding.code == "SCH001"}
    return Checked(_without(data, unknown, ()), _without_echoes(findings), frozenset(broken))


def _fitting(finding: Finding, source: Source, schema: Schema) -> Finding:
    """A finding with the advice that fits its place: a line that the plan must have is not to be
    removed, and a group is told with its keys.
    """
    from generator.schema.given import with_keys, with_quotation_marks
    from generator.schema.sentences import OR_REMOVE, WRITE_BELOW, WRITE_TEXT

    at = finding.at
    required = described(schema, at[:-1]).get("required", ()) if isinstance(at, tuple) else ()
    if isinstance(at, tuple) and at[-1:] and at[-1] in required:
        finding = replace(finding, hint=finding.hint.replace(OR_REMOVE, "."))
    if finding.hint == WRITE_TEXT:
        return with_quotation_marks(finding, source)
    return with_keys(finding, source, schema) if finding.hint == WRITE_BELOW else finding


def _beside(source: Source, missing: Pointer, group: Schema) -> tuple[Mark, str]:
    """Where a missing key would be typed: above the line of the key that comes after it, else below
    the group's last line.
    """
    at = missing[:-1]
    names = list(group.get("properties", {}))
    after = names[names.index(missing[-1]) + 1 :] if missing[-1] in names else []
    following = next((name for name in after if (*at, name) in source.keys), None)
    if following:
        return source.locate((*at, following), on_key=True), "ovanför den här raden."
    return source.end_of(at), "under den här raden."


def _without(value: Any, unknown: Collection[Pointer | Mark], at: Pointer) -> Any:
    """The data without the keys that nobody knows, so that no later stage meets them."""
    if isinstance(value, dict):
        return {
            key: _without(item, unknown, (*at, key))
            for key, item in value.items()
            if (*at, key) not in unknown
        }
    return (
        [_without(item, unknown, (*at, i)) for i, item in enumerate(value)]
        if isinstance(value, list)
        else value
    )


def _resolve(source: Source, value: Any, schema: Schema, root: Schema, at: Pointer) -> Any:
    """Turn typed whole numbers into int wherever the schema wants a whole number; all other text
    stays text.
    """
    schema = followed(schema, root)
    if isinstance(value, dict):
        return {
            key: _resolve(source, item, property_of(schema, key), root, (*at, key))
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [
            _resolve(source, item, schema.get("items", {}), root, (*at, i))
            for i, item in enumerate(value)
        ]
    if (
        isinstance(value, str)
        and "integer" in schema.get("type", ())
        and source.is_plain(at)
        and INTEGER.fullmatch(value)
    ):
        return int(value)
    return value


def _errors(data: Any, schema: Schema) -> Iterator["ValidationError"]:
    from jsonschema import Draft202012Validator, FormatChecker

    formats = FormatChecker(())
    for name, is_valid in FORMATS.items():
        formats.checks(name)(partial(_only_text, is_valid))
    yield from Draft202012Validator(schema, format_checker=formats).iter_errors(data)


def _only_text(is_valid: Any, value: object) -> bool:
    return not isinstance(value, str) or is_valid(value)


def _without_echoes(findings: Iterable[Finding]) -> list[Finding]:
    """One mistake, one finding: a missing key is not told where its misspelling is, nor a wrong
    form where the kind is wrong.
    """
    from generator.schema.sentences import did_you_mean

    listed = list(findings)
    asked = {(f.at[:-1], f.hint) for f in listed if f.code == "SCH001" and isinstance(f.at, tuple)}
    missing = [f.at for f in listed if f.code == "SCH002" and isinstance(f.at, tuple)]
    guessed = {at for at in missing if (at[:-1], did_you_mean(str(at[-1]))) in asked}
    wrong_kind = {f.at for f in listed if f.code == "SCH003"}
    wrong_form = {f.at for f in listed if f.code == "SCH006"}
    echoes: dict[str, Collection[Pointer | Mark]] = {
        "SCH002": guessed,
        **dict.fromkeys(("SCH004", "SCH005", "SCH006"), wrong_kind),
        "SCH007": wrong_kind | wrong_form,
    }
    return [f for f in listed if f.at not in echoes.get(f.code, ())]
