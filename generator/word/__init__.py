"""A Word document of a Context and a template: what is held of the template, rendered, proven, and
how two of them compare. The format itself is `ooxml`, which knows no plans.
"""
