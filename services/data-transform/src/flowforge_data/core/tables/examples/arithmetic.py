"""Outputs that are numbers: a column rounded or scaled, or two columns combined."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from flowforge_data.core.tables.examples.atoms import named

_DIGITS: Final = 10


def formulas(
    columns: Sequence[str], inputs: Sequence[Mapping[str, Any]], outputs: Sequence[float]
) -> list[str]:
    """Return SQL expressions that give every output, the simplest first."""
    numeric = [name for name in columns if all(_is_number(row.get(name)) for row in inputs)]
    found = []
    for sql, values in _candidates(numeric, inputs, outputs):
        if all(
            math.isclose(one, wanted, rel_tol=1e-9, abs_tol=1e-9)
            for one, wanted in zip(values, outputs, strict=True)
        ):
            found.append(sql)
    return found[:3]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _candidates(
    numeric: Sequence[str], inputs: Sequence[Mapping[str, Any]], outputs: Sequence[float]
) -> Iterator[tuple[str, list[float]]]:
    for name in numeric:
        values = [float(row[name]) for row in inputs]
        yield named(name), values
        for digits in range(3):
            yield f"ROUND({named(name)}, {digits})", [round(one, digits) for one in values]
    for name in numeric:
        values = [float(row[name]) for row in inputs]
        yield from _scaled(name, values, outputs)
    for one in numeric:
        for two in numeric:
            if one != two:
                yield from _paired(one, two, inputs)


def _scaled(
    name: str, values: Sequence[float], outputs: Sequence[float]
) -> Iterator[tuple[str, list[float]]]:
    if len(values) < 2:  # noqa: PLR2004 - one example fits any factor
        return
    if values[0]:
        factor = float(f"{outputs[0] / values[0]:.{_DIGITS}g}")
        yield f"{named(name)} * {factor!r}", [one * factor for one in values]
    offset = float(f"{outputs[0] - values[0]:.{_DIGITS}g}")
    yield f"{named(name)} + {offset!r}", [one + offset for one in values]


def _paired(one: str, two: str, inputs: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, list[float]]]:
    left = [float(row[one]) for row in inputs]
    right = [float(row[two]) for row in inputs]
    pairs = list(zip(left, right, strict=True))
    if one < two:
        yield f"{named(one)} + {named(two)}", [a + b for a, b in pairs]
        yield f"{named(one)} * {named(two)}", [a * b for a, b in pairs]
    yield f"{named(one)} - {named(two)}", [a - b for a, b in pairs]
    if all(right):
        yield f"{named(one)} / {named(two)}", [a / b for a, b in pairs]
