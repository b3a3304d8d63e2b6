"""`python -m generator`: see process.py."""

import os

from generator.process import run

run(r".\starta" if os.name == "nt" else "")
