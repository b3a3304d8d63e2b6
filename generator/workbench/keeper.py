"""Run by its path, as a process of its own: keeps a program running until whoever started this is
gone, however it ended; then ends the program and clears its folder.
"""

import os
import shutil
import signal
import subprocess
import sys
import threading

_SECONDS = 5
"""How long the program may take to end by itself."""


def main(folder: str, *command: str) -> None:
    """Run the command. Standard input is a pipe that the starter holds open while it lives."""
    program = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    threading.Thread(target=_wait_for_the_starter, args=[program], daemon=True).start()
    program.wait()
    shutil.rmtree(folder, ignore_errors=True)


def _wait_for_the_starter(program: "subprocess.Popen[bytes]") -> None:
    sys.stdin.buffer.read()
    if os.name == "nt":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(program.pid)], check=False)
        return
    os.killpg(program.pid, signal.SIGTERM)
    try:
        program.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(program.pid, signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
