"""The commands of the review: redline (what changed, in Word), feedback (what reviewers said),
apply (their changes into the plan), reply (what became of them).
"""

import argparse
import codecs
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator import files, report, swedish
from generator.answers import MOST_BYTES, Received, parts_of, received
from generator.cli.making import print_refusal
from generator.cli.terminal import (
    GOOD,
    PLAN_HAS_ERRORS,
    WrongUseError,
    agrees,
    colour,
    complain,
    plan_file,
    say,
    stem_of,
)
from generator.examined import examined
from generator.ooxml import package, properties
from generator.pipeline import Build, as_now
from generator.plan import Plan
from generator.review.apply.agreements import Agreement
from generator.review.feedback import Remark, telling
from generator.review.reply import is_about
from generator.word import provenance
from generator.word.provenance import OURS

if TYPE_CHECKING:
    from generator.redlined import Side

_MOST_AGAINST = 10
_LONGEST_REASON = 500
_LONGEST_EXEMPTION = 200
_NO_NUMBER = "Listan har nummer 1 till {}, inte {}. Se make feedback."
WhyNot = Callable[[Remark, Sequence[Remark]], str]
"""Why a change is not asked about, when some others are chosen; '' where it is asked."""


def redline(chosen: argparse.Namespace) -> int:
    """Write a Word document in which the changes between two plans or documents are tracked."""
    from generator.redlined import NoDocumentError, redlined

    *old, new = chosen.sides
    if len(old) > 1 or (old and chosen.against):
        raise WrongUseError("Jämför två: redline GAMMAL NY, eller redline ÅR --against GAMMAL.")
    try:
        after = _side(new, None)
        before = _side(old[0] if old else chosen.against or _year_before(new, after.plan), new)
    except NoDocumentError as none:
        print_refusal(none.build, "Ingen jämförelse gjordes.")
        return PLAN_HAS_ERRORS
    output = chosen.output or files.BUILD / f"{stem_of(new, after.plan)}-andringar.docx"
    _expect(output, [new, *old, chosen.against or ""])
    _tell_missing([before, after])
    made, lines = redlined(before, after)
    written = {output: made}
    if chosen.pdf:
        from generator.libreoffice import show_changes

        written[output.with_suffix(".pdf")] = show_changes(made)
    files.write_all(written)
    print(f"Klart: {' och '.join(map(files.shown, written))}\n")
    say("\n".join(lines))
    return GOOD


def _expect(output: Path, inputs: Sequence[str]) -> None:
    if output.suffix.lower() != ".docx":
        raise WrongUseError(f"Jämförelsen är en Word-fil: {output} ska sluta på .docx.")
    if output.resolve() in (files.TEMPLATE, *(Path(name).resolve() for name in inputs if name)):
        raise WrongUseError(
            f"{files.shown(output)} är en av filerna som jämförs, eller mallen. Välj en annan fil."
        )


def _year_before(new: str, plan: Plan | None) -> str:
    """What a plan is compared with where nothing else is asked for: last year's. Raises
    FileError.
    """
    if plan is None:
        raise WrongUseError("Säg vad dokumentet ska jämföras med: redline GAMMAL NY.")
    path = plan_file(new).with_name(f"{plan.year - 1}.yaml")
    if not path.is_file():
        raise files.FileError(
            f"Det finns ingen plan för {plan.year - 1} att jämföra med. Välj något annat med AGAINST=."
        )
    return str(path)


def _side(text: str, new: str | None) -> "Side":
    """The document of a year, a YAML file, a Word file, or a git revision of the plan `new`."""
    from generator.redlined import Side, side_of

    path = Path(text)
    if path.suffix.lower() == ".docx":
        parts = parts_of(path, files.read(path, MOST_BYTES))
        docx = package.write(parts)
        return Side(
            files.shown(path),
            docx,
            None,
            properties.modified(parts.get(properties.PART, b"")) or "1980-01-01",
        )
    if text in files.plans() or path.suffix.lower() in (".yaml", ".yml"):
        path = plan_file(text)
        return side_of(path, as_now(files.read(path)), is_older=new is not None)
    if new is None or Path(new).suffix.lower() == ".docx":
        raise WrongUseError(f"{text} är varken ett år, en YAML-fil eller ett Word-dokument.")
    from generator.revisions import text_at

    path = plan_file(new)
    raw = as_now(text_at(text, path))
    return side_of(path, raw, called=f"versionen {text}", is_older=True)


def _tell_missing(sides: Sequence["Side"]) -> None:
    """Tell of the pictures that an older plan had and that are not to be had any more."""
    for side in sides:
        for file in side.missing:
            told = f"Obs: bilden ”{report.visible(file)}” i {side.name} går inte att visa längre."
            print(f"{told} En grå ruta står i dess ställe.")


def feedback(chosen: argparse.Namespace) -> int:
    """List what reviewers said, each remark at its line of the plan; then what could not be
    read.
    """
    found = received(chosen.files, _plan(chosen))
    name = files.shown(found.path)
    remarks = _among(found.remarks, chosen)
    if chosen.json:
        print(report.as_json(telling.for_machines(remarks, name)))
    else:
        print(telling.for_people(remarks, name))
        digest = provenance.origin(0, found.raw).digest
        if any(review.sent.origin.digest != digest for review in found.reviews):
            print(
                f"{name} har ändrats sedan dokumentet skickades ut. Raderna gäller filen som den är nu."
            )
    return _told_of_others(found)


def reply(chosen: argparse.Namespace) -> int:
    """Answer reviewers in their own files, and write the table of all remarks for the minutes."""
    from generator.review.apply import standing
    from generator.review.reply import answered_file, as_document, as_markdown, decisions, summary

    found = received(chosen.files, _plan(chosen))
    if _told_of_others(found) != GOOD:
        complain("Inget svar är skrivet: alla filer måste gå att läsa.")
        return PLAN_HAS_ERRORS
    path, built = found.path, found.built
    assert built.plan is not None

    def check(text: str) -> Build:
        return examined(path, text.encode())

    became = standing(built, found.remarks, check)
    decided = decisions(found.remarks, became, built.source.text)
    now = files.now()
    written: dict[Path, bytes] = {}
    for number, review in enumerate(found.reviews):
        name = files.BUILD / "svar" / f"{_file_name(review.name)}-svar.docx"
        answered = answered_file(review.parts, number, decided, OURS, now)
        written[name] = package.write(answered)
    year = built.plan.year
    title = f"Synpunkter på planen för {year}"
    template = package.read(files.read(files.template_of(year)))
    table = files.BUILD / f"synpunkter-{year}.docx"
    written[table] = as_document(title, decided, template, now[:10])
    written[table.with_suffix(".md")] = as_markdown(title, decided).encode()
    files.write_all(written)
    say("\n".join(["Klart:", *(f"  {files.shown(target)}" for target in written)]))
    print(summary(decided))
    return GOOD


def _file_name(name: str) -> str:
    """'salem/svar.docx' -> 'salem-svar'."""
    return "-".join(Path(name).with_suffix("").parts[-2:]).replace("/", "-")


def _told_of_others(found: Received) -> int:
    """Tell of the files that were not read."""
    for problem in (*found.skipped, *found.unread):
        complain(problem)
    return PLAN_HAS_ERRORS if found.unread else GOOD


def _plan(chosen: argparse.Namespace) -> Path | None:
    """The plan that the answers are said to be of."""
    return plan_file(chosen.plan) if chosen.plan else None


def apply(chosen: argparse.Namespace) -> int:
    """Write chosen changes into the plan: shown first, asked about, and each proven."""
    from generator.review.apply import apply as applied
    from generator.review.apply import is_already_made

    found = received(chosen.files, _plan(chosen))
    if _told_of_others(found) != GOOD:
        complain("Inget är ändrat: alla svar måste gå att läsa, så att de kan jämföras.")
        return PLAN_HAS_ERRORS
    path, raw, built, remarks = found.path, found.raw, found.built, found.remarks
    name, typed = files.shown(path), built.source.text
    mark = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
    if mark + typed.encode() != raw:
        raise files.FileError(f"Filen {name} är inte sparad som UTF-8. Kör make fix först.")

    def check(text: str) -> Build:
        return examined(path, text.encode())

    agreements = _agreements(remarks, chosen)
    picked, carried = _picked(
        remarks,
        chosen,
        name,
        lambda remark, agreed: _may(remark, agreed, found, check),
        lambda remark: _asked_of(remark, found, check, agreements),
    )
    chosen_numbers = {remark.number for remark in picked}
    picked += [
        one for one in remarks if one.number in agreements and one.number not in chosen_numbers
    ]
    _keep_for_the_template(_among(remarks, chosen), found)
    picked = [remark for remark in picked if not remark.of_template]
    done = applied(built, picked, carried, check, agreements)
    already = [(remark, why) for remark, why in done.refused if is_already_made(why)]
    refused = [(remark, why) for remark, why in done.refused if not is_already_made(why)]
    _tell_reasons("Görs inte", refused)
    _tell_reasons("Står redan", already)
    if already:
        print(f"Redan infört: {len(already)}.")
    if done.text == typed:
        print("Inget att skriva." if remarks else telling.count(remarks))
        return PLAN_HAS_ERRORS if refused else GOOD
    _, shown = report.changes(typed, done.text, name, colour=colour())
    print(shown)
    for followed in done.followed:
        print(f"Följer med: {report.visible(report.shortened(followed, _LONGEST_REASON))}.")
    for line in _against(done.made, remarks):
        print(f"Obs: {report.visible(line)}")
    for line in _warned(built, check(done.text)):
        print(
            f"Kontrollen kommer att säga: {report.visible(report.shortened(line, _LONGEST_REASON))}"
        )
    comments = sum(remark.kind == "kommentar" for remark in done.made)
    made = [
        (len(done.made) - comments, "ändring", "ändringar"),
        (comments, "kommentar", "kommentarer"),
    ]
    what = swedish.listing(swedish.count(*counted) for counted in made if counted[0])
    if built.plan and built.plan.decided:
        print(f"Obs: {name} är den beslutade planen.")
    if not (
        chosen.ja
        or agrees(
            f"Skriva till {name} ({what})? Svara j för ja: ",
            "Lägg till --ja (make: JA=1) om ändringarna ska göras.",
        )
    ):
        print("Inget är skrivet.")
        return GOOD
    if files.read(path) != raw:
        raise files.FileError(
            f"Filen {name} har ändrats under tiden. Inget är skrivet. Kör kommandot igen."
        )
    files.write(path, mark + done.text.encode())
    print(
        f"Skrivet: {name}, {what}. Kvar: {report.summary(examined(path, done.text.encode()).findings)}."
    )
    return GOOD


def _keep_for_the_template(remarks: Sequence[Remark], found: Received) -> None:
    """Keep the remarks on the template's own text in a list for whoever owns it."""
    from generator.review.template_remarks import kept

    if not any(remark.of_template for remark in remarks) or found.built.plan is None:
        return
    path, year = files.BUILD / "mallsynpunkter.md", found.built.plan.year
    before = files.read(path).decode(errors="replace") if path.is_file() else ""
    text, count = kept(remarks, year, files.read(files.template_of(year)), before)
    if count:
        files.write(path, text.encode())
    told = swedish.count(count, "ny synpunkt", "nya synpunkter")
    print(f"Ur mallens egen text: {told} sparade i {files.shown(path)}, till mallens ägare.")


def _against(made: Sequence[Remark], remarks: Sequence[Remark]) -> list[str]:
    """Who says otherwise than the changes that are made."""
    by_number = {remark.number: remark for remark in remarks}
    lines = []
    for remark in made:
        for number in remark.conflicts[:_MOST_AGAINST]:
            who = telling.authors(by_number[number].authors)
            lines.append(f"nr {remark.number} säger emot nr {number} av {who}, som inte förs in.")
    return lines[:_MOST_AGAINST]


def _warned(before: Build, after: Build) -> list[str]:
    """What the check says of a changed plan as a warning, and did not say before."""
    known = Counter(finding.message for finding in before.findings)
    new = (
        Counter(finding.message for finding in after.findings if finding.severity == "varning")
        - known
    )
    return list(new.elements())


def _agreements(remarks: Sequence[Remark], chosen: argparse.Namespace) -> dict[int, Agreement]:
    """The changes that are made though they break an agreement, each with its reason: what a
    comment there says, or who wished for it.
    """
    found: dict[int, Agreement] = {}
    for typed, is_open in ((chosen.exempt, False), (chosen.open, True)):
        numbers = _numbers(typed) if typed else set()
        if missing := sorted(numbers - {remark.number for remark in remarks}):
            raise WrongUseError(_NO_NUMBER.format(len(remarks), missing[0]))
        for remark in remarks:
            if remark.number in numbers:
                found[remark.number] = Agreement(_reason(remark, remarks), is_open)
    return found


def _reason(remark: Remark, remarks: Sequence[Remark]) -> str:
    """Why a change is made: the comment on its words, else who asked for it."""
    comment = next((one for one in remarks if is_about(one, remark)), None)
    if comment is not None:
        return report.shortened(" ".join(comment.text.split()), _LONGEST_EXEMPTION)
    return f"Enligt {telling.authors(remark.authors)} i granskningen."


def _asked_of(
    remark: Remark,
    found: Received,
    check: Callable[[str], Build],
    agreements: dict[int, Agreement],
) -> str:
    """Ask about a change: 'j', 'n' or 's'. Where it breaks an agreement the findings stand beside
    it, and it may be made with an exemption (u) or as an open place (ö).
    """
    from generator.review.apply import brings

    findings = brings(found.built, remark, check)
    for message in findings:
        print(f"   kontrollen säger då: {report.visible(message)}")
    ways = ", u (ja, med undantag), ö (ja, som öppet)" if findings else ""
    answer = _answer(
        f"   Göra ändringen? j (ja){ways}, n (nej), s (sluta fråga): ", "juön" if findings else "jn"
    )
    if answer in ("u", "ö"):
        reason = _reason(remark, found.remarks)
        agreements[remark.number] = Agreement(reason, answer == "ö")
        return "j"
    return answer


def _tell_reasons(what: str, remarks: Sequence[tuple[Remark, str]]) -> None:
    """Tell of remarks that are not made, each with the reason."""
    for remark, why in remarks:
        print(f"{what}: {report.visible(telling.head(remark))}")
        reason = report.shortened(_capital(why), _LONGEST_REASON).rstrip(".")
        print(f"{' ' * len(what)}  {report.visible(reason)}.")


def _may(
    remark: Remark, agreed: Sequence[Remark], found: Received, check: Callable[[str], Build]
) -> str:
    """Why a change is not asked about: what can be known before; '' where it is asked."""
    from generator.review.apply import hindrance

    if remark.problem:
        return remark.problem
    if clashing := [other for other in agreed if other.number in remark.conflicts]:
        return f"den säger emot nr {clashing[0].number}, som är vald"
    return hindrance(found.built, remark, found.remarks, check)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _picked(
    remarks: Sequence[Remark],
    chosen: argparse.Namespace,
    name: str,
    why_not: WhyNot,
    ask: Callable[[Remark], str],
) -> tuple[list[Remark], list[Remark]]:
    """The changes to make, and the comments to carry: all, those of an author, those of some
    numbers, or those agreed to one by one.
    """
    if sum(map(bool, (chosen.numbers, chosen.author, chosen.all))) > 1:
        raise WrongUseError("Välj på ett sätt: alla, av en person eller efter nummer.")
    among = _among(remarks, chosen)
    changes = [remark for remark in among if remark.kind != "kommentar"]
    comments = [remark for remark in among if remark.kind == "kommentar" and not remark.resolved]
    if comments and not (chosen.comments or chosen.numbers):
        many = swedish.count(len(comments), "kommentar", "kommentarer")
        print(f"{many} tas inte med; lägg till KOMMENTARER=1 (utan make: --comments).")
        comments = []
    if chosen.numbers or chosen.author or chosen.all:
        return changes, comments
    if sys.stdin.isatty():
        return _agreed(changes, name, why_not, ask), comments
    if not (chosen.comments or chosen.exempt or chosen.open):
        raise WrongUseError(
            "Säg vilka ändringar: ALLA=1, AV=NAMN eller NR=1,3-5 (utan make: --all, --author NAMN eller --numbers 1,3-5)."
        )
    return [], comments


def _among(remarks: Sequence[Remark], chosen: argparse.Namespace) -> list[Remark]:
    """The remarks of some numbers, or of an author; else all. Raises WrongUseError."""
    among = list(remarks)
    if chosen.numbers:
        numbers = _numbers(chosen.numbers)
        if missing := sorted(numbers - {remark.number for remark in remarks}):
            raise WrongUseError(_NO_NUMBER.format(len(remarks), missing[0]))
        among = [remark for remark in remarks if remark.number in numbers]
    if chosen.author:
        among = [
            remark
            for remark in remarks
            if any(_is_called(author, chosen.author) for author in remark.authors)
        ]
        if not among:
            every = [author for remark in remarks for author in remark.authors]
            authors = telling.authors(every) if every else "ingen"
            name = report.shortened(chosen.author)
            raise WrongUseError(f"{name} har inte skrivit något. De som har skrivit är: {authors}.")
    return among


def _is_called(author: str, wanted: str) -> bool:
    """True if all the words of a name are among those of an author."""
    words = unicodedata.normalize("NFC", wanted).casefold().split()
    return {*words} <= {*author.casefold().split()}


def _agreed(
    changes: Sequence[Remark], name: str, why_not: WhyNot, ask: Callable[[Remark], str]
) -> list[Remark]:
    """Those that the user says yes to, one at a time; what cannot be made is told and not asked."""
    from generator.review.apply import is_already_made

    agreed: list[Remark] = []
    for place, remark in enumerate(changes, 1):
        if remark.partner in {one.number for one in changes[: place - 1]}:
            # What was moved is asked about once; both of its places go together.
            agreed += [remark] if remark.partner in {one.number for one in agreed} else []
            continue
        if remark.of_template:
            print(f"{telling.block(remark, name)}\n")
            continue
        print(telling.block(replace(remark, problem=""), name))
        if why := why_not(remark, agreed):
            is_made = is_already_made(why)
            print(f"   {'redan infört' if is_made else 'kan inte göras av verktyget'}: {why}\n")
            continue
        print(f"   ({place} av {len(changes)})")
        answer = ask(remark)
        print()
        if answer == "s":
            break
        agreed += [remark] if answer == "j" else []
    print(f"{swedish.count(len(agreed), 'ändring är vald', 'ändringar är valda')}.")
    return agreed


def _answer(question: str, ways: str) -> str:
    """One of some letters, or 's'; asked again for anything else, and the end of input is 's'."""
    while True:
        try:
            answer = input(question).strip().lower()[:1]
        except EOFError:
            return "s"
        if answer and answer in f"{ways}s":
            return answer


def _numbers(text: str) -> set[int]:
    """'1,3-5' -> {1, 3, 4, 5}. Raises WrongUseError."""
    found: set[int] = set()
    for part in re.split(r"[,\s]+", text.strip()):
        first, _, last = part.partition("-")
        if not (
            first.isdecimal()
            and (last or first).isdecimal()
            and 0 <= int(last or first) - int(first) < 1000
        ):
            raise WrongUseError(f"Skriv nummer som 1,3-5, inte ”{text}”.")
        found |= {*range(int(first), int(last or first) + 1)}
    return found
