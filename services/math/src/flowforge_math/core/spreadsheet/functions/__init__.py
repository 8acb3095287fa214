"""The functions of formulas by name. Importing this declares them all."""

from flowforge_math.core.spreadsheet.functions import (
    aggregates,
    arithmetic,
    calendar,
    cash_flows,
    conditional,
    depreciations,
    information,
    logic,
    lookups,
    money,
    pairs,
    samples,
    securities,
    shapes,
    texts,
    workdays,
)
from flowforge_math.core.spreadsheet.registry import FUNCTIONS

__all__ = [
    "FUNCTIONS",
    "aggregates",
    "arithmetic",
    "calendar",
    "cash_flows",
    "conditional",
    "depreciations",
    "information",
    "logic",
    "lookups",
    "money",
    "pairs",
    "samples",
    "securities",
    "shapes",
    "texts",
    "workdays",
]
