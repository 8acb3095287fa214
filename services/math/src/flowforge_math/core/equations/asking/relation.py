"""Split the text of an equation or inequality at its sign."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from flowforge_math.core.equations.faults import MalformedEquation
from flowforge_math.core.expressions import Expression, parse

Sign = Literal["=", "<", "<=", ">", ">="]
_SIGNS: Final = re.compile(r"!=|<=|>=|==|=|<|>")
_MEANING: Final[dict[str, Sign]] = {"=": "=", "==": "=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


@dataclass(frozen=True, slots=True)
class Relation:
    left: Expression
    sign: Sign
    right: Expression

    @property
    def names(self) -> dict[str, int]:
        return {**self.right.names, **self.left.names}


def read_relation(text: str, field: str) -> Relation:
    """Read `left sign right`; an expression alone is taken to be zero. Raises expressions' faults too."""
    signs = list(_SIGNS.finditer(text))
    if not signs:
        return Relation(parse(text, field), "=", parse("0", field))
    if len(signs) > 1:
        reason = f"it has {len(signs)} signs of comparison, not one"
        raise MalformedEquation(field=field, reason=reason)
    if signs[0][0] not in _MEANING:
        raise MalformedEquation(field=field, reason="'!=' has no solutions to list; use = < <= > or >=")
    sign = _MEANING[signs[0][0]]
    # Spaces in place of the left side keep the positions of the right one.
    right = " " * signs[0].end() + text[signs[0].end() :]
    return Relation(parse(text[: signs[0].start()], field), sign, parse(right, field))
