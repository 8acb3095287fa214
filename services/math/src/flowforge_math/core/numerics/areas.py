"""Integrals by adaptive quadrature, in up to three variables."""

import math
import warnings as python_warnings
from typing import Any, Final

import numpy as np
import scipy.integrate

from flowforge_math.core.numerics.callables import OutOfSeconds, checked, function_of
from flowforge_math.core.numerics.faults import NoConvergence, NumericTask

integrate: Any = scipy.integrate
SECONDS: Final = 12.0
LARGEST_ERROR: Final = 1e-6
PIECES: Final = 400


def quadrature(request: Any) -> dict[str, Any]:
    ranges = request.ranges
    names = [one.variable for one in ranges]
    if len(set(names)) < len(names):
        raise NumericTask(field="ranges", reason="a variable stands in two of them")
    expression = checked(request.expression, "expression", [*names, *request.constants])
    function = function_of(expression, names, request.constants, SECONDS)
    broken = False

    def value(*point: float) -> float:
        nonlocal broken
        found = float(function(*point))
        if not math.isfinite(found):
            broken = True
            return 0.0
        return found

    tolerance = 1e-12 if len(ranges) == 1 else 1e-9
    options = [
        {"limit": PIECES if len(ranges) == 1 else 50, "epsabs": 1e-14, "epsrel": tolerance, **_points(one)}
        for one in ranges
    ]
    ends = [(_end(one.low), _end(one.high)) for one in ranges]
    try:
        with python_warnings.catch_warnings(), np.errstate(all="ignore"):
            python_warnings.simplefilter("ignore")
            found, error = integrate.nquad(value, ends, opts=options)[:2]
    except OutOfSeconds as fault:
        reason = f"it took over {SECONDS:g} seconds: use shorter ranges or fewer variables"
        raise NoConvergence(field="expression", reason=reason) from fault
    if not math.isfinite(found) or error > LARGEST_ERROR * max(abs(found), LARGEST_ERROR):
        reason = f"the integral does not settle (about {found:.6g}, error {error:.2g}); it may not converge"
        raise NoConvergence(field="expression", reason=reason)
    warnings = ["The expression has no value at some points, which were taken as 0."] if broken else []
    return {"value": float(found), "error": float(error), "warnings": warnings}


def _end(value: Any) -> float:
    return float(value) if not isinstance(value, str) else math.inf if value == "inf" else -math.inf


def _points(one: Any) -> dict[str, Any]:
    low, high = _end(one.low), _end(one.high)
    inside = [place for place in one.breaks if min(low, high) < place < max(low, high)]
    return {"points": inside} if inside and math.isfinite(low) and math.isfinite(high) else {}
