"""Write schemas as linters and generators want them, without changing what they allow."""

from typing import Any

_BOUNDS = (("minimum", "exclusiveMinimum", max), ("maximum", "exclusiveMaximum", min))


def normalize(node: Any) -> None:
    """Change every schema in *node*, in place: one bound on each side, and `items` in every array."""
    if isinstance(node, list):
        for one in node:
            normalize(one)
    elif isinstance(node, dict):
        for one in node.values():
            normalize(one)
        _keep_tighter_bounds(node)
        if node.get("type") == "array":
            node.setdefault("items", {})


def _keep_tighter_bounds(schema: dict[str, Any]) -> None:
    for inclusive, exclusive, tighter in _BOUNDS:
        bounds = [one for name in (inclusive, exclusive) if isinstance(one := schema.get(name), int | float)]
        if len(bounds) > 1:
            loose = inclusive if tighter(bounds) == bounds[1] else exclusive
            del schema[loose]
