"""A bullet list: lines that begin with a hyphen and a space."""

from generator.paragraphs import BULLET
from generator.prose.lists import List


class Bullets(List):
    """A list whose order means nothing."""

    blocks = ("bullet_list",)
    sorts = (BULLET,)
    fields = {"punkt": bool, "nivå": int}
