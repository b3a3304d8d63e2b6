"""The command start: the workbench in the browser."""

import argparse
from contextlib import suppress

from generator.cli.terminal import GOOD, say
from generator.outputs.output import fetched_by


def start(chosen: argparse.Namespace) -> int:
    """Serve the plans to this computer until Ctrl + C."""
    with fetched_by("start", "start", "Arbetsbordet"):
        from generator import workbench

    with suppress(KeyboardInterrupt):
        workbench.start(chosen.port, _tell, show=not chosen.visa_inte)
    say("Arbetsbordet är stängt.")
    return GOOD


def _tell(address: str) -> None:
    say(f"Arbetsbordet är öppet: {address}\nAvsluta med Ctrl + C.")
