"""A linear program as arrays, wherever it came from."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Program:
    """Minimize or maximize `constant + costs @ x` for `low <= matrix @ x <= high`, `lower <= x <= upper`.

    `matrix` is sparse; `whole` tells which variables are whole numbers, `labels` what the rows are called.
    """

    maximize: bool
    names: list[str]
    costs: Any
    constant: float
    matrix: Any
    low: Any
    high: Any
    lower: Any
    upper: Any
    whole: Any
    labels: list[str]
    warnings: list[str] = field(default_factory=list)
