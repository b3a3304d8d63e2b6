"""A plan on the desk: its text as it is being written, what the checks say of it, and the way back.

Every change is a new text of the whole file, judged as any plan. It is saved as it is made; what
another program has saved meanwhile is never written over.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from posixpath import commonprefix

from msgspec import Struct, field

from generator import files, pipeline
from generator.confirm import without
from generator.examined import examined, mark_of
from generator.findings import Finding
from generator.fix import mended
from generator.pipeline import Build
from generator.values import OpenPlace

_MOST_STEPS = 2_000
"""Steps back that are remembered, and characters of them."""
_MOST_KEPT = 40_000_000
_MOST_WORDS = 60
"""Characters of a line that are told."""
ANOTHER, SAVED = object(), object()
"""What is told of, where no window made a change: another program did, or it was saved."""
_SCRIPT = re.compile(rb"<script\b.*?</script>", re.DOTALL)
_BREAK = re.compile(r"\r\n|\r|\n")
"""The end of a line, as any program types it."""


class Desk(Struct):
    """A plan's file and its text. `disk` is what the file held when it was last read or saved;
    `told` are the windows that show it, each called after a change with what made it. `defer` does
    what need not be done before a change is shown, a moment later. `held` is the text that the file
    holds, in whichever encoding; None where it is to be written whatever it holds.
    """

    path: Path
    disk: bytes
    built: Build
    told: list[Callable[[object], None]] = field(default_factory=list)
    problem: str = ""
    defer: Callable[[Callable[[], None]], None] = lambda act: act()
    held: str | None = None
    _is_ours: bool = False
    _back: list[str] = field(default_factory=list)
    _forth: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, path: Path) -> "Desk":
        """The plan of a file. Raises files.FileError."""
        raw = files.read(path)
        built = examined(path, raw)
        return cls(path, raw, built, held=built.source.text)

    @property
    def is_text(self) -> bool:
        """False for a file whose bytes are no text: it must not be written."""
        return bool(self.text) or not self.disk

    @property
    def text(self) -> str:
        """The text as it stands."""
        return self.built.source.text

    @property
    def is_saved(self) -> bool:
        """True where the file holds the text."""
        return self.text == self.held

    @property
    def is_open_elsewhere(self) -> bool:
        """True where another program has saved the file since."""
        try:
            return files.read(self.path) != self.disk
        except files.FileError:
            return True

    @property
    def shown(self) -> str:
        """The text as an editor shows it: every line ends in the same way."""
        return _BREAK.sub("\n", self.text)

    def shown_at(self, offset: int) -> int:
        """The offset in what an editor shows, of an offset in the text."""
        if "\r" not in self.text:
            return offset
        return len(_BREAK.sub("\n", self.text[:offset]))

    def edit(self, shown: str, by: object = None, base: str | None = None) -> None:
        """Let the plan have what an editor shows: only what differs is put into the text, so that
        the ends of all other lines stay as they were. `base` is what the editor showed before,
        where that is not what the desk has now: then what another window wrote stays too.
        """
        old = self.shown
        start, end, new = _difference(old if base is None else base, shown)
        moved = (
            _moved(start, end, _difference(base, old)) if base not in (None, old) else (start, end)
        )
        if (
            moved is None
        ):  # both wrote in the same words: this one's are had, the other's a step back
            start, end, new = _difference(old, shown)
        else:
            start, end = moved
        first, last = self._typed_at(start), self._typed_at(end)
        new = new.replace("\n", self._newline)
        self.type(self.text[:first] + new + self.text[last:], by)

    def _typed_at(self, shown: int) -> int:
        """The offset in the text, of an offset in what an editor shows."""
        passed = 0
        for found in _BREAK.finditer(self.text):
            if found.start() - passed >= shown:
                break
            passed += len(found[0]) - 1
        return shown + passed

    @property
    def _newline(self) -> str:
        found = _BREAK.search(self.text)
        return found[0] if found else "\n"

    def type(self, text: str, by: object = None) -> None:
        """Let the plan have another text, and save it."""
        if text == self.text:
            return
        self._remember(self._back, self.text)
        self._forth.clear()
        self._have(text, by)

    @property
    def can_undo(self) -> bool:
        """True where there is a step to take back."""
        return bool(self._back)

    @property
    def can_redo(self) -> bool:
        """True where there is a step to take again."""
        return bool(self._forth)

    def undo(self) -> bool:
        """Take the last step back; False where there is none."""
        return self._step(self._back, self._forth)

    def redo(self) -> bool:
        """Take a step again that was taken back; False where there is none."""
        return self._step(self._forth, self._back)

    def repair(self, finding: Finding) -> bool:
        """Make a finding's repair; False where it would do no good."""
        better = mended(self.built, finding, lambda text: examined(self.path, text.encode()))
        if better is None:
            return False
        self.type(better)
        return True

    def confirm(self, places: Iterable[OpenPlace]) -> bool:
        """Take away the comments that ask at some places; False where the plan would say something
        else without them.
        """
        text = without(self.built.source, places)
        if examined(self.path, text.encode()).source.data != self.built.source.data:
            return False
        self.type(text)
        return True

    def save(self, *, anew: bool = False) -> bool:
        """Write the file whole, and keep this version; False, with `problem`, where it cannot be,
        or where another program has saved it. With `anew` it may be gone.
        """
        if self.is_saved:
            return True
        content = self._bytes()
        self.problem = ""
        if self.is_open_elsewhere and (self.path.exists() or not anew):
            self.problem = "Filen har ändrats av ett annat program. Inget är skrivet över."
            return False
        try:
            if self.disk:
                files.keep(self.path, self.disk, always=not self._is_ours)
            files.write(self.path, content)
        except files.FileError as error:
            self.problem = str(error)
            return False
        self.disk, self.held, self._is_ours = content, self.text, True
        return True

    def take_theirs(self) -> None:
        """Show what another program has saved; what was written here is one step back. A file that
        cannot be read is told.
        """
        try:
            raw = files.read(self.path)
        except files.FileError as error:
            self.problem = str(error)
            self._tell(self)
            return
        self._remember(self._back, self.text)
        self._forth.clear()
        self.disk, self.problem, self._is_ours = raw, "", False
        self.built = examined(self.path, raw)
        self.held = self.text
        self._tell(ANOTHER)

    def keep_ours(self) -> bool:
        """Save what was written here; the version of the other program is kept beside."""
        try:
            self.disk, self._is_ours = files.read(self.path), False
        except files.FileError:  # it is gone, and is written anew
            self.disk, self._is_ours = b"", True
        self.held = None
        return self.save(anew=True)

    def read_as_text(self, path: Path) -> str:
        """The text of a file, in whichever encoding it is. Raises files.FileError."""
        return examined(self.path, files.read(path)).source.text

    def _bytes(self) -> bytes:
        return mark_of(self.disk) + self.text.encode()

    def _step(self, source: list[str], target: list[str]) -> bool:
        if not source:
            return False
        self._remember(target, self.text)
        self._have(source.pop(), None)
        return True

    def _have(self, text: str, by: object) -> None:
        self.built = examined(self.path, text.encode())
        self._tell(by)
        self.defer(self._save_and_tell)

    def _save_and_tell(self) -> None:
        self.save()
        self._tell(SAVED)

    def _tell(self, by: object) -> None:
        for window in [*self.told]:
            window(by)

    def _remember(self, steps: list[str], text: str) -> None:
        steps.append(text)
        while len(steps) > _MOST_STEPS or sum(map(len, steps)) > _MOST_KEPT:
            del steps[0]


def _difference(old: str, new: str) -> tuple[int, int, str]:
    """Where two texts differ: from where to where in the old one, and what the new one has
    there.
    """
    start = len(commonprefix([old, new]))
    room = min(len(old), len(new)) - start
    same = len(commonprefix([old[start:][::-1][:room], new[start:][::-1][:room]]))
    return start, len(old) - same, new[start : len(new) - same]


def first_changed(old: str, new: str) -> tuple[int, str]:
    """The first line that is another in a new text: its number, and what stands there now."""
    start, _, _ = _difference(old, new)
    number = new.count("\n", 0, start)
    words = " ".join(new.split("\n")[number].split())
    return number + 1, words if len(words) <= _MOST_WORDS else f"{words[:_MOST_WORDS]}…"


def _moved(start: int, end: int, other: tuple[int, int, str]) -> tuple[int, int] | None:
    """A stretch of a text after another change in it; None where both changed the same."""
    first, last, new = other
    longer = len(new) - (last - first)
    if end <= first:
        return start, end
    if start >= last:
        return start + longer, end + longer
    return None


def page(desk: Desk) -> bytes | None:
    """The web page of the plan as it stands; None while an error stands. Raises
    templating.UnusableTemplateError.
    """
    made = pipeline.page_of(desk.built, files.read_page_template(), placed=True).html
    # No script runs beside the plan.
    return _SCRIPT.sub(b"", made) if made else made
