"""Bound a whole question, its search, its steps and its check, before the deadline of the request."""

from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec, TypeVar

from flowforge_math.core.equations.timing import OutOfTime, limited
from flowforge_math.core.equations.troubles import TROUBLES
from flowforge_math.core.symbolic.faults import NoSymbolicResult

SECONDS: Final = 14.0
Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def bounded(field: str) -> Callable[[Callable[Parameters, Result]], Callable[Parameters, Result]]:
    """Raise NoSymbolicResult about *field* where the algebra fails or takes too long."""

    def declare(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
        @wraps(function)
        def call(*arguments: Parameters.args, **named: Parameters.kwargs) -> Result:
            try:
                return limited(SECONDS, lambda: function(*arguments, **named))
            except OutOfTime as error:
                reason = f"no result was found within {SECONDS:g} seconds"
                raise NoSymbolicResult(field=field, reason=reason) from error
            except TROUBLES as error:
                raise NoSymbolicResult(field=field, reason="no method is known for it") from error

        return call

    return declare
