"""The section BOUNDS of an MPS file."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

ENDLESS: Final = 1e20
_VALUED: Final = frozenset({"UP", "LO", "FX", "UI", "LI"})
_PLAIN: Final = frozenset({"FR", "MI", "PL", "BV"})
_WHOLE: Final = frozenset({"UI", "LI", "BV"})
# What the kinds set; those that carry a value set that.
_LOWER: Final = {"LO": 0.0, "LI": 0.0, "FX": 0.0, "BV": 0.0, "FR": -math.inf, "MI": -math.inf}
_UPPER: Final = {"UP": 0.0, "UI": 0.0, "FX": 0.0, "BV": 1.0, "FR": math.inf, "PL": math.inf}


@dataclass(slots=True)
class Bounds:
    lower: dict[str, float] = field(default_factory=dict)
    upper: dict[str, float] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)
    opened: set[str] = field(default_factory=set)

    def add(self, kind: str, parts: Sequence[str], columns: Collection[str], fault: type[Exception]) -> None:
        """Add a bound. Raises *fault* for one that is not known, or ValueError."""
        if kind not in _VALUED | _PLAIN:
            raise fault(f"the bound {kind[:20]!r} is not supported")
        name, value = self._parts(kind, list(parts), columns, fault)
        if name not in columns:
            raise fault(f"the column {name[:40]!r} is not in COLUMNS")
        if kind in _WHOLE:
            self.whole.add(name)
        if kind in ("UP", "UI") and value < 0 and name not in self.lower:
            self.opened.add(name)
        if kind in _LOWER:
            self.lower[name] = _ended(value) if kind in _VALUED else _LOWER[kind]
        if kind in _UPPER:
            self.upper[name] = _ended(value) if kind in _VALUED else _UPPER[kind]

    def _parts(
        self, kind: str, parts: list[str], columns: Collection[str], fault: type[Exception]
    ) -> tuple[str, float]:
        """Return the column and the value of a line; the name of the set may be absent."""
        if kind in _PLAIN:
            return (parts[1] if len(parts) > 1 and parts[1] in columns else parts[0]), 0.0
        name, text = parts[-2:]
        try:
            value = float(text.replace("D", "E").replace("d", "e"))
        except ValueError as error:
            raise fault(f"{text[:20]!r} is no number") from error
        if math.isnan(value):
            raise fault(f"{text[:20]!r} is no number")
        return name, value

    def arrays(self, names: Sequence[str], marked: Collection[str]) -> tuple[Any, Any, Any, list[str]]:
        """Return lower and upper bounds, which columns are whole, and what was taken for granted."""
        bounded = self.lower.keys() | self.upper.keys()
        binary = {name for name in marked if name not in bounded}
        opened = self.opened - self.lower.keys()
        warnings = []
        if binary:
            warnings.append(f"Whole-number columns without bounds were read as 0 or 1: {len(binary)}.")
        if opened:
            warnings.append(f"Columns with a negative upper bound alone have no lower bound: {len(opened)}.")
        lower = [-math.inf if name in opened else self.lower.get(name, 0.0) for name in names]
        upper = [1.0 if name in binary else self.upper.get(name, math.inf) for name in names]
        whole = [name in marked or name in self.whole for name in names]
        return np.array(lower), np.array(upper), np.array(whole), warnings


def _ended(value: float) -> float:
    return math.copysign(math.inf, value) if abs(value) >= ENDLESS else value
