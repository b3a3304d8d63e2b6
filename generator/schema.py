"""Source + JSON Schema -> data of the right types, and Findings in Swedish.

The schema says what each value must be, so it also says what typed text becomes: `945000` is a whole number where one is
wanted and text where text is wanted. Nothing is guessed.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from generator import swedish
from generator.findings import Finding, Pointer
from generator.source import Source

if TYPE_CHECKING:
    from jsonschema import ValidationError

CODES = {
    "SCH001": "Varje nyckel är en av dem som planen känner.",
    "SCH002": "Ingen nyckel saknas.",
    "SCH003": "Varje värde är av rätt slag: text, heltal, lista eller grupp av nycklar.",
    "SCH004": "Ord som väljs ur en lista (kommuner, veckodagar, status) är stavade som i listan.",
    "SCH005": "Datum skrivs ÅÅÅÅ-MM-DD och finns i almanackan; månader skrivs ÅÅÅÅ-MM.",
    "SCH006": "Belopp och tider är skrivna i rätt form.",
    "SCH007": "Texter och listor är varken tomma eller för långa.",
}

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,14})")
_KINDS = {
    "string": "text",
    "integer": "ett heltal",
    "array": "en lista, med ”- ” först på varje rad",
    "object": "en grupp med nycklar",
}
_SIZES = {
    "minLength": "{name} är tomt.",
    "maxLength": "{name} är för långt: högst {limit} tecken.",
    "minItems": "{name} har för få rader: minst {limit}.",
    "uniqueItems": "{name} innehåller samma ord två gånger.",
    "minProperties": "{name} är tomt.",
    "minimum": "{name} är för litet: minst {limit}.",
    "maximum": "{name} är för stort: högst {limit}.",
}

Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Checked:
    """The data with whole numbers resolved, the findings, and the Pointers of the values that cannot be trusted."""

    data: dict[str, Any]
    findings: list[Finding]
    broken: frozenset[Pointer]


def check(source: Source, schema: Schema) -> Checked:
    """Check all of a Source's data against the schema. A missing key breaks the group that lacks it."""
    data = _resolve(source, source.data, schema, schema, ())
    if _conforms(data, schema, schema):
        return Checked(data, [], frozenset())
    findings: list[Finding] = []
    broken: set[Pointer] = set()
    for error in _errors(data, schema):
        for finding, unusable in _translate(error):
            findings.append(finding)
            if unusable is not None:
                broken.add(unusable)
    return Checked(data, _without_echoes(findings), frozenset(broken))


def _resolve(source: Source, value: Any, schema: Schema, root: Schema, at: Pointer) -> Any:
    """Turn typed whole numbers into int wherever the schema wants a whole number; all other text stays text."""
    schema = _followed(schema, root)
    if isinstance(value, dict):
        return {key: _resolve(source, item, _property(schema, key), root, (*at, key)) for key, item in value.items()}
    if isinstance(value, list):
        return [_resolve(source, item, schema.get("items", {}), root, (*at, i)) for i, item in enumerate(value)]
    if isinstance(value, str) and "integer" in schema.get("type", ()) and source.is_plain(at) and _INTEGER.fullmatch(value):
        return int(value)
    return value


def _followed(schema: Schema, root: Schema) -> Schema:
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    return schema


def _conforms(value: Any, schema: Schema, root: Schema) -> bool:
    """A quick yes for a plan without errors; False means only 'ask jsonschema', whose import costs more than all else here.

    The tests hold it to jsonschema's answer: whatever passes here has no error there.
    """
    schema = _followed(schema, root)
    return all(
        keyword in _NOTES or (keyword in _TESTS and _TESTS[keyword](value, limit, schema, root))
        for keyword, limit in schema.items()
    )


def _is_of_type(value: Any, wanted: str | list[str], *_: Schema) -> bool:
    kinds = {"string": str, "integer": int, "array": list, "object": dict}
    return any(type(value) is kinds[kind] for kind in ([wanted] if isinstance(wanted, str) else wanted))


def _properties_conform(value: Any, _: Any, schema: Schema, root: Schema) -> bool:
    return all(_conforms(item, _property(schema, key), root) for key, item in value.items())


_NOTES = {"$schema", "$defs", "title", "description", "examples", "patternErrorMessage"}
_TESTS: dict[str, Callable[[Any, Any, Schema, Schema], bool]] = {
    "type": _is_of_type,
    "enum": lambda value, options, *_: value in options,
    "pattern": lambda value, pattern, *_: not isinstance(value, str) or bool(re.search(pattern, value)),
    "format": lambda value, name, *_: _FORMATS[name](value),
    "minLength": lambda value, limit, *_: len(value) >= limit,
    "maxLength": lambda value, limit, *_: len(value) <= limit,
    "minimum": lambda value, limit, *_: value >= limit,
    "maximum": lambda value, limit, *_: value <= limit,
    "minItems": lambda value, limit, *_: len(value) >= limit,
    "uniqueItems": lambda value, *_: len(set(map(str, value))) == len(value),
    "minProperties": lambda value, limit, *_: len(value) >= limit,
    "required": lambda value, keys, *_: all(key in value for key in keys),
    "items": lambda value, sub, _, root: all(_conforms(item, sub, root) for item in value),
    "properties": _properties_conform,
    "patternProperties": _properties_conform,
    "additionalProperties": lambda value, _, schema, __: all(_property(schema, key) for key in value),
    "anyOf": lambda value, branches, _, root: any(_conforms(value, branch, root) for branch in branches),
}


def _property(schema: Schema, key: str) -> Schema:
    if key in schema.get("properties", {}):
        found: Schema = schema["properties"][key]
        return found
    return next((sub for pattern, sub in schema.get("patternProperties", {}).items() if re.search(pattern, key)), {})


def _errors(data: Any, schema: Schema) -> Iterator["ValidationError"]:
    from jsonschema import Draft202012Validator, FormatChecker

    formats = FormatChecker(())
    for name, is_valid in _FORMATS.items():
        formats.checks(name)(partial(_only_text, is_valid))
    yield from Draft202012Validator(schema, format_checker=formats).iter_errors(data)


def _only_text(is_valid: Any, value: object) -> bool:
    return not isinstance(value, str) or is_valid(value)


def _is_date(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _is_month(text: str) -> bool:
    return bool(re.fullmatch(r"[12]\d{3}-(0[1-9]|1[0-2])", text, re.ASCII))


_FORMATS: dict[str, Callable[[str], bool]] = {
    "date": _is_date,
    "month": _is_month,
    "day-or-month": lambda text: _is_date(text) or _is_month(text),
}


def _translate(error: "ValidationError") -> Iterator[tuple[Finding, Pointer | None]]:
    """One jsonschema error -> findings, each with the Pointer of what it makes unusable (None: nothing)."""
    at: Pointer = tuple(error.absolute_path)
    kind, limit, value, schema = error.validator, error.validator_value, error.instance, error.schema
    name = _name(at)
    if kind == "additionalProperties":
        yield from _unknown_keys(at, value, schema)
    elif kind == "required":
        key = next(key for key in limit if key not in value and error.message.startswith(repr(key)))
        yield Finding("SCH002", f"”{key}” saknas{_among(at)}.", (*at, key), _example(schema, key), on_key=True), at
    elif kind == "anyOf":
        yield from _translate(_meant(error))
    elif kind == "enum":
        yield Finding("SCH004", f"{name} kan inte vara {_show(value)}.", at, _did_you_mean(value, limit)), at
    elif kind == "type":
        yield _wrong_kind(at, name, limit, value), at
    elif kind == "format":
        yield Finding("SCH005", f"{name}: {_show(value)} är {_what_is_wrong(value, limit)}.", at, _date_hint(value, limit)), at
    elif kind == "pattern":
        yield Finding("SCH006", f"{name}: {_show(value)} är skrivet i fel form.", at, _form_hint(value, schema)), at
    elif kind in _SIZES:
        yield Finding("SCH007", _SIZES[kind].format(name=name, limit=limit), at, schema.get("description", "")), at
    else:
        raise NotImplementedError(f"the schema uses {kind}, which has no Swedish sentence")


def _name(at: Pointer) -> str:
    return f"”{next((step for step in reversed(at) if isinstance(step, str)), 'planen')}”"


def _among(at: Pointer) -> str:
    keys = [step for step in at if isinstance(step, str)]
    return f" under ”{keys[-1]}”" if keys else ""


def _unknown_keys(at: Pointer, value: dict[str, Any], schema: Schema) -> Iterator[tuple[Finding, Pointer | None]]:
    known = list(schema.get("properties", {}))
    patterns = schema.get("patternProperties", {})
    for key in value:
        if key in known or any(re.search(pattern, key) for pattern in patterns):
            continue
        free = [name for name in known if name not in value]
        guess = swedish.closest(key, free) or swedish.closest(key, known)
        hint = (
            f"Menade du ”{guess}”?" if guess else f"Här kan stå: {swedish.listing(known)}." if known else "Här ska stå ett årtal."
        )
        yield Finding("SCH001", f"Nyckeln ”{key}” finns inte här.", (*at, key), hint, on_key=True), None


def _meant(error: "ValidationError") -> "ValidationError":
    """The complaint of the branch that the author meant: the one whose kind of value fits."""
    complaints = sorted(error.context or (), key=lambda c: (c.validator == "type" and not c.path, c.schema_path[0]))
    return complaints[0]


def _wrong_kind(at: Pointer, name: str, wanted: str | list[str], value: object) -> Finding:
    first = wanted if isinstance(wanted, str) else wanted[0]
    if value is None:
        return Finding("SCH003", f"{name} har inget värde.", at, "Skriv värdet efter kolonet, eller ta bort raden.")
    hint = "Skriv varje rad under nyckeln med ”- ” först." if first == "array" else ""
    if first == "integer" and isinstance(value, str) and _INTEGER.fullmatch(value):
        hint = "Ta bort citattecknen."
    return Finding("SCH003", f"{name} ska vara {_KINDS[first]}, inte {_show(value)}.", at, hint)


def _show(value: object) -> str:
    if isinstance(value, dict):
        return "en grupp med nycklar"
    if isinstance(value, list):
        return "en lista"
    if value is None:
        return "tom"
    text = value if isinstance(value, str) else json.dumps(value)
    return f"”{text[:60]}…”" if len(text) > 60 else f"”{text}”"


def _did_you_mean(value: object, options: list[str]) -> str:
    guess = swedish.closest(value, options) if isinstance(value, str) else None
    return f"Menade du ”{guess}”?" if guess else f"Välj {swedish.listing(options, 'eller')}."


def _example(schema: Schema, key: str) -> str:
    described = schema.get("properties", {}).get(key, {})
    example = (described.get("examples") or [""])[0]
    if isinstance(example, str | int):
        return f"Lägg till raden  {key}: {example}"
    return f"Lägg till ”{key}:” med det som hör till. {described.get('description', '')}".rstrip()


def _what_is_wrong(value: str, wanted: str) -> str:
    match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value, re.ASCII)
    if match and wanted != "month":
        return "inget datum: den dagen finns inte i almanackan"
    return "ingen månad" if wanted == "month" else "inget datum"


def _date_hint(value: str, wanted: str) -> str:
    """What was probably meant: 5/10 2017, 5 oktober 2017, 2017-9-5, 20171005."""
    form = "ÅÅÅÅ-MM" if wanted == "month" else "ÅÅÅÅ-MM-DD"
    names = "|".join(month[:3] for month in swedish.MONTHS)
    if match := re.fullmatch(rf"(\d\d?)[./ ]+(?:(\d\d?)|({names})[a-z]*)\.?[-/ .]+(\d{{4}})", value.strip().lower()):
        day, number, word, year = match.groups()
        month = int(number) if number else next(i for i, name in enumerate(swedish.MONTHS, 1) if name.startswith(word))
    elif match := re.fullmatch(r"(\d{4})[-/. ]?(\d\d?)[-/. ]?(\d\d?)", value.strip()):
        year, number, day = match.groups()
        month = int(number)
    else:
        return f"Skriv {form}."
    guess = f"{year}-{month:02}" if wanted == "month" else f"{year}-{month:02}-{int(day):02}"
    return f"Menade du {guess}?" if guess != value and (_is_date(guess) or _is_month(guess)) else f"Skriv {form}."


def _form_hint(value: str, schema: Schema) -> str:
    form = str(schema.get("patternErrorMessage", ""))
    if "kronor" not in form:
        return form
    without_ore = re.sub(r"[.,]\d{1,2}$", "", re.sub(r"(kr|kronor|sek|:-)\.?$", "", value.strip().lower()).strip())
    digits = re.sub(r"[ \u00a0\u202f.,_'’]", "", without_ore)
    return (
        f"Menade du {swedish.kronor(int(digits)).replace(swedish.NBSP, ' ')}? {form}"
        if re.fullmatch(r"[0-9]{1,12}", digits)
        else form
    )


def _without_echoes(findings: Iterable[Finding]) -> list[Finding]:
    """Drop 'key is missing' where the same group holds a misspelling of that key: one mistake, one finding."""
    listed = list(findings)
    guessed = {
        (*f.at[:-1], m[1])
        for f in listed
        if f.code == "SCH001" and isinstance(f.at, tuple) and (m := re.match("Menade du ”(.*)”", f.hint))
    }
    return [f for f in listed if not (f.code == "SCH002" and f.at in guessed)]
