"""The lines of a text as it is read, by their numbers from 0, and where each was typed."""

import re

from generator.findings import Edit, Mark
from generator.source.reading import Reading, Splice, difference, mark_at


class Lines:
    """`text` is each line without its end."""

    def __init__(self, reading: Reading) -> None:
        self.text = [line.removesuffix("\r") for line in reading.text.split("\n")]
        self._reading = reading
        self._starts = [0, *(match.end() for match in re.finditer("\n", reading.text))]

    def mark(self, number: int, start: int, end: int) -> Mark:
        """Where the columns [start, end), from 0, of a line were typed."""
        first = self._starts[number]
        read = mark_at(self._reading.text, first + start, first + end)
        return self._reading.as_typed(read)

    def words(self, number: int) -> Mark:
        """Where a line's words were typed."""
        line = self.text[number]
        return self.mark(number, len(line) - len(line.lstrip()), len(line))

    def typed_start(self, number: int) -> int:
        """Where a line begins in the file."""
        return self._reading.typed_at(self._starts[number])

    def typed_between(self, first: int, after: int) -> tuple[int, int]:
        """Where the lines [first, after) begin and end in the file."""
        is_last = after >= len(self._starts)
        end = len(self._reading.text) if is_last else self._starts[after]
        return self.typed_start(first), self._reading.typed_at(end)

    def splice(self, number: int, new: str) -> Splice:
        """The smallest change that makes a line another; one that is left out goes with its end."""
        start = self._starts[number]
        if not new and number + 1 < len(self.text):
            return start, self._starts[number + 1], ""
        lead, end, words = difference(self.text[number], new)
        return start + lead, start + end, words

    def edit(self, splice: Splice) -> Edit:
        """A splice as a change of the file; its line, which nobody asks for, would be long to
        count.
        """
        start, end, new = splice
        line_end = "\r\n" if "\r\n" in self._reading.typed else "\n"
        place = Mark(1, 1, self._reading.typed_at(start), self._reading.typed_at(end))
        return Edit(new.replace("\n", line_end), place)
