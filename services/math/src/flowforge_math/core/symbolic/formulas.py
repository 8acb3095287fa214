"""Expressions in and out: from the text of a caller to sympy, and back to the same grammar and to LaTeX."""

import re
from dataclasses import dataclass
from typing import Any, Final

import sympy  # type: ignore[import-untyped] # it ships no types

from flowforge_math.core.algebras.symbols import CONSTANTS, KNOWN, Symbols
from flowforge_math.core.expressions import IMAGINARY_UNIT, fold, parse
from flowforge_math.core.symbolic.faults import NoSymbolicResult

INFINITIES: Final = {"inf": sympy.oo, "infinity": sympy.oo}
_SPELLINGS: Final = (
    (r"\*\*", "^"),
    (r"\bAbs\(", "abs("),
    (r"\bceiling\(", "ceil("),
    (r"\bMax\(", "max("),
    (r"\bMin\(", "min("),
    (r"\bE\b", "e"),
    (r"\bI\b", "i"),
    (r"\boo\b", "inf"),
)


@dataclass(frozen=True, slots=True)
class Formula:
    """`plain` is in the grammar of expressions wherever that has the functions in it."""

    plain: str
    latex: str
    decimal: float | None


def read(text: str, field: str) -> tuple[Any, dict[str, Any]]:
    """Return an expression of sympy, and the real symbols in it by name. Raises the faults of expressions."""
    expression = parse(text, field)
    names = {
        name: sympy.Symbol(name, real=True)
        for name in expression.names
        if name not in CONSTANTS and name != IMAGINARY_UNIT
    }
    known = {**CONSTANTS, **INFINITIES, IMAGINARY_UNIT: sympy.I, **names}
    known |= {name: sympy.oo for name in INFINITIES if name in expression.names}
    expression.require_calls(KNOWN)
    return fold(expression.root, Symbols(field, known)), {
        name: symbol for name, symbol in names.items() if name not in INFINITIES
    }


def read_point(text: str, field: str) -> Any:
    """Return a number of sympy, which may be infinite: `inf`, `-inf`."""
    plain = text.strip().lower()
    if plain.lstrip("+-") in INFINITIES:
        return -sympy.oo if plain.startswith("-") else sympy.oo
    value, names = read(text, field)
    if names:
        raise NoSymbolicResult(field=field, reason=f"it names '{min(names)}', and a number is needed")
    return value


def variable_of(name: str | None, names: dict[str, Any], field: str) -> Any:
    """Return the variable called *name*, or the only one there is."""
    if name is not None:
        return names.get(name, sympy.Symbol(name, real=True))
    if len(names) == 1:
        return next(iter(names.values()))
    listed = ", ".join(sorted(names)) or "none"
    raise NoSymbolicResult(field=field, reason=f"'variable' is needed: the names are {listed}")


def formula(value: Any) -> Formula:
    plain = str(value)
    for pattern, spelling in _SPELLINGS:
        plain = re.sub(pattern, spelling, plain)
    decimal = None
    if not value.free_symbols and value.is_real and value.is_finite:
        decimal = float(sympy.N(value, 25))
    return Formula(plain, sympy.latex(value), decimal)
