"""Solve linear programs by HiGHS, and tell how their constraints bind."""

from typing import Any, Final

import numpy as np
import scipy.optimize
import scipy.sparse

from flowforge_math.core.optimization.faults import Infeasible, NotConverged, Unbounded
from flowforge_math.core.optimization.program import Program

optimize: Any = scipy.optimize
SECONDS: Final = 12.0
CHECK_SECONDS: Final = 4.0
WHOLE: Final = 1e-9  # the tolerance of the solver
_SOLVED, _LIMIT, _INFEASIBLE, _UNBOUNDED = 0, 1, 2, 3


def solve_program(program: Program, gap: float, field: str) -> dict[str, Any]:
    """Return the answer. Raises Infeasible, Unbounded and NotConverged, which name *field*."""
    sign = -1.0 if program.maximize else 1.0
    whole = bool(program.whole.any())
    found = _mixed(program, sign, gap) if whole else _continuous(program, sign)
    if found.x is None or found.status not in (_SOLVED, _LIMIT):
        _refuse(program, found, field)
    values = [float(round(value)) if abs(value - round(value)) < WHOLE else float(value) for value in found.x]
    used = program.matrix @ np.array(values)
    prices: list[float | None] = [None] * len(program.labels) if whole else _prices(program, found, sign)
    return {
        "optimal": found.status == _SOLVED,
        "goal": "maximize" if program.maximize else "minimize",
        "objective": sign * float(found.fun) + program.constant,
        "values": [{"name": name, "value": value} for name, value in zip(program.names, values, strict=True)],
        "constraints": [
            {"constraint": label, "slack": float(min(high - use, use - low)), "shadow_price": price}
            for label, use, low, high, price in zip(
                program.labels, used, program.low, program.high, prices, strict=True
            )
        ],
        "warnings": program.warnings,
    }


def _mixed(program: Program, sign: float, gap: float) -> Any:
    rows = [optimize.LinearConstraint(program.matrix, program.low, program.high)] if program.labels else []
    return optimize.milp(
        sign * program.costs,
        constraints=rows,
        bounds=optimize.Bounds(program.lower, program.upper),
        integrality=program.whole.astype(int),
        options={"time_limit": SECONDS, "mip_rel_gap": gap},
    )


def _continuous(program: Program, sign: float, seconds: float = SECONDS) -> Any:
    equal, above, below = _kinds(program)
    upper = scipy.sparse.vstack([program.matrix[below], -program.matrix[above]])
    return optimize.linprog(
        sign * program.costs,
        A_ub=upper if upper.shape[0] else None,
        b_ub=np.concatenate([program.high[below], -program.low[above]]) if upper.shape[0] else None,
        A_eq=program.matrix[equal] if equal.any() else None,
        b_eq=program.low[equal] if equal.any() else None,
        bounds=np.column_stack([program.lower, program.upper]),
        method="highs",
        options={"time_limit": seconds},
    )


def _kinds(program: Program) -> tuple[Any, Any, Any]:
    """Return which rows are equations, which have a lower end, and which an upper one."""
    equal = program.low == program.high
    return equal, ~equal & np.isfinite(program.low), ~equal & np.isfinite(program.high)


def _prices(program: Program, found: Any, sign: float) -> list[float | None]:
    equal, above, below = _kinds(program)
    prices = np.zeros(len(program.labels))
    if equal.any():
        prices[equal] = found.eqlin.marginals
    if above.any() or below.any():
        marginals = found.ineqlin.marginals
        prices[below] += marginals[: int(below.sum())]
        prices[above] -= marginals[int(below.sum()) :]
    return [sign * float(price) for price in prices]


def _refuse(program: Program, found: Any, field: str) -> None:
    if found.status == _LIMIT:
        reason = f"nothing was found within {SECONDS:g} seconds: use fewer whole-number variables"
        raise NotConverged(field=field, reason=reason)
    if found.status == _UNBOUNDED:
        raise Unbounded(field=field)
    if found.status != _INFEASIBLE and _feasible(program):
        raise Unbounded(field=field)
    raise Infeasible(field=field)


def _feasible(program: Program) -> bool:
    """Return whether some real values fulfil all constraints, where the solver left that open."""
    free = Program(
        maximize=False,
        names=program.names,
        costs=np.zeros(len(program.names)),
        constant=0.0,
        matrix=program.matrix,
        low=program.low,
        high=program.high,
        lower=program.lower,
        upper=program.upper,
        whole=program.whole,
        labels=program.labels,
    )
    return bool(_continuous(free, 1.0, CHECK_SECONDS).status == _SOLVED)
