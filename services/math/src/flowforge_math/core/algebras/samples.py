"""Statistics of a few numbers of any kind that knows + - * / and an order."""

from collections import Counter
from collections.abc import Callable
from typing import Any, Final

Values = tuple[Any, ...]
NEEDS_TWO: Final = "its arguments must be two numbers or more"


def variance(*values: Any) -> Any:
    """Return the sample variance, exactly where the numbers are exact."""
    if len(values) < 2:  # noqa: PLR2004 - two deviations
        raise ValueError(NEEDS_TWO)
    center = sum(values[1:], values[0]) / len(values)
    return sum(((value - center) * (value - center) for value in values), 0 * center) / (len(values) - 1)


def mode(*values: Any) -> Any:
    counts = Counter(values)
    most = max(counts.values())
    return min(value for value, count in counts.items() if count == most)


def median(*values: Any) -> Any:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def deviation(*values: Any) -> Any:
    center = median(*values)
    return median(*(abs(value - center) for value in values))


def product(*values: Any) -> Any:
    result = values[0]
    for value in values[1:]:
        result = result * value
    return result


SAMPLES: Final[dict[str, Callable[..., Any]]] = {
    "variance": variance,
    "mode": mode,
    "mad": deviation,
}
