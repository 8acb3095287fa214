"""Expressions of a caller as functions of numbers, with a limit of time."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from flowforge_math.core.algebras.arrays import CONSTANTS, KNOWN, Arrays
from flowforge_math.core.expressions import Expression, fold, parse


class OutOfSeconds(Exception):
    """A computation took longer than it may."""


def checked(text: str, field: str, names: Sequence[str]) -> Expression:
    """Read an expression of *names*. Raises the faults of expressions."""
    expression = parse(text, field)
    expression.require_names({*CONSTANTS, *names})
    expression.require_calls(KNOWN)
    return expression


def function_of(
    expression: Expression, names: Sequence[str], constants: Mapping[str, float], seconds: float
) -> Callable[..., Any]:
    """Return a function of the values of *names*, which raises OutOfSeconds after its time."""
    ends = time.monotonic() + seconds

    def value(*values: Any) -> Any:
        if time.monotonic() > ends:
            raise OutOfSeconds
        given = {name: np.asarray(one, np.float64) for name, one in zip(names, values, strict=True)}
        with np.errstate(all="ignore"):
            return fold(expression.root, Arrays({**constants, **given}, expression.field))

    return value
