"""Group results by a payload field, such as the document that a chunk belongs to."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from flowforge_vector.core.searching.results import Hit


def field_values(payload: dict[str, Any], path: str) -> list[str]:
    """Return the values of a field as texts; of a list, each of its elements."""
    value: Any = payload
    for name in path.removesuffix("[]").split("."):
        value = value.get(name) if isinstance(value, dict) else None
    values = value if isinstance(value, list) else [value]
    return [_text(one) for one in values if isinstance(one, str | int)]


def _text(value: str | int) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def group(hits: Iterable[Hit], path: str, *, size: int) -> dict[str, list[Hit]]:
    """Return the best *size* results of each value, values in the order of their best result."""
    groups: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        for value in dict.fromkeys(field_values(hit.payload, path)):
            if len(groups[value]) < size:
                groups[value].append(hit)
    return groups
