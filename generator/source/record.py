"""A plan as it was typed, and where in its text each value stands."""

from typing import Any

from msgspec import Struct

from generator.findings import Finding, Mark, Pointer
from generator.source.reading import Reading, mark_at


class Source(Struct, frozen=True):
    """A plan as it was typed: name, data (dicts, lists, str and None) and where each value and key
    stands.

    `marks` and `keys` are places in the text as it was read; `locate` gives places in the file.
    `lost` are the keys of lines that could not be read at all; `whole` is False where some line
    was.
    """

    name: str
    reading: Reading
    data: Any
    marks: dict[Pointer, Mark]
    keys: dict[Pointer, Mark]
    lost: frozenset[str] = frozenset()
    whole: bool = True

    @property
    def text(self) -> str:
        """The file's text, as typed."""
        return self.reading.typed

    def locate(
        self, pointer: Pointer, *, on_key: bool = False, within: tuple[int, int] | None = None
    ) -> Mark:
        """The place of a value (or its key), or of its nearest ancestor; `within` is (offset,
        length) in the value's text.
        """
        while pointer and pointer not in self.marks:
            pointer, within = pointer[:-1], None
        mark = self.marks.get(pointer, Mark(1, 1, 0, 0))
        if on_key and pointer in self.keys:
            mark = self.keys[pointer]
        elif within:
            mark = self._narrow(mark, *within)
        return self.reading.as_typed(mark)

    def value(self, pointer: Pointer) -> Any:
        """The value at a Pointer, as typed. Raises KeyError or IndexError where there is none."""
        value = self.data
        for step in pointer:
            value = value[step]
        return value

    def at(self, offset: int) -> Pointer:
        """The value that stands at an offset in the file: the last that starts before it or
        there.
        """
        read = [*self.marks.items(), *self.keys.items()]
        typed = [(self.reading.typed_at(mark.start), at) for at, mark in read]
        starts = [(start, len(at), at) for start, at in typed if start <= offset]
        return max(starts, key=lambda one: one[:2], default=(0, 0, ()))[2]

    def place(self, finding: Finding) -> Mark:
        """Where in the file a finding points."""
        if finding.beside:
            return finding.beside
        if isinstance(finding.at, Mark):
            return finding.at
        return self.locate(finding.at, on_key=finding.on_key, within=finding.within)

    def end_of(self, pointer: Pointer) -> Mark:
        """The last line that belongs to a value: where something that is missing after it would be
        added.
        """
        under = [
            mark.end
            for at, mark in self.marks.items()
            if at[: len(pointer)] == pointer and at != pointer
        ]
        end = max(under, default=self.locate(pointer).end)
        text = self.reading.text[:end].rstrip()
        start = text.rfind("\n") + 1
        return self.reading.as_typed(
            mark_at(
                self.reading.text, start + len(text[start:]) - len(text[start:].lstrip()), len(text)
            )
        )

    def is_plain(self, pointer: Pointer) -> bool:
        """True if the value was typed without quotation marks and without | or >."""
        mark = self.marks[pointer]
        return self.reading.text[mark.start : mark.start + 1] not in ("'", '"', "|", ">")

    def is_block(self, pointer: Pointer) -> bool:
        """True if a group was typed with a line for each of its values, False within { } or [ ]."""
        mark = self.marks[pointer]
        return self.reading.text[mark.start : mark.start + 1] not in ("{", "[")

    def _narrow(self, mark: Mark, offset: int, length: int) -> Mark:
        opening = self.reading.text[mark.start : mark.start + 1]
        if opening == ">":
            return mark
        if opening == "|":
            return self._in_block(mark, offset, length)
        shift = offset + (opening in "'\"")
        return Mark(mark.line, mark.column + shift, mark.start + shift, mark.start + shift + length)

    def _in_block(self, mark: Mark, offset: int, length: int) -> Mark:
        """A literal block's text starts on the line below its |; every line has lost the block's
        indent.
        """
        text = self.reading.text
        start = text.index("\n", mark.start) + 1
        block = text[start : mark.end].split("\n")
        indent = min(
            (len(line) - len(line.lstrip(" ")) for line in block if line.strip()), default=0
        )
        line = start
        for number, content in enumerate(block, mark.line + 1):
            inner = max(len(content.rstrip("\r")) - indent, 0)
            if offset <= inner:
                return Mark(
                    number,
                    indent + offset + 1,
                    line + indent + offset,
                    line + indent + offset + length,
                )
            offset -= inner + 1
            line += len(content) + 1
        return mark
