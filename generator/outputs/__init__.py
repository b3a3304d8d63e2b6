"""What a plan is made into: a module a format. The commands, their help and the lists in the
Makefile and the README are those here.
"""

from generator.outputs import calendars, pages, web, word
from generator.outputs.output import Output

OUTPUTS: tuple[Output, ...] = (word.OUTPUT, pages.OUTPUT, web.OUTPUT, calendars.OUTPUT)
