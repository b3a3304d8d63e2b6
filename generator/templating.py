"""Jinja as every template meets it: sandboxed, escaping, strict about names; and its complaints in Swedish."""

import re
from collections.abc import Callable
from typing import Any

from jinja2 import BytecodeCache, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

COMPLAINTS = (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, RecursionError, SyntaxError)
"""What filling a template, and reading what comes of it, may raise."""


class UnusableTemplateError(Exception):
    """The template cannot be used; the message is a Swedish sentence that names the place."""


def environment(finalize: Callable[[Any], Any] | None = None, cache: BytecodeCache | None = None) -> SandboxedEnvironment:
    """Where templates are filled; `finalize` makes of a value what is printed, `cache` spares compiling a template again."""
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=finalize, bytecode_cache=cache)


def line_of(error: Exception) -> int:
    """The 1-based line of the template that a complaint is about."""
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    number, trace = 1, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            number = trace.tb_lineno
        trace = trace.tb_next
    return number


def reason(error: Exception) -> tuple[str, str]:
    """What is wrong, as the end of a Swedish sentence, and the name that it is about ('' where there is none)."""
    if isinstance(error, TemplateSyntaxError):
        return "en tagg går inte att läsa (är en slinga eller ett villkor öppet, eller ett ord felstavat?).", ""
    missing = re.search(r"'([^']+)'(?: is undefined|$)", str(error))
    return (
        (f"namnet ”{missing[1]}” finns inte bland uppgifterna.", missing[1])
        if missing
        else ("en tagg gör något som inte är tillåtet.", "")
    )
