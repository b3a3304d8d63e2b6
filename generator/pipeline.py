"""The story: YAML text -> values -> rules -> document -> proof. Each gate says all that it finds; a
document needs no errors.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from generator import checks, images, older, schema, source
from generator.exemptions import exempted
from generator.findings import Finding, has_errors
from generator.plan import Plan, build
from generator.schema import Schema
from generator.source import Source
from generator.values import PLACEHOLDER, REMARK, OpenPlace

if TYPE_CHECKING:
    from generator.templating import Shelf
    from generator.years.rollforward import Told

Earlier = Callable[[int], bytes | None]
"""The text of the plan of a year, None where there is no such plan."""


Beside = Callable[[int], Sequence[tuple[str, str]]]
"""The files of a year that its web page lies beside: the address of each, and what it is called."""


class Build(Struct, frozen=True):
    """What became of a plan: its text, everything to say about it, its values, and what was made of
    it (None while an error stands).

    `before` is last year's plan, where there is one; `docx` is the document, `places` where its
    values stand in the plan (the sidecar), `pdf` its pages and `lies` the page of each bookmark on
    them, `html` the web page, `invitations` the calendar files by name.
    """

    source: Source
    findings: tuple[Finding, ...]
    plan: Plan | None = None
    before: Plan | None = None
    docx: bytes | None = None
    pdf: bytes | None = None
    places: bytes | None = None
    lies: Mapping[str, int] = field(default_factory=dict)
    html: bytes | None = None
    invitations: Mapping[str, bytes] = field(default_factory=dict)


def no_year_before(_: int) -> None:
    """Where no other year's plan is known."""


no_pictures: images.Look = images.missing


def nothing_beside(_: int) -> Sequence[tuple[str, str]]:
    """Where a web page lies alone."""
    return ()


def check(
    name: str,
    raw: bytes,
    plan_schema: Schema,
    earlier: Earlier = no_year_before,
    pictures: images.Look | None = None,
    read_earlier: Callable[[bytes, Schema], Plan | None] | None = None,
) -> Build:
    """Read a plan and put it through every gate before rendering; `earlier` gives the text of the
    plan of another year, where there is one, `pictures` the bytes of a picture by its name.
    `read_earlier` reads that text where it is to be read in another way than by `plan_of`.
    """
    read, findings, plan = _understood(name, raw, plan_schema)
    if plan is None:
        return Build(read, findings)
    names = (str(shown.name) for shown in plan.pictured)
    plan = replace(plan, pictures=images.load(names, pictures or no_pictures))
    text = earlier(plan.year - 1)
    before = (read_earlier or plan_of)(text, plan_schema) if text is not None else None
    if before and before.year != plan.year - 1:
        before = None
    found = checks.run(plan, before)
    if text is not None and before is None:
        found.append(checks.years.unread(plan))
    ruled = exempted(found, plan, read)
    return Build(read, (*findings, *ruled), plan, before)


def plan_of(raw: bytes, plan_schema: Schema) -> Plan | None:
    """As much of a plan as can be trusted, in whichever shape it is; None where nothing can."""
    return _understood("", as_now(raw), plan_schema)[2]


def as_now(raw: bytes) -> bytes:
    """A plan that another one is held against, in the shape that plans have now; as it is where it
    has that shape, or cannot be carried over.
    """
    if not older.is_older(raw):
        return raw
    read, findings = source.read("", raw, schema.Shape({}))
    told = older.finding(read, can_be_read=not findings)
    return told.repair[0].text.encode() if told.repair else raw


def _understood(
    name: str, raw: bytes, plan_schema: Schema
) -> tuple[Source, tuple[Finding, ...], Plan | None]:
    """A plan's text, what keeps it from being read into values, and as much of the plan as can be
    trusted.
    """
    if older.is_older(raw):
        read, findings = source.read(name, raw, schema.Shape({}))
        return read, (*findings, older.finding(read, can_be_read=not findings)), None
    read, findings = source.read(name, raw, schema.Shape(plan_schema))
    if read.data is None:
        return read, tuple(findings), None
    checked = schema.check(read, plan_schema)
    broken = checked.broken if read.whole else checked.broken | {()}
    return (
        read,
        (*findings, *checked.findings),
        build(checked.data, broken, name, _told_by_comments(read)),
    )


def _told_by_comments(read: Source) -> Iterator[OpenPlace]:
    """The places that comments say are to be filled in, and those with something that a reviewer
    said.
    """
    said = list(source.comments(read, REMARK, whole=True))
    for comment in source.comments(read, PLACEHOLDER):
        # Someone may have written "# FYLL I" in what is said.
        if not any(other.mark.start <= comment.mark.start < other.mark.end for other in said):
            yield OpenPlace(comment.at, comment.words, comment.mark)
    for comment in said:
        yield OpenPlace(comment.at, comment.words, comment.mark, is_remark=True)


def begin(
    last: Build,
    name: str,
    raw: bytes,
    plan_schema: Schema,
    year: int,
    pictures: images.Look | None = None,
) -> "tuple[Build, Told, str] | None":
    """A later `year`'s draft from a plan without errors and its bytes, checked, what was done, and
    what hinders it ('' for nothing): what is said of a draft that cannot be read as it stands, with
    its line.
    None for a plan that is not whole.
    """
    from generator.years.rollforward import next_year

    if last.plan is None:
        return None
    text, told = next_year(last.source, last.plan, year)
    draft = check(name, text.encode(), plan_schema, lambda _: raw, pictures)
    unread = [
        finding for finding in draft.findings if finding.code in (*source.CODES, *schema.CODES)
    ]
    if unread:
        return draft, told, f"rad {draft.source.place(unread[0]).line}: {unread[0].message}"
    is_next = draft.plan is not None and draft.plan.year == year
    return draft, told, "" if is_next else "året går inte att ändra"


def judge(template: bytes) -> list[Finding]:
    """All that is wrong with a template. Raises templating.UnusableTemplateError for what is
    none.
    """
    return [*_judged(template)]


@lru_cache(maxsize=4)
def _judged(template: bytes) -> tuple[Finding, ...]:
    # Many documents are made with one template: of several plans, or of one as it is written.
    from generator.word.contract import contract

    return tuple(contract(template))


def produce(
    name: str,
    raw: bytes,
    plan_schema: Schema,
    template: bytes,
    judge: Callable[[bytes], list[Finding]] = judge,
    shelf: "Shelf | None" = None,
    earlier: Earlier = no_year_before,
    pictures: images.Look | None = None,
) -> Build:
    """Check a plan and its template, render them, and prove the document whole. Raises
    templating.UnusableTemplateError for an unusable template.
    """
    checked = check(name, raw, plan_schema, earlier, pictures)
    if checked.plan is None or has_errors(checked.findings):
        return checked
    if faults := judge(template):
        return replace(checked, findings=(*checked.findings, *faults))

    from generator import context
    from generator.word import provenance
    from generator.word.render import render
    from generator.word.verify import verify

    content = context.make(checked.plan)
    trace = provenance.Trace(provenance.origin(checked.plan.year, raw))
    docx = render(template, content, shelf, trace)
    findings = (*checked.findings, *verify(docx, content))
    return replace(
        checked,
        findings=findings,
        docx=None if has_errors(findings) else docx,
        places=trace.table,
    )


def paginate(built: Build, lay_out: Callable[[bytes], bytes]) -> Build:
    """Lay a document out (`lay_out`: docx -> exported PDF), compare the plan with its pages, and
    make of them the PDF to publish.

    Raises pdf.UnusableExportError for an export that cannot be mended.
    """
    if built.docx is None or built.plan is None:
        return built

    from generator import pages, pdf
    from generator.word import provenance, template
    from generator.word.render import number_pages

    docx = built.docx
    laid_out = pdf.archival(lay_out(provenance.without(docx)), built.plan.dated)
    # The table of contents tells the pages that were just seen, and takes no other room with them.
    if numbered := number_pages(docx, laid_out.bookmarks):
        docx = numbered
        laid_out = pdf.archival(lay_out(provenance.without(docx)), built.plan.dated)
    findings = (
        *built.findings,
        *pages.stale_references(built.plan, laid_out.bookmarks),
        *pages.other_fonts(template.fonts(docx), laid_out.fonts),
    )
    return replace(built, findings=findings, docx=docx, pdf=laid_out.pdf, lies=laid_out.bookmarks)


def compare_pages(built: Build, lies: Mapping[str, int]) -> Build:
    """A checked plan against pages that were laid out before: what to say of its page numbers, and
    nothing else.
    """
    from generator import pages

    return replace(
        built, findings=tuple(pages.stale_references(built.plan, lies)) if built.plan else ()
    )


def produce_page(
    name: str,
    raw: bytes,
    plan_schema: Schema,
    template: str,
    earlier: Earlier = no_year_before,
    pictures: images.Look | None = None,
    beside: Beside = nothing_beside,
) -> Build:
    """Check a plan, make its web page, and prove the page whole. Raises
    templating.UnusableTemplateError for an unusable template.
    """
    return page_of(check(name, raw, plan_schema, earlier, pictures), template, beside)


def page_of(
    checked: Build, template: str, beside: Beside = nothing_beside, *, placed: bool = False
) -> Build:
    """The web page of a checked plan, proven whole; with `placed` each value on it tells the line
    of the plan where it stands. Raises templating.UnusableTemplateError for an unusable template.
    """
    if checked.plan is None or has_errors(checked.findings):
        return checked

    from generator import context, html

    content = context.make(checked.plan)
    days = context.occasions(checked.plan)
    read = checked.source
    lines = (lambda at: read.locate(at).line) if placed else None
    made = html.page(template, content, days, beside(checked.plan.year), lines)
    findings = (*checked.findings, *html.verify(made, content))
    return replace(checked, findings=findings, html=None if has_errors(findings) else made)


def invite(
    name: str,
    raw: bytes,
    plan_schema: Schema,
    earlier: Earlier = no_year_before,
    made: Callable[[str], bytes] = lambda _: b"",
    pictures: images.Look | None = None,
) -> Build:
    """Check a plan and make its calendar files; none where no occasion has a day yet. `made` gives
    a file of that name as it was made before, b"" for none.
    """
    checked = check(name, raw, plan_schema, earlier, pictures)
    if checked.plan is None or has_errors(checked.findings):
        return checked

    from generator import invitations

    before = made(invitations.name_of(checked.plan))
    return replace(checked, invitations=invitations.make(checked.plan, before))
