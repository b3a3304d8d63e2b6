"""The process's streams: there from the start, in UTF-8, and never a reason to stop half-way."""

import errno
import io
import os
import sys
from typing import IO

_WHY = {errno.EPIPE: "", errno.ENOSPC: "disken är full"}


class _Patient(io.TextIOWrapper):
    """Output that may be full or gone: what could not be shown is remembered, and stops nothing."""

    lost: OSError | None = None
    called = ""
    """How commands are started here, where that is not by make."""

    def write(self, text: str) -> int:
        """Write, or remember why not."""
        try:
            super().write(text)
            return len(text)
        except OSError as error:
            self.lost = self.lost or error
            return len(text)

    def flush(self) -> None:
        """Flush, or remember why not."""
        try:
            super().flush()
        except OSError as error:
            self.lost = self.lost or error


def make_ready(called: str = "") -> None:
    """Give the process the streams that it may have been started without. To be called first;
    `called` is how commands are started here, where that is not by make.
    """
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            # Closed: else the next file that is opened would get its number, and what is printed.
            os.open(os.devnull, os.O_RDWR)
    if sys.stdin is None:
        sys.stdin = open(0, encoding="utf-8")  # noqa: SIM115
    sys.stdout, sys.stderr = _patient(1), _patient(2)
    sys.stdout.called = sys.stderr.called = called


def _patient(number: int) -> _Patient:
    file = open(number, "wb", closefd=False)  # noqa: SIM115
    is_prompt = os.isatty(number) or number == 2
    return _Patient(file, encoding="utf-8", errors="replace", line_buffering=is_prompt)


def lost(stream: IO[str]) -> str | None:
    """Why some of what was shown is lost, as the end of a sentence.

    '' where the reader left, None where nothing is lost.
    """
    error = stream.lost if isinstance(stream, _Patient) else None
    return None if error is None else _WHY.get(error.errno or 0, "datorn tog inte emot det")
