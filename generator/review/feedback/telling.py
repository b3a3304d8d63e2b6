"""Remarks as they are told: a list for people, plain data for machines."""

from collections import Counter
from collections.abc import Iterable, Sequence

from generator import swedish
from generator.report import shortened, visible
from generator.review.feedback.remark import Remark
from generator.swedish import MONTHS, listing

_LONGEST = 160
_LONGEST_NAME = 60
_LONGEST_COMMENT = 2_000
"""Characters of a comment: all of any that a person writes."""
_MOST_NAMES = 10
_MOST_CONFLICTS = 10
_KINDS = {"ospårad": "Ändring utan spårning", "oläst": "Kunde inte läsas"}


def for_people(remarks: Sequence[Remark], name: str) -> str:
    """Every remark with its number, its place in the plan's file `name`, and what is said; then a
    count.
    """
    told = [block(remark, name) for remark in remarks]
    return "\n\n".join([*told, count(remarks)])


def count(remarks: Sequence[Remark]) -> str:
    """'3 ändringar, 2 kommentarer och 1 ändring av utseendet.'"""
    names = {
        "ändring": ("ändring", "ändringar"),
        "kommentar": ("kommentar", "kommentarer"),
        "tabellrad": ("tabellrad", "tabellrader"),
        "utseende": ("ändring av utseendet", "ändringar av utseendet"),
        "ospårad": ("ändring utan spårning", "ändringar utan spårning"),
        "oläst": ("plats som inte kunde läsas", "platser som inte kunde läsas"),
    }
    counted = Counter(remark.kind for remark in remarks)
    told = [swedish.count(counted[kind], *words) for kind, words in names.items() if counted[kind]]
    return f"{listing(told)}." if told else "Inga kommentarer och inga spårade ändringar."


def head(remark: Remark) -> str:
    """'3. Ändring av Åsa Öberg, 10 januari 2018 – Syfte'."""
    answer = f" (svar på {remark.answers})" if remark.answers else ""
    resolved = " (klar)" if remark.resolved else ""
    when = f", {_day(remark.when)}" if _day(remark.when) else ""
    chapter = f" – {shortened(remark.chapter, _LONGEST)}" if remark.chapter else ""
    kind = _KINDS.get(remark.kind, remark.kind.capitalize())
    by = " i" if remark.kind in ("ospårad", "oläst") else " av"
    author = f"{by} {authors(remark.authors)}" if remark.authors else ""
    return f"{remark.number}. {kind}{author}{when}{answer}{resolved}{chapter}"


def authors(names: Iterable[str]) -> str:
    """'Åsa Öberg, Bo Ek och 3 till', each once."""
    every = [shortened(name, _LONGEST_NAME) or "någon utan namn" for name in dict.fromkeys(names)]
    more = len(every) - _MOST_NAMES
    return listing([*every[:_MOST_NAMES], f"{more} till"] if more > 0 else every)


def block(remark: Remark, name: str) -> str:
    """One remark: who, where, and what is said."""
    lines = [head(remark), f"   {_where(remark, name)}", *(f"   {line}" for line in body(remark))]
    if remark.stale:
        lines.append("   planen är ändrad här sedan dokumentet skickades ut")
    if remark.conflicts:
        numbers = [*map(str, remark.conflicts[:_MOST_CONFLICTS])]
        more = len(remark.conflicts) - len(numbers)
        lines.append(f"   säger emot nr {listing([*numbers, f'{more} till'] if more else numbers)}")
    if remark.partner:
        lines.append(f"   flyttad text: hör ihop med nr {remark.partner}")
    if remark.of_template:
        lines.append("   sparas till mallens ägare (build/mallsynpunkter.md)")
    elif remark.problem:
        lines.append(f"   kan inte göras av verktyget: {shortened(remark.problem, _LONGEST)}")
    return "\n".join(map(visible, lines))


def _where(remark: Remark, name: str) -> str:
    if remark.mark:
        return f"{name}:{remark.mark.line}:{remark.mark.column}"
    if remark.kind in ("oläst", "ospårad"):
        return "hör inte till någon uppgift i planen"
    return "ur mallen, inte ur planen"


def body(remark: Remark) -> list[str]:
    """What is said: a comment and its words, or the text as it is and as it would be."""
    if remark.kind == "ospårad":
        sent = _shortened(remark.quote) or "(inget)"
        now = _shortened(remark.text) or "(borta)"
        return [f"skickat: {sent}", f"nu:      {now}"]
    if remark.kind == "oläst":
        return [_shortened(remark.text)]
    if remark.kind == "ändring":
        return [f"nu:     {_shortened(remark.quote)}", f"skulle: {_shortened(remark.text)}"]
    quote = f"om ”{_shortened(remark.quote)}”" if remark.quote else "om stället"
    return [f"{quote}: {shortened(' '.join(remark.text.split()), _LONGEST_COMMENT)}"]


def _shortened(text: str) -> str:
    text = text.replace("\n", " ¶ ").replace("\v", " ↵ ").strip()
    return shortened(text, _LONGEST)


def _day(when: str) -> str:
    """A W3CDTF time as a day, '' for none."""
    try:
        year, month, day = (int(part) for part in when[:10].split("-"))
        return f"{day} {MONTHS[month - 1]} {year}"
    except (ValueError, IndexError):
        return ""


def for_machines(remarks: Sequence[Remark], name: str) -> list[dict[str, object]]:
    """Remarks as plain data; lines and columns are 1-based."""
    return [
        {
            "nummer": remark.number,
            "slag": remark.kind,
            "av": list(remark.authors),
            "när": remark.when,
            "kapitel": remark.chapter,
            "citat": remark.quote,
            "text": remark.text,
            "adress": list(remark.at) if remark.at is not None else None,
            "fil": name if remark.mark else None,
            "rad": remark.mark.line if remark.mark else None,
            "kolumn": remark.mark.column if remark.mark else None,
            "hinder": remark.problem,
            "ändrad_sedan": remark.stale,
            "klar": remark.resolved,
            "svar_på": int(remark.answers) if remark.answers else None,
            "motsäger": list(remark.conflicts),
            "hör_ihop_med": remark.partner or None,
            "till_mallen": remark.of_template,
        }
        for remark in remarks
    ]
