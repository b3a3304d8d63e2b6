"""A plan as it was typed, and where in its text each value stands."""

from dataclasses import dataclass, field
from typing import Any

from generator.findings import Mark, Pointer


@dataclass(frozen=True)
class Source:
    """A plan as it was typed: name, text, data (dicts, lists, str and None) and where each value and key stands."""

    name: str
    text: str
    data: Any
    marks: dict[Pointer, Mark] = field(repr=False)
    keys: dict[Pointer, Mark] = field(repr=False)

    def locate(self, pointer: Pointer, *, on_key: bool = False, within: tuple[int, int] | None = None) -> Mark:
        """The mark of a value (or its key), or of its nearest ancestor; `within` is (offset, length) in the value's text."""
        while pointer and pointer not in self.marks:
            pointer, within = pointer[:-1], None
        if on_key and pointer in self.keys:
            return self.keys[pointer]
        mark = self.marks.get(pointer, Mark(1, 1, 0, 0))
        return self._narrow(mark, *within) if within else mark

    def is_plain(self, pointer: Pointer) -> bool:
        """True if the value was typed without quotation marks and without | or >."""
        mark = self.marks[pointer]
        return self.text[mark.start : mark.start + 1] not in ("'", '"', "|", ">")

    def _narrow(self, mark: Mark, offset: int, length: int) -> Mark:
        opening = self.text[mark.start : mark.start + 1]
        if opening == ">":
            return mark
        if opening == "|":
            return self._in_block(mark, offset, length)
        shift = offset + (opening in "'\"")
        return Mark(mark.line, mark.column + shift, mark.start + shift, mark.start + shift + length)

    def _in_block(self, mark: Mark, offset: int, length: int) -> Mark:
        """A literal block's text starts on the line below its |; every line has lost the block's indent."""
        start = self.text.index("\n", mark.start) + 1
        block = self.text[start : mark.end].split("\n")
        indent = min((len(line) - len(line.lstrip(" ")) for line in block if line.strip()), default=0)
        line = start
        for number, content in enumerate(block, mark.line + 1):
            inner = max(len(content.rstrip("\r")) - indent, 0)
            if offset <= inner:
                return Mark(number, indent + offset + 1, line + indent + offset, line + indent + offset + length)
            offset -= inner + 1
            line += len(content) + 1
        return mark
