"""The period of an equation, told by its structure: the unknown stands only inside sines and their like."""

from typing import Any, Final

import sympy  # type: ignore[import-untyped] # it ships no types

from flowforge_math.core.expressions.tree import Call, Name

_WAVE_NAMES: Final = frozenset({"sin", "cos", "tan", "cot", "sec", "csc"})
_WAVES: Final = (sympy.sin, sympy.cos, sympy.tan, sympy.cot, sympy.sec, sympy.csc)


def period_of(difference: Any, unknown: Any) -> Any | None:
    """Return a period of *difference*, None if it has none that can be read from its form."""
    waves = [one for one in difference.atoms(*_WAVES) if one.has(unknown)]
    if not waves:
        return None
    rest = difference.xreplace({one: sympy.Dummy() for one in waves})
    if rest.has(unknown):
        return None
    rates = []
    for one in waves:
        argument = one.args[0]
        rate = sympy.expand(argument).coeff(unknown, 1)
        if not rate.is_Rational or rate == 0 or sympy.expand(argument - rate * unknown).has(unknown):
            return None
        rates.append(abs(rate))
    common = sympy.ilcm(*(rate.q for rate in rates), 1)
    return 2 * sympy.pi * common / sympy.igcd(*(rate * common for rate in rates), 0)


def only_in_waves(node: Any, name: str) -> bool:
    """Return whether every *name* in a tree stands inside a sine or its like."""
    if isinstance(node, Name):
        return node.name != name
    if isinstance(node, Call) and node.function in _WAVE_NAMES:
        return True
    parts = (
        node if isinstance(node, tuple) else [getattr(node, slot) for slot in getattr(node, "__slots__", ())]
    )
    return all(only_in_waves(part, name) for part in parts if not isinstance(part, str))
