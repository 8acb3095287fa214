"""Judge the end of a fit: whether it is a minimum, and how well the points determine each parameter."""

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import scipy.stats

from flowforge_math.core.numerics.faults import NoConvergence
from flowforge_math.core.numerics.points import Points

stats: Any = scipy.stats
LEVEL: Final = 1e-5
EXACT: Final = 1e-9
DEPENDENT: Final = 1e-14
SHARE: Final = 0.1


@dataclass(frozen=True, slots=True)
class Ending:
    """Where a search ended: the parameters, the residuals there and their slopes."""

    text: str
    names: list[str]
    values: Any
    residuals: Any
    slopes: Any


def report(ending: Ending, points: Points, confidence: float) -> dict[str, Any]:
    """Return the answer of a fit. Raises NoConvergence if the end is no minimum."""
    _require_minimum(ending, points.y)
    squares = float((ending.residuals**2).sum())
    freedom = len(points.y) - len(ending.names)
    total = float(((points.y - points.y.mean()) ** 2).sum())
    deviation = math.sqrt(squares / freedom) if freedom > 0 else None
    loose = _undetermined(ending)
    errors = [None] * len(ending.names) if deviation is None else _errors(ending, deviation, loose)
    reach = float(stats.t.ppf((1 + confidence) / 2, freedom)) if freedom > 0 else 0.0
    explained = 1 - squares / total if total else None
    return {
        "expression": ending.text,
        "parameters": [
            {
                "name": name,
                "value": float(value),
                "standard_error": error,
                "low": None if error is None else float(value) - reach * error,
                "high": None if error is None else float(value) + reach * error,
            }
            for name, value, error in zip(ending.names, ending.values, errors, strict=True)
        ],
        "points": len(points.y),
        "residual_sum_of_squares": squares,
        "residual_standard_deviation": deviation,
        "r_squared": explained,
        "warnings": [*points.warnings, *_doubts(ending, loose, explained)],
    }


def _require_minimum(ending: Ending, y: Any) -> None:
    """Raise NoConvergence where the residuals still have a component along some slope."""
    size = float(np.linalg.norm(ending.residuals))
    if size <= EXACT * float(np.linalg.norm(y)):
        return
    lengths = np.linalg.norm(ending.slopes, axis=0)
    along = np.abs(ending.slopes.T @ ending.residuals)
    cosines = along / np.where(lengths == 0, 1, lengths) / size
    if not float(cosines.max()) < LEVEL:
        worst = ending.names[int(np.argmax(np.nan_to_num(cosines, nan=np.inf)))]
        reason = f"no minimum was reached, the error still falls along '{worst}': try other start values"
        raise NoConvergence(field="start", reason=reason)


def _undetermined(ending: Ending) -> set[int]:
    """Return the places of parameters that the points leave open: alone, or traded against each other."""
    lengths = np.linalg.norm(ending.slopes, axis=0)
    if (lengths == 0).any():
        return {int(place) for place in np.flatnonzero(lengths == 0)}
    _, sizes, directions = np.linalg.svd(ending.slopes / lengths, full_matrices=False)
    open_ones = directions[sizes < DEPENDENT * sizes[0]]
    return {int(place) for place in np.flatnonzero((np.abs(open_ones) > SHARE).any(axis=0))}


def _errors(ending: Ending, deviation: float, loose: set[int]) -> list[float | None]:
    kept = [place for place in range(len(ending.names)) if place not in loose]
    errors: list[float | None] = [None] * len(ending.names)
    if not kept:
        return errors
    slopes = ending.slopes[:, kept]
    lengths = np.linalg.norm(slopes, axis=0)
    _, r = np.linalg.qr(slopes / lengths)
    spread = deviation * np.linalg.norm(np.linalg.inv(r), axis=1) / lengths
    for place, error in zip(kept, spread, strict=True):
        errors[place] = float(error) if math.isfinite(error) else None
    return errors


def _doubts(ending: Ending, loose: set[int], explained: float | None) -> list[str]:
    doubts = []
    if loose:
        listed = ", ".join(f"'{ending.names[place]}'" for place in sorted(loose))
        doubts.append(
            f"The points do not determine {listed}: other values fit as well, so they have no standard error."
        )
    if explained is not None and explained < 0:
        doubts.append(
            "The curve fits worse than a constant: it does not suit the points, or the search ended in a "
            "local minimum. Try other start values."
        )
    return doubts
