"""`python -m generator`: see process.py."""

import os

from generator.process import run

run(r".venv\Scripts\python -m generator" if os.name == "nt" else "")
