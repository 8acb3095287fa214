"""What the algebras of single numbers share: look-up, dispatch, and one wording of what can go wrong."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Generic, Literal, NamedTuple, TypeVar

from flowforge_math.core.algebras.bounds import OutOfBounds
from flowforge_math.core.algebras.derived import DERIVED
from flowforge_math.core.algebras.derived import known as known_with
from flowforge_math.core.algebras.repetition import spend, structure
from flowforge_math.core.algebras.whole import STEPS
from flowforge_math.core.expressions import NumberTooLarge, UndefinedResult
from flowforge_math.core.expressions.tree import Node

Value = TypeVar("Value")
Kind = Literal[
    "integer", "real", "complex", "fraction", "boolean", "infinity", "nan", "matrix", "quantity", "text"
]
BEYOND_DOUBLES = "doubles reach 1.8e308: mode 'decimal' reaches further"


class Outcome(NamedTuple):
    """A result as JSON can carry it; `text` has every digit, `value` is the nearest JSON number if any."""

    kind: Kind
    value: bool | int | float | None
    text: str
    real: float | None = None
    imaginary: float | None = None
    matrix: list[list[float | None]] | None = None
    unit: str | None = None


class ScalarAlgebra(ABC, Generic[Value]):
    """Single numbers. `field` is where the caller wrote the expression at hand, `names` hold its values."""

    operators: ClassVar[Mapping[str, Callable[[Any, Any], Any]]]
    functions: Mapping[str, Callable[..., Any]]
    no_result: ClassVar[str] = "is not defined"
    max_steps = 50_000

    def __init__(self) -> None:
        self.given: frozenset[str] = frozenset()
        self.steps_left = self.max_steps
        self.field = "expression"
        self.names = dict(self.constants())
        self.known = self.known_functions()

    def known_functions(self) -> frozenset[str]:
        return known_with(self.functions)

    @abstractmethod
    def constants(self) -> Mapping[str, Value]: ...

    @abstractmethod
    def read(self, text: str) -> Value:
        """Turn a literal into a value. Raises OutOfBounds if it is too large."""

    @abstractmethod
    def bounded(self, value: Value) -> Value:
        """Return *value*. Raises OutOfBounds if it is so large that the next operation may take long."""

    @abstractmethod
    def outcome(self, value: Value) -> Outcome: ...

    def number(self, text: str) -> Value:
        return self._apply("", self.read, (text,))

    def name(self, name: str) -> Value:
        return self.names[name]

    def operate(self, operator: str, left: Value, right: Value) -> Value:
        return self._apply(operator, self.operators[operator], (left, right))

    def call(self, function: str, arguments: Sequence[Value]) -> Value:
        known = self.functions.get(function)
        if known is None:
            return DERIVED[function][1](self, *arguments)  # type: ignore[no-any-return] # a table for all algebras
        if function in STEPS:
            spend(self, STEPS[function](*arguments))
        return self._apply(function, known, arguments)

    def choose(self, condition: Value, then: Callable[[], Value], otherwise: Callable[[], Value]) -> Value:
        return then() if condition else otherwise()

    def structure(self, node: Node) -> Any:
        return structure(node, self)

    def whole(self, value: Value) -> int:
        exact: Any = value
        if isinstance(exact, complex) or exact != exact // 1:
            raise UndefinedResult(field=self.field, reason="the bounds of a sum or product are whole numbers")
        return int(exact)

    def _apply(self, name: str, function: Callable[..., Any], arguments: Sequence[Any]) -> Value:
        try:
            result: Value = self.bounded(function(*arguments))
        except OutOfBounds as error:
            raise NumberTooLarge(field=self.field, limit=error) from error
        except ZeroDivisionError as error:
            raise UndefinedResult(field=self.field, reason="it divides by zero") from error
        except OverflowError as error:
            raise NumberTooLarge(field=self.field, limit=BEYOND_DOUBLES) from error
        except (ValueError, TypeError, NotImplementedError) as error:
            shown = self._show(name, arguments)
            why = str(error) if str(error).startswith("its ") else ""
            reason = f"{shown} {self.no_result}" + (f" ({why})" if why else "")
            raise UndefinedResult(field=self.field, reason=reason) from error
        return result

    def _show(self, name: str, arguments: Sequence[Value]) -> str:
        values = [str(argument)[:40] for argument in arguments]
        is_call = name.replace("_", "").isalnum()
        return f"{name}({', '.join(values)})" if is_call else f"{values[0]} {name} {values[1]}"
