"""Jinja as every template meets it: sandboxed, escaping, strict about names."""

import re
from collections.abc import Callable
from typing import Any

from jinja2 import BytecodeCache, StrictUndefined, TemplateError
from jinja2.bccache import Bucket
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


class Shelf(BytecodeCache):
    """Where what is made of a template may be kept between runs: its text in Jinja's tags, and
    Jinja's code of that. This one keeps nothing.
    """

    def text(self, source: str, make: Callable[[str], str]) -> str:
        """What `make` makes of a source, which is the same each time."""
        return make(source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Nothing is known."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Nothing is kept."""


def environment(
    finalize: Callable[[Any], Any] | None = None, shelf: Shelf | None = None
) -> SandboxedEnvironment:
    """Where templates are filled; `finalize` makes of a value what is printed, `shelf` spares
    compiling a template again.
    """
    return SandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, finalize=finalize, bytecode_cache=shelf
    )
