"""Swedish as it is written: amounts, dates, intervals, lists of words and typography. Pure text in,
pure text out.

Sources: Isof Frågelådan, webbriktlinjer.se R66, the EU's Swedish style guide 10.4 and 10.6. Month
and weekday names are those of CLDR (the tests compare them with Babel, which would cost every run
30 ms to import).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

NBSP = "\u00a0"
MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
NUMBERS = (
    "noll",
    "ett",
    "två",
    "tre",
    "fyra",
    "fem",
    "sex",
    "sju",
    "åtta",
    "nio",
    "tio",
    "elva",
    "tolv",
)

_MONTH = "|".join(MONTHS)
_TYPOGRAPHY = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"[\"“„‟]", "”"),
        (r"(?<=\s)-(?=\s)", "–"),
        (r"(?<![\w.:–-])(\d\d?[.:]\d\d)-(\d\d?[.:]\d\d)(?![\w.:-])", r"\1–\2"),
        (r"(?<![\w.:–-])((?:19|20)\d\d)-((?:19|20)\d\d)(?![\w-])", r"\1–\2"),
        (rf"(?<![\w.:–-])(\d\d?)-(\d\d?)(?= (?:{_MONTH})\b)", r"\1–\2"),
        (r"(?<=\d)[ \u202f](?=\d{3}(?!\d))", NBSP),
        (r"\b(ca|kap\.|s\.|sid) (?=\d)", rf"\1{NBSP}"),
        (r"(?<=§) (?=\d)", NBSP),
        (r"\b(t|d) (ex|v s|vs)\b", rf"\1{NBSP}\2"),
        (r"\b(bl\.) (a\b)", rf"\1{NBSP}\2"),
        (r"(?<=\d) (?=(?:kr|kronor|%)(?!\w))", NBSP),
        (rf"\b(\d\d?) ({_MONTH})\b", rf"\1{NBSP}\2"),
        (rf"\b(\d\d?{NBSP}(?:{_MONTH})) (\d{{4}})\b", rf"\1{NBSP}\2"),
    )
)
_DIGIT = re.compile(r"\d")
_OF_WORDS = tuple((pattern, new) for pattern, new in _TYPOGRAPHY if r"\d" not in pattern.pattern)


def folded(text: str) -> str:
    """A text on one line, with one space for every run of blanks."""
    return " ".join(text.split())


def is_blank(text: str) -> bool:
    """True if a text shows nothing: only spaces, and marks without a letter to stand on."""
    return all(unicodedata.category(character)[0] in "ZCM" for character in text)


def typeset(text: str) -> str:
    """The same words with Swedish typography: ”…”, en dashes in intervals, non-breaking spaces in
    numbers and dates.
    """
    # Most texts have no digit, and most of the patterns need one.
    has_digits = _DIGIT.search(text) is not None
    for pattern, replacement in _TYPOGRAPHY if has_digits else _OF_WORDS:
        text = pattern.sub(replacement, text)
    return text


def kronor(amount: int, *, sign: bool = False) -> str:
    """945000 -> '945 000', in groups of three with U+00A0; a minus sign is U+2212. With `sign`,
    '+945 000'.
    """
    digits = f"{abs(amount):,}".replace(",", NBSP)
    return _signed(digits, amount, sign=sign)


def one_decimal(number: float, *, sign: bool = False) -> str:
    """1.7 -> '1,7', with one decimal; with `sign`, '+1,7'."""
    digits = f"{abs(number):.1f}".replace(".", ",")
    return _signed(digits, number, sign=sign)


def _signed(digits: str, number: float, *, sign: bool) -> str:
    if number < 0:
        return f"\u2212{digits}"
    return f"+{digits}" if sign else digits


_DECIMAL = re.compile(
    r"[-\u2212]?(?:\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,4}|\d{1,15})(?:,\d{1,6})?", re.ASCII
)


def decimal(text: str) -> Decimal | None:
    """A number as Swedish people write it, '1 200,5' or '-3'; None for what is no number."""
    if not _DECIMAL.fullmatch(text):
        return None
    return Decimal(re.sub(r"\s", "", text).replace("\u2212", "-").replace(",", "."))


def number(value: Decimal) -> str:
    """1200.5 -> '1 200,5': in groups of three with U+00A0, with the decimals that it has."""
    whole, _, decimals = f"{abs(value):,f}".partition(".")
    digits = whole.replace(",", NBSP) + (f",{decimals}" if decimals else "")
    return f"\u2212{digits}" if value < 0 else digits


def percent(share: float) -> str:
    """0.017 -> '+1,7 %', with a sign and one decimal."""
    return f"{one_decimal(share * 100, sign=True)}{NBSP}%"


def month(year: int, number: int) -> str:
    """(2018, 1) -> 'januari 2018'."""
    return f"{MONTHS[number - 1]}{NBSP}{year}"


def days(first: date, last: date | None = None, *, year: bool) -> str:
    """'5 oktober', '16–17 augusti 2017', '31 augusti–1 september': one day or an interval, with or
    without the year.
    """
    tail = f"{NBSP}{(last or first).year}" if year else ""
    if last is None or last == first:
        return f"{first.day}{NBSP}{MONTHS[first.month - 1]}{tail}"
    end = f"{last.day}{NBSP}{MONTHS[last.month - 1]}{tail}"
    same_month = (first.year, first.month) == (last.year, last.month)
    return (
        f"{first.day}–{end}" if same_month else f"{first.day}{NBSP}{MONTHS[first.month - 1]}–{end}"
    )


def weekday(day: str) -> str:
    """The weekday of a date in ISO form: '2017-10-05' -> 'torsdag'."""
    return WEEKDAYS[date.fromisoformat(day).weekday()]


def years_later(day: str, years: int) -> str:
    """The same day of a later year, in ISO form: ('2016-02-29', 1) -> '2017-02-28'."""
    year, rest = int(day[:4]) + years, day[4:]
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return f"{year}{'-02-28' if rest == '-02-29' and not is_leap else rest}"


def listing(words: Iterable[str], conjunction: str = "och") -> str:
    """['a', 'b', 'c'] -> 'a, b och c'."""
    *most, last = words
    return f"{', '.join(most)} {conjunction} {last}" if most else last


def count(number: int, singular: str, plural: str) -> str:
    """(1, 'varning', 'varningar') -> '1 varning'."""
    return f"{number} {singular if number == 1 else plural}"


def phrases(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of some phrases as whole words, in a group, the longest first; capitals do
    not matter.
    """
    longest_first = sorted(words, key=len, reverse=True)
    whole = [rf"(?<!\w){re.escape(phrase)}(?!\w)" for phrase in longest_first]
    return re.compile(f"({'|'.join(whole) or '(?!)'})", re.IGNORECASE)


def closest(word: str, candidates: Sequence[str]) -> str | None:
    """The candidate that `word` is most likely a misspelling of, accents and case aside; None if
    none is near.
    """
    folded = {_fold(candidate): candidate for candidate in candidates}
    import difflib

    match = difflib.get_close_matches(_fold(word), folded, n=1, cutoff=0.7)
    return folded[match[0]] if match else None


def is_slip(typed: str, meant: str) -> bool:
    """True if some words are others with one letter lost, added, exchanged or out of place.

    No word, digit or sign may be too many, and the first letter must agree: obeslutad is not
    beslutad.
    Accents and case are no difference, nor that rn looks like m.
    """
    if _signs(typed.strip()) - _signs(meant):
        return False
    old, new = (_fold(words).replace("rn", "m") for words in (typed, meant))
    return old[:1] == new[:1] and _is_one_letter_away(old, new)


def near(word: str) -> set[int]:
    """What any two words have in common of which one is a slip of the other: a hash of the word
    with one letter left out, or with none.
    """
    letters = _fold(word).replace("rn", "m")
    return {hash(letters[:i] + letters[i + 1 :]) for i in range(len(letters) + 1)}


def _signs(words: str) -> Counter[str]:
    """The signs and digits among some words; what joins words is one sign."""
    return Counter("-" if sign in " _" else sign for sign in words if not sign.isalpha())


def _is_one_letter_away(old: str, new: str) -> bool:
    """True if two words differ in one letter at most, or in the order of two that are
    neighbours.
    """
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return max(len(old), len(new)) <= 1 or (len(old) == 2 and old == new[::-1])


def sentences(text: str) -> list[tuple[int, str]]:
    """The sentences of a text, each on one line, with the offset where it starts; a new line that
    is indented or blank ends one too.
    """
    found = []
    for match in re.finditer(
        r"\S.*?(?:[.!?:](?=\s+[”\"(–-]*[A-ZÅÄÖ{])|(?=\n\s*\n)|(?=\n\s*[-*+] )|\Z)", text, re.DOTALL
    ):
        found.append((match.start(), folded(match[0])))
    return found


def slug(heading: str) -> str:
    """'Våra mål' -> 'våra-mål': how a link names a heading."""
    return "-".join(re.findall(r"\w+", heading.casefold()))


def ascii_slug(heading: str) -> str:
    """'Mälardalens råd' -> 'malardalens-rad': for names of files and addresses; '' where no Latin
    letter or digit is left.
    """
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode()
    return slug(plain.replace("_", " "))


def _fold(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if c.isalnum())


def genitive(name: str) -> str:
    """'dialogen' -> 'dialogens', 'Borås' -> 'Borås'."""
    return name if name.endswith(("s", "x", "z")) else f"{name}s"


def in_words(number: int) -> str:
    """6 -> 'sex'; 13 and above in digits."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def typed(amount: int) -> str:
    """An amount as the secretariat types it: ordinary spaces and an ordinary minus."""
    return f"{amount:,}".replace(",", " ")
