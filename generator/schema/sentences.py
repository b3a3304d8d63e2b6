"""What jsonschema complains of, said in Swedish: what is wrong and what was probably meant."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from msgspec.structs import replace

from generator import swedish
from generator.findings import Edit, Finding, Pointer
from generator.schema.dates import typed_date
from generator.schema.quick import INTEGER, Schema, is_date, is_month

if TYPE_CHECKING:
    from jsonschema import ValidationError


OR_REMOVE = ", eller ta bort raden."
"""How the advice on a line ends that the plan need not have."""
WRITE_BELOW = "Skriv uppgifterna på raderna under, två mellanslag längre in."
WRITE_TEXT = "Skriv texten efter kolonet, på samma rad, eller efter ”|” på raderna under."
_KINDS = {
    "string": "text",
    "integer": "ett heltal",
    "array": "en lista, med ”- ” först på varje rad",
    "object": "flera uppgifter på egna rader",
}
_MOST_GUESSES = 50
_LONGEST = 300
"""Characters of a value that is worth guessing about."""
_LEAVE_OUT = (
    "Skriv en preliminär uppgift, och ”FYLL I” efter den som anteckning, med två mellanslag och # "
    "före:  2018-02-01  # FYLL I: bekräfta dagen"
)
_ASKED_IN_VALUE = re.compile(r"(\S.*?)\s*#?\s*(FYLL I.*)", re.DOTALL)
_KIND_HINTS = {
    "string": WRITE_TEXT,
    "integer": "Skriv talet efter kolonet: 2018, eller 945 000.",
    "array": "Skriv varje rad under nyckeln med ”- ” först.",
    "object": WRITE_BELOW,
}
_SIZES = {
    "minLength": ("{name} är tomt.", f"Skriv text{OR_REMOVE}"),
    "maxLength": ("{name} är för långt: högst {limit} tecken.", "Korta texten."),
    "minItems": ("{name} har för få rader: minst {limit}.", "Skriv till det som saknas."),
    "minProperties": ("{name} är tomt.", f"Skriv det som hör dit{OR_REMOVE}"),
    "minimum": ("{name} är för litet: minst {limit}.", "Skriv ett större tal."),
    "maximum": ("{name} är för stort: högst {limit}.", "Skriv ett mindre tal."),
}


Told = Iterator[tuple[Finding, Pointer]]
"""Findings, each with the Pointer of what it makes unusable."""


def translate(error: "ValidationError", year: int | None) -> Told:
    """One jsonschema error in the plan of a year (None: not known) -> findings, each with the
    Pointer of what it makes unusable.
    """
    at: Pointer = tuple(error.absolute_path)
    kind, limit = error.validator, error.validator_value
    if kind == "anyOf":
        for finding, unusable in translate(_meant(error), year):
            yield _several(error.instance, finding, _options(error)), unusable
    elif kind == "additionalProperties":
        yield from _unknown_keys(at, error.instance, error.schema)
    elif kind == "required":
        yield _missing_key(at, error)
    elif kind == "uniqueItems":
        yield _twice(at, error.instance)
    elif kind == "format":
        # A plan is decided at the end of the year before.
        own = year - 1 if year and at == ("beslut", "datum") else year
        yield _no_date(at, error, own), at
    elif kind in _SENTENCES:
        yield _SENTENCES[kind](at, error), at
    elif kind in _SIZES:
        message, hint = _SIZES[kind]
        told = message.format(name=_name(at), limit=limit)
        yield Finding("SCH007", told, at, error.schema.get("description") or hint), at
    else:
        raise NotImplementedError(f"the schema uses {kind}, which has no Swedish sentence")


def _missing_key(at: Pointer, error: "ValidationError") -> tuple[Finding, Pointer]:
    names = (name for name in error.validator_value if name not in error.instance)
    key = next(name for name in names if error.message.startswith(repr(name)))
    message, hint = f"”{key}” saknas{_among(at)}.", _example(error.schema, key)
    return Finding("SCH002", message, (*at, key), hint, on_key=True), (*at, key)


def _twice(at: Pointer, items: Sequence[Any]) -> tuple[Finding, Pointer]:
    again = next(place for place, item in enumerate(items) if item in items[:place])
    also = (((*at, items.index(items[again])), "den första står här"),)
    message = f"{_show(items[again])} står två gånger under {_name(at)}."
    return Finding("SCH007", message, (*at, again), "Ta bort den ena.", also=also), at


def _no_date(at: Pointer, error: "ValidationError", year: int | None) -> Finding:
    value, wanted = error.instance, error.validator_value
    hint, repair = _date_hint(value, wanted, year)
    message = f"{_name(at)}: {_show(value)} är {_what_is_wrong(value, wanted)}."
    return Finding("SCH005", message, at, hint, repair=repair)


def _no_choice(at: Pointer, error: "ValidationError") -> Finding:
    hint, repair = _did_you_mean(error.instance, error.validator_value)
    message = f"{_name(at)} kan inte vara {_show(error.instance)}."
    return Finding("SCH004", message, at, hint, repair=repair)


def _no_form(at: Pointer, error: "ValidationError") -> Finding:
    if error.validator_value == r"\S":
        return Finding("SCH007", f"{_name(at)} är tomt.", at, f"Skriv text{OR_REMOVE}")
    hint, repair = _form_hint(error.instance, error.schema)
    message = f"{_name(at)}: {_show(error.instance)} är skrivet i fel form."
    return Finding("SCH006", message, at, hint, repair=repair)


def _no_kind(at: Pointer, error: "ValidationError") -> Finding:
    return _wrong_kind(at, _name(at), error.validator_value, error.instance)


_SENTENCES: Mapping[str, Callable[[Pointer, "ValidationError"], Finding]] = {
    "enum": _no_choice,
    "pattern": _no_form,
    "type": _no_kind,
}
"""Of what the schema asks for, what is told of the value by itself."""


def _name(at: Pointer) -> str:
    return f"”{next((step for step in reversed(at) if isinstance(step, str)), 'planen')}”"


def _among(at: Pointer) -> str:
    keys = [step for step in at if isinstance(step, str)]
    return f" under ”{keys[-1]}”" if keys else ""


def _is_known(key: str, schema: Schema) -> bool:
    patterns = schema.get("patternProperties", {})
    return key in schema.get("properties", {}) or any(re.search(one, key) for one in patterns)


def _unknown_keys(at: Pointer, value: dict[str, Any], schema: Schema) -> Told:
    known = list(schema.get("properties", {}))
    unknown = [key for key in value if not _is_known(key, schema)]
    missing = [name for name in schema.get("required", ()) if name not in value]
    # One too many and one too few are one: it is called something else here.
    other_name = missing[0] if len(unknown) == len(missing) == 1 else None
    for place, key in enumerate(unknown):
        free = [name for name in known if name not in value]
        fits = swedish.closest(key, free) if place < _MOST_GUESSES else None
        guess = fits or (swedish.closest(key, known) if place < _MOST_GUESSES else None)
        guess = guess or other_name
        hint = f"Här kan stå: {swedish.listing(known)}." if known else "Här ska stå ett årtal."
        if guess:
            hint = did_you_mean(guess)
        is_table = "required" not in schema
        repair = (Edit(fits),) if fits and swedish.is_slip(key, fits) else ()
        finding = Finding(
            "SCH001", f"”{key}” finns inte här.", (*at, key), hint, on_key=True, repair=repair
        )
        yield finding, at if is_table else (*at, key)


def _meant(error: "ValidationError") -> "ValidationError":
    """The complaint of the branch that the author meant: the one whose kind of value fits."""
    complaints = list(error.context or ())
    is_fact = isinstance(error.instance, dict) and [*error.instance.values()] == [None]
    if is_fact and (no_text := next(filter(_wants_text, complaints), None)):
        return no_text
    misfits = {c.schema_path[0] for c in complaints if c.validator == "type" and not c.path}
    return next((c for c in complaints if c.schema_path[0] not in misfits), complaints[0])


def _wants_text(error: "ValidationError") -> bool:
    return error.validator == "type" and error.validator_value == "string" and not error.path


def _options(error: "ValidationError") -> list[str]:
    """The words that one of the branches of a choice lists."""
    listed = [
        complaint.validator_value
        for complaint in error.context or ()
        if complaint.validator == "enum"
    ]
    return [str(option) for option in listed[0]] if listed else []


def did_you_mean(word: str) -> str:
    """The question whether a word was meant."""
    return f"Menade du ”{word}”?"


def _several(value: object, finding: Finding, options: list[str]) -> Finding:
    """The right form of several municipalities written as running text, or of one written as
    several.
    """
    if isinstance(value, list) and len(value) == 1 and finding.code == "SCH007":
        return replace(finding, hint=f"En ensam värd skrivs utan hakklammer: {value[0]}.")
    is_text = isinstance(value, str) and len(value) <= _LONGEST
    words = re.split(r"\s*[,/&+]\s*|\s+och\s+", str(value)) if is_text else []
    names = [name for word in words if (name := swedish.closest(word, options))]
    if len(words) < 2:
        return finding
    if len(names) < len(words):
        return replace(
            finding, hint="Flera värdar skrivs inom hakklammer: [den ena, den andra].", repair=()
        )
    listed = f"[{', '.join(names)}]"
    is_certain = "/" not in str(value) and all(map(swedish.is_slip, words, names))
    repair = (Edit(listed),) if is_certain else ()
    return replace(finding, hint=f"Flera värdar skrivs inom hakklammer: {listed}.", repair=repair)


def _wrong_kind(at: Pointer, name: str, wanted: str | list[str], value: object) -> Finding:
    first = wanted if isinstance(wanted, str) else wanted[0]
    if value is None:
        return Finding(
            "SCH003",
            f"{name} har inget värde.",
            at,
            f"Skriv värdet efter kolonet{OR_REMOVE}",
        )
    message = f"{name} ska vara {_KINDS[first]}, inte {_show(value)}."
    if first == "integer" and isinstance(value, str) and INTEGER.fullmatch(value):
        return Finding("SCH003", message, at, "Ta bort citattecknen.", repair=(Edit(value),))
    return Finding("SCH003", message, at, _KIND_HINTS[first])


def _show(value: object) -> str:
    if isinstance(value, dict):
        return "flera uppgifter"
    if isinstance(value, list):
        return "en lista"
    if value is None:
        return "tom"
    text = value.strip() if isinstance(value, str) else json.dumps(value)
    return f"”{text[:60]}…”" if len(text) > 60 else f"”{text}”"


_NOT = re.compile(r"\b(?:ej|inte|icke|inget|ingen)\b", re.IGNORECASE)
"""What turns the meaning of a word round: the word beside it was not meant."""


def _did_you_mean(value: object, options: list[str]) -> tuple[str, tuple[Edit, ...]]:
    """The option that was most likely meant, as a hint and as a repair."""
    if not isinstance(value, str) or len(value) > _LONGEST:
        return f"Välj {swedish.listing(options, 'eller')}.", ()
    if "FYLL I" in value:
        return f"{_LEAVE_OUT}.", ()
    word = re.sub(r"s? (?:kommun|stad)$", "", value)
    guess = swedish.closest(word, options)
    if guess is None or _NOT.search(word):
        return f"Välj {swedish.listing(options, 'eller')}.", ()
    is_inflected = guess[0].islower() and word[-1:].lower() != guess[-1]  # beslutas is not beslutad
    is_certain = swedish.is_slip(word, guess) and not is_inflected
    return did_you_mean(guess), (Edit(guess),) if is_certain else ()


def _example(schema: Schema, key: str) -> str:
    described = schema.get("properties", {}).get(key, {})
    if described.get("$ref", "").endswith("/prose"):
        return (
            f"Lägg till  {key}: |  med texten på raderna under, två "
            "mellanslag längre in. Platsen är"
        )
    example = (described.get("examples") or [""])[0]
    if isinstance(example, str | int):
        return f"Lägg till en rad som  {key}: {example} "
    return f"Lägg till  {key}:  med det som hör till"


def _what_is_wrong(value: str, wanted: str) -> str:
    match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value, re.ASCII)
    if match and wanted != "month":
        return "inget datum: den dagen finns inte i almanackan"
    return "ingen månad" if wanted == "month" else "inget datum"


def _date_hint(value: str, wanted: str, year: int | None) -> tuple[str, tuple[Edit, ...]]:
    """What was probably meant, as a hint; as a repair too where nothing else can be."""
    if "FYLL I" in value:
        return f"{_LEAVE_OUT}. Är månaden känd: skriv bara den, ÅÅÅÅ-MM.", _as_comment(value)
    form = "ÅÅÅÅ-MM" if wanted == "month" else "ÅÅÅÅ-MM-DD"
    shape: Literal["month", "date"] = "month" if wanted == "month" else "date"
    typed = typed_date(value) if len(value) <= _LONGEST else None
    if typed is None and year and len(value) <= _LONGEST:
        of_the_year = typed_date(f"{value} {year}")
        guess = of_the_year.iso(shape) if of_the_year else ""
        if is_date(guess) or is_month(guess):
            return f"Skriv året också: {guess}.", ()
    if typed is None or (typed.day is None and wanted == "date"):
        return f"Skriv {form}.", ()
    guess, day = typed.iso(shape), typed.iso("date")
    if typed.to and is_date(typed.iso("last")):
        last = typed.iso("last")
        return f"Skriv {guess} här, och den sista dagen på raden under:  till: {last}", ()
    weekday = swedish.weekday(day) if is_date(day) else typed.weekday
    if typed.weekday and weekday != typed.weekday:
        return f"{day} är en {weekday}, inte en {typed.weekday}. Skriv rätt dag, {form}.", ()
    if is_date(guess) or is_month(guess):
        loses_day = wanted == "month" and typed.day is not None
        return f"Menade du {guess}?", (Edit(guess),) if typed.certain and not loses_day else ()
    if is_month(typed.iso("month")):
        days = _days_of(int(typed.year), typed.month)
        return f"{swedish.MONTHS[typed.month - 1].capitalize()} {typed.year} har {days} dagar.", ()
    return f"Skriv {form}.", ()


def _as_comment(value: str) -> tuple[Edit, ...]:
    """The repair of a value that FYLL I was typed into: it becomes a comment after the value."""
    match = _ASKED_IN_VALUE.fullmatch(value.strip())
    return (Edit(f"{match[1]}  # {match[2]}"),) if match else ()


_WHOLE_KRONOR = re.compile(
    r"[1-9][0-9]{0,2}(?:(?P<between>[ "
    r"\u00a0\u202f.,_'’])[0-9]{3}(?:(?P=between)[0-9]{3}){0,2})?|[1-9][0-9]{0,11}|0"
)
"""An amount with the same sign between its thousands, or none: 1.234,567 may be kronor and öre."""


def _days_of(year: int, month: int) -> int:
    return next(day for day in (31, 30, 29, 28) if is_date(f"{year}-{month:02}-{day}"))


def _form_hint(value: str, schema: Schema) -> tuple[str, tuple[Edit, ...]]:
    """The right form of an amount or a time, as a hint and, for an amount, as a repair."""
    if "FYLL I" in value:
        return f"{_LEAVE_OUT}.", _as_comment(value)
    form = str(schema.get("patternErrorMessage", ""))
    if "kronor" not in form or len(value) > _LONGEST:
        return form, ()
    without_ore = re.sub(
        r"[.,]00?$", "", re.sub(r"(kr|kronor|sek|:-)\.?$", "", value.strip().lower()).strip()
    )
    if not _WHOLE_KRONOR.fullmatch(without_ore):
        return f"Skilj av siffrorna tre och tre. {form}" if re.fullmatch(
            r"[0-9][0-9 .,]*", without_ore
        ) else form, ()
    amount = f"{int(re.sub('[^0-9]', '', without_ore)):,}".replace(",", " ")
    return f"Menade du {amount}? {form}", (Edit(amount),)
