"""LibreOffice kept running, so that pages are laid out in a moment.

The office rests with a text of its own open; without one it would end after each document. A second
start of the same profile hands its document over to it. It ends with this process, however that
ends (see `keeper`), and no setting of the user's counts.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from generator import libreoffice
from generator.files import FileError

_SECONDS = 60
_KEEPER = Path(__file__).with_name("keeper.py")
_RESTING = "vila.txt"
_OPENED = f".~lock.{_RESTING}#"
"""The file that LibreOffice lays beside a document that it has opened."""

_OWN_PLACE = ("TMPDIR", "TMP", "TEMP")
"""What names the place of the office's own leavings on one system or another."""


class Press:
    """Lays documents out, one at a time. The office is started at the first, and anew where it has
    ended.
    """

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()
        self._keeper: subprocess.Popen[bytes] | None = None
        self._folder = Path()

    def lay_out(self, docx: bytes) -> bytes:
        """A document's pages as PDF, with a named destination for each of its bookmarks. Raises
        FileError if LibreOffice is missing, fails or hangs.
        """
        program = libreoffice.program()
        with self._one_at_a_time:
            if not self._rests:
                self.close()
                self._start(program)
            return self._exported(program, docx)

    def close(self) -> None:
        """End the office, and wait until it has ended."""
        if self._keeper is not None and self._keeper.stdin is not None:
            self._keeper.stdin.close()
            self._keeper.wait()
        self._keeper = None

    @property
    def _rests(self) -> bool:
        """True where the office is there to hand a document to."""
        is_kept = self._keeper is not None and self._keeper.poll() is None
        return is_kept and (self._folder / _OPENED).exists()

    def _start(self, program: str) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="sidor-"))
        resting = self._folder / _RESTING
        resting.touch()
        office = [program, self._profile, "--headless", "--norestore", "--nologo", str(resting)]
        self._keeper = subprocess.Popen(
            [sys.executable, "-I", str(_KEEPER), str(self._folder), *office],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **dict.fromkeys(_OWN_PLACE, str(self._folder))},
            start_new_session=True,  # what is typed to stop the workbench does not reach it
        )
        until = time.monotonic() + _SECONDS
        while not self._rests:
            if self._keeper.poll() is not None or time.monotonic() > until:
                self.close()
                raise FileError(libreoffice.FAILED)
            time.sleep(0.05)

    @property
    def _profile(self) -> str:
        return f"-env:UserInstallation={(self._folder / 'profil').as_uri()}"

    def _exported(self, program: str, docx: bytes) -> bytes:
        document, pages = self._folder / "plan.docx", self._folder / "plan.pdf"
        export = libreoffice.export({"ExportBookmarksToPDFDestination": ("boolean", "true")})
        command = [program, self._profile, "--headless", "--norestore", "--convert-to", export]
        try:
            document.write_bytes(docx)
            pages.unlink(missing_ok=True)
            subprocess.run(
                [*command, "--outdir", str(self._folder), str(document)],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_SECONDS,
                check=True,
            )
            return pages.read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            self.close()
            raise FileError(libreoffice.FAILED) from error
