"""Checked data -> Plan: frozen records of typed values, so that a check can ask for what it needs and trust it.

A record that holds a broken value is left out, and its Pointer remembered in `Plan.gaps`: a check can see that a list is not
whole and stay silent instead of reporting the echo of another error.
"""

from generator.plan.reader import build
from generator.plan.records import (
    MUNICIPALITIES,
    PLACEHOLDER,
    READ_THROUGH,
    REMARK,
    Amount,
    Area,
    Budget,
    Day,
    Event,
    Exemption,
    Group,
    HostTable,
    HostYear,
    OpenPlace,
    Plan,
    Prose,
    Row,
    Section,
    Side,
    Text,
)

__all__ = [
    "MUNICIPALITIES",
    "PLACEHOLDER",
    "READ_THROUGH",
    "REMARK",
    "Amount",
    "Area",
    "Budget",
    "Day",
    "Event",
    "Exemption",
    "Group",
    "HostTable",
    "HostYear",
    "OpenPlace",
    "Plan",
    "Prose",
    "Row",
    "Section",
    "Side",
    "Text",
    "build",
]
