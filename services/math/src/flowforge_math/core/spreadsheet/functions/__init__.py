"""The functions of formulas by name. Importing this declares them all."""

from flowforge_math.core.spreadsheet.functions import (
    aggregates,
    arithmetic,
    calendar,
    conditional,
    information,
    logic,
    lookups,
    money,
    pairs,
    texts,
    workdays,
)
from flowforge_math.core.spreadsheet.registry import FUNCTIONS

__all__ = [
    "FUNCTIONS",
    "aggregates",
    "arithmetic",
    "calendar",
    "conditional",
    "information",
    "logic",
    "lookups",
    "money",
    "pairs",
    "texts",
    "workdays",
]
