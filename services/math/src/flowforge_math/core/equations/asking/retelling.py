"""Write an expression of sympy in our own tree."""

from typing import Any, Final

import sympy  # type: ignore[import-untyped] # it ships no types

from flowforge_math.core.expressions.tree import Call, Chain, Name, Node, Number

_FUNCTIONS: Final[dict[Any, str]] = {
    **{getattr(sympy, name): name for name in ("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh")},
    **{getattr(sympy, name): name for name in ("tanh", "asinh", "acosh", "atanh", "log", "erf", "exp")},
    sympy.Abs: "abs",
    sympy.sec: "sec",
    sympy.csc: "csc",
    sympy.cot: "cot",
    sympy.Max: "max",
    sympy.Min: "min",
}


class _Foreign(Exception):
    """The expression has what our tree does not know."""


def tree_of(expression: Any) -> Node | None:
    """Return the tree of *expression*, None if it has what our tree does not know."""
    try:
        return _tree(expression)
    except _Foreign:
        return None


def _tree(one: Any) -> Node:
    if one.is_Rational:
        return Number(str(one))
    if one.is_Symbol or one in (sympy.pi, sympy.E):
        return Name({sympy.pi: "pi", sympy.E: "e"}.get(one, str(one)))
    if one.is_Add or one.is_Mul:
        first, *rest = (_tree(part) for part in one.args)
        return Chain(first, tuple(("+" if one.is_Add else "*", part) for part in rest))
    if one.is_Pow and one.exp != sympy.Rational(1, 2):
        return Chain(_tree(one.base), (("**", _tree(one.exp)),))
    name = "sqrt" if one.is_Pow else _FUNCTIONS.get(type(one))
    if name is None:
        raise _Foreign
    return Call(name, tuple(_tree(part) for part in (one.args[:1] if one.is_Pow else one.args)))
