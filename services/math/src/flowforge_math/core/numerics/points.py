"""The points of a fit: lists of numbers, or the columns of a table."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from flowforge_math.core.algebras.arrays import CONSTANTS
from flowforge_math.core.numerics.faults import NumericTask
from flowforge_math.core.samples.reading import complete_rows, read_data, same_length

MAX_POINTS: Final = 100_000
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Points:
    """`variables` are what a curve may call them: the column's name, and x, or x1, x2 and so on."""

    variables: dict[str, Any]
    y: Any
    warnings: list[str] = field(default_factory=list)


def points_of(request: Any) -> Points:
    """Return the points of a request. Raises NumericTask and the faults of samples."""
    if request.x is not None:
        return Points({"x": np.array(request.x, np.float64)}, np.array(request.y, np.float64))
    data = read_data(request)
    columns = [data.numbers(request.target, "target")]
    columns += [data.numbers(name, "predictors") for name in request.predictors]
    same_length(data, [request.target, *request.predictors])
    y, *places = complete_rows(*columns)
    if len(y) > MAX_POINTS:
        reason = f"there are {len(y):,} points, and {MAX_POINTS:,} are taken at the most"
        raise NumericTask(field="target", reason=reason)
    warnings = list(data.warnings)
    if dropped := len(columns[0]) - len(y):
        warnings.append(f"Rows left out because a column has no number in them: {dropped:,}.")
    return Points(_named(request, places), y, warnings)


def _named(request: Any, places: list[Any]) -> dict[str, Any]:
    names: list[str] = request.predictors
    if request.expression is not None and (taken := sorted(CONSTANTS.keys() & set(names))):
        reason = f"'{taken[0]}' is a constant in expressions: give the column another name"
        raise NumericTask(field="predictors", reason=reason)
    numbered = ["x"] if len(names) == 1 else [f"x{number}" for number in range(1, len(names) + 1)]
    if set(numbered) & set(names):
        numbered = []  # the columns are called so themselves
    pairs = [*zip(numbered, places, strict=False), *zip(names, places, strict=True)]
    return {name: values for name, values in pairs if _NAME.fullmatch(name)}
