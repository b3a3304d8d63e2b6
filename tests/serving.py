"""A workbench of its own for a test: served from this repository's code, on a folder of plans."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
SERVER = """
import sys
from pathlib import Path
from generator import files
files.work_in(Path(sys.argv[1]))
assert files.BUILD == Path(sys.argv[2]).resolve()
from generator import workbench
workbench.start(int(sys.argv[3]), lambda address: print(address, flush=True), show=False)
"""


@contextmanager
def served(folder: Path, build: Path):
    """The address of a workbench on the plans of a folder, its process, and the file that what it
    says as errors is caught in.
    """
    port = _free_port()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    environment.pop("PYTEST_CURRENT_TEST", None)
    build.mkdir(parents=True, exist_ok=True)
    said = build / "stderr.txt"
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(folder), str(build), str(port)],
        stdout=subprocess.PIPE,
        stderr=said.open("w", encoding="utf-8"),
        env=environment,
        cwd=ROOT,
        text=True,
    )
    try:
        assert server.stdout is not None
        address = server.stdout.readline().split()[-1]
        _wait_for(port)
        yield address, server, said
    finally:
        server.send_signal(signal.SIGKILL)
        server.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the workbench did not answer")
