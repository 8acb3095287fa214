"""The functions that expressions may call, with the least and the most arguments of each."""

from collections.abc import Mapping
from typing import Final

MANY: Final = 100

ARITIES: Final[Mapping[str, tuple[int, int]]] = {
    **dict.fromkeys(
        ("abs", "sign", "floor", "ceil", "trunc", "sqrt", "cbrt", "exp", "log2", "log10"), (1, 1)
    ),
    **dict.fromkeys(("sin", "cos", "tan", "asin", "acos", "atan", "degrees", "radians"), (1, 1)),
    **dict.fromkeys(("sinh", "cosh", "tanh", "asinh", "acosh", "atanh"), (1, 1)),
    **dict.fromkeys(("gamma", "lgamma", "erf", "erfc", "factorial"), (1, 1)),
    **dict.fromkeys(("re", "im", "conj", "arg"), (1, 1)),
    **dict.fromkeys(("atan2", "comb", "perm"), (2, 2)),
    **dict.fromkeys(("log", "round"), (1, 2)),
    "clamp": (3, 3),
    **dict.fromkeys(("min", "max", "sum", "mean", "median", "hypot", "gcd", "lcm"), (1, MANY)),
}
