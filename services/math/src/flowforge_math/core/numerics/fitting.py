"""Nonlinear least squares with exact slopes, refined by Gauss and Newton on scaled columns."""

import math
import time
import warnings as python_warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import scipy.optimize
import sympy  # type: ignore[import-untyped] # it ships no types

from flowforge_math.core.algebras.arrays import CONSTANTS, Arrays
from flowforge_math.core.expressions import fold, parse
from flowforge_math.core.numerics.faults import NoConvergence, NumericTask
from flowforge_math.core.numerics.judging import Ending, report
from flowforge_math.core.numerics.models import Guess, guesses
from flowforge_math.core.numerics.points import Points, points_of
from flowforge_math.core.symbolic.formulas import read

optimize: Any = scipy.optimize
TIGHT: Final = 1e-15
ROUNDS: Final = 60
SECONDS: Final = 12.0
_UNDEFINED: Final = 1e150  # what takes the place of a value that is not defined


class _OutOfTime(Exception):
    """The search lasted longer than it may."""


@dataclass(frozen=True, slots=True)
class _Problem:
    """The residuals and slopes of a curve, as functions of its parameters."""

    points: Points
    names: list[str]
    model: Any
    slopes: list[Any]
    ends: float

    def residuals(self, values: Any) -> Any:
        found = self._columns([self.model], values)[:, 0] - self.points.y
        return np.nan_to_num(found, nan=_UNDEFINED, posinf=_UNDEFINED, neginf=-_UNDEFINED)

    def jacobian(self, values: Any) -> Any:
        columns = self._columns(self.slopes, values)
        return np.nan_to_num(columns, nan=0.0, posinf=_UNDEFINED, neginf=-_UNDEFINED)

    def _columns(self, trees: Sequence[Any], values: Any) -> Any:
        given = {**self.points.variables, **dict(zip(self.names, values, strict=True))}
        columns = []
        with np.errstate(all="ignore"):
            for tree in trees:
                if time.monotonic() > self.ends:
                    raise _OutOfTime
                columns.append(np.broadcast_to(fold(tree, Arrays(given)), self.points.y.shape))
        return np.column_stack(columns)


def fit(request: Any) -> dict[str, Any]:
    """Fit a model. Raises the faults of expressions and samples, NumericTask and NoConvergence."""
    ends = time.monotonic() + SECONDS
    points = points_of(request)
    text, starts = _model(request, points)
    names = list(starts[0])
    if len(points.y) < len(names):
        reason = f"{len(points.y)} points are too few for {len(names)} parameters"
        raise NumericTask(field="x" if request.x is not None else "target", reason=reason)
    model, slopes = _functions(text, names)
    problem = _Problem(points, names, model, slopes, ends)
    with python_warnings.catch_warnings():
        python_warnings.simplefilter("ignore")
        try:
            values = _refined(_searched(problem, starts), problem)
            ending = Ending(text, names, values, problem.residuals(values), problem.jacobian(values))
        except _OutOfTime as error:
            reason = f"no minimum was reached within {SECONDS:g} seconds: give fewer points, or better starts"
            raise NoConvergence(field="start", reason=reason) from error
    return report(ending, points, request.confidence)


def _model(request: Any, points: Points) -> tuple[str, list[Guess]]:
    if request.model is not None:
        return guesses(request.model, points.variables["x"], points.y)
    names = sorted(set(parse(request.expression, "expression").names) - {*points.variables, *CONSTANTS})
    missing = [name for name in names if name not in request.start]
    if missing or not names:
        listed = ", ".join(missing) or "no parameter is in the expression"
        raise NumericTask(field="start", reason=f"a start value is needed for each parameter: {listed}")
    if unknown := sorted(request.start.keys() - set(names)):
        raise NumericTask(field="start", reason=f"the expression has no parameter '{unknown[0]}'")
    return request.expression, [{name: request.start[name] for name in names}]


def _functions(text: str, names: list[str]) -> tuple[Any, list[Any]]:
    """Return the model and its exact slopes as trees of our own."""
    expression, symbols = read(text, "expression")
    slopes = []
    for name in names:
        slope = sympy.diff(expression, symbols.get(name, sympy.Symbol(name, real=True)))
        plain = str(slope).replace("Abs(", "abs(")
        try:
            slopes.append(parse(plain, "expression").root)
        except Exception as error:
            raise NumericTask(field="expression", reason=f"its slope by {name} has no simple form") from error
    return parse(text, "expression").root, slopes


def _searched(problem: _Problem, starts: Sequence[Guess]) -> Any:
    """Try two methods from each start, and return the best end."""
    best, cost = None, math.inf
    for start in starts:
        for method in ("lm", "trf"):
            try:
                found = optimize.least_squares(
                    problem.residuals,
                    np.array([start[name] for name in problem.names]),
                    problem.jacobian,
                    method=method,
                    x_scale="jac",
                    ftol=TIGHT,
                    xtol=TIGHT,
                    gtol=TIGHT,
                    max_nfev=4_000,
                )
            except (ValueError, np.linalg.LinAlgError):
                continue
            if found.cost < cost:
                best, cost = found.x, found.cost
    if best is None or not cost < _UNDEFINED:
        raise NoConvergence(field="start", reason="the model has no value near the start: try others")
    return best


def _refined(start: Any, problem: _Problem) -> Any:
    values, last = start, math.inf
    for _ in range(ROUNDS):
        slopes = problem.jacobian(values)
        scale = np.linalg.norm(slopes, axis=0)
        if (scale == 0).any() or not np.isfinite(scale).all():
            break
        q, r = np.linalg.qr(slopes / scale)
        try:
            step = -np.linalg.solve(r, q.T @ problem.residuals(values)) / scale
        except np.linalg.LinAlgError:
            break
        size = float(np.max(np.abs(step / np.where(values == 0, 1, values))))
        if not size < 0.1 or (size >= last and size < 1e-6):  # noqa: PLR2004 - it would leave the minimum, or is there
            break
        values, last = values + step, size
    worse = _cost(problem, values) > _cost(problem, start) * (1 + 1e-6)
    return start if worse else values


def _cost(problem: _Problem, values: Any) -> float:
    return float((problem.residuals(values) ** 2).sum())
