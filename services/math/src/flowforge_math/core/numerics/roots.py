"""Roots: all of one equation within a range, or one of a system near a start."""

import math
import warnings as python_warnings
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import scipy.optimize

from flowforge_math.core.algebras.arrays import CONSTANTS, KNOWN
from flowforge_math.core.equations.asking.relation import read_relation
from flowforge_math.core.expressions import Expression
from flowforge_math.core.expressions.tree import Chain
from flowforge_math.core.numerics.callables import OutOfSeconds, checked, function_of
from flowforge_math.core.numerics.faults import NoConvergence, NumericTask

optimize: Any = scipy.optimize
SECONDS: Final = 12.0
POINTS: Final = 4_001
MAX_ROOTS: Final = 1_000
SMALL: Final = 1e-9
_METHODS: Final = ("hybr", "lm", "broyden1")


def find(request: Any) -> dict[str, Any]:
    try:
        with python_warnings.catch_warnings(), np.errstate(all="ignore"):
            python_warnings.simplefilter("ignore")
            return _in_range(request) if request.low is not None else _near(request)
    except OutOfSeconds as error:
        reason = f"it took over {SECONDS:g} seconds"
        raise NoConvergence(field="equations", reason=reason) from error


def _expressions(request: Any, names: list[str]) -> list[Expression]:
    """Return left minus right of each equation; without a sign it is an expression that is to be 0."""
    found = []
    for place, text in enumerate(request.equations):
        field = f"equations[{place}]"
        if not set("=<>") & set(text) or " if " in text or "?" in text:
            found.append(checked(text, field, [*names, *request.constants]))
            continue
        relation = read_relation(text, field)
        if relation.sign != "=":
            raise NumericTask(field=field, reason="it is no equation")
        sides = [
            _required(side, [*names, *request.constants]).root for side in (relation.left, relation.right)
        ]
        found.append(Expression(field, Chain(sides[0], (("-", sides[1]),)), relation.names, {}))
    return found


def _required(side: Expression, names: list[str]) -> Expression:

    side.require_names({*CONSTANTS, *names})
    side.require_calls(KNOWN)
    return side


def _in_range(request: Any) -> dict[str, Any]:
    low, high = request.low, request.high
    if not low < high:
        raise NumericTask(field="low", reason="it must be less than 'high'")
    if len(request.equations) != 1:
        raise NumericTask(field="equations", reason="a range is for one equation: give 'start' for a system")
    (expression,) = _expressions(request, [request.variable])
    function = function_of(expression, [request.variable], request.constants, SECONDS)

    def value(x: float) -> float:
        return float(function(x))

    x = np.linspace(low, high, POINTS)
    y = np.broadcast_to(np.asarray(function(x), np.float64), x.shape)
    if not np.isfinite(y).any():
        raise NumericTask(field="equations[0]", reason="it has no value in this range")
    if np.isfinite(y).all() and not np.abs(y).any():
        raise NumericTask(field="equations[0]", reason="it holds everywhere in this range")
    scale = float(np.nanmedian(np.abs(y[np.isfinite(y)]))) or 1.0
    places = _crossings(value, x, y) + _touches(value, x, y, scale)
    roots = _distinct([place for place in places if abs(value(place)) <= SMALL * max(scale, 1.0)], high - low)
    if len(roots) > MAX_ROOTS:
        raise NumericTask(field="high", reason=f"there are over {MAX_ROOTS:,} roots: choose a shorter range")
    warnings = [
        "Roots that lie closer together than 1/4000 of the range may be missing.",
        *(["The expression is undefined in parts of the range."] if not np.isfinite(y).all() else []),
    ]
    return {
        "roots": [{"values": {request.variable: root}, "residual": abs(value(root))} for root in roots],
        "warnings": warnings,
    }


def _crossings(value: Callable[[float], float], x: Any, y: Any) -> list[float]:
    found = [float(place) for place in x[y == 0]]
    signs = np.sign(y)
    for at in np.flatnonzero((signs[:-1] * signs[1:] < 0) & np.isfinite(y[:-1]) & np.isfinite(y[1:])):
        root = optimize.brentq(value, float(x[at]), float(x[at + 1]), xtol=1e-300, rtol=8.9e-16, maxiter=500)
        if math.isfinite(value(root)) and abs(value(root)) <= max(abs(y[at]), abs(y[at + 1])):
            found.append(float(root))
    return found


def _touches(value: Callable[[float], float], x: Any, y: Any, scale: float) -> list[float]:
    """Return where the curve comes to 0 without crossing it."""
    found = []
    size = np.abs(y)
    inner = np.flatnonzero((size[1:-1] < size[:-2]) & (size[1:-1] <= size[2:])) + 1
    for at in inner[np.argsort(size[inner])][:200]:
        if np.sign(y[at - 1]) != np.sign(y[at + 1]):
            continue
        lowest = optimize.minimize_scalar(
            lambda place: abs(value(place)),
            bounds=(float(x[at - 1]), float(x[at + 1])),
            method="bounded",
            options={"xatol": 1e-12},
        )
        if lowest.fun <= SMALL * max(scale, 1.0) * 1e-2:
            found.append(float(lowest.x))
    return found


def _distinct(places: list[float], width: float) -> list[float]:
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > 1e-9 * width:
            kept.append(place + 0.0)
    return kept


def _near(request: Any) -> dict[str, Any]:
    names = list(request.start)
    if len(names) != len(request.equations):
        reason = f"{len(request.equations)} equations need as many unknowns, not {len(names)}"
        raise NumericTask(field="start", reason=reason)
    functions = [function_of(one, names, request.constants, SECONDS) for one in _expressions(request, names)]

    def values(point: Any) -> Any:
        found = np.array([float(function(*point)) for function in functions])
        return np.nan_to_num(found, nan=1e150, posinf=1e150, neginf=-1e150)

    start = np.array(list(request.start.values()), np.float64)
    best, size = start, math.inf
    for method in _METHODS:
        try:
            found = optimize.root(values, start, method=method, tol=1e-14)
        except (ValueError, ArithmeticError, np.linalg.LinAlgError):
            continue
        reached = float(np.abs(values(found.x)).max())
        if reached < size:
            best, size = found.x, reached
        if size <= SMALL:
            break
    if size > SMALL * max(1.0, float(np.abs(best).max())):
        reason = f"no root was reached from this start; the nearest miss is {size:.3g}: try others"
        raise NoConvergence(field="start", reason=reason)
    return {
        "roots": [{"values": dict(zip(names, map(float, best), strict=True)), "residual": size}],
        "warnings": [],
    }
