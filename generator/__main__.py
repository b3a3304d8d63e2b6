"""`python -m generator`: see process.py."""

from generator.process import run_module

run_module()
