"""Jinja as every template meets it: sandboxed, escaping, strict about names."""

import re
from collections.abc import Callable
from typing import Any

from jinja2 import BytecodeCache, StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
"""A whole tag or remark."""
COMPLAINTS = (
    TemplateError,
    ArithmeticError,
    LookupError,
    TypeError,
    ValueError,
    RecursionError,
    SyntaxError,
)
"""What filling a template, and reading what comes of it, may raise."""


class UnusableTemplateError(Exception):
    """The template cannot be used; the message is a Swedish sentence that names the place."""


def environment(
    finalize: Callable[[Any], Any] | None = None, cache: BytecodeCache | None = None
) -> SandboxedEnvironment:
    """Where templates are filled; `finalize` makes of a value what is printed, `cache` spares
    compiling a template again.
    """
    return SandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, finalize=finalize, bytecode_cache=cache
    )
