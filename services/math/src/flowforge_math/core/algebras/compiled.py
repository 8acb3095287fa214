"""Compile a plain expression of doubles into a Python function that computes what folding its tree computes.

The function is made of nodes of Python's own syntax tree, all chosen here: numbers and names stand in it as
constants, functions under names given here. No text of a caller is parsed, and none becomes code. Where the
function raises, the caller folds the tree instead, which says what is wrong and where.
"""

import ast
from collections.abc import Callable, Mapping
from types import CodeType, FunctionType
from typing import Any, Final, NamedTuple

from flowforge_math.core.algebras.bounds import MAX_BITS
from flowforge_math.core.algebras.doubles import REAL_FUNCTIONS, Reals, power
from flowforge_math.core.algebras.whole import STEPS
from flowforge_math.core.expressions import Expression
from flowforge_math.core.expressions.tree import Call, Chain, Choice, Name, Node, Number
from servicekit import OperationError

# What Python compiles, and how many bits its value may have if it is a whole number: 0 if it is a double for
# certain. Only what may be over MAX_BITS is checked when it runs.
_Written = tuple[ast.expr, int]

FAILURES: Final = (ArithmeticError, LookupError, TypeError, ValueError, NotImplementedError)
NAME_BITS: Final = 63
MAX_PARTS: Final = 120
_DOUBLE_BITS: Final = 1_024
_ARITHMETIC: Final = {
    "+": ast.Add(),
    "-": ast.Sub(),
    "*": ast.Mult(),
    "/": ast.Div(),
    "//": ast.FloorDiv(),
    "%": ast.Mod(),
}
_COMPARISONS: Final = {
    "==": ast.Eq(),
    "!=": ast.NotEq(),
    "<": ast.Lt(),
    "<=": ast.LtE(),
    ">": ast.Gt(),
    ">=": ast.GtE(),
}
_OPERATORS: Final = {"pow": "**", "mod": "%"}
_POWERS: Final = {"square": 2, "cube": 3}
_SELECTIONS: Final = frozenset({"abs", "min", "max", "clamp", "mode"})
_ROUNDINGS: Final = frozenset({"floor", "ceil", "trunc", "round"})
_DOUBLES: Final = frozenset(
    {
        *("sqrt", "cbrt", "exp", "expm1", "log", "log2", "log10", "log1p", "atan2", "hypot", "mean"),
        *("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh"),
        *("gamma", "lgamma", "erf", "erfc", "degrees", "radians"),
    }
)
_LOAD: Final = ast.Load()
_ALGEBRA: Final = Reals()
_GLOBALS: Final[Mapping[str, Any]] = {
    "__builtins__": {},
    "power": power,
    "bounded": _ALGEBRA.bounded,
    **{f"call_{name}": function for name, function in REAL_FUNCTIONS.items()},
}


class NotPlain(Exception):
    """The expression has something that is not compiled."""


class Compiled(NamedTuple):
    """A function of the values of *names*, all of which the caller has."""

    function: Callable[[Mapping[str, Any]], Any]
    names: frozenset[str]


def compiled(expression: Expression) -> Compiled | None:
    """Return a function, or None if *expression* is not plain enough.

    Whole numbers among the values of its names have NAME_BITS bits at the most. The function returns what
    folding in Reals returns, or raises one of FAILURES.
    """
    if expression.rich:
        return None
    try:
        expression.require_calls(_ALGEBRA.known)
        body, _ = _Writer().write(expression.root)
        arguments = ast.arguments([], [ast.arg("values")], None, [], [], None, [])
        tree = ast.Expression(ast.Lambda(arguments, body))
        code = compile(ast.fix_missing_locations(tree), "<expression>", "eval")
    except (NotPlain, OperationError, RecursionError):
        return None
    inner = next(one for one in code.co_consts if isinstance(one, CodeType))
    return Compiled(FunctionType(inner, dict(_GLOBALS)), frozenset(expression.names))


def is_small(value: object) -> bool:
    """Return whether compiled functions take *value*."""
    return type(value) is float or (isinstance(value, int) and value.bit_length() <= NAME_BITS)


class _Writer:
    def __init__(self) -> None:
        self.parts = 0

    def write(self, node: Node) -> _Written:
        self.parts += 1
        if self.parts > MAX_PARTS:
            raise NotPlain
        match node:
            case Number(text):
                return _number(text)
            case Name(name):
                return ast.Subscript(ast.Name("values", _LOAD), ast.Constant(name), _LOAD), NAME_BITS
            case Chain(first, rest):
                written = self.write(first)
                for operator, operand in rest:
                    written = _operation(operator, written, self.write(operand))
                return written
            case Call(function, arguments):
                return _call(function, [self.write(one) for one in arguments])
            case Choice(condition, then, otherwise):
                (yes, bits), (no, others) = self.write(then), self.write(otherwise)
                return ast.IfExp(self.write(condition)[0], yes, no), max(bits, others)
        raise NotPlain


def _number(text: str) -> _Written:
    value = _ALGEBRA.number(text)
    return ast.Constant(value), max(value.bit_length(), 1) if isinstance(value, int) else 0


def _operation(operator: str, left: _Written, right: _Written) -> _Written:
    if operator == "**":
        return _power(left, right)
    if operator in _COMPARISONS:
        return ast.Compare(left[0], [_COMPARISONS[operator]], [right[0]]), 1
    if operator not in _ARITHMETIC:
        raise NotPlain
    written = ast.BinOp(left[0], _ARITHMETIC[operator], right[0])
    if operator == "/" or not (left[1] and right[1]):
        return written, 0
    grown = {"*": left[1] + right[1], "+": max(left[1], right[1]) + 1, "-": max(left[1], right[1]) + 1}
    return _bounded(written, grown.get(operator, max(left[1], right[1])))


def _power(base: _Written, exponent: _Written) -> _Written:
    """Write Python's operator where the exponent is a small whole number as it stands, else call `power`."""
    whole = exponent[0].value if isinstance(exponent[0], ast.Constant) else None
    if isinstance(whole, int) and base[1] * whole <= MAX_BITS:
        bits = max(base[1] * whole, 1) if base[1] and whole >= 0 else 0
        return ast.BinOp(base[0], ast.Pow(), exponent[0]), bits
    called = ast.Call(ast.Name("power", _LOAD), [base[0], exponent[0]], [])
    return called, MAX_BITS if base[1] and exponent[1] else 0


def _call(function: str, arguments: list[_Written]) -> _Written:
    if function in _OPERATORS:
        return _operation(_OPERATORS[function], arguments[0], arguments[1])
    if function in _POWERS:
        return _power(arguments[0], (ast.Constant(_POWERS[function]), 2))
    if function not in REAL_FUNCTIONS or function in STEPS:
        raise NotPlain
    called = ast.Call(ast.Name(f"call_{function}", _LOAD), [one for one, _ in arguments], [])
    if function in _DOUBLES:
        return called, 0
    most = max(bits for _, bits in arguments)
    if function in _SELECTIONS:
        return called, most
    if function in _ROUNDINGS:
        return called, max(most, _DOUBLE_BITS)
    return _bounded(called, sum(bits for _, bits in arguments)) if function == "sum" else (called, MAX_BITS)


def _bounded(value: ast.expr, bits: int) -> _Written:
    """Write the check of what may have too many *bits*."""
    if bits <= MAX_BITS:
        return value, bits
    return ast.Call(ast.Name("bounded", _LOAD), [value], []), MAX_BITS
