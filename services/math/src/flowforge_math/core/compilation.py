"""Compile the expressions that are evaluated again and again."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from flowforge_math.core.algebras.compiled import Compiled, compiled
from flowforge_math.core.expressions import parse_program
from servicekit import OperationError

MAX_KEPT: Final = 2_048
MAX_CHARACTERS: Final = 200
# Compiling costs as much as evaluating the tree a dozen times.
USES: Final = 8


@dataclass(slots=True)
class _Usage:
    uses: int = 0
    compiled: Compiled | None = None


def compiled_of(text: str) -> Compiled | None:
    """Return a plain expression compiled; None for any other, and at the first few uses."""
    if len(text) > MAX_CHARACTERS:
        return None
    usage = _usage(text)
    if usage.uses < USES:
        usage.uses += 1
        if usage.uses == USES:
            usage.compiled = _compiled(text)
    return usage.compiled


@lru_cache(MAX_KEPT)
def _usage(text: str) -> _Usage:  # noqa: ARG001 - the key under which it is kept
    return _Usage()


def _compiled(text: str) -> Compiled | None:
    try:
        program = parse_program(text, "expression")
    except OperationError:
        return None
    if len(program) > 1 or program[0].name is not None:
        return None
    return compiled(program[0].expression)
