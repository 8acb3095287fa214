"""How functions are declared: on single values, on whole arrays, or on arguments not yet computed."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeVar

from flowforge_math.core.spreadsheet.sheet import Frame
from flowforge_math.core.spreadsheet.values import Failed, boolean, guarded, number, spread, text

MANY: Final = 255
Thunk = Callable[[Frame], Any]


class _Missing:
    """An argument that was left out, as the third of F(1,2,,4)."""

    __slots__ = ()


MISSING: Final = _Missing()


@dataclass(frozen=True, slots=True)
class Function:
    """`call` takes the frame and then the values, or the thunks of a lazy one."""

    name: str
    least: int
    most: int
    kind: Literal["single", "whole", "lazy"]
    call: Callable[..., Any]
    module: str = ""


FUNCTIONS: Final[dict[str, Function]] = {}
_CONVERTERS: Final[dict[str, Callable[[Any], Any]]] = {
    "n": number,
    "t": text,
    "b": boolean,
    "v": lambda value: value,
}
Handler = TypeVar("Handler", bound=Callable[..., Any])


def single(names: str, kinds: str = "") -> Callable[[Handler], Handler]:
    """Declare a function of single values: it is computed for each cell of an array.

    *kinds* has a letter for each parameter: n number, t text, b boolean, v as it is. Parameters with a
    default may be left out.
    """

    def declare(function: Handler) -> Handler:
        parameters = list(inspect.signature(function).parameters.values())
        converters = [_CONVERTERS[kind] for kind in kinds]
        defaults = [one.default for one in parameters]
        least = sum(one is inspect.Parameter.empty for one in defaults)

        def convert(*values: Any) -> Any:
            return function(
                *(
                    default if value is MISSING and default is not inspect.Parameter.empty else how(value)
                    for value, how, default in zip(values, converters, defaults, strict=False)
                )
            )

        def call(frame: Frame, *values: Any) -> Any:
            return spread(convert, list(values), frame.sheet.charge)

        for name in names.split():
            FUNCTIONS[name] = Function(name, least, len(parameters), "single", call, function.__module__)
        return function

    return declare


def whole(names: str, least: int, most: int) -> Callable[[Handler], Handler]:
    """Declare a function that sees arrays as they are."""

    def declare(function: Handler) -> Handler:
        def call(frame: Frame, *values: Any) -> Any:
            return guarded(lambda: function(frame, *values), [])

        for name in names.split():
            FUNCTIONS[name] = Function(name, least, most, "whole", call, function.__module__)
        return function

    return declare


def lazy(names: str, least: int, most: int) -> Callable[[Handler], Handler]:
    """Declare a function that computes only the arguments that it needs."""

    def declare(function: Handler) -> Handler:
        def call(frame: Frame, *thunks: Thunk) -> Any:
            try:
                return function(frame, *thunks)
            except Failed as error:
                return error.fault

        for name in names.split():
            FUNCTIONS[name] = Function(name, least, most, "lazy", call, function.__module__)
        return function

    return declare
