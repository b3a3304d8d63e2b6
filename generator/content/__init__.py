"""The kinds of content that a plan can hold, in the order in which the editor offers them. A new
kind is a module and a line here.
"""

from generator.content.budget import Budget
from generator.content.calendar import Calendar
from generator.content.days import DaysInOrder
from generator.content.goals import Goals
from generator.content.kind import Content
from generator.content.picture import Picture
from generator.content.quote import Quote
from generator.content.running import RunningText
from generator.content.short import YearInShort
from generator.content.signatures import Signatures
from generator.content.table import Table
from generator.content.turns import HostTable

KINDS: tuple[type[Content], ...] = (
    RunningText,
    Quote,
    Table,
    Picture,
    Goals,
    HostTable,
    Calendar,
    Budget,
    Signatures,
    DaysInOrder,
    YearInShort,
)
