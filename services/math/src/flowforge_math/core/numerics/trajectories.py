"""Systems of ordinary differential equations by scipy's LSODA, which copes with stiff ones."""

import time
import warnings as python_warnings
from typing import Any, Final

import numpy as np
import scipy.integrate

from flowforge_math.core.algebras.arrays import CONSTANTS, KNOWN, Arrays
from flowforge_math.core.expressions import fold, parse
from flowforge_math.core.numerics.faults import NoConvergence

integrate: Any = scipy.integrate
SECONDS: Final = 12.0


class _TooLong(Exception):
    """The solver took longer than it may."""


def follow(request: Any) -> dict[str, Any]:
    names = list(request.derivatives)
    expressions = [parse(request.derivatives[name], f"derivatives.{name}") for name in names]
    for one in expressions:
        one.require_names({*CONSTANTS, *names, *request.constants, "t"})
        one.require_calls(KNOWN)
    started = time.monotonic()

    def slopes(moment: float, values: Any) -> Any:
        if time.monotonic() - started > SECONDS:
            raise _TooLong
        algebra = Arrays({**request.constants, **dict(zip(names, values, strict=True)), "t": moment})
        with np.errstate(all="ignore"):
            return np.array([float(fold(one.root, algebra)) for one in expressions])

    moments = np.linspace(request.t_start, request.t_end, request.points)
    try:
        with python_warnings.catch_warnings():
            python_warnings.simplefilter("ignore")
            found = integrate.solve_ivp(
                slopes,
                (request.t_start, request.t_end),
                [request.initial[name] for name in names],
                method="LSODA",
                t_eval=moments,
                rtol=request.relative_tolerance,
                atol=request.relative_tolerance * 1e-3,
            )
    except _TooLong as error:
        raise NoConvergence(
            field="t_end", reason=f"it took over {SECONDS:g} seconds: choose a shorter time"
        ) from error
    if not found.success or not np.isfinite(found.y).all() or found.y.shape[1] != len(moments):
        raise NoConvergence(field="derivatives", reason="a solution grows without bounds or is not defined")
    return {
        "t": found.t.tolist(),
        "trajectories": [
            {"name": name, "values": row.tolist()} for name, row in zip(names, found.y, strict=True)
        ],
        "evaluations": int(found.nfev),
    }
