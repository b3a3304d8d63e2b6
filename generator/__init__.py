"""Turns one YAML file a year into the committee's Verksamhetsplan och Budget; pipeline.py tells the
story.
"""

__version__ = "1.1.0.dev0"
