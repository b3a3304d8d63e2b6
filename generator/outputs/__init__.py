"""What a plan is made into: a module a format. The commands, their help and the lists in the
Makefile and the README are those here.
"""

from pathlib import Path
from urllib.parse import quote

from generator.outputs import calendars, document, pages, web
from generator.outputs.output import Output
from generator.pipeline import Beside

OUTPUTS: tuple[Output, ...] = (document.OUTPUT, pages.OUTPUT, web.OUTPUT, calendars.OUTPUT)


def lying(target: Path | None) -> Beside:
    """The files of other outputs that lie where a target is to lie, by their addresses there. Only
    what is there is linked to: no link of a page is dead, and none is made for it.
    """

    def beside(year: int) -> list[tuple[str, str]]:
        lying = [(output.lies(year, target), output.linked) for output in OUTPUTS]
        return [(quote(path.name), called) for path, called in lying if called and path.is_file()]

    return beside
