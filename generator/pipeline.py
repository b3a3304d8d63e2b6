"""The story: YAML text -> values -> rules -> document -> proof. Each gate says all that it finds; a document needs no errors."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator import checks, context, schema, source
from generator.exemptions import exempted
from generator.findings import Finding, has_errors
from generator.plan import Plan, build
from generator.schema import Schema
from generator.source import Source

if TYPE_CHECKING:
    from jinja2 import BytecodeCache


@dataclass(frozen=True)
class Build:
    """What became of a plan: its text, everything to say about it, its values and its document (None while an error stands)."""

    source: Source
    findings: tuple[Finding, ...]
    plan: Plan | None = None
    docx: bytes | None = None


def check(name: str, raw: bytes, plan_schema: Schema) -> Build:
    """Read a plan and put it through every gate before rendering."""
    read, findings = source.read(name, raw, schema.Shape(plan_schema))
    if read.data is None:
        return Build(read, tuple(findings))
    checked = schema.check(read, plan_schema)
    broken = checked.broken if read.whole else checked.broken | {()}
    plan = build(checked.data, broken, name)
    ruled = exempted(checks.run(plan), plan, read, checks.codes()) if plan else ()
    return Build(read, (*findings, *checked.findings, *ruled), plan)


def produce(name: str, raw: bytes, plan_schema: Schema, template: bytes, cache: "BytecodeCache | None" = None) -> Build:
    """Check a plan, render it, and prove the document whole. Raises render.UnusableTemplateError for an unusable template."""
    checked = check(name, raw, plan_schema)
    if checked.plan is None or has_errors(checked.findings):
        return checked

    from generator.render import render
    from generator.verify import verify

    content = context.make(checked.plan)
    docx = render(template, content, cache)
    findings = (*checked.findings, *verify(docx, content))
    return Build(checked.source, findings, checked.plan, None if has_errors(findings) else docx)
