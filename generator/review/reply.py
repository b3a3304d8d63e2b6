"""What became of each remark of a review: answers in the threads of the reviewed files, and a table
for the minutes.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from generator.ooxml import listing, package
from generator.ooxml.threads import Answer, answered
from generator.report import shortened, visible
from generator.review.apply.comments import said_of
from generator.review.feedback import Remark, telling
from generator.review.feedback.about import is_about

DONE, PARTLY, NOT_DONE = "Gjort", "Delvis gjort", "Inte gjort"
READ, KEPT = "Läst", "Till mallens ägare"
_ORDER = (DONE, PARTLY, NOT_DONE, READ, KEPT)
_LONGEST = 300
_NOTHING = "planen är inte ändrad här"
_NOTED = "kommentaren är noterad i arbetet med planen"
_ANOTHER = "ett annat förslag på samma ställe valdes (nr {})"
_OF_TEMPLATE = "orden hör till mallen; synpunkten är sparad till mallens ägare"
_HEADINGS = {"Nr": 700, "Av": 2100, "Var": 2700, "Synpunkt": 5300, "Beslut": 3700}
_NO_WORDS = "(inget)"


class Decision(Struct, frozen=True):
    """What became of a remark, and why where it was not made."""

    remark: Remark
    what: str
    why: str = ""

    @property
    def is_noted(self) -> bool:
        """True for a comment that stands in the plan's file."""
        return self.why == _NOTED

    @property
    def told(self) -> str:
        """'Inte gjort: granskarna säger emot varandra.'"""
        return f"{self.what}: {self.why.rstrip('.')}." if self.why else f"{self.what}."


def decisions(remarks: Sequence[Remark], standing: Mapping[int, str], plan: str) -> list[Decision]:
    """What became of every remark; `standing` is what became of the changes by number ('' where
    the plan has them), `plan` the text of the plan.
    """
    found = {
        remark.number: _of_change(remark, standing[remark.number])
        for remark in remarks
        if remark.kind != "kommentar"
    }
    for remark in remarks:
        chosen = [n for n in remark.conflicts if n in found and found[n].what == DONE]
        if chosen and found[remark.number].what == NOT_DONE:
            found[remark.number] = Decision(remark, NOT_DONE, _ANOTHER.format(chosen[0]))
    for remark in remarks:
        if remark.kind == "kommentar":
            found[remark.number] = _of_comment(remark, remarks, found, plan)
    return [found[remark.number] for remark in remarks]


def _of_change(remark: Remark, why: str) -> Decision:
    if remark.of_template:
        return Decision(remark, KEPT, _OF_TEMPLATE)
    if not why:
        return Decision(remark, DONE)
    return Decision(remark, NOT_DONE, why)


def _of_comment(
    remark: Remark, remarks: Sequence[Remark], found: Mapping[int, Decision], plan: str
) -> Decision:
    """A comment is done as far as the changes are that were made in its words; one that goes with
    none may ask for nothing.
    """
    about = [found[other.number] for other in remarks if is_about(remark, other)]
    if about:
        whats = {decision.what for decision in about}
        what = whats.pop() if len(whats) == 1 else PARTLY
        return Decision(remark, what, next((one.why for one in about if one.why), ""))
    if said_of(remark) in plan:
        return Decision(remark, PARTLY, _NOTED)
    if remark.stale:
        return Decision(remark, READ, "stället är ändrat sedan dokumentet skickades ut")
    return Decision(remark, READ, _NOTHING)


def answered_file(
    parts: Mapping[str, bytes], file: int, decided: Sequence[Decision], author: str, when: str
) -> dict[str, bytes]:
    """The parts of the reviewed file of a number with an answer in each thread that is not done
    already, and one at each tracked change that no comment is about.
    """
    of_file = [decision for decision in decided if file in decision.remark.files]
    comments = [one for one in of_file if one.remark.kind == "kommentar"]
    talked = [one.remark for one in comments]
    answers = [
        Answer(one.told, one.what == DONE, comment=_comment_of(one.remark, file))
        for one in comments
        if not one.remark.answers and not one.remark.resolved
    ]
    for one in of_file:
        is_talked_of = any(is_about(comment, one.remark) for comment in talked)
        change = _change_of(one.remark)
        if change >= 0 and not is_talked_of:
            answers.append(Answer(one.told, one.what == DONE, change=change))
    return answered(parts, answers, author, when)


def _comment_of(remark: Remark, file: int) -> str:
    """The id of a comment in the file of a number."""
    own = (thread.partition("/") for thread in remark.threads)
    return next((name for number, _, name in own if number == str(file)), "")


def _change_of(remark: Remark) -> int:
    """The first tracked change of the body that a remark is of; -1 for none."""
    changes = remark.hunk.changes if remark.hunk and remark.kind != "kommentar" else ()
    return min((n for name, n in changes if name == package.DOCUMENT), default=-1)


def rows(decided: Sequence[Decision]) -> list[list[str]]:
    """The table of all remarks: number, who, where, what, and the decision."""
    return [
        [
            str(one.remark.number),
            telling.authors(one.remark.authors) if one.remark.authors else "okänd",
            shortened(one.remark.chapter, _LONGEST) or _NO_WORDS,
            _said(one.remark),
            one.told,
        ]
        for one in decided
    ]


def _said(remark: Remark) -> str:
    """What is said, in a cell: of a change the words before and after, without their headings."""
    lines = telling.body(remark)
    if remark.kind in ("ändring", "ospårad"):
        lines = [line.partition(":")[2].strip() for line in lines]
    return visible(shortened(" → ".join(lines), _LONGEST))


def as_markdown(title: str, decided: Sequence[Decision]) -> str:
    """The table as Markdown."""
    lines = [f"# {title}", "", f"| {' | '.join(_HEADINGS)} |", f"|{'---|' * len(_HEADINGS)}"]
    for row in rows(decided):
        cells = (cell.replace("\\", "\\\\").replace("|", "\\|") for cell in row)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, "", summary(decided), ""])


def as_document(
    title: str, decided: Sequence[Decision], template: Mapping[str, bytes], when: str
) -> bytes:
    """The table as a Word document, in the styles of a template's parts; `when` is an ISO date."""
    parts = listing.document(template, title, [summary(decided)], _HEADINGS, rows(decided), when)
    return package.write(parts)


def summary(decided: Sequence[Decision]) -> str:
    """'Gjort: 3. Inte gjort: 1.'"""
    counts = Counter(one.what for one in decided)
    told = [f"{what}: {counts[what]}." for what in _ORDER if counts[what]]
    return " ".join(told) or "Inga synpunkter."
